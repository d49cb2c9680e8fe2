/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-import.h"
#include "core/form/mado-plan-text.h"
#include "core/stats/mado-kpi-rate.h"
#include "store-kit.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define PLAN_NAME "汐見市デジタル推進計画"

static char *
data_path (const char *name)
{
  return g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "tests", "data", "plan", name, NULL);
}

static char *
read_data (const char *name,
           gsize      *length)
{
  g_autofree char *path = data_path (name);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

static void
add (MadoPlanReading *reading,
     const char      *name)
{
  g_autofree char *path = data_path (name);

  if (mado_plan_reading_add_file (reading, path))
    return;
  for (guint i = 0; i < reading->faults->len; i++)
    {
      g_autofree char *line = mado_plan_fault_print (reading->faults->pdata[i]);

      g_test_message ("%s", line);
    }
  g_assert_not_reached ();
}

/* --- the printed judgements, one test each --------------------------------------- */

static MadoPlanReading *
read_kpis (const char *name)
{
  MadoPlanReading *reading = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);

  add (reading, name);
  g_assert_true (mado_plan_reading_finish (reading));
  return reading;
}

static MadoPlanReading *printed;

static void
test_judgement (gconstpointer data)
{
  const MadoKpi *kpi = mado_plan_book_find_kpi (printed->book, GPOINTER_TO_INT (data));
  g_auto (MadoKpiRate) rate = { 0 };
  g_autofree char *judgement = NULL;

  g_assert_nonnull (kpi);
  mado_kpi_rate_init (&rate, kpi, &printed->book->rule);
  judgement = mado_kpi_class_print (rate.kpi_class, &printed->book->rule);
  g_test_message ("%s", kpi->name);
  g_assert_cmpstr (kpi->judgement, ==, judgement);
}

static void
test_summary (gconstpointer file)
{
  g_autoptr (MadoPlanReading) reading = read_kpis (file);
  guint counts[3];

  g_assert_cmpuint (reading->book->kpis->len, ==, 37);
  mado_kpi_count_classes (reading->book, counts);
  g_assert_cmpuint (counts[MADO_KPI_ACHIEVED], ==, 6);
  g_assert_cmpuint (counts[MADO_KPI_GE30], ==, 13);
  g_assert_cmpuint (counts[MADO_KPI_OTHER], ==, 18);
}

/* --- round trips -------------------------------------------------------------------- */

typedef struct
{
  Desk *desk;
} Fixture;

static void
open_desk (Fixture      *f,
           gconstpointer data)
{
  f->desk = kit_desk_new (1, "jouhou");
  kit_open (f->desk);
  mado_store_set_person (f->desk->store, "staff1", MADO_ROLE_SUPERVISOR, NULL, NULL);
}

static void
close_desk (Fixture      *f,
            gconstpointer data)
{
  kit_desk_free (f->desk);
}

static MadoPlanSet *
load (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  MadoPlanSet *set = mado_plan_set_load (f->desk->store, NULL, 0, &error);

  g_assert_no_error (error);
  return set;
}

/* Reads the files in and writes what they change; returns how much that was. */
static guint
take_in (Fixture           *f,
         const char *const *files)
{
  g_autoptr (MadoPlanSet) set = mado_plan_set_load (f->desk->store, NULL, 0, NULL);
  g_autoptr (MadoPlanReading) reading = mado_plan_reading_new (set != NULL ? set->book : NULL, MADO_PLAN_READ_DEFAULT);
  g_auto (MadoPlanUpdate) update = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; files[i] != NULL; i++)
    add (reading, files[i]);
  g_assert_true (mado_plan_reading_finish (reading));
  g_assert_true (mado_plan_import_prepare (reading, set, "022039", PLAN_NAME, &update, &error));
  g_assert_no_error (error);
  g_assert_true (mado_store_write_all (f->desk->store, g_steal_pointer (&update.edits), &error));
  g_assert_no_error (error);
  return update.changes->len;
}

static void
assert_same_json (const char *made,
                  const char *name)
{
  g_autofree char *text = read_data (name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) one = json_from_string (made, &error);
  g_autoptr (JsonNode) two = NULL;

  g_assert_no_error (error);
  two = json_from_string (text, &error);
  g_assert_no_error (error);
  g_assert_true (json_node_equal (one, two));
}

static const char *const json_files[] = { "plan-r6.json", "kpi-r5.json", NULL };
static const char *const csv_files[] = { "plan-r6.csv", "kpi-r5.csv", NULL };

static void
test_json (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (MadoPlanSet) set = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *kpis = NULL;

  g_assert_cmpuint (take_in (f, json_files), ==, 1 + 50 + 84 + 37);
  set = load (f);
  g_assert_cmpuint (set->book->initiatives->len, ==, 84);
  g_assert_cmpuint (set->book->departments->len, ==, 50);
  plan = mado_plan_json_write (set->book);
  kpis = mado_plan_json_write_kpis (set->book);
  assert_same_json (plan, "plan-r6.json");
  assert_same_json (kpis, "kpi-r5.json");
  /* The same once more, and as tables, changes nothing. */
  g_assert_cmpuint (take_in (f, json_files), ==, 0);
  g_assert_cmpuint (take_in (f, csv_files), ==, 0);
  g_clear_pointer (&set, mado_plan_set_unref);
  set = load (f);
  g_free (plan);
  plan = mado_plan_json_write (set->book);
  assert_same_json (plan, "plan-r6.json");
}

static void
test_csv (Fixture      *f,
          gconstpointer data)
{
  g_autoptr (MadoPlanSet) set = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *kpis = NULL;
  g_autofree char *plan_file = read_data ("plan-r6.csv", NULL);
  g_autofree char *kpi_file = read_data ("kpi-r5.csv", NULL);

  take_in (f, csv_files);
  set = load (f);
  plan = mado_plan_csv_write (set->book);
  kpis = mado_plan_csv_write_kpis (set->book);
  g_assert_cmpstr (plan, ==, plan_file);
  g_assert_cmpstr (kpis, ==, kpi_file);
}

/* The same table in other encodings is the same plan. */
static void
test_encodings (void)
{
  static const struct { const char *to; const char *bom; gsize bom_length; } encodings[] = {
    { "UTF-8", "", 0 }, { "CP932", "", 0 }, { "UTF-16LE", "\xff\xfe", 2 }, { "UTF-16BE", "\xfe\xff", 2 },
  };
  gsize length;
  g_autofree char *text = read_data ("plan-r6.csv", &length);

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autoptr (MadoPlanReading) reading = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);
      g_autoptr (GError) error = NULL;
      gsize written;
      g_autofree char *converted = g_convert (text + 3, (gssize) length - 3, encodings[i].to, "UTF-8", NULL, &written, &error);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GBytes) all = NULL;

      g_assert_no_error (error);
      g_byte_array_append (bytes, (const guint8 *) encodings[i].bom, (guint) encodings[i].bom_length);
      g_byte_array_append (bytes, (const guint8 *) converted, (guint) written);
      all = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
      g_assert_true (mado_plan_reading_add_bytes (reading, "t.csv", all));
      g_assert_true (mado_plan_reading_finish (reading));
      g_assert_cmpuint (reading->book->initiatives->len, ==, 84);
      g_assert_cmpstr (((MadoInitiative *) reading->book->initiatives->pdata[82])->title, !=, "");
    }
}

/* The lines that were set by hand are those that the text gives. */
static void
test_lines (void)
{
  g_autoptr (MadoPlanReading) json = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);
  g_autoptr (MadoPlanReading) csv = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);

  add (json, "plan-r6.json");
  add (csv, "plan-r6.csv");
  for (guint i = 0; i < 84; i++)
    {
      const MadoInitiative *one = json->book->initiatives->pdata[i];
      const MadoInitiative *two = csv->book->initiatives->pdata[i];

      g_assert_cmpuint (one->status->len, ==, two->status->len);
      for (guint k = 0; k < one->status->len; k++)
        {
          const MadoPlanLine *a = one->status->pdata[k];
          const MadoPlanLine *b = two->status->pdata[k];

          g_assert_cmpuint (a->level, ==, b->level);
          g_assert_cmpint (a->kind, ==, b->kind);
          g_assert_cmpstr (a->marker, ==, b->marker);
          g_assert_cmpstr (a->text, ==, b->text);
        }
    }
}

/* Of the figures that a person marked, most are found with value and unit. */
static void
test_figures (void)
{
  g_autoptr (MadoPlanReading) json = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);
  guint all = 0;
  guint found = 0;

  add (json, "plan-r6.json");
  for (guint i = 0; i < json->book->initiatives->len; i++)
    {
      const MadoInitiative *row = json->book->initiatives->pdata[i];

      for (guint k = 0; k < row->status->len; k++)
        {
          const MadoPlanLine *line = row->status->pdata[k];
          g_autoptr (GPtrArray) figures = mado_plan_figures_find (row->status, k, 2024);

          for (guint m = 0; m < line->figures->len; m++)
            {
              const MadoPlanFigure *marked = line->figures->pdata[m];
              gboolean hit = FALSE;

              for (guint n = 0; n < figures->len && !hit; n++)
                hit = strcmp (((MadoPlanFigure *) figures->pdata[n])->value, marked->value) == 0 &&
                      strcmp (((MadoPlanFigure *) figures->pdata[n])->unit, marked->unit) == 0;
              all++;
              found += hit;
              if (!hit)
                g_test_message ("not found: %s", marked->printed);
            }
        }
    }
  g_test_message ("%u of %u", found, all);
  g_assert_cmpuint (found * 100, >=, all * 95);
}

/* --- faults ----------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *text;
  guint       row;
  const char *column;
  const char *says;
} Bad;

#define HEAD "No,基本目標,基本目標名,施策,施策名,主な取組,事業概要,令和６年度 実施状況・実施予定,担当課,再掲元No\n"
#define KHEAD "番号,基本目標,施策,指標,単位,目標値,令和３年度,令和５年度\n"

static const Bad bad[] = {
  { "empty", "", 0, "", "empty" },
  { "broken json", "{\"initiatives\": [", 0, "", "whole JSON" },
  { "two texts", "{\"a\":1}{\"b\":2}", 0, "", "whole JSON: line 1, place 8" },
  { "two plans", "{\"plan\":\"甲}\",\"initiatives\":[]}\n {\"plan\":\"乙\",\"initiatives\":[]}", 0, "", "whole JSON: line 2, place 2" },
  { "bracket behind", "{\"initiatives\":[]}\n]", 0, "", "whole JSON: line 2" },
  { "word behind", "[1,2] x", 0, "", "whole JSON: line 1" },
  { "other json", "{\"a\": 1}", 0, "", "holds neither" },
  { "array", "[1,2]", 0, "", "holds neither" },
  { "no such column", "No,基本目標,施策\n1,1,1\n", 1, "主な取組", "missing" },
  { "unknown column", "No,基本目標,施策,主な取組,事業概要,令和６年度 実施状況・実施予定,担当課,誰か\n", 1, "誰か", "not known" },
  { "twice", HEAD "1,1,べ,1,手,甲,,,総務課,\n1,1,べ,1,手,乙,,,総務課,\n", 3, "No", "twice" },
  { "number", HEAD "一,1,べ,1,手,甲,,,総務課,\n", 2, "No", "whole number" },
  { "title", HEAD "1,1,べ,1,手,,,,総務課,\n", 2, "主な取組", "missing" },
  { "repost", HEAD "1,1,べ,1,手,甲,,,総務課,9\n", 2, "再掲元No", "not there" },
  { "cells", HEAD "1,1,べ,1,手,甲,,,総務課,,,余り\n", 2, "", "more cells" },
  { "few cells", HEAD "1,1,べ\n", 2, "", "fewer cells" },
  { "quote", HEAD "1,1,\"べ,1\n", 2, "", "not closed" },
  { "year", "No,基本目標,施策,主な取組,事業概要,実施状況・実施予定,担当課\n", 1, "実施状況・実施予定", "fiscal year" },
  { "kpi number", KHEAD "1,1,1,人数,人,百人,1人,２人\nX,1,1,人数,人,3人,1人,２人\n", 3, "番号", "whole number" },
  { "control", "{\"plan\":\"甲\",\"fiscal_year\":\"令和６年度\",\"initiatives\":[{\"no\":1,\"goal\":1,\"measure\":1,\"title\":\"a\\u0001b\"}]}", 1, "title", "U+0001" },
  { "gaiji", HEAD "1,1,べ,1,手,\xee\x80\x80,,,総務課,\n", 2, "主な取組", "U+E000" },
  { "mixed number", "番号,基本目標,施策,指標,単位,目標値,令和３年度,令和５年度,令和５年度（数値）\n1,1,1,人数,人,9万人,1人,２人,3人\n", 2, "令和５年度（数値）", "does not fit" },
  { "kpi twice", KHEAD "1,1,1,人数,人,3人,1人,２人\n1,1,1,人数,人,3人,1人,２人\n", 3, "番号", "twice" },
  { "kpi words", KHEAD "1,1,1,人数,人,3人,1人,たくさん\n", 2, "令和５年度", "not a number" },
  { "bare number", "番号,基本目標,施策,指標,単位,目標値,令和３年度,令和５年度,令和５年度（数値）\n1,1,1,人数,人,9人,1人,２人,2x\n", 2, "令和５年度（数値）", "not a number" },
  { "measure", HEAD "1,1,べ,1,手,甲,,,総務課,\n2,1,べ,2,,乙,,,総務課,\n", 3, "施策", "no measure" },
  { "figure's date", "{\"plan\":\"甲\",\"fiscal_year\":\"令和６年度\",\"initiatives\":[{\"no\":1,\"goal\":1,\"measure\":1,\"title\":\"a\",\"status\":[{\"level\":1,\"kind\":\"text\",\"text\":\"1人\"}],"
    "\"figures\":[{\"value\":1,\"printed\":\"1人\",\"as_of\":\"2024-13-45\"}]}]}", 1, "as_of", "no date" },
  { "several numbers", "{\"plan\":\"甲\",\"items\":[{\"no\":1,\"goal\":1,\"measure\":1,\"name\":\"x\",\"kind\":\"multi\",\"components\":[{\"key\":\"h\"}],"
    "\"target\":{\"values\":{\"h\":\"many\"}}}]}", 1, "h", "not a number" },
  { "json types", "{\"plan\":\"甲\",\"fiscal_year\":\"令和６年度\",\"initiatives\":[{\"no\":\"x\",\"goal\":1,\"measure\":1,\"title\":3}]}", 1, "no", "whole number" },
  { "json year", "{\"plan\":\"甲\",\"fiscal_year\":\"いつか\",\"initiatives\":[]}", 0, "fiscal_year", "no fiscal year" },
  { "json state", "{\"plan\":\"甲\",\"items\":[{\"no\":1,\"goal\":1,\"measure\":1,\"name\":\"x\",\"kind\":\"number\",\"target\":{\"printed\":\"たくさん\",\"value\":null}}]}", 1, "target", "not a number" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (MadoPlanReading) reading = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);
      g_autoptr (GBytes) bytes = g_bytes_new_static (bad[i].text, strlen (bad[i].text));
      gboolean found = FALSE;

      mado_plan_reading_add_bytes (reading, "f", bytes);
      g_assert_false (mado_plan_reading_finish (reading));
      for (guint k = 0; k < reading->faults->len; k++)
        {
          const MadoPlanFault *fault = reading->faults->pdata[k];

          g_test_message ("%s: row %u %s: %s", bad[i].name, fault->row, fault->column, fault->text);
          found |= fault->row == bad[i].row && strcmp (fault->column, bad[i].column) == 0 && strstr (fault->text, bad[i].says) != NULL;
        }
      g_assert_true (found);
    }
}

/* A preview shows what differs, however long the text is. */
static void
test_print_change (void)
{
  static const struct { const char *before; const char *after; const char *says; } cases[] = {
    { "○甲\n・乙", "○甲\n・乙\n・丙", ":  → ・丙" },
    { "○甲\n・乙\n・丙", "○甲\n・丙", ": ・乙 → " },
    { "○甲\n・乙1\n・丙", "○甲\n・乙2\n・丙", ": ・乙1 → ・乙2" },
    { "", "○甲", ":  → ○甲" },
    { "○甲\n※乙", "○甲\n※乙", "levels or marks" },
    { "あいうえおかきくけこあいうえおかきくけこあいうえおかきくけこあいうえおかきくけこあいうえおかきくけこあいうえおかきくけこ値1",
      "あいうえおかきくけこあいうえおかきくけこあいうえおかきくけこあいうえおかきくけこあいうえおかきくけこあいうえおかきくけこ値2",
      ": …こあいうえおかきくけこ値1 → …こあ" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MadoPlanChange change = { .type = MADO_PLAN_CHANGED, .of = MADO_PLAN_OF_INITIATIVE, .no = 5, .name = (char *) "名",
                                .member = (char *) "x", .before = (char *) cases[i].before, .after = (char *) cases[i].after };
      g_autofree char *line = mado_plan_change_print (&change);

      g_test_message ("%s", line);
      g_assert_true (g_utf8_validate (line, -1, NULL));
      g_assert_nonnull (strstr (line, cases[i].says));
    }
}

static void
test_near_department (void)
{
  g_autoptr (MadoPlanReading) list = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);
  const char *text = HEAD "1,1,べ,1,手,甲,,,総務果、住民税課,\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  add (list, "departments.json");
  g_assert_false (mado_plan_reading_add_bytes (list, "f", bytes));
  g_assert_cmpuint (list->faults->len, ==, 1);
  g_assert_cmpstr (((MadoPlanFault *) list->faults->pdata[0])->text, ==, "There is no department “総務果”. Is “総務課” meant?");
}

/* Deep, long, and not text. */
static void
test_hostile (void)
{
  g_autoptr (GString) deep = g_string_new ("{\"items\":");
  g_autoptr (GString) wide = g_string_new (HEAD "1,1,べ,1,手,甲,,○");
  g_autoptr (MadoPlanReading) one = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);
  g_autoptr (MadoPlanReading) two = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);
  g_autoptr (MadoPlanReading) three = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);
  g_autoptr (GBytes) noise = g_bytes_new_static ("\x80\x00\xff\xfe\x81", 5);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) long_line = NULL;
  const MadoInitiative *row;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  bytes = g_string_free_to_bytes (g_steal_pointer (&deep));
  g_assert_false (mado_plan_reading_add_bytes (one, "f", bytes));
  g_assert_false (mado_plan_reading_add_bytes (two, "f", noise));
  for (guint i = 0; i < 10000; i++)
    g_string_append (wide, "字");
  g_string_append (wide, ",総務課,\n");
  long_line = g_string_free_to_bytes (g_steal_pointer (&wide));
  g_assert_true (mado_plan_reading_add_bytes (three, "f", long_line));
  row = three->book->initiatives->pdata[0];
  g_assert_cmpint (g_utf8_strlen (((MadoPlanLine *) row->status->pdata[0])->text, -1), ==, 10000);
}

/* --- cells -------------------------------------------------------------------------------- */

static void
test_cells (void)
{
  static const struct { const char *printed; const char *value; const char *unit; } numbers[] = {
    { "8,100,000人", "8100000", "人" }, { "８，１００，０００人", "8100000", "人" }, { "86.4万人", "86.4", "万人" },
    { "８６．４万人", "86.4", "万人" }, { "38.4％", "38.4", "％" }, { "－3件", "-3", "件" }, { "△１.５", "-1.5", "" },
    { "27", "27", "" }, { "約100件", "100", "件" }, { "0件", "0", "件" }, { "１２，３４５", "12345", "" },
  };
  static const struct { const char *value; const char *from; const char *to; const char *made; } scales[] = {
    { "86.4", "万人", "人", "864000" }, { "654000", "人", "万人", "65.4" }, { "1.5", "億円", "千円", "150000" }, { "7", "人", "件", "7" },
    { "-3.25", "万円", "円", "-32500" }, { "5", "円", "億円", "0.00000005" }, { "0", "人", "万人", "0" }, { "12", "万人", "万人", "12" },
    { "3", "百万円", "円", "3000000" }, { "86.4", "万", "人", "864000" }, { "86.4", "", "万人", "86.4" },
  };
  static const char *const none[] = { "3〜5件", "たくさん", "1,2,3", "導入済", "3件と4件" };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (MadoKpiValue) cell = mado_kpi_value_new ("2023");
      g_autofree char *unit = NULL;

      g_free (cell->printed);
      cell->printed = g_strdup (numbers[i].printed);
      g_assert_true (mado_kpi_cell_parse_number (cell, &unit));
      g_assert_cmpstr (cell->value, ==, numbers[i].value);
      g_assert_cmpstr (unit, ==, numbers[i].unit);
    }
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr (MadoKpiValue) cell = mado_kpi_value_new ("2023");

      g_free (cell->value);
      cell->value = g_strdup (scales[i].value);
      mado_kpi_cell_scale (cell, scales[i].from, scales[i].to);
      g_assert_cmpstr (cell->value, ==, scales[i].made);
    }
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_autoptr (MadoKpiValue) cell = mado_kpi_value_new ("2023");

      g_free (cell->printed);
      cell->printed = g_strdup (none[i]);
      g_assert_false (mado_kpi_cell_parse_number (cell, NULL));
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
  printed = read_kpis ("kpi-r5.json");
  for (int no = 1; no <= 37; no++)
    {
      g_autofree char *path = g_strdup_printf ("/plan/judgement/%02d", no);

      g_test_add_data_func (path, GINT_TO_POINTER (no), test_judgement);
    }
  g_test_add_data_func ("/plan/summary/json", "kpi-r5.json", test_summary);
  g_test_add_data_func ("/plan/summary/csv", "kpi-r5.csv", test_summary);
  g_test_add ("/plan/json", Fixture, NULL, open_desk, test_json, close_desk);
  g_test_add ("/plan/csv", Fixture, NULL, open_desk, test_csv, close_desk);
  g_test_add_func ("/plan/encodings", test_encodings);
  g_test_add_func ("/plan/lines", test_lines);
  g_test_add_func ("/plan/figures", test_figures);
  g_test_add_func ("/plan/bad", test_bad);
  g_test_add_func ("/plan/near-department", test_near_department);
  g_test_add_func ("/plan/print-change", test_print_change);
  g_test_add_func ("/plan/hostile", test_hostile);
  g_test_add_func ("/plan/cells", test_cells);
  status = g_test_run ();
  g_clear_pointer (&printed, mado_plan_reading_free);
  return status;
}
