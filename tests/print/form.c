/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "pages.h"
#include "sample-form.h"

#define LARGEST_FILE (150 * 1024)

typedef struct
{
  SampleForm        *sample;
  MadoFormPrintInfo  info;
  MadoFormPrint     *form;
  char              *dir;
  char              *pdf;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->sample = sample_form_new ();
  sample_form_family (self->sample, 3);
  self->info = (MadoFormPrintInfo) { .persons = 3, .case_no = "K7M2-9QXD", .ticket_no = "107" };
  self->dir = g_dir_make_tmp ("mado-form-XXXXXX", NULL);
  self->pdf = g_build_filename (self->dir, "form.pdf", NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_pointer (&self->form, mado_form_print_free);
  sample_form_free (self->sample);
  g_unlink (self->pdf);
  g_rmdir (self->dir);
  g_free (self->pdf);
  g_free (self->dir);
}

static void
make (Fixture *self)
{
  self->form = mado_form_print_new (sample_form_layout (self->sample), &self->info,
                                    sample_form_value, self->sample);
}

static char *
print_text (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  make (self);
  g_assert_true (mado_form_print_to_pdf_file (&self->form, 1, "住民異動届", self->pdf, &error));
  g_assert_no_error (error);
  g_assert_cmpint (pages_size (self->pdf), <, LARGEST_FILE);
  text = pages_text (self->pdf);
  return pages_squash (text);
}

static void
assert_has (const char *text,
            const char *words)
{
  if (strstr (text, words) == NULL)
    g_error ("“%s” is not on the paper: %s", words, text);
}

static const MadoPrintWarning *
only_warning (Fixture *self)
{
  GPtrArray *warnings = mado_form_print_get_warnings (self->form);

  g_assert_cmpuint (warnings->len, ==, 1);
  return g_ptr_array_index (warnings, 0);
}

static void
test_values (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *text = print_text (self);

  assert_has (text, "住民異動届");
  assert_has (text, "汐見市長");
  assert_has (text, "令和8年3月28日");
  assert_has (text, "昭和60年4月1日");
  assert_has (text, "昭和63年4月日不詳");
  assert_has (text, "0318686");
  assert_has (text, "090-0000-1234");
  assert_has (text, "青森県汐見市内丸一丁目1番1号メゾン汐見203号室");
  assert_has (text, "𠮷田太郎");
  assert_has (text, "山﨑花子");
  assert_has (text, "辻󠄀一郎");
  assert_has (text, "番号札107");
  assert_has (text, "受付番号K7M2-9QXD");
  g_assert_cmpuint (mado_form_print_get_warnings (self->form)->len, ==, 0);
  g_assert_cmpuint (mado_form_print_get_n_pages (self->form), ==, 1);
}

/* A selector that the font does not know stays in the text, and the plain
 * kanji beside it stays plain. */
static void
test_selectors (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *text = NULL;

  sample_form_put (self->sample, "subject[0].name", "齋󠄂藤 齋 辻󠄀 辻 葛󠄀城", 0, NULL);
  text = print_text (self);
  assert_has (text, "齋󠄂藤齋辻󠄀辻葛󠄀城");
}

static void
test_hidden (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *text = NULL;

  sample_form_put (self->sample, "new.address", "青森県汐見市秘密町9", MADO_PRINT_HIDDEN, NULL);
  sample_form_put (self->sample, "new.postal_code", "0311234", MADO_PRINT_HIDDEN, NULL);
  text = print_text (self);
  assert_has (text, "＊");
  g_assert_null (strstr (text, "秘密"));
  g_assert_null (strstr (text, "0311234"));
}

static void
test_marks (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (GByteArray) strokes = sample_strokes ();
  g_autofree char *text = NULL;

  self->info.held = TRUE;
  self->info.held_reason = "転出証明書が不足";
  self->info.staff_number = TRUE;
  self->info.strokes = strokes->data;
  self->info.strokes_length = strokes->len;
  self->info.signed_at = "令和8年4月1日 10:42";
  sample_form_put (self->sample, "former_insurer", "協会けんぽ", MADO_PRINT_ADDED, "令和8年4月5日");
  text = print_text (self);
  assert_has (text, "保留");
  assert_has (text, "転出証明書が不足");
  assert_has (text, "個人番号職員確認");
  assert_has (text, "電子署名令和8年4月1日10:42");
  assert_has (text, "署名の後に追記した欄です");
  assert_has (text, "令和8年4月3日");
  assert_has (text, "令和8年4月5日");
  g_assert_cmpuint (mado_form_print_get_warnings (self->form)->len, ==, 0);
}

static void
test_voided (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *text = NULL;

  self->info.signed_at = "令和8年4月1日 10:42";
  self->info.voided = "異動日が変わりました";
  text = print_text (self);
  assert_has (text, "この署名は無効です：異動日が変わりました");
  g_assert_null (strstr (text, "電子署名"));
}

/* What lies on paper is not called an electronic signature. */
static void
test_ways_of_signing (Fixture       *self,
                      gconstpointer  data)
{
  static const struct { const char *how, *printed; } ways[] = {
    { "tablet", "電子署名令和8年4月1日10:42" },
    { "paper", "紙の届書に自署令和8年4月1日10:42受領" },
    { "seal", "用紙に押印令和8年4月1日10:42確認" },
    { "none", "署名を要しない届出令和8年4月1日10:42" },
  };

  self->info.signed_at = "令和8年4月1日 10:42";
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *text = NULL;

      self->info.signed_how = ways[i].how;
      text = print_text (self);
      assert_has (text, ways[i].printed);
      g_assert_cmpint (strstr (text, "電子署名") != NULL, ==, i == 0);
      g_clear_pointer (&self->form, mado_form_print_free);
    }
}

/* Ink in a rectangle of the page, in mm; the form is drawn as on the screen. */
static int
ink (Fixture *self,
     double   x,
     double   y,
     double   w,
     double   h)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 840, 1188);
  cairo_t *cr = cairo_create (surface);
  int n = 0;

  cairo_scale (cr, 4, 4);
  mado_form_print_draw_page (self->form, cr, 0);
  cairo_surface_flush (surface);
  for (int j = y * 4; j < (y + h) * 4; j++)
    for (int i = x * 4; i < (x + w) * 4; i++)
      n += cairo_image_surface_get_data (surface)[j * cairo_image_surface_get_stride (surface) + i] > 100;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return n;
}

static void
test_signature_is_drawn (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr (GByteArray) strokes = sample_strokes ();
  int before;

  make (self);
  before = ink (self, 124, 192, 69, 20);
  g_assert_cmpint (before, ==, 0);
  mado_form_print_free (self->form);
  self->info.strokes = strokes->data;
  self->info.strokes_length = strokes->len;
  make (self);
  g_assert_cmpint (ink (self, 124, 192, 69, 20), >, 500);
}

static void
test_damaged_signature (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (GByteArray) strokes = sample_strokes ();

  self->info.strokes = strokes->data;
  self->info.strokes_length = strokes->len - 3;
  make (self);
  g_assert_cmpint (only_warning (self)->kind, ==, MADO_PRINT_WARNING_STROKES);
}

static void
test_choices (Fixture       *self,
              gconstpointer  data)
{
  int chosen, other;

  make (self);
  chosen = ink (self, 130, 89.5, 4, 7);
  other = ink (self, 163, 89.5, 4, 7);
  g_assert_cmpint (chosen, >, other + 8);
  /* The ring around 男 of the first person, none around 女. */
  chosen = ink (self, 174, 119, 10, 7);
  other = ink (self, 184.5, 119, 9.5, 7);
  g_assert_cmpint (chosen, >, other + 40);
}

/* Forty characters: smaller or in lines, whole and with no hyphen put in. */
static void
test_long_name (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *text = NULL;

  sample_form_put (self->sample, "subject[0].name",
                   "寿限無寿限無五劫の擦り切れ海砂利水魚の水行末雲来末風来末食う寝る処に住む処", 0, NULL);
  sample_form_put (self->sample, "subject[1].name",
                   "Wolfeschlegelsteinhausenbergerdorff MarieLuise", 0, NULL);
  text = print_text (self);
  assert_has (text, "寿限無寿限無五劫の擦り切れ海砂利水魚の水行末雲来末風来末食う寝る処に住む処");
  assert_has (text, "WolfeschlegelsteinhausenbergerdorffMarieLuise");
  g_assert_cmpuint (mado_form_print_get_n_pages (self->form), ==, 1);
}

/* What fits nowhere goes on a sheet of its own, and the clerk is told. */
static void
test_annex (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (GString) value = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (value, "第%d番目の遅れた事情の説明です。", i);
  sample_form_put (self->sample, "late_reason", value->str, 0, NULL);
  text = print_text (self);

  assert_has (text, "別紙1のとおり");
  assert_has (text, value->str);
  g_assert_cmpuint (mado_form_print_get_n_pages (self->form), ==, 2);
  g_assert_cmpint (only_warning (self)->kind, ==, MADO_PRINT_WARNING_ANNEX);
  g_assert_cmpstr (only_warning (self)->path, ==, "late_reason");
  g_assert_cmpstr (only_warning (self)->text, ==, value->str);
}

static void
test_warnings (Fixture       *self,
               gconstpointer  data)
{
  static const struct { const char *path, *text; MadoPrintWarningKind kind; } cases[] = {
    { "new.postal_code", "031-8686-99", MADO_PRINT_WARNING_CELLS },
    { "move_date", "きのう", MADO_PRINT_WARNING_DATE },
    { "head_name", "外字\xee\x80\x80太郎", MADO_PRINT_WARNING_CHARACTER },
    { "contact_phone", "市役所の代表番号ではなく、必ず職場の直通番号に電話をかけてください。つながらないときは、"
      "午後5時を過ぎてから自宅の番号にもう一度かけてください。",
      MADO_PRINT_WARNING_SMALL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SampleForm) sample = sample_form_new ();
      g_autoptr (MadoFormPrint) form = NULL;
      GPtrArray *warnings;
      const MadoPrintWarning *warning;

      sample_form_put (sample, cases[i].path, cases[i].text, 0, NULL);
      form = mado_form_print_new (sample_form_layout (sample), &self->info, sample_form_value, sample);
      warnings = mado_form_print_get_warnings (form);
      if (warnings->len != 1)
        g_error ("%u warnings for “%s”", warnings->len, cases[i].text);
      warning = g_ptr_array_index (warnings, 0);
      g_assert_cmpint (warning->kind, ==, cases[i].kind);
      g_assert_cmpstr (warning->path, ==, cases[i].path);
    }
}

static void
test_further_sheets (Fixture       *self,
                     gconstpointer  data)
{
  g_autofree char *text = NULL;
  GPtrArray *paths;

  sample_form_family (self->sample, 6);
  sample_form_put (self->sample, "subject[5].name", "最後の人", 0, NULL);
  self->info.persons = 6;
  text = print_text (self);
  g_assert_cmpint (pages_count (self->pdf), ==, 2);
  assert_has (text, "最後の人");
  assert_has (text, "2／2");

  paths = mado_form_print_get_paths (self->form);
  g_assert_true (g_ptr_array_find_with_equal_func (paths, "subject[5].birth_date", g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (paths, "old.address", g_str_equal, NULL));
  for (guint i = 1; i < paths->len; i++)
    g_assert_cmpstr (g_ptr_array_index (paths, i - 1), <, g_ptr_array_index (paths, i));
}

static void
test_one_document (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;
  MadoFormPrint *forms[6];

  make (self);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    forms[i] = self->form;
  g_assert_true (mado_form_print_to_pdf (forms, G_N_ELEMENTS (forms), "申請書", stream, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)), <,
                    LARGEST_FILE);
  g_assert_true (mado_form_print_to_pdf_file (forms, G_N_ELEMENTS (forms), "申請書", self->pdf, &error));
  g_assert_cmpint (pages_count (self->pdf), ==, 6);
}

#define ADD(path, func) g_test_add ("/print/form/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("values", test_values);
  ADD ("selectors", test_selectors);
  ADD ("hidden", test_hidden);
  ADD ("marks", test_marks);
  ADD ("voided", test_voided);
  ADD ("ways-of-signing", test_ways_of_signing);
  ADD ("signature-is-drawn", test_signature_is_drawn);
  ADD ("damaged-signature", test_damaged_signature);
  ADD ("choices", test_choices);
  ADD ("long-name", test_long_name);
  ADD ("annex", test_annex);
  ADD ("warnings", test_warnings);
  ADD ("further-sheets", test_further_sheets);
  ADD ("one-document", test_one_document);
  return g_test_run ();
}
