/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/*
 * The folder of training mode: the folder "training" within a place's own. It
 * carries a mark (core/base/mado-training.h), and only what carries the mark
 * is ever used or emptied here.
 */

/* (transfer full): where the training of the place with @profile is; @profile
 * itself if it is a folder of training. */
char    *mado_training_folder_find    (const char  *profile);
/* Makes and marks it if there is none, and keeps it for this process until it
 * ends. FOREIGN: something else is there, or the folder is a link; BUSY:
 * another training runs in it. Nothing is changed then. */
gboolean mado_training_folder_prepare (const char  *folder,
                                       GError     **error);
/* Deletes all but the mark. FOREIGN: it has none, nothing was deleted. */
gboolean mado_training_folder_clear   (const char  *folder,
                                       GError     **error);

G_END_DECLS
