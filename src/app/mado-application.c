/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mado-app"

#include "config.h"

#include "app/mado-application.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "mado-resources.h"

struct _MadoApplication
{
  GtkApplication  parent_instance;

  char           *profile;
  MadoContext    *context;
};

G_DEFINE_FINAL_TYPE (MadoApplication, mado_application, GTK_TYPE_APPLICATION)

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/madoguchi/Madoguchi/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
apply_appearance (MadoApplication *self)
{
  const char *wish = mado_preferences_get (mado_context_get_preferences (self->context),
                                           MADO_PREFERENCE_APPEARANCE);

  if (!g_str_equal (wish, "system"))
    g_object_set (gtk_settings_get_default (),
                  "gtk-application-prefer-dark-theme", g_str_equal (wish, "dark"), NULL);
}

static void
make_context (MadoApplication *self)
{
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();

  if (!self->profile)
    self->profile = g_build_filename (g_get_user_data_dir (), "madoguchi", NULL);
  if (g_mkdir_with_parents (self->profile, 0700) < 0)
    g_printerr (_("The folder %s cannot be made.\n"), self->profile);

  self->context = mado_context_new (clock, random, self->profile);
}

static void
mado_application_startup (GApplication *application)
{
  MadoApplication *self = MADO_APPLICATION (application);

  G_APPLICATION_CLASS (mado_application_parent_class)->startup (application);

  /* Named once, so that the linker keeps it; it registers itself. */
  mado_resources_get_resource ();
  load_style ();
  make_context (self);
  apply_appearance (self);
}

static void
mado_application_activate (GApplication *application)
{
  MadoApplication *self = MADO_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (!window)
    window = GTK_WINDOW (mado_window_new (GTK_APPLICATION (self), self->context));

  gtk_window_present (window);
}

static int
mado_application_handle_local_options (GApplication *application,
                                       GVariantDict *options)
{
  MadoApplication *self = MADO_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("madoguchi %s\n", MADO_VERSION);
      return 0;
    }

  g_variant_dict_lookup (options, "profile", "^ay", &self->profile);

  return -1;
}

static void
mado_application_finalize (GObject *object)
{
  MadoApplication *self = MADO_APPLICATION (object);

  g_clear_object (&self->context);
  g_free (self->profile);

  G_OBJECT_CLASS (mado_application_parent_class)->finalize (object);
}

static void
mado_application_class_init (MadoApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mado_application_finalize;
  application_class->startup = mado_application_startup;
  application_class->activate = mado_application_activate;
  application_class->handle_local_options = mado_application_handle_local_options;
}

static void
mado_application_init (MadoApplication *self)
{
  const GOptionEntry options[] = {
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_("Folder of this place's files"), N_("FOLDER") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version"), NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

MadoApplication *
mado_application_new (void)
{
  return g_object_new (MADO_TYPE_APPLICATION,
                       "application-id", MADO_APP_ID,
                       "flags", G_APPLICATION_NON_UNIQUE,
                       NULL);
}

static const char *
wished_language (void)
{
  static const char *const names[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = g_getenv (names[i]);

      if (value && *value)
        return value;
    }

  return "";
}

void
mado_application_set_language (void)
{
  g_autofree char *wish = g_strdup (wished_language ());
  const char *folder = g_getenv ("MADO_LOCALE_DIR");

  /* Without the locale the C library would fall back to ASCII and English;
   * with any UTF-8 locale the catalogue named by LANGUAGE is used. */
  if (!setlocale (LC_ALL, "") || g_str_equal (setlocale (LC_CTYPE, NULL), "C"))
    {
      g_setenv ("LC_ALL", "C.UTF-8", TRUE);
      setlocale (LC_ALL, "");
      if (g_str_has_prefix (wish, "ja"))
        g_setenv ("LANGUAGE", "ja", TRUE);
    }
  /* Kanji take their Japanese shapes, whatever the language of the screen. */
  g_setenv ("PANGO_LANGUAGE", "ja:en", FALSE);

  bindtextdomain (GETTEXT_PACKAGE, folder ? folder : MADO_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
