/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include "client/mado-json.h"
#include "core/form/mado-issued.h"
#include "core/slip/mado-document-code.h"

#include <glib/gi18n-lib.h>

/*
 * Does a document that the city issued still hold? The record is folded from its
 * open part alone: no key is opened, and the answer says nothing of a person.
 */

typedef struct
{
  MadoIssuedState  state;
  const char      *reason; /* "" unless unknown */
  char            *by;
} Answer;

static gboolean
issuer_cb (const MadoId *device,
           guint8        sign_public[32],
           gpointer      data)
{
  MadoCityDevice found;

  if (!mado_city_store_get_device (data, device, &found))
    return FALSE;
  memcpy (sign_public, found.key.sign, 32);
  return TRUE;
}

/* NULL with @error, or an empty fold if nothing of it is here. */
static MadoRecord *
fold (MadoServer    *self,
      const MadoId  *id,
      guint         *n,
      GError       **error)
{
  g_autoptr (GPtrArray) commits = mado_city_store_list_commits (self->store, id, error);
  MadoRecord *record;

  if (commits == NULL)
    return NULL;
  record = mado_record_new ("case", id);
  *n = commits->len;
  for (guint i = 0; i < commits->len; i++)
    {
      g_autoptr (MadoCommit) commit = mado_commit_parse (commits->pdata[i], NULL);

      if (commit != NULL)
        mado_record_apply (record, commit, NULL);
    }
  return record;
}

/* The newest of those that replace each other; a circle can only be forged. */
static char *
newest_number (MadoRecord       *record,
               const MadoIssued *first)
{
  g_autofree char *id = g_strdup (first->by);
  g_autofree char *number = g_strdup ("");

  for (guint i = 0; i < 100 && *id != '\0'; i++)
    {
      g_autoptr (MadoIssued) next = mado_issued_find (record, id);

      if (next == NULL)
        break;
      g_free (number);
      number = g_strdup (next->number);
      g_free (id);
      id = g_strdup (next->by);
    }
  return g_steal_pointer (&number);
}

static gboolean
judge (MadoServer              *self,
       const MadoDocumentCode  *code,
       Answer                  *answer,
       GError                 **error)
{
  guint n = 0;
  g_autoptr (MadoRecord) record = fold (self, &code->record, &n, error);
  g_autoptr (MadoIssued) found = NULL;

  if (record == NULL)
    return FALSE;
  found = mado_issued_find (record, code->document);
  *answer = (Answer) { MADO_ISSUED_UNKNOWN, "not-here", NULL };
  if (found == NULL)
    {
      if (n == 0 && mado_city_store_last_received (self->store, &code->record) != 0)
        answer->reason = "purged";
      return TRUE;
    }
  if (!mado_id_equal (&found->device, &code->device) || strcmp (found->number, code->number) != 0 ||
      strcmp (found->kind, code->kind) != 0)
    {
      answer->reason = "other";
      return TRUE;
    }
  answer->state = found->state;
  answer->reason = "";
  if (found->state == MADO_ISSUED_REPLACED)
    answer->by = newest_number (record, found);
  return TRUE;
}

static void
reply (MadoCall               *call,
       const MadoDocumentCode *code,
       const Answer           *answer)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *day = g_strdup_printf ("%04d-%02d-%02d", code->year, code->month, code->day);
  MadoCityDevice device = { .revoked = 0 };

  mado_city_store_get_device (call->server->store, &code->device, &device);
  json_builder_begin_object (builder);
  mado_json_text (builder, "state", mado_issued_state_to_string (answer->state));
  mado_json_text (builder, "reason", answer->reason);
  mado_json_text (builder, "kind", code->kind);
  mado_json_text (builder, "number", code->number);
  mado_json_text (builder, "issued", day);
  mado_json_text (builder, "by", answer->by != NULL ? answer->by : "");
  mado_json_text (builder, "device", device.revoked != 0 ? "revoked" : "good");
  json_builder_end_object (builder);
  mado_call_reply_json (call, 200, builder);
}

void
mado_resource_documents (MadoCall *call)
{
  g_autoptr (JsonObject) object = mado_call_json (call);
  g_autoptr (GError) error = NULL;
  MadoDocumentCode code = { 0 };
  Answer answer = { 0 };
  const char *text;

  if (object == NULL)
    return;
  text = mado_json_get_text (object, "code");
  if (text == NULL)
    mado_call_fail (call, 400, MADO_ERROR_INVALID, _("The server cannot read this request."));
  else if (!mado_document_code_decode (text, mado_city_store_get_city (call->server->store), issuer_cb, call->server->store, &code, &error))
    mado_call_fail (call, 400, error->code, error->message);
  else if (!judge (call->server, &code, &answer, &error))
    mado_call_fail_error (call, error);
  else
    reply (call, &code, &answer);
  g_free (answer.by);
}
