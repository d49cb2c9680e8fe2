/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-april-job.h"

#include <glib/gi18n.h>

#include "core/exchange/mado-plan-officers.h"
#include "core/stats/mado-kpi-rate.h"

typedef struct
{
  MadoStore     *store;
  char          *city;
  MadoAprilStep *step;
} Job;

MadoAprilStep *
mado_april_step_new (MadoAprilKind kind)
{
  MadoAprilStep *self = g_new0 (MadoAprilStep, 1);

  self->kind = kind;

  return self;
}

void
mado_april_step_free (MadoAprilStep *self)
{
  g_free (self->from);
  g_free (self->to);
  g_free (self->date);
  g_free (self->path);
  g_free (self);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->store);
  g_free (job->city);
  mado_april_step_free (job->step);
  g_free (job);
}

/* --- what is said beside the changes --------------------------------------------------- */

static void
note_officers (MadoPlanPreview    *preview,
               const MadoPlanBook *book)
{
  for (guint i = 0; i < book->departments->len; i++)
    {
      const MadoDepartment *department = book->departments->pdata[i];
      g_autoptr (GString) text = g_string_new (mado_department_get_name (department, NULL));

      if (!mado_department_is_open (department, NULL))
        continue;
      for (guint k = 0; department->officers[k]; k++)
        g_string_append_printf (text, "　%s（%s）", mado_plan_book_get_person (book, department->officers[k]), department->officers[k]);
      if (!department->officers[0])
        g_string_append_printf (text, "　%s", _("nobody"));
      g_ptr_array_add (preview->notes, g_string_free (g_steal_pointer (&text), FALSE));
    }
}

static char *
print_classes (const MadoPlanBook *book)
{
  guint counts[3];
  GString *text = g_string_new (NULL);

  mado_kpi_count_classes (book, counts);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *name = mado_kpi_class_print ((MadoKpiClass) i, &book->rule);

      g_string_append_printf (text, "%s%s %u", i > 0 ? "　" : "", name, counts[i]);
    }

  return g_string_free (text, FALSE);
}

/* --- the steps ------------------------------------------------------------------------------ */

static gboolean
set_officers (MadoPlanBook     *book,
              const char       *path,
              MadoPlanPreview  *preview,
              GError          **error)
{
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) officers = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, error))
    return FALSE;
  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  officers = mado_plan_officers_read (book, bytes, error);
  if (!officers || !mado_plan_set_officers (book, officers, error))
    return FALSE;
  note_officers (preview, book);

  return TRUE;
}

static void
set_rule (MadoPlanBook      *book,
          const MadoKpiRule *rule,
          MadoPlanPreview   *preview)
{
  g_autofree char *before = print_classes (book);
  g_autofree char *after = NULL;

  book->rule.threshold = rule->threshold;
  book->rule.missing_baseline = rule->missing_baseline;
  book->rule.multi = rule->multi;
  book->rule.coverage_counts = rule->coverage_counts;
  book->rule.state_counts = rule->state_counts;
  after = print_classes (book);
  g_ptr_array_add (preview->notes, g_strdup_printf (_("Now: %s"), before));
  g_ptr_array_add (preview->notes, g_strdup_printf (_("Then: %s"), after));
}

/* The book that is wanted; NULL: a fault. */
static MadoPlanBook *
apply (const MadoAprilStep  *step,
       MadoPlanSet          *set,
       MadoPlanPreview      *preview,
       MadoPlanBook        **made /* full: what has to be freed */,
       GError              **error)
{
  switch (step->kind)
    {
    case MADO_APRIL_YEAR:
      return *made = mado_plan_next_year (set->book);
    case MADO_APRIL_REORGANISE:
      return mado_plan_reorganise_named (set->book, step->reorg, step->from, step->to, step->date, error) ? set->book : NULL;
    case MADO_APRIL_OFFICERS:
      return set_officers (set->book, step->path, preview, error) ? set->book : NULL;
    case MADO_APRIL_RULE:
      set_rule (set->book, &step->rule, preview);
      return set->book;
    case MADO_N_APRILS:
    default:
      g_return_val_if_reached (NULL);
    }
}

/* What a step does not touch is not named, and so left alone. */
static void
leave_out (MadoAprilKind  kind,
           MadoPlanBook  *wanted)
{
  if (kind == MADO_APRIL_OFFICERS || kind == MADO_APRIL_RULE)
    g_ptr_array_set_size (wanted->initiatives, 0);
  if (kind != MADO_APRIL_REORGANISE)
    g_ptr_array_set_size (wanted->kpis, 0);
  if (kind == MADO_APRIL_RULE)
    g_ptr_array_set_size (wanted->departments, 0);
  for (guint i = wanted->kpis->len; i > 0; i--)
    if (((MadoKpi *) wanted->kpis->pdata[i - 1])->departments[0] == NULL)
      g_ptr_array_remove_index (wanted->kpis, i - 1);
}

static void
take_fault (MadoPlanPreview *preview,
            const GError    *fault)
{
  g_auto (GStrv) lines = g_strsplit (fault->message, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    if (*lines[i])
      g_ptr_array_add (preview->faults, g_strdup (lines[i]));
}

static void
preview_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  static const char *const purposes[MADO_N_APRILS] = { "year", "organisation", "officers", "rule" };
  Job *job = data;
  GError *error = NULL;
  g_autoptr (GError) fault = NULL;
  g_autoptr (MadoPlanSet) set = mado_plan_set_load (job->store, NULL, 0, &error);
  g_autoptr (MadoPlanPreview) preview = g_new0 (MadoPlanPreview, 1);
  g_autoptr (MadoPlanBook) made = NULL;
  MadoPlanBook *wanted;

  preview->faults = g_ptr_array_new_with_free_func (g_free);
  preview->notes = g_ptr_array_new_with_free_func (g_free);
  if (!set)
    {
      g_task_return_error (task, error);
      return;
    }
  wanted = apply (job->step, set, preview, &made, &fault);
  if (wanted)
    {
      leave_out (job->step->kind, wanted);
      mado_plan_update_make (&preview->update, wanted,
                             &(MadoPlanUpdateOptions) { job->city, set->records, MADO_SOURCE_TYPED, purposes[job->step->kind] });
    }
  else
    take_fault (preview, fault);
  g_task_return_pointer (task, g_steal_pointer (&preview), (GDestroyNotify) mado_plan_preview_free);
}

void
mado_april_preview_async (MadoPlanPlace       *place,
                          MadoAprilStep       *step,
                          GAsyncReadyCallback  callback,
                          gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (place, NULL, callback, data);
  MadoContext *context = mado_plan_place_get_context (place);
  Job *job = g_new0 (Job, 1);

  job->store = g_object_ref (mado_context_get_store (context));
  job->city = g_strdup (mado_context_get_identity (context)->city);
  job->step = step;
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, preview_thread);
}
