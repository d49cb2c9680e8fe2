/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-initiative-item.h"
#include "app/initiative/mado-lines-buffer.h"
#include "app/initiative/mado-row-session.h"
#include "core/form/mado-plan-change.h"
#include "core/model/mado-value.h"
#include "store-kit.h"

#include <string.h>

/* One person's work at a row, with the store: drafts, saving, answering, and
 * what another desk writes meanwhile. */

#define ROUND "2026-05-31"

typedef struct
{
  Desk          *desk;
  MadoContext   *context;
  MadoPlanPlace *place;
} Seat;

static MadoId the_row;

static MadoPlanBook *
make_book (void)
{
  MadoPlanBook *book = mado_plan_book_new ();
  const char *ids[] = { "sangyo", "kanko", NULL };

  g_free (book->name);
  book->name = g_strdup ("みなと市デジタル計画");
  g_free (book->gather);
  book->gather = g_strdup ("jouhou");
  book->year = 2026;
  mado_plan_book_add_goal (book, 1, "べんり", "");
  mado_plan_book_add_measure (book, 1, 1, "手続き");
  g_ptr_array_add (book->departments, mado_department_new ("sangyo", "産業課"));
  g_ptr_array_add (book->departments, mado_department_new ("kanko", "観光課"));
  g_ptr_array_add (book->departments, mado_department_new ("jouhou", "情報政策課"));
  for (int no = 1; no <= 3; no++)
    {
      MadoInitiative *row = mado_initiative_new ();

      row->no = no;
      row->goal = row->measure = 1;
      g_free (row->title);
      row->title = g_strdup_printf ("取組%d", no);
      g_strfreev (row->departments);
      row->departments = no == 3 ? g_strsplit ("kanko", " ", -1) : g_strdupv ((char **) ids);
      g_ptr_array_add (row->status, mado_plan_line_new (1, MADO_PLAN_LINE_ITEM, "○", "受付件数：120件"));
      g_ptr_array_add (row->status, mado_plan_line_new (2, MADO_PLAN_LINE_SUBITEM, "・", "うち港町 40件"));
      g_ptr_array_add (book->initiatives, row);
    }
  return book;
}

static void
settle_loop (gboolean (*is_done) (gpointer data),
             gpointer   data)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (!is_done (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }
}

static gboolean
has_book (gpointer data)
{
  return mado_plan_place_get_book (data) != NULL;
}

static gboolean
has_edit (gpointer data)
{
  return mado_row_session_get_edit (data) != NULL;
}

static void
seat_open (Seat       *seat,
           guint       number,
           const char *scope)
{
  static const char *const roles[] = { "promoter", NULL };
  const char *scopes[] = { scope, NULL };

  seat->desk = kit_desk_new (number, scope);
  kit_open (seat->desk);
  mado_store_set_person (seat->desk->store, seat->desk->identity.actor, MADO_ROLE_PROMOTER, NULL, scopes);
  seat->context = mado_context_new (seat->desk->clock, seat->desk->random, seat->desk->dir);
  mado_context_set_roles (seat->context, roles);
}

/* The plan is there only once it was written or carried. */
static void
seat_look (Seat *seat)
{
  mado_context_sign_in (seat->context, seat->desk->store, &seat->desk->identity, seat->desk->key, "推進員");
  seat->place = mado_plan_place_new (seat->context);
  settle_loop (has_book, seat->place);
}

static void
seat_close (Seat *seat)
{
  g_clear_object (&seat->place);
  mado_context_sign_out (seat->context);
  g_clear_object (&seat->context);
  while (g_atomic_int_get (&G_OBJECT (seat->desk->store)->ref_count) > 1)
    if (!g_main_context_iteration (NULL, FALSE))
      g_thread_yield ();
  kit_desk_free (seat->desk);
}

static void
write_plan (Desk *desk)
{
  g_autoptr (MadoPlanBook) book = make_book ();
  g_autoptr (GHashTable) none = g_hash_table_new (mado_id_hash, mado_id_equal);
  MadoPlanUpdateOptions options = { "022039", none, MADO_SOURCE_IMPORT, "import" };
  g_auto (MadoPlanUpdate) update = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPlanSet) set = NULL;
  g_autoptr (MadoPlanEdit) edit = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  g_autoptr (GVariant) year = mado_value_int (2026);

  mado_plan_book_settle_ids (book, &options);
  mado_plan_update_make (&update, book, &options);
  the_row = ((MadoInitiative *) book->initiatives->pdata[0])->id;
  g_assert_true (mado_store_write_all (desk->store, g_steal_pointer (&update.edits), &error));
  g_assert_no_error (error);
  set = mado_plan_set_load (desk->store, NULL, 0, &error);
  g_assert_no_error (error);
  edit = mado_plan_edit_new (set->plan, "jouhou");
  mado_plan_edit_set (edit, MADO_PLAN_SECTION_SHARED, "round/" ROUND "/year", year);
  commits = mado_store_write (desk->store, mado_plan_edit_make (edit, "call"), &error);
  g_assert_no_error (error);
}

static void
two_seats (Seat *a,
           Seat *b)
{
  const char *scopes[] = { NULL, NULL };

  seat_open (a, 1, "jouhou");
  seat_open (b, 2, "kanko");
  kit_introduce (a->desk, b->desk);
  scopes[0] = "jouhou";
  mado_store_set_person (a->desk->store, a->desk->identity.actor, MADO_ROLE_PROMOTER, NULL, scopes);
  scopes[0] = "kanko";
  mado_store_set_person (b->desk->store, b->desk->identity.actor, MADO_ROLE_PROMOTER, NULL, scopes);
  write_plan (a->desk);
  kit_carry (a->desk, b->desk);
  seat_look (a);
  seat_look (b);
}

static MadoRowSession *
sit_down (Seat *seat)
{
  MadoRowSession *session = mado_row_session_new (seat->place, &the_row);

  settle_loop (has_edit, session);
  return session;
}

static char *
nth_lid (MadoRowSession *session,
         guint           n)
{
  g_autoptr (MadoInitiative) row = mado_plan_edit_read_row (mado_row_session_get_edit (session));

  return g_strdup (((MadoPlanLine *) row->status->pdata[n])->id);
}

static void
write_line (MadoRowSession *session,
            guint           n,
            const char     *text)
{
  g_autofree char *lid = nth_lid (session, n);

  mado_plan_edit_set_line_text (mado_row_session_get_edit (session), MADO_PLAN_STATUS, lid, text);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static gboolean
is_counted (gpointer data)
{
  return *(guint *) data > 0;
}

static void
save (MadoRowSession *session,
      int             step)
{
  guint saved = 0;
  gulong id = g_signal_connect_swapped (session, "saved", G_CALLBACK (count_cb), &saved);

  g_assert_true (mado_row_session_save (session, step, NULL));
  settle_loop (is_counted, &saved);
  g_signal_handler_disconnect (session, id);
  g_assert_false (mado_row_session_is_dirty (session));
  g_assert_false (mado_row_session_is_saving (session));
}

static MadoAnswerState
state_at (MadoRowSession *session,
          gboolean       *unchanged)
{
  g_autoptr (MadoInitiative) row = mado_plan_edit_read_row (mado_row_session_get_edit (session));
  const MadoPlanAnswer *answer = mado_initiative_find_answer (row, "kanko", ROUND);

  if (unchanged)
    *unchanged = answer && answer->unchanged;
  return answer ? answer->state : MADO_ANSWER_NONE;
}

/* What was entered and not saved is there again, also after the program ended. */
static void
test_drafts (void)
{
  Seat a = { 0 }, b = { 0 };
  MadoRowSession *session;
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoInitiative) row = NULL;

  two_seats (&a, &b);
  session = sit_down (&b);
  write_line (session, 0, "受付件数：150件");
  mado_row_session_keep (session);
  g_assert_true (mado_store_flush (b.desk->store, &error));
  g_object_unref (session);

  session = sit_down (&b);
  g_assert_true (mado_row_session_is_dirty (session));
  row = mado_plan_edit_read_row (mado_row_session_get_edit (session));
  g_assert_cmpstr (((MadoPlanLine *) row->status->pdata[0])->text, ==, "受付件数：150件");
  /* Taken back by hand, the draft is gone as well. */
  write_line (session, 0, "受付件数：120件");
  mado_row_session_keep (session);
  g_assert_true (mado_store_flush (b.desk->store, &error));
  drafts = mado_store_get_drafts (b.desk->store, &the_row, &error);
  g_assert_cmpuint (drafts->len, ==, 0);
  g_object_unref (session);
  seat_close (&a);
  seat_close (&b);
}

static void
test_answers (void)
{
  Seat a = { 0 }, b = { 0 };
  MadoRowSession *session;
  gboolean unchanged;
  guint n_mine, n_open;

  two_seats (&a, &b);
  mado_initiative_items_count (mado_plan_place_get_book (b.place), "kanko", ROUND, &n_mine, &n_open);
  g_assert_cmpuint (n_mine, ==, 3);
  g_assert_cmpuint (n_open, ==, 3);
  session = sit_down (&b);
  g_assert_false (mado_row_session_save (session, -1, NULL)); /* nothing entered: nothing written */
  g_assert_cmpuint (mado_store_get_n_unsent (b.desk->store), ==, 0);
  save (session, MADO_STEP_NO_CHANGE);
  g_assert_cmpint (state_at (session, &unchanged), ==, MADO_ANSWER_CONFIRMED);
  g_assert_true (unchanged);
  /* A word more, and it is being entered again. */
  write_line (session, 0, "受付件数：150件");
  save (session, -1);
  g_assert_cmpint (state_at (session, &unchanged), ==, MADO_ANSWER_DRAFT);
  g_assert_false (unchanged);
  save (session, MADO_STEP_CONFIRM);
  g_assert_cmpint (state_at (session, NULL), ==, MADO_ANSWER_CONFIRMED);
  g_object_unref (session);
  seat_close (&a);
  seat_close (&b);
}

/* Who may do what: an officer judges nothing, those who gather answer for nobody. */
static void
test_steps (void)
{
  Seat a = { 0 }, b = { 0 };

  two_seats (&a, &b);
  g_assert_true (mado_answer_may (b.place, &the_row, MADO_STEP_NO_CHANGE));
  g_assert_false (mado_answer_may (b.place, &the_row, MADO_STEP_ACCEPT));
  g_assert_false (mado_answer_may (a.place, &the_row, MADO_STEP_NO_CHANGE));
  g_assert_false (mado_answer_may (a.place, &the_row, MADO_STEP_ACCEPT)); /* nothing is confirmed yet */
  g_assert_true (mado_plan_place_gathers (a.place));
  g_assert_false (mado_plan_place_gathers (b.place));
  seat_close (&a);
  seat_close (&b);
}

/* Two desks, one line: both texts are kept, shown, and settled with a reason. */
static void
test_conflict (void)
{
  Seat a = { 0 }, b = { 0 };
  MadoRowSession *one, *two;
  g_autofree char *lid = NULL;
  guint changed = 0;

  two_seats (&a, &b);
  one = sit_down (&a);
  two = sit_down (&b);
  lid = nth_lid (two, 0);
  write_line (one, 0, "受付件数：150件");
  write_line (two, 0, "受付件数：151件");
  save (one, -1);
  g_signal_connect_swapped (two, "record-changed", G_CALLBACK (count_cb), &changed);
  kit_carry (a.desk, b.desk);
  settle_loop (is_counted, &changed);
  g_assert_true (mado_row_session_is_dirty (two)); /* one's own is not overwritten */
  save (two, -1);
  {
    g_autoptr (MadoInitiative) row = mado_plan_edit_read_row (mado_row_session_get_edit (two));
    const MadoPlanLine *line = row->status->pdata[0];

    g_assert_cmpuint (mado_initiative_count_conflicts (row), ==, 1);
    g_assert_cmpuint (line->conflict->len, ==, 2);
    g_assert_true (g_ptr_array_find_with_equal_func (line->conflict, "受付件数：150件", g_str_equal, NULL));
    g_assert_true (g_ptr_array_find_with_equal_func (line->conflict, "受付件数：151件", g_str_equal, NULL));
  }
  mado_row_session_choose (two, MADO_PLAN_STATUS, lid, "受付件数：150件", "電話で確かめた");
  save (two, -1);
  {
    g_autoptr (MadoInitiative) row = mado_plan_edit_read_row (mado_row_session_get_edit (two));
    g_autofree char *path = mado_plan_path_line (MADO_PLAN_STATUS, lid, "text");
    g_autofree char *chosen = g_strconcat ("chosen/", path, NULL);

    g_assert_cmpuint (mado_initiative_count_conflicts (row), ==, 0);
    g_assert_cmpstr (((MadoPlanLine *) row->status->pdata[0])->text, ==, "受付件数：150件");
    g_assert_cmpstr (mado_record_get_text (mado_plan_edit_get_record (mado_row_session_get_edit (two)), chosen), ==, "電話で確かめた");
  }
  g_object_unref (one);
  g_object_unref (two);
  seat_close (&a);
  seat_close (&b);
}

/* Letters that are typed while the row is being saved go on in the next save,
 * and never disagree with one's own. */
static void
test_typing_on (void)
{
  Seat a = { 0 }, b = { 0 };
  MadoRowSession *session;
  guint saved = 0;

  two_seats (&a, &b);
  session = sit_down (&b);
  write_line (session, 0, "受付件数：15");
  g_signal_connect_swapped (session, "saved", G_CALLBACK (count_cb), &saved);
  g_assert_true (mado_row_session_save (session, -1, NULL));
  write_line (session, 0, "受付件数：150件");
  settle_loop (is_counted, &saved);
  g_assert_true (mado_row_session_is_dirty (session));
  save (session, -1);
  {
    g_autoptr (MadoInitiative) row = mado_plan_edit_read_row (mado_row_session_get_edit (session));

    g_assert_cmpuint (mado_initiative_count_conflicts (row), ==, 0);
    g_assert_cmpstr (((MadoPlanLine *) row->status->pdata[0])->text, ==, "受付件数：150件");
  }
  g_object_unref (session);
  seat_close (&a);
  seat_close (&b);
}

/* --- the list ------------------------------------------------------------------------ */

static guint
count_rows (MadoPlanPlace              *place,
            const MadoInitiativeFilter *filter)
{
  g_autoptr (GPtrArray) items = mado_initiative_items_make (mado_plan_place_get_book (place), "kanko", ROUND, filter);
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    n += mado_initiative_item_get_facts (items->pdata[i])->heading == NULL;
  return n;
}

static void
test_list (void)
{
  Seat a = { 0 }, b = { 0 };
  MadoInitiativeFilter filter = { .show = MADO_SHOW_ALL };
  g_autoptr (GPtrArray) items = NULL;

  two_seats (&a, &b);
  items = mado_initiative_items_make (mado_plan_place_get_book (b.place), "jouhou", ROUND, NULL);
  /* Nothing of one's own: the tree alone. */
  g_assert_cmpuint (items->len, ==, 4);
  g_assert_nonnull (mado_initiative_item_get_facts (items->pdata[0])->heading);
  g_assert_cmpstr (mado_initiative_item_get_facts (items->pdata[1])->no, ==, "1");
  g_assert_cmpuint (count_rows (b.place, NULL), ==, 3);
  filter.department = "sangyo";
  g_assert_cmpuint (count_rows (b.place, &filter), ==, 2);
  filter.department = NULL;
  filter.query = "取組２"; /* any width */
  g_assert_cmpuint (count_rows (b.place, &filter), ==, 1);
  filter.query = "２";
  g_assert_cmpuint (count_rows (b.place, &filter), ==, 1);
  filter.query = "港町";
  g_assert_cmpuint (count_rows (b.place, &filter), ==, 3);
  filter.query = "ない語";
  g_assert_cmpuint (count_rows (b.place, &filter), ==, 0);
  filter.query = NULL;
  filter.show = MADO_SHOW_CONFIRMED;
  g_assert_cmpuint (count_rows (b.place, &filter), ==, 0);
  filter.show = MADO_SHOW_OPEN;
  g_assert_cmpuint (count_rows (b.place, &filter), ==, 3);
  filter.show = MADO_SHOW_ALL;
  filter.until = 1; /* nothing is as old as that */
  g_assert_cmpuint (count_rows (b.place, &filter), ==, 0);
  filter.until = KIT_DAY_MS + G_GINT64_CONSTANT (10) * 365 * 24 * 3600 * 1000;
  g_assert_cmpuint (count_rows (b.place, &filter), ==, 3);
  seat_close (&a);
  seat_close (&b);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
  g_test_add_func ("/plan-session/drafts", test_drafts);
  g_test_add_func ("/plan-session/answers", test_answers);
  g_test_add_func ("/plan-session/steps", test_steps);
  g_test_add_func ("/plan-session/conflict", test_conflict);
  g_test_add_func ("/plan-session/typing-on", test_typing_on);
  g_test_add_func ("/plan-session/list", test_list);
  return g_test_run ();
}
