/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "device/ocr/mado-paper-face.h"
#include "device/ocr/mado-paper-process.h"
#include "device/ocr/mado-paper-value.h"

/* libFuzzer: what a broken reading process may say; or any text as what a reader of
 * letters saw: in the boxes of a form and on the front of a card, or in a field. The
 * first byte says which. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
hear (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPaper) paper = mado_paper_hear (text, &error);

  g_assert ((paper == NULL) == (error != NULL));
  for (guint i = 0; paper && i < paper->fields->len; i++)
    {
      const MadoPaperField *field = paper->fields->pdata[i];

      g_assert (field->key && (!field->sure || field->value));
    }
}

/* Boxes out of the bytes, words out of the lines. */
static void
lay_out (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 60);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_ocr_cell_free);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_face_word_free);
  g_autoptr (MadoPaperLayout) layout = NULL;
  g_autoptr (MadoFace) face = NULL;

  for (guint i = 0; lines[i]; i++)
    {
      MadoOcrCell *cell = g_new0 (MadoOcrCell, 1);
      glong n = g_utf8_strlen (lines[i], -1);
      g_autofree int *rights = g_new0 (int, n + 1);

      cell->box = (MadoOcrBox) { (int) (i % 4) * 104, (int) (i / 4) * 44, 100, 40 };
      cell->text = g_strdup (lines[i]);
      for (glong k = 0; k < n; k++)
        rights[k] = cell->box.x + (int) k * 9;
      g_ptr_array_add (cells, cell);
      g_ptr_array_add (words, mado_face_word_new (lines[i], rights, &cell->box));
    }
  layout = mado_paper_layout_find (cells);
  for (guint i = 0; i < layout->places->len; i++)
    g_assert (g_array_index (layout->places, MadoPaperPlace, i).cell < cells->len);
  g_assert (layout->secret->len <= cells->len);
  face = mado_face_find (words);
  for (guint i = 0; i < face->places->len; i++)
    g_assert (g_array_index (face->places, MadoFacePlace, i).box.width > 0);
}

static void
take (const char *text)
{
  g_autofree char *printed = g_strdup (text), *kana = NULL;

  for (guint type = MADO_PAPER_TEXT; type <= MADO_PAPER_CARD_NUMBER; type++)
    {
      g_autofree char *value = mado_paper_value_read ((MadoPaperType) type, text);

      g_assert (value == NULL || g_utf8_validate (value, -1, NULL));
      g_assert (value == NULL || mado_paper_value_agree ((MadoPaperType) type, text, text));
    }
  kana = mado_paper_take_kana (&printed);
  g_assert (printed != NULL && g_utf8_validate (printed, -1, NULL));
  mado_paper_is_label (text);
  mado_paper_kind_of (text);
  mado_paper_is_secret (text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *raw = size > 0 ? g_strndup ((const char *) data + 1, size - 1) : NULL;
  g_autofree char *text = raw != NULL ? g_utf8_make_valid (raw, -1) : NULL;

  if (text == NULL)
    return 0;
  if (data[0] % 3 == 0)
    hear (raw);
  else if (data[0] % 3 == 1)
    lay_out (text);
  else
    take (text);
  return 0;
}
