/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/render/mado-render-wire.h"

#include <math.h>
#include <string.h>

void
mado_render_put_u32 (GByteArray *out,
                     guint32     value)
{
  guint32 le = GUINT32_TO_LE (value);

  g_byte_array_append (out, (const guint8 *) &le, sizeof le);
}

void
mado_render_put_i32 (GByteArray *out,
                     gint32      value)
{
  mado_render_put_u32 (out, (guint32) value);
}

void
mado_render_put_i64 (GByteArray *out,
                     gint64      value)
{
  guint64 le = GUINT64_TO_LE ((guint64) value);

  g_byte_array_append (out, (const guint8 *) &le, sizeof le);
}

void
mado_render_put_double (GByteArray *out,
                        double      value)
{
  gint64 bits;

  memcpy (&bits, &value, sizeof bits);
  mado_render_put_i64 (out, bits);
}

void
mado_render_put_bytes (GByteArray    *out,
                       gconstpointer  data,
                       guint32        length)
{
  mado_render_put_u32 (out, length);
  if (length > 0)
    g_byte_array_append (out, data, length);
}

void
mado_render_put_text (GByteArray *out,
                      const char *text)
{
  g_autofree char *mended = NULL;

  if (text == NULL)
    text = "";
  if (!g_utf8_validate (text, -1, NULL))
    text = mended = g_utf8_make_valid (text, -1);
  mado_render_put_bytes (out, text, strlen (text));
}

/* --- reading -------------------------------------------------------------------- */

void
mado_render_reader_init (MadoRenderReader *self,
                         const guint8     *data,
                         gsize             length)
{
  *self = (MadoRenderReader) { data, data + length, FALSE };
}

/* NULL and a fault if @length bytes are not there. */
static const guint8 *
take (MadoRenderReader *self,
      gsize             length)
{
  const guint8 *at = self->at;

  if (self->failed || (gsize) (self->end - self->at) < length)
    {
      self->failed = TRUE;
      return NULL;
    }
  self->at += length;
  return at;
}

guint32
mado_render_get_u32 (MadoRenderReader *self)
{
  const guint8 *at = take (self, 4);
  guint32 le = 0;

  if (at != NULL)
    memcpy (&le, at, sizeof le);
  return GUINT32_FROM_LE (le);
}

gint32
mado_render_get_i32 (MadoRenderReader *self)
{
  return (gint32) mado_render_get_u32 (self);
}

gint64
mado_render_get_i64 (MadoRenderReader *self)
{
  const guint8 *at = take (self, 8);
  guint64 le = 0;

  if (at != NULL)
    memcpy (&le, at, sizeof le);
  return (gint64) GUINT64_FROM_LE (le);
}

double
mado_render_get_double (MadoRenderReader *self)
{
  gint64 bits = mado_render_get_i64 (self);
  double value;

  memcpy (&value, &bits, sizeof value);
  if (isfinite (value))
    return value;
  self->failed = TRUE;
  return 0;
}

const guint8 *
mado_render_get_bytes (MadoRenderReader *self,
                       guint32          *length)
{
  const guint8 *at;

  *length = mado_render_get_u32 (self);
  at = take (self, *length);
  if (at == NULL)
    *length = 0;
  return at;
}

char *
mado_render_get_text (MadoRenderReader *self)
{
  guint32 length;
  const guint8 *at = mado_render_get_bytes (self, &length);

  if (at == NULL)
    return g_strdup ("");
  if (!g_utf8_validate_len ((const char *) at, length, NULL))
    {
      self->failed = TRUE;
      return g_strdup ("");
    }
  return g_strndup ((const char *) at, length);
}

guint32
mado_render_get_count (MadoRenderReader *self,
                       gsize             size)
{
  guint32 count = mado_render_get_u32 (self);

  if (!self->failed && count <= (gsize) (self->end - self->at) / size)
    return count;
  self->failed = TRUE;
  return 0;
}

gboolean
mado_render_reader_is_whole (MadoRenderReader *self)
{
  return !self->failed && self->at == self->end;
}
