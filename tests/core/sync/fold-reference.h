/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/mado-record.h"

/* The fold once more, slow and by the letter of PROTOCOL.md: explicit sets of
 * ancestors, no caches, no order of arrival. Both describe a state as text. */
char *reference_describe (GPtrArray  *commits /* MadoCommit*, no repeats */);
char *record_describe    (MadoRecord *record);

/* Every value of @commits is shown, or was replaced by somebody who had seen
 * it, or an equal one was (the twin rule). NULL if so, else what is lost. */
char *reference_find_lost (GPtrArray *commits, MadoRecord *record);
