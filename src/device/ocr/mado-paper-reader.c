/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-paper-reader.h"

#include <string.h>

#include "core/base/mado-error.h"
#include "device/ocr/mado-ocr-picture.h"
#include "device/ocr/mado-paper-layout.h"
#include "device/ocr/mado-paper-value.h"

/* Fewer labels are chance. */
#define LEAST_LABELS 4
#define SURE         0.80
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
            PIX           *grey,
            Sheet         *sheet)
{
  static const int turns[] = { 0, 2, 1, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      PIX *turned = turns[i] ? pixRotateOrth (grey, turns[i]) : pixClone (grey);

      sheet_clear (sheet);
      sheet->page = mado_ocr_picture_straighten (turned);
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

static MadoOcrLetters
letters_of (MadoPaperType type)
{
  switch (type)
    {
    case MADO_PAPER_DATE:
      return MADO_OCR_DATE;
    case MADO_PAPER_DIGITS:
      return MADO_OCR_DIGITS;
    case MADO_PAPER_KANA:
      return MADO_OCR_KANA;
    case MADO_PAPER_SEX:
      return MADO_OCR_SEX;
    case MADO_PAPER_RELATION:
      return MADO_OCR_RELATION;
    case MADO_PAPER_TEXT:
    case MADO_PAPER_NAME:
    case MADO_PAPER_ADDRESS:
    default:
      return MADO_OCR_ANY;
    }
}

#define CROP_MARGIN 10

/* The box as far as something stands in it: white paper only makes it small. */
static BOX *
find_ink (PIX              *page,
          const MadoOcrBox *box)
{
  BOX *inner = boxCreate (box->x + CROP_MARGIN, box->y + CROP_MARGIN, MAX (1, box->width - 2 * CROP_MARGIN),
                          MAX (1, box->height - 2 * CROP_MARGIN));
  PIX *part = pixClipRectangle (page, inner, NULL), *binary = part ? pixThresholdToBinary (part, 150) : NULL;
  BOX *ink = NULL, *found;
  l_int32 x, y, w, h;

  if (binary)
    pixClipToForeground (binary, NULL, &ink);
  if (ink)
    {
      boxGetGeometry (ink, &x, &y, &w, &h);
      found = boxCreate (box->x + x, box->y + y, w + 2 * CROP_MARGIN, h + 2 * CROP_MARGIN);
    }
  else
    found = boxCreate (box->x, box->y, box->width, box->height);
  boxDestroy (&ink);
  pixDestroy (&binary);
  pixDestroy (&part);
  boxDestroy (&inner);
  return found;
}

static GBytes *
make_crop (PIX              *page,
           const MadoOcrBox *box)
{
  BOX *cut = find_ink (page, box);
  PIX *part = pixClipRectangle (page, cut, NULL);
  l_uint8 *data = NULL;
  size_t size = 0;
  GBytes *crop = NULL;

  if (part && pixWriteMemPng (&data, &size, part, 0) == 0)
    crop = g_bytes_new (data, size);
  lept_free (data);
  pixDestroy (&part);
  boxDestroy (&cut);
  return crop;
}

/* What each look sees, of one field of a box: a box with 氏名 under its フリガナ
 * holds two. */
typedef struct
{
  char  *printed[MADO_OCR_LOOKS];
  double confidence;
} Looks;

static void
looks_clear (Looks *self)
{
  for (guint i = 0; i < MADO_OCR_LOOKS; i++)
    g_free (self->printed[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Looks, looks_clear)

static void
look_again (MadoOcrReader     *reader,
            Sheet             *sheet,
            const MadoPaperPlace *place,
            Looks             *looks)
{
  const MadoOcrCell *cell = sheet->cells->pdata[place->cell];
  MadoOcrLetters letters = letters_of (place->type);

  looks->printed[0] = g_strdup (cell->text);
  looks->confidence = cell->confidence;
  for (guint i = 1; i < MADO_OCR_LOOKS; i++)
    {
      double confidence;

      looks->printed[i] = mado_ocr_reader_read (reader, sheet->page, &cell->box, letters, i, &confidence);
      looks->confidence = MIN (looks->confidence, confidence);
    }
}

/* The wide space between the parts of a name is lost more often than seen. */
static const char *
choose_printed (MadoPaperType type,
                const Looks  *looks,
                guint         from,
                guint        *n_agree)
{
  const char *best = looks->printed[from];

  *n_agree = 0;
  for (guint i = 0; i < MADO_OCR_LOOKS; i++)
    if (mado_paper_value_agree (type, looks->printed[from], looks->printed[i]))
      {
        ++*n_agree;
        if (strstr (looks->printed[i], "\u3000") && !strstr (best, "\u3000"))
          best = looks->printed[i];
      }
  return best;
}

/* The look that most others agree with. All of them: sure. */
static MadoPaperField *
judge (const MadoPaperPlace *place,
       const char           *key,
       MadoPaperType         type,
       const Looks          *looks)
{
  MadoPaperField *field = mado_paper_field_new (key, place->person);
  const char *best = looks->printed[0];
  guint most = 0;

  for (guint i = 0; i < MADO_OCR_LOOKS; i++)
    {
      guint n;
      const char *printed = choose_printed (type, looks, i, &n);

      if (n > most)
        {
          most = n;
          best = printed;
        }
    }
  field->printed = g_strdup (best);
  field->value = mado_paper_value_read (type, best);
  field->confidence = looks->confidence * (most == MADO_OCR_LOOKS ? 1 : most / (MADO_OCR_LOOKS + 1.0));
  field->sure = field->value && most == MADO_OCR_LOOKS && looks->confidence >= SURE;
  /* The parts of a name must be told apart. */
  if ((type == MADO_PAPER_NAME || type == MADO_PAPER_KANA) && field->value && !strstr (field->value, "\u3000"))
    field->sure = FALSE;
  return field;
}

static void
add_field (MadoPaper            *paper,
           Sheet                *sheet,
           const MadoPaperPlace *place,
           MadoPaperField       *field)
{
  const MadoOcrCell *cell = sheet->cells->pdata[place->cell];

  field->box = cell->box;
  field->crop = make_crop (sheet->page, &cell->box);
  paper->n_persons = MAX (paper->n_persons, (guint) (field->person + 1));
  g_ptr_array_add (paper->fields, field);
}

/* 氏名 with the reading above it. */
static void
split_kana (const Looks *both,
            Looks       *name,
            Looks       *kana)
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
  g_auto (Looks) looks = { 0 }, name = { 0 }, kana = { 0 };

  if (!*cell->text && letters_of (place->type) == MADO_OCR_ANY)
    return;
  look_again (reader, sheet, place, &looks);
  for (guint i = 0; i < MADO_OCR_LOOKS; i++)
    if (mado_paper_is_secret (looks.printed[i]))
      {
        paper->n_masked++;
        return;
      }
  if (place->type != MADO_PAPER_NAME)
    {
      add_field (paper, sheet, place, judge (place, place->key, place->type, &looks));
      return;
    }
  split_kana (&looks, &name, &kana);
  add_field (paper, sheet, place, judge (place, place->key, MADO_PAPER_NAME, &name));
  if (*kana.printed[0] || *kana.printed[1] || *kana.printed[2])
    add_field (paper, sheet, place, judge (place, "kana", MADO_PAPER_KANA, &kana));
}

MadoPaper *
mado_paper_reader_read (MadoOcrReader  *reader,
                        PIX            *grey,
                        GError        **error)
{
  g_autoptr (MadoPaper) paper = mado_paper_new ();
  Sheet sheet = { 0 };

  if (!find_sheet (reader, grey, &sheet))
    {
      sheet_clear (&sheet);
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, "no form that is known");
      return NULL;
    }
  paper->kind = read_kind (reader, &sheet);
  paper->n_masked = sheet.layout->secret->len;
  for (guint i = 0; i < sheet.layout->places->len; i++)
    read_place (reader, &sheet, &g_array_index (sheet.layout->places, MadoPaperPlace, i), paper);
  sheet_clear (&sheet);
  return g_steal_pointer (&paper);
}
