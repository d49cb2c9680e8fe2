/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/*
 * Numbers with rules. All take canonical text (half-width digits). The plain
 * predicates answer yes or no; the ones with an error tell the reason in a
 * sentence for the field.
 */

/* 全国地方公共団体コード: 6 digits, the last is the check digit. */
gboolean mado_check_city_code      (const char *digits);
/* 個人番号: exactly 12 digits with a right check digit. Only for questioning
 * a number typed into some other field; it is never stored. */
gboolean mado_check_my_number      (const char *digits);
/* Does @text hold a run of exactly 12 digits (any width, single spaces or
 * hyphens between groups allowed) with the check digit of a 個人番号? */
gboolean mado_check_contains_my_number (const char *text);
/* 住民票コード: 11 digits with a right check digit. Like the 個人番号 it is not
 * a value of any field. */
gboolean mado_check_resident_code  (const char *digits);

/* Japanese telephone number, hyphens allowed: begins with 0 (or +81), 10 or 11
 * digits as its prefix wants. */
gboolean mado_check_phone          (const char *text,
                                    GError    **error);
gboolean mado_check_email          (const char *text,
                                    GError    **error);
/* 7 digits. */
gboolean mado_check_postal_code    (const char *text,
                                    GError    **error);
/* 金融機関 4, 支店 3, 口座番号 up to 7 digits; 8 as
 * ゆうちょ prints them. */
gboolean mado_check_bank_code      (const char *text,
                                    GError    **error);
gboolean mado_check_branch_code    (const char *text,
                                    GError    **error);
gboolean mado_check_account_number (const char *text,
                                    GError    **error);

/* 09012345678 → 090-1234-5678 where the prefix tells it, else unchanged; for
 * display. 9850001 → 〒985-0001. */
char    *mado_check_format_phone   (const char *text);
char    *mado_check_format_postal  (const char *text);

G_END_DECLS
