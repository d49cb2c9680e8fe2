/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-window.h"

G_BEGIN_DECLS

/**
 * MadoApplication:
 *
 * Reads the options, makes the context, shows the window. Two programs with
 * different profiles run side by side (two counters on one machine in tests).
 */
#define MADO_TYPE_APPLICATION (mado_application_get_type ())
G_DECLARE_FINAL_TYPE (MadoApplication, mado_application, MADO, APPLICATION, GtkApplication)

MadoApplication *mado_application_new          (void);

/* In training: ends the program and deletes what was done; main() starts it
 * again then. */
void             mado_application_train_afresh  (MadoApplication *self);
gboolean         mado_application_starts_again  (MadoApplication *self);

G_END_DECLS
