/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/renderer/renderer.h"

#include <string.h>

/* What fits an answer: a character is a rectangle of 32 bytes and some text. */
#define MAX_CHARACTERS 180000
#define MAX_HITS 2000
/* A search stops to let other requests pass, µs. */
#define SEARCH_SLICE 30000

static void
put_rectangle (GByteArray             *out,
               const PopplerRectangle *r,
               double                  height)
{
  /* poppler's origin is the lower left corner where a height is given. */
  mado_render_put_double (out, MIN (r->x1, r->x2));
  mado_render_put_double (out, height > 0 ? height - MAX (r->y1, r->y2) : MIN (r->y1, r->y2));
  mado_render_put_double (out, MAX (r->x1, r->x2));
  mado_render_put_double (out, height > 0 ? height - MIN (r->y1, r->y2) : MAX (r->y1, r->y2));
}

/* { page } → { text, count, count × rectangle (x1, y1, x2, y2 from the top
 * left corner, points) }: a rectangle for each character of the text. */
guint32
renderer_text (Renderer         *self,
               MadoRenderReader *in,
               GByteArray       *out)
{
  guint32 number = mado_render_get_u32 (in);
  guint32 reason = MADO_RENDER_REASON_PROTOCOL;
  g_autoptr (PopplerPage) page = NULL;
  g_autofree char *text = NULL;
  g_autofree PopplerRectangle *rectangles = NULL;
  guint n = 0;

  if (!mado_render_reader_is_whole (in))
    return reason;
  page = renderer_get_page (self, number, &reason);
  if (page == NULL)
    return reason;
  text = poppler_page_get_text (page);
  if (text == NULL || !g_utf8_validate (text, -1, NULL) ||
      !poppler_page_get_text_layout (page, &rectangles, &n) || n > MAX_CHARACTERS)
    n = 0;
  if (n == 0 || (glong) n != g_utf8_strlen (text, -1))
    {
      g_free (text);
      text = g_strdup ("");
      n = 0;
    }
  mado_render_put_text (out, text);
  mado_render_put_u32 (out, n);
  for (guint i = 0; i < n; i++)
    put_rectangle (out, &rectangles[i], 0);
  return 0;
}

/* The text of a page with a rectangle for each character, from the upper left
 * corner. */
typedef struct
{
  char             *text;
  PopplerRectangle *rectangles;
  guint             n;
} Layout;

static void
layout_clear (Layout *layout)
{
  g_free (layout->text);
  g_free (layout->rectangles);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layout, layout_clear)

static void
layout_init (Layout      *layout,
             PopplerPage *page)
{
  *layout = (Layout) { poppler_page_get_text (page) };
  if (layout->text == NULL || !g_utf8_validate (layout->text, -1, NULL) ||
      !poppler_page_get_text_layout (page, &layout->rectangles, &layout->n) ||
      layout->n > MAX_CHARACTERS || (glong) layout->n != g_utf8_strlen (layout->text, -1))
    layout->n = 0;
}

/* The line of the first character that lies in a rectangle, 200 characters at
 * most. */
static char *
line_at (const Layout           *layout,
         const PopplerRectangle *hit)
{
  const char *at = layout->text, *line = layout->text;

  for (guint i = 0; i < layout->n; i++, at = g_utf8_next_char (at))
    {
      const PopplerRectangle *r = &layout->rectangles[i];
      double x = (r->x1 + r->x2) / 2, y = (r->y1 + r->y2) / 2;

      if (*at == '\n')
        line = at + 1;
      else if (x >= hit->x1 && x <= hit->x2 && y >= hit->y1 && y <= hit->y2)
        {
          const char *end = line;

          for (guint n = 0; n < 200 && *end != 0 && *end != '\n'; n++)
            end = g_utf8_next_char (end);
          return g_strndup (line, end - line);
        }
    }
  return g_strdup ("");
}

static guint
put_hits (PopplerPage *page,
          guint32      number,
          const char  *text,
          guint        room,
          GByteArray  *out)
{
  GList *hits = poppler_page_find_text_with_options (page, text, POPPLER_FIND_DEFAULT);
  g_auto (Layout) layout = { NULL };
  guint n = 0;
  double width, height;

  poppler_page_get_size (page, &width, &height);
  if (hits != NULL)
    layout_init (&layout, page);
  for (GList *l = hits; l != NULL; l = l->next)
    {
      PopplerRectangle *hit = l->data;
      PopplerRectangle from_top = { hit->x1, height - MAX (hit->y1, hit->y2), hit->x2, height - MIN (hit->y1, hit->y2) };
      g_autofree char *line = n < room ? line_at (&layout, &from_top) : NULL;

      if (n < room)
        {
          mado_render_put_u32 (out, number);
          put_rectangle (out, hit, height);
          mado_render_put_text (out, line);
          n++;
        }
      poppler_rectangle_free (hit);
    }
  g_list_free (hits);
  return n;
}

/* { text, first page, page to stop before } → { next page, count, count ×
 * (page, rectangle, line) }. */
guint32
renderer_search (Renderer         *self,
                 MadoRenderReader *in,
                 GByteArray       *out)
{
  g_autofree char *text = mado_render_get_text (in);
  guint32 number = mado_render_get_u32 (in);
  guint32 stop = mado_render_get_u32 (in);
  gint64 end = g_get_monotonic_time () + SEARCH_SLICE;
  guint32 n = 0, numbers[2];

  if (!mado_render_reader_is_whole (in) || self->document == NULL || *text == 0)
    return MADO_RENDER_REASON_PROTOCOL;
  mado_render_put_u32 (out, 0);
  mado_render_put_u32 (out, 0);
  stop = MIN (stop, self->n_pages);
  while (number < stop && n < MAX_HITS && g_get_monotonic_time () < end)
    {
      g_autoptr (PopplerPage) page = poppler_document_get_page (self->document, number);

      if (page != NULL)
        n += put_hits (page, number, text, MAX_HITS - n, out);
      number++;
    }
  numbers[0] = GUINT32_TO_LE (number);
  numbers[1] = GUINT32_TO_LE (n);
  memcpy (out->data, numbers, sizeof numbers);
  return 0;
}
