/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-workplace.h"

#include <glib/gi18n.h>

#include "app/counter/mado-counter-page.h"
#include "app/counter/mado-scanned.h"
#include "app/issue/mado-issue-page.h"

struct _MadoCounterWorkplace
{
  GObject parent_instance;
};

static void workplace_iface_init (MadoWorkplaceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoCounterWorkplace, mado_counter_workplace, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_WORKPLACE, workplace_iface_init))

/* --- by record --------------------------------------------------------------------- */

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MadoPage) page = data;
  g_autoptr (GError) error = NULL;

  gboolean loaded = mado_counter_load_finish (MADO_COUNTER (source), result, &error);

  /* The person went back to the list before the record was here. */
  if (gtk_widget_get_parent (GTK_WIDGET (page)) == NULL)
    return;
  if (loaded)
    mado_counter_page_loaded (MADO_COUNTER_PAGE (page));
  else if (g_error_matches (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON)
           || g_error_matches (error, MADO_ERROR, MADO_ERROR_DENIED))
    mado_counter_page_ask_access (MADO_COUNTER_PAGE (page));
  else
    mado_page_message (page, MADO_MESSAGE_ERROR, "%s", error->message);
}

static MadoPage *
mado_counter_workplace_open_case (MadoWorkplace *workplace,
                                  MadoContext   *context,
                                  const MadoId  *record)
{
  g_autoptr (MadoCounter) counter = mado_counter_new (context);
  MadoPage *page = mado_counter_page_new (counter);

  mado_counter_load_async (counter, record, loaded_cb, g_object_ref (page));
  return page;
}

static MadoPage *
mado_counter_workplace_new_case (MadoWorkplace *workplace,
                                 MadoContext   *context)
{
  g_autoptr (MadoCounter) counter = mado_counter_new (context);
  MadoPage *page = mado_counter_page_new (counter);

  mado_counter_begin (counter, NULL);
  mado_counter_page_loaded (MADO_COUNTER_PAGE (page));
  return page;
}

/* --- by slip or case number: read, then loaded, then a page --------------------------------- */

typedef struct
{
  MadoContext *context;
  MadoStore   *store;
  MadoPack    *pack;
  MadoClock   *clock;
  char        *code;
  char        *scope;
  MadoScanned *scanned; /* what came of it */
  MadoDocumentVerdict *verdict; /* or of a document's code */
} Scan;

static void
scan_free (gpointer data)
{
  Scan *scan = data;

  g_object_unref (scan->context);
  g_object_unref (scan->store);
  mado_pack_unref (scan->pack);
  g_object_unref (scan->clock);
  g_clear_pointer (&scan->scanned, mado_scanned_free);
  g_clear_pointer (&scan->verdict, mado_document_verdict_free);
  g_free (scan->code);
  g_free (scan->scope);
  g_free (scan);
}

static void
scan_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Scan *scan = data;
  GError *error = NULL;

  scan->scanned = mado_scanned_read (scan->store, scan->pack, scan->clock, scan->scope, scan->code, &error);
  if (scan->scanned != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static MadoPage *
loaded_page_new (MadoCounter *counter)
{
  MadoPage *page = g_object_ref_sink (mado_counter_page_new (counter));

  mado_counter_page_loaded (MADO_COUNTER_PAGE (page));
  return page;
}

static void
scan_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GTask) task = data;
  MadoCounter *counter = MADO_COUNTER (source);
  GError *error = NULL;

  if (mado_counter_load_finish (counter, result, &error))
    g_task_return_pointer (task, loaded_page_new (counter), g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
scanned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  Scan *scan = g_task_get_task_data (task);
  g_autoptr (MadoCounter) counter = NULL;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (!mado_context_get_signed_in (scan->context))
    {
      g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_DENIED, _("Sign in first, then read the slip once more."));
      return;
    }
  counter = mado_counter_new (scan->context);
  if (scan->scanned->draft != NULL)
    {
      mado_counter_begin_draft (counter, scan->scanned->draft);
      g_task_return_pointer (task, loaded_page_new (counter), g_object_unref);
      return;
    }
  mado_counter_load_async (counter, &scan->scanned->record, scan_loaded_cb, g_steal_pointer (&task));
}

/* --- by the code of an issued document ------------------------------------------------------ */

/* Whatever can be said of the code is shown, also where the case may not be. */
static void
document_loaded_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (GTask) task = data;
  Scan *scan = g_task_get_task_data (task);
  MadoCounter *counter = MADO_COUNTER (source);
  gboolean loaded = mado_counter_load_finish (counter, result, NULL);
  MadoPage *page = mado_issue_page_new (scan->context, loaded ? counter : NULL, g_steal_pointer (&scan->verdict));

  g_task_return_pointer (task, g_object_ref_sink (page), g_object_unref);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  Scan *scan = g_task_get_task_data (task);
  g_autoptr (MadoCounter) counter = NULL;
  GError *error = NULL;

  scan->verdict = mado_issue_check_finish (MADO_CONTEXT (source), result, &error);
  if (scan->verdict == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!mado_context_get_signed_in (scan->context))
    {
      g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_DENIED, _("Sign in first, then read the code once more."));
      return;
    }
  counter = mado_counter_new (scan->context);
  mado_counter_load_async (counter, &scan->verdict->code.record, document_loaded_cb, g_steal_pointer (&task));
}

static void
mado_counter_workplace_open_code_async (MadoWorkplace       *workplace,
                                        MadoContext         *context,
                                        const char          *code,
                                        GAsyncReadyCallback  callback,
                                        gpointer             data)
{
  GTask *task = g_task_new (workplace, NULL, callback, data);
  g_autoptr (GTask) reading = NULL;
  Scan *scan = g_new0 (Scan, 1);

  scan->context = g_object_ref (context);
  scan->store = g_object_ref (mado_context_get_store (context));
  scan->pack = mado_pack_ref (mado_context_get_pack (context));
  scan->clock = g_object_ref (mado_context_get_clock (context));
  scan->code = g_strdup (code);
  scan->scope = g_strdup (mado_context_get_identity (context)->scope);
  g_task_set_task_data (task, scan, scan_free);
  if (mado_document_code_is_one (code))
    {
      mado_issue_check_async (context, code, checked_cb, task);
      return;
    }
  reading = g_task_new (workplace, NULL, scanned_cb, task);
  g_task_set_task_data (reading, scan, NULL);
  g_task_run_in_thread (reading, scan_thread);
}

static MadoPage *
mado_counter_workplace_open_code_finish (MadoWorkplace  *workplace,
                                         GAsyncResult   *result,
                                         char          **note,
                                         GError        **error)
{
  Scan *scan = g_task_get_task_data (G_TASK (result));
  MadoPage *page = g_task_propagate_pointer (G_TASK (result), error);

  if (page != NULL && note != NULL)
    *note = g_strdup (scan->scanned != NULL ? scan->scanned->note : NULL);
  return page;
}

static const char *
mado_counter_workplace_get_name (MadoWorkplace *workplace)
{
  return _("Counter");
}

static gboolean
mado_counter_workplace_is_for (MadoWorkplace *workplace,
                               MadoContext   *context)
{
  return mado_context_has_cases (context);
}

static void
workplace_iface_init (MadoWorkplaceInterface *iface)
{
  iface->get_name = mado_counter_workplace_get_name;
  iface->is_for = mado_counter_workplace_is_for;
  iface->open_case = mado_counter_workplace_open_case;
  iface->new_case = mado_counter_workplace_new_case;
  iface->open_code_async = mado_counter_workplace_open_code_async;
  iface->open_code_finish = mado_counter_workplace_open_code_finish;
}

static void
mado_counter_workplace_class_init (MadoCounterWorkplaceClass *klass)
{
}

static void
mado_counter_workplace_init (MadoCounterWorkplace *self)
{
}

MadoWorkplace *
mado_counter_workplace_new (void)
{
  return g_object_new (MADO_TYPE_COUNTER_WORKPLACE, NULL);
}
