/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/mado-http-parser.h"
#include "server/mado-http-private.h"

G_BEGIN_DECLS

#define MADO_HTTP_IN_BYTES MADO_HTTP_MAX_HEAD /* a whole head fits */

typedef struct _MadoHttpConnection MadoHttpConnection;

struct _MadoHttpEngine
{
  MadoHttpHooks  hooks;
  gpointer       data;
  char          *socket_path;
  GMainContext  *context;
  guint16        port;
  guint          request_seconds;
  gboolean       stopped;

  int            listener;    /* -1: none */
  gboolean       accepting;   /* the listener is watched */
  int            epoll;
  int            bell;        /* an eventfd: replies are ready */
  GSource       *source;      /* the epoll descriptor, as one source */
  GSource       *sweep;
  gint64         now;         /* monotonic us: start of this turn */

  GHashTable    *connections; /* MadoHttpConnection */
  GPtrArray     *dead;        /* closed in this turn, freed at its end */
  GPtrArray     *spare;       /* input buffers nobody uses */
  GHashTable    *lines;       /* WebSocket lines */
  GString       *head;        /* of the reply that is being written */
  gint64         date_second;
  char           date[32];

  GMutex         lock;
  GPtrArray     *ready;       /* MadoHttpRequest, replied; under lock */
  gboolean       rung;        /* somebody will look at them; under lock */
};

typedef enum
{
  CONNECTION_HEAD,    /* between requests, or in a head */
  CONNECTION_LENGTH,  /* in a body of known length */
  CONNECTION_CHUNKED,
  CONNECTION_WAITING, /* the program has the request; nothing is read meanwhile */
  CONNECTION_WRITING,
  CONNECTION_LINGER   /* answered and ended; what still comes is dropped */
} MadoHttpState;

struct _MadoHttpConnection
{
  MadoHttpEngine  *engine;
  int              fd;          /* -1: closed */
  MadoHttpState    state;
  gint64           since;       /* monotonic us: see mado_http_engine_sweep_cb() */
  gboolean         readable;    /* the kernel may have something */
  gboolean         peer_done;   /* it sends no more; may still read */
  gboolean         close_after; /* this reply is the last */
  gboolean         cut_short;   /* answered before all of the request was here */
  gboolean         had_blank;   /* an empty line before the request */
  char            *in;          /* MADO_HTTP_IN_BYTES, or NULL */
  gsize            have;
  gsize            line;        /* see mado_http_find_head() */
  MadoHttpRequest *request;     /* the one under way; nullable */
  gsize            max_body;
  guint8          *body;
  gsize            body_length;
  gsize            body_have;
  GByteArray      *unwrapped;   /* of chunks */
  MadoHttpChunks   chunks;
  gsize            lingered;
  GBytes          *out[2];      /* what the kernel did not take at once */
  gsize            written;     /* of both */
  char             peer[48];    /* address */
};

/* --- mado-http-engine.c --- */
void             mado_http_engine_deliver     (MadoHttpRequest *request); /* any thread */
void             mado_http_engine_end_turn    (MadoHttpEngine *self);

/* --- mado-http-listener.c --- */
int              mado_http_listener_open      (const char *address, guint16 port, guint16 *taken, GError **error);
gboolean         mado_http_engine_watch       (MadoHttpEngine *self, int fd, guint32 events, gpointer key);
void             mado_http_engine_accept      (MadoHttpEngine *self);
void             mado_http_engine_accept_again (MadoHttpEngine *self);

/* --- mado-http-connection.c --- */
void             mado_http_connection_new     (MadoHttpEngine *self, int fd, const char *peer);
void             mado_http_connection_event   (MadoHttpConnection *self, guint32 events);
/* Reads on as far as it goes. */
void             mado_http_connection_pump    (MadoHttpConnection *self);
/* After a reply: the next request, or the end. */
void             mado_http_connection_next    (MadoHttpConnection *self);
void             mado_http_connection_close   (MadoHttpConnection *self);
void             mado_http_connection_free    (gpointer self);
/* Gives the descriptor up, open. */
int              mado_http_connection_steal   (MadoHttpConnection *self);

/* --- mado-http-request.c --- */
/* One step with what is in the buffer. MORE: read first. */
MadoHttpStep     mado_http_connection_take    (MadoHttpConnection *self);
/* Takes the first @n bytes out of the buffer. */
void             mado_http_connection_consume (MadoHttpConnection *self, gsize n);
const MadoHttpHead *mado_http_request_head    (MadoHttpRequest *request);

/* --- mado-http-reply.c --- */
void             mado_http_connection_reply   (MadoHttpConnection *self, MadoHttpRequest *request);
/* Writes on; FALSE: not all is written yet, or the connection is gone. */
gboolean         mado_http_connection_write   (MadoHttpConnection *self);

/* --- mado-http-limits.c --- */
gboolean         mado_http_engine_sweep_cb    (gpointer engine);

/* --- mado-http-lines.c --- */
/* The request was admitted; its connection becomes a line, or it is refused. */
void             mado_http_engine_open_line   (MadoHttpConnection *connection, MadoHttpRequest *request);
void             mado_http_engine_close_lines (MadoHttpEngine *self);
void             mado_http_engine_free_line   (gpointer line);

G_END_DECLS
