/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mado-app"

#include "config.h"

#include "app/mado-preferences.h"

#include <glib/gi18n.h>

#define GROUP "counter"

struct _MadoPreferences
{
  GObject     parent_instance;

  char       *path;
  GHashTable *values; /* char* → char* */
};

G_DEFINE_FINAL_TYPE (MadoPreferences, mado_preferences, G_TYPE_OBJECT)

static guint changed_signal;

static const struct
{
  const char *name;
  const char *value;
} defaults[] = {
  { MADO_PREFERENCE_DESK, "" },
  { MADO_PREFERENCE_WINDOW, "" },
  { MADO_PREFERENCE_SCANNER_PREFIX, "MG1:" },
  { MADO_PREFERENCE_SERIAL_SCANNER, "" },
  { MADO_PREFERENCE_A4_PRINTER, "" },
  { MADO_PREFERENCE_RECEIPT_PRINTER, "" },
  { MADO_PREFERENCE_RECEIPT_WIDTH, "80" },
  { MADO_PREFERENCE_RECEIPT_CUT, "yes" },
  { MADO_PREFERENCE_PRINT_SLIP, "" },
  { MADO_PREFERENCE_PRINT_ISSUED, "" },
  { MADO_PREFERENCE_PRINT_DOCUMENT, "" },
  { MADO_PREFERENCE_SLIP_PAPER, "a4" },
  { MADO_PREFERENCE_VISITOR_SCREEN, "" },
  { MADO_PREFERENCE_LOCK_MINUTES, "10" },
  { MADO_PREFERENCE_APPEARANCE, "system" },
  { MADO_PREFERENCE_CAMERA, "" },
  { MADO_PREFERENCE_CAMERA_MIRROR, "no" },
  { MADO_PREFERENCE_LAST_STAFF, "" },
};

static const char *
default_for (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (g_str_equal (defaults[i].name, name))
      return defaults[i].value;

  g_critical ("no preference is called %s", name);
  return "";
}

/* The defaults must never overwrite what a person may still want to repair. */
static void
set_aside (MadoPreferences *self)
{
  g_autofree char *aside = g_strconcat (self->path, ".damaged", NULL);
  g_autoptr (GFile) from = g_file_new_for_path (self->path);
  g_autoptr (GFile) to = g_file_new_for_path (aside);

  g_file_move (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL);
}

static void
load (MadoPreferences *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  if (!g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, &error))
    {
      if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        set_aside (self);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    {
      char *value = g_key_file_get_string (file, GROUP, defaults[i].name, NULL);

      if (value)
        g_hash_table_insert (self->values, g_strdup (defaults[i].name), value);
    }
}

static void
mado_preferences_finalize (GObject *object)
{
  MadoPreferences *self = MADO_PREFERENCES (object);

  g_free (self->path);
  g_hash_table_unref (self->values);

  G_OBJECT_CLASS (mado_preferences_parent_class)->finalize (object);
}

static void
mado_preferences_class_init (MadoPreferencesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_preferences_finalize;

  changed_signal = g_signal_new ("changed", MADO_TYPE_PREFERENCES,
                                 G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mado_preferences_init (MadoPreferences *self)
{
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

MadoPreferences *
mado_preferences_new (const char *path)
{
  MadoPreferences *self = g_object_new (MADO_TYPE_PREFERENCES, NULL);

  self->path = g_strdup (path);
  load (self);

  return self;
}

const char *
mado_preferences_get (MadoPreferences *self,
                      const char      *name)
{
  const char *value;

  g_return_val_if_fail (MADO_IS_PREFERENCES (self), "");

  value = g_hash_table_lookup (self->values, name);

  return value ? value : default_for (name);
}

int
mado_preferences_get_int (MadoPreferences *self,
                          const char      *name)
{
  gint64 number;

  if (!g_ascii_string_to_signed (mado_preferences_get (self, name), 10, 0, G_MAXINT, &number, NULL) &&
      !g_ascii_string_to_signed (default_for (name), 10, 0, G_MAXINT, &number, NULL))
    return 0;

  return (int) number;
}

void
mado_preferences_set (MadoPreferences *self,
                      const char      *name,
                      const char      *value)
{
  g_return_if_fail (MADO_IS_PREFERENCES (self));
  g_return_if_fail (value != NULL);

  if (g_str_equal (mado_preferences_get (self, name), value))
    return;

  g_hash_table_insert (self->values, g_strdup (name), g_strdup (value));
  g_signal_emit (self, changed_signal, g_quark_from_string (name), name);
}

gboolean
mado_preferences_save (MadoPreferences *self,
                       GError         **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    g_key_file_set_string (file, GROUP, defaults[i].name,
                           mado_preferences_get (self, defaults[i].name));

  if (g_key_file_save_to_file (file, self->path, &local))
    return TRUE;

  g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY,
               _("The settings could not be kept: %s"), local->message);
  return FALSE;
}
