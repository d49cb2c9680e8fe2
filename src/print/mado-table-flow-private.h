/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a table is made of; shared by its files only. */

#include "print/mado-table-flow.h"

G_BEGIN_DECLS

typedef struct
{
  MadoTextBlock *block;
  double         indent;
  GArray        *spans; /* MadoMarkSpan, nullable */
} FlowPiece;

/* One line of a cell. */
typedef struct
{
  const FlowPiece *piece;
  int              line;
} FlowLine;

typedef struct
{
  GPtrArray *pieces; /* FlowPiece* */
  GArray    *lines;  /* FlowLine */
} FlowCell;

typedef enum
{
  FLOW_HEADING,
  FLOW_ROW,
} FlowItemType;

typedef struct
{
  FlowItemType   type;
  guint          level;
  MadoTextBlock *heading;
  FlowCell      *cells;
} FlowItem;

/* What stands on a page, from top to bottom. */
typedef struct
{
  const FlowItem *item;
  double          y;
  double          height;
  guint          *from;  /* per column: first line and how many; NULL for headings */
  guint          *count;
  gboolean        continued;
} FlowPlaced;

struct _MadoTableFlow
{
  PangoContext    *context;
  MadoTableColumn *columns;
  guint            n_columns;
  MadoTableStyle   style;
  double           first_top;
  gboolean         bold;
  MadoTextBlock  **heads;
  MadoTextBlock   *remark;
  guint            remark_column;
  double           head_height;
  GPtrArray       *items; /* FlowItem* */
  GPtrArray       *pages; /* GPtrArray of FlowPlaced*; NULL until laid out */
  double           end;
};

double table_flow_width   (const MadoTableFlow *self);
/* Puts what was added on pages, once. */
void   table_flow_lay_out (MadoTableFlow       *self);

G_END_DECLS
