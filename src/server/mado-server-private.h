/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/procedure/mado-pack.h"
#include "core/sync/mado-policy.h"
#include "server/live/mado-live-hub.h"
#include "server/mado-http.h"
#include "server/mado-server.h"

G_BEGIN_DECLS

#define MADO_PROTOCOL      1
#define MADO_PROTOCOL_MIN  1
#define MADO_JSON_MAX      (64 * 1024)
#define MADO_JSON_DEPTH    8
#define MADO_BATCH_MAX     (8 * 1024 * 1024)
#define MADO_BATCH_COMMITS 1000
#define MADO_IDLE_SECONDS  (30 * 60)

typedef struct _MadoCall MadoCall;
typedef void (*MadoResource) (MadoCall *call);

/* One line of the table of resources. */
typedef struct
{
  const char  *method;
  const char  *path;     /* ends with '/': a prefix, the rest is call->rest */
  MadoResource resource;
  gsize        max_body;
  gboolean     open;     /* needs no sign-in */
  gboolean     threaded; /* runs on a worker: may wait for the store */
} MadoRoute;

/* Somebody signed in; main thread only, but for the immutable ticket. */
typedef struct
{
  gatomicrefcount ref_count;
  guint8          digest[MADO_DIGEST_BYTES]; /* of the token */
  MadoTicket     *ticket;
  char           *name;     /* of the person */
  gint64          used;     /* ms */
} MadoSession;

struct _MadoCall
{
  MadoServer      *server;
  MadoHttpRequest *request;  /* borrowed; the request owns the call */
  const MadoRoute *route;
  const char      *rest;
  MadoSession     *session;  /* nullable */
  MadoCityDevice   device;   /* the session's */
};

struct _MadoServer
{
  MadoCityStore *store;
  MadoClock     *clock;
  MadoRandom    *random;
  MadoSecretKey *identity;
  MadoId         own_device;
  MadoPack      *pack;      /* nullable */
  GBytes        *pack_body; /* nullable */
  char          *pack_tag;
  char          *data_dir;
  char          *address;
  guint16        port;
  char          *first;
  guint          retention_days;

  GMainContext  *context;

  /* main thread */
  MadoHttpEngine *engine;
  MadoLiveHub    *hub;
  GHashTable     *sessions; /* token -> MadoSession */
  GHashTable     *buckets;  /* peer -> Bucket */

  GThreadPool    *workers;
  GThreadPool    *verifiers;

  GMutex          blob_lock;
  GMutex          slip_lock;
  GMutex          lock;
  GHashTable     *nonces;   /* MadoId of device -> Nonce; under lock */
  GHashTable     *shared;   /* MadoId of device -> 32 bytes; under lock */
  guint64         n_requests, n_refused;
};

/* --- mado-server.c --- */
/* Runs @func once on the main thread. */
void         mado_server_invoke      (MadoServer *self, GSourceFunc func, gpointer data);

/* --- mado-routes.c --- */
const MadoRoute *mado_route_find     (const char *method, const char *path, const char **rest, gboolean *known_path);

/* --- mado-call.c --- */
MadoCall   *mado_call_new            (MadoServer *server, MadoHttpRequest *request, const MadoRoute *route, const char *rest);
void        mado_call_free           (gpointer call);
/* The body as an object, or NULL after failing the request. */
JsonObject *mado_call_json           (MadoCall *call);
void        mado_call_reply_json     (MadoCall *call, guint status, JsonBuilder *builder);
void        mado_call_reply_cbor     (MadoCall *call, guint status, const char *type, GByteArray *bytes /* full */);
void        mado_call_reply_empty    (MadoCall *call, guint status);
void        mado_call_fail           (MadoCall *call, guint status, int code, const char *message);
void        mado_call_fail_error     (MadoCall *call, const GError *error);
gboolean    mado_call_may            (MadoCall *call, MadoVerb verb, const MadoSubject *subject);
gboolean    mado_call_has_role       (MadoCall *call, MadoRole role);
void        mado_json_text           (JsonBuilder *builder, const char *name, const char *text);
void        mado_json_int            (JsonBuilder *builder, const char *name, gint64 value);
void        mado_json_id             (JsonBuilder *builder, const char *name, const MadoId *id);
void        mado_json_bytes          (JsonBuilder *builder, const char *name, const void *data, gsize length);

/* --- mado-server-sessions.c --- */
MadoSession *mado_session_find       (MadoServer *self, const char *authorization, int *code, const char **message);
MadoSession *mado_session_ref        (MadoSession *session);
void         mado_session_unref      (gpointer session);
void         mado_session_forget     (MadoServer *self, const char *token);

/* --- mado-server-keys.c --- */
gboolean     mado_server_load_identity (MadoServer *self, GError **error);
gboolean     mado_server_load_master   (const char *key_dir, MadoRandom *random, guint8 master[MADO_KEY_BYTES], GError **error);
gboolean     mado_server_shared_key    (MadoServer *self, const MadoCityDevice *device, guint8 shared[MADO_KEY_BYTES]);
GBytes      *mado_server_wrap          (MadoServer *self, const guint8 shared[MADO_KEY_BYTES], const MadoDataKey *key);

/* --- mado-server-slip-keys.c --- */
void         mado_server_add_slip_keys (MadoServer *self, const MadoCityDevice *device, JsonBuilder *builder);
/* What visitors close drafts for now. */
gboolean     mado_server_get_slip_box  (MadoServer *self, guint16 *number, guint8 public[32]);

/* --- resource/mado-resource-pack.c --- */
gboolean     mado_server_load_pack     (MadoServer *self, const char *dir, GError **error);

/* --- mado-server-first.c --- */
gboolean     mado_server_first_start   (MadoServer *self, const char *first_file, GError **error);

/* --- mado-city-intake.c --- */
typedef void (*MadoIntakeDone) (MadoCityItem *items, guint n, const GError *error, gpointer data);
void         mado_intake_verify        (gpointer task, gpointer server); /* of the pool */
/* Takes the items over; done on the store's thread. */
void         mado_intake_submit        (MadoServer *self, MadoCityItem *items /* full */, guint n, MadoIntakeDone done,
                                        gpointer data);

/* --- resource/ --- */
void mado_resource_hello          (MadoCall *call);
void mado_resource_health         (MadoCall *call);
void mado_resource_metrics        (MadoCall *call);
void mado_resource_pack           (MadoCall *call);
void mado_resource_enrol          (MadoCall *call);
void mado_resource_codes          (MadoCall *call);
void mado_resource_nonce          (MadoCall *call);
void mado_resource_sign_in        (MadoCall *call);
void mado_resource_session        (MadoCall *call);
void mado_resource_sign_out       (MadoCall *call);
void mado_resource_password       (MadoCall *call);
void mado_resource_slip_keys      (MadoCall *call);
void mado_resource_slip_box       (MadoCall *call);
void mado_resource_leases         (MadoCall *call);
void mado_resource_post_commits   (MadoCall *call);
void mado_resource_put_commit     (MadoCall *call);
void mado_resource_feed           (MadoCall *call);
void mado_resource_devices        (MadoCall *call);
void mado_resource_revoke         (MadoCall *call);
void mado_resource_tickets        (MadoCall *call);
void mado_resource_keys           (MadoCall *call);
void mado_resource_reads          (MadoCall *call);
void mado_resource_claims         (MadoCall *call);
void mado_resource_documents      (MadoCall *call);
void mado_resource_blob_head      (MadoCall *call);
void mado_resource_blob_get       (MadoCall *call);
void mado_resource_blob_put       (MadoCall *call);
void mado_resource_quarantine     (MadoCall *call);
void mado_resource_decide         (MadoCall *call);
void mado_resource_due            (MadoCall *call);
void mado_resource_purge          (MadoCall *call);

G_END_DECLS
