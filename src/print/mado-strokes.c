/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-strokes.h"

#include <glib/gi18n-lib.h>

#include "core/model/mado-value.h"

#define VALUES_A_POINT 4
#define MAX_POINTS 100000
#define PEN 0.45
/* A lone dot is not blown up over the whole box. */
#define LEAST_EXTENT 0.2

typedef struct
{
  double x;
  double y;
} Point;

struct _MadoStrokes
{
  GPtrArray *lines; /* of GArray of Point */
  double     left, top, right, bottom;
};

static MadoStrokes *
strokes_new (void)
{
  MadoStrokes *self = g_new0 (MadoStrokes, 1);

  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->left = self->top = G_MAXDOUBLE;
  self->right = self->bottom = -G_MAXDOUBLE;
  return self;
}

void
mado_strokes_free (MadoStrokes *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self);
}

guint
mado_strokes_count (const MadoStrokes *self)
{
  return self->lines->len;
}

static void
add_point (MadoStrokes *self,
           GArray      *line,
           Point        point)
{
  g_array_append_val (line, point);
  self->left = MIN (self->left, point.x);
  self->right = MAX (self->right, point.x);
  self->top = MIN (self->top, point.y);
  self->bottom = MAX (self->bottom, point.y);
}

static void
read_stroke (MadoStrokes    *self,
             MadoCborReader *reader)
{
  GArray *line = g_array_new (FALSE, FALSE, sizeof (Point));
  guint64 count = mado_cbor_get_array (reader);

  g_ptr_array_add (self->lines, line);
  if (count % VALUES_A_POINT != 0 || count > MAX_POINTS * VALUES_A_POINT)
    mado_cbor_fail (reader);
  for (guint64 i = 0; i < count && !reader->failed; i += VALUES_A_POINT)
    {
      Point point;

      point.x = mado_cbor_get_int (reader);
      point.y = mado_cbor_get_int (reader);
      mado_cbor_get_int (reader);
      mado_cbor_get_int (reader);
      add_point (self, line, point);
    }
}

MadoStrokes *
mado_strokes_parse (const guint8  *cbor,
                    gsize          length,
                    GError       **error)
{
  g_autoptr (MadoStrokes) self = strokes_new ();
  MadoCborReader reader;
  guint64 count;

  mado_cbor_reader_init (&reader, cbor, length);
  count = mado_cbor_get_array (&reader);
  for (guint64 i = 0; i < count && !reader.failed; i++)
    read_stroke (self, &reader);
  if (!mado_cbor_reader_finish (&reader, _("The signature"), error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
add_path (const GArray *line,
          cairo_t      *cr)
{
  for (guint i = 0; i < line->len; i++)
    {
      const Point *p = &g_array_index (line, Point, i);

      if (i == 0)
        cairo_move_to (cr, p->x, p->y);
      /* Also for the first point: a touch without a move is a dot. */
      cairo_line_to (cr, p->x, p->y);
    }
}

void
mado_strokes_draw (const MadoStrokes *self,
                   cairo_t           *cr,
                   double             x,
                   double             y,
                   double             width,
                   double             height)
{
  double across = self->right - self->left;
  double down = self->bottom - self->top;
  double scale;

  if (across < 0 || down < 0)
    return;
  across = MAX (across, down * LEAST_EXTENT + 1);
  down = MAX (down, across * LEAST_EXTENT);
  scale = MIN ((width - PEN) / across, (height - PEN) / down);
  if (scale <= 0)
    return;

  cairo_save (cr);
  cairo_translate (cr, x + width / 2, y + height / 2);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -(self->left + self->right) / 2, -(self->top + self->bottom) / 2);
  cairo_new_path (cr);
  for (guint i = 0; i < self->lines->len; i++)
    add_path (g_ptr_array_index (self->lines, i), cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, PEN / scale);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  cairo_restore (cr);
}
