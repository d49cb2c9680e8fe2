/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One fault of a pack: where, and a plain sentence. */
typedef struct
{
  char *file;   /* relative to the pack's folder */
  guint line;   /* 1.., 0 = the whole file */
  char *text;
} MadoPackFault;

typedef struct
{
  guint desks, centres, fields, procedures, events, questions, personas, forms;
  guint states;          /* combinations of answers that were proven */
  guint max_questions;   /* most that any event asks by itself */
} MadoPackFigures;

/* Checks everything: texts and types, references, cycles, layouts, personas,
 * reach, ends of paths, independence of order, わからない. Returns an array of
 * MadoPackFault, empty if the pack is good. @figures may be NULL. */
GPtrArray *mado_pack_check (const char *dir, MadoPackFigures *figures);

G_END_DECLS
