/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <glib/gi18n-lib.h>

/*
 * Folds: the state of a record up to a commit. The file keeps one sealed
 * snapshot per record, memory the few last used. A snapshot that cannot be
 * used (older layout, damaged, a commit that needs the history) costs nothing
 * but time: the record is folded again from its commits.
 */

#define MAX_FOLDS 16

/* A snapshot is written again when the commits since weigh as much as it does:
 * writing to a record with a long history costs no more than to a short one. */
#define COMMIT_WEIGHT 2048

typedef struct
{
  gint64      no;
  gint64      lseq;  /* last commit in it */
  gint64      saved; /* last commit of the file's snapshot; -1: none */
  gsize       saved_size;
  guint       n_unsaved; /* commits since then */
  MadoRecord *record;
} CachedFold;

typedef struct
{
  MadoRecord *record;
  gint64      lseq;
  guint       n;
} Folding;

static void
cached_fold_free (gpointer data)
{
  CachedFold *cached = data;

  g_object_unref (cached->record);
  g_free (cached);
}

GHashTable *
mado_sqlite_store_new_fold_cache (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, cached_fold_free);
}

/* --- cache -----------------------------------------------------------------------*/

void
mado_sqlite_store_drop_fold (MadoSqliteStore *self,
                             gint64           no)
{
  g_hash_table_remove (self->records, &no);
}

static void
keep_fold (MadoSqliteStore *self,
           CachedFold      *cached)
{
  g_hash_table_replace (self->records, &cached->no, cached);
  g_queue_push_tail (&self->record_order, g_memdup2 (&cached->no, sizeof cached->no));
  while (g_queue_get_length (&self->record_order) > MAX_FOLDS)
    {
      g_autofree gint64 *oldest = g_queue_pop_head (&self->record_order);

      if (*oldest != cached->no)
        g_hash_table_remove (self->records, oldest);
    }
}

/* For who looks at many once: what is not kept need not be copied. */
MadoRecord *
mado_sqlite_store_steal_fold (MadoSqliteStore *self,
                              gint64           no)
{
  CachedFold *cached = g_hash_table_lookup (self->records, &no);
  MadoRecord *record = cached != NULL ? g_object_ref (cached->record) : NULL;

  mado_sqlite_store_drop_fold (self, no);
  return record;
}

void
mado_sqlite_store_fold_moved (MadoSqliteStore *self,
                              gint64           no,
                              gint64           lseq)
{
  CachedFold *cached = g_hash_table_lookup (self->records, &no);

  if (cached == NULL)
    return;
  cached->lseq = MAX (cached->lseq, lseq);
  cached->n_unsaved++;
}

/* --- folding ---------------------------------------------------------------------*/

static gboolean
apply_commit (MadoCommit  *commit,
              gint64       lseq,
              gpointer     data,
              GError     **error)
{
  Folding *folding = data;

  folding->lseq = lseq;
  folding->n++;
  return mado_record_apply (folding->record, commit, error);
}

static MadoRecord *
fold_history (MadoSqliteStore       *self,
              const MadoRecordInfo  *info,
              const char *const     *sections,
              gint64                *lseq,
              GError               **error)
{
  g_autoptr (MadoRecord) record = mado_record_new (info->kind, &info->id);
  Folding folding = { record, 0, 0 };

  if (info->purged)
    return g_steal_pointer (&record);
  if (!mado_sqlite_store_each_commit (self, info, 0, sections, apply_commit, &folding, error) ||
      !mado_sqlite_store_apply_bases (self, info, record, sections, error))
    return NULL;
  *lseq = folding.lseq;
  return g_steal_pointer (&record);
}

MadoRecord *
mado_sqlite_store_fold_part (MadoSqliteStore       *self,
                             const MadoRecordInfo  *info,
                             const char *const     *sections,
                             GError               **error)
{
  gint64 lseq = 0;

  return fold_history (self, info, sections, &lseq, error);
}

/* NULL without error: there is no snapshot that can be used. */
static MadoRecord *
read_snapshot (MadoSqliteStore       *self,
               const MadoRecordInfo  *info,
               gint64                *lseq,
               gsize                 *size,
               GError               **error)
{
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, "SELECT lseq, sealed FROM folds WHERE record=?", error);
  g_autoptr (GBytes) plain = NULL;
  const void *sealed;
  gsize length;
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, info->no);
  if (!mado_sqlite_step (stmt, &row, error) || !row)
    return NULL;
  *lseq = mado_sqlite_get_int (stmt, 0);
  sealed = mado_sqlite_get_blob (stmt, 1, &length);
  *size = length;
  plain = mado_sqlite_store_unseal (self, MADO_LOCAL_FOLD, info->id.b, sizeof info->id.b, sealed, length, NULL);
  return plain != NULL ? mado_record_restore (plain, NULL) : NULL;
}

static CachedFold *
open_fold (MadoSqliteStore       *self,
           const MadoRecordInfo  *info,
           gboolean               refold,
           GError               **error)
{
  CachedFold *cached = g_hash_table_lookup (self->records, &info->no);
  MadoRecord *record;
  GError *fault = NULL;
  gint64 lseq = 0;
  gsize size = 0;
  gint64 saved;

  if (cached != NULL && !refold)
    return cached;
  record = refold ? NULL : read_snapshot (self, info, &lseq, &size, &fault);
  saved = record != NULL ? lseq : -1;
  if (record == NULL && fault == NULL)
    record = fold_history (self, info, NULL, &lseq, &fault);
  if (record == NULL)
    {
      g_propagate_error (error, fault);
      return NULL;
    }
  cached = g_new0 (CachedFold, 1);
  cached->no = info->no;
  cached->lseq = lseq;
  cached->saved = saved;
  cached->saved_size = size;
  cached->record = record;
  keep_fold (self, cached);
  return cached;
}

/* Brings in what came after the snapshot. */
static gboolean
catch_up (MadoSqliteStore       *self,
          const MadoRecordInfo  *info,
          CachedFold            *cached,
          GError               **error)
{
  Folding folding = { cached->record, cached->lseq, 0 };
  MadoRecord *record;

  if (!mado_sqlite_store_each_commit (self, info, cached->lseq, NULL, apply_commit, &folding, error))
    return FALSE;
  if (mado_record_needs_history (cached->record))
    {
      record = fold_history (self, info, NULL, &folding.lseq, error);
      if (record == NULL)
        return FALSE;
      g_object_unref (cached->record);
      cached->record = record;
    }
  cached->lseq = folding.lseq;
  cached->n_unsaved += folding.n;
  return TRUE;
}

static gboolean
snapshot_is_due (const CachedFold *cached)
{
  return cached->saved < 0 || (gsize) cached->n_unsaved * COMMIT_WEIGHT >= cached->saved_size;
}

MadoRecord *
mado_sqlite_store_fold (MadoSqliteStore       *self,
                        const MadoRecordInfo  *info,
                        gboolean               refold,
                        gint64                *lseq,
                        gboolean              *stale,
                        GError               **error)
{
  CachedFold *cached = open_fold (self, info, refold, error);

  if (cached == NULL)
    return NULL;
  if (!catch_up (self, info, cached, error))
    {
      mado_sqlite_store_drop_fold (self, info->no);
      return NULL;
    }
  if (lseq != NULL)
    *lseq = cached->lseq;
  if (stale != NULL)
    *stale = cached->saved != cached->lseq && snapshot_is_due (cached);
  return cached->record;
}

/* --- saving ----------------------------------------------------------------------*/

gboolean
mado_sqlite_store_save_fold_in (MadoSqliteStore       *self,
                                const MadoRecordInfo  *info,
                                MadoRecord            *record,
                                gint64                 lseq,
                                GError               **error)
{
  CachedFold *cached = g_hash_table_lookup (self->records, &info->no);
  g_autoptr (GBytes) plain = mado_record_save (record);
  g_autoptr (GBytes) sealed = NULL;
  gsize length;
  const void *data = g_bytes_get_data (plain, &length);
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO folds (record, lseq, sealed) VALUES (?, ?, ?)"
                                              " ON CONFLICT (record) DO UPDATE SET lseq=excluded.lseq, sealed=excluded.sealed",
                                              error);

  if (stmt == NULL)
    return FALSE;
  sealed = mado_sqlite_store_seal (self, MADO_LOCAL_FOLD, info->id.b, sizeof info->id.b, data, length);
  mado_sqlite_bind_int (stmt, 1, info->no);
  mado_sqlite_bind_int (stmt, 2, lseq);
  mado_sqlite_bind_bytes (stmt, 3, sealed);
  if (!mado_sqlite_run (stmt, error))
    return FALSE;
  if (cached != NULL)
    {
      cached->saved = lseq;
      cached->saved_size = length;
      cached->n_unsaved = 0;
    }
  return TRUE;
}

gboolean
mado_sqlite_store_erase_fold_in (MadoSqliteStore  *self,
                                 gint64            no,
                                 GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "DELETE FROM folds WHERE record=?", error);

  mado_sqlite_store_drop_fold (self, no);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, no);
  return mado_sqlite_run (stmt, error);
}

/* --- projecting -------------------------------------------------------------------*/

gboolean
mado_sqlite_store_put_backlog_in (MadoSqliteStore  *self,
                                  gint64            no,
                                  gboolean          refold,
                                  GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO backlog (record, refold) VALUES (?, ?)"
                                              " ON CONFLICT (record) DO UPDATE SET refold=max(refold, excluded.refold)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, no);
  mado_sqlite_bind_int (stmt, 2, refold);
  return mado_sqlite_run (stmt, error);
}

static gboolean
take_backlog_in (MadoSqliteStore  *self,
                 gint64            no,
                 gboolean         *refold,
                 GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "DELETE FROM backlog WHERE record=? RETURNING refold", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, no);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  *refold = *refold || (row && mado_sqlite_get_int (stmt, 0) != 0);
  mado_sqlite_reset (stmt);
  return TRUE;
}

static gboolean
fold_is_due (MadoSqliteStore *self,
             gint64           no,
             gboolean         refold)
{
  const CachedFold *cached = g_hash_table_lookup (self->records, &no);

  return refold || cached == NULL || snapshot_is_due (cached);
}

gboolean
mado_sqlite_store_project_in (MadoSqliteStore       *self,
                              const MadoRecordInfo  *info,
                              gboolean               refold,
                              GError               **error)
{
  MadoRecord *record;
  gint64 lseq;

  if (!take_backlog_in (self, info->no, &refold, error))
    return FALSE;
  /* Only keys have come yet. */
  if (*info->kind == '\0')
    return TRUE;
  record = mado_sqlite_store_fold (self, info, refold, &lseq, NULL, error);
  return record != NULL &&
         (!fold_is_due (self, info->no, refold) || mado_sqlite_store_save_fold_in (self, info, record, lseq, error)) &&
         mado_sqlite_store_save_row_in (self, info, record, self->gen, error) &&
         (self->new_gen == 0 || mado_sqlite_store_save_row_in (self, info, record, self->new_gen, error)) &&
         mado_sqlite_store_drop_bases_in (self, info, record, error);
}
