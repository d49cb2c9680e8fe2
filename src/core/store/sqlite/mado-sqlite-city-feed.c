/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

#include <glib/gi18n-lib.h>

#define SEQ_MASK ((G_GUINT64_CONSTANT (1) << SEQ_BITS) - 1)

static void
read_entry (MadoSqliteStmt *stmt,
            MadoCityEntry  *entry)
{
  entry->position = (guint64) mado_sqlite_get_int (stmt, 0);
  entry->type = (MadoCityEntryType) mado_sqlite_get_int (stmt, 1);
  entry->seq = (guint64) mado_sqlite_get_int (stmt, 2);
  if (entry->type == MADO_CITY_ENTRY_KEY)
    {
      mado_sqlite_get_id (stmt, 3, &entry->key_id);
      entry->section = g_strdup (mado_sqlite_get_text (stmt, 4));
      return;
    }
  if (entry->type != MADO_CITY_ENTRY_COMMIT)
    {
      mado_sqlite_get_id (stmt, 3, &entry->record);
      entry->section = g_strdup (mado_sqlite_get_text (stmt, 4));
      return;
    }
  entry->received = mado_sqlite_get_int (stmt, 5);
  mado_sqlite_get_id (stmt, 6, &entry->device);
  mado_sqlite_get_id (stmt, 7, &entry->key_id);
  entry->bytes = mado_sqlite_dup_bytes (stmt, 8);
  mado_sqlite_get_id (stmt, 9, &entry->record);
  entry->section = g_strdup (mado_sqlite_get_text (stmt, 10));
}

/* Up to @limit entries of one feed. A commit whose record was purged since
 * has no bytes and is passed over; the purge entry follows. */
static GArray *
read_scope (MadoSqliteCity  *self,
            MadoSqlite      *db,
            const char      *scope,
            guint64          since,
            guint            limit,
            gsize            max_bytes,
            guint64         *last,
            gboolean        *more,
            GError         **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, TRUE, sizeof (MadoCityEntry));
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT f.position, f.kind, f.seq, f.record, f.section, j.received, j.device,"
                                              " j.key_id, j.bytes, j.record, j.section FROM feed f"
                                              " LEFT JOIN journal j ON f.kind = 0 AND j.key = ?1 + f.seq"
                                              " WHERE f.city = ?2 AND f.scope = ?3 AND f.position > ?4"
                                              " ORDER BY f.position LIMIT ?5", error);
  gsize bytes = 0;
  guint seen = 0;

  *more = FALSE;
  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, self->city_number << SEQ_BITS);
  mado_sqlite_bind_int (stmt, 2, self->city_number);
  mado_sqlite_bind_text (stmt, 3, scope);
  mado_sqlite_bind_int (stmt, 4, (gint64) since);
  mado_sqlite_bind_int (stmt, 5, (gint64) limit + 1);
  for (;;)
    {
      MadoCityEntry entry = { .seq = 0 };
      gboolean row;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&entries);
      *more = seen == limit || bytes >= max_bytes;
      if (*more)
        break;
      read_entry (stmt, &entry);
      *last = entry.position;
      seen++;
      if (entry.type == MADO_CITY_ENTRY_COMMIT && entry.bytes == NULL)
        {
          g_free (entry.section);
          continue;
        }
      bytes += entry.bytes != NULL ? g_bytes_get_size (entry.bytes) : 64;
      g_array_append_val (entries, entry);
    }
  mado_sqlite_reset (stmt);
  return g_steal_pointer (&entries);
}

static void
drop_from (GArray *entries,
           guint   at)
{
  for (guint i = at; i < entries->len; i++)
    {
      MadoCityEntry *entry = &g_array_index (entries, MadoCityEntry, i);

      g_free (entry->section);
      g_clear_pointer (&entry->bytes, g_bytes_unref);
    }
  g_array_set_size (entries, at);
}

static gint
compare_positions (gconstpointer a,
                   gconstpointer b)
{
  const MadoCityEntry *one = a, *two = b;

  return one->position < two->position ? -1 : one->position > two->position;
}

/* Brings the scope's own entries and those for all into one order, up to the
 * point that both have been read to. */
static void
merge (MadoCityPage *page,
       GArray       *all,
       guint64       bound)
{
  guint keep = 0;

  g_array_append_vals (page->entries, all->data, all->len);
  g_array_set_size (all, 0);
  g_array_sort (page->entries, compare_positions);
  while (keep < page->entries->len && g_array_index (page->entries, MadoCityEntry, keep).position <= bound)
    keep++;
  drop_from (page->entries, keep);
}

static MadoCityPage *
read_page (MadoSqliteCity  *self,
           MadoSqlite      *db,
           const char      *scope,
           guint64          since,
           guint            limit,
           gsize            max_bytes,
           GError         **error)
{
  guint64 last = since, last_all = since, bound;
  gboolean more, more_all;
  g_autoptr (MadoCityPage) page = g_new0 (MadoCityPage, 1);
  g_autoptr (GArray) all = NULL;
  MadoCityHead head;

  /* The head is taken first: what is durable later comes with the next page. */
  city_get_durable (self, &head);
  page->entries = read_scope (self, db, scope, since, limit, max_bytes, &last, &more, error);
  if (page->entries == NULL)
    {
      page->entries = g_array_new (FALSE, TRUE, sizeof (MadoCityEntry));
      return NULL;
    }
  all = read_scope (self, db, MADO_CITY_SCOPE_ALL, since, limit, max_bytes, &last_all, &more_all, error);
  if (all == NULL)
    return NULL;
  bound = MIN (more ? last : G_MAXUINT64, more_all ? last_all : G_MAXUINT64);
  merge (page, all, bound);
  page->more = bound != G_MAXUINT64;
  page->next = page->more ? bound : MAX (MAX (last, last_all), MAX (since, head.position));
  return g_steal_pointer (&page);
}

MadoCityPage *
city_read_feed (MadoCityStore  *store,
                const char     *scope,
                guint64         since,
                guint           limit,
                gsize           max_bytes,
                GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  MadoSqlite *reader = city_reader_take (self, error);
  MadoCityPage *page = NULL;

  /* One read transaction, so that both feeds are of one moment. */
  if (reader != NULL && mado_sqlite_exec (reader, "BEGIN", error))
    {
      page = read_page (self, reader, scope, since, limit, max_bytes, error);
      mado_sqlite_exec (reader, "COMMIT", NULL);
    }
  city_reader_give (self, reader);
  return page;
}

static GBytes *
query_commit (MadoSqliteCity  *self,
              MadoSqlite      *db,
              const MadoId    *id,
              guint64         *seq,
              GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT key, bytes FROM journal WHERE city = ? AND id = ?", error);
  GBytes *bytes = NULL;
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, id);
  if (!mado_sqlite_step (stmt, &row, error) || !row)
    return NULL;
  *seq = (guint64) mado_sqlite_get_int (stmt, 0) & SEQ_MASK;
  bytes = mado_sqlite_dup_bytes (stmt, 1);
  mado_sqlite_reset (stmt);
  return bytes;
}

GBytes *
city_get_commit (MadoCityStore  *store,
                 const MadoId   *id,
                 guint64        *seq,
                 GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  MadoSqlite *reader = city_reader_take (self, error);
  GBytes *bytes = reader != NULL ? query_commit (self, reader, id, seq, error) : NULL;

  city_reader_give (self, reader);
  return bytes;
}

static GPtrArray *
query_commits (MadoSqliteCity  *self,
               MadoSqlite      *db,
               const MadoId    *record,
               GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT bytes FROM journal WHERE city = ? AND record = ?"
                                              " AND bytes IS NOT NULL ORDER BY key", error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, record);
  for (;;)
    {
      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&list);
      g_ptr_array_add (list, mado_sqlite_dup_bytes (stmt, 0));
    }
}

GPtrArray *
city_list_commits (MadoCityStore  *store,
                   const MadoId   *record,
                   GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  MadoSqlite *reader = city_reader_take (self, error);
  GPtrArray *list = reader != NULL ? query_commits (self, reader, record, error) : NULL;

  city_reader_give (self, reader);
  return list;
}

static gint64
query_last_received (MadoSqliteCity  *self,
                     MadoSqlite      *db,
                     const MadoId    *record,
                     GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT received FROM journal WHERE city = ? AND record = ?"
                                              " ORDER BY key DESC LIMIT 1", error);
  gint64 received = 0;
  gboolean row;

  if (stmt == NULL)
    return 0;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, record);
  if (mado_sqlite_step (stmt, &row, error) && row)
    received = mado_sqlite_get_int (stmt, 0);
  mado_sqlite_reset (stmt);
  return received;
}

gint64
city_last_received (MadoCityStore *store,
                    const MadoId  *record)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  g_autoptr (GError) error = NULL;
  MadoSqlite *reader = city_reader_take (self, &error);
  gint64 received = reader != NULL ? query_last_received (self, reader, record, &error) : 0;

  if (error != NULL)
    g_warning ("%s", error->message);
  city_reader_give (self, reader);
  return received;
}

/* --- the audit chain -------------------------------------------------------------*/

/* Does the digest still fit the bytes? Purged rows keep the digest alone. */
static gboolean
row_is_good (MadoSqliteStmt *stmt)
{
  guint8 digest[MADO_DIGEST_BYTES];
  gsize length, salt_length, digest_length;
  const void *stored = mado_sqlite_get_blob (stmt, 1, &digest_length);
  const void *salt, *bytes;

  if (digest_length != sizeof digest)
    return FALSE;
  if (mado_sqlite_is_null (stmt, 3))
    return TRUE;
  salt = mado_sqlite_get_blob (stmt, 2, &salt_length);
  bytes = mado_sqlite_get_blob (stmt, 3, &length);
  mado_digest_keyed (salt, salt_length, bytes, length, digest);
  return memcmp (digest, stored, sizeof digest) == 0;
}

static gboolean
walk_chain (MadoSqliteCity  *self,
            MadoSqlite      *db,
            GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT key, digest, salt, bytes FROM journal WHERE city = ? AND key <= ?"
                                              " ORDER BY key", error);
  guint8 link[MADO_DIGEST_BYTES] = { 0 };
  guint64 expected = 0;
  MadoCityHead head;
  g_autofree char *number = NULL;
  gboolean row = FALSE;

  if (stmt == NULL)
    return FALSE;
  city_get_durable (self, &head);
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_int (stmt, 2, (self->city_number << SEQ_BITS) + (gint64) head.seq);
  while (mado_sqlite_step (stmt, &row, error) && row)
    {
      gsize length;

      if (((guint64) mado_sqlite_get_int (stmt, 0) & SEQ_MASK) != ++expected || !row_is_good (stmt))
        break;
      mado_chain_next (link, mado_sqlite_get_blob (stmt, 1, &length));
    }
  mado_sqlite_reset (stmt);
  if (*error != NULL)
    return FALSE;
  if (!row && expected == head.seq && memcmp (link, head.link, sizeof link) == 0)
    return TRUE;
  number = g_strdup_printf ("%" G_GUINT64_FORMAT, expected); /* a format macro would cut the text for the translators */
  g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED,
               _("The city's journal was changed outside the program; the first fault is at number %s."), number);
  return FALSE;
}

gboolean
city_check_chain (MadoCityStore  *store,
                  GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  g_autoptr (GError) local = NULL;
  MadoSqlite *reader = city_reader_take (self, &local);
  gboolean good = reader != NULL && walk_chain (self, reader, &local);

  city_reader_give (self, reader);
  if (!good)
    g_propagate_error (error, g_steal_pointer (&local));
  return good;
}
