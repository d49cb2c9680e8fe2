/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-import.h"
#include "core/form/mado-plan-edit.h"
#include "core/stats/mado-plan-year.h"
#include "core/store/sqlite/mado-sqlite-store.h"
#include "print/mado-plan-report.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <string.h>
#include <sys/resource.h>

/* Figures of a plan: plan DIR FILE … import | editor | report | floor. The
 * floor sets the same texts in the same columns with pango and lets cairo make
 * the file: no rules but one a row, no headings repeated, nothing measured. */

static double
now (void)
{
  return (double) g_get_monotonic_time () / 1000;
}

/* Of the whole process: what other programs do at the same time is not in it. */
static double
cpu (void)
{
  struct rusage used;

  getrusage (RUSAGE_SELF, &used);
  return (double) (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
         (double) (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : 1;
}

static double
median (GArray *values)
{
  g_array_sort (values, compare_doubles);
  return g_array_index (values, double, values->len / 2);
}

static MadoStore *
open_store (const char *path)
{
  static const guint8 seed[32] = { 7 };
  g_autoptr (MadoSecretKey) key = mado_secret_key_new_from_seed (seed);
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  MadoIdentity identity = { .city = "022993", .actor = (char *) "bench", .scope = (char *) "jouhou" };
  GError *error = NULL;
  MadoStore *store;

  mado_id_derive (&identity.device, "bench", "plan", 4);
  store = mado_sqlite_store_open (path, key, &identity, NULL, NULL, clock, random, &error);
  if (store == NULL)
    g_error ("%s", error->message);
  mado_store_set_person (store, "bench", MADO_ROLE_SUPERVISOR, NULL, NULL);
  return store;
}

static MadoPlanReading *
read_files (char **files)
{
  MadoPlanReading *reading = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);

  for (guint i = 0; files[i] != NULL; i++)
    mado_plan_reading_add_file (reading, files[i]);
  if (!mado_plan_reading_finish (reading))
    g_error ("the files cannot be read");
  return reading;
}

/* Reading the files and writing all of it, durable. */
static double
take_in (MadoStore *store,
         char     **files)
{
  double begin = now ();
  g_autoptr (MadoPlanReading) reading = read_files (files);
  g_auto (MadoPlanUpdate) update = { 0 };
  g_autoptr (GError) error = NULL;

  if (!mado_plan_import_prepare (reading, NULL, "022993", NULL, &update, &error) ||
      !mado_store_write_all (store, g_steal_pointer (&update.edits), &error))
    g_error ("%s", error->message);
  return now () - begin;
}

static void
bench_import (const char *dir,
              char      **files)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/import-%u.db", dir, i);
      MadoStore *store = open_store (path);
      double ms = take_in (store, files);

      g_array_append_val (times, ms);
      mado_store_close (store);
      g_object_unref (store);
    }
  g_print ("import p50 %.1f\n", median (times));
}

/* Ten years of rows; then what a person waits for: the newest year, and one
 * row under the hands. */
static void
bench_editor (const char *dir,
              char      **files)
{
  g_autofree char *path = g_build_filename (dir, "editor.db", NULL);
  MadoStore *store = open_store (path);
  g_autoptr (GArray) opened = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) typed = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (MadoPlanSet) set = NULL;
  g_autoptr (MadoPlanEdit) edit = NULL;
  g_autoptr (GError) error = NULL;

  take_in (store, files);
  for (guint i = 0; i < 9; i++)
    {
      g_autoptr (MadoPlanSet) year = mado_plan_set_load (store, NULL, 0, &error);
      g_autoptr (MadoPlanBook) next = mado_plan_next_year (year->book);
      g_auto (MadoPlanUpdate) update = { 0 };

      mado_plan_update_make (&update, next, &(MadoPlanUpdateOptions) { "022993", year->records, MADO_SOURCE_PROGRAM, "year" });
      if (!mado_store_write_all (store, g_steal_pointer (&update.edits), &error))
        g_error ("%s", error->message);
    }
  for (guint i = 0; i < 9; i++)
    {
      double begin;
      double ms;

      mado_store_close (store);
      g_object_unref (store);
      store = open_store (path);
      begin = now ();
      g_clear_pointer (&set, mado_plan_set_unref);
      set = mado_plan_set_load (store, NULL, 0, &error);
      if (set == NULL)
        g_error ("%s", error->message);
      ms = now () - begin;
      g_array_append_val (opened, ms);
    }
  edit = mado_plan_edit_new (set->initiatives->pdata[4], "jouhou");
  for (guint i = 0; i < 200; i++)
    {
      double begin = now ();
      g_autoptr (MadoInitiative) row = mado_plan_edit_read_row (edit);
      const MadoPlanLine *line = row->status->pdata[i % row->status->len];
      g_autofree char *text = g_strdup_printf ("%s字", line->text);
      double ms;

      mado_plan_edit_set_line_text (edit, MADO_PLAN_STATUS, line->id, text);
      ms = now () - begin;
      g_array_append_val (typed, ms);
    }
  g_array_sort (typed, compare_doubles);
  g_print ("open p50 %.1f typed p95 %.2f rows %u\n", median (opened), g_array_index (typed, double, 190), set->book->initiatives->len);
  mado_store_close (store);
  g_object_unref (store);
}

static void
bench_report (const char *dir,
              char      **files)
{
  g_autoptr (MadoPlanReading) reading = read_files (files);
  g_autofree char *path = g_build_filename (dir, "report.pdf", NULL);
  g_autoptr (GError) error = NULL;
  double begin = now ();
  guint pages = 0;
  g_autoptr (GBytes) pdf = mado_plan_report_status (reading->book, &pages, &error);
  double ms = now () - begin;

  if (pdf == NULL || !g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error))
    g_error ("%s", error->message);
  g_print ("ms %.1f cpu %.1f pages %u bytes %" G_GSIZE_FORMAT "\n", ms, cpu (), pages, g_bytes_get_size (pdf));
}

/* --- the floor ---------------------------------------------------------------------- */

typedef struct
{
  cairo_t     *cr;
  PangoLayout *layout;
  PangoLayout *bold;
  double       y;
  guint        pages;
} Floor;

static double
floor_put (Floor      *f,
           double      x,
           double      y,
           double      width,
           const char *text)
{
  int height;

  pango_layout_set_width (f->layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (f->layout, text, -1);
  cairo_move_to (f->cr, x, y);
  pango_cairo_show_layout (f->cr, f->layout);
  pango_layout_get_size (f->layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static void
floor_page (Floor *f)
{
  g_autofree char *number = g_strdup_printf ("－ %u －", f->pages + 1);

  floor_put (f, 400, 570, 100, number);
  pango_layout_set_text (f->bold, "No 主な取組 事業概要 実施状況・実施予定 担当課", -1);
  cairo_move_to (f->cr, 30, 22);
  pango_cairo_show_layout (f->cr, f->bold);
  cairo_show_page (f->cr);
  f->pages++;
  f->y = 40;
}

static void
floor_row (Floor                *f,
           const MadoPlanBook   *book,
           const MadoInitiative *row)
{
  GPtrArray *texts[] = { row->summary, row->status };
  const double x[] = { 185, 400 };
  const double width[] = { 205, 310 };
  double lowest = f->y;
  g_autofree char *departments = mado_plan_book_dup_department_names (book, (const char *const *) row->departments);

  floor_put (f, 30, f->y, 20, "1");
  lowest = MAX (lowest, f->y + floor_put (f, 56, f->y, 120, row->title));
  for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
    {
      double y = f->y;

      for (guint i = 0; i < texts[t]->len; i++)
        {
          g_autofree char *text = mado_plan_line_dup_printed (texts[t]->pdata[i]);

          if (y > 545)
            {
              floor_page (f);
              y = f->y;
            }
          y += floor_put (f, x[t], y, width[t], text);
        }
      lowest = MAX (lowest, y);
    }
  lowest = MAX (lowest, f->y + floor_put (f, 725, f->y, 85, departments));
  cairo_rectangle (f->cr, 28, f->y - 2, 785, lowest - f->y + 3);
  cairo_stroke (f->cr);
  f->y = lowest + 4;
  if (f->y > 520)
    floor_page (f);
}

static void
bench_floor (const char *dir,
             char      **files)
{
  g_autoptr (MadoPlanReading) reading = read_files (files);
  g_autofree char *path = g_build_filename (dir, "floor.pdf", NULL);
  double begin = now ();
  cairo_surface_t *surface = cairo_pdf_surface_create (path, 841.89, 595.28);
  Floor f = { .cr = cairo_create (surface), .y = 40 };
  PangoFontDescription *font = pango_font_description_from_string ("Noto Sans CJK JP 8.6");

  f.layout = pango_cairo_create_layout (f.cr);
  pango_layout_set_font_description (f.layout, font);
  f.bold = pango_cairo_create_layout (f.cr);
  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (f.bold, font);
  cairo_set_line_width (f.cr, 0.4);
  for (guint i = 0; i < reading->book->initiatives->len; i++)
    floor_row (&f, reading->book, reading->book->initiatives->pdata[i]);
  floor_page (&f);
  cairo_surface_finish (surface);
  g_print ("ms %.1f cpu %.1f pages %u bytes 0\n", now () - begin, cpu (), f.pages);
  pango_font_description_free (font);
  g_object_unref (f.layout);
  g_object_unref (f.bold);
  cairo_destroy (f.cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  static const struct { const char *name; void (*run) (const char *dir, char **files); } kinds[] = {
    { "import", bench_import }, { "editor", bench_editor }, { "report", bench_report }, { "floor", bench_floor },
  };

  if (argc < 4)
    g_error ("usage: bench-plan import|editor|report|floor DIR FILE …");
  mado_crypto_init ();
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, argv[1]) == 0)
      kinds[i].run (argv[2], argv + 3);
  return 0;
}
