/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "device/card/mado-card-parse.h"
#include "device/card/mado-card-text.h"

/* libFuzzer: the records of a driving licence. First byte: which; two bytes: how
 * long the entries are; the entries; what is left are the later changes. Missing
 * characters must be counted, and what was read must be text that can be shown. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_text (const char *text,
            guint       gaiji)
{
  guint seen = 0;

  g_assert (g_utf8_validate (text, -1, NULL));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_assert (g_utf8_get_char (p) >= 0x20);
      seen += g_utf8_get_char (p) == 0x3013;
    }
  g_assert (seen >= gaiji); /* JIS X 0208 has the sign itself, too */
}

static void
check_date (const char *text)
{
  g_assert (strlen (text) == 10 && text[4] == '-' && text[7] == '-' && strcmp (text, "1868") > 0 && strcmp (text, "2118") < 0);
}

static void
read_texts (const guint8 *bytes,
            gsize         n)
{
  char text[MADO_CARD_ADDRESS_LETTERS * 4 + 1], date[11];
  guint gaiji = 0;

  if (mado_card_text_jis (bytes, n, MADO_CARD_ADDRESS_LETTERS, text, sizeof text, &gaiji))
    check_text (text, gaiji);
  if (mado_card_date_era (bytes, n, MADO_CARD_DATE_PAST, date))
    {
      check_date (date);
      g_assert (mado_card_date_era (bytes, n, MADO_CARD_DATE_FUTURE, date));
    }
  if (n >= 14 && mado_card_date_era_wide (bytes, date))
    check_date (date);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  MadoCardData read = { 0 }, nothing = { 0 };
  g_autofree guint8 *entries = NULL, *changes = NULL;
  gsize n, n_changes;
  gboolean domicile, whole;

  if (size < 3)
    return 0;
  n = MIN ((gsize) data[1] << 8 | data[2], size - 3);
  n_changes = size - 3 - n;
  entries = g_memdup2 (data + 3, n);
  changes = g_memdup2 (data + 3 + n, n_changes);
  if (data[0] % 3 == 2)
    {
      read_texts (data + 3, size - 3);
      return 0;
    }
  domicile = data[0] % 3 == 1;
  whole = domicile ? mado_card_parse_licence_domicile (entries, n, changes, n_changes, &read)
                   : mado_card_parse_licence (entries, n, changes, n_changes, &read);
  if (!whole)
    {
      g_assert (memcmp (&read, &nothing, sizeof read) == 0);
      return 0;
    }
  check_text (read.name, read.name_gaiji);
  check_text (read.address, read.address_gaiji);
  check_text (read.domicile, read.domicile_gaiji);
  g_assert (domicile ? *read.domicile != '\0' : *read.name != '\0' && *read.address != '\0' && strlen (read.licence_number) == 12);
  if (!domicile)
    {
      check_date (read.birth);
      check_date (read.expiry);
    }
  return 0;
}
