/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-paper-reader.h"

#include <string.h>

#include "core/base/mado-error.h"
#include "device/ocr/mado-ocr-picture.h"
#include "device/ocr/mado-paper-face-reader.h"
#include "device/ocr/mado-paper-look.h"
#include "device/ocr/mado-paper-value.h"

/* Fewer labels are chance. */
#define LEAST_LABELS 4
#define MOST_CELLS   400

/* --- one page, one way up ----------------------------------------------------------- */

typedef struct
{
  PIX             *page;
  GPtrArray       *cells;
  MadoPaperLayout *layout;
} Sheet;

static void
sheet_clear (Sheet *self)
{
  pixDestroy (&self->page);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_clear_pointer (&self->layout, mado_paper_layout_free);
}

/* A label that is lost takes its value along, and its neighbour's: what is short
 * and no label is looked at once more. */
static void
look_for_label (MadoOcrReader *reader,
                Sheet         *sheet,
                MadoOcrCell   *cell)
{
  if (g_utf8_strlen (cell->text, -1) > 8 || mado_paper_is_label (cell->text))
    return;
  for (guint look = 1; look < MADO_OCR_LOOKS; look++)
    {
      double confidence;
      g_autofree char *text = mado_ocr_reader_read (reader, sheet->page, &cell->box, MADO_OCR_ANY, look, &confidence);

      if (mado_paper_is_label (text))
        {
          g_free (cell->text);
          cell->text = g_steal_pointer (&text);
          return;
        }
    }
}

static void
read_cells (MadoOcrReader *reader,
            Sheet         *sheet)
{
  sheet->cells = mado_ocr_picture_find_cells (sheet->page);
  if (sheet->cells->len > MOST_CELLS)
    g_ptr_array_set_size (sheet->cells, MOST_CELLS);
  for (guint i = 0; i < sheet->cells->len; i++)
    {
      MadoOcrCell *cell = sheet->cells->pdata[i];

      g_free (cell->text);
      cell->text = mado_ocr_reader_read (reader, sheet->page, &cell->box, MADO_OCR_ANY, 0, &cell->confidence);
      look_for_label (reader, sheet, cell);
    }
  sheet->layout = mado_paper_layout_find (sheet->cells);
}

/* A sheet that lies on its head or its side is turned until its labels are read. */
static gboolean
find_sheet (MadoOcrReader *reader,
            PIX           *cut,
            Sheet         *sheet)
{
  static const int turns[] = { 0, 2, 1, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      PIX *turned = turns[i] ? pixRotateOrth (cut, turns[i]) : pixClone (cut);

      sheet_clear (sheet);
      sheet->page = mado_ocr_picture_prepare (turned, MADO_OCR_SHEET_WIDTH);
      pixDestroy (&turned);
      read_cells (reader, sheet);
      if (sheet->layout->n_labels >= LEAST_LABELS)
        return TRUE;
    }
  return FALSE;
}

static MadoPaperKind
read_kind (MadoOcrReader *reader,
           Sheet         *sheet)
{
  const MadoOcrCell *first = sheet->cells->pdata[0];
  int width = pixGetWidth (sheet->page), margin = width / 40;
  MadoOcrBox above = { margin, margin, width - 2 * margin, first->box.y - 2 * margin };
  g_autofree char *title = NULL;
  double confidence;

  if (above.height < 40)
    return MADO_PAPER_UNKNOWN;
  title = mado_ocr_reader_read (reader, sheet->page, &above, MADO_OCR_ANY, 0, &confidence);
  return mado_paper_kind_of (title);
}

/* --- fields ----------------------------------------------------------------------------- */

static void
add_field (MadoPaper            *paper,
           Sheet                *sheet,
           const MadoPaperPlace *place,
           MadoPaperField       *field)
{
  const MadoOcrCell *cell = sheet->cells->pdata[place->cell];

  field->box = cell->box;
  field->crop = mado_paper_crop (sheet->page, &cell->box);
  paper->n_persons = MAX (paper->n_persons, (guint) (field->person + 1));
  g_ptr_array_add (paper->fields, field);
}

/* 氏名 with the reading above it. */
static void
split_kana (const MadoPaperLooks *both,
            MadoPaperLooks       *name,
            MadoPaperLooks       *kana)
{
  for (guint i = 0; i < MADO_OCR_LOOKS; i++)
    {
      name->printed[i] = g_strdup (both->printed[i]);
      kana->printed[i] = mado_paper_take_kana (&name->printed[i]);
      if (!kana->printed[i])
        kana->printed[i] = g_strdup ("");
    }
  name->confidence = kana->confidence = both->confidence;
}

static void
read_place (MadoOcrReader        *reader,
            Sheet                *sheet,
            const MadoPaperPlace *place,
            MadoPaper            *paper)
{
  const MadoOcrCell *cell = sheet->cells->pdata[place->cell];
  g_auto (MadoPaperLooks) looks = { 0 }, name = { 0 }, kana = { 0 };

  if (!*cell->text && mado_paper_letters_of (place->type) == MADO_OCR_ANY)
    return;
  mado_paper_looks_take (&looks, reader, sheet->page, &cell->box, place->type, cell->text, cell->confidence);
  if (mado_paper_looks_are_secret (&looks))
    {
      paper->n_masked++;
      return;
    }
  if (place->type != MADO_PAPER_NAME)
    {
      add_field (paper, sheet, place, mado_paper_looks_judge (&looks, place->type, place->key, place->person));
      return;
    }
  split_kana (&looks, &name, &kana);
  add_field (paper, sheet, place, mado_paper_looks_judge (&name, MADO_PAPER_NAME, place->key, place->person));
  if (*kana.printed[0] || *kana.printed[1] || *kana.printed[2])
    add_field (paper, sheet, place, mado_paper_looks_judge (&kana, MADO_PAPER_KANA, "kana", place->person));
}

static MadoPaper *
read_sheet (MadoOcrReader *reader,
            PIX           *cut)
{
  MadoPaper *paper = NULL;
  Sheet sheet = { 0 };

  if (find_sheet (reader, cut, &sheet))
    {
      paper = mado_paper_new ();
      paper->kind = read_kind (reader, &sheet);
      paper->n_masked = sheet.layout->secret->len;
      for (guint i = 0; i < sheet.layout->places->len; i++)
        read_place (reader, &sheet, &g_array_index (sheet.layout->places, MadoPaperPlace, i), paper);
    }
  sheet_clear (&sheet);
  return paper;
}

/* ID-1 is 1.585 times as wide as high, a sheet of the A and B rows 1.414; aslant
 * either may look like the other. */
static gboolean
looks_like_card (PIX *cut)
{
  double across = pixGetWidth (cut), down = pixGetHeight (cut), ratio = MAX (across, down) / MIN (across, down);

  return ratio > 1.48 && ratio < 1.8;
}

MadoPaper *
mado_paper_reader_read (MadoOcrReader  *reader,
                        PIX            *grey,
                        GError        **error)
{
  PIX *cut = mado_ocr_picture_cut_out (grey);
  gboolean card = looks_like_card (cut);
  MadoPaper *paper = card ? mado_paper_face_read (reader, cut) : read_sheet (reader, cut);

  if (!paper)
    paper = card ? read_sheet (reader, cut) : mado_paper_face_read (reader, cut);
  pixDestroy (&cut);
  if (!paper)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, "no form that is known");
  return paper;
}
