/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/check/mado-printer-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- what the printer says of itself ---------------------------------------------- */

static const struct
{
  const char      *reason;
  MadoDeviceLevel  level;
  const char      *found;
  const char      *mend;
} reasons[] = {
  { "media-empty", MADO_DEVICE_WRONG, N_("There is no paper in it."), N_("Put paper into the tray and close it. What waits is printed by itself.") },
  { "media-needed", MADO_DEVICE_WRONG, N_("It waits for other paper."), N_("Put A4 paper into the tray, or choose the tray at the printer.") },
  { "media-low", MADO_DEVICE_NOTE, N_("Its paper is nearly at an end."), N_("Put paper in when it is convenient.") },
  { "media-jam", MADO_DEVICE_WRONG, N_("Paper is stuck in it."), N_("Open it where its display says, take the paper out, close it.") },
  { "cover-open", MADO_DEVICE_WRONG, N_("Its cover is open."), N_("Close all covers until they click.") },
  { "door-open", MADO_DEVICE_WRONG, N_("Its cover is open."), N_("Close all covers until they click.") },
  { "interlock-open", MADO_DEVICE_WRONG, N_("Its cover is open."), N_("Close all covers until they click.") },
  { "input-tray-missing", MADO_DEVICE_WRONG, N_("A tray is missing."), N_("Push the tray in as far as it goes.") },
  { "output-area-full", MADO_DEVICE_WRONG, N_("Too many sheets lie on it."), N_("Take the printed sheets away.") },
  { "toner-empty", MADO_DEVICE_WRONG, N_("Its toner or ink is used up."), N_("Put in a new cartridge.") },
  { "marker-supply-empty", MADO_DEVICE_WRONG, N_("Its toner or ink is used up."), N_("Put in a new cartridge.") },
  { "toner-low", MADO_DEVICE_NOTE, N_("Its toner or ink is nearly used up."), N_("Have a new cartridge at hand.") },
  { "marker-supply-low", MADO_DEVICE_NOTE, N_("Its toner or ink is nearly used up."), N_("Have a new cartridge at hand.") },
  { "offline", MADO_DEVICE_WRONG, N_("It is off, or its cable is loose."), N_("Switch it on, look at its cable, and wait until it is ready.") },
  { "shutdown", MADO_DEVICE_WRONG, N_("It is off, or its cable is loose."), N_("Switch it on, look at its cable, and wait until it is ready.") },
  { "timed-out", MADO_DEVICE_WRONG, N_("It does not answer."), N_("Switch it off and on again; if it is in the network, look at its cable.") },
  { "connecting-to-device", MADO_DEVICE_NOTE, N_("The print service is looking for it."), N_("Wait a moment and test again. If it stays so, look at its power and cable.") },
  { "cups-missing-filter", MADO_DEVICE_WRONG, N_("Its driver is not installed whole."), N_("Please tell your system administrator (printer driver).") },
  { "cups-insecure-filter", MADO_DEVICE_WRONG, N_("Its driver is not installed whole."), N_("Please tell your system administrator (printer driver).") },
  { "paused", MADO_DEVICE_WRONG, N_("It was stopped by somebody."), N_("Let it go on: press its button, or ask your system administrator (cupsenable).") },
  { "hold-new-jobs", MADO_DEVICE_WRONG, N_("It was told to keep new jobs back."), N_("Let it go on: press its button, or ask your system administrator (cupsenable).") },
};

/* "media-empty-error" is media-empty, and graver than "-warning". */
static char *
without_gravity (const char *reason)
{
  static const char *const ends[] = { "-error", "-warning", "-report" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (reason, ends[i]))
      return g_strndup (reason, strlen (reason) - strlen (ends[i]));
  return g_strdup (reason);
}

static gboolean
add_known (GPtrArray  *findings,
           const char *reason)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_str_equal (reasons[i].reason, reason))
      {
        for (guint k = 0; k < findings->len; k++)
          if (g_str_equal (((MadoDeviceFinding *) findings->pdata[k])->found, _(reasons[i].found)))
            return TRUE; /* by another name */
        mado_device_findings_add (findings, reasons[i].level, _(reasons[i].found), _(reasons[i].mend));
        return TRUE;
      }
  return FALSE;
}

static void
add_reasons (GPtrArray  *findings,
             const char *line)
{
  g_auto (GStrv) words = g_strsplit_set (line, " ,", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *reason = without_gravity (words[i]);
      g_autofree char *found = NULL;

      if (*reason == '\0' || g_str_equal (reason, "none") || add_known (findings, reason))
        continue;
      found = g_strdup_printf (_("The printer reports “%s”."), reason);
      mado_device_findings_add (findings, g_str_has_suffix (words[i], "-error") ? MADO_DEVICE_WRONG : MADO_DEVICE_NOTE, found,
                                _("Look at the printer's display."));
    }
}

/* --- what the service says -------------------------------------------------------------- */

static const char *
line_with (char       **lines,
           const char  *begin,
           guint       *at)
{
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], begin))
      {
        if (at != NULL)
          *at = i;
        return lines[i] + strlen (begin);
      }
  return NULL;
}

static GPtrArray *
no_service (GPtrArray *findings)
{
  mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("The print service of this computer does not run."),
                            _("Please tell your system administrator (systemctl start cups). Until then choose “files” as the printer in the preferences."));
  return findings;
}

static void
add_state (GPtrArray  *findings,
           const char *name,
           const char *state,
           const char *below)
{
  g_autofree char *found = NULL;

  if (g_str_has_prefix (state, " disabled"))
    {
      gboolean told = below != NULL && *below == '\t' && below[1] != '\0' && !g_str_equal (below, "\treason unknown");

      found = told ? g_strdup_printf (_("The printer “%s” is stopped: %s"), name, below + 1)
                   : g_strdup_printf (_("The printer “%s” is stopped."), name);
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, found,
                                _("Mend what is wrong at the printer, then let it go on: press its button, or ask your system administrator (cupsenable)."));
    }
  else if (strstr (state, " printing ") != NULL)
    {
      found = g_strdup_printf (_("The printer “%s” is printing."), name);
      mado_device_findings_add (findings, MADO_DEVICE_GOOD, found, NULL);
    }
  else
    {
      found = g_strdup_printf (_("The printer “%s” is ready."), name);
      mado_device_findings_add (findings, MADO_DEVICE_GOOD, found, NULL);
    }
}

GPtrArray *
mado_printer_check_parse (const char *name,
                          const char *out,
                          const char *err)
{
  GPtrArray *findings = mado_device_findings_new ();
  g_auto (GStrv) lines = g_strsplit (out, "\n", -1);
  g_autofree char *printer = g_strconcat ("printer ", name, NULL), *refuses = g_strconcat (name, " not accepting", NULL);
  g_autofree char *found = NULL;
  const char *state, *alerts;
  guint at = 0;

  if (line_with (lines, "scheduler is not running", NULL) != NULL || strstr (err, "onnect to server") != NULL ||
      strstr (err, "ot running") != NULL)
    return no_service (findings);
  state = line_with (lines, printer, &at);
  if (state == NULL || *state != ' ')
    {
      found = g_strdup_printf (_("There is no printer called “%s” on this computer."), name);
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, found, _("Choose another in the preferences (Ctrl+,), or have it set up by your system administrator."));
      return findings;
    }
  add_state (findings, name, state, lines[at + 1]);
  alerts = line_with (lines, "\tAlerts:", NULL);
  if (alerts != NULL)
    add_reasons (findings, alerts);
  if (line_with (lines, refuses, NULL) != NULL)
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("It takes no new jobs."),
                              _("Please tell your system administrator (cupsaccept)."));
  /* It is not ready with something wrong, whatever the queue says. */
  if (mado_device_findings_worst (findings) == MADO_DEVICE_WRONG &&
      ((MadoDeviceFinding *) findings->pdata[0])->level == MADO_DEVICE_GOOD)
    {
      MadoDeviceFinding *first = findings->pdata[0];

      g_free (first->found);
      first->found = g_strdup_printf (_("The printer “%s” was found."), name);
    }
  return findings;
}

char *
mado_printer_check_parse_default (const char *out)
{
  g_auto (GStrv) lines = g_strsplit (out, "\n", -1);
  const char *name = line_with (lines, "system default destination: ", NULL);

  return name != NULL && *name != '\0' ? g_strdup (name) : NULL;
}

/* --- asking ------------------------------------------------------------------------------ */

static gboolean
ask (const char *const  *arguments,
     GCancellable       *cancellable,
     char              **out,
     char              **err)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) lpstat = NULL;

  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C", TRUE);
  lpstat = g_subprocess_launcher_spawnv (launcher, arguments, NULL);
  if (lpstat == NULL)
    return FALSE;
  if (g_subprocess_communicate_utf8 (lpstat, NULL, cancellable, out, err, NULL))
    return TRUE;
  g_subprocess_force_exit (lpstat);
  return FALSE;
}

GPtrArray *
mado_printer_check (const char   *name,
                    GCancellable *cancellable)
{
  g_autofree char *out = NULL, *err = NULL, *chosen = g_strdup (name);
  const char *which[] = { "lpstat", "-d", NULL };

  if (*chosen == '\0')
    {
      g_free (chosen);
      chosen = NULL;
      if (ask (which, cancellable, &out, &err))
        chosen = mado_printer_check_parse_default (out);
      g_clear_pointer (&out, g_free);
      g_clear_pointer (&err, g_free);
    }
  if (chosen == NULL)
    {
      GPtrArray *findings = mado_device_findings_new ();

      mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("The system has no printer of its own choice."),
                                _("Choose a printer in the preferences (Ctrl+,), or have one set up by your system administrator."));
      return findings;
    }
  {
    const char *how[] = { "lpstat", "-r", "-l", "-p", chosen, "-a", chosen, NULL };

    if (!ask (how, cancellable, &out, &err))
      return no_service (mado_device_findings_new ());
  }
  return mado_printer_check_parse (chosen, out, err);
}
