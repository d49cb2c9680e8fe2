/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include "core/store/sqlite/mado-sqlite-city.h"

#include <glib/gi18n-lib.h>

#define WORKERS            4
#define REQUEST_SECONDS    50 /* and the sweep: whoever is dead is gone within a minute */
#define OPEN_PER_SECOND    50 /* requests without sign-in, per address */
#define OPEN_BURST         200
#define DEFAULT_RETENTION  (5 * 365)

/* Tokens that refill with time: requests of people not signed in. */
typedef struct
{
  double tokens;
  gint64 at; /* monotonic us */
} Bucket;

static gboolean
take_token (MadoServer *self,
            const char *peer)
{
  gint64 now = g_get_monotonic_time ();
  Bucket *bucket = g_hash_table_lookup (self->buckets, peer);

  if (bucket == NULL)
    {
      if (g_hash_table_size (self->buckets) > 10000)
        g_hash_table_remove_all (self->buckets);
      bucket = g_new0 (Bucket, 1);
      bucket->tokens = OPEN_BURST;
      bucket->at = now;
      g_hash_table_insert (self->buckets, g_strdup (peer), bucket);
    }
  bucket->tokens = MIN (OPEN_BURST, bucket->tokens + OPEN_PER_SECOND * (double) (now - bucket->at) / G_USEC_PER_SEC);
  bucket->at = now;
  if (bucket->tokens < 1)
    return FALSE;
  bucket->tokens -= 1;
  return TRUE;
}

/* --- admitting ----------------------------------------------------------------------*/

static void
set_headers (MadoServer      *self,
             MadoHttpRequest *request)
{
  MadoCityHead head;
  char time[24];

  mado_city_store_get_head (self->store, &head);
  g_snprintf (time, sizeof time, "%" G_GINT64_FORMAT, mado_clock_now_ms (self->clock));
  mado_http_request_set_header (request, "Mado-Protocol", G_STRINGIFY (MADO_PROTOCOL));
  mado_http_request_set_header (request, "Mado-Time", time);
  mado_http_request_set_header (request, "Mado-Epoch", head.epoch);
}

static gboolean
check_version (MadoServer      *self,
               MadoHttpRequest *request)
{
  const char *text = mado_http_request_get_header (request, "Mado-Protocol");
  guint64 version = MADO_PROTOCOL;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &version, NULL))
    {
      mado_http_request_fail_with (request, 400, MADO_ERROR_INVALID, _("The protocol version cannot be read."));
      return FALSE;
    }
  if (version >= MADO_PROTOCOL_MIN && version <= MADO_PROTOCOL)
    return TRUE;
  mado_http_request_set_header (request, "Mado-Protocol-Min", G_STRINGIFY (MADO_PROTOCOL_MIN));
  mado_http_request_fail_with (request, 426, MADO_ERROR_UNSUPPORTED, version > MADO_PROTOCOL
                               ? _("This desktop is newer than the server. The server has to be updated; your work is kept here.")
                               : _("This desktop is older than the server allows. Please update it; your work is kept here."));
  return FALSE;
}

static gboolean
check_session (MadoCall *call)
{
  MadoServer *self = call->server;
  int code;
  const char *message;
  MadoSession *session = mado_session_find (self, mado_http_request_get_header (call->request, "Authorization"), &code, &message);

  if (session == NULL)
    {
      mado_http_request_set_header (call->request, "WWW-Authenticate", "Bearer");
      mado_call_fail (call, 401, code, _(message));
      return FALSE;
    }
  call->session = mado_session_ref (session);
  if (!mado_city_store_get_device (self->store, &session->ticket->device, &call->device) || call->device.revoked != 0)
    {
      mado_call_fail (call, 403, MADO_ERROR_DENIED, _("This desktop was shut out by the administrator."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
admit (MadoHttpRequest *request,
       gsize           *max_body,
       gpointer         data)
{
  MadoServer *self = data;
  const char *rest;
  gboolean known_path;
  const MadoRoute *route = mado_route_find (mado_http_request_get_method (request), mado_http_request_get_path (request),
                                            &rest, &known_path);
  MadoCall *call;

  self->n_requests++;
  set_headers (self, request);
  if (!check_version (self, request))
    return FALSE;
  if (route == NULL)
    {
      mado_http_request_fail_with (request, known_path ? 405 : 404, known_path ? MADO_ERROR_INVALID : MADO_ERROR_NOT_FOUND,
                                   _("There is no such thing on this server."));
      return FALSE;
    }
  call = mado_call_new (self, request, route, rest);
  *max_body = route->max_body;
  if (!route->open)
    return check_session (call);
  if (take_token (self, mado_http_request_get_peer (request)))
    return TRUE;
  self->n_refused++;
  mado_http_request_set_header (request, "Retry-After", "2");
  mado_call_fail (call, 429, MADO_ERROR_BUSY, _("Too many requests from this place. Wait a moment and try again."));
  return FALSE;
}

/* --- handling ------------------------------------------------------------------------*/

static void
worker_cb (gpointer task,
           gpointer data)
{
  MadoCall *call = task;
  MadoHttpRequest *request = call->request;

  call->route->resource (call);
  mado_http_request_unref (request);
}

static void
handle (MadoHttpRequest *request,
        gpointer         data)
{
  MadoServer *self = data;
  MadoCall *call = mado_http_request_get_data (request);

  if (!call->route->threaded)
    {
      call->route->resource (call);
      return;
    }
  if (g_thread_pool_unprocessed (self->workers) > 2000)
    {
      mado_http_request_set_header (request, "Retry-After", "2");
      mado_call_fail (call, 503, MADO_ERROR_BUSY, _("The server has too much to do. Wait a moment and try again."));
      return;
    }
  mado_http_request_ref (request);
  g_thread_pool_push (self->workers, call, NULL);
}

static void
socket_opened (MadoHttpSocket  *socket,
               MadoHttpRequest *request,
               gpointer         data)
{
  MadoServer *self = data;
  MadoCall *call = mado_http_request_get_data (request);

  mado_live_hub_open (self->hub, socket, call->session->ticket, call->session->name);
}

static void
socket_text (MadoHttpSocket *socket,
             const char     *text,
             gsize           length,
             gpointer        data)
{
  MadoServer *self = data;

  mado_live_hub_text (self->hub, socket, text, length);
}

static void
socket_closed (MadoHttpSocket *socket,
               gpointer        data)
{
  MadoServer *self = data;

  mado_live_hub_closed (self->hub, socket);
}

static gint64
now (gpointer data)
{
  return mado_clock_now_ms (((MadoServer *) data)->clock);
}

void
mado_server_invoke (MadoServer  *self,
                    GSourceFunc  func,
                    gpointer     data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, func, data, NULL);
  g_source_attach (source, self->context);
}

/* --- life -----------------------------------------------------------------------------*/

static void
watch_cb (const MadoCityHead *head,
          const char *const  *scopes,
          gpointer            data)
{
  mado_live_hub_announce (data, head, scopes);
}

static gboolean
open_store (MadoServer               *self,
            const MadoServerOptions  *options,
            GError                  **error)
{
  const char *key_dir = options->key_dir != NULL ? options->key_dir : options->data_dir;
  MadoSqliteCityOptions store = { .data_dir = options->data_dir, .key_dir = key_dir, .city = options->city,
                                  .clock = self->clock, .random = self->random, .restored = options->restored };
  guint8 master[MADO_KEY_BYTES];

  if (store.city == NULL && self->pack != NULL)
    store.city = mado_pack_get_city (self->pack);
  if (!mado_server_load_master (key_dir, self->random, master, error))
    return FALSE;
  store.master = master;
  self->store = mado_sqlite_city_open (&store, error);
  mado_wipe (master, sizeof master);
  return self->store != NULL;
}

static void
make_tables (MadoServer *self)
{
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, mado_session_unref);
  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->nonces = g_hash_table_new_full (mado_id_hash, mado_id_equal, g_free, g_free);
  self->shared = g_hash_table_new_full (mado_id_hash, mado_id_equal, g_free, g_free);
  g_mutex_init (&self->lock);
  g_mutex_init (&self->slip_lock);
  g_mutex_init (&self->blob_lock);
  self->workers = g_thread_pool_new (worker_cb, self, WORKERS, FALSE, NULL);
  self->verifiers = g_thread_pool_new (mado_intake_verify, self, (int) CLAMP (g_get_num_processors (), 1, 16), FALSE, NULL);
}

MadoServer *
mado_server_new (const MadoServerOptions  *options,
                 MadoClock                *clock,
                 MadoRandom               *random,
                 GError                  **error)
{
  g_autoptr (MadoServer) self = g_new0 (MadoServer, 1);
  static const MadoHttpHooks hooks = { admit, handle, socket_opened, socket_text, socket_closed, now };

  mado_crypto_init ();
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->data_dir = g_strdup (options->data_dir);
  self->address = g_strdup (options->address != NULL ? options->address : "127.0.0.1");
  self->port = options->port;
  self->retention_days = options->retention_days != 0 ? options->retention_days : DEFAULT_RETENTION;
  self->context = g_main_context_ref_thread_default ();
  make_tables (self);
  if (options->pack_dir != NULL && !mado_server_load_pack (self, options->pack_dir, error))
    return NULL;
  if (!open_store (self, options, error) || !mado_server_load_identity (self, error) ||
      (!options->no_demo && !mado_server_first_start (self, options->first_file, error)))
    return NULL;
  self->hub = mado_live_hub_new (self->store, clock);
  mado_city_store_set_watch (self->store, watch_cb, self->hub);
  self->engine = mado_http_engine_new (&hooks, "/v1/live", options->request_seconds != 0 ? options->request_seconds : REQUEST_SECONDS, self);
  return g_steal_pointer (&self);
}

gboolean
mado_server_listen (MadoServer  *self,
                    GError     **error)
{
  return mado_http_engine_listen (self->engine, self->address, self->port, error);
}

guint16
mado_server_get_port (MadoServer *self)
{
  return mado_http_engine_get_port (self->engine);
}

MadoCityStore *
mado_server_get_store (MadoServer *self)
{
  return self->store;
}

const char *
mado_server_get_first (MadoServer *self)
{
  return self->first;
}

/* Order: no new requests, workers and verifiers run dry, the store's thread
 * finishes what it has, then the engine hands out the last replies. */
void
mado_server_free (MadoServer *self)
{
  if (self == NULL)
    return;
  if (self->store != NULL)
    mado_city_store_set_watch (self->store, NULL, NULL);
  g_thread_pool_free (self->workers, FALSE, TRUE);
  g_thread_pool_free (self->verifiers, FALSE, TRUE);
  if (self->store != NULL)
    mado_city_store_append (self->store, NULL, 0, NULL); /* everything before it is done */
  if (self->engine != NULL)
    mado_http_engine_free (self->engine);
  g_clear_pointer (&self->hub, mado_live_hub_free);
  g_hash_table_unref (self->sessions);
  g_hash_table_unref (self->buckets);
  g_hash_table_unref (self->nonces);
  g_hash_table_unref (self->shared);
  g_clear_object (&self->store);
  g_clear_pointer (&self->identity, mado_secret_key_unref);
  g_clear_pointer (&self->pack, mado_pack_unref);
  g_clear_pointer (&self->pack_body, g_bytes_unref);
  g_free (self->pack_tag);
  g_free (self->data_dir);
  g_free (self->address);
  g_free (self->first);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->slip_lock);
  g_mutex_clear (&self->blob_lock);
  g_main_context_unref (self->context);
  g_object_unref (self->clock);
  g_object_unref (self->random);
  g_free (self);
}
