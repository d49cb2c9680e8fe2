/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/form/mado-alike.h"
#include "core/form/mado-card-values.h"
#include "core/form/mado-field-value.h"
#include "tests/core/form/case-stub.h"

#include <string.h>

/* What a card says beside what stands in the case: a difference, the same in other characters, or nothing new. */

#define SAME MADO_ALIKE_SAME
#define OTHERWISE MADO_ALIKE_WRITTEN_OTHERWISE
#define DIFFERENT MADO_ALIKE_DIFFERENT

typedef struct
{
  const char *a, *b;
  MadoAlike   alike;
} Case;

static void
check (const Case *cases,
       guint       n,
       MadoAlike (*compare) (const char *a, const char *b))
{
  for (guint i = 0; i < n; i++)
    {
      g_test_message ("%s / %s", cases[i].a, cases[i].b);
      g_assert_cmpint (compare (cases[i].a, cases[i].b), ==, cases[i].alike);
      g_assert_cmpint (compare (cases[i].b, cases[i].a), ==, cases[i].alike);
    }
}

static void
test_texts (void)
{
  static const Case cases[] = {
    { "架空　花子", "架空花子", SAME },       { "架空 花子", "架空　花子", SAME },
    { "ＳＭＩＴＨ　ＪＯＨＮ", "Smith John", SAME }, { "ｶｸｳ ﾊﾅｺ", "カクウハナコ", SAME },
    { "メゾン－Ａ", "メゾン-A", SAME },        { "髙橋", "高橋", OTHERWISE },
    { "渡邉", "渡辺", OTHERWISE },             { "齋藤", "斉藤", OTHERWISE },
    { "やまだ", "ヤマダ", OTHERWISE },         { "辻\U000E0100", "辻", OTHERWISE },
    { "髙橋　一郎", "高橋二郎", DIFFERENT },   { "山田", "山本", DIFFERENT },
    { "コーポ", "コポ", DIFFERENT },             { "", "", SAME },
    { "", "山田", DIFFERENT },
  };

  check (cases, G_N_ELEMENTS (cases), mado_alike_text);
}

static void
test_addresses (void)
{
  static const Case cases[] = {
    { "港町１丁目２番３号", "港町一丁目2-3", SAME },       { "港町１－２－３", "港町1-2-3", SAME },
    { "港町１‐２‐３", "港町1−2−3", SAME },                 { "港町１ー２ー３", "港町1-2-3", SAME },
    { "小湊６３番地", "小湊六十三番地", SAME },             { "小湊６３番地の２", "小湊63-2", SAME },
    { "本町二十三番地", "本町23", SAME },                   { "本町二三番地", "本町23番地", SAME },
    { "本町百五番地", "本町105", SAME },                    { "本町１０丁目", "本町十丁目", SAME },
    { "港町1-2-3　見本荘２０１", "港町１丁目２番３号見本荘201号室", SAME },
    { "港町1-2-3　見本荘２０１号", "港町１－２－３ 見本荘 ２０１", SAME },
    { "四日市市諏訪町１番５号", "四日市市諏訪町1-5", SAME }, { "千葉市中央区", "千葉市中央区", SAME },
    { "塩竈市濱町1-2", "塩竈市浜町１－２", OTHERWISE },     { "国分町1-2", "國分町一丁目2", OTHERWISE },
    { "港町1-23", "港町12-3", DIFFERENT },                  { "港町1-2-3", "港町1-2-4", DIFFERENT },
    { "港町1-2", "港町1-2-1", DIFFERENT },                  { "港町１丁目２", "港町１２", DIFFERENT },
    { "港町1-2-3 見本荘201", "港町1-2-3 見本荘202", DIFFERENT },
    { "本町二十三番地", "本町203", DIFFERENT },             { "コーポ", "コ-ポ", DIFFERENT },
  };

  check (cases, G_N_ELEMENTS (cases), mado_alike_address);
}

/* A date is one however it was typed. */
static void
test_dates (void)
{
  static const char *const typed[] = { "昭和60年3月21日", "S60.3.21", "3600321", "19850321", "1985-03-21", "1985年3月21日", "Ｓ６０．３．２１" };
  static const MadoField field = { .id = "birth_date", .type = MADO_FIELD_DATE };
  g_autoptr (GVariant) card = g_variant_ref_sink (mado_field_from_canonical (&field, "1985-03-21"));

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      MadoFieldContext context = { { { 2026, 11, 28 }, MADO_ERA_NONE } };
      g_autoptr (GError) error = NULL;
      g_autoptr (GVariant) value = mado_field_parse (&field, typed[i], &context, &error);

      g_assert_no_error (error);
      g_variant_ref_sink (value);
      g_test_message ("%s", typed[i]);
      g_assert_cmpint (mado_alike_values (&field, value, card), ==, SAME);
    }
  {
    g_autoptr (GVariant) other = g_variant_ref_sink (mado_field_from_canonical (&field, "1985-03-12"));

    g_assert_cmpint (mado_alike_values (&field, other, card), ==, DIFFERENT);
  }
}

/* --- beside the fields ------------------------------------------------------------------- */

typedef struct
{
  const char *title;
  const char *standing[7]; /* family, given, birth, municipality, town, block, building */
  const char *name, *address;
  guint       differences;
  const char *otherwise; /* fields that are told as written otherwise */
  const char *proposed;  /* fields that are proposed at all, identity aside */
} Beside;

static const char *const fields[] = {
  "person/p1/family_name", "person/p1/given_name", "person/p1/birth_date",
  "field/old.municipality", "field/old.town", "field/old.block", "field/old.building", "field/old.prefecture",
};

static const Beside besides[] = {
  { "all the same, cut and written otherwise",
    { "架空", "花子", "1985-03-21", "千代田区", "架空町一丁目", "2-3", "見本荘201号室" },
    "架空　花子", "東京都千代田区架空町１丁目２番３号　見本荘２０１", 0, "", "old.prefecture " },
  { "the name in one field",
    { "架空花子", NULL, "1985-03-21", "千代田区", "架空町", "１－２－３", "見本荘２０１" },
    "架空　花子", "東京都千代田区架空町１－２－３　見本荘２０１", 0, "family_name ", "family_name given_name old.prefecture " },
  { "old kanji",
    { "渡辺", "花子", "1985-03-21", "千代田区", "浜町", "1-2-3", NULL },
    "渡邉　花子", "東京都千代田区濱町１－２－３", 0, "family_name old.town ", "family_name old.town old.prefecture " },
  { "another house number, another birthday",
    { "架空", "花子", "1985-03-12", "千代田区", "架空町", "1-2-8", NULL },
    "架空　花子", "東京都千代田区架空町１－２－３", 2, "", "birth_date old.block old.prefecture " },
  { "the building was left out",
    { "架空", "花子", "1985-03-21", "千代田区", "架空町", "1-2-3", NULL },
    "架空　花子", "東京都千代田区架空町１－２－３　見本荘２０１", 0, "", "old.building old.prefecture " },
  { "another town",
    { "架空", "花子", "1985-03-21", "港区", "見本町", "1-2-3", NULL },
    "架空　花子", "東京都千代田区架空町１－２－３", 2, "", "old.municipality old.town old.prefecture " },
};

static const char *
short_name (const char *path)
{
  return strrchr (path, '/') + 1;
}

static void
test_beside (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (besides); i++)
    {
      const Beside *b = &besides[i];
      const MadoCardPerson card = { .name = b->name, .address = b->address, .birth = "1985-03-21", .expiry = "2033-03-21" };
      g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
      g_autoptr (MadoFixedProvider) provider = mado_fixed_provider_new ("card", MADO_SOURCE_CARD);
      g_autoptr (MadoProposals) proposals = mado_proposals_new (stub->pack);
      g_autoptr (GString) otherwise = g_string_new (NULL), proposed = g_string_new (NULL);
      const MadoEvent event = { .id = "tennyu", .card_address = "old" };

      g_test_message ("%s", b->title);
      case_stub_person (stub, "p1");
      for (guint k = 0; k < G_N_ELEMENTS (b->standing); k++)
        if (b->standing[k] != NULL)
          case_stub_set_from (stub, fields[k], b->standing[k], MADO_SOURCE_SLIP);
      mado_card_values_place (stub->pack, &event, &stub->reader, &card, "p1", provider);
      mado_proposals_add (proposals, MADO_PROVIDER (provider));
      mado_proposals_refresh (proposals, &stub->reader);
      for (guint k = 0; k < G_N_ELEMENTS (fields); k++)
        {
          const MadoProposal *proposal = mado_proposals_find (proposals, fields[k]);

          if (proposal == NULL)
            continue;
          g_string_append_printf (proposed, "%s ", short_name (fields[k]));
          if (proposal->old_value != NULL && proposal->alike == OTHERWISE)
            g_string_append_printf (otherwise, "%s ", short_name (fields[k]));
          g_assert_cmpint (proposal->new_source, ==, MADO_SOURCE_CARD);
          if (proposal->old_value != NULL)
            g_assert_cmpint (proposal->old_source, ==, MADO_SOURCE_SLIP);
        }
      g_assert_cmpstr (proposed->str, ==, b->proposed);
      g_assert_cmpstr (otherwise->str, ==, b->otherwise);
      g_assert_cmpuint (mado_card_values_count_differences (proposals), ==, b->differences);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/alike/texts", test_texts);
  g_test_add_func ("/alike/addresses", test_addresses);
  g_test_add_func ("/alike/dates", test_dates);
  g_test_add_func ("/alike/beside", test_beside);

  return g_test_run ();
}
