/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/issue/mado-issue-job.h"

#include <glib/gi18n.h>

#include "app/issue/mado-issue-sheet.h"
#include "app/issue/mado-paper-out.h"
#include "core/form/mado-issued.h"
#include "core/slip/mado-document-code.h"
#include "core/store/mado-issue-numbers.h"

#define WORD_AGAIN "再発行（第 %s 号に代わるもの）"

/* Everything the thread needs, so that it asks the screen for nothing. */
typedef struct
{
  MadoStore       *store;
  MadoSecretKey   *device_key;
  MadoRecord      *record; /* a copy */
  MadoIssuedSheet *sheet;
  MadoId           device;
  char             city[7];
  char            *id;
  char            *section;
  char            *kind;
  char            *to;
  char            *of;
  char            *reason;
  gint64           copies;
  gint64           now_ms;
  gboolean         alone;   /* a place without a server is number 1 of its city */
  char            *printer;
  char            *kept_in;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->store);
  mado_secret_key_unref (job->device_key);
  g_object_unref (job->record);
  mado_issued_sheet_free (job->sheet);
  g_free (job->id);
  g_free (job->section);
  g_free (job->kind);
  g_free (job->to);
  g_free (job->of);
  g_free (job->reason);
  g_free (job->printer);
  g_free (job->kept_in);
  g_free (job);
}

void
mado_issue_done_free (MadoIssueDone *self)
{
  g_free (self->id);
  g_free (self->number);
  g_free (self->path);
  g_clear_error (&self->print_error);
  g_free (self);
}

/* --- on the thread ------------------------------------------------------------------- */

static gboolean
number_and_seal (Job     *job,
                 GError **error)
{
  MadoDate today = mado_date_from_ms (job->now_ms);
  MadoDocumentCode code = { .device = job->device, .record = *mado_record_get_id (job->record), .year = today.year,
                            .month = today.month, .day = today.day };

  if (job->alone && !mado_issue_numbers_set_computer (job->store, 1, error))
    return FALSE;
  job->sheet->number = mado_issue_numbers_take (job->store, job->now_ms, error);
  if (job->sheet->number == NULL)
    return FALSE;
  g_strlcpy (code.city, job->city, sizeof code.city);
  g_strlcpy (code.document, job->id, sizeof code.document);
  g_strlcpy (code.kind, job->kind, sizeof code.kind);
  g_strlcpy (code.number, job->sheet->number, sizeof code.number);
  job->sheet->qr_text = mado_document_code_encode (&code, job->device_key, error);
  return job->sheet->qr_text != NULL;
}

static gboolean
write_down (Job     *job,
            GBytes  *pdf,
            GError **error)
{
  guint8 digest[MADO_DIGEST_BYTES];
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  MadoIssuing issuing = { .id = job->id, .section = job->section, .kind = job->kind, .number = job->sheet->number,
                          .title = job->sheet->title, .to = job->to, .of = job->of, .reason = job->reason, .copies = job->copies,
                          .at = job->now_ms };
  MadoEdit *edit;

  if (!mado_store_put_blob (job->store, mado_record_get_id (job->record), job->section, pdf, digest, error))
    return FALSE;
  file = g_bytes_new (digest, sizeof digest);
  issuing.file = file;
  edit = mado_issued_make_edit (job->record, &issuing, error);
  if (edit == NULL)
    return FALSE;
  commits = mado_store_write (job->store, edit, error);
  return commits != NULL;
}

/* What would be refused is refused before a number is used up. */
static gboolean
may_be_issued (Job     *job,
               GError **error)
{
  MadoIssuing issuing = { .id = job->id, .section = job->section, .kind = job->kind, .number = "-", .title = job->sheet->title,
                          .of = job->of, .reason = job->reason, .copies = job->copies };
  g_autoptr (MadoEdit) edit = mado_issued_make_edit (job->record, &issuing, error);

  return edit != NULL;
}

static MadoIssueDone *
run (Job     *job,
     GError **error)
{
  g_autoptr (MadoIssueDone) done = g_new0 (MadoIssueDone, 1);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *name = NULL;

  if (!may_be_issued (job, error) || !number_and_seal (job, error))
    return NULL;
  job->sheet->copies = (int) job->copies;
  job->sheet->created = job->now_ms;
  pdf = mado_issued_sheet_to_pdf (job->sheet, &done->unknown, error);
  if (pdf == NULL || !write_down (job, pdf, error))
    return NULL;
  done->id = g_strdup (job->id);
  done->number = g_strdup (job->sheet->number);
  name = g_strdup_printf ("%s-%s", job->kind, job->sheet->number);
  done->path = mado_paper_out (pdf, job->printer, job->kept_in, name, job->copies, &done->print_error);
  return g_steal_pointer (&done);
}

static void
issue_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  GError *error = NULL;
  MadoIssueDone *done = run (data, &error);

  if (done != NULL)
    g_task_return_pointer (task, done, (GDestroyNotify) mado_issue_done_free);
  else
    {
      mado_error_convert (&error);
      g_task_return_error (task, error);
    }
}

/* --- on the main thread ------------------------------------------------------------------ */

static void
fill_place (Job         *job,
            MadoContext *context)
{
  const MadoIdentity *identity = mado_context_get_identity (context);

  job->store = g_object_ref (mado_context_get_store (context));
  job->device_key = mado_secret_key_ref (mado_context_get_device_key (context));
  job->device = identity->device;
  g_strlcpy (job->city, identity->city, sizeof job->city);
  job->now_ms = mado_clock_now_ms (mado_context_get_clock (context));
  job->alone = mado_connection_get_link (mado_context_get_connection (context)) == MADO_LINK_NONE;
  job->printer = g_strdup (mado_preferences_get (mado_context_get_preferences (context), MADO_PREFERENCE_A4_PRINTER));
  job->kept_in = g_build_filename (mado_context_get_profile (context), "unprinted", NULL);
}

void
mado_issue_async (MadoCounter          *counter,
                  const MadoIssueOrder *order,
                  GAsyncReadyCallback   callback,
                  gpointer              data)
{
  g_autoptr (GTask) task = g_task_new (counter, NULL, callback, data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, mado_issue_async);
  fill_place (job, mado_counter_get_context (counter));
  job->record = mado_record_copy (mado_counter_get_record (counter));
  job->sheet = mado_issue_sheet_new (counter, order->kind, order->to, order->note);
  job->id = mado_document_id_new (mado_context_get_random (mado_counter_get_context (counter)));
  job->section = g_strdup (mado_issue_section (counter, order->kind));
  job->kind = g_strdup (order->kind->id);
  job->to = g_strdup (order->to);
  job->of = g_strdup (order->of);
  job->reason = g_strdup (order->reason);
  job->copies = order->copies;
  if (order->of != NULL)
    job->sheet->again = g_strdup_printf (WORD_AGAIN, order->of_number);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, issue_thread);
}

MadoIssueDone *
mado_issue_finish (MadoCounter   *counter,
                   GAsyncResult  *result,
                   GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
