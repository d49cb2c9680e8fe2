/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-form-background.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "print/mado-pdf-graft.h"
#include "print/render/mado-pdf-file.h"

#define POINTS_PER_MM (72.0 / 25.4)
/* Dots of the picture for the screen. */
#define PICTURE_DPI 150.0
/* Papers that differ by less are the same: letter and point sizes are rounded. */
#define SAME_SIZE_MM 2.0

struct _MadoFormBackground
{
  gatomicrefcount  ref_count;
  GBytes          *pdf;
  cairo_surface_t *picture;
  double           width; /* mm */
  double           height;
};

char *
mado_form_background_hash (const char *path)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

  if (file == NULL)
    return NULL;
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) g_mapped_file_get_contents (file),
                                      g_mapped_file_get_length (file));
}

static gboolean
check_file (const char  *path,
            GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, NULL);

  if (info == NULL || g_file_info_get_size (info) <= MADO_FORM_BACKGROUND_MAX_FILE)
    return TRUE;
  g_set_error (error, MADO_ERROR, MADO_ERROR_NO_SPACE,
               _("The background is larger than %u MiB. Save the form's page alone, or scan it less finely."),
               MADO_FORM_BACKGROUND_MAX_FILE / 1024 / 1024);
  return FALSE;
}

/* Which page, from 0. */
static gboolean
choose_page (MadoPdfFile  *file,
             guint        *page,
             GError      **error)
{
  guint n = mado_pdf_file_get_n_pages (file);
  g_autofree char *count = g_strdup_printf ("%u", n);

  if (*page == 0 && n > 1)
    g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                 _("The background has %s pages. Say with \"page\" which of them the form is."), count);
  else if (*page > n)
    g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("The background has no page %u, only %s."), *page, count);
  else
    {
      *page = *page == 0 ? 0 : *page - 1;
      return TRUE;
    }
  return FALSE;
}

static gboolean
check_size (const MadoFormBackground *self,
            double                    width,
            double                    height,
            GError                  **error)
{
  g_autofree char *is = NULL;
  g_autofree char *wanted = NULL;

  if (fabs (self->width - width) <= SAME_SIZE_MM && fabs (self->height - height) <= SAME_SIZE_MM)
    return TRUE;
  is = g_strdup_printf ("%.0f × %.0f", self->width, self->height);
  wanted = g_strdup_printf ("%.0f × %.0f", width, height);
  g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
               /* TRANSLATORS: both are width × height */
               _("The background is %s mm, but the paper of the form %s mm."), is, wanted);
  return FALSE;
}

static cairo_surface_t *
take_picture (MadoPdfFile               *file,
              guint                      page,
              const MadoFormBackground  *self,
              GError                   **error)
{
  double scale = PICTURE_DPI / 72;
  guint width = (guint) ceil (self->width * POINTS_PER_MM * scale);
  guint height = (guint) ceil (self->height * POINTS_PER_MM * scale);
  MadoPdfPicture picture;
  cairo_surface_t *surface;

  if (!mado_pdf_file_draw (file, page, scale, 0, 0, 0, width, height, &picture, error))
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  cairo_surface_flush (surface);
  for (guint y = 0; y < height; y++)
    memcpy (cairo_image_surface_get_data (surface) + (gsize) y * (gsize) cairo_image_surface_get_stride (surface),
            picture.dots + (gsize) y * picture.stride, (gsize) width * 4);
  cairo_surface_mark_dirty (surface);
  return surface;
}

MadoFormBackground *
mado_form_background_open (const char  *path,
                           guint        page,
                           double       width,
                           double       height,
                           GError     **error)
{
  g_autoptr (MadoFormBackground) self = g_new0 (MadoFormBackground, 1);
  g_autoptr (MadoPdfFile) file = NULL;
  double points_wide, points_high;

  g_atomic_ref_count_init (&self->ref_count);
  if (!check_file (path, error))
    return NULL;
  file = mado_pdf_file_open (path, NULL, error);
  if (file == NULL || !choose_page (file, &page, error))
    return NULL;
  self->pdf = mado_pdf_file_copy_page (file, page, &points_wide, &points_high, error);
  if (self->pdf == NULL || !mado_pdf_graft_check (self->pdf, error))
    return NULL;
  self->width = points_wide / POINTS_PER_MM;
  self->height = points_high / POINTS_PER_MM;
  if (!check_size (self, width, height, error))
    return NULL;
  self->picture = take_picture (file, page, self, error);
  return self->picture != NULL ? g_steal_pointer (&self) : NULL;
}

MadoFormBackground *
mado_form_background_load (const char            *dir,
                           const MadoFormLayout  *layout,
                           GError               **error)
{
  g_autofree char *path = g_build_filename (dir, "forms", layout->background, NULL);
  g_autofree char *hash = layout->background_hash != NULL ? mado_form_background_hash (path) : NULL;

  if (hash != NULL && !g_str_equal (hash, layout->background_hash))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("The file “%s” is not the one that this form was made for (\"sha256\" differs)."), layout->background);
      return NULL;
    }
  return mado_form_background_open (path, layout->background_page, layout->width, layout->height, error);
}

MadoFormBackground *
mado_form_background_ref (MadoFormBackground *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mado_form_background_unref (MadoFormBackground *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->pdf, g_bytes_unref);
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  g_free (self);
}

GBytes *
mado_form_background_get_pdf (const MadoFormBackground *self)
{
  return self->pdf;
}

void
mado_form_background_draw (const MadoFormBackground *self,
                           cairo_t                  *cr)
{
  cairo_save (cr);
  cairo_scale (cr, 25.4 / PICTURE_DPI, 25.4 / PICTURE_DPI);
  cairo_set_source_surface (cr, self->picture, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
}
