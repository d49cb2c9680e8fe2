/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-pdf-tiles.h"

#include <math.h>

/* All pictures together; what is in sight may exceed it. */
#define MOST_BYTES (28 * 1024 * 1024)

/* A page of up to so many dots is drawn in strips of its width, or in one
 * piece if drawing a strip takes long: then it is a scan, which poppler decodes
 * whole for each part of it. */
#define WHOLE_PAGE 3000000
#define STRIP 512
#define TILE 1024
#define SLOW_US 60000

typedef struct
{
  guint  page;
  guint  turns;
  double scale;
  int    x, y, width, height; /* dots of the turned page */
} Place;

typedef struct
{
  MadoPdfTiles    *tiles;   /* borrowed; NULL: they are gone */
  Place            place;
  MadoPdfPriority  priority;
  GdkTexture      *texture; /* owned, nullable: not there yet */
  GCancellable    *cancel;  /* owned; while it is being drawn */
  gboolean         failed;
  guint            round;   /* when it was last wanted */
} Tile;

struct _MadoPdfTiles
{
  MadoPdfReader    *reader;
  MadoPdfTilesCame  came;
  gpointer          data;
  GPtrArray        *tiles; /* Tile* */
  GHashTable       *slow;  /* pages that are drawn in one piece */
  gboolean          last_slow;
  guint             round;
  gsize             bytes;
};

static gboolean
same_place (const Place *a,
            const Place *b)
{
  return a->page == b->page && a->turns == b->turns && fabs (a->scale - b->scale) < 1e-6 &&
         a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

static gsize
bytes_of (const Tile *tile)
{
  return tile->texture != NULL ? (gsize) tile->place.width * tile->place.height * 4 : 0;
}

static void
tile_free (Tile *tile)
{
  if (tile->cancel != NULL)
    g_cancellable_cancel (tile->cancel);
  g_clear_object (&tile->cancel);
  g_clear_object (&tile->texture);
  g_free (tile);
}

MadoPdfTiles *
mado_pdf_tiles_new (MadoPdfReader    *reader,
                    MadoPdfTilesCame  came,
                    gpointer          data)
{
  MadoPdfTiles *self = g_new0 (MadoPdfTiles, 1);

  self->reader = g_object_ref (reader);
  self->came = came;
  self->data = data;
  self->tiles = g_ptr_array_new ();
  self->slow = g_hash_table_new (NULL, NULL);
  return self;
}

/* A tile that is being drawn lives until its answer comes. */
static void
let_go (Tile *tile)
{
  tile->tiles = NULL;
  if (tile->cancel != NULL)
    g_cancellable_cancel (tile->cancel);
  else
    tile_free (tile);
}

void
mado_pdf_tiles_free (MadoPdfTiles *self)
{
  for (guint i = 0; i < self->tiles->len; i++)
    let_go (self->tiles->pdata[i]);
  g_ptr_array_unref (self->tiles);
  g_hash_table_unref (self->slow);
  g_object_unref (self->reader);
  g_free (self);
}

/* --- keeping within the limit -------------------------------------------------------- */

static void
drop (MadoPdfTiles *self,
      guint         index)
{
  Tile *tile = g_ptr_array_remove_index_fast (self->tiles, index);

  self->bytes -= bytes_of (tile);
  let_go (tile);
}

static void
keep_within (MadoPdfTiles *self)
{
  while (self->bytes > MOST_BYTES)
    {
      guint oldest = self->tiles->len;

      for (guint i = 0; i < self->tiles->len; i++)
        {
          Tile *tile = self->tiles->pdata[i];

          if (tile->texture != NULL && tile->round != self->round &&
              (oldest == self->tiles->len || tile->round < ((Tile *) self->tiles->pdata[oldest])->round))
            oldest = i;
        }
      if (oldest == self->tiles->len)
        break;
      drop (self, oldest);
    }
}

/* --- drawing -------------------------------------------------------------------------- */

static void
drawn_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Tile *tile = data;
  MadoPdfTiles *self = tile->tiles;
  g_autoptr (GError) error = NULL;
  gint64 took = 0;
  g_autoptr (GBytes) bytes = mado_pdf_reader_draw_finish (MADO_PDF_READER (source), result, &took, &error);

  g_clear_object (&tile->cancel);
  if (self == NULL)
    {
      tile_free (tile);
      return;
    }
  if (bytes != NULL)
    {
      /* The fourth byte of a dot is nothing; all are opaque. */
      guint8 *dots = (guint8 *) g_bytes_get_data (bytes, NULL);

      for (gsize i = 3; i < g_bytes_get_size (bytes); i += 4)
        dots[i] = 0xff;
      tile->texture = gdk_memory_texture_new (tile->place.width, tile->place.height, GDK_MEMORY_DEFAULT, bytes,
                                              (gsize) tile->place.width * 4);
      self->bytes += bytes_of (tile);
      self->last_slow = took > SLOW_US;
      if (self->last_slow)
        g_hash_table_add (self->slow, GUINT_TO_POINTER (tile->place.page));
    }
  else
    tile->failed = TRUE;
  self->came (self, tile->place.page, error != NULL ? error->message : NULL, self->data);
}

static void
ask (MadoPdfTiles *self,
     Tile         *tile)
{
  const Place *p = &tile->place;

  tile->cancel = g_cancellable_new ();
  mado_pdf_reader_draw_async (self->reader, tile->priority, p->page, p->scale, p->turns, p->x, p->y, p->width, p->height,
                              tile->cancel, drawn_cb, tile);
}

static void
want (MadoPdfTiles    *self,
      const Place     *place,
      MadoPdfPriority  priority)
{
  Tile *tile = NULL;

  for (guint i = 0; i < self->tiles->len && tile == NULL; i++)
    if (same_place (&((Tile *) self->tiles->pdata[i])->place, place))
      tile = self->tiles->pdata[i];
  /* What was only to come soon is needed now: ask again, ahead of others. */
  if (tile != NULL && tile->cancel != NULL && tile->priority > priority)
    {
      g_ptr_array_remove_fast (self->tiles, tile);
      let_go (tile);
      tile = NULL;
    }
  if (tile == NULL)
    {
      tile = g_new0 (Tile, 1);
      tile->tiles = self;
      tile->place = *place;
      tile->priority = priority;
      g_ptr_array_add (self->tiles, tile);
      ask (self, tile);
    }
  tile->round = self->round;
}

void
mado_pdf_tiles_begin (MadoPdfTiles *self)
{
  self->round++;
}

/* Once slow, a page stays so, or its parts would be drawn in turns of both
 * kinds. One that is new is taken as the last one was. */
static gboolean
is_slow (MadoPdfTiles *self,
         guint         page)
{
  if (g_hash_table_contains (self->slow, GUINT_TO_POINTER (page)))
    return TRUE;
  for (guint i = 0; self->last_slow && i < self->tiles->len; i++)
    if (((Tile *) self->tiles->pdata[i])->place.page == page)
      return FALSE;
  if (self->last_slow)
    g_hash_table_add (self->slow, GUINT_TO_POINTER (page));
  return self->last_slow;
}

void
mado_pdf_tiles_want (MadoPdfTiles       *self,
                     guint               page,
                     double              scale,
                     guint               turns,
                     int                 width,
                     int                 height,
                     const GdkRectangle *clip,
                     MadoPdfPriority     priority)
{
  gboolean small = (gint64) width * height <= WHOLE_PAGE;
  int across = small ? width : TILE, down = small ? STRIP : TILE;
  Place place = { page, turns, scale, 0, 0, width, height };
  int right = MIN (width, clip->x + clip->width), bottom = MIN (height, clip->y + clip->height);

  if (bottom <= 0 || right <= 0)
    return;
  if (small && (height <= STRIP || is_slow (self, page)))
    {
      want (self, &place, priority);
      return;
    }
  for (int y = MAX (0, clip->y) / down * down; y < bottom; y += down)
    for (int x = small ? 0 : MAX (0, clip->x) / across * across; x < right; x += across)
      {
        place.x = x;
        place.y = y;
        place.width = MIN (across, width - x);
        place.height = MIN (down, height - y);
        want (self, &place, priority);
      }
}

void
mado_pdf_tiles_end (MadoPdfTiles *self)
{
  for (guint i = self->tiles->len; i > 0; i--)
    {
      Tile *tile = self->tiles->pdata[i - 1];

      if (tile->round != self->round && tile->texture == NULL && !tile->failed)
        drop (self, i - 1);
    }
  keep_within (self);
}

/* --- showing -------------------------------------------------------------------------- */

static void
append (GtkSnapshot *snapshot,
        const Tile  *tile,
        double       ratio)
{
  const Place *p = &tile->place;
  graphene_rect_t where = GRAPHENE_RECT_INIT (p->x * ratio, p->y * ratio, p->width * ratio, p->height * ratio);

  gtk_snapshot_append_texture (snapshot, tile->texture, &where);
}

void
mado_pdf_tiles_snapshot (MadoPdfTiles *self,
                         GtkSnapshot  *snapshot,
                         guint         page,
                         double        scale,
                         guint         turns,
                         double        factor)
{
  for (guint fresh = 0; fresh < 2; fresh++)
    for (guint i = 0; i < self->tiles->len; i++)
      {
        const Tile *tile = self->tiles->pdata[i];
        gboolean is_fresh = fabs (tile->place.scale - scale) < 1e-6;

        if (tile->place.page != page || tile->place.turns != turns || tile->texture == NULL || is_fresh != (gboolean) fresh)
          continue;
        append (snapshot, tile, factor * scale / tile->place.scale);
      }
}

gboolean
mado_pdf_tiles_is_settled (MadoPdfTiles *self)
{
  for (guint i = 0; i < self->tiles->len; i++)
    {
      const Tile *tile = self->tiles->pdata[i];

      if (tile->round == self->round && tile->priority == MADO_PDF_NOW && tile->texture == NULL && !tile->failed)
        return FALSE;
    }
  return TRUE;
}

gsize
mado_pdf_tiles_get_bytes (MadoPdfTiles *self)
{
  return self->bytes;
}
