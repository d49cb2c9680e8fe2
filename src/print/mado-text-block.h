/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/**
 * MadoTextBlock:
 *
 * Text set once in lines of equal pitch. Lengths are in the user units of the
 * cairo context (everything here works in millimetres), and the lines break
 * at the same places on paper, on a receipt and on the screen: glyphs are
 * neither hinted nor rounded to pixels.
 *
 * In a PDF each character can be extracted again, also those beyond the
 * basic plane and those with a variation selector, even if the font has no
 * such variant and shows the common form.
 */
typedef struct _MadoTextBlock MadoTextBlock;

typedef enum
{
  MADO_TEXT_LEFT,
  MADO_TEXT_CENTRE,
  MADO_TEXT_RIGHT,
} MadoTextAlign;

typedef struct
{
  double    size;    /* height of the em square */
  double    leading; /* pitch of the lines; 0: 1.3 × size */
  double    width;   /* lines break here; 0: one line a paragraph */
  gboolean  bold;
  gboolean  serif;
  MadoTextAlign align; /* within width */
  gboolean  keep_hyphens; /* no line ends behind the hyphen of AI-OCR: who reads the file back would lose it */
  double    hang;    /* lines after the first begin so much further in */
} MadoTextStyle;

/* Loads the fonts of the calling thread, which takes a tenth of a second. */
void           mado_text_warm_up          (void);

MadoTextBlock *mado_text_block_new        (cairo_t             *cr,
                                           const char          *text,
                                           const MadoTextStyle *style);
/* How texts are set for @cr; many blocks of one page description share it with
 * mado_text_block_new_in(). Of use only while the transformation of @cr stays. */
PangoContext  *mado_text_context_new      (cairo_t             *cr);
MadoTextBlock *mado_text_block_new_in     (PangoContext        *context,
                                           const char          *text,
                                           const MadoTextStyle *style);
/* The largest size from style->size down to @min_size at which the text takes
 * no more than @height at style->width. %TRUE in @fits if there is one; else
 * the block has @min_size. */
MadoTextBlock *mado_text_block_new_fitted (cairo_t             *cr,
                                           const char          *text,
                                           const MadoTextStyle *style,
                                           double               height,
                                           double               min_size,
                                           gboolean            *fits);
/* One line, if it takes no more than making the type @least times smaller;
 * else lines of whole size. */
MadoTextBlock *mado_text_block_new_line   (cairo_t             *cr,
                                           const char          *text,
                                           const MadoTextStyle *style,
                                           double               least);
void           mado_text_block_free       (MadoTextBlock       *self);

int            mado_text_block_get_lines  (const MadoTextBlock *self);
double         mado_text_block_get_size   (const MadoTextBlock *self);
double         mado_text_block_get_leading(const MadoTextBlock *self);
double         mado_text_block_get_height (const MadoTextBlock *self);
/* Of the longest line. */
double         mado_text_block_get_width  (const MadoTextBlock *self);
/* Characters that no installed font has; they are drawn as boxes with their code. */
int            mado_text_block_get_unknown(const MadoTextBlock *self);

/* Where the bytes from @from to @until of the text stand on a line: left and
 * right end, from the line's left edge. FALSE: none of them is on it. */
gboolean       mado_text_block_find_range (const MadoTextBlock *self,
                                           int                  line,
                                           int                  from,
                                           int                  until,
                                           double              *left,
                                           double              *right);

void           mado_text_block_draw       (const MadoTextBlock *self,
                                           cairo_t             *cr,
                                           double               x,
                                           double               y);
void           mado_text_block_draw_line  (const MadoTextBlock *self,
                                           cairo_t             *cr,
                                           int                  line,
                                           double               x,
                                           double               y);

/* Sets, draws and forgets; returns the height. */
double         mado_text_draw             (cairo_t             *cr,
                                           const char          *text,
                                           const MadoTextStyle *style,
                                           double               x,
                                           double               y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoTextBlock, mado_text_block_free)

G_END_DECLS
