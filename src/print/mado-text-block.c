/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-text-block.h"

#include <string.h>

/* Families in order of wish; each has the kanji of JIS X 0213 at least. */
#define SANS "Noto Sans CJK JP, Noto Sans JP, Source Han Sans JP, IPAexGothic, sans-serif"
#define SERIF "Noto Serif CJK JP, Noto Serif JP, Source Han Serif JP, IPAexMincho, serif"

/* Top of the em square above the baseline, as CJK fonts have it. */
#define EM_ASCENT 0.88
#define DEFAULT_LEADING 1.3
#define SHRINK_STEP 0.94

struct _MadoTextBlock
{
  PangoLayout *layout;
  double       size;
  double       leading;
  double       width;
  double       longest;
  MadoTextAlign    align;
  int          lines;
  double       hang;
};

/* Arrays that are filled anew for each run. */
typedef struct
{
  GArray *glyphs;   /* cairo_glyph_t */
  GArray *clusters; /* cairo_text_cluster_t */
} Run;

static cairo_font_options_t *
font_options_new (void)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  return options;
}

PangoContext *
mado_text_context_new (cairo_t *cr)
{
  PangoContext *context;
  cairo_font_options_t *options = font_options_new ();

  context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_language (context, pango_language_from_string ("ja"));
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_cairo_update_context (cr, context);
  cairo_font_options_destroy (options);
  return context;
}

static void
set_font (PangoLayout         *layout,
          const MadoTextStyle *style,
          double               size)
{
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, style->serif ? SERIF : SANS);
  pango_font_description_set_weight (font, style->bold ? PANGO_WEIGHT_BOLD
                                                       : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
}

static void
measure (MadoTextBlock *self)
{
  PangoRectangle logical;

  self->lines = pango_layout_get_line_count (self->layout);
  self->longest = 0;
  for (int i = 0; i < self->lines; i++)
    {
      pango_layout_line_get_extents (pango_layout_get_line_readonly (self->layout, i),
                                     NULL, &logical);
      self->longest = MAX (self->longest, (double) logical.width / PANGO_SCALE);
    }
}

static void
set_size (MadoTextBlock       *self,
          const MadoTextStyle *style,
          double               size)
{
  double ratio = style->leading > 0 ? style->leading / style->size : DEFAULT_LEADING;

  self->size = size;
  self->leading = size * ratio;
  set_font (self->layout, style, size);
  measure (self);
}

static void
keep_hyphens (PangoAttrList *attributes,
              const char    *text)
{
  for (const char *p = strchr (text, '-'); p != NULL; p = strchr (p + 1, '-'))
    {
      PangoAttribute *keep;

      if (p == text || !g_ascii_isalpha (p[-1]) || !g_ascii_isalpha (p[1]))
        continue;
      keep = pango_attr_allow_breaks_new (FALSE);
      keep->start_index = (guint) (p - text) - 1;
      keep->end_index = (guint) (p - text) + 2;
      pango_attr_list_insert (attributes, keep);
    }
}

/* Pango hangs by a negative indent, and puts the first line back by it. */
static void
hang_lines (MadoTextBlock *self,
            double         hang)
{
  self->hang = hang;
  pango_layout_set_indent (self->layout, (int) (-hang * PANGO_SCALE));
}

MadoTextBlock *
mado_text_block_new (cairo_t             *cr,
                     const char          *text,
                     const MadoTextStyle *style)
{
  PangoContext *context = mado_text_context_new (cr);
  MadoTextBlock *self = mado_text_block_new_in (context, text, style);

  g_object_unref (context);
  return self;
}

MadoTextBlock *
mado_text_block_new_in (PangoContext        *context,
                        const char          *text,
                        const MadoTextStyle *style)
{
  MadoTextBlock *self = g_new0 (MadoTextBlock, 1);
  PangoAttrList *attributes = pango_attr_list_new ();

  self->layout = pango_layout_new (context);
  self->width = style->width;
  self->align = style->align;
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  /* A hyphen would become part of a name. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  if (style->keep_hyphens)
    keep_hyphens (attributes, text);
  pango_layout_set_attributes (self->layout, attributes);
  pango_attr_list_unref (attributes);
  if (style->width > 0)
    pango_layout_set_width (self->layout, style->width * PANGO_SCALE);
  if (style->hang > 0)
    hang_lines (self, style->hang);
  set_size (self, style, style->size);
  return self;
}

static gboolean
fits_into (const MadoTextBlock *self,
           double               height)
{
  return mado_text_block_get_height (self) <= height + 0.01 &&
         (self->width <= 0 || self->longest <= self->width + 0.01);
}

MadoTextBlock *
mado_text_block_new_fitted (cairo_t             *cr,
                            const char          *text,
                            const MadoTextStyle *style,
                            double               height,
                            double               min_size,
                            gboolean            *fits)
{
  MadoTextBlock *self = mado_text_block_new (cr, text, style);

  while (!fits_into (self, height) && self->size > min_size)
    set_size (self, style, MAX (self->size * SHRINK_STEP, min_size));

  if (fits != NULL)
    *fits = fits_into (self, height);
  return self;
}

MadoTextBlock *
mado_text_block_new_line (cairo_t             *cr,
                          const char          *text,
                          const MadoTextStyle *style,
                          double               least)
{
  gboolean fits;
  MadoTextBlock *self = mado_text_block_new_fitted (cr, text, style, style->size,
                                                    style->size * least, &fits);

  if (!fits || self->lines > 1)
    set_size (self, style, style->size);
  return self;
}

void
mado_text_block_free (MadoTextBlock *self)
{
  g_object_unref (self->layout);
  g_free (self);
}

int
mado_text_block_get_lines (const MadoTextBlock *self)
{
  return self->lines;
}

double
mado_text_block_get_size (const MadoTextBlock *self)
{
  return self->size;
}

double
mado_text_block_get_leading (const MadoTextBlock *self)
{
  return self->leading;
}

/* A single line is as high as its letters, so that it fits a box of that height. */
double
mado_text_block_get_height (const MadoTextBlock *self)
{
  return self->size + (self->lines - 1) * self->leading;
}

double
mado_text_block_get_width (const MadoTextBlock *self)
{
  return self->longest;
}

int
mado_text_block_get_unknown (const MadoTextBlock *self)
{
  return pango_layout_get_unknown_glyphs_count (self->layout);
}

static gboolean
has_unknown (const PangoGlyphString *string)
{
  for (int i = 0; i < string->num_glyphs; i++)
    if (string->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG &&
        string->glyphs[i].glyph != PANGO_GLYPH_EMPTY)
      return TRUE;
  return FALSE;
}

static void
add_glyph (Run                  *run,
           const PangoGlyphInfo *info,
           double                x,
           double                y)
{
  const cairo_glyph_t glyph = {
    info->glyph,
    x + (double) info->geometry.x_offset / PANGO_SCALE,
    y + (double) info->geometry.y_offset / PANGO_SCALE,
  };

  g_array_append_val (run->glyphs, glyph);
}

/* Bytes without a glyph of their own (a variation selector that the font does
 * not know) join the glyph before them: in a PDF they would else become a
 * span without ink, which readers leave out. */
static void
add_cluster (Run *run,
             int  bytes,
             int  glyphs)
{
  const cairo_text_cluster_t cluster = { bytes, glyphs };

  if (bytes == 0)
    return;
  if (glyphs == 0 && run->clusters->len > 0)
    g_array_index (run->clusters, cairo_text_cluster_t, run->clusters->len - 1).num_bytes += bytes;
  else
    g_array_append_val (run->clusters, cluster);
}

static void
collect (Run            *run,
         PangoGlyphItem *item,
         const char     *text,
         double          x,
         double          y)
{
  PangoGlyphItemIter iter;
  gboolean more;

  for (more = pango_glyph_item_iter_init_start (&iter, item, text); more;
       more = pango_glyph_item_iter_next_cluster (&iter))
    {
      int count = 0;

      for (int i = iter.start_glyph; i < iter.end_glyph; i++)
        {
          const PangoGlyphInfo *info = &item->glyphs->glyphs[i];

          if (info->glyph != PANGO_GLYPH_EMPTY)
            {
              add_glyph (run, info, x, y);
              count++;
            }
          x += (double) info->geometry.width / PANGO_SCALE;
        }
      add_cluster (run, iter.end_index - iter.start_index, count);
    }
}

static gboolean
is_without_ink (const PangoGlyphItem *item)
{
  for (int i = 0; i < item->glyphs->num_glyphs; i++)
    if (item->glyphs->glyphs[i].glyph != PANGO_GLYPH_EMPTY)
      return FALSE;
  return TRUE;
}

/* Bytes of the runs after @run that draw nothing: a variation selector may
 * have been given a font, and so a run, of its own. */
static int
bytes_to_join (GSList *run)
{
  int bytes = 0;

  for (GSList *l = run->next; l != NULL && is_without_ink (l->data); l = l->next)
    bytes += ((PangoGlyphItem *) l->data)->item->length;
  return bytes;
}

/* Right-to-left text does not occur on these papers beyond a foreign name;
 * there, and where boxes stand for unknown characters, pango draws. */
static gboolean
is_plain (const PangoGlyphItem *item)
{
  return item->item->analysis.level % 2 == 0 && !has_unknown (item->glyphs);
}

static void
draw_run (cairo_t        *cr,
          PangoGlyphItem *item,
          const char     *text,
          int             joined,
          double          x,
          double          y)
{
  Run run = {
    g_array_new (FALSE, FALSE, sizeof (cairo_glyph_t)),
    g_array_new (FALSE, FALSE, sizeof (cairo_text_cluster_t)),
  };

  if (is_plain (item))
    {
      collect (&run, item, text, x, y);
      add_cluster (&run, joined, 0);
      cairo_set_scaled_font (cr,
        pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (item->item->analysis.font)));
      cairo_show_text_glyphs (cr, text + item->item->offset,
                              item->item->length + joined,
                              (cairo_glyph_t *) (void *) run.glyphs->data, run.glyphs->len,
                              (cairo_text_cluster_t *) (void *) run.clusters->data,
                              run.clusters->len, 0);
    }
  else
    {
      cairo_move_to (cr, x, y);
      pango_cairo_show_glyph_item (cr, text, item);
    }

  g_array_unref (run.glyphs);
  g_array_unref (run.clusters);
}

static double
line_start (const MadoTextBlock *self,
            int                  line,
            double               length)
{
  if (self->hang > 0 && line > 0)
    return self->hang;
  if (self->width <= 0 || self->align == MADO_TEXT_LEFT)
    return 0;
  return (self->width - length) * (self->align == MADO_TEXT_CENTRE ? 0.5 : 1);
}

gboolean
mado_text_block_find_range (const MadoTextBlock *self,
                            int                  line,
                            int                  from,
                            int                  until,
                            double              *left,
                            double              *right)
{
  PangoLayoutLine *set = pango_layout_get_line_readonly (self->layout, line);
  PangoRectangle logical;
  int first = MAX (from, set->start_index);
  int last = MIN (until, set->start_index + set->length);
  int x;

  if (first >= last)
    return FALSE;
  pango_layout_line_get_extents (set, NULL, &logical);
  pango_layout_line_index_to_x (set, first, FALSE, &x);
  *left = line_start (self, line, (double) logical.width / PANGO_SCALE) + (double) x / PANGO_SCALE;
  pango_layout_line_index_to_x (set, last, FALSE, &x);
  *right = line_start (self, line, (double) logical.width / PANGO_SCALE) + (double) x / PANGO_SCALE;
  return TRUE;
}

/* (x, y) is the top left corner of the em square of the first letter. */
void
mado_text_block_draw_line (const MadoTextBlock *self,
                           cairo_t             *cr,
                           int                  line,
                           double               x,
                           double               y)
{
  PangoLayoutLine *set = pango_layout_get_line_readonly (self->layout, line);
  const char *text = pango_layout_get_text (self->layout);
  PangoRectangle logical;
  double at = x;

  pango_layout_line_get_extents (set, NULL, &logical);
  at += line_start (self, line, (double) logical.width / PANGO_SCALE);

  for (GSList *l = set->runs; l != NULL; l = l->next)
    {
      PangoGlyphItem *item = l->data;

      if (!is_without_ink (item))
        draw_run (cr, item, text, bytes_to_join (l), at, y + EM_ASCENT * self->size);
      at += (double) pango_glyph_string_get_width (item->glyphs) / PANGO_SCALE;
    }
}

void
mado_text_block_draw (const MadoTextBlock *self,
                      cairo_t             *cr,
                      double               x,
                      double               y)
{
  for (int i = 0; i < self->lines; i++)
    mado_text_block_draw_line (self, cr, i, x, y + i * self->leading);
}

double
mado_text_draw (cairo_t             *cr,
                const char          *text,
                const MadoTextStyle *style,
                double               x,
                double               y)
{
  g_autoptr (MadoTextBlock) block = mado_text_block_new (cr, text, style);

  mado_text_block_draw (block, cr, x, y);
  return mado_text_block_get_height (block);
}

void
mado_text_warm_up (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 8, 8);
  cairo_t *cr = cairo_create (surface);

  mado_text_draw (cr, "窓口A1", &(MadoTextStyle) { .size = 4 }, 0, 0);
  mado_text_draw (cr, "窓口A1", &(MadoTextStyle) { .size = 4, .bold = TRUE }, 0, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}
