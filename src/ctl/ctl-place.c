/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-enrol.h"
#include "client/mado-soup-transport.h"
#include "core/store/sqlite/mado-sqlite-store.h"
#include "ctl/ctl-group.h"
#include "ctl/ctl-options.h"
#include "ctl/ctl-place-send.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Sets up the profile of a desk or centre computer as the desktop's first run
 * does, for installers and tests. */

#define TIMEOUT_SECONDS 20

typedef struct
{
  char *server;
  char *code;
  char *scope;
  char *name;
  char *profile;
  char *staff;
  char *password_file;
} Choices;

static void
choices_clear (Choices *self)
{
  g_free (self->server);
  g_free (self->code);
  g_free (self->scope);
  g_free (self->name);
  g_free (self->profile);
  g_free (self->staff);
  g_free (self->password_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choices, choices_clear)

static gboolean
parse (Choices  *choices,
       int       argc,
       char    **argv,
       GError  **error)
{
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &choices->server, N_("Address of the server"), "URL" },
    { "code", 0, 0, G_OPTION_ARG_STRING, &choices->code, N_("Enrolment code from the server's administrator"), "CODE" },
    { "scope", 0, 0, G_OPTION_ARG_STRING, &choices->scope, N_("Desk or centre of this computer"), "ID" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &choices->name, N_("Name of this computer, for people"), "TEXT" },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &choices->profile, N_("Folder of the profile"), "DIR" },
    { "staff", 0, 0, G_OPTION_ARG_STRING, &choices->staff, N_("Staff number"), "ID" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &choices->password_file, N_("File with the password in its first line"), "FILE" },
    { NULL }
  };

  return ctl_options_parse ("madoguchi-ctl place", entries, argc, argv, NULL, error);
}

/* Opened once, so that the first block of numbers and the slip keys are in it
 * before anybody needs them. */
static gboolean
fill_journal (const MadoEnrolled  *enrolled,
              MadoClock           *clock,
              MadoRandom          *random,
              GError             **error)
{
  const MadoProfileFacts *facts = mado_profile_get_facts (enrolled->profile);
  g_autofree char *path = mado_profile_get_journal_path (enrolled->profile);
  MadoIdentity identity = { .device = facts->device, .actor = enrolled->staff->id, .ticket = enrolled->staff->ticket,
                            .scope = facts->scope };
  g_autoptr (MadoStore) store = NULL;
  gboolean done;

  g_strlcpy (identity.city, facts->city, sizeof identity.city);
  store = mado_sqlite_store_open (path, enrolled->device_key, &identity, NULL, NULL, clock, random, error);
  if (store == NULL)
    return FALSE;
  done = mado_enrol_keep (store, enrolled, error);
  mado_store_close (store);
  return done;
}

static gboolean
set_up (const Choices  *choices,
        GError        **error)
{
  g_autofree char *password = NULL;
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  g_autoptr (MadoSoupTransport) transport = NULL;
  g_auto (MadoEnrolled) enrolled = { 0 };
  MadoEnrolPlan plan = { choices->profile, choices->server, choices->code, choices->name ? choices->name : "",
                         choices->scope ? choices->scope : "", choices->staff, NULL };
  g_autofree char *device = NULL;
  gboolean done;

  if (!ctl_options_read_password (choices->password_file, &password, error))
    return FALSE;
  plan.password = password;
  mado_crypto_init ();
  transport = mado_soup_transport_new (choices->server, TIMEOUT_SECONDS);
  done = mado_enrol_place (MADO_TRANSPORT (transport), &plan, clock, random, &enrolled, NULL, error);
  mado_wipe (password, strlen (password));
  if (!done || !fill_journal (&enrolled, clock, random, error))
    return FALSE;
  device = mado_id_to_string (&mado_profile_get_facts (enrolled.profile)->device);
  g_print (_("This computer is enrolled as %s for %s.\n"), device, mado_profile_get_facts (enrolled.profile)->scope);
  return TRUE;
}

static int
enrol (int argc, char **argv)
{
  g_auto (Choices) choices = { 0 };
  g_autoptr (GError) error = NULL;

  if (!parse (&choices, argc, argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (!choices.server || !choices.code || !choices.profile || !choices.staff || !choices.password_file)
    {
      g_printerr (_("Needed are --server, --code, --profile, --staff and --password-file.\n"));
      return 2;
    }
  if (set_up (&choices, &error))
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}

static int
show (int argc, char **argv)
{
  g_auto (Choices) choices = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoProfile) profile = NULL;
  const MadoProfileFacts *facts;
  g_autofree char *device = NULL;
  g_auto (GStrv) staff = NULL;

  if (!parse (&choices, argc, argv, &error) || choices.profile == NULL)
    {
      g_printerr ("%s\n", error ? error->message : _("Name the folder of the profile: --profile DIR."));
      return 2;
    }
  profile = mado_profile_open (choices.profile, &error);
  if (profile == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  facts = mado_profile_get_facts (profile);
  device = mado_id_to_string (&facts->device);
  staff = mado_profile_list_staff (profile);
  g_print ("city\t%s\nscope\t%s\nname\t%s\nserver\t%s\ndevice\t%s\n", facts->city, facts->scope, facts->name, facts->server,
           device);
  for (guint i = 0; staff[i] != NULL; i++)
    g_print ("staff\t%s\n", staff[i]);
  return 0;
}

static int
send_in (int argc, char **argv)
{
  g_auto (Choices) choices = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *password = NULL;
  int status;

  if (!parse (&choices, argc, argv, &error) || !choices.profile || !choices.staff || !choices.password_file)
    {
      g_printerr ("%s\n", error ? error->message : _("Needed are --profile, --staff and --password-file."));
      return 2;
    }
  if (!ctl_options_read_password (choices.password_file, &password, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  status = ctl_place_send (choices.profile, choices.staff, password);
  mado_wipe (password, strlen (password));
  return status;
}

const CtlCommand ctl_place_commands[] = {
  { "enrol", "--server URL --code CODE --scope ID --name TEXT --profile DIR --staff ID --password-file FILE",
    N_("set up the profile of a desk or centre computer"), enrol },
  { "show", "--profile DIR", N_("show whose profile it is"), show },
  { "send", "--profile DIR --staff ID --password-file FILE", N_("hand in what waits in the journal of the place"), send_in },
  { NULL },
};
