/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <glib/gi18n-lib.h>

/* The pump's side: what is to be sent, what the server said of it, where we
 * are in its feed, and what could not be taken in. */

/* --- outbox ----------------------------------------------------------------------*/

static GPtrArray *
mado_sqlite_store_outbox (MadoStore  *store,
                          guint       limit,
                          GError    **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GPtrArray) commits = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_commit_unref);
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, "SELECT c.bytes FROM outbox o JOIN commits c ON c.lseq=o.lseq"
                                                      " ORDER BY o.lseq LIMIT ?", error);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, limit > 0 ? (gint64) limit : -1);
  for (;;)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) fault = NULL;
      MadoCommit *commit;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&commits);
      bytes = mado_sqlite_dup_bytes (stmt, 0);
      commit = mado_commit_parse (bytes, &fault);
      /* One that the disk has spoiled does not hold up the rest. */
      if (commit != NULL)
        g_ptr_array_add (commits, commit);
      else
        mado_sqlite_store_note_error (self, fault);
    }
}

static gboolean
find_commit (MadoSqliteStore  *self,
             const MadoId     *id,
             gint64           *lseq,
             gint64           *record,
             GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT lseq, record FROM commits WHERE id=?", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, id);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  if (!row)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("This commit is not in the journal."));
      return FALSE;
    }
  *lseq = mado_sqlite_get_int (stmt, 0);
  *record = mado_sqlite_get_int (stmt, 1);
  mado_sqlite_reset (stmt);
  return TRUE;
}

static gboolean
put_verdict_in (MadoSqliteStore  *self,
                gint64            lseq,
                MadoVerdict       verdict,
                const char       *reason,
                GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT OR REPLACE INTO verdicts (lseq, verdict, reason, at)"
                                              " VALUES (?, ?, ?, ?)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, lseq);
  mado_sqlite_bind_int (stmt, 2, verdict);
  mado_sqlite_bind_text (stmt, 3, reason != NULL ? reason : "");
  mado_sqlite_bind_int (stmt, 4, mado_clock_now_ms (self->clock));
  return mado_sqlite_run (stmt, error);
}

static gboolean
settle_in (MadoSqliteStore  *self,
           gint64            lseq,
           MadoVerdict       verdict,
           const char       *reason,
           guint64           seq,
           GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "DELETE FROM outbox WHERE lseq=?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, lseq);
  if (!mado_sqlite_run (stmt, error))
    return FALSE;
  if (verdict == MADO_VERDICT_QUARANTINED)
    return put_verdict_in (self, lseq, verdict, reason, error);
  stmt = mado_sqlite_prepare (self->db, "DELETE FROM verdicts WHERE lseq=?", error);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, lseq);
  if (!mado_sqlite_run (stmt, error))
    return FALSE;
  stmt = mado_sqlite_prepare (self->db, "UPDATE commits SET seq=max(seq, ?) WHERE lseq=?", error);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, (gint64) seq);
  mado_sqlite_bind_int (stmt, 2, lseq);
  return mado_sqlite_run (stmt, error);
}

static gboolean
mado_sqlite_store_settle (MadoStore     *store,
                          const MadoId  *commit,
                          MadoVerdict    verdict,
                          const char    *reason,
                          guint64        seq,
                          GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, error);
  MadoRecordInfo info;
  gint64 lseq;
  gint64 record;

  if (guard == NULL || !find_commit (self, commit, &lseq, &record, error) ||
      !settle_in (self, lseq, verdict, reason, seq, error))
    return FALSE;
  if (verdict == MADO_VERDICT_PURGED &&
      (!mado_sqlite_store_get_record (self, record, &info, error) ||
       !mado_sqlite_store_purge_in (self, &info.id, error)))
    return FALSE;
  if (!mado_sqlite_store_commit (self, g_steal_pointer (&guard), error))
    return FALSE;
  if (verdict == MADO_VERDICT_PURGED)
    mado_sqlite_store_scrub (self);
  return mado_sqlite_store_count_unsent (self, error);
}

/* --- cursor ----------------------------------------------------------------------*/

static gboolean
offer_all_own_in (MadoSqliteStore  *self,
                  GError          **error)
{
  MadoSqliteStmt *stmt =
    mado_sqlite_prepare (self->db, "INSERT OR IGNORE INTO outbox (lseq) SELECT c.lseq FROM commits c"
                         " JOIN records r ON r.no=c.record WHERE c.device=? AND NOT r.purged", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, &self->identity->device);
  return mado_sqlite_run (stmt, error);
}

/* Its keys too: the server that was put back may not have them. */
static gboolean
offer_own_keys_in (MadoSqliteStore  *self,
                   GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "UPDATE keys SET unsent=1", error);

  return stmt != NULL && mado_sqlite_run (stmt, error);
}

/* Which of them the server lacks it says when it is asked. */
static gboolean
offer_blobs_in (MadoSqliteStore  *self,
                GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "UPDATE blobs SET unsent=1 WHERE have=total", error);

  return stmt != NULL && mado_sqlite_run (stmt, error);
}

static gboolean
mado_sqlite_store_new_epoch (MadoStore   *store,
                             const char  *epoch,
                             GError     **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autofree char *known = mado_sqlite_store_dup_state (self, "epoch", error);
  g_autoptr (MadoSqliteTransaction) guard = NULL;
  gboolean first;

  if (known == NULL)
    return FALSE;
  if (g_str_equal (known, epoch))
    return TRUE;
  first = *known == '\0';
  guard = mado_sqlite_begin (self->db, error);
  if (guard == NULL ||
      !mado_sqlite_store_set_text_in (self, "epoch", epoch, error) ||
      !mado_sqlite_store_set_state_in (self, "cursor", 0, error) ||
      (!first && (!offer_all_own_in (self, error) || !offer_own_keys_in (self, error) ||
                   !offer_blobs_in (self, error))) ||
      !mado_sqlite_store_commit (self, g_steal_pointer (&guard), error))
    return FALSE;
  return mado_sqlite_store_count_unsent (self, error);
}

static gboolean
mado_sqlite_store_get_cursor (MadoStore  *store,
                              char      **epoch,
                              guint64    *cursor,
                              GError    **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autofree char *text = mado_sqlite_store_dup_state (self, "epoch", error);
  gint64 at;

  if (text == NULL || !mado_sqlite_store_get_state (self, "cursor", 0, &at, error))
    return FALSE;
  if (epoch != NULL)
    *epoch = g_steal_pointer (&text);
  if (cursor != NULL)
    *cursor = (guint64) at;
  return TRUE;
}

/* --- quarantine and counters ----------------------------------------------------------*/

static GPtrArray *
mado_sqlite_store_list_quarantine (MadoStore  *store,
                                   GError    **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_quarantine_item_free);
  g_auto (MadoSqliteStep) stmt =
    mado_sqlite_prepare (self->db, "SELECT id, 0, reason, at, bytes FROM quarantine UNION ALL"
                         " SELECT c.id, 1, v.reason, v.at, c.bytes FROM verdicts v JOIN commits c ON c.lseq=v.lseq"
                         " ORDER BY 4", error);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      MadoQuarantineItem *item;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&items);
      item = g_new0 (MadoQuarantineItem, 1);
      mado_sqlite_get_id (stmt, 0, &item->id);
      item->own = mado_sqlite_get_int (stmt, 1) != 0;
      item->reason = g_strdup (mado_sqlite_get_text (stmt, 2));
      item->at = mado_sqlite_get_int (stmt, 3);
      item->bytes = mado_sqlite_dup_bytes (stmt, 4);
      g_ptr_array_add (items, item);
    }
}

static void
add_note (GPtrArray        *notes,
          MadoCounterFault  fault,
          const MadoId     *device,
          guint64           from,
          guint64           to)
{
  MadoCounterNote *note = g_new0 (MadoCounterNote, 1);

  note->fault = fault;
  note->device = *device;
  note->from = from;
  note->to = to;
  g_ptr_array_add (notes, note);
}

/* Gaps lie between a number and the one before it. */
static gboolean
list_gaps (MadoSqliteStore  *self,
           const MadoId     *device,
           GPtrArray        *notes,
           GError          **error)
{
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, "SELECT DISTINCT n FROM commits WHERE device=? ORDER BY n", error);
  guint64 expected = 1;
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, device);
  for (;;)
    {
      guint64 n;

      if (!mado_sqlite_step (stmt, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      n = (guint64) mado_sqlite_get_int (stmt, 0);
      if (n > expected)
        add_note (notes, MADO_COUNTER_GAP, device, expected, n - 1);
      expected = n + 1;
    }
}

static GPtrArray *
mado_sqlite_store_list_counters (MadoStore     *store,
                                 const MadoId  *device,
                                 GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_auto (MadoSqliteStep) stmt = NULL;
  gboolean row;

  if (!list_gaps (self, device, notes, error))
    return NULL;
  stmt = mado_sqlite_prepare (self->db, "SELECT DISTINCT n FROM counter_notes WHERE device=? ORDER BY n", error);
  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_id (stmt, 1, device);
  for (;;)
    {
      guint64 n;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&notes);
      n = (guint64) mado_sqlite_get_int (stmt, 0);
      add_note (notes, MADO_COUNTER_REUSED, device, n, n);
    }
}

void
mado_sqlite_store_init_sync (MadoStoreClass *klass)
{
  klass->outbox = mado_sqlite_store_outbox;
  klass->settle = mado_sqlite_store_settle;
  klass->new_epoch = mado_sqlite_store_new_epoch;
  klass->get_cursor = mado_sqlite_store_get_cursor;
  klass->list_quarantine = mado_sqlite_store_list_quarantine;
  klass->list_counters = mado_sqlite_store_list_counters;
}
