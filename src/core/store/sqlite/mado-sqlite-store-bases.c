/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <glib/gi18n-lib.h>

/* What slips said of records whose commits are not all here. Kept apart from
 * the commits, so that a fold from the beginning has them too, and dropped
 * when the real commits have come. */

static GByteArray *
write_base (const MadoId *heads,
            guint         n_heads,
            guint64       clock,
            GPtrArray    *changes)
{
  GByteArray *out = g_byte_array_new ();

  mado_cbor_put_array (out, 3);
  mado_cbor_put_bytes (out, heads, n_heads * sizeof (MadoId));
  mado_cbor_put_uint (out, clock);
  mado_cbor_put_array (out, changes->len);
  for (guint i = 0; i < changes->len; i++)
    {
      const MadoChange *change = changes->pdata[i];

      mado_cbor_put_array (out, 4);
      mado_cbor_put_text (out, change->path);
      mado_cbor_put_value (out, change->value);
      mado_cbor_put_uint (out, change->source);
      mado_cbor_put_bool (out, change->sealed);
    }
  return out;
}

static MadoChange *
read_change (MadoCborReader *reader)
{
  g_autofree char *path = NULL;
  g_autoptr (GVariant) value = NULL;
  MadoSource source;
  gboolean sealed;

  if (mado_cbor_get_array (reader) != 4)
    mado_cbor_fail (reader);
  path = mado_cbor_dup_text (reader);
  value = mado_cbor_get_value (reader);
  source = (MadoSource) mado_cbor_get_uint (reader);
  sealed = mado_cbor_get_bool (reader);
  return reader->failed ? NULL : mado_change_new (path, value, source, sealed);
}

static gboolean
apply_base (MadoRecord  *record,
            const char  *section,
            GBytes      *plain,
            GError     **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  MadoCborReader reader;
  const guint8 *heads;
  gsize length;
  gsize heads_length = 0;
  guint64 clock;
  guint64 n;
  const void *data = g_bytes_get_data (plain, &length);

  mado_cbor_reader_init (&reader, data, length);
  if (mado_cbor_get_array (&reader) != 3)
    mado_cbor_fail (&reader);
  heads = mado_cbor_get_bytes (&reader, &heads_length);
  clock = mado_cbor_get_uint (&reader);
  n = mado_cbor_get_array (&reader);
  for (guint64 i = 0; i < n && !reader.failed; i++)
    {
      MadoChange *change = read_change (&reader);

      if (change != NULL)
        g_ptr_array_add (changes, change);
    }
  if (!mado_cbor_reader_finish (&reader, "What a slip had said of this record", error))
    return FALSE;
  mado_record_apply_base (record, section, (const MadoId *) heads, (guint) (heads_length / sizeof (MadoId)), clock, changes);
  return TRUE;
}

gboolean
mado_sqlite_store_apply_bases (MadoSqliteStore       *self,
                               const MadoRecordInfo  *info,
                               MadoRecord            *record,
                               const char *const     *sections,
                               GError               **error)
{
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, "SELECT section, sealed FROM bases WHERE record=?"
                                                      " ORDER BY section, digest", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, info->no);
  for (;;)
    {
      g_autoptr (GBytes) plain = NULL;
      const char *section;
      const void *sealed;
      gsize length;

      if (!mado_sqlite_step (stmt, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      section = mado_sqlite_get_text (stmt, 0);
      if (sections != NULL && !g_strv_contains (sections, section))
        continue;
      sealed = mado_sqlite_get_blob (stmt, 1, &length);
      plain = mado_sqlite_store_unseal (self, MADO_LOCAL_BASE, info->id.b, sizeof info->id.b, sealed, length, error);
      if (plain == NULL || !apply_base (record, section, plain, error))
        return FALSE;
    }
}

/* A base that has yielded to its commits is of no more use. */
gboolean
mado_sqlite_store_drop_bases_in (MadoSqliteStore       *self,
                                 const MadoRecordInfo  *info,
                                 MadoRecord            *record,
                                 GError               **error)
{
  g_autoptr (GPtrArray) over = g_ptr_array_new_with_free_func (g_free);
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT DISTINCT section FROM bases WHERE record=?", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, info->no);
  for (;;)
    {
      if (!mado_sqlite_step (stmt, &row, error))
        return FALSE;
      if (!row)
        break;
      if (!mado_record_has_base (record, mado_sqlite_get_text (stmt, 0)))
        g_ptr_array_add (over, g_strdup (mado_sqlite_get_text (stmt, 0)));
    }
  for (guint i = 0; i < over->len; i++)
    {
      stmt = mado_sqlite_prepare (self->db, "DELETE FROM bases WHERE record=? AND section=?", error);
      if (stmt == NULL)
        return FALSE;
      mado_sqlite_bind_int (stmt, 1, info->no);
      mado_sqlite_bind_text (stmt, 2, over->pdata[i]);
      if (!mado_sqlite_run (stmt, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_base_in (MadoSqliteStore       *self,
             const MadoRecordInfo  *info,
             const char            *section,
             const MadoId          *heads,
             guint                  n_heads,
             GByteArray            *plain,
             GError               **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT OR IGNORE INTO bases (record, section, digest, sealed)"
                                              " VALUES (?, ?, ?, ?)", error);
  g_autoptr (GBytes) sealed = NULL;
  guint8 digest[MADO_DIGEST_BYTES];

  if (stmt == NULL)
    return FALSE;
  /* One base per (section, heads), whatever slip it came from. */
  mado_digest (heads, n_heads * sizeof (MadoId), digest);
  sealed = mado_sqlite_store_seal (self, MADO_LOCAL_BASE, info->id.b, sizeof info->id.b, plain->data, plain->len);
  mado_sqlite_bind_int (stmt, 1, info->no);
  mado_sqlite_bind_text (stmt, 2, section);
  mado_sqlite_bind_blob (stmt, 3, digest, sizeof digest);
  mado_sqlite_bind_bytes (stmt, 4, sealed);
  return mado_sqlite_run (stmt, error);
}

static gboolean
mado_sqlite_store_put_base (MadoStore     *store,
                            const char    *kind,
                            const MadoId  *record,
                            const char    *section,
                            const MadoId  *heads,
                            guint          n_heads,
                            guint64        clock,
                            GPtrArray     *changes,
                            GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GByteArray) plain = write_base (heads, n_heads, clock, changes);
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, error);
  MadoRecordInfo info;

  if (guard == NULL || !mado_sqlite_store_need_record_in (self, record, kind, &info, error))
    return FALSE;
  if (info.purged)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_PURGED,
                           _("This record was destroyed when its time was over; nothing can be added to it."));
      return FALSE;
    }
  if (!put_base_in (self, &info, section, heads, n_heads, plain, error) ||
      !mado_sqlite_store_project_in (self, &info, TRUE, error))
    {
      g_clear_pointer (&guard, mado_sqlite_rollback);
      mado_sqlite_store_forget_caches (self);
      return FALSE;
    }
  if (!mado_sqlite_store_commit (self, g_steal_pointer (&guard), error))
    return FALSE;
  mado_store_note_changed (store, record, FALSE);
  return TRUE;
}

void
mado_sqlite_store_init_bases (MadoStoreClass *klass)
{
  klass->put_base = mado_sqlite_store_put_base;
}
