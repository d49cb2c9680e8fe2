/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <sqlite3.h>

/*
 * Letting go of data. Leaving a scope erases what others wrote and the keys;
 * own commits stay, sealed, for as long as a server may have to be given them
 * again. A purge destroys all keys of a record; ids and deps stay as a stub.
 * secure_delete overwrites in the file; scrubbing empties the WAL, in which
 * the old pages would lie on.
 */

static gboolean
run_on_section (MadoSqliteStore  *self,
                const char       *sql,
                gint64            record,
                const char       *section,
                GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, sql, error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, record);
  if (section != NULL)
    mado_sqlite_bind_text (stmt, 2, section);
  return mado_sqlite_run (stmt, error);
}

static gboolean
forget_others_in (MadoSqliteStore  *self,
                  gint64            record,
                  const char       *section,
                  GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "DELETE FROM commits WHERE record=?1 AND section=?2 AND device<>?3", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, record);
  mado_sqlite_bind_text (stmt, 2, section);
  mado_sqlite_bind_id (stmt, 3, &self->identity->device);
  return mado_sqlite_run (stmt, error);
}

/* A key that the server does not have yet goes only when it is handed in: its
 * own unsent commits would be lost with it. */
static gboolean
forget_keys_in (MadoSqliteStore  *self,
                gint64            record,
                const char       *section,
                GError          **error)
{
  g_hash_table_remove_all (self->key_ring);
  return run_on_section (self, "DELETE FROM keys WHERE record=?1 AND section=?2 AND NOT unsent", record, section, error) &&
         run_on_section (self, "UPDATE keys SET dropped=1 WHERE record=?1 AND section=?2", record, section, error);
}

gboolean
mado_sqlite_store_forget_in (MadoSqliteStore  *self,
                             const MadoId     *id,
                             const char       *section,
                             GError          **error)
{
  MadoRecordInfo info;

  if (!mado_sqlite_store_find_record (self, id, &info, error))
    return FALSE;
  if (info.no == 0 || info.purged)
    return TRUE;
  if (!run_on_section (self, "INSERT OR IGNORE INTO left_sections (record, section) VALUES (?1, ?2)", info.no, section, error) ||
      !forget_others_in (self, info.no, section, error) ||
      !forget_keys_in (self, info.no, section, error) ||
      !run_on_section (self, "DELETE FROM bases WHERE record=?1 AND section=?2", info.no, section, error) ||
      !run_on_section (self, "DELETE FROM routes WHERE record=?1 AND section=?2", info.no, section, error) ||
      !run_on_section (self, "DELETE FROM blobs WHERE record=?1 AND section=?2 AND NOT unsent", info.no, section, error) ||
      !mado_sqlite_store_erase_fold_in (self, info.no, error))
    return FALSE;
  /* Rows and search text go with the section at once, not in the background. */
  return mado_sqlite_store_project_in (self, &info, TRUE, error);
}

gboolean
mado_sqlite_store_purge_in (MadoSqliteStore  *self,
                            const MadoId     *id,
                            GError          **error)
{
  MadoRecordInfo info;

  /* A purge may come before the record itself. */
  if (!mado_sqlite_store_need_record_in (self, id, "", &info, error))
    return FALSE;
  g_hash_table_remove_all (self->key_ring);
  info.purged = TRUE;
  return run_on_section (self, "UPDATE records SET purged=1 WHERE no=?1", info.no, NULL, error) &&
         run_on_section (self, "DELETE FROM keys WHERE record=?1", info.no, NULL, error) &&
         run_on_section (self, "DELETE FROM bases WHERE record=?1", info.no, NULL, error) &&
         run_on_section (self, "DELETE FROM blobs WHERE record=?1", info.no, NULL, error) &&
         run_on_section (self, "DELETE FROM outbox WHERE lseq IN (SELECT lseq FROM commits WHERE record=?1)", info.no, NULL, error) &&
         run_on_section (self, "DELETE FROM rows WHERE record=?1", info.no, NULL, error) &&
         run_on_section (self, "DELETE FROM backlog WHERE record=?1", info.no, NULL, error) &&
         mado_sqlite_store_clear_drafts_in (self, id, error) &&
         mado_sqlite_store_erase_fold_in (self, info.no, error) &&
         (mado_sqlite_store_arena_put (self, info.no, 0, NULL), TRUE);
}

void
mado_sqlite_store_scrub (MadoSqliteStore *self)
{
  sqlite3_wal_checkpoint_v2 (mado_sqlite_get_handle (self->db), NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

typedef gboolean (*EraseFunc) (MadoSqliteStore *self, const MadoId *record, const char *section, GError **error);

static gboolean
purge_section_in (MadoSqliteStore  *self,
                  const MadoId     *record,
                  const char       *section,
                  GError          **error)
{
  return mado_sqlite_store_purge_in (self, record, error);
}

static gboolean
erase (MadoStore     *store,
       const MadoId  *record,
       const char    *section,
       EraseFunc      func,
       GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, error);

  if (guard == NULL)
    return FALSE;
  if (!func (self, record, section, error))
    {
      g_clear_pointer (&guard, mado_sqlite_rollback);
      mado_sqlite_store_forget_caches (self);
      return FALSE;
    }
  if (!mado_sqlite_store_commit (self, g_steal_pointer (&guard), error))
    return FALSE;
  mado_sqlite_store_scrub (self);
  mado_store_note_changed (store, record, TRUE);
  return mado_sqlite_store_count_unsent (self, error);
}

static gboolean
mado_sqlite_store_forget (MadoStore     *store,
                          const MadoId  *record,
                          const char    *section,
                          GError       **error)
{
  return erase (store, record, section, mado_sqlite_store_forget_in, error);
}

static gboolean
mado_sqlite_store_purge (MadoStore     *store,
                         const MadoId  *record,
                         GError       **error)
{
  return erase (store, record, NULL, purge_section_in, error);
}

void
mado_sqlite_store_init_erase (MadoStoreClass *klass)
{
  klass->forget = mado_sqlite_store_forget;
  klass->purge = mado_sqlite_store_purge;
}
