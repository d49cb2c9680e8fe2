/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-officers.h"

#include "core/base/mado-error.h"
#include "core/exchange/mado-plan-file.h"
#include "core/stats/mado-plan-year.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define STAFF      "職員番号"
#define NAME       "氏名"
#define DEPARTMENT "担当課"

/* Where each of them stands; -1: nowhere. */
typedef struct
{
  int      staff;
  int      name;
  int      department;
  gboolean headed;
} Columns;

static int
find (char       **cells,
      const char  *heading)
{
  for (int i = 0; cells[i] != NULL; i++)
    if (strcmp (g_strstrip (cells[i]), heading) == 0)
      return i;
  return -1;
}

static Columns
find_columns (char **first)
{
  Columns columns = { find (first, STAFF), find (first, NAME), find (first, DEPARTMENT), TRUE };

  if (columns.staff >= 0 || columns.department >= 0)
    return columns;
  return g_strv_length (first) >= 3 ? (Columns) { 0, 1, 2, FALSE } : (Columns) { 0, -1, 1, FALSE };
}

static const char *
cell (char **cells,
      int    at)
{
  return at >= 0 && at < (int) g_strv_length (cells) ? g_strstrip (cells[at]) : "";
}

static gboolean
is_empty (char **cells)
{
  for (guint i = 0; cells[i] != NULL; i++)
    if (*g_strstrip (cells[i]) != 0)
      return FALSE;
  return TRUE;
}

/* The id becomes part of a path. */
static gboolean
is_staff_id (const char *text)
{
  return *text != 0 && strlen (text) <= 64 && strpbrk (text, "/\n\t ") == NULL;
}

static void
read_row (MadoPlanReading    *reading,
          const MadoPlanBook *book,
          const Columns      *columns,
          char              **cells,
          guint               row,
          GPtrArray          *list)
{
  const char *staff = cell (cells, columns->staff);
  const char *name = cell (cells, columns->name);
  const char *department = cell (cells, columns->department);
  const MadoDepartment *found = mado_plan_book_find_department_named (book, department);
  MadoPlanOfficer *officer;

  if (!is_staff_id (staff))
    mado_plan_reading_fault (reading, row, STAFF, _("“%s” is no staff number."), staff);
  mado_plan_reading_check_text (reading, row, NAME, name);
  if (found == NULL || !mado_department_is_open (found, NULL))
    {
      /* Tells the nearest name too. */
      if (mado_plan_reading_department (reading, row, DEPARTMENT, department) != NULL)
        mado_plan_reading_fault (reading, row, DEPARTMENT, _("The department “%s” is no more."), department);
      return;
    }
  officer = g_new0 (MadoPlanOfficer, 1);
  officer->staff = g_strdup (staff);
  officer->name = g_strdup (name);
  officer->department = g_strdup (found->id);
  g_ptr_array_add (list, officer);
}

static void
read_rows (MadoPlanReading    *reading,
           const MadoPlanBook *book,
           GPtrArray          *rows,
           GPtrArray          *list)
{
  Columns columns = find_columns (rows->pdata[0]);

  if (columns.staff < 0)
    mado_plan_reading_fault (reading, 1, STAFF, _("This column is missing."));
  if (columns.department < 0)
    mado_plan_reading_fault (reading, 1, DEPARTMENT, _("This column is missing."));
  for (guint i = columns.headed ? 1 : 0; columns.staff >= 0 && columns.department >= 0 && i < rows->len; i++)
    if (!is_empty (rows->pdata[i]))
      read_row (reading, book, &columns, rows->pdata[i], i + 1, list);
}

static void
tell_faults (MadoPlanReading  *reading,
             GError          **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < reading->faults->len; i++)
    {
      g_autofree char *line = mado_plan_fault_print (reading->faults->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, text->str);
}

GPtrArray *
mado_plan_officers_read (const MadoPlanBook  *book,
                         GBytes              *bytes,
                         GError             **error)
{
  g_autoptr (MadoPlanReading) reading = mado_plan_reading_new (book, MADO_PLAN_READ_DEFAULT);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_plan_officer_free);
  gsize length;
  g_autofree char *text = mado_plan_decode (bytes, &length);
  g_autoptr (GPtrArray) rows = NULL;

  if (g_bytes_get_size (bytes) > MADO_PLAN_MAX_FILE || text == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("This file is neither UTF-8 nor Shift_JIS."));
      return NULL;
    }
  rows = mado_plan_csv_split (reading, text);
  if (rows != NULL && rows->len > 0)
    read_rows (reading, book, rows, list);
  if (reading->faults->len == 0 && list->len == 0)
    mado_plan_reading_fault (reading, 0, "", _("Nobody stands in this list."));
  if (reading->faults->len == 0)
    return g_steal_pointer (&list);
  tell_faults (reading, error);
  return NULL;
}
