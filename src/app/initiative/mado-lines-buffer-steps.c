/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-lines-buffer-private.h"

#include "core/model/mado-value.h"

/* What a person does to a line: levels, order, splitting, pasting, a part of one's own. */

static gboolean
can_touch (MadoLinesBuffer *self,
           guint            at)
{
  return self->edit && !mado_lines_buffer_is_locked (self, at);
}

gboolean
mado_lines_buffer_indent (MadoLinesBuffer *self,
                          int              by)
{
  guint at = mado_lines_buffer_get_cursor (self);
  const char *lid = mado_lines_buffer_get_lid (self, at);

  if (!can_touch (self, at) || !lid || !mado_plan_edit_indent (self->edit, self->text, lid, by))
    return FALSE;

  mado_lines_buffer_refresh (self);
  mado_lines_buffer_emit_edited (self);

  return TRUE;
}

gboolean
mado_lines_buffer_move (MadoLinesBuffer *self,
                        int              by)
{
  guint at = mado_lines_buffer_get_cursor (self);
  const char *lid = mado_lines_buffer_get_lid (self, at);

  if (!can_touch (self, at) || !lid || !mado_plan_edit_move (self->edit, self->text, lid, by))
    return FALSE;

  mado_lines_buffer_refresh (self);
  mado_lines_buffer_emit_edited (self);

  return TRUE;
}

static char *
marker_of (MadoLinesBuffer *self,
           guint            at)
{
  g_autofree char *text = mado_lines_buffer_dup_text (self, at);
  g_autoptr (MadoPlanLine) line = mado_lines_buffer_parse (self, mado_lines_buffer_paragraph_at (self, at), text);

  if (line->kind == MADO_PLAN_LINE_ITEM || line->kind == MADO_PLAN_LINE_SUBITEM)
    return g_strdup (mado_plan_line_default_marker (line->kind));
  if (line->kind == MADO_PLAN_LINE_DEPARTMENT || line->kind == MADO_PLAN_LINE_HEADING)
    return g_strdup (mado_plan_line_default_marker (MADO_PLAN_LINE_ITEM));

  return g_strdup ("");
}

gboolean
mado_lines_buffer_break (MadoLinesBuffer *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self);
  guint at = mado_lines_buffer_get_cursor (self);
  g_autofree char *marker = marker_of (self, at);
  g_autofree char *text = g_strconcat ("\n", mado_lines_buffer_get_cursor_offset (self) > 0 ? marker : "", NULL);
  gboolean done;

  if (!can_touch (self, at))
    return FALSE;

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  done = gtk_text_buffer_insert_interactive_at_cursor (buffer, text, -1, TRUE);
  gtk_text_buffer_end_user_action (buffer);

  return done;
}

gboolean
mado_lines_buffer_add_line (MadoLinesBuffer *self)
{
  guint at = mado_lines_buffer_get_cursor (self);

  if (!can_touch (self, at))
    return FALSE;

  mado_lines_buffer_place_cursor (self, at, G_MAXINT);

  return mado_lines_buffer_break (self);
}

gboolean
mado_lines_buffer_drop_line (MadoLinesBuffer *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self);
  guint at = mado_lines_buffer_get_cursor (self);
  GtkTextIter start, end;

  if (!can_touch (self, at))
    return FALSE;

  gtk_text_buffer_get_iter_at_line (buffer, &start, (int) at);
  end = start;
  if (!gtk_text_iter_forward_line (&end) && at > 0 && !mado_lines_buffer_is_locked (self, at - 1))
    gtk_text_iter_backward_char (&start);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_end_user_action (buffer);

  return TRUE;
}

/* --- pasting ----------------------------------------------------------------------------------------- */

/* A cell with line breaks is copied as "…" with its quotes doubled. */
static char *
unquote (const char *block)
{
  GString *out = g_string_new (NULL);
  gboolean quoted = FALSE, at_cell = TRUE;

  for (const char *p = block; *p; p++)
    {
      if (*p == '"' && !quoted && at_cell && strchr (p + 1, '"'))
        quoted = TRUE;
      else if (*p == '"' && quoted && p[1] == '"')
        g_string_append_c (out, *p++);
      else if (*p == '"' && quoted)
        quoted = FALSE;
      else if (*p == '\t' && !quoted)
        g_string_append_c (out, '\n');
      else if (*p != '\r')
        g_string_append_c (out, *p);
      at_cell = !quoted && (*p == '\t' || *p == '\n');
    }

  return g_string_free (out, FALSE);
}

/* A line that is begun and has only its marker becomes the block's first line,
 * with that one's marker and, in a block, level. */
static void
begin_block (MadoLinesBuffer *self,
             guint            at,
             GPtrArray       *lines)
{
  const MadoPlanLine *first = lines->pdata[0];
  MadoLinesParagraph *paragraph = mado_lines_buffer_paragraph_at (self, at);
  g_autofree char *text = mado_lines_buffer_dup_text (self, at);
  g_autoptr (MadoPlanLine) begun = mado_lines_buffer_parse (self, paragraph, text);
  GtkTextIter start, end;

  if (*begun->text || first->kind == MADO_PLAN_LINE_TEXT)
    return;

  gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (self), &start, (int) at);
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_delete (GTK_TEXT_BUFFER (self), &start, &end);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self), &start);
  if (lines->len > 1)
    paragraph->level = first->level;
}

guint
mado_lines_buffer_paste (MadoLinesBuffer *self,
                         const char      *block)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self);
  guint at = mado_lines_buffer_get_cursor (self);
  g_autofree char *plain = unquote (block);
  g_autoptr (GPtrArray) lines = mado_plan_lines_parse (plain, self->text, self->find, self->find_data);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!can_touch (self, at) || lines->len == 0)
    return 0;

  for (guint i = 0; i < lines->len; i++)
    {
      g_autofree char *printed = mado_plan_line_dup_printed (lines->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", printed);
    }
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  begin_block (self, mado_lines_buffer_get_cursor (self), lines);
  /* The levels are known before the paragraphs are read. */
  self->pasted = lines->len > 1 ? lines : NULL;
  gtk_text_buffer_insert_interactive_at_cursor (buffer, text->str, (int) text->len, TRUE);
  self->pasted = NULL;
  gtk_text_buffer_end_user_action (buffer);

  return lines->len;
}

static char *
last_order (MadoLinesBuffer *self)
{
  g_autoptr (MadoInitiative) row = mado_plan_edit_read_row (self->edit);
  GPtrArray *lines = self->text == MADO_PLAN_SUMMARY ? row->summary : row->status;

  return lines->len > 0 ? g_strdup (((MadoPlanLine *) lines->pdata[lines->len - 1])->order) : NULL;
}

void
mado_lines_buffer_add_part (MadoLinesBuffer *self,
                            const char      *department,
                            const char      *name)
{
  const char *departments[] = { department, NULL };
  g_autofree char *text = g_strdup_printf ("（%s）", name);
  g_autofree char *order = last_order (self);
  g_autofree char *key = mado_plan_order_between (order, NULL);
  MadoLinesParagraph head = { .lid = mado_plan_new_line (self->random), .section = (char *) department };
  g_autoptr (MadoPlanLine) shape = mado_plan_line_new (0, MADO_PLAN_LINE_DEPARTMENT, NULL, text);
  guint at = 0;

  /* The head stands in the department's own section already. */
  mado_lines_buffer_set_leaf (self, &head, "text", mado_value_text (text));
  mado_lines_buffer_set_leaf (self, &head, "shape", mado_plan_shape_to_value (shape));
  mado_lines_buffer_set_leaf (self, &head, "order", mado_value_text (key));
  mado_lines_buffer_set_leaf (self, &head, "departments", mado_value_texts (departments));
  mado_lines_buffer_refresh (self);
  if (mado_lines_buffer_find_lid (self, head.lid, &at))
    {
      mado_lines_buffer_place_cursor (self, at, G_MAXINT);
      mado_lines_buffer_break (self);
    }
  g_free (head.lid);
  mado_lines_buffer_emit_edited (self);
}
