/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/form/mado-address-split.h"
#include "core/form/mado-card-values.h"
#include "core/form/mado-field-value.h"
#include "core/form/mado-form-set.h"
#include "core/form/mado-identity-proof.h"
#include "tests/core/form/case-stub.h"

#include <string.h>

/* The pack of the demo city: what a card brings, event by event. */

static const MadoCardPerson card = {
  .name = "架空　花子", .address = "東京都千代田区架空町１－２－３　見本荘２０１", .birth = "1985-03-21", .sex = "2",
  .expiry = "2033-03-21", .proof = "mn_card",
};

static const MadoEvent *
find_event (MadoPack   *pack,
            const char *id)
{
  guint n;
  const MadoEvent *const *events = mado_pack_list_events (pack, &n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (events[i]->id, id))
      return events[i];
  g_assert_not_reached ();
}

/* Canonical text proposed at @path; NULL: nothing. */
static char *
proposed (MadoProposals *proposals,
          MadoPack      *pack,
          const char    *path)
{
  const MadoProposal *proposal = mado_proposals_find (proposals, path);
  const MadoField *field = NULL;

  if (proposal == NULL)
    return NULL;
  g_assert_true (mado_form_path_parse (pack, path, &field, NULL, NULL));
  return mado_field_to_canonical (field, proposal->new_value);
}

static void
assert_proposed (MadoProposals *proposals,
                 MadoPack      *pack,
                 const char    *path,
                 const char    *expected)
{
  g_autofree char *found = proposed (proposals, pack, path);

  g_test_message ("%s", path);
  g_assert_cmpstr (found, ==, expected);
}

static MadoProposals *
place (CaseStub             *stub,
       const char           *event,
       const MadoCardPerson *person,
       const char           *eid)
{
  MadoProposals *proposals = mado_proposals_new (stub->pack);
  g_autoptr (MadoFixedProvider) provider = mado_fixed_provider_new ("card", MADO_SOURCE_CARD);

  mado_card_values_place (stub->pack, event ? find_event (stub->pack, event) : NULL, &stub->reader, person, eid, provider);
  mado_proposals_add (proposals, MADO_PROVIDER (provider));
  mado_proposals_refresh (proposals, &stub->reader);
  return proposals;
}

static guint
count_below (MadoProposals *proposals,
             const char    *prefix)
{
  GPtrArray *list = mado_proposals_get_list (proposals);
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    n += g_str_has_prefix (((const MadoProposal *) list->pdata[i])->path, prefix);
  return n;
}

/* Every event that the pack has, and where its card's address must go. */
static void
test_events (void)
{
  static const struct { const char *event, *prefix; } cases[] = {
    { "tennyu", "field/old." },  { "tenkyo", "field/old." }, { "tenshutsu", "field/old." }, { "konin", "field/old." },
    { "rikon", "field/old." },   { "shomei", "field/addr." }, { "shussei", "field/addr." }, { "shibo", NULL },
  };
  static const char *const prefixes[] = { "field/old.", "field/addr.", "field/new.", "field/registered.", "field/jan1." };
  g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
  guint n;

  mado_pack_list_events (stub->pack, &n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (cases));
  case_stub_person (stub, "p1");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MadoProposals) proposals = place (stub, cases[i].event, &card, "p1");

      g_test_message ("%s", cases[i].event);
      for (guint k = 0; k < G_N_ELEMENTS (prefixes); k++)
        g_assert_cmpint (count_below (proposals, prefixes[k]) > 0, ==, g_strcmp0 (prefixes[k], cases[i].prefix) == 0);
      g_assert_cmpint (count_below (proposals, "person/p1/") > 0, ==, !g_str_equal (cases[i].event, "shibo"));
    }
}

/* --- one event after another, with every procedure of the pack ------------------------ */

/* All that one card may ever fill, and where. */
static gboolean
may_fill (const char *path,
          const char *address)
{
  static const char *const person[] = { "family_name", "given_name", "birth_date", "sex", NULL };
  static const char *const parts[] = { "postal_code", "prefecture", "municipality", "town", "block", "building", NULL };

  if (g_str_has_prefix (path, "person/p1/"))
    return g_strv_contains (person, path + strlen ("person/p1/"));
  if (address != NULL && g_str_has_prefix (path, address))
    return g_strv_contains (parts, path + strlen (address));
  return g_str_equal (path, "visitor/identity");
}

static void
take_all (CaseStub      *stub,
          MadoProposals *proposals)
{
  g_autoptr (GPtrArray) changes = mado_proposals_take_all (proposals, NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      const MadoChange *change = g_ptr_array_index (changes, i);
      const MadoField *field = NULL;
      g_autofree char *text = NULL;

      g_assert_true (mado_form_path_parse (stub->pack, change->path, &field, NULL, NULL));
      text = mado_field_to_canonical (field, change->value);
      case_stub_set_from (stub, change->path, text, change->source);
    }
}

/* What the forms of the procedure want: of it the card filled its own part and nothing else, the second person nothing. */
static void
check_forms (CaseStub   *stub,
             const char *address)
{
  g_autoptr (MadoFormSet) set = mado_form_set_new (stub->pack);
  GPtrArray *items;

  mado_form_set_refresh (set, &stub->reader);
  items = mado_form_set_get_items (set);
  g_assert_cmpuint (items->len, >, 0);
  for (guint i = 0; i < items->len; i++)
    {
      const MadoFormField *item = g_ptr_array_index (items, i);

      if (stub->reader.get (item->path, stub) != NULL && !may_fill (item->path, address))
        g_error ("%s was filled", item->path);
      if (address != NULL && g_str_has_prefix (item->path, address) && g_str_has_suffix (item->path, ".block"))
        g_assert_nonnull (stub->reader.get (item->path, stub));
      if (g_str_has_prefix (item->path, "person/p1/") && g_str_has_suffix (item->path, "/birth_date"))
        g_assert_nonnull (stub->reader.get (item->path, stub));
    }
}

static void
check_event (gconstpointer data)
{
  const char *const *event = data; /* its id, and the beginning of the paths of the address */
  g_autoptr (CaseStub) all = case_stub_new_for ("data/city");
  guint n;
  const MadoProcedure *const *procedures = mado_pack_list_procedures (all->pack, &n);

  g_assert_cmpuint (n, >, 20);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
      g_autoptr (MadoProposals) proposals = NULL;
      GPtrArray *list;

      g_test_message ("%s: %s", event[0], procedures[i]->id);
      case_stub_person (stub, "p1");
      case_stub_person (stub, "p2");
      case_stub_procedure (stub, procedures[i]->id);
      proposals = place (stub, event[0], &card, "p1");
      list = mado_proposals_get_list (proposals);
      g_assert_cmpuint (list->len, >, 4);
      for (guint k = 0; k < list->len; k++)
        g_assert_true (may_fill (((const MadoProposal *) g_ptr_array_index (list, k))->path, event[1]));
      take_all (stub, proposals);
      check_forms (stub, event[1]);
      /* All of it stands there now: nothing is proposed a second time. */
      mado_proposals_refresh (proposals, &stub->reader);
      g_assert_cmpuint (mado_proposals_get_list (proposals)->len, ==, 0);
    }
}

static void
test_person (void)
{
  g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
  g_autoptr (MadoProposals) proposals = NULL;

  case_stub_person (stub, "p1");
  proposals = place (stub, "tennyu", &card, "p1");
  assert_proposed (proposals, stub->pack, "person/p1/family_name", "架空");
  assert_proposed (proposals, stub->pack, "person/p1/given_name", "花子");
  assert_proposed (proposals, stub->pack, "person/p1/birth_date", "1985-03-21");
  assert_proposed (proposals, stub->pack, "person/p1/sex", "female");
  assert_proposed (proposals, stub->pack, "person/p1/family_name_kana", NULL);
  assert_proposed (proposals, stub->pack, "person/p1/relation_to_head", NULL);
  assert_proposed (proposals, stub->pack, "field/old.prefecture", "東京都");
  assert_proposed (proposals, stub->pack, "field/old.municipality", "千代田区");
  assert_proposed (proposals, stub->pack, "field/old.town", "架空町");
  assert_proposed (proposals, stub->pack, "field/old.block", "１－２－３");
  assert_proposed (proposals, stub->pack, "field/old.building", "見本荘２０１");
  assert_proposed (proposals, stub->pack, "visitor/identity", "mn_card");
  g_assert_cmpuint (mado_card_values_count_differences (proposals), ==, 0);
}

static void
test_mourning (void)
{
  g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
  g_autoptr (MadoProposals) proposals = NULL;

  case_stub_person (stub, "p1");
  proposals = place (stub, "shibo", &card, "p1");
  g_assert_cmpuint (mado_proposals_get_list (proposals)->len, ==, 2);
  assert_proposed (proposals, stub->pack, "visitor/visitor_name", "架空　花子");
  assert_proposed (proposals, stub->pack, "visitor/identity", "mn_card");
}

static void
test_difference (void)
{
  g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
  g_autoptr (MadoProposals) proposals = NULL;
  const MadoProposal *proposal;

  case_stub_person (stub, "p1");
  case_stub_set_from (stub, "person/p1/family_name", "架空", MADO_SOURCE_SLIP);
  case_stub_set_from (stub, "person/p1/given_name", "花子", MADO_SOURCE_SLIP);
  case_stub_set_from (stub, "person/p1/birth_date", "1985-03-12", MADO_SOURCE_SLIP);
  case_stub_set (stub, "visitor/identity", "health");
  g_assert_cmpstr (mado_card_values_find_person (&stub->reader, &card), ==, "p1");
  proposals = place (stub, "shomei", &card, "p1");
  assert_proposed (proposals, stub->pack, "person/p1/family_name", NULL);
  assert_proposed (proposals, stub->pack, "visitor/identity", "health,mn_card");
  proposal = mado_proposals_find (proposals, "person/p1/birth_date");
  g_assert_nonnull (proposal);
  g_assert_cmpint (proposal->old_source, ==, MADO_SOURCE_SLIP);
  g_assert_cmpint (proposal->new_source, ==, MADO_SOURCE_CARD);
  g_assert_cmpuint (mado_card_values_count_differences (proposals), ==, 1);
}

/* What counts as one proof, and what needs a second one. */
static void
test_proof (void)
{
  static const struct { const char *shown; MadoIdentityProof proof; } cases[] = {
    { NULL, MADO_PROOF_NONE },           { "mn_card", MADO_PROOF_ONE },          { "licence", MADO_PROOF_ONE },
    { "residence_card", MADO_PROOF_ONE }, { "passport", MADO_PROOF_ONE },         { "health", MADO_PROOF_HALF },
    { "health,pension", MADO_PROOF_TWO }, { "health,mn_card", MADO_PROOF_ONE },   { "bank_book,student,kaigo", MADO_PROOF_TWO },
  };
  g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
  const MadoField *field = mado_pack_get_field (stub->pack, "identity");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GVariant) shown = cases[i].shown ? g_variant_ref_sink (mado_field_from_canonical (field, cases[i].shown)) : NULL;

      g_test_message ("%s", cases[i].shown ? cases[i].shown : "nothing");
      g_assert_cmpint (mado_identity_proof (field, shown), ==, cases[i].proof);
    }
  /* A card that was read is shown: its kind joins the list, and nothing else of it. */
  {
    g_autoptr (MadoProposals) proposals = NULL;

    case_stub_person (stub, "p1");
    case_stub_set (stub, "visitor/identity", "pension");
    proposals = place (stub, "tennyu", &card, "p1");
    take_all (stub, proposals);
    g_assert_cmpint (mado_identity_proof (field, stub->reader.get ("visitor/identity", stub)), ==, MADO_PROOF_ONE);
  }
}

static void
test_whose (void)
{
  g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
  const MadoCardPerson variant = { .name = "高橋　一郎", .birth = "1990-01-02" };

  g_assert_null (mado_card_values_find_person (&stub->reader, &card));
  case_stub_person (stub, "p1");
  g_assert_cmpstr (mado_card_values_find_person (&stub->reader, &card), ==, "p1");
  case_stub_set (stub, "person/p1/family_name", "髙橋");
  case_stub_set (stub, "person/p1/given_name", "一郎");
  g_assert_null (mado_card_values_find_person (&stub->reader, &card));
  g_assert_cmpstr (mado_card_values_find_person (&stub->reader, &variant), ==, "p1");
  case_stub_person (stub, "p2");
  case_stub_set (stub, "person/p2/birth_date", "2001-01-01");
  case_stub_person (stub, "p3");
  g_assert_cmpstr (mado_card_values_find_person (&stub->reader, &card), ==, "p3");
  case_stub_set (stub, "person/p2/birth_date", "1985-03-21");
  g_assert_cmpstr (mado_card_values_find_person (&stub->reader, &card), ==, "p2");
}

static void
test_missing_characters (void)
{
  g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
  g_autoptr (MadoProposals) proposals = NULL;
  const MadoCardPerson licence = { .name = "〓田　花子", .name_missing = 1, .address = "盛岡市内丸１", .birth = "1985-03-21",
                                   .expiry = "2020-01-01", .proof = "licence" };

  stub->reader.today = "2026-11-27";
  case_stub_person (stub, "p1");
  proposals = place (stub, "tennyu", &licence, "p1");
  assert_proposed (proposals, stub->pack, "person/p1/family_name", NULL);
  assert_proposed (proposals, stub->pack, "person/p1/given_name", NULL);
  assert_proposed (proposals, stub->pack, "person/p1/birth_date", "1985-03-21");
  assert_proposed (proposals, stub->pack, "field/old.municipality", "盛岡市");
  /* It ran out: no proof of who somebody is. */
  assert_proposed (proposals, stub->pack, "visitor/identity", NULL);
  g_assert_false (mado_card_values_is_valid (&licence, "2020-01-02"));
  g_assert_true (mado_card_values_is_valid (&licence, "2020-01-01"));
}

/* A pack without card_address, and fields of other names. */
static void
test_other_city (void)
{
  g_autoptr (CaseStub) stub = case_stub_new_for ("tests/pack-mini");
  guint n;
  const MadoEvent *const *events = mado_pack_list_events (stub->pack, &n);

  case_stub_person (stub, "p1");
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MadoProposals) proposals = place (stub, events[i]->id, &card, "p1");

      if (events[i]->card_address == NULL)
        g_assert_cmpuint (count_below (proposals, "field/"), ==, 0);
      g_assert_cmpuint (count_below (proposals, "field/new."), ==, 0);
    }
}

static void
test_addresses (void)
{
  static const char *const cases[][6] = {
    { "東京都千代田区架空町１－２－３　見本荘２０１", "東京都", "千代田区", "架空町", "１－２－３", "見本荘２０１" },
    { "青森県汐見市港町１丁目２番３号", "青森県", "汐見市", "港町", "１丁目２番３号", "" },
    { "青森県東津軽郡平内町大字小湊字小湊６３番地", "青森県", "東津軽郡平内町", "大字小湊字小湊", "６３番地", "" },
    { "仙台市青葉区一番町１－１", "", "仙台市青葉区", "一番町", "１－１", "" },
    { "三重県四日市市諏訪町１番５号", "三重県", "四日市市", "諏訪町", "１番５号", "" },
    { "千葉県市川市八幡１－１－１", "千葉県", "市川市", "八幡", "１－１－１", "" },
    { "東京都町田市森野２－２－２２", "東京都", "町田市", "森野", "２－２－２２", "" },
    { "東京都東村山市本町１－２－３", "東京都", "東村山市", "本町", "１－２－３", "" },
    { "福島県郡山市朝日１－２３－７", "福島県", "郡山市", "朝日", "１－２３－７", "" },
    { "北海道余市郡余市町朝日町２６番地", "北海道", "余市郡余市町", "朝日町", "２６番地", "" },
    { "京都府京都市中京区寺町通御池上る", "京都府", "京都市中京区", "寺町通御池上る", "", "" },
    { "神奈川県横浜市中区本町６－５０－１０ みなとビル３Ｆ", "神奈川県", "横浜市中区", "本町", "６－５０－１０", "みなとビル３Ｆ" },
    { "鹿児島県鹿児島市山下町１１番１号", "鹿児島県", "鹿児島市", "山下町", "１１番１号", "" },
    { "山口県", "山口県", "", "", "", "" },
    { "", "", "", "", "", "" },
  };
  g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (MadoAddressParts) parts = { NULL };

      mado_address_split (stub->pack, cases[i][0], &parts);
      g_test_message ("%s", cases[i][0]);
      g_assert_cmpstr (parts.prefecture, ==, cases[i][1]);
      g_assert_cmpstr (parts.municipality, ==, cases[i][2]);
      g_assert_cmpstr (parts.town, ==, cases[i][3]);
      g_assert_cmpstr (parts.block, ==, cases[i][4]);
      g_assert_cmpstr (parts.building, ==, cases[i][5]);
    }
}

int
main (int    argc,
      char **argv)
{
  static const char *const events[][2] = {
    { "tennyu", "field/old." }, { "tenkyo", "field/old." },  { "tenshutsu", "field/old." }, { "konin", "field/old." },
    { "rikon", "field/old." },  { "shomei", "field/addr." }, { "shussei", "field/addr." },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autofree char *path = g_strconcat ("/card-values/procedures/", events[i][0], NULL);

      g_test_add_data_func (path, events[i], check_event);
    }

  g_test_add_func ("/card-values/events", test_events);
  g_test_add_func ("/card-values/person", test_person);
  g_test_add_func ("/card-values/mourning", test_mourning);
  g_test_add_func ("/card-values/difference", test_difference);
  g_test_add_func ("/card-values/proof", test_proof);
  g_test_add_func ("/card-values/whose", test_whose);
  g_test_add_func ("/card-values/missing-characters", test_missing_characters);
  g_test_add_func ("/card-values/other-city", test_other_city);
  g_test_add_func ("/card-values/addresses", test_addresses);

  return g_test_run ();
}
