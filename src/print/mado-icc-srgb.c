/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-icc-srgb.h"

#include <math.h>
#include <string.h>

#define NAME      "sRGB"
#define COPYRIGHT "No copyright, use freely"
#define N_TAGS    9
#define HEADER    128

typedef struct
{
  const char *signature;
  gsize       offset;
  gsize       length;
} Tag;

static void
put_32 (GByteArray *out,
        guint32     value)
{
  guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &big, sizeof big);
}

static void
put_16 (GByteArray *out,
        guint16     value)
{
  guint16 big = GUINT16_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &big, sizeof big);
}

static void
put_sign (GByteArray *out,
          const char  sign[4])
{
  g_byte_array_append (out, (const guint8 *) sign, 4);
}

static void
put_zeros (GByteArray *out,
           gsize       n)
{
  for (gsize i = 0; i < n; i++)
    g_byte_array_append (out, (const guint8 *) "", 1);
}

/* Signed, 16 bits before the point and 16 behind. */
static void
put_fixed (GByteArray *out,
           double      value)
{
  put_32 (out, (guint32) (gint32) lrint (value * 65536));
}

static void
put_xyz (GByteArray *out,
         double      x,
         double      y,
         double      z)
{
  put_sign (out, "XYZ ");
  put_32 (out, 0);
  put_fixed (out, x);
  put_fixed (out, y);
  put_fixed (out, z);
}

static void
put_description (GByteArray *out)
{
  put_sign (out, "desc");
  put_32 (out, 0);
  put_32 (out, sizeof NAME);
  g_byte_array_append (out, (const guint8 *) NAME, sizeof NAME);
  put_zeros (out, 4 + 4 + 2 + 1 + 67); /* no Unicode, no script code */
}

static void
put_copyright (GByteArray *out)
{
  put_sign (out, "text");
  put_32 (out, 0);
  g_byte_array_append (out, (const guint8 *) COPYRIGHT, sizeof COPYRIGHT);
}

static void
put_curve (GByteArray *out)
{
  put_sign (out, "curv");
  put_32 (out, 0);
  put_32 (out, 1);
  put_16 (out, 0x0233); /* 2.2, 8 bits behind the point */
}

static void
put_tag (GByteArray *data,
         Tag        *tag,
         guint       i)
{
  tag->offset = HEADER + 4 + 12 * N_TAGS + data->len;
  switch (i)
    {
    case 0:
      put_description (data);
      break;
    case 1:
      put_copyright (data);
      break;
    case 2:
      put_xyz (data, 0.9642, 1.0, 0.8249); /* D50 */
      break;
    case 3:
      put_xyz (data, 0.4361, 0.2225, 0.0139);
      break;
    case 4:
      put_xyz (data, 0.3851, 0.7169, 0.0971);
      break;
    case 5:
      put_xyz (data, 0.1431, 0.0606, 0.7141);
      break;
    default:
      put_curve (data);
      break;
    }
  tag->length = HEADER + 4 + 12 * N_TAGS + data->len - tag->offset;
  put_zeros (data, (4 - data->len % 4) % 4);
}

static void
put_header (GByteArray *out,
            gsize       size)
{
  put_32 (out, (guint32) size);
  put_32 (out, 0);
  put_32 (out, 0x02100000);
  put_sign (out, "mntr");
  put_sign (out, "RGB ");
  put_sign (out, "XYZ ");
  put_16 (out, 2026);
  put_16 (out, 1);
  put_16 (out, 1);
  put_zeros (out, 6);
  put_sign (out, "acsp");
  put_zeros (out, 28);
  put_fixed (out, 0.9642);
  put_fixed (out, 1.0);
  put_fixed (out, 0.8249);
  put_zeros (out, HEADER - out->len);
}

GBytes *
mado_icc_srgb (void)
{
  static const char *const signatures[N_TAGS] = { "desc", "cprt", "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC" };
  g_autoptr (GByteArray) data = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();
  Tag tags[N_TAGS];

  for (guint i = 0; i < N_TAGS; i++)
    {
      tags[i].signature = signatures[i];
      put_tag (data, &tags[i], i);
    }
  put_header (out, HEADER + 4 + 12 * N_TAGS + data->len);
  put_32 (out, N_TAGS);
  for (guint i = 0; i < N_TAGS; i++)
    {
      put_sign (out, tags[i].signature);
      put_32 (out, (guint32) tags[i].offset);
      put_32 (out, (guint32) tags[i].length);
    }
  g_byte_array_append (out, data->data, data->len);
  return g_byte_array_free_to_bytes (out);
}
