/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include "core/store/mado-ticket-proof.h"

#include <glib/gi18n-lib.h>

/*
 * Tickets that come back. A city that was put back from an older copy does not
 * know the sign-ins since; it signed them itself, so their proofs are enough.
 */
#define MAX_TICKETS 100

typedef struct
{
  MadoId      id;
  gboolean    readable;
  MadoVerdict verdict;
} Answer;

static gboolean
take_back (MadoCall    *call,
           MadoTicket  *ticket,
           MadoVerdict *verdict,
           GError     **error)
{
  MadoServer *self = call->server;
  g_autoptr (GError) local = NULL;
  g_autoptr (MadoTicket) known = mado_city_store_get_ticket (self->store, &ticket->id, &local);
  MadoAudit note = { .what = "ticket-back", .staff = ticket->staff, .device = ticket->device, .section = "", .detail = "" };

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *verdict = known != NULL ? MADO_VERDICT_DUPLICATE : MADO_VERDICT_STORED;
  return known != NULL || (mado_city_store_put_ticket (self->store, ticket, NULL, error) &&
                           mado_city_store_audit (self->store, &note, 1, error));
}

static gboolean
judge (MadoCall     *call,
       GBytes       *proof,
       Answer       *answer,
       GError      **error)
{
  const MadoPublicKey *own = mado_secret_key_get_public (call->server->identity);
  g_autoptr (MadoTicket) ticket = mado_ticket_check (proof, mado_city_store_get_city (call->server->store), own->sign, NULL);

  answer->verdict = MADO_VERDICT_QUARANTINED;
  answer->readable = ticket != NULL;
  if (ticket == NULL)
    return TRUE;
  answer->id = ticket->id;
  return take_back (call, ticket, &answer->verdict, error);
}

static void
put_answer (GByteArray   *out,
            const Answer *answer)
{
  mado_cbor_put_array (out, 2);
  if (answer->readable)
    mado_cbor_put_bytes (out, answer->id.b, sizeof answer->id.b);
  else
    mado_cbor_put_null (out);
  mado_cbor_put_uint (out, answer->verdict);
}

void
mado_resource_tickets (MadoCall *call)
{
  GBytes *body = mado_http_request_get_body (call->request);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  MadoCborReader reader;

  mado_cbor_reader_init (&reader, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  for (guint n = 0; n < MAX_TICKETS && mado_cbor_peek (&reader) == MADO_CBOR_BYTES; n++)
    {
      gsize length;
      const guint8 *data = mado_cbor_get_bytes (&reader, &length);
      g_autoptr (GBytes) proof = data != NULL ? g_bytes_new (data, length) : g_bytes_new (NULL, 0);
      Answer answer = { .readable = FALSE };

      if (!judge (call, proof, &answer, &error))
        {
          mado_call_fail_error (call, error);
          return;
        }
      put_answer (out, &answer);
    }
  if (mado_cbor_reader_finish (&reader, "tickets", NULL) && out->len > 0)
    mado_call_reply_cbor (call, 200, "application/cbor-seq", g_steal_pointer (&out));
  else
    mado_call_fail (call, 400, MADO_ERROR_DAMAGED, _("The server cannot read this request."));
}
