/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The floor under the server's writes: libsoup and SQLite (WAL, FULL) and
 * nothing else. PUT /doc/NAME keeps the body; requests that wait together
 * share one transaction. No sign-in, no signatures, no order, no feeds.
 *
 *   floor-put DATABASE PORT-FILE
 */
#include <glib-unix.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <sqlite3.h>

#define GROUP 512

typedef struct
{
  SoupServerMessage *message;
  char              *name;
  GBytes            *body;
} Put;

static sqlite3 *db;
static sqlite3_stmt *insert;
static GAsyncQueue *waiting;

static void
must (int code)
{
  if (code != SQLITE_OK && code != SQLITE_DONE)
    g_error ("%s", sqlite3_errmsg (db));
}

static gboolean
answer_cb (gpointer data)
{
  GPtrArray *group = data;

  for (guint i = 0; i < group->len; i++)
    {
      Put *put = group->pdata[i];

      soup_server_message_set_status (put->message, 201, NULL);
      soup_server_message_unpause (put->message);
      g_object_unref (put->message);
      g_bytes_unref (put->body);
      g_free (put->name);
      g_free (put);
    }
  g_ptr_array_unref (group);
  return G_SOURCE_REMOVE;
}

static void
keep (Put *put)
{
  gsize length;
  const void *bytes = g_bytes_get_data (put->body, &length);

  sqlite3_bind_text (insert, 1, put->name, -1, SQLITE_STATIC);
  sqlite3_bind_blob64 (insert, 2, bytes, length, SQLITE_STATIC);
  must (sqlite3_step (insert));
  sqlite3_reset (insert);
}

static gpointer
writer (gpointer data)
{
  for (;;)
    {
      GPtrArray *group = g_ptr_array_new ();
      Put *put = g_async_queue_pop (waiting);

      must (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL));
      for (; put != NULL; put = group->len < GROUP ? g_async_queue_try_pop (waiting) : NULL)
        {
          keep (put);
          g_ptr_array_add (group, put);
        }
      must (sqlite3_exec (db, "COMMIT", NULL, NULL, NULL));
      g_idle_add_full (G_PRIORITY_DEFAULT, answer_cb, group, NULL);
    }
  return NULL;
}

static void
put_cb (SoupServer        *server,
        SoupServerMessage *message,
        const char        *path,
        GHashTable        *query,
        gpointer           data)
{
  Put *put = g_new0 (Put, 1);

  put->message = g_object_ref (message);
  put->name = g_strdup (path + strlen ("/doc/"));
  put->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  soup_server_message_pause (message);
  g_async_queue_push (waiting, put);
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *port = NULL;

  if (argc < 3)
    return 2;
  must (sqlite3_open (argv[1], &db));
  must (sqlite3_exec (db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;"
                      "CREATE TABLE doc (seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, body BLOB)", NULL, NULL, NULL));
  must (sqlite3_prepare_v2 (db, "INSERT OR REPLACE INTO doc (name, body) VALUES (?, ?)", -1, &insert, NULL));
  waiting = g_async_queue_new ();
  g_thread_unref (g_thread_new ("writer", writer, NULL));
  soup_server_add_handler (server, "/doc", put_cb, NULL, NULL);
  g_socket_set_listen_backlog (socket, 4096);
  if (!g_socket_bind (socket, any, TRUE, NULL) || !g_socket_listen (socket, NULL) ||
      !soup_server_listen_socket (server, socket, 0, NULL))
    return 1;
  local = g_socket_get_local_address (socket, NULL);
  port = g_strdup_printf ("%u\n", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local)));
  g_file_set_contents (argv[2], port, -1, NULL);
  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_main_loop_run (loop);
  return 0;
}
