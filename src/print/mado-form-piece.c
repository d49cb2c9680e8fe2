/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-form-piece.h"

#include <string.h>

#include "core/base/mado-date.h"
#include "print/mado-form-piece-private.h"
#include "print/mado-form-words.h"

/* Below these a value is still readable, and still readable by most people. */
#define LEAST_SIZE (6 * MM_PER_POINT)
#define GOOD_SIZE (6.9 * MM_PER_POINT)
#define LEAST_LABEL 1.0
/* Up to this a line is made smaller rather than broken. */
#define SHRINK_LIMIT 0.72
/* Up to this also where there is room for a second line. */
#define NARROW_LIMIT 0.86
#define PAD 1.1

typedef struct
{
  double x;
  double y;
  double w; /* 0: no end */
  double h;
} Area;

void
mado_form_piece_free (MadoFormPiece *self)
{
  g_free (self->path);
  g_free (self->value.text);
  g_strfreev (self->value.codes);
  g_free (self->value.added_on);
  g_clear_pointer (&self->block, mado_text_block_free);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_free (self);
}

static void
warn (const MadoFormPiece  *self,
      MadoFormSetter       *setter,
      MadoPrintWarningKind  kind)
{
  MadoPrintWarning *warning;

  if (setter->same != NULL)
    return;
  warning = g_new0 (MadoPrintWarning, 1);
  warning->kind = kind;
  warning->page = self->page;
  warning->path = g_strdup (self->path);
  warning->text = g_strdup (self->value.text);
  g_ptr_array_add (setter->warnings, warning);
}

/* --- setting text --------------------------------------------------------- */

static Area
text_area (const MadoFormPiece *self)
{
  const MadoFormItem *item = self->item;
  double pad = item->w > 6 ? PAD : 0;
  Area area = { item->x + pad, item->y, item->w - 2 * pad, item->h };

  if (is_added (self) && item->w > 2 * ADDED_WIDTH)
    area.w -= ADDED_WIDTH;
  if (area.h <= 0)
    area.h = type_size (self) * LEADING;
  return area;
}

static MadoTextStyle
text_style (const MadoFormPiece *self,
            double               size,
            double               width)
{
  return (MadoTextStyle) { .size = size, .leading = size * LEADING, .width = width,
                           .align = (MadoTextAlign) self->item->align };
}

/* One line of nearly whole size; else whole size in lines; else one smaller line; else smaller lines. */
static MadoTextBlock *
fit_text (const MadoFormPiece *self,
          cairo_t             *cr,
          const char          *text,
          const Area          *area,
          double               least,
          gboolean            *fits)
{
  double size = type_size (self);
  MadoTextStyle style = text_style (self, size, area->w);
  MadoTextBlock *block = mado_text_block_new_line (cr, text, &style, NARROW_LIMIT);
  g_autoptr (MadoTextBlock) line = NULL;
  double ratio;

  *fits = mado_text_block_get_height (block) <= area->h + 0.01 &&
          (area->w <= 0 || mado_text_block_get_width (block) <= area->w + 0.01);
  if (*fits || area->w <= 0)
    return block;

  style.width = 0;
  line = mado_text_block_new (cr, text, &style);
  ratio = area->w / mado_text_block_get_width (line);
  mado_text_block_free (block);
  if (ratio >= SHRINK_LIMIT && mado_text_block_get_lines (line) == 1)
    {
      size = MIN (size * ratio * 0.995, area->h);
      style = text_style (self, size, area->w);
      return mado_text_block_new_fitted (cr, text, &style, area->h, MIN (size, least), fits);
    }
  style.width = area->w;
  return mado_text_block_new_fitted (cr, text, &style, area->h, MIN (size, least), fits);
}

static void
take_block (MadoFormPiece *self,
            MadoTextBlock *block,
            const Area    *area)
{
  g_clear_pointer (&self->block, mado_text_block_free);
  self->block = block;
  self->x = area->x;
  self->y = area->y + (area->h - mado_text_block_get_height (block)) / 2;
}

static void
set_label (MadoFormPiece  *self,
           MadoFormSetter *setter,
           const char     *text,
           Area            area)
{
  gboolean fits;

  take_block (self, fit_text (self, setter->cr, text, &area, LEAST_LABEL, &fits), &area);
}

static void
set_annex (MadoFormPiece  *self,
           MadoFormSetter *setter,
           const Area     *area)
{
  g_autofree char *full = NULL;
  g_autofree char *brief = NULL;
  gboolean fits;

  self->annex = setter->same != NULL ? setter->same->annex : ++setter->annexes;
  full = g_strdup_printf (WORD_SEE_ANNEX, self->annex);
  brief = g_strdup_printf (WORD_ANNEX_SHORT, self->annex);
  take_block (self, fit_text (self, setter->cr, full, area, LEAST_SIZE, &fits), area);
  if (!fits)
    set_label (self, setter, brief, *area);
  warn (self, setter, MADO_PRINT_WARNING_ANNEX);
}

/* Private-use characters (外字) look different on every machine. */
static gboolean
has_private_use (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_type (g_utf8_get_char (p)) == G_UNICODE_PRIVATE_USE)
      return TRUE;
  return FALSE;
}

static void
set_text (MadoFormPiece  *self,
          MadoFormSetter *setter,
          const char     *text)
{
  Area area = text_area (self);
  gboolean fits;

  take_block (self, fit_text (self, setter->cr, text, &area, LEAST_SIZE, &fits), &area);
  if (mado_text_block_get_unknown (self->block) > 0 || has_private_use (text))
    warn (self, setter, MADO_PRINT_WARNING_CHARACTER);
  if (!fits)
    set_annex (self, setter, &area);
  else if (mado_text_block_get_size (self->block) < MIN (GOOD_SIZE, type_size (self) - 0.01))
    warn (self, setter, MADO_PRINT_WARNING_SMALL);
}

/* --- kinds ------------------------------------------------------------------ */

static gboolean
belongs_to_previous (gunichar c)
{
  return g_unichar_ismark (c) || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

/* One character a line. */
static char *
stack (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (out->len > 0 && !belongs_to_previous (c))
        g_string_append_c (out, '\n');
      g_string_append_unichar (out, c == 0x30fc ? 0xff5c : c);
    }
  return g_string_free (out, FALSE);
}

static void
set_static (MadoFormPiece  *self,
            MadoFormSetter *setter)
{
  const char *label = mado_text_get (self->item->label, setter->language);
  g_autofree char *stacked = self->item->vertical ? stack (label) : NULL;

  set_label (self, setter, stacked != NULL ? stacked : label, text_area (self));
}

/* The characters of a number without the marks between them. */
static GPtrArray *
split_digits (const char *text)
{
  GPtrArray *out = g_ptr_array_new_with_free_func (g_free);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (strchr ("- ()", *p) == NULL)
      g_ptr_array_add (out, g_strndup (p, g_utf8_next_char (p) - p));
  return out;
}

static void
set_digits (MadoFormPiece  *self,
            MadoFormSetter *setter,
            const char     *text)
{
  g_autoptr (GPtrArray) digits = split_digits (text);
  double width = self->item->w / self->item->cells;

  if (digits->len > self->item->cells)
    {
      warn (self, setter, MADO_PRINT_WARNING_CELLS);
      set_text (self, setter, text);
      return;
    }
  self->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_text_block_free);
  for (guint i = 0; i < digits->len; i++)
    {
      MadoTextStyle style = { .size = type_size (self), .width = width, .align = MADO_TEXT_CENTRE };

      g_ptr_array_add (self->cells,
        mado_text_block_new_fitted (setter->cr, g_ptr_array_index (digits, i), &style,
                                    MAX (self->item->h, LEAST_LABEL), LEAST_LABEL, NULL));
    }
}

static char *
date_part (const MadoDate *date,
           const char     *part)
{
  MadoEra era;
  int year;

  mado_date_get_era (date, &era, &year);
  if (g_str_equal (part, "era"))
    return g_strdup (mado_era_name (era));
  if (g_str_equal (part, "year"))
    return year == 1 ? g_strdup ("元") : g_strdup_printf ("%d", year);
  if (g_str_equal (part, "month"))
    return date->month == 0 ? g_strdup ("") : g_strdup_printf ("%d", date->month);
  return date->day == 0 ? g_strdup ("") : g_strdup_printf ("%d", date->day);
}

static void
set_wareki (MadoFormPiece  *self,
            MadoFormSetter *setter,
            const char     *text)
{
  MadoDate date;
  g_autofree char *shown = NULL;

  if (!mado_date_parse_iso (text, &date))
    {
      warn (self, setter, MADO_PRINT_WARNING_DATE);
      set_text (self, setter, text);
      return;
    }
  shown = self->item->value != NULL ? date_part (&date, self->item->value)
                                    : mado_date_to_wareki (&date);
  set_text (self, setter, shown);
}

/* 明治・大正・昭和・平成・令和: the era of a date is ringed. */
static gboolean
has_era (const char *text,
         const char *name)
{
  MadoDate date;
  MadoEra era;
  int year;

  return text != NULL && mado_date_parse_iso (text, &date) && mado_date_get_era (&date, &era, &year) &&
         g_strcmp0 (mado_era_name (era), name) == 0;
}

static gboolean
is_chosen (const MadoFormPiece *self)
{
  if (!self->has_value || self->value.marks & MADO_PRINT_HIDDEN)
    return FALSE;
  if (self->value.codes != NULL)
    return g_strv_contains ((const char *const *) self->value.codes, self->item->value);
  return g_strcmp0 (self->value.text, self->item->value) == 0 || has_era (self->value.text, self->item->value);
}

/* The label of a check box stands right of it. */
static void
set_choice (MadoFormPiece  *self,
            MadoFormSetter *setter)
{
  Area area = text_area (self);
  double shift = self->item->kind == MADO_ITEM_CHECK ? check_side (self) * 1.35 : 0;

  self->chosen = is_chosen (self);
  if (self->item->label == NULL)
    return;
  area.x = self->item->x + shift;
  area.w = self->item->w > 0 ? MAX (self->item->w - shift, 1) : 0;
  set_label (self, setter, mado_text_get (self->item->label, setter->language), area);
}

/* Year, month or day of a date, a digit to a box. */
static void
set_date_digits (MadoFormPiece  *self,
                 MadoFormSetter *setter,
                 const char     *text)
{
  MadoDate date;
  g_autofree char *part = NULL;

  if (!mado_date_parse_iso (text, &date))
    {
      warn (self, setter, MADO_PRINT_WARNING_DATE);
      set_text (self, setter, text);
      return;
    }
  part = date_part (&date, self->item->value);
  set_digits (self, setter, part);
}

static void
set_value (MadoFormPiece  *self,
           MadoFormSetter *setter)
{
  const char *text = self->value.text;

  if (!self->has_value || text == NULL || *text == '\0')
    return;
  if (self->value.marks & MADO_PRINT_HIDDEN)
    set_text (self, setter, WORD_HIDDEN);
  else if (self->item->kind == MADO_ITEM_DIGITS && self->item->value != NULL)
    set_date_digits (self, setter, text);
  else if (self->item->kind == MADO_ITEM_DIGITS)
    set_digits (self, setter, text);
  else if (self->item->kind == MADO_ITEM_WAREKI)
    set_wareki (self, setter, text);
  else
    set_text (self, setter, text);
}

void
mado_form_piece_set (MadoFormPiece  *self,
                     MadoFormSetter *setter)
{
  switch (self->item->kind)
    {
    case MADO_ITEM_STATIC:
      set_static (self, setter);
      break;
    case MADO_ITEM_CHECK:
    case MADO_ITEM_CIRCLE:
      set_choice (self, setter);
      break;
    case MADO_ITEM_TEXT:
    case MADO_ITEM_DIGITS:
    case MADO_ITEM_WAREKI:
      set_value (self, setter);
      break;
    case MADO_ITEM_SIGNATURE:
    case MADO_ITEM_BOX:
    case MADO_ITEM_LINE:
    default:
      break;
    }
}
