/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/renderer/renderer.h"

#include <malloc.h>
#include <math.h>

/* cairo's pictures are no larger. */
#define MAX_SIDE 32767

typedef struct
{
  guint32 page;
  double  scale;    /* dots a point */
  guint32 rotation; /* quarter turns clockwise */
  gint32  x;        /* the part wanted, dots of the turned page */
  gint32  y;
  guint32 width;
  guint32 height;
  guint32 printing;
} Request;

static gboolean
read_request (Renderer         *self,
              MadoRenderReader *in,
              Request          *request)
{
  request->page = mado_render_get_u32 (in);
  request->scale = mado_render_get_double (in);
  request->rotation = mado_render_get_u32 (in);
  request->x = mado_render_get_i32 (in);
  request->y = mado_render_get_i32 (in);
  request->width = mado_render_get_u32 (in);
  request->height = mado_render_get_u32 (in);
  request->printing = mado_render_get_u32 (in);
  return mado_render_reader_is_whole (in) && self->arena != NULL &&
         request->scale > 0 && request->scale <= 100 && request->rotation < 4 &&
         request->width > 0 && request->width <= MAX_SIDE && request->height > 0 && request->height <= MAX_SIDE;
}

static void
turn (cairo_t       *cr,
      const Request *request,
      double         width,
      double         height)
{
  cairo_translate (cr, -request->x, -request->y);
  switch (request->rotation)
    {
    case 1:
      cairo_translate (cr, height * request->scale, 0);
      break;
    case 2:
      cairo_translate (cr, width * request->scale, height * request->scale);
      break;
    case 3:
      cairo_translate (cr, 0, width * request->scale);
      break;
    default:
      break;
    }
  cairo_rotate (cr, request->rotation * G_PI_2);
  cairo_scale (cr, request->scale, request->scale);
}

static guint32
draw (Renderer      *self,
      PopplerPage   *page,
      const Request *request,
      int            stride)
{
  cairo_surface_t *surface = cairo_image_surface_create_for_data (self->arena, CAIRO_FORMAT_RGB24,
                                                                  request->width, request->height, stride);
  cairo_t *cr = cairo_create (surface);
  double width, height;
  cairo_status_t status;

  poppler_page_get_size (page, &width, &height);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  turn (cr, request, width, height);
  if (request->printing)
    poppler_page_render_for_printing (page, cr);
  else
    poppler_page_render (page, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_NO_MEMORY)
    return MADO_RENDER_REASON_MEMORY;
  if (status != CAIRO_STATUS_SUCCESS)
    self->n_faults++;
  return 0;
}

/* { page, scale, quarter turns, x, y, width, height, for printing } →
 * { stride }; the dots are in the arena, as of CAIRO_FORMAT_RGB24. */
guint32
renderer_draw (Renderer         *self,
               MadoRenderReader *in,
               GByteArray       *out)
{
  Request request;
  g_autoptr (PopplerPage) page = NULL;
  guint32 reason = 0;
  int stride;

  if (!read_request (self, in, &request))
    return MADO_RENDER_REASON_PROTOCOL;
  stride = cairo_format_stride_for_width (CAIRO_FORMAT_RGB24, request.width);
  if (stride <= 0 || (gsize) stride * request.height > self->arena_size)
    return MADO_RENDER_REASON_TOO_LARGE;
  page = renderer_get_page (self, request.page, &reason);
  if (page == NULL)
    return reason;
  reason = draw (self, page, &request, stride);
  /* What a page left behind goes back, or a long document grows and grows. */
  if (++self->n_drawn % 16 == 0)
    malloc_trim (0);
  if (reason == 0)
    mado_render_put_u32 (out, stride);
  return reason;
}
