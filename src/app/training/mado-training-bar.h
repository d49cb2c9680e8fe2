/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoTrainingBar:
 *
 * The bar above every page of a program in training: that it is one, what lies
 * on the reader and before the camera, and the ways to the desk and out.
 */
#define MADO_TYPE_TRAINING_BAR (mado_training_bar_get_type ())
G_DECLARE_FINAL_TYPE (MadoTrainingBar, mado_training_bar, MADO, TRAINING_BAR, GtkWidget)

GtkWidget *mado_training_bar_new (void);

G_END_DECLS
