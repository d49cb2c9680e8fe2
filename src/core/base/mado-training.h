/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Training mode (研修モード): a program of its own over a folder of its own,
 * with virtual devices. Nothing of it may be taken for the real thing, so it is
 * marked in three ways that do not depend on each other:
 *
 * - The folder holds the file MADO_TRAINING_MARK.
 * - Its city is MADO_TRAINING_CITY. The number stands in each commit, in the
 *   journal, in the code of each slip and of each issued document: all real
 *   places refuse it, also those whose program knows nothing of training.
 * - The process is in training from its first moment to its end. That is a
 *   fact of the process and not of an object, on purpose: what prints, reads a
 *   card or loads the client asks here, so that no way there can forget it.
 */

/* No municipality has it: real numbers begin with 01 to 47 (prefectures). */
#define MADO_TRAINING_CITY "000000"
#define MADO_TRAINING_MARK "training.ini"

/* Once, before any thread is started; there is no way back. */
void        mado_training_enter      (const char *folder);
gboolean    mado_training_is_on      (void);
/* NULL outside of training. */
const char *mado_training_get_folder (void);

/* Does @folder hold the mark? */
gboolean    mado_training_is_folder  (const char *folder);

G_END_DECLS
