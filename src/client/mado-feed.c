/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-feed.h"

#include <string.h>

#include "client/mado-wire.h"

#define PAGE_LIMIT 2000

/* What one page holds, before any of it is stored: a page that was cut has no
 * end frame and is thrown away whole. */
typedef struct
{
  GArray  *frames; /* MadoFrame, in order; all that the store takes */
  gboolean ended;
  char     epoch[64];
  guint64  next;
  gboolean more;
} Page;

static void
page_clear (Page *self)
{
  g_clear_pointer (&self->frames, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Page, page_clear)

static void
take_end (Page            *self,
          const MadoFrame *frame)
{
  self->ended = TRUE;
  g_strlcpy (self->epoch, frame->epoch, sizeof self->epoch);
  self->next = frame->next;
  self->more = frame->more;
}

static gboolean
page_read (Page          *self,
           GBytes        *bytes,
           const guint8   shared[MADO_KEY_BYTES],
           GError       **error)
{
  g_autoptr (GError) fault = NULL;
  MadoFrames frames;
  MadoFrame frame;

  self->frames = g_array_new (FALSE, FALSE, sizeof (MadoFrame));
  g_array_set_clear_func (self->frames, (GDestroyNotify) mado_frame_clear);
  mado_frames_init (&frames, bytes, shared);
  while (mado_frames_next (&frames, &frame, &fault))
    {
      if (frame.type == MADO_FRAME_END)
        take_end (self, &frame);
      else if (frame.type != MADO_FRAME_UNKNOWN)
        g_array_append_val (self->frames, frame); /* which owns its bytes now */
    }
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (!self->ended)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_OFFLINE, "The connection was cut while reading.");
      return FALSE;
    }
  return TRUE;
}

static MadoIncoming *
incoming_new (const MadoFrame *frame)
{
  static const MadoIncomingType types[] = {
    [MADO_FRAME_KEY] = MADO_INCOMING_KEY,       [MADO_FRAME_COMMIT] = MADO_INCOMING_COMMIT,
    [MADO_FRAME_LEFT] = MADO_INCOMING_LEFT,     [MADO_FRAME_PURGE] = MADO_INCOMING_PURGE,
    [MADO_FRAME_DEVICE] = MADO_INCOMING_DEVICE,
  };
  MadoIncoming *incoming = g_new0 (MadoIncoming, 1);

  incoming->type = types[frame->type];
  incoming->bytes = frame->bytes;
  incoming->seq = frame->seq;
  incoming->received = frame->received;
  incoming->id = frame->type == MADO_FRAME_DEVICE ? frame->device : frame->record;
  incoming->section = frame->type == MADO_FRAME_DEVICE ? frame->scope : frame->section;
  incoming->key = frame->key;
  incoming->device_key = frame->device_key;
  return incoming;
}

static void
incoming_free (gpointer incoming)
{
  mado_wipe (incoming, sizeof (MadoIncoming));
  g_free (incoming);
}

static gboolean
page_store (Page      *self,
            MadoStore *store,
            guint     *n_stored,
            GError   **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_full (self->frames->len, incoming_free);
  MadoIngestResult result = { 0 };

  for (guint i = 0; i < self->frames->len; i++)
    g_ptr_array_add (all, incoming_new (&g_array_index (self->frames, MadoFrame, i)));
  if (!mado_store_ingest (store, all, self->epoch, self->next, &result, error))
    return FALSE;
  if (n_stored != NULL)
    *n_stored += result.stored;
  return TRUE;
}

static gboolean
pull_page (MadoTransport *transport,
           const char    *token,
           MadoStore     *store,
           const guint8   shared[MADO_KEY_BYTES],
           gboolean      *more,
           guint         *n_stored,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *epoch = NULL;
  g_autofree char *path = NULL;
  g_auto (MadoResponse) response = { 0 };
  g_auto (Page) page = { 0 };
  guint64 since = 0;
  MadoRequest request = { .method = "GET", .token = token };

  if (!mado_store_get_cursor (store, &epoch, &since, error))
    return FALSE;
  path = g_strdup_printf ("/v1/commits?epoch=%s&since=%" G_GUINT64_FORMAT "&limit=%d", epoch ? epoch : "", since,
                          PAGE_LIMIT);
  request.path = path;
  if (!mado_transport_call (transport, &request, &response, cancellable, error)
      || !page_read (&page, response.body, shared, error))
    return FALSE;

  *more = page.more;
  if (g_strcmp0 (page.epoch, epoch) != 0)
    {
      *more = TRUE;
      return mado_store_new_epoch (store, page.epoch, error);
    }
  if (page.more && page.next <= since)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED, "The server's journal does not go on.");
      return FALSE;
    }
  return page_store (&page, store, n_stored, error);
}

gboolean
mado_feed_pull (MadoTransport *transport,
                const char    *token,
                MadoStore     *store,
                const guint8   shared[MADO_KEY_BYTES],
                guint         *n_stored,
                GCancellable  *cancellable,
                GError       **error)
{
  gboolean more = TRUE;

  if (n_stored != NULL)
    *n_stored = 0;
  while (more)
    if (!pull_page (transport, token, store, shared, &more, n_stored, cancellable, error))
      return FALSE;
  return TRUE;
}
