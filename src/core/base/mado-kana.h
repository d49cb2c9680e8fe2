/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/* --- 振り仮名 ------------------------------------------------------------------ */

/* Katakana of 現代仮名遣い with small letters, ヴ and ー; words parted by a
 * space. @text in canonical form (MADO_TEXT_KANA). The error names the letter. */
gboolean mado_kana_check      (const char *text,
                               GError    **error);

/* --- family and given name ------------------------------------------------------ */

/* 「山田　太郎」 → family 山田, given 太郎, at the first space (any width). FALSE if
 * there is no space; then @family holds all of it and @given is "". */
gboolean mado_kana_split_name (const char *full,
                               char      **family,
                               char      **given);
/* Joins with one full-width space; either may be empty. */
char    *mado_kana_join_name  (const char *family,
                               const char *given);

/**
 * MadoKanaHistory:
 *
 * Watches one entry's input method and remembers what was read for what was
 * written: やまだ → 山田. Feed it every preedit text and every commit; ask for
 * the reading of the text that stands in the entry when the field is left.
 * A proposal only: the clerk confirms it.
 */
typedef struct _MadoKanaHistory MadoKanaHistory;

MadoKanaHistory *mado_kana_history_new     (void);
void             mado_kana_history_free    (MadoKanaHistory *self);
/* The preedit text changed ("" when composing ends). */
void             mado_kana_history_preedit (MadoKanaHistory *self,
                                            const char      *preedit);
/* The input method put @text into the entry. */
void             mado_kana_history_commit  (MadoKanaHistory *self,
                                            const char      *text);
/* The entry was emptied or shows another person. */
void             mado_kana_history_clear   (MadoKanaHistory *self);
/* The reading of @text in katakana, or NULL if some part of it was never
 * composed here (pasted, from a card). Kana in @text reads as itself; spaces
 * become one full-width space. */
char            *mado_kana_history_reading (MadoKanaHistory *self,
                                            const char      *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoKanaHistory, mado_kana_history_free)

G_END_DECLS
