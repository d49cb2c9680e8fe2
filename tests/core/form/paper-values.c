/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/form/mado-field-value.h"
#include "core/form/mado-paper-values.h"
#include "tests/core/form/case-stub.h"

/* The pack of the demo city: what a 転出証明書 brings. */

static const MadoPaperSheet sheet = {
  .planned_date = "2026-12-01", .old_address = "岩手県盛岡市中央通二丁目36番14号", .new_address = "青森県汐見市港町1丁目2番3号",
  .domicile = "東京都大田区西蒲田七丁目5番", .domicile_head = "本山　健一", .old_head = "本山　健一", .insurer = "汐見港湾健康保険組合",
};

static const MadoEvent *
find_event (MadoPack   *pack,
            const char *id)
{
  const MadoEvent *event = mado_pack_get_event (pack, id);

  g_assert_nonnull (event);
  return event;
}

static MadoProposals *
propose (CaseStub          *stub,
         MadoFixedProvider *provider)
{
  MadoProposals *proposals = mado_proposals_new (stub->pack);

  mado_proposals_add (proposals, MADO_PROVIDER (provider));
  mado_proposals_refresh (proposals, &stub->reader);
  return proposals;
}

static void
assert_proposed (MadoProposals *proposals,
                 MadoPack      *pack,
                 const char    *field_id,
                 const char    *eid,
                 const char    *expected)
{
  const MadoField *field = mado_pack_get_field (pack, field_id);
  g_autofree char *path = mado_form_path (field, NULL, eid);
  const MadoProposal *proposal = mado_proposals_find (proposals, path);
  g_autofree char *found = proposal ? mado_field_to_canonical (field, proposal->new_value) : NULL;

  g_test_message ("%s", field_id);
  g_assert_cmpstr (found, ==, expected);
  if (proposal)
    g_assert_cmpint (proposal->new_source, ==, MADO_SOURCE_OCR);
}

static void
test_move_in (void)
{
  g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
  g_autoptr (MadoFixedProvider) provider = mado_fixed_provider_new ("paper", MADO_SOURCE_OCR);
  g_autoptr (MadoProposals) proposals = NULL;

  mado_paper_values_place_sheet (stub->pack, find_event (stub->pack, "tennyu"), &stub->reader, &sheet, provider);
  proposals = propose (stub, provider);
  assert_proposed (proposals, stub->pack, "old.municipality", NULL, "盛岡市");
  assert_proposed (proposals, stub->pack, "new.municipality", NULL, "汐見市");
  assert_proposed (proposals, stub->pack, "registered.municipality", NULL, "大田区");
  assert_proposed (proposals, stub->pack, "registered_head", NULL, "本山　健一");
  assert_proposed (proposals, stub->pack, "move_date", NULL, "2026-12-01");
}

/* Somebody who moves nowhere gets no address from such a paper. */
static void
test_other_events (void)
{
  g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
  g_autoptr (MadoFixedProvider) provider = mado_fixed_provider_new ("paper", MADO_SOURCE_OCR);
  g_autoptr (MadoProposals) proposals = NULL;

  mado_paper_values_place_sheet (stub->pack, find_event (stub->pack, "shomei"), &stub->reader, &sheet, provider);
  mado_paper_values_place_sheet (stub->pack, NULL, &stub->reader, &sheet, provider);
  proposals = propose (stub, provider);
  assert_proposed (proposals, stub->pack, "old.municipality", NULL, NULL);
  assert_proposed (proposals, stub->pack, "new.municipality", NULL, NULL);
}

static void
test_person (void)
{
  g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
  g_autoptr (MadoFixedProvider) provider = mado_fixed_provider_new ("paper", MADO_SOURCE_OCR);
  g_autoptr (MadoProposals) proposals = NULL;
  const MadoPaperPerson person = { .name = "𠮷﨑　蓮", .kana = "ヨシザキ　レン", .birth = "2019-05-01", .sex = "male", .relation = "長男" };
  const MadoPaperPerson bare = { .name = "本山健一", .relation = "知人" };

  mado_paper_values_place_person (stub->pack, &person, "p8", provider);
  mado_paper_values_place_person (stub->pack, &bare, "p9", provider);
  proposals = propose (stub, provider);
  assert_proposed (proposals, stub->pack, "family_name", "p8", "𠮷﨑");
  assert_proposed (proposals, stub->pack, "given_name", "p8", "蓮");
  assert_proposed (proposals, stub->pack, "family_name_kana", "p8", "ヨシザキ");
  assert_proposed (proposals, stub->pack, "given_name_kana", "p8", "レン");
  assert_proposed (proposals, stub->pack, "birth_date", "p8", "2019-05-01");
  assert_proposed (proposals, stub->pack, "sex", "p8", "male");
  assert_proposed (proposals, stub->pack, "relation_to_head", "p8", "child");
  /* Without a space nobody guesses; a word that is no relation is none. */
  assert_proposed (proposals, stub->pack, "family_name", "p9", "本山健一");
  assert_proposed (proposals, stub->pack, "given_name", "p9", NULL);
  assert_proposed (proposals, stub->pack, "relation_to_head", "p9", NULL);
}

/* The number of a card goes only where a form asks for it. */
static void
test_stay (void)
{
  const MadoPaperStay stay = { .nationality = "ベトナム", .status = "留学", .until = "2028-10-20", .card_number = "AB12345678CD" };

  for (int asked = 0; asked < 2; asked++)
    {
      g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
      g_autoptr (MadoFixedProvider) provider = mado_fixed_provider_new ("paper", MADO_SOURCE_OCR);
      g_autoptr (MadoProposals) proposals = NULL;

      case_stub_procedure (stub, asked ? "juki_tennyu" : "zei_shomei");
      mado_paper_values_place_stay (stub->pack, &stub->reader, &stay, "p8", provider);
      proposals = propose (stub, provider);
      assert_proposed (proposals, stub->pack, "nationality", "p8", asked ? "ベトナム" : NULL);
      assert_proposed (proposals, stub->pack, "residence_status", "p8", asked ? "留学" : NULL);
      assert_proposed (proposals, stub->pack, "residence_until", "p8", asked ? "2028-10-20" : NULL);
      assert_proposed (proposals, stub->pack, "residence_card_number", "p8", asked ? "AB12345678CD" : NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper-values/move-in", test_move_in);
  g_test_add_func ("/paper-values/other-events", test_other_events);
  g_test_add_func ("/paper-values/person", test_person);
  g_test_add_func ("/paper-values/stay", test_stay);
  return g_test_run ();
}
