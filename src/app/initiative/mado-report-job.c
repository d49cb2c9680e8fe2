/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-report-job.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/initiative/mado-plan-output.h"
#include "core/exchange/mado-plan-file.h"
#include "core/exchange/mado-sheet-load.h"
#include "print/mado-plan-report.h"

static const struct
{
  const char *name;
  const char *format;
  const char *ending;
} reports[MADO_N_REPORTS] = {
  [MADO_REPORT_STATUS] = { N_("Status report"), "PDF", "pdf" },
  [MADO_REPORT_KPIS] = { N_("KPI list"), "PDF", "pdf" },
  [MADO_REPORT_OVERVIEW] = { N_("Overview on one page"), "PDF", "pdf" },
  [MADO_REPORT_CHANGES] = { N_("Marked changes"), "PDF", "pdf" },
  [MADO_REPORT_TABLE] = { N_("Table of old and new"), "PDF", "pdf" },
  [MADO_REPORT_XLSX] = { N_("Tables of the plan"), "XLSX", "xlsx" },
  [MADO_REPORT_CSV] = { N_("Initiatives"), "CSV", "csv" },
  [MADO_REPORT_CSV_KPIS] = { N_("KPI list"), "CSV", "csv" },
  [MADO_REPORT_FORMS] = { N_("Answer forms of the departments"), "XLSX", "" },
};

const char *
mado_report_name (MadoReportKind kind)
{
  return _(reports[kind].name);
}

const char *
mado_report_format (MadoReportKind kind)
{
  return reports[kind].format;
}

gboolean
mado_report_needs_older (MadoReportKind kind)
{
  return kind == MADO_REPORT_CHANGES || kind == MADO_REPORT_TABLE;
}

/* --- a job owns all that it needs: the place may read itself anew meanwhile ----------- */

typedef struct
{
  MadoReportKind   kind;
  MadoStore       *store;
  MadoPlanSet     *set;     /* of its own: records belong to one thread */
  int              year;
  MadoPlanEdition *newer;   /* nullable; shallow */
  MadoPlanEdition *older;
  gint64           newer_ms;
  gint64           older_ms;
  char            *round;
} Job;

/* Only what mado_plan_book_load_earlier() looks at. */
static MadoPlanEdition *
copy_edition (const MadoPlanEdition *edition)
{
  MadoPlanEdition *copy;

  if (!edition)
    return NULL;
  copy = g_new0 (MadoPlanEdition, 1);
  copy->id = edition->id;
  copy->plan = edition->plan;
  copy->year = edition->year;
  copy->as_of = g_strdup (edition->as_of);
  copy->name = g_strdup (edition->name);
  copy->actor = g_strdup (edition->actor);
  copy->at = edition->at;
  copy->heads = g_hash_table_ref (edition->heads);

  return copy;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->set, mado_plan_set_unref);
  g_clear_pointer (&job->newer, mado_plan_edition_free);
  g_clear_pointer (&job->older, mado_plan_edition_free);
  g_object_unref (job->store);
  g_free (job->round);
  g_free (job);
}

static Job *
job_new (MadoPlanPlace       *place,
         const MadoPlanState *newer,
         const MadoPlanState *older)
{
  const MadoPlanRound *round = mado_plan_place_get_round (place);
  Job *job = g_new0 (Job, 1);

  job->store = g_object_ref (mado_context_get_store (mado_plan_place_get_context (place)));
  job->year = mado_plan_place_get_book (place)->year;
  job->newer = copy_edition (newer->edition);
  job->older = copy_edition (older ? older->edition : NULL);
  job->newer_ms = newer->ms;
  job->older_ms = older ? older->ms : 0;
  job->round = g_strdup (round ? round->as_of : NULL);

  return job;
}

static MadoPlanBook *
read_state (Job              *job,
            MadoPlanEdition  *edition,
            gint64            ms,
            GError          **error)
{
  if (edition || ms > 0)
    return mado_plan_book_load_earlier (job->store, job->set, edition ? 0 : ms, edition, error);

  return mado_plan_book_read (job->set->plan, job->year, job->set->initiatives, job->set->kpis, job->set->departments);
}

/* --- making ---------------------------------------------------------------------------------- */

static GBytes *
text_bytes (char *text /* full */)
{
  return g_bytes_new_take (text, strlen (text));
}

static GBytes *
draw (Job           *job,
      MadoPlanBook  *book,
      MadoPlanBook  *older,
      GError       **error)
{
  switch (job->kind)
    {
    case MADO_REPORT_STATUS:
      return mado_plan_report_status (book, NULL, error);
    case MADO_REPORT_KPIS:
      return mado_plan_report_kpis (book, NULL, error);
    case MADO_REPORT_OVERVIEW:
      return mado_plan_report_overview (book, error);
    case MADO_REPORT_CHANGES:
      return mado_plan_report_changes (older, book, NULL, error);
    case MADO_REPORT_TABLE:
      return mado_plan_report_table_of_changes (older, book, NULL, error);
    case MADO_REPORT_CSV:
      return text_bytes (mado_plan_csv_write (book));
    case MADO_REPORT_CSV_KPIS:
      return text_bytes (mado_plan_csv_write_kpis (book));
    case MADO_REPORT_XLSX:
    case MADO_REPORT_FORMS:
    case MADO_N_REPORTS:
    default:
      return NULL;
    }
}

static char *
file_name (Job *job)
{
  return g_strdup_printf ("%s.%s", mado_report_name (job->kind), reports[job->kind].ending);
}

static char *
make_workbook (Job           *job,
               MadoPlanBook  *book,
               GError       **error)
{
  const MadoSheetModule *sheets = mado_sheet_load (error);
  g_autofree char *name = file_name (job);
  g_autofree char *path = sheets ? mado_plan_output_reserve (name, error) : NULL;

  if (!path)
    return NULL;
  if (sheets->sheet_write (book, path, error))
    return g_steal_pointer (&path);
  g_unlink (path);

  return NULL;
}

static char *
make_forms (Job     *job,
            GError **error)
{
  const MadoSheetModule *sheets = mado_sheet_load (error);
  g_autofree char *folder = NULL;

  if (!sheets)
    return NULL;
  if (!job->round)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("No call for updates runs. Those who gather begin one first."));
      return NULL;
    }
  folder = mado_plan_output_folder (mado_report_name (job->kind), error);
  if (!folder || sheets->form_write_all (job->set, job->round, folder, error) < 0)
    return NULL;

  return g_steal_pointer (&folder);
}

static char *
make (Job           *job,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autoptr (MadoPlanBook) book = NULL;
  g_autoptr (MadoPlanBook) older = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = file_name (job);

  job->set = mado_plan_set_load (job->store, NULL, job->year, error);
  if (!job->set)
    return NULL;
  if (job->kind == MADO_REPORT_FORMS)
    return make_forms (job, error);
  book = read_state (job, job->newer, job->newer_ms, error);
  if (book && mado_report_needs_older (job->kind))
    older = read_state (job, job->older, job->older_ms, error);
  if (!book || (mado_report_needs_older (job->kind) && !older))
    return NULL;
  if (job->kind == MADO_REPORT_XLSX)
    return make_workbook (job, book, error);
  bytes = draw (job, book, older, error);
  if (!bytes || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return mado_plan_output_write (name, bytes, error);
}

static void
make_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  char *path = make (data, cancellable, &error);

  if (path)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

void
mado_report_make_async (MadoPlanPlace       *place,
                        MadoReportKind       kind,
                        const MadoPlanState *newer,
                        const MadoPlanState *older,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (place, cancellable, callback, data);
  Job *job = job_new (place, newer, older);

  job->kind = kind;
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, make_thread);
}

char *
mado_report_make_finish (MadoPlanPlace  *place,
                         GAsyncResult   *result,
                         GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- two states for the screen ------------------------------------------------------------------- */

void
mado_plan_books_free (MadoPlanBooks *self)
{
  g_clear_pointer (&self->older, mado_plan_book_free);
  g_clear_pointer (&self->newer, mado_plan_book_free);
  g_free (self);
}

static MadoPlanBook *
read_or_none (Job              *job,
              MadoPlanEdition  *edition,
              gint64            ms,
              GError          **error)
{
  GError *fault = NULL;
  MadoPlanBook *book = read_state (job, edition, ms, &fault);

  if (fault && g_error_matches (fault, MADO_ERROR, MADO_ERROR_NOT_FOUND))
    g_clear_error (&fault);
  if (fault)
    g_propagate_error (error, fault);

  return book;
}

static void
books_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Job *job = data;
  MadoPlanBooks *books = g_new0 (MadoPlanBooks, 1);
  GError *error = NULL;

  job->set = mado_plan_set_load (job->store, NULL, job->year, &error);
  if (!error)
    books->older = read_or_none (job, job->older, job->older_ms, &error);
  if (!error)
    books->newer = read_or_none (job, job->newer, job->newer_ms, &error);
  if (!error)
    {
      g_task_return_pointer (task, books, (GDestroyNotify) mado_plan_books_free);
      return;
    }
  mado_plan_books_free (books);
  g_task_return_error (task, error);
}

void
mado_plan_books_async (MadoPlanPlace       *place,
                       const MadoPlanState *newer,
                       const MadoPlanState *older,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (place, cancellable, callback, data);

  g_task_set_task_data (task, job_new (place, newer, older), job_free);
  g_task_run_in_thread (task, books_thread);
}

MadoPlanBooks *
mado_plan_books_finish (MadoPlanPlace  *place,
                        GAsyncResult   *result,
                        GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
