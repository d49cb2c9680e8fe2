/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-intake.h"
#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * A page of the feed, in its order, with the cursor after it: one transaction.
 * What cannot be trusted is kept in quarantine and nothing behind it waits.
 */

typedef struct
{
  MadoSqliteStore  *self;
  MadoIngestResult *result;
  MadoRecordInfo    last;   /* commits of one record come in rows */
  guint64           clock;  /* highest seen */
  GHashTable       *touched; /* set of record numbers */
  gboolean          erased;
} Page;

static gboolean
find_record_in (Page        *page,
                MadoCommit  *commit,
                GError     **error)
{
  if (page->last.no != 0 && mado_id_equal (&page->last.id, &commit->record) && *page->last.kind != '\0')
    return TRUE;
  return mado_sqlite_store_need_record_in (page->self, &commit->record, commit->kind, &page->last, error);
}

static gboolean
quarantine_in (Page              *page,
               const MadoIntake  *item,
               const char        *reason,
               GError           **error)
{
  MadoSqliteStmt *stmt =
    mado_sqlite_prepare (page->self->db, "INSERT OR IGNORE INTO quarantine (digest, id, device, reason, seq, received, at, bytes)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?)", error);
  static const MadoId null_id;
  guint8 digest[MADO_DIGEST_BYTES];
  gsize length;
  const void *data = g_bytes_get_data (item->in->bytes, &length);

  if (stmt == NULL)
    return FALSE;
  mado_digest (data, length, digest);
  mado_sqlite_bind_blob (stmt, 1, digest, sizeof digest);
  mado_sqlite_bind_id (stmt, 2, item->commit != NULL ? &item->commit->id : &null_id);
  mado_sqlite_bind_id (stmt, 3, item->commit != NULL ? &item->commit->device : &null_id);
  mado_sqlite_bind_text (stmt, 4, reason);
  mado_sqlite_bind_int (stmt, 5, (gint64) item->in->seq);
  mado_sqlite_bind_int (stmt, 6, item->in->received);
  mado_sqlite_bind_int (stmt, 7, mado_clock_now_ms (page->self->clock));
  mado_sqlite_bind_bytes (stmt, 8, item->in->bytes);
  page->result->quarantined++;
  return mado_sqlite_run (stmt, error);
}

/* The server has it: it need not be offered again. */
static gboolean
leave_outbox_in (Page     *page,
                 gint64    lseq,
                 GError  **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (page->self->db, "DELETE FROM outbox WHERE lseq=?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, lseq);
  return mado_sqlite_run (stmt, error);
}

/* A section that had left came in again. */
static gboolean
unleave_in (Page        *page,
            MadoCommit  *commit,
            GError     **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (page->self->db, "DELETE FROM left_sections WHERE record=? AND section=?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, page->last.no);
  mado_sqlite_bind_text (stmt, 2, commit->section);
  if (!mado_sqlite_run (stmt, error))
    return FALSE;
  return mado_sqlite_changes (page->self->db) == 0 ||
         mado_sqlite_store_put_backlog_in (page->self, page->last.no, TRUE, error);
}

static gboolean
touch_in (Page     *page,
          gint64    no,
          GError  **error)
{
  if (!g_hash_table_add (page->touched, g_memdup2 (&no, sizeof no)))
    return TRUE;
  return mado_sqlite_store_put_backlog_in (page->self, no, FALSE, error);
}

static gboolean
store_commit_in (Page              *page,
                 const MadoIntake  *item,
                 GError           **error)
{
  MadoCommit *commit = item->commit;
  MadoPut put;
  gint64 lseq;

  if (!find_record_in (page, commit, error))
    return FALSE;
  if (page->last.purged)
    {
      page->result->duplicate++;
      return TRUE;
    }
  if (!mado_sqlite_store_put_commit_in (page->self, &page->last, commit, item->in->seq, item->in->received,
                                        &put, &lseq, error))
    return FALSE;
  if (put == MADO_PUT_OTHER_BYTES)
    return quarantine_in (page, item, "damaged", error);
  if (item->in->seq > 0 && mado_id_equal (&commit->device, &page->self->identity->device) &&
      !leave_outbox_in (page, lseq, error))
    return FALSE;
  if (item->in->seq > 0 && !unleave_in (page, commit, error))
    return FALSE;
  page->clock = MAX (page->clock, commit->clock);
  if (put == MADO_PUT_DUPLICATE)
    {
      page->result->duplicate++;
      return TRUE;
    }
  page->result->stored++;
  return touch_in (page, page->last.no, error);
}

static gboolean
take_commit_in (Page              *page,
                const MadoIntake  *item,
                GError           **error)
{
  if (item->fault != NULL)
    return quarantine_in (page, item, item->fault, error);
  if (!g_str_equal (item->commit->city, page->self->identity->city))
    return quarantine_in (page, item, "foreign", error);
  return store_commit_in (page, item, error);
}

/* --- what waited for a device ------------------------------------------------------*/

static GPtrArray *
list_waiting (MadoSqliteStore      *self,
              const MadoId         *device,
              const MadoPublicKey  *key,
              GArray               *in,
              GError              **error)
{
  g_autoptr (GPtrArray) commits = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_commit_unref);
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, "SELECT bytes, seq, received FROM quarantine"
                                                      " WHERE device=? AND reason='unknown-device' ORDER BY seq, at", error);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_id (stmt, 1, device);
  for (;;)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (MadoCommit) commit = NULL;
      MadoIncoming incoming = { 0 };

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&commits);
      bytes = mado_sqlite_dup_bytes (stmt, 0);
      commit = mado_commit_parse (bytes, NULL);
      if (commit == NULL || mado_intake_check (commit, key) != NULL)
        continue;
      incoming.bytes = commit->bytes;
      incoming.seq = (guint64) mado_sqlite_get_int (stmt, 1);
      incoming.received = mado_sqlite_get_int (stmt, 2);
      g_array_append_val (in, incoming);
      g_ptr_array_add (commits, g_steal_pointer (&commit));
    }
}

static gboolean
leave_quarantine_in (Page        *page,
                     MadoCommit  *commit,
                     GError     **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (page->self->db, "DELETE FROM quarantine WHERE digest=?", error);
  guint8 digest[MADO_DIGEST_BYTES];
  gsize length;
  const void *data = g_bytes_get_data (commit->bytes, &length);

  if (stmt == NULL)
    return FALSE;
  mado_digest (data, length, digest);
  mado_sqlite_bind_blob (stmt, 1, digest, sizeof digest);
  return mado_sqlite_run (stmt, error);
}

static gboolean
take_device_in (Page                 *page,
                const MadoId         *device,
                const MadoPublicKey  *key,
                const char           *scope,
                GError              **error)
{
  g_autoptr (GArray) in = g_array_new (FALSE, TRUE, sizeof (MadoIncoming));
  g_autoptr (GPtrArray) waiting = NULL;

  if (!mado_sqlite_store_put_device_in (page->self, device, key, scope, error))
    return FALSE;
  waiting = list_waiting (page->self, device, key, in, error);
  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    {
      MadoIntake item = { &g_array_index (in, MadoIncoming, i), waiting->pdata[i], NULL };

      if (!leave_quarantine_in (page, item.commit, error) || !take_commit_in (page, &item, error))
        return FALSE;
    }
  return waiting != NULL;
}

/* --- the page ----------------------------------------------------------------------*/

static gboolean
take_item_in (Page              *page,
              const MadoIntake  *item,
              GError           **error)
{
  const MadoIncoming *in = item->in;

  switch (in->type)
    {
    case MADO_INCOMING_COMMIT:
      return take_commit_in (page, item, error);
    case MADO_INCOMING_KEY:
      return mado_sqlite_store_put_key_in (page->self, &in->key, FALSE, error);
    case MADO_INCOMING_DEVICE:
      return take_device_in (page, &in->id, &in->device_key, in->section, error);
    case MADO_INCOMING_LEFT:
      page->erased = TRUE;
      return mado_sqlite_store_forget_in (page->self, &in->id, in->section, error);
    case MADO_INCOMING_PURGE:
      page->erased = TRUE;
      page->last.no = 0;
      return mado_sqlite_store_purge_in (page->self, &in->id, error);
    }
  return TRUE; /* an entry of a newer server */
}

static gboolean
save_position_in (Page        *page,
                  const char  *epoch,
                  guint64      cursor,
                  GError     **error)
{
  gint64 clock;

  if (!mado_sqlite_store_get_state (page->self, "clock", 0, &clock, error))
    return FALSE;
  if (page->clock > (guint64) clock &&
      !mado_sqlite_store_set_state_in (page->self, "clock", (gint64) page->clock, error))
    return FALSE;
  return epoch == NULL ||
         (mado_sqlite_store_set_text_in (page->self, "epoch", epoch, error) &&
          mado_sqlite_store_set_state_in (page->self, "cursor", (gint64) cursor, error));
}

/* The caller has to say first that it knows: own commits are offered again. */
static gboolean
check_epoch (Page        *page,
             const char  *epoch,
             GError     **error)
{
  g_autofree char *known = epoch != NULL ? mado_sqlite_store_dup_state (page->self, "epoch", error) : g_strdup ("");

  if (known == NULL)
    return FALSE;
  if (*known == '\0' || g_str_equal (known, epoch))
    return TRUE;
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_CONFLICT,
                       _("The server begins a new history; this page belongs to another one."));
  return FALSE;
}

static gboolean
take_page (Page         *page,
           MadoIntake   *items,
           guint         n_items,
           const char   *epoch,
           guint64       cursor,
           GError      **error)
{
  MadoSqliteStore *self = page->self;
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, error);

  if (guard == NULL || !check_epoch (page, epoch, error))
    return FALSE;
  for (guint i = 0; i < n_items; i++)
    if (!take_item_in (page, &items[i], error))
      return FALSE;
  return save_position_in (page, epoch, cursor, error) &&
         mado_sqlite_store_commit (self, g_steal_pointer (&guard), error);
}

static gboolean
finish_page (Page          *page,
             gboolean       taken,
             const GError  *fault)
{
  MadoSqliteStore *self = page->self;

  if (!taken)
    {
      memset (page->result, 0, sizeof *page->result);
      mado_sqlite_store_forget_caches (self);
      mado_sqlite_store_note_error (self, fault);
      return FALSE;
    }
  mado_clock_observe (self->clock, page->clock);
  /* Our own commits may have come back to a journal that had lost them. */
  mado_sqlite_store_read_counter (self, NULL);
  mado_sqlite_store_count_unsent (self, NULL);
  if (page->erased)
    mado_sqlite_store_scrub (self);
  mado_store_wake_background (MADO_STORE (self));
  return TRUE;
}

static gboolean
mado_sqlite_store_ingest (MadoStore         *store,
                          MadoIntake        *items,
                          guint              n_items,
                          const char        *epoch,
                          guint64            cursor,
                          MadoIngestResult  *result,
                          GError           **error)
{
  g_autoptr (GHashTable) touched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Page page = { MADO_SQLITE_STORE (store), result };
  GError *fault = NULL;
  gboolean taken;

  page.touched = touched;
  taken = take_page (&page, items, n_items, epoch, cursor, &fault);
  finish_page (&page, taken, fault);
  if (fault != NULL)
    g_propagate_error (error, fault);
  return taken;
}

/* --- the device directory ------------------------------------------------------------*/

gboolean
mado_sqlite_store_put_device_in (MadoSqliteStore      *self,
                                 const MadoId         *device,
                                 const MadoPublicKey  *key,
                                 const char           *scope,
                                 GError              **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO devices (id, sign, box, scope) VALUES (?, ?, ?, ?)"
                                              " ON CONFLICT (id) DO UPDATE SET sign=excluded.sign, box=excluded.box,"
                                              " scope=excluded.scope", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, device);
  mado_sqlite_bind_blob (stmt, 2, key->sign, sizeof key->sign);
  mado_sqlite_bind_blob (stmt, 3, key->box, sizeof key->box);
  mado_sqlite_bind_text (stmt, 4, scope != NULL ? scope : "");
  return mado_sqlite_run (stmt, error);
}

static gboolean
mado_sqlite_store_add_device (MadoStore            *store,
                              const MadoId         *device,
                              const MadoPublicKey  *key,
                              const char           *scope,
                              GError              **error)
{
  g_autoptr (GHashTable) touched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  MadoIngestResult result = { 0 };
  Page page = { MADO_SQLITE_STORE (store), &result };
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (page.self->db, error);
  GError *fault = NULL;
  gboolean taken;

  if (guard == NULL)
    return FALSE;
  page.touched = touched;
  taken = take_device_in (&page, device, key, scope, &fault) &&
          save_position_in (&page, NULL, 0, &fault) &&
          mado_sqlite_store_commit (page.self, g_steal_pointer (&guard), &fault);
  g_clear_pointer (&guard, mado_sqlite_rollback);
  finish_page (&page, taken, fault);
  if (fault != NULL)
    g_propagate_error (error, fault);
  return taken;
}

static gboolean
mado_sqlite_store_get_device (MadoStore      *store,
                              const MadoId   *device,
                              MadoPublicKey  *key,
                              GError        **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, "SELECT sign, box FROM devices WHERE id=?", error);
  const void *sign;
  const void *box;
  gsize sign_length = 0;
  gsize box_length = 0;
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, device);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  sign = row ? mado_sqlite_get_blob (stmt, 0, &sign_length) : NULL;
  box = row ? mado_sqlite_get_blob (stmt, 1, &box_length) : NULL;
  if (sign_length != sizeof key->sign || box_length != sizeof key->box)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("This device is not known here."));
      return FALSE;
    }
  memcpy (key->sign, sign, sizeof key->sign);
  memcpy (key->box, box, sizeof key->box);
  return TRUE;
}

static char *
mado_sqlite_store_get_device_scope (MadoStore     *store,
                                    const MadoId  *device,
                                    GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_auto (MadoSqliteStep) stmt = NULL;
  const char *scope;
  gboolean row;

  if (mado_id_equal (device, &self->identity->device))
    return g_strdup (self->identity->scope);
  stmt = mado_sqlite_prepare (self->db, "SELECT scope FROM devices WHERE id=?", error);
  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_id (stmt, 1, device);
  if (!mado_sqlite_step (stmt, &row, error))
    return NULL;
  scope = row ? mado_sqlite_get_text (stmt, 0) : NULL;
  return g_strdup (scope != NULL ? scope : "");
}

void
mado_sqlite_store_init_ingest (MadoStoreClass *klass)
{
  klass->ingest = mado_sqlite_store_ingest;
  klass->add_device = mado_sqlite_store_add_device;
  klass->get_device = mado_sqlite_store_get_device;
  klass->get_device_scope = mado_sqlite_store_get_device_scope;
}
