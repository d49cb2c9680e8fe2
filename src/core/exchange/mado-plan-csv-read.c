/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-file.h"

#include "core/base/mado-text.h"
#include "core/exchange/mado-json-text.h"
#include "core/form/mado-plan-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Tables: rows of the plan or of its KPI, one each a line. Columns are found
 * by their headings, in any order. */

/* --- cells ----------------------------------------------------------------------- */

#define MAX_COLUMNS 200

static gboolean
read_quoted (const char **p,
             GString     *cell)
{
  for ((*p)++; **p != 0; (*p)++)
    if (**p != '"')
      g_string_append_c (cell, **p);
    else if ((*p)[1] == '"')
      g_string_append_c (cell, *++(*p));
    else
      {
        (*p)++;
        return TRUE;
      }
  return FALSE;
}

static void
end_row (GPtrArray     *rows,
         GStrvBuilder **builder)
{
  g_ptr_array_add (rows, g_strv_builder_end (*builder));
  g_strv_builder_unref (*builder);
  *builder = g_strv_builder_new ();
}

static char
guess_separator (const char *text)
{
  gsize line = strcspn (text, "\n");

  return memchr (text, '\t', line) != NULL && memchr (text, ',', line) == NULL ? '\t' : ',';
}

GPtrArray *
mado_plan_csv_split (MadoPlanReading *reading,
                     const char      *text)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  GStrvBuilder *builder = g_strv_builder_new ();
  g_autoptr (GString) cell = g_string_new (NULL);
  char separator = guess_separator (text);
  const char *p = text;
  guint columns = 0;

  while (*p != 0)
    {
      g_string_truncate (cell, 0);
      if (*p == '"' && !read_quoted (&p, cell))
        {
          mado_plan_reading_fault (reading, rows->len + 1, "", _("A quotation mark is not closed."));
          g_strv_builder_unref (builder);
          return NULL;
        }
      for (; *p != 0 && *p != separator && *p != '\n'; p++)
        g_string_append_c (cell, *p);
      if (++columns > MAX_COLUMNS)
        {
          mado_plan_reading_fault (reading, rows->len + 1, "", _("The row has more than %d columns."), MAX_COLUMNS);
          g_strv_builder_unref (builder);
          return NULL;
        }
      g_strv_builder_add (builder, cell->str);
      if (*p == separator)
        {
          p++;
          if (*p != 0 && *p != '\n')
            continue;
          g_strv_builder_add (builder, ""); /* an empty last cell */
          columns++;
        }
      if (*p == '\n')
        p++;
      end_row (rows, &builder);
      columns = 0;
    }
  g_strv_builder_unref (builder);
  return g_steal_pointer (&rows);
}

/* --- columns ------------------------------------------------------------------------ */

typedef enum
{
  COLUMN_NO,
  COLUMN_GOAL,
  COLUMN_GOAL_TITLE,
  COLUMN_MEASURE,
  COLUMN_MEASURE_TITLE,
  COLUMN_TITLE,
  COLUMN_SUMMARY,
  COLUMN_STATUS,
  COLUMN_DEPARTMENTS,
  COLUMN_REPOST,
  COLUMN_NAME,
  COLUMN_UNIT,
  COLUMN_TARGET,
  COLUMN_JUDGEMENT,
  COLUMN_NOTE,
  COLUMN_TARGET_NUMBER,
  COLUMN_YEAR,        /* a fiscal year's cell */
  COLUMN_YEAR_NUMBER, /* and its bare number */
  COLUMN_PLAN,
} Column;

#define IN_PLAN   1
#define IN_KPI    2
#define OPTIONAL  4

static const struct
{
  const char *heading;
  Column      column;
  guint       where;
} columns[] = {
  { "No", COLUMN_NO, IN_PLAN },
  { "番号", COLUMN_NO, IN_KPI },
  { "基本目標", COLUMN_GOAL, IN_PLAN | IN_KPI },
  { "基本目標名", COLUMN_GOAL_TITLE, IN_PLAN | IN_KPI | OPTIONAL },
  { "施策", COLUMN_MEASURE, IN_PLAN | IN_KPI },
  { "施策名", COLUMN_MEASURE_TITLE, IN_PLAN | IN_KPI | OPTIONAL },
  { "主な取組", COLUMN_TITLE, IN_PLAN },
  { "事業概要", COLUMN_SUMMARY, IN_PLAN },
  { "担当課", COLUMN_DEPARTMENTS, IN_PLAN },
  { "再掲元No", COLUMN_REPOST, IN_PLAN | OPTIONAL },
  { "指標", COLUMN_NAME, IN_KPI },
  { "単位", COLUMN_UNIT, IN_KPI | OPTIONAL },
  { "目標値", COLUMN_TARGET, IN_KPI },
  { "KPI達成度", COLUMN_JUDGEMENT, IN_KPI | OPTIONAL },
  { "備考", COLUMN_NOTE, IN_KPI | OPTIONAL },
  { "目標値（数値）", COLUMN_TARGET_NUMBER, IN_KPI | OPTIONAL },
  { "計画", COLUMN_PLAN, IN_PLAN | IN_KPI | OPTIONAL },
};

#define STATUS_TAIL "実施状況・実施予定"
#define NUMBER_TAIL "（数値）"

typedef struct
{
  MadoPlanReading *reading;
  GPtrArray       *rows;
  GArray          *kinds;   /* Column of each column; -1: not known */
  GArray          *years;   /* of a year's column */
  char           **headings;
  gboolean         is_kpi;
  guint            row;     /* being read, as a spreadsheet counts */
} Table;

static int
find_column (const Table *table,
             Column       column)
{
  for (guint i = 0; i < table->kinds->len; i++)
    if (g_array_index (table->kinds, int, i) == (int) column)
      return (int) i;
  return -1;
}

static const char *
cell (const Table *table,
      Column       column)
{
  char **cells = table->rows->pdata[table->row - 1];
  int i = find_column (table, column);

  return i >= 0 && (guint) i < g_strv_length (cells) ? cells[i] : "";
}

static const char *
heading (const Table *table,
         Column       column)
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
      return COLUMN_STATUS;
    }
  if (!is_kpi)
    return -1;
  head = number ? g_strndup (text, length - strlen (NUMBER_TAIL)) : g_strdup (text);
  *year = mado_plan_year_parse (head);
  return *year > 0 ? (int) (number ? COLUMN_YEAR_NUMBER : COLUMN_YEAR) : -1;
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
check_columns (Table *table)
{
  guint where = table->is_kpi ? IN_KPI : IN_PLAN;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if ((columns[i].where & where) && !(columns[i].where & OPTIONAL) && find_column (table, columns[i].column) < 0)
      mado_plan_reading_fault (table->reading, 1, columns[i].heading, _("This column is missing."));
  if (!table->is_kpi && find_column (table, COLUMN_STATUS) < 0)
    mado_plan_reading_fault (table->reading, 1, STATUS_TAIL, _("This column is missing."));
  for (guint i = 0; i < table->kinds->len; i++)
    {
      int kind = g_array_index (table->kinds, int, i);

      if (kind < 0)
        mado_plan_reading_fault (table->reading, 1, table->headings[i], _("This column is not known."));
      for (guint k = 0; kind >= 0 && kind != COLUMN_YEAR && kind != COLUMN_YEAR_NUMBER && k < i; k++)
        if (g_array_index (table->kinds, int, k) == kind)
          mado_plan_reading_fault (table->reading, 1, table->headings[i], _("This column is there twice."));
    }
}

static gboolean
read_headings (Table *table)
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

static int
cell_int (Table    *table,
          Column    column,
          gboolean  needed)
{
  const char *text = cell (table, column);
  const char *end;
  g_autofree char *number = mado_plan_number_parse (text, &end);

  if (number != NULL && *end == 0 && strlen (number) < 10 && strchr (number, '.') == NULL)
    return (int) g_ascii_strtoll (number, NULL, 10);
  if (*text != 0 || needed)
    mado_plan_reading_fault (table->reading, table->row, heading (table, column), _("“%s” is not a whole number."), text);
  return 0;
}

static void
take_goals (Table *table,
            int    goal,
            int    measure)
{
  MadoPlanBook *book = table->reading->book;
  const char *goal_title = cell (table, COLUMN_GOAL_TITLE);
  const char *measure_title = cell (table, COLUMN_MEASURE_TITLE);
  const MadoPlanGoal *known = mado_plan_book_find_goal (book, goal);
  const MadoPlanMeasure *known_measure = mado_plan_book_find_measure (book, goal, measure);

  if (known == NULL && *goal_title != 0)
    mado_plan_book_add_goal (book, goal, goal_title, "");
  else if (known != NULL && *goal_title != 0 && strcmp (known->title, goal_title) != 0)
    mado_plan_reading_fault (table->reading, table->row, heading (table, COLUMN_GOAL_TITLE),
                             _("Goal %d has two titles, “%s” and “%s”."), goal, known->title, goal_title);
  if (known_measure == NULL && *measure_title != 0)
    mado_plan_book_add_measure (book, goal, measure, measure_title);
  else if (known_measure != NULL && *measure_title != 0 && strcmp (known_measure->title, measure_title) != 0)
    mado_plan_reading_fault (table->reading, table->row, heading (table, COLUMN_MEASURE_TITLE),
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
take_departments (Table          *table,
                  MadoInitiative *row)
{
  g_auto (GStrv) names = g_strsplit_set (cell (table, COLUMN_DEPARTMENTS), "\n", -1);
  g_autofree char *joined = g_strjoinv ("、", names);
  g_auto (GStrv) all = g_strsplit (joined, "、", -1);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    {
      const char *id;

      if (*g_strstrip (all[i]) == 0)
        continue;
      id = mado_plan_reading_department (table->reading, table->row, heading (table, COLUMN_DEPARTMENTS), all[i]);
      if (id != NULL)
        g_strv_builder_add (ids, id);
    }
  g_strfreev (row->departments);
  row->departments = g_strv_builder_end (ids);
}

/* ― in the place of a number; the remark stands behind the title then. */
static void
take_number_and_title (Table          *table,
                       MadoInitiative *row)
{
  const char *text = cell (table, COLUMN_NO);
  const char *title = cell (table, COLUMN_TITLE);
  const char *remark = strstr (title, " ※");

  take (&row->title, title);
  if (strcmp (text, "―") != 0 && strcmp (text, "－") != 0 && strcmp (text, "-") != 0)
    {
      row->no = cell_int (table, COLUMN_NO, TRUE);
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
read_plan_row (Table *table)
{
  MadoPlanBook *book = table->reading->book;
  MadoInitiative *row = mado_initiative_new ();
  int repost;

  take_number_and_title (table, row);
  row->goal = cell_int (table, COLUMN_GOAL, TRUE);
  row->measure = cell_int (table, COLUMN_MEASURE, TRUE);
  take_goals (table, row->goal, row->measure);
  if (*row->title == 0)
    mado_plan_reading_fault (table->reading, table->row, heading (table, COLUMN_TITLE), _("The title is missing."));
  take_departments (table, row);
  g_ptr_array_unref (row->summary);
  g_ptr_array_unref (row->status);
  row->summary = mado_plan_lines_parse (cell (table, COLUMN_SUMMARY), MADO_PLAN_SUMMARY, find_by_name, book);
  row->status = mado_plan_lines_parse (cell (table, COLUMN_STATUS), MADO_PLAN_STATUS, find_by_name, book);
  repost = cell_int (table, COLUMN_REPOST, FALSE);
  if (repost > 0)
    g_hash_table_insert (table->reading->reposts, row, GINT_TO_POINTER (repost));
  g_free (row->order);
  row->order = mado_plan_order_nth (book->initiatives->len);
  g_ptr_array_add (book->initiatives, row);
}

/* --- KPI --------------------------------------------------------------------------------- */

/* The cell's words, and the bare number where a column has it. */
static void
add_cell (Table      *table,
          MadoKpi    *kpi,
          const char *when,
          const char *printed)
{
  MadoKpiValue *made;

  if (*printed == 0)
    return;
  made = mado_kpi_value_new (when);
  take (&made->printed, printed);
  g_ptr_array_add (kpi->values, made);
}

static void
check_number (Table      *table,
              MadoKpi    *kpi,
              const char *when,
              guint       column)
{
  char **cells = table->rows->pdata[table->row - 1];
  const char *text = column < g_strv_length (cells) ? cells[column] : "";
  MadoKpiValue *value = mado_kpi_find_value (kpi, when);
  g_autoptr (MadoKpiValue) bare = mado_kpi_value_new (when);
  g_autofree char *unit = NULL;

  if (*text == 0 || kpi->kind != MADO_KPI_NUMBER)
    return;
  take (&bare->printed, text);
  if (!mado_kpi_cell_parse_number (bare, &unit))
    {
      mado_plan_reading_fault (table->reading, table->row, table->headings[column], _("“%s” is not a number."), text);
      return;
    }
  if (unit != NULL)
    mado_kpi_cell_scale (bare, unit, kpi->unit);
  if (value == NULL || strcmp (value->value, bare->value) != 0)
    mado_plan_reading_fault (table->reading, table->row, table->headings[column],
                             _("The number %s does not fit the words “%s”."), bare->value, value != NULL ? value->printed : "");
}

static void
read_kpi_row (Table *table)
{
  char **cells = table->rows->pdata[table->row - 1];
  MadoKpi *kpi = mado_kpi_new ();

  kpi->no = cell_int (table, COLUMN_NO, TRUE);
  kpi->goal = cell_int (table, COLUMN_GOAL, TRUE);
  kpi->measure = cell_int (table, COLUMN_MEASURE, TRUE);
  take_goals (table, kpi->goal, kpi->measure);
  take (&kpi->name, cell (table, COLUMN_NAME));
  take (&kpi->unit, cell (table, COLUMN_UNIT));
  take (&kpi->judgement, cell (table, COLUMN_JUDGEMENT));
  take (&kpi->note, cell (table, COLUMN_NOTE));
  if (*kpi->name == 0)
    mado_plan_reading_fault (table->reading, table->row, heading (table, COLUMN_NAME), _("The name is missing."));
  for (guint i = 0; i < table->kinds->len && i < g_strv_length (cells); i++)
    {
      g_autofree char *when = g_strdup_printf ("%d", g_array_index (table->years, int, i));

      if (g_array_index (table->kinds, int, i) == COLUMN_YEAR)
        add_cell (table, kpi, when, cells[i]);
    }
  add_cell (table, kpi, "target", cell (table, COLUMN_TARGET));
  mado_kpi_infer (kpi);
  if (*cell (table, COLUMN_UNIT) == 0)
    take (&kpi->unit, "");
  for (guint i = 0; i < table->kinds->len; i++)
    {
      g_autofree char *when = g_strdup_printf ("%d", g_array_index (table->years, int, i));

      if (g_array_index (table->kinds, int, i) == COLUMN_YEAR_NUMBER)
        check_number (table, kpi, when, i);
      else if (g_array_index (table->kinds, int, i) == COLUMN_TARGET_NUMBER)
        check_number (table, kpi, "target", i);
    }
  g_ptr_array_add (table->reading->book->kpis, kpi);
}

/* Years that the table has a column for, as the JSON names them: also those
 * that are still empty. */
static char *
print_periods (Table *table)
{
  GString *out = g_string_new ("{\"periods\": {");

  for (guint i = 0, n = 0; i < table->kinds->len; i++)
    if (g_array_index (table->kinds, int, i) == COLUMN_YEAR)
      {
        g_string_append_printf (out, "%s\"r%d\": ", n++ > 0 ? ", " : "", g_array_index (table->years, int, i) - 2018);
        mado_json_put_text (out, table->headings[i]);
      }
  g_string_append (out, "}}");
  return g_string_free (out, FALSE);
}

/* The first year is the baseline, the last one with any value is judged. */
static void
settle_years (Table *table)
{
  MadoPlanBook *book = table->reading->book;
  int first = 0;
  int last = 0;

  for (guint i = 0; i < table->kinds->len; i++)
    {
      int year = g_array_index (table->years, int, i);
      g_autofree char *when = g_strdup_printf ("%d", year);

      if (g_array_index (table->kinds, int, i) != COLUMN_YEAR)
        continue;
      first = first == 0 ? year : MIN (first, year);
      for (guint k = 0; k < book->kpis->len; k++)
        if (mado_kpi_find_value (book->kpis->pdata[k], when) != NULL)
          last = MAX (last, year);
    }
  if (book->rule.baseline_year == 0)
    book->rule.baseline_year = first;
  if (last > book->rule.year)
    book->rule.year = last;
  if (book->kpi.extra == NULL)
    book->kpi.extra = print_periods (table);
  if (*book->kpi.fiscal_year == 0 && book->rule.year > 0)
    {
      g_free (book->kpi.fiscal_year);
      book->kpi.fiscal_year = mado_plan_year_print (book->rule.year);
    }
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
has_more_cells (const Table *table,
                char       **cells)
{
  for (guint i = table->kinds->len; i < g_strv_length (cells); i++)
    if (*cells[i] != 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_cells (Table  *table,
             char  **cells)
{
  for (guint i = 0; cells[i] != NULL; i++)
    if (!mado_plan_reading_check_text (table->reading, table->row, i < table->kinds->len ? table->headings[i] : "", cells[i]))
      return FALSE;
  return TRUE;
}

static void
read_rows (Table *table)
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
        read_kpi_row (table);
      else
        read_plan_row (table);
    }
}

static void
settle_plan_year (Table *table)
{
  MadoPlanBook *book = table->reading->book;
  int i = find_column (table, COLUMN_STATUS);
  int year = i >= 0 ? g_array_index (table->years, int, i) : 0;

  if (year == 0)
    mado_plan_reading_fault (table->reading, 1, heading (table, COLUMN_STATUS), _("The heading names no fiscal year."));
  if (book->year > 0 && year > 0 && book->year != year)
    mado_plan_reading_fault (table->reading, 1, heading (table, COLUMN_STATUS), _("The files are of two fiscal years."));
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
  Table table = { reading, rows, kinds, years };

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
    settle_years (&table);
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
