/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

/* What the drawers of made-up papers share; see specimen.c. Lengths are mm. */

#define DPI 200.0
#define MM  (DPI / 25.4)

/* ISO/IEC 7810 ID-1, drawn with more pixels than a sheet. */
#define CARD_WIDTH  85.6
#define CARD_HEIGHT 54.0
#define CARD_ZOOM   2.2

#define N_NAMES 10

typedef struct
{
  const char *family, *given, *family_kana, *given_kana;
} Name;

extern const Name names[N_NAMES];

guint    chance       (guint       n);
void     say          (const char *key,
                       int         person,
                       const char *value);
void     text_at      (cairo_t    *cr,
                       double      x,
                       double      y,
                       double      width,
                       double      height,
                       double      size_mm,
                       gboolean    middle,
                       const char *text);
char    *make_date    (guint       era,
                       char       *iso);
char    *make_address (const char *key);

/* specimen-card.c; FALSE: no such kind. */
gboolean draw_card    (cairo_t    *cr,
                       const char *kind);
