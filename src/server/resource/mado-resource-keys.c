/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include <glib/gi18n-lib.h>

/* --- data keys handed in ---------------------------------------------------------------*/

#define WRAPPED (MADO_KEY_BYTES + MADO_SEAL_OVERHEAD)
#define MAX_KEYS 4000

/* One item of the sequence, [key id, record, section, wrapped]; FALSE if it
 * cannot be read. *opened: it fits the shared key. */
static gboolean
read_key (MadoCborReader *reader,
          const guint8    shared[MADO_KEY_BYTES],
          MadoDataKey    *key,
          gboolean       *opened)
{
  guint8 wrapped[WRAPPED], extra[64];
  g_autoptr (GBytes) plain = NULL;
  guint64 n = mado_cbor_get_array (reader);
  const char *section;
  gsize length;

  memset (key, 0, sizeof *key);
  if (n < 4 || !mado_cbor_get_bytes_exact (reader, key->id.b, 16) || !mado_cbor_get_bytes_exact (reader, key->record.b, 16) ||
      (section = mado_cbor_get_text (reader, &length)) == NULL || length == 0 || length >= sizeof key->section ||
      !mado_cbor_get_bytes_exact (reader, wrapped, sizeof wrapped))
    return FALSE;
  for (; n > 4; n--)
    mado_cbor_skip (reader);
  memcpy (key->section, section, length);
  memcpy (extra, key->id.b, 16);
  memcpy (extra + 16, key->record.b, 16);
  memcpy (extra + 32, section, length);
  plain = mado_open (shared, wrapped, sizeof wrapped, extra, 32 + length, NULL);
  *opened = plain != NULL && g_bytes_get_size (plain) == sizeof key->key;
  if (*opened)
    memcpy (key->key, g_bytes_get_data (plain, NULL), sizeof key->key);
  return !reader->failed;
}

typedef struct
{
  GArray *keys;   /* MadoDataKey, those opened */
  GArray *ids;    /* MadoId, all */
  GArray *opened; /* gboolean, all */
} KeyBatch;

static void
wipe_keys (GArray *keys)
{
  mado_wipe (keys->data, keys->len * sizeof (MadoDataKey));
  g_array_unref (keys);
}

static gboolean
read_keys (MadoCall *call,
           KeyBatch *batch)
{
  GBytes *body = mado_http_request_get_body (call->request);
  MadoCborReader reader;
  guint8 shared[MADO_KEY_BYTES];

  if (!mado_server_shared_key (call->server, &call->device, shared))
    return FALSE;
  mado_cbor_reader_init (&reader, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  while (mado_cbor_peek (&reader) == MADO_CBOR_ARRAY && batch->ids->len < MAX_KEYS)
    {
      MadoDataKey key;
      gboolean opened;

      if (!read_key (&reader, shared, &key, &opened))
        return FALSE;
      g_array_append_val (batch->ids, key.id);
      g_array_append_val (batch->opened, opened);
      if (opened)
        g_array_append_val (batch->keys, key);
    }
  mado_wipe (shared, sizeof shared);
  return mado_cbor_reader_finish (&reader, "keys", NULL);
}

static void
reply_keys (MadoCall    *call,
            KeyBatch    *batch,
            MadoVerdict *verdicts)
{
  GByteArray *out = g_byte_array_new ();
  guint next = 0;

  for (guint i = 0; i < batch->ids->len; i++)
    {
      MadoId *id = &g_array_index (batch->ids, MadoId, i);
      gboolean opened = g_array_index (batch->opened, gboolean, i);

      mado_cbor_put_array (out, 2);
      mado_cbor_put_bytes (out, id->b, sizeof id->b);
      mado_cbor_put_uint (out, opened ? verdicts[next++] : MADO_VERDICT_QUARANTINED);
    }
  mado_call_reply_cbor (call, 200, "application/cbor-seq", out);
}

void
mado_resource_keys (MadoCall *call)
{
  KeyBatch batch = { g_array_new (FALSE, FALSE, sizeof (MadoDataKey)), g_array_new (FALSE, FALSE, sizeof (MadoId)),
                     g_array_new (FALSE, FALSE, sizeof (gboolean)) };
  g_autofree MadoVerdict *verdicts = NULL;
  g_autoptr (GError) error = NULL;

  if (!read_keys (call, &batch))
    mado_call_fail (call, 400, MADO_ERROR_DAMAGED, _("The server cannot read this request."));
  else
    {
      verdicts = g_new0 (MadoVerdict, batch.keys->len + 1);
      if (mado_city_store_put_keys (call->server->store, (const MadoDataKey *) batch.keys->data, batch.keys->len,
                                    verdicts, &error))
        reply_keys (call, &batch, verdicts);
      else
        mado_call_fail_error (call, error);
    }
  wipe_keys (batch.keys);
  g_array_unref (batch.ids);
  g_array_unref (batch.opened);
}

/* --- recorded reads ------------------------------------------------------------------------*/

#define MAX_READS 2000

typedef struct
{
  MadoAudit audit;
  char     *section, *staff, *purpose;
} Read;

static void
clear_read (gpointer data)
{
  Read *read = data;

  g_free (read->section);
  g_free (read->staff);
  g_free (read->purpose);
}

static gboolean
read_read (MadoCborReader *reader,
           MadoCall       *call,
           Read           *read)
{
  guint64 n = mado_cbor_get_array (reader);
  g_autofree char *reason = NULL;

  memset (read, 0, sizeof *read);
  if (n < 5 || !mado_cbor_get_bytes_exact (reader, read->audit.record.b, 16))
    return FALSE;
  read->section = mado_cbor_dup_text (reader);
  read->staff = mado_cbor_dup_text (reader);
  read->audit.at = mado_cbor_get_int (reader);
  read->purpose = mado_cbor_dup_text (reader);
  if (n > 5)
    reason = mado_cbor_dup_text (reader);
  for (; n > 6; n--)
    mado_cbor_skip (reader);
  if (reader->failed || read->section == NULL || read->staff == NULL || read->purpose == NULL)
    return FALSE;
  if (reason != NULL)
    {
      char *joined = g_strconcat (read->purpose, ": ", reason, NULL);

      g_free (read->purpose);
      read->purpose = joined;
    }
  read->audit.what = "read";
  read->audit.section = read->section;
  read->audit.staff = read->staff;
  read->audit.detail = read->purpose;
  read->audit.device = call->device.id;
  return TRUE;
}

static gboolean
read_reads (MadoCall *call,
            GArray   *reads)
{
  GBytes *body = mado_http_request_get_body (call->request);
  MadoCborReader reader;

  mado_cbor_reader_init (&reader, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  while (mado_cbor_peek (&reader) == MADO_CBOR_ARRAY && reads->len < MAX_READS)
    {
      Read read;
      gboolean good = read_read (&reader, call, &read);

      g_array_append_val (reads, read);
      if (!good)
        return FALSE;
    }
  return mado_cbor_reader_finish (&reader, "reads", NULL);
}

void
mado_resource_reads (MadoCall *call)
{
  g_autoptr (GArray) reads = g_array_new (FALSE, TRUE, sizeof (Read));
  g_autoptr (GArray) items = g_array_new (FALSE, TRUE, sizeof (MadoAudit));
  g_autoptr (GError) error = NULL;

  g_array_set_clear_func (reads, clear_read);
  if (!read_reads (call, reads))
    {
      mado_call_fail (call, 400, MADO_ERROR_DAMAGED, _("The server cannot read this request."));
      return;
    }
  for (guint i = 0; i < reads->len; i++)
    g_array_append_val (items, g_array_index (reads, Read, i).audit);
  if (mado_city_store_audit (call->server->store, (const MadoAudit *) items->data, items->len, &error))
    mado_call_reply_empty (call, 204);
  else
    mado_call_fail_error (call, error);
}
