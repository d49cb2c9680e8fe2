/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo-pdf.h>
#include <glib/gstdio.h>
#include <string.h>

#include "pages.h"
#include "print/mado-cff.h"
#include "print/mado-pdf-squeeze.h"
#include "print/mado-text-block.h"

/* The second line makes cairo 1.16 give up and keep every subroutine. */
#define TEXT "住民異動届 国民健康保険 ABC 123\nで試て マイナンバーカード 𠮷 﨑 辻󠄀"

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
draw_plain (void)
{
  GByteArray *out = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, out, 300, 200);
  cairo_t *cr = cairo_create (surface);

  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_5);
  mado_text_draw (cr, TEXT, &(MadoTextStyle) { .size = 14 }, 20, 20);
  mado_text_draw (cr, TEXT, &(MadoTextStyle) { .size = 14, .bold = TRUE }, 20, 90);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (out);
}

static void
save (GBytes     *bytes,
      const char *path)
{
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      g_bytes_get_size (bytes), NULL));
}

/* A tenth of the size, the same dots and the same text. */
static void
test_same_picture (void)
{
  g_autofree char *dir = g_dir_make_tmp ("mado-squeeze-XXXXXX", NULL);
  g_autofree char *before = g_build_filename (dir, "before.pdf", NULL);
  g_autofree char *after = g_build_filename (dir, "after.pdf", NULL);
  g_autoptr (GBytes) plain = draw_plain ();
  g_autoptr (GBytes) small = mado_pdf_squeeze (g_bytes_ref (plain));
  g_autofree char *text_before = NULL, *text_after = NULL;
  g_autofree guint8 *dots_before = NULL, *dots_after = NULL;
  int width, height, width_after, height_after;

  g_assert_cmpuint (g_bytes_get_size (small), <, g_bytes_get_size (plain) / 10);
  save (plain, before);
  save (small, after);
  text_before = pages_text (before);
  text_after = pages_text (after);
  g_assert_cmpstr (text_after, ==, text_before);
  g_assert_nonnull (strstr (text_after, "辻󠄀"));
  dots_before = pages_grey (before, 1, 150, &width, &height);
  dots_after = pages_grey (after, 1, 150, &width_after, &height_after);
  g_assert_cmpmem (dots_after, width_after * height_after, dots_before, width * height);
  g_unlink (before);
  g_unlink (after);
  g_rmdir (dir);
}

static void
test_strange (void)
{
  static const char *const files[] = { "", "x", "startxref\n0\n%%EOF\n", "%PDF-1.5\nstartxref\n3\n%%EOF\n",
    "%PDF-1.5\nxref\n0 99999999\n0000000000 65535 f \ntrailer\nstartxref\n9\n%%EOF\n" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      GBytes *bytes = g_bytes_new_static (files[i], strlen (files[i]));
      GBytes *same = mado_pdf_squeeze (bytes);

      g_assert_true (same == bytes);
      g_bytes_unref (same);
    }
}

/* Damage anywhere is survived; run with the sanitizer to see reads outside. */
static void
test_damaged (void)
{
  g_autoptr (GBytes) plain = draw_plain ();
  g_autoptr (GBytes) good = mado_pdf_squeeze (g_bytes_ref (plain));
  gsize length = g_bytes_get_size (good);
  guint state = 1;

  for (int round = 0; round < 200; round++)
    {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (good, NULL), length);
      g_autoptr (GBytes) out = NULL;

      for (int i = 0; i < 4; i++)
        {
          state = state * 1103515245 + 12345;
          /* Half of the damage in the tables at the end. */
          copy[i % 2 ? (state >> 4) % length : length - 1 - (state >> 4) % 1500] ^= 1 << (state >> 29);
        }
      out = mado_pdf_squeeze (g_bytes_new (copy, round % 3 == 0 ? length - round : length));
      g_assert_cmpuint (g_bytes_get_size (out), >, 0);
    }
}

static void
test_damaged_font (void)
{
  guint state = 5;

  for (int round = 0; round < 2000; round++)
    {
      guint8 font[256];

      for (guint i = 0; i < sizeof font; i++)
        {
          state = state * 1103515245 + 12345;
          font[i] = (state >> 16) % (round % 2 ? 256 : 8);
        }
      memcpy (font, "\1\0\4\2", 4);
      mado_cff_blank_unused_subrs (font, sizeof font);
    }
  g_assert_false (mado_cff_blank_unused_subrs ((guint8[]) { 1, 0, 4, 2, 0, 0 }, 6));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/squeeze/same-picture", test_same_picture);
  g_test_add_func ("/print/squeeze/strange", test_strange);
  g_test_add_func ("/print/squeeze/damaged", test_damaged);
  g_test_add_func ("/print/squeeze/damaged-font", test_damaged_font);
  return g_test_run ();
}
