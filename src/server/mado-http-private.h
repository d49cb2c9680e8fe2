/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/mado-http.h"

G_BEGIN_DECLS

/* For the engine alone. */
struct _MadoHttpRequest
{
  gatomicrefcount  ref_count;
  const char      *method;
  const char      *path;
  GHashTable      *query;      /* nullable */
  const char    *(*get_header) (MadoHttpRequest *self, const char *name);
  char          *(*dup_peer)   (MadoHttpRequest *self); /* the engine's thread */
  void           (*deliver)    (MadoHttpRequest *self); /* the reply is complete; any thread */
  void           (*destroy)    (MadoHttpRequest *self);
  char            *peer;       /* asked for once, or NULL */
  GBytes          *body;
  gpointer         engine;     /* the engine's own */
  gpointer         message;
  gpointer         data;
  GDestroyNotify   data_destroy;
  /* the reply */
  gint             replied;    /* atomic */
  guint            status;
  const char      *type;
  GBytes          *reply;
  GPtrArray       *headers;    /* name (static), value (owned), …; nullable */
};

struct _MadoHttpSocket
{
  void   (*send)  (MadoHttpSocket *self, const char *text);
  void   (*close) (MadoHttpSocket *self, guint16 code, const char *reason);
  gpointer data;
};

G_END_DECLS
