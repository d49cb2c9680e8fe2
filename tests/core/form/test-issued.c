/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Issued documents and hand-overs in the record of a case. */
#include "config.h"

#include "core/form/mado-issued.h"
#include "core/model/mado-case-path.h"
#include "../sync/fold-kit.h"

#include <string.h>

/* As a desk's store would write it. */
static void
write_edit (Kit        *kit,
            MadoRecord *record,
            MadoEdit   *edit,
            gint64      ms)
{
  for (guint i = 0; i < edit->sections->len; i++)
    {
      MadoSectionEdit *section = edit->sections->pdata[i];
      MadoId id = kit_id ((guint) ms);
      MadoCommit *commit = kit_commit_list (kit, &id, section->section, ms, section->deps, section->n_deps, section->changes);

      kit_apply (record, commit);
    }
}

static void
issue (Kit        *kit,
       MadoRecord *record,
       const char *id,
       const char *number,
       const char *of,
       const char *reason,
       gint64      ms)
{
  g_autoptr (GError) error = NULL;
  MadoIssuing issuing = { .id = id, .section = "shared", .kind = "receipt", .number = number, .title = "受付票", .to = "𠮷田　健一",
                          .of = of, .reason = reason, .copies = 2, .at = ms };
  g_autoptr (MadoEdit) edit = mado_issued_make_edit (record, &issuing, &error);

  g_assert_no_error (error);
  write_edit (kit, record, edit, ms);
}

static void
assert_state (MadoRecord      *record,
              const char      *id,
              MadoIssuedState  state,
              const char      *by)
{
  g_autoptr (MadoIssued) one = mado_issued_find (record, id);

  g_assert_nonnull (one);
  g_assert_cmpint (one->state, ==, state);
  g_assert_cmpstr (one->by, ==, by);
}

static void
test_life (void)
{
  Kit kit;
  g_autoptr (MadoRecord) record = NULL;
  g_autoptr (MadoIssued) one = NULL;
  g_autoptr (MadoEdit) edit = NULL;
  g_autoptr (GError) error = NULL;

  kit_init (&kit, 1);
  record = kit_record (&kit);
  g_assert_null (mado_issued_find (record, "daaaaaaaa"));
  issue (&kit, record, "daaaaaaaa", "R8-1-0001", NULL, NULL, 1000);
  one = mado_issued_find (record, "daaaaaaaa");
  g_assert_cmpstr (one->number, ==, "R8-1-0001");
  g_assert_cmpstr (one->to, ==, "𠮷田　健一");
  g_assert_cmpint (one->copies, ==, 2);
  g_assert_cmpint (one->at, ==, 1000);
  g_assert_cmpstr (one->section, ==, "shared");
  g_assert_cmpstr (one->actor, !=, "");
  assert_state (record, "daaaaaaaa", MADO_ISSUED_GENUINE, "");

  issue (&kit, record, "dbbbbbbbb", "R8-1-0002", "daaaaaaaa", "なくした", 2000);
  assert_state (record, "daaaaaaaa", MADO_ISSUED_REPLACED, "dbbbbbbbb");
  assert_state (record, "dbbbbbbbb", MADO_ISSUED_GENUINE, "");

  edit = mado_issued_make_withdraw (record, "dbbbbbbbb", "宛名のまちがい", &error);
  g_assert_no_error (error);
  write_edit (&kit, record, edit, 3000);
  assert_state (record, "dbbbbbbbb", MADO_ISSUED_WITHDRAWN, "");
  assert_state (record, "daaaaaaaa", MADO_ISSUED_REPLACED, "dbbbbbbbb");
  kit_clear (&kit);
}

static void
assert_refused (MadoRecord        *record,
                const MadoIssuing *issuing,
                int                code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mado_issued_make_edit (record, issuing, &error));
  g_assert_error (error, MADO_ERROR, code);
}

static void
test_refused (void)
{
  Kit kit;
  g_autoptr (MadoRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  MadoIssuing issuing = { .id = "dcccccccc", .section = "shared", .kind = "receipt", .number = "R8-1-0009", .title = "受付票", .copies = 1 };

  kit_init (&kit, 2);
  record = kit_record (&kit);
  issue (&kit, record, "daaaaaaaa", "R8-1-0001", NULL, NULL, 1000);
  issue (&kit, record, "dbbbbbbbb", "R8-1-0002", "daaaaaaaa", "なくした", 2000);
  issuing.of = "dbbbbbbbb";
  assert_refused (record, &issuing, MADO_ERROR_NEEDS_PERSON);
  issuing.reason = "　 ";
  assert_refused (record, &issuing, MADO_ERROR_NEEDS_PERSON);
  issuing.reason = "やぶれた";
  issuing.of = "daaaaaaaa"; /* there is a newer one */
  assert_refused (record, &issuing, MADO_ERROR_INVALID);
  issuing.of = "dzzzzzzzz";
  assert_refused (record, &issuing, MADO_ERROR_NOT_FOUND);
  issuing.of = NULL;
  issuing.copies = 0;
  assert_refused (record, &issuing, MADO_ERROR_INVALID);
  issuing.copies = 100;
  assert_refused (record, &issuing, MADO_ERROR_INVALID);
  g_assert_null (mado_issued_make_withdraw (record, "daaaaaaaa", "", &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON);
  kit_clear (&kit);
}

/* Two desks that cannot see each other: what one withdrew is not good again
 * because the other issued it anew, and both new ones are there. */
static void
test_apart (void)
{
  Kit kit;
  g_autoptr (MadoRecord) here = NULL, there = NULL;
  g_autoptr (MadoEdit) withdraw = NULL, again = NULL;
  g_autoptr (GPtrArray) list = NULL;
  MadoIssuing issuing = { .id = "dbbbbbbbb", .section = "shared", .kind = "receipt", .number = "R8-2-0001", .title = "受付票", .copies = 1,
                          .of = "daaaaaaaa", .reason = "なくした", .at = 2000 };

  kit_init (&kit, 3);
  here = kit_record (&kit);
  issue (&kit, here, "daaaaaaaa", "R8-1-0001", NULL, NULL, 1000);
  there = mado_record_copy (here);
  withdraw = mado_issued_make_withdraw (here, "daaaaaaaa", "宛名のまちがい", NULL);
  again = mado_issued_make_edit (there, &issuing, NULL);
  write_edit (&kit, here, withdraw, 2001);
  write_edit (&kit, here, again, 2002);
  assert_state (here, "daaaaaaaa", MADO_ISSUED_WITHDRAWN, "dbbbbbbbb");
  assert_state (here, "dbbbbbbbb", MADO_ISSUED_GENUINE, "");
  list = mado_issued_list (here);
  g_assert_cmpuint (list->len, ==, 2);
  kit_clear (&kit);
}

static void
test_open_part (void)
{
  static const char *const open[] = { "kind", "number", "copies", "at", "of", "withdrawn" };
  static const char *const sealed[] = { "title", "to", "reason", "file", "something-newer" };

  for (guint i = 0; i < G_N_ELEMENTS (open); i++)
    {
      g_autofree char *path = mado_case_path_issued ("daaaaaaaa", open[i]);

      g_assert_false (mado_case_path_is_sealed (path));
    }
  for (guint i = 0; i < G_N_ELEMENTS (sealed); i++)
    {
      g_autofree char *path = mado_case_path_issued ("daaaaaaaa", sealed[i]);

      g_assert_true (mado_case_path_is_sealed (path));
    }
  g_assert_true (mado_case_path_is_sealed ("handover/haaaaaa/to"));
  g_assert_false (mado_case_path_is_sealed ("handover/haaaaaa/at"));
}

static void
test_handover (void)
{
  Kit kit;
  g_autoptr (MadoRecord) record = NULL;
  g_autoptr (MadoRandom) random = mado_random_new_seeded (4);
  g_autoptr (MadoEdit) edit = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  char *checked[] = { (char *) "氏名", (char *) "通数", NULL }, *told[] = { (char *) "本籍が記載されています。", NULL };
  MadoHandedOver self = { .section = (char *) "shared", .title = (char *) "住民票の写し", .to = (char *) "", .proc = (char *) "juki_utsushi",
                          .document = (char *) "", .checked = checked, .told = told, .at = 5000, .copies = 1 };
  const MadoHandedOver *found;

  kit_init (&kit, 5);
  record = kit_record (&kit);
  g_assert_null (mado_handed_over_make_edit (record, &self, random, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON);
  self.to = (char *) "﨑田　和子（代理人）";
  edit = mado_handed_over_make_edit (record, &self, random, NULL);
  write_edit (&kit, record, edit, 5000);
  list = mado_handed_over_list (record);
  g_assert_cmpuint (list->len, ==, 1);
  found = list->pdata[0];
  g_assert_cmpstr (found->to, ==, "﨑田　和子（代理人）");
  g_assert_cmpstr (found->checked[1], ==, "通数");
  g_assert_cmpstr (found->told[0], ==, "本籍が記載されています。");
  g_assert_cmpint (found->at, ==, 5000);
  g_assert_cmpstr (found->actor, !=, "");
  kit_clear (&kit);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
  g_test_add_func ("/issued/life", test_life);
  g_test_add_func ("/issued/refused", test_refused);
  g_test_add_func ("/issued/apart", test_apart);
  g_test_add_func ("/issued/open-part", test_open_part);
  g_test_add_func ("/issued/handover", test_handover);
  return g_test_run ();
}
