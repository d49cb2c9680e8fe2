/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-private.h"

#include <string.h>

/* The reading side of mado-slip-body-put.c. The map is read first; it says how
 * the raw bytes are divided, and the streams of values are read last. */

#define MAX_NAME  64
#define MAX_ITEMS 256
#define MAX_CLOCK ((G_GINT64_CONSTANT (1) << 47) - 1) /* ms */

typedef struct
{
  MadoSlip      *slip;
  const guint8  *raw;
  gsize          raw_length;
  guint          n_packed_persons;
  const guint8  *shape;
  gsize          shape_length;
  const guint8  *text;
  gsize          text_length;
} Body;

/* MIN() would read twice. */
static guint
get_small (MadoCborReader *reader,
           guint           most)
{
  guint64 number = mado_cbor_get_uint (reader);

  return (guint) MIN (number, most);
}

static char *
get_name (MadoCborReader *reader)
{
  gsize length;
  const char *text = mado_cbor_get_text (reader, &length);

  if (length > MAX_NAME)
    mado_cbor_fail (reader);
  return g_strndup (text, MIN (length, MAX_NAME));
}

static guint64
get_count (MadoCborReader *reader,
           guint           per_item)
{
  guint64 n = mado_cbor_get_array (reader);

  if (n % per_item != 0 || n / per_item > MAX_ITEMS)
    mado_cbor_fail (reader);
  return reader->failed ? 0 : n / per_item;
}

static void
get_city (MadoCborReader *reader,
          MadoSlip       *slip)
{
  guint64 city = mado_cbor_get_uint (reader);

  if (city > 999999)
    mado_cbor_fail (reader);
  else
    g_snprintf (slip->city, sizeof slip->city, "%06u", (guint) city);
}

static void
get_sections (MadoCborReader *reader,
              MadoSlip       *slip)
{
  guint64 n = get_count (reader, 3);

  while (n-- > 0 && !reader->failed)
    {
      MadoSlipHeads *heads;
      g_autofree char *name = get_name (reader);
      guint64 n_heads = mado_cbor_get_uint (reader);
      guint64 n_seen = mado_cbor_get_uint (reader);

      if (n_heads > MAX_ITEMS || n_seen > 4096)
        {
          mado_cbor_fail (reader);
          return;
        }
      mado_slip_add_heads (slip, name, 0, NULL, 0, NULL, 0);
      heads = slip->heads->pdata[slip->heads->len - 1];
      heads->n_heads = (guint) n_heads;
      heads->n_seen = (guint) n_seen;
      heads->heads = g_new0 (MadoId, n_heads + 1);
      heads->seen = g_renew (guint16, heads->seen, n_seen + 1);
    }
}

static void
get_names (MadoCborReader *reader,
           char         ***names)
{
  guint64 n = get_count (reader, 1);

  while (n-- > 0 && !reader->failed)
    {
      g_autofree char *name = get_name (reader);

      mado_slip_append_name (names, name);
    }
}

static void
get_persons (MadoCborReader *reader,
             Body           *body)
{
  if (mado_cbor_peek (reader) == MADO_CBOR_ARRAY)
    {
      get_names (reader, &body->slip->persons);
      return;
    }
  body->n_packed_persons = get_small (reader, MAX_ITEMS + 1);
  if (body->n_packed_persons > MAX_ITEMS)
    mado_cbor_fail (reader);
}

static void
get_procedure (MadoCborReader *reader,
               MadoSlip       *slip)
{
  g_autofree char *proc = get_name (reader);
  g_auto (GStrv) words = NULL;
  guint64 number;
  const char *state;
  const char *added;

  if (mado_cbor_peek (reader) == MADO_CBOR_ARRAY)
    {
      words = g_new0 (char *, 1);
      get_names (reader, &words);
      if (g_strv_length (words) == 2)
        mado_slip_add_procedure (slip, proc, words[0], words[1]);
      else
        mado_cbor_fail (reader);
      return;
    }
  number = mado_cbor_get_uint (reader);
  state = mado_slip_state_from_number ((guint) (number & 15));
  added = mado_slip_added_from_number ((guint) MIN (number >> 4, 1000));
  mado_slip_add_procedure (slip, proc, state != NULL ? state : "?", added != NULL ? added : "?");
}

static void
get_covered (MadoCborReader    *reader,
             MadoSlip          *slip,
             MadoSlipSignature *signature)
{
  guint64 n = get_count (reader, 1);

  while (n-- > 0 && !reader->failed)
    {
      g_autofree char *name = NULL;
      guint64 index;

      if (mado_cbor_peek (reader) == MADO_CBOR_TEXT)
        {
          name = get_name (reader);
          mado_slip_append_name (&signature->procs, name);
          continue;
        }
      index = mado_cbor_get_uint (reader);
      if (index >= slip->procedures->len)
        mado_cbor_fail (reader);
      else
        mado_slip_append_name (&signature->procs, ((MadoSlipProcedure *) slip->procedures->pdata[index])->proc);
    }
}

static char *
get_method (MadoCborReader *reader)
{
  const char *method;

  if (mado_cbor_peek (reader) == MADO_CBOR_TEXT)
    return get_name (reader);
  method = mado_slip_method_from_number (get_small (reader, 1000));
  return g_strdup (method != NULL ? method : "?");
}

/* Seconds to milliseconds, within the years that a date can have. */
static gint64
to_ms (MadoCborReader *reader,
       gint64          seconds)
{
  if (seconds < -G_GINT64_CONSTANT (4000000000) || seconds > G_GINT64_CONSTANT (8000000000))
    {
      mado_cbor_fail (reader);
      return 0;
    }
  return seconds * 1000;
}

static void
get_signatures (MadoCborReader *reader,
                MadoSlip       *slip)
{
  guint64 n = get_count (reader, 1);

  while (n-- > 0 && !reader->failed)
    {
      static const MadoId zero;
      static const guint8 no_digest[MADO_SLIP_DIGEST_BYTES];
      g_autofree char *method = NULL;
      gint64 signed_at;

      if (mado_cbor_get_array (reader) != 3)
        mado_cbor_fail (reader);
      method = get_method (reader);
      signed_at = slip->issued - to_ms (reader, mado_cbor_get_int (reader));
      mado_slip_add_signature (slip, &zero, no_digest, method, signed_at, (const char *[]) { NULL });
      get_covered (reader, slip, slip->signatures->pdata[slip->signatures->len - 1]);
    }
}

static void
get_pair (MadoCborReader *reader,
          guint64         key,
          Body           *body)
{
  MadoSlip *slip = body->slip;

  switch ((MadoSlipKey) key)
    {
    case MADO_SLIP_KEY_CITY:
      get_city (reader, slip);
      break;
    case MADO_SLIP_KEY_SECTIONS:
      get_sections (reader, slip);
      break;
    case MADO_SLIP_KEY_GENERATION:
      slip->generation = get_small (reader, G_MAXUINT);
      break;
    case MADO_SLIP_KEY_ISSUED:
      slip->issued = to_ms (reader, mado_cbor_get_int (reader));
      break;
    case MADO_SLIP_KEY_LIFETIME:
      slip->expires = slip->issued + to_ms (reader, mado_cbor_get_int (reader));
      break;
    case MADO_SLIP_KEY_PACK:
      g_free (slip->pack_version);
      slip->pack_version = get_name (reader);
      break;
    case MADO_SLIP_KEY_PERSONS:
      get_persons (reader, body);
      break;
    case MADO_SLIP_KEY_PROCEDURES:
      for (guint64 n = get_count (reader, 2); n > 0 && !reader->failed; n--)
        get_procedure (reader, slip);
      break;
    case MADO_SLIP_KEY_WINDOWS:
      get_names (reader, &slip->windows);
      break;
    case MADO_SLIP_KEY_SIGNATURES:
      get_signatures (reader, slip);
      break;
    case MADO_SLIP_KEY_SHAPE:
      body->shape = mado_cbor_get_bytes (reader, &body->shape_length);
      break;
    case MADO_SLIP_KEY_TEXT:
      body->text = mado_cbor_get_bytes (reader, &body->text_length);
      break;
    case MADO_SLIP_KEY_KIND:
      g_free (slip->kind);
      slip->kind = get_name (reader);
      break;
    case MADO_SLIP_KEY_REFERENCE:
      slip->reference = mado_cbor_get_bool (reader);
      break;
    case MADO_SLIP_KEY_SOURCE:
      slip->source = (MadoSource) get_small (reader, 1000);
      break;
    default:
      mado_cbor_skip (reader); /* of a newer program */
    }
}

#define REQUIRED (1u << MADO_SLIP_KEY_CITY | 1u << MADO_SLIP_KEY_GENERATION | 1u << MADO_SLIP_KEY_ISSUED | 1u << MADO_SLIP_KEY_LIFETIME)

static gboolean
get_map (GBytes  *map,
         Body    *body,
         GError **error)
{
  MadoCborReader reader;
  guint64 pairs;
  guint64 next = 0; /* the smallest key that may come */
  guint seen = 0;

  mado_cbor_reader_init (&reader, g_bytes_get_data (map, NULL), g_bytes_get_size (map));
  for (pairs = mado_cbor_get_map (&reader); pairs > 0 && !reader.failed; pairs--)
    {
      guint64 key = mado_cbor_get_uint (&reader);

      if (key < next)
        mado_cbor_fail (&reader);
      else
        get_pair (&reader, key, body);
      next = key + 1;
      seen |= key < 32 ? 1u << key : 0;
    }
  if ((seen & REQUIRED) != REQUIRED)
    mado_cbor_fail (&reader);
  return mado_cbor_reader_finish (&reader, "The slip", error);
}

/* --- raw -------------------------------------------------------------------- */

static void
take (Body  *body,
      void  *out,
      gsize  length)
{
  if (body->raw == NULL || length > body->raw_length)
    {
      body->raw = NULL;
      memset (out, 0, length);
      return;
    }
  memcpy (out, body->raw, length);
  body->raw += length;
  body->raw_length -= length;
}

static void
get_seen (MadoBitReader *bits,
          MadoSlip      *slip)
{
  for (guint i = 0; i < slip->heads->len; i++)
    {
      MadoSlipHeads *heads = slip->heads->pdata[i];

      for (guint k = 0; k < heads->n_seen; k++)
        {
          heads->seen[k] = (guint16) mado_bits_get (bits, 16);
          if (k > 0 && heads->seen[k - 1] > heads->seen[k])
            bits->failed = TRUE;
        }
    }
}

static void
get_clocks (MadoBitReader *bits,
            MadoSlip      *slip)
{
  for (guint i = 0; i < slip->heads->len; i++)
    {
      gint64 age = mado_unzigzag (mado_bits_get_number (bits));
      guint64 counter = mado_bits_get_number (bits);

      if (bits->failed || age < -MAX_CLOCK || age > slip->issued || slip->issued - age > MAX_CLOCK || counter > 0xffff)
        {
          bits->failed = TRUE;
          return;
        }
      ((MadoSlipHeads *) slip->heads->pdata[i])->clock = (guint64) (slip->issued - age) << 16 | counter;
    }
}

static void
get_packed_persons (MadoBitReader *bits,
                    Body          *body)
{
  for (guint i = 0; i < body->n_packed_persons && !bits->failed; i++)
    {
      guint32 packed = (guint32) mado_bits_get (bits, 30);
      char eid[8] = "p";

      for (guint k = 0; k < 6; k++)
        eid[1 + k] = "abcdefghijklmnopqrstuvwxyz234567"[packed >> (25 - 5 * k) & 31];
      mado_slip_append_name (&body->slip->persons, eid);
    }
}

static void
get_ids (Body *body)
{
  MadoSlip *slip = body->slip;

  take (body, slip->record.b, sizeof slip->record.b);
  take (body, slip->device.b, sizeof slip->device.b);
  for (guint i = 0; i < slip->heads->len; i++)
    {
      MadoSlipHeads *heads = slip->heads->pdata[i];

      take (body, heads->heads, heads->n_heads * sizeof (MadoId));
    }
  for (guint i = 0; i < slip->signatures->len; i++)
    {
      MadoSlipSignature *signature = slip->signatures->pdata[i];

      take (body, signature->id.b, sizeof signature->id.b);
      take (body, signature->digest, sizeof signature->digest);
    }
}

static gboolean
get_streams (Body                  *body,
             const MadoSlipFields  *fields,
             GError               **error)
{
  MadoSlipValuesIn in = { 0 };

  get_ids (body);
  in.bits = (MadoBitReader) { .data = body->raw, .length = body->raw == NULL ? 0 : body->raw_length };
  if (body->raw == NULL || mado_id_is_null (&body->slip->record))
    in.bits.failed = TRUE;
  get_seen (&in.bits, body->slip);
  get_clocks (&in.bits, body->slip);
  get_packed_persons (&in.bits, body);
  mado_cbor_reader_init (&in.shape, body->shape, body->shape_length);
  mado_cbor_reader_init (&in.text, body->text, body->text_length);
  return mado_slip_get_values (&in, body->slip, fields, error);
}

MadoSlip *
mado_slip_read_body (const guint8          *data,
                     gsize                  length,
                     const MadoSlipFields  *fields,
                     GError               **error)
{
  static const MadoId zero;
  g_autoptr (MadoSlip) slip = mado_slip_new ("", &zero);
  g_autoptr (GBytes) map = NULL;
  Body body = { .slip = slip };
  MadoCborReader start;
  guint64 raw_length;

  mado_cbor_reader_init (&start, data, length);
  start.at = 1; /* the dictionary's number */
  raw_length = mado_varint_get (&start);
  if (length < 2 || start.failed || raw_length > length - start.at)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, "raw");
      return NULL;
    }
  body.raw = data + start.at;
  body.raw_length = raw_length;
  map = mado_slip_inflate (data[0], body.raw + raw_length, length - start.at - raw_length, error);
  if (map == NULL || !get_map (map, &body, error) || !get_streams (&body, fields, error))
    return NULL;
  return g_steal_pointer (&slip);
}
