/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "device/camera/mado-camera-judge.h"
#include "device/camera/mado-camera-module.h"
#include "device/camera/mado-cameras.h"
#include "device/scan/mado-scan.h"

G_BEGIN_DECLS

/**
 * MadoCamera:
 *
 * Codes before a camera. Frames are searched on a thread of the stream, the
 * newest first: what came while one was searched is dropped, never queued. All
 * signals come on the main context of whoever made it.
 *
 * Signals:
 *   "preview" (GBytes *bgra, guint width, guint height, guint stride)   the newest picture for a person
 *   "seen" (GPtrArray *texts, guint width, guint height)  #MadoScanText, corners in a frame of that size
 *   "advice" (int advice)                                 #MadoCameraAdvice is another now
 *   "failed" (int fault, char *reason)                    #MadoCameraFault: nothing comes any more (SILENT:
 *                                                         nothing has come for a while); the reason is for a log
 */
#define MADO_TYPE_CAMERA (mado_camera_get_type ())
G_DECLARE_FINAL_TYPE (MadoCamera, mado_camera, MADO, CAMERA, GObject)

/* Names of the cameras (full, ends with NULL); empty if there is none, the module is
 * missing, or the portal says no. Takes up to a second, with the portal as long as a
 * person takes to answer: never on the main thread. */
char      **mado_camera_list           (void);

/* @source: the name of a camera, "" for the first one, either also behind "portal:";
 * "file:PATH" a picture, "gst:DESCRIPTION" what GStreamer makes of it (training, tests).
 * @cameras: where the name is looked up, kept while the camera lives; NULL: opened at
 * the start. */
MadoCamera *mado_camera_new            (const char       *source,
                                        MadoCameras      *cameras);
/* How long there is between two searches, in µs; before the start. 60,000 at first:
 * every second frame finds a code in a tenth of a second and leaves most of a core alone. */
void        mado_camera_set_interval   (MadoCamera       *self,
                                        guint             us);
/* Up to a second or two: never on the main thread. MADO_ERROR_NOT_FOUND, _BUSY, _DENIED. */
gboolean    mado_camera_start          (MadoCamera       *self,
                                        GError          **error);
void        mado_camera_stop           (MadoCamera       *self);

/* Frames that were searched. */
guint64     mado_camera_count          (MadoCamera       *self);

/* What is wrong and what to do, translated. */
const char *mado_camera_fault_sentence (MadoCameraFault   fault);

G_END_DECLS
