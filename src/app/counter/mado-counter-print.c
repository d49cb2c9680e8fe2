/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-slip.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/mado-print-setup.h"
#include "app/training/mado-training-camera.h"
#include "device/receipt/mado-receipt-spool.h"
#include "print/mado-escpos.h"

/* One slip on its way to paper; everything it needs, so that the thread asks the screen for nothing. */
typedef struct
{
  MadoStore     *store;
  MadoSecretKey *device_key;
  MadoRandom    *random;
  MadoPack      *pack;
  MadoSlip      *slip;
  MadoSlipSheet *sheet;
  gboolean       receipt;
  MadoReceiptWidth width;
  MadoEscposFlags  flags;
  MadoPrintSetup  *setup;
  char          *printer; /* "folder:PATH" or a printer's name, "" the system's own */
  char          *folder;  /* where it goes when there is no printer */
  char          *spool;   /* where receipts wait until they are on paper */
  gint64         now_ms;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->store);
  mado_secret_key_unref (job->device_key);
  g_object_unref (job->random);
  mado_pack_unref (job->pack);
  mado_slip_unref (job->slip);
  mado_slip_sheet_free (job->sheet);
  mado_print_setup_free (job->setup);
  g_free (job->printer);
  g_free (job->folder);
  g_free (job->spool);
  g_free (job);
}

static gboolean
seal (Job     *job,
      GError **error)
{
  g_autoptr (MadoSlipKeyring) keys = mado_counter_slip_keyring (job->store, job->slip->city, error);
  MadoSlipFields fields;

  if (keys == NULL)
    return FALSE;
  mado_slip_fields_init_pack (&fields, job->pack);
  job->sheet->qr_text = mado_slip_encode (job->slip, &fields, keys, job->device_key, job->random, NULL, error);
  if (job->sheet->qr_text != NULL)
    mado_training_camera_keep (job->sheet->qr_text);
  return job->sheet->qr_text != NULL;
}

static char *
file_name (Job        *job,
           const char *ending)
{
  g_autofree char *number = g_strdup (*job->sheet->case_no ? job->sheet->case_no : job->sheet->ticket_no);

  g_strdelimit (number, "/\\ ", '-');
  return g_strdup_printf ("slip-%s-%d.%s", number, job->sheet->generation, ending);
}

static gboolean
draw (Job        *job,
      const char *path,
      GError    **error)
{
  g_autoptr (MadoRaster) raster = NULL;

  if (!job->receipt)
    return mado_slip_sheet_to_pdf_file (job->sheet, path, error);
  raster = mado_slip_sheet_to_raster (job->sheet, job->width, error);
  return raster != NULL && mado_raster_write_png (raster, path, error);
}

/* The print command takes the file from our standard input, so that no open
 * copy of it stays on the disk. */
static gboolean
send_to_printer (Job        *job,
                 const char *path,
                 GError    **error)
{
  g_autoptr (GBytes) bytes = NULL;
  char *data;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, error))
    return FALSE;
  bytes = g_bytes_new_take (data, length);
  return mado_print_setup_send (job->setup, bytes, NULL, error);
}

/* A printer that we speak to ourselves: kept, sealed, until it is on paper. */
static gboolean
print_receipt (Job     *job,
               GError **error)
{
  g_autoptr (MadoRaster) raster = mado_slip_sheet_to_raster (job->sheet, job->width, error);
  g_autoptr (GBytes) bytes = raster != NULL ? mado_escpos_from_raster (raster, job->flags) : NULL;
  g_autoptr (MadoReceipt) printer = bytes != NULL ? mado_receipt_new (job->printer, error) : NULL;
  g_autoptr (MadoReceiptSpool) spool = mado_receipt_spool_new (job->spool, job->device_key, job->random);
  g_autofree char *title = g_strdup_printf ("%s %s", job->sheet->ticket_no, job->sheet->case_no);
  g_autoptr (GError) fault = NULL;
  guint state;

  if (printer == NULL)
    return FALSE;
  if (mado_receipt_spool_print (spool, printer, job->now_ms, title, bytes, NULL, &state, &fault))
    return TRUE;
  g_set_error (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON,
               _("%s It is kept: in Certificates, F6 shows the receipts that were not printed."), fault->message);
  return FALSE;
}

static void
print_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Job *job = data;
  gboolean to_folder = g_str_has_prefix (job->printer, "folder:");
  const char *folder = to_folder ? job->printer + strlen ("folder:") : job->folder;
  g_autofree char *name = file_name (job, job->receipt ? "png" : "pdf");
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) failed = NULL;
  GError *error = NULL;

  if (job->receipt && mado_receipt_is_address (job->printer))
    {
      if (seal (job, &error) && print_receipt (job, &error))
        g_task_return_pointer (task, g_strdup (""), g_free);
      else
        g_task_return_error (task, error);
      return;
    }
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_READ_ONLY, _("The folder %s cannot be made."), folder);
      return;
    }
  if (!seal (job, &error) || !draw (job, path, &error))
    {
      mado_error_convert (&error);
      g_task_return_error (task, error);
      return;
    }
  if (to_folder)
    g_task_return_pointer (task, g_steal_pointer (&path), g_free);
  else if (send_to_printer (job, path, &failed))
    {
      g_unlink (path);
      g_task_return_pointer (task, g_strdup (""), g_free);
    }
  else /* kept: the clerk is told where it is */
    g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_NEEDS_PERSON,
                             _("The printer did not take the slip (%s). It is kept as %s."), failed->message, path);
}

void
mado_counter_print_slip_async (MadoCounter         *counter,
                               GAsyncReadyCallback  callback,
                               gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (counter, NULL, callback, data);
  MadoContext *context = mado_counter_get_context (counter);
  MadoPreferences *preferences = mado_context_get_preferences (context);
  Job *job = g_new0 (Job, 1);

  job->store = g_object_ref (mado_context_get_store (context));
  job->device_key = mado_secret_key_ref (mado_context_get_device_key (context));
  job->random = g_object_ref (mado_context_get_random (context));
  job->pack = mado_pack_ref (mado_counter_get_pack (counter));
  job->slip = mado_counter_slip_new (counter);
  job->sheet = mado_counter_sheet_new (counter);
  job->receipt = g_str_equal (mado_preferences_get (preferences, MADO_PREFERENCE_SLIP_PAPER), "receipt");
  job->printer = g_strdup (mado_preferences_get (preferences, job->receipt ? MADO_PREFERENCE_RECEIPT_PRINTER
                                                                            : MADO_PREFERENCE_A4_PRINTER));
  job->width = g_str_equal (mado_preferences_get (preferences, MADO_PREFERENCE_RECEIPT_WIDTH), "58") ? MADO_RECEIPT_58MM : MADO_RECEIPT_80MM;
  job->flags = MADO_ESCPOS_RESET | (g_str_equal (mado_preferences_get (preferences, MADO_PREFERENCE_RECEIPT_CUT), "no") ? 0 : MADO_ESCPOS_CUT);
  job->setup = mado_print_setup_get (preferences, MADO_PRINT_SLIP);
  if (job->receipt)
    {
      /* A receipt has a printer and a width of its own. */
      mado_print_setup_free (job->setup);
      job->setup = mado_print_setup_new (job->printer);
    }
  job->folder = g_build_filename (mado_context_get_profile (context), "unprinted", NULL);
  job->spool = g_build_filename (mado_context_get_profile (context), "receipts", NULL);
  job->now_ms = mado_clock_now_ms (mado_context_get_clock (context));
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, print_thread);
}

char *
mado_counter_print_slip_finish (MadoCounter   *counter,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
