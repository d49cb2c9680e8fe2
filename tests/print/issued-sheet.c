/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Issued documents on paper: everything stands there, the code scans, and the file is made for the archive. */
#define _GNU_SOURCE
#include <glib/gstdio.h>
#include <string.h>

#include "decode.h"
#include "pages.h"
#include "print/mado-icc-srgb.h"
#include "print/mado-issued-sheet.h"

#define LARGEST_FILE (150 * 1024)
/* A code of the published length. */
#define CODE "MD1:W$7/FB4724724724724724724724728E48E48E48E48E48E48E48E4Q208Y50VGJ+CZKEKPC$ED6UEXHA4W5KF6646746K2DMMDI3L3XQY1TZ56R QY7M8Z4JHDX8CFSQAVB2GHB.QIY10JKL79*EK ZTOP4ZPHW$T*TH*DSV9O+-1%J80Q77SEZEKW$IY3D"

typedef struct
{
  char            *dir;
  char            *path;
  MadoIssuedSheet *sheet;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  MadoIssuedSection *section;

  self->dir = g_dir_make_tmp ("mado-issued-XXXXXX", NULL);
  self->path = g_build_filename (self->dir, "issued.pdf", NULL);
  self->sheet = mado_issued_sheet_new ();
  self->sheet->title = g_strdup ("受付票");
  self->sheet->number = g_strdup ("R8-12-0001");
  self->sheet->date = g_strdup ("令和8年5月20日");
  self->sheet->to = g_strdup ("𠮷田　﨑子 様");
  self->sheet->city = g_strdup ("汐見市長");
  self->sheet->desk = g_strdup ("市民課 1番窓口");
  self->sheet->contact = g_strdup ("000-00-1100");
  self->sheet->case_no = g_strdup ("2K7M-0XQ4");
  self->sheet->opening = g_strdup ("次の届出・申請を受け付けました。");
  self->sheet->closing = g_strdup ("おわり。");
  self->sheet->qr_text = g_strdup (CODE);
  self->sheet->copies = 2;
  self->sheet->created = G_GINT64_CONSTANT (1779235200000);
  section = mado_issued_sheet_add (self->sheet, "受け付けた手続き");
  mado_issued_section_add (section, "転入届", "受付　10時42分");
  mado_issued_section_add (section, "氏名", "辻󠄀　花子");
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  mado_issued_sheet_free (self->sheet);
  g_unlink (self->path);
  g_rmdir (self->dir);
  g_free (self->path);
  g_free (self->dir);
}

static GBytes *
make (Fixture *self,
      guint   *unknown)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf = mado_issued_sheet_to_pdf (self->sheet, unknown, &error);

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (self->path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), NULL));
  return pdf;
}

static void
assert_has (const char *text,
            const char *words)
{
  g_autofree char *squashed = pages_squash (words);

  if (strstr (text, squashed) == NULL)
    g_error ("“%s” is not on the paper: %s", words, text);
}

static void
test_words (Fixture       *self,
            gconstpointer  data)
{
  static const char *const words[] = { "第 R8-12-0001 号", "令和8年5月20日", "𠮷田　﨑子 様", "汐見市長", "市民課 1番窓口", "受付票", "交付　2 通",
                                       "受付番号　2K7M-0XQ4", "次の届出・申請を受け付けました。", "辻󠄀　花子", "証明書ではありません" };
  guint unknown = 99;
  g_autoptr (GBytes) pdf = make (self, &unknown);
  g_autofree char *text = pages_text (self->path);
  g_autofree char *squashed = pages_squash (text);

  g_assert_cmpuint (unknown, ==, 0);
  g_assert_cmpuint (g_bytes_get_size (pdf), <=, LARGEST_FILE);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    assert_has (squashed, words[i]);
  g_assert_null (strstr (squashed, "再発行（"));
}

static void
test_code_scans (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (GBytes) pdf = make (self, NULL);
  int width, height;
  g_autofree guint8 *grey = pages_grey (self->path, 1, 150, &width, &height);
  g_autofree char *read = decode_grey (grey, width, height);

  g_assert_cmpstr (read, ==, CODE);
}

/* Long values go over several pages; the last word is there. */
static void
test_long (Fixture       *self,
           gconstpointer  data)
{
  MadoIssuedSection *section = mado_issued_sheet_add (self->sheet, "長いもの");
  g_autoptr (GString) long_text = g_string_new (NULL);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL, *squashed = NULL;

  for (guint i = 0; i < 600; i++)
    g_string_append_printf (long_text, "寿限無%u、", i);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *value = g_strdup_printf ("値%u", i);

      mado_issued_section_add (section, "とても長い項目の名前で、二行になるかもしれないもの", value);
    }
  mado_issued_section_add (section, "じゅげむ", long_text->str);
  mado_issued_section_add (section, "", "ラベルのない行");
  self->sheet->note = g_strdup_printf ("%s最後の言葉", long_text->str);
  g_free (self->sheet->to);
  self->sheet->to = g_strdup ("マダガスカル・アンドリアナンポイニメリナ・ラザフィンドラナンタアラコトンドラザカ 様");
  pdf = make (self, NULL);
  text = pages_text (self->path);
  squashed = pages_squash (text);
  g_assert_cmpint (pages_count (self->path), >, 3);
  assert_has (squashed, "値39");
  assert_has (squashed, "寿限無599");
  assert_has (squashed, "最後の言葉");
  assert_has (squashed, "ラベルのない行");
  assert_has (squashed, "アラコトンドラザカ 様");
  assert_has (squashed, "おわり。");
}

/* What PDF/A-2b (ISO 19005-2) asks for and can be seen from outside: 6.1.3 identifier,
 * 6.2.3 intent with profile, 6.2.11.4 embedded fonts, 6.6.4 what it says of itself; and that nothing is there that it forbids. */
static void
test_archive (Fixture       *self,
              gconstpointer  data)
{
  static const char *const wanted[] = { "/OutputIntents [", "/S /GTS_PDFA1", "/N 3 /Length", "<pdfaid:part>2</pdfaid:part>",
                                        "<pdfaid:conformance>B</pdfaid:conformance>", "/ID [ <", "/Metadata ",
                                        "<xmp:CreateDate>2026-05-20T00:00:00Z</xmp:CreateDate>", "/CreationDate (D:20260520000000Z)" };
  static const char *const forbidden[] = { "/JavaScript", "/Launch", "/Encrypt", "/LZWDecode", "/Movie", "/EmbeddedFiles" };
  g_autoptr (GBytes) pdf = make (self, NULL);
  gsize length;
  const char *bytes = g_bytes_get_data (pdf, &length);
  guint fonts = 0, files = 0, days = 0;

  g_assert_true (g_str_has_prefix (bytes, "%PDF-1.5\n%"));
  g_assert_true ((guchar) bytes[10] > 127 && (guchar) bytes[11] > 127 && (guchar) bytes[12] > 127 && (guchar) bytes[13] > 127);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (memmem (bytes, length, wanted[i], strlen (wanted[i])) == NULL)
      g_error ("there is no %s", wanted[i]);
  for (guint i = 0; i < G_N_ELEMENTS (forbidden); i++)
    g_assert_null (memmem (bytes, length, forbidden[i], strlen (forbidden[i])));
  for (const char *at = bytes; (at = memmem (at, length - (at - bytes), "/FontDescriptor\n", 16)) != NULL; at += 16)
    fonts++;
  for (const char *at = bytes; (at = memmem (at, length - (at - bytes), "/FontFile", 9)) != NULL; at += 9)
    files++;
  g_assert_cmpuint (fonts, >, 0);
  g_assert_cmpuint (files, ==, fonts);
  for (const char *at = bytes; (at = memmem (at, length - (at - bytes), "/CreationDate", 13)) != NULL; at += 13)
    days++;
  g_assert_cmpuint (days, ==, 1); /* the caller's day alone, nothing of the hour of drawing */
}

/* Every entry of the table of objects leads to that object. */
static void
test_table (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (GBytes) pdf = make (self, NULL);
  gsize length;
  const char *bytes = g_bytes_get_data (pdf, &length);
  g_autofree char *tail = g_strndup (bytes + length - 40, 40);
  const char *table = bytes + g_ascii_strtoull (strstr (tail, "startxref\n") + 10, NULL, 10);
  guint64 n;
  char *entries;

  g_assert_true (g_str_has_prefix (table, "xref\n0 "));
  n = g_ascii_strtoull (table + 7, &entries, 10);
  g_assert_cmpuint (n, >, 10);
  for (guint64 i = 1; i < n; i++)
    {
      g_autofree char *head = g_strdup_printf ("%" G_GUINT64_FORMAT " 0 obj\n", i);
      guint64 offset = g_ascii_strtoull (entries + 1 + 20 * i, NULL, 10);

      g_assert_cmpuint (offset, <, length);
      g_assert_true (g_str_has_prefix (bytes + offset, head));
    }
}

static void
test_profile (void)
{
  g_autoptr (GBytes) icc = mado_icc_srgb ();
  gsize length;
  const guint8 *bytes = g_bytes_get_data (icc, &length);

  g_assert_cmpuint (length % 4, ==, 0);
  g_assert_cmpuint ((guint) (bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3]), ==, length);
  g_assert_cmpmem (bytes + 12, 12, "mntrRGB XYZ ", 12);
  g_assert_cmpmem (bytes + 36, 4, "acsp", 4);
  g_assert_cmpuint (bytes[131], ==, 9);
  for (guint i = 0; i < 9; i++)
    {
      const guint8 *tag = bytes + 132 + 12 * i;
      gsize offset = (gsize) (tag[4] << 24 | tag[5] << 16 | tag[6] << 8 | tag[7]);
      gsize size = (gsize) (tag[8] << 24 | tag[9] << 16 | tag[10] << 8 | tag[11]);

      g_assert_cmpuint (offset % 4, ==, 0);
      g_assert_cmpuint (offset + size, <=, length);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/issued-sheet/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/issued-sheet/code-scans", Fixture, NULL, set_up, test_code_scans, tear_down);
  g_test_add ("/issued-sheet/long", Fixture, NULL, set_up, test_long, tear_down);
  g_test_add ("/issued-sheet/archive", Fixture, NULL, set_up, test_archive, tear_down);
  g_test_add ("/issued-sheet/table", Fixture, NULL, set_up, test_table, tear_down);
  g_test_add_func ("/issued-sheet/profile", test_profile);
  return g_test_run ();
}
