/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include <glib/gi18n-lib.h>

/* Tokens are 32 random bytes; the store knows only their digest. Found ones
 * are kept here, so that a request costs one look-up. */

MadoSession *
mado_session_ref (MadoSession *session)
{
  g_atomic_ref_count_inc (&session->ref_count);
  return session;
}

void
mado_session_unref (gpointer data)
{
  MadoSession *session = data;

  if (!g_atomic_ref_count_dec (&session->ref_count))
    return;
  mado_ticket_free (session->ticket);
  g_free (session->name);
  g_free (session);
}

void
mado_session_forget (MadoServer *self,
                     const char *token)
{
  g_hash_table_remove (self->sessions, token);
}

static MadoSession *
load_session (MadoServer *self,
              const char *token)
{
  g_autoptr (MadoTicket) ticket = NULL;
  g_autoptr (MadoCityUser) user = NULL;
  g_autoptr (GError) error = NULL;
  guint8 digest[MADO_DIGEST_BYTES];
  MadoSession *session;

  mado_digest (token, strlen (token), digest);
  ticket = mado_city_store_get_session (self->store, digest, &error);
  if (error != NULL)
    g_message ("%s", error->message);
  if (ticket == NULL)
    return NULL;
  user = mado_city_store_get_user (self->store, ticket->staff, NULL);
  if (user == NULL || user->disabled)
    return NULL;
  session = g_new0 (MadoSession, 1);
  g_atomic_ref_count_init (&session->ref_count);
  memcpy (session->digest, digest, sizeof digest);
  session->name = g_strdup (user->name);
  session->ticket = g_steal_pointer (&ticket);
  session->used = mado_clock_now_ms (self->clock);
  g_hash_table_replace (self->sessions, g_strdup (token), session);
  return session;
}

/* Borrowed; NULL with a reason, whose message is not translated yet. */
MadoSession *
mado_session_find (MadoServer  *self,
                   const char  *authorization,
                   int         *code,
                   const char **message)
{
  gint64 now = mado_clock_now_ms (self->clock);
  const char *token;
  MadoSession *session;

  *code = MADO_ERROR_DENIED;
  *message = N_("Please sign in.");
  if (authorization == NULL || !g_str_has_prefix (authorization, "Bearer "))
    return NULL;
  token = authorization + strlen ("Bearer ");
  if (strlen (token) != 43)
    return NULL;
  session = g_hash_table_lookup (self->sessions, token);
  if (session == NULL)
    session = load_session (self, token);
  if (session == NULL)
    return NULL;
  if (now > session->ticket->expires || now > session->used + MADO_IDLE_SECONDS * G_GINT64_CONSTANT (1000))
    {
      *code = MADO_ERROR_EXPIRED;
      *message = N_("Your session is over. Please sign in again; nothing was lost.");
      mado_session_forget (self, token);
      return NULL;
    }
  session->used = now;
  return session;
}
