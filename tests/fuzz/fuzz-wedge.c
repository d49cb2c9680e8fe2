/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "device/scan/mado-wedge.h"

/* libFuzzer: keys as a scanner and a person type them, two bytes each: the pause
 * before it, and what it is. A person's key is never lost: it is let through or
 * given back, unless it became part of a code, or of one that broke off. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *prefix;

static void
check_code (const char *code)
{
  g_assert (code != NULL && code[0] == prefix[0] && strlen (code) >= strlen (prefix));
  g_assert (strspn (code, " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`{|}~") == strlen (code));
}

/* How many keys are held after this verdict. */
static guint
after (MadoWedge        *wedge,
       MadoWedgeVerdict  verdict,
       guint             held,
       gboolean          key)
{
  switch (verdict)
    {
    case MADO_WEDGE_HOLD:
      g_assert (key);
      return held + 1;
    case MADO_WEDGE_PASS:
      g_assert (!key || held == 0); /* or it would overtake what is held */
      return held;
    case MADO_WEDGE_CODE:
      check_code (mado_wedge_get_code (wedge));
      g_assert (strlen (mado_wedge_get_code (wedge)) <= MADO_WEDGE_MAX);
      return 0;
    case MADO_WEDGE_GIVE_BACK:
      g_assert (held > 0);
      return 0;
    case MADO_WEDGE_SWALLOW:
    case MADO_WEDGE_BROKEN:
    default:
      return 0;
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const char keys[] = "MG1:mg ABCdef\t0123456789%$*+-./";
  g_autoptr (MadoWedge) wedge = NULL;
  g_autofree char *pasted = g_strndup ((const char *) data, size), *valid = g_utf8_make_valid (pasted, -1), *code = NULL;
  gint64 now = 1000;
  guint held = 0;

  prefix = size > 0 && data[0] & 1 ? "]Q1" : "MG1:";
  wedge = mado_wedge_new (prefix);
  code = mado_wedge_read_text (valid, prefix);
  if (code != NULL)
    check_code (code);
  for (gsize i = 1; i + 1 < size; i += 2)
    {
      guint what = data[i + 1];
      gboolean ends = what == 13 || what == 9;
      gunichar c = what >= 128 ? 0x3000 + what : what >= 32 ? what : what == 0 ? 0 : (guchar) keys[what % (sizeof keys - 1)];

      now += data[i] < 200 ? data[i] / 4 : (gint64) data[i] * 5;
      if (mado_wedge_deadline (wedge) >= 0 && now >= mado_wedge_deadline (wedge))
        held = after (wedge, mado_wedge_tick (wedge, now), held, FALSE);
      held = after (wedge, mado_wedge_key (wedge, c, ends, now), held, TRUE);
    }
  now += 10 * MADO_WEDGE_STALL_MS;
  after (wedge, mado_wedge_tick (wedge, now), held, FALSE);
  g_assert (mado_wedge_tick (wedge, now + MADO_WEDGE_STALL_MS) == MADO_WEDGE_PASS);
  return 0;
}
