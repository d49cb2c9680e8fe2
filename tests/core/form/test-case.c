/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-kit.h"
#include "core/form/mado-case-project.h"

#include <string.h>

typedef struct
{
  Kit           kit;
  MadoPack     *pack;
  MadoCase     *kase;
  MadoCaseEdit *edit;
  GString      *log; /* what signals said */
} Fixture;

static void
changed_cb (MadoCase *kase,
            char    **paths,
            GString  *log)
{
  g_autofree char *joined = g_strjoinv (" ", paths);

  g_string_append_printf (log, "[%s]", joined);
}

static void
underneath_cb (MadoCaseEdit *edit,
               const char   *path,
               GVariant     *older,
               GVariant     *newer,
               GString      *log)
{
  g_string_append_printf (log, "{%s %s>%s}", path, older != NULL ? mado_value_get_text (older) : "-",
                          newer != NULL ? mado_value_get_text (newer) : "-");
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
  self->log = g_string_new (NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->edit);
  g_assert_finalize_object (self->kase);
  mado_pack_unref (self->pack);
  g_string_free (self->log, TRUE);
  kit_clear (&self->kit);
}

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

/* A head and a spouse who moves in with two procedures. */
static void
fill_family (Fixture *self)
{
  set (self, "event", "tennyu");
  set (self, "ticket_no", "107");
  set (self, "case_no", "2K7M0XQ4");
  set (self, "origin", "shimin");
  set (self, "person/pzzzzzz/family_name", "辻󠄀");
  set (self, "person/pzzzzzz/given_name", "太郎");
  set (self, "person/pzzzzzz/family_name_kana", "ツジ");
  set (self, "person/paaaaaa/family_name", "辻󠄀");
  set (self, "person/paaaaaa/given_name", "花子");
  set (self, "role/head", "pzzzzzz");
  set (self, "role/visitor", "paaaaaa");
  set (self, "field/new.town", "海岸町");
  set (self, "proc/kokuho_shutoku/added", "guided");
  set (self, "proc/kokuho_shutoku/state", "guided");
  set (self, "proc/juki_tennyu/added", "guided");
  set (self, "proc/juki_tennyu/state", "guided");
  save (self);
}

/* --- reading a case ------------------------------------------------------------------ */

static void
test_facts (Fixture       *self,
            gconstpointer  data)
{
  const char *const *persons;
  const MadoCaseProc *proc;
  g_autofree char *name = NULL;
  g_autofree char *visitor = NULL;

  g_assert_cmpstr (mado_case_get_event (self->kase), ==, "");
  g_assert_null (mado_case_list_persons (self->kase)[0]);
  fill_family (self);

  g_assert_cmpstr (mado_case_get_event (self->kase), ==, "tennyu");
  g_assert_cmpstr (mado_case_get_ticket_no (self->kase), ==, "107");
  persons = mado_case_list_persons (self->kase);
  g_assert_cmpstr (persons[0], ==, "pzzzzzz");
  g_assert_cmpstr (persons[1], ==, "paaaaaa");
  g_assert_null (persons[2]);
  name = mado_case_dup_name (self->kase, persons[0]);
  g_assert_cmpstr (name, ==, "辻󠄀　太郎");
  visitor = mado_case_dup_visitor_name (self->kase);
  g_assert_cmpstr (visitor, ==, "辻󠄀　花子");

  /* In the pack's order, whatever order they were written in. */
  proc = mado_case_list_procedures (self->kase)->pdata[0];
  g_assert_cmpstr (proc->id, ==, "juki_tennyu");
  g_assert_cmpint (proc->state, ==, MADO_STATE_GUIDED);
  g_assert_cmpstr (proc->actor, ==, "s0001");
  g_assert_cmpint (proc->at, >, 0);
  g_assert_true (mado_case_proc_is_wanted (proc));
  g_assert_null (mado_case_find_procedure (self->kase, "nothing"));
}

static void
test_changed_signal (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (MadoRecord) same = NULL;

  fill_family (self);
  g_signal_connect (self->kase, "changed", G_CALLBACK (changed_cb), self->log);
  same = mado_record_copy (mado_case_get_record (self->kase));
  mado_case_set_record (self->kase, same);
  g_assert_cmpstr (self->log->str, ==, "");
  case_kit_write_elsewhere (&self->kit, self->kase, 5000, "ticket_no", T ("108"));
  g_assert_cmpstr (self->log->str, ==, "[ticket_no]");
  g_assert_cmpstr (mado_case_get_ticket_no (self->kase), ==, "108");
}

static void
test_sections (Fixture       *self,
               gconstpointer  data)
{
  static const char *const expected[][2] = {
    { "event", "shared" }, { "answer/q_card", "shared" }, { "person/p1/removed", "shared" },
    { "person/p1/family_name", "shared" }, { "field/new.town", "addr" }, { "field/registered.block", "addr" },
    { "visitor/contact_phone", "addr" }, { "visitor/visitor_name", "shared" }, { "role/head", "shared" },
    { "proc/juki_tennyu/state", "shared" }, { "confirm/field/new.town", "addr" }, { "signature/s1/signer", "shared" },
  };
  const MadoProcedure *const *procs;
  guint n;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (mado_case_section_for (self->pack, expected[i][0]), ==, expected[i][1]);
  g_assert_null (mado_case_section_for (self->pack, "weather/of/2040"));
  g_assert_null (mado_case_section_for (self->pack, "proc/no_such/state"));
  g_assert_null (mado_case_section_for (self->pack, ""));

  procs = mado_pack_list_procedures (self->pack, &n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *state = mado_case_path_proc (procs[i]->id, "state");
      g_autofree char *document = mado_case_path_document (procs[i]->id, "any");
      g_autofree char *mark = mado_case_path_mark (procs[i]->desk->id, "called");

      g_assert_cmpstr (mado_case_section_for (self->pack, state), ==,
                       procs[i]->sensitive ? procs[i]->desk->id : "shared");
      g_assert_cmpstr (mado_case_section_for (self->pack, document), ==, procs[i]->desk->id);
      if (procs[i]->sensitive)
        g_assert_cmpstr (mado_case_section_for (self->pack, mark), ==, procs[i]->desk->id);
    }
}

static void
test_conflicts_and_marks (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (MadoCase) other = NULL;
  g_autoptr (MadoCaseEdit) edit = NULL;
  g_autoptr (MadoEdit) late = NULL;
  g_autoptr (MadoRecord) record = NULL;

  fill_family (self);
  mado_case_edit_set_mark (self->edit, "shimin", MADO_MARK_CALLED, 500);
  set (self, "parked", "coffee");
  late = mado_case_edit_make (self->edit, "fill");
  mado_case_edit_clear (self->edit);

  mado_case_edit_set_mark (self->edit, "shimin", MADO_MARK_CALLED, 400);
  set (self, "parked", "tea");
  save (self);
  record = mado_record_copy (mado_case_get_record (self->kase));
  for (guint i = 0; i < late->sections->len; i++)
    {
      MadoSectionEdit *section = late->sections->pdata[i];
      MadoId id = kit_id (90 + i);
      g_autoptr (MadoCommit) commit = kit_commit_list (&self->kit, &id, section->section, 9000, section->deps,
                                                       section->n_deps, section->changes);

      kit_apply (record, commit);
    }
  mado_case_set_record (self->kase, record);

  conflicts = mado_case_list_conflicts (self->kase);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpstr (((MadoRegister *) conflicts->pdata[0])->path, ==, "parked");
  g_assert_cmpint (mado_case_get_mark (self->kase, "shimin", MADO_MARK_CALLED), ==, 400);
}

/* --- editing --------------------------------------------------------------------------------- */

static void
test_pending (Fixture       *self,
              gconstpointer  data)
{
  g_auto (GStrv) pending = NULL;

  fill_family (self);
  set (self, "ticket_no", "107");
  g_assert_cmpuint (mado_case_edit_get_n_pending (self->edit), ==, 0);
  g_assert_null (mado_case_edit_make (self->edit, "fill"));
  set (self, "ticket_no", "110");
  set (self, "field/new.town", "");
  g_assert_cmpstr (mado_case_edit_get_text (self->edit, "ticket_no"), ==, "110");
  g_assert_null (mado_case_edit_get (self->edit, "field/new.town"));
  pending = mado_case_edit_list_pending (self->edit);
  g_assert_cmpuint (g_strv_length (pending), ==, 2);
  set (self, "ticket_no", "107");
  g_assert_false (mado_case_edit_is_pending (self->edit, "ticket_no"));
  mado_case_edit_unset (self->edit, "field/new.town");
  g_assert_cmpstr (mado_case_edit_get_text (self->edit, "field/new.town"), ==, "海岸町");
}

/* A failed write loses nothing: the buffer makes the same edit again. */
static void
test_make_twice (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (MadoEdit) one = NULL;
  g_autoptr (MadoEdit) two = NULL;

  set (self, "event", "tennyu");
  set (self, "field/new.town", "海岸町");
  one = mado_case_edit_make (self->edit, "fill");
  two = mado_case_edit_make (self->edit, "fill");
  g_assert_cmpuint (one->sections->len, ==, 2);
  g_assert_cmpuint (two->sections->len, ==, 2);
  g_assert_false (((MadoChange *) ((MadoSectionEdit *) one->sections->pdata[0])->changes->pdata[0])->sealed);
  g_assert_true (((MadoChange *) ((MadoSectionEdit *) one->sections->pdata[1])->changes->pdata[0])->sealed);
  g_assert_cmpuint (mado_case_edit_get_n_pending (self->edit), ==, 2);
  g_assert_true (one->clear_drafts);
}

static void
test_changed_underneath (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr (MadoEdit) edit = NULL;

  fill_family (self);
  g_signal_connect (self->edit, "changed-underneath", G_CALLBACK (underneath_cb), self->log);
  set (self, "field/new.town", "港町");
  set (self, "field/new.block", "1-2");
  mado_case_edit_open (self->edit, "ticket_no");
  case_kit_write_elsewhere (&self->kit, self->kase, 5000, "field/new.town", T ("山手町"));
  g_assert_cmpstr (self->log->str, ==, "{field/new.town 海岸町>山手町}");
  g_assert_true (mado_case_edit_is_held (self->edit, "field/new.town"));
  g_assert_false (mado_case_edit_is_held (self->edit, "field/new.block"));

  /* Of one section, but each with its own base. */
  edit = mado_case_edit_make (self->edit, "fill");
  g_assert_cmpuint (edit->sections->len, ==, 2);
  save (self);
  kit_assert_shows (mado_case_get_record (self->kase), "field/new.town", "山手町 | 港町");
  kit_assert_shows (mado_case_get_record (self->kase), "field/new.block", "1-2");

  /* The cursor is still where it was. */
  case_kit_write_elsewhere (&self->kit, self->kase, 6000, "ticket_no", T ("111"));
  g_assert_cmpstr (self->log->str, ==, "{field/new.town 海岸町>山手町}{ticket_no 107>111}");
}

static void
test_take_over (Fixture       *self,
                gconstpointer  data)
{
  fill_family (self);
  set (self, "field/new.town", "港町");
  case_kit_write_elsewhere (&self->kit, self->kase, 5000, "field/new.town", T ("山手町"));
  mado_case_edit_take_over (self->edit, "field/new.town");
  g_assert_false (mado_case_edit_is_held (self->edit, "field/new.town"));
  g_assert_true (mado_case_edit_is_pending (self->edit, "field/new.town"));
  save (self);
  kit_assert_shows (mado_case_get_record (self->kase), "field/new.town", "港町");
}

/* The other desk wrote the same: nothing to mark, nothing to write. */
static void
test_same_underneath (Fixture       *self,
                      gconstpointer  data)
{
  fill_family (self);
  g_signal_connect (self->edit, "changed-underneath", G_CALLBACK (underneath_cb), self->log);
  set (self, "field/new.town", "港町");
  case_kit_write_elsewhere (&self->kit, self->kase, 5000, "field/new.town", T ("港町"));
  g_assert_cmpstr (self->log->str, ==, "");
  g_assert_cmpuint (mado_case_edit_get_n_pending (self->edit), ==, 0);
}

/* Somebody takes the line out while its name is being typed: the line stays
 * and both are shown to a person. */
static void
test_removed_underneath (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr (GPtrArray) conflicts = NULL;

  fill_family (self);
  g_signal_connect (self->edit, "changed-underneath", G_CALLBACK (underneath_cb), self->log);
  set (self, "person/paaaaaa/given_name", "華子");
  case_kit_write_elsewhere (&self->kit, self->kase, 5000, "person/paaaaaa/removed", mado_value_bool (TRUE));
  g_assert_cmpstr (self->log->str, ==, "{person/paaaaaa/given_name 花子>花子}");
  g_assert_true (mado_case_edit_is_held (self->edit, "person/paaaaaa/given_name"));
  save (self);
  g_assert_cmpuint (g_strv_length ((char **) mado_case_list_persons (self->kase)), ==, 2);
  conflicts = mado_case_list_conflicts (self->kase);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_true (((MadoRegister *) conflicts->pdata[0])->contested);

  mado_case_edit_choose (self->edit, "person/paaaaaa/removed", mado_value_bool (TRUE), NULL);
  save (self);
  g_assert_cmpuint (g_strv_length ((char **) mado_case_list_persons (self->kase)), ==, 1);
}

static void
test_choose (Fixture       *self,
             gconstpointer  data)
{
  fill_family (self);
  set (self, "field/new.town", "港町");
  case_kit_write_elsewhere (&self->kit, self->kase, 5000, "field/new.town", T ("山手町"));
  save (self);
  /* The shown one is chosen: equal to what stands there, and written all the same. */
  mado_case_edit_choose (self->edit, "field/new.town", T ("山手町"), "転出証明書で確かめた");
  g_assert_cmpuint (mado_case_edit_get_n_pending (self->edit), ==, 2);
  save (self);
  kit_assert_shows (mado_case_get_record (self->kase), "field/new.town", "山手町");
  kit_assert_shows (mado_case_get_record (self->kase), "chosen/field/new.town", "転出証明書で確かめた");
}

/* The cursor is in a field while another step is saved: what comes from
 * elsewhere is still seen to concern it. */
static void
test_open_survives_saving (Fixture       *self,
                           gconstpointer  data)
{
  fill_family (self);
  g_signal_connect (self->edit, "changed-underneath", G_CALLBACK (underneath_cb), self->log);
  mado_case_edit_open (self->edit, "field/new.town");
  set (self, "field/new.block", "1-2");
  save (self);
  case_kit_write_elsewhere (&self->kit, self->kase, 5000, "field/new.town", T ("山手町"));
  g_assert_cmpstr (self->log->str, ==, "{field/new.town 海岸町>山手町}");
  g_assert_true (mado_case_edit_is_held (self->edit, "field/new.town"));
  set (self, "field/new.town", "港町");
  save (self);
  kit_assert_shows (mado_case_get_record (self->kase), "field/new.town", "山手町 | 港町");
}

static void
test_persons (Fixture       *self,
              gconstpointer  data)
{
  MadoFormReader reader = mado_case_edit_get_reader (self->edit);
  g_autofree char *one = mado_case_edit_add_person (self->edit, self->kit.random);
  g_autofree char *two = mado_case_edit_add_person (self->edit, self->kit.random);
  g_autofree char *path = mado_case_path_person (two, "given_name");
  const char *const *persons = reader.list_persons (reader.user_data);

  g_assert_cmpstr (persons[0], ==, one);
  g_assert_cmpstr (persons[1], ==, two);
  mado_case_edit_remove_person (self->edit, one);
  set (self, path, "二郎");
  persons = reader.list_persons (reader.user_data);
  g_assert_cmpstr (persons[0], ==, two);
  g_assert_null (persons[1]);
  save (self);
  g_assert_cmpuint (g_strv_length ((char **) mado_case_list_persons (self->kase)), ==, 1);
  mado_case_edit_remove_person (self->edit, two);
  save (self);
  g_assert_null (mado_case_list_persons (self->kase)[0]);
}

static void
test_states (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fill_family (self);
  g_assert_false (mado_case_edit_set_state (self->edit, "juki_tennyu", MADO_STATE_CHECKED, NULL, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (mado_case_edit_set_state (self->edit, "juki_tennyu", MADO_STATE_HELD, "", &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON);
  g_assert_cmpuint (mado_case_edit_get_n_pending (self->edit), ==, 0);
  g_assert_true (mado_case_edit_set_state (self->edit, "juki_tennyu", MADO_STATE_HELD, "書類不足", NULL));
  save (self);
  g_assert_cmpint (mado_case_find_procedure (self->kase, "juki_tennyu")->state, ==, MADO_STATE_HELD);
  g_assert_cmpstr (mado_case_find_procedure (self->kase, "juki_tennyu")->reason, ==, "書類不足");
}

static void
test_confirm (Fixture       *self,
              gconstpointer  data)
{
  MadoFormReader reader;

  fill_family (self);
  mado_case_edit_confirm (self->edit, "person/pzzzzzz/family_name_kana");
  mado_case_edit_confirm (self->edit, "person/pzzzzzz/birth_date"); /* nothing there to confirm */
  g_assert_cmpuint (mado_case_edit_get_n_pending (self->edit), ==, 1);
  save (self);
  reader = mado_case_get_reader (self->kase);
  g_assert_true (reader.confirmed ("person/pzzzzzz/family_name_kana", reader.user_data));
  set (self, "person/pzzzzzz/family_name_kana", "ツヂ");
  save (self);
  g_assert_false (reader.confirmed ("person/pzzzzzz/family_name_kana", reader.user_data));
}

static void
test_routes (Fixture       *self,
             gconstpointer  data)
{
  fill_family (self);
  set (self, "field/new.block", "1-2");
  mado_case_edit_add_routes (self->edit, "shimin");
  save (self);
  g_assert_true (mado_case_may_see_address (self->kase, "shimin"));
  g_assert_true (mado_case_may_see_address (self->kase, mado_pack_get_procedure (self->pack, "kokuho_shutoku")->desk->id));
  g_assert_false (mado_case_may_see_address (self->kase, "nowhere"));
  g_assert_false (mado_case_is_protected (self->kase));
}

static void
test_protect (Fixture       *self,
              gconstpointer  data)
{
  const char *kokuho = mado_pack_get_procedure (self->pack, "kokuho_shutoku")->desk->id;

  fill_family (self);
  mado_case_edit_protect (self->edit, "shimin");
  mado_case_edit_add_routes (self->edit, "shimin");
  save (self);
  g_assert_true (mado_case_is_protected (self->kase));
  g_assert_true (mado_case_may_see_address (self->kase, "shimin"));
  g_assert_false (mado_case_may_see_address (self->kase, kokuho));
  set (self, "proc/jite_nintei/added", "picked");
  mado_case_edit_add_routes (self->edit, "shimin");
  save (self);
  g_assert_false (mado_case_may_see_address (self->kase, mado_pack_get_procedure (self->pack, "jite_nintei")->desk->id));
}

/* --- projection ------------------------------------------------------------------------------------ */

static void
test_project (Fixture       *self,
              gconstpointer  data)
{
  MadoCaseProjector *projector = mado_case_projector_new (self->pack, "shimin");
  g_autofree char *search = NULL;
  g_autofree char *none = NULL;
  MadoId id = { { 8 } };
  g_autoptr (MadoRecord) strange = mado_record_new ("weather", &id);
  g_autoptr (MadoCaseRow) row = NULL;

  fill_family (self);
  row = mado_case_project (mado_case_get_record (self->kase), &search, projector);
  g_assert_cmpstr (row->name, ==, "辻󠄀　太郎");
  g_assert_cmpstr (row->ticket_no, ==, "107");
  g_assert_cmpstr (row->state, ==, "open");
  g_assert_cmpuint (row->n_open, ==, 1);
  g_assert_cmpstr (row->desk, ==, "shimin");
  g_assert_cmpint (row->opened_at, >, 0);
  g_assert_cmpstr (search, ==, "辻󠄀　太郎\nツジ\n辻󠄀　花子\n辻󠄀　花子\n2K7M0XQ4\n107");
  g_assert_null (strstr (search, "海岸町"));
  g_assert_null (mado_case_project (strange, &none, projector));
  g_assert_null (none);

  set (self, "parked", "お昼");
  save (self);
  g_clear_pointer (&row, mado_case_row_free);
  g_clear_pointer (&search, g_free);
  row = mado_case_project (mado_case_get_record (self->kase), &search, projector);
  g_assert_true (row->parked);
  g_assert_cmpstr (row->state, ==, "parked");
  mado_case_projector_free (projector);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/case/facts", test_facts);
  ADD ("/case/changed-signal", test_changed_signal);
  ADD ("/case/sections", test_sections);
  ADD ("/case/conflicts-and-marks", test_conflicts_and_marks);
  ADD ("/case-edit/pending", test_pending);
  ADD ("/case-edit/make-twice", test_make_twice);
  ADD ("/case-edit/changed-underneath", test_changed_underneath);
  ADD ("/case-edit/take-over", test_take_over);
  ADD ("/case-edit/open-survives-saving", test_open_survives_saving);
  ADD ("/case-edit/same-underneath", test_same_underneath);
  ADD ("/case-edit/removed-underneath", test_removed_underneath);
  ADD ("/case-edit/choose", test_choose);
  ADD ("/case-edit/persons", test_persons);
  ADD ("/case-edit/states", test_states);
  ADD ("/case-edit/confirm", test_confirm);
  ADD ("/case-edit/routes", test_routes);
  ADD ("/case-edit/protect", test_protect);
  ADD ("/case-project/row", test_project);
#undef ADD
  return g_test_run ();
}
