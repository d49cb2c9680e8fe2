/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "decode.h"
#include "pages.h"
#include "print/mado-qr.h"
#include "sample.h"

#define LARGEST_FILE (150 * 1024)

typedef struct
{
  char *dir;
  char *pdf;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->dir = g_dir_make_tmp ("mado-slip-XXXXXX", NULL);
  self->pdf = g_build_filename (self->dir, "slip.pdf", NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_unlink (self->pdf);
  g_rmdir (self->dir);
  g_free (self->pdf);
  g_free (self->dir);
}

static char *
print_text (Fixture       *self,
            MadoSlipSheet *sheet)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (mado_slip_sheet_to_pdf_file (sheet, self->pdf, &error));
  g_assert_no_error (error);
  text = pages_text (self->pdf);
  return pages_squash (text);
}

static void
assert_has (const char *text,
            const char *words)
{
  g_autofree char *squashed = pages_squash (words);

  if (strstr (text, squashed) == NULL)
    g_error ("“%s” is not on the paper: %s", words, text);
}

static guint
count (const char *text,
       const char *words)
{
  guint n = 0;

  for (const char *p = strstr (text, words); p != NULL; p = strstr (p + 1, words))
    n++;
  return n;
}

static void
test_family (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (MadoSlipSheet) sheet = sample_family ();
  g_autofree char *text = print_text (self, sheet);

  g_assert_cmpint (pages_count (self->pdf), ==, 1);
  g_assert_cmpint (pages_size (self->pdf), <, LARGEST_FILE);
  for (guint i = 0; i < sheet->stops->len; i++)
    {
      const MadoSlipSheetStop *stop = g_ptr_array_index (sheet->stops, i);

      assert_has (text, stop->desk);
      assert_has (text, stop->floor);
      for (guint k = 0; k < stop->procedures->len; k++)
        {
          const MadoSlipSheetProcedure *procedure = g_ptr_array_index (stop->procedures, k);

          assert_has (text, procedure->title);
          for (guint b = 0; b < procedure->bring->len; b++)
            assert_has (text, g_ptr_array_index (procedure->bring, b));
          for (guint b = 0; b < procedure->missing->len; b++)
            assert_has (text, g_ptr_array_index (procedure->missing, b));
          if (procedure->deadline != NULL)
            assert_has (text, procedure->deadline);
        }
    }
  assert_has (text, "107");
  assert_has (text, "K7M2-9QXD");
  assert_has (text, "令和8年4月1日");
  assert_has (text, "1回目");
  assert_has (text, "最後に1番へお戻りください");
  assert_has (text, "水道の使用開始");
  assert_has (text, sheet->contact);
  g_assert_cmpuint (count (text, "受付済"), ==, 3);
  g_assert_cmpuint (count (text, "あとで"), ==, 1);
  g_assert_cmpuint (count (text, "要確認"), ==, 1);
  g_assert_null (strstr (text, "様"));
}

/* A slip says no more than its struct, and the struct has no place for an
 * address or a birth date; a name stands only where the city wants it. */
static void
test_name (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (MadoSlipSheet) sheet = sample_family ();
  g_autofree char *text = NULL;

  sheet->name = g_strdup ("𠮷田 﨑子 辻󠄀 齋󠄂");
  text = print_text (self, sheet);
  assert_has (text, "𠮷田﨑子辻󠄀齋󠄂様");
}

static void
test_qr_of_page (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (MadoSlipSheet) sheet = GPOINTER_TO_INT (data) == 0 ? sample_family ()
                                                               : sample_crowd (6, 5);
  g_autofree char *text = print_text (self, sheet);
  g_autofree guint8 *grey = NULL;
  g_autofree char *read = NULL;
  int width, height;

  assert_has (text, "手続き一覧");
  grey = pages_grey (self->pdf, 1, 200, &width, &height);
  read = decode_grey (grey, width, height);
  g_assert_cmpstr (read, ==, sheet->qr_text);
}

/* Every title is there in full on some page, once; pages say what they are. */
static void
test_crowd (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (MadoSlipSheet) sheet = sample_crowd (6, GPOINTER_TO_INT (data));
  g_autofree char *text = print_text (self, sheet);
  int pages = pages_count (self->pdf);
  int headings;

  g_assert_cmpint (pages, >=, 2);
  g_assert_cmpint (pages_size (self->pdf), <, LARGEST_FILE);
  headings = count (text, "手続き一覧（つづき）");
  g_assert_cmpint (headings, ==, pages - 1);
  for (int page = 1; page <= pages; page++)
    {
      g_autofree char *number = g_strdup_printf ("%d／%d", page, pages);

      assert_has (text, number);
    }
  for (int i = 0; i < 6 * GPOINTER_TO_INT (data); i++)
    {
      g_autofree char *title = g_strdup_printf ("手続き%02d", i);

      g_assert_cmpuint (count (text, title), ==, 1);
    }
  assert_has (text, "障がい福祉課 相談支援係");
  assert_has (text, "教育委員会事務局 学校教育課 学務係");
}

/* The last line of body text stands above the foot: nothing is overprinted. */
static void
test_foot_is_free (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (MadoSlipSheet) sheet = sample_crowd (6, 12);
  g_autofree char *text = print_text (self, sheet);
  int pages = pages_count (self->pdf);

  assert_has (text, "手続き00");
  for (int page = 1; page <= pages; page++)
    {
      int width, height, ink = 0;
      g_autofree guint8 *grey = pages_grey (self->pdf, page, 72, &width, &height);

      /* Between the end of the body (279 mm) and the rule (282 mm), and in the
       * outer margins. */
      for (int y = height * 279.6 / 297; y < height * 281.2 / 297; y++)
        for (int x = 0; x < width; x++)
          ink += grey[y * width + x] < 200;
      for (int y = 0; y < height; y++)
        for (int x = 0; x < width * 14 / 210; x++)
          ink += grey[y * width + x] < 200 || grey[y * width + width - 1 - x] < 200;
      g_assert_cmpint (ink, ==, 0);
    }
}

static void
test_too_long_qr (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (MadoSlipSheet) sheet = sample_family ();
  g_autoptr (GError) error = NULL;

  g_free (sheet->qr_text);
  sheet->qr_text = sample_qr_text (1200);
  g_assert_false (mado_slip_sheet_to_pdf_file (sheet, self->pdf, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NO_SPACE);
  g_assert_false (g_file_test (self->pdf, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  g_assert_null (mado_slip_sheet_to_raster (sheet, MADO_RECEIPT_80MM, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NO_SPACE);
}

static void
test_bare (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (MadoSlipSheet) sheet = mado_slip_sheet_new ();
  g_autofree char *text = print_text (self, sheet);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRaster) raster = NULL;

  assert_has (text, "手続き一覧");
  raster = mado_slip_sheet_to_raster (sheet, MADO_RECEIPT_58MM, &error);
  g_assert_no_error (error);
  g_assert_cmpint (raster->width, ==, 384);
}

static void
test_unwritable (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (MadoSlipSheet) sheet = sample_family ();
  g_autoptr (GError) error = NULL;

  g_assert_false (mado_slip_sheet_to_pdf_file (sheet, "/nonexistent/slip.pdf", &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
}

static void
test_receipt (gconstpointer data)
{
  MadoReceiptWidth width = GPOINTER_TO_INT (data);
  g_autoptr (MadoSlipSheet) sheet = sample_family ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRaster) raster = mado_slip_sheet_to_raster (sheet, width, &error);
  g_autofree char *read = NULL;
  int edge = 0;

  g_assert_no_error (error);
  g_assert_cmpint (raster->width, ==, width);
  /* 30 to 40 cm of paper for the story family. */
  g_assert_cmpint (raster->height, >, 2200);
  g_assert_cmpint (raster->height, <, 3400);
  read = decode_raster (raster);
  g_assert_cmpstr (read, ==, sheet->qr_text);
  for (int y = 0; y < raster->height; y++)
    edge += mado_raster_get (raster, 0, y) || mado_raster_get (raster, width - 1, y);
  g_assert_cmpint (edge, ==, 0);
}

/* The longest slip QR on the narrowest paper: 3 dots a module. */
static void
test_receipt_largest_qr (void)
{
  g_autoptr (MadoSlipSheet) sheet = sample_crowd (1, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRaster) raster = mado_slip_sheet_to_raster (sheet, MADO_RECEIPT_58MM, &error);
  g_autofree char *read = NULL;

  g_assert_no_error (error);
  read = decode_raster (raster);
  g_assert_cmpstr (read, ==, sheet->qr_text);
}

static void
test_receipt_too_long (void)
{
  g_autoptr (MadoSlipSheet) sheet = sample_crowd (6, 40);
  g_autoptr (GError) error = NULL;

  g_assert_null (mado_slip_sheet_to_raster (sheet, MADO_RECEIPT_80MM, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NO_SPACE);
}

#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/print/slip/family", NULL, test_family);
  ADD ("/print/slip/name", NULL, test_name);
  ADD ("/print/slip/qr-of-page", GINT_TO_POINTER (0), test_qr_of_page);
  ADD ("/print/slip/largest-qr-of-page", GINT_TO_POINTER (1), test_qr_of_page);
  ADD ("/print/slip/30-procedures", GINT_TO_POINTER (5), test_crowd);
  ADD ("/print/slip/72-procedures", GINT_TO_POINTER (12), test_crowd);
  ADD ("/print/slip/foot-is-free", NULL, test_foot_is_free);
  ADD ("/print/slip/too-long-qr", NULL, test_too_long_qr);
  ADD ("/print/slip/bare", NULL, test_bare);
  ADD ("/print/slip/unwritable", NULL, test_unwritable);
  g_test_add_data_func ("/print/receipt/80mm", GINT_TO_POINTER (MADO_RECEIPT_80MM), test_receipt);
  g_test_add_data_func ("/print/receipt/58mm", GINT_TO_POINTER (MADO_RECEIPT_58MM), test_receipt);
  g_test_add_func ("/print/receipt/largest-qr", test_receipt_largest_qr);
  g_test_add_func ("/print/receipt/too-long", test_receipt_too_long);
  return g_test_run ();
}
