/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/mado-date.h"

G_BEGIN_DECLS

/*
 * Texts and dates as cards hold them. What a card holds is foreign input: all
 * functions give FALSE for anything that is not exactly what it should be, and
 * leave nothing half-written behind.
 */

/* UTF-8 of at most @letters letters into @text (@size bytes). Refused are
 * invalid and overlong sequences, surrogates, control characters, line and
 * paragraph separators, marks that turn the direction of writing, and code
 * points that are no characters. Variation selectors, combining marks and
 * characters above U+FFFF are kept; < & " are letters like others. */
gboolean mado_card_text_utf8     (const guint8 *bytes,
                                  gsize         n,
                                  guint         letters,
                                  char         *text,
                                  gsize         size);

/* JIS X 0208 in pairs of 21-7E, as the licence has it. The codes of its own
 * special characters (FFF1 to FFF7) and of a missing one (FFFA) become 〓 and
 * are counted in @gaiji. 215D becomes U+FF0D and 2141 U+FF5E, which is how the
 * Individual Number Card and keyboards write them. */
gboolean mado_card_text_jis      (const guint8 *bytes,
                                  gsize         n,
                                  guint         letters,
                                  char         *text,
                                  gsize         size,
                                  guint        *gaiji);

/* @n ASCII digits. */
gboolean mado_card_text_digits   (const guint8 *bytes,
                                  gsize         length,
                                  gsize         n,
                                  char         *text);

/* Dates, into YYYY-MM-DD. */
gboolean mado_card_date_ymd      (const guint8 *bytes,  /* 8 ASCII digits */
                                  gsize         length,
                                  char          text[11]);
gboolean mado_card_date_bcd      (const guint8  bytes[4],
                                  char          text[11]);

typedef enum
{
  MADO_CARD_DATE_PAST,  /* a day of its era */
  MADO_CARD_DATE_FUTURE /* may be written in an era that has ended: 平成40年 */
} MadoCardDateSort;

/* Era digit and YYMMDD in that era: 3600321. */
gboolean mado_card_date_era      (const guint8     *bytes,
                                  gsize             length,
                                  MadoCardDateSort  sort,
                                  char              text[11]);
/* The same seven digits as full-width digits of JIS X 0208 (14 bytes). */
gboolean mado_card_date_era_wide (const guint8  bytes[14],
                                  char          text[11]);

G_END_DECLS
