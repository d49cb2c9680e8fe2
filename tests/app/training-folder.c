/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/mado-start.h"
#include "app/training/mado-training-folder.h"
#include "app/training/mado-training-paper.h"
#include "core/base/mado-training.h"
#include "core/procedure/mado-pack.h"
#include "core/store/mado-profile.h"
#include "print/mado-escpos.h"
#include "print/mado-training-mark.h"

/* What belongs to training, what to the real work, and that neither ever opens,
 * empties or prints as the other. The process enters training half-way: first
 * comes what a real program says. */

static char *top; /* of this test */

static char *
in_top (const char *name)
{
  return g_build_filename (top, name, NULL);
}

static char *
write_in (const char *folder,
          const char *name,
          const char *text)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static gboolean
make_profile (const char  *folder,
              const char  *city,
              GError     **error)
{
  MadoProfileFacts facts = { (char *) city, (char *) "shimin", (char *) "", (char *) "" };
  g_autoptr (MadoProfile) profile = NULL;

  facts.device.b[0] = 1;
  profile = mado_profile_create (folder, &facts, error);
  return profile != NULL;
}

/* --- outside of training --------------------------------------------------------------- */

static void
test_real_program (void)
{
  g_autofree char *folder = in_top ("marked"), *mark = write_in (folder, MADO_TRAINING_MARK, "");
  g_autofree char *other = in_top ("elsewhere"), *given = g_strdup (folder);
  g_autoptr (GError) error = NULL;

  g_assert_false (mado_training_is_on ());
  g_assert_cmpint (mado_start_choose (&given, FALSE), ==, 1);
  g_free (given);
  given = g_strdup (other);
  g_assert_cmpint (mado_start_choose (&given, FALSE), ==, -1);
  g_assert_cmpstr (given, ==, other);

  g_assert_false (make_profile (other, MADO_TRAINING_CITY, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_FOREIGN);
}

static void
test_real_prints (void)
{
  g_autoptr (MadoRaster) raster = mado_raster_new (576, 100);

  g_assert_null (mado_training_mark_raster (raster));
}

/* --- what is deleted, and what never ----------------------------------------------------- */

static void
test_clear (void)
{
  g_autofree char *kept = write_in (top, "kept/letter", "of another"), *outside = in_top ("kept");
  g_autofree char *folder = in_top ("practice"), *link = in_top ("practice/link"), *way = in_top ("way");
  g_autofree char *mark = write_in (folder, MADO_TRAINING_MARK, "");
  g_autofree char *deep = write_in (folder, "paper/a/b/slip.pdf", "x"), *journal = write_in (folder, "journal.db", "x");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (outside, link), ==, 0);
  g_assert_cmpint (symlink (folder, way), ==, 0);

  g_assert_false (mado_training_folder_clear (outside, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_FOREIGN);
  g_clear_error (&error);
  g_assert_false (mado_training_folder_clear (way, &error)); /* a link to it is not it */
  g_assert_error (error, MADO_ERROR, MADO_ERROR_FOREIGN);
  g_clear_error (&error);
  g_assert_true (g_file_test (deep, G_FILE_TEST_EXISTS));

  g_assert_true (mado_training_folder_clear (folder, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (mark, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (journal, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_remove (mark), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0); /* nothing else was left */
}

/* --- in training ------------------------------------------------------------------------- */

static void
test_enter (void)
{
  mado_training_enter (top);
  g_assert_true (mado_training_is_on ());
  g_assert_cmpstr (mado_training_get_folder (), ==, top);
}

static void
expect_refused (const char *folder,
                int         code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (mado_training_folder_prepare (folder, &error));
  g_assert_error (error, MADO_ERROR, code);
  g_assert_nonnull (strstr (error->message, folder));
}

static void
test_prepare (void)
{
  g_autofree char *place = in_top ("place"), *folder = mado_training_folder_find (place);
  g_autofree char *full = in_top ("full"), *file = write_in (full, "somebody's", "x"), *link = in_top ("linked");
  g_autofree char *here = g_build_filename (place, "training", NULL);
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (folder, ==, here);
  expect_refused (full, MADO_ERROR_FOREIGN);
  g_assert_cmpint (symlink (full, link), ==, 0);
  expect_refused (link, MADO_ERROR_FOREIGN);

  g_assert_true (mado_training_folder_prepare (folder, &error));
  g_assert_no_error (error);
  g_assert_true (mado_training_is_folder (folder));
  again = mado_training_folder_find (folder);
  g_assert_cmpstr (again, ==, folder);
}

/* One at a time: another process is refused as long as this one lives. */
static void
test_busy (void)
{
  g_autofree char *folder = in_top ("place/training");
  int status = 0;
  pid_t pid = fork ();

  if (pid == 0)
    {
      g_autoptr (GError) error = NULL;

      _exit (!mado_training_folder_prepare (folder, &error) && g_error_matches (error, MADO_ERROR, MADO_ERROR_BUSY) ? 0 : 1);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
}

/* A folder of a real place, even with the mark put into it, is not used. */
static void
test_real_place (void)
{
  g_autofree char *place = in_top ("real"), *ini = g_build_filename (place, "profile.ini", NULL);
  g_autofree char *before = NULL, *after = NULL, *mark = NULL, *key = g_strnfill (43, 'A');
  g_autofree char *text = g_strdup_printf ("[place]\ncity=022993\nscope=shimin\nname=\nserver=\n"
                                           "device=01a22027-b0db-7b87-be91-3e201fcae2ec\nserver-sign=%s=\nserver-box=%s=\n", key, key);
  g_autoptr (GError) error = NULL;

  g_free (write_in (place, "profile.ini", text));
  expect_refused (place, MADO_ERROR_FOREIGN);
  mark = write_in (place, MADO_TRAINING_MARK, "");
  g_assert_false (mado_training_folder_prepare (place, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_FOREIGN);
  g_clear_error (&error);
  g_assert_false (make_profile (place, MADO_TRAINING_CITY, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_FOREIGN);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (ini, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, text);
}

static void
test_own_place (void)
{
  g_autofree char *folder = in_top ("place/training");
  g_autoptr (GError) error = NULL;

  g_assert_false (make_profile (folder, "022993", &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_FOREIGN);
  g_clear_error (&error);
  g_assert_true (make_profile (folder, MADO_TRAINING_CITY, &error));
  g_assert_no_error (error);
}

static guint
ink (const MadoRaster *raster,
     int               from,
     int               rows)
{
  guint dots = 0;

  for (int y = from; y < from + rows; y++)
    for (int x = 0; x < raster->width; x++)
      dots += mado_raster_get (raster, x, y);
  return dots;
}

/* A line above and below what was drawn, which itself is untouched. */
static void
test_receipt (void)
{
  static const int widths[] = { 384, 576 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (MadoRaster) raster = mado_raster_new (widths[i], 100);
      g_autoptr (MadoRaster) marked = NULL;
      g_autoptr (GBytes) bytes = mado_escpos_from_raster (raster, 0);
      int band;

      mado_raster_fill (raster, 10, 20, 30, 40);
      marked = mado_training_mark_raster (raster);
      band = (marked->height - raster->height) / 2;
      g_assert_cmpint (marked->width, ==, widths[i]);
      g_assert_cmpuint (ink (marked, 0, band), >, 2000);
      g_assert_cmpuint (ink (marked, band + raster->height, band), ==, ink (marked, 0, band));
      g_assert_cmpuint (ink (marked, band, raster->height), ==, 30 * 40);
      g_assert_cmpuint (g_bytes_get_size (bytes), >, (gsize) marked->height * marked->stride);
    }
}

/* The paper of the family that moves in, for each city; each stroke of it dark
 * on light. */
static void
test_paper (void)
{
  static const char *const packs[] = { "data/city", "tests/pack-mini" };

  for (guint i = 0; i < G_N_ELEMENTS (packs); i++)
    {
      g_autofree char *dir = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), packs[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (MadoPack) pack = mado_pack_load (dir, &error);
      cairo_surface_t *paper;
      guint dark = 0;

      g_assert_no_error (error);
      mado_pack_set_training (pack);
      g_assert_cmpstr (mado_pack_get_city (pack), ==, MADO_TRAINING_CITY);
      paper = mado_training_paper_move_out (pack, G_GINT64_CONSTANT (1779235200000));
      g_assert_cmpint (cairo_surface_status (paper), ==, CAIRO_STATUS_SUCCESS);
      cairo_surface_flush (paper);
      for (int y = 0; y < cairo_image_surface_get_height (paper); y++)
        for (int x = 0; x < cairo_image_surface_get_width (paper); x++)
          dark += cairo_image_surface_get_data (paper)[y * cairo_image_surface_get_stride (paper) + 4 * x + 1] < 100;
      g_assert_cmpuint (dark, >, 20000);
      cairo_surface_destroy (paper);
    }
}

/* What this test left goes the same way. */
static void
test_tidy (void)
{
  g_autofree char *mark = write_in (top, MADO_TRAINING_MARK, "");

  g_assert_true (mado_training_folder_clear (top, NULL));
  g_assert_cmpint (g_remove (mark), ==, 0);
  g_assert_cmpint (g_rmdir (top), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  top = g_dir_make_tmp ("mado-training-XXXXXX", &error);
  g_assert_no_error (error);

  g_test_add_func ("/training/real-program", test_real_program);
  g_test_add_func ("/training/real-prints", test_real_prints);
  g_test_add_func ("/training/clear", test_clear);
  g_test_add_func ("/training/enter", test_enter);
  g_test_add_func ("/training/prepare", test_prepare);
  g_test_add_func ("/training/busy", test_busy);
  g_test_add_func ("/training/real-place", test_real_place);
  g_test_add_func ("/training/own-place", test_own_place);
  g_test_add_func ("/training/receipt", test_receipt);
  g_test_add_func ("/training/paper", test_paper);
  g_test_add_func ("/training/tidy", test_tidy);
  return g_test_run ();
}
