/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/common/mado-drawn-line.h"

G_BEGIN_DECLS

/*
 * Lines of a table, each drawn by one widget and read out as one sentence:
 * KPI, departments, what is to be reviewed. The same widget without texts draws
 * the head.
 */
typedef struct _MadoTableColumns MadoTableColumns;

MadoTableColumns *mado_table_columns_new   (void);
MadoTableColumns *mado_table_columns_ref   (MadoTableColumns *self);
void              mado_table_columns_unref (MadoTableColumns *self);
/* @width in pixels, or 0 and a @share of what is left. @right: numbers. */
void              mado_table_columns_add   (MadoTableColumns *self,
                                            const char       *head,
                                            int               width,
                                            int               share,
                                            gboolean          right);

#define MADO_TYPE_TABLE_LINE (mado_table_line_get_type ())
G_DECLARE_FINAL_TYPE (MadoTableLine, mado_table_line, MADO, TABLE_LINE, MadoDrawnLine)

GtkWidget *mado_table_line_new       (MadoTableColumns *columns);
/* @css_class (nullable) replaces the one before. */
void       mado_table_line_set_texts (MadoTableLine    *self,
                                      char            **texts /* full */,
                                      const char       *css_class);

/* The texts of an item, one a column (full). */
typedef char     **(*MadoTableTexts) (gpointer object, gpointer data);
/* Its CSS class; NULL: none. */
typedef const char *(*MadoTableClass) (gpointer object, gpointer data);

void       mado_table_view_setup     (GtkListView       *view,
                                      GtkSelectionModel *selection,
                                      MadoTableColumns  *columns,
                                      MadoTableTexts     texts,
                                      MadoTableClass     css_class /* nullable */,
                                      gpointer           data);
/* Two columns without heads: what kind of line it is, @width pixels wide, and
 * the line itself. @lines: MadoTableItem. */
void       mado_table_view_setup_kinds (GtkListView     *view,
                                        GListModel      *lines,
                                        int              width);

G_END_DECLS
