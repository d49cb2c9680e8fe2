/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Attachments. A sealed blob is: data key id (16 bytes), then pieces of 64 KiB
 * of plain bytes, each nonce | ciphertext | tag, authenticated with the
 * record, the piece's number and whether it is the last. Its name is the
 * SHA-256 of all that. The file holds it in pieces as they came.
 */

#define PIECE 65536u
#define SEALED_PIECE (PIECE + MADO_SEAL_OVERHEAD)

typedef struct
{
  gint64   no;
  gint64   record;
  guint64  total;
  guint64  have;
} BlobInfo;

static gboolean
find_blob (MadoSqliteStore  *self,
           const guint8     *digest,
           BlobInfo         *info,
           GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT no, record, total, have FROM blobs WHERE digest=?", error);
  gboolean row;

  memset (info, 0, sizeof *info);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_blob (stmt, 1, digest, MADO_DIGEST_BYTES);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  if (row)
    {
      info->no = mado_sqlite_get_int (stmt, 0);
      info->record = mado_sqlite_get_int (stmt, 1);
      info->total = (guint64) mado_sqlite_get_int (stmt, 2);
      info->have = (guint64) mado_sqlite_get_int (stmt, 3);
    }
  mado_sqlite_reset (stmt);
  return TRUE;
}

static gboolean
insert_blob_in (MadoSqliteStore       *self,
                const MadoRecordInfo  *info,
                const char            *section,
                const guint8          *digest,
                guint64                total,
                gboolean               unsent,
                gint64                *no,
                GError               **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO blobs (digest, record, section, total, have, unsent)"
                                              " VALUES (?, ?, ?, ?, 0, ?)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_blob (stmt, 1, digest, MADO_DIGEST_BYTES);
  mado_sqlite_bind_int (stmt, 2, info->no);
  mado_sqlite_bind_text (stmt, 3, section);
  mado_sqlite_bind_int (stmt, 4, (gint64) total);
  mado_sqlite_bind_int (stmt, 5, unsent);
  if (!mado_sqlite_run (stmt, error))
    return FALSE;
  *no = mado_sqlite_last_rowid (self->db);
  return TRUE;
}

static gboolean
append_in (MadoSqliteStore  *self,
           gint64            no,
           guint64           at,
           const guint8     *data,
           gsize             length,
           GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO blob_pieces (blob, at, bytes) VALUES (?, ?, ?)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, no);
  mado_sqlite_bind_int (stmt, 2, (gint64) at);
  mado_sqlite_bind_blob (stmt, 3, data, length);
  if (!mado_sqlite_run (stmt, error))
    return FALSE;
  stmt = mado_sqlite_prepare (self->db, "UPDATE blobs SET have=? WHERE no=?", error);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, (gint64) (at + length));
  mado_sqlite_bind_int (stmt, 2, no);
  return mado_sqlite_run (stmt, error);
}

/* --- sealing ---------------------------------------------------------------------*/

static void
piece_about (const MadoId *record,
             guint32       number,
             gboolean      last,
             guint8        about[21])
{
  guint32 big_endian = GUINT32_TO_BE (number);

  memcpy (about, record->b, 16);
  memcpy (about + 16, &big_endian, 4);
  about[20] = last ? 1 : 0;
}

static GByteArray *
seal_blob (MadoSqliteStore   *self,
           const MadoId      *record,
           const MadoDataKey *key,
           GBytes            *plain)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (plain, &length);
  guint32 n_pieces = (guint32) MAX ((length + PIECE - 1) / PIECE, 1);
  GByteArray *out = g_byte_array_sized_new ((guint) (length + 16 + n_pieces * MADO_SEAL_OVERHEAD));

  g_byte_array_append (out, key->id.b, sizeof key->id.b);
  for (guint32 i = 0; i < n_pieces; i++)
    {
      gsize from = (gsize) i * PIECE;
      g_autoptr (GBytes) sealed = NULL;
      guint8 about[21];

      piece_about (record, i, i + 1 == n_pieces, about);
      sealed = mado_seal (self->random, key->key, data != NULL ? data + from : (const guint8 *) "", MIN (PIECE, length - from),
                          about, sizeof about);
      g_byte_array_append (out, g_bytes_get_data (sealed, NULL), (guint) g_bytes_get_size (sealed));
    }
  return out;
}

static GBytes *
open_blob (MadoSqliteStore  *self,
           const MadoId     *record,
           GBytes           *sealed,
           GError          **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (sealed, &length);
  g_autoptr (GByteArray) out = g_byte_array_sized_new ((guint) length);
  const MadoDataKey *key;
  MadoId key_id;
  GError *fault = NULL;

  if (length < 16 + MADO_SEAL_OVERHEAD)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The attachment is damaged."));
      return NULL;
    }
  memcpy (key_id.b, data, sizeof key_id.b);
  key = mado_sqlite_store_find_key (self, &key_id, &fault);
  if (key == NULL)
    {
      if (fault != NULL)
        g_propagate_error (error, fault);
      else
        g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY, _("The key of this attachment is not here."));
      return NULL;
    }
  for (gsize at = 16, number = 0; at < length; at += SEALED_PIECE, number++)
    {
      gsize piece = MIN (SEALED_PIECE, length - at);
      g_autoptr (GBytes) plain = NULL;
      guint8 about[21];

      piece_about (record, (guint32) number, at + piece == length, about);
      plain = mado_open (key->key, data + at, piece, about, sizeof about, error);
      if (plain == NULL)
        return NULL;
      g_byte_array_append (out, g_bytes_get_data (plain, NULL), (guint) g_bytes_get_size (plain));
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

/* --- plain side --------------------------------------------------------------------*/

static gboolean
store_sealed_in (MadoSqliteStore       *self,
                 const MadoRecordInfo  *info,
                 const char            *section,
                 GByteArray            *sealed,
                 const guint8          *digest,
                 GError               **error)
{
  gint64 no;

  if (!insert_blob_in (self, info, section, digest, sealed->len, TRUE, &no, error))
    return FALSE;
  for (guint at = 0; at < sealed->len; at += SEALED_PIECE)
    if (!append_in (self, no, at, sealed->data + at, MIN (SEALED_PIECE, sealed->len - at), error))
      return FALSE;
  return TRUE;
}

static gboolean
mado_sqlite_store_put_blob (MadoStore     *store,
                            const MadoId  *record,
                            const char    *section,
                            GBytes        *plain,
                            guint8        *digest,
                            GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, error);
  g_autoptr (GByteArray) sealed = NULL;
  const MadoDataKey *key;
  MadoRecordInfo info;

  if (guard == NULL || !mado_sqlite_store_need_record_in (self, record, "", &info, error))
    return FALSE;
  if (info.purged)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_PURGED,
                           _("This record was destroyed when its time was over; nothing can be added to it."));
      return FALSE;
    }
  if (!mado_sqlite_store_ask_policy (self, MADO_VERB_WRITE, &info, section, FALSE, NULL, error))
    return FALSE;
  key = mado_sqlite_store_take_key_in (self, &info, section, error);
  if (key == NULL)
    return FALSE;
  sealed = seal_blob (self, record, key, plain);
  mado_digest (sealed->data, sealed->len, digest);
  return store_sealed_in (self, &info, section, sealed, digest, error) &&
         mado_sqlite_store_commit (self, g_steal_pointer (&guard), error);
}

static GBytes *
mado_sqlite_store_read_blob (MadoStore     *store,
                             const guint8  *digest,
                             guint64        offset,
                             gsize          length,
                             GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_auto (MadoSqliteStep) stmt = NULL;
  BlobInfo info;
  gboolean row;

  if (!find_blob (self, digest, &info, error))
    return NULL;
  if (info.no == 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("This attachment is not here."));
      return NULL;
    }
  stmt = mado_sqlite_prepare (self->db, "SELECT at, bytes FROM blob_pieces WHERE blob=?1 AND at<?3"
                              " AND at+length(bytes)>?2 ORDER BY at", error);
  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, info.no);
  mado_sqlite_bind_int (stmt, 2, (gint64) offset);
  mado_sqlite_bind_int (stmt, 3, (gint64) (offset + length));
  for (;;)
    {
      gsize piece_length;
      const guint8 *piece;
      guint64 at;
      guint64 from;
      guint64 to;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_byte_array_free_to_bytes (g_steal_pointer (&out));
      at = (guint64) mado_sqlite_get_int (stmt, 0);
      piece = mado_sqlite_get_blob (stmt, 1, &piece_length);
      from = MAX (at, offset);
      to = MIN (at + piece_length, offset + length);
      g_byte_array_append (out, piece + (from - at), (guint) (to - from));
    }
}

static GBytes *
mado_sqlite_store_get_blob (MadoStore     *store,
                            const MadoId  *record,
                            const guint8  *digest,
                            GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GBytes) sealed = NULL;
  guint8 actual[MADO_DIGEST_BYTES];
  MadoRecordInfo info;
  BlobInfo blob;

  if (!mado_sqlite_store_find_record (self, record, &info, error) || !find_blob (self, digest, &blob, error))
    return NULL;
  /* Served through its record only. */
  if (blob.no == 0 || blob.record != info.no || blob.have < blob.total)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("This attachment is not here."));
      return NULL;
    }
  sealed = mado_sqlite_store_read_blob (store, digest, 0, blob.total, error);
  if (sealed == NULL)
    return NULL;
  mado_digest (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), actual);
  if (memcmp (actual, digest, sizeof actual) != 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The attachment is damaged."));
      return NULL;
    }
  return open_blob (self, record, sealed, error);
}

/* --- sealed side --------------------------------------------------------------------*/

static gboolean
mado_sqlite_store_stat_blob (MadoStore     *store,
                             const guint8  *digest,
                             guint64       *have,
                             guint64       *total,
                             GError       **error)
{
  BlobInfo info;

  if (!find_blob (MADO_SQLITE_STORE (store), digest, &info, error))
    return FALSE;
  *have = info.have;
  *total = info.total;
  return TRUE;
}

static gboolean
mado_sqlite_store_find_blob (MadoStore     *store,
                             const guint8  *digest,
                             MadoId        *record,
                             char           section[32],
                             GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, "SELECT r.id, b.section FROM blobs b JOIN records r ON r.no=b.record"
                                                      " WHERE b.digest=?", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_blob (stmt, 1, digest, MADO_DIGEST_BYTES);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  if (!row)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no such attachment here."));
      return FALSE;
    }
  if (!mado_sqlite_get_id (stmt, 0, record))
    memset (record, 0, sizeof *record);
  g_strlcpy (section, mado_sqlite_get_text (stmt, 1), 32);
  return TRUE;
}

static gboolean
drop_blob_in (MadoSqliteStore  *self,
              gint64            no,
              GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "DELETE FROM blobs WHERE no=?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, no);
  return mado_sqlite_run (stmt, error);
}

/* The last piece shows whether the whole fits its name. */
static gboolean
check_whole_in (MadoStore     *store,
                const guint8  *digest,
                const BlobInfo *info,
                gboolean      *fits,
                GError       **error)
{
  g_autoptr (GBytes) whole = mado_sqlite_store_read_blob (store, digest, 0, info->total, error);
  guint8 actual[MADO_DIGEST_BYTES];

  if (whole == NULL)
    return FALSE;
  mado_digest (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole), actual);
  *fits = memcmp (actual, digest, sizeof actual) == 0;
  return *fits || drop_blob_in (MADO_SQLITE_STORE (store), info->no, error);
}

static gboolean
mado_sqlite_store_append_blob (MadoStore     *store,
                               const MadoId  *record,
                               const char    *section,
                               const guint8  *digest,
                               guint64        total,
                               guint64        offset,
                               GBytes        *piece,
                               GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, error);
  gsize length;
  const guint8 *data = g_bytes_get_data (piece, &length);
  MadoRecordInfo record_info;
  BlobInfo info;
  gboolean fits = TRUE;

  if (guard == NULL || !mado_sqlite_store_need_record_in (self, record, "", &record_info, error) ||
      !find_blob (self, digest, &info, error))
    return FALSE;
  if (record_info.purged)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_PURGED, _("This record was destroyed when its time was over."));
      return FALSE;
    }
  if (offset != info.have || offset + length > total || (info.no != 0 && info.total != total))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_CONFLICT, _("This piece of the attachment does not go on where the last one ended."));
      return FALSE;
    }
  info.total = total;
  if (info.no == 0 && !insert_blob_in (self, &record_info, section, digest, total, FALSE, &info.no, error))
    return FALSE;
  if (!append_in (self, info.no, offset, data, length, error) ||
      (offset + length == total && !check_whole_in (store, digest, &info, &fits, error)) ||
      !mado_sqlite_store_commit (self, g_steal_pointer (&guard), error))
    return FALSE;
  if (!fits)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The attachment came damaged; it will be fetched again."));
  return fits;
}

static GPtrArray *
mado_sqlite_store_unsent_blobs (MadoStore  *store,
                                GError    **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, "SELECT digest FROM blobs WHERE unsent AND have=total ORDER BY no", error);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&digests);
      g_ptr_array_add (digests, mado_sqlite_dup_bytes (stmt, 0));
    }
}

static gboolean
mado_sqlite_store_blob_taken (MadoStore     *store,
                              const guint8  *digest,
                              GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "UPDATE blobs SET unsent=0 WHERE digest=?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_blob (stmt, 1, digest, MADO_DIGEST_BYTES);
  return mado_sqlite_run (stmt, error);
}

void
mado_sqlite_store_init_blobs (MadoStoreClass *klass)
{
  klass->put_blob = mado_sqlite_store_put_blob;
  klass->get_blob = mado_sqlite_store_get_blob;
  klass->stat_blob = mado_sqlite_store_stat_blob;
  klass->find_blob = mado_sqlite_store_find_blob;
  klass->read_blob = mado_sqlite_store_read_blob;
  klass->append_blob = mado_sqlite_store_append_blob;
  klass->unsent_blobs = mado_sqlite_store_unsent_blobs;
  klass->blob_taken = mado_sqlite_store_blob_taken;
}
