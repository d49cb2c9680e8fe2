/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-observer.h"

/* An answer that took longer says too little about the time. */
#define MAX_ROUND_TRIP_MS 2000
/* Smaller differences are the line's, not the clock's. */
#define LEAST_STEP_MS     250

struct _MadoObserver
{
  GObject        parent_instance;

  MadoTransport *inner;
  MadoClock     *clock;
  guint          status;
  guint          retry_after;
};

static void transport_iface_init (MadoTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoObserver, mado_observer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_TRANSPORT, transport_iface_init))

/* The machine's clock may be set while a request is under way: then the
 * round trip looks long or negative and the next answer counts. */
static void
learn_time (MadoObserver *self,
            gint64        sent,
            gint64        server_time)
{
  gint64 got = mado_clock_wall_ms (self->clock);
  gint64 offset = server_time - (sent + (got - sent) / 2);
  gint64 known = mado_clock_get_offset (self->clock);

  if (server_time <= 0 || got < sent || got - sent > MAX_ROUND_TRIP_MS)
    return;
  if (ABS (offset - known) > LEAST_STEP_MS + (got - sent))
    mado_clock_set_offset (self->clock, offset);
}

static gboolean
mado_observer_send (MadoTransport     *transport,
                    const MadoRequest *request,
                    MadoResponse      *response,
                    GCancellable      *cancellable,
                    GError           **error)
{
  MadoObserver *self = MADO_OBSERVER (transport);
  gint64 sent = mado_clock_wall_ms (self->clock);

  self->status = 0;
  self->retry_after = 0;
  if (!mado_transport_send (self->inner, request, response, cancellable, error))
    return FALSE;
  self->status = response->status;
  self->retry_after = response->retry_after;
  learn_time (self, sent, response->server_time);
  return TRUE;
}

static void
transport_iface_init (MadoTransportInterface *iface)
{
  iface->send = mado_observer_send;
}

static void
mado_observer_finalize (GObject *object)
{
  MadoObserver *self = MADO_OBSERVER (object);

  g_object_unref (self->inner);
  g_object_unref (self->clock);
  G_OBJECT_CLASS (mado_observer_parent_class)->finalize (object);
}

static void
mado_observer_class_init (MadoObserverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_observer_finalize;
}

static void
mado_observer_init (MadoObserver *self)
{
}

MadoObserver *
mado_observer_new (MadoTransport *inner,
                   MadoClock     *clock)
{
  MadoObserver *self = g_object_new (MADO_TYPE_OBSERVER, NULL);

  self->inner = g_object_ref (inner);
  self->clock = g_object_ref (clock);
  return self;
}

guint
mado_observer_get_status (MadoObserver *self)
{
  return self->status;
}

guint
mado_observer_get_retry_after (MadoObserver *self)
{
  return self->retry_after;
}
