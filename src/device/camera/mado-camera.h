/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "device/scan/mado-scan.h"

G_BEGIN_DECLS

/**
 * MadoCamera:
 *
 * Codes before a camera. Frames are searched on a thread of the stream, the
 * newest first: what came while one was searched is dropped, never queued. All
 * signals come on the main context of whoever started it.
 *
 * Signals:
 *   "preview" (GBytes *rgba, guint width, guint height)   the newest picture for a person
 *   "seen" (GPtrArray *texts, guint width, guint height)  #MadoScanText, corners in a frame of that size
 *   "advice" (int advice)                                 #MadoCameraAdvice is another now
 *   "failed" (char *reason)                               the stream broke off; for a log
 *   "changed" ()                                          a camera was plugged in or out
 */
typedef enum
{
  MADO_CAMERA_SEARCHING,
  MADO_CAMERA_TOO_NEAR,  /* marks of a code, but out of focus */
  MADO_CAMERA_TOO_FAR,   /* marks of a code, too small to read */
  MADO_CAMERA_GLARE,     /* light is mirrored in it */
  MADO_CAMERA_DARK,
} MadoCameraAdvice;

#define MADO_TYPE_CAMERA (mado_camera_get_type ())
G_DECLARE_FINAL_TYPE (MadoCamera, mado_camera, MADO, CAMERA, GObject)

/* Names of the cameras (full, ends with NULL); empty if there is none or
 * the module is missing. Takes up to a second: never on the main thread. */
char      **mado_camera_list       (void);

/* @source: the name of a camera, "" for the first one, "file:PATH" a picture,
 * "gst:DESCRIPTION" what GStreamer makes of it (training, tests). */
MadoCamera *mado_camera_new        (const char  *source);
gboolean    mado_camera_start      (MadoCamera  *self,
                                    GError     **error);
void        mado_camera_stop       (MadoCamera  *self);

/* Frames that were searched. */
guint64     mado_camera_count      (MadoCamera  *self);
/* What to tell a person, translated; NULL: nothing. */
const char *mado_camera_advise     (MadoCameraAdvice advice);

G_END_DECLS
