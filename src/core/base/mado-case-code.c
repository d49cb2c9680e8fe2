/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-case-code.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DIGITS (MADO_CASE_CODE_LENGTH - 1)

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford: no I, L, O, U */

/* Times x in GF(2^5), modulo x^5 + x^2 + 1. x has order 31, so the eight
 * places have eight different weights. */
static guint
times_x (guint value)
{
  value <<= 1;
  return value & 32 ? value ^ 0x25 : value;
}

/* Horner's rule; the check character makes the sum over all eight zero. */
static guint
weigh (const guint8 *digits,
       guint         n)
{
  guint sum = 0;

  for (guint i = 0; i < n; i++)
    sum = times_x (sum) ^ digits[i];
  return sum;
}

char *
mado_case_code_format (guint64 number)
{
  guint8 digits[DIGITS];
  char *text = g_malloc0 (MADO_CASE_CODE_LENGTH + 1);

  g_return_val_if_fail (number <= MADO_CASE_CODE_MAX, text);

  for (guint i = DIGITS; i-- > 0; number >>= 5)
    digits[i] = number & 31;
  for (guint i = 0; i < DIGITS; i++)
    text[i] = alphabet[digits[i]];
  text[DIGITS] = alphabet[times_x (weigh (digits, DIGITS))];
  return text;
}

char *
mado_case_code_display (const char *code)
{
  if (strlen (code) != MADO_CASE_CODE_LENGTH)
    return g_strdup (code);
  return g_strdup_printf ("%.4s-%.4s", code, code + 4);
}

static gboolean
is_separator (gunichar c)
{
  return c == '-' || c == ' ' || c == 0x3000 || c == 0xff0d || c == 0x30fc || c == 0x2010 || c == 0x2212;
}

/* The digit that a person meant, or -1. */
static int
digit_of (gunichar c)
{
  const char *at;

  if (c >= 0xff01 && c <= 0xff5e)
    c -= 0xfee0;
  if (c == 0 || c > 127)
    return -1;
  c = (gunichar) g_ascii_toupper ((char) c);
  if (c == 'O')
    c = '0';
  if (c == 'I' || c == 'L')
    c = '1';
  at = strchr (alphabet, (int) c);
  return at == NULL ? -1 : (int) (at - alphabet);
}

static gboolean
refuse (GError     **error,
        const char  *message)
{
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, message);
  return FALSE;
}

gboolean
mado_case_code_parse (const char  *text,
                      guint64     *number,
                      GError     **error)
{
  guint8 digits[MADO_CASE_CODE_LENGTH];
  guint n = 0;

  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, _("This is not a case number."));
  for (const char *p = text; *p != 0; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      int digit = digit_of (c);

      if (is_separator (c))
        continue;
      if (digit < 0)
        return refuse (error, _("A case number has only digits and letters without U."));
      if (n == MADO_CASE_CODE_LENGTH)
        return refuse (error, _("A case number has 8 characters; these are more."));
      digits[n++] = (guint8) digit;
    }
  if (n < MADO_CASE_CODE_LENGTH)
    return refuse (error, _("A case number has 8 characters; these are fewer."));
  if (weigh (digits, MADO_CASE_CODE_LENGTH) != 0)
    return refuse (error, _("The case number has a wrong or swapped character. Compare it with the paper."));

  *number = 0;
  for (guint i = 0; i < DIGITS; i++)
    *number = *number << 5 | digits[i];
  return TRUE;
}
