/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-kit.h"

#include <string.h>

/* Values typed before the program ended, laid into the buffer after it came
 * up again: on the state that was on screen when they were typed. */

#define TOWN "field/new.town"

typedef struct
{
  Kit           kit;
  MadoPack     *pack;
  MadoCase     *kase;
  MadoCaseEdit *edit;
  GPtrArray    *drafts;
} Fixture;

static void
set (Fixture    *self,
     const char *path,
     const char *text)
{
  mado_case_edit_set_text (self->edit, path, text, MADO_SOURCE_TYPED);
}

static void
save (Fixture *self)
{
  case_kit_write (&self->kit, self->edit, 1000 + (gint64) self->kit.n);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (MadoRecord) record = NULL;

  kit_init (&self->kit, 3);
  record = kit_record (&self->kit);
  self->pack = case_kit_load_pack ();
  self->kase = mado_case_new (self->pack, record);
  self->edit = mado_case_edit_new (self->kase);
  self->drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_draft_free);
  set (self, "event", "tennyu");
  set (self, "ticket_no", "107");
  set (self, "person/paaaaaa/given_name", "花子");
  set (self, TOWN, "海岸町");
  save (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_ptr_array_unref (self->drafts);
  g_assert_finalize_object (self->edit);
  g_assert_finalize_object (self->kase);
  mado_pack_unref (self->pack);
  kit_clear (&self->kit);
}

/* As the counter does with each value. */
static void
type (Fixture    *self,
      const char *path,
      const char *text)
{
  g_autoptr (MadoEditBase) base = NULL;

  set (self, path, text);
  base = mado_case_edit_dup_base (self->edit, path);
  g_ptr_array_add (self->drafts, mado_draft_new (path, mado_case_edit_get (self->edit, path), MADO_SOURCE_TYPED, base));
}

static void
begin_again (Fixture    *self,
             MadoRecord *record)
{
  g_assert_finalize_object (self->edit);
  g_assert_finalize_object (self->kase);
  self->kase = mado_case_new (self->pack, record);
  self->edit = mado_case_edit_new (self->kase);
  mado_case_edit_take_drafts (self->edit, self->drafts);
}

/* The program ends. Others go on, into the record as @elsewhere makes it. */
static MadoRecord *
write_elsewhere (Fixture    *self,
                 const char *path,
                 GVariant   *value)
{
  g_autoptr (MadoRecord) record = mado_record_copy (mado_case_get_record (self->kase));
  g_autoptr (MadoCase) other = mado_case_new (self->pack, record);

  case_kit_write_elsewhere (&self->kit, other, 5000 + (gint64) self->kit.n, path, value);
  return g_object_ref (mado_case_get_record (other));
}

/* As the store opens it: from the snapshot, without the history. */
static MadoRecord *
without_history (MadoRecord *record)
{
  g_autoptr (GBytes) bytes = mado_record_save (record);
  g_autoptr (GError) error = NULL;
  MadoRecord *restored = mado_record_restore (bytes, &error);

  g_assert_no_error (error);
  return restored;
}

static guint
count_heads (Fixture    *self,
             const char *section)
{
  guint n;

  mado_record_get_heads (mado_case_get_record (self->kase), section, &n);
  return n;
}

/* --- nothing came in between ------------------------------------------------------- */

/* Pending again; what the record shows by now is not. Of an older program: no base. */
static void
test_old_drafts (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (MadoRecord) record = g_object_ref (mado_case_get_record (self->kase));

  g_ptr_array_add (self->drafts, mado_draft_new ("ticket_no", g_variant_new_string ("107"), MADO_SOURCE_TYPED, NULL));
  g_ptr_array_add (self->drafts, mado_draft_new ("field/new.block", g_variant_new_string ("5"), MADO_SOURCE_CARD, NULL));
  begin_again (self, record);
  g_assert_cmpuint (mado_case_edit_get_n_pending (self->edit), ==, 1);
  g_assert_cmpint (mado_case_edit_get_source (self->edit, "field/new.block"), ==, MADO_SOURCE_CARD);
  g_assert_false (mado_case_edit_is_held (self->edit, "field/new.block"));
}

static void
test_line (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (MadoRecord) record = g_object_ref (mado_case_get_record (self->kase));

  type (self, TOWN, "港町");
  begin_again (self, record);
  g_assert_true (mado_case_edit_is_pending (self->edit, TOWN));
  g_assert_false (mado_case_edit_is_held (self->edit, TOWN));
  save (self);
  kit_assert_shows (mado_case_get_record (self->kase), TOWN, "港町");
  g_assert_cmpuint (count_heads (self, "addr"), ==, 1);
}

/* Another field of the section was written: no reason to mark this one. */
static void
test_other_path (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (MadoRecord) record = NULL;
  g_autoptr (MadoRecord) opened = NULL;

  type (self, TOWN, "港町");
  type (self, "person/paaaaaa/given_name", "華子");
  record = write_elsewhere (self, "field/new.block", T ("1-2"));
  opened = without_history (record);
  begin_again (self, opened);
  g_assert_false (mado_case_edit_is_held (self->edit, TOWN));
  g_assert_false (mado_case_edit_is_held (self->edit, "person/paaaaaa/given_name"));
  save (self);
  kit_assert_shows (mado_case_get_record (self->kase), TOWN, "港町");
  kit_assert_shows (mado_case_get_record (self->kase), "field/new.block", "1-2");
  g_assert_cmpuint (count_heads (self, "addr"), ==, 1);
}

/* Two values stood there already and the person saw both. */
static void
test_seen_conflict (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (MadoRecord) record = NULL;
  g_autoptr (MadoRecord) other = NULL;

  set (self, TOWN, "港町");
  other = write_elsewhere (self, TOWN, T ("山手町"));
  mado_case_set_record (self->kase, other);
  save (self);
  type (self, TOWN, "内丸");
  record = g_object_ref (mado_case_get_record (self->kase));
  kit_assert_shows (record, TOWN, "山手町 | 港町");
  begin_again (self, record);
  g_assert_false (mado_case_edit_is_held (self->edit, TOWN));
  save (self);
  kit_assert_shows (mado_case_get_record (self->kase), TOWN, "内丸");
}

/* --- another value came in between --------------------------------------------------- */

static void
test_held (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (MadoRecord) record = NULL;

  type (self, TOWN, "港町");
  type (self, "field/new.block", "1-2");
  record = write_elsewhere (self, TOWN, T ("山手町"));
  begin_again (self, record);
  g_assert_true (mado_case_edit_is_held (self->edit, TOWN));
  g_assert_cmpstr (mado_case_edit_get_text (self->edit, TOWN), ==, "港町");
  g_assert_false (mado_case_edit_is_held (self->edit, "field/new.block"));
  save (self);
  kit_assert_shows (mado_case_get_record (self->kase), TOWN, "山手町 | 港町");
  kit_assert_shows (mado_case_get_record (self->kase), "field/new.block", "1-2");
}

/* Where nothing stood, there is something by now. */
static void
test_held_new (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (MadoRecord) record = NULL;
  g_autoptr (MadoRecord) opened = NULL;

  type (self, "field/new.block", "1-2");
  record = write_elsewhere (self, "field/new.block", T ("3-4"));
  opened = without_history (record);
  begin_again (self, opened);
  g_assert_true (mado_case_edit_is_held (self->edit, "field/new.block"));
}

/* Twice ended, and another value typed in between: it still began before. */
static void
test_held_again (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (MadoRecord) record = NULL;

  type (self, TOWN, "港町");
  record = write_elsewhere (self, TOWN, T ("山手町"));
  begin_again (self, record);
  g_ptr_array_set_size (self->drafts, 0);
  type (self, TOWN, "内丸");
  begin_again (self, record);
  g_assert_true (mado_case_edit_is_held (self->edit, TOWN));
  save (self);
  kit_assert_shows (mado_case_get_record (self->kase), TOWN, "山手町 | 内丸");
}

/* The person has seen the other value and kept his own. */
static void
test_taken_over (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (MadoRecord) record = NULL;

  type (self, TOWN, "港町");
  record = write_elsewhere (self, TOWN, T ("山手町"));
  begin_again (self, record);
  mado_case_edit_take_over (self->edit, TOWN);
  g_ptr_array_set_size (self->drafts, 0);
  type (self, TOWN, "港町");
  begin_again (self, record);
  g_assert_false (mado_case_edit_is_held (self->edit, TOWN));
  save (self);
  kit_assert_shows (mado_case_get_record (self->kase), TOWN, "港町");
}

static void
test_same (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (MadoRecord) record = NULL;

  type (self, TOWN, "港町");
  record = write_elsewhere (self, TOWN, T ("港町"));
  begin_again (self, record);
  g_assert_cmpuint (mado_case_edit_get_n_pending (self->edit), ==, 0);
  g_assert_false (mado_case_edit_is_held (self->edit, TOWN));
}

static void
test_removed (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (MadoRecord) record = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;

  type (self, "person/paaaaaa/given_name", "華子");
  type (self, TOWN, "港町");
  record = write_elsewhere (self, "person/paaaaaa/removed", mado_value_bool (TRUE));
  begin_again (self, record);
  g_assert_true (mado_case_edit_is_held (self->edit, "person/paaaaaa/given_name"));
  g_assert_false (mado_case_edit_is_held (self->edit, TOWN));
  save (self);
  conflicts = mado_case_list_conflicts (self->kase);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_true (((MadoRegister *) conflicts->pdata[0])->contested);
}

/* What the person saw is not here (an older copy of the journal): nothing is
 * said about it, and when it comes the value has replaced it. */
static void
test_unknown_heads (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (MadoRecord) older = g_object_ref (mado_case_get_record (self->kase));
  g_autoptr (MadoRecord) newer = write_elsewhere (self, TOWN, T ("山手町"));
  g_autoptr (MadoRecord) whole = NULL;
  g_autoptr (MadoEdit) edit = NULL;
  g_autoptr (MadoCommit) commit = NULL;
  MadoSectionEdit *section;
  MadoId id = kit_id (90);

  mado_case_set_record (self->kase, newer);
  type (self, TOWN, "港町");
  begin_again (self, older);
  g_assert_true (mado_case_edit_is_held (self->edit, TOWN));
  edit = mado_case_edit_make (self->edit, "fill");
  section = edit->sections->pdata[0];
  commit = kit_commit_list (&self->kit, &id, section->section, 9000, section->deps, section->n_deps, section->changes);
  whole = mado_record_copy (newer);
  kit_apply (whole, commit);
  kit_assert_shows (whole, TOWN, "港町");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/case-drafts/old", test_old_drafts);
  ADD ("/case-drafts/line", test_line);
  ADD ("/case-drafts/other-path", test_other_path);
  ADD ("/case-drafts/seen-conflict", test_seen_conflict);
  ADD ("/case-drafts/held", test_held);
  ADD ("/case-drafts/held-new", test_held_new);
  ADD ("/case-drafts/held-again", test_held_again);
  ADD ("/case-drafts/taken-over", test_taken_over);
  ADD ("/case-drafts/same", test_same);
  ADD ("/case-drafts/removed", test_removed);
  ADD ("/case-drafts/unknown-heads", test_unknown_heads);
#undef ADD
  return g_test_run ();
}
