/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <glib/gi18n-lib.h>

/* Records of kinds that everybody reads. */

static gboolean
may_read_kind (MadoSqliteStore  *self,
               const char       *kind,
               GError          **error)
{
  MadoRecordInfo any = { 0 };

  g_strlcpy (any.kind, kind, sizeof any.kind);
  if (!mado_policy_kind_is_open (kind))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DENIED, _("Records of this kind are opened one by one."));
      return FALSE;
    }
  return mado_sqlite_store_ask_policy (self, MADO_VERB_READ, &any, "shared", FALSE, NULL, error);
}

static GArray *
mado_sqlite_store_list_kind (MadoStore   *store,
                             const char  *kind,
                             GError     **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (MadoId));
  g_auto (MadoSqliteStep) stmt = NULL;
  gboolean row;

  if (!may_read_kind (self, kind, error))
    return NULL;
  stmt = mado_sqlite_prepare (self->db, "SELECT id FROM records WHERE kind=? AND purged=0 ORDER BY no", error);
  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_text (stmt, 1, kind);
  for (;;)
    {
      MadoId id;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      mado_sqlite_get_id (stmt, 0, &id);
      g_array_append_val (ids, id);
    }
}

/* FALSE with error; a record that is not here adds nothing. */
static gboolean
add_record (MadoSqliteStore  *self,
            const MadoId     *id,
            GPtrArray        *records,
            GError          **error)
{
  MadoRecordInfo info;
  MadoRecord *record;

  if (!mado_sqlite_store_find_record (self, id, &info, error))
    return FALSE;
  if (info.no == 0 || info.purged || *info.kind == '\0')
    return TRUE;
  if (!may_read_kind (self, info.kind, error))
    return FALSE;
  record = mado_sqlite_store_fold (self, &info, FALSE, NULL, NULL, error);
  if (record == NULL)
    return FALSE;
  if (*mado_record_get_sections (record) != NULL)
    g_ptr_array_add (records, mado_sqlite_store_steal_fold (self, info.no));
  return TRUE;
}

static GPtrArray *
mado_sqlite_store_load_many (MadoStore     *store,
                             const MadoId  *ids,
                             guint          n_ids,
                             GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_ids; i++)
    if (!add_record (self, &ids[i], records, error))
      return NULL;
  return g_steal_pointer (&records);
}

static gboolean
keep_commit (MadoCommit  *commit,
             gint64       lseq,
             gpointer     data,
             GError     **error)
{
  g_ptr_array_add (data, mado_commit_ref (commit));
  return TRUE;
}

static GPtrArray *
mado_sqlite_store_history (MadoStore     *store,
                           const MadoId  *id,
                           GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GPtrArray) commits = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_commit_unref);
  MadoRecordInfo info;

  if (!mado_sqlite_store_find_record (self, id, &info, error))
    return NULL;
  if (info.no == 0 || info.purged)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("This record is not here."));
      return NULL;
    }
  if (!may_read_kind (self, info.kind, error) ||
      !mado_sqlite_store_each_commit (self, &info, 0, NULL, keep_commit, commits, error))
    return NULL;
  return g_steal_pointer (&commits);
}

void
mado_sqlite_store_init_kinds (MadoStoreClass *klass)
{
  klass->list_kind = mado_sqlite_store_list_kind;
  klass->load_many = mado_sqlite_store_load_many;
  klass->history = mado_sqlite_store_history;
}
