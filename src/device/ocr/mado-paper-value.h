/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/ocr/mado-paper-layout.h"

G_BEGIN_DECLS

/* The canonical form of what was read for a field of this type, NULL when that
 * cannot be one. No guess: a date without its 年 is none. */
char     *mado_paper_value_read  (MadoPaperType  type,
                                  const char    *printed);
/* Two looks at one box say the same: spaces and widths aside. */
gboolean  mado_paper_value_agree (MadoPaperType  type,
                                  const char    *a,
                                  const char    *b);
/* 氏名 with its フリガナ above in one box: takes the reading out of @printed and
 * returns it; NULL if there is none. */
char     *mado_paper_take_kana   (char         **printed);

G_END_DECLS
