/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

/*
 * One commit joins the journal. Order of the questions: can it be read and is
 * it authentic (asked before, on many threads), is it ours, is its record
 * purged, is it here already, may its author do this, has its counter been
 * used. What fails is kept in quarantine; only a failure of the database
 * fails the batch.
 */

/* --- counters ------------------------------------------------------------------*/

void
city_counter_free (gpointer data)
{
  CityCounter *counter = data;

  g_array_unref (counter->gaps);
  g_free (counter);
}

CityCounter *
city_counter (MadoSqliteCity  *self,
              const MadoId    *device,
              GError         **error)
{
  CityCounter *counter = g_hash_table_lookup (self->counters, device);
  MadoSqliteStmt *stmt;
  gboolean row;

  if (counter != NULL)
    return counter;
  stmt = mado_sqlite_prepare (self->db, "SELECT last, gaps FROM counter WHERE city = ? AND device = ?", error);
  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, device);
  if (!mado_sqlite_step (stmt, &row, error))
    return NULL;
  counter = g_new0 (CityCounter, 1);
  counter->gaps = g_array_new (FALSE, FALSE, sizeof (guint64));
  if (row)
    {
      gsize length;
      const void *gaps = mado_sqlite_get_blob (stmt, 1, &length);

      counter->last = (guint64) mado_sqlite_get_int (stmt, 0);
      g_array_append_vals (counter->gaps, gaps, length / sizeof (guint64));
      mado_sqlite_reset (stmt);
    }
  g_hash_table_insert (self->counters, mado_id_copy (device), counter);
  return counter;
}

static gint
find_gap (CityCounter *counter,
          guint64      n)
{
  for (guint i = 0; i + 1 < counter->gaps->len; i += 2)
    if (g_array_index (counter->gaps, guint64, i) <= n && n <= g_array_index (counter->gaps, guint64, i + 1))
      return (gint) i;
  return -1;
}

gboolean
city_counter_is_free (CityCounter *counter,
                      guint64      n)
{
  return n > counter->last || find_gap (counter, n) >= 0;
}

void
city_counter_take (CityCounter *counter,
                   guint64      n)
{
  counter->dirty = TRUE;
  if (n > counter->last)
    {
      guint64 gap[2] = { counter->last + 1, n - 1 };

      if (n > counter->last + 1)
        g_array_append_vals (counter->gaps, gap, 2);
      counter->last = n;
    }
  else
    {
      gint i = find_gap (counter, n);
      guint64 gap[2];

      if (i < 0)
        return;
      memcpy (gap, &g_array_index (counter->gaps, guint64, (guint) i), sizeof gap);
      g_array_remove_range (counter->gaps, (guint) i, 2);
      if (gap[0] < n)
        g_array_append_vals (counter->gaps, ((guint64[]) { gap[0], n - 1 }), 2);
      if (n < gap[1])
        g_array_append_vals (counter->gaps, ((guint64[]) { n + 1, gap[1] }), 2);
    }
}

gboolean
city_save_counters (MadoSqliteCity  *self,
                    GError         **error)
{
  GHashTableIter iter;
  gpointer device, value;

  g_hash_table_iter_init (&iter, self->counters);
  while (g_hash_table_iter_next (&iter, &device, &value))
    {
      CityCounter *counter = value;
      MadoSqliteStmt *stmt;

      if (!counter->dirty)
        continue;
      stmt = mado_sqlite_prepare (self->db, "INSERT INTO counter VALUES (?1, ?2, ?3, ?4)"
                                  " ON CONFLICT DO UPDATE SET last = ?3, gaps = ?4", error);
      if (stmt == NULL)
        return FALSE;
      mado_sqlite_bind_int (stmt, 1, self->city_number);
      mado_sqlite_bind_id (stmt, 2, device);
      mado_sqlite_bind_int (stmt, 3, (gint64) counter->last);
      mado_sqlite_bind_blob (stmt, 4, counter->gaps->data, counter->gaps->len * sizeof (guint64));
      if (!mado_sqlite_run (stmt, error))
        return FALSE;
      counter->dirty = FALSE;
    }
  return TRUE;
}

/* --- the journal ------------------------------------------------------------------*/

static void
set_quarantined (MadoCityItem *item,
                 const char   *reason)
{
  item->verdict = MADO_VERDICT_QUARANTINED;
  item->reason = reason;
  item->seq = 0;
}

/* Is this id in the journal? Then the verdict says what of it. */
static gboolean
find_duplicate (MadoSqliteCity  *self,
                MadoCityItem    *item,
                gboolean        *found,
                GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT key, bytes FROM journal WHERE city = ? AND id = ?", error);
  g_autoptr (GBytes) bytes = NULL;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, &item->commit->id);
  if (!mado_sqlite_step (stmt, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  item->seq = (guint64) mado_sqlite_get_int (stmt, 0) & ((G_GUINT64_CONSTANT (1) << SEQ_BITS) - 1);
  bytes = mado_sqlite_dup_bytes (stmt, 1);
  mado_sqlite_reset (stmt);
  if (bytes == NULL)
    item->verdict = MADO_VERDICT_PURGED;
  else if (g_bytes_equal (bytes, item->bytes))
    item->verdict = MADO_VERDICT_DUPLICATE;
  else
    set_quarantined (item, "damaged");
  return TRUE;
}

static gboolean
insert_row (MadoSqliteCity  *self,
            MadoCityItem    *item,
            gint64           received,
            GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT OR IGNORE INTO journal (key, city, id, device, n, record,"
                                              " section, received, key_id, salt, digest, bytes)"
                                              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", error);
  MadoCommit *commit = item->commit;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, (self->city_number << SEQ_BITS) + (gint64) self->head.seq + 1);
  mado_sqlite_bind_int (stmt, 2, self->city_number);
  mado_sqlite_bind_id (stmt, 3, &commit->id);
  mado_sqlite_bind_id (stmt, 4, &commit->device);
  mado_sqlite_bind_int (stmt, 5, (gint64) commit->n);
  mado_sqlite_bind_id (stmt, 6, &commit->record);
  mado_sqlite_bind_text (stmt, 7, commit->section);
  mado_sqlite_bind_int (stmt, 8, received);
  if (!mado_id_is_null (&commit->key_id))
    mado_sqlite_bind_id (stmt, 9, &commit->key_id);
  mado_sqlite_bind_blob (stmt, 10, item->salt, sizeof item->salt);
  mado_sqlite_bind_blob (stmt, 11, item->digest, sizeof item->digest);
  mado_sqlite_bind_bytes (stmt, 12, item->bytes);
  return mado_sqlite_run (stmt, error);
}

static gboolean
save_section (MadoSqliteCity  *self,
              CitySection     *section,
              MadoCityItem    *item,
              GError         **error)
{
  MadoCommit *commit = item->commit;
  MadoSqliteStmt *stmt;
  gboolean is_root = commit->n_deps == 0 && item->for_scope == NULL;

  section->fresh = !section->exists;
  if (section->exists && (section->has_root || !is_root))
    return TRUE;
  if (!section->exists)
    section->kind = g_strdup (commit->kind);
  section->exists = TRUE;
  section->has_root |= is_root;
  stmt = mado_sqlite_prepare (self->db, "INSERT INTO section VALUES (?1, ?2, ?3, ?4, ?5)"
                              " ON CONFLICT DO UPDATE SET has_root = ?5", error);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, &section->record);
  mado_sqlite_bind_text (stmt, 3, section->section);
  mado_sqlite_bind_text (stmt, 4, section->kind);
  mado_sqlite_bind_int (stmt, 5, section->has_root);
  return mado_sqlite_run (stmt, error);
}

/* Remembers who accepted or entered a procedure. */
static gboolean
note_accepted (MadoSqliteCity  *self,
               MadoCommit      *commit,
               GError         **error)
{
  for (guint i = 0; i < commit->open->len; i++)
    {
      MadoChange *change = commit->open->pdata[i];
      const char *state = mado_value_get_text (change->value);
      MadoSqliteStmt *stmt;

      if (!g_str_has_prefix (change->path, "proc/") || !g_str_has_suffix (change->path, "/state") ||
          !(g_str_equal (state, "accepted") || g_str_equal (state, "entered")))
        continue;
      stmt = mado_sqlite_prepare (self->db, "INSERT OR REPLACE INTO accepted VALUES (?, ?, ?, ?)", error);
      if (stmt == NULL)
        return FALSE;
      mado_sqlite_bind_int (stmt, 1, self->city_number);
      mado_sqlite_bind_id (stmt, 2, &commit->record);
      mado_sqlite_bind_text (stmt, 3, change->path);
      mado_sqlite_bind_text (stmt, 4, commit->actor);
      if (!mado_sqlite_run (stmt, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
city_insert (MadoSqliteCity  *self,
             MadoCityItem    *item,
             CitySection     *section,
             const char      *author_scope,
             gboolean        *inserted,
             GError         **error)
{
  gint64 received = mado_clock_now_ms (self->clock);

  if (!item->prepared)
    mado_city_item_prepare (item, self->random);
  if (!insert_row (self, item, received, error))
    return FALSE;
  *inserted = mado_sqlite_changes (self->db) > 0;
  if (!*inserted)
    return TRUE;
  item->seq = ++self->head.seq;
  item->verdict = MADO_VERDICT_STORED;
  item->reason = "";
  mado_chain_next (self->head.link, item->digest);
  self->pending.stored++;
  return save_section (self, section, item, error) && note_accepted (self, item->commit, error) &&
         city_note_progress (self->db, self->city_number, item->commit, received, error) &&
         city_route (self, section, item->commit, item->seq, author_scope, error);
}

static gboolean
store_good (MadoSqliteCity  *self,
            MadoCityItem    *item,
            CityCounter     *counter,
            CitySection     *section,
            const char      *scope,
            gboolean        *stored,
            GError         **error)
{
  gboolean found;

  if (!city_insert (self, item, section, scope, stored, error))
    return FALSE;
  if (*stored)
    {
      city_counter_take (counter, item->commit->n);
      return TRUE;
    }
  return find_duplicate (self, item, &found, error);
}

static gboolean
keep_apart (MadoSqliteCity  *self,
            MadoCityItem    *item,
            const char      *reason,
            gint64           received,
            GError         **error)
{
  set_quarantined (item, reason);
  self->pending.quarantined++;
  return city_quarantine (self, item, reason, received, error);
}

/* Known before: already here, purged, or in quarantine with the same bytes. */
static gboolean
find_known (MadoSqliteCity  *self,
            MadoCityItem    *item,
            CityCounter     *counter,
            gboolean        *known,
            GError         **error)
{
  *known = FALSE;
  if (counter != NULL && item->commit->n <= counter->last)
    if (!find_duplicate (self, item, known, error))
      return FALSE;
  if (!*known && self->n_quarantined > 0)
    return city_quarantine_find (self, item, known, error);
  return TRUE;
}

static void
count_known (MadoSqliteCity *self,
             MadoCityItem   *item)
{
  if (item->verdict == MADO_VERDICT_PURGED)
    self->pending.purged++;
  else
    self->pending.duplicate++;
}

gboolean
city_append_item (MadoSqliteCity  *self,
                  MadoCityItem    *item,
                  GError         **error)
{
  gint64 received = mado_clock_now_ms (self->clock);
  MadoCommit *commit = item->commit;
  g_autoptr (MadoTicket) ticket = NULL;
  const char *reason = item->fault;
  CityCounter *counter = NULL;
  CitySection *section;
  gboolean known;
  g_autoptr (GError) local = NULL;

  item->reason = "";
  item->seq = 0;
  if (reason == NULL && !g_str_equal (commit->city, self->city))
    reason = "foreign";
  if (reason == NULL && g_hash_table_contains (self->purged, &commit->record))
    {
      item->verdict = MADO_VERDICT_PURGED;
      self->pending.purged++;
      return TRUE;
    }
  if (reason == NULL && (counter = city_counter (self, &commit->device, error)) == NULL)
    return FALSE;
  if (!find_known (self, item, counter, &known, error))
    return FALSE;
  if (known && item->verdict == MADO_VERDICT_QUARANTINED)
    return keep_apart (self, item, item->reason, received, error);
  if (known)
    {
      count_known (self, item);
      return TRUE;
    }
  if (reason != NULL)
    return keep_apart (self, item, reason, received, error);

  section = city_section (self, &commit->record, commit->section, error);
  if (section == NULL)
    return FALSE;
  if (item->for_scope == NULL)
    reason = city_judge (self, commit, section, received, &ticket, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (reason == NULL && !city_counter_is_free (counter, commit->n))
    reason = "counter-reused";
  if (reason != NULL)
    return keep_apart (self, item, reason, received, error);
  if (!store_good (self, item, counter, section, ticket != NULL ? ticket->scope : item->for_scope, &known, error))
    return FALSE;
  if (known)
    return TRUE;
  if (item->verdict == MADO_VERDICT_QUARANTINED)
    return keep_apart (self, item, "damaged", received, error);
  count_known (self, item);
  return TRUE;
}
