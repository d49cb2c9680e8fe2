/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-private.h"

#include <stdlib.h>
#include <string.h>

/*
 * The body in two parts: *raw* bytes, which no compression helps (ids,
 * digests, packed bits), and a deflated CBOR map for the rest. Mixing them
 * would spoil the Huffman code of both. README.md, "Body".
 */

static const char eid_alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

/* "p" and six characters of base32: 30 bits. FALSE for any other element id. */
static gboolean
pack_eid (const char *eid,
          guint32    *packed)
{
  if (strlen (eid) != 7 || eid[0] != 'p')
    return FALSE;
  *packed = 0;
  for (guint i = 1; i < 7; i++)
    {
      const char *at = strchr (eid_alphabet, eid[i]);

      if (at == NULL)
        return FALSE;
      *packed = *packed << 5 | (guint32) (at - eid_alphabet);
    }
  return TRUE;
}

static gboolean
persons_pack (const MadoSlip *slip)
{
  guint32 packed;

  for (guint i = 0; slip->persons[i] != NULL; i++)
    if (!pack_eid (slip->persons[i], &packed))
      return FALSE;
  return TRUE;
}

/* --- raw -------------------------------------------------------------------- */

/* How long before the printing, and the counter below the millisecond: 4 bytes
 * instead of the clock's 8. */
static void
put_clocks (MadoBitWriter  *bits,
            const MadoSlip *slip)
{
  for (guint i = 0; i < slip->heads->len; i++)
    {
      guint64 clock = slip->draft ? (guint64) MAX (slip->issued / 1000 * 1000, 0) << 16
                                  : ((const MadoSlipHeads *) slip->heads->pdata[i])->clock;
      gint64 age = slip->issued / 1000 * 1000 - mado_hlc_ms (clock);

      mado_bits_put_number (bits, mado_zigzag (age));
      mado_bits_put_number (bits, clock & 0xffff);
    }
}

static void
put_raw (GByteArray     *raw,
         MadoBitWriter  *bits,
         const MadoSlip *slip)
{
  g_byte_array_append (raw, slip->draft ? slip->draft_id.b : slip->record.b, sizeof slip->record.b);
  g_byte_array_append (raw, slip->device.b, sizeof slip->device.b);
  for (guint i = 0; i < slip->heads->len; i++)
    {
      const MadoSlipHeads *heads = slip->heads->pdata[i];

      g_byte_array_append (raw, (const guint8 *) heads->heads, heads->n_heads * (guint) sizeof (MadoId));
      for (guint k = 0; k < heads->n_seen; k++)
        mado_bits_put (bits, heads->seen[k], 16);
    }
  put_clocks (bits, slip);
  for (guint i = 0; i < slip->signatures->len; i++)
    {
      const MadoSlipSignature *signature = slip->signatures->pdata[i];

      g_byte_array_append (raw, signature->id.b, sizeof signature->id.b);
      g_byte_array_append (raw, signature->digest, sizeof signature->digest);
    }
  for (guint i = 0; persons_pack (slip) && slip->persons[i] != NULL; i++)
    {
      guint32 packed = 0;

      pack_eid (slip->persons[i], &packed);
      mado_bits_put (bits, packed, 30);
    }
}

/* --- map -------------------------------------------------------------------- */

static void
put_key (GByteArray *out,
         MadoSlipKey key,
         guint      *pairs)
{
  mado_cbor_put_uint (out, key);
  (*pairs)++;
}

static void
put_sections (GByteArray     *out,
              const MadoSlip *slip)
{
  mado_cbor_put_array (out, slip->heads->len * 3);
  for (guint i = 0; i < slip->heads->len; i++)
    {
      const MadoSlipHeads *heads = slip->heads->pdata[i];

      mado_cbor_put_text (out, heads->section);
      mado_cbor_put_uint (out, heads->n_heads);
      mado_cbor_put_uint (out, heads->n_seen);
    }
}

static void
put_names (GByteArray        *out,
           const char *const *names)
{
  mado_cbor_put_array (out, g_strv_length ((char **) names));
  for (guint i = 0; names[i] != NULL; i++)
    mado_cbor_put_text (out, names[i]);
}

static void
put_persons (GByteArray     *out,
             const MadoSlip *slip)
{
  if (persons_pack (slip))
    mado_cbor_put_uint (out, g_strv_length (slip->persons));
  else
    put_names (out, (const char *const *) slip->persons);
}

static void
put_procedure (GByteArray              *out,
               const MadoSlipProcedure *procedure)
{
  guint state = mado_slip_state_to_number (procedure->state);
  guint added = mado_slip_added_to_number (procedure->added);

  mado_cbor_put_text (out, procedure->proc);
  if ((state == 0 && *procedure->state != 0) || (added == 0 && *procedure->added != 0))
    put_names (out, (const char *[]) { procedure->state, procedure->added, NULL });
  else
    mado_cbor_put_uint (out, state + 16 * added);
}

static void
put_procedures (GByteArray     *out,
                const MadoSlip *slip)
{
  mado_cbor_put_array (out, slip->procedures->len * 2);
  for (guint i = 0; i < slip->procedures->len; i++)
    put_procedure (out, slip->procedures->pdata[i]);
}

static int
find_procedure (const MadoSlip *slip,
                const char     *proc)
{
  for (guint i = 0; i < slip->procedures->len; i++)
    if (strcmp (((const MadoSlipProcedure *) slip->procedures->pdata[i])->proc, proc) == 0)
      return (int) i;
  return -1;
}

static void
put_signature (GByteArray              *out,
               const MadoSlip          *slip,
               const MadoSlipSignature *signature)
{
  guint method = mado_slip_method_to_number (signature->method);

  mado_cbor_put_array (out, 3);
  if (method == 0 && *signature->method != 0)
    mado_cbor_put_text (out, signature->method);
  else
    mado_cbor_put_uint (out, method);
  mado_cbor_put_int (out, slip->issued / 1000 - signature->signed_at / 1000);
  mado_cbor_put_array (out, g_strv_length (signature->procs));
  for (guint i = 0; signature->procs[i] != NULL; i++)
    {
      int index = find_procedure (slip, signature->procs[i]);

      if (index >= 0)
        mado_cbor_put_uint (out, (guint64) index);
      else
        mado_cbor_put_text (out, signature->procs[i]);
    }
}

static void
put_signatures (GByteArray     *out,
                const MadoSlip *slip)
{
  mado_cbor_put_array (out, slip->signatures->len);
  for (guint i = 0; i < slip->signatures->len; i++)
    put_signature (out, slip, slip->signatures->pdata[i]);
}

static void
put_start (GByteArray     *out,
           const MadoSlip *slip,
           guint          *pairs)
{
  put_key (out, MADO_SLIP_KEY_CITY, pairs);
  mado_cbor_put_uint (out, (guint64) atoi (slip->city));
  if (slip->heads->len > 0)
    {
      put_key (out, MADO_SLIP_KEY_SECTIONS, pairs);
      put_sections (out, slip);
    }
  put_key (out, MADO_SLIP_KEY_GENERATION, pairs);
  mado_cbor_put_uint (out, slip->generation);
  put_key (out, MADO_SLIP_KEY_ISSUED, pairs);
  mado_cbor_put_int (out, slip->issued / 1000);
  put_key (out, MADO_SLIP_KEY_LIFETIME, pairs);
  mado_cbor_put_int (out, slip->expires / 1000 - slip->issued / 1000);
}

static void
put_lists (GByteArray     *out,
           const MadoSlip *slip,
           guint          *pairs)
{
  if (*slip->pack_version != 0)
    {
      put_key (out, MADO_SLIP_KEY_PACK, pairs);
      mado_cbor_put_text (out, slip->pack_version);
    }
  if (slip->persons[0] != NULL)
    {
      put_key (out, MADO_SLIP_KEY_PERSONS, pairs);
      put_persons (out, slip);
    }
  if (slip->procedures->len > 0)
    {
      put_key (out, MADO_SLIP_KEY_PROCEDURES, pairs);
      put_procedures (out, slip);
    }
  if (slip->windows[0] != NULL)
    {
      put_key (out, MADO_SLIP_KEY_WINDOWS, pairs);
      put_names (out, (const char *const *) slip->windows);
    }
  if (slip->signatures->len > 0)
    {
      put_key (out, MADO_SLIP_KEY_SIGNATURES, pairs);
      put_signatures (out, slip);
    }
}

static void
put_end (GByteArray              *out,
         const MadoSlip          *slip,
         const MadoSlipValuesOut *values,
         gboolean                 reference,
         guint                   *pairs)
{
  if (values->shape->len > 0)
    {
      put_key (out, MADO_SLIP_KEY_SHAPE, pairs);
      mado_cbor_put_bytes (out, values->shape->data, values->shape->len);
    }
  if (values->text->len > 0)
    {
      put_key (out, MADO_SLIP_KEY_TEXT, pairs);
      mado_cbor_put_bytes (out, values->text->data, values->text->len);
    }
  if (strcmp (slip->kind, "case") != 0)
    {
      put_key (out, MADO_SLIP_KEY_KIND, pairs);
      mado_cbor_put_text (out, slip->kind);
    }
  if (reference)
    {
      put_key (out, MADO_SLIP_KEY_REFERENCE, pairs);
      mado_cbor_put_bool (out, TRUE);
    }
  if (slip->draft && slip->source != MADO_SOURCE_SLIP)
    {
      put_key (out, MADO_SLIP_KEY_SOURCE, pairs);
      mado_cbor_put_uint (out, slip->source);
    }
}

static GBytes *
join (GByteArray *raw,
      GByteArray *bits,
      GByteArray *map,
      guint       pairs)
{
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autoptr (GBytes) deflated = NULL;
  GByteArray *out = g_byte_array_new ();
  guint8 dictionary = MADO_SLIP_DICTIONARY;

  mado_cbor_put_map (whole, pairs);
  g_byte_array_append (whole, map->data, map->len);
  deflated = mado_slip_deflate (whole->data, whole->len);

  g_byte_array_append (out, &dictionary, 1);
  mado_varint_put (out, raw->len + bits->len);
  g_byte_array_append (out, raw->data, raw->len);
  g_byte_array_append (out, bits->data, bits->len);
  g_byte_array_append (out, g_bytes_get_data (deflated, NULL), (guint) g_bytes_get_size (deflated));
  return g_byte_array_free_to_bytes (out);
}

GBytes *
mado_slip_write_body (const MadoSlip       *slip,
                      GPtrArray            *chosen,
                      guint                 carried,
                      gboolean              reference,
                      const MadoSlipFields *fields)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();
  g_autoptr (GByteArray) map = g_byte_array_new ();
  g_autoptr (GByteArray) shape = g_byte_array_new ();
  g_autoptr (GByteArray) text = g_byte_array_new ();
  g_autoptr (GByteArray) bits = g_byte_array_new ();
  MadoSlipValuesOut values = { .shape = shape, .text = text, .bits = { .bytes = bits } };
  guint pairs = 0;

  put_raw (raw, &values.bits, slip);
  mado_slip_put_values (&values, slip, chosen, carried, fields);
  put_start (map, slip, &pairs);
  put_lists (map, slip, &pairs);
  put_end (map, slip, &values, reference, &pairs);
  return join (raw, bits, map, pairs);
}
