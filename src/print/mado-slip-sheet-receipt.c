/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "print/mado-qr.h"
#include "print/mado-slip-draw.h"
#include "print/mado-slip-flow.h"
#include "print/mado-slip-words.h"

#define DOTS_PER_MM 8.0
#define MARGIN 1.0
/* Fewer dots a module blur on thermal paper; more only cost paper. */
#define QR_LEAST_DOTS 3
#define QR_MOST_DOTS 6
/* Cairo's images go no further than 32,767 rows. */
#define LONGEST_MM 4000.0
#define TAIL 4.0

typedef struct
{
  const MadoSlipSheet *sheet;
  cairo_t             *cr;
  double               width; /* mm of the print head */
  double               y;
  gboolean             draw;  /* else only measured */
  int                  qr_y;  /* where the QR goes, in dots */
  int                  qr_dots;
  const MadoQr        *qr;
} Strip;

static MadoSlipMetrics
metrics_for (double width,
             double top)
{
  gboolean narrow = width < 60;

  return (MadoSlipMetrics) {
    .left = MARGIN, .width = width - 2 * MARGIN, .top = top, .next_top = top,
    .bottom = G_MAXDOUBLE, .framed = FALSE,
    .number_width = narrow ? 10 : 17, .number_size = narrow ? 6.4 : 9,
    .desk_size = narrow ? 4.2 : 5.2, .title_size = narrow ? 3.6 : 4,
    .detail_size = narrow ? 3.1 : 3.4, .return_size = narrow ? 4.6 : 5.6,
    .tick = narrow ? 5 : 7, .tick_word = !narrow, .pad = 1.4, .gap = 1.6,
  };
}

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
put_text (Strip      *strip,
          const char *text,
          double      size,
          gboolean    bold,
          double      gap)
{
  g_autoptr (MadoTextBlock) block = NULL;

  if (!is_set (text))
    return;
  block = mado_text_block_new_line (strip->cr, text,
    &(MadoTextStyle) { .size = size, .bold = bold, .width = strip->width - 2 * MARGIN,
                       .align = MADO_TEXT_CENTRE }, 0.75);
  strip->y += gap;
  if (strip->draw)
    mado_text_block_draw (block, strip->cr, MARGIN, strip->y);
  strip->y += mado_text_block_get_height (block) + size * 0.12;
}

/* Digits are as high as three quarters of the em square. */
static void
put_ticket (Strip *strip)
{
  double size = strip->width < 60 ? 11 : 15;

  if (!is_set (strip->sheet->ticket_no))
    return;
  strip->y += 1.5;
  if (strip->draw)
    mado_slip_draw_box (strip->cr, strip->width * 0.14, strip->y, strip->width * 0.72,
                        size + 7, 0.5);
  put_text (strip, WORD_TICKET, 3.4, FALSE, 1.2);
  put_text (strip, strip->sheet->ticket_no, size, TRUE, 0);
  strip->y += 1.5;
}

static void
put_qr (Strip *strip)
{
  int side;

  if (strip->qr == NULL)
    return;
  side = (mado_qr_get_size (strip->qr) + 2 * MADO_QR_QUIET) * strip->qr_dots;
  strip->qr_y = strip->y * DOTS_PER_MM + 1;
  strip->y += (side + 1) / DOTS_PER_MM;
  put_text (strip, WORD_SHOW, 3.4, FALSE, 0);
}

static void
put_head (Strip *strip)
{
  const MadoSlipSheet *sheet = strip->sheet;
  g_autofree char *event = is_set (sheet->event)
                             ? g_strdup_printf (WORD_EVENT, sheet->event) : NULL;
  g_autofree char *times = sheet->generation > 0
                             ? g_strdup_printf (WORD_TIMES, sheet->generation) : g_strdup ("");
  g_autofree char *date = g_strdup_printf ("%s　%s", is_set (sheet->date) ? sheet->date : "",
                                           times);
  g_autofree char *name = is_set (sheet->name)
                            ? g_strdup_printf (WORD_HONORIFIC, sheet->name) : NULL;
  g_autofree char *case_no = is_set (sheet->case_no)
                               ? g_strdup_printf (WORD_CASE_NO "　%s", sheet->case_no) : NULL;

  put_text (strip, sheet->city, 4, FALSE, 1);
  put_text (strip, event, 4, FALSE, 0.5);
  put_text (strip, WORD_TITLE, strip->width < 60 ? 7 : 8.5, TRUE, 1);
  put_ticket (strip);
  put_text (strip, name, 5, TRUE, 1);
  put_text (strip, date, 3.8, FALSE, 1);
  put_text (strip, case_no, 3.8, FALSE, 1);
  put_qr (strip);
  put_text (strip, WORD_ORDER, 3.8, TRUE, 1.5);
  strip->y += 1.5;
}

static void
put_tail (Strip *strip)
{
  g_autofree char *contact = is_set (strip->sheet->contact)
                               ? g_strdup_printf (WORD_CONTACT, strip->sheet->contact) : NULL;

  if (contact != NULL && strip->draw)
    mado_slip_draw_rule (strip->cr, MARGIN, strip->y + 1, strip->width - 2 * MARGIN, 0.25);
  put_text (strip, contact, 3.4, FALSE, 2.5);
  strip->y += TAIL;
}

static cairo_t *
context_new (int width,
             int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, width, height);
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, DOTS_PER_MM, DOTS_PER_MM);
  cairo_surface_destroy (surface);
  return cr;
}

/* Twice the same way: once to learn the length, once to draw. */
static void
walk (Strip        *strip,
      MadoSlipFlow *flow)
{
  strip->y = 0;
  put_head (strip);
  if (strip->draw)
    mado_slip_flow_draw_page (flow, strip->cr, 0);
}

static MadoRaster *
draw_strip (Strip   *strip,
            GError **error)
{
  g_autoptr (MadoSlipFlow) flow = NULL;
  MadoSlipMetrics metrics;
  MadoRaster *raster = NULL;
  int width = strip->width * DOTS_PER_MM;
  int height;

  strip->cr = context_new (8, 8);
  walk (strip, NULL);
  metrics = metrics_for (strip->width, strip->y);
  flow = mado_slip_flow_new (strip->cr, strip->sheet, &metrics);
  strip->y = mado_slip_flow_get_end (flow);
  put_tail (strip);
  cairo_destroy (strip->cr);

  if (strip->y > LONGEST_MM)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NO_SPACE,
                           _("The list is too long for a receipt. Print it on A4 instead."));
      return NULL;
    }

  height = strip->y * DOTS_PER_MM;
  strip->cr = context_new (width, height);
  strip->draw = TRUE;
  walk (strip, flow);
  strip->y = mado_slip_flow_get_end (flow);
  put_tail (strip);
  raster = mado_raster_new_from_a8 (cairo_get_target (strip->cr), height);
  cairo_destroy (strip->cr);
  return raster;
}

/* The QR is painted dot by dot, never scaled: each module is as many dots as
 * the next one. */
static gboolean
choose_qr_dots (Strip   *strip,
                int      width,
                GError **error)
{
  int modules = mado_qr_get_size (strip->qr) + 2 * MADO_QR_QUIET;

  strip->qr_dots = CLAMP (width * 85 / 100 / modules, QR_LEAST_DOTS, QR_MOST_DOTS);
  if (modules * strip->qr_dots <= width)
    return TRUE;
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NO_SPACE,
                       _("The QR code does not fit on this receipt paper. Print the list on A4 instead."));
  return FALSE;
}

/**
 * mado_slip_sheet_to_raster:
 * @width: of the print head
 *
 * Returns: (transfer full): the strip, or %NULL with %MADO_ERROR_NO_SPACE if
 *   the QR text is too long or the list longer than 4 m
 */
MadoRaster *
mado_slip_sheet_to_raster (const MadoSlipSheet  *self,
                           MadoReceiptWidth      width,
                           GError              **error)
{
  g_autoptr (MadoQr) qr = NULL;
  Strip strip = { .sheet = self, .width = width / DOTS_PER_MM };
  MadoRaster *raster;

  if (is_set (self->qr_text))
    {
      qr = mado_qr_new (self->qr_text, MADO_QR_SLIP_VERSION, error);
      strip.qr = qr;
      if (qr == NULL || !choose_qr_dots (&strip, width, error))
        return NULL;
    }

  raster = draw_strip (&strip, error);
  if (raster != NULL && qr != NULL)
    {
      int side = (mado_qr_get_size (qr) + 2 * MADO_QR_QUIET) * strip.qr_dots;

      mado_qr_paint (qr, raster, ((int) width - side) / 2, strip.qr_y, strip.qr_dots);
    }
  return raster;
}
