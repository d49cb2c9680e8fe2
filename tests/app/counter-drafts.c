/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-case.h"
#include "core/model/mado-value.h"
#include "counter-kit.h"
#include "persona.h"

#include <string.h>

/* The program ends while values stand in fields that nobody has saved, and
 * another window goes on. */

#define NAME "visitor/visitor_name"
#define TICKET "ticket_no"

typedef struct
{
  MadoPack    *pack;
  Desk        *here;
  Desk        *there;
  MadoCounter *one;   /* at the desk whose program ends */
  MadoCounter *other; /* at the other one */
  MadoId       record;
  GString     *told;  /* paths of "underneath" */
} Fixture;

static void
type (MadoCounter *counter,
      const char  *path,
      const char  *text)
{
  mado_counter_set (counter, path, text != NULL ? g_variant_new_string (text) : NULL, MADO_SOURCE_TYPED);
}

static void
open_there (Fixture *f)
{
  kit_carry (f->here, f->there);
  f->other = counter_kit_at (f->there, f->pack);
  counter_kit_load (f->other, &f->record);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *dir = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "data", "city", NULL);
  g_autoptr (GError) error = NULL;

  f->pack = mado_pack_load (dir, &error);
  g_assert_no_error (error);
  f->told = g_string_new (NULL);
  f->here = kit_desk_new (1, "shimin");
  f->there = kit_desk_new (2, "kokuho");
  kit_open (f->here);
  kit_open (f->there);
  kit_introduce (f->here, f->there);
  f->one = counter_kit_at (f->here, f->pack);
  mado_counter_begin (f->one, "107");
  persona_enter (mado_counter_get_edit (f->one), "p01_kazoku_yonin.json", "shimin", f->here->random);
  type (f->one, NAME, "黒木");
  counter_kit_save (f->here, f->one);
  f->record = *mado_counter_get_record_id (f->one);
  open_there (f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  counter_kit_drop (f->here, &f->one);
  counter_kit_drop (f->there, &f->other);
  kit_desk_free (f->here);
  kit_desk_free (f->there);
  mado_pack_unref (f->pack);
  g_string_free (f->told, TRUE);
}

static void
underneath_cb (MadoCounter *counter,
               const char  *path,
               Fixture     *f)
{
  g_string_append_printf (f->told, "[%s]", path);
}

static void
end_program (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mado_store_flush (f->here->store, &error));
  g_assert_no_error (error);
  counter_kit_drop (f->here, &f->one);
  kit_close (f->here);
}

/* Sync brings what the other window wrote before the page is opened. */
static void
begin_again (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  kit_open (f->here);
  kit_introduce (f->here, f->there);
  kit_carry (f->there, f->here);
  g_assert_true (mado_store_settle_down (f->here->store, &error));
  g_assert_no_error (error);
  g_string_truncate (f->told, 0);
  f->one = counter_kit_at (f->here, f->pack);
  g_signal_connect (f->one, "underneath", G_CALLBACK (underneath_cb), f);
  counter_kit_load (f->one, &f->record);
}

/* The values at @path, the shown one first. */
static char *
values_of (MadoRecord *record,
           const char *path)
{
  const MadoRegister *reg = mado_record_lookup (record, path);
  GString *out = g_string_new (NULL);

  for (guint i = 0; reg != NULL && i < reg->values->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? " | " : "",
                            mado_value_get_text (((MadoRegisterValue *) g_ptr_array_index (reg->values, i))->value));
  return g_string_free (out, FALSE);
}

/* On the screen, in the journal, and in that of the other window. */
static void
assert_everywhere (Fixture    *f,
                   const char *path,
                   const char *expected)
{
  g_autofree char *seen = values_of (mado_counter_get_record (f->one), path);

  g_assert_cmpstr (seen, ==, expected);
  kit_carry (f->here, f->there);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MadoRecord) record = mado_store_load ((i == 0 ? f->here : f->there)->store, &f->record, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = values_of (record, path);
      g_assert_cmpstr (text, ==, expected);
    }
}

static guint
count_heads (Fixture    *f,
             const char *section)
{
  guint n;

  mado_record_get_heads (mado_counter_get_record (f->one), section, &n);
  return n;
}

static void
assert_nothing_left (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drafts = mado_store_get_drafts (f->here->store, &f->record, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (drafts->len, ==, 0);
  g_assert_cmpuint (mado_case_edit_get_n_pending (mado_counter_get_edit (f->one)), ==, 0);
}

/* --- what happened meanwhile ------------------------------------------------------------ */

static void
test_nothing (Fixture       *f,
              gconstpointer  data)
{
  type (f->one, NAME, "黒木　夏美");
  end_program (f);
  begin_again (f);
  g_assert_cmpstr (mado_counter_get_text (f->one, NAME), ==, "黒木　夏美");
  g_assert_false (mado_case_edit_is_held (mado_counter_get_edit (f->one), NAME));
  g_assert_cmpstr (f->told->str, ==, "");
  counter_kit_save (f->here, f->one);
  assert_everywhere (f, NAME, "黒木　夏美");
  g_assert_cmpuint (count_heads (f, "shared"), ==, 1);
  assert_nothing_left (f);
}

/* A value that was taken out stays out. */
static void
test_cleared (Fixture       *f,
              gconstpointer  data)
{
  type (f->one, TICKET, NULL);
  end_program (f);
  begin_again (f);
  g_assert_cmpstr (mado_counter_get_text (f->one, TICKET), ==, "");
  counter_kit_save (f->here, f->one);
  g_assert_null (mado_record_get (mado_counter_get_record (f->one), TICKET));
  assert_nothing_left (f);
}

static void
test_other_field (Fixture       *f,
                  gconstpointer  data)
{
  type (f->one, NAME, "黒木　夏美");
  end_program (f);
  type (f->other, TICKET, "214");
  counter_kit_save (f->there, f->other);
  begin_again (f);
  g_assert_false (mado_case_edit_is_held (mado_counter_get_edit (f->one), NAME));
  g_assert_cmpstr (f->told->str, ==, "");
  counter_kit_save (f->here, f->one);
  assert_everywhere (f, NAME, "黒木　夏美");
  assert_everywhere (f, TICKET, "214");
  g_assert_cmpuint (count_heads (f, "shared"), ==, 1);
}

static void
write_under (Fixture *f)
{
  type (f->one, NAME, "黒木　夏美");
  end_program (f);
  type (f->other, NAME, "黒木　冬美");
  counter_kit_save (f->there, f->other);
  begin_again (f);
}

/* Marked at once; saved, both stand until a person chooses. */
static void
test_same_field (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr (GPtrArray) conflicts = NULL;

  write_under (f);
  g_assert_cmpstr (mado_counter_get_text (f->one, NAME), ==, "黒木　夏美");
  g_assert_true (mado_case_edit_is_held (mado_counter_get_edit (f->one), NAME));
  g_assert_true (mado_case_edit_is_pending (mado_counter_get_edit (f->one), NAME));
  g_assert_cmpstr (mado_record_get_text (mado_counter_get_record (f->one), NAME), ==, "黒木　冬美");
  g_assert_cmpstr (f->told->str, ==, "[" NAME "]");
  counter_kit_save (f->here, f->one);
  assert_everywhere (f, NAME, "黒木　夏美 | 黒木　冬美");
  conflicts = mado_case_list_conflicts (mado_counter_get_case (f->one));
  g_assert_cmpuint (conflicts->len, ==, 1);
  assert_nothing_left (f);
}

/* So much came that the journal opens the record from a newer snapshot: what
 * is written beside it needs the history, which the page does not have. */
static void
test_from_snapshot (Fixture       *f,
                    gconstpointer  data)
{
  type (f->one, NAME, "黒木　夏美");
  end_program (f);
  type (f->other, NAME, "黒木　冬美");
  counter_kit_save (f->there, f->other);
  for (guint i = 0; i < 40; i++)
    kit_write_text (f->there, &f->record, "field/new.block", i % 2 ? "1-2" : "3-4");
  begin_again (f);
  end_program (f);
  begin_again (f);
  g_assert_true (mado_case_edit_is_held (mado_counter_get_edit (f->one), NAME));
  g_assert_cmpstr (f->told->str, ==, "[" NAME "]");
  counter_kit_save (f->here, f->one);
  assert_everywhere (f, NAME, "黒木　夏美 | 黒木　冬美");
  assert_nothing_left (f);
}

/* The one of the other window is the later one: it shows, and what is saved
 * here counts as saved all the same. */
static void
test_later_clock (Fixture       *f,
                  gconstpointer  data)
{
  mado_clock_advance (f->there->clock, 30 * 60 * 1000);
  write_under (f);
  counter_kit_save (f->here, f->one);
  assert_everywhere (f, NAME, "黒木　冬美 | 黒木　夏美");
  assert_nothing_left (f);
}

/* Typed on while it was being written: the own first value goes, theirs stays. */
static void
test_typed_on (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  write_under (f);
  mado_counter_save_async (f->one, "fill", counter_kit_done, &result);
  type (f->one, NAME, "黒木　春美");
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  mado_counter_save_finish (f->one, result, &error);
  g_clear_object (&result);
  g_assert_no_error (error);
  mado_clock_advance (f->here->clock, 60000);
  g_assert_cmpstr (mado_counter_get_text (f->one, NAME), ==, "黒木　春美");
  g_assert_true (mado_case_edit_is_held (mado_counter_get_edit (f->one), NAME));
  end_program (f);
  begin_again (f);
  g_assert_true (mado_case_edit_is_held (mado_counter_get_edit (f->one), NAME));
  counter_kit_save (f->here, f->one);
  assert_everywhere (f, NAME, "黒木　春美 | 黒木　冬美");
  assert_nothing_left (f);
}

/* The person said which, and the program ends once more before it is saved. */
static void
test_settled (Fixture       *f,
              gconstpointer  data)
{
  gboolean theirs = GPOINTER_TO_INT (data);

  write_under (f);
  mado_counter_settle (f->one, NAME, theirs);
  end_program (f);
  begin_again (f);
  g_assert_false (mado_case_edit_is_held (mado_counter_get_edit (f->one), NAME));
  g_assert_cmpstr (f->told->str, ==, "");
  g_assert_cmpstr (mado_counter_get_text (f->one, NAME), ==, theirs ? "黒木　冬美" : "黒木　夏美");
  counter_kit_save (f->here, f->one);
  assert_everywhere (f, NAME, theirs ? "黒木　冬美" : "黒木　夏美");
  assert_nothing_left (f);
}

/* Typed and taken back: nothing to come up again over what others wrote. */
static void
test_typed_back (Fixture       *f,
                 gconstpointer  data)
{
  type (f->one, NAME, "黒木　夏美");
  type (f->one, NAME, "黒木");
  end_program (f);
  type (f->other, NAME, "黒木　冬美");
  counter_kit_save (f->there, f->other);
  begin_again (f);
  g_assert_false (mado_case_edit_is_held (mado_counter_get_edit (f->one), NAME));
  g_assert_cmpstr (mado_counter_get_text (f->one, NAME), ==, "黒木　冬美");
}

#define ADD(name, data, function) g_test_add (name, Fixture, data, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/counter-drafts/nothing", NULL, test_nothing);
  ADD ("/counter-drafts/cleared", NULL, test_cleared);
  ADD ("/counter-drafts/other-field", NULL, test_other_field);
  ADD ("/counter-drafts/same-field", NULL, test_same_field);
  ADD ("/counter-drafts/from-snapshot", NULL, test_from_snapshot);
  ADD ("/counter-drafts/later-clock", NULL, test_later_clock);
  ADD ("/counter-drafts/typed-on", NULL, test_typed_on);
  ADD ("/counter-drafts/settled/ours", GINT_TO_POINTER (FALSE), test_settled);
  ADD ("/counter-drafts/settled/theirs", GINT_TO_POINTER (TRUE), test_settled);
  ADD ("/counter-drafts/typed-back", NULL, test_typed_back);
  return g_test_run ();
}
