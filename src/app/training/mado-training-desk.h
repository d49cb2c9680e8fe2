/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/mado-context.h"

G_BEGIN_DECLS

/**
 * MadoTrainingDesk:
 *
 * The made-up visitor's side of the counter, in a small window of its own: which
 * card lies on the reader, with the PINs that nobody else would show, and which
 * paper is held before the camera. A number chooses and closes it. Here one
 * also begins afresh, after being asked again.
 *
 * Signals:
 *   "changed" ()  something else lies there now
 *   "afresh" ()   all that was done in training is to be deleted
 */
#define MADO_TYPE_TRAINING_DESK (mado_training_desk_get_type ())
G_DECLARE_FINAL_TYPE (MadoTrainingDesk, mado_training_desk, MADO, TRAINING_DESK, GtkWindow)

GtkWindow *mado_training_desk_new      (GtkWindow   *parent,
                                       MadoContext *context);

/* (transfer full): what lies on the reader, with its PINs, and what is before
 * the camera: for the bar. */
char      *mado_training_desk_describe (const char  *folder);

G_END_DECLS
