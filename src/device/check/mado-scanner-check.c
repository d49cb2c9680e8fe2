/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/check/mado-scanner-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/mado-text.h"

#define SLOW_MS 30 /* of MADO_WEDGE_GAP_MS: so near to it is too near */

static void
add_layout (GPtrArray       *findings,
            MadoWedgeLayout  layout)
{
  if (layout == MADO_WEDGE_LAYOUT_US_ON_JP)
    mado_device_findings_add (findings, MADO_DEVICE_NOTE, _("The scanner types as on a US keyboard; this computer has a Japanese one. It was put right."),
                              _("Better: set the scanner to the Japanese keyboard (its manual has a code for it), then signs are right in every program."));
  else if (layout == MADO_WEDGE_LAYOUT_JP_ON_US)
    mado_device_findings_add (findings, MADO_DEVICE_NOTE, _("The scanner types as on a Japanese keyboard; this computer has a US one. It was put right."),
                              _("Better: set the scanner to the US keyboard (its manual has a code for it), or the computer to the Japanese one."));
}

GPtrArray *
mado_scanner_check_typed (const MadoWedgeFacts *facts,
                          gboolean              matches)
{
  GPtrArray *findings = mado_device_findings_new ();
  g_autofree char *keys = g_strdup_printf ("%u", facts->n_keys), *ms = g_strdup_printf ("%" G_GINT64_FORMAT, facts->ms);
  g_autofree char *slowest = g_strdup_printf ("%u", facts->slowest_ms), *speed = NULL;

  if (!facts->whole)
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("A code began, but its end did not come."),
                              _("Set the scanner to send Enter (CR) behind each code: its manual has a code for it. If it does already, it was too far from its base, or the code is damaged."));
  else if (!matches)
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("A code was read, but it is not the test code, or some of its letters came out wrong."),
                              _("Read the test code of this page. If it stays so, set the keyboard of the scanner to that of this computer."));
  else
    mado_device_findings_add (findings, MADO_DEVICE_GOOD, _("The test code was read, letter by letter."), NULL);
  add_layout (findings, facts->layout);
  if (facts->small)
    mado_device_findings_add (findings, MADO_DEVICE_NOTE, _("Capital letters came as small ones: Caps Lock is on. It was put right."),
                              _("Turn Caps Lock off, or set the scanner to take care of it."));
  if (facts->wide)
    mado_device_findings_add (findings, MADO_DEVICE_NOTE, _("An input method made the letters full-width. It was put right."), NULL);
  if (facts->slowest_ms > SLOW_MS)
    {
      speed = g_strdup_printf (_("It types slowly: up to %s ms between two letters."), slowest);
      mado_device_findings_add (findings, MADO_DEVICE_NOTE, speed,
                                _("Set the pause between letters to nothing in the scanner; else it may be taken for a person."));
    }
  else if (facts->whole)
    {
      speed = g_strdup_printf (_("%s letters in %s ms."), keys, ms);
      mado_device_findings_add (findings, MADO_DEVICE_GOOD, speed, NULL);
    }
  return findings;
}

static gboolean
has_kana (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if ((c >= 0x3040 && c <= 0x30ff && c != 0x30fc) || (c >= 0xff61 && c <= 0xff9f))
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
mado_scanner_check_leaked (const char *text,
                           const char *prefix)
{
  GPtrArray *findings = mado_device_findings_new ();
  g_autofree char *narrow = mado_text_fold_width (text), *capital = g_ascii_strup (narrow, -1), *found = NULL, *mend = NULL, *front = NULL;
  const char *at = strstr (capital, MADO_SCANNER_TEST_TEXT), *head = strstr (capital, prefix);

  if (has_kana (text))
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("An input method made kana of the scanner's letters."),
                              _("Turn the input method off (半角/全角) and read the test code again. If it stays so, the window system hands all keys to the input method first: tell your system administrator."));
  else if (head != NULL && head > capital)
    {
      front = g_strndup (capital, (gsize) (head - capital) + strlen (prefix));
      found = g_strdup_printf (_("The scanner puts “%.*s” in front of each code."), (int) (head - capital), capital);
      mend = g_strdup_printf (_("Write “%s” into “Scanner: codes begin with” in the preferences (Ctrl+,), or turn it off in the scanner."), front);
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, found, mend);
    }
  else if (head == capital && at != NULL)
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("The test code came right, but as slowly as a person types."),
                              _("Set the pause between letters to nothing in the scanner. If it is a scanner by radio, bring it nearer to its base."));
  else if (at != NULL)
    {
      found = g_strdup_printf (_("The beginning of the code came as “%.*s”."), (int) (at - capital), capital);
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, found,
                                _("Set the keyboard of the scanner to that of this computer: its manual has a code for it."));
    }
  else if (strstr (capital, "TEST") != NULL)
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("Some letters of the test code came out wrong."),
                              _("Set the keyboard of the scanner to that of this computer: its manual has a code for it."));
  else
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("Something was typed that is not the test code."),
                              _("Read the code of this page with the scanner."));
  return findings;
}

GPtrArray *
mado_scanner_check_serial (MadoSerialState    state,
                           const char        *path,
                           const char *const *lines)
{
  GPtrArray *findings = mado_device_findings_new ();
  g_autofree char *all = g_strjoinv ("、", (char **) lines), *found = NULL;

  if (path == NULL)
    {
      if (lines[0] == NULL)
        return findings;
      found = g_strdup_printf (_("Plugged in on a serial line, but not set up here: %s"), all);
      mado_device_findings_add (findings, MADO_DEVICE_NOTE, found,
                                _("If that is the scanner, choose it in the preferences (Ctrl+,) under “Scanner on a serial line”."));
      return findings;
    }
  found = g_strdup_printf (state == MADO_SERIAL_OPEN ? _("The serial scanner %s is ready.") : _("The serial scanner %s is not ready."), path);
  switch (state)
    {
    case MADO_SERIAL_OPEN:
      mado_device_findings_add (findings, MADO_DEVICE_GOOD, found, NULL);
      break;
    case MADO_SERIAL_MISSING:
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, found,
                                _("It is not plugged in: plug it in; it goes on by itself. If it is, choose it anew in the preferences (Ctrl+,)."));
      break;
    case MADO_SERIAL_DENIED:
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, found,
                                _("This account may not open it. Please tell your system administrator (group dialout); sign in to the computer anew afterwards."));
      break;
    case MADO_SERIAL_BUSY:
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, found, _("Another program has it. Close that one; it goes on by itself."));
      break;
    case MADO_SERIAL_NO_LINE:
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, found, _("This is no serial line. Choose another in the preferences (Ctrl+,)."));
      break;
    default:
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, found, _("Pull its plug and put it in again."));
      break;
    }
  return findings;
}
