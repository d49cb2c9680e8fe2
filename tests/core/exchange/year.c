/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-cells.h"
#include "core/exchange/mado-plan-file.h"
#include "core/exchange/mado-plan-import.h"
#include "core/form/mado-plan-edit.h"
#include "core/stats/mado-plan-compare.h"
#include "core/stats/mado-plan-review.h"
#include "core/stats/mado-plan-year.h"
#include "store-kit.h"

#include <string.h>

/* A plan through its year: review, edition, another organisation, next year. */

static MadoPlanReading *
read_files (const char *const *names)
{
  MadoPlanReading *reading = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "tests", "data", "plan", names[i], NULL);

      g_assert_true (mado_plan_reading_add_file (reading, path));
    }
  g_assert_true (mado_plan_reading_finish (reading));
  return reading;
}

static const char *const files[] = { "plan-r6.json", "kpi-r5.json", NULL };

static Desk *
open_desk (guint number)
{
  Desk *desk = kit_desk_new (number, "jouhou");

  kit_open (desk);
  mado_store_set_person (desk->store, desk->identity.actor, MADO_ROLE_SUPERVISOR, NULL, NULL);
  return desk;
}

static void
fill (Desk *desk)
{
  g_autoptr (MadoPlanReading) reading = read_files (files);
  g_auto (MadoPlanUpdate) update = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (mado_plan_import_prepare (reading, NULL, "022039", NULL, &update, &error));
  g_assert_true (mado_store_write_all (desk->store, g_steal_pointer (&update.edits), &error));
  g_assert_no_error (error);
}

static MadoPlanSet *
load (Desk *desk,
      int   year)
{
  g_autoptr (GError) error = NULL;
  MadoPlanSet *set = mado_plan_set_load (desk->store, NULL, year, &error);

  g_assert_no_error (error);
  return set;
}

static void
write_book (Desk         *desk,
            MadoPlanSet  *set,
            MadoPlanBook *book)
{
  MadoPlanUpdateOptions options = { "022039", set->records, MADO_SOURCE_PROGRAM, "year" };
  g_auto (MadoPlanUpdate) update = { 0 };
  g_autoptr (GError) error = NULL;

  mado_plan_book_settle_ids (book, &options);
  mado_plan_update_make (&update, book, &options);
  g_assert_true (mado_store_write_all (desk->store, g_steal_pointer (&update.edits), &error));
  g_assert_no_error (error);
}

static void
assert_same_rows (const MadoPlanBook *one,
                  const MadoPlanBook *two)
{
  g_assert_cmpuint (one->initiatives->len, ==, two->initiatives->len);
  for (guint i = 0; i < one->initiatives->len; i++)
    {
      const MadoInitiative *a = one->initiatives->pdata[i];
      const MadoInitiative *b = two->initiatives->pdata[i];
      g_autofree char *first = mado_plan_lines_print (a->status, TRUE);
      g_autofree char *second = mado_plan_lines_print (b->status, TRUE);

      g_assert_cmpstr (a->title, ==, b->title);
      g_assert_cmpstr (first, ==, second);
    }
}

static void
test_next_year (void)
{
  Desk *a = open_desk (1);
  Desk *b = open_desk (2);
  g_autoptr (MadoPlanSet) set = NULL;
  g_autoptr (MadoPlanSet) there = NULL;
  g_autoptr (MadoPlanBook) next = NULL;
  g_autoptr (MadoPlanBook) again = NULL;
  g_autoptr (MadoPlanSet) newer = NULL;
  g_autoptr (MadoPlanSet) older = NULL;
  const MadoInitiative *row;

  kit_introduce (a, b);
  mado_store_set_person (a->store, "staff1", MADO_ROLE_SUPERVISOR, NULL, NULL);
  mado_store_set_person (b->store, "staff2", MADO_ROLE_SUPERVISOR, NULL, NULL);
  fill (a);
  kit_carry (a, b);
  set = load (a, 0);
  there = load (b, 0);
  next = mado_plan_next_year (set->book);
  again = mado_plan_next_year (there->book);
  /* Two desks begin the year apart; together it is one. */
  write_book (a, set, next);
  write_book (b, there, again);
  kit_carry (b, a);
  newer = load (a, 0);
  g_assert_cmpint (newer->book->year, ==, 2025);
  g_assert_cmpstr (newer->book->plan.fiscal_year, ==, "令和７年度");
  assert_same_rows (set->book, newer->book);
  for (guint i = 0; i < newer->book->initiatives->len; i++)
    {
      row = newer->book->initiatives->pdata[i];
      g_assert_cmpuint (mado_initiative_count_conflicts (row), ==, 0);
      g_assert_nonnull (mado_plan_book_find_initiative (set->book, &row->previous));
    }
  row = mado_plan_book_find_no (newer->book, 7);
  g_assert_true (mado_id_equal (&row->repost_of, &mado_plan_book_find_no (newer->book, 6)->id));
  older = load (a, 2024);
  assert_same_rows (set->book, older->book);
  g_assert_cmpuint (newer->book->kpis->len, ==, 37);
  kit_desk_free (a);
  kit_desk_free (b);
}

static char *
department_of (MadoPlanBook *book,
               const char   *name)
{
  MadoDepartment *found = mado_plan_book_find_department_named (book, name);

  g_assert_nonnull (found);
  return g_strdup (found->id);
}

static void
test_organisation (void)
{
  Desk *desk = open_desk (1);
  g_autoptr (MadoPlanSet) set = NULL;
  g_autoptr (MadoPlanSet) after = NULL;
  g_autoptr (GPtrArray) editions = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  g_autoptr (MadoPlanBook) then = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *somu = NULL;
  g_autofree char *jinji = NULL;
  g_autofree char *shimin = NULL;
  g_autofree char *names = NULL;
  char *merged[] = { (char *) "総務人事課", NULL };
  char *renamed[] = { (char *) "くらし窓口課", NULL };
  char *split[] = { (char *) "広報課", (char *) "統計課", NULL };
  const MadoInitiative *row;

  fill (desk);
  set = load (desk, 0);
  somu = department_of (set->book, "総務課");
  jinji = department_of (set->book, "人事課");
  shimin = department_of (set->book, "市民課");
  commits = mado_store_write (desk->store, mado_plan_edition_make (set, "2024-05-31", "令和６年５月末"), &error);
  g_assert_no_error (error);
  {
    char *from[] = { somu, jinji, NULL };
    MadoReorg merge = { MADO_REORG_MERGE, from, merged };

    g_assert_true (mado_plan_reorganise (set->book, &merge, "2025-04-01", &error));
    g_assert_false (mado_plan_reorganise (set->book, &merge, "2025-04-01", &error));
    g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
    g_clear_error (&error);
  }
  {
    char *from[] = { shimin, NULL };
    MadoReorg rename = { MADO_REORG_RENAME, from, renamed };

    g_assert_true (mado_plan_reorganise (set->book, &rename, "2025-04-01", &error));
  }
  {
    g_autofree char *koho = department_of (set->book, "広報統計課");
    char *from[] = { koho, NULL };
    MadoReorg both = { MADO_REORG_SPLIT, from, split };

    g_assert_true (mado_plan_reorganise (set->book, &both, "2025-04-01", &error));
  }
  g_free (set->book->plan.as_of);
  set->book->plan.as_of = g_strdup ("2025-05-31");
  write_book (desk, set, set->book);
  after = load (desk, 0);
  row = mado_plan_book_find_no (after->book, 1);
  names = mado_plan_book_dup_department_names (after->book, (const char *const *) row->departments);
  g_assert_nonnull (strstr (names, "総務人事課"));
  g_assert_nonnull (strstr (names, "くらし窓口課"));
  g_assert_null (strstr (names, "総務課"));
  row = mado_plan_book_find_no (after->book, 42);
  g_assert_cmpstr (((MadoPlanLine *) row->status->pdata[0])->text, ==, "（総務人事課）");

  /* The edition has the names and the text of its day. */
  editions = mado_plan_list_editions (desk->store, after, &error);
  g_assert_cmpuint (editions->len, ==, 1);
  then = mado_plan_book_load_earlier (desk->store, after, 0, editions->pdata[0], &error);
  g_assert_no_error (error);
  row = mado_plan_book_find_no (then, 1);
  g_free (names);
  names = mado_plan_book_dup_department_names (then, (const char *const *) row->departments);
  g_assert_true (g_str_has_prefix (names, "総務課、"));
  g_assert_true (g_str_has_suffix (names, "、市民課"));
  kit_desk_free (desk);
}

static void
test_officers (void)
{
  Desk *desk = open_desk (1);
  g_autoptr (MadoPlanSet) set = NULL;
  g_autoptr (MadoPlanSet) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) progress = NULL;
  g_autofree char *reminders = NULL;
  g_autofree char *id = NULL;
  MadoPlanOfficer one = { (char *) "s001", (char *) "浜　一", NULL };
  MadoPlanOfficer two = { (char *) "s002", (char *) "", NULL };
  MadoPlanOfficer lost = { (char *) "s003", (char *) "", (char *) "nowhere" };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  fill (desk);
  set = load (desk, 0);
  id = department_of (set->book, "市民課");
  one.department = two.department = id;
  g_ptr_array_add (list, &one);
  g_assert_true (mado_plan_set_officers (set->book, list, &error));
  write_book (desk, set, set->book);
  g_clear_pointer (&set, mado_plan_set_unref);
  set = load (desk, 0);
  g_assert_cmpstr (mado_plan_book_find_department (set->book, id)->officers[0], ==, "s001");
  g_ptr_array_set_size (list, 0);
  g_ptr_array_add (list, &two);
  g_assert_true (mado_plan_set_officers (set->book, list, &error));
  write_book (desk, set, set->book);
  after = load (desk, 0);
  g_assert_cmpuint (g_strv_length (mado_plan_book_find_department (after->book, id)->officers), ==, 1);
  g_assert_cmpstr (mado_plan_book_find_department (after->book, id)->officers[0], ==, "s002");
  /* Who was one is still called by name; who has none by the number. */
  g_assert_cmpstr (mado_plan_book_get_person (after->book, "s001"), ==, "浜　一");
  g_assert_cmpstr (mado_plan_book_get_person (after->book, "s002"), ==, "s002");
  progress = mado_plan_progress (after->book, "2024-11-30");
  reminders = mado_plan_csv_write_reminders (after->book, progress);
  g_assert_nonnull (strstr (reminders, "\r\n市民課,s002,"));
  g_assert_nonnull (strstr (reminders, "\r\n総務課,,"));
  g_ptr_array_add (list, &lost);
  g_assert_false (mado_plan_set_officers (set->book, list, &error));
  kit_desk_free (desk);
}

static guint
count_changes (const MadoEdit *edit)
{
  guint n = 0;

  for (guint i = 0; i < edit->sections->len; i++)
    n += ((MadoSectionEdit *) edit->sections->pdata[i])->changes->len;
  return n;
}

/* The rule is the plan's: no KPI is written for it. */
static void
test_rule (void)
{
  Desk *desk = open_desk (1);
  g_autoptr (MadoPlanSet) set = NULL;
  g_auto (MadoPlanUpdate) update = { 0 };
  g_auto (MadoPlanUpdate) flags = { 0 };
  MadoKpi *kpi;

  fill (desk);
  set = load (desk, 0);
  set->book->rule.threshold = 50;
  mado_plan_update_make (&update, set->book, &(MadoPlanUpdateOptions) { "022039", set->records, MADO_SOURCE_PROGRAM, "rule" });
  g_assert_cmpuint (update.edits->len, ==, 1);
  g_assert_cmpuint (update.changes->len, ==, 0);
  g_assert_cmpuint (count_changes (update.edits->pdata[0]), ==, 1);
  /* What was yes can become no. */
  kpi = set->book->kpis->pdata[0];
  kpi->cumulative = !kpi->cumulative;
  write_book (desk, set, set->book);
  g_clear_pointer (&set, mado_plan_set_unref);
  set = load (desk, 0);
  g_assert_cmpfloat (set->book->rule.threshold, ==, 50);
  for (guint i = 0; i < set->book->kpis->len; i++)
    g_assert_cmpint (((MadoKpi *) set->book->kpis->pdata[i])->no, ==, (int) i + 1);
  kpi = set->book->kpis->pdata[0];
  kpi->cumulative = !kpi->cumulative;
  mado_plan_update_make (&flags, set->book, &(MadoPlanUpdateOptions) { "022039", set->records, MADO_SOURCE_PROGRAM, "rule" });
  g_assert_cmpuint (flags.edits->len, ==, 1);
  kit_desk_free (desk);
}

static void
refuse_cells (MadoPlanSet  *set,
              const MadoId *row,
              const char   *title,
              const char   *departments,
              const char   *summary,
              const char   *says)
{
  g_auto (MadoPlanUpdate) update = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (mado_plan_cells_prepare (set, row, title, departments, summary, "022039", &update, &error));
  g_assert_nonnull (strstr (error->message, says));
  g_assert_null (update.edits);
}

/* Title, summary and departments of one row; the rest of it, and all others, stay. */
static void
test_cells (void)
{
  Desk *desk = open_desk (1);
  g_autoptr (MadoPlanSet) set = NULL;
  g_autoptr (MadoPlanSet) after = NULL;
  g_auto (MadoPlanUpdate) update = { 0 };
  g_auto (MadoPlanUpdate) none = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *status = NULL;
  g_autofree char *same = NULL;
  g_autofree char *departments = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *longer = NULL;
  const MadoInitiative *row;

  fill (desk);
  set = load (desk, 0);
  row = mado_plan_book_find_no (set->book, 5);
  status = mado_plan_lines_print (row->status, TRUE);
  summary = mado_plan_lines_print (row->summary, TRUE);
  departments = mado_plan_book_dup_department_names (set->book, (const char *const *) row->departments);
  refuse_cells (set, &row->id, row->title, "市民果", summary, "“市民課”");
  refuse_cells (set, &row->id, row->title, " 、,\n", summary, "at least one");
  refuse_cells (set, &row->id, " \n ", departments, summary, "title");
  refuse_cells (set, &row->id, "a\001b", departments, summary, "U+0001");
  refuse_cells (set, &row->id, "a\nb", departments, summary, "one line");
  refuse_cells (set, &row->id, row->title, departments, "\xee\x80\x80", "U+E000");
  refuse_cells (set, &set->book->id, row->title, departments, summary, "not here");
  g_assert_true (mado_plan_cells_prepare (set, &row->id, row->title, departments, summary, "022039", &none, &error));
  g_assert_cmpuint (none.edits->len, ==, 0);
  longer = g_strconcat (summary, "\n○新しい行\n", NULL);
  g_assert_true (mado_plan_cells_prepare (set, &row->id, " 別の名前 ", "市民課、総務課，市民課", longer, "022039", &update, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (update.edits->len, ==, 1);
  g_assert_true (mado_store_write_all (desk->store, g_steal_pointer (&update.edits), &error));
  after = load (desk, 0);
  row = mado_plan_book_find_no (after->book, 5);
  g_assert_cmpstr (row->title, ==, "別の名前");
  g_assert_cmpuint (g_strv_length (row->departments), ==, 2);
  same = mado_plan_lines_print (row->status, TRUE);
  g_assert_cmpstr (same, ==, status);
  g_assert_cmpstr (((MadoPlanLine *) row->summary->pdata[row->summary->len - 1])->text, ==, "新しい行");
  g_assert_cmpuint (after->book->initiatives->len, ==, set->book->initiatives->len);
  kit_desk_free (desk);
}

static void
test_unify (void)
{
  static const char *const cases[][2] = {
    { "令和6年7月", "令和６年７月" }, { "６／6", "６／６" }, { "１０月", "10月" }, { "R6年度", "令和６年度" }, { "Ｒ６年", "令和６年" },
    { "ＤＸ推進", "DX推進" }, { "〇受付", "○受付" }, { "a  b", "a b" }, { " 前後 ", "前後" }, { "12,034人", "12,034人" },
    { "3.5％", "3.5％" }, { "RPA2", "RPA2" }, { "R2D2", "R2D2" }, { "電話0178-43-2111", "電話0178-43-2111" }, { "", "" },
    { "1,000千円", "1,000千円" }, { "eｰラーニング", "eｰラーニング" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *unified = mado_plan_unify (cases[i][0]);
      g_autofree char *again = mado_plan_unify (unified);

      g_assert_cmpstr (unified, ==, cases[i][1]);
      g_assert_cmpstr (again, ==, unified);
    }
}

static guint
count (GPtrArray      *found,
       MadoReviewKind  kind,
       int             no)
{
  guint n = 0;

  for (guint i = 0; i < found->len; i++)
    {
      const MadoReview *review = found->pdata[i];

      n += review->kind == kind && (no == 0 || review->no == no);
    }
  return n;
}

static void
test_review (void)
{
  g_autoptr (MadoPlanReading) reading = read_files (files);
  g_auto (MadoPlanUpdate) update = { 0 };
  g_autoptr (GPtrArray) editions = g_ptr_array_new ();
  g_autoptr (GPtrArray) now = NULL;
  g_autoptr (GPtrArray) later = NULL;
  const MadoDate may = { 2024, 5, 31 };
  const MadoDate next_may = { 2025, 5, 31 };

  g_assert_true (mado_plan_import_prepare (reading, NULL, "022039", NULL, &update, NULL));
  now = mado_plan_review (reading->book, &may, NULL);
  g_assert_cmpuint (count (now, MADO_REVIEW_LOW_KPI, 0), ==, 18);
  g_assert_cmpuint (count (now, MADO_REVIEW_UNCHANGED, 0), ==, 0);
  g_assert_cmpuint (count (now, MADO_REVIEW_PAST_PLAN, 32), ==, 0); /* 令和6年10月より … 開始予定 */
  g_assert_cmpuint (count (now, MADO_REVIEW_NOTATION, 32), ==, 1);
  g_assert_cmpuint (count (now, MADO_REVIEW_NO_DATE, 5), ==, 1); /* 18施設 */
  g_ptr_array_add (editions, reading->book);
  later = mado_plan_review (reading->book, &next_may, editions);
  g_assert_cmpuint (count (later, MADO_REVIEW_PAST_PLAN, 32), ==, 1);
  g_assert_cmpuint (count (later, MADO_REVIEW_PAST_PLAN, 4), ==, 0); /* ７月以降 has no end */
  g_assert_cmpuint (count (later, MADO_REVIEW_PAST_PLAN, 28), ==, 1); /* ３月下旬 … 完成予定 */
  g_assert_cmpuint (count (later, MADO_REVIEW_UNCHANGED, 0), ==, 84 - 5);
}

static void
test_progress (void)
{
  g_autoptr (MadoPlanReading) reading = read_files (files);
  g_autoptr (GPtrArray) progress = mado_plan_progress (reading->book, "2024-11-30");

  g_assert_cmpuint (progress->len, ==, 50);
  for (guint i = 0; i < progress->len; i++)
    {
      const MadoPlanProgress *one = progress->pdata[i];

      g_assert_cmpuint (one->none, ==, one->rows);
      g_assert_true (mado_plan_is_missing (one));
    }
}

static void
test_compare (void)
{
  g_autoptr (GArray) gone = NULL;
  g_autoptr (GArray) came = NULL;
  const char *older = "登録者：12,034人を予定";
  const char *newer = "登録者：12,999人を達成";
  MadoPlanSpan span;

  mado_plan_text_differ (older, newer, &gone, &came);
  g_assert_cmpuint (gone->len, ==, 2);
  g_assert_cmpuint (came->len, ==, 2);
  span = g_array_index (gone, MadoPlanSpan, 0);
  g_assert_cmpint (strncmp (older + span.from, "034", 3), ==, 0);
  g_assert_cmpint (span.until - span.from, ==, 3);
  span = g_array_index (came, MadoPlanSpan, 1);
  g_assert_cmpint (strcmp (newer + span.from, "達成"), ==, 0);
  g_clear_pointer (&gone, g_array_unref);
  g_clear_pointer (&came, g_array_unref);
  mado_plan_text_differ ("同じ", "同じ", &gone, &came);
  g_assert_cmpuint (gone->len + came->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
  g_test_add_func ("/year/next", test_next_year);
  g_test_add_func ("/year/organisation", test_organisation);
  g_test_add_func ("/year/officers", test_officers);
  g_test_add_func ("/year/rule", test_rule);
  g_test_add_func ("/year/cells", test_cells);
  g_test_add_func ("/year/unify", test_unify);
  g_test_add_func ("/year/review", test_review);
  g_test_add_func ("/year/progress", test_progress);
  g_test_add_func ("/year/compare", test_compare);
  return g_test_run ();
}
