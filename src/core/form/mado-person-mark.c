/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-person-mark.h"

#include "core/base/mado-text.h"

/* Four characters of U+E000-EFFF hold 48 bits, enough to tell ten thousand cases
 * apart; the one before them tells the kind. */
#define LETTERS     4
#define FIRST       0xE000
#define FIRST_HERE  0xF000
#define FIRST_CARE  0xF001

char *
mado_person_mark (MadoPersonMarkKind  kind,
                  const char         *name,
                  const char         *birth_date)
{
  g_autofree char *key = mado_text_search_key (name);
  g_autofree char *whole = g_strconcat (key, "\n", birth_date, NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, whole, -1);
  GString *out;

  if (*key == 0 || *birth_date == 0)
    return NULL;
  out = g_string_new (NULL);
  g_string_append_unichar (out, kind == MADO_PERSON_MARK_CARE ? FIRST_CARE : FIRST_HERE);
  for (guint i = 0; i < LETTERS; i++)
    {
      char part[] = { digest[3 * i], digest[3 * i + 1], digest[3 * i + 2], 0 };

      g_string_append_unichar (out, FIRST + (gunichar) g_ascii_strtoull (part, NULL, 16));
    }
  return g_string_free (out, FALSE);
}
