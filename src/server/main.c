/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/resource.h>

/* Command line and configuration file of madoguchi-server. */

typedef struct
{
  char    *data_dir;
  char    *key_dir;
  char    *pack_dir;
  char    *city;
  char    *address;
  char    *port_file;
  char    *first_file;
  char    *config;
  int      port;
  int      retention;
  gboolean no_demo;
  gboolean restored;
} Settings;

static Settings settings = { .port = 8470 };

static const GOptionEntry entries[] = {
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &settings.data_dir, N_("Folder of the city's data"), "DIR" },
  { "keys", 0, 0, G_OPTION_ARG_FILENAME, &settings.key_dir, N_("Folder of the key database and master key (default: the data folder)"), "DIR" },
  { "pack", 0, 0, G_OPTION_ARG_FILENAME, &settings.pack_dir, N_("Folder of the city pack"), "DIR" },
  { "city", 0, 0, G_OPTION_ARG_STRING, &settings.city, N_("6-digit code of the city (default: the pack's)"), "CODE" },
  { "listen", 0, 0, G_OPTION_ARG_STRING, &settings.address, N_("Address to listen on (default: 127.0.0.1)"), "ADDRESS" },
  { "port", 0, 0, G_OPTION_ARG_INT, &settings.port, N_("Port to listen on; 0 takes a free one"), "N" },
  { "port-file", 0, 0, G_OPTION_ARG_FILENAME, &settings.port_file, N_("Write the port here when ready"), "FILE" },
  { "first-file", 0, 0, G_OPTION_ARG_FILENAME, &settings.first_file, N_("Write the first accounts and code here too"), "FILE" },
  { "retention-days", 0, 0, G_OPTION_ARG_INT, &settings.retention, N_("Days before a record without procedures may be destroyed"), "N" },
  { "no-demo", 0, 0, G_OPTION_ARG_NONE, &settings.no_demo, N_("Make no accounts in an empty city"), NULL },
  { "restored", 0, 0, G_OPTION_ARG_NONE, &settings.restored, N_("The data was put back from a copy: start a new epoch"), NULL },
  { "config", 0, 0, G_OPTION_ARG_FILENAME, &settings.config, N_("Configuration file with the same names in [server]"), "FILE" },
  { NULL }
};

/* What the command line left open is taken from the file. */
static void
fill_text (GKeyFile   *file,
           const char *key,
           char      **value)
{
  if (*value == NULL)
    *value = g_key_file_get_string (file, "server", key, NULL);
}

static gboolean
read_config (GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (settings.config == NULL)
    return TRUE;
  if (!g_key_file_load_from_file (file, settings.config, G_KEY_FILE_NONE, error))
    return FALSE;
  fill_text (file, "data", &settings.data_dir);
  fill_text (file, "keys", &settings.key_dir);
  fill_text (file, "pack", &settings.pack_dir);
  fill_text (file, "city", &settings.city);
  fill_text (file, "listen", &settings.address);
  fill_text (file, "port-file", &settings.port_file);
  if (g_key_file_has_key (file, "server", "port", NULL))
    settings.port = g_key_file_get_integer (file, "server", "port", NULL);
  if (g_key_file_has_key (file, "server", "retention-days", NULL))
    settings.retention = g_key_file_get_integer (file, "server", "retention-days", NULL);
  return TRUE;
}

static gboolean
parse (int      *argc,
       char   ***argv,
       GError  **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("The city's server: keeps the journal, hands it to the desktops."));
  if (!g_option_context_parse (context, argc, argv, error) || !read_config (error))
    return FALSE;
  if (settings.data_dir == NULL || settings.port < 0 || settings.port > 65535 || settings.retention < 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("Say where the data is kept: --data DIR. A port is a number from 0 to 65535."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
tell_port (guint16   port,
           GError  **error)
{
  g_autofree char *text = g_strdup_printf ("%u\n", port);

  g_print ("%s http://%s:%u\n", _("Listening on"), settings.address != NULL ? settings.address : "127.0.0.1", port);
  return settings.port_file == NULL || g_file_set_contents (settings.port_file, text, -1, error);
}

static void
allow_many_files (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }
}

static void
watch_signal (GMainContext *context,
              int           number,
              GMainLoop    *loop)
{
  g_autoptr (GSource) source = g_unix_signal_source_new (number);

  g_source_set_callback (source, quit_cb, loop, NULL);
  g_source_attach (source, context);
}

/* A context of our own: the default one is woken by a system call for every
 * source that is attached, even by the thread that runs it. */
static gboolean
run (GMainContext  *context,
     GError       **error)
{
  MadoServerOptions options = { .data_dir = settings.data_dir, .key_dir = settings.key_dir, .pack_dir = settings.pack_dir,
                                .city = settings.city, .address = settings.address, .port = (guint16) settings.port,
                                .first_file = settings.first_file, .no_demo = settings.no_demo,
                                .restored = settings.restored, .retention_days = (guint) settings.retention };
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (MadoServer) server = mado_server_new (&options, clock, random, error);

  if (server == NULL || !mado_server_listen (server, error))
    return FALSE;
  if (mado_server_get_first (server) != NULL)
    g_print ("%s\n%s", _("First start. Keep these; they are not shown again:"), mado_server_get_first (server));
  if (!tell_port (mado_server_get_port (server), error))
    return FALSE;
  watch_signal (context, SIGTERM, loop);
  watch_signal (context, SIGINT, loop);
  g_main_loop_run (loop);
  return TRUE;
}

/* What this program says is read at the counters, whatever language its
 * machine was set up in: Japanese, unless LANGUAGE asks for another. */
static void
set_language (void)
{
  const char *folder = g_getenv ("MADO_LOCALE_DIR");

  if (setlocale (LC_ALL, "") == NULL || g_str_equal (setlocale (LC_MESSAGES, NULL), "C"))
    setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("LANGUAGE", "ja", FALSE);
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : MADO_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GError) error = NULL;
  gboolean done;

  set_language ();
  allow_many_files ();
  g_main_context_push_thread_default (context);
  done = parse (&argc, &argv, &error) && run (context, &error);
  g_main_context_pop_thread_default (context);
  if (done)
    return EXIT_SUCCESS;
  g_printerr ("%s\n", error->message);
  return EXIT_FAILURE;
}
