/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/check/mado-camera-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "device/camera/mado-camera.h"
#include "device/check/mado-usb-list.h"

void
mado_camera_facts_look (MadoCameraFacts *facts,
                        const char      *dev,
                        const char      *usb)
{
  g_autoptr (GDir) dir = g_dir_open (dev, 0, NULL);
  const char *name;

  memset (facts, 0, sizeof *facts);
  facts->usable = mado_camera_list ();
  facts->plugged = mado_usb_list (usb, MADO_USB_CLASS_VIDEO);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (dev, name, NULL);

      if (!g_str_has_prefix (name, "video") || !g_ascii_isdigit (name[5]))
        continue;
      facts->n_nodes++;
      facts->n_denied += access (path, R_OK | W_OK) != 0;
    }
}

void
mado_camera_facts_clear (MadoCameraFacts *facts)
{
  g_clear_pointer (&facts->usable, g_strfreev);
  g_clear_pointer (&facts->plugged, g_strfreev);
}

static gboolean
is_made_up (const char *preferred)
{
  return g_str_has_prefix (preferred, "file:") || g_str_has_prefix (preferred, "gst:");
}

GPtrArray *
mado_camera_check_judge (const MadoCameraFacts *facts,
                         const char            *preferred)
{
  GPtrArray *findings = mado_device_findings_new ();
  /* What the portal shows is seen by trying it. */
  gboolean known = *preferred == '\0' || is_made_up (preferred) || g_str_has_prefix (preferred, MADO_CAMERA_PORTAL) ||
                   g_strv_contains ((const char *const *) facts->usable, preferred);
  g_autofree char *found = NULL, *usable = g_strjoinv ("、", facts->usable), *plugged = g_strjoinv ("、", facts->plugged);
  g_autofree char *which = NULL;

  if (g_str_equal (preferred, "none"))
    {
      mado_device_findings_add (findings, MADO_DEVICE_NOTE, _("The preferences say that this place has no camera."),
                                _("To use one, empty “Camera” in the preferences (Ctrl+,)."));
      return findings;
    }
  if (facts->n_denied > 0)
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("A camera is there, but this account may not use it."),
                              _("Please tell your system administrator (group video); sign in to the computer anew afterwards."));
  if (is_made_up (preferred))
    mado_device_findings_add (findings, MADO_DEVICE_NOTE, _("A file stands in for the camera, as the preferences say."), NULL);
  else if (facts->usable[0] != NULL)
    {
      which = g_strdup_printf (_("Found: %s"), usable);
      mado_device_findings_add (findings, MADO_DEVICE_GOOD, which, NULL);
    }
  else if (facts->plugged[0] != NULL && facts->n_denied == 0)
    {
      which = g_strdup_printf (_("%s is plugged in, but gives no picture to this computer."), plugged);
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, which,
                                _("Pull its plug and put it in again, into the computer itself. If it stays so, its driver is missing: tell your system administrator."));
    }
  else if (facts->n_denied == 0)
    mado_device_findings_add (findings, MADO_DEVICE_NOTE, _("No camera was found. Codes are read by the scanner or from files."),
                              _("If there is one, pull its plug and put it in again, then test once more."));
  if (!known)
    {
      found = g_strdup_printf (_("The camera “%s” of the preferences is not there."), preferred);
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, found, _("Plug it in, or empty “Camera” in the preferences (Ctrl+,): the first one is used then."));
    }
  return findings;
}

static gboolean
says (const char *reason,
      const char *word)
{
  g_autofree char *small = g_utf8_strdown (reason, -1);

  return strstr (small, word) != NULL;
}

void
mado_camera_check_trial (GPtrArray  *findings,
                         guint       width,
                         guint       height,
                         const char *reason)
{
  g_autofree char *w = g_strdup_printf ("%u", width), *h = g_strdup_printf ("%u", height), *found = NULL;

  if (width > 0)
    {
      found = g_strdup_printf (_("It gives a picture (preview %s × %s)."), w, h);
      mado_device_findings_add (findings, MADO_DEVICE_GOOD, found, NULL);
    }
  else if (reason != NULL && says (reason, "busy"))
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("Another program uses the camera."),
                              _("Close other programs that show pictures (calls, browser), then test once more."));
  else if (reason != NULL && (says (reason, "permission") || says (reason, "denied")))
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("A camera is there, but this account may not use it."),
                              _("Please tell your system administrator (group video); sign in to the computer anew afterwards."));
  else
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("It gives no picture."),
                              _("Look whether its lens is covered or its switch is off, pull its plug and put it in again, then test once more."));
}
