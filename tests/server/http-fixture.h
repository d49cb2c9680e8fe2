/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "server/mado-server.h"

/* A whole server on its own thread and a loopback port, and people at it. */
typedef struct
{
  char          *dir;
  MadoClock     *clock;
  MadoRandom    *random;
  MadoServer    *server;
  MadoCityStore *store; /* borrowed */
  GThread       *thread;
  GMainContext  *context;
  GMainLoop     *loop;
  GMutex         lock;
  GCond          cond;
  guint16        port;
  gboolean       restored;
  const char    *pack_dir; /* of the next start; NULL: none */
  guint          request_seconds;
  SoupSession   *session;
} TestHttp;

typedef struct
{
  guint   status;
  GBytes *body;
  char   *code;      /* of a JSON error, or NULL */
  char   *have;      /* Mado-Have */
  char   *protocol;
} TestReply;

typedef struct
{
  MadoId         id;
  MadoSecretKey *key;
  guint8         shared[MADO_KEY_BYTES];
  char          *staff;
  MadoId         ticket;
  char          *token;
  guint64        n;
} TestPlace;

#define TEST_CITY "042021"

TestHttp  *test_http_new        (void);
void       test_http_start      (TestHttp *http);
void       test_http_stop       (TestHttp *http);
void       test_http_free       (TestHttp *http);

/* @token, @type, @body, @header may be NULL. @header: "Name: value". */
TestReply *test_http_call       (TestHttp *http, const char *method, const char *path, const char *token,
                                 const char *type, GBytes *body, const char *header);
TestReply *test_http_json       (TestHttp *http, const char *path, const char *token, const char *json);
void       test_reply_free      (TestReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestReply, test_reply_free)
JsonObject *test_reply_object   (TestReply *reply);

void       test_http_add_user   (TestHttp *http, const char *id, const char *desk, const char *role);
void       test_http_add_code   (TestHttp *http, const char *code, const char *scope, guint uses);
/* Enrols a new device at @scope. */
TestPlace *test_place_new       (TestHttp *http, const char *scope);
TestReply *test_place_try       (TestHttp *http, TestPlace *place, const char *staff, const char *password);
void       test_place_sign_in   (TestHttp *http, TestPlace *place, const char *staff);
void       test_place_free      (TestPlace *place);
/* test_place_new() for somebody of @role, signed in. */
TestPlace *test_place_ready     (TestHttp *http, const char *scope, const char *staff, const char *role);
GBytes    *test_place_commit    (TestHttp *http, TestPlace *place, const MadoId *record, const char *section,
                                 const MadoId *dep, const char *path, const char *value, const MadoDataKey *key);
/* Posts, and gives the verdicts; reasons may be NULL. */
void       test_place_post      (TestHttp *http, TestPlace *place, GBytes **commits, guint n, guint *verdicts,
                                 char **reasons);
/* A page of the feed; frames of each type are counted, the bodies kept. */
typedef struct
{
  GPtrArray *commits; /* GBytes */
  GArray    *keys;    /* MadoDataKey, opened */
  guint      n_left, n_purge, n_device;
  char      *epoch;
  guint64    next;
  gboolean   more;
} TestFeed;
TestFeed  *test_place_pull      (TestHttp *http, TestPlace *place, const char *epoch, guint64 since);
void       test_feed_free       (TestFeed *feed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestFeed, test_feed_free)
