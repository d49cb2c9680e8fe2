/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the module libmado-camera exports, the only caller of GStreamer's
 * cameras. Calls come on threads of its own; each is about the newest frame:
 * one that is slow misses frames, it never gets them later. */
typedef struct
{
  /* 8 bits a pixel, full size */
  void (*grey)    (const guint8 *pixels, guint width, guint height, guint stride, gpointer data);
  /* RGBA, small, for a person */
  void (*preview) (const guint8 *pixels, guint width, guint height, guint stride, gpointer data);
  /* The stream broke off; nothing comes any more. For a log, in English. */
  void (*failed)  (const char *reason, gpointer data);
  /* A camera was plugged in or out. */
  void (*changed) (gpointer data);
} MadoCameraSink;

typedef struct
{
  /* Names of the cameras, for people; NULL at the end (full). Up to a second. */
  char   **(*list)  (void);
  /* @source: as mado_camera_new() has it. NULL with a @reason (full). */
  gpointer (*open)  (const char *source, const MadoCameraSink *sink, gpointer data, char **reason);
  /* No call comes any more when this returns. */
  void     (*close) (gpointer stream);
} MadoCameraModule;

#define MADO_CAMERA_MODULE_SYMBOL "mado_camera_module"

G_END_DECLS
