/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/refused/mado-refused-item.h"

#include <glib/gi18n.h>

#define MOST_ROWS 5000

void
mado_refused_item_free (MadoRefusedItem *self)
{
  g_free (self->ticket_no);
  g_free (self->name);
  g_free (self->section);
  g_free (self->reason);
  g_free (self);
}

/* --- words ---------------------------------------------------------------------- */

static const struct
{
  const char *reason;
  const char *why;
  const char *what;
} words[] = {
  { "denied", N_("This part belongs to another desk, or your role may not write it."),
    N_("Ask a supervisor to accept it, or the desk in charge to enter it.") },
  { "no-ticket", N_("It was written before a sign-in with the server."),
    N_("Ask a supervisor to accept it.") },
  { "ticket-expired", N_("It was written after the time for work without the server was over."),
    N_("Sign in again, and ask a supervisor to accept it.") },
  { "actor", N_("It was written in another person's name than the one who is signed in."),
    N_("Ask a supervisor to accept it.") },
  { "unknown-device", N_("The server does not know this computer."),
    N_("Tell the system administrator; work goes on meanwhile.") },
  { "revoked-device", N_("This computer was shut out by the administrator."),
    N_("Stop working on it and tell the system administrator.") },
  { "counter-reused", N_("Another computer uses a copy of this one's data."),
    N_("Stop working on it and tell the system administrator.") },
  { "signature", N_("The record's seal does not fit this computer."),
    N_("Open the case, enter the part again, and tell the system administrator.") },
  { "damaged", N_("The record arrived damaged."),
    N_("Open the case and enter the part again.") },
  { "foreign", N_("It belongs to another city."),
    N_("Tell the system administrator.") },
  { "too-large", N_("It is too large for the server."),
    N_("Take pictures again in a smaller size.") },
};

static int
find_words (const char *reason)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].reason, reason) == 0)
      return (int) i;

  return -1;
}

const char *
mado_refused_why (const char *reason)
{
  int index = find_words (reason);

  return index >= 0 ? _(words[index].why) : _("The server gave a reason that this program does not know.");
}

const char *
mado_refused_what_to_do (const char *reason)
{
  int index = find_words (reason);

  return index >= 0 ? _(words[index].what) : _("Tell the system administrator.");
}

/* --- reading -------------------------------------------------------------------- */

static MadoRefusedItem *
find_item (GPtrArray        *items,
           const MadoCommit *commit,
           const char       *reason)
{
  for (guint i = 0; i < items->len; i++)
    {
      MadoRefusedItem *item = items->pdata[i];

      if (mado_id_equal (&item->record, &commit->record) && g_str_equal (item->section, commit->section) &&
          g_str_equal (item->reason, reason))
        return item;
    }

  return NULL;
}

static void
add_commit (GPtrArray                *items,
            const MadoQuarantineItem *kept)
{
  g_autoptr (MadoCommit) commit = mado_commit_parse (kept->bytes, NULL);
  const char *reason = kept->reason ? kept->reason : "";
  MadoRefusedItem *item;

  if (!commit)
    return;

  item = find_item (items, commit, reason);
  if (!item)
    {
      item = g_new0 (MadoRefusedItem, 1);
      item->record = commit->record;
      item->section = g_strdup (commit->section);
      item->reason = g_strdup (reason);
      g_ptr_array_add (items, item);
    }
  item->n++;
  item->at = MAX (item->at, kept->at);
}

/* Number and name from the list that everybody sees here: looking at this
 * page opens no record. */
static gboolean
add_names (MadoStore  *store,
           GPtrArray  *items,
           GError    **error)
{
  g_autoptr (GPtrArray) rows = mado_store_list (store, NULL, 0, MOST_ROWS, error);

  for (guint i = 0; rows && i < items->len; i++)
    for (guint r = 0; r < rows->len; r++)
      {
        const MadoCaseRow *row = rows->pdata[r];
        MadoRefusedItem *item = items->pdata[i];

        if (!mado_id_equal (&row->record, &item->record))
          continue;
        item->ticket_no = g_strdup (row->ticket_no);
        item->name = g_strdup (row->name && *row->name ? row->name : row->kana);
        break;
      }

  return rows != NULL;
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const MadoRefusedItem *left = *(MadoRefusedItem *const *) a, *right = *(MadoRefusedItem *const *) b;

  return left->at > right->at ? -1 : left->at < right->at;
}

GPtrArray *
mado_refused_list (MadoStore  *store,
                   GError    **error)
{
  g_autoptr (GPtrArray) kept = mado_store_list_quarantine (store, error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_refused_item_free);

  if (!kept)
    return NULL;
  for (guint i = 0; i < kept->len; i++)
    if (((MadoQuarantineItem *) kept->pdata[i])->own)
      add_commit (items, kept->pdata[i]);
  if (items->len > 0 && !add_names (store, items, error))
    return NULL;
  g_ptr_array_sort (items, compare_items);

  return g_steal_pointer (&items);
}

static void
list_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *items = mado_refused_list (source, &error);

  if (items)
    g_task_return_pointer (task, items, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
mado_refused_list_async (MadoStore           *store,
                         GAsyncReadyCallback  callback,
                         gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (store, NULL, callback, data);

  g_task_set_source_tag (task, mado_refused_list_async);
  g_task_run_in_thread (task, list_thread);
}

GPtrArray *
mado_refused_list_finish (MadoStore     *store,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
