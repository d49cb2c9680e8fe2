/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/form/mado-carry-provider.h"
#include "core/form/mado-form-set.h"
#include "tests/core/form/case-stub.h"

#include <string.h>

/* A couple with a child: the head, the wife, the child. */
static CaseStub *
new_family (void)
{
  static const char *const values[][2] = {
    { "person/p1/relation_to_head", "head" }, { "person/p1/is_moving", "yes" },
    { "person/p1/birth_date", "1985-04-01" }, { "person/p2/relation_to_head", "wife" },
    { "person/p2/is_moving", "yes" },         { "person/p2/birth_date", "1987-05-03" },
    { "person/p3/relation_to_head", "child" }, { "person/p3/is_moving", "yes" },
    { "person/p3/birth_date", "2017-08-06" },
  };
  CaseStub *stub = case_stub_new ();

  case_stub_person (stub, "p1");
  case_stub_person (stub, "p2");
  case_stub_person (stub, "p3");
  case_stub_procedure (stub, "move_in");
  case_stub_procedure (stub, "insurance");
  case_stub_procedure (stub, "children");
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    case_stub_set (stub, values[i][0], values[i][1]);
  return stub;
}

static void
test_once_and_in_order (void)
{
  g_autoptr (CaseStub) stub = new_family ();
  g_autoptr (MadoFormSet) set = mado_form_set_new (stub->pack);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const MadoFormField *name;
  GPtrArray *items;
  int stage = 0;

  g_assert_true (mado_form_set_refresh (set, &stub->reader));
  items = mado_form_set_get_items (set);
  for (guint i = 0; i < items->len; i++)
    {
      const MadoFormField *item = g_ptr_array_index (items, i);

      g_assert_true (g_hash_table_add (seen, item->path));
      g_assert_cmpint (item->stage, >=, stage);
      stage = item->stage;
      g_assert_true (mado_form_set_find (set, item->path) == item);
    }
  g_assert_cmpint (stage, ==, MADO_STAGE_PROCEDURE);
  /* The child's name: for the move, the insurance and the allowance. */
  name = mado_form_set_find (set, "person/p3/family_name");
  g_assert_cmpuint (name->procedures->len, ==, 3);
  g_assert_cmpint (name->need, ==, MADO_NEED_NOW);
  g_assert_cmpstr (name->desk->id, ==, "one");
  g_assert_cmpstr (name->section, ==, "shared");
  g_assert_cmpstr (name->eid, ==, "p3");
  /* The wife has no part in the allowance. */
  g_assert_cmpuint (mado_form_set_find (set, "person/p2/family_name")->procedures->len, ==, 2);
  g_assert_null (mado_form_set_find (set, "proc/children/person/p2/lives_together"));
  g_assert_nonnull (mado_form_set_find (set, "proc/children/person/p3/lives_together"));
  g_assert_cmpstr (mado_form_set_find (set, "field/new.town")->section, ==, "addr");
  g_assert_cmpstr (mado_form_set_find (set, "proc/insurance/field/acquire_date")->section, ==, "two");
  g_assert_cmpint (mado_form_set_find (set, "proc/insurance/field/acquire_date")->need, ==, MADO_NEED_LATER);
  g_assert_cmpint (mado_form_set_find (set, "proc/insurance/field/bank_code")->need, ==, MADO_NEED_STAFF);
  g_assert_cmpint (mado_form_set_find (set, "proc/insurance/field/insured_number")->need, ==, MADO_NEED_OPTIONAL);
  g_assert_cmpstr (mado_form_set_find (set, "proc/insurance/field/acquire_date")->propose, ==, "field/move_date");
}

static void
test_persons_line_by_line (void)
{
  static const char *const order[] = {
    "visitor/visitor_name", "person/p1/family_name", "person/p1/given_name", "person/p1/family_name_kana",
  };
  g_autoptr (CaseStub) stub = new_family ();
  g_autoptr (MadoFormSet) set = mado_form_set_new (stub->pack);
  GPtrArray *items;
  guint last_of_first = 0, first_of_second = 0;

  mado_form_set_refresh (set, &stub->reader);
  items = mado_form_set_get_items (set);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_cmpstr (((MadoFormField *) g_ptr_array_index (items, i))->path, ==, order[i]);
  for (guint i = 0; i < items->len; i++)
    {
      const MadoFormField *item = g_ptr_array_index (items, i);

      if (item->stage != MADO_STAGE_HOUSEHOLD)
        continue;
      if (strcmp (item->eid, "p1") == 0)
        last_of_first = i;
      if (strcmp (item->eid, "p2") == 0 && first_of_second == 0)
        first_of_second = i;
    }
  g_assert_cmpuint (last_of_first, <, first_of_second);
}

static guint
count_gaps_at (MadoFormSet *set,
               const char  *desk)
{
  g_autoptr (GPtrArray) gaps = mado_form_set_list_gaps (set, desk);

  return gaps->len;
}

static void
test_gaps (void)
{
  g_autoptr (CaseStub) stub = new_family ();
  g_autoptr (MadoFormSet) set = mado_form_set_new (stub->pack);
  g_autofree char *others = NULL, *english = NULL, *filled = NULL;
  g_autoptr (GArray) counts = NULL;
  guint before;

  mado_form_set_refresh (set, &stub->reader);
  before = count_gaps_at (set, "one");
  /* 国保: addr.town, addr.block, acquire_date, acquire_reason, bank_code; whether
   * the former insurer is asked is open. 子育て: lives_together, contact_phone. */
  others = mado_form_set_describe_gaps (set, "one", "ja");
  g_assert_cmpstr (others, ==, "国保 5, 子育て 2");
  english = mado_form_set_describe_gaps (set, "one", "en");
  g_assert_cmpstr (english, ==, "Insurance 5, Children 2");
  g_assert_true (mado_form_set_find (set, "proc/insurance/field/former_insurer")->uncertain);

  case_stub_set (stub, "proc/insurance/field/acquire_reason", "move");
  g_assert_true (mado_form_set_refresh (set, &stub->reader));
  g_assert_false (mado_form_set_find (set, "proc/insurance/field/former_insurer")->uncertain);
  counts = mado_form_set_count_gaps (set, "one");
  g_assert_cmpuint (counts->len, ==, 2);
  g_assert_cmpuint (g_array_index (counts, MadoDeskGaps, 0).gaps, ==, 5);

  case_stub_set (stub, "proc/insurance/field/acquire_reason", "birth");
  mado_form_set_refresh (set, &stub->reader);
  g_assert_null (mado_form_set_find (set, "proc/insurance/field/former_insurer"));
  filled = mado_form_set_describe_gaps (set, "one", "ja");
  g_assert_cmpstr (filled, ==, "国保 4, 子育て 2");

  /* A shared field is a gap of each desk that needs it until it is filled. */
  g_assert_cmpuint (count_gaps_at (set, "one"), ==, before);
  before = count_gaps_at (set, "three");
  case_stub_set (stub, "person/p3/family_name", "山田");
  mado_form_set_refresh (set, &stub->reader);
  g_assert_cmpuint (count_gaps_at (set, "three"), ==, before - 1);
}

static void
test_next_gap (void)
{
  g_autoptr (CaseStub) stub = new_family ();
  g_autoptr (MadoFormSet) set = mado_form_set_new (stub->pack);
  const MadoFormField *gap = NULL, *first;
  guint n, steps = 0;

  mado_form_set_refresh (set, &stub->reader);
  n = count_gaps_at (set, "two");
  first = mado_form_set_next_gap (set, "two", NULL);
  for (gap = first; steps == 0 || gap != first; steps++)
    gap = mado_form_set_next_gap (set, "two", gap->path);
  g_assert_cmpuint (steps, ==, n);
  g_assert_null (mado_form_set_next_gap (set, "nowhere", NULL));
  /* From a path that is not asked any more: from the beginning. */
  g_assert_true (mado_form_set_next_gap (set, "two", "field/nothing") == first);
}

/* Fills every gap with something; the forms are ready then. */
static void
test_ready (void)
{
  g_autoptr (CaseStub) stub = new_family ();
  g_autoptr (MadoFormSet) set = mado_form_set_new (stub->pack);
  GPtrArray *items;

  mado_form_set_refresh (set, &stub->reader);
  g_assert_false (mado_form_set_is_ready (set, NULL));
  g_assert_false (mado_form_set_is_ready (set, "children"));
  items = mado_form_set_get_items (set);
  for (guint i = 0; i < items->len; i++)
    {
      const MadoFormField *item = g_ptr_array_index (items, i);

      if (item->need != MADO_NEED_NOW || item->filled)
        continue;
      case_stub_set (stub, item->path,
                     item->field->n_choices > 0 ? item->field->choices[0].code
                     : item->field->type == MADO_FIELD_DATE ? "2026-04-01" : "ア");
    }
  mado_form_set_refresh (set, &stub->reader);
  g_assert_true (mado_form_set_is_ready (set, NULL));
  g_assert_cmpuint (count_gaps_at (set, "two"), ==, 3);
}

static void
test_role_gaps (void)
{
  g_autoptr (CaseStub) stub = case_stub_new ();
  g_autoptr (MadoFormSet) set = mado_form_set_new (stub->pack);
  const MadoFormRoleGap *gap;

  case_stub_person (stub, "p1");
  case_stub_procedure (stub, "children");
  case_stub_set (stub, "person/p1/relation_to_head", "head");
  mado_form_set_refresh (set, &stub->reader);
  g_assert_cmpuint (mado_form_set_get_role_gaps (set)->len, ==, 1);
  gap = g_ptr_array_index (mado_form_set_get_role_gaps (set), 0);
  g_assert_cmpstr (gap->role->id, ==, "subject");
  g_assert_false (mado_form_set_is_ready (set, "children"));

  /* What a person recorded counts more than what the pack proposes. */
  case_stub_set (stub, "role/subject/children", "p1");
  g_assert_true (mado_form_set_refresh (set, &stub->reader));
  g_assert_cmpuint (mado_form_set_get_role_gaps (set)->len, ==, 0);
  g_assert_nonnull (mado_form_set_find (set, "proc/children/person/p1/lives_together"));
}

static void
count_cb (MadoFormSet *set,
          guint       *n)
{
  (*n)++;
}

static void
test_incremental (void)
{
  g_autoptr (CaseStub) stub = new_family ();
  g_autoptr (MadoFormSet) set = mado_form_set_new (stub->pack);
  const MadoFormField *kept;
  guint n = 0;

  g_signal_connect (set, "changed", G_CALLBACK (count_cb), &n);
  mado_form_set_refresh (set, &stub->reader);
  g_assert_cmpuint (n, ==, 1);
  g_assert_false (mado_form_set_refresh (set, &stub->reader));
  g_assert_cmpuint (n, ==, 1);

  kept = mado_form_set_find (set, "person/p3/family_name");
  g_assert_cmpint (kept->filled, ==, FALSE);
  case_stub_set (stub, "person/p3/family_name", "山田");
  g_assert_true (mado_form_set_refresh (set, &stub->reader));
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (mado_form_set_find (set, "person/p3/family_name") == kept);
  g_assert_true (kept->filled);

  /* Going back takes away what a procedure had added. */
  g_ptr_array_remove_index (stub->procedures, 2);
  g_assert_true (mado_form_set_refresh (set, &stub->reader));
  g_assert_null (mado_form_set_find (set, "proc/children/person/p3/lives_together"));
  g_assert_true (mado_form_set_find (set, "person/p3/family_name") == kept);
  g_assert_cmpuint (kept->procedures->len, ==, 2);

  /* An unknown procedure (another edition of the pack) does no harm. */
  case_stub_procedure (stub, "unknown");
  g_assert_false (mado_form_set_refresh (set, &stub->reader));
  while (stub->procedures->len > 1)
    g_ptr_array_remove_index (stub->procedures, 0);
  g_assert_true (mado_form_set_refresh (set, &stub->reader));
  g_assert_cmpuint (mado_form_set_get_items (set)->len, ==, 0);
  g_assert_true (mado_form_set_is_ready (set, NULL));
}

static const MadoChange *
find_change (GPtrArray  *changes,
             const char *path)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const MadoChange *change = g_ptr_array_index (changes, i);

      if (strcmp (change->path, path) == 0)
        return change;
    }
  return NULL;
}

/* Nothing is written twice. */
static void
test_carry (void)
{
  g_autoptr (CaseStub) stub = new_family ();
  g_autoptr (MadoFormSet) set = mado_form_set_new (stub->pack);
  g_autoptr (MadoCarryProvider) carry = mado_carry_provider_new (stub->pack, set);
  g_autoptr (MadoProposals) proposals = mado_proposals_new (stub->pack);
  g_autoptr (GPtrArray) certain = NULL, again = NULL, planned = NULL;
  const MadoProposal *proposal;

  case_stub_set (stub, "field/new.town", "旭町");
  case_stub_set (stub, "field/old.town", "本町");
  case_stub_set (stub, "field/move_date", "2026-04-01");
  case_stub_set (stub, "person/p1/family_name", "𠮷田");
  case_stub_set (stub, "person/p1/given_name", "辻\U000E0100");
  case_stub_set (stub, "role/visitor", "p1");
  mado_form_set_refresh (set, &stub->reader);
  certain = mado_carry_provider_list_certain (carry, &stub->reader);
  g_assert_cmpstr (mado_value_get_text (find_change (certain, "field/addr.town")->value), ==, "旭町");
  g_assert_cmpstr (mado_value_get_text (find_change (certain, "field/head_name")->value), ==, "𠮷田　辻\U000E0100");
  g_assert_nonnull (find_change (certain, "visitor/visitor_name"));
  g_assert_cmpint (find_change (certain, "field/addr.town")->source, ==, MADO_SOURCE_PROGRAM);
  g_assert_null (find_change (certain, "proc/insurance/field/acquire_date"));

  /* The acquisition date waits for Enter. */
  mado_proposals_add (proposals, MADO_PROVIDER (carry));
  mado_proposals_refresh (proposals, &stub->reader);
  proposal = mado_proposals_find (proposals, "proc/insurance/field/acquire_date");
  g_assert_cmpstr (mado_value_get_text (proposal->new_value), ==, "2026-04-01");

  /* What the program wrote follows; what a person wrote stays. */
  case_stub_set_from (stub, "field/addr.town", "旭町", MADO_SOURCE_PROGRAM);
  case_stub_set (stub, "field/head_name", "山田　花子");
  case_stub_set (stub, "field/new.town", "港町");
  again = mado_carry_provider_list_certain (carry, &stub->reader);
  g_assert_cmpstr (mado_value_get_text (find_change (again, "field/addr.town")->value), ==, "港町");
  g_assert_null (find_change (again, "field/head_name"));

  /* A move that is still planned: the present address is the old one. */
  case_stub_set (stub, "field/move_date", NULL);
  case_stub_set (stub, "field/planned_move_date", "2026-04-20");
  planned = mado_carry_provider_list_certain (carry, &stub->reader);
  g_assert_cmpstr (mado_value_get_text (find_change (planned, "field/addr.town")->value), ==, "本町");
}

/* Ages are those of the day of the visit, unless the reader names another. */
static void
test_day (void)
{
  g_autoptr (CaseStub) stub = new_family ();
  g_autoptr (MadoFormSet) set = mado_form_set_new (stub->pack);

  stub->reader.today = NULL;
  mado_form_set_refresh (set, &stub->reader);
  g_assert_cmpuint (mado_form_set_get_role_gaps (set)->len, ==, 1); /* who is under 75? */
  case_stub_set (stub, "received_on", "2026-04-03");
  mado_form_set_refresh (set, &stub->reader);
  g_assert_cmpuint (mado_form_set_get_role_gaps (set)->len, ==, 0);
  stub->reader.today = "2070-01-01";
  mado_form_set_refresh (set, &stub->reader);
  g_assert_cmpuint (mado_form_set_find (set, "person/p1/family_name")->procedures->len, ==, 2);
  g_assert_cmpuint (mado_form_set_find (set, "person/p3/family_name")->procedures->len, ==, 3);
}

static void
test_speed (void)
{
  g_autoptr (CaseStub) stub = new_family ();
  g_autoptr (MadoFormSet) set = mado_form_set_new (stub->pack);
  gint64 start;
  double us;

  case_stub_person (stub, "p4");
  case_stub_person (stub, "p5");
  case_stub_person (stub, "p6");
  start = g_get_monotonic_time ();
  for (int i = 0; i < 200; i++)
    mado_form_set_refresh (set, &stub->reader);
  us = (double) (g_get_monotonic_time () - start) / 200;
  g_test_minimized_result (us, "refresh of %u items: %.0f µs", mado_form_set_get_items (set)->len, us);
  g_assert_cmpfloat (us, <, 50000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/set/once-and-in-order", test_once_and_in_order);
  g_test_add_func ("/form/set/persons-line-by-line", test_persons_line_by_line);
  g_test_add_func ("/form/set/gaps", test_gaps);
  g_test_add_func ("/form/set/next-gap", test_next_gap);
  g_test_add_func ("/form/set/ready", test_ready);
  g_test_add_func ("/form/set/role-gaps", test_role_gaps);
  g_test_add_func ("/form/set/incremental", test_incremental);
  g_test_add_func ("/form/set/carry", test_carry);
  g_test_add_func ("/form/set/day", test_day);
  g_test_add_func ("/form/set/speed", test_speed);
  return g_test_run ();
}
