/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/mado-client.h"
#include "client/mado-live.h"
#include "client/mado-observer.h"
#include "client/mado-soup-transport.h"

G_BEGIN_DECLS

/* Shared by the files of MadoClient: mado-client.c (life, calls from the main
 * context, signals), -turn.c (what its thread does) and -fetch.c. */

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
  gint64             directory_asked; /* the same */
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

enum
{
  SIGNAL_STATE_CHANGED,
  SIGNAL_RECEIVED,
  SIGNAL_REFUSED,
  SIGNAL_PRESENCE,
  SIGNAL_CLOCK_OFF,
  SIGNAL_PACK_CHANGED,
  N_SIGNALS
};

/* --- mado-client.c; any thread --- */
/* Emits a signal on the main context. */
void  mado_client_tell_home      (MadoClient         *self,
                                  guint               signal,
                                  gint64              count,
                                  const MadoPresence *presence);
void  mado_client_set_state      (MadoClient         *self,
                                  MadoClientState     state,
                                  const GError       *fault);
/* A copy of the present token; NULL: nobody is signed in. */
char *mado_client_dup_token      (MadoClient         *self);
void  mado_client_run_on_thread  (MadoClient         *self,
                                  GSourceFunc         callback,
                                  gpointer            data,
                                  GDestroyNotify      destroy);

/* --- mado-client-turn.c; the client's thread only --- */
#define MADO_CLIENT_FIRST_RETRY_MS 500

/* What an earlier start learned of the machine's clock. */
void  mado_client_recall_offset  (MadoClient         *self);
/* The next turn in @delay_ms, in place of any that was planned. */
void  mado_client_schedule       (MadoClient         *self,
                                  guint               delay_ms);
guint mado_client_with_jitter    (MadoClient         *self,
                                  guint               delay_ms);

G_END_DECLS
