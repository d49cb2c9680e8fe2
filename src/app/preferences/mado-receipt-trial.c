/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/preferences/mado-receipt-trial.h"

#include <glib/gi18n.h>

#include "app/mado-print-setup.h"
#include "device/receipt/mado-receipt.h"
#include "print/mado-escpos.h"
#include "print/mado-receipt-test.h"

typedef struct
{
  char             *printer;
  char             *profile;
  gint64            now_ms;
  MadoReceiptWidth  width;
  MadoEscposFlags   flags;
  gboolean          print;
} Trial;

static void
trial_free (gpointer data)
{
  Trial *trial = data;

  g_free (trial->printer);
  g_free (trial->profile);
  g_free (trial);
}

static MadoRaster *
draw (const Trial *trial,
      GError     **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (trial->now_ms / 1000);
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d %H:%M");
  const char *paper = trial->width == MADO_RECEIPT_58MM ? _("Paper of 58 mm") : _("Paper of 80 mm");
  const char *lines[] = { when, paper, *trial->printer != 0 ? trial->printer : _("The system's printer"), NULL };

  return mado_receipt_test_new (trial->width, lines, error);
}

static char *
print_on_address (const Trial       *trial,
                  const MadoRaster  *raster,
                  GCancellable      *cancellable,
                  GError           **error)
{
  g_autoptr (GBytes) bytes = mado_escpos_from_raster (raster, trial->flags);
  g_autoptr (MadoReceipt) printer = mado_receipt_new (trial->printer, error);
  guint state = 0;

  if (printer == NULL || !mado_receipt_print (printer, bytes, cancellable, &state, error))
    return NULL;
  if (state & MADO_RECEIPT_PAPER_LOW)
    return g_strdup (_("The test was printed. The roll of paper is nearly at its end."));
  if (state & MADO_RECEIPT_SILENT)
    return g_strdup (_("The test was sent. This printer does not say whether it is on paper: look at it."));
  return g_strdup (_("The test is on paper. Both marks at the edges must be seen, and the code must be readable."));
}

static char *
print_by_system (const Trial      *trial,
                 const MadoRaster *raster,
                 GCancellable     *cancellable,
                 GError          **error)
{
  gboolean to_folder = g_str_has_prefix (trial->printer, "folder:");
  const char *folder = to_folder ? trial->printer + strlen ("folder:") : trial->profile;
  g_autofree char *path = g_build_filename (folder, "receipt-test.png", NULL);
  g_autoptr (MadoPrintSetup) setup = mado_print_setup_new (to_folder ? "" : trial->printer);
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (!mado_raster_write_png (raster, path, error))
    return NULL;
  if (to_folder)
    return g_strdup_printf (_("The test was kept as %s."), path);
  file = g_mapped_file_new (path, FALSE, error);
  bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;
  if (bytes == NULL || !mado_print_setup_send (setup, bytes, cancellable, error))
    return NULL;
  return g_strdup (_("The test was handed to the system's printer."));
}

static char *
describe (const Trial  *trial,
          GError      **error)
{
  g_autoptr (MadoReceipt) printer = NULL;
  guint state;

  if (!mado_receipt_is_address (trial->printer))
    return g_strdup (_("The system tells nothing about its printer here. A test print shows whether it works."));
  printer = mado_receipt_new (trial->printer, error);
  if (printer == NULL || !mado_receipt_get_state (printer, &state, error) || !mado_receipt_check_state (state, error))
    return NULL;
  if (state & MADO_RECEIPT_SILENT)
    return g_strdup (_("The printer can be reached. It does not answer questions about paper and cover."));
  if (state & MADO_RECEIPT_PAPER_LOW)
    return g_strdup (_("The printer is ready. The roll of paper is nearly at its end."));
  return g_strdup (_("The printer is ready."));
}

static void
trial_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  const Trial *trial = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRaster) raster = trial->print ? draw (trial, &error) : NULL;
  char *told = NULL;

  if (!trial->print)
    told = describe (trial, &error);
  else if (raster != NULL)
    told = mado_receipt_is_address (trial->printer) ? print_on_address (trial, raster, cancellable, &error)
                                                    : print_by_system (trial, raster, cancellable, &error);
  mado_error_convert (&error);
  if (told != NULL)
    g_task_return_pointer (task, told, g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
mado_receipt_trial_async (MadoContext         *context,
                          gboolean             print,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  MadoPreferences *preferences = mado_context_get_preferences (context);
  Trial *trial = g_new0 (Trial, 1);

  trial->printer = g_strdup (mado_preferences_get (preferences, MADO_PREFERENCE_RECEIPT_PRINTER));
  trial->profile = g_strdup (mado_context_get_profile (context));
  trial->now_ms = mado_clock_now_ms (mado_context_get_clock (context));
  trial->width = g_str_equal (mado_preferences_get (preferences, MADO_PREFERENCE_RECEIPT_WIDTH), "58") ? MADO_RECEIPT_58MM : MADO_RECEIPT_80MM;
  trial->flags = MADO_ESCPOS_RESET | (g_str_equal (mado_preferences_get (preferences, MADO_PREFERENCE_RECEIPT_CUT), "no") ? 0 : MADO_ESCPOS_CUT);
  trial->print = print;
  g_task_set_task_data (task, trial, trial_free);
  g_task_run_in_thread (task, trial_thread);
}

char *
mado_receipt_trial_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
