/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Writing. All that waits is written in one transaction with one sync; a
 * savepoint around each keeps a refused one from touching the others.
 */

typedef struct
{
  MadoSqliteStore *self;
  MadoWrite       *write;
  MadoRecordInfo   info;
  MadoRecord      *record; /* the cached fold */
  gint64           lseq;
  gboolean         needs_fold; /* the fold could not take a commit at once */
  GPtrArray       *commits;
} Writing;

static gboolean
sort_deps_and_copy (const MadoSectionEdit *edit,
                    GArray               **deps)
{
  *deps = g_array_sized_new (FALSE, FALSE, sizeof (MadoId), MAX (edit->n_deps, 1));
  g_array_append_vals (*deps, edit->deps, edit->n_deps);
  g_array_sort (*deps, mado_id_compare);
  for (guint i = 1; i < (*deps)->len;)
    if (mado_id_equal (&g_array_index (*deps, MadoId, i - 1), &g_array_index (*deps, MadoId, i)))
      g_array_remove_index (*deps, i);
    else
      i++;
  return TRUE;
}

/* The first commit of a section always routes it to its author's scope. */
static GPtrArray *
complete_changes (Writing               *w,
                  const MadoSectionEdit *edit,
                  gboolean               is_new)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  g_autofree char *own_route = g_strconcat ("route/", w->self->identity->scope, NULL);
  gboolean routed = !is_new;

  for (guint i = 0; i < edit->changes->len; i++)
    {
      const MadoChange *change = edit->changes->pdata[i];

      routed = routed || g_str_equal (change->path, own_route);
      g_ptr_array_add (changes, mado_change_copy (change));
    }
  if (!routed)
    {
      g_autoptr (GVariant) yes = mado_value_bool (TRUE);

      g_ptr_array_add (changes, mado_change_new (own_route, yes, MADO_SOURCE_PROGRAM, FALSE));
    }
  return changes;
}

static gboolean
has_sealed (GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    if (((MadoChange *) changes->pdata[i])->sealed)
      return TRUE;
  return FALSE;
}

static char **
routes_of (GPtrArray *changes)
{
  g_autoptr (GStrvBuilder) routes = g_strv_builder_new ();

  for (guint i = 0; i < changes->len; i++)
    {
      const MadoChange *change = changes->pdata[i];

      if (g_str_has_prefix (change->path, "route/") && g_variant_is_of_type (change->value, G_VARIANT_TYPE_BOOLEAN) &&
          g_variant_get_boolean (change->value))
        g_strv_builder_add (routes, change->path + strlen ("route/"));
    }
  return g_strv_builder_end (routes);
}

static gboolean
changes_a_route (GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    if (g_str_has_prefix (((MadoChange *) changes->pdata[i])->path, "route/"))
      return TRUE;
  return FALSE;
}

static gboolean
section_is_new (MadoRecord *record,
                const char *section)
{
  return !g_strv_contains (mado_record_get_sections (record), section);
}

static gboolean
may_write (Writing     *w,
           const char  *section,
           gboolean     is_new,
           GPtrArray   *changes,
           GError     **error)
{
  g_auto (GStrv) routes = is_new ? routes_of (changes) : NULL;

  if (!mado_sqlite_store_ask_policy (w->self, MADO_VERB_WRITE, &w->info, section, is_new,
                                     (const char *const *) routes, error))
    return FALSE;
  return is_new || !changes_a_route (changes) ||
         mado_sqlite_store_ask_policy (w->self, MADO_VERB_ROUTE, &w->info, section, FALSE, NULL, error);
}

static MadoCommit *
sign_section (Writing                *w,
              const MadoSectionEdit  *edit,
              GPtrArray              *changes,
              GError                **error)
{
  MadoSqliteStore *self = w->self;
  g_autoptr (GArray) deps = NULL;
  MadoCommitDraft draft = { 0 };

  if (has_sealed (changes))
    {
      const MadoDataKey *key = mado_sqlite_store_take_key_in (self, &w->info, edit->section, error);

      if (key == NULL)
        return NULL;
      draft.key_id = key->id;
      draft.key = key->key;
    }
  sort_deps_and_copy (edit, &deps);
  draft.city = self->identity->city;
  mado_id_generate (&draft.id, self->clock, self->random);
  draft.device = self->identity->device;
  draft.n = self->counter + 1;
  draft.actor = self->person.staff;
  draft.ticket = self->person.ticket;
  draft.clock = mado_clock_tick (self->clock);
  draft.wall = mado_clock_wall_ms (self->clock);
  draft.kind = w->write->edit->kind;
  draft.record = w->info.id;
  draft.section = edit->section;
  draft.deps = (const MadoId *) (gpointer) deps->data;
  draft.n_deps = deps->len;
  draft.purpose = w->write->edit->purpose;
  draft.changes = changes;
  return mado_commit_sign (&draft, self->device_key, self->random, error);
}

static gboolean
put_outbox_in (MadoSqliteStore  *self,
               gint64            lseq,
               GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT OR IGNORE INTO outbox (lseq) VALUES (?)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, lseq);
  return mado_sqlite_run (stmt, error);
}

static gboolean
write_section_in (Writing                *w,
                  const MadoSectionEdit  *edit,
                  GError                **error)
{
  gboolean is_new = section_is_new (w->record, edit->section);
  g_autoptr (GPtrArray) changes = complete_changes (w, edit, is_new);
  g_autoptr (MadoCommit) commit = NULL;
  MadoPut put;

  if (!may_write (w, edit->section, is_new, changes, error))
    return FALSE;
  commit = sign_section (w, edit, changes, error);
  if (commit == NULL ||
      !mado_sqlite_store_put_commit_in (w->self, &w->info, commit, 0, 0, &put, &w->lseq, error) ||
      !put_outbox_in (w->self, w->lseq, error))
    return FALSE;
  w->self->counter++;
  if (!w->needs_fold && !mado_record_apply (w->record, commit, error))
    return FALSE;
  w->needs_fold = w->needs_fold || mado_record_needs_history (w->record);
  g_ptr_array_add (w->commits, g_steal_pointer (&commit));
  return TRUE;
}

static gboolean
clear_covered_drafts_in (Writing  *w,
                         GError  **error)
{
  MadoEdit *edit = w->write->edit;

  for (guint i = 0; edit->clear_drafts && i < edit->sections->len; i++)
    {
      const MadoSectionEdit *section = edit->sections->pdata[i];

      for (guint j = 0; j < section->changes->len; j++)
        if (!mado_sqlite_store_clear_draft_in (w->self, &w->info.id, ((MadoChange *) section->changes->pdata[j])->path, error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
open_record_in (Writing  *w,
                GError  **error)
{
  MadoEdit *edit = w->write->edit;

  if (mado_edit_is_empty (edit))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("There is nothing to save."));
      return FALSE;
    }
  if (!mado_sqlite_store_need_record_in (w->self, &edit->record, edit->kind, &w->info, error))
    return FALSE;
  if (w->info.purged)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_PURGED,
                           _("This record was destroyed when its time was over; nothing can be added to it."));
      return FALSE;
    }
  w->record = mado_sqlite_store_fold (w->self, &w->info, FALSE, NULL, NULL, error);
  return w->record != NULL;
}

static gboolean
write_edit_in (MadoSqliteStore  *self,
               MadoWrite        *write,
               GError          **error)
{
  g_autoptr (GPtrArray) commits = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_commit_unref);
  Writing w = { self, write };

  w.commits = commits;
  if (!open_record_in (&w, error))
    return FALSE;
  for (guint i = 0; i < write->edit->sections->len; i++)
    if (!write_section_in (&w, write->edit->sections->pdata[i], error))
      return FALSE;
  if (!w.needs_fold)
    mado_sqlite_store_fold_moved (self, w.info.no, w.lseq);
  if (!mado_sqlite_store_project_in (self, &w.info, w.needs_fold, error) ||
      !clear_covered_drafts_in (&w, error))
    return FALSE;
  write->commits = g_steal_pointer (&commits);
  return TRUE;
}

/* --- one of several ----------------------------------------------------------------*/

static gboolean
write_in (MadoSqliteStore  *self,
          MadoWrite        *write,
          GError          **error)
{
  switch (write->type)
    {
    case MADO_WRITE_EDIT:
      return write_edit_in (self, write, error);
    case MADO_WRITE_DRAFT:
      return mado_sqlite_store_put_draft_in (self, write, error);
    case MADO_WRITE_CLEAR_DRAFTS:
      return mado_sqlite_store_clear_drafts_in (self, &write->record, error);
    }
  g_return_val_if_reached (FALSE);
}

static gboolean
run_sql (MadoSqliteStore *self,
         const char      *sql,
         GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, sql, error);

  return stmt != NULL && mado_sqlite_run (stmt, error);
}

/* FALSE: the transaction itself is lost. */
static gboolean
write_guarded_in (MadoSqliteStore *self,
                  MadoWrite       *write)
{
  guint64 counter = self->counter;
  guint mark = mado_sqlite_store_arena_mark (self);
  MadoRecordInfo info;

  if (!run_sql (self, "SAVEPOINT one", &write->error))
    return FALSE;
  if (write_in (self, write, &write->error))
    return run_sql (self, "RELEASE one", &write->error);
  /* The fold, the keys and the counter go back with the savepoint. */
  self->counter = counter;
  mado_sqlite_store_arena_back_to (self, mark);
  g_hash_table_remove_all (self->key_ring);
  if (mado_sqlite_store_find_record (self, &write->record, &info, NULL) && info.no != 0)
    mado_sqlite_store_drop_fold (self, info.no);
  mado_sqlite_store_note_error (self, write->error);
  return run_sql (self, "ROLLBACK TO one", NULL) && run_sql (self, "RELEASE one", NULL);
}

static void
fail_all (MadoSqliteStore *self,
          GPtrArray       *writes,
          GError          *fault)
{
  for (guint i = 0; i < writes->len; i++)
    {
      MadoWrite *write = writes->pdata[i];

      g_clear_pointer (&write->commits, g_ptr_array_unref);
      if (write->error == NULL)
        write->error = g_error_copy (fault);
    }
  mado_sqlite_store_note_error (self, fault);
  g_error_free (fault);
}

static GError *
write_batch (MadoSqliteStore *self,
             GPtrArray       *writes)
{
  GError *fault = NULL;
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, &fault);

  if (guard == NULL)
    return fault;
  for (guint i = 0; i < writes->len; i++)
    {
      MadoWrite *write = writes->pdata[i];

      if (!write_guarded_in (self, write))
        {
          fault = g_error_copy (write->error);
          g_clear_pointer (&guard, mado_sqlite_rollback);
          mado_sqlite_store_forget_caches (self);
          return fault;
        }
    }
  mado_sqlite_store_commit (self, g_steal_pointer (&guard), &fault);
  return fault;
}

static void
announce (MadoSqliteStore *self,
          GPtrArray       *writes)
{
  gint64 unsent = self->n_unsent;

  for (guint i = 0; i < writes->len; i++)
    {
      MadoWrite *write = writes->pdata[i];

      if (write->error != NULL || write->commits == NULL)
        continue;
      unsent += write->commits->len;
      mado_store_note_changed (MADO_STORE (self), &write->record, FALSE);
    }
  self->n_unsent = unsent;
  mado_store_note_unsent (MADO_STORE (self), (guint) unsent);
}

static void
mado_sqlite_store_write_many (MadoStore *store,
                              GPtrArray *writes)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  GError *fault = write_batch (self, writes);

  if (fault != NULL)
    fail_all (self, writes, fault);
  else
    announce (self, writes);
  mado_store_wake_background (store);
}

/* --- all or none -------------------------------------------------------------------*/

static gboolean
write_all_in (MadoSqliteStore  *self,
              GPtrArray        *writes,
              GError          **error)
{
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, error);

  if (guard == NULL)
    return FALSE;
  for (guint i = 0; i < writes->len; i++)
    if (!write_in (self, writes->pdata[i], error))
      return FALSE;
  return mado_sqlite_store_commit (self, g_steal_pointer (&guard), error);
}

static gboolean
mado_sqlite_store_write_all (MadoStore  *store,
                             GPtrArray  *writes,
                             GError    **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  GError *fault = NULL;

  if (write_all_in (self, writes, &fault))
    {
      announce (self, writes);
      mado_store_wake_background (store);
      return TRUE;
    }
  mado_sqlite_store_forget_caches (self);
  mado_sqlite_store_note_error (self, fault);
  g_propagate_error (error, fault);
  return FALSE;
}

void
mado_sqlite_store_init_write (MadoStoreClass *klass)
{
  klass->write_all = mado_sqlite_store_write_all;
  klass->write_many = mado_sqlite_store_write_many;
}
