/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "client/mado-probe.h"

/* One look at a server: one of ours, one of another city, something else that answers, nothing at all, and a certificate
 * that nobody vouches for. */

static const guint8 key[32] = { 1, 2, 3 };

typedef struct
{
  const char       *body;   /* of every answer */
  guint             status;
  GTlsCertificate  *certificate; /* nullable */
  GMutex            lock;
  GCond             ready;
  GMainLoop        *loop;
  char             *address;
} Server;

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           data)
{
  Server *self = data;

  g_assert_cmpstr (path, ==, "/v1/hello");
  g_assert_null (soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization"));
  soup_server_message_set_status (message, self->status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, self->body, strlen (self->body));
}

static gpointer
serve (gpointer data)
{
  Server *self = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SoupServer) server = NULL;
  GSList *uris;

  g_main_context_push_thread_default (context);
  server = soup_server_new (NULL, NULL);
  if (self->certificate != NULL)
    soup_server_set_tls_certificate (server, self->certificate);
  soup_server_add_handler (server, NULL, answer_cb, self, NULL);
  g_assert_true (soup_server_listen_local (server, 0, self->certificate ? SOUP_SERVER_LISTEN_HTTPS : 0, NULL));
  uris = soup_server_get_uris (server);
  g_mutex_lock (&self->lock);
  self->loop = g_main_loop_new (context, FALSE);
  self->address = g_strdup_printf ("%s://127.0.0.1:%d", self->certificate ? "https" : "http", g_uri_get_port (uris->data));
  g_cond_signal (&self->ready);
  g_mutex_unlock (&self->lock);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_main_loop_run (self->loop);
  soup_server_disconnect (server);
  g_clear_object (&server);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
probe_server (Server          *self,
              MadoServerProbe *probe)
{
  g_autoptr (MadoClock) clock = mado_clock_new_manual (1000 * 1000);
  GThread *thread;

  g_mutex_init (&self->lock);
  g_cond_init (&self->ready);
  thread = g_thread_new ("server", serve, self);
  g_mutex_lock (&self->lock);
  while (self->address == NULL)
    g_cond_wait (&self->ready, &self->lock);
  g_mutex_unlock (&self->lock);
  mado_server_probe (self->address, key, clock, probe, NULL);
  g_main_loop_quit (self->loop);
  g_thread_join (thread);
  g_main_loop_unref (self->loop);
  g_free (self->address);
}

#define SIGN "AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define OTHER "CQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void
test_answers (void)
{
  static const struct { guint status; const char *body; MadoProbeResult result; gboolean other; } cases[] = {
    { 200, "{\"program\":\"madoguchi-server 9\",\"protocol\":3,\"protocol_min\":2,\"sign\":\"" SIGN "\",\"time\":1300000}", MADO_PROBE_ANSWERED, FALSE },
    { 200, "{\"program\":\"madoguchi-server 9\",\"protocol\":3,\"protocol_min\":2,\"sign\":\"" OTHER "\",\"time\":1300000}", MADO_PROBE_ANSWERED, TRUE },
    { 404, "{\"program\":\"madoguchi-server 9\",\"sign\":\"" SIGN "\"}", MADO_PROBE_OTHER, FALSE },
    { 200, "<html>Sign in to the network</html>", MADO_PROBE_OTHER, FALSE },
    { 200, "{\"program\":7,\"sign\":\"" SIGN "\"}", MADO_PROBE_OTHER, FALSE },
    { 200, "{\"program\":\"x\",\"sign\":\"AQID\"}", MADO_PROBE_OTHER, FALSE },
    { 200, "[]", MADO_PROBE_OTHER, FALSE },
    { 200, "", MADO_PROBE_OTHER, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Server server = { .status = cases[i].status, .body = cases[i].body };
      g_auto (MadoServerProbe) probe = { 0 };

      g_test_message ("%s", cases[i].body);
      probe_server (&server, &probe);
      g_assert_cmpint (probe.result, ==, cases[i].result);
      g_assert_cmpint (probe.other_city, ==, cases[i].other);
      g_assert_false (probe.secure);
      if (probe.result != MADO_PROBE_ANSWERED)
        continue;
      g_assert_cmpstr (probe.program, ==, "madoguchi-server 9");
      g_assert_cmpint (probe.protocol, ==, 3);
      g_assert_cmpint (probe.protocol_min, ==, 2);
      /* Five minutes ahead of ours, less half of the way there and back. */
      g_assert_cmpint (probe.skew_ms, ==, 300 * 1000 - probe.round_trip_ms / 2);
    }
}

static void
test_nobody (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *closed = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autoptr (MadoClock) clock = mado_clock_new_manual (1000);
  g_autoptr (GCancellable) ended = g_cancellable_new ();
  const struct { const char *server; GCancellable *cancellable; MadoProbeResult result; } cases[] = {
    { closed, NULL, MADO_PROBE_REFUSED }, { "http://no-such-server.invalid:8080/", NULL, MADO_PROBE_NO_NAME },
    { "not an address", NULL, MADO_PROBE_NO_NAME }, { closed, ended, MADO_PROBE_CANCELLED },
  };

  g_socket_listener_close (listener);
  g_cancellable_cancel (ended);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (MadoServerProbe) probe = { 0 };

      mado_server_probe (cases[i].server, key, clock, &probe, cases[i].cancellable);
      g_assert_cmpint (probe.result, ==, cases[i].result);
      g_assert_null (probe.program);
    }
}

/* Made by nobody that this computer trusts: told, and not a word is exchanged. */
static void
test_certificate (void)
{
  g_autofree char *folder = g_dir_make_tmp ("probe-XXXXXX", NULL), *pem = g_build_filename (folder, "server.pem", NULL);
  g_autofree char *make = g_strdup_printf ("openssl req -x509 -newkey rsa:2048 -nodes -days 400 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 "
                                           "-keyout '%s.key' -out '%s.crt'", pem, pem);
  g_autofree char *join = g_strdup_printf ("sh -c \"cat '%s.key' '%s.crt' > '%s'\"", pem, pem, pem);
  g_autofree char *remove = g_strdup_printf ("rm -r '%s'", folder);
  g_autoptr (GTlsCertificate) certificate = NULL;
  Server server = { .status = 200, .body = "{}" };
  g_auto (MadoServerProbe) probe = { 0 };
  int status = 1;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()) ||
      !g_spawn_command_line_sync (make, NULL, NULL, &status, NULL) || status != 0)
    {
      g_test_skip ("no TLS, or no openssl to make a certificate with");
      return;
    }
  g_assert_true (g_spawn_command_line_sync (join, NULL, NULL, NULL, NULL));
  certificate = g_tls_certificate_new_from_file (pem, NULL);
  g_assert_nonnull (certificate);
  server.certificate = certificate;
  probe_server (&server, &probe);
  g_assert_cmpint (probe.result, ==, MADO_PROBE_CERTIFICATE);
  g_assert_true (probe.secure);
  g_assert_true (probe.certificate_faults & G_TLS_CERTIFICATE_UNKNOWN_CA);
  g_assert_cmpint (probe.good_until, >, 0);
  g_assert_true (g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/probe/answers", test_answers);
  g_test_add_func ("/probe/nobody", test_nobody);
  g_test_add_func ("/probe/certificate", test_certificate);

  return g_test_run ();
}
