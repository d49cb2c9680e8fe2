/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-cells.h"

#include "core/base/mado-error.h"
#include "core/exchange/mado-plan-file.h"
#include "core/exchange/mado-plan-import.h"
#include "core/form/mado-plan-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *
find_by_name (const char *name,
              gpointer    data)
{
  MadoDepartment *department = mado_plan_book_find_department_named (data, name);

  return department != NULL ? department->id : NULL;
}

static gboolean
set_departments (MadoInitiative   *row,
                 MadoPlanReading  *reading,
                 const char       *text)
{
  g_autoptr (GRegex) marks = g_regex_new ("[、,，\r\n]", 0, 0, NULL);
  g_auto (GStrv) names = g_regex_split (marks, text, 0);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *id = *g_strstrip (names[i]) != 0 ? mado_plan_reading_department (reading, 0, "", names[i]) : NULL;

      if (id != NULL && !g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
        g_ptr_array_add (ids, g_strdup (id));
    }
  if (ids->len == 0 && reading->faults->len == 0)
    mado_plan_reading_fault (reading, 0, "", _("A row has at least one department."));
  g_ptr_array_add (ids, NULL);
  g_strfreev (row->departments);
  row->departments = g_strdupv ((char **) ids->pdata);
  return reading->faults->len == 0;
}

static void
set_summary (MadoInitiative *row,
             MadoPlanBook   *book,
             const char     *text)
{
  g_autofree char *now = mado_plan_lines_print (row->summary, TRUE);
  g_autofree char *wanted = g_strchomp (g_strdup (text));
  GPtrArray *lines;

  if (strcmp (now, wanted) == 0)
    return;
  lines = mado_plan_lines_parse (wanted, MADO_PLAN_SUMMARY, find_by_name, book);
  mado_plan_lines_adopt (lines, row->summary, row->year);
  g_ptr_array_unref (row->summary);
  row->summary = lines;
}

static gboolean
tell (MadoPlanReading  *reading,
      GError          **error)
{
  const MadoPlanFault *fault = reading->faults->pdata[0];

  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, fault->text);
  return FALSE;
}

gboolean
mado_plan_cells_prepare (MadoPlanSet     *set,
                         const MadoId    *id,
                         const char      *title,
                         const char      *departments,
                         const char      *summary,
                         const char      *city,
                         MadoPlanUpdate  *update,
                         GError         **error)
{
  const MadoInitiative *known = mado_plan_book_find_initiative (set->book, id);
  g_autoptr (MadoPlanReading) reading = mado_plan_reading_new (set->book, MADO_PLAN_READ_DEFAULT);
  g_autoptr (MadoPlanBook) wanted = mado_plan_book_new ();
  g_autofree char *name = g_strstrip (g_strdup (title));
  MadoInitiative *row;

  if (known == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("This row is not here any more."));
      return FALSE;
    }
  row = mado_initiative_copy (known);
  g_ptr_array_add (wanted->initiatives, row);
  if (*name == 0)
    mado_plan_reading_fault (reading, 0, "", _("The title is missing."));
  else if (strpbrk (name, "\r\n\t") != NULL)
    mado_plan_reading_fault (reading, 0, "", _("The title has to be on one line."));
  mado_plan_reading_check_text (reading, 0, "", name);
  mado_plan_reading_check_text (reading, 0, "", summary);
  if (!set_departments (row, reading, departments))
    return tell (reading, error);
  g_free (row->title);
  row->title = g_steal_pointer (&name);
  set_summary (row, set->book, summary);
  wanted->id = set->book->id;
  wanted->year = set->book->year;
  g_free (wanted->gather);
  wanted->gather = g_strdup (set->book->gather);
  mado_plan_update_make_rows (update, wanted, &(MadoPlanUpdateOptions) { city, set->records, MADO_SOURCE_TYPED, "cells" });
  return TRUE;
}
