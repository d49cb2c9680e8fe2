/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/mado-value.h"

#include <cbor.h>
#include <string.h>

/*
 * The writer lets libcbor make the heads. The reader is our own, because
 * libcbor's decoder accepts what deterministic CBOR forbids (long heads,
 * indefinite lengths, unsorted maps) and builds a tree of small blocks, where
 * a commit needs one pass and no allocation.
 *
 * A container that the caller opens with get_array or get_map counts on the
 * caller to read its items; only get_value and skip recurse, and `depth`
 * limits those.
 */

/* --- writing ------------------------------------------------------------ */

typedef size_t (*PutHead) (size_t value, unsigned char *buffer, size_t size);

static void
put_head (GByteArray *out,
          PutHead     put,
          gsize       value)
{
  guint8 head[9];

  g_byte_array_append (out, head, (guint) put (value, head, sizeof head));
}

void
mado_cbor_put_uint (GByteArray *out,
                    guint64     value)
{
  guint8 head[9];

  g_byte_array_append (out, head, (guint) cbor_encode_uint (value, head, sizeof head));
}

void
mado_cbor_put_int (GByteArray *out,
                   gint64      value)
{
  guint8 head[9];

  if (value >= 0)
    mado_cbor_put_uint (out, (guint64) value);
  else
    g_byte_array_append (out, head, (guint) cbor_encode_negint (~(guint64) value, head, sizeof head));
}

void
mado_cbor_put_bytes (GByteArray *out,
                     const void *data,
                     gsize       length)
{
  put_head (out, cbor_encode_bytestring_start, length);
  if (length > 0)
    g_byte_array_append (out, data, (guint) length);
}

void
mado_cbor_put_text_n (GByteArray *out,
                      const char *text,
                      gsize       length)
{
  put_head (out, cbor_encode_string_start, length);
  if (length > 0)
    g_byte_array_append (out, (const guint8 *) text, (guint) length);
}

void
mado_cbor_put_text (GByteArray *out,
                    const char *text)
{
  mado_cbor_put_text_n (out, text, strlen (text));
}

void
mado_cbor_put_array (GByteArray *out,
                     guint64     items)
{
  put_head (out, cbor_encode_array_start, items);
}

void
mado_cbor_put_map (GByteArray *out,
                   guint64     pairs)
{
  put_head (out, cbor_encode_map_start, pairs);
}

void
mado_cbor_put_bool (GByteArray *out,
                    gboolean    value)
{
  guint8 byte = value ? 0xf5 : 0xf4;

  g_byte_array_append (out, &byte, 1);
}

void
mado_cbor_put_null (GByteArray *out)
{
  guint8 byte = 0xf6;

  g_byte_array_append (out, &byte, 1);
}

/* --- reading ------------------------------------------------------------ */

void
mado_cbor_reader_init (MadoCborReader *self,
                       const void     *data,
                       gsize           length)
{
  *self = (MadoCborReader) { .data = data, .length = length };
}

void
mado_cbor_fail (MadoCborReader *self)
{
  self->failed = TRUE;
}

MadoCborType
mado_cbor_peek (MadoCborReader *self)
{
  if (self->failed || self->at >= self->length)
    return MADO_CBOR_END;
  return (MadoCborType) (self->data[self->at] >> 5);
}

/* The number in a head of 1, 2, 4 or 8 bytes, which has to need them all. */
static guint64
read_long (MadoCborReader *self,
           guint           bytes)
{
  guint64 value = 0;

  if (self->length - self->at < bytes)
    {
      self->failed = TRUE;
      return 0;
    }
  for (guint i = 0; i < bytes; i++)
    value = value << 8 | self->data[self->at + i];
  self->at += bytes;
  if (bytes == 1 ? value < 24 : value >> (bytes * 4) == 0)
    self->failed = TRUE;
  return self->failed ? 0 : value;
}

static guint64
read_head (MadoCborReader *self,
           MadoCborType    type)
{
  guint8 low;

  if (mado_cbor_peek (self) != type)
    {
      self->failed = TRUE;
      return 0;
    }
  low = self->data[self->at++] & 0x1f;
  if (low < 24)
    return low;
  if (low <= 27)
    return read_long (self, 1u << (low - 24));
  self->failed = TRUE; /* reserved, or an indefinite length */
  return 0;
}

guint64
mado_cbor_get_uint (MadoCborReader *self)
{
  return read_head (self, MADO_CBOR_UINT);
}

gint64
mado_cbor_get_int (MadoCborReader *self)
{
  gboolean negative = mado_cbor_peek (self) == MADO_CBOR_NEGATIVE;
  guint64 value = read_head (self, negative ? MADO_CBOR_NEGATIVE : MADO_CBOR_UINT);

  if (value > G_MAXINT64)
    {
      self->failed = TRUE;
      return 0;
    }
  return negative ? -1 - (gint64) value : (gint64) value;
}

gboolean
mado_cbor_get_bool (MadoCborReader *self)
{
  guint8 byte = mado_cbor_peek (self) == MADO_CBOR_SIMPLE ? self->data[self->at] : 0;

  if (byte != 0xf4 && byte != 0xf5)
    {
      self->failed = TRUE;
      return FALSE;
    }
  self->at++;
  return byte == 0xf5;
}

static const guint8 *
read_string (MadoCborReader *self,
             MadoCborType    type,
             gsize          *length)
{
  guint64 size = read_head (self, type);
  const guint8 *start;

  *length = 0;
  if (self->failed || size > self->length - self->at)
    {
      self->failed = TRUE;
      return (const guint8 *) "";
    }
  start = self->data + self->at;
  self->at += size;
  *length = size;
  return start;
}

const guint8 *
mado_cbor_get_bytes (MadoCborReader *self,
                     gsize          *length)
{
  return read_string (self, MADO_CBOR_BYTES, length);
}

gboolean
mado_cbor_get_bytes_exact (MadoCborReader *self,
                           void           *out,
                           gsize           length)
{
  gsize size;
  const guint8 *data = read_string (self, MADO_CBOR_BYTES, &size);

  if (self->failed || size != length)
    {
      self->failed = TRUE;
      memset (out, 0, length);
      return FALSE;
    }
  memcpy (out, data, length);
  return TRUE;
}

const char *
mado_cbor_get_text (MadoCborReader *self,
                    gsize          *length)
{
  const char *text = (const char *) read_string (self, MADO_CBOR_TEXT, length);

  /* g_utf8_validate_len() refuses a zero byte too, so the text is a C string. */
  if (!self->failed && !g_utf8_validate_len (text, *length, NULL))
    {
      self->failed = TRUE;
      *length = 0;
      return "";
    }
  return text;
}

char *
mado_cbor_dup_text (MadoCborReader *self)
{
  gsize length;
  const char *text = mado_cbor_get_text (self, &length);

  return g_strndup (text, length);
}

/* Every item takes a byte, so a count that the bytes cannot hold is refused
 * before anybody allocates or loops for it. */
static guint64
read_count (MadoCborReader *self,
            MadoCborType    type,
            guint           per_item)
{
  guint64 count = read_head (self, type);

  if (count > (self->length - self->at) / per_item)
    self->failed = TRUE;
  return self->failed ? 0 : count;
}

guint64
mado_cbor_get_array (MadoCborReader *self)
{
  return read_count (self, MADO_CBOR_ARRAY, 1);
}

guint64
mado_cbor_get_map (MadoCborReader *self)
{
  return read_count (self, MADO_CBOR_MAP, 2);
}

static void
skip_map (MadoCborReader *self)
{
  guint64 pairs = mado_cbor_get_map (self);
  const guint8 *last = NULL;
  gsize last_length = 0;

  while (pairs-- > 0 && !self->failed)
    {
      const guint8 *key = self->data + self->at;
      gsize length;

      mado_cbor_skip (self);
      length = (gsize) (self->data + self->at - key);
      if (last != NULL)
        {
          int order = memcmp (last, key, MIN (last_length, length));

          if (order > 0 || (order == 0 && last_length >= length))
            self->failed = TRUE;
        }
      last = key;
      last_length = length;
      mado_cbor_skip (self);
    }
}

/* Floats keep their bytes; only the head has to be whole. */
static void
skip_simple (MadoCborReader *self)
{
  guint8 low = self->data[self->at++] & 0x1f;
  gsize more = low < 24 ? 0 : low <= 27 ? (gsize) 1 << (low - 24) : G_MAXSIZE;

  if (more > self->length - self->at || (low == 24 && self->data[self->at] < 32))
    self->failed = TRUE;
  else
    self->at += more;
}

static void
skip_array (MadoCborReader *self)
{
  guint64 items = mado_cbor_get_array (self);

  while (items-- > 0 && !self->failed)
    mado_cbor_skip (self);
}

static void
skip_item (MadoCborReader *self)
{
  gsize length;

  switch (mado_cbor_peek (self))
    {
    case MADO_CBOR_UINT:
      read_head (self, MADO_CBOR_UINT);
      break;
    case MADO_CBOR_NEGATIVE:
      read_head (self, MADO_CBOR_NEGATIVE);
      break;
    case MADO_CBOR_BYTES:
      mado_cbor_get_bytes (self, &length);
      break;
    case MADO_CBOR_TEXT:
      mado_cbor_get_text (self, &length);
      break;
    case MADO_CBOR_ARRAY:
      skip_array (self);
      break;
    case MADO_CBOR_MAP:
      skip_map (self);
      break;
    case MADO_CBOR_TAG:
      read_head (self, MADO_CBOR_TAG);
      mado_cbor_skip (self);
      break;
    case MADO_CBOR_SIMPLE:
      skip_simple (self);
      break;
    case MADO_CBOR_END:
    default:
      self->failed = TRUE;
    }
}

void
mado_cbor_skip (MadoCborReader *self)
{
  if (self->depth >= MADO_CBOR_MAX_DEPTH)
    {
      self->failed = TRUE;
      return;
    }
  self->depth++;
  skip_item (self);
  self->depth--;
}

gboolean
mado_cbor_reader_finish (MadoCborReader  *self,
                         const char      *what,
                         GError         **error)
{
  if (!self->failed && self->at == self->length)
    return TRUE;
  g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED,
               "%s is damaged: its bytes are not in the expected form.", what);
  return FALSE;
}
