/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-lines-buffer-private.h"

#include "core/model/mado-value.h"

/* From the text to the edit. */

void
mado_lines_buffer_set_leaf (MadoLinesBuffer *self,
                            const MadoLinesParagraph *paragraph,
                            const char      *leaf,
                            GVariant        *value /* full */)
{
  g_autofree char *path = mado_plan_path_line (self->text, paragraph->lid, leaf);
  g_autoptr (GVariant) taken = value;

  mado_plan_edit_set (self->edit, paragraph->section, path, taken);
}

/* A marker that was just typed, or a level: the level follows the kind. */
MadoPlanLine *
mado_lines_buffer_parse (MadoLinesBuffer *self,
                         const MadoLinesParagraph *paragraph,
                         const char      *text)
{
  guint level = paragraph->level;

  while (*text == ' ' || *text == '\t' || g_utf8_get_char (text) == 0x3000)
    text = g_utf8_next_char (text);

  return mado_plan_line_parse (text, level, self->text, self->find, self->find_data);
}

static const char *
lid_before (MadoLinesBuffer *self,
            guint            at)
{
  while (at-- > 0)
    if (mado_lines_buffer_paragraph_at (self, at)->lid)
      return mado_lines_buffer_paragraph_at (self, at)->lid;

  return NULL;
}

/* Only what differs is written: an untouched shape stays as a file had it. */
static void
write_shape (MadoLinesBuffer    *self,
             MadoLinesParagraph          *paragraph,
             const MadoPlanLine *line)
{
  g_autofree char *path = mado_plan_path_line (self->text, paragraph->lid, "shape");
  g_autoptr (GVariant) shape = mado_plan_shape_to_value (line);
  GVariant *present = mado_plan_edit_get (self->edit, path);

  if (!present || !mado_value_equal (present, shape))
    mado_lines_buffer_set_leaf (self, paragraph, "shape", g_variant_ref (shape));
  if (line->kind == MADO_PLAN_LINE_DEPARTMENT && line->departments)
    mado_lines_buffer_set_leaf (self, paragraph, "departments", mado_value_texts ((const char *const *) line->departments));
}

/* Taking back a deletion brings the words back; it is the same line again. */
static gboolean
revive (MadoLinesBuffer    *self,
        MadoLinesParagraph          *paragraph,
        const MadoPlanLine *line)
{
  MadoRecord *record = mado_plan_edit_get_record (self->edit);

  for (guint i = 0; i < self->removed->len; i++)
    {
      const char *lid = self->removed->pdata[i];
      g_autofree char *text_path = mado_plan_path_line (self->text, lid, "text");
      g_autofree char *removed_path = mado_plan_path_line (self->text, lid, "removed");
      const MadoRegister *reg = mado_record_lookup (record, text_path);

      if (!reg || !mado_plan_edit_is_pending (self->edit, removed_path) ||
          g_strcmp0 (mado_record_get_text (record, text_path), line->text) != 0)
        continue;
      paragraph->lid = g_strdup (lid);
      paragraph->section = g_strdup (reg->section);
      mado_plan_edit_unset (self->edit, removed_path);
      g_ptr_array_remove_index (self->removed, i);
      return TRUE;
    }

  return FALSE;
}

static void
write_paragraph (MadoLinesBuffer *self,
                 guint            at)
{
  MadoLinesParagraph *paragraph = self->paragraphs->pdata[at];
  g_autofree char *text = mado_lines_buffer_dup_text (self, at);
  g_autoptr (MadoPlanLine) line = mado_lines_buffer_parse (self, paragraph, text);

  paragraph->dirty = FALSE;
  if (!paragraph->lid && !*line->text)
    return;
  if (!paragraph->lid && revive (self, paragraph, line))
    write_shape (self, paragraph, line);
  else if (!paragraph->lid)
    {
      const char *after = lid_before (self, at);

      paragraph->section = g_strdup (mado_plan_edit_section_at (self->edit, self->text, after));
      paragraph->lid = mado_plan_edit_insert (self->edit, self->text, after, line, self->random);
    }
  else
    {
      mado_lines_buffer_set_leaf (self, paragraph, "text", mado_value_text (line->text));
      if (*line->text)
        write_shape (self, paragraph, line);
    }
  if (paragraph->level != line->level || !paragraph->dressed)
    {
      paragraph->level = line->level;
      mado_lines_buffer_dress (self, at);
    }
}

static void
tell_gone (MadoLinesBuffer *self)
{
  for (guint i = 0; i < self->gone->len; i++)
    {
      mado_plan_edit_remove_line (self->edit, self->text, self->gone->pdata[i]);
      g_ptr_array_add (self->removed, g_strdup (self->gone->pdata[i]));
    }
  g_ptr_array_set_size (self->gone, 0);
}

void
mado_lines_buffer_sync_edit (MadoLinesBuffer *self)
{
  if (self->loading || !self->edit)
    return;

  tell_gone (self);
  for (guint i = 0; i < self->paragraphs->len; i++)
    if (mado_lines_buffer_paragraph_at (self, i)->dirty)
      write_paragraph (self, i);
  mado_lines_buffer_emit_edited (self);
}
