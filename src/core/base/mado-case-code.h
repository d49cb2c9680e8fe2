/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/*
 * The short code of a case (case_no): 7 characters of Crockford base32 and a
 * check character, written "2K7M-0XQ4". The number comes from a block leased
 * to the device, so that a code made offline is nobody else's.
 *
 * The check character is a sum over GF(2^5) with a different weight for each
 * place: every single wrong character and every swap of two is noticed.
 */
#define MADO_CASE_CODE_MAX    G_GUINT64_CONSTANT (34359738367) /* 2^35 - 1 */
#define MADO_CASE_CODE_LENGTH 8                                /* without the hyphen */

/* "2K7M0XQ4", as it is stored. @number must be at most MADO_CASE_CODE_MAX. */
char     *mado_case_code_format  (guint64      number);
/* "2K7M-0XQ4", as it is printed. */
char     *mado_case_code_display (const char  *code);
/* Takes any width and case, hyphens and spaces, O as 0, I and L as 1.
 * MADO_ERROR_INVALID with the reason otherwise. */
gboolean  mado_case_code_parse   (const char  *text,
                                  guint64     *number,
                                  GError     **error);

G_END_DECLS
