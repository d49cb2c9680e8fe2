/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-lines-buffer-private.h"

G_DEFINE_FINAL_TYPE (MadoLinesBuffer, mado_lines_buffer, GTK_TYPE_TEXT_BUFFER)

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
paragraph_free (gpointer data)
{
  MadoLinesParagraph *paragraph = data;

  g_free (paragraph->lid);
  g_free (paragraph->section);
  g_free (paragraph);
}

MadoLinesParagraph *
mado_lines_buffer_paragraph_at (MadoLinesBuffer *self,
                                guint            at)
{
  return at < self->paragraphs->len ? self->paragraphs->pdata[at] : NULL;
}

static void
paragraph_bounds (MadoLinesBuffer *self,
                  guint            at,
                  GtkTextIter     *start,
                  GtkTextIter     *end)
{
  gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (self), start, (int) at);
  *end = *start;
  if (!gtk_text_iter_ends_line (end))
    gtk_text_iter_forward_to_line_end (end);
}

char *
mado_lines_buffer_dup_text (MadoLinesBuffer *self,
                            guint            at)
{
  GtkTextIter start, end;

  paragraph_bounds (self, at, &start, &end);

  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self), &start, &end, TRUE);
}

/* --- how it looks: a tag for each level, and one for what may not be touched ------------- */

void
mado_lines_buffer_dress (MadoLinesBuffer *self,
                         guint            at)
{
  static const char *const levels[] = { "level-0", "level-1", "level-2", "level-3" };
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self);
  MadoLinesParagraph *paragraph = self->paragraphs->pdata[at];
  GtkTextIter start, end;

  paragraph->dressed = TRUE;
  gtk_text_buffer_get_iter_at_line (buffer, &start, (int) at);
  end = start;
  gtk_text_iter_forward_line (&end);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    gtk_text_buffer_remove_tag_by_name (buffer, levels[i], &start, &end);
  gtk_text_buffer_remove_tag_by_name (buffer, "locked", &start, &end);
  gtk_text_buffer_apply_tag_by_name (buffer, levels[MIN (paragraph->level, 3)], &start, &end);
  if (paragraph->locked)
    gtk_text_buffer_apply_tag_by_name (buffer, "locked", &start, &end);
}

static void
make_tags (MadoLinesBuffer *self)
{
  static const char *const levels[] = { "level-0", "level-1", "level-2", "level-3" };
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self);

  for (int i = 0; i < 4; i++)
    gtk_text_buffer_create_tag (buffer, levels[i], "left-margin", 10 + MAX (0, i - 1) * 26, "indent", i == 0 ? 0 : -17,
                                "weight", i == 0 ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, NULL);
  /* Grounds, not colours of letters: those are legible on the light and on the dark screen. */
  gtk_text_buffer_create_tag (buffer, "locked", "editable", FALSE, "paragraph-background-rgba",
                              &(GdkRGBA) { .5, .5, .5, .18 }, NULL);
  gtk_text_buffer_create_tag (buffer, "figure", "underline", PANGO_UNDERLINE_DOUBLE, NULL);
  gtk_text_buffer_create_tag (buffer, "conflict", "background-rgba", &(GdkRGBA) { .88, .53, 0, .3 }, "weight", PANGO_WEIGHT_BOLD, NULL);
}

/* --- from the edit to the text ------------------------------------------------------------ */

static MadoLinesParagraph *
paragraph_new (MadoLinesBuffer    *self,
               const MadoPlanLine *line)
{
  MadoLinesParagraph *paragraph = g_new0 (MadoLinesParagraph, 1);

  paragraph->dressed = TRUE;
  paragraph->lid = g_strdup (line->id);
  paragraph->section = g_strdup (line->section);
  paragraph->level = line->level;
  paragraph->locked = !self->may_write (line->section, self->may_data);

  return paragraph;
}

static void
show_lines (MadoLinesBuffer *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self);
  g_autoptr (MadoInitiative) row = mado_plan_edit_read_row (self->edit);
  GPtrArray *lines = self->text == MADO_PLAN_SUMMARY ? row->summary : row->status;
  GString *all = g_string_new (NULL);

  g_ptr_array_set_size (self->paragraphs, 0);
  for (guint i = 0; i < lines->len; i++)
    {
      g_autofree char *printed = mado_plan_line_dup_printed (lines->pdata[i]);

      /* One paragraph a line, whatever a file brought. */
      g_strdelimit (printed, "\n\r", ' ');
      g_string_append_printf (all, "%s%s", i > 0 ? "\n" : "", printed);
      g_ptr_array_add (self->paragraphs, paragraph_new (self, lines->pdata[i]));
    }
  if (lines->len == 0)
    {
      MadoLinesParagraph *empty = g_new0 (MadoLinesParagraph, 1);

      empty->level = 1;
      empty->locked = !self->may_write (MADO_PLAN_SECTION_SHARED, self->may_data);
      g_ptr_array_add (self->paragraphs, empty);
    }
  self->loading = TRUE;
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, all->str, (int) all->len);
  for (guint i = 0; i < self->paragraphs->len; i++)
    {
      GtkTextIter start, end;

      mado_lines_buffer_dress (self, i);
      if (i >= lines->len || !((MadoPlanLine *) lines->pdata[i])->conflict)
        continue;
      paragraph_bounds (self, i, &start, &end);
      gtk_text_buffer_apply_tag_by_name (buffer, "conflict", &start, &end);
    }
  gtk_text_buffer_end_irreversible_action (buffer);
  self->loading = FALSE;
  g_string_free (all, TRUE);
}

/* --- which paragraph is which line ------------------------------------------------------------- */

static void
insert_paragraphs (MadoLinesBuffer *self,
                   guint            at,
                   guint            n,
                   guint            level)
{
  for (guint i = 0; i < n; i++)
    {
      MadoLinesParagraph *paragraph = g_new0 (MadoLinesParagraph, 1);

      paragraph->level = level;
      paragraph->dirty = TRUE;
      g_ptr_array_insert (self->paragraphs, (int) (at + i), paragraph);
    }
}

static guint
count_breaks (const char *text,
              int         length)
{
  guint n = 0;

  for (int i = 0; i < length; i++)
    n += text[i] == '\n';

  return n;
}

/* A line that is pushed down whole stays the same line; else the head does. */
static void
follow_insert (MadoLinesBuffer *self,
               GtkTextIter     *where,
               const char      *text,
               int              length)
{
  guint at = (guint) gtk_text_iter_get_line (where), n = count_breaks (text, length);
  MadoLinesParagraph *paragraph = mado_lines_buffer_paragraph_at (self, at);
  gboolean pushes = gtk_text_iter_starts_line (where) && !gtk_text_iter_ends_line (where) && text[length - 1] == '\n';

  pushes |= paragraph->locked;
  insert_paragraphs (self, pushes ? at : at + 1, n, MAX (1, paragraph->level));
  for (guint i = 0; self->pasted && i < n; i++)
    mado_lines_buffer_paragraph_at (self, at + 1 + i)->level = ((MadoPlanLine *) self->pasted->pdata[i + 1])->level;
  if (!pushes)
    paragraph->dirty = TRUE;
}

static void
mado_lines_buffer_insert_text (GtkTextBuffer *buffer,
                               GtkTextIter   *where,
                               const char    *text,
                               int            length)
{
  MadoLinesBuffer *self = MADO_LINES_BUFFER (buffer);
  g_autofree char *plain = NULL;
  guint at = (guint) gtk_text_iter_get_line (where);

  if (length < 0)
    length = (int) strlen (text);
  if (self->loading || length == 0)
    {
      GTK_TEXT_BUFFER_CLASS (mado_lines_buffer_parent_class)->insert_text (buffer, where, text, length);
      return;
    }
  /* What is put in front of a line with its own end only pushes it down. */
  if (mado_lines_buffer_paragraph_at (self, at)->locked && !(gtk_text_iter_starts_line (where) && text[length - 1] == '\n'))
    return;

  /* A spreadsheet's cell has LF in it and CRLF behind it; only LF makes a paragraph. */
  plain = g_strndup (text, (gsize) length);
  {
    char *to = plain;

    for (const char *from = plain; *from; from++)
      if (*from != '\r')
        *to++ = *from;
    *to = '\0';
  }
  length = (int) strlen (plain);
  if (length == 0)
    return;
  follow_insert (self, where, plain, length);
  GTK_TEXT_BUFFER_CLASS (mado_lines_buffer_parent_class)->insert_text (buffer, where, plain, length);
}

/* Whole paragraphs from the first: those go; else the first takes in the last. */
static gboolean
follow_delete (MadoLinesBuffer *self,
               GtkTextIter     *start,
               GtkTextIter     *end)
{
  guint first = (guint) gtk_text_iter_get_line (start), last = (guint) gtk_text_iter_get_line (end);
  gboolean whole = first < last && gtk_text_iter_starts_line (start);
  guint from = whole ? first : first + 1, n = last - first;

  for (guint i = first; i <= last; i++)
    if (mado_lines_buffer_paragraph_at (self, i)->locked && !(whole && i == last && gtk_text_iter_starts_line (end)))
      return FALSE;

  for (guint i = 0; i < n; i++)
    {
      MadoLinesParagraph *paragraph = mado_lines_buffer_paragraph_at (self, from + i);

      if (paragraph->lid)
        g_ptr_array_add (self->gone, g_strdup (paragraph->lid));
    }
  if (n > 0)
    g_ptr_array_remove_range (self->paragraphs, from, n);
  mado_lines_buffer_paragraph_at (self, first)->dirty = TRUE;

  return TRUE;
}

static void
mado_lines_buffer_delete_range (GtkTextBuffer *buffer,
                                GtkTextIter   *start,
                                GtkTextIter   *end)
{
  MadoLinesBuffer *self = MADO_LINES_BUFFER (buffer);

  gtk_text_iter_order (start, end);
  if (self->loading || follow_delete (self, start, end))
    GTK_TEXT_BUFFER_CLASS (mado_lines_buffer_parent_class)->delete_range (buffer, start, end);
}

static void
mado_lines_buffer_changed (GtkTextBuffer *buffer)
{
  GTK_TEXT_BUFFER_CLASS (mado_lines_buffer_parent_class)->changed (buffer);
  mado_lines_buffer_sync_edit (MADO_LINES_BUFFER (buffer));
}

/* --- object --------------------------------------------------------------------------------------- */

static void
mado_lines_buffer_finalize (GObject *object)
{
  MadoLinesBuffer *self = MADO_LINES_BUFFER (object);

  g_clear_object (&self->edit);
  g_clear_object (&self->random);
  g_ptr_array_unref (self->paragraphs);
  g_ptr_array_unref (self->gone);
  g_ptr_array_unref (self->removed);

  G_OBJECT_CLASS (mado_lines_buffer_parent_class)->finalize (object);
}

static void
mado_lines_buffer_class_init (MadoLinesBufferClass *klass)
{
  GtkTextBufferClass *buffer_class = GTK_TEXT_BUFFER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mado_lines_buffer_finalize;
  buffer_class->insert_text = mado_lines_buffer_insert_text;
  buffer_class->delete_range = mado_lines_buffer_delete_range;
  buffer_class->changed = mado_lines_buffer_changed;

  signals[EDITED] = g_signal_new ("edited", MADO_TYPE_LINES_BUFFER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
mado_lines_buffer_init (MadoLinesBuffer *self)
{
  self->paragraphs = g_ptr_array_new_with_free_func (paragraph_free);
  self->gone = g_ptr_array_new_with_free_func (g_free);
  self->removed = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->paragraphs, g_new0 (MadoLinesParagraph, 1));
}

void
mado_lines_buffer_emit_edited (MadoLinesBuffer *self)
{
  g_signal_emit (self, signals[EDITED], 0);
}

MadoLinesBuffer *
mado_lines_buffer_new (MadoPlanText            text,
                       MadoRandom             *random,
                       MadoPlanFindDepartment  find,
                       gpointer                find_data,
                       MadoMayWrite            may_write,
                       gpointer                may_data)
{
  MadoLinesBuffer *self = g_object_new (MADO_TYPE_LINES_BUFFER, NULL);

  self->text = text;
  self->random = g_object_ref (random);
  self->find = find;
  self->find_data = find_data;
  self->may_write = may_write;
  self->may_data = may_data;
  make_tags (self);

  return self;
}

void
mado_lines_buffer_set_edit (MadoLinesBuffer *self,
                            MadoPlanEdit    *edit)
{
  g_return_if_fail (MADO_IS_LINES_BUFFER (self));

  g_set_object (&self->edit, edit);
  g_ptr_array_set_size (self->removed, 0);
  show_lines (self);
}

void
mado_lines_buffer_place_cursor (MadoLinesBuffer *self,
                                guint            paragraph,
                                int              offset)
{
  GtkTextIter start, end;

  paragraph_bounds (self, MIN (paragraph, self->paragraphs->len - 1), &start, &end);
  gtk_text_iter_set_line_offset (&start, MIN (offset, gtk_text_iter_get_line_offset (&end)));
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self), &start);
}

guint
mado_lines_buffer_get_cursor (MadoLinesBuffer *self)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (GTK_TEXT_BUFFER (self), &iter, gtk_text_buffer_get_insert (GTK_TEXT_BUFFER (self)));

  return (guint) gtk_text_iter_get_line (&iter);
}

int
mado_lines_buffer_get_cursor_offset (MadoLinesBuffer *self)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (GTK_TEXT_BUFFER (self), &iter, gtk_text_buffer_get_insert (GTK_TEXT_BUFFER (self)));

  return gtk_text_iter_get_line_offset (&iter);
}

gboolean
mado_lines_buffer_find_lid (MadoLinesBuffer *self,
                            const char      *lid,
                            guint           *at)
{
  for (guint i = 0; lid && i < self->paragraphs->len; i++)
    if (g_strcmp0 (mado_lines_buffer_paragraph_at (self, i)->lid, lid) == 0)
      {
        *at = i;
        return TRUE;
      }

  return FALSE;
}

void
mado_lines_buffer_refresh (MadoLinesBuffer *self)
{
  guint at = mado_lines_buffer_get_cursor (self);
  int offset = mado_lines_buffer_get_cursor_offset (self);
  g_autofree char *lid = g_strdup (mado_lines_buffer_get_lid (self, at));

  g_return_if_fail (self->edit != NULL);

  show_lines (self);
  mado_lines_buffer_find_lid (self, lid, &at);
  mado_lines_buffer_place_cursor (self, at, offset);
}

void
mado_lines_buffer_tidy (MadoLinesBuffer *self)
{
  for (guint i = 0; i < self->paragraphs->len; i++)
    {
      MadoLinesParagraph *paragraph = mado_lines_buffer_paragraph_at (self, i);
      g_autofree char *text = mado_lines_buffer_dup_text (self, i);
      g_autoptr (MadoPlanLine) line = mado_lines_buffer_parse (self, paragraph, text);

      if (!paragraph->lid || paragraph->locked || *line->text)
        continue;
      mado_plan_edit_remove_line (self->edit, self->text, paragraph->lid);
      g_clear_pointer (&paragraph->lid, g_free);
    }
}

const char *
mado_lines_buffer_get_lid (MadoLinesBuffer *self,
                           guint            at)
{
  const MadoLinesParagraph *paragraph = mado_lines_buffer_paragraph_at (self, at);

  return paragraph ? paragraph->lid : NULL;
}

gboolean
mado_lines_buffer_is_locked (MadoLinesBuffer *self,
                             guint            at)
{
  const MadoLinesParagraph *paragraph = mado_lines_buffer_paragraph_at (self, at);

  return !paragraph || paragraph->locked;
}
