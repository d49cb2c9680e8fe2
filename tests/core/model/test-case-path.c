/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/mado-case-path.h"
#include "core/model/mado-case-state.h"

/* Every builder's path is taken apart into what it was built of. */
static void
check (char             *path,
       const char       *expected,
       MadoCasePathKind  kind,
       const char       *proc,
       const char       *eid,
       const char       *name)
{
  g_auto (MadoCasePath) parts = { MADO_CASE_PATH_OTHER };

  g_assert_cmpstr (path, ==, expected);
  g_assert_true (mado_case_path_parse (path, &parts));
  g_assert_cmpint (parts.kind, ==, kind);
  g_assert_cmpstr (parts.proc, ==, proc);
  g_assert_cmpstr (parts.eid, ==, eid);
  g_assert_cmpstr (parts.name, ==, name);
  g_free (path);
}

static void
test_build_and_parse (void)
{
  check (mado_case_path_person ("pabc234", "family_name"), "person/pabc234/family_name",
         MADO_CASE_PATH_PERSON, NULL, "pabc234", "family_name");
  check (mado_case_path_field ("new.town"), "field/new.town", MADO_CASE_PATH_FIELD, NULL, NULL, "new.town");
  check (mado_case_path_answer ("q_card"), "answer/q_card", MADO_CASE_PATH_ANSWER, NULL, NULL, "q_card");
  check (mado_case_path_role ("head", NULL), "role/head", MADO_CASE_PATH_ROLE, NULL, NULL, "head");
  check (mado_case_path_role ("payee", "jite"), "role/payee/jite", MADO_CASE_PATH_ROLE, "jite", NULL, "payee");
  check (mado_case_path_visitor ("identity"), "visitor/identity", MADO_CASE_PATH_VISITOR, NULL, NULL, "identity");
  check (mado_case_path_proc ("jite", "state"), "proc/jite/state", MADO_CASE_PATH_PROC, "jite", NULL, "state");
  check (mado_case_path_proc_field ("jite", "reason"), "proc/jite/field/reason",
         MADO_CASE_PATH_PROC_FIELD, "jite", NULL, "reason");
  check (mado_case_path_proc_person ("jite", "pabc234", "custody"), "proc/jite/person/pabc234/custody",
         MADO_CASE_PATH_PROC_PERSON, "jite", "pabc234", "custody");
  check (mado_case_path_document ("jite", "bankbook"), "proc/jite/document/bankbook",
         MADO_CASE_PATH_DOCUMENT, "jite", NULL, "bankbook");
  check (mado_case_path_signature ("s1", "strokes"), "signature/s1/strokes",
         MADO_CASE_PATH_SIGNATURE, NULL, "s1", "strokes");
  check (mado_case_path_ack ("kokuho"), "ack/kokuho", MADO_CASE_PATH_ACK, NULL, NULL, "kokuho");
  check (mado_case_path_mark ("kokuho", "called"), "mark/kokuho/called", MADO_CASE_PATH_MARK, "kokuho", NULL, "called");
  check (mado_case_path_route ("kokuho"), "route/kokuho", MADO_CASE_PATH_ROUTE, NULL, NULL, "kokuho");
  check (mado_case_path_confirm ("person/pabc234/birth_date"), "confirm/person/pabc234/birth_date",
         MADO_CASE_PATH_CONFIRM, NULL, NULL, "person/pabc234/birth_date");
  check (g_strdup ("event"), "event", MADO_CASE_PATH_FACT, NULL, NULL, "event");
}

static void
test_bad_paths (void)
{
  static const char *const none[] = { "", "/", "person//x", "person/p/", "/event", "a//b" };
  static const char *const unknown[] = { "weather", "person/p1", "person/p1/a/b", "proc/x", "proc/x/field",
                                         "proc/x/person/p/f/g", "confirm", "event/more" };
  MadoCasePath parts;

  g_assert_false (mado_case_path_parse (NULL, &parts));
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_false (mado_case_path_parse (none[i], &parts));
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_assert_true (mado_case_path_parse (unknown[i], &parts));
      g_assert_cmpint (parts.kind, ==, MADO_CASE_PATH_OTHER);
      g_assert_null (parts.name);
      /* What we do not know may be personal. */
      g_assert_true (mado_case_path_is_sealed (unknown[i]));
    }
}

static void
test_sealed (void)
{
  static const char *const open[] = { "event", "same-as", "route/kokuho", "person/p1/removed", "proc/x/state",
                                      "proc/x/added", "proc/x/document/d", "mark/d/called" };
  static const char *const sealed[] = { "person/p1/sex", "visitor/identity", "role/head", "field/move_date",
                                        "proc/x/reason", "proc/x/signature", "proc/x/field/f", "answer/q",
                                        "signature/s/strokes", "ack/d", "confirm/field/f", "chosen/field/f", "proc/x/person/p/f" };

  for (guint i = 0; i < G_N_ELEMENTS (open); i++)
    g_assert_false (mado_case_path_is_sealed (open[i]));
  for (guint i = 0; i < G_N_ELEMENTS (sealed); i++)
    g_assert_true (mado_case_path_is_sealed (sealed[i]));
  g_assert_true (mado_case_field_is_address ("registered.block"));
  g_assert_true (mado_case_field_is_address ("contact_phone"));
  g_assert_false (mado_case_field_is_address ("newspaper"));
}

static void
test_elements (void)
{
  g_autoptr (MadoRandom) random = mado_random_new_seeded (5);
  g_autofree char *one = mado_case_new_element (random);
  g_autofree char *two = mado_case_new_element (random);

  g_assert_true (mado_case_is_element (one));
  g_assert_true (mado_case_is_element (two));
  g_assert_cmpstr (one, !=, two);
  g_assert_false (mado_case_is_element (NULL));
  g_assert_false (mado_case_is_element ("p"));
  g_assert_false (mado_case_is_element ("pabc23"));
  g_assert_false (mado_case_is_element ("pabc2345"));
  g_assert_false (mado_case_is_element ("pabc210"));
  g_assert_false (mado_case_is_element ("qabc234"));
}

static void
test_state_words (void)
{
  for (int state = MADO_STATE_GUIDED; state < MADO_STATE_OTHER; state++)
    g_assert_cmpint (mado_proc_state_from_string (mado_proc_state_to_string (state)), ==, state);
  g_assert_cmpint (mado_proc_state_from_string (""), ==, MADO_STATE_NONE);
  g_assert_cmpint (mado_proc_state_from_string (NULL), ==, MADO_STATE_NONE);
  g_assert_cmpint (mado_proc_state_from_string ("digested"), ==, MADO_STATE_OTHER);
  g_assert_cmpint (mado_proc_added_from_string ("unsure"), ==, MADO_ADDED_UNSURE);
  g_assert_cmpint (mado_proc_added_from_string ("maybe"), ==, MADO_ADDED_NONE);
  for (int a = MADO_AUTHORITY_SELF; a <= MADO_AUTHORITY_MESSENGER; a++)
    g_assert_cmpint (mado_authority_from_string (mado_authority_to_string (a)), ==, a);
  g_assert_cmpuint (g_strv_length ((char **) mado_case_mark_names ()), ==, 8);
}

static void
test_steps (void)
{
  for (int from = MADO_STATE_NONE; from <= MADO_STATE_OTHER; from++)
    {
      g_assert_false (mado_proc_state_may_follow (from, from));
      g_assert_false (mado_proc_state_may_follow (from, MADO_STATE_NONE));
      g_assert_false (mado_proc_state_may_follow (from, MADO_STATE_OTHER));
    }
  g_assert_true (mado_proc_state_may_follow (MADO_STATE_GUIDED, MADO_STATE_FILLED));
  g_assert_true (mado_proc_state_may_follow (MADO_STATE_SIGNED, MADO_STATE_ACCEPTED));
  g_assert_true (mado_proc_state_may_follow (MADO_STATE_CHECKED, MADO_STATE_ENTERED));
  g_assert_true (mado_proc_state_may_follow (MADO_STATE_HELD, MADO_STATE_ACCEPTED));
  g_assert_true (mado_proc_state_may_follow (MADO_STATE_WITHDRAWN, MADO_STATE_GUIDED));
  g_assert_false (mado_proc_state_may_follow (MADO_STATE_GUIDED, MADO_STATE_REFUSED));
  g_assert_false (mado_proc_state_may_follow (MADO_STATE_GUIDED, MADO_STATE_CHECKED));
  g_assert_false (mado_proc_state_may_follow (MADO_STATE_CLOSED, MADO_STATE_GUIDED));
  g_assert_false (mado_proc_state_may_follow (MADO_STATE_CLOSED, MADO_STATE_WITHDRAWN));
  g_assert_true (mado_proc_state_is_final (MADO_STATE_REFUSED));
  g_assert_false (mado_proc_state_is_final (MADO_STATE_HELD));
  g_assert_true (mado_proc_state_is_accepted (MADO_STATE_CHECKED));
  g_assert_false (mado_proc_state_is_accepted (MADO_STATE_SIGNED));
  g_assert_true (mado_proc_state_needs_reason (MADO_STATE_HELD));
  g_assert_false (mado_proc_state_needs_reason (MADO_STATE_CLOSED));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/case-path/build-and-parse", test_build_and_parse);
  g_test_add_func ("/case-path/bad", test_bad_paths);
  g_test_add_func ("/case-path/sealed", test_sealed);
  g_test_add_func ("/case-path/elements", test_elements);
  g_test_add_func ("/case-state/words", test_state_words);
  g_test_add_func ("/case-state/steps", test_steps);
  return g_test_run ();
}
