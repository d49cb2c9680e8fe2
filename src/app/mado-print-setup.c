/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-print-setup.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct
{
  const char *preference;
  const char *name;
} kinds[MADO_N_PRINTS] = {
  { MADO_PREFERENCE_PRINT_SLIP, N_("Procedure slip (A4)") },
  { MADO_PREFERENCE_PRINT_ISSUED, N_("Receipts of acceptance, notices, copies") },
  { MADO_PREFERENCE_PRINT_DOCUMENT, N_("Documents from elsewhere (PDF)") },
};

const char *
mado_print_kind_name (MadoPrintKind kind)
{
  return _(kinds[kind].name);
}

/* --- as a preference: "printer=P;paper=A4;tray=;sides=one-sided;copies=2" ------ */

static char **
field_of (MadoPrintSetup *self,
          const char     *name)
{
  return g_str_equal (name, "printer") ? &self->printer : g_str_equal (name, "paper") ? &self->paper
         : g_str_equal (name, "tray") ? &self->tray : g_str_equal (name, "sides") ? &self->sides : NULL;
}

/* It becomes an argument of a command. */
static gboolean
is_plain (const char *text)
{
  return *text != '-' && strpbrk (text, ";=\n\t ") == NULL && g_utf8_validate (text, -1, NULL) && strlen (text) < 128;
}

static void
read_part (MadoPrintSetup *self,
           const char     *part)
{
  const char *equals = strchr (part, '=');
  g_autofree char *name = equals != NULL ? g_strndup (part, equals - part) : NULL;
  char **field = name != NULL ? field_of (self, name) : NULL;
  guint64 copies;

  if (field != NULL && is_plain (equals + 1))
    {
      g_free (*field);
      *field = g_strdup (equals + 1);
    }
  else if (g_strcmp0 (name, "copies") == 0 && g_ascii_string_to_unsigned (equals + 1, 10, 1, 99, &copies, NULL))
    self->copies = copies;
}

MadoPrintSetup *
mado_print_setup_new (const char *printer)
{
  MadoPrintSetup *self = g_new0 (MadoPrintSetup, 1);

  self->printer = g_strdup (printer);
  self->paper = g_strdup ("");
  self->tray = g_strdup ("");
  self->sides = g_strdup ("");
  self->copies = 1;
  return self;
}

MadoPrintSetup *
mado_print_setup_get (MadoPreferences *preferences,
                      MadoPrintKind    kind)
{
  g_auto (GStrv) parts = g_strsplit (mado_preferences_get (preferences, kinds[kind].preference), ";", 16);
  const char *printer = mado_preferences_get (preferences, MADO_PREFERENCE_A4_PRINTER);
  MadoPrintSetup *self = mado_print_setup_new ("");

  for (guint i = 0; parts[i] != NULL; i++)
    read_part (self, parts[i]);
  if (*self->printer == 0 && is_plain (printer) && !g_str_has_prefix (printer, "folder:"))
    {
      g_free (self->printer);
      self->printer = g_strdup (printer);
    }
  return self;
}

void
mado_print_setup_set (MadoPreferences      *preferences,
                      MadoPrintKind         kind,
                      const MadoPrintSetup *setup)
{
  gboolean common = g_str_equal (setup->printer, mado_preferences_get (preferences, MADO_PREFERENCE_A4_PRINTER));
  g_autofree char *text = g_strdup_printf ("printer=%s;paper=%s;tray=%s;sides=%s;copies=%d", common ? "" : setup->printer,
                                           setup->paper, setup->tray, setup->sides, setup->copies);

  mado_preferences_set (preferences, kinds[kind].preference, text);
}

void
mado_print_setup_free (MadoPrintSetup *self)
{
  g_free (self->printer);
  g_free (self->paper);
  g_free (self->tray);
  g_free (self->sides);
  g_free (self);
}

/* --- the system's print command --------------------------------------------------- */

static void
add_option (GStrvBuilder *builder,
            const char   *name,
            const char   *value)
{
  g_autofree char *option = g_strdup_printf ("%s=%s", name, value);

  if (*value == 0)
    return;
  g_strv_builder_add (builder, "-o");
  g_strv_builder_add (builder, option);
}

char **
mado_print_setup_to_lp (const MadoPrintSetup *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *copies = g_strdup_printf ("%d", self->copies);

  g_strv_builder_add (builder, "lp");
  if (*self->printer != 0)
    {
      g_strv_builder_add (builder, "-d");
      g_strv_builder_add (builder, self->printer);
    }
  if (self->copies > 1)
    {
      g_strv_builder_add (builder, "-n");
      g_strv_builder_add (builder, copies);
    }
  /* CUPS calls the size of Japan's B5 so. */
  add_option (builder, "media", g_str_equal (self->paper, "B5") ? "jis_b5_182x257mm" : self->paper);
  add_option (builder, "InputSlot", self->tray);
  add_option (builder, "sides", self->sides);
  g_strv_builder_add (builder, "-");
  return g_strv_builder_end (builder);
}

gboolean
mado_print_setup_send (const MadoPrintSetup  *self,
                       GBytes                *bytes,
                       GCancellable          *cancellable,
                       GError               **error)
{
  g_auto (GStrv) argv = mado_print_setup_to_lp (self);
  g_autoptr (GError) fault = NULL;
  g_autoptr (GSubprocess) lp = g_subprocess_newv ((const char * const *) argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                                  G_SUBPROCESS_FLAGS_STDERR_PIPE, &fault);
  g_autoptr (GBytes) said = NULL;
  g_autofree char *reason = NULL;
  gsize length;
  const char *data;

  if (lp != NULL && g_subprocess_communicate (lp, bytes, cancellable, NULL, &said, &fault) && g_subprocess_wait_check (lp, cancellable, &fault))
    return TRUE;
  if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      mado_error_convert (error);
      return FALSE;
    }
  data = said != NULL ? g_bytes_get_data (said, &length) : NULL;
  reason = data != NULL && length > 0 ? g_utf8_make_valid (data, MIN (length, 200)) : g_strdup (fault->message);
  g_set_error (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON, "%s", g_strstrip (reason));
  return FALSE;
}
