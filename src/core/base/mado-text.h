/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/*
 * Japanese text. Stored text is never Unicode-normalised: NFC would change
 * name kanji such as U+FA19. Only search keys are
 * folded, and they are never shown or stored as the value.
 *
 * All functions take valid UTF-8; use mado_text_is_clean() at the border.
 */

/* Valid UTF-8 without NUL and control characters (line feed is allowed if
 * @multiline). */
gboolean mado_text_is_clean      (const char *text,
                                  gboolean    multiline);

/* --- folding ---------------------------------------------------------------- */

/* Full-width ASCII → half-width, half-width katakana → full-width (voiced
 * marks joined), ideographic space → space. */
char    *mado_text_fold_width    (const char *text);
/* For number fields: fold_width, and the dashes, long-vowel marks and dots
 * that an input method makes of "-" and "." (ー − ‐ – — ｰ ― 。 ． ・ 、) back to
 * "-", "." and ",". Spaces are dropped. */
char    *mado_text_fold_number   (const char *text);
char    *mado_text_to_katakana   (const char *text);
char    *mado_text_to_hiragana   (const char *text);

/**
 * mado_text_search_key:
 *
 * One key for everything that a clerk would call the same name: width, case,
 * kana kind, small kana, spaces, hyphens and middle dots, variant kanji
 * (﨑崎 髙高 𠮷吉 邊邉辺 齋齊斎斉 …), compatibility ideographs and variation
 * selectors are folded away. mado_text_append_search_key() reuses a buffer.
 */
char    *mado_text_search_key        (const char *text);
void     mado_text_append_search_key (GString    *out,
                                      const char *text);

/* --- canonical form of stored text ------------------------------------------- */
typedef enum
{
  MADO_TEXT_PLAIN,    /* trimmed, one line; inner text untouched */
  MADO_TEXT_LINES,    /* the same, line feeds kept */
  MADO_TEXT_NAME,     /* inner spaces → one full-width space */
  MADO_TEXT_KANA,     /* katakana, half-width made full; spaces as in names */
  MADO_TEXT_NUMBER,   /* half-width; sign and digits only, else unchanged */
  MADO_TEXT_PHONE,    /* half-width digits, hyphens kept */
  MADO_TEXT_POSTAL,   /* 7 half-width digits, no hyphen */
  MADO_TEXT_EMAIL,    /* half-width, trimmed */
  MADO_TEXT_ADDRESS,  /* trimmed; half-width ASCII made full-width */
  MADO_TEXT_CODE,     /* numbers on cards and accounts: half-width, no spaces */
} MadoTextKind;

/* Brings typed text into the form in which it is stored. Never fails: text
 * that has no such form comes back trimmed and is refused by the checks. */
char    *mado_text_canonical     (MadoTextKind  kind,
                                  const char   *text);

/* --- characters as people count them ------------------------------------------ */

/* Letters as a person counts them: a kanji with its variation selector is
 * one, a kana with a combining voiced mark is one. */
gsize    mado_text_length        (const char *text);
/* Byte length of the first @letters letters; never cuts a letter. */
gsize    mado_text_offset        (const char *text,
                                  gsize       letters);

/* May @text stand in a name? Letters, kanji (rare ones and IVS too), kana and
 * the marks ー ・ 々 ヶ ' - . and spaces may; control and format characters,
 * emoji, symbols and private-use characters (外字) may not: the error names
 * the character. Digits are refused as well. */
gboolean mado_text_check_name    (const char *text,
                                  GError    **error);

G_END_DECLS
