/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-paths.h"

#include "core/procedure/mado-form-draft.h"
#include "core/procedure/mado-form-paths.h"
#include "core/procedure/mado-pack-check.h"
#include "core/procedure/mado-pack-edition.h"

#define TEXT "{\"id\": \"mooring\", \"title\": \"M\", \"paper\": \"A5\", \"items\": [" \
             "{\"kind\": \"static\", \"x\": 10, \"y\": 10.25, \"w\": 11.86, \"h\": 8, \"label\": {\"en\": \"Permit\", \"ja\": \"許可\"}}," \
             "{\"kind\": \"text\", \"x\": 10, \"y\": 20, \"w\": 80, \"h\": 8, \"path\": \"boat_name\"}]}"

static char *mini; /* folder of the pack */

static MadoFormDraft *
draft_new (void)
{
  g_autoptr (GError) error = NULL;
  MadoFormDraft *draft = mado_form_draft_new (TEXT, &error);

  g_assert_no_error (error);
  return draft;
}

static void
test_lines (void)
{
  g_autoptr (MadoFormDraft) draft = draft_new ();
  g_autofree char *text = mado_form_draft_to_text (draft);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (MadoFormDraft) again = mado_form_draft_new (text, NULL);
  g_autofree char *same = mado_form_draft_to_text (again);

  g_assert_cmpint (mado_form_draft_item_at (draft, 1), ==, -1);
  g_assert_cmpint (mado_form_draft_item_at (draft, 2), ==, 0);
  g_assert_cmpint (mado_form_draft_item_at (draft, 3), ==, 1);
  g_assert_cmpint (mado_form_draft_item_at (draft, 4), ==, -1);
  g_assert_nonnull (strstr (lines[1], "\"w\": 11.86"));
  g_assert_nonnull (strstr (lines[2], "boat_name"));
  g_assert_cmpstr (text, ==, same);
}

static void
test_languages_stay (void)
{
  g_autoptr (MadoFormDraft) draft = draft_new ();
  g_autofree char *text = NULL;

  g_assert_cmpstr (mado_form_draft_get_text (draft, 0, "label"), ==, "許可");
  mado_form_draft_set_text (draft, 0, "label", "係留 \"許可\"", NULL);
  text = mado_form_draft_to_text (draft);
  g_assert_nonnull (strstr (text, "{\"en\": \"Permit\", \"ja\": \"係留 \\\"許可\\\"\"}"));
}

static void
test_undo (void)
{
  g_autoptr (MadoFormDraft) draft = draft_new ();
  g_autofree char *before = mado_form_draft_to_text (draft);
  g_autofree char *after = NULL;
  g_autofree char *text = NULL;

  g_assert_false (mado_form_draft_can_undo (draft));
  for (int i = 1; i <= 5; i++)
    mado_form_draft_set_place (draft, 1, 10 + i, 20, 80, 8, "drag-1");
  mado_form_draft_set_place (draft, 1, 40, 20, 80, 8, "drag-2");
  mado_form_draft_set_number (draft, 1, "x", 40, "x"); /* the same: no step */
  mado_form_draft_remove (draft, 0);
  after = mado_form_draft_to_text (draft);
  mado_form_draft_undo (draft);
  g_assert_cmpuint (mado_form_draft_get_n_items (draft), ==, 2);
  mado_form_draft_undo (draft);
  g_assert_cmpfloat (mado_form_draft_get_number (draft, 1, "x", 0), ==, 15);
  mado_form_draft_undo (draft);
  text = mado_form_draft_to_text (draft);
  g_assert_cmpstr (text, ==, before);
  g_assert_false (mado_form_draft_can_undo (draft));
  while (mado_form_draft_can_redo (draft))
    mado_form_draft_redo (draft);
  g_free (text);
  text = mado_form_draft_to_text (draft);
  g_assert_cmpstr (text, ==, after);
  mado_form_draft_undo (draft);
  mado_form_draft_set_flag (draft, 0, "dashed", TRUE, NULL);
  g_assert_false (mado_form_draft_can_redo (draft));
}

static void
test_not_a_layout (void)
{
  static const char *const texts[] = { "", "{", "[]", "{}", "{\"items\": 3}", "{\"items\": [3]}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (mado_form_draft_new (texts[i], &error));
      g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
    }
}

static void
test_faults_of_a_text (void)
{
  g_autoptr (MadoPack) pack = load_pack ("tests/pack-mini");
  g_autoptr (MadoFormDraft) draft = draft_new ();
  g_autofree char *good = mado_form_draft_to_text (draft);
  g_autofree char *bad = NULL;
  g_autoptr (MadoFormText) first = mado_form_text_new (pack, NULL, "mooring", good);
  g_autoptr (MadoFormText) second = NULL;
  g_autoptr (MadoFormText) third = mado_form_text_new (pack, NULL, "mooring", "{");
  const MadoPackFault *fault;

  g_assert_cmpuint (mado_form_text_get_faults (first)->len, ==, 0);
  g_assert_cmpuint (mado_form_text_get_layout (first)->n_items, ==, 2);
  mado_form_draft_set_text (draft, 1, "path", "nobody", NULL);
  bad = mado_form_draft_to_text (draft);
  second = mado_form_text_new (pack, NULL, "mooring", bad);
  g_assert_cmpuint (mado_form_text_get_faults (second)->len, ==, 1);
  fault = g_ptr_array_index (mado_form_text_get_faults (second), 0);
  g_assert_cmpint (mado_form_draft_item_at (draft, fault->line), ==, 1);
  g_assert_null (mado_form_text_get_layout (third));
  g_assert_cmpuint (mado_form_text_get_faults (third)->len, ==, 1);
}

static gboolean
has_path (GPtrArray  *paths,
          const char *path)
{
  for (guint i = 0; i < paths->len; i++)
    if (g_str_equal (((MadoFormPath *) paths->pdata[i])->path, path))
      return TRUE;
  return FALSE;
}

/* Whatever can be chosen is allowed. */
static void
test_paths (void)
{
  g_autoptr (MadoPack) pack = load_pack ("tests/pack-mini");
  g_autoptr (GPtrArray) paths = mado_form_paths_list (pack, "mooring", 0);
  g_autoptr (GPtrArray) ids = mado_form_ids_list (pack);

  g_assert_true (has_path (paths, "boat_name") && has_path (paths, "visitor.payer") && has_path (paths, "mayor"));
  g_assert_cmpuint (ids->len, ==, 1);
  for (guint i = 0; i < paths->len; i++)
    {
      const MadoFormPath *path = paths->pdata[i];
      g_autofree char *text = g_strdup_printf ("{\"id\": \"mooring\", \"title\": \"M\", \"paper\": \"A5\", \"items\": ["
                                               "{\"kind\": \"text\", \"x\": 1, \"y\": 1, \"w\": 9, \"h\": 9, \"path\": \"%s\"}]}",
                                               path->path);
      g_autoptr (MadoFormText) form = mado_form_text_new (pack, NULL, "mooring", text);

      if (mado_form_text_get_faults (form)->len > 0)
        g_error ("%s: %s", path->path, ((MadoPackFault *) mado_form_text_get_faults (form)->pdata[0])->text);
      g_assert_cmpstr (path->label, !=, "");
    }
}

/* --- editions --------------------------------------------------------------------- */

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
add_fault_cb (const char *dir,
              GPtrArray  *faults)
{
  MadoPackFault *fault = g_new0 (MadoPackFault, 1);

  fault->file = g_strdup ("forms/mooring.json");
  fault->text = g_strdup ("no");
  g_ptr_array_add (faults, fault);
}

static void
test_edition (void)
{
  g_autofree char *folder = g_dir_make_tmp ("edition-XXXXXX", NULL);
  g_autoptr (MadoPack) before = load_pack ("tests/pack-mini");
  g_autoptr (MadoPack) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *wanted = mado_pack_edition_next (mado_pack_get_version (before));
  g_autofree char *place = NULL;
  g_autofree char *second = NULL;
  GPtrArray *faults = NULL;

  place = mado_pack_edition_save (mini, "mooring", TEXT, NULL, NULL, folder, NULL, &faults, &error);
  g_assert_no_error (error);
  if (place == NULL)
    g_error ("%s: %s", ((MadoPackFault *) faults->pdata[0])->file, ((MadoPackFault *) faults->pdata[0])->text);
  g_ptr_array_unref (faults);
  after = mado_pack_load (place, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mado_pack_get_version (after), ==, wanted);
  g_assert_cmpuint (mado_pack_load_form (after, "mooring", NULL)->n_items, ==, 2);
  g_assert_cmpstr (mado_pack_get_digest (after), !=, mado_pack_get_digest (before));

  /* The same again does not write over the first. */
  second = mado_pack_edition_save (mini, "mooring", TEXT, NULL, NULL, folder, NULL, &faults, &error);
  g_assert_nonnull (second);
  g_assert_cmpstr (second, !=, place);
  g_ptr_array_unref (faults);
  remove_tree (folder);
}

static void
test_edition_refused (void)
{
  g_autofree char *folder = g_dir_make_tmp ("edition-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  GPtrArray *faults = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (mado_pack_edition_save (mini, "mooring", "{\"id\": \"mooring\"}", NULL, NULL, folder, NULL, &faults, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (faults->len, >, 0);
  g_ptr_array_unref (faults);
  g_assert_null (mado_pack_edition_save (mini, "mooring", TEXT, NULL, NULL, folder, add_fault_cb, &faults, &error));
  g_assert_cmpuint (faults->len, ==, 1);
  g_ptr_array_unref (faults);
  g_assert_cmpuint (count_entries (folder), ==, 0);
  g_assert_null (mado_pack_edition_save (mini, "mooring", TEXT, "/nowhere/at/all.pdf", "paper.pdf", folder, NULL, &faults, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_null (mado_pack_edition_save (mini, "mooring", TEXT, NULL, NULL, file, NULL, &faults, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY);
  remove_tree (folder);
}

static void
test_versions (void)
{
  static const char *const steps[] = { "7", "7-1", "7-2" };

  for (guint i = 0; i + 1 < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *next = mado_pack_edition_next (steps[i]);

      g_assert_cmpstr (next, ==, steps[i + 1]);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  mini = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "tests/pack-mini", NULL);
  g_test_add_func ("/form-draft/lines", test_lines);
  g_test_add_func ("/form-draft/languages", test_languages_stay);
  g_test_add_func ("/form-draft/undo", test_undo);
  g_test_add_func ("/form-draft/not-a-layout", test_not_a_layout);
  g_test_add_func ("/form-draft/faults", test_faults_of_a_text);
  g_test_add_func ("/form-draft/paths", test_paths);
  g_test_add_func ("/edition/saved", test_edition);
  g_test_add_func ("/edition/refused", test_edition_refused);
  g_test_add_func ("/edition/versions", test_versions);
  status = g_test_run ();
  g_free (mini);
  return status;
}
