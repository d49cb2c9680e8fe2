/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-plan-change.h"
#include "core/form/mado-plan-edit.h"
#include "core/model/mado-value.h"
#include "store-kit.h"

#include <string.h>

/* Two desktops, one row of a plan: what is entered apart comes together. */

typedef struct
{
  Desk  *a;
  Desk  *b;
  MadoId row;
  MadoId plan;
} World;

static MadoInitiative *
make_row (int         no,
          const char *title)
{
  MadoInitiative *row = mado_initiative_new ();

  row->no = no;
  row->goal = 1;
  row->measure = 1;
  g_free (row->title);
  row->title = g_strdup (title);
  g_strfreev (row->departments);
  row->departments = g_strsplit ("sangyo kanko", " ", -1);
  g_ptr_array_add (row->summary, mado_plan_line_new (1, MADO_PLAN_LINE_TEXT, NULL, "窓口の申込みをまとめる。"));
  g_ptr_array_add (row->status, mado_plan_line_new (1, MADO_PLAN_LINE_ITEM, "○", "受付件数：120件"));
  g_ptr_array_add (row->status, mado_plan_line_new (2, MADO_PLAN_LINE_SUBITEM, "・", "うち港町 40件"));
  g_ptr_array_add (row->status, mado_plan_line_new (0, MADO_PLAN_LINE_DEPARTMENT, NULL, "（観光課）"));
  ((MadoPlanLine *) row->status->pdata[2])->departments = g_strsplit ("kanko", " ", -1);
  g_ptr_array_add (row->status, mado_plan_line_new (1, MADO_PLAN_LINE_ITEM, "○", "案内板を３か所に設置予定"));
  return row;
}

static MadoPlanBook *
make_book (void)
{
  MadoPlanBook *book = mado_plan_book_new ();

  g_free (book->name);
  book->name = g_strdup ("みなと市デジタル計画");
  g_free (book->gather);
  book->gather = g_strdup ("jouhou");
  book->year = 2026;
  mado_plan_book_add_goal (book, 1, "べんり", "");
  mado_plan_book_add_measure (book, 1, 1, "手続き");
  g_ptr_array_add (book->departments, mado_department_new ("sangyo", "産業課"));
  g_ptr_array_add (book->departments, mado_department_new ("kanko", "観光課"));
  g_ptr_array_add (book->initiatives, make_row (1, "申込みの一本化"));
  g_ptr_array_add (book->initiatives, make_row (2, "案内の多言語化"));
  return book;
}

static void
be (Desk       *desk,
    MadoRole    role,
    const char *scope)
{
  const char *scopes[] = { scope, NULL };

  mado_store_set_person (desk->store, desk->identity.actor, role, NULL, scopes);
}

static void
world_open (World *w)
{
  g_autoptr (MadoPlanBook) book = make_book ();
  g_autoptr (GHashTable) none = g_hash_table_new (mado_id_hash, mado_id_equal);
  MadoPlanUpdateOptions options = { "022039", none, MADO_SOURCE_IMPORT, "import" };
  g_auto (MadoPlanUpdate) update = { 0 };
  g_autoptr (GError) error = NULL;

  w->a = kit_desk_new (1, "jouhou");
  w->b = kit_desk_new (2, "kanko");
  kit_open (w->a);
  kit_open (w->b);
  kit_introduce (w->a, w->b);
  be (w->a, MADO_ROLE_PROMOTER, "jouhou");
  be (w->b, MADO_ROLE_PROMOTER, "kanko");
  mado_plan_book_settle_ids (book, &options);
  mado_plan_update_make (&update, book, &options);
  w->row = ((MadoInitiative *) book->initiatives->pdata[0])->id;
  w->plan = book->id;
  g_assert_true (mado_store_write_all (w->a->store, g_steal_pointer (&update.edits), &error));
  g_assert_no_error (error);
  kit_carry (w->a, w->b);
}

static void
world_close (World *w)
{
  kit_desk_free (w->a);
  kit_desk_free (w->b);
}

static MadoRecord *
load (Desk         *desk,
      const MadoId *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = mado_store_load_many (desk->store, id, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  return g_object_ref (found->pdata[0]);
}

static MadoPlanEdit *
begin (World *w,
       Desk  *desk)
{
  g_autoptr (MadoRecord) record = load (desk, &w->row);

  return mado_plan_edit_new (record, "jouhou");
}

static const char *
line_id (MadoPlanEdit *edit,
         guint         place)
{
  g_autoptr (MadoInitiative) row = mado_plan_edit_read_row (edit);

  return g_intern_string (((MadoPlanLine *) row->status->pdata[place])->id);
}

static void
save (Desk         *desk,
      MadoPlanEdit *edit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = mado_store_write (desk->store, mado_plan_edit_make (edit, "update"), &error);

  g_assert_no_error (error);
  mado_plan_edit_clear (edit);
}

static MadoInitiative *
read_row (World *w,
          Desk  *desk)
{
  g_autoptr (MadoRecord) record = load (desk, &w->row);

  return mado_initiative_read (record, NULL);
}

static const char *
text_of (MadoInitiative *row,
         guint           place)
{
  return ((MadoPlanLine *) row->status->pdata[place])->text;
}

static void
test_different_lines (void)
{
  World w;
  g_autoptr (MadoPlanEdit) one = NULL;
  g_autoptr (MadoPlanEdit) two = NULL;
  g_autoptr (MadoInitiative) left = NULL;
  g_autoptr (MadoInitiative) right = NULL;

  world_open (&w);
  one = begin (&w, w.a);
  two = begin (&w, w.b);
  mado_plan_edit_set_line_text (one, MADO_PLAN_STATUS, line_id (one, 0), "受付件数：150件");
  mado_plan_edit_set_line_text (two, MADO_PLAN_STATUS, line_id (two, 3), "案内板を５か所に設置済");
  save (w.a, one);
  save (w.b, two);
  kit_carry (w.a, w.b);
  kit_carry (w.b, w.a);
  left = read_row (&w, w.a);
  right = read_row (&w, w.b);
  g_assert_cmpuint (mado_initiative_count_conflicts (left), ==, 0);
  g_assert_cmpuint (mado_initiative_count_conflicts (right), ==, 0);
  g_assert_cmpstr (text_of (left, 0), ==, "受付件数：150件");
  g_assert_cmpstr (text_of (left, 3), ==, "案内板を５か所に設置済");
  g_assert_cmpstr (text_of (right, 0), ==, "受付件数：150件");
  g_assert_cmpstr (text_of (right, 3), ==, "案内板を５か所に設置済");
  world_close (&w);
}

static void
test_same_line (void)
{
  World w;
  g_autoptr (MadoPlanEdit) one = NULL;
  g_autoptr (MadoPlanEdit) two = NULL;
  g_autoptr (MadoPlanEdit) settle = NULL;
  g_autoptr (MadoInitiative) row = NULL;
  g_autoptr (MadoInitiative) settled = NULL;
  const MadoPlanLine *line;
  g_autofree char *path = NULL;

  world_open (&w);
  one = begin (&w, w.a);
  two = begin (&w, w.b);
  mado_plan_edit_set_line_text (one, MADO_PLAN_STATUS, line_id (one, 0), "受付件数：150件");
  mado_plan_edit_set_line_text (two, MADO_PLAN_STATUS, line_id (two, 0), "受付件数：151件");
  save (w.a, one);
  save (w.b, two);
  kit_carry (w.a, w.b);
  kit_carry (w.b, w.a);
  row = read_row (&w, w.a);
  g_assert_cmpuint (mado_initiative_count_conflicts (row), ==, 1);
  line = row->status->pdata[0];
  g_assert_cmpuint (line->conflict->len, ==, 2);
  g_assert_true (g_ptr_array_find_with_equal_func (line->conflict, "受付件数：150件", g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (line->conflict, "受付件数：151件", g_str_equal, NULL));

  settle = begin (&w, w.b);
  path = mado_plan_path_line (MADO_PLAN_STATUS, line->id, "text");
  mado_plan_edit_choose (settle, path, mado_value_text ("受付件数：151件"));
  save (w.b, settle);
  kit_carry (w.b, w.a);
  settled = read_row (&w, w.a);
  g_assert_cmpuint (mado_initiative_count_conflicts (settled), ==, 0);
  g_assert_cmpstr (text_of (settled, 0), ==, "受付件数：151件");
  world_close (&w);
}

/* What sync brings under an open edit is kept beside it, not lost. */
static void
test_underneath (void)
{
  World w;
  g_autoptr (MadoPlanEdit) one = NULL;
  g_autoptr (MadoPlanEdit) two = NULL;
  g_autoptr (MadoRecord) newer = NULL;
  g_autoptr (MadoInitiative) row = NULL;
  g_auto (GStrv) held = NULL;

  world_open (&w);
  one = begin (&w, w.a);
  two = begin (&w, w.b);
  mado_plan_edit_set_line_text (one, MADO_PLAN_STATUS, line_id (one, 0), "甲");
  mado_plan_edit_set_line_text (two, MADO_PLAN_STATUS, line_id (two, 0), "乙");
  save (w.a, one);
  kit_carry (w.a, w.b);
  newer = load (w.b, &w.row);
  mado_plan_edit_set_record (two, newer);
  held = mado_plan_edit_list_held (two);
  g_assert_cmpuint (g_strv_length (held), ==, 1);
  save (w.b, two);
  row = read_row (&w, w.b);
  g_assert_cmpuint (mado_initiative_count_conflicts (row), ==, 1);
  world_close (&w);
}

/* An officer writes the department's part and what all share, nothing else. */
static void
test_rights (void)
{
  World w;
  g_autoptr (MadoPlanEdit) edit = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = NULL;

  world_open (&w);
  be (w.b, MADO_ROLE_PROMOTER, "sangyo");
  edit = begin (&w, w.b);
  mado_plan_edit_set_line_text (edit, MADO_PLAN_STATUS, line_id (edit, 3), "他課の行");
  commits = mado_store_write (w.b->store, mado_plan_edit_make (edit, "update"), &error);
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DENIED);
  g_clear_error (&error);
  mado_plan_edit_clear (edit);
  be (w.b, MADO_ROLE_COUNTER, "kanko");
  mado_plan_edit_set_line_text (edit, MADO_PLAN_STATUS, line_id (edit, 0), "窓口の人");
  commits = mado_store_write (w.b->store, mado_plan_edit_make (edit, "update"), &error);
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DENIED);
  g_clear_error (&error);
  /* Who sits at a counter and is an officer too writes the plan as an officer. */
  mado_store_set_open_role (w.b->store, MADO_ROLE_PROMOTER);
  save (w.b, edit);
  world_close (&w);
}

static MadoAnswerState
state_of (World *w,
          Desk  *desk)
{
  g_autoptr (MadoInitiative) row = read_row (w, desk);
  const MadoPlanAnswer *answer = mado_initiative_find_answer (row, "kanko", "2026-05-31");

  return answer != NULL ? answer->state : MADO_ANSWER_NONE;
}

static void
decide (World           *w,
        MadoAnswerState  state,
        const char      *comment)
{
  g_autoptr (MadoPlanEdit) edit = begin (w, w->a);
  g_autoptr (GError) error = NULL;

  g_assert_true (mado_plan_edit_decide (edit, "kanko", "2026-05-31", state, comment, &error));
  save (w->a, edit);
}

static void
answer (World           *w,
        MadoAnswerState  state,
        gboolean         unchanged)
{
  g_autoptr (MadoPlanEdit) edit = begin (w, w->b);

  mado_plan_edit_set_answer (edit, "kanko", "2026-05-31", state, unchanged);
  save (w->b, edit);
  kit_carry (w->b, w->a);
}

static void
test_workflow (void)
{
  World w;
  g_autoptr (MadoPlanEdit) early = NULL;
  g_autoptr (GError) error = NULL;

  world_open (&w);
  early = begin (&w, w.a);
  g_assert_false (mado_plan_edit_decide (early, "kanko", "2026-05-31", MADO_ANSWER_ACCEPTED, NULL, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
  answer (&w, MADO_ANSWER_DRAFT, FALSE);
  g_assert_cmpint (state_of (&w, w.a), ==, MADO_ANSWER_DRAFT);
  answer (&w, MADO_ANSWER_CONFIRMED, TRUE);
  g_assert_cmpint (state_of (&w, w.a), ==, MADO_ANSWER_CONFIRMED);
  decide (&w, MADO_ANSWER_RETURNED, "件数を最新に");
  g_assert_cmpint (state_of (&w, w.a), ==, MADO_ANSWER_RETURNED);
  kit_carry (w.a, w.b);
  answer (&w, MADO_ANSWER_CONFIRMED, FALSE);
  g_assert_cmpint (state_of (&w, w.a), ==, MADO_ANSWER_CONFIRMED);
  decide (&w, MADO_ANSWER_ACCEPTED, NULL);
  kit_carry (w.a, w.b);
  g_assert_cmpint (state_of (&w, w.b), ==, MADO_ANSWER_ACCEPTED);
  world_close (&w);
}

/* One edit of many that is refused leaves nothing of the others. */
static void
test_all_or_none (void)
{
  World w;
  g_autoptr (MadoPlanEdit) good = NULL;
  g_autoptr (MadoPlanEdit) bad = NULL;
  g_autoptr (MadoInitiative) row = NULL;
  GPtrArray *edits = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  world_open (&w);
  be (w.b, MADO_ROLE_PROMOTER, "sangyo");
  good = begin (&w, w.b);
  bad = begin (&w, w.b);
  mado_plan_edit_set_line_text (good, MADO_PLAN_STATUS, line_id (good, 0), "良い");
  mado_plan_edit_set_line_text (bad, MADO_PLAN_STATUS, line_id (bad, 3), "他課の行");
  g_ptr_array_add (edits, mado_plan_edit_make (good, "update"));
  g_ptr_array_add (edits, mado_plan_edit_make (bad, "update"));
  g_assert_false (mado_store_write_all (w.b->store, edits, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DENIED);
  row = read_row (&w, w.b);
  g_assert_cmpstr (text_of (row, 0), ==, "受付件数：120件");
  g_assert_cmpuint (mado_store_get_n_unsent (w.b->store), ==, 0);
  world_close (&w);
}

static void
test_history (void)
{
  World w;
  g_autoptr (MadoPlanEdit) edit = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  g_autoptr (MadoRecord) then = NULL;
  g_autoptr (MadoRecord) now = NULL;
  g_autoptr (MadoInitiative) before = NULL;
  g_autoptr (GError) error = NULL;
  gint64 ms;
  const MadoId *heads;
  guint n;

  world_open (&w);
  ms = mado_clock_now_ms (w.a->clock);
  now = load (w.a, &w.row);
  heads = mado_record_get_heads (now, "shared", &n);
  mado_clock_advance (w.a->clock, 60 * 1000);
  edit = begin (&w, w.a);
  mado_plan_edit_set_line_text (edit, MADO_PLAN_STATUS, line_id (edit, 0), "後の文");
  save (w.a, edit);
  commits = mado_store_history (w.a->store, &w.row, &error);
  g_assert_no_error (error);
  then = mado_record_at_time (commits, ms);
  before = mado_initiative_read (then, NULL);
  g_assert_cmpstr (text_of (before, 0), ==, "受付件数：120件");
  g_clear_object (&then);
  then = mado_record_at_heads (commits, heads, n);
  g_clear_pointer (&before, mado_initiative_free);
  before = mado_initiative_read (then, NULL);
  g_assert_cmpstr (text_of (before, 0), ==, "受付件数：120件");
  g_assert_null (mado_record_at_time (commits, 1));
  world_close (&w);
}

static void
test_lines (void)
{
  World w;
  g_autoptr (MadoPlanEdit) edit = NULL;
  g_autoptr (MadoInitiative) row = NULL;
  g_autofree char *made = NULL;
  g_autofree char *printed = NULL;

  world_open (&w);
  edit = begin (&w, w.a);
  made = mado_plan_edit_split (edit, MADO_PLAN_STATUS, line_id (edit, 0), strlen ("受付件数："), w.a->random);
  g_assert_true (mado_plan_edit_indent (edit, MADO_PLAN_STATUS, made, 1));
  g_assert_true (mado_plan_edit_move (edit, MADO_PLAN_STATUS, made, 1));
  g_assert_cmpuint (mado_plan_edit_paste (edit, MADO_PLAN_STATUS, line_id (edit, 4), "○新しい\n　・細目\n", w.a->random), ==, 2);
  save (w.a, edit);
  row = read_row (&w, w.a);
  printed = mado_plan_lines_print (row->status, TRUE);
  g_assert_cmpstr (printed, ==, "○受付件数：\n　・うち港町 40件\n　・120件\n（観光課）\n○案内板を３か所に設置予定\n○新しい\n　・細目");
  g_assert_cmpstr (((MadoPlanLine *) row->status->pdata[6])->section, ==, "kanko");
  world_close (&w);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
  g_test_add_func ("/plan/different-lines", test_different_lines);
  g_test_add_func ("/plan/same-line", test_same_line);
  g_test_add_func ("/plan/underneath", test_underneath);
  g_test_add_func ("/plan/rights", test_rights);
  g_test_add_func ("/plan/workflow", test_workflow);
  g_test_add_func ("/plan/all-or-none", test_all_or_none);
  g_test_add_func ("/plan/history", test_history);
  g_test_add_func ("/plan/lines", test_lines);
  return g_test_run ();
}
