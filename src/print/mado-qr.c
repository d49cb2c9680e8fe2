/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-qr.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <qrencode.h>
#include <string.h>

#define ALPHANUMERIC "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

struct _MadoQr
{
  QRcode *code;
};

static gboolean
check_text (const char  *text,
            GError     **error)
{
  if (*text == '\0')
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("A QR code needs a text."));
      return FALSE;
    }
  if (!g_str_is_ascii (text))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("A QR code may hold only ASCII characters."));
      return FALSE;
    }
  return TRUE;
}

/**
 * mado_qr_new:
 * @text: ASCII text, not empty
 * @max_version: the largest symbol allowed, 1 to 40
 *
 * Finds the smallest symbol of level M for @text.
 *
 * Returns: (transfer full): the symbol, or %NULL with %MADO_ERROR_INVALID if
 *   the text is not ASCII, or %MADO_ERROR_NO_SPACE if it does not fit
 */
MadoQr *
mado_qr_new (const char  *text,
             int          max_version,
             GError     **error)
{
  QRencodeMode mode;
  QRinput *input;
  QRcode *code = NULL;
  MadoQr *self;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (max_version >= 1 && max_version <= QRSPEC_VERSION_MAX, NULL);

  if (!check_text (text, error))
    return NULL;

  mode = strspn (text, ALPHANUMERIC) == strlen (text) ? QR_MODE_AN : QR_MODE_8;
  input = QRinput_new2 (0, QR_ECLEVEL_M);
  if (input != NULL &&
      QRinput_append (input, mode, strlen (text), (const guint8 *) text) == 0)
    code = QRcode_encodeInput (input);
  g_clear_pointer (&input, QRinput_free);

  if (code == NULL || code->version > max_version)
    {
      g_clear_pointer (&code, QRcode_free);
      g_set_error (error, MADO_ERROR, MADO_ERROR_NO_SPACE,
                   _("The text of %zu characters does not fit into a QR code of this size."),
                   strlen (text));
      return NULL;
    }

  self = g_new0 (MadoQr, 1);
  self->code = code;
  return self;
}

void
mado_qr_free (MadoQr *self)
{
  QRcode_free (self->code);
  g_free (self);
}

int
mado_qr_get_version (const MadoQr *self)
{
  return self->code->version;
}

/* Modules a side, without the quiet zone. */
int
mado_qr_get_size (const MadoQr *self)
{
  return self->code->width;
}

/* TRUE is black. Outside the symbol all is white. */
gboolean
mado_qr_get_module (const MadoQr *self,
                    int           x,
                    int           y)
{
  int n = self->code->width;

  if (x < 0 || y < 0 || x >= n || y >= n)
    return FALSE;
  return (self->code->data[y * n + x] & 1) != 0;
}

/* Length of the run of black modules that starts at (x, y). */
static int
black_run (const MadoQr *self,
           int           x,
           int           y)
{
  int n = 0;

  while (mado_qr_get_module (self, x + n, y))
    n++;
  return n;
}

/* Side of a module in user units. A PDF writes each corner in points: modules
 * of whole eighths of a point at such a place give short numbers, a third of
 * the bytes, and sharp edges on the printer's grid. */
static double
snap (cairo_t *cr,
      double   module,
      double  *x,
      double  *y)
{
  double scale_x = 1;
  double scale_y = 0;
  double snapped;

  cairo_user_to_device_distance (cr, &scale_x, &scale_y);
  if (scale_y != 0 || scale_x <= 0 || module * scale_x < 1)
    return module;
  snapped = floor (module * scale_x * 8 + 1e-6) / 8;
  cairo_user_to_device (cr, x, y);
  *x = round (*x * 4) / 4;
  *y = round (*y * 4) / 4;
  cairo_device_to_user (cr, x, y);
  return snapped / scale_x;
}

void
mado_qr_draw (const MadoQr *self,
              cairo_t      *cr,
              double        x,
              double        y,
              double        size)
{
  int n = self->code->width;
  double module = snap (cr, size / (n + 2 * MADO_QR_QUIET), &x, &y);

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, module, module);
  cairo_translate (cr, MADO_QR_QUIET, MADO_QR_QUIET);
  cairo_new_path (cr);

  /* One path for all: a viewer that smooths edges leaves no hair lines
   * between the rows. */
  for (int j = 0; j < n; j++)
    for (int i = 0; i < n; i++)
      {
        int run = black_run (self, i, j);

        if (run > 0)
          cairo_rectangle (cr, i, j, run, 1);
        i += run;
      }

  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* @x and @y are the corner of the quiet zone. */
void
mado_qr_paint (const MadoQr *self,
               MadoRaster   *raster,
               int           x,
               int           y,
               int           dots)
{
  int n = self->code->width;

  for (int j = 0; j < n; j++)
    for (int i = 0; i < n; i++)
      if (mado_qr_get_module (self, i, j))
        mado_raster_fill (raster, x + (i + MADO_QR_QUIET) * dots,
                          y + (j + MADO_QR_QUIET) * dots, dots, dots);
}

MadoRaster *
mado_qr_to_raster (const MadoQr *self,
                   int           dots)
{
  int side = (self->code->width + 2 * MADO_QR_QUIET) * dots;
  MadoRaster *raster = mado_raster_new (side, side);

  mado_qr_paint (self, raster, 0, 0, dots);
  return raster;
}
