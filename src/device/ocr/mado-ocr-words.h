/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Words as a reader of letters sees them: a letter of them may be another. */

/* Letters alone, of one width: spaces, line ends, brackets and their like stand
 * between them as the printer pleases. */
gunichar *mado_ocr_words_squeeze  (const char     *text,
                                   glong          *n);
/* How many letters are wrong, missing or too many. @m at the most 63. */
guint     mado_ocr_words_distance (const gunichar *a,
                                   glong           n,
                                   const gunichar *b,
                                   glong           m);
/* Where @wanted stands within @letters with at most @wrong letters wrong, where
 * it fits best; −1: nowhere. @length: of what was looked for, nullable. */
glong     mado_ocr_words_search   (const gunichar *letters,
                                   glong           n,
                                   const char     *wanted,
                                   guint           wrong,
                                   glong          *length);

G_END_DECLS
