/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan-maker PROFILE YEARS [GATHER [NO]]: puts a made-up plan with 83 rows a
 * year, KPI, a call for updates and an edition into a profile with a
 * session.key, and makes the person of the key a promotion officer. GATHER: the
 * desk that gathers; without it, one that is not here. NO: a row in whose last
 * line two people have written different words. */
#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "core/exchange/mado-plan-store.h"
#include "core/form/mado-plan-edit.h"
#include "core/model/mado-value.h"
#include "core/store/mado-profile.h"
#include "core/store/sqlite/mado-sqlite-store.h"

#define N_ROWS      83
#define LAST_YEAR   2026
#define ROUND       "2026-11-30"
#define DEADLINE    "2026-12-10"
#define EDITION     "2026-05-31"

static const char *const departments[][2] = {
  { "shimin", "市民課" }, { "kokuho", "国保年金課" }, { "kosodate", "子育て支援課" }, { "kodomo", "こども未来課" },
  { "kaigo", "介護保険課" }, { "shogai", "障がい福祉課" }, { "sangyo", "産業振興課" }, { "jouhou", "情報政策課" },
};

typedef struct
{
  MadoProfile *profile;
  MadoClock   *clock;
  MadoRandom  *random;
  MadoStore   *store;
  char        *staff;
  const char  *gather;
} Maker;

/* --- words of its own ----------------------------------------------------------- */

static void
put (char **member,
     char  *value /* full */)
{
  g_free (*member);
  *member = value;
}

static MadoPlanLine *
line (guint             level,
      MadoPlanLineKind  kind,
      const char       *marker,
      const char       *format,
      ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  return mado_plan_line_new (level, kind, marker, text);
}

static MadoPlanLine *
part (guint department)
{
  const char *ids[] = { departments[department][0], NULL };
  MadoPlanLine *made = line (0, MADO_PLAN_LINE_DEPARTMENT, NULL, "（%s）", departments[department][1]);

  made->departments = g_strdupv ((char **) ids);
  return made;
}

static void
add_status (MadoInitiative *row,
            guint           no,
            guint           one,
            guint           two)
{
  GPtrArray *status = row->status;

  g_ptr_array_add (status, part (one));
  g_ptr_array_add (status, line (1, MADO_PLAN_LINE_ITEM, "○", "窓口の申込みのうち電子で受けた件数：%u件（令和８年４月末時点）", 120 + no * 7));
  g_ptr_array_add (status, line (2, MADO_PLAN_LINE_SUBITEM, "・", "うち港町サービスセンター　%u件", 10 + no));
  g_ptr_array_add (status, line (1, MADO_PLAN_LINE_ITEM, "○", "案内板を%u か所に設置予定", 2 + no % 5));
  if (no % 9 == 0)
    g_ptr_array_add (status, line (2, MADO_PLAN_LINE_NOTE, NULL, "※海べりの会場は冬のあいだ使えないため、%s", "置き場所と電源を春までに決め、順番に広げていく。関係する課と話し合いながら、無理のない日程で進めることとしている。"));
  g_ptr_array_add (status, part (two));
  g_ptr_array_add (status, line (0, MADO_PLAN_LINE_HEADING, NULL, "【講座】"));
  g_ptr_array_add (status, line (1, MADO_PLAN_LINE_ITEM, "○", "スマートフォン講座を%u回開催し、延べ%u人が参加", 2 + no % 7, 15 + no * 3));
}

static MadoInitiative *
make_row (guint no,
          int   year)
{
  static const char *const subjects[] = { "申込みの一本化", "案内の多言語化", "出張窓口の拡充", "図面のデータ化", "会議の紙をなくす取組", "ことばの見直し", "漁港カメラの公開" };
  guint one = no % G_N_ELEMENTS (departments), two = (no * 3 + 1) % G_N_ELEMENTS (departments);
  MadoInitiative *row = mado_initiative_new ();
  const char *ids[] = { departments[one][0], one != two ? departments[two][0] : NULL, NULL };

  row->no = (int) no;
  row->year = year;
  row->goal = 1 + (int) (no - 1) * 3 / N_ROWS;
  row->measure = 1 + (int) (no - 1) % 4;
  put (&row->title, g_strdup_printf ("%s（%u）", subjects[no % G_N_ELEMENTS (subjects)], no));
  g_strfreev (row->departments);
  row->departments = g_strdupv ((char **) ids);
  g_ptr_array_add (row->summary, line (1, MADO_PLAN_LINE_TEXT, NULL, "市民が一度で用をすませられるように、%s。", subjects[no % G_N_ELEMENTS (subjects)]));
  add_status (row, no, one, two);
  return row;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const MadoInitiative *one = *(MadoInitiative *const *) a, *two = *(MadoInitiative *const *) b;
  int left = one->goal * 10 + one->measure, right = two->goal * 10 + two->measure;

  return left != right ? left - right : one->no - two->no;
}

static void
add_value (MadoKpi    *kpi,
           const char *when,
           const char *printed,
           const char *value)
{
  MadoKpiValue *cell = mado_kpi_value_new (when);

  put (&cell->printed, g_strdup (printed));
  put (&cell->value, g_strdup (value));
  if (g_str_equal (printed, "―"))
    cell->missing = MADO_KPI_NO_RESULT;
  else if (g_str_equal (printed, "調査中"))
    cell->missing = MADO_KPI_PENDING;
  g_ptr_array_add (kpi->values, cell);
}

static MadoKpi *
make_kpi (guint no)
{
  static const char *const names[] = { "電子申請の割合", "講座の参加者数", "紙の使用量", "案内板の数", "満足度" };
  MadoKpi *kpi = mado_kpi_new ();
  guint first = 10 + no, target = first + 50, now = first + (no * 13) % 60;
  g_autofree char *a = g_strdup_printf ("%u", first), *b = g_strdup_printf ("%u", (first + now) / 2);
  g_autofree char *c = g_strdup_printf ("%u", now), *d = g_strdup_printf ("%u", target);
  const char *ids[] = { departments[no % G_N_ELEMENTS (departments)][0], NULL };

  kpi->no = (int) no;
  kpi->goal = 1 + (int) no % 3;
  kpi->measure = 1 + (int) no % 4;
  put (&kpi->name, g_strdup_printf ("%s（%u）", names[no % G_N_ELEMENTS (names)], no));
  put (&kpi->unit, g_strdup (no % 5 == 0 || no % 5 == 4 ? "％" : "人"));
  g_strfreev (kpi->departments);
  kpi->departments = g_strdupv ((char **) ids);
  add_value (kpi, "target", d, d);
  add_value (kpi, "2021", no == 4 ? "―" : a, no == 4 ? "" : a);
  add_value (kpi, "2022", b, b);
  add_value (kpi, "2023", no == 7 ? "調査中" : c, no == 7 ? "" : c);
  return kpi;
}

static MadoPlanBook *
make_book (Maker *self,
           int    year)
{
  static const char *const goals[] = { "べんりなまち", "つながるまち", "むだのない役所" };
  static const char *const measures[] = { "手続きを変える", "学ぶ場をつくる", "しごとを見直す", "データを開く" };
  MadoPlanBook *book = mado_plan_book_new ();

  put (&book->name, g_strdup ("みなと市デジタル推進計画"));
  put (&book->gather, g_strdup (self->gather));
  book->year = year;
  book->rule.baseline_year = 2021;
  book->rule.year = 2023;
  for (int g = 0; g < 3; g++)
    {
      mado_plan_book_add_goal (book, g + 1, goals[g], "");
      for (int m = 0; m < 4; m++)
        mado_plan_book_add_measure (book, g + 1, m + 1, measures[m]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (departments); i++)
    g_ptr_array_add (book->departments, mado_department_new (departments[i][0], departments[i][1]));
  for (guint no = 1; no <= N_ROWS; no++)
    g_ptr_array_add (book->initiatives, make_row (no, year));
  g_ptr_array_sort (book->initiatives, compare_rows);
  for (guint no = 1; no <= 37; no++)
    g_ptr_array_add (book->kpis, make_kpi (no));
  return book;
}

/* --- into the journal ------------------------------------------------------------------ */

static void
write_year (Maker *self,
            int    year)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPlanBook) book = make_book (self, year);
  g_autoptr (MadoPlanSet) set = mado_plan_set_load (self->store, NULL, 0, NULL);
  g_autoptr (GHashTable) none = g_hash_table_new (mado_id_hash, mado_id_equal);
  MadoPlanUpdateOptions options = { mado_profile_get_facts (self->profile)->city, set ? set->records : none, MADO_SOURCE_IMPORT, "import" };
  g_auto (MadoPlanUpdate) update = { 0 };

  mado_plan_book_settle_ids (book, &options);
  mado_plan_update_make (&update, book, &options);
  mado_store_write_all (self->store, g_steal_pointer (&update.edits), &error);
  g_assert_no_error (error);
}

static void
write_round (Maker *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPlanSet) set = mado_plan_set_load (self->store, NULL, LAST_YEAR, &error);
  g_autoptr (MadoPlanEdit) edit = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  g_autoptr (GPtrArray) fixed = NULL;
  g_autoptr (GVariant) deadline = mado_value_text (DEADLINE), year = mado_value_int (LAST_YEAR);

  g_assert_no_error (error);
  fixed = mado_store_write (self->store, mado_plan_edition_make (set, EDITION, "第１回会議"), &error);
  g_assert_no_error (error);
  edit = mado_plan_edit_new (set->plan, self->gather);
  mado_plan_edit_set (edit, MADO_PLAN_SECTION_SHARED, "round/" ROUND "/deadline", deadline);
  mado_plan_edit_set (edit, MADO_PLAN_SECTION_SHARED, "round/" ROUND "/year", year);
  commits = mado_store_write (self->store, mado_plan_edit_make (edit, "call"), &error);
  g_assert_no_error (error);
}

/* Both began on the same state, as two desks without a link do. */
static void
write_twice (Maker *self,
             int    no)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPlanSet) set = mado_plan_set_load (self->store, NULL, LAST_YEAR, &error);
  const MadoInitiative *row = mado_plan_book_find_no (set->book, no);
  const MadoPlanLine *last = row->status->pdata[row->status->len - 1];
  MadoRecord *record = g_hash_table_lookup (set->records, &row->id);
  g_autoptr (MadoPlanEdit) one = mado_plan_edit_new (record, self->gather);
  g_autoptr (MadoPlanEdit) two = mado_plan_edit_new (record, self->gather);
  g_autoptr (GPtrArray) written = NULL;
  g_autoptr (GPtrArray) later = NULL;
  g_autoptr (MadoRecord) newer = NULL;

  mado_plan_edit_set_line_text (one, MADO_PLAN_STATUS, last->id, "甲の課の文");
  mado_plan_edit_set_line_text (two, MADO_PLAN_STATUS, last->id, "乙の課の文");
  written = mado_store_write (self->store, mado_plan_edit_make (one, "update"), &error);
  g_assert_no_error (error);
  newer = mado_store_load (self->store, &row->id, &error);
  g_assert_no_error (error);
  mado_plan_edit_set_record (two, newer);
  later = mado_store_write (self->store, mado_plan_edit_make (two, "update"), &error);
  g_assert_no_error (error);
}

static MadoSecretKey *
read_key (const char  *dir,
          char       **staff)
{
  g_autofree char *path = g_build_filename (dir, "session.key", NULL);
  g_autofree char *text = NULL;
  g_autofree char *with_roles = NULL;
  g_auto (GStrv) lines = NULL;
  guint8 seed[32];

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", 3);
  g_assert_cmpuint (strlen (g_strstrip (lines[1])), ==, 64);
  for (guint i = 0; i < 32; i++)
    seed[i] = g_ascii_xdigit_value (lines[1][2 * i]) << 4 | g_ascii_xdigit_value (lines[1][2 * i + 1]);
  *staff = g_strdup (g_strstrip (lines[0]));
  with_roles = g_strdup_printf ("%s\n%s\ncounter promoter\n", lines[0], lines[1]);
  g_assert_true (g_file_set_contents_full (path, with_roles, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  return mado_secret_key_new_from_seed (seed);
}

static void
open_store (Maker      *self,
            const char *dir)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoSecretKey) key = read_key (dir, &self->staff);
  g_autofree char *path = NULL;
  const MadoProfileFacts *facts;
  MadoIdentity identity = { 0 };

  self->profile = mado_profile_open (dir, &error);
  g_assert_no_error (error);
  facts = mado_profile_get_facts (self->profile);
  path = mado_profile_get_journal_path (self->profile);
  identity = (MadoIdentity) { .device = facts->device, .actor = self->staff, .scope = facts->scope };
  g_strlcpy (identity.city, facts->city, sizeof identity.city);
  self->store = mado_sqlite_store_open (path, key, &identity, NULL, NULL, self->clock, self->random, &error);
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  Maker self = { .clock = mado_clock_new_system (), .random = mado_random_new_seeded (5) };
  const char *scopes[] = { NULL, NULL };
  int years;

  setlocale (LC_ALL, "");
  g_assert_cmpint (argc, >, 2);
  years = atoi (argv[2]);
  mado_crypto_init ();
  open_store (&self, argv[1]);
  self.gather = argc > 3 ? argv[3] : "jouhou";
  scopes[0] = self.gather;
  mado_store_set_person (self.store, self.staff, MADO_ROLE_PROMOTER, NULL, scopes);
  for (int year = LAST_YEAR - years + 1; year <= LAST_YEAR; year++)
    write_year (&self, year);
  if (years > 0)
    write_round (&self);
  if (argc > 4)
    write_twice (&self, atoi (argv[4]));
  mado_store_close (self.store);
  g_clear_object (&self.store);
  g_clear_object (&self.profile);
  g_clear_object (&self.clock);
  g_clear_object (&self.random);
  g_free (self.staff);
  return 0;
}
