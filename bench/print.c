/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prints what a visit of the story family prints: the 手続き一覧 on A4, the
 * same as a receipt, and six application forms. Goal: at most 300 ms together,
 * the loading of the fonts counted once, and no file above 150 kB. */

#include <gio/gio.h>

#include "print/mado-text-block.h"
#include "sample-form.h"
#include "sample.h"

#define FORMS 6

typedef struct
{
  gint64 fonts, slip, receipt, forms, single; /* µs */
  gsize  slip_bytes, forms_bytes, single_bytes;
} Result;

static gsize
written (GOutputStream *stream)
{
  return g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream));
}

static void
print_slip (Result *result)
{
  g_autoptr (MadoSlipSheet) sheet = sample_family ();
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (MadoRaster) raster = NULL;
  gint64 start = g_get_monotonic_time ();

  mado_slip_sheet_to_pdf (sheet, stream, NULL);
  result->slip = g_get_monotonic_time () - start;
  result->slip_bytes = written (stream);
  start = g_get_monotonic_time ();
  raster = mado_slip_sheet_to_raster (sheet, MADO_RECEIPT_80MM, NULL);
  result->receipt = g_get_monotonic_time () - start;
}

static MadoFormPrint *
make_form (SampleForm *sample)
{
  g_autoptr (GByteArray) strokes = sample_strokes ();
  const MadoFormPrintInfo info = {
    .persons = 4, .case_no = "K7M2-9QXD", .ticket_no = "107", .signed_at = "令和8年4月1日 10:42",
    .strokes = strokes->data, .strokes_length = strokes->len,
  };

  return mado_form_print_new (sample_form_layout (sample), &info, sample_form_value, sample);
}

static void
print_forms (Result *result)
{
  g_autoptr (SampleForm) sample = sample_form_new ();
  g_autoptr (GOutputStream) all = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) one = g_memory_output_stream_new_resizable ();
  MadoFormPrint *forms[FORMS];
  gint64 start = g_get_monotonic_time ();

  sample_form_family (sample, 4);
  for (guint i = 0; i < FORMS; i++)
    forms[i] = make_form (sample);
  mado_form_print_to_pdf (forms, FORMS, "申請書", all, NULL);
  result->forms = g_get_monotonic_time () - start;
  result->forms_bytes = written (all);
  start = g_get_monotonic_time ();
  mado_form_print_to_pdf (forms, 1, "申請書", one, NULL);
  result->single = g_get_monotonic_time () - start;
  result->single_bytes = written (one);
  for (guint i = 0; i < FORMS; i++)
    mado_form_print_free (forms[i]);
}

int
main (void)
{
  Result best = { 0 };
  gint64 start = g_get_monotonic_time ();
  gint64 fonts;
  gint64 sum;

  mado_text_warm_up ();
  fonts = g_get_monotonic_time () - start;
  for (int round = 0; round < 5; round++)
    {
      Result result = { 0 };

      print_slip (&result);
      print_forms (&result);
      if (round == 0 ||
          result.slip + result.receipt + result.forms < best.slip + best.receipt + best.forms)
        best = result;
      if (round == 0)
        g_print ("print: first time                %6.1f ms (with fonts)\n",
                 (fonts + result.slip + result.receipt + result.forms) / 1000.0);
    }
  sum = fonts + best.slip + best.receipt + best.forms;
  g_print ("print: fonts, once               %6.1f ms\n", fonts / 1000.0);
  g_print ("print: A4 slip                   %6.1f ms  %6.1f kB\n", best.slip / 1000.0,
           best.slip_bytes / 1000.0);
  g_print ("print: 80 mm receipt             %6.1f ms\n", best.receipt / 1000.0);
  g_print ("print: 6 forms in one PDF        %6.1f ms  %6.1f kB\n", best.forms / 1000.0,
           best.forms_bytes / 1000.0);
  g_print ("print: 1 form in its own PDF     %6.1f ms  %6.1f kB\n", best.single / 1000.0,
           best.single_bytes / 1000.0);
  g_print ("print: slip + receipt + 6 forms  %6.1f ms  (floor 300 ms, 150 kB a file)\n", sum / 1000.0);
  return sum <= 300000 && best.slip_bytes <= 150000 && best.forms_bytes <= 150000 ? 0 : 1;
}
