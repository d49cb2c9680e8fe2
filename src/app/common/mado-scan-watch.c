/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-scan-watch.h"

struct _MadoScanWatch
{
  GObject         parent_instance;

  MadoWedgeFacts  facts;
  MadoSerialScan *serial; /* nullable */
};

enum { TYPED, SERIAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoScanWatch, mado_scan_watch, G_TYPE_OBJECT)

void
mado_scan_watch_typed (MadoScanWatch        *self,
                       const MadoWedgeFacts *facts)
{
  g_return_if_fail (MADO_IS_SCAN_WATCH (self));

  self->facts = *facts;
  g_signal_emit (self, signals[TYPED], 0);
}

const MadoWedgeFacts *
mado_scan_watch_get_facts (MadoScanWatch *self)
{
  g_return_val_if_fail (MADO_IS_SCAN_WATCH (self), NULL);

  return &self->facts;
}

static void
serial_cb (MadoScanWatch *self)
{
  g_signal_emit (self, signals[SERIAL_CHANGED], 0);
}

void
mado_scan_watch_set_serial (MadoScanWatch  *self,
                            MadoSerialScan *serial)
{
  g_return_if_fail (MADO_IS_SCAN_WATCH (self));

  if (self->serial != NULL)
    g_signal_handlers_disconnect_by_data (self->serial, self);
  g_set_object (&self->serial, serial);
  if (serial != NULL)
    g_signal_connect_object (serial, "state-changed", G_CALLBACK (serial_cb), self, G_CONNECT_SWAPPED);
  serial_cb (self);
}

MadoSerialScan *
mado_scan_watch_get_serial (MadoScanWatch *self)
{
  g_return_val_if_fail (MADO_IS_SCAN_WATCH (self), NULL);

  return self->serial;
}

static void
mado_scan_watch_dispose (GObject *object)
{
  g_clear_object (&MADO_SCAN_WATCH (object)->serial);
  G_OBJECT_CLASS (mado_scan_watch_parent_class)->dispose (object);
}

static void
mado_scan_watch_class_init (MadoScanWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_scan_watch_dispose;
  signals[TYPED] = g_signal_new ("typed", MADO_TYPE_SCAN_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SERIAL_CHANGED] = g_signal_new ("serial-changed", MADO_TYPE_SCAN_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
mado_scan_watch_init (MadoScanWatch *self)
{
}

MadoScanWatch *
mado_scan_watch_new (void)
{
  return g_object_new (MADO_TYPE_SCAN_WATCH, NULL);
}
