/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/mado-context.h"
#include "device/check/mado-device-finding.h"

G_BEGIN_DECLS

/**
 * MadoDeviceCheck:
 *
 * One device of this place and what a look at it found. A look goes on by
 * itself, off the main thread, and may be ended at any time; what comes after
 * its end is dropped. Nothing of it is left when the check is freed.
 *
 * Signals:
 *   "changed" ()   findings, or whether it is being looked at
 */
#define MADO_TYPE_DEVICE_CHECK (mado_device_check_get_type ())
G_DECLARE_DERIVABLE_TYPE (MadoDeviceCheck, mado_device_check, MADO, DEVICE_CHECK, GObject)

struct _MadoDeviceCheckClass
{
  GObjectClass parent_class;

  const char *(*get_title)  (MadoDeviceCheck *self);
  /* Begins; ends with mado_device_check_end(). */
  void        (*look)       (MadoDeviceCheck *self);
  /* Ends at once and lets the device go. May be NULL: the cancellable is enough. */
  void        (*stop)       (MadoDeviceCheck *self);
  /* What stands below the findings: a code to be read, a picture. May be NULL. */
  GtkWidget  *(*make_extra) (MadoDeviceCheck *self);
  /* A code was read while the page is in front. May be NULL. */
  void        (*scanned)    (MadoDeviceCheck *self, const char *code);
};

const char      *mado_device_check_get_title    (MadoDeviceCheck *self);
/* Begins anew, whatever goes on. */
void             mado_device_check_look         (MadoDeviceCheck *self);
/* A person ends it. */
void             mado_device_check_stop         (MadoDeviceCheck *self);
gboolean         mado_device_check_is_busy      (MadoDeviceCheck *self);
/* FALSE: it was ended before anything was known. */
gboolean         mado_device_check_is_known     (MadoDeviceCheck *self);
/* MadoDeviceFinding*, borrowed. */
GPtrArray       *mado_device_check_get_findings (MadoDeviceCheck *self);
GtkWidget       *mado_device_check_make_extra   (MadoDeviceCheck *self);
void             mado_device_check_scanned      (MadoDeviceCheck *self,
                                                 const char      *code);

/* --- for the devices ---------------------------------------------------------- */

MadoContext     *mado_device_check_get_context     (MadoDeviceCheck *self);
/* Of the look that goes on. */
GCancellable    *mado_device_check_get_cancellable (MadoDeviceCheck *self);
/* The look is over; takes @findings (MadoDeviceFinding*). */
void             mado_device_check_end             (MadoDeviceCheck *self,
                                                    GPtrArray       *findings);
/* Runs @work on a thread; it returns MadoDeviceFinding* (full), which end the look. */
void             mado_device_check_run             (MadoDeviceCheck *self,
                                                    GTaskThreadFunc  work,
                                                    gpointer         data,
                                                    GDestroyNotify   destroy);
/* Of a task of mado_device_check_run(). */
void             mado_device_check_return          (GTask           *task,
                                                    GPtrArray       *findings);

/* --- the devices ----------------------------------------------------------------- */

MadoDeviceCheck *mado_reader_device_new   (MadoContext *context);
MadoDeviceCheck *mado_camera_device_new   (MadoContext *context);
MadoDeviceCheck *mado_scanner_device_new  (MadoContext *context);
MadoDeviceCheck *mado_a4_device_new       (MadoContext *context);
MadoDeviceCheck *mado_receipt_device_new  (MadoContext *context);
MadoDeviceCheck *mado_server_device_new   (MadoContext *context);
/* For their constructors. */
MadoDeviceCheck *mado_device_check_new    (GType        type,
                                           MadoContext *context);

G_END_DECLS
