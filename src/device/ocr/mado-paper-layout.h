/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/ocr/mado-paper.h"

G_BEGIN_DECLS

/* Which box of a form belongs to which field: pure geometry over the labels that
 * stand on the paper. */

typedef enum
{
  MADO_PAPER_TEXT,
  MADO_PAPER_NAME,
  MADO_PAPER_KANA,
  MADO_PAPER_DATE,
  MADO_PAPER_SEX,
  MADO_PAPER_RELATION,
  MADO_PAPER_ADDRESS,
  MADO_PAPER_DIGITS,
  MADO_PAPER_DATE_WITHIN, /* a date with words around it: 「…日まで有効」; in two calendars if so printed */
  MADO_PAPER_ROMAN,       /* a name in capitals */
  MADO_PAPER_CARD_NUMBER, /* AB12345678CD */
} MadoPaperType;

typedef struct
{
  const char   *key; /* of a field; NULL: known, but never taken */
  MadoPaperType type;
  int           person;
  guint         cell; /* index */
} MadoPaperPlace;

typedef struct
{
  GArray *places; /* MadoPaperPlace */
  GArray *secret; /* guint: cells with 個人番号 or 住民票コード */
  guint   n_labels;
} MadoPaperLayout;

/* @cells: MadoOcrCell*, with text. */
MadoPaperLayout *mado_paper_layout_find (GPtrArray       *cells);
void             mado_paper_layout_free (MadoPaperLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPaperLayout, mado_paper_layout_free)

/* Whether the text of a box is one of the labels that are known. */
gboolean         mado_paper_is_label    (const char      *text);
/* What paper the text above the first box, or any text on it, names. */
MadoPaperKind    mado_paper_kind_of     (const char      *title);
/* Twelve or eleven digits in a row, spaces, line ends and dots aside: 個人番号,
 * 住民票コード; also when some of them are misread, or two are lost. */
gboolean         mado_paper_is_secret   (const char      *text);

G_END_DECLS
