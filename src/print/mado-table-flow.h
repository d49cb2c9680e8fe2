/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-text-block.h"

G_BEGIN_DECLS

/**
 * MadoTableFlow:
 *
 * A table that runs over pages: columns of fixed width, rows as high as their
 * longest cell. The column heads, and the headings over the rows, are repeated
 * on each page; a row that does not fit goes on on the next page, where the
 * cells that name it stand again with a remark. Lengths in mm.
 *
 * Everything is set first and drawn after, so that the pages can be counted.
 * Not thread-safe; made and used on one thread, any.
 */
typedef struct _MadoTableFlow MadoTableFlow;

typedef struct
{
  const char   *title;
  double        width;
  MadoTextAlign align;
  gboolean      names_row; /* repeated where a row goes on */
} MadoTableColumn;

typedef struct
{
  double      page_width;
  double      page_height;
  double      left;
  double      top;         /* of the table on pages after the first */
  double      bottom;      /* lower end of the table on each page */
  double      size;        /* of the letters */
  double      leading;
  double      pad;         /* between a rule and the letters beside it: more than half a letter, so that
                            * readers of the file tell the columns apart */
  double      pad_y;       /* above and below */
  const char *continued;   /* （前ページの続き） */
} MadoTableStyle;

typedef enum
{
  MADO_MARK_DELETED,  /* struck through */
  MADO_MARK_INSERTED, /* underlined */
} MadoMark;

/* A stretch of a text, in bytes. */
typedef struct
{
  int      from;
  int      until;
  MadoMark mark;
} MadoMarkSpan;

MadoTableFlow *mado_table_flow_new       (cairo_t               *cr,
                                          const MadoTableColumn *columns,
                                          guint                  n_columns,
                                          const MadoTableStyle  *style);
void           mado_table_flow_free      (MadoTableFlow         *self);
/* Where the table begins on the first page. */
void           mado_table_flow_set_first_top (MadoTableFlow     *self,
                                          double                 top);
/* A heading over the rows that follow; @level 0 or 1. One of level 0 ends that of level 1. */
void           mado_table_flow_add_heading (MadoTableFlow       *self,
                                          guint                  level,
                                          const char            *text);
/* Begins a row; its cells are filled with the next calls. */
void           mado_table_flow_add_row   (MadoTableFlow         *self);
/* A paragraph in a cell of the last row, @indent letters in, lines after the
 * first @hang letters more. @spans: nullable. */
void           mado_table_flow_add_text  (MadoTableFlow         *self,
                                          guint                  column,
                                          double                 indent,
                                          double                 hang,
                                          const char            *text,
                                          const MadoMarkSpan    *spans,
                                          guint                  n_spans);
gboolean       mado_table_flow_set_bold  (MadoTableFlow         *self,
                                          gboolean               bold); /* of texts added from now on; returns what was */

guint          mado_table_flow_get_pages (MadoTableFlow         *self);
void           mado_table_flow_draw_page (MadoTableFlow         *self,
                                          cairo_t               *cr,
                                          guint                  page);
/* Lower end of what is on the last page. */
double         mado_table_flow_get_end   (MadoTableFlow         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoTableFlow, mado_table_flow_free)

G_END_DECLS
