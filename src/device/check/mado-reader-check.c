/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/check/mado-reader-check.h"

#include <glib/gi18n-lib.h>

#include "device/card/mado-card-session.h"

static void
add_plugged (GPtrArray         *findings,
             const char *const *plugged)
{
  g_autofree char *all = g_strjoinv ("、", (char **) plugged);
  g_autofree char *found = NULL;
  guint n = g_strv_length ((char **) plugged);

  if (n == 0)
    return;
  found = g_strdup_printf (n == 1 ? _("Plugged in: %s") : _("Several readers are plugged in: %s"), all);
  mado_device_findings_add (findings, n == 1 ? MADO_DEVICE_GOOD : MADO_DEVICE_NOTE, found,
                            n == 1 ? NULL : _("The one that has a card on it is used. If both have one, take one card away."));
}

static void
add_no_reader (GPtrArray *findings,
               guint      n_plugged)
{
  if (n_plugged == 0)
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("No card reader was found."),
                              _("Plug it into the computer itself, not into a keyboard or screen, wait ten seconds, and test again."));
  else
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("A reader is plugged in, but it cannot be used."),
                              _("Take the card away, pull the plug, put it in again. If it stays so, another program may hold the reader: close it, or tell your system administrator."));
}

GPtrArray *
mado_reader_check_judge (MadoCardResult     result,
                         MadoCardKind       kind,
                         const char *const *plugged)
{
  GPtrArray *findings = mado_device_findings_new ();
  g_autofree char *found = NULL;

  switch (result)
    {
    case MADO_CARD_OK:
      found = g_strdup_printf (_("The reader works; there is a card on it: %s"), mado_card_kind_title (kind));
      mado_device_findings_add (findings, MADO_DEVICE_GOOD, found, NULL);
      break;
    case MADO_CARD_NO_CARD:
      mado_device_findings_add (findings, MADO_DEVICE_GOOD, _("The reader works; there is no card on it."), NULL);
      break;
    case MADO_CARD_WRONG_CARD:
    case MADO_CARD_NOT_FOUND:
    case MADO_CARD_DENIED:
      mado_device_findings_add (findings, MADO_DEVICE_GOOD, _("The reader works; there is a card on it that this program does not read."), NULL);
      break;
    case MADO_CARD_NO_SERVICE:
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("The card service of this computer does not run."),
                                _("Please tell your system administrator (systemctl enable --now pcscd.socket). It needs no restart of this program."));
      break;
    case MADO_CARD_READER_ERROR:
      add_no_reader (findings, g_strv_length ((char **) plugged));
      break;
    case MADO_CARD_TIMEOUT:
    case MADO_CARD_REMOVED:
    case MADO_CARD_CARD_ERROR:
    case MADO_CARD_PROTOCOL_ERROR:
    case MADO_CARD_DAMAGED:
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("The reader works, but the card on it does not answer as it should."),
                                _("Lay it flat on the middle of the reader, alone, out of its case. In a slot: chip first, chip up. If another card works, this one is broken."));
      break;
    default:
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("The reader could not be tested."), _("Test it once more."));
      break;
    }
  add_plugged (findings, plugged);
  return findings;
}
