/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-client-private.h"

#define REQUEST_TIMEOUT_SECONDS 20

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

void
mado_client_tell_home (MadoClient         *self,
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

void
mado_client_set_state (MadoClient      *self,
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
    mado_client_tell_home (self, SIGNAL_STATE_CHANGED, 0, NULL);
}

/* --- the thread ------------------------------------------------------------ */

static void
hint_cb (MadoLive   *live,
         MadoClient *self)
{
  mado_client_schedule (self, 0);
}

static void
presence_cb (MadoLive     *live,
             MadoPresence *presence,
             MadoClient   *self)
{
  mado_client_tell_home (self, SIGNAL_PRESENCE, 0, presence);
}

/* The line is only a hint; that it closed is the moment to ask whether the
 * server is still there. */
static void
live_closed_cb (MadoLive   *live,
                MadoClient *self)
{
  self->retry_ms = MAX (self->retry_ms, MADO_CLIENT_FIRST_RETRY_MS);
  mado_client_schedule (self, mado_client_with_jitter (self, self->retry_ms));
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
  mado_client_recall_offset (self);
  self->live = mado_live_new ();
  g_signal_connect (self->live, "hint", G_CALLBACK (hint_cb), self);
  g_signal_connect (self->live, "presence", G_CALLBACK (presence_cb), self);
  g_signal_connect (self->live, "closed", G_CALLBACK (live_closed_cb), self);
  mado_client_schedule (self, 0);
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
    mado_client_schedule (self, 0);
  return G_SOURCE_REMOVE;
}

void
mado_client_run_on_thread (MadoClient  *self,
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
  mado_client_run_on_thread (self, hurry_cb, g_object_ref (self), g_object_unref);
}

static gboolean
restart_cb (gpointer data)
{
  MadoClient *self = data;

  self->retry_ms = 0;
  mado_client_schedule (self, 0);
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
  mado_client_run_on_thread (self, restart_cb, g_object_ref (self), g_object_unref);
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
  mado_client_run_on_thread (self, tell_cb, telling, telling_free);
}

char *
mado_client_dup_token (MadoClient *self)
{
  char *token;

  g_mutex_lock (&self->lock);
  token = g_strdup (self->token);
  g_mutex_unlock (&self->lock);
  return token;
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
  mado_client_run_on_thread (self, quit_cb, self->loop, NULL);
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
