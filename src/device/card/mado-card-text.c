/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-text.h"

#include <iconv.h>
#include <string.h>

#include "core/base/mado-text.h"

#define GETA "\u3013"

/* --- UTF-8 --------------------------------------------------------------------- */

static gboolean
is_turn_mark (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_foreign (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || is_turn_mark (c) || c == 0xfeff ||
         (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

gboolean
mado_card_text_utf8 (const guint8 *bytes,
                     gsize         n,
                     guint         letters,
                     char         *text,
                     gsize         size)
{
  const char *p = (const char *) bytes, *end = p + n;

  if (n >= size || !g_utf8_validate (p, n, NULL) || memchr (bytes, 0, n) != NULL)
    return FALSE;
  for (; p < end; p = g_utf8_next_char (p))
    if (is_foreign (g_utf8_get_char (p)))
      return FALSE;
  memcpy (text, bytes, n);
  text[n] = '\0';
  if (mado_text_length (text) <= letters)
    return TRUE;
  explicit_bzero (text, n);
  return FALSE;
}

/* --- JIS X 0208 ---------------------------------------------------------------- */

static iconv_t
jis_converter (void)
{
  static gsize once;
  static iconv_t converter;

  if (g_once_init_enter (&once))
    {
      /* The mapping that keyboards and the other cards share: 215D is U+FF0D. */
      converter = iconv_open ("UTF-8", "EUC-JP-MS");
      if (converter == (iconv_t) -1)
        g_error ("this system lacks the conversion from EUC-JP-MS");
      g_once_init_leave (&once, 1);
    }
  return converter;
}

/* One character; 0: no character of JIS X 0208 (or NEC's row 13). */
static gsize
jis_character (guint8  high,
               guint8  low,
               char   *out)
{
  char pair[2] = { (char) (high | 0x80), (char) (low | 0x80) };
  char *from = pair, *to = out;
  gsize left = 2, room = 4;

  if (high < 0x21 || high > 0x74 || low < 0x21 || low > 0x7e || (high >= 0x29 && high <= 0x2c))
    return 0;
  if (iconv (jis_converter (), &from, &left, &to, &room) == (gsize) -1 || left != 0)
    {
      iconv (jis_converter (), NULL, NULL, NULL, NULL);
      return 0;
    }
  return 4 - room;
}

static gboolean
is_gaiji (guint8 high,
          guint8 low)
{
  return high == 0xff && ((low >= 0xf1 && low <= 0xf7) || low == 0xfa);
}

gboolean
mado_card_text_jis (const guint8 *bytes,
                    gsize         n,
                    guint         letters,
                    char         *text,
                    gsize         size,
                    guint        *gaiji)
{
  gsize out = 0;
  guint missing = 0;

  if (n % 2 != 0 || n / 2 > letters || size < n / 2 * 4 + 1)
    return FALSE;
  for (gsize i = 0; i < n; i += 2)
    {
      gsize length;

      if (is_gaiji (bytes[i], bytes[i + 1]))
        {
          memcpy (text + out, GETA, length = strlen (GETA));
          missing++;
        }
      else
        length = jis_character (bytes[i], bytes[i + 1], text + out);
      if (length == 0)
        {
          explicit_bzero (text, out);
          return FALSE;
        }
      out += length;
    }
  text[out] = '\0';
  if (gaiji != NULL)
    *gaiji = missing;
  return TRUE;
}

/* --- digits and dates ------------------------------------------------------------ */

gboolean
mado_card_text_digits (const guint8 *bytes,
                       gsize         length,
                       gsize         n,
                       char         *text)
{
  if (length != n)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isdigit (bytes[i]))
      return FALSE;
  memcpy (text, bytes, n);
  text[n] = '\0';
  return TRUE;
}

static int
number (const char *digits,
        guint       n)
{
  int value = 0;

  while (n-- > 0)
    value = value * 10 + (*digits++ - '0');
  return value;
}

static gboolean
write_date (const MadoDate *date,
            char            text[11])
{
  if (!mado_date_is_complete (date))
    return FALSE;
  g_snprintf (text, 11, "%04d-%02d-%02d", date->year, date->month, date->day);
  return TRUE;
}

static gboolean
date_of_digits (const char digits[9],
                char       text[11])
{
  MadoDate date = { number (digits, 4), number (digits + 4, 2), number (digits + 6, 2) };

  return write_date (&date, text);
}

gboolean
mado_card_date_ymd (const guint8 *bytes,
                    gsize         length,
                    char          text[11])
{
  char digits[9];

  return mado_card_text_digits (bytes, length, 8, digits) && date_of_digits (digits, text);
}

gboolean
mado_card_date_bcd (const guint8 bytes[4],
                    char         text[11])
{
  guint8 digits[8];

  for (guint i = 0; i < 8; i++)
    digits[i] = '0' + (i % 2 == 0 ? bytes[i / 2] >> 4 : bytes[i / 2] & 0x0f);
  return mado_card_date_ymd (digits, 8, text);
}

gboolean
mado_card_date_era (const guint8     *bytes,
                    gsize             length,
                    MadoCardDateSort  sort,
                    char              text[11])
{
  static const int first_years[] = { 1868, 1912, 1926, 1989, 2019 };
  char digits[8];
  MadoDate date;
  MadoEra era;
  int year;

  if (!mado_card_text_digits (bytes, length, 7, digits) || digits[0] < '1' || digits[0] > '5')
    return FALSE;
  year = number (digits + 1, 2);
  date = (MadoDate) { first_years[digits[0] - '1'] + year - 1, number (digits + 3, 2), number (digits + 5, 2) };
  if (year == 0 || !mado_date_is_complete (&date) || !mado_date_get_era (&date, &era, NULL))
    return FALSE;
  /* A day of a later era can be written in an earlier one, never the reverse. */
  if ((int) era - MADO_ERA_MEIJI < digits[0] - '1' ||
      (sort == MADO_CARD_DATE_PAST && (int) era - MADO_ERA_MEIJI != digits[0] - '1'))
    return FALSE;
  return write_date (&date, text);
}

gboolean
mado_card_date_era_wide (const guint8 bytes[14],
                         char         text[11])
{
  guint8 digits[7];

  for (guint i = 0; i < 7; i++)
    {
      if (bytes[2 * i] != 0x23 || bytes[2 * i + 1] < 0x30 || bytes[2 * i + 1] > 0x39)
        return FALSE;
      digits[i] = bytes[2 * i + 1];
    }
  return mado_card_date_era (digits, 7, MADO_CARD_DATE_PAST, text);
}
