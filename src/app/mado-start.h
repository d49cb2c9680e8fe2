/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-preferences.h"

G_BEGIN_DECLS

/* Whether this program does real work or is in training, decided once, before
 * anything is opened. */

/* How --training ends when another one is open in the same folder. */
#define MADO_EXIT_BUSY 3

/* @profile (inout, nullable, owned): the folder named by the person, then the
 * one to use. -1: go on; else the program says why not and ends with that. */
int  mado_start_choose       (char            **profile,
                              gboolean          training);
/* Training prints into its folder until another printer is chosen there. */
void mado_start_set_printers (MadoPreferences  *preferences,
                              const char       *folder);

G_END_DECLS
