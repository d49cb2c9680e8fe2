/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-workplace.h"

#include <glib/gi18n.h>

#include "app/counter/mado-counter-page.h"
#include "app/counter/mado-counter-slip.h"
#include "core/base/mado-case-code.h"
#include "core/slip/mado-slip-case.h"
#include "core/slip/mado-slip-record.h"

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

/* --- by slip or short code ------------------------------------------------------------ */

/* Reading a slip: everything that waits happens on a thread. */
typedef struct
{
  MadoStore *store;
  MadoPack  *pack;
  MadoClock *clock;
  char      *code;
  char      *scope;
  MadoId     record;
  char      *note;  /* what to tell: older, expired, typed by a citizen */
} Scan;

static void
scan_free (gpointer data)
{
  Scan *scan = data;

  g_object_unref (scan->store);
  mado_pack_unref (scan->pack);
  g_object_unref (scan->clock);
  g_free (scan->code);
  g_free (scan->scope);
  g_free (scan->note);
  g_free (scan);
}

static gboolean
issuer_cb (const MadoId *device,
           guint8        sign_public[32],
           gpointer      data)
{
  MadoPublicKey key;

  if (!mado_store_get_device (data, device, &key, NULL))
    return FALSE;
  memcpy (sign_public, key.sign, 32);
  return TRUE;
}

static char *
describe (MadoSlip         *slip,
          MadoSlipRelation  relation)
{
  if (slip->trust == MADO_SLIP_TRUST_CITIZEN)
    return g_strdup (_("This slip was not made at one of our windows. Treat what it says as told by the visitor."));
  if (relation == MADO_SLIP_OLDER)
    return g_strdup (_("More happened since this slip was printed. The newest state is shown."));
  if (relation == MADO_SLIP_DIVERGED)
    return g_strdup (_("The slip and this computer each know something the other does not. Both are kept."));
  if (slip->reference)
    return g_strdup (_("The slip had no room for the values. They come from the server."));
  if (slip->expired)
    return g_strdup (_("This slip is past its date. Please check that it still holds."));
  return NULL;
}

static gboolean
keep_base (Scan     *scan,
           MadoSlip *slip,
           GError  **error)
{
  for (guint i = 0; i < slip->heads->len; i++)
    {
      const MadoSlipHeads *heads = g_ptr_array_index (slip->heads, i);
      g_autoptr (GPtrArray) changes = NULL;

      if (!mado_slip_section_is_for (scan->pack, heads->section, scan->scope))
        continue;
      changes = mado_slip_list_case_changes (slip, scan->pack, heads->section);
      if (!mado_store_put_base (scan->store, slip->kind, &slip->record, heads->section, heads->heads, heads->n_heads,
                                mado_slip_get_clock (slip, heads->section), changes, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_slip (Scan    *scan,
           GError **error)
{
  g_autoptr (MadoSlipKeyring) keys = mado_counter_slip_keyring (scan->store, mado_pack_get_city (scan->pack), error);
  MadoSlipFields fields;
  g_autoptr (MadoSlip) slip = NULL;
  g_autoptr (MadoRecord) record = NULL;
  MadoSlipRelation relation = MADO_SLIP_NEWER;

  if (keys == NULL)
    return FALSE;
  mado_slip_fields_init_pack (&fields, scan->pack);
  slip = mado_slip_decode (scan->code, &fields, keys, issuer_cb, scan->store, mado_clock_now_ms (scan->clock), error);
  if (slip == NULL)
    return FALSE;
  scan->record = slip->record;
  record = mado_store_load (scan->store, &slip->record, NULL);
  if (record != NULL)
    relation = mado_slip_compare (slip, record);
  scan->note = describe (slip, relation);
  return relation == MADO_SLIP_SAME || relation == MADO_SLIP_OLDER || keep_base (scan, slip, error);
}

static gboolean
find_by_code (Scan    *scan,
              GError **error)
{
  g_autoptr (GPtrArray) rows = mado_store_search (scan->store, scan->code, 2, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const MadoCaseRow *row = g_ptr_array_index (rows, i);

      if (g_ascii_strcasecmp (row->case_no, scan->code) == 0)
        {
          scan->record = row->record;
          return TRUE;
        }
    }
  g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND,
               _("No case with the number %s is here. If the server cannot be reached, please scan the slip."), scan->code);
  return FALSE;
}

static void
scan_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Scan *scan = data;
  GError *error = NULL;

  if (mado_slip_is_slip (scan->code) ? read_slip (scan, &error) : find_by_code (scan, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
scanned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  MadoPage *page = MADO_PAGE (source);
  Scan *scan = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      mado_page_message (page, MADO_MESSAGE_ERROR, _("%s Nothing was changed."), error->message);
      mado_page_close (page);
      return;
    }
  if (scan->note != NULL)
    mado_page_message (page, MADO_MESSAGE_WARNING, "%s", scan->note);
  mado_counter_load_async (mado_counter_page_get_counter (MADO_COUNTER_PAGE (page)), &scan->record, loaded_cb,
                           g_object_ref (page));
}

static gboolean
is_short_code (const char *code)
{
  return mado_case_code_parse (code, NULL, NULL);
}

static MadoPage *
mado_counter_workplace_open_code (MadoWorkplace *workplace,
                                  MadoContext   *context,
                                  const char    *code,
                                  GError       **error)
{
  g_autoptr (MadoCounter) counter = NULL;
  g_autoptr (GTask) task = NULL;
  MadoPage *page;
  Scan *scan;

  if (!mado_slip_is_slip (code) && !is_short_code (code))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("This code is not one of ours. Nothing was changed. The short number on the slip can be typed instead."));
      return NULL;
    }
  counter = mado_counter_new (context);
  page = mado_counter_page_new (counter);
  scan = g_new0 (Scan, 1);
  scan->store = g_object_ref (mado_context_get_store (context));
  scan->pack = mado_pack_ref (mado_context_get_pack (context));
  scan->clock = g_object_ref (mado_context_get_clock (context));
  scan->code = g_strdup (code);
  scan->scope = g_strdup (mado_context_get_identity (context)->scope);
  task = g_task_new (page, NULL, scanned_cb, NULL);
  g_task_set_task_data (task, scan, scan_free);
  g_task_run_in_thread (task, scan_thread);
  return page;
}

static void
workplace_iface_init (MadoWorkplaceInterface *iface)
{
  iface->open_case = mado_counter_workplace_open_case;
  iface->new_case = mado_counter_workplace_new_case;
  iface->open_code = mado_counter_workplace_open_code;
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
