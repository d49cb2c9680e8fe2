/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-issued-sheet.h"

#include "print/mado-issued-words.h"
#include "print/mado-pdf-archive.h"
#include "print/mado-pdf.h"
#include "print/mado-qr.h"
#include "print/mado-slip-draw.h"
#include "print/mado-text-block.h"

#define LEFT      20.0
#define RIGHT     190.0
#define WIDTH     (RIGHT - LEFT)
#define TOP       16.0
#define NEXT_TOP  30.0
#define BOTTOM    276.0 /* of the tables on pages without the code */
#define FOOT      283.0
#define QR_SIDE   30.0
#define QR_TOP    247.0
#define LABEL     52.0
#define PAD       1.6
#define QR_VERSION 12

/* A document being set: where the pen is, and what page it is on. Run twice:
 * the first time counts the pages and the characters without a font. */
typedef struct
{
  MadoIssuedSheet *sheet;
  const MadoQr    *qr;
  MadoPdf         *pdf;
  cairo_t         *cr;
  double           y;
  int              page;
  int              pages; /* 0 while counting */
  guint            unknown;
} Pen;

/* --- the sheet -------------------------------------------------------------------- */

static void
row_free (gpointer data)
{
  MadoIssuedRow *row = data;

  g_free (row->label);
  g_free (row->value);
  g_free (row);
}

static void
section_free (gpointer data)
{
  MadoIssuedSection *section = data;

  g_free (section->heading);
  g_ptr_array_unref (section->rows);
  g_free (section);
}

MadoIssuedSheet *
mado_issued_sheet_new (void)
{
  MadoIssuedSheet *self = g_new0 (MadoIssuedSheet, 1);

  self->sections = g_ptr_array_new_with_free_func (section_free);
  self->copies = 1;
  return self;
}

void
mado_issued_sheet_free (MadoIssuedSheet *self)
{
  char *texts[] = { self->title, self->number, self->date, self->to, self->city, self->desk, self->contact, self->case_no,
                    self->opening, self->note, self->closing, self->again, self->qr_text };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_ptr_array_unref (self->sections);
  g_free (self);
}

MadoIssuedSection *
mado_issued_sheet_add (MadoIssuedSheet *self,
                       const char      *heading)
{
  MadoIssuedSection *section = g_new0 (MadoIssuedSection, 1);

  section->heading = g_strdup (heading);
  section->rows = g_ptr_array_new_with_free_func (row_free);
  g_ptr_array_add (self->sections, section);
  return section;
}

void
mado_issued_section_add (MadoIssuedSection *self,
                         const char        *label,
                         const char        *value)
{
  MadoIssuedRow *row = g_new0 (MadoIssuedRow, 1);

  row->label = g_strdup (label);
  row->value = g_strdup (value);
  g_ptr_array_add (self->rows, row);
}

/* --- pieces ------------------------------------------------------------------------- */

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

static double
draw_block (Pen           *pen,
            MadoTextBlock *block,
            double         x,
            double         y)
{
  if (pen->pages > 0)
    mado_text_block_draw (block, pen->cr, x, y);
  else
    pen->unknown += (guint) mado_text_block_get_unknown (block);
  return mado_text_block_get_height (block);
}

/* One line, smaller if it is long, and broken if that is not enough. */
static double
draw_line (Pen           *pen,
           const char    *text,
           double         size,
           gboolean       bold,
           MadoTextAlign  align,
           double         x,
           double         y,
           double         width)
{
  MadoTextStyle style = { .size = size, .bold = bold, .width = width, .align = align };
  g_autoptr (MadoTextBlock) block = NULL;

  if (!is_set (text))
    return 0;
  cairo_set_source_rgb (pen->cr, 0, 0, 0);
  block = mado_text_block_new_line (pen->cr, text, &style, 1.5);
  return draw_block (pen, block, x, y);
}

static void
draw_rule (Pen    *pen,
           double  x,
           double  y,
           double  width,
           double  line)
{
  if (pen->pages > 0)
    mado_slip_draw_rule (pen->cr, x, y, width, line);
}

static double
bottom_of (Pen *pen)
{
  return pen->page == 0 && pen->qr != NULL ? QR_TOP - 4 : BOTTOM;
}

/* --- pages -------------------------------------------------------------------------------- */

static void
draw_code (Pen *pen)
{
  double text = WIDTH - QR_SIDE - 8;
  double y = QR_TOP + 4;

  if (pen->qr == NULL)
    return;
  draw_rule (pen, LEFT, QR_TOP - 1, WIDTH, 0.25);
  y += draw_line (pen, ISSUED_CHECK, 3.4, FALSE, MADO_TEXT_LEFT, LEFT, y, text) + 1.5;
  y += draw_line (pen, ISSUED_NO_PROOF, 3.4, FALSE, MADO_TEXT_LEFT, LEFT, y, text) + 1.5;
  draw_line (pen, pen->sheet->again, 3.8, TRUE, MADO_TEXT_LEFT, LEFT, y, text);
  if (pen->pages > 0)
    mado_qr_draw (pen->qr, pen->cr, RIGHT - QR_SIDE, QR_TOP + 1, QR_SIDE);
}

static void
draw_foot (Pen *pen)
{
  g_autofree char *page = g_strdup_printf (ISSUED_PAGE, pen->page + 1, MAX (pen->pages, 1));
  g_autofree char *number = g_strdup_printf (ISSUED_NUMBER, pen->sheet->number);

  if (pen->page == 0)
    draw_code (pen);
  draw_rule (pen, LEFT, FOOT, WIDTH, 0.25);
  draw_line (pen, number, 3.4, FALSE, MADO_TEXT_LEFT, LEFT, FOOT + 1.5, 100);
  draw_line (pen, page, 3.4, FALSE, MADO_TEXT_RIGHT, RIGHT - 30, FOOT + 1.5, 30);
}

static void
next_page (Pen *pen)
{
  g_autofree char *head = g_strdup_printf (ISSUED_CONTINUED, pen->sheet->title, pen->sheet->number);

  draw_foot (pen);
  if (pen->pages > 0)
    mado_pdf_end_page (pen->pdf);
  pen->page++;
  draw_line (pen, head, 4.2, TRUE, MADO_TEXT_LEFT, LEFT, TOP, WIDTH);
  draw_rule (pen, LEFT, TOP + 8, WIDTH, 0.3);
  pen->y = NEXT_TOP;
}

/* Paragraphs may be longer than a page: line by line. */
static void
draw_paragraph (Pen        *pen,
                const char *text,
                double      size)
{
  MadoTextStyle style = { .size = size, .width = WIDTH, .leading = size * 1.6 };
  g_autoptr (MadoTextBlock) block = NULL;

  if (!is_set (text))
    return;
  cairo_set_source_rgb (pen->cr, 0, 0, 0);
  block = mado_text_block_new (pen->cr, text, &style);
  if (pen->pages == 0)
    pen->unknown += (guint) mado_text_block_get_unknown (block);
  for (int i = 0; i < mado_text_block_get_lines (block); i++)
    {
      if (pen->y + style.leading > bottom_of (pen))
        next_page (pen);
      if (pen->pages > 0)
        mado_text_block_draw_line (block, pen->cr, i, LEFT, pen->y);
      pen->y += style.leading;
    }
  pen->y += 3;
}

/* A cell that is longer than what is left of the page goes on the next one, with
 * its label once more. */
static void
draw_row (Pen                 *pen,
          const MadoIssuedRow *row)
{
  MadoTextStyle label_style = { .size = 3.8, .width = is_set (row->label) ? LABEL - 2 * PAD : 1 };
  double x = is_set (row->label) ? LEFT + LABEL : LEFT;
  MadoTextStyle style = { .size = 4.2, .width = RIGHT - x - 2 * PAD };
  g_autoptr (MadoTextBlock) label = mado_text_block_new (pen->cr, row->label, &label_style);
  g_autoptr (MadoTextBlock) value = mado_text_block_new (pen->cr, is_set (row->value) ? row->value : "－", &style);
  int lines = mado_text_block_get_lines (value), done = 0;
  double leading = mado_text_block_get_leading (value);

  if (pen->pages == 0)
    pen->unknown += (guint) (mado_text_block_get_unknown (label) + mado_text_block_get_unknown (value));
  do
    {
      double least = MAX (mado_text_block_get_height (label), leading) + 2 * PAD;
      int fit;
      double height;

      if (pen->y + least > bottom_of (pen))
        next_page (pen);
      cairo_set_source_rgb (pen->cr, 0, 0, 0);
      fit = MIN (lines - done, MAX (1, (int) ((bottom_of (pen) - pen->y - 2 * PAD) / leading)));
      height = MAX (least, fit * leading + 2 * PAD);
      if (pen->pages > 0 && is_set (row->label))
        mado_text_block_draw (label, pen->cr, LEFT + PAD, pen->y + PAD);
      for (int i = 0; i < fit && pen->pages > 0; i++)
        mado_text_block_draw_line (value, pen->cr, done + i, x + PAD, pen->y + PAD + i * leading);
      done += fit;
      pen->y += height;
      draw_rule (pen, LEFT, pen->y, WIDTH, 0.2);
    }
  while (done < lines);
}

static void
draw_section (Pen                     *pen,
              const MadoIssuedSection *section)
{
  if (is_set (section->heading))
    {
      if (pen->y + 22 > bottom_of (pen))
        next_page (pen);
      pen->y += draw_line (pen, section->heading, 4.6, TRUE, MADO_TEXT_LEFT, LEFT, pen->y, WIDTH) + 1.5;
    }
  draw_rule (pen, LEFT, pen->y, WIDTH, 0.4);
  for (guint i = 0; i < section->rows->len; i++)
    draw_row (pen, g_ptr_array_index (section->rows, i));
  pen->y += 5;
}

static void
draw_head (Pen *pen)
{
  const MadoIssuedSheet *sheet = pen->sheet;
  g_autofree char *number = g_strdup_printf (ISSUED_NUMBER, sheet->number);
  g_autofree char *contact = g_strdup_printf (ISSUED_CONTACT, is_set (sheet->contact) ? sheet->contact : "");
  g_autofree char *case_no = g_strdup_printf (ISSUED_CASE_NO, is_set (sheet->case_no) ? sheet->case_no : "");
  g_autofree char *copies = g_strdup_printf (ISSUED_COPIES, sheet->copies);
  double half = WIDTH / 2 - 4, right = LEFT + WIDTH / 2 + 4, y = TOP;

  y += draw_line (pen, number, 4.2, FALSE, MADO_TEXT_RIGHT, right, y, half) + 1;
  y += draw_line (pen, sheet->date, 4.2, FALSE, MADO_TEXT_RIGHT, right, y, half) + 8;
  pen->y = y;
  pen->y += draw_line (pen, sheet->to, 5.6, FALSE, MADO_TEXT_LEFT, LEFT, y, half);
  y += draw_line (pen, sheet->city, 4.6, FALSE, MADO_TEXT_RIGHT, right, y, half) + 1;
  y += draw_line (pen, sheet->desk, 4.2, FALSE, MADO_TEXT_RIGHT, right, y, half) + 1;
  if (is_set (sheet->contact))
    y += draw_line (pen, contact, 3.6, FALSE, MADO_TEXT_RIGHT, right, y, half) + 1;
  y = MAX (y, pen->y) + 9;
  y += draw_line (pen, sheet->title, 8, TRUE, MADO_TEXT_CENTRE, LEFT, y, WIDTH) + 2;
  y += draw_line (pen, sheet->again, 4.2, FALSE, MADO_TEXT_CENTRE, LEFT, y, WIDTH) + 4;
  if (is_set (sheet->case_no))
    draw_line (pen, case_no, 3.8, FALSE, MADO_TEXT_LEFT, LEFT, y, half);
  y += draw_line (pen, copies, 3.8, FALSE, MADO_TEXT_RIGHT, right, y, half) + 3;
  pen->y = y;
}

static void
draw_all (Pen *pen)
{
  MadoIssuedSheet *sheet = pen->sheet;

  pen->page = 0;
  draw_head (pen);
  draw_paragraph (pen, sheet->opening, 4.2);
  for (guint i = 0; i < sheet->sections->len; i++)
    draw_section (pen, g_ptr_array_index (sheet->sections, i));
  if (is_set (sheet->note))
    {
      if (pen->y + 16 > bottom_of (pen))
        next_page (pen);
      pen->y += draw_line (pen, ISSUED_NOTE, 4.6, TRUE, MADO_TEXT_LEFT, LEFT, pen->y, WIDTH) + 1.5;
      draw_paragraph (pen, sheet->note, 4.2);
    }
  draw_paragraph (pen, sheet->closing, 4.2);
  draw_foot (pen);
  if (pen->pages > 0)
    mado_pdf_end_page (pen->pdf);
}

GBytes *
mado_issued_sheet_to_pdf (MadoIssuedSheet  *self,
                          guint            *unknown,
                          GError          **error)
{
  g_autoptr (MadoQr) qr = is_set (self->qr_text) ? mado_qr_new (self->qr_text, QR_VERSION, error) : NULL;
  g_autoptr (MadoPdf) pdf = NULL;
  GBytes *bytes;
  Pen pen = { .sheet = self, .qr = qr };

  if (is_set (self->qr_text) && qr == NULL)
    return NULL;
  pdf = mado_pdf_new (MADO_A4_WIDTH, MADO_A4_HEIGHT, self->title);
  pen.pdf = pdf;
  pen.cr = mado_pdf_get_cairo (pdf);
  draw_all (&pen);
  pen.pages = pen.page + 1;
  if (unknown != NULL)
    *unknown = pen.unknown;
  draw_all (&pen);
  bytes = mado_pdf_finish (pdf, error);
  return bytes != NULL ? mado_pdf_archive (bytes, self->title, self->created) : NULL;
}
