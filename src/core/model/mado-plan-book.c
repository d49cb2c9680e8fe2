/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/mado-plan-book.h"

#include "core/base/mado-text.h"

#include <string.h>

/* --- departments -------------------------------------------------------------- */

static void
name_free (gpointer data)
{
  MadoDepartmentName *self = data;

  g_free (self->from);
  g_free (self->name);
  g_free (self);
}

static MadoDepartmentName *
name_new (const char *from,
          const char *name)
{
  MadoDepartmentName *self = g_new0 (MadoDepartmentName, 1);

  self->from = g_strdup (from);
  self->name = g_strdup (name);
  return self;
}

MadoDepartment *
mado_department_new (const char *id,
                     const char *name)
{
  MadoDepartment *self = g_new0 (MadoDepartment, 1);

  self->id = g_strdup (id);
  self->names = g_ptr_array_new_with_free_func (name_free);
  if (name != NULL)
    g_ptr_array_add (self->names, name_new ("", name));
  self->until = g_strdup ("");
  self->successors = g_new0 (char *, 1);
  self->officers = g_new0 (char *, 1);
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

MadoDepartment *
mado_department_copy (const MadoDepartment *self)
{
  MadoDepartment *copy = mado_department_new (self->id, NULL);
  GHashTableIter iter;
  gpointer staff, called;

  for (guint i = 0; i < self->names->len; i++)
    {
      const MadoDepartmentName *name = self->names->pdata[i];

      g_ptr_array_add (copy->names, name_new (name->from, name->name));
    }
  g_free (copy->until);
  copy->until = g_strdup (self->until);
  g_strfreev (copy->successors);
  copy->successors = g_strdupv (self->successors);
  g_strfreev (copy->officers);
  copy->officers = g_strdupv (self->officers);
  g_hash_table_iter_init (&iter, self->people);
  while (g_hash_table_iter_next (&iter, &staff, &called))
    g_hash_table_insert (copy->people, g_strdup (staff), g_strdup (called));
  return copy;
}

void
mado_department_free (MadoDepartment *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_ptr_array_unref (self->names);
  g_free (self->until);
  g_strfreev (self->successors);
  g_strfreev (self->officers);
  g_hash_table_unref (self->people);
  g_free (self);
}

/* ISO dates compare as text. */
const char *
mado_department_get_name (const MadoDepartment *self,
                          const char           *day)
{
  const MadoDepartmentName *found = NULL;

  for (guint i = 0; i < self->names->len; i++)
    {
      const MadoDepartmentName *name = self->names->pdata[i];

      if (found == NULL || day == NULL || *day == 0 || strcmp (name->from, day) <= 0)
        found = name;
    }
  return found != NULL ? found->name : self->id;
}

gboolean
mado_department_is_open (const MadoDepartment *self,
                         const char           *day)
{
  return *self->until == 0 || (day != NULL && *day != 0 && strcmp (day, self->until) < 0);
}

/* --- the book -------------------------------------------------------------------- */

void
mado_kpi_rule_init (MadoKpiRule *rule)
{
  *rule = (MadoKpiRule) { .threshold = 30, .missing_baseline = MADO_BASELINE_ZERO, .multi = MADO_MULTI_LOWEST,
                          .coverage_counts = TRUE, .state_counts = TRUE };
}

static void
goal_free (gpointer data)
{
  MadoPlanGoal *self = data;

  g_free (self->title);
  g_free (self->slogan);
  g_free (self);
}

static void
measure_free (gpointer data)
{
  MadoPlanMeasure *self = data;

  g_free (self->title);
  g_free (self);
}

static void
document_init (MadoPlanDocument *self)
{
  self->title = g_strdup ("");
  self->number = g_strdup ("");
  self->as_of = g_strdup ("");
  self->as_of_printed = g_strdup ("");
  self->fiscal_year = g_strdup ("");
  self->period = g_strdup ("");
}

static void
document_clear (MadoPlanDocument *self)
{
  g_free (self->title);
  g_free (self->number);
  g_free (self->as_of);
  g_free (self->as_of_printed);
  g_free (self->fiscal_year);
  g_free (self->period);
  g_free (self->extra);
}

MadoPlanBook *
mado_plan_book_new (void)
{
  MadoPlanBook *self = g_new0 (MadoPlanBook, 1);

  self->name = g_strdup ("");
  self->period_start = g_strdup ("");
  self->period_end = g_strdup ("");
  self->gather = g_strdup ("");
  document_init (&self->plan);
  document_init (&self->kpi);
  mado_kpi_rule_init (&self->rule);
  self->goals = g_ptr_array_new_with_free_func (goal_free);
  self->measures = g_ptr_array_new_with_free_func (measure_free);
  self->initiatives = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_initiative_free);
  self->kpis = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_kpi_free);
  self->departments = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_department_free);
  return self;
}

void
mado_plan_book_free (MadoPlanBook *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->period_start);
  g_free (self->period_end);
  g_free (self->gather);
  document_clear (&self->plan);
  document_clear (&self->kpi);
  g_ptr_array_unref (self->goals);
  g_ptr_array_unref (self->measures);
  g_ptr_array_unref (self->initiatives);
  g_ptr_array_unref (self->kpis);
  g_ptr_array_unref (self->departments);
  g_free (self);
}

MadoPlanGoal *
mado_plan_book_add_goal (MadoPlanBook *self,
                         int           goal,
                         const char   *title,
                         const char   *slogan)
{
  MadoPlanGoal *made = g_new0 (MadoPlanGoal, 1);

  made->goal = goal;
  made->title = g_strdup (title);
  made->slogan = g_strdup (slogan);
  g_ptr_array_add (self->goals, made);
  return made;
}

MadoPlanMeasure *
mado_plan_book_add_measure (MadoPlanBook *self,
                            int           goal,
                            int           measure,
                            const char   *title)
{
  MadoPlanMeasure *made = g_new0 (MadoPlanMeasure, 1);

  made->goal = goal;
  made->measure = measure;
  made->title = g_strdup (title);
  g_ptr_array_add (self->measures, made);
  return made;
}

MadoPlanGoal *
mado_plan_book_find_goal (const MadoPlanBook *self,
                          int                 goal)
{
  for (guint i = 0; i < self->goals->len; i++)
    if (((MadoPlanGoal *) self->goals->pdata[i])->goal == goal)
      return self->goals->pdata[i];
  return NULL;
}

MadoPlanMeasure *
mado_plan_book_find_measure (const MadoPlanBook *self,
                             int                 goal,
                             int                 measure)
{
  for (guint i = 0; i < self->measures->len; i++)
    {
      MadoPlanMeasure *found = self->measures->pdata[i];

      if (found->goal == goal && found->measure == measure)
        return found;
    }
  return NULL;
}

MadoInitiative *
mado_plan_book_find_initiative (const MadoPlanBook *self,
                                const MadoId       *id)
{
  for (guint i = 0; i < self->initiatives->len; i++)
    if (mado_id_equal (&((MadoInitiative *) self->initiatives->pdata[i])->id, id))
      return self->initiatives->pdata[i];
  return NULL;
}

MadoInitiative *
mado_plan_book_find_no (const MadoPlanBook *self,
                        int                 no)
{
  for (guint i = 0; no > 0 && i < self->initiatives->len; i++)
    if (((MadoInitiative *) self->initiatives->pdata[i])->no == no)
      return self->initiatives->pdata[i];
  return NULL;
}

MadoKpi *
mado_plan_book_find_kpi (const MadoPlanBook *self,
                         int                 no)
{
  for (guint i = 0; i < self->kpis->len; i++)
    if (((MadoKpi *) self->kpis->pdata[i])->no == no)
      return self->kpis->pdata[i];
  return NULL;
}

MadoDepartment *
mado_plan_book_find_department (const MadoPlanBook *self,
                                const char         *id)
{
  for (guint i = 0; i < self->departments->len; i++)
    if (strcmp (((MadoDepartment *) self->departments->pdata[i])->id, id) == 0)
      return self->departments->pdata[i];
  return NULL;
}

MadoDepartment *
mado_plan_book_find_department_named (const MadoPlanBook *self,
                                      const char         *name)
{
  for (guint i = 0; i < self->departments->len; i++)
    {
      MadoDepartment *department = self->departments->pdata[i];

      for (guint k = 0; k < department->names->len; k++)
        if (strcmp (((MadoDepartmentName *) department->names->pdata[k])->name, name) == 0)
          return department;
    }
  return NULL;
}

const char *
mado_plan_book_get_department_name (const MadoPlanBook *self,
                                    const char         *id)
{
  const MadoDepartment *department = mado_plan_book_find_department (self, id);

  return department != NULL ? mado_department_get_name (department, self->plan.as_of) : id;
}

const char *
mado_plan_book_get_person (const MadoPlanBook *self,
                           const char         *staff)
{
  for (guint i = 0; i < self->departments->len; i++)
    {
      const char *name = g_hash_table_lookup (((MadoDepartment *) self->departments->pdata[i])->people, staff);

      if (name != NULL)
        return name;
    }
  return staff;
}

char *
mado_plan_book_dup_officer_names (const MadoPlanBook *self,
                                  const char         *id)
{
  const MadoDepartment *department = mado_plan_book_find_department (self, id);
  GString *out = g_string_new (NULL);

  for (guint i = 0; department != NULL && department->officers[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (out, "、");
      g_string_append (out, mado_plan_book_get_person (self, department->officers[i]));
    }
  return g_string_free (out, FALSE);
}

char *
mado_plan_book_dup_department_names (const MadoPlanBook *self,
                                     const char *const  *ids)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (out, "、");
      g_string_append (out, mado_plan_book_get_department_name (self, ids[i]));
    }
  return g_string_free (out, FALSE);
}

/* --- fiscal years ------------------------------------------------------------------- */

#define REIWA  2018
#define HEISEI 1988

char *
mado_plan_year_print (int year)
{
  static const char *const wide[] = { "０", "元", "２", "３", "４", "５", "６", "７", "８", "９" };
  int n = year - (year > REIWA ? REIWA : HEISEI);
  const char *era = year > REIWA ? "令和" : "平成";

  if (n > 0 && n < 10)
    return g_strconcat (era, wide[n], "年度", NULL);
  return g_strdup_printf ("%s%d年度", era, n);
}

int
mado_plan_year_parse (const char *text)
{
  g_autofree char *folded = mado_text_fold_width (text);
  const char *at = g_strstrip (folded);
  int base = 0;
  guint64 n;
  char *end;

  if (g_str_has_prefix (at, "令和"))
    base = REIWA, at += strlen ("令和");
  else if (g_str_has_prefix (at, "平成"))
    base = HEISEI, at += strlen ("平成");
  else if (g_ascii_toupper (*at) == 'R')
    base = REIWA, at++;
  else if (g_ascii_toupper (*at) == 'H')
    base = HEISEI, at++;
  else if (g_ascii_strncasecmp (at, "FY", 2) == 0)
    at += 2;
  if (g_str_has_prefix (at, "元"))
    n = 1, end = (char *) at + strlen ("元");
  else
    n = g_ascii_strtoull (at, &end, 10);
  if (end == at || (*end != 0 && strcmp (end, "年度") != 0 && strcmp (end, "年") != 0))
    return 0;
  if (base > 0 ? n < 1 || n > 99 : n < 1989 || n > 2199)
    return 0;
  return base + (int) n;
}
