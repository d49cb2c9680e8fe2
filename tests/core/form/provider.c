/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/form/mado-kana-provider.h"
#include "core/form/mado-postal.h"
#include "tests/core/form/case-stub.h"

#include <string.h>

static GVariant *
text (const char *t)
{
  return mado_value_text (t);
}

static void
set_fixed (MadoFixedProvider *provider,
           const char        *path,
           const char        *value)
{
  g_autoptr (GVariant) v = text (value);

  mado_fixed_provider_set (provider, path, v);
}

static void
test_chain (void)
{
  g_autoptr (CaseStub) stub = case_stub_new ();
  g_autoptr (MadoProposals) proposals = mado_proposals_new (stub->pack);
  g_autoptr (MadoFixedProvider) card = mado_fixed_provider_new ("card", MADO_SOURCE_CARD);
  g_autoptr (MadoFixedProvider) slip = mado_fixed_provider_new ("slip", MADO_SOURCE_SLIP);
  const MadoProposal *p;

  case_stub_set (stub, "person/p1/family_name", "渡辺");
  case_stub_set (stub, "person/p1/given_name", "花子");
  set_fixed (card, "person/p1/family_name", "渡邉");
  set_fixed (card, "person/p1/given_name", "花子");
  set_fixed (slip, "person/p1/family_name", "渡邊");
  set_fixed (slip, "person/p1/sex", "female");
  set_fixed (slip, "person/p1/birth_date", "1985-02-30");
  mado_proposals_add (proposals, MADO_PROVIDER (card));
  mado_proposals_add (proposals, MADO_PROVIDER (slip));
  mado_proposals_refresh (proposals, &stub->reader);

  /* Card before slip; what agrees is no proposal; what breaks a rule is none. */
  g_assert_cmpuint (mado_proposals_get_list (proposals)->len, ==, 2);
  p = mado_proposals_find (proposals, "person/p1/family_name");
  g_assert_cmpstr (mado_value_get_text (p->old_value), ==, "渡辺");
  g_assert_cmpint (p->old_source, ==, MADO_SOURCE_TYPED);
  g_assert_cmpstr (mado_value_get_text (p->new_value), ==, "渡邉");
  g_assert_cmpint (p->new_source, ==, MADO_SOURCE_CARD);
  g_assert_cmpstr (p->provider, ==, "card");
  p = mado_proposals_find (proposals, "person/p1/sex");
  g_assert_null (p->old_value);
  g_assert_cmpint (p->new_source, ==, MADO_SOURCE_SLIP);
}

static void
count_cb (MadoProposals *proposals,
          guint         *n)
{
  (*n)++;
}

static void
test_decide (void)
{
  g_autoptr (CaseStub) stub = case_stub_new ();
  g_autoptr (MadoProposals) proposals = mado_proposals_new (stub->pack);
  g_autoptr (MadoFixedProvider) card = mado_fixed_provider_new ("card", MADO_SOURCE_CARD);
  g_autoptr (MadoChange) change = NULL;
  g_autoptr (GPtrArray) all = NULL;
  guint n = 0;

  g_signal_connect (proposals, "changed", G_CALLBACK (count_cb), &n);
  set_fixed (card, "person/p1/family_name", "辻\U000E0100");
  set_fixed (card, "person/p1/given_name", "\uFA19");
  set_fixed (card, "person/p1/sex", "male");
  set_fixed (card, "person/p2/sex", "male");
  mado_proposals_add (proposals, MADO_PROVIDER (card));
  mado_proposals_refresh (proposals, &stub->reader);
  g_assert_cmpuint (n, ==, 1);
  mado_proposals_refresh (proposals, &stub->reader);
  g_assert_cmpuint (n, ==, 1);

  change = mado_proposals_take (proposals, "person/p1/family_name");
  g_assert_cmpstr (change->path, ==, "person/p1/family_name");
  g_assert_cmpstr (mado_value_get_text (change->value), ==, "辻\U000E0100");
  g_assert_cmpint (change->source, ==, MADO_SOURCE_CARD);
  g_assert_true (change->sealed);
  g_assert_null (mado_proposals_find (proposals, "person/p1/family_name"));
  g_assert_null (mado_proposals_take (proposals, "person/p1/family_name"));

  mado_proposals_refuse (proposals, "person/p1/sex");
  mado_proposals_refresh (proposals, &stub->reader);
  g_assert_null (mado_proposals_find (proposals, "person/p1/sex"));
  /* Another value may be proposed again. */
  set_fixed (card, "person/p1/sex", "female");
  mado_proposals_refresh (proposals, &stub->reader);
  g_assert_nonnull (mado_proposals_find (proposals, "person/p1/sex"));

  all = mado_proposals_take_all (proposals, "person/p1/");
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpuint (mado_proposals_get_list (proposals)->len, ==, 1);
  mado_proposals_remove (proposals, MADO_PROVIDER (card));
  mado_proposals_refresh (proposals, &stub->reader);
  g_assert_cmpuint (mado_proposals_get_list (proposals)->len, ==, 0);
}

static void
test_kana (void)
{
  g_autoptr (CaseStub) stub = case_stub_new ();
  g_autoptr (MadoProposals) proposals = mado_proposals_new (stub->pack);
  g_autoptr (MadoKanaProvider) kana = mado_kana_provider_new (stub->pack);
  MadoKanaHistory *history = mado_kana_provider_get_history (kana, "person/p1/family_name");

  g_assert_true (mado_kana_provider_get_history (kana, "person/p1/family_name") == history);
  mado_proposals_add (proposals, MADO_PROVIDER (kana));
  mado_kana_history_preedit (history, "やまざき");
  mado_kana_history_preedit (history, "山﨑");
  mado_kana_history_commit (history, "山﨑");
  mado_proposals_refresh (proposals, &stub->reader);
  g_assert_cmpuint (mado_proposals_get_list (proposals)->len, ==, 0);

  case_stub_set (stub, "person/p1/family_name", "山﨑");
  mado_proposals_refresh (proposals, &stub->reader);
  g_assert_cmpstr (mado_value_get_text (mado_proposals_find (proposals, "person/p1/family_name_kana")->new_value),
                   ==, "ヤマザキ");
  /* Official kana is never questioned by a guess. */
  case_stub_set_from (stub, "person/p1/family_name_kana", "ヤマサキ", MADO_SOURCE_CARD);
  mado_proposals_refresh (proposals, &stub->reader);
  g_assert_cmpuint (mado_proposals_get_list (proposals)->len, ==, 0);
}

static void
test_towns (void)
{
  static const struct
  {
    const char *typed;
    guint       n;
    const char *first;
  } cases[] = {
    { "985-0001", 1, "旭町" },  { "９８５０００３", 2, "港町一丁目" }, { "985", 4, "旭町" },
    { "98", 0, NULL },          { "あさひ", 2, "旭町" },               { "ｱｻﾋﾏ", 1, "旭町" },
    { "港", 2, "港町一丁目" },  { "ミ", 2, "港町一丁目" },             { "ん", 0, NULL },
    { "", 0, NULL },            { "98500011", 0, NULL },               { "〒985-0002", 1, "朝日" },
  };
  g_autoptr (CaseStub) stub = case_stub_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) towns = mado_postal_find (stub->pack, cases[i].typed);

      g_test_message ("“%s”", cases[i].typed);
      g_assert_cmpuint (towns->len, ==, cases[i].n);
      if (cases[i].n > 0)
        g_assert_cmpstr (mado_postal_pick (towns, 1)->town, ==, cases[i].first);
      g_assert_null (mado_postal_pick (towns, 0));
      g_assert_null (mado_postal_pick (towns, cases[i].n + 1));
    }
  g_assert_cmpstr (mado_postal_code_of (stub->pack, "試験市", "旭町"), ==, "9850001");
  g_assert_cmpstr (mado_postal_code_of (stub->pack, "", "港町一丁目"), ==, "9850003");
  g_assert_null (mado_postal_code_of (stub->pack, "隣市", "旭町"));
  g_assert_null (mado_postal_code_of (stub->pack, "試験市", ""));
}

static void
test_address (void)
{
  g_autoptr (CaseStub) stub = case_stub_new ();
  g_autoptr (MadoProposals) proposals = mado_proposals_new (stub->pack);
  g_autoptr (MadoPostalProvider) postal = mado_postal_provider_new (stub->pack);
  g_autoptr (GPtrArray) towns = mado_postal_find (stub->pack, "9850001");
  g_autoptr (GPtrArray) changes = mado_postal_fill (stub->pack, "new.", mado_postal_pick (towns, 1), NULL, NULL);
  g_autoptr (GPtrArray) none = mado_postal_fill (stub->pack, "nowhere.", mado_postal_pick (towns, 1), NULL, NULL);

  g_assert_cmpuint (changes->len, ==, 5);
  g_assert_cmpstr (((MadoChange *) g_ptr_array_index (changes, 3))->path, ==, "field/new.town");
  g_assert_cmpuint (none->len, ==, 0);

  mado_proposals_add (proposals, MADO_PROVIDER (postal));
  case_stub_set (stub, "field/new.postal_code", "9850001");
  case_stub_set (stub, "field/old.town", "朝日");
  case_stub_set (stub, "field/addr.postal_code", "9850003");
  mado_proposals_refresh (proposals, &stub->reader);
  g_assert_cmpstr (mado_value_get_text (mado_proposals_find (proposals, "field/new.town")->new_value), ==, "旭町");
  g_assert_cmpstr (mado_value_get_text (mado_proposals_find (proposals, "field/old.postal_code")->new_value), ==,
                   "9850002");
  /* A code of two towns names none. */
  g_assert_null (mado_proposals_find (proposals, "field/addr.town"));
  case_stub_set (stub, "field/new.town", "別の町");
  mado_proposals_refresh (proposals, &stub->reader);
  g_assert_null (mado_proposals_find (proposals, "field/new.town"));
}

static void
test_paths (void)
{
  static const char *const good[] = {
    "field/move_date", "person/p1/sex", "proc/move_in/field/copies", "proc/children/person/p1/lives_together",
    "visitor/visitor_name",
  };
  static const char *const bad[] = {
    "", "field", "field/unknown", "person/p1", "proc/x/state", "field/move_date/x", "a/b/c/d/e/f/g",
    "proc/x/person/p/lives_together/y",
  };
  g_autoptr (CaseStub) stub = case_stub_new ();

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *procedure = NULL, *eid = NULL, *back = NULL;
      const MadoField *field;

      g_assert_true (mado_form_path_parse (stub->pack, good[i], &field, &procedure, &eid));
      back = mado_form_path (field, procedure, eid);
      g_assert_cmpstr (back, ==, good[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (mado_form_path_parse (stub->pack, bad[i], NULL, NULL, NULL));
}

static void
test_source_words (void)
{
  for (int source = MADO_SOURCE_UNKNOWN; source <= MADO_SOURCE_PROGRAM; source++)
    g_assert_cmpuint (strlen (mado_source_display (source)), >, 0);
  g_assert_cmpstr (mado_source_display (MADO_SOURCE_CARD), ==, "Card");
  g_assert_cmpstr (mado_source_display (99), ==, "Unknown");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/provider/chain", test_chain);
  g_test_add_func ("/form/provider/decide", test_decide);
  g_test_add_func ("/form/provider/kana", test_kana);
  g_test_add_func ("/form/provider/towns", test_towns);
  g_test_add_func ("/form/provider/address", test_address);
  g_test_add_func ("/form/provider/paths", test_paths);
  g_test_add_func ("/form/provider/source-words", test_source_words);
  return g_test_run ();
}
