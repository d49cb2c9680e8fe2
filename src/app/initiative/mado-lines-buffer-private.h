/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-lines-buffer.h"

G_BEGIN_DECLS

/* A paragraph. New ones get their line when they have words. */
typedef struct
{
  char    *lid;     /* nullable */
  char    *section; /* nullable until it has a line */
  guint    level;
  gboolean dirty;
  gboolean locked;
  gboolean dressed;
} MadoLinesParagraph;

struct _MadoLinesBuffer
{
  GtkTextBuffer           parent_instance;

  MadoPlanText            text;
  MadoRandom             *random;
  MadoPlanFindDepartment  find;
  gpointer                find_data;
  MadoMayWrite            may_write;
  gpointer                may_data;

  MadoPlanEdit           *edit;       /* nullable */
  GPtrArray              *paragraphs; /* MadoLinesParagraph* */
  GPtrArray              *gone;       /* char*, lines whose paragraph went away and that are not told to the edit yet */
  GPtrArray              *removed;    /* char*, lines that went away in this edit: undo may bring them back */
  GPtrArray              *pasted;     /* borrowed; MadoPlanLine* of the block that is going in */
  gboolean                loading;
};

/* mado-lines-buffer.c */
/* NULL: there is none. */
MadoLinesParagraph *mado_lines_buffer_paragraph_at      (MadoLinesBuffer          *self,
                                                         guint                     at);
char               *mado_lines_buffer_dup_text          (MadoLinesBuffer          *self,
                                                         guint                     at);
/* The tags of its level. */
void                mado_lines_buffer_dress             (MadoLinesBuffer          *self,
                                                         guint                     at);
gboolean            mado_lines_buffer_find_lid          (MadoLinesBuffer          *self,
                                                         const char               *lid,
                                                         guint                    *at);
int                 mado_lines_buffer_get_cursor_offset (MadoLinesBuffer          *self);
void                mado_lines_buffer_emit_edited       (MadoLinesBuffer          *self);

/* mado-lines-buffer-write.c */
/* What paragraphs lost and gained goes to the edit; "edited". */
void                mado_lines_buffer_sync_edit         (MadoLinesBuffer          *self);
MadoPlanLine       *mado_lines_buffer_parse             (MadoLinesBuffer          *self,
                                                         const MadoLinesParagraph *paragraph,
                                                         const char               *text);
/* Takes @value. */
void                mado_lines_buffer_set_leaf          (MadoLinesBuffer          *self,
                                                         const MadoLinesParagraph *paragraph,
                                                         const char               *leaf,
                                                         GVariant                 *value);

G_END_DECLS
