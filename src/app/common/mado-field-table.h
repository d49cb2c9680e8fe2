/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/common/mado-field-row.h"

G_BEGIN_DECLS

/**
 * MadoFieldTable:
 *
 * The household as a table: one person a line, one field a column, every cell
 * a MadoFieldRow. Enter runs along and drops to the next line; at the end of
 * the last line that has something in it, a new line is asked for.
 *
 * Signals:
 *   "edited" (char *row, char *column, GVariant *value or NULL)
 *   "row-wanted" ()             the page adds one with mado_field_table_add_row()
 *   "row-removal-wanted" (char *row)
 */
#define MADO_TYPE_FIELD_TABLE (mado_field_table_get_type ())
G_DECLARE_FINAL_TYPE (MadoFieldTable, mado_field_table, MADO, FIELD_TABLE, GtkWidget)

MadoFieldTable *mado_field_table_new            (const char           *label);
/* All columns before the first row. @width in pixels; the last column takes
 * what is left. */
void            mado_field_table_add_column     (MadoFieldTable       *self,
                                                 const char           *name,
                                                 const char           *label,
                                                 const MadoField      *field,
                                                 int                   width);
/* What is composed in @from proposes its reading to @to, on every line. */
void            mado_field_table_feed_kana      (MadoFieldTable       *self,
                                                 const char           *from,
                                                 const char           *to);
void            mado_field_table_set_dates      (MadoFieldTable       *self,
                                                 MadoDateContext      *dates);

/* @id: the person's element id. */
void            mado_field_table_add_row        (MadoFieldTable       *self,
                                                 const char           *id);
void            mado_field_table_remove_row     (MadoFieldTable       *self,
                                                 const char           *id);
guint           mado_field_table_get_n_rows     (MadoFieldTable       *self);
const char     *mado_field_table_get_row_id     (MadoFieldTable       *self,
                                                 guint                 index);
MadoFieldRow   *mado_field_table_get_cell       (MadoFieldTable       *self,
                                                 const char           *id,
                                                 const char           *column);
/* Where the focus is; %FALSE if it is not in the table. */
gboolean        mado_field_table_get_focus_cell (MadoFieldTable       *self,
                                                 const char          **id,
                                                 const char          **column);

/* Ctrl+D: the focused cell takes the value of the cell above. */
gboolean        mado_field_table_copy_above     (MadoFieldTable       *self);
/* Alt+A: every empty cell takes its proposal. Returns how many. */
guint           mado_field_table_take_all       (MadoFieldTable       *self);
/* Ctrl+Delete on the focused line: asks the page by "row-removal-wanted". */
gboolean        mado_field_table_want_removal   (MadoFieldTable       *self);

G_END_DECLS
