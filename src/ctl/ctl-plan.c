/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ctl-plan.h"

#include "core/exchange/mado-json-text.h"
#include "core/stats/mado-kpi-rate.h"
#include "ctl/ctl-group.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* --- rates ------------------------------------------------------------------------ */

static void
put_rate (GString *out,
          double   rate)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (rate))
    {
      g_string_append (out, "null");
      return;
    }
  /* As few digits as say the same number. */
  g_ascii_formatd (buffer, sizeof buffer, "%.15g", rate);
  if (g_ascii_strtod (buffer, NULL) != rate)
    g_ascii_dtostr (buffer, sizeof buffer, rate);
  g_string_append (out, buffer);
}

static void
put_json (GString           *out,
          const MadoKpi     *kpi,
          const MadoKpiRate *rate)
{
  g_string_append_printf (out, "  {\"no\": %d, \"rate\": ", kpi->no);
  if (kpi->kind == MADO_KPI_MULTI && rate->rates->len > 0)
    {
      for (guint i = 0; i < rate->rates->len; i++)
        {
          g_string_append (out, i > 0 ? ", " : "[");
          put_rate (out, g_array_index (rate->rates, double, i));
        }
      g_string_append_c (out, ']');
    }
  else
    put_rate (out, rate->overall);
  g_string_append_printf (out, ", \"class\": \"%s\"}", mado_kpi_class_to_string (rate->kpi_class));
}

static void
put_line (GString            *out,
          const MadoPlanBook *book,
          const MadoKpi      *kpi,
          const MadoKpiRate  *rate)
{
  g_autofree char *judgement = mado_kpi_class_print (rate->kpi_class, &book->rule);

  g_string_append_printf (out, "%d\t", kpi->no);
  for (guint i = 0; i < rate->rates->len; i++)
    {
      double one = g_array_index (rate->rates, double, i);

      g_string_append_printf (out, isnan (one) ? "%s―" : "%s%.1f％", i > 0 ? "・" : "", one * 100);
    }
  g_string_append_printf (out, "\t%s\t%s\t%s\n", judgement, kpi->name, mado_kpi_rate_why_print (rate->why));
}

static gboolean
take_rule (const PlanChoices *choices,
           MadoKpiRule       *rule)
{
  int year = choices->year != NULL ? mado_plan_year_parse (choices->year) : rule->year;
  int baseline = choices->baseline != NULL ? mado_plan_year_parse (choices->baseline) : rule->baseline_year;

  if (year == 0 || baseline == 0)
    {
      g_printerr (_("The file does not say which years are compared: --year and --baseline.\n"));
      return FALSE;
    }
  rule->year = year;
  rule->baseline_year = baseline;
  if (choices->threshold != NULL)
    rule->threshold = g_ascii_strtod (choices->threshold, NULL);
  return TRUE;
}

/* What a person would ask about; told beside the figures. */
static void
tell (const MadoPlanBook *book,
      const MadoKpi      *kpi,
      const MadoKpiRate  *rate)
{
  g_autofree char *judgement = mado_kpi_class_print (rate->kpi_class, &book->rule);

  if (rate->why == MADO_RATE_NO_WAY || rate->why == MADO_RATE_NO_TARGET)
    g_printerr (_("KPI %d: %s\n"), kpi->no, mado_kpi_rate_why_print (rate->why));
  if (*kpi->judgement != 0 && strcmp (kpi->judgement, judgement) != 0)
    g_printerr (_("KPI %d: the file says “%s”, worked out is “%s”.\n"), kpi->no, kpi->judgement, judgement);
}

static int
rates (int argc, char **argv)
{
  g_auto (PlanChoices) choices = { 0 };
  g_autoptr (MadoPlanBook) book = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean json;

  if (!plan_choices_parse (&choices, argc, argv, "madoguchi-ctl plan rates"))
    return 2;
  json = g_strcmp0 (choices.format, "json") == 0;
  if (choices.format != NULL && !json && strcmp (choices.format, "text") != 0)
    {
      g_printerr (_("The format “%s” is not known here.\n"), choices.format);
      return 2;
    }
  if (choices.folder == NULL && (choices.rest == NULL || *choices.rest == NULL))
    {
      g_printerr (_("Name a file with KPI, or the folder in which the plan lies.\n"));
      return 2;
    }
  book = plan_choices_read_book (&choices);
  if (book == NULL)
    return 1;
  if (book->kpis->len == 0)
    {
      g_printerr (_("There are no KPI in it.\n"));
      return 1;
    }
  if (!take_rule (&choices, &book->rule))
    return 1;
  g_string_append (out, json ? "[\n" : "");
  for (guint i = 0; i < book->kpis->len; i++)
    {
      const MadoKpi *kpi = book->kpis->pdata[i];
      g_auto (MadoKpiRate) rate = { 0 };

      mado_kpi_rate_init (&rate, kpi, &book->rule);
      tell (book, kpi, &rate);
      if (!json)
        {
          put_line (out, book, kpi, &rate);
          continue;
        }
      put_json (out, kpi, &rate);
      g_string_append (out, i + 1 < book->kpis->len ? ",\n" : "\n");
    }
  g_string_append (out, json ? "]\n" : "");
  return plan_put_out (&choices, out->str, out->len);
}

/* --- import ------------------------------------------------------------------------- */

/* What is here of the files' plan and year; NULL without error: nothing yet. */
static MadoPlanSet *
load_known (MadoStore   *store,
            const char  *name,
            int          year,
            GError     **error)
{
  GError *fault = NULL;
  MadoPlanSet *set = mado_plan_set_load (store, name, year, &fault);

  if (g_error_matches (fault, MADO_ERROR, MADO_ERROR_NOT_FOUND))
    g_clear_error (&fault);
  if (fault != NULL)
    g_propagate_error (error, fault);
  return set;
}

static void
print_changes (GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    {
      g_autofree char *line = mado_plan_change_print (changes->pdata[i]);

      g_print ("%s\n", line);
    }
}

static guint
count (GPtrArray          *changes,
       MadoPlanChangeType  type,
       gboolean            rows)
{
  guint n = 0;

  for (guint i = 0; i < changes->len; i++)
    {
      const MadoPlanChange *change = changes->pdata[i];

      n += change->type == type && (!rows || change->of == MADO_PLAN_OF_INITIATIVE);
    }
  return n;
}

/* The folder's name of the plan, by default the file's. */
static char *
default_name (const PlanChoices *choices)
{
  g_autofree char *base = choices->rest != NULL && *choices->rest != NULL ? g_path_get_basename (*choices->rest) : g_strdup ("");
  char *dot = strrchr (base, '.');

  if (choices->name != NULL)
    return g_strdup (choices->name);
  if (dot != NULL)
    *dot = 0;
  return g_steal_pointer (&base);
}

/* Answers, of the year that they were asked for. */
static gboolean
prepare_forms (MadoStore       *store,
               MadoPlanSet     *known,
               GPtrArray       *forms,
               MadoPlanReading *reading,
               MadoPlanUpdate  *update,
               GError         **error)
{
  const MadoPlanForm *first = forms->pdata[0];
  g_autoptr (MadoPlanSet) set = NULL;

  if (reading->has_plan || reading->has_kpi || reading->has_departments)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("Answer forms are read in by themselves, without other files."));
      return FALSE;
    }
  set = known != NULL ? mado_plan_set_load (store, known->book->name, first->year, error) : NULL;
  if (known == NULL)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no plan here yet. Read one in from a file first."));
  if (set == NULL)
    return FALSE;
  if (mado_plan_form_prepare (store, set, forms, reading, update))
    return TRUE;
  plan_faults_print (reading);
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("Nothing was read in."));
  return FALSE;
}

static gboolean
import_into (const PlanChoices *choices,
             MadoStore         *store,
             GError           **error)
{
  g_autofree char *name = default_name (choices);
  const char *city = plan_choices_get_city (choices);
  MadoPlanReadFlags flags = choices->new_departments ? MADO_PLAN_READ_NEW_DEPARTMENTS : MADO_PLAN_READ_DEFAULT;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) files = NULL;
  g_autoptr (MadoPlanSet) known = NULL;
  g_autoptr (MadoPlanSet) set = NULL;
  g_autoptr (MadoPlanReading) reading = NULL;
  g_autoptr (GPtrArray) forms = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_plan_form_free);
  g_auto (MadoPlanUpdate) update = { 0 };
  GError *fault = NULL;

  if (choices->departments != NULL)
    g_strv_builder_add (builder, choices->departments);
  g_strv_builder_addv (builder, (const char **) choices->rest);
  files = g_strv_builder_end (builder);
  known = load_known (store, choices->name, 0, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, fault);
      return FALSE;
    }
  reading = plan_files_read (files, known != NULL ? known->book : NULL, flags, forms);
  if (reading == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("Nothing was read in."));
      return FALSE;
    }
  if (known != NULL)
    set = reading->book->year == 0 || reading->book->year == known->book->year
            ? mado_plan_set_ref (known) : load_known (store, choices->name, reading->book->year, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, fault);
      return FALSE;
    }
  if (!(forms->len > 0 ? prepare_forms (store, set, forms, reading, &update, error)
                       : mado_plan_import_prepare (reading, set, city, name, &update, error)))
    return FALSE;
  print_changes (update.changes);
  if (choices->preview)
    {
      g_print (_("Preview: %u new, %u changed. Nothing was written.\n"), count (update.changes, MADO_PLAN_ADDED, FALSE),
               count (update.changes, MADO_PLAN_CHANGED, FALSE));
      return TRUE;
    }
  if (!mado_store_write_all (store, g_steal_pointer (&update.edits), error))
    return FALSE;
  g_print (_("Read in: %u new, %u changed.\n"), count (update.changes, MADO_PLAN_ADDED, FALSE),
           count (update.changes, MADO_PLAN_CHANGED, FALSE));
  return TRUE;
}

/* A preview leaves no new folder behind. */
static int
preview_without_folder (const PlanChoices *choices)
{
  g_autofree char *dir = g_dir_make_tmp ("madoguchi-plan-XXXXXX", NULL);
  g_autofree char *journal = NULL;
  PlanChoices inside = *choices;
  g_autoptr (GError) error = NULL;
  MadoStore *store;
  gboolean done;
  static const char *const names[] = { "journal.db", "journal.db-wal", "journal.db-shm", "device.key", "journal.db-lock" };

  if (dir == NULL)
    return 1;
  inside.folder = dir;
  store = plan_folder_open (&inside, TRUE, &error);
  done = store != NULL && import_into (&inside, store, &error);
  if (store != NULL)
    mado_store_close (store);
  g_clear_object (&store);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (dir, names[i], NULL);

      remove (path);
    }
  remove (dir);
  if (!done)
    g_printerr ("%s\n", error->message);
  return done ? 0 : 1;
}

static gboolean
has_store (const char *folder)
{
  g_autofree char *key = g_build_filename (folder, "device.key", NULL);
  g_autofree char *profile = g_build_filename (folder, "profile.ini", NULL);

  return g_file_test (key, G_FILE_TEST_EXISTS) || g_file_test (profile, G_FILE_TEST_EXISTS);
}

/* The files are looked through before a folder is made for them. */
static gboolean
files_are_good (const PlanChoices *choices)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) files = NULL;
  g_autoptr (MadoPlanReading) reading = NULL;

  if (has_store (choices->folder))
    return TRUE;
  if (choices->departments != NULL)
    g_strv_builder_add (builder, choices->departments);
  g_strv_builder_addv (builder, (const char **) choices->rest);
  files = g_strv_builder_end (builder);
  reading = plan_files_read (files, NULL, choices->new_departments ? MADO_PLAN_READ_NEW_DEPARTMENTS : MADO_PLAN_READ_DEFAULT, NULL);
  if (reading == NULL)
    g_printerr ("%s\n", _("Nothing was read in."));
  return reading != NULL;
}

static int
import (int argc, char **argv)
{
  g_auto (PlanChoices) choices = { 0 };
  g_autoptr (GError) error = NULL;
  MadoStore *store;
  gboolean done;

  if (!plan_choices_parse (&choices, argc, argv, "madoguchi-ctl plan import"))
    return 2;
  if (choices.rest == NULL || *choices.rest == NULL)
    {
      g_printerr (_("Name the files to read in.\n"));
      return 2;
    }
  if (choices.folder == NULL && !choices.preview)
    {
      g_printerr (_("Name the folder in which the plan lies (--folder DIR), or ask for a --preview.\n"));
      return 2;
    }
  if (choices.preview && (choices.folder == NULL || !has_store (choices.folder)))
    return preview_without_folder (&choices);
  if (!files_are_good (&choices))
    return 1;
  store = plan_folder_open (&choices, TRUE, &error);
  done = store != NULL && import_into (&choices, store, &error);
  if (store != NULL)
    mado_store_close (store);
  g_clear_object (&store);
  if (!done)
    g_printerr ("%s\n", error->message);
  return done ? 0 : 1;
}

/* --- export --------------------------------------------------------------------------- */

static int
export_workbook (PlanChoices *choices)
{
  g_autoptr (MadoPlanBook) book = NULL;
  g_autoptr (GError) error = NULL;

  if (choices->output == NULL)
    {
      g_printerr (_("A workbook needs a file: --output FILE.xlsx.\n"));
      return 2;
    }
  book = plan_choices_read_book (choices);
  if (book == NULL)
    return 1;
  if (mado_plan_sheet_write (book, choices->output, &error))
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}

static int
export (int argc, char **argv)
{
  g_auto (PlanChoices) choices = { 0 };
  g_autoptr (MadoPlanBook) book = NULL;
  g_autofree char *text = NULL;
  gboolean csv;

  if (!plan_choices_parse (&choices, argc, argv, "madoguchi-ctl plan export"))
    return 2;
  if (g_strcmp0 (choices.format, "xlsx") == 0 || (choices.format == NULL && choices.output != NULL && g_str_has_suffix (choices.output, ".xlsx")))
    return export_workbook (&choices);
  csv = g_strcmp0 (choices.format, "csv") == 0 ||
        (choices.format == NULL && choices.output != NULL && g_str_has_suffix (choices.output, ".csv"));
  if (choices.format != NULL && !csv && strcmp (choices.format, "json") != 0)
    {
      g_printerr (_("The format “%s” is not known here.\n"), choices.format);
      return 2;
    }
  if (choices.folder == NULL && (choices.rest == NULL || *choices.rest == NULL))
    {
      g_printerr (_("Name the folder in which the plan lies: --folder DIR.\n"));
      return 2;
    }
  book = plan_choices_read_book (&choices);
  if (book == NULL)
    return 1;
  if (choices.kpi ? book->kpis->len == 0 : book->initiatives->len == 0)
    {
      g_printerr (choices.kpi ? _("There are no KPI in it.\n") : _("There are no rows in it.\n"));
      return 1;
    }
  if (choices.kpi)
    text = csv ? mado_plan_csv_write_kpis (book) : mado_plan_json_write_kpis (book);
  else
    text = csv ? mado_plan_csv_write (book) : mado_plan_json_write (book);
  return plan_put_out (&choices, text, strlen (text));
}

const CtlCommand ctl_plan_commands[] = {
  { "rates", "FILE|--folder DIR [--format json] [--year YEAR] [--baseline YEAR]",
    N_("work out how far the KPI are"), rates },
  { "import", "FILE … --folder DIR [--preview] [--departments FILE] [--new-departments] [--name TEXT]",
    N_("read a plan, its KPI, its departments or answer forms in from JSON, CSV or workbooks; nothing is written on a fault"), import },
  { "export", "--folder DIR [--kpi] [--format json|csv|xlsx] [--year YEAR] [--at DATE|--edition DATE] [--output FILE]",
    N_("write a plan or its KPI as JSON, CSV or workbook"), export },
  { "form", "--folder DIR --as-of DATE --output DIR", N_("write an answer form (workbook) for each department"), ctl_plan_form },
  { "report", "status|kpi|overview|changes|comparison|chart FILE …|--folder DIR [--since DATE] [--name classes|bars|NO] --output FILE",
    N_("print a plan as PDF, its charts as SVG or PNG"), ctl_plan_report },
  { "review", "FILE …|--folder DIR [--as-of DATE]", N_("list what to look at before an edition"), ctl_plan_review },
  { "fix", "--folder DIR --as-of DATE [--name TEXT]", N_("fix an edition of what the plan says now"), ctl_plan_fix },
  { "next-year", "--folder DIR", N_("carry the plan over into the next fiscal year"), ctl_plan_next_year },
  { "reorganise", "rename|merge|split FROM TO --folder DIR --as-of DATE", N_("rename, merge or split departments from a day on; editions keep the old names"),
    ctl_plan_reorganise },
  { "officers", "FILE --folder DIR", N_("set the promotion officers of all departments by one list"), ctl_plan_officers },
  { NULL },
};
