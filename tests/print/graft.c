/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include <string.h>

#include "print/mado-pdf-graft.h"
#include "print/mado-pdf.h"
#include "print/mado-text-block.h"

/* A page laid beneath another comes from a process that foreign documents may
 * have taken over: whatever it sends is either no more than a page or refused. */

static GBytes *
sheet_new (const char *words)
{
  g_autoptr (MadoPdf) pdf = mado_pdf_new (148, 210, "sheet");
  GBytes *bytes;

  cairo_rectangle (mado_pdf_get_cairo (pdf), 10, 10, 100, 50);
  cairo_stroke (mado_pdf_get_cairo (pdf));
  mado_text_draw (mado_pdf_get_cairo (pdf), words, &(MadoTextStyle) { .size = 5 }, 20, 20);
  mado_pdf_end_page (pdf);
  bytes = mado_pdf_finish (pdf, NULL);
  g_assert_nonnull (bytes);
  return bytes;
}

static gboolean
has (GBytes     *bytes,
     const char *words)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return memmem (data, length, words, strlen (words)) != NULL;
}

static void
test_beneath (void)
{
  g_autoptr (GBytes) own = sheet_new ("上");
  g_autoptr (GBytes) paper = sheet_new ("下");
  g_autoptr (GPtrArray) sheets = g_ptr_array_new ();
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (mado_pdf_graft_check (paper, &error));
  g_ptr_array_add (sheets, paper);
  whole = mado_pdf_graft (own, sheets, &error);
  g_assert_no_error (error);
  g_assert_true (has (whole, "/MadoSheet"));
  g_assert_false (has (own, "/MadoSheet"));
  g_assert_cmpuint (g_bytes_get_size (whole), <, g_bytes_get_size (own) + g_bytes_get_size (paper) + 1024);
}

static void
test_nothing_beneath (void)
{
  g_autoptr (GBytes) own = sheet_new ("上");
  g_autoptr (GPtrArray) sheets = g_ptr_array_new ();
  g_autoptr (GBytes) whole = NULL;

  g_ptr_array_add (sheets, NULL);
  whole = mado_pdf_graft (own, sheets, NULL);
  g_assert_true (g_bytes_equal (own, whole));
}

/* The same length, so that the table of objects stays right. */
static GBytes *
forge (GBytes     *sheet,
       const char *what,
       const char *with)
{
  gsize length;
  g_autofree char *copy = g_memdup2 (g_bytes_get_data (sheet, NULL), g_bytes_get_size (sheet));
  char *at;

  length = g_bytes_get_size (sheet);
  g_assert_cmpuint (strlen (what), ==, strlen (with));
  at = memmem (copy, length, what, strlen (what));
  g_assert_nonnull (at);
  memcpy (at, with, strlen (with));
  return g_bytes_new_take (g_steal_pointer (&copy), length);
}

static void
test_forged (void)
{
  static const struct { const char *what; const char *with; } forged[] = {
    { "/ExtGState <<", "/OpenActio <<" }, { "/ExtGState <<", "/JavaScrip <<" }, { "/Filter /FlateDecode", "/URI (http://a.bb/) " },
    { "/Filter /FlateDecode", "/F (/etc/passwd    )" }, { "/FontDescriptor ", "/EmbeddedFiles_ " }, { "/ToUnicode ", "/AA 14 0 R " },
    { "/ToUnicode ", "/ToUnicodX " }, { "/CIDSystemInfo\n", "/CIDSystemInfo<" }, { "/Contents ", "/Content_ " },
    { "/Resources ", "/Resource_ " }, { "/MediaBox [ ", "/MediaBox ( " }, { "/Kids [ ", "/Kids ( " }, { "/Root ", "/Roo_ " },
    { "startxref\n", "startxrex\n" }, { "trailer\n", "trailex\n" }, { "endstream", "endstreax" }, { "/Length ", "/Lengt_ " },
  };
  g_autoptr (GBytes) sheet = sheet_new ("下");

  for (guint i = 0; i < G_N_ELEMENTS (forged); i++)
    {
      g_autoptr (GBytes) bad = forge (sheet, forged[i].what, forged[i].with);
      g_autoptr (GError) error = NULL;

      if (mado_pdf_graft_check (bad, &error))
        g_error ("“%s” was taken for “%s”", forged[i].with, forged[i].what);
      g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
    }
}

/* Whatever happens to the bytes: no crash, and what was accepted can be laid
 * beneath. */
static void
test_damaged (void)
{
  g_autoptr (GBytes) sheet = sheet_new ("下の紙");
  g_autoptr (GBytes) own = sheet_new ("上");
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260401);
  gsize length = g_bytes_get_size (sheet);
  guint taken = 0, refused = 0;

  for (int round = 0; round < 4000; round++)
    {
      char *copy = g_memdup2 (g_bytes_get_data (sheet, NULL), length);
      g_autoptr (GBytes) bad = NULL;
      g_autoptr (GPtrArray) sheets = g_ptr_array_new ();
      int changes = g_rand_int_range (rand, 1, 12);

      for (int i = 0; i < changes; i++)
        copy[g_rand_int_range (rand, 0, (gint32) length)] = (char) g_rand_int_range (rand, 0, 256);
      bad = g_bytes_new_take (copy, round % 4 == 0 ? (gsize) g_rand_int_range (rand, 0, (gint32) length) : length);
      g_ptr_array_add (sheets, bad);
      if (mado_pdf_graft_check (bad, NULL))
        {
          g_autoptr (GBytes) whole = mado_pdf_graft (own, sheets, NULL);

          g_assert_nonnull (whole);
          taken++;
        }
      else
        refused++;
    }
  g_assert_cmpuint (taken, >, 0);
  g_assert_cmpuint (refused, >, 0);
}

/* Brackets without end. */
static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new ("%PDF-1.5\n");
  gsize at[6];
  gsize xref;
  g_autoptr (GBytes) bytes = NULL;

  at[1] = text->len;
  g_string_append (text, "1 0 obj\n<< /Type /Pages /Kids [ 2 0 R ] /Count 1 >>\nendobj\n");
  at[2] = text->len;
  g_string_append (text, "2 0 obj\n<< /Type /Page /MediaBox [ 0 0 400 500 ] /Contents 3 0 R /Resources 4 0 R >>\nendobj\n");
  at[3] = text->len;
  g_string_append (text, "3 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n");
  at[4] = text->len;
  g_string_append (text, "4 0 obj\n");
  for (int i = 0; i < 100000; i++)
    g_string_append (text, i % 2 ? "[" : "<< /a0 ");
  g_string_append (text, "\nendobj\n");
  at[5] = text->len;
  g_string_append (text, "5 0 obj\n<< /Pages 1 0 R >>\nendobj\n");
  xref = text->len;
  g_string_append (text, "xref\n0 6\n0000000000 65535 f \n");
  for (int i = 1; i < 6; i++)
    g_string_append_printf (text, "%010" G_GSIZE_FORMAT " 00000 n \n", at[i]);
  g_string_append_printf (text, "trailer\n<< /Size 6 /Root 5 0 R >>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", xref);
  bytes = g_bytes_new (text->str, text->len);
  g_assert_false (mado_pdf_graft_check (bytes, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graft/beneath", test_beneath);
  g_test_add_func ("/graft/nothing", test_nothing_beneath);
  g_test_add_func ("/graft/forged", test_forged);
  g_test_add_func ("/graft/damaged", test_damaged);
  g_test_add_func ("/graft/deep", test_deep);
  return g_test_run ();
}
