/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/mado-http-private.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

struct _MadoHttpEngine
{
  MadoHttpHooks  hooks;
  gpointer       data;
  char          *socket_path;
  SoupServer    *server;
  GMainContext  *context;
  guint16        port;
  guint          request_seconds;
  guint          idle_seconds;
  GSource       *sweep;
  gboolean       stopped;
  GHashTable    *reading;     /* SoupServerMessage -> SoupReading */
  GHashTable    *sockets;     /* SoupSocket */
  GHashTable    *connections; /* GSocket, owned -> SoupConnectionState */

  GMutex         lock;
  GPtrArray     *ready;    /* MadoHttpRequest, replied */
  gboolean       scheduled;
};

typedef struct
{
  gint64   since;  /* monotonic us: of the last request's start or end */
  gboolean active; /* a request is under way */
  gboolean shut;
} SoupConnectionState;

/* A message that is not answered yet. */
typedef struct
{
  MadoHttpEngine  *engine;
  gint64           since;      /* monotonic us: of the connection, later of the headers */
  gboolean         has_headers;
  gboolean         complete;   /* body is here */
  gsize            max_body;
  gsize            seen;
  gboolean         refused;
  gboolean         held;       /* the socket waits for the whole reply */
  GSocket         *socket;     /* borrowed from the table; nullable */
  MadoHttpRequest *request;
} SoupReading;

/* --- mado-http-soup.c --- */
void             soup_engine_request_ended   (MadoHttpEngine *self, SoupServerMessage *message);

/* --- mado-http-soup-request.c --- */
MadoHttpRequest *soup_engine_make_request    (MadoHttpEngine *self, SoupServerMessage *message);
void             soup_engine_write_reply     (MadoHttpRequest *request);

/* --- mado-http-soup-limits.c --- */
void             soup_engine_shut            (SoupServerMessage *message);
void             soup_engine_watch_message   (SoupReading *reading, SoupServerMessage *message);
void             soup_engine_note_connection (MadoHttpEngine *self, GSocket *socket, gboolean active);
/* Between these a reply's head and body wait for each other. */
void             soup_engine_hold_packets    (SoupReading *reading);
void             soup_engine_release_packets (SoupReading *reading);
gboolean         soup_engine_sweep_cb        (gpointer engine);

/* --- mado-http-soup-lines.c --- */
void             soup_engine_line_opened_cb  (SoupServer *server, SoupServerMessage *message, const char *path,
                                              SoupWebsocketConnection *line, gpointer engine);
void             soup_engine_line_free       (gpointer socket);
void             soup_engine_close_lines     (MadoHttpEngine *self);

G_END_DECLS
