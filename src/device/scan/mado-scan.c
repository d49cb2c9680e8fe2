/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-scan.h"

#include <glib/gi18n.h>
#include <gmodule.h>

#include "core/base/mado-error.h"
#include "device/mado-device-place.h"

typedef struct
{
  guint8 *pixels;
  guint   width;
  guint   height;
} Grey;

static MadoScanDecode
load_decoder (GError **error)
{
  static GMutex lock;
  static MadoScanDecode decode;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autofree char *path = mado_device_place ("libmado-scan." G_MODULE_SUFFIX);
  GModule *module;

  if (decode)
    return decode;

  module = g_module_open (path, G_MODULE_BIND_LOCAL);
  if (!module || !g_module_symbol (module, MADO_SCAN_MODULE_SYMBOL, (gpointer *) &decode))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                   _("The part of the program that reads codes from pictures cannot be loaded (%s)."),
                   g_module_error ());
      return NULL;
    }
  g_module_make_resident (module);

  return decode;
}

static void
found_cb (const char *text,
          gsize       length,
          gpointer    data)
{
  GPtrArray *texts = data;
  g_autofree char *copy = g_strndup (text, length);

  if (!g_utf8_validate (copy, -1, NULL))
    return;

  for (guint i = 0; i < texts->len; i++)
    if (g_str_equal (texts->pdata[i], copy))
      return;

  g_ptr_array_add (texts, g_steal_pointer (&copy));
}

/* --- retries -------------------------------------------------------------------- */

static void
halve (const Grey *from,
       Grey       *to)
{
  to->width = from->width / 2;
  to->height = from->height / 2;
  to->pixels = g_malloc ((gsize) to->width * to->height);
  for (guint y = 0; y < to->height; y++)
    for (guint x = 0; x < to->width; x++)
      {
        const guint8 *p = from->pixels + (gsize) 2 * y * from->width + 2 * x;

        to->pixels[(gsize) y * to->width + x] = (p[0] + p[1] + p[from->width] + p[from->width + 1] + 2) / 4;
      }
}

static void
enlarge (const Grey *from,
         Grey       *to)
{
  to->width = from->width * 2;
  to->height = from->height * 2;
  to->pixels = g_malloc ((gsize) to->width * to->height);
  for (guint y = 0; y < to->height; y++)
    for (guint x = 0; x < to->width; x++)
      to->pixels[(gsize) y * to->width + x] = from->pixels[(gsize) (y / 2) * from->width + x / 2];
}

/* Spreads the middle nine tenths of the greys over the whole range. */
static void
stretch (const Grey *from,
         Grey       *to)
{
  gsize n = (gsize) from->width * from->height, counts[256] = { 0 }, seen = 0;
  int low = 0, high = 255;

  for (gsize i = 0; i < n; i++)
    counts[from->pixels[i]]++;
  while (low < 255 && (seen += counts[low]) < n / 20)
    low++;
  seen = 0;
  while (high > low + 1 && (seen += counts[high]) < n / 20)
    high--;

  *to = (Grey) { g_malloc (n), from->width, from->height };
  for (gsize i = 0; i < n; i++)
    to->pixels[i] = CLAMP ((from->pixels[i] - low) * 255 / MAX (1, high - low), 0, 255);
}

static void
invert (const Grey *from,
        Grey       *to)
{
  gsize n = (gsize) from->width * from->height;

  *to = (Grey) { g_malloc (n), from->width, from->height };
  for (gsize i = 0; i < n; i++)
    to->pixels[i] = 255 - from->pixels[i];
}

static gboolean
try_variant (MadoScanDecode   decode,
             const Grey      *grey,
             void           (*make) (const Grey *, Grey *),
             GPtrArray       *texts)
{
  Grey variant = { NULL };

  make (grey, &variant);
  if (variant.width > 20 && variant.height > 20)
    decode (variant.pixels, variant.width, variant.height, variant.width, TRUE, found_cb, texts);
  g_free (variant.pixels);

  return texts->len > 0;
}

GPtrArray *
mado_scan_read_grey (const guint8  *pixels,
                     guint          width,
                     guint          height,
                     guint          stride,
                     GError       **error)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  MadoScanDecode decode = load_decoder (error);
  Grey grey = { NULL, width, height };

  if (!decode)
    {
      g_ptr_array_unref (texts);
      return NULL;
    }
  if (width == 0 || height == 0 || decode (pixels, width, height, stride, FALSE, found_cb, texts) > 0)
    return texts;

  grey.pixels = g_malloc ((gsize) width * height);
  for (guint y = 0; y < height; y++)
    memcpy (grey.pixels + (gsize) y * width, pixels + (gsize) y * stride, width);
  if (!(width > 1400 && try_variant (decode, &grey, halve, texts)) &&
      !try_variant (decode, &grey, stretch, texts) &&
      !(width < 900 && try_variant (decode, &grey, enlarge, texts)) &&
      !(width <= 1400 && width >= 400 && try_variant (decode, &grey, halve, texts)))
    try_variant (decode, &grey, invert, texts);
  g_free (grey.pixels);

  return texts;
}

GPtrArray *
mado_scan_read_rgb (const guint8  *pixels,
                    guint          width,
                    guint          height,
                    guint          stride,
                    guint          channels,
                    GError       **error)
{
  g_autofree guint8 *grey = g_malloc ((gsize) width * height + 1);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const guint8 *p = pixels + (gsize) y * stride + (gsize) x * channels;
        guint value = (p[0] * 77 + p[1] * 151 + p[2] * 28) >> 8;

        if (channels == 4)
          value = (value * p[3] + 255 * (255 - p[3])) / 255;
        grey[(gsize) y * width + x] = value;
      }

  return mado_scan_read_grey (grey, width, height, width, error);
}
