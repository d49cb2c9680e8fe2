/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/ocr/mado-paper-layout.h"

G_BEGIN_DECLS

/* Which words on the front of a card belong to which field. A card has no ruled
 * boxes: labels and values stand in rows, and one row holds several fields. */

/* Letters that stand close together. */
typedef struct
{
  char      *text;
  int       *rights; /* right edge of each letter of @text */
  MadoOcrBox box;
  double     confidence;
} MadoFaceWord;

MadoFaceWord *mado_face_word_new    (const char       *text,
                                     const int        *rights,
                                     const MadoOcrBox *box);
void          mado_face_word_free   (MadoFaceWord     *self);

typedef struct
{
  const char   *key;
  MadoPaperType type;
  gboolean      cut; /* only part of a word: where it was cut is a guess */
  MadoOcrBox    box;
} MadoFacePlace;

typedef struct
{
  MadoPaperKind kind;     /* MADO_PAPER_UNKNOWN: no card that is known */
  GArray       *places;   /* MadoFacePlace */
  guint         n_secret; /* words with a number that is never taken */
} MadoFace;

/* @words: MadoFaceWord*, in any order, of a card that stands upright. 個人番号 and
 * the number of a licence are in no place. */
MadoFace     *mado_face_find        (GPtrArray        *words);
void          mado_face_free        (MadoFace         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoFace, mado_face_free)

G_END_DECLS
