/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/training/mado-training-camera.h"

#include <glib/gi18n.h>

#include "app/training/mado-training-paper.h"
#include "app/training/mado-training-slip.h"
#include "core/base/mado-training.h"
#include "print/mado-qr.h"

/* A slip as a camera of 720 lines sees it, held well. */
#define WIDTH  1280
#define HEIGHT 720
#define MODULE 5

#define PICTURE   "camera.png"
#define LAST_SLIP "last-slip.png"
#define STATE     "camera.ini"

static const char *const ids[MADO_TRAINING_N_PAPERS] = { "nothing", "last-slip", "home-slip", "move-out" };

static const char *const names[MADO_TRAINING_N_PAPERS] = {
  N_("Nothing"),
  N_("The procedure slip that was printed last"),
  N_("A slip filled in at home (a family moves in)"),
  N_("A certificate of moving out (a family)"),
};

const char *
mado_training_camera_name (MadoTrainingPaper paper)
{
  return _(names[paper]);
}

char *
mado_training_camera_path (const char *folder)
{
  return g_build_filename (folder, PICTURE, NULL);
}

MadoTrainingPaper
mado_training_camera_look (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, STATE, NULL);
  g_autofree char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
      if (g_str_equal (ids[i], text))
        return (MadoTrainingPaper) i;
  return MADO_TRAINING_NOTHING;
}

/* --- codes ------------------------------------------------------------------------------ */

static cairo_surface_t *
draw_code (const MadoQr *qr)
{
  int modules = mado_qr_get_size (qr) + 2 * MADO_QR_QUIET, side = modules * MIN (MODULE, HEIGHT / modules);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 0.93, 0.93, 0.92);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.11);
  mado_qr_draw (qr, cr, (WIDTH - side) / 2, (HEIGHT - side) / 2, side);
  cairo_destroy (cr);
  return surface;
}

static gboolean
write_png (cairo_surface_t  *surface /* full */,
           const char       *path,
           GError          **error)
{
  cairo_status_t status = cairo_surface_write_to_png (surface, path);

  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, _("“%s” cannot be written: %s"), path, cairo_status_to_string (status));
  return status == CAIRO_STATUS_SUCCESS;
}

static gboolean
write_code (const char  *text,
            const char  *path,
            GError     **error)
{
  g_autoptr (MadoQr) qr = mado_qr_new (text, MADO_QR_SLIP_VERSION, error);

  return qr != NULL && write_png (draw_code (qr), path, error);
}

void
mado_training_camera_keep (const char *qr_text)
{
  g_autofree char *path = NULL;

  if (!mado_training_is_on ())
    return;
  path = g_build_filename (mado_training_get_folder (), LAST_SLIP, NULL);
  write_code (qr_text, path, NULL);
}

/* --- holding something before it --------------------------------------------------------- */

static gboolean
bring_last_slip (const char  *folder,
                 const char  *to,
                 GError     **error)
{
  g_autofree char *from = g_build_filename (folder, LAST_SLIP, NULL), *bytes = NULL;
  gsize length;

  if (g_file_get_contents (from, &bytes, &length, NULL))
    return g_file_set_contents (to, bytes, (gssize) length, error) || (mado_error_convert (error), FALSE);
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("No slip was printed in this training yet. Print one first."));
  return FALSE;
}

static gboolean
draw_move_out (MadoContext  *context,
               const char   *to,
               GError      **error)
{
  MadoPack *pack = mado_context_get_pack (context);

  if (pack == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("The city pack is not read yet. Try again in a moment."));
      return FALSE;
    }
  return write_png (mado_training_paper_move_out (pack, mado_clock_now_ms (mado_context_get_clock (context))), to, error);
}

static gboolean
make_home_slip (MadoContext  *context,
                const char   *to,
                GError      **error)
{
  g_autofree char *text = mado_training_slip_new (context, error);

  return text != NULL && write_code (text, to, error);
}

gboolean
mado_training_camera_hold (MadoContext        *context,
                           MadoTrainingPaper   paper,
                           GError            **error)
{
  const char *folder = mado_context_get_profile (context);
  g_autofree char *state = g_build_filename (folder, STATE, NULL), *picture = mado_training_camera_path (folder);

  if ((paper == MADO_TRAINING_LAST_SLIP && !bring_last_slip (folder, picture, error)) ||
      (paper == MADO_TRAINING_HOME_SLIP && !make_home_slip (context, picture, error)) ||
      (paper == MADO_TRAINING_MOVE_OUT && !draw_move_out (context, picture, error)))
    return FALSE;
  return g_file_set_contents (state, ids[paper], -1, error) || (mado_error_convert (error), FALSE);
}
