/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

/*
 * The parallel stage before the store: each commit is parsed once, its
 * signature checked against the directory and its salted digest taken, on a
 * pool of threads. A batch is cut into slices so that a long one uses every
 * core; the last slice that is done hands the whole batch to the writer.
 */
#define SLICE 32

typedef struct
{
  MadoServer     *server;
  MadoCityItem   *items;
  guint           n;
  gint            n_slices; /* atomic: those not done */
  MadoIntakeDone  done;
  gpointer        data;
} Batch;

typedef struct
{
  Batch *batch;
  guint  first;
  guint  count;
} Slice;

static const char *
find_fault (MadoServer   *self,
            MadoCityItem *item)
{
  MadoCityDevice device;

  if (g_bytes_get_size (item->bytes) > MADO_COMMIT_MAX_BYTES)
    return "too-large";
  item->commit = mado_commit_parse (item->bytes, NULL);
  if (item->commit == NULL)
    return "damaged";
  if (!g_str_equal (item->commit->city, mado_city_store_get_city (self->store)))
    return "foreign";
  if (!mado_city_store_get_device (self->store, &item->commit->device, &device))
    return "unknown-device";
  if (!mado_commit_verify (item->commit, device.key.sign))
    return "signature";
  if (device.revoked != 0 && mado_hlc_ms (item->commit->clock) > device.revoked)
    return "revoked-device";
  return NULL;
}

static void
free_items (MadoCityItem *items,
            guint         n)
{
  for (guint i = 0; i < n; i++)
    {
      g_clear_pointer (&items[i].bytes, g_bytes_unref);
      g_clear_pointer (&items[i].commit, mado_commit_unref);
    }
  g_free (items);
}

static void
stored_cb (MadoCityItem *items,
           guint         n,
           const GError *error,
           gpointer      data)
{
  Batch *batch = data;

  batch->done (items, n, error, batch->data);
  free_items (items, n);
  g_free (batch);
}

void
mado_intake_verify (gpointer task,
                    gpointer server)
{
  g_autofree Slice *slice = task;
  Batch *batch = slice->batch;

  for (guint i = slice->first; i < slice->first + slice->count; i++)
    {
      MadoCityItem *item = &batch->items[i];

      item->fault = find_fault (batch->server, item);
      mado_city_item_prepare (item, batch->server->random);
    }
  if (g_atomic_int_dec_and_test (&batch->n_slices))
    mado_city_store_append_async (batch->server->store, batch->items, batch->n, stored_cb, batch);
}

void
mado_intake_submit (MadoServer     *self,
                    MadoCityItem   *items,
                    guint           n,
                    MadoIntakeDone  done,
                    gpointer        data)
{
  Batch *batch = g_new0 (Batch, 1);
  guint n_slices = (n + SLICE - 1) / SLICE;

  batch->server = self;
  batch->items = items;
  batch->n = n;
  batch->n_slices = (gint) n_slices;
  batch->done = done;
  batch->data = data;
  for (guint i = 0; i < n_slices; i++)
    {
      Slice *slice = g_new (Slice, 1);

      slice->batch = batch;
      slice->first = i * SLICE;
      slice->count = MIN (SLICE, n - i * SLICE);
      g_thread_pool_push (self->verifiers, slice, NULL);
    }
}
