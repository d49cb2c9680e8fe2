/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ctl-plan.h"

#include "print/mado-plan-chart.h"
#include "print/mado-plan-report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* madoguchi-ctl plan report KIND: on paper, and charts as pictures. */

/* The state that changes are counted from: --since, or the first of two files. */
static MadoPlanBook *
read_older (const PlanChoices *choices,
            PlanChoices       *newer)
{
  PlanChoices older = *choices;
  g_autoptr (GError) error = NULL;
  MadoPlanBook *book;
  char *first[] = { choices->rest != NULL ? choices->rest[0] : NULL, NULL };

  *newer = *choices;
  if (choices->folder == NULL)
    {
      if (choices->rest == NULL || g_strv_length (choices->rest) != 2)
        {
          g_printerr (_("Name two files, the older one first, or a folder and --since.\n"));
          return NULL;
        }
      older.rest = first;
      newer->rest = choices->rest + 1;
      return plan_choices_read_book (&older);
    }
  if (choices->since == NULL)
    {
      g_printerr (_("Name the day or the edition that changes are counted from: --since DATE.\n"));
      return NULL;
    }
  older.edition = choices->since;
  older.at = NULL;
  book = plan_folder_read (&older, &error);
  if (book == NULL && g_error_matches (error, MADO_ERROR, MADO_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      older.edition = NULL;
      older.at = choices->since;
      book = plan_folder_read (&older, &error);
    }
  if (book == NULL)
    g_printerr ("%s\n", error->message);
  return book;
}

/* Asked for by name, or by that of the file. */
static gboolean
is_table (const PlanChoices *choices,
          const char        *format)
{
  g_autofree char *tail = g_strconcat (".", format, NULL);

  return choices->format != NULL ? strcmp (choices->format, format) == 0
                                 : choices->output != NULL && g_str_has_suffix (choices->output, tail);
}

static GBytes *
make_difference (const PlanChoices *choices,
                 const char        *kind,
                 int               *status,
                 GError           **error)
{
  PlanChoices newer;
  g_autoptr (MadoPlanBook) older = read_older (choices, &newer);
  g_autoptr (MadoPlanBook) book = older != NULL ? plan_choices_read_book (&newer) : NULL;

  if (book == NULL)
    {
      *status = older != NULL || choices->folder != NULL ? 1 : 2;
      return NULL;
    }
  if (is_table (choices, "csv"))
    {
      char *csv = mado_plan_csv_write_changes (older, book);

      return g_bytes_new_take (csv, strlen (csv));
    }
  if (is_table (choices, "xlsx"))
    {
      *status = choices->output != NULL && mado_plan_sheet_write_changes (older, book, choices->output, error) ? 0 : 1;
      if (choices->output == NULL)
        g_printerr (_("A workbook needs a file: --output FILE.xlsx.\n"));
      return NULL;
    }
  return strcmp (kind, "changes") == 0 ? mado_plan_report_changes (older, book, NULL, error)
                                       : mado_plan_report_table_of_changes (older, book, NULL, error);
}

static GBytes *
make_chart (const PlanChoices   *choices,
            const MadoPlanBook  *book,
            GError             **error)
{
  MadoChartFormat format = g_strcmp0 (choices->format, "png") == 0 ||
                           (choices->format == NULL && choices->output != NULL && g_str_has_suffix (choices->output, ".png"))
                             ? MADO_CHART_PNG : MADO_CHART_SVG;
  const char *of = choices->name != NULL ? choices->name : "classes";
  int no = (int) g_ascii_strtoll (of, NULL, 10);
  const MadoKpi *kpi = mado_plan_book_find_kpi (book, no);

  if (strcmp (of, "classes") == 0)
    return mado_chart_write (MADO_CHART_CLASSES, format, book, NULL, error);
  if (strcmp (of, "bars") == 0)
    return mado_chart_write (MADO_CHART_BARS, format, book, NULL, error);
  if (kpi != NULL)
    return mado_chart_write (MADO_CHART_YEARS, format, book, kpi, error);
  g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no chart “%s”: classes, bars, or the number of a KPI."), of);
  return NULL;
}

static GBytes *
make (PlanChoices *choices,
      const char  *kind,
      int         *status,
      GError     **error)
{
  g_autoptr (MadoPlanBook) book = NULL;

  if (strcmp (kind, "changes") == 0 || strcmp (kind, "comparison") == 0)
    return make_difference (choices, kind, status, error);
  book = plan_choices_read_book (choices);
  if (book == NULL)
    return NULL;
  if (strcmp (kind, "status") == 0)
    return mado_plan_report_status (book, NULL, error);
  if (strcmp (kind, "kpi") == 0)
    return mado_plan_report_kpis (book, NULL, error);
  if (strcmp (kind, "overview") == 0)
    return mado_plan_report_overview (book, error);
  return make_chart (choices, book, error);
}

int
ctl_plan_report (int argc, char **argv)
{
  static const char *const kinds[] = { "status", "kpi", "overview", "changes", "comparison", "chart", NULL };
  g_auto (PlanChoices) choices = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) made = NULL;
  gsize length;
  const void *data;
  int status = 1;

  if (argc < 1 || !g_strv_contains (kinds, argv[0]))
    {
      g_printerr (_("Name the report: status, kpi, overview, changes, comparison or chart.\n"));
      return 2;
    }
  if (!plan_choices_parse (&choices, argc - 1, argv + 1, "madoguchi-ctl plan report"))
    return 2;
  if (choices.folder == NULL && (choices.rest == NULL || *choices.rest == NULL))
    {
      g_printerr (_("Name a file or the folder in which the plan lies.\n"));
      return 2;
    }
  made = make (&choices, argv[0], &status, &error);
  if (made == NULL)
    {
      if (error != NULL)
        g_printerr ("%s\n", error->message);
      return status;
    }
  data = g_bytes_get_data (made, &length);
  return plan_put_out (&choices, data, length);
}
