/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Opening records: up to date, as far as the person may see, and recorded. */

static void
mado_sqlite_store_set_person (MadoStore         *store,
                              const char        *staff,
                              MadoRole           role,
                              const MadoId      *ticket,
                              const char *const *scopes)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  const char *own[] = { self->identity->scope, NULL };

  g_free (self->person.staff);
  g_strfreev (self->person.scopes);
  g_hash_table_remove_all (self->person.broken);
  self->person.staff = g_strdup (staff);
  self->person.role = self->person.open_role = role;
  self->person.ticket = *ticket;
  self->person.scopes = g_strdupv ((char **) (scopes != NULL ? scopes : own));
}

static void
mado_sqlite_store_set_open_role (MadoStore *store,
                                 MadoRole   role)
{
  MADO_SQLITE_STORE (store)->person.open_role = role;
}

/* The list shows what this device's scope has. */
gboolean
mado_sqlite_store_may_list (MadoSqliteStore  *self,
                            GError          **error)
{
  MadoRecordInfo any = { 0, { { 0 } }, "case", FALSE };

  return mado_sqlite_store_ask_policy (self, MADO_VERB_READ, &any, "shared", TRUE,
                                       (const char *const[]) { self->identity->scope, NULL }, error);
}

/* --- recorded reads --------------------------------------------------------------*/

/* Written in the background right after, so that nobody waits for it. */
void
mado_sqlite_store_record_read (MadoSqliteStore *self,
                               const MadoId    *record,
                               const char      *purpose,
                               const char      *reason)
{
  MadoRead *entry = g_new0 (MadoRead, 1);

  entry->record = *record;
  entry->section = g_strdup ("");
  entry->staff = g_strdup (self->person.staff != NULL ? self->person.staff : "");
  entry->purpose = g_strdup (purpose);
  entry->reason = g_strdup (reason != NULL ? reason : "");
  entry->at = mado_clock_now_ms (self->clock);
  g_ptr_array_add (self->pending_reads, entry);
  mado_store_wake_background (MADO_STORE (self));
}

static gboolean
put_read_in (MadoSqliteStore  *self,
             const MadoRead   *entry,
             GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO reads (record, section, staff, purpose, reason, at)"
                                              " VALUES (?, ?, ?, ?, ?, ?)", error);
  g_autoptr (GBytes) reason = NULL;

  if (stmt == NULL)
    return FALSE;
  /* A reason is free text and may name somebody. */
  reason = mado_sqlite_store_seal (self, MADO_LOCAL_READ, NULL, 0, entry->reason, strlen (entry->reason));
  mado_sqlite_bind_id (stmt, 1, &entry->record);
  mado_sqlite_bind_text (stmt, 2, entry->section);
  mado_sqlite_bind_text (stmt, 3, entry->staff);
  mado_sqlite_bind_text (stmt, 4, entry->purpose);
  mado_sqlite_bind_bytes (stmt, 5, reason);
  mado_sqlite_bind_int (stmt, 6, entry->at);
  return mado_sqlite_run (stmt, error);
}

gboolean
mado_sqlite_store_flush_reads (MadoSqliteStore  *self,
                               GError          **error)
{
  g_autoptr (MadoSqliteTransaction) guard = NULL;

  if (self->pending_reads->len == 0)
    return TRUE;
  guard = mado_sqlite_begin (self->db, error);
  if (guard == NULL)
    return FALSE;
  for (guint i = 0; i < self->pending_reads->len; i++)
    if (!put_read_in (self, self->pending_reads->pdata[i], error))
      return FALSE;
  if (!mado_sqlite_store_commit (self, g_steal_pointer (&guard), error))
    return FALSE;
  g_ptr_array_set_size (self->pending_reads, 0);
  return TRUE;
}

static char *
take_reason (MadoSqliteStore *self,
             MadoSqliteStmt  *stmt,
             int              column)
{
  gsize length;
  const void *sealed = mado_sqlite_get_blob (stmt, column, &length);
  g_autoptr (GBytes) plain = mado_sqlite_store_unseal (self, MADO_LOCAL_READ, NULL, 0, sealed, length, NULL);

  return plain != NULL ? g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain)) : g_strdup ("");
}

static GPtrArray *
mado_sqlite_store_list_reads (MadoStore  *store,
                              guint       limit,
                              GError    **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GPtrArray) reads = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_read_free);
  g_auto (MadoSqliteStep) stmt = NULL;
  gboolean row;

  if (!mado_sqlite_store_flush_reads (self, error))
    return NULL;
  stmt = mado_sqlite_prepare (self->db, "SELECT n, record, section, staff, purpose, reason, at FROM reads"
                              " ORDER BY n LIMIT ?", error);
  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, limit > 0 ? (gint64) limit : -1);
  for (;;)
    {
      MadoRead *entry;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&reads);
      entry = g_new0 (MadoRead, 1);
      entry->n = (guint64) mado_sqlite_get_int (stmt, 0);
      mado_sqlite_get_id (stmt, 1, &entry->record);
      entry->section = g_strdup (mado_sqlite_get_text (stmt, 2));
      entry->staff = g_strdup (mado_sqlite_get_text (stmt, 3));
      entry->purpose = g_strdup (mado_sqlite_get_text (stmt, 4));
      entry->reason = take_reason (self, stmt, 5);
      entry->at = mado_sqlite_get_int (stmt, 6);
      g_ptr_array_add (reads, entry);
    }
}

static gboolean
mado_sqlite_store_reads_taken (MadoStore  *store,
                               guint64     up_to,
                               GError    **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "DELETE FROM reads WHERE n<=?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, (gint64) up_to);
  return mado_sqlite_run (stmt, error);
}

/* --- loading ---------------------------------------------------------------------*/

/* A person shut somebody out of this section, and nothing that it shows is of
 * the one who asks: who made it so, or writes in it, goes on with his work. */
static gboolean
is_guarded (MadoSqliteStore *self,
            MadoRecord      *record,
            const char      *section)
{
  g_autoptr (GPtrArray) all = mado_record_list (record, "");
  gboolean shut = FALSE;

  for (guint i = 0; i < all->len; i++)
    {
      const MadoRegister *reg = all->pdata[i];

      if (!g_str_equal (reg->section, section))
        continue;
      for (guint k = 0; k < reg->values->len; k++)
        {
          const MadoRegisterValue *value = reg->values->pdata[k];

          if (g_strcmp0 (value->actor, self->person.staff) == 0)
            return FALSE;
          shut |= g_str_has_prefix (reg->path, "route/") && g_variant_is_of_type (value->value, G_VARIANT_TYPE_BOOLEAN) &&
                  !g_variant_get_boolean (value->value);
        }
    }
  return shut;
}

/* The sections that this person may read. NULL with error: none, or a fault. */
static char **
readable_sections (MadoSqliteStore       *self,
                   const MadoRecordInfo  *info,
                   MadoRecord            *record,
                   gboolean              *all,
                   GError               **error)
{
  const char *const *sections = mado_record_get_sections (record);
  g_autoptr (GStrvBuilder) readable = g_strv_builder_new ();
  GError *refusal = NULL;
  guint n = 0;

  *all = TRUE;
  for (guint i = 0; sections[i] != NULL; i++)
    {
      g_clear_error (&refusal);
      if (mado_sqlite_store_ask_read (self, info, sections[i], is_guarded (self, record, sections[i]), &refusal))
        {
          g_strv_builder_add (readable, sections[i]);
          n++;
        }
      else if (g_error_matches (refusal, MADO_ERROR, MADO_ERROR_DENIED))
        *all = FALSE;
      else
        break;
    }
  if (refusal != NULL && (n == 0 || !g_error_matches (refusal, MADO_ERROR, MADO_ERROR_DENIED)))
    {
      g_propagate_error (error, refusal);
      return NULL;
    }
  g_clear_error (&refusal);
  return g_strv_builder_end (readable);
}

/* What the file holds of this record is brought up to date on the way; that
 * it cannot be written now (disk full) does not keep anybody from reading. */
static void
save_stale (MadoSqliteStore      *self,
            const MadoRecordInfo *info)
{
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, NULL);

  if (guard == NULL)
    return;
  if (mado_sqlite_store_project_in (self, info, FALSE, NULL))
    mado_sqlite_store_commit (self, g_steal_pointer (&guard), NULL);
  else
    mado_sqlite_store_forget_caches (self);
}

static gboolean
wants_refold (MadoSqliteStore  *self,
              gint64            no,
              gboolean         *refold,
              GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT refold FROM backlog WHERE record=?", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, no);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  *refold = row && mado_sqlite_get_int (stmt, 0) != 0;
  mado_sqlite_reset (stmt);
  return TRUE;
}

static MadoRecord *
load_for_person (MadoSqliteStore       *self,
                 const MadoRecordInfo  *info,
                 MadoRecord            *record,
                 GError               **error)
{
  gboolean all;
  g_auto (GStrv) sections = readable_sections (self, info, record, &all, error);

  if (sections == NULL)
    return NULL;
  return all ? mado_record_copy (record)
             : mado_sqlite_store_fold_part (self, info, (const char *const *) sections, error);
}

static MadoRecord *
load_record (MadoSqliteStore  *self,
             const MadoId     *id,
             MadoRecordInfo   *info,
             GError          **error)
{
  gboolean refold;
  gboolean stale;
  MadoRecord *record;
  MadoRecord *loaded;

  if (!mado_sqlite_store_find_record (self, id, info, error))
    return NULL;
  if (info->purged)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_PURGED, _("This record was destroyed when its time was over."));
      return NULL;
    }
  if (info->no == 0 || *info->kind == '\0')
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("This record is not here."));
      return NULL;
    }
  if (!wants_refold (self, info->no, &refold, error))
    return NULL;
  record = mado_sqlite_store_fold (self, info, refold, NULL, &stale, error);
  if (record == NULL)
    return NULL;
  if (*mado_record_get_sections (record) == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("This record is not here."));
      return NULL;
    }
  loaded = load_for_person (self, info, record, error);
  if (stale || refold)
    save_stale (self, info);
  return loaded;
}

static MadoRecord *
mado_sqlite_store_load (MadoStore     *store,
                        const MadoId  *id,
                        GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  GError *fault = NULL;
  MadoRecordInfo info;
  MadoRecord *record = load_record (self, id, &info, &fault);

  if (record != NULL)
    mado_sqlite_store_record_read (self, id, "open", NULL);
  else if (g_error_matches (fault, MADO_ERROR, MADO_ERROR_DENIED))
    mado_sqlite_store_record_read (self, id, "denied", NULL);
  if (fault != NULL)
    {
      mado_sqlite_store_note_error (self, fault);
      g_propagate_error (error, fault);
    }
  return record;
}

static gboolean
mado_sqlite_store_break_glass (MadoStore     *store,
                               const MadoId  *id,
                               const char    *reason,
                               GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  MadoRecordInfo info;

  if (reason == NULL || *reason == '\0')
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("Please give a reason for opening this record."));
      return FALSE;
    }
  if (!mado_sqlite_store_find_record (self, id, &info, error))
    return FALSE;
  if (info.no == 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("This record is not here."));
      return FALSE;
    }
  if (!mado_sqlite_store_ask_policy (self, MADO_VERB_BREAK_GLASS, &info, "", FALSE, NULL, error))
    return FALSE;
  /* Recorded before anything is seen. */
  mado_sqlite_store_record_read (self, id, "glass", reason);
  if (!mado_sqlite_store_flush_reads (self, error))
    return FALSE;
  g_hash_table_add (self->person.broken, mado_id_copy (id));
  return TRUE;
}

void
mado_sqlite_store_init_read (MadoStoreClass *klass)
{
  klass->set_person = mado_sqlite_store_set_person;
  klass->set_open_role = mado_sqlite_store_set_open_role;
  klass->list_reads = mado_sqlite_store_list_reads;
  klass->reads_taken = mado_sqlite_store_reads_taken;
  klass->load = mado_sqlite_store_load;
  klass->break_glass = mado_sqlite_store_break_glass;
}
