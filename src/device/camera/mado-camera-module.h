/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the module libmado-camera exports, the only caller of GStreamer's
 * cameras. */

/* Why a camera gives no picture. */
typedef enum
{
  MADO_CAMERA_FAULT_GONE,    /* there is no such camera, or not any more */
  MADO_CAMERA_FAULT_BUSY,    /* another program has it */
  MADO_CAMERA_FAULT_DENIED,  /* this account may not use it */
  MADO_CAMERA_FAULT_SILENT,  /* it is there, but no picture comes */
  MADO_CAMERA_FAULT_BROKEN,  /* anything else */
} MadoCameraFault;

/* Calls come on threads of the stream's own; each is about the newest frame:
 * one that is slow misses frames, it never gets them later. */
typedef struct
{
  /* Brightness in full size, one byte a pixel: pixel x of line y is at
   * y * @stride + x * @step. Its range is the camera's, 16-235 or 0-255. */
  void (*grey)    (const guint8 *pixels, guint width, guint height, guint stride, guint step, gpointer data);
  /* BGRA, small, for a person; @pixels is handed over. */
  void (*preview) (GBytes *pixels, guint width, guint height, guint stride, gpointer data);
  /* The stream broke off; nothing comes any more. @reason: for a log, in English. */
  void (*failed)  (MadoCameraFault fault, const char *reason, gpointer data);
} MadoCameraSink;

typedef struct
{
  /* Watches the cameras of this computer: those of V4L2, or, if @remote is not -1,
   * those behind that connection to PipeWire, which is taken over. @changed comes on
   * threads of its own whenever one was plugged in or out. Up to a second. NULL with a
   * @reason (full). */
  gpointer (*watch)   (int remote, void (*changed) (gpointer data), gpointer data, char **reason);
  /* No call comes any more when this returns. Streams must be closed before. */
  void     (*unwatch) (gpointer watch);
  /* Names for people, each once; NULL at the end (full). */
  char   **(*list)    (gpointer watch);
  /* The device file of a camera (full), NULL: there is none to speak to. */
  char    *(*path)    (gpointer watch, const char *name);

  /* @source: as mado_camera_new() has it. @watch: where to find a name in; may be NULL
   * for other sources. NULL with @fault and @reason (full). */
  gpointer (*open)    (gpointer watch, const char *source, const MadoCameraSink *sink, gpointer data,
                       MadoCameraFault *fault, char **reason);
  /* No call comes any more when this returns. */
  void     (*close)   (gpointer stream);
} MadoCameraModule;

#define MADO_CAMERA_MODULE_SYMBOL "mado_camera_module"

G_END_DECLS
