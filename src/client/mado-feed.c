/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-feed.h"

#include <string.h>

#include "client/mado-wire.h"

#define PAGE_LIMIT 1000

/* What one page holds, before any of it is stored: a page that was cut has no
 * end frame and is thrown away whole. */
typedef struct
{
  MadoStore        *store;    /* borrowed */
  GArray           *frames;   /* MadoFrame, in order; all that the store takes */
  GPtrArray        *incoming; /* MadoIncoming, borrow of the frames */
  MadoStorePage    *checked;
  gboolean          ended;
  char              epoch[64];
  guint64           next;
  gboolean          more;
  MadoIngestResult  result;
  gboolean          stored;
  GError           *fault;    /* of storing it */
} Page;

/* One call of mado_feed_pull(): the caller's thread fetches and checks, a
 * second one waits for the store. */
typedef struct
{
  MadoTransport *transport;
  const char    *token;
  MadoStore     *store;
  const guint8  *shared;
  GCancellable  *cancellable;
  char          *epoch;
  guint64        since;   /* the cursor after the page that was read last */
  Page          *storing; /* with @thread */
  GThread       *thread;
  guint          n_stored;
} Pull;

static void
page_free (Page *self)
{
  g_clear_pointer (&self->checked, mado_store_page_free);
  g_clear_pointer (&self->incoming, g_ptr_array_unref);
  g_clear_pointer (&self->frames, g_array_unref);
  g_clear_error (&self->fault);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, page_free)

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

/* Layout and signatures; nothing is written. */
static void
page_check (Page      *self,
            MadoStore *store)
{
  self->store = store;
  self->incoming = g_ptr_array_new_full (self->frames->len, incoming_free);
  for (guint i = 0; i < self->frames->len; i++)
    g_ptr_array_add (self->incoming, incoming_new (&g_array_index (self->frames, MadoFrame, i)));
  self->checked = mado_store_read_page (store, self->incoming);
}

static gpointer
page_store (gpointer data)
{
  Page *self = data;

  self->stored = mado_store_take_page (self->store, self->checked, self->epoch, self->next, &self->result, &self->fault);
  return NULL;
}

/* --- pulling ------------------------------------------------------------------*/

static gboolean
read_cursor (Pull    *self,
             GError **error)
{
  g_autofree char *epoch = NULL;

  if (!mado_store_get_cursor (self->store, &epoch, &self->since, error))
    return FALSE;
  g_free (self->epoch);
  self->epoch = g_strdup (epoch != NULL ? epoch : "");
  return TRUE;
}

static Page *
fetch_page (Pull    *self,
            GError **error)
{
  g_autofree char *path = g_strdup_printf ("/v1/commits?epoch=%s&since=%" G_GUINT64_FORMAT "&limit=%d", self->epoch,
                                           self->since, PAGE_LIMIT);
  g_auto (MadoResponse) response = { 0 };
  g_autoptr (Page) page = g_new0 (Page, 1);
  MadoRequest request = { .method = "GET", .path = path, .token = self->token };

  if (!mado_transport_call (self->transport, &request, &response, self->cancellable, error) ||
      !page_read (page, response.body, self->shared, error))
    return NULL;
  return g_steal_pointer (&page);
}

static gboolean
take_result (Pull    *self,
             Page    *page,
             GError **error)
{
  if (page->fault != NULL)
    g_propagate_error (error, g_steal_pointer (&page->fault));
  else
    self->n_stored += page->result.stored;
  return page->stored;
}

static gboolean
finish_storing (Pull    *self,
                GError **error)
{
  g_autoptr (Page) page = g_steal_pointer (&self->storing);

  if (page == NULL)
    return TRUE;
  g_thread_join (g_steal_pointer (&self->thread));
  return take_result (self, page, error);
}

/* The last page is stored here and now: nothing is left to do meanwhile. */
static gboolean
begin_storing (Pull    *self,
               Page    *page, /* (transfer full) */
               GError **error)
{
  g_autoptr (Page) last = page;

  if (page->more)
    {
      self->storing = g_steal_pointer (&last);
      self->thread = g_thread_new ("mado-feed", page_store, page);
      return TRUE;
    }
  page_store (page);
  return take_result (self, page, error);
}

static gboolean
pull_page (Pull      *self,
           gboolean  *more,
           GError   **error)
{
  g_autoptr (Page) page = fetch_page (self, error);

  if (page == NULL)
    return FALSE;
  *more = page->more;
  if (!g_str_equal (page->epoch, self->epoch))
    {
      *more = TRUE;
      return finish_storing (self, error) && mado_store_new_epoch (self->store, page->epoch, error) &&
             read_cursor (self, error);
    }
  if (page->more && page->next <= self->since)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED, "The server's journal does not go on.");
      return FALSE;
    }
  self->since = page->next;
  page_check (page, self->store);
  return finish_storing (self, error) && begin_storing (self, g_steal_pointer (&page), error);
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
  Pull pull = { .transport = transport, .token = token, .store = store, .shared = shared, .cancellable = cancellable };
  gboolean more = TRUE;
  gboolean good;

  mado_store_set_ingesting (store, TRUE);
  good = read_cursor (&pull, error);
  while (good && more)
    good = pull_page (&pull, &more, error);
  /* After a fault the page before it is still stored; a fault of its own comes
   * up again with the next pull. */
  good &= finish_storing (&pull, good ? error : NULL);
  mado_store_set_ingesting (store, FALSE);
  g_free (pull.epoch);
  if (n_stored != NULL)
    *n_stored = pull.n_stored;
  return good;
}
