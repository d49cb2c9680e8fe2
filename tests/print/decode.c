/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decode.h"

#include <zbar.h>

char *
decode_grey (const guint8 *grey,
             int           width,
             int           height)
{
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();
  zbar_image_t *image = zbar_image_create ();
  const zbar_symbol_t *symbol;
  char *text = NULL;

  zbar_image_scanner_set_config (scanner, 0, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, width, height);
  zbar_image_set_data (image, grey, (unsigned long) width * height, NULL);
  zbar_scan_image (scanner, image);

  symbol = zbar_image_first_symbol (image);
  if (symbol != NULL)
    text = g_strndup (zbar_symbol_get_data (symbol), zbar_symbol_get_data_length (symbol));

  zbar_image_destroy (image);
  zbar_image_scanner_destroy (scanner);
  return text;
}

char *
decode_raster (const MadoRaster *raster)
{
  g_autofree guint8 *grey = mado_raster_to_grey (raster);

  return decode_grey (grey, raster->width, raster->height);
}
