/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/devices/mado-device-check.h"
#include "app/signin/mado-link.h"
#include "core/base/mado-date.h"

/* The server: whether it answers and as whom, its certificate, its clock, and
 * what of this place waits for it. It is asked without a sign-in; nothing is
 * changed here or there. */
#define WARN_CERTIFICATE_DAYS 30
#define PROTOCOL              1 /* what the client speaks (PROTOCOL.md) */

#define MADO_TYPE_SERVER_DEVICE (mado_server_device_get_type ())
G_DECLARE_FINAL_TYPE (MadoServerDevice, mado_server_device, MADO, SERVER_DEVICE, MadoDeviceCheck)

struct _MadoServerDevice
{
  MadoDeviceCheck parent_instance;
};

G_DEFINE_FINAL_TYPE (MadoServerDevice, mado_server_device, MADO_TYPE_DEVICE_CHECK)

/* What the window knows, for the thread. */
typedef struct
{
  char      *profile;
  MadoClock *clock;
  gint64     now_ms;
  MadoLink   link;
  guint      n_unsent;
  guint      n_refused;
  char      *fault; /* nullable; the client's last reason */
} Facts;

static void
facts_free (gpointer data)
{
  Facts *facts = data;

  g_object_unref (facts->clock);
  g_free (facts->profile);
  g_free (facts->fault);
  g_free (facts);
}

static const char *
server_get_title (MadoDeviceCheck *check)
{
  return _("Server");
}

/* --- judging ----------------------------------------------------------------------------- */

static void
add (GPtrArray       *findings,
     MadoDeviceLevel  level,
     char            *found,
     const char      *mend)
{
  mado_device_findings_add (findings, level, found, mend);
  g_free (found);
}

static void
add_result (GPtrArray             *findings,
            const char            *server,
            const MadoServerProbe *probe)
{
  switch (probe->result)
    {
    case MADO_PROBE_ANSWERED:
      add (findings, MADO_DEVICE_GOOD, g_strdup_printf (_("%s answers: %s"), server, probe->program), NULL);
      break;
    case MADO_PROBE_NO_NAME:
      add (findings, MADO_DEVICE_WRONG, g_strdup_printf (_("The network does not know %s."), server),
           _("Look at this computer's network cable or Wi-Fi. If other pages can be opened, tell your system administrator (name of the server)."));
      break;
    case MADO_PROBE_REFUSED:
      add (findings, MADO_DEVICE_WRONG, g_strdup_printf (_("The machine %s is there, but no server runs on it."), server),
           _("Please tell your system administrator. Work goes on meanwhile: all is kept here and sent later."));
      break;
    case MADO_PROBE_CERTIFICATE:
      add (findings, MADO_DEVICE_WRONG, g_strdup_printf (_("%s answers, but its certificate is not trusted. Nothing was sent."), server),
           probe->certificate_faults & G_TLS_CERTIFICATE_EXPIRED       ? _("It is past its date (or this computer's clock is wrong). Please tell your system administrator.")
           : probe->certificate_faults & G_TLS_CERTIFICATE_NOT_ACTIVATED ? _("It is not good yet: look at this computer's date and time.")
           : probe->certificate_faults & G_TLS_CERTIFICATE_BAD_IDENTITY ? _("It is made out to another name. Please tell your system administrator.")
           : probe->certificate_faults & G_TLS_CERTIFICATE_REVOKED      ? _("It was revoked. Please tell your system administrator.")
                                                                        : _("This computer does not know who issued it. Please tell your system administrator (certificate of the city's authority)."));
      break;
    case MADO_PROBE_OTHER:
      add (findings, MADO_DEVICE_WRONG, g_strdup_printf (_("Something answers at %s, but it is no server of this program."), server),
           _("A sign-in page of the network may stand in between: open the browser. Else tell your system administrator (address of the server)."));
      break;
    case MADO_PROBE_SILENT:
    case MADO_PROBE_CANCELLED:
    default:
      add (findings, MADO_DEVICE_WRONG, g_strdup_printf (_("%s does not answer."), server),
           _("Look at this computer's network cable or Wi-Fi. Work goes on meanwhile: all is kept here and sent later."));
      break;
    }
}

static void
add_version (GPtrArray             *findings,
             const MadoServerProbe *probe)
{
  if (probe->other_city)
    add (findings, MADO_DEVICE_WRONG, g_strdup (_("It is not the server at which this place was registered.")),
         _("Stop working with it and tell your system administrator: the server was set up anew, or this is another one."));
  if (probe->protocol_min > PROTOCOL)
    add (findings, MADO_DEVICE_WRONG, g_strdup (_("The server needs a newer program than this one.")),
         _("Have this program brought up to date. Work goes on meanwhile: all is kept here and sent later."));
  else if (probe->protocol < PROTOCOL)
    add (findings, MADO_DEVICE_WRONG, g_strdup (_("The server is too old for this program.")),
         _("Please tell your system administrator: the server has to be brought up to date."));
}

static void
add_certificate (GPtrArray             *findings,
                 const MadoServerProbe *probe,
                 gint64                 now_ms)
{
  gint64 days = (probe->good_until - now_ms / 1000) / (24 * 60 * 60);
  g_autoptr (GDateTime) until = probe->good_until > 0 ? g_date_time_new_from_unix_local (probe->good_until) : NULL;
  g_autofree char *day = until != NULL ? g_date_time_format (until, "%Y-%m-%d") : NULL;
  MadoDate date;
  g_autofree char *shown = day != NULL && mado_date_parse_iso (day, &date) ? mado_date_to_wareki (&date) : NULL;

  if (!probe->secure)
    add (findings, MADO_DEVICE_NOTE, g_strdup (_("The way to the server is not encrypted.")),
         _("That is right only on one and the same machine. Else tell your system administrator (https)."));
  else if (shown != NULL && days < WARN_CERTIFICATE_DAYS)
    add (findings, MADO_DEVICE_NOTE, g_strdup_printf (_("Its certificate is good until %s only."), shown),
         _("Please tell your system administrator that it has to be renewed."));
  else if (shown != NULL)
    add (findings, MADO_DEVICE_GOOD, g_strdup_printf (_("Its certificate is good until %s."), shown), NULL);
}

static void
add_clock (GPtrArray             *findings,
           const MadoServerProbe *probe)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, ABS (probe->skew_ms) / 1000);

  if (ABS (probe->skew_ms) > MADO_CLOCK_WARN_OFFSET_MS)
    add (findings, MADO_DEVICE_WRONG,
         g_strdup_printf (probe->skew_ms > 0 ? _("This computer's clock is %s seconds slow.") : _("This computer's clock is %s seconds fast."), seconds),
         _("Times are corrected by the server. Have the clock set right (automatic date and time)."));
  else
    add (findings, MADO_DEVICE_GOOD, g_strdup_printf (_("The clocks agree within %s seconds."), seconds), NULL);
}

static void
add_waiting (GPtrArray   *findings,
             const Facts *facts)
{
  g_autofree char *unsent = g_strdup_printf ("%u", facts->n_unsent), *refused = g_strdup_printf ("%u", facts->n_refused);

  if (facts->link == MADO_LINK_SIGN_IN)
    add (findings, MADO_DEVICE_WRONG, g_strdup (facts->fault != NULL ? facts->fault : _("The server wants a sign-in first.")),
         _("Sign out and in again. If that is refused, this place may have been taken off the server: tell your system administrator."));
  if (facts->n_unsent > 0)
    add (findings, MADO_DEVICE_NOTE, g_strdup_printf (_("%s changes wait to be sent."), unsent),
         _("They are kept here and sent by themselves as soon as the server answers. Do not reinstall this computer before."));
  else
    add (findings, MADO_DEVICE_GOOD, g_strdup (_("All is sent.")), NULL);
  if (facts->n_refused > 0)
    add (findings, MADO_DEVICE_WRONG, g_strdup_printf (_("The server did not accept %s changes."), refused),
         _("F7 on the case list tells why."));
}

static GPtrArray *
judge (const Facts            *facts,
       const MadoProfileFacts *place,
       GCancellable           *cancellable)
{
  GPtrArray *findings = mado_device_findings_new ();
  g_autoptr (GError) error = NULL;
  const MadoClientModule *module = mado_link_load_module (&error);
  MadoServerProbe probe;

  if (module == NULL)
    {
      add (findings, MADO_DEVICE_WRONG, g_strdup (error->message), _("Have this program installed anew."));
      return findings;
    }
  module->probe (place->server, place->server_key.sign, facts->clock, &probe, cancellable);
  add_result (findings, place->server, &probe);
  if (probe.result == MADO_PROBE_ANSWERED)
    {
      add_version (findings, &probe);
      add_certificate (findings, &probe, facts->now_ms);
      add_clock (findings, &probe);
    }
  add_waiting (findings, facts);
  module->probe_clear (&probe);
  return findings;
}

static void
look_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  const Facts *facts = data;
  g_autoptr (MadoProfile) profile = mado_profile_open (facts->profile, NULL);
  const MadoProfileFacts *place = profile != NULL ? mado_profile_get_facts (profile) : NULL;
  GPtrArray *findings;

  if (place != NULL && place->server != NULL && *place->server != '\0')
    {
      mado_device_check_return (task, judge (facts, place, cancellable));
      return;
    }
  findings = mado_device_findings_new ();
  add (findings, MADO_DEVICE_NOTE, g_strdup (_("This place works without a server: all is kept on this computer.")), NULL);
  mado_device_check_return (task, findings);
}

static char *
dup_fault (MadoContext *context)
{
  GObject *session = mado_context_get_session (context);
  const MadoClientModule *module = session != NULL ? mado_link_load_module (NULL) : NULL;

  return module != NULL ? module->client_dup_fault ((MadoClient *) session) : NULL;
}

static void
server_look (MadoDeviceCheck *check)
{
  MadoContext *context = mado_device_check_get_context (check);
  MadoConnection *connection = mado_context_get_connection (context);
  Facts *facts = g_new0 (Facts, 1);

  facts->profile = g_strdup (mado_context_get_profile (context));
  facts->clock = g_object_ref (mado_context_get_clock (context));
  facts->now_ms = mado_clock_now_ms (facts->clock);
  facts->link = mado_connection_get_link (connection);
  facts->n_unsent = mado_connection_get_n_unsent (connection);
  facts->n_refused = mado_connection_get_n_refused (connection);
  facts->fault = dup_fault (context);
  mado_device_check_run (check, look_thread, facts, facts_free);
}

static void
mado_server_device_class_init (MadoServerDeviceClass *klass)
{
  MADO_DEVICE_CHECK_CLASS (klass)->get_title = server_get_title;
  MADO_DEVICE_CHECK_CLASS (klass)->look = server_look;
}

static void
mado_server_device_init (MadoServerDevice *self)
{
}

MadoDeviceCheck *
mado_server_device_new (MadoContext *context)
{
  return mado_device_check_new (MADO_TYPE_SERVER_DEVICE, context);
}
