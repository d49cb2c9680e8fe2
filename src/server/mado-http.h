/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/*
 * The HTTP border. Resources know requests and replies as they are here and
 * nothing of the engine behind (mado-http-engine.c is the one there is), so the
 * engine can be exchanged. Headers that every reply carries are set in one
 * place, mado-http-reply.c.
 */

/**
 * MadoHttpRequest:
 *
 * A request and its one reply. Reference counted. Reading is safe from any
 * thread; the reply may be given from any thread, once.
 */
typedef struct _MadoHttpRequest MadoHttpRequest;

MadoHttpRequest *mado_http_request_ref        (MadoHttpRequest *self);
void             mado_http_request_unref      (MadoHttpRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoHttpRequest, mado_http_request_unref)

const char      *mado_http_request_get_method (MadoHttpRequest *self);
const char      *mado_http_request_get_path   (MadoHttpRequest *self);
const char      *mado_http_request_get_query  (MadoHttpRequest *self, const char *name); /* nullable */
const char      *mado_http_request_get_header (MadoHttpRequest *self, const char *name); /* nullable; asked before the reply */
const char      *mado_http_request_get_peer   (MadoHttpRequest *self); /* address; the engine's thread alone */
GBytes          *mado_http_request_get_body   (MadoHttpRequest *self); /* borrowed */

/* What the program above keeps with a request; one thing. */
void             mado_http_request_set_data   (MadoHttpRequest *self, gpointer data, GDestroyNotify destroy);
gpointer         mado_http_request_get_data   (MadoHttpRequest *self);

/* A header of the reply; before the reply is given. @name is static. */
void             mado_http_request_set_header (MadoHttpRequest *self, const char *name, const char *value);
void             mado_http_request_reply      (MadoHttpRequest *self, guint status, const char *type, GBytes *body /* nullable */);
/* {"code","message"} with the status that belongs to the code. */
void             mado_http_request_fail       (MadoHttpRequest *self, const GError *error);
void             mado_http_request_fail_with  (MadoHttpRequest *self, guint status, int code, const char *message);
guint            mado_http_status_of          (int code);

/* A WebSocket line; belongs to the main context. */
typedef struct _MadoHttpSocket MadoHttpSocket;

void             mado_http_socket_send        (MadoHttpSocket *self, const char *text);
void             mado_http_socket_close       (MadoHttpSocket *self, guint16 code, const char *reason);
void             mado_http_socket_set_data    (MadoHttpSocket *self, gpointer data);
gpointer         mado_http_socket_get_data    (MadoHttpSocket *self);

/* What the engine asks of the program above; all on the main context. */
typedef struct
{
  /* After the headers, before the body. TRUE: go on, and *max_body is the
   * largest body; FALSE: a reply was given. */
  gboolean (*admit)         (MadoHttpRequest *request, gsize *max_body, gpointer data);
  void     (*handle)        (MadoHttpRequest *request, gpointer data);
  void     (*socket_opened) (MadoHttpSocket *socket, MadoHttpRequest *request, gpointer data);
  void     (*socket_text)   (MadoHttpSocket *socket, const char *text, gsize length, gpointer data);
  void     (*socket_closed) (MadoHttpSocket *socket, gpointer data);
  /* Milliseconds since 1970, for the Date of replies. */
  gint64   (*now)           (gpointer data);
} MadoHttpHooks;

typedef struct _MadoHttpEngine MadoHttpEngine;

/* Requests to @socket_path become WebSocket lines. A request must be complete
 * within @request_seconds, and an idle connection lasts as long. */
MadoHttpEngine  *mado_http_engine_new         (const MadoHttpHooks *hooks, const char *socket_path, guint request_seconds,
                                               gpointer data);
/* @port 0 takes a free one. */
gboolean         mado_http_engine_listen      (MadoHttpEngine *self, const char *address, guint16 port, GError **error);
guint16          mado_http_engine_get_port    (MadoHttpEngine *self);
guint            mado_http_engine_get_n_connections (MadoHttpEngine *self);
/* No new connections; open ones are closed. */
void             mado_http_engine_stop        (MadoHttpEngine *self);
void             mado_http_engine_free        (MadoHttpEngine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoHttpEngine, mado_http_engine_free)

G_END_DECLS
