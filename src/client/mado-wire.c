/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-wire.h"

#include <string.h>

#define WRAPPED_BYTES (MADO_KEY_BYTES + MADO_SEAL_OVERHEAD)

void
mado_wire_answer_free (MadoWireAnswer *self)
{
  g_free (self->reason);
  g_free (self->message);
  g_free (self);
}

GBytes *
mado_wire_put_commits (GPtrArray *commits,
                       guint      first,
                       guint      count)
{
  GByteArray *out = g_byte_array_new ();

  for (guint i = first; i < first + count; i++)
    {
      MadoCommit *commit = g_ptr_array_index (commits, i);
      gsize length;
      const void *data = g_bytes_get_data (commit->bytes, &length);

      mado_cbor_put_bytes (out, data, length);
    }
  return g_byte_array_free_to_bytes (out);
}

/* The rest of an array that a newer peer made longer. */
static void
skip_rest (MadoCborReader *reader,
           guint64         items,
           guint64         known)
{
  for (guint64 i = known; i < items && !reader->failed; i++)
    mado_cbor_skip (reader);
}

static MadoWireAnswer *
read_answer (MadoCborReader *reader,
             gboolean        with_text)
{
  MadoWireAnswer *answer = g_new0 (MadoWireAnswer, 1);
  guint64 known = with_text ? 5 : 2;
  guint64 items = mado_cbor_get_array (reader);
  guint64 verdict;

  if (items < known)
    mado_cbor_fail (reader);
  if (mado_cbor_peek (reader) == MADO_CBOR_BYTES)
    answer->has_id = mado_cbor_get_bytes_exact (reader, answer->id.b, sizeof answer->id.b);
  else
    mado_cbor_skip (reader);
  verdict = mado_cbor_get_uint (reader);
  answer->known = verdict <= MADO_VERDICT_PURGED;
  answer->verdict = (MadoVerdict) MIN (verdict, MADO_VERDICT_PURGED);
  if (with_text)
    {
      answer->seq = mado_cbor_get_uint (reader);
      answer->reason = mado_cbor_dup_text (reader);
      answer->message = mado_cbor_dup_text (reader);
    }
  skip_rest (reader, items, known);
  return answer;
}

static GPtrArray *
read_answers (GBytes   *bytes,
              gboolean  with_text,
              GError  **error)
{
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_wire_answer_free);
  MadoCborReader reader;
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  mado_cbor_reader_init (&reader, data, length);
  while (mado_cbor_peek (&reader) != MADO_CBOR_END)
    g_ptr_array_add (answers, read_answer (&reader, with_text));
  if (!mado_cbor_reader_finish (&reader, "the server's answer", error))
    return NULL;
  return g_steal_pointer (&answers);
}

GPtrArray *
mado_wire_get_answers (GBytes  *bytes,
                       GError **error)
{
  return read_answers (bytes, TRUE, error);
}

GPtrArray *
mado_wire_get_key_answers (GBytes  *bytes,
                           GError **error)
{
  return read_answers (bytes, FALSE, error);
}

GBytes *
mado_wire_key_extra (const MadoId *key,
                     const MadoId *record,
                     const char   *section)
{
  GByteArray *extra = g_byte_array_sized_new (64);

  g_byte_array_append (extra, key->b, 16);
  g_byte_array_append (extra, record->b, 16);
  g_byte_array_append (extra, (const guint8 *) section, (guint) strlen (section));
  return g_byte_array_free_to_bytes (extra);
}

GBytes *
mado_wire_slip_key_extra (guint16  number,
                          gboolean box)
{
  guint8 extra[6] = { 0, 0, 0, 0, (guint8) (number >> 8), (guint8) number };

  memcpy (extra, box ? "sbox" : "slip", 4);
  return g_bytes_new (extra, sizeof extra);
}

GBytes *
mado_wire_put_keys (GPtrArray    *keys,
                    guint         first,
                    guint         count,
                    const guint8  shared[MADO_KEY_BYTES],
                    MadoRandom   *random)
{
  GByteArray *out = g_byte_array_new ();

  for (guint i = first; i < first + count; i++)
    {
      const MadoDataKey *key = g_ptr_array_index (keys, i);
      g_autoptr (GBytes) extra = mado_wire_key_extra (&key->id, &key->record, key->section);
      g_autoptr (GBytes) wrapped = mado_seal (random, shared, key->key, sizeof key->key,
                                              g_bytes_get_data (extra, NULL), g_bytes_get_size (extra));

      mado_cbor_put_array (out, 4);
      mado_cbor_put_bytes (out, key->id.b, 16);
      mado_cbor_put_bytes (out, key->record.b, 16);
      mado_cbor_put_text (out, key->section);
      mado_cbor_put_bytes (out, g_bytes_get_data (wrapped, NULL), g_bytes_get_size (wrapped));
    }
  return g_byte_array_free_to_bytes (out);
}

GBytes *
mado_wire_put_reads (GPtrArray *reads)
{
  GByteArray *out = g_byte_array_new ();

  for (guint i = 0; i < reads->len; i++)
    {
      const MadoRead *read = g_ptr_array_index (reads, i);
      gboolean glass = g_str_equal (read->purpose, "glass");

      mado_cbor_put_array (out, glass ? 6 : 5);
      mado_cbor_put_bytes (out, read->record.b, 16);
      mado_cbor_put_text (out, read->section);
      mado_cbor_put_text (out, read->staff);
      mado_cbor_put_int (out, read->at);
      mado_cbor_put_text (out, read->purpose);
      if (glass)
        mado_cbor_put_text (out, read->reason ? read->reason : "");
    }
  return g_byte_array_free_to_bytes (out);
}

void
mado_frame_clear (MadoFrame *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  mado_wipe (&self->key, sizeof self->key);
}

void
mado_frames_init (MadoFrames   *self,
                  GBytes       *page,
                  const guint8  shared[MADO_KEY_BYTES])
{
  gsize length;
  const void *data = g_bytes_get_data (page, &length);

  self->page = page;
  memcpy (self->shared, shared, MADO_KEY_BYTES);
  mado_cbor_reader_init (&self->reader, data, length);
}

static void
read_text_into (MadoCborReader *reader,
                char           *out,
                gsize           size)
{
  gsize length = 0;
  const char *text = mado_cbor_get_text (reader, &length);

  if (text == NULL || length >= size)
    {
      mado_cbor_fail (reader);
      return;
    }
  memcpy (out, text, length);
  out[length] = 0;
}

static void
read_key (MadoFrames *self,
          MadoFrame  *frame)
{
  MadoCborReader *reader = &self->reader;
  guint8 wrapped[WRAPPED_BYTES];
  g_autoptr (GBytes) extra = NULL;
  g_autoptr (GBytes) plain = NULL;

  mado_cbor_get_bytes_exact (reader, frame->key.id.b, 16);
  mado_cbor_get_bytes_exact (reader, frame->key.record.b, 16);
  read_text_into (reader, frame->key.section, sizeof frame->key.section);
  mado_cbor_get_bytes_exact (reader, wrapped, sizeof wrapped);
  if (reader->failed)
    return;
  extra = mado_wire_key_extra (&frame->key.id, &frame->key.record, frame->key.section);
  plain = mado_open (self->shared, wrapped, sizeof wrapped, g_bytes_get_data (extra, NULL),
                     g_bytes_get_size (extra), NULL);
  if (plain == NULL || g_bytes_get_size (plain) != MADO_KEY_BYTES)
    mado_cbor_fail (reader);
  else
    memcpy (frame->key.key, g_bytes_get_data (plain, NULL), MADO_KEY_BYTES);
}

static void
read_commit (MadoFrames *self,
             MadoFrame  *frame)
{
  gsize length = 0;
  const guint8 *data;

  frame->seq = mado_cbor_get_uint (&self->reader);
  frame->received = mado_cbor_get_int (&self->reader);
  data = mado_cbor_get_bytes (&self->reader, &length);
  /* An empty one is no view on the page. */
  if (data == NULL || length == 0)
    mado_cbor_fail (&self->reader);
  else
    frame->bytes = g_bytes_new_from_bytes (self->page, (gsize) (data - self->reader.data), length);
}

/* Reads what belongs to the type; returns how many items that was. */
static guint64
read_body (MadoFrames *self,
           MadoFrame  *frame,
           guint64     type)
{
  MadoCborReader *reader = &self->reader;

  frame->type = (MadoFrameType) type;
  switch (type)
    {
    case MADO_FRAME_END:
      read_text_into (reader, frame->epoch, sizeof frame->epoch);
      frame->next = mado_cbor_get_uint (reader);
      frame->more = mado_cbor_get_bool (reader);
      frame->time = mado_cbor_get_int (reader);
      return 5;
    case MADO_FRAME_KEY:
      read_key (self, frame);
      return 5;
    case MADO_FRAME_COMMIT:
      read_commit (self, frame);
      return 4;
    case MADO_FRAME_LEFT:
      mado_cbor_get_bytes_exact (reader, frame->record.b, 16);
      read_text_into (reader, frame->section, sizeof frame->section);
      return 3;
    case MADO_FRAME_PURGE:
      mado_cbor_get_bytes_exact (reader, frame->record.b, 16);
      return 2;
    case MADO_FRAME_DEVICE:
      mado_cbor_get_bytes_exact (reader, frame->device.b, 16);
      mado_cbor_get_bytes_exact (reader, frame->device_key.sign, 32);
      mado_cbor_get_bytes_exact (reader, frame->device_key.box, 32);
      read_text_into (reader, frame->scope, sizeof frame->scope);
      mado_cbor_skip (reader);
      frame->revoked = mado_cbor_get_int (reader);
      return 7;
    default:
      frame->type = MADO_FRAME_UNKNOWN;
      return 1;
    }
}

gboolean
mado_frames_next (MadoFrames *self,
                  MadoFrame  *frame,
                  GError    **error)
{
  MadoCborReader *reader = &self->reader;
  guint64 items;
  guint64 known;

  memset (frame, 0, sizeof *frame);
  if (mado_cbor_peek (reader) == MADO_CBOR_END)
    {
      mado_cbor_reader_finish (reader, "a page of the server's journal", error);
      return FALSE;
    }
  items = mado_cbor_get_array (reader);
  if (items < 1)
    mado_cbor_fail (reader);
  known = read_body (self, frame, mado_cbor_get_uint (reader));
  if (items < known)
    mado_cbor_fail (reader);
  skip_rest (reader, items, known);
  if (!reader->failed)
    return TRUE;
  mado_frame_clear (frame);
  mado_cbor_reader_finish (reader, "a page of the server's journal", error);
  return FALSE;
}
