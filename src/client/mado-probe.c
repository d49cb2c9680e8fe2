/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-probe.h"

#include <libsoup/soup.h>
#include <string.h>

#include "client/mado-json.h"

#define TIMEOUT_SECONDS 8
#define MAX_ANSWER      (64 * 1024)
#define KEY_BYTES       32

/* The certificate is looked at, not excused: with a fault the connection ends as always. */
static gboolean
certificate_cb (SoupMessage          *message,
                GTlsCertificate      *certificate,
                GTlsCertificateFlags  faults,
                MadoServerProbe      *probe)
{
  g_autoptr (GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);

  probe->certificate_faults = faults;
  probe->good_until = until != NULL ? g_date_time_to_unix (until) : 0;
  return FALSE;
}

static MadoProbeResult
result_of (const GError          *error,
           const MadoServerProbe *probe)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return MADO_PROBE_CANCELLED;
  if (error->domain == G_TLS_ERROR || probe->certificate_faults != 0)
    return MADO_PROBE_CERTIFICATE;
  if (error->domain == G_RESOLVER_ERROR)
    return MADO_PROBE_NO_NAME;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return MADO_PROBE_REFUSED;
  return MADO_PROBE_SILENT;
}

/* FALSE: this is no answer of a server of ours. */
static gboolean
read_hello (MadoServerProbe *probe,
            GBytes          *bytes,
            const guint8    *sign,
            gint64           middle_ms,
            gint64           offset_ms)
{
  g_autoptr (JsonObject) hello = mado_json_parse (bytes, NULL);
  guint8 key[KEY_BYTES];
  gint64 time;

  if (hello == NULL || mado_json_get_text (hello, "program") == NULL || !mado_json_get_bytes (hello, "sign", key, sizeof key))
    return FALSE;
  probe->program = g_strdup (mado_json_get_text (hello, "program"));
  probe->protocol = mado_json_get_int (hello, "protocol");
  probe->protocol_min = mado_json_get_int (hello, "protocol_min");
  probe->other_city = sign != NULL && memcmp (sign, key, sizeof key) != 0;
  time = mado_json_get_int (hello, "time");
  if (time > 0)
    probe->skew_ms = time - middle_ms + offset_ms;
  return TRUE;
}

static void
ask (SoupSession      *session,
     const char       *url,
     const guint8     *sign,
     MadoClock        *clock,
     MadoServerProbe  *probe,
     GCancellable     *cancellable)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *body = g_malloc (MAX_ANSWER);
  g_autoptr (GBytes) bytes = NULL;
  GTlsCertificate *certificate;
  gint64 before = mado_clock_now_ms (clock), begun = g_get_monotonic_time ();
  gsize got = 0;

  if (message == NULL)
    {
      probe->result = MADO_PROBE_NO_NAME;
      return;
    }
  g_signal_connect (message, "accept-certificate", G_CALLBACK (certificate_cb), probe);
  stream = soup_session_send (session, message, cancellable, &error);
  probe->round_trip_ms = (g_get_monotonic_time () - begun) / 1000;
  if (stream == NULL || !g_input_stream_read_all (stream, body, MAX_ANSWER, &got, cancellable, &error))
    {
      probe->result = result_of (error, probe);
      return;
    }
  certificate = soup_message_get_tls_peer_certificate (message);
  if (certificate != NULL)
    {
      g_autoptr (GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);

      probe->good_until = until != NULL ? g_date_time_to_unix (until) : 0;
    }
  bytes = g_bytes_new (body, got);
  probe->result = soup_message_get_status (message) == 200 &&
                  read_hello (probe, bytes, sign, before + probe->round_trip_ms / 2, mado_clock_get_offset (clock))
                    ? MADO_PROBE_ANSWERED : MADO_PROBE_OTHER;
}

void
mado_server_probe (const char      *server,
                   const guint8    *sign,
                   MadoClock       *clock,
                   MadoServerProbe *probe,
                   GCancellable    *cancellable)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SoupSession) session = NULL;
  g_autofree char *url = g_strconcat (server, g_str_has_suffix (server, "/") ? "v1/hello" : "/v1/hello", NULL);

  memset (probe, 0, sizeof *probe);
  probe->secure = g_str_has_prefix (server, "https:");
  /* libsoup works on the default context of the thread that made it. */
  g_main_context_push_thread_default (context);
  session = soup_session_new_with_options ("timeout", TIMEOUT_SECONDS, NULL);
  ask (session, url, sign, clock, probe, cancellable);
  soup_session_abort (session);
  g_clear_object (&session);
  g_main_context_pop_thread_default (context);
}

void
mado_server_probe_clear (MadoServerProbe *probe)
{
  g_clear_pointer (&probe->program, g_free);
}
