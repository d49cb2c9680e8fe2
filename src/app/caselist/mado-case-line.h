/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/caselist/mado-case-item.h"
#include "app/common/mado-drawn-line.h"

G_BEGIN_DECLS

/**
 * MadoCaseLine:
 *
 * One line of the case list; without an item it draws the head.
 */
#define MADO_TYPE_CASE_LINE (mado_case_line_get_type ())
G_DECLARE_FINAL_TYPE (MadoCaseLine, mado_case_line, MADO, CASE_LINE, MadoDrawnLine)

/* What a line needs to know to put words to ids; borrowed. */
typedef struct
{
  const char *(*event_label) (const char *event, gpointer data);
  const char *(*desk_label)  (const char *desk, gpointer data);
  gint64      (*now)         (gpointer data);
  gpointer      data;
} MadoCaseWords;

GtkWidget *mado_case_line_new      (const MadoCaseWords *words);
void       mado_case_line_set_item (MadoCaseLine        *self,
                                    MadoCaseItem        *item);

G_END_DECLS
