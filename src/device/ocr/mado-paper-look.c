/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-paper-look.h"

#include <string.h>

#include "device/ocr/mado-paper-value.h"

#define SURE 0.80

MadoOcrLetters
mado_paper_letters_of (MadoPaperType type)
{
  switch (type)
    {
    case MADO_PAPER_DATE:
      return MADO_OCR_DATE;
    case MADO_PAPER_DATE_WITHIN:
      return MADO_OCR_DATE_WITHIN;
    case MADO_PAPER_ROMAN:
      return MADO_OCR_ROMAN;
    case MADO_PAPER_CARD_NUMBER:
      return MADO_OCR_CODE;
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

GBytes *
mado_paper_crop (PIX              *page,
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

void
mado_paper_looks_clear (MadoPaperLooks *self)
{
  for (guint i = 0; i < MADO_OCR_LOOKS; i++)
    g_free (self->printed[i]);
}

void
mado_paper_looks_take (MadoPaperLooks   *self,
                       MadoOcrReader    *reader,
                       PIX              *page,
                       const MadoOcrBox *box,
                       MadoPaperType     type,
                       const char       *first,
                       double            confidence)
{
  MadoOcrLetters letters = mado_paper_letters_of (type);

  self->printed[0] = g_strdup (first);
  self->confidence = confidence;
  for (guint i = first ? 1 : 0; i < MADO_OCR_LOOKS; i++)
    {
      self->printed[i] = mado_ocr_reader_read (reader, page, box, letters, i, &confidence);
      self->confidence = i == 0 ? confidence : MIN (self->confidence, confidence);
    }
}

/* The wide space between the parts of a name is lost more often than seen. */
static const char *
choose_printed (MadoPaperType type,
                const MadoPaperLooks *looks,
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
MadoPaperField *
mado_paper_looks_judge (const MadoPaperLooks *looks,
                        MadoPaperType         type,
                        const char           *key,
                        int                   person)
{
  MadoPaperField *field = mado_paper_field_new (key, person);
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
  if ((type == MADO_PAPER_NAME || type == MADO_PAPER_KANA || type == MADO_PAPER_ROMAN) && field->value && !strstr (field->value, "\u3000"))
    field->sure = FALSE;
  return field;
}

gboolean
mado_paper_looks_are_secret (const MadoPaperLooks *self)
{
  for (guint i = 0; i < MADO_OCR_LOOKS; i++)
    if (mado_paper_is_secret (self->printed[i]))
      return TRUE;
  return FALSE;
}
