/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/form/mado-form-rules.h"
#include "tests/core/form/case-stub.h"

#include <string.h>

static const MadoDate today = { 2026, 4, 3 };

/* One household and what is found in it. "a=b" pairs of path and value. */
typedef struct
{
  const char *name;
  const char *values[12];
  const char *rule;  /* NULL: nothing is found */
  int         level;
  const char *path;
} Household;

static const Household households[] = {
  { "plain family",
    { "p1/relation_to_head=head", "p1/birth_date=1985-04-01", "p1/sex=male", "p2/relation_to_head=wife",
      "p2/birth_date=1987-01-01", "p2/sex=female", "p3/relation_to_head=child", "p3/birth_date=2017-08-06" },
    NULL, 0, NULL },
  { "born tomorrow", { "p1/birth_date=2026-04-04", "p1/relation_to_head=head" }, "birth-future", MADO_FINDING_STOP,
    "person/p1/birth_date" },
  { "born this month, day unknown", { "p1/birth_date=2026-04-00", "p1/relation_to_head=head" }, NULL, 0, NULL },
  { "two heads", { "p1/relation_to_head=head", "p2/relation_to_head=head" }, "head-many", MADO_FINDING_STOP,
    "person/p2/relation_to_head" },
  { "no head", { "p1/relation_to_head=wife", "p2/relation_to_head=child" }, "head-none", MADO_FINDING_WARN,
    "person/p1/relation_to_head" },
  { "no head yet", { "p1/relation_to_head=wife", "p2/sex=male" }, NULL, 0, NULL },
  { "joins a household", { "p1/relation_to_head=wife", "=join" }, NULL, 0, NULL },
  { "child older than head",
    { "p1/relation_to_head=head", "p1/birth_date=1985-04-01", "p2/relation_to_head=child", "p2/birth_date=1980-01-01" },
    "relation", MADO_FINDING_WARN, "person/p2/relation_to_head" },
  { "child perhaps younger",
    { "p1/relation_to_head=head", "p1/birth_date=1985-04-01", "p2/relation_to_head=child", "p2/birth_date=1985-00-00" },
    NULL, 0, NULL },
  { "father younger than head",
    { "p1/relation_to_head=head", "p1/birth_date=1985-04-01", "p2/relation_to_head=father", "p2/birth_date=1990-01-01" },
    "relation", MADO_FINDING_WARN, "person/p2/relation_to_head" },
  { "wife of 17", { "p1/relation_to_head=head", "p2/relation_to_head=wife", "p2/birth_date=2008-04-04" }, "relation",
    MADO_FINDING_WARN, "person/p2/relation_to_head" },
  { "wife of 18", { "p1/relation_to_head=head", "p2/relation_to_head=wife", "p2/birth_date=2008-04-03" }, NULL, 0, NULL },
  { "male wife", { "p1/relation_to_head=head", "p2/relation_to_head=wife", "p2/sex=male" }, "relation",
    MADO_FINDING_WARN, "person/p2/relation_to_head" },
  { "two spouses", { "p1/relation_to_head=head", "p2/relation_to_head=wife", "p3/relation_to_head=wife" }, "relation",
    MADO_FINDING_WARN, "person/p3/relation_to_head" },
  { "kana guessed", { "p1/relation_to_head=head", "p1/family_name_kana=ヤマダ" }, "kana", MADO_FINDING_WARN,
    "person/p1/family_name_kana" },
  { "kana confirmed", { "p1/relation_to_head=head", "p1/family_name_kana=ヤマダ", "p1/kana_confirmed=yes" }, NULL, 0, NULL },
};

static void
fill (CaseStub        *stub,
      const Household *household)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (household->values) && household->values[i] != NULL; i++)
    {
      const char *equals = strchr (household->values[i], '=');
      g_autofree char *head = g_strndup (household->values[i], (gsize) (equals - household->values[i]));
      g_autofree char *path = *head != 0 ? g_strconcat ("person/", head, NULL) : g_strdup ("field/household_kind");

      while (*head != 0 && (guint) (head[1] - '0') > n)
        {
          g_autofree char *eid = g_strdup_printf ("p%u", ++n);

          case_stub_person (stub, eid);
        }
      case_stub_set (stub, path, equals + 1);
    }
}

static void
test_households (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (households); i++)
    {
      const Household *h = &households[i];
      g_autoptr (CaseStub) stub = case_stub_new ();
      g_autoptr (GPtrArray) findings = NULL;
      const MadoFinding *finding;

      g_test_message ("%s", h->name);
      fill (stub, h);
      findings = mado_form_rules_check (stub->pack, &stub->reader, &today);
      g_assert_cmpuint (findings->len, ==, h->rule != NULL ? 1 : 0);
      if (h->rule == NULL)
        continue;
      finding = g_ptr_array_index (findings, 0);
      g_assert_cmpstr (finding->rule, ==, h->rule);
      g_assert_cmpint (finding->level, ==, h->level);
      g_assert_cmpstr (finding->path, ==, h->path);
      g_assert_cmpuint (strlen (finding->message), >, 10);
    }
}

static void
test_terms (void)
{
  static const struct
  {
    const char *move_date;
    const char *reason;
    const char *rule; /* of move_in */
    int         level;
  } cases[] = {
    { "2026-04-03", NULL, NULL, 0 },
    { "2026-04-04", NULL, "not-before", MADO_FINDING_STOP },
    { "2026-03-20", NULL, NULL, 0 },                            /* 14 days: 3 April */
    { "2026-03-19", NULL, "deadline", MADO_FINDING_REASON },
    { "2026-03-19", "入院していた", NULL, 0 },
    { NULL, NULL, NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CaseStub) stub = case_stub_new ();
      g_autoptr (GPtrArray) findings = NULL;
      const MadoFinding *worst;

      case_stub_procedure (stub, "move_in");
      case_stub_procedure (stub, "nobody_knows");
      case_stub_set (stub, "field/move_date", cases[i].move_date);
      case_stub_set (stub, "field/late_reason", cases[i].reason);
      findings = mado_form_rules_check (stub->pack, &stub->reader, &today);
      worst = mado_form_rules_worst (findings, "move_in");
      g_assert_cmpstr (worst != NULL ? worst->rule : NULL, ==, cases[i].rule);
      if (worst == NULL)
        continue;
      g_assert_cmpint (worst->level, ==, cases[i].level);
      g_assert_nonnull (strstr (worst->message, "転入届"));
      g_assert_null (mado_form_rules_worst (findings, "children"));
      if (worst->level == MADO_FINDING_REASON)
        g_assert_cmpstr (worst->path, ==, "field/late_reason");
    }
}

/* The first field that is known counts; holidays move the last day. */
static void
test_deadline_day (void)
{
  g_autoptr (CaseStub) stub = case_stub_new ();
  const MadoProcedure *procedure = mado_pack_get_procedure (stub->pack, "insurance");
  MadoDate day;

  g_assert_false (mado_form_rules_deadline (stub->pack, procedure, &stub->reader, &day));
  case_stub_set (stub, "field/move_date", "2026-04-01");
  g_assert_true (mado_form_rules_deadline (stub->pack, procedure, &stub->reader, &day));
  g_assert_true (mado_date_equal (&day, &(MadoDate) { 2026, 4, 15 }));
  case_stub_set (stub, "proc/insurance/field/acquire_date", "2026-04-15");
  g_assert_true (mado_form_rules_deadline (stub->pack, procedure, &stub->reader, &day));
  g_assert_true (mado_date_equal (&day, &(MadoDate) { 2026, 4, 30 })); /* 29 April is a holiday */
  case_stub_set (stub, "proc/insurance/field/acquire_date", "2026-04-04");
  g_assert_true (mado_form_rules_deadline (stub->pack, procedure, &stub->reader, &day));
  g_assert_true (mado_date_equal (&day, &(MadoDate) { 2026, 4, 20 })); /* from Saturday */
  case_stub_set (stub, "proc/insurance/field/acquire_date", "2026-04-00");
  g_assert_true (mado_form_rules_deadline (stub->pack, procedure, &stub->reader, &day));
  g_assert_true (mado_date_equal (&day, &(MadoDate) { 2026, 4, 15 }));
}

static void
test_stops_first (void)
{
  g_autoptr (CaseStub) stub = case_stub_new ();
  g_autoptr (GPtrArray) findings = NULL;
  int level = MADO_FINDING_STOP;

  case_stub_procedure (stub, "move_in");
  case_stub_person (stub, "p1");
  case_stub_person (stub, "p2");
  case_stub_set (stub, "field/move_date", "2026-01-01");
  case_stub_set (stub, "person/p1/relation_to_head", "head");
  case_stub_set (stub, "person/p2/relation_to_head", "head");
  case_stub_set (stub, "person/p1/family_name_kana", "ヤマダ");
  findings = mado_form_rules_check (stub->pack, &stub->reader, &today);
  g_assert_cmpuint (findings->len, ==, 3);
  for (guint i = 0; i < findings->len; i++)
    {
      const MadoFinding *finding = g_ptr_array_index (findings, i);

      g_assert_cmpint ((int) finding->level, >=, level);
      level = (int) finding->level;
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/rules/households", test_households);
  g_test_add_func ("/form/rules/terms", test_terms);
  g_test_add_func ("/form/rules/deadline-day", test_deadline_day);
  g_test_add_func ("/form/rules/stops-first", test_stops_first);
  return g_test_run ();
}
