/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/stats/mado-plan-year.h"

#include "core/base/mado-date.h"
#include "core/base/mado-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- a new year ------------------------------------------------------------------------- */

static void
forget_places (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      MadoPlanLine *line = lines->pdata[i];

      g_free (line->id);
      g_free (line->order);
      g_free (line->section);
      line->id = g_strdup ("");
      line->order = g_strdup ("");
      line->section = g_strdup ("");
      g_clear_pointer (&line->conflict, g_ptr_array_unref);
    }
}

static MadoInitiative *
copy_row (const MadoInitiative *row,
          int                   year)
{
  MadoInitiative *copy = mado_initiative_copy (row);

  copy->previous = row->id;
  memset (&copy->id, 0, sizeof copy->id);
  memset (&copy->repost_of, 0, sizeof copy->repost_of);
  copy->year = year;
  g_ptr_array_set_size (copy->answers, 0);
  forget_places (copy->status);
  forget_places (copy->summary);
  return copy;
}

static guint
place_of (const MadoPlanBook *book,
          const MadoId       *id)
{
  for (guint i = 0; i < book->initiatives->len; i++)
    if (mado_id_equal (&((MadoInitiative *) book->initiatives->pdata[i])->previous, id))
      return i;
  return G_MAXUINT;
}

/* A row of next year that was relisted points to next year's row. */
static void
link_reposts (const MadoPlanBook *book,
              MadoPlanBook       *next)
{
  for (guint i = 0; i < book->initiatives->len; i++)
    {
      const MadoInitiative *row = book->initiatives->pdata[i];
      guint target = mado_id_is_null (&row->repost_of) ? G_MAXUINT : place_of (next, &row->repost_of);
      guint place = place_of (next, &row->id);

      if (target == G_MAXUINT || place == G_MAXUINT)
        continue;
      ((MadoInitiative *) next->initiatives->pdata[place])->repost_of = ((MadoInitiative *) next->initiatives->pdata[target])->id;
    }
}

/* Rows get their records' ids at once, from the year and their order, so that
 * two who begin the year at two desks begin one. */
static void
settle (MadoPlanBook *next)
{
  for (guint i = 0; i < next->initiatives->len; i++)
    {
      MadoInitiative *row = next->initiatives->pdata[i];

      mado_plan_id_initiative (&row->id, &next->id, next->year, row->order);
    }
}

static void
copy_text (char      **member,
           const char *text)
{
  g_free (*member);
  *member = g_strdup (text);
}

MadoPlanBook *
mado_plan_next_year (const MadoPlanBook *book)
{
  MadoPlanBook *next = mado_plan_book_new ();

  next->id = book->id;
  next->year = book->year + 1;
  copy_text (&next->name, book->name);
  copy_text (&next->period_start, book->period_start);
  copy_text (&next->period_end, book->period_end);
  copy_text (&next->gather, book->gather);
  next->rule = book->rule;
  copy_text (&next->plan.number, book->plan.number);
  copy_text (&next->plan.period, book->plan.period);
  g_free (next->plan.fiscal_year);
  next->plan.fiscal_year = mado_plan_year_print (next->year);
  for (guint i = 0; i < book->departments->len; i++)
    g_ptr_array_add (next->departments, mado_department_copy (book->departments->pdata[i]));
  for (guint i = 0; i < book->initiatives->len; i++)
    if (!((MadoInitiative *) book->initiatives->pdata[i])->removed)
      g_ptr_array_add (next->initiatives, copy_row (book->initiatives->pdata[i], next->year));
  settle (next);
  link_reposts (book, next);
  return next;
}

/* --- departments -------------------------------------------------------------------------- */

static void
add_name (MadoDepartment *department,
          const char     *from,
          const char     *name)
{
  MadoDepartmentName *made = g_new0 (MadoDepartmentName, 1);

  made->from = g_strdup (from);
  made->name = g_strdup (name);
  g_ptr_array_add (department->names, made);
}

static void
end_department (MadoDepartment *department,
                const char     *date,
                char          **successors)
{
  copy_text (&department->until, date);
  g_strfreev (department->successors);
  department->successors = g_strdupv (successors);
}

/* Replaces @from by @to in a list of ids, once each, at its place. */
static void
replace (char     ***list,
         const char *from,
         char      **to)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new ();

  if (*list == NULL || !g_strv_contains ((const char *const *) *list, from))
    return;
  for (guint i = 0; (*list)[i] != NULL; i++)
    {
      const char *const same[] = { (*list)[i], NULL };
      const char *const *add = strcmp ((*list)[i], from) == 0 ? (const char *const *) to : same;

      for (guint k = 0; add[k] != NULL; k++)
        if (!g_ptr_array_find_with_equal_func (out, add[k], g_str_equal, NULL))
          g_ptr_array_add (out, g_strdup (add[k]));
    }
  g_ptr_array_add (out, NULL);
  g_strfreev (*list);
  *list = g_strdupv ((char **) out->pdata);
  g_ptr_array_set_free_func (out, g_free);
}

static void
rename_lines (MadoPlanBook *book,
              GPtrArray    *lines,
              const char   *date)
{
  for (guint i = 0; i < lines->len; i++)
    {
      MadoPlanLine *line = lines->pdata[i];
      GString *text;

      if (line->kind != MADO_PLAN_LINE_DEPARTMENT || line->departments == NULL)
        continue;
      text = g_string_new ("（");
      for (guint k = 0; line->departments[k] != NULL; k++)
        {
          const MadoDepartment *department = mado_plan_book_find_department (book, line->departments[k]);

          g_string_append_printf (text, "%s%s", k > 0 ? "、" : "",
                                  department != NULL ? mado_department_get_name (department, date) : line->departments[k]);
        }
      g_string_append (text, "）");
      g_free (line->text);
      line->text = g_string_free (text, FALSE);
    }
}

static void
move_rows (MadoPlanBook *book,
           const char   *from,
           char        **to,
           const char   *date)
{
  for (guint i = 0; i < book->initiatives->len; i++)
    {
      MadoInitiative *row = book->initiatives->pdata[i];
      GPtrArray *texts[] = { row->status, row->summary };

      replace (&row->departments, from, to);
      for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
        {
          for (guint k = 0; k < texts[t]->len; k++)
            replace (&((MadoPlanLine *) texts[t]->pdata[k])->departments, from, to);
          rename_lines (book, texts[t], date);
        }
    }
  for (guint i = 0; i < book->kpis->len; i++)
    replace (&((MadoKpi *) book->kpis->pdata[i])->departments, from, to);
  if (strcmp (book->gather, from) == 0 && to[0] != NULL)
    copy_text (&book->gather, to[0]);
}

static gboolean
is_valid (const MadoPlanBook *book,
          const MadoReorg    *step,
          const char         *date,
          GError            **error)
{
  guint n_from = step->from != NULL ? g_strv_length (step->from) : 0;
  guint n_to = step->to != NULL ? g_strv_length (step->to) : 0;
  gboolean fits = step->kind == MADO_REORG_RENAME ? n_from == 1 && n_to == 1
                  : step->kind == MADO_REORG_MERGE ? n_from >= 2 && n_to == 1 : n_from == 1 && n_to >= 2;
  MadoDate day;

  if (!mado_date_parse_iso (date, &day) || !mado_date_is_complete (&day))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("“%s” is no date."), date);
      return FALSE;
    }
  if (!fits)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("Name one department and its new name, several that become one, or one that becomes several."));
      return FALSE;
    }
  for (guint i = 0; i < n_from; i++)
    {
      const MadoDepartment *department = mado_plan_book_find_department (book, step->from[i]);

      if (department != NULL && mado_department_is_open (department, date))
        continue;
      g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no department “%s”."), step->from[i]);
      return FALSE;
    }
  for (guint i = 0; i < n_to; i++)
    if (*step->to[i] == 0)
      {
        g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("The name of a department is empty."));
        return FALSE;
      }
  return TRUE;
}

/* Ids of the departments with these names; new ones are made. One that ended
 * and comes back under its name is another. */
static char **
find_or_make (MadoPlanBook  *book,
              char         **names,
              const char    *date)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      MadoDepartment *department = mado_plan_book_find_department_named (book, names[i]);
      g_autofree char *id = NULL;

      if (department == NULL || !mado_department_is_open (department, NULL))
        {
          g_autofree char *key = department != NULL ? g_strconcat (names[i], " ", date, NULL) : g_strdup (names[i]);

          id = mado_plan_department_id (key);
          department = mado_department_new (id, names[i]);
          g_ptr_array_add (book->departments, department);
        }
      g_strv_builder_add (ids, department->id);
    }
  return g_strv_builder_end (ids);
}

gboolean
mado_plan_reorganise (MadoPlanBook    *book,
                      const MadoReorg *step,
                      const char      *date,
                      GError         **error)
{
  g_auto (GStrv) to = NULL;

  if (!is_valid (book, step, date, error))
    return FALSE;
  if (step->kind == MADO_REORG_RENAME)
    {
      char *same[] = { step->from[0], NULL };

      add_name (mado_plan_book_find_department (book, step->from[0]), date, step->to[0]);
      move_rows (book, step->from[0], same, date);
      return TRUE;
    }
  to = find_or_make (book, step->to, date);
  for (guint i = 0; step->from[i] != NULL; i++)
    {
      if (!g_strv_contains ((const char *const *) to, step->from[i]))
        end_department (mado_plan_book_find_department (book, step->from[i]), date, to);
      move_rows (book, step->from[i], to, date);
    }
  return TRUE;
}

static char **
split_names (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, ",\n", -1);
  g_autofree char *joined = g_strjoinv ("、", parts);
  char **names = g_strsplit (joined, "、", -1);

  for (guint i = 0; names[i] != NULL; i++)
    g_strstrip (names[i]);
  return names;
}

gboolean
mado_plan_reorganise_named (MadoPlanBook   *book,
                            MadoReorgKind   kind,
                            const char     *from,
                            const char     *to,
                            const char     *date,
                            GError        **error)
{
  g_auto (GStrv) from_names = split_names (from);
  g_auto (GStrv) to_names = split_names (to);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; from_names[i] != NULL; i++)
    {
      MadoDepartment *department = mado_plan_book_find_department_named (book, from_names[i]);

      if (department == NULL)
        {
          g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no department “%s” in the plan."), from_names[i]);
          return FALSE;
        }
      g_ptr_array_add (ids, department->id);
    }
  g_ptr_array_add (ids, NULL);
  return mado_plan_reorganise (book, &(MadoReorg) { kind, (char **) ids->pdata, to_names }, date, error);
}

/* --- officers --------------------------------------------------------------------------------- */

void
mado_plan_officer_free (MadoPlanOfficer *self)
{
  g_free (self->staff);
  g_free (self->name);
  g_free (self->department);
  g_free (self);
}

gboolean
mado_plan_set_officers (MadoPlanBook  *book,
                        GPtrArray     *officers,
                        GError       **error)
{
  for (guint i = 0; i < officers->len; i++)
    {
      const MadoPlanOfficer *officer = officers->pdata[i];

      if (mado_plan_book_find_department (book, officer->department) != NULL && *officer->staff != 0)
        continue;
      g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no department “%s”."), officer->department);
      return FALSE;
    }
  for (guint i = 0; i < book->departments->len; i++)
    {
      MadoDepartment *department = book->departments->pdata[i];
      g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

      for (guint k = 0; k < officers->len; k++)
        {
          const MadoPlanOfficer *officer = officers->pdata[k];

          if (strcmp (officer->department, department->id) != 0)
            continue;
          g_strv_builder_add (list, officer->staff);
          if (*officer->name != 0)
            g_hash_table_insert (department->people, g_strdup (officer->staff), g_strdup (officer->name));
        }
      g_strfreev (department->officers);
      department->officers = g_strv_builder_end (list);
    }
  return TRUE;
}
