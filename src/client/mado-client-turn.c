/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-client-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "client/mado-blobs.h"
#include "client/mado-feed.h"
#include "client/mado-handover.h"
#include "client/mado-upkeep.h"

/*
 * What the client's thread does, over and over: a turn hands in, pulls and looks
 * after the rest. How long it waits for the next depends on how this one ended.
 */
#define IDLE_TURN_MS            (30 * 1000)
#define LAST_RETRY_MS           (15 * 1000)
/* A server that needs a newer program is asked again now and then. */
#define OUTDATED_RETRY_MS       (5 * 60 * 1000)
#define MAX_RETRY_AFTER_MS      (10 * 60 * 1000)
#define PACK_EVERY_MS           (30 * 60 * G_GINT64_CONSTANT (1000))
#define DIRECTORY_EVERY_MS      (10 * 60 * G_GINT64_CONSTANT (1000))
/* The offset is worth keeping over a restart from here on. */
#define KEEP_OFFSET_MS          (60 * 1000)
#define OFFSET_SETTING          "clock-offset"

/* Half to all of the delay, so that a hall full of desktops does not knock at
 * the same moment when the server comes back. */
guint
mado_client_with_jitter (MadoClient *self,
                         guint       delay_ms)
{
  return delay_ms / 2 + mado_random_below (self->random, delay_ms / 2 + 1);
}

/* The back-off, or longer when the server asks for it. */
static void
schedule_retry (MadoClient *self)
{
  guint wait = MIN (mado_observer_get_retry_after (self->observer) * 1000, MAX_RETRY_AFTER_MS);

  self->retry_ms = CLAMP (self->retry_ms * 2, MADO_CLIENT_FIRST_RETRY_MS, LAST_RETRY_MS);
  if (wait > 0)
    self->not_before = g_get_monotonic_time () / 1000 + wait + mado_random_below (self->random, wait / 4 + 1);
  mado_client_schedule (self, mado_client_with_jitter (self, self->retry_ms));
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
      mado_client_set_state (self, MADO_CLIENT_DENIED, error);
      return;
    }
  if (mado_observer_get_status (self->observer) == 426)
    {
      g_autoptr (GError) plain = g_error_new (MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                                              _("The server needs a newer program. What you write is kept here. (%s)"),
                                              error->message);

      mado_client_set_state (self, MADO_CLIENT_OUTDATED, plain);
      self->retry_ms = LAST_RETRY_MS;
      mado_client_schedule (self, mado_client_with_jitter (self, OUTDATED_RETRY_MS));
      return;
    }
  mado_client_set_state (self, MADO_CLIENT_OFFLINE, error);
  schedule_retry (self);
}

/* What was learned of the clock helps the next start too, even without the
 * server: 8 bytes, big-endian. */
void
mado_client_recall_offset (MadoClient *self)
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
    mado_client_tell_home (self, SIGNAL_CLOCK_OFF, told, NULL);
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
    mado_client_tell_home (self, SIGNAL_PACK_CHANGED, 0, NULL);
  return TRUE;
}

static gboolean
refresh_directory (MadoClient  *self,
                   const char  *token,
                   GError     **error)
{
  gint64 now = g_get_monotonic_time () / 1000;

  if (self->directory_asked != 0 && now - self->directory_asked < DIRECTORY_EVERY_MS)
    return TRUE;
  if (!mado_upkeep_directory (MADO_TRANSPORT (self->observer), token, self->store, self->shared, NULL, self->cancellable,
                              error))
    return FALSE;
  self->directory_asked = now;
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
  if (!mado_upkeep_issuer (transport, token, self->store, self->cancellable, &fault)
      && !fail_softly (self, g_steal_pointer (&fault), error))
    return FALSE;
  if (!mado_upkeep_week_keys (transport, token, self->store, self->shared, mado_clock_now_ms (self->clock),
                              self->cancellable, &fault)
      && !fail_softly (self, g_steal_pointer (&fault), error))
    return FALSE;
  if (!refresh_directory (self, token, &fault) && !fail_softly (self, g_steal_pointer (&fault), error))
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
    mado_client_set_state (self, MADO_CLIENT_BUSY, NULL);
  ok = mado_handover_run (transport, token, self->store, self->shared, self->random, &n_refused, self->cancellable, error);
  if (n_refused > 0)
    mado_client_tell_home (self, SIGNAL_REFUSED, n_refused, NULL);
  if (!ok)
    return FALSE;
  ok = mado_feed_pull (transport, token, self->store, self->shared, &n_stored, self->cancellable, error);
  if (n_stored > 0)
    mado_client_tell_home (self, SIGNAL_RECEIVED, n_stored, NULL);
  return ok && keep_up (self, token, error);
}

static gboolean
turn_cb (gpointer data)
{
  MadoClient *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  g_clear_pointer (&self->turn, g_source_unref);
  token = mado_client_dup_token (self);
  if (token == NULL)
    {
      mado_client_set_state (self, MADO_CLIENT_DENIED, NULL);
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
      mado_client_schedule (self, 0);
      return G_SOURCE_REMOVE;
    }
  mado_client_set_state (self, MADO_CLIENT_ONLINE, NULL);
  if (self->turn == NULL)
    mado_client_schedule (self, IDLE_TURN_MS);
  return G_SOURCE_REMOVE;
}

void
mado_client_schedule (MadoClient *self,
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
