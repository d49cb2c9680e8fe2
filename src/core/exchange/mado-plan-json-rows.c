/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-json-private.h"

#include "core/form/mado-plan-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The plan itself: goals, measures, rows with their lines and figures (資料1-1). */

/* --- heads --------------------------------------------------------------------------- */

static void
read_goals (MadoPlanObject *self)
{
  MadoPlanBook *book = self->reading->book;
  JsonArray *goals = mado_plan_json_ask_array (self, "goals");
  JsonArray *measures = mado_plan_json_ask_array (self, "measures");

  for (guint i = 0; i < mado_plan_json_length (goals); i++)
    {
      JsonObject *one = mado_plan_json_element_object (self, goals, i, "goals");
      MadoPlanObject goal;
      g_autofree char *title = NULL;
      g_autofree char *slogan = NULL;
      int n;

      if (one == NULL)
        continue;
      goal = mado_plan_json_object_open (self->reading, one, i + 1);
      n = mado_plan_json_ask_int (&goal, "goal", TRUE);
      title = mado_plan_json_ask_text (&goal, "title");
      slogan = mado_plan_json_ask_text (&goal, "slogan");
      g_free (mado_plan_json_object_close (&goal));
      if (mado_plan_book_find_goal (book, n) == NULL)
        mado_plan_book_add_goal (book, n, title, slogan);
    }
  for (guint i = 0; i < mado_plan_json_length (measures); i++)
    {
      JsonObject *one = mado_plan_json_element_object (self, measures, i, "measures");
      MadoPlanObject measure;
      g_autofree char *title = NULL;
      int g, m;

      if (one == NULL)
        continue;
      measure = mado_plan_json_object_open (self->reading, one, i + 1);
      g = mado_plan_json_ask_int (&measure, "goal", TRUE);
      m = mado_plan_json_ask_int (&measure, "measure", TRUE);
      title = mado_plan_json_ask_text (&measure, "title");
      g_free (mado_plan_json_object_close (&measure));
      if (mado_plan_book_find_measure (book, g, m) == NULL)
        mado_plan_book_add_measure (book, g, m, title);
    }
}

static void
read_period (MadoPlanObject           *self,
             MadoPlanDocument *document)
{
  MadoPlanBook *book = self->reading->book;
  JsonObject *found = mado_plan_json_ask_object (self, "plan_period");
  MadoPlanObject period;

  if (found == NULL)
    return;
  period = mado_plan_json_object_open (self->reading, found, 0);
  mado_plan_json_take (&document->period, mado_plan_json_ask_text (&period, "printed"));
  mado_plan_json_take (&book->period_start, mado_plan_json_ask_date (&period, "start"));
  mado_plan_json_take (&book->period_end, mado_plan_json_ask_date (&period, "end"));
  g_free (mado_plan_json_object_close (&period));
}

void
mado_plan_json_read_document (MadoPlanObject   *self,
                              MadoPlanDocument *document)
{
  g_autofree char *name = mado_plan_json_ask_text (self, "plan");

  if (*self->reading->book->name != 0 && *name != 0 && strcmp (name, self->reading->book->name) != 0)
    mado_plan_reading_fault (self->reading, 0, "plan", _("The files are of two plans, “%s” and “%s”."),
                             self->reading->book->name, name);
  if (*name == 0)
    mado_plan_reading_note (self->reading, 0, "plan", _("The name of the plan is missing."));
  mado_plan_json_take (&self->reading->book->name, g_steal_pointer (&name));
  mado_plan_json_take (&document->title, mado_plan_json_ask_text (self, "document"));
  mado_plan_json_take (&document->number, mado_plan_json_ask_text (self, "document_no"));
  mado_plan_json_take (&document->as_of, mado_plan_json_ask_date (self, "as_of"));
  mado_plan_json_take (&document->as_of_printed, mado_plan_json_ask_text (self, "as_of_printed"));
  mado_plan_json_take (&document->fiscal_year, mado_plan_json_ask_text (self, "fiscal_year"));
  read_period (self, document);
  read_goals (self);
}

/* --- lines ------------------------------------------------------------------------------ */

static MadoPlanFigure *
read_figure (MadoPlanObject *self)
{
  MadoPlanFigure *figure = mado_plan_figure_new ();
  g_autofree char *kind = NULL;

  mado_plan_json_take (&figure->label, mado_plan_json_ask_text (self, "label"));
  mado_plan_json_take (&figure->value, mado_plan_json_ask_decimal (self, "value"));
  mado_plan_json_take (&figure->value_to, mado_plan_json_ask_decimal (self, "value_to"));
  mado_plan_json_take (&figure->unit, mado_plan_json_ask_text (self, "unit"));
  mado_plan_json_take (&figure->as_of, mado_plan_json_ask_date (self, "as_of"));
  mado_plan_json_take (&figure->period, mado_plan_json_ask_text (self, "period"));
  kind = mado_plan_json_ask_text (self, "kind");
  if (*kind != 0 && !mado_figure_kind_from_string (kind, &figure->kind))
    mado_plan_reading_fault (self->reading, self->row, "figures", _("“%s” is no kind of figure."), kind);
  mado_plan_json_take (&figure->printed, mado_plan_json_ask_text (self, "printed"));
  figure->approx = mado_plan_json_ask_bool (self, "approx");
  figure->unit_inferred = mado_plan_json_ask_bool (self, "unit_inferred");
  return figure;
}

/* The line in which the words stand. */
static MadoPlanLine *
find_line (GPtrArray  *lines,
           const char *printed)
{
  for (guint i = 0; i < lines->len; i++)
    if (strstr (((MadoPlanLine *) lines->pdata[i])->text, printed) != NULL)
      return lines->pdata[i];
  return NULL;
}

static void
read_figures (MadoPlanObject         *self,
              MadoInitiative *row)
{
  JsonArray *figures = mado_plan_json_ask_array (self, "figures");

  for (guint i = 0; i < mado_plan_json_length (figures); i++)
    {
      JsonObject *one = mado_plan_json_element_object (self, figures, i, "figures");
      g_autofree char *in = NULL;
      MadoPlanFigure *figure;
      MadoPlanLine *line;
      MadoPlanObject object;

      if (one == NULL)
        continue;
      object = mado_plan_json_object_open (self->reading, one, self->row);
      figure = read_figure (&object);
      in = mado_plan_json_ask_text (&object, "in");
      figure->extra = mado_plan_json_object_close (&object);
      figure->order = i;
      line = find_line (strcmp (in, "summary") == 0 ? row->summary : row->status, figure->printed);
      if (line != NULL)
        g_ptr_array_add (line->figures, figure);
      else
        {
          mado_plan_reading_fault (self->reading, self->row, "figures",
                                   _("The words “%s” of a figure are not in the text of the row."), figure->printed);
          mado_plan_figure_free (figure);
        }
    }
}

static void
read_line_departments (MadoPlanObject       *self,
                       MadoPlanLine *line)
{
  JsonArray *names = mado_plan_json_ask_array (self, "departments");
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  if (names == NULL)
    return;
  for (guint i = 0; i < mado_plan_json_length (names); i++)
    {
      const char *id = mado_plan_reading_department (self->reading, self->row, "departments",
                                                     mado_plan_json_element_text (self, names, i, "departments"));

      if (id != NULL)
        g_strv_builder_add (ids, id);
    }
  line->departments = g_strv_builder_end (ids);
}

static void
read_lines (MadoPlanObject     *self,
            const char *name,
            GPtrArray  *lines)
{
  JsonArray *array = mado_plan_json_ask_array (self, name);

  for (guint i = 0; i < mado_plan_json_length (array); i++)
    {
      JsonObject *one = mado_plan_json_element_object (self, array, i, name);
      g_autofree char *kind_text = NULL;
      g_autofree char *marker = NULL;
      g_autofree char *text = NULL;
      MadoPlanLineKind kind = MADO_PLAN_LINE_TEXT;
      MadoPlanLine *line;
      MadoPlanObject object;
      int level;

      if (one == NULL)
        continue;
      object = mado_plan_json_object_open (self->reading, one, self->row);
      level = mado_plan_json_ask_int (&object, "level", TRUE);
      kind_text = mado_plan_json_ask_text (&object, "kind");
      if (!mado_plan_line_kind_from_string (kind_text, &kind))
        mado_plan_reading_fault (self->reading, self->row, name, _("“%s” is no kind of line."), kind_text);
      if (level < 0 || level > MADO_PLAN_MAX_LEVEL)
        mado_plan_reading_fault (self->reading, self->row, name, _("The level of a line is 0 to 3."));
      marker = mado_plan_json_ask_text (&object, "marker");
      text = mado_plan_json_ask_text (&object, "text");
      line = mado_plan_line_new ((guint) CLAMP (level, 0, MADO_PLAN_MAX_LEVEL), kind, *marker != 0 ? marker : NULL, text);
      if (strchr (text, '\n') != NULL)
        mado_plan_reading_fault (self->reading, self->row, name, _("A line has a line break in it."));
      read_line_departments (&object, line);
      line->extra = mado_plan_json_object_close (&object);
      g_ptr_array_add (lines, line);
    }
}

/* --- rows ---------------------------------------------------------------------------------- */

static const char *
find_by_name (const char *name,
              gpointer    data)
{
  MadoDepartment *department = mado_plan_book_find_department_named (data, name);

  return department != NULL ? department->id : NULL;
}

/* The whole text is what the lines say, unless the file says otherwise. */
static void
read_summary (MadoPlanObject         *self,
              MadoInitiative *row)
{
  g_autofree char *whole = mado_plan_json_ask_text (self, "summary");
  g_autofree char *printed = NULL;

  read_lines (self, "summary_lines", row->summary);
  if (row->summary->len == 0 && *whole != 0)
    {
      g_ptr_array_unref (row->summary);
      row->summary = mado_plan_lines_parse (whole, MADO_PLAN_SUMMARY, find_by_name, self->reading->book);
    }
  printed = mado_plan_lines_print (row->summary, FALSE);
  if (*whole != 0 && strcmp (printed, whole) != 0)
    mado_plan_reading_note (self->reading, self->row, "summary",
                            _("The summary differs from its lines; the lines are taken."));
}

static void
read_departments (MadoPlanObject          *self,
                  MadoInitiative  *row)
{
  JsonArray *names = mado_plan_json_ask_array (self, "departments");
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < mado_plan_json_length (names); i++)
    {
      const char *id = mado_plan_reading_department (self->reading, self->row, "departments",
                                                     mado_plan_json_element_text (self, names, i, "departments"));

      if (id != NULL)
        g_strv_builder_add (ids, id);
    }
  g_strfreev (row->departments);
  row->departments = g_strv_builder_end (ids);
}

static void
read_repost (MadoPlanObject         *self,
             MadoInitiative *row)
{
  JsonObject *found = mado_plan_json_ask_object (self, "repost_of");
  MadoPlanObject object;
  int no;

  if (found == NULL)
    return;
  object = mado_plan_json_object_open (self->reading, found, self->row);
  no = mado_plan_json_ask_int (&object, "no", TRUE);
  g_hash_table_insert (self->reading->reposts, row, GINT_TO_POINTER (no));
  g_free (mado_plan_json_object_close (&object));
}

static MadoInitiative *
read_row (MadoPlanReading *reading,
          JsonObject      *object,
          guint            place)
{
  MadoPlanObject self = mado_plan_json_object_open (reading, object, place);
  MadoInitiative *row = mado_initiative_new ();
  int seq = mado_plan_json_ask_int (&self, "seq", FALSE);

  row->no = mado_plan_json_ask_int (&self, "no", FALSE);
  row->goal = mado_plan_json_ask_int (&self, "goal", TRUE);
  row->measure = mado_plan_json_ask_int (&self, "measure", TRUE);
  mado_plan_json_take (&row->title, mado_plan_json_ask_text (&self, "title"));
  mado_plan_json_take (&row->mark, mado_plan_json_ask_text (&self, "mark"));
  mado_plan_json_take (&row->title_note, mado_plan_json_ask_text (&self, "title_note"));
  if (*row->title == 0)
    mado_plan_reading_fault (reading, place, "title", _("The title is missing."));
  read_departments (&self, row);
  read_summary (&self, row);
  read_lines (&self, "status", row->status);
  read_repost (&self, row);
  read_figures (&self, row);
  row->extra = mado_plan_json_object_close (&self);
  if (seq > 0)
    mado_plan_json_take (&row->order, mado_plan_order_nth ((guint) seq - 1));
  return row;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  return strcmp ((*(MadoInitiative *const *) a)->order, (*(MadoInitiative *const *) b)->order);
}

static void
read_rows (MadoPlanObject     *self,
           const char *name)
{
  JsonArray *array = mado_plan_json_ask_array (self, name);

  for (guint i = 0; i < mado_plan_json_length (array); i++)
    {
      JsonObject *one = mado_plan_json_element_object (self, array, i, name);
      MadoInitiative *row;

      if (one == NULL)
        continue;
      row = read_row (self->reading, one, i + 1);
      mado_plan_reading_place (self->reading, row, i + 1, FALSE);
      if (*row->order == 0)
        mado_plan_json_take (&row->order, mado_plan_order_nth (self->reading->book->initiatives->len));
      g_ptr_array_add (self->reading->book->initiatives, row);
    }
}

void
mado_plan_json_read_plan (MadoPlanReading *reading,
                          JsonObject      *root)
{
  MadoPlanObject self = mado_plan_json_object_open (reading, root, 0);

  reading->has_plan = TRUE;
  mado_plan_json_read_document (&self, &reading->book->plan);
  reading->book->year = mado_plan_year_parse (reading->book->plan.fiscal_year);
  if (reading->book->year == 0)
    mado_plan_reading_fault (reading, 0, "fiscal_year", _("“%s” is no fiscal year."), reading->book->plan.fiscal_year);
  mado_plan_json_ask (&self, "counts"); /* counted again when it is written */
  read_rows (&self, "initiatives");
  read_rows (&self, "relisted_rows");
  g_ptr_array_sort (reading->book->initiatives, compare_rows);
  mado_plan_json_take (&reading->book->plan.extra, mado_plan_json_object_close (&self));
}
