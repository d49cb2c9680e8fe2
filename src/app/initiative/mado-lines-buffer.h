/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/form/mado-plan-edit.h"
#include "core/form/mado-plan-text.h"

G_BEGIN_DECLS

/**
 * MadoLinesBuffer:
 *
 * The lines of a row as one text, a paragraph each with its marker, so that
 * typing, pasting, splitting (Enter) and joining (Backspace) are those of every
 * text. It keeps which paragraph is which line: what is typed goes to that line's
 * path in the edit, a new paragraph becomes a new line, and lines of another
 * department cannot be touched. The level is drawn as an indentation.
 *
 * Signals:
 *   "edited" ()   the edit holds something else now
 */
#define MADO_TYPE_LINES_BUFFER (mado_lines_buffer_get_type ())
G_DECLARE_FINAL_TYPE (MadoLinesBuffer, mado_lines_buffer, MADO, LINES_BUFFER, GtkTextBuffer)

/* May lines of this section be written? */
typedef gboolean (*MadoMayWrite) (const char *section, gpointer data);

/* @find tells （課名） from other remarks. Both callbacks live as long as the buffer. */
MadoLinesBuffer *mado_lines_buffer_new        (MadoPlanText            text,
                                               MadoRandom             *random,
                                               MadoPlanFindDepartment  find,
                                               gpointer                find_data,
                                               MadoMayWrite            may_write,
                                               gpointer                may_data);
/* Shows what @edit holds and writes into it from then on. */
void             mado_lines_buffer_set_edit   (MadoLinesBuffer        *self,
                                               MadoPlanEdit           *edit);
/* The edit was changed past the buffer (conflict, figure, newer record): shows
 * it; the cursor stays at its line and letter. */
void             mado_lines_buffer_refresh    (MadoLinesBuffer        *self);
/* Paragraphs without words become removals. Before saving. */
void             mado_lines_buffer_tidy       (MadoLinesBuffer        *self);

/* Id of the line at the cursor; NULL: it has none yet. Borrowed. */
const char      *mado_lines_buffer_get_lid    (MadoLinesBuffer        *self,
                                               guint                   paragraph);
guint            mado_lines_buffer_get_cursor (MadoLinesBuffer        *self);
gboolean         mado_lines_buffer_is_locked  (MadoLinesBuffer        *self,
                                               guint                   paragraph);
/* What a person does to the line of the cursor. FALSE: no further. */
gboolean         mado_lines_buffer_indent     (MadoLinesBuffer        *self,
                                               int                     by);
gboolean         mado_lines_buffer_move       (MadoLinesBuffer        *self,
                                               int                     by);
/* Enter: splits; the new line has the shape of the one it comes from. */
gboolean         mado_lines_buffer_break      (MadoLinesBuffer        *self);
/* A block from a spreadsheet or a text at the cursor: cells and line breaks in
 * them become lines, indentation becomes the level, quotes around a cell go.
 * Returns how many lines it has; 0: not here. */
guint            mado_lines_buffer_paste      (MadoLinesBuffer        *self,
                                               const char             *block);
/* A line below, of the same shape (Ctrl+Insert). */
gboolean         mado_lines_buffer_add_line   (MadoLinesBuffer        *self);
gboolean         mado_lines_buffer_drop_line  (MadoLinesBuffer        *self);
/* A （課名） line for the department and an empty item, at the end. */
void             mado_lines_buffer_add_part   (MadoLinesBuffer        *self,
                                               const char             *department,
                                               const char             *name);
void             mado_lines_buffer_place_cursor (MadoLinesBuffer      *self,
                                               guint                   paragraph,
                                               int                     offset);

G_END_DECLS
