/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

/* Tickets never change, so what was read once is kept in memory. A session is
 * the digest of a token and its ticket. */
#define MAX_CACHED 20000

typedef struct
{
  const MadoTicket *ticket;
  const guint8     *token;
} PutTicket;

static gboolean
save_session (MadoSqliteCity  *self,
              PutTicket       *put,
              GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO session VALUES (?, ?, ?)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_blob (stmt, 2, put->token, MADO_DIGEST_BYTES);
  mado_sqlite_bind_id (stmt, 3, &put->ticket->id);
  return mado_sqlite_run (stmt, error);
}

static gboolean
put_ticket_cb (MadoSqliteCity  *self,
               gpointer         data,
               GError         **error)
{
  PutTicket *put = data;
  const MadoTicket *ticket = put->ticket;
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT OR IGNORE INTO ticket VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                              error);
  g_autofree char *roles = g_strjoinv (" ", ticket->roles);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, &ticket->id);
  mado_sqlite_bind_text (stmt, 3, ticket->staff);
  mado_sqlite_bind_id (stmt, 4, &ticket->device);
  mado_sqlite_bind_text (stmt, 5, ticket->scope);
  mado_sqlite_bind_text (stmt, 6, ticket->desk);
  mado_sqlite_bind_text (stmt, 7, roles);
  mado_sqlite_bind_int (stmt, 8, ticket->issued);
  mado_sqlite_bind_int (stmt, 9, ticket->expires);
  mado_sqlite_bind_int (stmt, 10, ticket->offline_until);
  return mado_sqlite_run (stmt, error) && (put->token == NULL || save_session (self, put, error));
}

gboolean
city_put_ticket (MadoCityStore     *store,
                 const MadoTicket  *ticket,
                 const guint8      *token,
                 GError           **error)
{
  PutTicket put = { ticket, token };

  return city_run (MADO_SQLITE_CITY (store), put_ticket_cb, &put, error);
}

static MadoTicket *
query_ticket (MadoSqliteCity  *self,
              MadoSqlite      *db,
              const char      *sql,
              const void      *key,
              gsize            length,
              GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, sql, error);
  MadoTicket *ticket;
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_blob (stmt, 2, key, length);
  if (!mado_sqlite_step (stmt, &row, error) || !row)
    return NULL;
  ticket = g_new0 (MadoTicket, 1);
  mado_sqlite_get_id (stmt, 0, &ticket->id);
  ticket->staff = g_strdup (mado_sqlite_get_text (stmt, 1));
  mado_sqlite_get_id (stmt, 2, &ticket->device);
  ticket->scope = g_strdup (mado_sqlite_get_text (stmt, 3));
  ticket->desk = g_strdup (mado_sqlite_get_text (stmt, 4));
  ticket->roles = g_strsplit (mado_sqlite_get_text (stmt, 5), " ", -1);
  ticket->issued = mado_sqlite_get_int (stmt, 6);
  ticket->expires = mado_sqlite_get_int (stmt, 7);
  ticket->offline_until = mado_sqlite_get_int (stmt, 8);
  mado_sqlite_reset (stmt);
  return ticket;
}

#define COLUMNS "t.id, t.staff, t.device, t.scope, t.desk, t.roles, t.issued, t.expires, t.offline_until"

static MadoTicket *
look_up (MadoSqliteCity  *self,
         GHashTable      *cache,
         gconstpointer    key,
         gsize            key_length,
         const char      *sql,
         GError         **error)
{
  MadoTicket *found;
  MadoTicket *copy;
  MadoSqlite *reader;

  pthread_mutex_lock (&self->lock);
  found = g_hash_table_lookup (cache, key);
  copy = found != NULL ? mado_ticket_copy (found) : NULL;
  pthread_mutex_unlock (&self->lock);
  if (copy != NULL)
    return copy;
  reader = city_reader_take (self, error);
  found = reader != NULL ? query_ticket (self, reader, sql, key, key_length, error) : NULL;
  city_reader_give (self, reader);
  if (found == NULL)
    return NULL;
  pthread_mutex_lock (&self->lock);
  if (g_hash_table_size (cache) >= MAX_CACHED)
    g_hash_table_remove_all (cache);
  g_hash_table_replace (cache, g_memdup2 (key, key_length), mado_ticket_copy (found));
  pthread_mutex_unlock (&self->lock);
  return found;
}

MadoTicket *
city_get_ticket (MadoCityStore  *store,
                 const MadoId   *id,
                 GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);

  return look_up (self, self->tickets, id, sizeof *id,
                  "SELECT " COLUMNS " FROM ticket t WHERE t.city = ? AND t.id = ?", error);
}

MadoTicket *
city_get_session (MadoCityStore  *store,
                  const guint8   *token,
                  GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);

  return look_up (self, self->sessions, token, MADO_DIGEST_BYTES,
                  "SELECT " COLUMNS " FROM session s JOIN ticket t ON t.city = s.city AND t.id = s.ticket"
                  " WHERE s.city = ? AND s.token = ?", error);
}

static gboolean
end_session_cb (MadoSqliteCity  *self,
                gpointer         data,
                GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "DELETE FROM session WHERE city = ? AND token = ?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_blob (stmt, 2, data, MADO_DIGEST_BYTES);
  return mado_sqlite_run (stmt, error);
}

gboolean
city_end_session (MadoCityStore  *store,
                  const guint8   *token,
                  GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  gboolean ended = city_run (self, end_session_cb, (gpointer) token, error);

  pthread_mutex_lock (&self->lock);
  g_hash_table_remove (self->sessions, token);
  pthread_mutex_unlock (&self->lock);
  return ended;
}
