/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-form-print.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "print/mado-form-annex.h"
#include "print/mado-form-margin.h"
#include "print/mado-form-piece.h"
#include "print/mado-form-words.h"
#include "print/mado-pdf-graft.h"
#include "print/mado-pdf.h"

struct _MadoFormPrint
{
  const MadoFormLayout *layout;
  GPtrArray            *pieces;
  GPtrArray            *warnings;
  GPtrArray            *paths;
  MadoStrokes          *strokes;
  MadoFormAnnex        *annex; /* NULL: all fits */
  MadoFormMargin        margin;
  MadoFormBackground   *background; /* NULL: white paper */
  guint                 sheets;
};

static void
warning_free (gpointer data)
{
  MadoPrintWarning *self = data;

  g_free (self->path);
  g_free (self->text);
  g_free (self);
}

static cairo_t *
measuring_context_new (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 8, 8);
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, 8, 8);
  cairo_surface_destroy (surface);
  return cr;
}

/* "subject[1].birth_date" on the third sheet of four rows is subject[9]. */
static char *
path_on_sheet (const MadoFormLayout *layout,
               const char           *path,
               guint                 sheet)
{
  gsize length = layout->repeat != NULL ? strlen (layout->repeat) : 0;
  char *rest;
  guint64 row;

  if (length == 0 || sheet == 0 || !g_str_has_prefix (path, layout->repeat) ||
      path[length] != '[')
    return g_strdup (path);
  row = g_ascii_strtoull (path + length + 1, &rest, 10);
  if (*rest != ']')
    return g_strdup (path);
  return g_strdup_printf ("%s[%" G_GUINT64_FORMAT "%s", layout->repeat,
                          row + (guint64) sheet * layout->rows, rest);
}

static guint
count_sheets (const MadoFormLayout *layout,
              guint                 persons)
{
  if (layout->repeat == NULL || layout->rows == 0 || persons <= layout->rows)
    return 1;
  return (persons + layout->rows - 1) / layout->rows;
}

static void
add_piece (MadoFormPrint      *self,
           guint               index,
           guint               sheet,
           MadoPrintValueFunc  func,
           gpointer            user_data,
           MadoFormSetter     *setter)
{
  MadoFormPiece *piece = g_new0 (MadoFormPiece, 1);
  const MadoFormItem *item = &self->layout->items[index];

  piece->item = item;
  piece->page = sheet;
  if (item->path != NULL)
    {
      piece->path = path_on_sheet (self->layout, item->path, sheet);
      piece->has_value = func (piece->path, &piece->value, user_data);
      g_ptr_array_add (self->paths, g_strdup (piece->path));
    }
  setter->same = sheet > 0 && g_strcmp0 (piece->path, item->path) == 0
                   ? g_ptr_array_index (self->pieces, index) : NULL;
  mado_form_piece_set (piece, setter);
  g_ptr_array_add (self->pieces, piece);
}

static int
compare_text (gconstpointer a,
              gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
sort_paths (GPtrArray *paths)
{
  g_ptr_array_sort (paths, compare_text);
  for (guint i = paths->len; i-- > 1;)
    if (g_str_equal (g_ptr_array_index (paths, i), g_ptr_array_index (paths, i - 1)))
      g_ptr_array_remove_index (paths, i);
}

static void
make_annex (MadoFormPrint  *self,
            MadoFormSetter *setter)
{
  guint last = 0;

  if (setter->annexes == 0)
    return;
  self->annex = mado_form_annex_new (setter->cr,
                                     mado_text_get (self->layout->title, setter->language),
                                     self->layout->width, self->layout->height);
  for (guint i = 0; i < self->pieces->len; i++)
    {
      const MadoFormPiece *piece = g_ptr_array_index (self->pieces, i);

      if (piece->annex <= last)
        continue;
      last = piece->annex;
      mado_form_annex_add (self->annex, setter->cr, last, piece->value.text);
    }
}

/* --- margins -------------------------------------------------------------- */

static char *
numbers_text (const MadoFormPrintInfo *info)
{
  GString *out = g_string_new (NULL);

  if (info->ticket_no != NULL)
    g_string_append_printf (out, WORD_FORM_TICKET "　", info->ticket_no);
  if (info->case_no != NULL)
    g_string_append_printf (out, WORD_FORM_CASE_NO, info->case_no);
  return g_string_free (out, FALSE);
}

static char *
added_text (const MadoFormPrint *self)
{
  g_autoptr (GPtrArray) days = g_ptr_array_new ();
  g_autofree char *list = NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < self->pieces->len; i++)
    {
      const MadoFormPiece *piece = g_ptr_array_index (self->pieces, i);
      const char *day = piece->value.added_on;

      if (!piece->has_value || !(piece->value.marks & MADO_PRINT_ADDED))
        continue;
      any = TRUE;
      if (day != NULL && !g_ptr_array_find_with_equal_func (days, day, g_str_equal, NULL))
        g_ptr_array_add (days, (char *) day);
    }
  if (!any)
    return NULL;
  if (days->len == 0)
    return g_strdup (WORD_ADDED_NO_DATE);
  g_ptr_array_add (days, NULL);
  list = g_strjoinv ("、", (char **) days->pdata);
  return g_strdup_printf (WORD_ADDED_NOTE, list);
}

static gboolean
layout_has_confirm_box (const MadoFormLayout *layout,
                        const char           *language)
{
  for (guint i = 0; i < layout->n_items; i++)
    if (layout->items[i].label != NULL &&
        strstr (mado_text_get (layout->items[i].label, language), WORD_STAFF_CONFIRM) != NULL)
      return TRUE;
  return FALSE;
}

/* What lies on paper is not called an electronic signature. */
static char *
signature_text (const MadoFormPrintInfo *info)
{
  if (g_strcmp0 (info->signed_how, "paper") == 0)
    return g_strdup_printf (WORD_SIGNED_PAPER, info->signed_at);
  if (g_strcmp0 (info->signed_how, "seal") == 0)
    return g_strdup_printf (WORD_SIGNED_SEAL, info->signed_at);
  if (g_strcmp0 (info->signed_how, "none") == 0)
    return g_strdup_printf (WORD_SIGNED_NONE, info->signed_at);
  return g_strdup_printf (WORD_SIGNED, info->signed_at);
}

static void
fill_margin (MadoFormPrint           *self,
             const MadoFormPrintInfo *info)
{
  self->margin.numbers = numbers_text (info);
  self->margin.is_held = info->held;
  self->margin.held = g_strdup (info->held_reason);
  if (info->voided != NULL)
    self->margin.signature = g_strdup_printf (WORD_VOIDED, info->voided);
  else if (info->signed_at != NULL)
    self->margin.signature = signature_text (info);
  self->margin.added = added_text (self);
  self->margin.staff_number = info->staff_number &&
                              !layout_has_confirm_box (self->layout, info->language);
}

static void
read_strokes (MadoFormPrint           *self,
              const MadoFormPrintInfo *info)
{
  MadoPrintWarning *warning;

  if (info->strokes == NULL || info->strokes_length == 0)
    return;
  self->strokes = mado_strokes_parse (info->strokes, info->strokes_length, NULL);
  if (self->strokes != NULL)
    return;
  warning = g_new0 (MadoPrintWarning, 1);
  warning->kind = MADO_PRINT_WARNING_STROKES;
  g_ptr_array_add (self->warnings, warning);
}

/* --- public ---------------------------------------------------------------- */

/**
 * mado_form_print_new:
 * @layout: (not nullable): borrowed; must outlive the form
 * @info: what is printed besides; copied
 * @func: (scope call): gives the values
 *
 * Returns: (transfer full): the form with all its pages set
 */
MadoFormPrint *
mado_form_print_new (const MadoFormLayout    *layout,
                     const MadoFormPrintInfo *info,
                     MadoPrintValueFunc       func,
                     gpointer                 user_data)
{
  MadoFormPrint *self = g_new0 (MadoFormPrint, 1);
  MadoFormSetter setter = { .language = info->language };

  self->layout = layout;
  self->sheets = count_sheets (layout, info->persons);
  self->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_form_piece_free);
  self->warnings = g_ptr_array_new_with_free_func (warning_free);
  self->paths = g_ptr_array_new_with_free_func (g_free);

  setter.cr = measuring_context_new ();
  setter.warnings = self->warnings;
  for (guint sheet = 0; sheet < self->sheets; sheet++)
    for (guint i = 0; i < layout->n_items; i++)
      add_piece (self, i, sheet, func, user_data, &setter);
  sort_paths (self->paths);
  make_annex (self, &setter);
  read_strokes (self, info);
  fill_margin (self, info);
  cairo_destroy (setter.cr);
  return self;
}

void
mado_form_print_set_background (MadoFormPrint      *self,
                                MadoFormBackground *background)
{
  g_clear_pointer (&self->background, mado_form_background_unref);
  self->background = background != NULL ? mado_form_background_ref (background) : NULL;
}

void
mado_form_print_free (MadoFormPrint *self)
{
  g_ptr_array_unref (self->pieces);
  g_ptr_array_unref (self->warnings);
  g_ptr_array_unref (self->paths);
  g_clear_pointer (&self->strokes, mado_strokes_free);
  g_clear_pointer (&self->annex, mado_form_annex_free);
  mado_form_margin_clear (&self->margin);
  g_clear_pointer (&self->background, mado_form_background_unref);
  g_free (self);
}

const MadoFormLayout *
mado_form_print_get_layout (const MadoFormPrint *self)
{
  return self->layout;
}

guint
mado_form_print_get_n_pages (const MadoFormPrint *self)
{
  return self->sheets + (self->annex != NULL ? mado_form_annex_get_pages (self->annex) : 0);
}

void
mado_form_print_get_size (const MadoFormPrint *self,
                          double              *width_mm,
                          double              *height_mm)
{
  *width_mm = self->layout->width;
  *height_mm = self->layout->height;
}

GPtrArray *
mado_form_print_get_warnings (const MadoFormPrint *self)
{
  return self->warnings;
}

char *
mado_print_warning_to_text (const MadoPrintWarning *warning)
{
  const char *text = warning->text != NULL ? warning->text : "";

  switch (warning->kind)
    {
    case MADO_PRINT_WARNING_ANNEX:
      return g_strdup_printf (_("“%s” does not fit and is printed on a sheet of its own (別紙)."), text);
    case MADO_PRINT_WARNING_SMALL:
      return g_strdup_printf (_("“%s” is printed in small letters."), text);
    case MADO_PRINT_WARNING_CHARACTER:
      return g_strdup_printf (_("“%s” has a character that cannot be printed as it should be."), text);
    case MADO_PRINT_WARNING_CELLS:
      return g_strdup_printf (_("“%s” has more digits than there are boxes."), text);
    case MADO_PRINT_WARNING_DATE:
      return g_strdup_printf (_("“%s” is no date and is printed as it is."), text);
    case MADO_PRINT_WARNING_STROKES:
    default:
      return g_strdup (_("The signature cannot be read and is not printed."));
    }
}

GPtrArray *
mado_form_print_get_paths (const MadoFormPrint *self)
{
  return self->paths;
}

static void
draw_sheet (const MadoFormPrint *self,
            cairo_t             *cr,
            guint                sheet)
{
  for (guint i = 0; i < self->pieces->len; i++)
    {
      const MadoFormPiece *piece = g_ptr_array_index (self->pieces, i);

      if (piece->page == sheet)
        mado_form_piece_draw_shade (piece, cr);
    }
  for (guint i = 0; i < self->pieces->len; i++)
    {
      const MadoFormPiece *piece = g_ptr_array_index (self->pieces, i);

      if (piece->page == sheet)
        mado_form_piece_draw (piece, cr, self->strokes);
    }
}

void
mado_form_print_draw_page (const MadoFormPrint *self,
                           cairo_t             *cr,
                           guint                page)
{
  g_return_if_fail (page < mado_form_print_get_n_pages (self));

  cairo_save (cr);
  if (page < self->sheets)
    {
      /* Into a PDF the paper goes as lines and letters, when all is drawn. */
      if (self->background != NULL && cairo_surface_get_type (cairo_get_target (cr)) != CAIRO_SURFACE_TYPE_PDF)
        mado_form_background_draw (self->background, cr);
      draw_sheet (self, cr, page);
    }
  else
    mado_form_annex_draw_page (self->annex, cr, page - self->sheets);
  mado_form_margin_draw (&self->margin, cr, self->layout->width, self->layout->height,
                         page, mado_form_print_get_n_pages (self));
  cairo_restore (cr);
}

static GBytes *
draw_document (MadoFormPrint *const *forms,
               guint                 n_forms,
               const char           *title,
               GError              **error)
{
  g_autoptr (MadoPdf) pdf = mado_pdf_new (forms[0]->layout->width, forms[0]->layout->height,
                                          title);
  g_autoptr (GPtrArray) beneath = g_ptr_array_new ();
  g_autoptr (GBytes) drawn = NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < n_forms; i++)
    for (guint page = 0; page < mado_form_print_get_n_pages (forms[i]); page++)
      {
        mado_pdf_set_page_size (pdf, forms[i]->layout->width, forms[i]->layout->height);
        mado_form_print_draw_page (forms[i], mado_pdf_get_cairo (pdf), page);
        mado_pdf_end_page (pdf);
        g_ptr_array_add (beneath, forms[i]->background != NULL && page < forms[i]->sheets
                                    ? mado_form_background_get_pdf (forms[i]->background) : NULL);
        any |= forms[i]->background != NULL;
      }
  drawn = mado_pdf_finish (pdf, error);
  if (drawn == NULL || !any)
    return g_steal_pointer (&drawn);
  return mado_pdf_graft (drawn, beneath, error);
}

gboolean
mado_form_print_to_pdf (MadoFormPrint *const *forms,
                        guint                 n_forms,
                        const char           *title,
                        GOutputStream        *stream,
                        GError              **error)
{
  g_autoptr (GBytes) pdf = NULL;

  g_return_val_if_fail (n_forms > 0, FALSE);
  pdf = draw_document (forms, n_forms, title, error);
  return pdf != NULL && mado_pdf_write (pdf, stream, error);
}

gboolean
mado_form_print_to_pdf_file (MadoFormPrint *const *forms,
                             guint                 n_forms,
                             const char           *title,
                             const char           *path,
                             GError              **error)
{
  g_autoptr (GBytes) pdf = NULL;

  g_return_val_if_fail (n_forms > 0, FALSE);
  pdf = draw_document (forms, n_forms, title, error);
  return pdf != NULL && mado_pdf_write_file (pdf, path, error);
}
