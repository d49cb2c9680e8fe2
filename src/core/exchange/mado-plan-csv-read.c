/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-table-private.h"

#include "core/base/mado-text.h"
#include "core/form/mado-plan-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Tables: rows of the plan or of its KPI, one each a line. Columns are found
 * by their headings, in any order. */

/* --- columns ------------------------------------------------------------------------ */

#define IN_PLAN   1
#define IN_KPI    2
#define OPTIONAL  4

static const struct
{
  const char     *heading;
  MadoPlanColumn  column;
  guint           where;
} columns[] = {
  { "No", MADO_COLUMN_NO, IN_PLAN },
  { "番号", MADO_COLUMN_NO, IN_KPI },
  { "基本目標", MADO_COLUMN_GOAL, IN_PLAN | IN_KPI },
  { "基本目標名", MADO_COLUMN_GOAL_TITLE, IN_PLAN | IN_KPI | OPTIONAL },
  { "施策", MADO_COLUMN_MEASURE, IN_PLAN | IN_KPI },
  { "施策名", MADO_COLUMN_MEASURE_TITLE, IN_PLAN | IN_KPI | OPTIONAL },
  { "主な取組", MADO_COLUMN_TITLE, IN_PLAN },
  { "事業概要", MADO_COLUMN_SUMMARY, IN_PLAN },
  { "担当課", MADO_COLUMN_DEPARTMENTS, IN_PLAN },
  { "再掲元No", MADO_COLUMN_REPOST, IN_PLAN | OPTIONAL },
  { "指標", MADO_COLUMN_NAME, IN_KPI },
  { "単位", MADO_COLUMN_UNIT, IN_KPI | OPTIONAL },
  { "目標値", MADO_COLUMN_TARGET, IN_KPI },
  { "KPI達成度", MADO_COLUMN_JUDGEMENT, IN_KPI | OPTIONAL },
  { "備考", MADO_COLUMN_NOTE, IN_KPI | OPTIONAL },
  { "目標値（数値）", MADO_COLUMN_TARGET_NUMBER, IN_KPI | OPTIONAL },
  { "計画", MADO_COLUMN_PLAN, IN_PLAN | IN_KPI | OPTIONAL },
};

#define STATUS_TAIL "実施状況・実施予定"
#define NUMBER_TAIL "（数値）"

static int
find_column (const MadoPlanTable *table,
             MadoPlanColumn       column)
{
  for (guint i = 0; i < table->kinds->len; i++)
    if (g_array_index (table->kinds, int, i) == (int) column)
      return (int) i;
  return -1;
}

const char *
mado_plan_table_cell (const MadoPlanTable *table,
                      MadoPlanColumn       column)
{
  char **cells = table->rows->pdata[table->row - 1];
  int i = find_column (table, column);

  return i >= 0 && (guint) i < g_strv_length (cells) ? cells[i] : "";
}

const char *
mado_plan_table_heading (const MadoPlanTable *table,
                         MadoPlanColumn       column)
{
  int i = find_column (table, column);

  return i >= 0 ? table->headings[i] : "";
}

/* 令和６年度 実施状況・実施予定; 令和３年度; 令和３年度（数値） */
static int
recognise_year (const char *text,
                gboolean    is_kpi,
                int        *year)
{
  gsize length = strlen (text);
  gboolean number = g_str_has_suffix (text, NUMBER_TAIL);
  g_autofree char *head = NULL;

  if (!is_kpi && g_str_has_suffix (text, STATUS_TAIL))
    {
      head = g_strndup (text, length - strlen (STATUS_TAIL));
      *year = mado_plan_year_parse (g_strstrip (head));
      return MADO_COLUMN_STATUS;
    }
  if (!is_kpi)
    return -1;
  head = number ? g_strndup (text, length - strlen (NUMBER_TAIL)) : g_strdup (text);
  *year = mado_plan_year_parse (head);
  return *year > 0 ? (int) (number ? MADO_COLUMN_YEAR_NUMBER : MADO_COLUMN_YEAR) : -1;
}

static int
recognise (const char *text,
           gboolean    is_kpi,
           int        *year)
{
  guint where = is_kpi ? IN_KPI : IN_PLAN;

  *year = 0;
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if ((columns[i].where & where) && strcmp (columns[i].heading, text) == 0)
      return (int) columns[i].column;
  return recognise_year (text, is_kpi, year);
}

static void
check_columns (MadoPlanTable *table)
{
  guint where = table->is_kpi ? IN_KPI : IN_PLAN;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if ((columns[i].where & where) && !(columns[i].where & OPTIONAL) && find_column (table, columns[i].column) < 0)
      mado_plan_reading_fault (table->reading, 1, columns[i].heading, _("This column is missing."));
  if (!table->is_kpi && find_column (table, MADO_COLUMN_STATUS) < 0)
    mado_plan_reading_fault (table->reading, 1, STATUS_TAIL, _("This column is missing."));
  for (guint i = 0; i < table->kinds->len; i++)
    {
      int kind = g_array_index (table->kinds, int, i);

      if (kind < 0)
        mado_plan_reading_fault (table->reading, 1, table->headings[i], _("This column is not known."));
      for (guint k = 0; kind >= 0 && kind != MADO_COLUMN_YEAR && kind != MADO_COLUMN_YEAR_NUMBER && k < i; k++)
        if (g_array_index (table->kinds, int, k) == kind)
          mado_plan_reading_fault (table->reading, 1, table->headings[i], _("This column is there twice."));
    }
}

static gboolean
read_headings (MadoPlanTable *table)
{
  guint before = table->reading->faults->len;

  table->headings = table->rows->pdata[0];
  for (guint i = 0; table->headings[i] != NULL; i++)
    table->is_kpi |= strcmp (table->headings[i], "指標") == 0;
  for (guint i = 0; table->headings[i] != NULL; i++)
    {
      int year;
      int kind = recognise (g_strstrip (table->headings[i]), table->is_kpi, &year);

      if (kind < 0 && *table->headings[i] == 0)
        kind = G_MAXINT; /* a column without heading holds nothing */
      g_array_append_val (table->kinds, kind);
      g_array_append_val (table->years, year);
    }
  check_columns (table);
  return table->reading->faults->len == before;
}

/* --- cells of a row -------------------------------------------------------------------- */

int
mado_plan_table_cell_int (MadoPlanTable  *table,
                          MadoPlanColumn  column,
                          gboolean        needed)
{
  const char *text = mado_plan_table_cell (table, column);
  const char *end;
  g_autofree char *number = mado_plan_number_parse (text, &end);

  if (number != NULL && *end == 0 && strlen (number) < 10 && strchr (number, '.') == NULL)
    return (int) g_ascii_strtoll (number, NULL, 10);
  if (*text != 0 || needed)
    mado_plan_reading_fault (table->reading, table->row, mado_plan_table_heading (table, column), _("“%s” is not a whole number."), text);
  return 0;
}

void
mado_plan_table_goals (MadoPlanTable *table,
                       int            goal,
                       int            measure)
{
  MadoPlanBook *book = table->reading->book;
  const char *goal_title = mado_plan_table_cell (table, MADO_COLUMN_GOAL_TITLE);
  const char *measure_title = mado_plan_table_cell (table, MADO_COLUMN_MEASURE_TITLE);
  const MadoPlanGoal *known = mado_plan_book_find_goal (book, goal);
  const MadoPlanMeasure *known_measure = mado_plan_book_find_measure (book, goal, measure);

  if (known == NULL && *goal_title != 0)
    mado_plan_book_add_goal (book, goal, goal_title, "");
  else if (known != NULL && *goal_title != 0 && strcmp (known->title, goal_title) != 0)
    mado_plan_reading_fault (table->reading, table->row, mado_plan_table_heading (table, MADO_COLUMN_GOAL_TITLE),
                             _("Goal %d has two titles, “%s” and “%s”."), goal, known->title, goal_title);
  if (known_measure == NULL && *measure_title != 0)
    mado_plan_book_add_measure (book, goal, measure, measure_title);
  else if (known_measure != NULL && *measure_title != 0 && strcmp (known_measure->title, measure_title) != 0)
    mado_plan_reading_fault (table->reading, table->row, mado_plan_table_heading (table, MADO_COLUMN_MEASURE_TITLE),
                             _("Measure %d-%d has two titles, “%s” and “%s”."), goal, measure, known_measure->title, measure_title);
}

static void
take (char      **member,
      const char *text)
{
  g_free (*member);
  *member = g_strdup (text);
}

static const char *
find_by_name (const char *name,
              gpointer    data)
{
  MadoDepartment *department = mado_plan_book_find_department_named (data, name);

  return department != NULL ? department->id : NULL;
}

static void
take_departments (MadoPlanTable  *table,
                  MadoInitiative *row)
{
  g_auto (GStrv) names = g_strsplit_set (mado_plan_table_cell (table, MADO_COLUMN_DEPARTMENTS), "\n", -1);
  g_autofree char *joined = g_strjoinv ("、", names);
  g_auto (GStrv) all = g_strsplit (joined, "、", -1);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    {
      const char *id;

      if (*g_strstrip (all[i]) == 0)
        continue;
      id = mado_plan_reading_department (table->reading, table->row, mado_plan_table_heading (table, MADO_COLUMN_DEPARTMENTS), all[i]);
      if (id != NULL)
        g_strv_builder_add (ids, id);
    }
  g_strfreev (row->departments);
  row->departments = g_strv_builder_end (ids);
}

/* ― in the place of a number; the remark stands behind the title then. */
static void
take_number_and_title (MadoPlanTable  *table,
                       MadoInitiative *row)
{
  const char *text = mado_plan_table_cell (table, MADO_COLUMN_NO);
  const char *title = mado_plan_table_cell (table, MADO_COLUMN_TITLE);
  const char *remark = strstr (title, " ※");

  take (&row->title, title);
  if (strcmp (text, "―") != 0 && strcmp (text, "－") != 0 && strcmp (text, "-") != 0)
    {
      row->no = mado_plan_table_cell_int (table, MADO_COLUMN_NO, TRUE);
      return;
    }
  take (&row->mark, text);
  if (remark == NULL)
    return;
  g_free (row->title);
  row->title = g_strndup (title, (gsize) (remark - title));
  take (&row->title_note, remark + 1);
}

static void
read_plan_row (MadoPlanTable *table)
{
  MadoPlanBook *book = table->reading->book;
  MadoInitiative *row = mado_initiative_new ();
  int repost;

  take_number_and_title (table, row);
  row->goal = mado_plan_table_cell_int (table, MADO_COLUMN_GOAL, TRUE);
  row->measure = mado_plan_table_cell_int (table, MADO_COLUMN_MEASURE, TRUE);
  mado_plan_table_goals (table, row->goal, row->measure);
  if (*row->title == 0)
    mado_plan_reading_fault (table->reading, table->row, mado_plan_table_heading (table, MADO_COLUMN_TITLE), _("The title is missing."));
  take_departments (table, row);
  g_ptr_array_unref (row->summary);
  g_ptr_array_unref (row->status);
  row->summary = mado_plan_lines_parse (mado_plan_table_cell (table, MADO_COLUMN_SUMMARY), MADO_PLAN_SUMMARY, find_by_name, book);
  row->status = mado_plan_lines_parse (mado_plan_table_cell (table, MADO_COLUMN_STATUS), MADO_PLAN_STATUS, find_by_name, book);
  repost = mado_plan_table_cell_int (table, MADO_COLUMN_REPOST, FALSE);
  if (repost > 0)
    g_hash_table_insert (table->reading->reposts, row, GINT_TO_POINTER (repost));
  g_free (row->order);
  row->order = mado_plan_order_nth (book->initiatives->len);
  g_ptr_array_add (book->initiatives, row);
  mado_plan_reading_place (table->reading, row, table->row, TRUE);
}

/* --- the table ------------------------------------------------------------------------------ */

static gboolean
is_empty_row (char **cells)
{
  for (guint i = 0; cells[i] != NULL; i++)
    if (*cells[i] != 0)
      return FALSE;
  return TRUE;
}

static gboolean
has_more_cells (const MadoPlanTable  *table,
                char                **cells)
{
  for (guint i = table->kinds->len; i < g_strv_length (cells); i++)
    if (*cells[i] != 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_cells (MadoPlanTable  *table,
             char          **cells)
{
  for (guint i = 0; cells[i] != NULL; i++)
    if (!mado_plan_reading_check_text (table->reading, table->row, i < table->kinds->len ? table->headings[i] : "", cells[i]))
      return FALSE;
  return TRUE;
}

static void
read_rows (MadoPlanTable *table)
{
  for (table->row = 2; table->row <= table->rows->len; table->row++)
    {
      char **cells = table->rows->pdata[table->row - 1];

      if (is_empty_row (cells) || !check_cells (table, cells))
        continue;
      if (has_more_cells (table, cells))
        mado_plan_reading_fault (table->reading, table->row, "", _("The row has more cells than there are headings."));
      else if (g_strv_length (cells) < table->kinds->len)
        mado_plan_reading_fault (table->reading, table->row, "", _("The row has fewer cells than there are headings."));
      else if (table->is_kpi)
        mado_plan_table_kpi_row (table);
      else
        read_plan_row (table);
    }
}

static void
settle_plan_year (MadoPlanTable *table)
{
  MadoPlanBook *book = table->reading->book;
  int i = find_column (table, MADO_COLUMN_STATUS);
  int year = i >= 0 ? g_array_index (table->years, int, i) : 0;

  if (year == 0)
    mado_plan_reading_fault (table->reading, 1, mado_plan_table_heading (table, MADO_COLUMN_STATUS), _("The heading names no fiscal year."));
  if (book->year > 0 && year > 0 && book->year != year)
    mado_plan_reading_fault (table->reading, 1, mado_plan_table_heading (table, MADO_COLUMN_STATUS), _("The files are of two fiscal years."));
  book->year = year;
  g_free (book->plan.fiscal_year);
  book->plan.fiscal_year = mado_plan_year_print (year);
}

void
mado_plan_table_read (MadoPlanReading *reading,
                      GPtrArray       *rows)
{
  g_autoptr (GArray) kinds = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) years = g_array_new (FALSE, FALSE, sizeof (int));
  MadoPlanTable table = { reading, rows, kinds, years };

  if (rows->len == 0 || is_empty_row (rows->pdata[0]))
    {
      mado_plan_reading_fault (reading, 0, "", _("The table is empty."));
      return;
    }
  if (!read_headings (&table))
    return;
  if (!table.is_kpi)
    settle_plan_year (&table);
  read_rows (&table);
  if (table.is_kpi)
    mado_plan_table_kpi_years (&table);
  else
    reading->figures_missing = TRUE;
  reading->has_kpi |= table.is_kpi;
  reading->has_plan |= !table.is_kpi;
}

void
mado_plan_csv_read (MadoPlanReading *reading,
                    const char      *text)
{
  g_autoptr (GPtrArray) rows = mado_plan_csv_split (reading, text);

  if (rows != NULL)
    mado_plan_table_read (reading, rows);
}
