/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-document-check.h"
#include "client/mado-session.h"
#include "client/mado-soup-transport.h"
#include "core/slip/mado-document-code.h"
#include "core/store/mado-profile.h"
#include "core/store/sqlite/mado-sqlite-store.h"
#include "ctl/ctl-group.h"
#include "ctl/ctl-options.h"
#include "ctl/ctl-slip-json.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/*
 * Is this code on a document ours, and does the document still hold? Who may have
 * sealed it stands in a key file, or in the journal of a place; only the server
 * knows whether it holds. Exit status: 0 it does · 1 no, the reason is on the
 * error output · 2 wrong arguments · 3 the seal is good, the server was not asked.
 */
#define TIMEOUT_SECONDS 20
#define SEAL_ONLY       3

typedef struct
{
  char *keys;
  char *profile;
  char *staff;
  char *password_file;
  char *code;
} Choices;

static void
choices_clear (Choices *self)
{
  g_free (self->keys);
  g_free (self->profile);
  g_free (self->staff);
  g_free (self->password_file);
  g_free (self->code);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choices, choices_clear)

static gboolean
parse (Choices  *choices,
       int       argc,
       char    **argv,
       GError  **error)
{
  const GOptionEntry entries[] = {
    { "keys", 0, 0, G_OPTION_ARG_FILENAME, &choices->keys, N_("Key file: checks the seal alone"), "FILE" },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &choices->profile, N_("Folder of the profile"), "DIR" },
    { "staff", 0, 0, G_OPTION_ARG_STRING, &choices->staff, N_("Staff number"), "ID" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &choices->password_file, N_("File with the password in its first line"), "FILE" },
    { NULL }
  };
  g_auto (GStrv) rest = NULL;

  if (!ctl_options_parse ("madoguchi-ctl document", entries, argc, argv, &rest, error))
    return FALSE;
  if (g_strv_length (rest) == 1)
    choices->code = g_strdup (rest[0]);
  return TRUE;
}

static gboolean
is_complete (const Choices *choices)
{
  gboolean place = choices->profile != NULL && choices->staff != NULL && choices->password_file != NULL;
  gboolean some = choices->profile != NULL || choices->staff != NULL || choices->password_file != NULL;

  return choices->code != NULL && (choices->keys != NULL ? !some : place);
}

static gboolean
take_code (Choices  *choices,
           GError  **error)
{
  g_autofree char *text = NULL;

  if (strcmp (choices->code, "-") != 0)
    return TRUE;
  if (!g_file_get_contents ("/dev/stdin", &text, NULL, error))
    return FALSE;
  g_free (choices->code);
  choices->code = g_steal_pointer (&text);
  return TRUE;
}

/* --- what is told ------------------------------------------------------------------ */

static void
add (JsonBuilder *builder,
     const char  *name,
     const char  *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
say (const MadoDocumentCode   *code,
     const MadoDocumentAnswer *answer)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *day = g_strdup_printf ("%04d-%02d-%02d", code->year, code->month, code->day);
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  add (builder, "seal", "good");
  add (builder, "state", answer != NULL ? answer->state : "not-asked");
  if (answer != NULL && *answer->reason != '\0')
    add (builder, "reason", answer->reason);
  add (builder, "kind", code->kind);
  add (builder, "number", code->number);
  add (builder, "issued", day);
  if (answer != NULL && *answer->by != '\0')
    add (builder, "by", answer->by);
  if (answer != NULL)
    add (builder, "device", answer->revoked ? "revoked" : "good");
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  text = json_to_string (node, TRUE);
  puts (text);
}

static const char *
explain (const MadoDocumentAnswer *answer)
{
  if (strcmp (answer->state, "replaced") == 0)
    return _("The document was issued again since. Only the newest one holds.");
  if (strcmp (answer->state, "withdrawn") == 0)
    return _("The document was withdrawn. It does not hold any more.");
  if (strcmp (answer->reason, "purged") == 0)
    return _("The case of this document was destroyed after its time of retention. Nobody can say any more whether it held.");
  if (strcmp (answer->reason, "other") == 0)
    return _("Our records have this document with another number or from another computer. Do not accept it.");
  return _("Our records do not have this document. The desk may not have sent it yet; ask there before it is accepted.");
}

static int
judge (const MadoDocumentCode   *code,
       const MadoDocumentAnswer *answer)
{
  say (code, answer);
  if (strcmp (answer->state, "genuine") == 0)
    return 0;
  g_printerr ("%s\n", explain (answer));
  return 1;
}

/* --- with a key file: the seal alone --------------------------------------------------- */

static int
check_with_keys (const Choices  *choices,
                 GError        **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (CtlSlipKeys) keys = NULL;
  MadoDocumentCode code;

  if (!json_parser_load_from_file (parser, choices->keys, error))
    {
      mado_error_convert (error);
      return 1;
    }
  if (json_parser_get_root (parser) == NULL || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("The file holds no JSON object."));
      return 1;
    }
  keys = ctl_slip_keys_new (json_node_get_object (json_parser_get_root (parser)), error);
  if (keys == NULL || !mado_document_code_decode (choices->code, mado_slip_keyring_get_city (keys->keyring), ctl_slip_keys_find, keys,
                                                  &code, error))
    return 1;
  say (&code, NULL);
  return SEAL_ONLY;
}

/* --- with a place: its directory, then the server ------------------------------------------ */

typedef struct
{
  MadoProfile   *profile;
  MadoSecretKey *key;
  MadoStore     *store;
  char          *password;
} Place;

static void
place_clear (Place *self)
{
  if (self->store != NULL)
    mado_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_pointer (&self->key, mado_secret_key_unref);
  if (self->password != NULL)
    mado_wipe (self->password, strlen (self->password));
  g_free (self->password);
  g_clear_object (&self->profile);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static gboolean
place_open (Place          *self,
            const Choices  *choices,
            MadoClock      *clock,
            MadoRandom     *random,
            GError        **error)
{
  g_autoptr (MadoProfileStaff) person = NULL;
  g_autofree char *journal = NULL;
  const MadoProfileFacts *facts;
  MadoIdentity identity = { .actor = choices->staff };

  if (!ctl_options_read_password (choices->password_file, &self->password, error))
    return FALSE;
  self->profile = mado_profile_open (choices->profile, error);
  if (self->profile == NULL)
    return FALSE;
  person = mado_profile_unlock (self->profile, choices->staff, self->password, mado_clock_now_ms (clock), &self->key, error);
  if (person == NULL)
    return FALSE;
  facts = mado_profile_get_facts (self->profile);
  journal = mado_profile_get_journal_path (self->profile);
  identity.device = facts->device;
  identity.scope = facts->scope;
  identity.ticket = person->ticket;
  g_strlcpy (identity.city, facts->city, sizeof identity.city);
  self->store = mado_sqlite_store_open (journal, self->key, &identity, NULL, NULL, clock, random, error);
  return self->store != NULL;
}

static gboolean
issuer_cb (const MadoId *device,
           guint8        sign_public[32],
           gpointer      data)
{
  MadoPublicKey key;

  if (!mado_store_get_device (data, device, &key, NULL))
    return FALSE;
  memcpy (sign_public, key.sign, 32);
  return TRUE;
}

static MadoDocumentAnswer *
ask (Place          *place,
     const Choices  *choices,
     GError        **error)
{
  const MadoProfileFacts *facts = mado_profile_get_facts (place->profile);
  g_autoptr (MadoSoupTransport) transport = NULL;
  g_auto (MadoSignIn) sign_in = { 0 };

  if (facts->server == NULL || *facts->server == '\0')
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_OFFLINE, _("This place works without a server."));
      return NULL;
    }
  transport = mado_soup_transport_new (facts->server, TIMEOUT_SECONDS);
  if (!mado_session_sign_in (MADO_TRANSPORT (transport), facts, choices->staff, place->password, place->key, &sign_in, NULL, error))
    return NULL;
  return mado_document_check (MADO_TRANSPORT (transport), sign_in.token, choices->code, NULL, error);
}

static gboolean
is_no_answer (const GError *error)
{
  return error->domain == MADO_ERROR && (error->code == MADO_ERROR_OFFLINE || error->code == MADO_ERROR_TIMEOUT ||
                                         error->code == MADO_ERROR_BUSY || error->code == MADO_ERROR_UNSUPPORTED);
}

static int
check_at_place (const Choices  *choices,
                GError        **error)
{
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  g_auto (Place) place = { 0 };
  g_autoptr (MadoDocumentAnswer) answer = NULL;
  g_autoptr (GError) seal = NULL, fault = NULL;
  MadoDocumentCode code;
  gboolean good;

  if (!place_open (&place, choices, clock, random, error))
    return 1;
  good = mado_document_code_decode (choices->code, mado_profile_get_facts (place.profile)->city, issuer_cb, place.store, &code, &seal);
  /* A computer that is not known here yet may be known to the server. */
  if (!good && !g_error_matches (seal, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY))
    {
      g_propagate_error (error, g_steal_pointer (&seal));
      return 1;
    }
  answer = ask (&place, choices, &fault);
  if (answer != NULL)
    return judge (&code, answer);
  if (!good || !is_no_answer (fault))
    {
      g_propagate_error (error, good ? g_steal_pointer (&fault) : g_steal_pointer (&seal));
      return 1;
    }
  say (&code, NULL);
  g_printerr (_("Only the seal was checked: %s\n"), fault->message);
  return SEAL_ONLY;
}

static int
check (int argc, char **argv)
{
  g_auto (Choices) choices = { 0 };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&choices, argc, argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (!is_complete (&choices))
    {
      g_printerr (_("Name the code (or - to read it), and --keys, or --profile, --staff and --password-file.\n"));
      return 2;
    }
  mado_crypto_init ();
  if (!take_code (&choices, &error))
    status = 1;
  else
    status = choices.keys != NULL ? check_with_keys (&choices, &error) : check_at_place (&choices, &error);
  if (error != NULL)
    {
      mado_error_convert (&error);
      g_printerr ("%s: %s\n", mado_error_name (error->code), error->message);
    }
  return status;
}

const CtlCommand ctl_document_commands[] = {
  { "check", "CODE --keys FILE | --profile DIR --staff ID --password-file FILE",
    N_("Say whether the code on an issued document is genuine"), check },
  { NULL }
};
