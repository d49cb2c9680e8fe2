/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <string.h>

/*
 * Drafts: what stands in a field that nobody has saved yet. A path may tell
 * which desk is concerned, so it lies in the seal too; the row is found by a
 * keyed digest of it. In the seal, as CBOR:
 *
 *   draft  [path, value, source]            of older programs, or base not known
 *          [path, value, source, base, …]   what follows is of a newer program
 *   base   [section, heads, shown]          ids joined to one byte string each
 */

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

static void
put_base (GByteArray         *out,
          const MadoEditBase *base)
{
  mado_cbor_put_array (out, 3);
  mado_cbor_put_text (out, base->section);
  mado_cbor_put_bytes (out, (const guint8 *) base->heads, base->n_heads * sizeof (MadoId));
  mado_cbor_put_bytes (out, (const guint8 *) base->shown, base->n_shown * sizeof (MadoId));
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
  mado_cbor_put_array (plain, write->base != NULL ? 4 : 3);
  mado_cbor_put_text (plain, write->path);
  mado_cbor_put_value (plain, write->value);
  mado_cbor_put_uint (plain, write->source);
  if (write->base != NULL)
    put_base (plain, write->base);
  sealed = mado_sqlite_store_seal (self, MADO_LOCAL_DRAFT, write->record.b, sizeof write->record.b, plain->data, plain->len);
  draft_name (self, &write->record, write->path, name);
  mado_sqlite_bind_id (stmt, 1, &write->record);
  mado_sqlite_bind_blob (stmt, 2, name, NAME_BYTES);
  mado_sqlite_bind_bytes (stmt, 3, sealed);
  return mado_sqlite_run (stmt, error);
}

static const MadoId *
get_ids (MadoCborReader *in,
         guint          *n)
{
  gsize length = 0;
  const guint8 *data = mado_cbor_get_bytes (in, &length);

  if (data == NULL || length % sizeof (MadoId) != 0)
    mado_cbor_fail (in);
  *n = (guint) (length / sizeof (MadoId));
  return (const MadoId *) data;
}

static MadoEditBase *
get_base (MadoCborReader *in)
{
  g_autofree char *section = NULL;
  const MadoId *heads;
  const MadoId *shown;
  guint n_heads;
  guint n_shown;

  if (mado_cbor_get_array (in) != 3)
    mado_cbor_fail (in);
  section = mado_cbor_dup_text (in);
  heads = get_ids (in, &n_heads);
  shown = get_ids (in, &n_shown);
  return in->failed ? NULL : mado_edit_base_new_of (section, heads, n_heads, shown, n_shown);
}

static MadoDraft *
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
  g_autoptr (MadoEditBase) base = NULL;
  MadoCborReader reader;
  MadoSource source;
  const void *data;
  guint64 n;

  if (plain == NULL)
    return NULL;
  data = g_bytes_get_data (plain, &length);
  mado_cbor_reader_init (&reader, data, length);
  n = mado_cbor_get_array (&reader);
  if (n < 3)
    mado_cbor_fail (&reader);
  path = mado_cbor_dup_text (&reader);
  value = mado_cbor_get_value (&reader);
  source = (MadoSource) mado_cbor_get_uint (&reader);
  base = n > 3 ? get_base (&reader) : NULL;
  for (guint64 i = 4; i < n && !reader.failed; i++)
    mado_cbor_skip (&reader);
  if (!mado_cbor_reader_finish (&reader, "The draft", error))
    return NULL;
  return mado_draft_new (path, value, source, base);
}

static GPtrArray *
mado_sqlite_store_get_drafts (MadoStore     *store,
                              const MadoId  *record,
                              GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_draft_free);
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, "SELECT sealed FROM drafts WHERE record=? ORDER BY name", error);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_id (stmt, 1, record);
  for (;;)
    {
      g_autoptr (GError) fault = NULL;
      MadoDraft *draft;

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
