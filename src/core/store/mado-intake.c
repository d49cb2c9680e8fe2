/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-intake.h"

#include <string.h>

#define MAX_HELPERS 3
#define WORTH_A_THREAD 64 /* fewer signatures are checked before a thread has started */
#define SHARE 16

typedef struct
{
  MadoIntake *items;
  guint       n_items;
  GHashTable *devices; /* MadoId -> MadoPublicKey, read only while threads run */
  int         next;    /* atomic: first item that nobody has taken */
} Page;

typedef void (*ItemFunc) (Page *page, MadoIntake *item);

typedef struct
{
  Page    *page;
  ItemFunc func;
} Helper;

static gpointer
work_on_page (gpointer data)
{
  Helper *helper = data;
  Page *page = helper->page;

  for (;;)
    {
      guint from = (guint) g_atomic_int_add (&page->next, SHARE);
      guint to = MIN (from + SHARE, page->n_items);

      if (from >= page->n_items)
        return NULL;
      for (guint i = from; i < to; i++)
        helper->func (page, &page->items[i]);
    }
}

/* The calling thread takes its share too. */
static void
for_each_item (Page    *page,
               ItemFunc func)
{
  Helper helper = { page, func };
  GThread *threads[MAX_HELPERS];
  guint n_threads = MIN (MIN (g_get_num_processors () - 1, MAX_HELPERS), page->n_items / WORTH_A_THREAD);

  g_atomic_int_set (&page->next, 0);
  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("mado-intake", work_on_page, &helper);
  work_on_page (&helper);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
}

static void
read_item (Page       *page,
           MadoIntake *item)
{
  g_autoptr (GError) error = NULL;

  if (item->in->type != MADO_INCOMING_COMMIT)
    return;
  item->commit = mado_commit_parse (item->in->bytes, &error);
  if (item->commit == NULL)
    item->fault = g_error_matches (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED) ? "unsupported" : "damaged";
}

const char *
mado_intake_check (MadoCommit          *commit,
                   const MadoPublicKey *key)
{
  if (key == NULL)
    return "unknown-device";
  return mado_commit_verify (commit, key->sign) ? NULL : "signature";
}

static void
check_item (Page       *page,
            MadoIntake *item)
{
  if (item->commit != NULL && item->fault == NULL)
    item->fault = mado_intake_check (item->commit, g_hash_table_lookup (page->devices, &item->commit->device));
}

static void
take_device_entries (Page *page)
{
  for (guint i = 0; i < page->n_items; i++)
    {
      const MadoIncoming *in = page->items[i].in;

      if (in->type == MADO_INCOMING_DEVICE)
        g_hash_table_insert (page->devices, mado_id_copy (&in->id),
                             g_memdup2 (&in->device_key, sizeof in->device_key));
    }
}

static void
look_up_devices (Page      *page,
                 MadoStore *store)
{
  for (guint i = 0; i < page->n_items; i++)
    {
      MadoCommit *commit = page->items[i].commit;
      MadoPublicKey key;

      if (commit == NULL || g_hash_table_contains (page->devices, &commit->device))
        continue;
      if (mado_store_get_device (store, &commit->device, &key, NULL))
        g_hash_table_insert (page->devices, mado_id_copy (&commit->device), g_memdup2 (&key, sizeof key));
      else
        g_hash_table_insert (page->devices, mado_id_copy (&commit->device), NULL);
    }
}

MadoIntake *
mado_intake_read (MadoStore *store,
                  GPtrArray *incoming)
{
  g_autoptr (GHashTable) devices = g_hash_table_new_full (mado_id_hash, mado_id_equal, g_free, g_free);
  Page page = { g_new0 (MadoIntake, incoming->len), incoming->len, devices, 0 };

  for (guint i = 0; i < incoming->len; i++)
    page.items[i].in = incoming->pdata[i];
  for_each_item (&page, read_item);
  take_device_entries (&page);
  look_up_devices (&page, store);
  for_each_item (&page, check_item);
  return page.items;
}

void
mado_intake_free (MadoIntake *items,
                  guint       n_items)
{
  for (guint i = 0; i < n_items; i++)
    g_clear_pointer (&items[i].commit, mado_commit_unref);
  g_free (items);
}
