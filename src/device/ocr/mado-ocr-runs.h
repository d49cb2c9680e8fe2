/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <leptonica/allheaders.h>

G_BEGIN_DECLS

/* Where there is ink in a picture of two colours, along one way: from @left up
 * to but not with @right, in pixels. Of lines: from the top to the bottom. */
typedef struct
{
  int left, right;
} MadoOcrRun;

/* Wide runs without ink between the first letter and the last of a line of
 * @height; where these begin and end comes out at @ink. MadoOcrRun (full). */
GArray *mado_ocr_runs_find_gaps    (PIX              *binary,
                                    int               height,
                                    MadoOcrRun       *ink);
/* The @letters with a wide space where a gap is (full): the reader of letters
 * drops those between the parts of a name. */
char   *mado_ocr_runs_put_gaps_in  (const char       *letters,
                                    GArray           *gaps,
                                    const MadoOcrRun *ink);
/* The lines of a cell (full). */
GArray *mado_ocr_runs_find_lines   (PIX              *binary);
/* Strokes of one letter (二, 三) are not lines of their own. */
void    mado_ocr_runs_join_strokes (GArray           *lines);

G_END_DECLS
