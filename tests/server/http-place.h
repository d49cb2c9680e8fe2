/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/mado-http.h"

/* The HTTP engine on a thread of its own, a small program above it, and
 * clients that speak bytes. */

#define HTTP_BIG (24 * 1024 * 1024)

typedef struct
{
  MadoHttpEngine *engine;
  GMainContext   *context;
  GMainLoop      *loop;
  GThread        *thread;
  GThreadPool    *pool;
  guint           request_seconds;
  guint16         port;
  GMutex          lock;
  GCond           cond;
} HttpPlace;

/* The program echoes method, path, "x" of the query and body. "/no" is refused
 * at the head, "/later" answered by another thread, "/big" is HTTP_BIG long,
 * "/none" empty, "/count" tells of connections; bodies up to 1,000 bytes. */
HttpPlace *http_place_new   (guint request_seconds);
void       http_place_free  (HttpPlace *place);
/* Asked over a connection of its own, which counts. */
guint      http_place_count (HttpPlace *place);

int        http_dial        (HttpPlace *place);
/* FALSE if the engine closed meanwhile, which it may. */
gboolean   http_put         (int fd, const char *data, gsize length);
/* The next whole reply, taken out of @in; NULL at the end. Silence for half a
 * minute fails. */
char      *http_get_reply   (int fd, GString *in, gboolean has_body);
/* One request, one reply. */
char      *http_ask         (int fd, const char *request, gsize length);
/* Everything until the engine closes. */
char      *http_get_all     (int fd);
void       http_assert_echo (const char *reply, const char *expected);
