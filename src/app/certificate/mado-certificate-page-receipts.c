/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/certificate/mado-certificate-page-private.h"
#include "device/receipt/mado-receipt-spool.h"

/*
 * Receipts that did not come out. None is printed again by itself: by then
 * another visitor stands at the counter. A person chooses one, to print it or
 * to give it up.
 */

typedef struct
{
  char          *folder;
  MadoSecretKey *key;
  MadoRandom    *random;
  char          *printer;
  char          *id;      /* nullable: list only */
  gboolean       give_up;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->folder);
  mado_secret_key_unref (work->key);
  g_object_unref (work->random);
  g_free (work->printer);
  g_free (work->id);
  g_free (work);
}

static gboolean
print_one (Work              *work,
           MadoReceiptSpool  *spool,
           GError           **error)
{
  g_autoptr (GPtrArray) jobs = mado_receipt_spool_list (spool, NULL, error);
  g_autoptr (MadoReceipt) printer = jobs != NULL ? mado_receipt_new (work->printer, error) : NULL;

  for (guint i = 0; printer != NULL && i < jobs->len; i++)
    {
      MadoReceiptJob *job = jobs->pdata[i];
      guint state;

      if (g_str_equal (job->id, work->id))
        return mado_receipt_print (printer, job->bytes, NULL, &state, error) && mado_receipt_spool_remove (spool, job->id, error);
    }
  return printer != NULL;
}

static void
work_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Work *work = data;
  g_autoptr (MadoReceiptSpool) spool = mado_receipt_spool_new (work->folder, work->key, work->random);
  g_autoptr (GError) error = NULL;
  GPtrArray *jobs = NULL;

  if (work->id == NULL ||
      (work->give_up ? mado_receipt_spool_remove (spool, work->id, &error) : print_one (work, spool, &error)))
    jobs = mado_receipt_spool_list (spool, NULL, &error);
  if (jobs != NULL)
    g_task_return_pointer (task, jobs, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
start_work (MadoCertificatePage *self,
            const char          *id,
            gboolean             give_up,
            GAsyncReadyCallback  callback)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, NULL);
  Work *work;

  if (mado_context_get_device_key (self->context) == NULL)
    return;
  work = g_new0 (Work, 1);
  work->folder = g_build_filename (mado_context_get_profile (self->context), "receipts", NULL);
  work->key = mado_secret_key_ref (mado_context_get_device_key (self->context));
  work->random = g_object_ref (mado_context_get_random (self->context));
  work->printer = g_strdup (mado_preferences_get (mado_context_get_preferences (self->context), MADO_PREFERENCE_RECEIPT_PRINTER));
  work->id = g_strdup (id);
  work->give_up = give_up;
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, work_thread);
}

static void
show_jobs (MadoCertificatePage *self,
           GPtrArray           *jobs)
{
  GtkStringList *model = gtk_string_list_new (NULL);

  g_clear_pointer (&self->receipts, g_ptr_array_unref);
  self->receipts = g_ptr_array_ref (jobs);
  for (guint i = 0; i < jobs->len; i++)
    gtk_string_list_append (model, ((MadoReceiptJob *) jobs->pdata[i])->title);
  if (mado_certificate_page_get_side (self) == MADO_SIDE_RECEIPTS && gtk_widget_get_visible (self->side))
    mado_certificate_page_show_receipts (self, model);
  else
    g_object_unref (g_object_ref_sink (G_OBJECT (model)));
  if (jobs->len == 0)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("Every receipt was printed."));
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  MadoCertificatePage *self = MADO_CERTIFICATE_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->box == NULL)
    return;
  mado_page_busy (MADO_PAGE (self), NULL);
  if (jobs != NULL)
    show_jobs (self, jobs);
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
}

void
mado_certificate_page_list_receipts (MadoCertificatePage *self)
{
  start_work (self, NULL, FALSE, listed_cb);
}

void
mado_certificate_page_print_receipt (MadoCertificatePage *self,
                                     guint                position,
                                     gboolean             give_up)
{
  MadoReceiptJob *job = self->receipts != NULL && position < self->receipts->len ? self->receipts->pdata[position] : NULL;

  if (job == NULL)
    return;
  if (!give_up)
    mado_page_busy (MADO_PAGE (self), _("The receipt is being printed"));
  start_work (self, job->id, give_up, listed_cb);
}
