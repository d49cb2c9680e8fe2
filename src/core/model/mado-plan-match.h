/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-plan-book.h"

G_BEGIN_DECLS

/*
 * Which line of a newer text is which of an older one: equal lines first (the
 * longest common sequence), then, between two of them, changed lines of one
 * kind in their order. Used where a text comes without the lines' ids (a file,
 * an answer form) and where two texts are shown beside each other.
 */

/* For each line of @newer the place in @older, or -1 (int, full). */
GArray *mado_plan_lines_match (GPtrArray *older, GPtrArray *newer);
/* How much of two texts is the same, 0 to 1: shared characters at both ends. */
double  mado_plan_text_likeness (const char *a, const char *b);
/* Insertions, deletions and replacements of characters between two short
 * texts, after folding width; more than @most is @most + 1. */
guint   mado_plan_text_distance (const char *a, const char *b, guint most);

G_END_DECLS
