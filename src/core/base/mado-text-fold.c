/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-text.h"
#include "core/base/mado-text-private.h"

#include <string.h>

#define DAKUTEN_HALF    0xff9e
#define HANDAKUTEN_HALF 0xff9f

/* U+FF61 to U+FF9F, in code order. */
static const gunichar half_kana[] = {
  0x3002, 0x300c, 0x300d, 0x3001, 0x30fb, 0x30f2, 0x30a1, 0x30a3, 0x30a5, 0x30a7, 0x30a9,
  0x30e3, 0x30e5, 0x30e7, 0x30c3, 0x30fc, 0x30a2, 0x30a4, 0x30a6, 0x30a8, 0x30aa, 0x30ab,
  0x30ad, 0x30af, 0x30b1, 0x30b3, 0x30b5, 0x30b7, 0x30b9, 0x30bb, 0x30bd, 0x30bf, 0x30c1,
  0x30c4, 0x30c6, 0x30c8, 0x30ca, 0x30cb, 0x30cc, 0x30cd, 0x30ce, 0x30cf, 0x30d2, 0x30d5,
  0x30d8, 0x30db, 0x30de, 0x30df, 0x30e0, 0x30e1, 0x30e2, 0x30e4, 0x30e6, 0x30e8, 0x30e9,
  0x30ea, 0x30eb, 0x30ec, 0x30ed, 0x30ef, 0x30f3, 0x309b, 0x309c,
};

/* The voiced letter of @c, or 0 if it has none. @c is katakana. */
static gunichar
voiced (gunichar c)
{
  if (c == 0x30a6)
    return 0x30f4; /* ウ → ヴ */
  if ((c >= 0x30ab && c <= 0x30c2 && c % 2 == 1) || c == 0x30c4 || c == 0x30c6 || c == 0x30c8)
    return c + 1;
  if (c >= 0x30cf && c <= 0x30db && (c - 0x30cf) % 3 == 0)
    return c + 1;
  return 0;
}

static gunichar
half_voiced (gunichar c)
{
  return c >= 0x30cf && c <= 0x30db && (c - 0x30cf) % 3 == 0 ? c + 2 : 0;
}

gunichar
mado_text_take_width (const char **p)
{
  gunichar c = g_utf8_get_char (*p);
  gunichar joined = 0;

  *p = g_utf8_next_char (*p);
  if (c == 0x3000)
    return ' ';
  if (c >= 0xff01 && c <= 0xff5e)
    return c - 0xfee0;
  if (c == 0xffe5)
    return 0xa5; /* ￥ */
  if (c < 0xff61 || c > 0xff9f)
    return c;

  c = half_kana[c - 0xff61];
  if (**p != 0)
    {
      gunichar mark = g_utf8_get_char (*p);

      if (mark == DAKUTEN_HALF)
        joined = voiced (c);
      else if (mark == HANDAKUTEN_HALF)
        joined = half_voiced (c);
      if (joined != 0)
        *p = g_utf8_next_char (*p);
    }
  return joined != 0 ? joined : c;
}

char *
mado_text_fold_width (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != 0;)
    g_string_append_unichar (out, mado_text_take_width (&p));
  return g_string_free (out, FALSE);
}

static gboolean
is_dash (gunichar c)
{
  switch (c)
    {
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015:
    case 0x2212: case 0x2500: case 0x30fc: case 0xfe63: case 0xff0d: case 0xff70:
      return TRUE;
    default:
      return FALSE;
    }
}

char *
mado_text_fold_number (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != 0;)
    {
      gunichar c = mado_text_take_width (&p);

      if (g_unichar_isspace (c))
        continue;
      if (is_dash (c))
        c = '-';
      else if (c == 0x3002 || c == 0x30fb) /* 。 ・ */
        c = '.';
      else if (c == 0x3001) /* 、 */
        c = ',';
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

static char *
shift_kana (const char *text,
            gunichar    first,
            gunichar    last,
            gunichar    mark_first,
            int         by)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != 0; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* The letters, and the iteration marks ゝ ゞ behind them. */
      if ((c >= first && c <= last) || c == mark_first || c == mark_first + 1)
        c = (gunichar) ((int) c + by);
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

char *
mado_text_to_katakana (const char *text)
{
  return shift_kana (text, 0x3041, 0x3096, 0x309d, 0x60);
}

char *
mado_text_to_hiragana (const char *text)
{
  return shift_kana (text, 0x30a1, 0x30f6, 0x30fd, -0x60);
}
