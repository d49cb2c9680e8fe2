/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/scan/mado-scan-grey.h"

G_BEGIN_DECLS

/* What is wrong with a frame in which no code was read, as far as it can be told from
 * the frame. */
typedef enum
{
  MADO_CAMERA_SEARCHING, /* nothing to tell */
  MADO_CAMERA_TOO_NEAR,  /* marks of a code, but out of focus */
  MADO_CAMERA_TOO_FAR,   /* marks of a code, too small to read */
  MADO_CAMERA_GLARE,     /* light is mirrored in it */
  MADO_CAMERA_DARK,
  MADO_CAMERA_CUT_OFF,   /* a part of it is outside */
  MADO_CAMERA_TILTED,    /* seen from the side */
  MADO_CAMERA_MOVING,    /* smeared in one direction */
} MadoCameraAdvice;

/* @frame: in full size, in which no code was read. A few milliseconds. */
MadoCameraAdvice mado_camera_judge  (const MadoGrey   *frame);

/* What to tell a person, translated; NULL: nothing. */
const char      *mado_camera_advise (MadoCameraAdvice  advice);

G_END_DECLS
