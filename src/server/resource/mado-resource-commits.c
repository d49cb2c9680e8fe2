/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1 /* memmem */
#include "config.h"

#include "server/mado-server-private.h"

#include <glib/gi18n-lib.h>

/* Handing in commits. Nothing here waits: parsing and signatures run on the
 * verifiers, storing on the store's thread, which gives the reply. */

static const struct
{
  const char *reason;
  const char *message;
} messages[] = {
  { "damaged", N_("This entry arrived damaged, or another one has its number. It is kept apart.") },
  { "signature", N_("The signature of this entry does not fit its desktop. It is kept apart.") },
  { "unknown-device", N_("The desktop that made this entry is not known here. It is kept apart.") },
  { "revoked-device", N_("The desktop that made this entry was shut out. It is kept apart.") },
  { "foreign", N_("This entry belongs to another city. It is kept apart.") },
  { "no-ticket", N_("This entry was made without a valid sign-in. It is kept apart until a supervisor decides.") },
  { "ticket-expired", N_("This entry was made after the time for working offline was over. It is kept apart until a supervisor decides.") },
  { "actor", N_("This entry names another person than the sign-in. It is kept apart until a supervisor decides.") },
  { "denied", N_("This person or desk may not change this part of the record. The entry is kept apart until a supervisor decides.") },
  { "counter-reused", N_("This desktop's numbering was used twice; perhaps its disk was copied. The entry is kept apart.") },
  { "too-large", N_("This entry is too large. It is kept apart.") },
};

static const char *
message_for (const char *reason)
{
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    if (g_str_equal (messages[i].reason, reason))
      return _(messages[i].message);
  return "";
}

static void
put_answer (GByteArray         *out,
            const MadoCityItem *item)
{
  mado_cbor_put_array (out, 5);
  if (item->commit != NULL)
    mado_cbor_put_bytes (out, item->commit->id.b, sizeof item->commit->id.b);
  else
    mado_cbor_put_null (out);
  mado_cbor_put_uint (out, item->verdict);
  mado_cbor_put_uint (out, item->seq);
  mado_cbor_put_text (out, item->reason);
  mado_cbor_put_text (out, message_for (item->reason));
}

/* A desktop says which history it knows. If the city was put back from an older
 * copy since, nothing is judged yet: the desktop first brings back the tickets
 * that this history lacks. */
static gboolean
check_epoch (MadoCall *call)
{
  const char *known = mado_http_request_get_header (call->request, "Mado-Epoch");
  MadoCityHead head;

  if (known == NULL || *known == '\0')
    return TRUE;
  mado_city_store_get_head (call->server->store, &head);
  if (g_str_equal (known, head.epoch))
    return TRUE;
  mado_call_fail (call, 409, MADO_ERROR_CONFLICT, _("The server was put back from a copy. The desktop starts anew with it."));
  return FALSE;
}

/* --- a batch ------------------------------------------------------------------------*/

static void
batch_done_cb (MadoCityItem *items,
               guint         n,
               const GError *error,
               gpointer      data)
{
  g_autoptr (MadoHttpRequest) request = data;
  GByteArray *out;

  if (error != NULL)
    {
      mado_http_request_fail (request, error);
      return;
    }
  out = g_byte_array_sized_new (n * 32);
  for (guint i = 0; i < n; i++)
    put_answer (out, &items[i]);
  mado_call_reply_cbor (mado_http_request_get_data (request), 200, "application/cbor-seq", out);
}

/* The byte strings of the sequence; FALSE if it is not one. */
static gboolean
split_batch (MadoCall *call,
             GArray   *items)
{
  GBytes *body = mado_http_request_get_body (call->request);
  MadoCborReader reader;
  gsize length;
  const guint8 *data = g_bytes_get_data (body, &length);

  mado_cbor_reader_init (&reader, data, length);
  while (mado_cbor_peek (&reader) == MADO_CBOR_BYTES)
    {
      MadoCityItem item = { .sender = call->device.id };
      const guint8 *bytes = mado_cbor_get_bytes (&reader, &length);

      if (reader.failed || items->len >= MADO_BATCH_COMMITS)
        return FALSE;
      item.bytes = g_bytes_new_from_bytes (body, (gsize) (bytes - data), length);
      g_array_append_val (items, item);
    }
  return mado_cbor_reader_finish (&reader, "commits", NULL) && items->len > 0;
}

static void
clear_item (gpointer item)
{
  g_clear_pointer (&((MadoCityItem *) item)->bytes, g_bytes_unref);
}

void
mado_resource_post_commits (MadoCall *call)
{
  g_autoptr (GArray) items = g_array_new (FALSE, TRUE, sizeof (MadoCityItem));
  MadoCityItem *taken;
  gsize n;

  g_array_set_clear_func (items, clear_item);
  if (!check_epoch (call))
    return;
  if (!split_batch (call, items))
    {
      mado_call_fail (call, 400, MADO_ERROR_DAMAGED, _("The server cannot read this request."));
      return;
    }
  mado_http_request_ref (call->request);
  taken = g_array_steal (items, &n);
  mado_intake_submit (call->server, taken, (guint) n, batch_done_cb, call->request);
}

/* --- one commit ------------------------------------------------------------------------*/

static guint
status_of (MadoVerdict verdict)
{
  switch (verdict)
    {
    case MADO_VERDICT_STORED:
      return 201;
    case MADO_VERDICT_DUPLICATE:
      return 200;
    case MADO_VERDICT_QUARANTINED:
      return 202;
    default:
      return 410;
    }
}

static void
one_done_cb (MadoCityItem *items,
             guint         n,
             const GError *error,
             gpointer      data)
{
  g_autoptr (MadoHttpRequest) request = data;
  GByteArray *out;

  if (error != NULL)
    {
      mado_http_request_fail (request, error);
      return;
    }
  out = g_byte_array_sized_new (64);
  put_answer (out, items);
  mado_call_reply_cbor (mado_http_request_get_data (request), status_of (items->verdict), "application/cbor", out);
}

/* The id is in the commit at a known place only after parsing; a commit under
 * a wrong name is refused before anything is stored. */
static gboolean
name_fits (GBytes     *bytes,
           const char *name)
{
  MadoId id;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (!mado_id_parse (name, &id))
    return FALSE;
  /* The 16 bytes stand near the start of every commit; a look is cheaper than
   * parsing twice. What is not a commit is judged later. */
  return memmem (data, MIN (length, 96), id.b, sizeof id.b) != NULL;
}

void
mado_resource_put_commit (MadoCall *call)
{
  GBytes *body = mado_http_request_get_body (call->request);
  MadoCityItem *item;

  if (!check_epoch (call))
    return;
  if (!name_fits (body, call->rest))
    {
      mado_call_fail (call, 400, MADO_ERROR_INVALID, _("The entry does not have this number."));
      return;
    }
  item = g_new0 (MadoCityItem, 1);
  item->bytes = g_bytes_ref (body);
  item->sender = call->device.id;
  mado_http_request_ref (call->request);
  mado_intake_submit (call->server, item, 1, one_done_cb, call->request);
}
