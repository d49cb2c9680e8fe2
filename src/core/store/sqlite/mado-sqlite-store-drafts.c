/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <string.h>

/* Drafts: what stands in a field that nobody has saved yet. A path may tell
 * which desk is concerned, so it lies in the seal too; the row is found by a
 * keyed digest of it. */

#define NAME_BYTES 16

static void
draft_name (MadoSqliteStore *self,
            const MadoId    *record,
            const char      *path,
            guint8           name[MADO_DIGEST_BYTES])
{
  g_autoptr (GByteArray) about = g_byte_array_new ();

  g_byte_array_append (about, record->b, sizeof record->b);
  g_byte_array_append (about, (const guint8 *) path, (guint) strlen (path));
  mado_digest_keyed (self->local_keys[MADO_LOCAL_DRAFT], MADO_KEY_BYTES, about->data, about->len, name);
}

gboolean
mado_sqlite_store_clear_draft_in (MadoSqliteStore  *self,
                                  const MadoId     *record,
                                  const char       *path,
                                  GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "DELETE FROM drafts WHERE record=? AND name=?", error);
  guint8 name[MADO_DIGEST_BYTES];

  if (stmt == NULL)
    return FALSE;
  draft_name (self, record, path, name);
  mado_sqlite_bind_id (stmt, 1, record);
  mado_sqlite_bind_blob (stmt, 2, name, NAME_BYTES);
  return mado_sqlite_run (stmt, error);
}

gboolean
mado_sqlite_store_clear_drafts_in (MadoSqliteStore  *self,
                                   const MadoId     *record,
                                   GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "DELETE FROM drafts WHERE record=?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, record);
  return mado_sqlite_run (stmt, error);
}

gboolean
mado_sqlite_store_put_draft_in (MadoSqliteStore  *self,
                                MadoWrite        *write,
                                GError          **error)
{
  MadoSqliteStmt *stmt;
  g_autoptr (GByteArray) plain = g_byte_array_new ();
  g_autoptr (GBytes) sealed = NULL;
  guint8 name[MADO_DIGEST_BYTES];

  if (write->value == NULL)
    return mado_sqlite_store_clear_draft_in (self, &write->record, write->path, error);
  stmt = mado_sqlite_prepare (self->db, "INSERT INTO drafts (record, name, sealed) VALUES (?, ?, ?)"
                              " ON CONFLICT (record, name) DO UPDATE SET sealed=excluded.sealed", error);
  if (stmt == NULL)
    return FALSE;
  mado_cbor_put_array (plain, 3);
  mado_cbor_put_text (plain, write->path);
  mado_cbor_put_value (plain, write->value);
  mado_cbor_put_uint (plain, write->source);
  sealed = mado_sqlite_store_seal (self, MADO_LOCAL_DRAFT, write->record.b, sizeof write->record.b, plain->data, plain->len);
  draft_name (self, &write->record, write->path, name);
  mado_sqlite_bind_id (stmt, 1, &write->record);
  mado_sqlite_bind_blob (stmt, 2, name, NAME_BYTES);
  mado_sqlite_bind_bytes (stmt, 3, sealed);
  return mado_sqlite_run (stmt, error);
}

static MadoChange *
read_draft (MadoSqliteStore  *self,
            const MadoId     *record,
            MadoSqliteStmt   *stmt,
            GError          **error)
{
  gsize length;
  const void *sealed = mado_sqlite_get_blob (stmt, 0, &length);
  g_autoptr (GBytes) plain = mado_sqlite_store_unseal (self, MADO_LOCAL_DRAFT, record->b, sizeof record->b, sealed, length, error);
  g_autofree char *path = NULL;
  g_autoptr (GVariant) value = NULL;
  MadoCborReader reader;
  MadoSource source;
  const void *data;

  if (plain == NULL)
    return NULL;
  data = g_bytes_get_data (plain, &length);
  mado_cbor_reader_init (&reader, data, length);
  if (mado_cbor_get_array (&reader) != 3)
    mado_cbor_fail (&reader);
  path = mado_cbor_dup_text (&reader);
  value = mado_cbor_get_value (&reader);
  source = (MadoSource) mado_cbor_get_uint (&reader);
  if (!mado_cbor_reader_finish (&reader, "The draft", error))
    return NULL;
  return mado_change_new (path, value, source, TRUE);
}

static GPtrArray *
mado_sqlite_store_get_drafts (MadoStore     *store,
                              const MadoId  *record,
                              GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, "SELECT sealed FROM drafts WHERE record=? ORDER BY name", error);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_id (stmt, 1, record);
  for (;;)
    {
      g_autoptr (GError) fault = NULL;
      MadoChange *draft;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&drafts);
      draft = read_draft (self, record, stmt, &fault);
      if (draft != NULL)
        g_ptr_array_add (drafts, draft);
      else
        mado_sqlite_store_note_error (self, fault);
    }
}

void
mado_sqlite_store_init_drafts (MadoStoreClass *klass)
{
  klass->get_drafts = mado_sqlite_store_get_drafts;
}
