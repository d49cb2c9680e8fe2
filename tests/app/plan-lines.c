/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-lines-buffer.h"
#include "core/base/mado-clock.h"
#include "core/form/mado-plan-change.h"
#include "core/form/mado-plan-text.h"
#include "core/model/mado-value.h"
#include "core/sync/mado-record.h"

/* Typing in the text of a row: every paragraph stays the line that it is. */

typedef struct
{
  MadoRandom      *random;
  MadoClock       *clock;
  MadoSecretKey   *key;
  MadoId           device;
  MadoRecord      *record;
  MadoPlanEdit    *edit;
  MadoLinesBuffer *lines;
} Fixture;

static void
apply (Fixture  *f,
       MadoEdit *edit)
{
  static guint64 n;

  for (guint i = 0; i < edit->sections->len; i++)
    {
      const MadoSectionEdit *section = edit->sections->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (MadoCommit) commit = NULL;
      MadoCommitDraft draft = {
        .city = "022039", .n = ++n, .actor = "a0001", .clock = n << 16, .wall = (gint64) n * 1000, .kind = edit->kind,
        .record = edit->record, .section = section->section, .deps = section->deps, .n_deps = section->n_deps,
        .purpose = edit->purpose, .changes = section->changes,
      };

      mado_id_generate (&draft.id, f->clock, f->random);
      draft.device = f->device;
      commit = mado_commit_sign (&draft, f->key, f->random, &error);
      g_assert_no_error (error);
      g_assert_true (mado_record_apply (f->record, commit, &error));
      g_assert_no_error (error);
    }
}

static const char *
find (const char *name,
      gpointer    data)
{
  return g_str_equal (name, "観光課") ? "kanko" : g_str_equal (name, "産業課") ? "sangyo" : NULL;
}

static gboolean
may_write (const char *section,
           gpointer    data)
{
  return !g_str_equal (section, "kanko");
}

static void
make_record (Fixture    *f,
             const char *block)
{
  g_autoptr (MadoPlanBook) book = mado_plan_book_new ();
  g_autoptr (GHashTable) none = g_hash_table_new (mado_id_hash, mado_id_equal);
  MadoPlanUpdateOptions options = { "022039", none, MADO_SOURCE_IMPORT, "import" };
  g_auto (MadoPlanUpdate) update = { 0 };
  MadoInitiative *row = mado_initiative_new ();

  g_free (book->name);
  book->name = g_strdup ("計画");
  book->year = 2026;
  row->no = 1;
  g_ptr_array_unref (row->status);
  row->status = mado_plan_lines_parse (block, MADO_PLAN_STATUS, find, NULL);
  g_ptr_array_add (book->initiatives, row);
  mado_plan_book_settle_ids (book, &options);
  mado_plan_update_make (&update, book, &options);
  f->record = mado_record_new (MADO_KIND_INITIATIVE, &row->id);
  for (guint i = 0; i < update.edits->len; i++)
    if (mado_id_equal (&((MadoEdit *) update.edits->pdata[i])->record, &row->id))
      apply (f, update.edits->pdata[i]);
}

static void
open_fixture (Fixture    *f,
              const char *block)
{
  mado_crypto_init ();
  f->random = mado_random_new_seeded (9);
  f->clock = mado_clock_new_manual (1779235200000);
  f->key = mado_secret_key_new (f->random);
  mado_id_generate (&f->device, f->clock, f->random);
  make_record (f, block);
  f->edit = mado_plan_edit_new (f->record, "jouhou");
  f->lines = mado_lines_buffer_new (MADO_PLAN_STATUS, f->random, find, NULL, may_write, NULL);
  mado_lines_buffer_set_edit (f->lines, f->edit);
}

static void
close_fixture (Fixture *f)
{
  g_clear_object (&f->lines);
  g_clear_object (&f->edit);
  g_clear_object (&f->record);
  g_clear_pointer (&f->key, mado_secret_key_unref);
  g_clear_object (&f->clock);
  g_clear_object (&f->random);
}

static void
save (Fixture *f)
{
  g_autoptr (MadoEdit) edit = NULL;

  mado_lines_buffer_tidy (f->lines);
  edit = mado_plan_edit_make (f->edit, "update");
  if (edit)
    apply (f, edit);
  mado_plan_edit_clear (f->edit);
}

static char *
text_of (Fixture *f)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (f->lines), &start, &end);

  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (f->lines), &start, &end, TRUE);
}

/* What the record would say, with levels as full-width spaces. */
static void
expect (Fixture    *f,
        const char *text,
        const char *printed)
{
  g_autoptr (MadoInitiative) row = mado_plan_edit_read_row (f->edit);
  g_autofree char *is_printed = mado_plan_lines_print (row->status, TRUE);
  g_autofree char *is_text = text_of (f);

  if (text)
    g_assert_cmpstr (is_text, ==, text);
  g_assert_cmpstr (is_printed, ==, printed);
}

static void
type (Fixture    *f,
      guint       paragraph,
      int         offset,
      const char *text)
{
  mado_lines_buffer_place_cursor (f->lines, paragraph, offset);
  gtk_text_buffer_insert_interactive_at_cursor (GTK_TEXT_BUFFER (f->lines), text, -1, TRUE);
}

static void
erase (Fixture *f,
       int      from,
       int      to)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (GTK_TEXT_BUFFER (f->lines), &start, from);
  gtk_text_buffer_get_iter_at_offset (GTK_TEXT_BUFFER (f->lines), &end, to);
  gtk_text_buffer_delete_interactive (GTK_TEXT_BUFFER (f->lines), &start, &end, TRUE);
}

#define BLOCK "○受付件数：120件\n　・うち港町 40件\n（観光課）\n○案内板を３か所に設置予定"
#define TEXT  "○受付件数：120件\n・うち港町 40件\n（観光課）\n○案内板を３か所に設置予定"

static void
test_type (void)
{
  Fixture f = { 0 };
  g_auto (GStrv) pending = NULL;
  g_autofree char *lid = NULL;

  open_fixture (&f, BLOCK);
  expect (&f, TEXT, BLOCK);
  g_assert_cmpuint (mado_plan_edit_get_n_pending (f.edit), ==, 0);
  lid = g_strdup (mado_lines_buffer_get_lid (f.lines, 0));
  type (&f, 0, G_MAXINT, "を受付");
  expect (&f, NULL, "○受付件数：120件を受付\n　・うち港町 40件\n（観光課）\n○案内板を３か所に設置予定");
  /* One register of one line, nothing else. */
  pending = mado_plan_edit_list_pending (f.edit);
  g_assert_cmpuint (g_strv_length (pending), ==, 1);
  g_assert_true (g_str_has_suffix (pending[0], "/text"));
  g_assert_nonnull (strstr (pending[0], lid));
  /* Taken back, nothing is pending. */
  erase (&f, 10, 13);
  g_assert_cmpuint (mado_plan_edit_get_n_pending (f.edit), ==, 0);
  expect (&f, TEXT, BLOCK);
  close_fixture (&f);
}

static void
test_split_and_join (void)
{
  Fixture f = { 0 };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  open_fixture (&f, BLOCK);
  first = g_strdup (mado_lines_buffer_get_lid (f.lines, 0));
  second = g_strdup (mado_lines_buffer_get_lid (f.lines, 1));
  mado_lines_buffer_place_cursor (f.lines, 0, 6);
  g_assert_true (mado_lines_buffer_break (f.lines));
  expect (&f, "○受付件数：\n○120件\n・うち港町 40件\n（観光課）\n○案内板を３か所に設置予定",
          "○受付件数：\n○120件\n　・うち港町 40件\n（観光課）\n○案内板を３か所に設置予定");
  g_assert_cmpstr (mado_lines_buffer_get_lid (f.lines, 0), ==, first);
  g_assert_cmpstr (mado_lines_buffer_get_lid (f.lines, 2), ==, second);
  /* Backspace at the beginning, with the marker. */
  erase (&f, 6, 8);
  expect (&f, TEXT, BLOCK);
  g_assert_cmpuint (mado_plan_edit_get_n_pending (f.edit), ==, 0);
  /* Enter in front of a line pushes it down; it stays the line it is. */
  mado_lines_buffer_place_cursor (f.lines, 1, 0);
  g_assert_true (mado_lines_buffer_break (f.lines));
  g_assert_cmpstr (mado_lines_buffer_get_lid (f.lines, 2), ==, second);
  g_assert_null (mado_lines_buffer_get_lid (f.lines, 1));
  save (&f);
  expect (&f, NULL, BLOCK);
  close_fixture (&f);
}

static void
test_levels (void)
{
  Fixture f = { 0 };

  open_fixture (&f, BLOCK);
  mado_lines_buffer_place_cursor (f.lines, 0, 3);
  g_assert_true (mado_lines_buffer_indent (f.lines, 1));
  expect (&f, NULL, "　・受付件数：120件\n　・うち港町 40件\n（観光課）\n○案内板を３か所に設置予定");
  g_assert_true (mado_lines_buffer_indent (f.lines, -1));
  expect (&f, TEXT, BLOCK);
  g_assert_false (mado_lines_buffer_indent (f.lines, -1));
  g_assert_true (mado_lines_buffer_move (f.lines, 1));
  expect (&f, NULL, "　・うち港町 40件\n○受付件数：120件\n（観光課）\n○案内板を３か所に設置予定");
  g_assert_cmpuint (mado_lines_buffer_get_cursor (f.lines), ==, 1);
  /* A marker that is typed makes the line one of its kind. */
  erase (&f, 0, 1);
  type (&f, 0, 0, "※");
  expect (&f, NULL, "　※うち港町 40件\n○受付件数：120件\n（観光課）\n○案内板を３か所に設置予定");
  close_fixture (&f);
}

/* Lines of another department are shown and cannot be touched, whatever the way. */
static void
test_locked (void)
{
  Fixture f = { 0 };

  open_fixture (&f, BLOCK);
  g_assert_false (mado_lines_buffer_is_locked (f.lines, 1));
  g_assert_true (mado_lines_buffer_is_locked (f.lines, 3));
  type (&f, 3, 2, "他課");
  type (&f, 3, 0, "他課");
  type (&f, 3, G_MAXINT, "他課");
  erase (&f, 30, 40);
  erase (&f, 18, 30);
  mado_lines_buffer_place_cursor (f.lines, 3, 2);
  g_assert_false (mado_lines_buffer_break (f.lines));
  g_assert_false (mado_lines_buffer_drop_line (f.lines));
  g_assert_cmpuint (mado_lines_buffer_paste (f.lines, "○他課"), ==, 0);
  expect (&f, TEXT, BLOCK);
  g_assert_cmpuint (mado_plan_edit_get_n_pending (f.edit), ==, 0);
  close_fixture (&f);
}

static void
test_paste (void)
{
  Fixture f = { 0 };

  open_fixture (&f, "○受付件数：120件");
  mado_lines_buffer_place_cursor (f.lines, 0, G_MAXINT);
  mado_lines_buffer_break (f.lines);
  /* As a spreadsheet copies a cell with line breaks and quotes, and one beside it. */
  mado_lines_buffer_place_cursor (f.lines, 1, 0);
  erase (&f, 11, 12);
  g_assert_cmpuint (mado_lines_buffer_paste (f.lines, "\"○新しい\"\"窓口\"\"\r\n　・細目\r\n\r\n　　・さらに\"\t○となり\r\n"), ==, 4);
  expect (&f, "○受付件数：120件\n○新しい\"窓口\"\n・細目\n・さらに\n○となり",
          "○受付件数：120件\n○新しい\"窓口\"\n　・細目\n　　・さらに\n○となり");
  save (&f);
  mado_lines_buffer_refresh (f.lines);
  expect (&f, "○受付件数：120件\n○新しい\"窓口\"\n・細目\n・さらに\n○となり",
          "○受付件数：120件\n○新しい\"窓口\"\n　・細目\n　　・さらに\n○となり");
  /* A line that is begun takes the marker and level of the block. */
  mado_lines_buffer_place_cursor (f.lines, 3, G_MAXINT);
  mado_lines_buffer_break (f.lines);
  g_assert_cmpuint (mado_lines_buffer_paste (f.lines, "\"○甲\n　・乙\"\r\n"), ==, 2);
  expect (&f, "○受付件数：120件\n○新しい\"窓口\"\n・細目\n・さらに\n○甲\n・乙\n○となり",
          "○受付件数：120件\n○新しい\"窓口\"\n　・細目\n　　・さらに\n○甲\n　・乙\n○となり");
  /* Words without a marker go behind the one that stands there. */
  mado_lines_buffer_break (f.lines);
  g_assert_cmpuint (mado_lines_buffer_paste (f.lines, "丙"), ==, 1);
  expect (&f, "○受付件数：120件\n○新しい\"窓口\"\n・細目\n・さらに\n○甲\n・乙\n・丙\n○となり",
          "○受付件数：120件\n○新しい\"窓口\"\n　・細目\n　　・さらに\n○甲\n　・乙\n　・丙\n○となり");
  close_fixture (&f);
}

/* Undo of a deletion is the same line again, not a new one. */
static void
test_undo (void)
{
  Fixture f = { 0 };
  g_autofree char *lid = NULL;

  open_fixture (&f, BLOCK);
  lid = g_strdup (mado_lines_buffer_get_lid (f.lines, 1));
  mado_lines_buffer_place_cursor (f.lines, 1, 0);
  g_assert_true (mado_lines_buffer_drop_line (f.lines));
  expect (&f, NULL, "○受付件数：120件\n（観光課）\n○案内板を３か所に設置予定");
  gtk_text_buffer_undo (GTK_TEXT_BUFFER (f.lines));
  expect (&f, TEXT, BLOCK);
  g_assert_cmpstr (mado_lines_buffer_get_lid (f.lines, 1), ==, lid);
  g_assert_cmpuint (mado_plan_edit_get_n_pending (f.edit), ==, 0);
  close_fixture (&f);
}

/* One's own part behind the others': head and lines are in its own section. */
static void
test_part (void)
{
  Fixture f = { 0 };
  g_autoptr (MadoInitiative) row = NULL;

  open_fixture (&f, BLOCK);
  mado_lines_buffer_add_part (f.lines, "sangyo", "産業課");
  gtk_text_buffer_insert_interactive_at_cursor (GTK_TEXT_BUFFER (f.lines), "自課の文", -1, TRUE);
  expect (&f, TEXT "\n（産業課）\n○自課の文", BLOCK "\n（産業課）\n○自課の文");
  save (&f);
  row = mado_plan_edit_read_row (f.edit);
  g_assert_cmpuint (row->status->len, ==, 6);
  g_assert_cmpstr (((MadoPlanLine *) row->status->pdata[4])->section, ==, "sangyo");
  g_assert_cmpstr (((MadoPlanLine *) row->status->pdata[5])->section, ==, "sangyo");
  g_assert_true (g_strv_contains ((const char *const *) ((MadoPlanLine *) row->status->pdata[4])->departments, "sangyo"));
  close_fixture (&f);
}

/* Ten thousand letters in one line, and a thousand strokes: no stroke waits. */
static void
test_long (void)
{
  Fixture f = { 0 };
  g_autofree char *text = g_strnfill (10000, 'x');
  g_autofree char *block = g_strconcat ("○", text, "\n", BLOCK, NULL);
  gint64 begin;

  open_fixture (&f, block);
  begin = g_get_monotonic_time ();
  for (guint i = 0; i < 200; i++)
    type (&f, 1, G_MAXINT, "あ");
  g_assert_cmpint ((g_get_monotonic_time () - begin) / 200, <, 16000);
  type (&f, 0, 5000, "あ");
  save (&f);
  close_fixture (&f);
}

/* Random strokes of a person: text and edit never part, and nothing of the
 * other department's moves. */
static void
test_random (void)
{
  static const char *const strokes[] = { "あ", "\n", "○", "・", "12件\n○新", "（観光課）", " " };
  g_autoptr (GRand) rand = g_rand_new_with_seed (21);

  for (guint round = 0; round < 60; round++)
    {
      Fixture f = { 0 };

      open_fixture (&f, BLOCK);
      for (guint i = 0; i < 40; i++)
        {
          int n = gtk_text_buffer_get_char_count (GTK_TEXT_BUFFER (f.lines));
          guint lines = (guint) gtk_text_buffer_get_line_count (GTK_TEXT_BUFFER (f.lines));
          int at = g_rand_int_range (rand, 0, n + 1);

          mado_lines_buffer_place_cursor (f.lines, (guint) g_rand_int_range (rand, 0, (int) lines), g_rand_int_range (rand, 0, 20));
          switch (g_rand_int_range (rand, 0, 7))
            {
            case 0:
              erase (&f, at, MIN (n, at + g_rand_int_range (rand, 1, 12)));
              break;
            case 1:
              mado_lines_buffer_break (f.lines);
              break;
            case 2:
              mado_lines_buffer_move (f.lines, g_rand_boolean (rand) ? 1 : -1);
              break;
            case 3:
              mado_lines_buffer_indent (f.lines, g_rand_boolean (rand) ? 1 : -1);
              break;
            case 4:
              gtk_text_buffer_undo (GTK_TEXT_BUFFER (f.lines));
              break;
            default:
              gtk_text_buffer_insert_interactive_at_cursor (GTK_TEXT_BUFFER (f.lines), strokes[g_rand_int_range (rand, 0, G_N_ELEMENTS (strokes))], -1, TRUE);
            }
        }
      {
        g_autofree char *typed = text_of (&f);
        g_autofree char *shown = NULL;
        g_autoptr (GString) wanted = g_string_new (NULL);
        g_auto (GStrv) parts = g_strsplit (typed, "\n", -1);

        save (&f);
        mado_lines_buffer_refresh (f.lines);
        shown = text_of (&f);
        for (guint i = 0; parts[i]; i++)
          {
            const char *p = parts[i];
            g_autoptr (MadoPlanLine) line = NULL;

            while (*p == ' ')
              p++;
            line = mado_plan_line_parse (p, 1, MADO_PLAN_STATUS, find, NULL);
            if (*line->text)
              g_string_append_printf (wanted, "%s%s", wanted->len ? "\n" : "", p);
          }
        g_assert_cmpstr (shown, ==, wanted->str);
        g_assert_nonnull (strstr (shown, "案内板を３か所に設置予定"));
      }
      close_fixture (&f);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan-lines/type", test_type);
  g_test_add_func ("/plan-lines/split-and-join", test_split_and_join);
  g_test_add_func ("/plan-lines/levels", test_levels);
  g_test_add_func ("/plan-lines/locked", test_locked);
  g_test_add_func ("/plan-lines/paste", test_paste);
  g_test_add_func ("/plan-lines/undo", test_undo);
  g_test_add_func ("/plan-lines/part", test_part);
  g_test_add_func ("/plan-lines/long", test_long);
  g_test_add_func ("/plan-lines/random", test_random);
  return g_test_run ();
}
