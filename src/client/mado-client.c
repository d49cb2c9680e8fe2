/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-client.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "client/mado-blobs.h"
#include "client/mado-feed.h"
#include "client/mado-handover.h"
#include "client/mado-observer.h"
#include "client/mado-upkeep.h"

#define REQUEST_TIMEOUT_SECONDS 20
#define IDLE_TURN_MS            (30 * 1000)
#define FIRST_RETRY_MS          500
#define LAST_RETRY_MS           (15 * 1000)
/* A server that needs a newer program is asked again now and then. */
#define OUTDATED_RETRY_MS       (5 * 60 * 1000)
#define MAX_RETRY_AFTER_MS      (10 * 60 * 1000)
#define PACK_EVERY_MS           (30 * 60 * G_GINT64_CONSTANT (1000))
/* The offset is worth keeping over a restart from here on. */
#define KEEP_OFFSET_MS          (60 * 1000)
#define OFFSET_SETTING          "clock-offset"

struct _MadoClient
{
  GObject            parent_instance;

  /* set once */
  MadoStore         *store;
  char              *server;
  guint8             shared[MADO_KEY_BYTES];
  MadoClock         *clock;
  MadoRandom        *random;
  GMainContext      *home;     /* where signals go */
  GMainContext      *context;  /* of the thread */
  GMainLoop         *loop;
  GThread           *thread;
  GCancellable      *cancellable;
  char              *pack_dir; /* nullable */
  MadoClientWrap     wrap;     /* nullable */
  gpointer           wrap_data;

  /* thread only */
  MadoSoupTransport *transport;
  MadoTransport     *outer;    /* wrapped, or the same */
  MadoObserver      *observer; /* around that; what requests go through */
  gint64             kept_offset;
  gint64             told_offset;
  gint64             not_before; /* monotonic, ms: the server asked to be left alone until then */
  gint64             pack_asked; /* monotonic, ms; 0: not yet */
  MadoLive          *live;
  GSource           *turn;
  guint              retry_ms;

  /* under the lock */
  GMutex             lock;
  char              *token;
  MadoClientState    state;
  gint64             since;
  char              *fault;
};

enum { SIGNAL_STATE_CHANGED, SIGNAL_RECEIVED, SIGNAL_REFUSED, SIGNAL_PRESENCE, SIGNAL_CLOCK_OFF, SIGNAL_PACK_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoClient, mado_client, G_TYPE_OBJECT)

/* --- to the main context ------------------------------------------------- */

typedef struct
{
  MadoClient   *client;
  guint         signal;
  gint64        count;
  MadoPresence *presence;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_clear_pointer (&news->presence, mado_presence_free);
  g_object_unref (news->client);
  g_free (news);
}

static gboolean
news_cb (gpointer data)
{
  News *news = data;

  if (news->signal == SIGNAL_PRESENCE)
    g_signal_emit (news->client, signals[SIGNAL_PRESENCE], 0, news->presence);
  else if (news->signal == SIGNAL_STATE_CHANGED || news->signal == SIGNAL_PACK_CHANGED)
    g_signal_emit (news->client, signals[news->signal], 0);
  else if (news->signal == SIGNAL_CLOCK_OFF)
    g_signal_emit (news->client, signals[SIGNAL_CLOCK_OFF], 0, news->count);
  else
    g_signal_emit (news->client, signals[news->signal], 0, (guint) news->count);
  return G_SOURCE_REMOVE;
}

static void
tell_home (MadoClient         *self,
           guint               signal,
           gint64              count,
           const MadoPresence *presence)
{
  News *news = g_new0 (News, 1);

  news->client = g_object_ref (self);
  news->signal = signal;
  news->count = count;
  news->presence = presence ? mado_presence_copy (presence) : NULL;
  g_main_context_invoke_full (self->home, G_PRIORITY_DEFAULT, news_cb, news, news_free);
}

static void
set_state (MadoClient      *self,
           MadoClientState  state,
           const GError    *fault)
{
  gboolean changed;

  g_mutex_lock (&self->lock);
  changed = self->state != state;
  self->state = state;
  if (state == MADO_CLIENT_OFFLINE || state == MADO_CLIENT_DENIED || state == MADO_CLIENT_OUTDATED)
    self->since = self->since ? self->since : mado_clock_now_ms (self->clock);
  else
    self->since = 0;
  if (fault != NULL || state == MADO_CLIENT_ONLINE)
    {
      changed |= g_strcmp0 (self->fault, fault ? fault->message : NULL) != 0;
      g_free (self->fault);
      self->fault = fault ? g_strdup (fault->message) : NULL;
    }
  g_mutex_unlock (&self->lock);
  if (changed)
    tell_home (self, SIGNAL_STATE_CHANGED, 0, NULL);
}

/* --- the thread ----------------------------------------------------------- */

static void schedule (MadoClient *self, guint delay_ms);

/* Half to all of the delay, so that a hall full of desktops does not knock at
 * the same moment when the server comes back. */
static guint
with_jitter (MadoClient *self,
             guint       delay_ms)
{
  return delay_ms / 2 + mado_random_below (self->random, delay_ms / 2 + 1);
}

/* The back-off, or longer when the server asks for it. */
static void
schedule_retry (MadoClient *self)
{
  guint wait = MIN (mado_observer_get_retry_after (self->observer) * 1000, MAX_RETRY_AFTER_MS);

  self->retry_ms = CLAMP (self->retry_ms * 2, FIRST_RETRY_MS, LAST_RETRY_MS);
  if (wait > 0)
    self->not_before = g_get_monotonic_time () / 1000 + wait + mado_random_below (self->random, wait / 4 + 1);
  schedule (self, with_jitter (self, self->retry_ms));
}

/* Was it this sign-in that was refused, and not one thing asked under it? */
static gboolean
is_signed_out (MadoClient   *self,
               const GError *error)
{
  guint status = mado_observer_get_status (self->observer);

  return (status == 401 || status == 403)
         && (g_error_matches (error, MADO_ERROR, MADO_ERROR_DENIED)
             || g_error_matches (error, MADO_ERROR, MADO_ERROR_EXPIRED));
}

/* @token: a newer one that came meanwhile is not thrown away. */
static void
forget_token (MadoClient *self,
              const char *token)
{
  g_mutex_lock (&self->lock);
  if (g_strcmp0 (self->token, token) == 0)
    g_clear_pointer (&self->token, g_free);
  g_mutex_unlock (&self->lock);
}

static void
turn_failed (MadoClient   *self,
             const char   *token,
             const GError *error)
{
  if (g_error_matches (error, MADO_ERROR, MADO_ERROR_CANCELLED))
    return;
  if (is_signed_out (self, error))
    {
      mado_live_close (self->live);
      forget_token (self, token);
      set_state (self, MADO_CLIENT_DENIED, error);
      return;
    }
  if (mado_observer_get_status (self->observer) == 426)
    {
      g_autoptr (GError) plain = g_error_new (MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                                              _("The server needs a newer program. What you write is kept here. (%s)"),
                                              error->message);

      set_state (self, MADO_CLIENT_OUTDATED, plain);
      self->retry_ms = LAST_RETRY_MS;
      schedule (self, with_jitter (self, OUTDATED_RETRY_MS));
      return;
    }
  set_state (self, MADO_CLIENT_OFFLINE, error);
  schedule_retry (self);
}

/* What was learned of the clock helps the next start too, even without the
 * server: 8 bytes, big-endian. */
static void
recall_offset (MadoClient *self)
{
  g_autoptr (GBytes) bytes = mado_store_get_meta (self->store, OFFSET_SETTING, NULL);
  gint64 kept;

  if (bytes == NULL || g_bytes_get_size (bytes) != sizeof kept)
    return;
  memcpy (&kept, g_bytes_get_data (bytes, NULL), sizeof kept);
  self->kept_offset = GINT64_FROM_BE (kept);
  if (mado_clock_get_offset (self->clock) == 0)
    mado_clock_set_offset (self->clock, self->kept_offset);
}

static void
keep_offset (MadoClient *self)
{
  gint64 offset = mado_clock_get_offset (self->clock);
  gint64 told = ABS (offset) > MADO_CLOCK_WARN_OFFSET_MS ? offset : 0;

  if (ABS (offset - self->kept_offset) >= KEEP_OFFSET_MS)
    {
      gint64 wire = GINT64_TO_BE (offset);
      g_autoptr (GBytes) bytes = g_bytes_new (&wire, sizeof wire);

      if (mado_store_set_meta (self->store, OFFSET_SETTING, bytes, NULL))
        self->kept_offset = offset;
    }
  if (ABS (told - self->told_offset) >= KEEP_OFFSET_MS || (told == 0) != (self->told_offset == 0))
    tell_home (self, SIGNAL_CLOCK_OFF, told, NULL);
  self->told_offset = told;
}

/* Asked before anything is sent: commits made from now on have a better time. */
static void
learn_time (MadoClient *self)
{
  MadoRequest request = { .method = "GET", .path = "/v1/hello" };
  g_auto (MadoResponse) response = { 0 };

  mado_transport_send (MADO_TRANSPORT (self->observer), &request, &response, self->cancellable, NULL);
}

/* Nothing here keeps commits from going their way: what fails is tried at the
 * next turn, unless it is the sign-in or the line itself that is gone. */
static gboolean
fail_softly (MadoClient  *self,
             GError      *fault,
             GError     **error)
{
  if (mado_observer_get_status (self->observer) == 401 || g_error_matches (fault, MADO_ERROR, MADO_ERROR_CANCELLED))
    {
      g_propagate_error (error, fault);
      return FALSE;
    }
  g_debug ("upkeep: %s", fault->message);
  g_error_free (fault);
  return TRUE;
}

static gboolean
refresh_pack (MadoClient  *self,
              const char  *token,
              GError     **error)
{
  gint64 now = g_get_monotonic_time () / 1000;
  gboolean changed = FALSE;

  if (self->pack_dir == NULL || (self->pack_asked != 0 && now - self->pack_asked < PACK_EVERY_MS))
    return TRUE;
  if (!mado_upkeep_pack (MADO_TRANSPORT (self->observer), token, self->pack_dir, &changed, self->cancellable, error))
    return FALSE;
  self->pack_asked = now;
  if (changed)
    tell_home (self, SIGNAL_PACK_CHANGED, 0, NULL);
  return TRUE;
}

static gboolean
keep_up (MadoClient  *self,
         const char  *token,
         GError     **error)
{
  MadoTransport *transport = MADO_TRANSPORT (self->observer);
  GError *fault = NULL;

  if (!mado_upkeep_reads (transport, token, self->store, self->cancellable, &fault)
      && !fail_softly (self, g_steal_pointer (&fault), error))
    return FALSE;
  if (!mado_upkeep_numbers (transport, token, self->store, self->cancellable, &fault)
      && !fail_softly (self, g_steal_pointer (&fault), error))
    return FALSE;
  if (!mado_upkeep_week_keys (transport, token, self->store, self->shared, mado_clock_now_ms (self->clock),
                              self->cancellable, &fault)
      && !fail_softly (self, g_steal_pointer (&fault), error))
    return FALSE;
  if (!mado_blobs_hand_in (transport, token, self->store, self->cancellable, &fault)
      && !fail_softly (self, g_steal_pointer (&fault), error))
    return FALSE;
  return refresh_pack (self, token, &fault) || fail_softly (self, g_steal_pointer (&fault), error);
}

static gboolean
take_turn (MadoClient  *self,
           const char  *token,
           GError     **error)
{
  MadoTransport *transport = MADO_TRANSPORT (self->observer);
  guint n_refused = 0;
  guint n_stored = 0;
  gboolean ok;

  if (mado_store_get_n_unsent (self->store) > 0)
    set_state (self, MADO_CLIENT_BUSY, NULL);
  ok = mado_handover_run (transport, token, self->store, self->shared, self->random, &n_refused, self->cancellable, error);
  if (n_refused > 0)
    tell_home (self, SIGNAL_REFUSED, n_refused, NULL);
  if (!ok)
    return FALSE;
  ok = mado_feed_pull (transport, token, self->store, self->shared, &n_stored, self->cancellable, error);
  if (n_stored > 0)
    tell_home (self, SIGNAL_RECEIVED, n_stored, NULL);
  return ok && keep_up (self, token, error);
}

static gboolean
turn_cb (gpointer data)
{
  MadoClient *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  g_clear_pointer (&self->turn, g_source_unref);
  g_mutex_lock (&self->lock);
  token = g_strdup (self->token);
  g_mutex_unlock (&self->lock);
  if (token == NULL)
    {
      set_state (self, MADO_CLIENT_DENIED, NULL);
      return G_SOURCE_REMOVE;
    }
  if (self->retry_ms != 0 || mado_clock_get_offset (self->clock) == 0)
    learn_time (self);
  if (!take_turn (self, token, &error))
    {
      keep_offset (self);
      turn_failed (self, token, error);
      return G_SOURCE_REMOVE;
    }
  keep_offset (self);
  self->retry_ms = 0;
  mado_live_connect (self->live, self->transport, token);
  /* A new epoch may have put own commits back into the outbox. */
  if (mado_store_get_n_unsent (self->store) > 0)
    {
      schedule (self, 0);
      return G_SOURCE_REMOVE;
    }
  set_state (self, MADO_CLIENT_ONLINE, NULL);
  if (self->turn == NULL)
    schedule (self, IDLE_TURN_MS);
  return G_SOURCE_REMOVE;
}

static void
schedule (MadoClient *self,
          guint       delay_ms)
{
  gint64 wait = self->not_before - g_get_monotonic_time () / 1000;

  /* Neither a hint of the live line nor its end is a reason to come sooner. */
  if (wait > 0)
    delay_ms = MAX (delay_ms, (guint) wait);
  if (self->turn != NULL)
    g_source_destroy (self->turn);
  g_clear_pointer (&self->turn, g_source_unref);
  self->turn = delay_ms == 0 ? g_idle_source_new () : g_timeout_source_new (delay_ms);
  g_source_set_callback (self->turn, turn_cb, self, NULL);
  g_source_attach (self->turn, self->context);
}

static void
hint_cb (MadoLive   *live,
         MadoClient *self)
{
  schedule (self, 0);
}

static void
presence_cb (MadoLive     *live,
             MadoPresence *presence,
             MadoClient   *self)
{
  tell_home (self, SIGNAL_PRESENCE, 0, presence);
}

/* The line is only a hint; that it closed is the moment to ask whether the
 * server is still there. */
static void
live_closed_cb (MadoLive   *live,
                MadoClient *self)
{
  self->retry_ms = MAX (self->retry_ms, FIRST_RETRY_MS);
  schedule (self, with_jitter (self, self->retry_ms));
}

static gpointer
thread_main (gpointer data)
{
  MadoClient *self = data;

  g_main_context_push_thread_default (self->context);
  self->transport = mado_soup_transport_new (self->server, REQUEST_TIMEOUT_SECONDS);
  self->outer = self->wrap ? self->wrap (MADO_TRANSPORT (self->transport), self->wrap_data)
                           : g_object_ref (MADO_TRANSPORT (self->transport));
  self->observer = mado_observer_new (self->outer, self->clock);
  recall_offset (self);
  self->live = mado_live_new ();
  g_signal_connect (self->live, "hint", G_CALLBACK (hint_cb), self);
  g_signal_connect (self->live, "presence", G_CALLBACK (presence_cb), self);
  g_signal_connect (self->live, "closed", G_CALLBACK (live_closed_cb), self);
  schedule (self, 0);
  g_main_loop_run (self->loop);

  g_signal_handlers_disconnect_by_data (self->live, self);
  mado_live_close (self->live);
  if (self->turn != NULL)
    g_source_destroy (self->turn);
  g_clear_pointer (&self->turn, g_source_unref);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_clear_object (&self->live);
  g_clear_object (&self->observer);
  g_clear_object (&self->outer);
  g_clear_object (&self->transport);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/* --- calls from the main thread -------------------------------------------- */

static gboolean
hurry_cb (gpointer data)
{
  MadoClient *self = data;

  /* While the server is away the back-off stands: writing must not turn into
   * knocking. */
  if (self->retry_ms == 0)
    schedule (self, 0);
  return G_SOURCE_REMOVE;
}

static void
run_on_thread (MadoClient  *self,
               GSourceFunc  callback,
               gpointer     data,
               GDestroyNotify destroy)
{
  GSource *source;

  if (self->thread == NULL)
    {
      if (destroy)
        destroy (data);
      return;
    }
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, callback, data, destroy);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

void
mado_client_hurry (MadoClient *self)
{
  run_on_thread (self, hurry_cb, g_object_ref (self), g_object_unref);
}

static gboolean
restart_cb (gpointer data)
{
  MadoClient *self = data;

  self->retry_ms = 0;
  schedule (self, 0);
  return G_SOURCE_REMOVE;
}

void
mado_client_set_token (MadoClient *self,
                       const char *token)
{
  g_mutex_lock (&self->lock);
  g_free (self->token);
  self->token = g_strdup (token);
  g_mutex_unlock (&self->lock);
  run_on_thread (self, restart_cb, g_object_ref (self), g_object_unref);
}

typedef struct
{
  MadoClient *client;
  gboolean    open;
  MadoId      record;
  char       *section;
  char       *path;
} Telling;

static void
telling_free (gpointer data)
{
  Telling *telling = data;

  g_object_unref (telling->client);
  g_free (telling->section);
  g_free (telling->path);
  g_free (telling);
}

static gboolean
tell_cb (gpointer data)
{
  Telling *telling = data;

  mado_live_tell (telling->client->live, telling->open ? &telling->record : NULL, telling->section, telling->path);
  return G_SOURCE_REMOVE;
}

void
mado_client_tell (MadoClient   *self,
                  const MadoId *record,
                  const char   *section,
                  const char   *path)
{
  Telling *telling = g_new0 (Telling, 1);

  telling->client = g_object_ref (self);
  telling->open = record != NULL;
  if (record != NULL)
    telling->record = *record;
  telling->section = g_strdup (section);
  telling->path = g_strdup (path);
  run_on_thread (self, tell_cb, telling, telling_free);
}

MadoClientState
mado_client_get_state (MadoClient *self)
{
  MadoClientState state;

  g_mutex_lock (&self->lock);
  state = self->state;
  g_mutex_unlock (&self->lock);
  return state;
}

gint64
mado_client_get_since (MadoClient *self)
{
  gint64 since;

  g_mutex_lock (&self->lock);
  since = self->since;
  g_mutex_unlock (&self->lock);
  return since;
}

char *
mado_client_dup_fault (MadoClient *self)
{
  char *fault;

  g_mutex_lock (&self->lock);
  fault = g_strdup (self->fault);
  g_mutex_unlock (&self->lock);
  return fault;
}

static void
outbox_changed_cb (MadoStore  *store,
                   guint       n_unsent,
                   MadoClient *self)
{
  if (n_unsent > 0)
    mado_client_hurry (self);
}

void
mado_client_set_dir (MadoClient *self,
                     const char *dir)
{
  g_return_if_fail (self->thread == NULL);

  g_free (self->pack_dir);
  self->pack_dir = dir ? g_build_filename (dir, "pack", NULL) : NULL;
}

void
mado_client_set_wrap (MadoClient     *self,
                      MadoClientWrap  wrap,
                      gpointer        data)
{
  g_return_if_fail (self->thread == NULL);

  self->wrap = wrap;
  self->wrap_data = data;
}

/* --- attachments --------------------------------------------------------------- */

typedef struct
{
  MadoId record;
  char  *section;
  guint8 digest[MADO_DIGEST_BYTES];
} Fetching;

static void
fetching_free (gpointer data)
{
  Fetching *fetching = data;

  g_free (fetching->section);
  g_free (fetching);
}

static gboolean
fetch_blob_cb (gpointer data)
{
  GTask *task = data;
  MadoClient *self = g_task_get_source_object (task);
  Fetching *fetching = g_task_get_task_data (task);
  g_autofree char *token = NULL;
  GError *error = NULL;

  g_mutex_lock (&self->lock);
  token = g_strdup (self->token);
  g_mutex_unlock (&self->lock);
  if (token == NULL)
    g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_OFFLINE, "%s",
                             _("The attachment comes when you are signed in with the server."));
  else if (mado_blobs_fetch (MADO_TRANSPORT (self->observer), token, self->store, &fetching->record, fetching->section,
                             fetching->digest, g_task_get_cancellable (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return G_SOURCE_REMOVE;
}

void
mado_client_fetch_blob_async (MadoClient          *self,
                              const MadoId        *record,
                              const char          *section,
                              const guint8         digest[MADO_DIGEST_BYTES],
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Fetching *fetching = g_new0 (Fetching, 1);

  g_task_set_source_tag (task, mado_client_fetch_blob_async);
  fetching->record = *record;
  fetching->section = g_strdup (section);
  memcpy (fetching->digest, digest, sizeof fetching->digest);
  g_task_set_task_data (task, fetching, fetching_free);
  if (self->thread == NULL)
    g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_OFFLINE, "%s", _("The connection to the server is closed."));
  else
    run_on_thread (self, fetch_blob_cb, g_object_ref (task), g_object_unref);
}

gboolean
mado_client_fetch_blob_finish (MadoClient    *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
mado_client_start (MadoClient *self)
{
  if (self->thread != NULL)
    return;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->thread = g_thread_new ("mado-client", thread_main, self);
  g_signal_connect_object (self->store, "outbox-changed", G_CALLBACK (outbox_changed_cb), self, 0);
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

void
mado_client_stop (MadoClient *self)
{
  if (self->thread == NULL)
    return;
  g_signal_handlers_disconnect_by_func (self->store, outbox_changed_cb, self);
  g_cancellable_cancel (self->cancellable);
  run_on_thread (self, quit_cb, self->loop, NULL);
  g_thread_join (g_steal_pointer (&self->thread));
}

static void
mado_client_dispose (GObject *object)
{
  mado_client_stop (MADO_CLIENT (object));
  G_OBJECT_CLASS (mado_client_parent_class)->dispose (object);
}

static void
mado_client_finalize (GObject *object)
{
  MadoClient *self = MADO_CLIENT (object);

  g_object_unref (self->store);
  g_object_unref (self->clock);
  g_object_unref (self->random);
  g_clear_object (&self->cancellable);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_main_context_unref (self->home);
  mado_wipe (self->shared, sizeof self->shared);
  g_free (self->server);
  g_free (self->pack_dir);
  g_free (self->token);
  g_free (self->fault);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (mado_client_parent_class)->finalize (object);
}

static void
mado_client_class_init (MadoClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mado_client_dispose;
  object_class->finalize = mado_client_finalize;
  signals[SIGNAL_STATE_CHANGED] = g_signal_new ("state-changed", MADO_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RECEIVED] = g_signal_new ("received", MADO_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", MADO_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_PRESENCE] = g_signal_new ("presence", MADO_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, MADO_TYPE_PRESENCE);
  signals[SIGNAL_CLOCK_OFF] = g_signal_new ("clock-off", MADO_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_PACK_CHANGED] = g_signal_new ("pack-changed", MADO_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 0);
}

static void
mado_client_init (MadoClient *self)
{
  g_mutex_init (&self->lock);
  self->home = g_main_context_ref_thread_default ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->state = MADO_CLIENT_BUSY;
}

MadoClient *
mado_client_new (MadoStore              *store,
                 const MadoProfileFacts *facts,
                 MadoSecretKey          *device_key,
                 MadoClock              *clock,
                 MadoRandom             *random,
                 const char             *token)
{
  MadoClient *self = g_object_new (MADO_TYPE_CLIENT, NULL);

  self->store = g_object_ref (store);
  self->server = g_strdup (facts->server);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->token = g_strdup (token);
  if (!mado_box_shared_key (device_key, facts->server_key.box, self->shared))
    g_warning ("The server's key in the profile is not usable");
  return self;
}
