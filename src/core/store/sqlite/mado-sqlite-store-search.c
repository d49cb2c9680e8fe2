/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-text.h"
#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <glib/gi18n-lib.h>

/* Search: the arena in memory, and its following of what is durable. */

#define WARM_SLICE 2000

typedef struct
{
  gint64 record;
  gint64 changed;
  char  *folded;
} ArenaChange;

static void
arena_change_free (gpointer data)
{
  ArenaChange *change = data;

  g_free (change->folded);
  g_free (change);
}

void
mado_sqlite_store_arena_put (MadoSqliteStore *self,
                             gint64           record,
                             gint64           changed,
                             const char      *folded)
{
  ArenaChange *change;

  if (self->arena == NULL)
    return;
  change = g_new0 (ArenaChange, 1);
  change->record = record;
  change->changed = changed;
  change->folded = g_strdup (folded);
  if (self->arena_later == NULL)
    self->arena_later = g_ptr_array_new_with_free_func (arena_change_free);
  g_ptr_array_add (self->arena_later, change);
}

void
mado_sqlite_store_arena_commit (MadoSqliteStore *self)
{
  for (guint i = 0; self->arena != NULL && self->arena_later != NULL && i < self->arena_later->len; i++)
    {
      const ArenaChange *change = self->arena_later->pdata[i];

      mado_search_arena_put (self->arena, change->record, change->changed, change->folded);
    }
  mado_sqlite_store_arena_rollback (self);
}

void
mado_sqlite_store_arena_rollback (MadoSqliteStore *self)
{
  if (self->arena_later != NULL)
    g_ptr_array_set_size (self->arena_later, 0);
}

/* Part of a transaction that is taken back to a savepoint. */
guint
mado_sqlite_store_arena_mark (MadoSqliteStore *self)
{
  return self->arena_later != NULL ? self->arena_later->len : 0;
}

void
mado_sqlite_store_arena_back_to (MadoSqliteStore *self,
                                 guint            mark)
{
  if (self->arena_later != NULL && self->arena_later->len > mark)
    g_ptr_array_set_size (self->arena_later, (int) mark);
}

/* --- building --------------------------------------------------------------------*/

static gboolean
warm_row (MadoSqliteStore *self,
          MadoSqliteStmt  *stmt)
{
  gint64 record = mado_sqlite_get_int (stmt, 1);
  gsize length;
  const void *sealed = mado_sqlite_get_blob (stmt, 3, &length);
  g_autoptr (GBytes) plain = mado_sqlite_store_unseal (self, MADO_LOCAL_SEARCH, &record, sizeof record, sealed, length, NULL);
  g_autofree char *text = NULL;

  self->arena_no = mado_sqlite_get_int (stmt, 0);
  if (plain == NULL)
    return FALSE;
  text = g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
  mado_search_arena_put (self->arena, record, mado_sqlite_get_int (stmt, 2), text);
  return TRUE;
}

static gboolean
warm_some (MadoSqliteStore  *self,
           GError          **error)
{
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, "SELECT no, record, changed, search FROM rows"
                                                      " WHERE no>? AND gen=? ORDER BY no LIMIT ?", error);
  gboolean row;
  guint n = 0;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->arena_no);
  mado_sqlite_bind_int (stmt, 2, self->gen);
  mado_sqlite_bind_int (stmt, 3, WARM_SLICE);
  for (;; n++)
    {
      if (!mado_sqlite_step (stmt, &row, error))
        return FALSE;
      if (!row)
        break;
      /* A damaged text is found again once its record is projected anew. */
      if (!warm_row (self, stmt))
        {
          g_autoptr (GError) fault = g_error_new_literal (MADO_ERROR, MADO_ERROR_DAMAGED,
                                                          "A search text cannot be opened.");
          mado_sqlite_store_note_error (self, fault);
        }
    }
  self->arena_full = n < WARM_SLICE;
  /* Every row was read once; nobody needs those pages any more. */
  if (self->arena_full)
    mado_sqlite_shrink (self->db);
  return TRUE;
}

gboolean
mado_sqlite_store_warm_slice (MadoSqliteStore *self)
{
  g_autoptr (GError) error = NULL;

  if (self->arena == NULL || self->arena_full)
    return FALSE;
  if (warm_some (self, &error))
    return !self->arena_full;
  mado_sqlite_store_note_error (self, error);
  return FALSE;
}

void
mado_sqlite_store_drop_arena (MadoSqliteStore *self)
{
  mado_sqlite_store_arena_rollback (self);
  g_clear_pointer (&self->arena, mado_search_arena_free);
  self->arena_no = 0;
  self->arena_full = FALSE;
}

static void
mado_sqlite_store_warm (MadoStore *store)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);

  if (self->arena == NULL)
    self->arena = mado_search_arena_new ();
  mado_store_wake_background (store);
}

/* --- asking ----------------------------------------------------------------------*/

static GPtrArray *
mado_sqlite_store_search (MadoStore   *store,
                          const char  *query,
                          guint        limit,
                          GError     **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_case_row_free);
  g_autofree char *key = mado_text_search_key (query);
  g_autoptr (GArray) records = NULL;

  if (!mado_sqlite_store_may_list (self, error))
    return NULL;
  mado_sqlite_store_warm (store);
  while (!self->arena_full)
    if (!warm_some (self, error))
      return NULL;
  records = mado_search_arena_find (self->arena, key, limit);
  for (guint i = 0; i < records->len; i++)
    {
      GError *fault = NULL;
      MadoCaseRow *row = mado_sqlite_store_read_row (self, g_array_index (records, gint64, i), &fault);

      if (fault != NULL && !g_error_matches (fault, MADO_ERROR, MADO_ERROR_DAMAGED))
        {
          g_propagate_error (error, fault);
          return NULL;
        }
      if (fault != NULL)
        mado_sqlite_store_note_error (self, fault);
      g_clear_error (&fault);
      if (row != NULL)
        g_ptr_array_add (rows, row);
    }
  return g_steal_pointer (&rows);
}

void
mado_sqlite_store_init_search (MadoStoreClass *klass)
{
  klass->warm = mado_sqlite_store_warm;
  klass->search = mado_sqlite_store_search;
}
