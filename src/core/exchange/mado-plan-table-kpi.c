/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-table-private.h"

#include "core/exchange/mado-json-text.h"
#include "core/form/mado-plan-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Rows of a table of KPI: the words of each cell, and the bare number beside. */

static void
take (char      **member,
      const char *text)
{
  g_free (*member);
  *member = g_strdup (text);
}

/* The cell's words, and the bare number where a column has it. */
static void
add_cell (MadoKpi    *kpi,
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
check_number (MadoPlanTable *table,
              MadoKpi       *kpi,
              const char    *when,
              guint          column)
{
  char **cells = table->rows->pdata[table->row - 1];
  const char *text = column < g_strv_length (cells) ? cells[column] : "";
  MadoKpiValue *value = mado_kpi_find_value (kpi, when);
  g_autoptr (MadoKpiValue) bare = mado_kpi_value_new (when);
  g_autofree char *unit = NULL;

  if (*text == 0 || kpi->kind != MADO_KPI_NUMBER)
    return;
  take (&bare->printed, text);
  if (!mado_kpi_cell_parse_number (bare, &unit) || !mado_kpi_unit_fits (unit, kpi->unit))
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

static gboolean
is_number (const char *text)
{
  g_autoptr (MadoKpiValue) cell = mado_kpi_value_new ("");

  take (&cell->printed, text);
  return mado_kpi_cell_parse_number (cell, NULL) && *cell->value != 0;
}

/* A target and at least one year that are numbers: then a word in another cell
 * is a mistake and does not make it a KPI of states. */
static gboolean
counts (const MadoKpi *kpi)
{
  const MadoKpiValue *target = mado_kpi_find_value (kpi, "target");
  guint n = 0;

  for (guint i = 0; i < kpi->values->len; i++)
    n += is_number (((MadoKpiValue *) kpi->values->pdata[i])->printed);
  return n >= 2 && target != NULL && is_number (target->printed);
}

static void
refuse_words (MadoPlanTable *table,
              MadoKpi       *kpi)
{
  char **cells = table->rows->pdata[table->row - 1];

  for (guint i = 0; i < table->kinds->len; i++)
    {
      g_autofree char *when = g_strdup_printf ("%d", g_array_index (table->years, int, i));
      const MadoKpiValue *cell = g_array_index (table->kinds, int, i) == MADO_COLUMN_YEAR ? mado_kpi_find_value (kpi, when) : NULL;

      if (cell != NULL && cell->missing == MADO_KPI_PRESENT && !is_number (cells[i]))
        mado_plan_reading_fault (table->reading, table->row, table->headings[i], _("“%s” is not a number."), cells[i]);
    }
}

void
mado_plan_table_kpi_row (MadoPlanTable *table)
{
  char **cells = table->rows->pdata[table->row - 1];
  MadoKpi *kpi = mado_kpi_new ();

  kpi->no = mado_plan_table_cell_int (table, MADO_COLUMN_NO, TRUE);
  kpi->goal = mado_plan_table_cell_int (table, MADO_COLUMN_GOAL, TRUE);
  kpi->measure = mado_plan_table_cell_int (table, MADO_COLUMN_MEASURE, TRUE);
  mado_plan_table_goals (table, kpi->goal, kpi->measure);
  take (&kpi->name, mado_plan_table_cell (table, MADO_COLUMN_NAME));
  take (&kpi->unit, mado_plan_table_cell (table, MADO_COLUMN_UNIT));
  take (&kpi->judgement, mado_plan_table_cell (table, MADO_COLUMN_JUDGEMENT));
  take (&kpi->note, mado_plan_table_cell (table, MADO_COLUMN_NOTE));
  if (*kpi->name == 0)
    mado_plan_reading_fault (table->reading, table->row, mado_plan_table_heading (table, MADO_COLUMN_NAME), _("The name is missing."));
  for (guint i = 0; i < table->kinds->len && i < g_strv_length (cells); i++)
    {
      g_autofree char *when = g_strdup_printf ("%d", g_array_index (table->years, int, i));

      if (g_array_index (table->kinds, int, i) == MADO_COLUMN_YEAR)
        add_cell (kpi, when, cells[i]);
    }
  add_cell (kpi, "target", mado_plan_table_cell (table, MADO_COLUMN_TARGET));
  mado_kpi_infer (kpi);
  if (kpi->kind == MADO_KPI_STATE && counts (kpi))
    refuse_words (table, kpi);
  if (*mado_plan_table_cell (table, MADO_COLUMN_UNIT) == 0)
    take (&kpi->unit, "");
  for (guint i = 0; i < table->kinds->len; i++)
    {
      g_autofree char *when = g_strdup_printf ("%d", g_array_index (table->years, int, i));

      if (g_array_index (table->kinds, int, i) == MADO_COLUMN_YEAR_NUMBER)
        check_number (table, kpi, when, i);
      else if (g_array_index (table->kinds, int, i) == MADO_COLUMN_TARGET_NUMBER)
        check_number (table, kpi, "target", i);
    }
  g_ptr_array_add (table->reading->book->kpis, kpi);
  mado_plan_reading_place (table->reading, kpi, table->row, TRUE);
}

/* --- which years ---------------------------------------------------------------- */

/* Years that the table has a column for, as the JSON names them: also those
 * that are still empty. */
static char *
print_periods (MadoPlanTable *table)
{
  GString *out = g_string_new ("{\"periods\": {");

  for (guint i = 0, n = 0; i < table->kinds->len; i++)
    if (g_array_index (table->kinds, int, i) == MADO_COLUMN_YEAR)
      {
        g_string_append_printf (out, "%s\"r%d\": ", n++ > 0 ? ", " : "", g_array_index (table->years, int, i) - 2018);
        mado_json_put_text (out, table->headings[i]);
      }
  g_string_append (out, "}}");
  return g_string_free (out, FALSE);
}

/* The first year is the baseline, the last one with any value is judged. */
void
mado_plan_table_kpi_years (MadoPlanTable *table)
{
  MadoPlanBook *book = table->reading->book;
  int first = 0;
  int last = 0;

  for (guint i = 0; i < table->kinds->len; i++)
    {
      int year = g_array_index (table->years, int, i);
      g_autofree char *when = g_strdup_printf ("%d", year);

      if (g_array_index (table->kinds, int, i) != MADO_COLUMN_YEAR)
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
