/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Light and focus of a V4L2 camera, where it has them. Controls as
 * linux/v4l2-controls.h numbers them and its documentation tells: a torch is
 * V4L2_CID_FLASH_LED_MODE with the entry TORCH (phones, tablets) or
 * V4L2_CID_ILLUMINATORS_1 (document cameras); of V4L2_CID_FOCUS_ABSOLUTE larger values
 * are nearer. What a camera marks as disabled or only readable is not offered.
 *
 * May be used on any thread; a call takes as long as the camera does (USB: up to half a
 * second).
 */
typedef enum
{
  MADO_CAMERA_KNOB_TORCH,      /* 0, 1 */
  MADO_CAMERA_KNOB_FOCUS_AUTO, /* 0, 1 */
  MADO_CAMERA_KNOB_FOCUS_ONCE, /* 1: focus now, then stay */
  MADO_CAMERA_KNOB_FOCUS,      /* 0 the farthest to 100 the nearest; turns the automatic one off */
  MADO_CAMERA_N_KNOBS,
} MadoCameraKnob;

/* The three calls that reach the camera; a test has its own. Errors in errno. */
typedef struct
{
  int (*open)  (const char *path);
  int (*ioctl) (int fd, unsigned long request, gpointer argument);
  int (*close) (int fd);
} MadoCameraBorder;

typedef struct _MadoCameraKnobs MadoCameraKnobs;

/* NULL if the device cannot be opened: then it has no knobs. @border: NULL for the real
 * one; else it must outlive this. */
MadoCameraKnobs *mado_camera_knobs_open  (const char             *path,
                                          const MadoCameraBorder *border);
void             mado_camera_knobs_close (MadoCameraKnobs        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoCameraKnobs, mado_camera_knobs_close)

gboolean         mado_camera_knobs_has   (MadoCameraKnobs        *self,
                                          MadoCameraKnob          knob);
/* -1: it cannot be told. */
int              mado_camera_knobs_get   (MadoCameraKnobs        *self,
                                          MadoCameraKnob          knob);
/* FALSE: the camera refused, or has no such thing. */
gboolean         mado_camera_knobs_set   (MadoCameraKnobs        *self,
                                          MadoCameraKnob          knob,
                                          int                     value);

G_END_DECLS
