/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

/*
 * Projections that are made later: of records that sync touched (backlog), and
 * of all records when the projection changed (rebuild). New rows carry the
 * next generation and are shown when the last one is there; a crash in between
 * goes on where it was, unless the generation was begun for another projection.
 * A store without a projection (a command line's) leaves the rows alone.
 */

#define SLICE_RECORDS 200
#define DROP_ROWS 500

static GArray *
next_records (MadoSqliteStore  *self,
              const char       *sql,
              gint64            after,
              GError          **error)
{
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, sql, error);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, after);
  mado_sqlite_bind_int (stmt, 2, SLICE_RECORDS);
  for (;;)
    {
      gint64 no;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&records);
      no = mado_sqlite_get_int (stmt, 0);
      g_array_append_val (records, no);
    }
}

static gboolean
is_damage (const GError *error)
{
  return error->domain == MADO_ERROR &&
         (error->code == MADO_ERROR_DAMAGED || error->code == MADO_ERROR_UNSUPPORTED || error->code == MADO_ERROR_INVALID);
}

/* One record that cannot be folded does not stop the others. FALSE: the file
 * itself does not take it. */
static gboolean
project_one_in (MadoSqliteStore  *self,
                gint64            no,
                gboolean          refold,
                MadoRecordInfo   *info,
                GError          **error)
{
  GError *fault = NULL;

  if (!mado_sqlite_store_get_record (self, no, info, error))
    return FALSE;
  if (mado_sqlite_store_project_in (self, info, refold, &fault))
    return TRUE;
  mado_sqlite_store_drop_fold (self, no);
  if (!is_damage (fault))
    {
      g_propagate_error (error, fault);
      return FALSE;
    }
  mado_sqlite_store_note_error (self, fault);
  g_clear_error (&fault);
  return TRUE;
}

/* --- backlog ---------------------------------------------------------------------*/

static gboolean
backlog_some (MadoSqliteStore  *self,
              GArray           *records,
              GError          **error)
{
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, error);
  g_autoptr (GArray) done = g_array_new (FALSE, FALSE, sizeof (MadoId));

  if (guard == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      MadoRecordInfo info;

      if (!project_one_in (self, g_array_index (records, gint64, i), FALSE, &info, error))
        return FALSE;
      g_array_append_val (done, info.id);
      if (mado_store_has_waiting (MADO_STORE (self)))
        break;
    }
  if (!mado_sqlite_store_commit (self, g_steal_pointer (&guard), error))
    return FALSE;
  for (guint i = 0; i < done->len; i++)
    mado_store_note_changed (MADO_STORE (self), &g_array_index (done, MadoId, i), TRUE);
  return TRUE;
}

gboolean
mado_sqlite_store_backlog_slice (MadoSqliteStore *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) records = NULL;

  if (mado_store_is_ingesting (MADO_STORE (self)))
    return FALSE;
  records = next_records (self, "SELECT record FROM backlog WHERE record>?1 ORDER BY record LIMIT ?2", 0, &error);

  if (records != NULL && records->len == 0)
    return FALSE;
  if (records != NULL && backlog_some (self, records, &error))
    return TRUE;
  /* Tried again when something else has happened; what is shown is older. */
  mado_sqlite_store_forget_caches (self);
  mado_sqlite_store_note_error (self, error);
  return FALSE;
}

/* --- rebuild ---------------------------------------------------------------------*/

gboolean
mado_sqlite_store_start_rebuild (MadoSqliteStore  *self,
                                 GError          **error)
{
  g_autoptr (MadoSqliteTransaction) guard = NULL;
  gint64 newest;

  if (!mado_sqlite_query_int (self->db, "SELECT max(gen) FROM rows", 0, &newest, error))
    return FALSE;
  newest = MAX (newest, MAX (self->gen, self->new_gen)) + 1;
  guard = mado_sqlite_begin (self->db, error);
  if (guard == NULL ||
      !mado_sqlite_store_set_state_in (self, "new-gen", newest, error) ||
      !mado_sqlite_store_set_state_in (self, "new-version", self->project_version, error) ||
      !mado_sqlite_store_set_state_in (self, "rebuilt-to", 0, error) ||
      !mado_sqlite_store_set_state_in (self, "drop-old", 1, error) ||
      !mado_sqlite_commit (g_steal_pointer (&guard), error))
    return FALSE;
  self->new_gen = newest;
  self->rebuilt_to = 0;
  return TRUE;
}

static gboolean
keep_old_row_in (MadoSqliteStore  *self,
                 gint64            no,
                 GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT OR IGNORE INTO rows (gen, record, day, changed, sealed, search)"
                                              " SELECT ?1, record, day, changed, sealed, search FROM rows"
                                              " WHERE record=?2 AND gen=?3", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->new_gen);
  mado_sqlite_bind_int (stmt, 2, no);
  mado_sqlite_bind_int (stmt, 3, self->gen);
  return mado_sqlite_run (stmt, error);
}

static gboolean
rebuild_one_in (MadoSqliteStore  *self,
                gint64            no,
                GError          **error)
{
  MadoRecordInfo info;
  g_autoptr (GError) fault = NULL;

  if (!mado_sqlite_store_get_record (self, no, &info, error))
    return FALSE;
  if (mado_sqlite_store_project_in (self, &info, TRUE, &fault))
    return TRUE;
  mado_sqlite_store_drop_fold (self, no);
  if (!is_damage (fault))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  mado_sqlite_store_note_error (self, fault);
  return keep_old_row_in (self, no, error);
}

static gboolean
rebuild_some (MadoSqliteStore  *self,
              GArray           *records,
              GError          **error)
{
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, error);
  gint64 done = self->rebuilt_to;

  if (guard == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      done = g_array_index (records, gint64, i);
      if (!rebuild_one_in (self, done, error))
        return FALSE;
      if (mado_store_has_waiting (MADO_STORE (self)))
        break;
    }
  if (!mado_sqlite_store_set_state_in (self, "rebuilt-to", done, error) ||
      !mado_sqlite_store_commit (self, g_steal_pointer (&guard), error))
    return FALSE;
  self->rebuilt_to = done;
  return TRUE;
}

static gboolean
switch_generation (MadoSqliteStore  *self,
                   GError          **error)
{
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, error);
  gboolean was_warm = self->arena != NULL;

  if (guard == NULL ||
      !mado_sqlite_store_set_state_in (self, "gen", self->new_gen, error) ||
      !mado_sqlite_store_set_state_in (self, "new-gen", 0, error) ||
      !mado_sqlite_store_set_state_in (self, "project-version", self->project_version, error) ||
      !mado_sqlite_store_commit (self, g_steal_pointer (&guard), error))
    return FALSE;
  self->gen = self->new_gen;
  self->new_gen = 0;
  self->drop_old = TRUE;
  mado_sqlite_store_drop_arena (self);
  if (was_warm)
    MADO_STORE_GET_CLASS (self)->warm (MADO_STORE (self));
  mado_store_note_rebuilt (MADO_STORE (self), NULL);
  return TRUE;
}

static gboolean
rebuild_step (MadoSqliteStore  *self,
              GError          **error)
{
  g_autoptr (GArray) records = next_records (self, "SELECT no FROM records WHERE no>?1 ORDER BY no LIMIT ?2",
                                             self->rebuilt_to, error);

  if (records == NULL)
    return FALSE;
  return records->len > 0 ? rebuild_some (self, records, error) : switch_generation (self, error);
}

static gboolean
drop_old_rows (MadoSqliteStore  *self,
               GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "DELETE FROM rows WHERE no IN"
                                              " (SELECT no FROM rows WHERE gen NOT IN (?, ?) LIMIT ?)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->gen);
  mado_sqlite_bind_int (stmt, 2, self->new_gen);
  mado_sqlite_bind_int (stmt, 3, DROP_ROWS);
  if (!mado_sqlite_run (stmt, error))
    return FALSE;
  if (mado_sqlite_changes (self->db) > 0)
    return TRUE;
  self->drop_old = FALSE;
  return mado_sqlite_store_set_state_in (self, "drop-old", 0, error);
}

gboolean
mado_sqlite_store_rebuild_slice (MadoSqliteStore *self)
{
  g_autoptr (GError) error = NULL;

  if (self->project == NULL || (self->new_gen == 0 && !self->drop_old))
    return FALSE;
  if (self->new_gen != 0 ? rebuild_step (self, &error) : drop_old_rows (self, &error))
    return TRUE;
  mado_sqlite_store_forget_caches (self);
  mado_sqlite_store_note_error (self, error);
  mado_store_note_rebuilt (MADO_STORE (self), error);
  return FALSE;
}

static gboolean
mado_sqlite_store_rebuild (MadoStore  *store,
                           GError    **error)
{
  g_return_val_if_fail (MADO_SQLITE_STORE (store)->project != NULL, FALSE);
  return mado_sqlite_store_start_rebuild (MADO_SQLITE_STORE (store), error);
}

void
mado_sqlite_store_init_rebuild (MadoStoreClass *klass)
{
  klass->rebuild = mado_sqlite_store_rebuild;
}
