/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-ticket-proof.h"

#define DOMAIN    "mado-ticket-1"
#define MAX_ROLES 32

/* --- the bytes ---------------------------------------------------------------- */

static GByteArray *
put_content (const MadoTicket *ticket,
             const char       *city)
{
  GByteArray *out = g_byte_array_new ();
  guint n_roles = ticket->roles != NULL ? g_strv_length (ticket->roles) : 0;

  mado_cbor_put_array (out, 10);
  mado_cbor_put_text (out, city);
  mado_cbor_put_bytes (out, ticket->id.b, sizeof ticket->id.b);
  mado_cbor_put_text (out, ticket->staff);
  mado_cbor_put_bytes (out, ticket->device.b, sizeof ticket->device.b);
  mado_cbor_put_text (out, ticket->scope);
  mado_cbor_put_text (out, ticket->desk);
  mado_cbor_put_array (out, n_roles);
  for (guint i = 0; i < n_roles; i++)
    mado_cbor_put_text (out, ticket->roles[i]);
  mado_cbor_put_int (out, ticket->issued);
  mado_cbor_put_int (out, ticket->expires);
  mado_cbor_put_int (out, ticket->offline_until);
  return out;
}

GBytes *
mado_ticket_prove (const MadoTicket    *ticket,
                   const char          *city,
                   const MadoSecretKey *server)
{
  g_autoptr (GByteArray) content = put_content (ticket, city);
  GByteArray *out = g_byte_array_new ();
  guint8 signature[MADO_SIGNATURE_BYTES];

  mado_sign (server, DOMAIN, content->data, content->len, signature);
  mado_cbor_put_array (out, 2);
  mado_cbor_put_bytes (out, content->data, content->len);
  mado_cbor_put_bytes (out, signature, sizeof signature);
  return g_byte_array_free_to_bytes (out);
}

static char **
get_roles (MadoCborReader *reader)
{
  guint64 n = mado_cbor_get_array (reader);
  g_autoptr (GStrvBuilder) roles = g_strv_builder_new ();

  if (n > MAX_ROLES)
    mado_cbor_fail (reader);
  for (guint64 i = 0; i < n && !reader->failed; i++)
    {
      g_autofree char *role = mado_cbor_dup_text (reader);

      if (role != NULL)
        g_strv_builder_add (roles, role);
    }
  return g_strv_builder_end (roles);
}

/* Newer servers may add items at the end. */
static MadoTicket *
get_content (MadoCborReader *reader,
             char          **city)
{
  g_autoptr (MadoTicket) ticket = g_new0 (MadoTicket, 1);
  guint64 items = mado_cbor_get_array (reader);

  if (items < 10)
    mado_cbor_fail (reader);
  *city = mado_cbor_dup_text (reader);
  mado_cbor_get_bytes_exact (reader, ticket->id.b, sizeof ticket->id.b);
  ticket->staff = mado_cbor_dup_text (reader);
  mado_cbor_get_bytes_exact (reader, ticket->device.b, sizeof ticket->device.b);
  ticket->scope = mado_cbor_dup_text (reader);
  ticket->desk = mado_cbor_dup_text (reader);
  ticket->roles = get_roles (reader);
  ticket->issued = mado_cbor_get_int (reader);
  ticket->expires = mado_cbor_get_int (reader);
  ticket->offline_until = mado_cbor_get_int (reader);
  for (; items > 10 && !reader->failed; items--)
    mado_cbor_skip (reader);
  return mado_cbor_reader_finish (reader, "ticket", NULL) ? g_steal_pointer (&ticket) : NULL;
}

MadoTicket *
mado_ticket_check (GBytes        *proof,
                   const char    *city,
                   const guint8   sign[32],
                   GError       **error)
{
  g_autoptr (MadoTicket) ticket = NULL;
  g_autofree char *of_city = NULL;
  guint8 signature[MADO_SIGNATURE_BYTES];
  MadoCborReader reader, inner;
  const guint8 *content;
  gsize length = 0;

  mado_cbor_reader_init (&reader, g_bytes_get_data (proof, NULL), g_bytes_get_size (proof));
  if (mado_cbor_get_array (&reader) != 2)
    mado_cbor_fail (&reader);
  content = mado_cbor_get_bytes (&reader, &length);
  mado_cbor_get_bytes_exact (&reader, signature, sizeof signature);
  if (mado_cbor_reader_finish (&reader, "ticket", NULL) && content != NULL &&
      mado_verify (sign, DOMAIN, content, length, signature))
    {
      mado_cbor_reader_init (&inner, content, length);
      ticket = get_content (&inner, &of_city);
    }
  if (ticket == NULL)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, "The ticket was not given out by this city's server.");
  else if (!g_str_equal (of_city, city))
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_FOREIGN, "The ticket belongs to another city.");
  else
    return g_steal_pointer (&ticket);
  return NULL;
}

/* --- kept by the desktop --------------------------------------------------------- */

static char *
name_of (const MadoId *ticket)
{
  g_autofree char *id = mado_id_to_string (ticket);

  return g_strconcat ("ticket/", id, NULL);
}

GBytes *
mado_ticket_find (MadoStore     *store,
                  const MadoId  *ticket,
                  GError       **error)
{
  g_autofree char *name = name_of (ticket);
  g_autoptr (GError) local = NULL;
  GBytes *proof = mado_store_get_meta (store, name, &local);

  if (local != NULL && !g_error_matches (local, MADO_ERROR, MADO_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));
  return proof;
}

gboolean
mado_ticket_keep (MadoStore     *store,
                  const MadoId  *ticket,
                  GBytes        *proof,
                  GError       **error)
{
  g_autofree char *name = name_of (ticket);
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) known = mado_ticket_find (store, ticket, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return (known != NULL && g_bytes_equal (known, proof)) || mado_store_set_meta (store, name, proof, error);
}
