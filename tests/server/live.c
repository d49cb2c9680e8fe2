/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The live lines: beats, hints, presence within need-to-know, signals. */
#include "config.h"

#include "http-fixture.h"

#include "client/mado-json.h"

typedef struct
{
  SoupWebsocketConnection *line;
  GPtrArray               *texts;
  gboolean                 closed;
} Line;

static void
message_cb (SoupWebsocketConnection *connection,
            gint                     type,
            GBytes                  *bytes,
            gpointer                 data)
{
  Line *line = data;

  g_ptr_array_add (line->texts, g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
}

static void
closed_cb (SoupWebsocketConnection *connection,
           gpointer                 data)
{
  ((Line *) data)->closed = TRUE;
}

static void
connected_cb (GObject      *session,
              GAsyncResult *result,
              gpointer      data)
{
  Line *line = data;
  g_autoptr (GError) error = NULL;

  line->line = soup_session_websocket_connect_finish (SOUP_SESSION (session), result, &error);
  g_assert_no_error (error);
  g_signal_connect (line->line, "message", G_CALLBACK (message_cb), line);
  g_signal_connect (line->line, "closed", G_CALLBACK (closed_cb), line);
}

static Line *
open_line (TestHttp  *http,
           TestPlace *place)
{
  g_autofree char *uri = g_strdup_printf ("ws://127.0.0.1:%u/v1/live", http->port);
  g_autofree char *bearer = g_strconcat ("Bearer ", place->token, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  char *protocols[] = { (char *) "mado-1", NULL };
  Line *line = g_new0 (Line, 1);

  line->texts = g_ptr_array_new_with_free_func (g_free);
  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
  soup_session_websocket_connect_async (http->session, message, NULL, protocols, G_PRIORITY_DEFAULT, NULL, connected_cb, line);
  while (line->line == NULL)
    g_main_context_iteration (NULL, TRUE);
  return line;
}

static void
close_line (Line *line)
{
  if (!line->closed)
    soup_websocket_connection_close (line->line, 1000, NULL);
  while (!line->closed)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (line->line);
  g_ptr_array_unref (line->texts);
  g_free (line);
}

static const char *
find (Line       *line,
      const char *what)
{
  for (guint i = 0; i < line->texts->len; i++)
    if (strstr (line->texts->pdata[i], what) != NULL)
      return line->texts->pdata[i];
  return NULL;
}

static const char *
await (Line       *line,
       const char *what)
{
  while (find (line, what) == NULL && !line->closed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (find (line, what));
  return find (line, what);
}

static void
test_lines (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *shimin = test_place_ready (http, "shimin", "tanaka", "counter");
  TestPlace *second = test_place_ready (http, "shimin", "suzuki", "counter");
  TestPlace *zei = test_place_ready (http, "zei", "ito", "counter");
  Line *one = open_line (http, shimin), *two = open_line (http, second), *three = open_line (http, zei), *late;
  MadoId record;
  g_autofree char *record_text = NULL;
  g_autofree char *presence = NULL;
  g_autofree char *device = mado_id_to_string (&zei->id);
  g_autofree char *signal_text = g_strdup_printf ("{\"t\":\"signal\",\"to\":\"%s\",\"data\":\"offer\"}", device);
  g_autoptr (GBytes) bytes = NULL;
  guint verdict;

  mado_id_generate (&record, http->clock, http->random);
  record_text = mado_id_to_string (&record);
  presence = g_strdup_printf ("{\"t\":\"presence\",\"record\":\"%s\",\"section\":\"shared\",\"path\":\"event\"}", record_text);
  await (one, "\"beat\"");
  bytes = test_place_commit (http, shimin, &record, "shared", NULL, "event", "tennyu", NULL);
  test_place_post (http, shimin, &bytes, 1, &verdict, NULL);
  await (two, "\"hint\"");
  soup_websocket_connection_send_text (one->line, presence);
  g_assert_nonnull (strstr (await (two, "\"presence\""), "tanaka"));
  /* Who comes later learns of it too; another desk never does. */
  late = open_line (http, second);
  g_assert_nonnull (strstr (await (late, "\"presence\""), record_text));
  soup_websocket_connection_send_text (one->line, signal_text);
  await (three, "offer");
  close_line (one);
  await (two, "\"gone\"");
  g_assert_null (find (three, "\"presence\""));
  g_assert_null (find (three, "\"hint\""));
  g_assert_null (find (three, "\"gone\""));
  /* A stranger does not announce itself on what it may not see. */
  soup_websocket_connection_send_text (three->line, presence);
  soup_websocket_connection_send_text (three->line, "no json");
  soup_websocket_connection_send_text (three->line, "{\"t\":\"from-the-future\"}");
  g_ptr_array_set_size (three->texts, 0);
  await (three, "\"beat\"");
  g_assert_null (find (two, "ito"));
  close_line (two);
  close_line (three);
  close_line (late);
  test_place_free (shimin);
  test_place_free (second);
  test_place_free (zei);
  test_http_free (http);
}

static void
test_flood (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  Line *line = open_line (http, place);

  for (guint i = 0; i < 200; i++)
    soup_websocket_connection_send_text (line->line, "{\"t\":\"beat\"}");
  while (!line->closed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (soup_websocket_connection_get_close_code (line->line), ==, 1008);
  close_line (line);
  test_place_free (place);
  test_http_free (http);
}

/* The server ends while lines are open: no crash, no leak of the hub. */
static void
test_stop (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  Line *line = open_line (http, place);
  g_autoptr (SoupSession) session = g_object_ref (http->session);

  test_http_stop (http);
  close_line (line);
  test_http_start (http);
  test_place_free (place);
  test_http_free (http);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/lines", test_lines);
  g_test_add_func ("/live/flood", test_flood);
  g_test_add_func ("/live/stop", test_stop);
  return g_test_run ();
}
