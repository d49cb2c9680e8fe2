/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-tickets.h"

#include "client/mado-wire.h"
#include "core/store/mado-ticket-proof.h"

/* Which tickets the server has seen: CBOR [epoch, [ticket …]], in the store's
 * sealed settings. Some are forgotten in the end and shown once more. */
#define SETTING   "tickets-shown"
#define MAX_SHOWN 200
#define AT_ONCE   100

static gboolean
is_in (GArray       *ids,
       const MadoId *id)
{
  for (guint i = 0; i < ids->len; i++)
    if (mado_id_equal (&g_array_index (ids, MadoId, i), id))
      return TRUE;
  return FALSE;
}

/* NULL: the setting cannot be read just now. */
static GArray *
read_shown (MadoStore   *store,
            const char  *epoch,
            GError     **error)
{
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (MadoId));
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = mado_store_get_meta (store, SETTING, &local);
  g_autofree char *of = NULL;
  MadoCborReader reader;

  if (local != NULL && !g_error_matches (local, MADO_ERROR, MADO_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (bytes == NULL)
    return g_steal_pointer (&shown);
  mado_cbor_reader_init (&reader, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (mado_cbor_get_array (&reader) < 2)
    mado_cbor_fail (&reader);
  of = mado_cbor_dup_text (&reader);
  for (guint64 n = mado_cbor_get_array (&reader); n > 0 && !reader.failed; n--)
    {
      MadoId id;

      if (mado_cbor_get_bytes_exact (&reader, id.b, sizeof id.b))
        g_array_append_val (shown, id);
    }
  if (reader.failed || g_strcmp0 (of, epoch) != 0)
    g_array_set_size (shown, 0);
  return g_steal_pointer (&shown);
}

static gboolean
write_shown (MadoStore   *store,
             const char  *epoch,
             GArray      *shown,
             GError     **error)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  if (shown->len > MAX_SHOWN)
    g_array_remove_range (shown, 0, shown->len - MAX_SHOWN);
  mado_cbor_put_array (out, 2);
  mado_cbor_put_text (out, epoch);
  mado_cbor_put_array (out, shown->len);
  for (guint i = 0; i < shown->len; i++)
    mado_cbor_put_bytes (out, g_array_index (shown, MadoId, i).b, sizeof (MadoId));
  bytes = g_byte_array_free_to_bytes (out);
  return mado_store_set_meta (store, SETTING, bytes, error);
}

/* The proofs of those tickets that were not shown yet; their ids are added to
 * @fresh. NULL after a fault. */
static GBytes *
collect (MadoStore  *store,
         GPtrArray  *commits,
         GArray     *shown,
         GArray     *fresh,
         GError    **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();

  for (guint i = 0; i < commits->len && fresh->len < AT_ONCE; i++)
    {
      const MadoId *ticket = &((MadoCommit *) commits->pdata[i])->ticket;
      g_autoptr (GBytes) proof = NULL;
      g_autoptr (GError) local = NULL;

      if (mado_id_is_null (ticket) || is_in (shown, ticket) || is_in (fresh, ticket))
        continue;
      proof = mado_ticket_find (store, ticket, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      g_array_append_val (fresh, *ticket);
      if (proof != NULL)
        mado_cbor_put_bytes (out, g_bytes_get_data (proof, NULL), g_bytes_get_size (proof));
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

static gboolean
show (MadoTransport  *transport,
      const char     *token,
      GBytes         *body,
      GCancellable   *cancellable,
      GError        **error)
{
  MadoRequest request = { .method = "POST", .path = "/v1/tickets", .content_type = "application/cbor-seq", .token = token,
                          .body = body };
  g_auto (MadoResponse) response = { 0 };
  g_autoptr (GPtrArray) answers = NULL;
  g_autoptr (GError) local = NULL;

  if (!mado_transport_call (transport, &request, &response, cancellable, &local))
    {
      /* An older server does not ask for proofs. */
      if (g_error_matches (local, MADO_ERROR, MADO_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* What it refuses it does not know; the commits are then judged so. */
  answers = mado_wire_get_key_answers (response.body, error);
  return answers != NULL;
}

gboolean
mado_tickets_hand_in (MadoTransport  *transport,
                      const char     *token,
                      MadoStore      *store,
                      const char     *epoch,
                      GPtrArray      *commits,
                      GCancellable   *cancellable,
                      GError        **error)
{
  g_autoptr (GArray) shown = read_shown (store, epoch, error);
  g_autoptr (GArray) fresh = g_array_new (FALSE, FALSE, sizeof (MadoId));
  g_autoptr (GBytes) body = shown != NULL ? collect (store, commits, shown, fresh, error) : NULL;

  if (body == NULL)
    return FALSE;
  if (g_bytes_get_size (body) == 0)
    return TRUE;
  if (!show (transport, token, body, cancellable, error))
    return FALSE;
  g_array_append_vals (shown, fresh->data, fresh->len);
  return write_shown (store, epoch, shown, error);
}
