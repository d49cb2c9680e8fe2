/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-plan-change-private.h"

#include "core/model/mado-plan-match.h"
#include "core/model/mado-value.h"

#include <string.h>

/* A row's lines: those that are here keep their ids, so that what others have
 * under their hands stays the same line. */

typedef struct
{
  PlanWriter   *writer;
  MadoPlanText  text;
  GPtrArray    *older; /* nullable: a new row */
  const char   *section;
  gboolean      changed;
} Lines;

static gboolean
put (Lines      *self,
     const char *lid,
     const char *leaf,
     GVariant   *value)
{
  g_autofree char *path = mado_plan_path_line (self->text, lid, leaf);

  return plan_writer_put (self->writer, self->section, path, value);
}

static void
put_figures (Lines              *self,
             const char         *lid,
             const MadoPlanLine *line,
             const MadoPlanLine *older)
{
  for (guint i = 0; i < line->figures->len; i++)
    {
      g_autofree char *fid = g_strdup_printf ("f%u", i + 1);
      g_autofree char *path = mado_plan_path_figure (self->text, lid, fid);

      self->changed |= plan_writer_put (self->writer, self->section, path, mado_plan_figure_to_value (line->figures->pdata[i]));
    }
  for (guint i = 0; older != NULL && i < older->figures->len; i++)
    {
      const MadoPlanFigure *figure = older->figures->pdata[i];
      guint n = *figure->id == 'f' ? (guint) g_ascii_strtoull (figure->id + 1, NULL, 10) : 0;
      g_autofree char *path = mado_plan_path_figure (self->text, lid, figure->id);

      if (n == 0 || n > line->figures->len)
        self->changed |= plan_writer_put (self->writer, self->section, path, mado_value_none ());
    }
}

static void
put_line (Lines              *self,
          const char         *lid,
          const char         *order,
          const MadoPlanLine *line,
          const MadoPlanLine *older)
{
  self->changed |= put (self, lid, "text", mado_value_text (line->text));
  self->changed |= put (self, lid, "shape", mado_plan_shape_to_value (line));
  put (self, lid, "order", mado_value_text (order));
  if (line->departments != NULL)
    put (self, lid, "departments", mado_value_texts ((const char *const *) line->departments));
  self->changed |= put (self, lid, "extra", line->extra != NULL ? mado_value_text (line->extra) : mado_value_none ());
  put_figures (self, lid, line, older);
}

/* A line that stood here once and was taken out does not come back by its id. */
static char *
new_id (Lines              *self,
        guint               place,
        const MadoPlanLine *line)
{
  g_autofree char *printed = mado_plan_line_dup_printed (line);

  for (;; place += 1000)
    {
      g_autofree char *lid = mado_plan_line_id (&self->writer->id, self->text, place, printed);
      g_autofree char *path = mado_plan_path_line (self->text, lid, "order");

      if (self->writer->record == NULL || mado_record_lookup (self->writer->record, path) == NULL)
        return g_steal_pointer (&lid);
    }
}

/* The next matched line that can keep its place behind @last. */
static const char *
next_kept (Lines      *self,
           GArray     *match,
           guint       from,
           const char *last)
{
  for (guint k = from; k < match->len; k++)
    {
      int old = g_array_index (match, int, k);

      if (old >= 0 && (last == NULL || strcmp (((MadoPlanLine *) self->older->pdata[old])->order, last) > 0))
        return ((MadoPlanLine *) self->older->pdata[old])->order;
    }
  return NULL;
}

static void
remove_unmatched (Lines  *self,
                  GArray *match)
{
  for (guint i = 0; i < self->older->len; i++)
    {
      const MadoPlanLine *line = self->older->pdata[i];
      gboolean kept = FALSE;

      for (guint k = 0; k < match->len && !kept; k++)
        kept = g_array_index (match, int, k) == (int) i;
      if (!kept)
        self->changed |= put (self, line->id, "removed", mado_value_bool (TRUE));
    }
}

static const char *
section_of (const MadoPlanLine *line,
            const char         *current)
{
  if (line->kind != MADO_PLAN_LINE_DEPARTMENT)
    return current;
  return line->departments != NULL && g_strv_length (line->departments) == 1 ? line->departments[0] : MADO_PLAN_SECTION_SHARED;
}

static void
write_lines (Lines     *self,
             GPtrArray *lines)
{
  g_autoptr (GPtrArray) none = mado_plan_lines_new ();
  g_autoptr (GArray) match = NULL;
  g_autofree char *last = NULL;

  if (self->older == NULL)
    self->older = none;
  match = mado_plan_lines_match (self->older, lines);
  self->section = MADO_PLAN_SECTION_SHARED;
  for (guint i = 0; i < lines->len; i++)
    {
      const MadoPlanLine *line = lines->pdata[i];
      int place = g_array_index (match, int, i);
      const MadoPlanLine *older = place >= 0 ? self->older->pdata[place] : NULL;
      g_autofree char *lid = older != NULL ? g_strdup (older->id) : new_id (self, i, line);
      g_autofree char *order = NULL;

      self->section = section_of (line, self->section);
      if (older != NULL && (last == NULL || strcmp (older->order, last) > 0))
        order = g_strdup (older->order);
      else if (self->older->len == 0)
        order = mado_plan_order_nth (i);
      else
        order = mado_plan_order_between (last, next_kept (self, match, i + 1, last));
      put_line (self, lid, order, line, older);
      g_free (last);
      last = g_steal_pointer (&order);
    }
  remove_unmatched (self, match);
}

static void
write_text (PlanWriter   *writer,
            MadoPlanText  text,
            GPtrArray    *older,
            GPtrArray    *newer)
{
  Lines lines = { .writer = writer, .text = text, .older = older };
  g_autofree char *before = older != NULL ? mado_plan_lines_print (older, TRUE) : NULL;
  g_autofree char *after = mado_plan_lines_print (newer, TRUE);

  write_lines (&lines, newer);
  if (lines.changed && writer->record != NULL)
    plan_writer_note (writer, MADO_PLAN_CHANGED, text == MADO_PLAN_SUMMARY ? "summary" : "status", before, after);
}

/* --- facts ------------------------------------------------------------------------- */

static void
write_member (PlanWriter *writer,
              const char *path,
              const char *text)
{
  g_autofree char *before = g_strdup (writer->record != NULL ? mado_record_get_text (writer->record, path) : "");

  if (plan_writer_text (writer, path, text) && writer->record != NULL)
    plan_writer_note (writer, MADO_PLAN_CHANGED, path, before, text);
}

static void
write_id (PlanWriter   *writer,
          const char   *path,
          const MadoId *id)
{
  g_autofree char *text = mado_id_is_null (id) ? g_strdup ("") : mado_id_to_string (id);

  plan_writer_text (writer, path, text);
}

static void
write_departments (PlanWriter           *writer,
                   const MadoPlanBook   *book,
                   const MadoInitiative *row,
                   const MadoInitiative *older)
{
  gboolean changed = FALSE;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  for (guint i = 0; row->departments[i] != NULL; i++)
    {
      g_autofree char *order = mado_plan_path_department (row->departments[i], "order");
      g_autofree char *removed = mado_plan_path_department (row->departments[i], "removed");
      g_autofree char *key = mado_plan_order_nth (i);

      changed |= plan_writer_text (writer, order, key);
      if (older != NULL && !mado_initiative_has_department (older, row->departments[i]) &&
          mado_record_lookup (writer->record, removed) != NULL)
        changed |= plan_writer_put (writer, MADO_PLAN_SECTION_SHARED, removed, mado_value_bool (FALSE));
    }
  for (guint i = 0; older != NULL && older->departments[i] != NULL; i++)
    {
      g_autofree char *removed = mado_plan_path_department (older->departments[i], "removed");

      if (!mado_initiative_has_department (row, older->departments[i]))
        changed |= plan_writer_put (writer, MADO_PLAN_SECTION_SHARED, removed, mado_value_bool (TRUE));
    }
  if (!changed || older == NULL)
    return;
  before = mado_plan_book_dup_department_names (book, (const char *const *) older->departments);
  after = mado_plan_book_dup_department_names (book, (const char *const *) row->departments);
  plan_writer_note (writer, MADO_PLAN_CHANGED, "departments", before, after);
}

/* Whoever answers for the row writes what all share; a part of one department
 * is that department's. */
static void
open_sections (PlanWriter           *writer,
               const MadoPlanBook   *book,
               const MadoInitiative *row)
{
  guint n = writer->edit->sections->len;

  for (guint i = 0; i < n; i++)
    {
      const char *section = ((MadoSectionEdit *) writer->edit->sections->pdata[i])->section;

      plan_writer_open (writer, section, book->gather);
      if (mado_plan_is_department (section))
        plan_writer_open (writer, section, section);
      else if (strcmp (section, MADO_PLAN_SECTION_SHARED) == 0)
        for (guint k = 0; row->departments[k] != NULL; k++)
          plan_writer_open (writer, section, row->departments[k]);
    }
}

void
mado_plan_write_row (PlanWriter           *writer,
                     const MadoPlanBook   *book,
                     const MadoInitiative *row)
{
  g_autoptr (MadoInitiative) older = writer->record != NULL ? mado_initiative_read (writer->record, NULL) : NULL;
  g_autofree char *plan = mado_id_to_string (&book->id);

  if (older == NULL)
    plan_writer_note (writer, MADO_PLAN_ADDED, "", "", row->title);
  plan_writer_text (writer, "plan", plan);
  plan_writer_int (writer, "year", row->year);
  plan_writer_int (writer, "no", row->no);
  plan_writer_text (writer, "order", row->order);
  plan_writer_int (writer, "goal", row->goal);
  plan_writer_int (writer, "measure", row->measure);
  write_member (writer, "title", row->title);
  write_member (writer, "mark", row->mark);
  write_member (writer, "title_note", row->title_note);
  write_id (writer, "repost_of", &row->repost_of);
  if (!mado_id_is_null (&row->previous))
    write_id (writer, "previous", &row->previous);
  plan_writer_text (writer, "extra", row->extra != NULL ? row->extra : "");
  write_departments (writer, book, row, older);
  write_text (writer, MADO_PLAN_SUMMARY, older != NULL ? older->summary : NULL, row->summary);
  write_text (writer, MADO_PLAN_STATUS, older != NULL ? older->status : NULL, row->status);
  if (!mado_edit_is_empty (writer->edit))
    open_sections (writer, book, row);
}
