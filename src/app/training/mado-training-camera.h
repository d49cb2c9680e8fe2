/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"

G_BEGIN_DECLS

/*
 * What a trainee holds before the made-up camera: a picture in the folder of
 * training, which the camera's stream or the reading of papers takes as they
 * take one from a real camera.
 */
typedef enum
{
  MADO_TRAINING_NOTHING,
  MADO_TRAINING_LAST_SLIP, /* what this desk printed last */
  MADO_TRAINING_HOME_SLIP, /* filled in at home by a made-up household */
  MADO_TRAINING_MOVE_OUT,  /* 転出証明書 of a made-up household */
  MADO_TRAINING_N_PAPERS,
} MadoTrainingPaper;

/* Translated. */
const char       *mado_training_camera_name   (MadoTrainingPaper   paper);
MadoTrainingPaper mado_training_camera_look   (const char         *folder);
/* NOT_FOUND: there is none yet, and what to do first. */
gboolean          mado_training_camera_hold   (MadoContext        *context,
                                               MadoTrainingPaper   paper,
                                               GError            **error);
/* (transfer full): of the picture that is held before it. */
char             *mado_training_camera_path   (const char         *folder);
/* Kept for MADO_TRAINING_LAST_SLIP; any thread. Nothing outside of training. */
void              mado_training_camera_keep   (const char         *qr_text);

G_END_DECLS
