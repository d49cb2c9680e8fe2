/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-paper-face-reader.h"

#include "device/ocr/mado-ocr-picture.h"
#include "device/ocr/mado-paper-face.h"
#include "device/ocr/mado-paper-look.h"

#define MOST_WORDS  120
#define ROOM        11 /* pixels around a word: the reader of letters cuts what is left of a rule */

/* Pictures keep the words apart: a letter of one does not reach into the next. */
static GPtrArray *
read_words (MadoOcrReader *reader,
            PIX           *page)
{
  g_autoptr (GPtrArray) cells = mado_ocr_picture_find_words (page);
  GPtrArray *words = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_face_word_free);

  for (guint i = 0; i < MIN (cells->len, MOST_WORDS); i++)
    {
      const MadoOcrBox *box = &((MadoOcrCell *) cells->pdata[i])->box;
      const MadoOcrBox wide = { box->x - ROOM, box->y - ROOM, box->width + 2 * ROOM, box->height + 2 * ROOM };
      g_autoptr (GArray) rights = g_array_new (FALSE, FALSE, sizeof (int));
      g_autofree char *text = mado_ocr_reader_spell (reader, page, &wide, rights);

      if (*text)
        g_ptr_array_add (words, mado_face_word_new (text, (const int *) rights->data, box));
    }
  return words;
}

/* Something stands right beside the box that belongs to it, perhaps. */
static gboolean
has_neighbour (PIX              *page,
               const MadoOcrBox *box)
{
  int reach = box->height / 2, dark = 0;
  PIX *binary = pixThresholdToBinary (page, 150);

  for (int side = 0; side < 2; side++)
    {
      BOX *strip = boxCreate (side ? box->x + box->width + 2 : box->x - reach - 2, box->y, reach, box->height);
      PIX *part = pixClipRectangle (binary, strip, NULL);
      l_int32 n = 0;

      if (part)
        pixCountPixels (part, &n, NULL);
      dark = MAX (dark, n);
      pixDestroy (&part);
      boxDestroy (&strip);
    }
  pixDestroy (&binary);
  return dark > 20;
}

/* A date says by itself whether it is whole; of a sex two letters agree. Where a
 * word was cut, or may go on, nothing else is sure. */
static gboolean
is_whole (PIX                 *page,
          const MadoFacePlace *place)
{
  if (place->type == MADO_PAPER_DATE_WITHIN || place->type == MADO_PAPER_SEX || place->type == MADO_PAPER_CARD_NUMBER)
    return TRUE;
  return !place->cut && !has_neighbour (page, &place->box);
}

static MadoPaper *
read_fields (MadoOcrReader  *reader,
             PIX            *page,
             const MadoFace *face)
{
  MadoPaper *paper = mado_paper_new ();

  paper->kind = face->kind;
  paper->n_persons = 1;
  paper->n_masked = face->n_secret;
  for (guint i = 0; i < face->places->len; i++)
    {
      const MadoFacePlace *place = &g_array_index (face->places, MadoFacePlace, i);
      const MadoOcrBox wide = { MAX (0, place->box.x - ROOM), MAX (0, place->box.y - ROOM), place->box.width + 2 * ROOM,
                                place->box.height + 2 * ROOM };
      g_auto (MadoPaperLooks) looks = { 0 };
      MadoPaperField *field;

      mado_paper_looks_take (&looks, reader, page, &wide, place->type, NULL, 0);
      if (place->type != MADO_PAPER_CARD_NUMBER && mado_paper_looks_are_secret (&looks))
        {
          paper->n_masked++;
          continue;
        }
      field = mado_paper_looks_judge (&looks, place->type, place->key, g_str_equal (place->key, "address") ? -1 : 0);
      field->sure = field->sure && is_whole (page, place);
      field->box = wide;
      field->crop = mado_paper_crop (page, &wide);
      g_ptr_array_add (paper->fields, field);
    }
  return paper;
}

MadoPaper *
mado_paper_face_read (MadoOcrReader *reader,
                      PIX           *sheet)
{
  gboolean lies = pixGetWidth (sheet) > pixGetHeight (sheet);

  for (int turn = lies ? 0 : 1; turn < 4; turn += 2)
    {
      PIX *turned = turn ? pixRotateOrth (sheet, turn) : pixClone (sheet);
      PIX *page = mado_ocr_picture_prepare (turned, MADO_OCR_CARD_WIDTH);
      g_autoptr (GPtrArray) words = read_words (reader, page);
      g_autoptr (MadoFace) face = mado_face_find (words);
      MadoPaper *paper = face->kind != MADO_PAPER_UNKNOWN ? read_fields (reader, page, face) : NULL;

      pixDestroy (&page);
      pixDestroy (&turned);
      if (paper)
        return paper;
    }
  return NULL;
}
