/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/mado-value.h"

#include <string.h>

/* --- writing ------------------------------------------------------------ */

static void
put_list (GByteArray *out,
          GVariant   *value)
{
  gsize n = g_variant_n_children (value);

  mado_cbor_put_array (out, n);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) slot = g_variant_get_child_value (value, i);
      g_autoptr (GVariant) item = g_variant_get_variant (slot);

      mado_cbor_put_value (out, item);
    }
}

static void
put_verbatim (GByteArray *out,
              GVariant   *value)
{
  g_autoptr (GVariant) bytes = g_variant_get_child_value (value, 0);

  g_byte_array_append (out, g_variant_get_data (bytes), (guint) g_variant_get_size (bytes));
}

/**
 * mado_cbor_put_value:
 * @out: where to append
 * @value: a value of one of the types listed in the header
 *
 * Appends @value. Any other type is a programmer's mistake and is written as
 * "nothing" after a critical message.
 */
void
mado_cbor_put_value (GByteArray *out,
                     GVariant   *value)
{
  const char *type = g_variant_get_type_string (value);
  const char *text;
  gsize length;

  if (strcmp (type, "s") == 0)
    {
      text = g_variant_get_string (value, &length);
      mado_cbor_put_text_n (out, text, length);
    }
  else if (strcmp (type, "x") == 0)
    mado_cbor_put_int (out, g_variant_get_int64 (value));
  else if (strcmp (type, "b") == 0)
    mado_cbor_put_bool (out, g_variant_get_boolean (value));
  else if (strcmp (type, "ay") == 0)
    mado_cbor_put_bytes (out, g_variant_get_data (value), g_variant_get_size (value));
  else if (strcmp (type, "av") == 0)
    put_list (out, value);
  else if (strcmp (type, "(ay)") == 0)
    put_verbatim (out, value);
  else
    {
      if (strcmp (type, "()") != 0)
        g_critical ("A value of type %s cannot be written", type);
      mado_cbor_put_null (out);
    }
}

/* --- reading ------------------------------------------------------------ */

static GVariant *
bytes_variant (const guint8 *data,
               gsize         length)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, data, length, 1);
}

/* What this program has no type for: a map, a tag, a float, a huge number. */
static GVariant *
read_verbatim (MadoCborReader *self)
{
  gsize start = self->at;

  mado_cbor_skip (self);
  if (self->failed)
    return g_variant_new_tuple (NULL, 0);
  return g_variant_new_tuple ((GVariant *[]) { bytes_variant (self->data + start, self->at - start) }, 1);
}

static GVariant *
read_number (MadoCborReader *self)
{
  MadoCborReader probe = *self;
  gint64 number = mado_cbor_get_int (&probe);

  if (probe.failed)
    return read_verbatim (self);
  *self = probe;
  return g_variant_new_int64 (number);
}

static GVariant *
read_list (MadoCborReader *self)
{
  GVariantBuilder builder;
  guint64 items;

  if (++self->depth > MADO_CBOR_MAX_DEPTH)
    mado_cbor_fail (self);
  items = mado_cbor_get_array (self);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  while (items-- > 0 && !self->failed)
    {
      g_autoptr (GVariant) item = mado_cbor_get_value (self);

      g_variant_builder_add (&builder, "v", item);
    }
  self->depth--;
  return g_variant_builder_end (&builder);
}

static GVariant *
read_text (MadoCborReader *self)
{
  gsize length;
  const char *text = mado_cbor_get_text (self, &length);

  return g_variant_new_take_string (g_strndup (text, length));
}

static GVariant *
read_bytes (MadoCborReader *self)
{
  gsize length;
  const guint8 *data = mado_cbor_get_bytes (self, &length);

  return bytes_variant (data, length);
}

static GVariant *
read_simple (MadoCborReader *self)
{
  guint8 byte = self->data[self->at];

  if (byte == 0xf4 || byte == 0xf5)
    return g_variant_new_boolean (mado_cbor_get_bool (self));
  if (byte != 0xf6)
    return read_verbatim (self);
  self->at++;
  return g_variant_new_tuple (NULL, 0);
}

static GVariant *
read_any (MadoCborReader *self)
{
  switch (mado_cbor_peek (self))
    {
    case MADO_CBOR_UINT:
    case MADO_CBOR_NEGATIVE:
      return read_number (self);
    case MADO_CBOR_BYTES:
      return read_bytes (self);
    case MADO_CBOR_TEXT:
      return read_text (self);
    case MADO_CBOR_ARRAY:
      return read_list (self);
    case MADO_CBOR_SIMPLE:
      return read_simple (self);
    case MADO_CBOR_MAP:
    case MADO_CBOR_TAG:
    case MADO_CBOR_END:
    default:
      return read_verbatim (self);
    }
}

GVariant *
mado_cbor_get_value (MadoCborReader *self)
{
  return g_variant_ref_sink (read_any (self));
}

/* --- values ------------------------------------------------------------- */

GVariant *
mado_value_text (const char *text)
{
  return g_variant_ref_sink (g_variant_new_string (text));
}

GVariant *
mado_value_int (gint64 number)
{
  return g_variant_ref_sink (g_variant_new_int64 (number));
}

GVariant *
mado_value_bool (gboolean value)
{
  return g_variant_ref_sink (g_variant_new_boolean (value));
}

GVariant *
mado_value_none (void)
{
  return g_variant_ref_sink (g_variant_new_tuple (NULL, 0));
}

GVariant *
mado_value_texts (const char *const *texts)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
    g_variant_builder_add (&builder, "v", g_variant_new_string (texts[i]));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

char **
mado_value_dup_texts (GVariant *value)
{
  g_autoptr (GStrvBuilder) out = g_strv_builder_new ();

  for (gsize i = 0; value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE ("av")) && i < g_variant_n_children (value); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (value, i);
      g_autoptr (GVariant) item = g_variant_get_variant (boxed);

      g_strv_builder_add (out, mado_value_get_text (item));
    }
  return g_strv_builder_end (out);
}

int
mado_value_get_int (GVariant *value)
{
  gint64 number = g_variant_is_of_type (value, G_VARIANT_TYPE_INT64) ? g_variant_get_int64 (value) : 0;

  return number >= G_MININT && number <= G_MAXINT ? (int) number : 0;
}

gboolean
mado_value_is_none (GVariant *value)
{
  return value == NULL || g_variant_is_of_type (value, G_VARIANT_TYPE_UNIT);
}

const char *
mado_value_get_text (GVariant *value)
{
  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return "";
  return g_variant_get_string (value, NULL);
}

/**
 * mado_value_equal:
 * @a: (nullable): a value
 * @b: (nullable): a value
 *
 * Returns: whether both have the same type and the same CBOR bytes; no value
 *   at all equals only no value at all.
 */
gboolean
mado_value_equal (GVariant *a,
                  GVariant *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_variant_equal (a, b);
}
