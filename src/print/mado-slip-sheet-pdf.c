/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-pdf.h"
#include "print/mado-qr.h"
#include "print/mado-slip-draw.h"
#include "print/mado-slip-flow.h"
#include "print/mado-slip-words.h"

#define LEFT 15.0
#define RIGHT 195.0
#define WIDTH (RIGHT - LEFT)
#define HEAD_TOP 12.0
#define HEAD_END 71.0
#define FOOT 282.0

/* 1.5 points, half a millimetre, a module reads at once, also from a creased
 * sheet. */
#define QR_MODULE 0.53
#define QR_LEAST 34.0

static const MadoSlipMetrics metrics = {
  .left = LEFT, .width = WIDTH, .top = HEAD_END + 10, .next_top = 32, .bottom = 279,
  .framed = TRUE, .number_width = 25, .number_size = 12.5, .desk_size = 6.6,
  .title_size = 5.2, .detail_size = 4.3, .return_size = 8.6, .tick = 9,
  .tick_word = TRUE, .pad = 2.6, .gap = 3,
};

typedef struct
{
  const MadoSlipSheet *sheet;
  const MadoQr        *qr; /* NULL: none */
  cairo_t             *cr;
  double               end; /* right end of what stands beside the QR */
} Head;

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

/* A line that becomes smaller rather than run over. */
static void
draw_line (cairo_t    *cr,
           const char *text,
           double      size,
           gboolean    bold,
           double      x,
           double      y,
           double      width)
{
  g_autoptr (MadoTextBlock) block = NULL;

  if (!is_set (text))
    return;
  cairo_set_source_rgb (cr, 0, 0, 0);
  block = mado_text_block_new_fitted (cr, text,
    &(MadoTextStyle) { .size = size, .bold = bold, .width = width }, size, size * 0.3, NULL);
  mado_text_block_draw (block, cr, x, y + (size - mado_text_block_get_height (block)) / 2);
}

static void
draw_title (const Head *head)
{
  const MadoSlipSheet *sheet = head->sheet;
  g_autofree char *event = is_set (sheet->event)
                             ? g_strdup_printf (WORD_EVENT, sheet->event) : g_strdup ("");
  g_autofree char *above = g_strdup_printf ("%s　%s", is_set (sheet->city) ? sheet->city : "",
                                            event);

  draw_line (head->cr, above, 5.4, FALSE, LEFT, HEAD_TOP + 1, head->end - LEFT);
  draw_line (head->cr, WORD_TITLE, 12, TRUE, LEFT, HEAD_TOP + 8.5, head->end - LEFT);
}

/* The number by which the visitor is called, and what identifies the paper. */
static void
draw_ticket (const Head *head)
{
  const MadoSlipSheet *sheet = head->sheet;
  double top = HEAD_TOP + 23.5;
  double height = 25;
  double split = LEFT + 48;
  double x = split + 4;
  double room = head->end - x - 2;
  g_autofree char *times = g_strdup_printf (WORD_TIMES, sheet->generation);
  g_autofree char *date = g_strdup_printf ("%s　%s", is_set (sheet->date) ? sheet->date : "",
                                           sheet->generation > 0 ? times : "");

  mado_slip_draw_box (head->cr, LEFT, top, head->end - LEFT, height, 0.5);
  mado_slip_draw_rule (head->cr, LEFT, top, 0.5, height);
  cairo_rectangle (head->cr, split, top, 0.3, height);
  cairo_fill (head->cr);
  draw_line (head->cr, WORD_TICKET, 4.2, FALSE, LEFT + 3, top + 3, 20);
  draw_line (head->cr, is_set (sheet->ticket_no) ? sheet->ticket_no : "－", 16, TRUE,
             LEFT + 5, top + 8, 40);
  draw_line (head->cr, date, 5, FALSE, x, top + 3.5, room);
  draw_line (head->cr, WORD_CASE_NO, 3.8, FALSE, x, top + 12.5, room);
  draw_line (head->cr, sheet->case_no, 6, TRUE, x, top + 17.5, room);
}

static void
draw_name (const Head *head)
{
  g_autofree char *name = NULL;

  if (!is_set (head->sheet->name))
    return;
  name = g_strdup_printf (WORD_HONORIFIC, head->sheet->name);
  draw_line (head->cr, name, 6.4, TRUE, LEFT, HEAD_TOP + 50.5, head->end - LEFT);
}

static double
qr_side (const MadoQr *qr)
{
  return MAX ((mado_qr_get_size (qr) + 2 * MADO_QR_QUIET) * QR_MODULE, QR_LEAST);
}

static void
draw_qr (const Head *head)
{
  double side;

  if (head->qr == NULL)
    return;
  side = qr_side (head->qr);
  mado_qr_draw (head->qr, head->cr, RIGHT - side + 2, HEAD_TOP - 2, side);
  draw_line (head->cr, WORD_SHOW, 3.9, FALSE, RIGHT - 55,
             MAX (HEAD_TOP - 2 + side, HEAD_END + 1.6), 55);
}

static void
draw_first_head (const MadoSlipSheet *sheet,
                 const MadoQr        *qr,
                 cairo_t             *cr)
{
  Head head = { sheet, qr, cr, RIGHT };

  if (qr != NULL)
    head.end = RIGHT - MAX (qr_side (qr), 54) - 3;
  draw_title (&head);
  draw_ticket (&head);
  draw_name (&head);
  draw_qr (&head);
  draw_line (cr, WORD_ORDER, 5.4, TRUE, LEFT, HEAD_END + 0.5, 110);
  mado_slip_draw_rule (cr, LEFT, HEAD_END + 7.2, WIDTH, 0.5);
}

static void
draw_next_head (const MadoSlipSheet *sheet,
                cairo_t             *cr)
{
  g_autofree char *ticket = g_strdup_printf (WORD_TICKET "　%s",
                                             is_set (sheet->ticket_no) ? sheet->ticket_no : "－");
  g_autofree char *right = g_strdup_printf ("%s　%s", is_set (sheet->date) ? sheet->date : "",
                                            is_set (sheet->case_no) ? sheet->case_no : "");

  draw_line (cr, WORD_TITLE WORD_CONTINUED, 7, TRUE, LEFT, HEAD_TOP + 3, 64);
  draw_line (cr, ticket, 7, TRUE, LEFT + 66, HEAD_TOP + 3, 46);
  draw_line (cr, right, 4.4, FALSE, LEFT + 114, HEAD_TOP + 4.6, WIDTH - 114);
  mado_slip_draw_rule (cr, LEFT, HEAD_TOP + 13, WIDTH, 0.5);
}

static void
draw_foot (const MadoSlipSheet *sheet,
           cairo_t             *cr,
           int                  page,
           int                  pages)
{
  g_autofree char *number = g_strdup_printf ("%d／%d", page + 1, pages);
  g_autofree char *contact = g_strdup_printf (WORD_CONTACT, is_set (sheet->contact)
                                                              ? sheet->contact : "");
  g_autoptr (MadoTextBlock) block = NULL;

  mado_slip_draw_rule (cr, LEFT, FOOT, WIDTH, 0.25);
  draw_line (cr, number, 4.2, FALSE, RIGHT - 12, FOOT + 2, 12);
  if (!is_set (sheet->contact))
    return;
  block = mado_text_block_new_fitted (cr, contact,
    &(MadoTextStyle) { .size = 4.2, .width = WIDTH - 16 }, 9, 1.5, NULL);
  mado_text_block_draw (block, cr, LEFT, FOOT + 2);
}

static GBytes *
draw_document (const MadoSlipSheet  *sheet,
               const MadoQr         *qr,
               GError              **error)
{
  g_autoptr (MadoPdf) pdf = mado_pdf_new (MADO_A4_WIDTH, MADO_A4_HEIGHT, WORD_TITLE);
  cairo_t *cr = mado_pdf_get_cairo (pdf);
  g_autoptr (MadoSlipFlow) flow = mado_slip_flow_new (cr, sheet, &metrics);
  int pages = mado_slip_flow_get_pages (flow);

  for (int page = 0; page < pages; page++)
    {
      if (page == 0)
        draw_first_head (sheet, qr, cr);
      else
        draw_next_head (sheet, cr);
      mado_slip_flow_draw_page (flow, cr, page);
      draw_foot (sheet, cr, page, pages);
      mado_pdf_end_page (pdf);
    }
  return mado_pdf_finish (pdf, error);
}

static GBytes *
make_pdf (const MadoSlipSheet  *sheet,
          GError              **error)
{
  g_autoptr (MadoQr) qr = NULL;

  if (is_set (sheet->qr_text))
    {
      qr = mado_qr_new (sheet->qr_text, MADO_QR_SLIP_VERSION, error);
      if (qr == NULL)
        return NULL;
    }
  return draw_document (sheet, qr, error);
}

/**
 * mado_slip_sheet_to_pdf:
 * @stream: where the document goes; not closed
 *
 * Fails with %MADO_ERROR_NO_SPACE if the QR text is longer than a slip can
 * carry; nothing is written then.
 */
gboolean
mado_slip_sheet_to_pdf (const MadoSlipSheet  *self,
                        GOutputStream        *stream,
                        GError              **error)
{
  g_autoptr (GBytes) pdf = make_pdf (self, error);

  return pdf != NULL && mado_pdf_write (pdf, stream, error);
}

gboolean
mado_slip_sheet_to_pdf_file (const MadoSlipSheet  *self,
                             const char           *path,
                             GError              **error)
{
  g_autoptr (GBytes) pdf = make_pdf (self, error);

  return pdf != NULL && mado_pdf_write_file (pdf, path, error);
}
