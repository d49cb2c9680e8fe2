/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-pdf-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/certificate/mado-pdf-view-private.h"

/* A point at 100 % on a screen of 96 dots an inch. */
#define DOTS_A_POINT (96.0 / 72.0)
#define FIRST_SIZES 64

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  MOVED,
  SELECTED,
  FOLLOWED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoPdfView, mado_pdf_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* --- where things are ---------------------------------------------------------------- */

double
mado_pdf_view_get_value (MadoPdfView    *self,
                         GtkOrientation  orientation)
{
  return self->adjustments[orientation] != NULL ? gtk_adjustment_get_value (self->adjustments[orientation]) : 0;
}

void
mado_pdf_view_set_value (MadoPdfView    *self,
                         GtkOrientation  orientation,
                         double          value)
{
  if (self->adjustments[orientation] != NULL)
    gtk_adjustment_set_value (self->adjustments[orientation], value);
}

int
mado_pdf_view_get_extent (MadoPdfView    *self,
                          GtkOrientation  orientation)
{
  return orientation == GTK_ORIENTATION_HORIZONTAL ? gtk_widget_get_width (GTK_WIDGET (self))
                                                   : gtk_widget_get_height (GTK_WIDGET (self));
}

static void
configure (MadoPdfView    *self,
           GtkOrientation  orientation,
           int             extent)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];
  int size = mado_pdf_view_get_extent (self, orientation);

  if (adjustment != NULL)
    gtk_adjustment_configure (adjustment, gtk_adjustment_get_value (adjustment), 0, MAX (extent, size), size / 10.0,
                              size * 0.9, size);
}

double
mado_pdf_view_get_scale (MadoPdfView *self)
{
  return self->zoom * DOTS_A_POINT;
}

gboolean
mado_pdf_view_find_point (MadoPdfView *self,
                          double       x,
                          double       y,
                          guint       *page,
                          double      *page_x,
                          double      *page_y)
{
  double at_x = x + mado_pdf_view_get_value (self, GTK_ORIENTATION_HORIZONTAL), at_y = y + mado_pdf_view_get_value (self, GTK_ORIENTATION_VERTICAL);
  guint first, last;
  MadoPdfBox box;

  if (self->layout == NULL || !mado_pdf_layout_find (self->layout, at_y, at_y + 1, &first, &last))
    return FALSE;
  for (guint i = first; i <= last; i++)
    {
      double u, v;

      if (!mado_pdf_layout_get_box (self->layout, i, &box) || at_x < box.x || at_x >= box.x + box.width ||
          at_y < box.y || at_y >= box.y + box.height)
        continue;
      u = at_x - box.x;
      v = at_y - box.y;
      *page = i;
      *page_x = (self->turns == 0 ? u : self->turns == 1 ? v : self->turns == 2 ? box.width - u : box.height - v) / mado_pdf_view_get_scale (self);
      *page_y = (self->turns == 0 ? v : self->turns == 1 ? box.width - u : self->turns == 2 ? box.height - v : u) / mado_pdf_view_get_scale (self);
      return TRUE;
    }
  return FALSE;
}

/* The other way round: a place of the page as dots of its box. */
graphene_rect_t
mado_pdf_view_area_to_box (MadoPdfView       *self,
                           const MadoPdfArea *area,
                           const MadoPdfBox  *box)
{
  double s = mado_pdf_view_get_scale (self);
  double x1 = area->x1 * s, y1 = area->y1 * s, x2 = area->x2 * s, y2 = area->y2 * s;

  switch (self->turns)
    {
    case 1:
      return GRAPHENE_RECT_INIT (box->width - y2, x1, y2 - y1, x2 - x1);
    case 2:
      return GRAPHENE_RECT_INIT (box->width - x2, box->height - y2, x2 - x1, y2 - y1);
    case 3:
      return GRAPHENE_RECT_INIT (y1, box->height - x2, y2 - y1, x2 - x1);
    default:
      return GRAPHENE_RECT_INIT (x1, y1, x2 - x1, y2 - y1);
    }
}

/* --- sizes of pages -------------------------------------------------------------------- */

typedef struct
{
  guint first;
  guint count;
} Range;

static gpointer
ask_sizes (MadoPdfFile  *file,
           gpointer      data,
           GError      **error)
{
  const Range *range = data;

  return mado_pdf_file_get_pages (file, range->first, range->count, error);
}

typedef struct
{
  MadoPdfView *view; /* owned */
  guint        first;
} Sizes;

static void
sizes_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Sizes *sizes = data;
  MadoPdfView *self = sizes->view;
  g_autoptr (GArray) pages = mado_pdf_reader_ask_finish (MADO_PDF_READER (source), result, NULL);

  if (pages != NULL && self->reader == MADO_PDF_READER (source))
    {
      for (guint i = 0; i < pages->len; i++)
        {
          const MadoPdfPage *page = &g_array_index (pages, MadoPdfPage, i);

          mado_pdf_layout_set_size (self->layout, sizes->first + i, page->width, page->height);
        }
      mado_pdf_view_arrange (self);
    }
  g_object_unref (self);
  g_free (sizes);
}

/* The pages around those in sight. */
void
mado_pdf_view_need_sizes (MadoPdfView *self,
                          guint        around)
{
  guint n = mado_pdf_reader_get_n_pages (self->reader);
  guint first = around - around % FIRST_SIZES;
  Range range = { first, MIN (2 * FIRST_SIZES, n - first) };
  g_autofree char *key = g_strdup_printf ("%p-%u", self, first); /* two views may show one document */
  Sizes *sizes;

  if (mado_pdf_layout_knows (self->layout, first) && mado_pdf_layout_knows (self->layout, first + range.count - 1))
    return;
  if (g_object_get_data (G_OBJECT (self->reader), key) != NULL)
    return;
  g_object_set_data (G_OBJECT (self->reader), key, GINT_TO_POINTER (1));
  sizes = g_new0 (Sizes, 1);
  sizes->view = g_object_ref (self);
  sizes->first = first;
  mado_pdf_reader_ask_async (self->reader, MADO_PDF_NOW, ask_sizes, g_memdup2 (&range, sizeof range), g_free,
                             (GDestroyNotify) g_array_unref, self->cancel, sizes_cb, sizes);
}

/* Listeners change texts, which must not happen while sizes are given out. */
static gboolean
moved_cb (gpointer data)
{
  MadoPdfView *self = data;

  self->moved_id = 0;
  g_signal_emit (self, signals[MOVED], 0);
  return G_SOURCE_REMOVE;
}

void
mado_pdf_view_moved (MadoPdfView *self)
{
  if (self->moved_id == 0)
    self->moved_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, moved_cb, self, NULL);
}

/* --- arranging --------------------------------------------------------------------------- */

static void
update_page (MadoPdfView *self)
{
  int top = mado_pdf_view_get_value (self, GTK_ORIENTATION_VERTICAL), height = mado_pdf_view_get_extent (self, GTK_ORIENTATION_VERTICAL);
  guint first, last;

  if (self->layout == NULL || self->mode == MADO_PDF_SINGLE ||
      !mado_pdf_layout_find (self->layout, top + height / 3, top + height / 3 + 1, &first, &last))
    return;
  if (first == self->page)
    return;
  self->page = first;
  mado_pdf_view_moved (self);
}

void
mado_pdf_view_arrange (MadoPdfView *self)
{
  MadoPdfBox before = { 0 }, after = { 0 };
  double inside;
  int width, height;

  if (self->layout == NULL || gtk_widget_get_width (GTK_WIDGET (self)) <= 0)
    return;
  /* What is at the upper edge stays there. */
  inside = mado_pdf_layout_get_box (self->layout, self->page, &before) && before.height > 0
           ? (mado_pdf_view_get_value (self, GTK_ORIENTATION_VERTICAL) - before.y) / before.height : 0;
  self->zoom = mado_pdf_layout_arrange (self->layout, self->mode, self->fit, self->zoom, self->turns, DOTS_A_POINT, self->page,
                                        gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));
  mado_pdf_layout_get_extent (self->layout, &width, &height);
  configure (self, GTK_ORIENTATION_HORIZONTAL, width);
  configure (self, GTK_ORIENTATION_VERTICAL, height);
  if (mado_pdf_layout_get_box (self->layout, self->page, &after) && self->mode != MADO_PDF_SINGLE)
    mado_pdf_view_set_value (self, GTK_ORIENTATION_VERTICAL, after.y + inside * after.height);
  mado_pdf_view_set_value (self, GTK_ORIENTATION_HORIZONTAL, (width - gtk_widget_get_width (GTK_WIDGET (self))) / 2.0);
  mado_pdf_view_moved (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
scrolled_cb (MadoPdfView *self)
{
  update_page (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- drawing ------------------------------------------------------------------------------ */

static void
came_cb (MadoPdfTiles *tiles,
         guint         page,
         const char   *failed,
         gpointer      data)
{
  MadoPdfView *self = data;

  if (failed != NULL)
    g_signal_emit (self, signals[FAILED], 0, page, failed);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
mado_pdf_view_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  *minimum = 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 700 : 600;
}

static gboolean
allocated_cb (gpointer data)
{
  MadoPdfView *self = data;

  self->arrange_id = 0;
  mado_pdf_view_arrange (self);
  return G_SOURCE_REMOVE;
}

/* Scroll bars come and go with the sheet, which must not happen while sizes
 * are given out; before the next frame it may. */
static void
mado_pdf_view_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  MadoPdfView *self = MADO_PDF_VIEW (widget);

  if (self->arrange_id == 0)
    self->arrange_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, allocated_cb, self, NULL);
}

/* --- object ---------------------------------------------------------------------------------- */

static void
set_adjustment (MadoPdfView    *self,
                GtkOrientation  orientation,
                GtkAdjustment  *adjustment)
{
  if (self->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustments[orientation], self);
  g_set_object (&self->adjustments[orientation], adjustment);
  if (adjustment != NULL)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self);
}

static void
mado_pdf_view_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  MadoPdfView *self = MADO_PDF_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      set_adjustment (self, id == PROP_HADJUSTMENT ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      self->policies[id == PROP_HSCROLL_POLICY ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mado_pdf_view_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  MadoPdfView *self = MADO_PDF_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id == PROP_HADJUSTMENT ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[id == PROP_HSCROLL_POLICY ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
forget_document (MadoPdfView *self)
{
  if (self->cancel != NULL)
    g_cancellable_cancel (self->cancel);
  g_clear_object (&self->cancel);
  g_clear_pointer (&self->tiles, mado_pdf_tiles_free);
  g_clear_pointer (&self->layout, mado_pdf_layout_free);
  g_clear_pointer (&self->hits, g_array_unref);
  g_hash_table_remove_all (self->infos);
  g_clear_object (&self->reader);
  self->page = 0;
  self->select_from = self->select_to = 0;
  self->has_area = FALSE;
  self->current_hit = -1;
}

static void
mado_pdf_view_dispose (GObject *object)
{
  MadoPdfView *self = MADO_PDF_VIEW (object);

  g_clear_handle_id (&self->moved_id, g_source_remove);
  g_clear_handle_id (&self->arrange_id, g_source_remove);
  forget_document (self);
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  G_OBJECT_CLASS (mado_pdf_view_parent_class)->dispose (object);
}

static void
mado_pdf_view_finalize (GObject *object)
{
  g_clear_pointer (&MADO_PDF_VIEW (object)->infos, g_hash_table_unref);
  G_OBJECT_CLASS (mado_pdf_view_parent_class)->finalize (object);
}

static void
mado_pdf_view_class_init (MadoPdfViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->set_property = mado_pdf_view_set_property;
  object_class->get_property = mado_pdf_view_get_property;
  object_class->dispose = mado_pdf_view_dispose;
  object_class->finalize = mado_pdf_view_finalize;
  widget_class->snapshot = mado_pdf_view_snapshot;
  widget_class->measure = mado_pdf_view_measure;
  widget_class->size_allocate = mado_pdf_view_size_allocate;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  signals[MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SELECTED] = g_signal_new ("selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FOLLOWED] = g_signal_new ("followed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
  gtk_widget_class_set_css_name (widget_class, "pdf-view");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mado_pdf_view_init (MadoPdfView *self)
{
  self->infos = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) mado_pdf_page_info_free);
  self->zoom = 1;
  self->fit = MADO_PDF_FIT_WIDTH;
  self->current_hit = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  mado_pdf_view_watch_pointer (self);
}

/* --- public ------------------------------------------------------------------------------------ */

MadoPdfView *
mado_pdf_view_new (void)
{
  return g_object_new (MADO_TYPE_PDF_VIEW, NULL);
}

void
mado_pdf_view_set_reader (MadoPdfView   *self,
                          MadoPdfReader *reader)
{
  g_return_if_fail (MADO_IS_PDF_VIEW (self));

  forget_document (self);
  if (reader != NULL)
    {
      self->reader = g_object_ref (reader);
      self->layout = mado_pdf_layout_new (mado_pdf_reader_get_n_pages (reader));
      self->tiles = mado_pdf_tiles_new (reader, came_cb, self);
      self->cancel = g_cancellable_new ();
      /* The first picture waits for the first size, or it is drawn twice. */
      mado_pdf_view_need_sizes (self, 0);
    }
  mado_pdf_view_set_value (self, GTK_ORIENTATION_VERTICAL, 0);
  mado_pdf_view_arrange (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
