/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-lines-buffer.h"

#include "core/form/mado-plan-text.h"
#include "core/model/mado-value.h"

/* A paragraph. New ones get their line when they have words. */
typedef struct
{
  char    *lid;     /* nullable */
  char    *section; /* nullable until it has a line */
  guint    level;
  gboolean dirty;
  gboolean locked;
  gboolean dressed;
} Paragraph;

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
  GPtrArray              *paragraphs; /* Paragraph* */
  GPtrArray              *gone;       /* char*, lines whose paragraph went away and that are not told to the edit yet */
  GPtrArray              *removed;    /* char*, lines that went away in this edit: undo may bring them back */
  GPtrArray              *pasted;     /* borrowed; MadoPlanLine* of the block that is going in */
  gboolean                loading;
};

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
  Paragraph *paragraph = data;

  g_free (paragraph->lid);
  g_free (paragraph->section);
  g_free (paragraph);
}

static Paragraph *
paragraph_at (MadoLinesBuffer *self,
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

static char *
paragraph_text (MadoLinesBuffer *self,
                guint            at)
{
  GtkTextIter start, end;

  paragraph_bounds (self, at, &start, &end);

  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self), &start, &end, TRUE);
}

/* --- how it looks: a tag for each level, and one for what may not be touched ------------- */

static void
dress (MadoLinesBuffer *self,
       guint            at)
{
  static const char *const levels[] = { "level-0", "level-1", "level-2", "level-3" };
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self);
  Paragraph *paragraph = self->paragraphs->pdata[at];
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
  gtk_text_buffer_create_tag (buffer, "locked", "editable", FALSE, "foreground-rgba", &(GdkRGBA) { .5, .5, .5, 1 }, NULL);
  gtk_text_buffer_create_tag (buffer, "figure", "underline", PANGO_UNDERLINE_DOUBLE, NULL);
  gtk_text_buffer_create_tag (buffer, "conflict", "background-rgba", &(GdkRGBA) { .88, .53, 0, .3 }, "weight", PANGO_WEIGHT_BOLD, NULL);
}

/* --- from the edit to the text ------------------------------------------------------------ */

static Paragraph *
paragraph_new (MadoLinesBuffer    *self,
               const MadoPlanLine *line)
{
  Paragraph *paragraph = g_new0 (Paragraph, 1);

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
      Paragraph *empty = g_new0 (Paragraph, 1);

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

      dress (self, i);
      if (i >= lines->len || !((MadoPlanLine *) lines->pdata[i])->conflict)
        continue;
      paragraph_bounds (self, i, &start, &end);
      gtk_text_buffer_apply_tag_by_name (buffer, "conflict", &start, &end);
    }
  gtk_text_buffer_end_irreversible_action (buffer);
  self->loading = FALSE;
  g_string_free (all, TRUE);
}

/* --- from the text to the edit -------------------------------------------------------------- */

static void
set_leaf (MadoLinesBuffer *self,
          const Paragraph *paragraph,
          const char      *leaf,
          GVariant        *value /* full */)
{
  g_autofree char *path = mado_plan_path_line (self->text, paragraph->lid, leaf);
  g_autoptr (GVariant) taken = value;

  mado_plan_edit_set (self->edit, paragraph->section, path, taken);
}

/* A marker that was just typed, or a level: the level follows the kind. */
static MadoPlanLine *
parse (MadoLinesBuffer *self,
       const Paragraph *paragraph,
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
    if (paragraph_at (self, at)->lid)
      return paragraph_at (self, at)->lid;

  return NULL;
}

/* Only what differs is written: an untouched shape stays as a file had it. */
static void
write_shape (MadoLinesBuffer    *self,
             Paragraph          *paragraph,
             const MadoPlanLine *line)
{
  g_autofree char *path = mado_plan_path_line (self->text, paragraph->lid, "shape");
  g_autoptr (GVariant) shape = mado_plan_shape_to_value (line);
  GVariant *present = mado_plan_edit_get (self->edit, path);

  if (!present || !mado_value_equal (present, shape))
    set_leaf (self, paragraph, "shape", g_variant_ref (shape));
  if (line->kind == MADO_PLAN_LINE_DEPARTMENT && line->departments)
    set_leaf (self, paragraph, "departments", mado_value_texts ((const char *const *) line->departments));
}

/* Taking back a deletion brings the words back; it is the same line again. */
static gboolean
revive (MadoLinesBuffer    *self,
        Paragraph          *paragraph,
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
  Paragraph *paragraph = self->paragraphs->pdata[at];
  g_autofree char *text = paragraph_text (self, at);
  g_autoptr (MadoPlanLine) line = parse (self, paragraph, text);

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
      set_leaf (self, paragraph, "text", mado_value_text (line->text));
      if (*line->text)
        write_shape (self, paragraph, line);
    }
  if (paragraph->level != line->level || !paragraph->dressed)
    {
      paragraph->level = line->level;
      dress (self, at);
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

static void
sync_edit (MadoLinesBuffer *self)
{
  if (self->loading || !self->edit)
    return;

  tell_gone (self);
  for (guint i = 0; i < self->paragraphs->len; i++)
    if (paragraph_at (self, i)->dirty)
      write_paragraph (self, i);
  g_signal_emit (self, signals[EDITED], 0);
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
      Paragraph *paragraph = g_new0 (Paragraph, 1);

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
  Paragraph *paragraph = paragraph_at (self, at);
  gboolean pushes = gtk_text_iter_starts_line (where) && !gtk_text_iter_ends_line (where) && text[length - 1] == '\n';

  pushes |= paragraph->locked;
  insert_paragraphs (self, pushes ? at : at + 1, n, MAX (1, paragraph->level));
  for (guint i = 0; self->pasted && i < n; i++)
    paragraph_at (self, at + 1 + i)->level = ((MadoPlanLine *) self->pasted->pdata[i + 1])->level;
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
  if (paragraph_at (self, at)->locked && !(gtk_text_iter_starts_line (where) && text[length - 1] == '\n'))
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
    if (paragraph_at (self, i)->locked && !(whole && i == last && gtk_text_iter_starts_line (end)))
      return FALSE;

  for (guint i = 0; i < n; i++)
    {
      Paragraph *paragraph = paragraph_at (self, from + i);

      if (paragraph->lid)
        g_ptr_array_add (self->gone, g_strdup (paragraph->lid));
    }
  if (n > 0)
    g_ptr_array_remove_range (self->paragraphs, from, n);
  paragraph_at (self, first)->dirty = TRUE;

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
  sync_edit (MADO_LINES_BUFFER (buffer));
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
  g_ptr_array_add (self->paragraphs, g_new0 (Paragraph, 1));
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

static int
cursor_offset (MadoLinesBuffer *self)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (GTK_TEXT_BUFFER (self), &iter, gtk_text_buffer_get_insert (GTK_TEXT_BUFFER (self)));

  return gtk_text_iter_get_line_offset (&iter);
}

static gboolean
find_lid (MadoLinesBuffer *self,
          const char      *lid,
          guint           *at)
{
  for (guint i = 0; lid && i < self->paragraphs->len; i++)
    if (g_strcmp0 (paragraph_at (self, i)->lid, lid) == 0)
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
  int offset = cursor_offset (self);
  g_autofree char *lid = g_strdup (mado_lines_buffer_get_lid (self, at));

  g_return_if_fail (self->edit != NULL);

  show_lines (self);
  find_lid (self, lid, &at);
  mado_lines_buffer_place_cursor (self, at, offset);
}

void
mado_lines_buffer_tidy (MadoLinesBuffer *self)
{
  for (guint i = 0; i < self->paragraphs->len; i++)
    {
      Paragraph *paragraph = paragraph_at (self, i);
      g_autofree char *text = paragraph_text (self, i);
      g_autoptr (MadoPlanLine) line = parse (self, paragraph, text);

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
  const Paragraph *paragraph = paragraph_at (self, at);

  return paragraph ? paragraph->lid : NULL;
}

gboolean
mado_lines_buffer_is_locked (MadoLinesBuffer *self,
                             guint            at)
{
  const Paragraph *paragraph = paragraph_at (self, at);

  return !paragraph || paragraph->locked;
}

/* --- what a person does to a line -------------------------------------------------------------------- */

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
  g_signal_emit (self, signals[EDITED], 0);

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
  g_signal_emit (self, signals[EDITED], 0);

  return TRUE;
}

static char *
marker_of (MadoLinesBuffer *self,
           guint            at)
{
  g_autofree char *text = paragraph_text (self, at);
  g_autoptr (MadoPlanLine) line = parse (self, paragraph_at (self, at), text);

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
  g_autofree char *text = g_strconcat ("\n", cursor_offset (self) > 0 ? marker : "", NULL);
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
  at = mado_lines_buffer_get_cursor (self);
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
  Paragraph head = { .lid = mado_plan_new_line (self->random), .section = (char *) department };
  g_autoptr (MadoPlanLine) shape = mado_plan_line_new (0, MADO_PLAN_LINE_DEPARTMENT, NULL, text);
  guint at = 0;

  /* The head stands in the department's own section already. */
  set_leaf (self, &head, "text", mado_value_text (text));
  set_leaf (self, &head, "shape", mado_plan_shape_to_value (shape));
  set_leaf (self, &head, "order", mado_value_text (key));
  set_leaf (self, &head, "departments", mado_value_texts (departments));
  mado_lines_buffer_refresh (self);
  if (find_lid (self, head.lid, &at))
    {
      mado_lines_buffer_place_cursor (self, at, G_MAXINT);
      mado_lines_buffer_break (self);
    }
  g_free (head.lid);
  g_signal_emit (self, signals[EDITED], 0);
}
