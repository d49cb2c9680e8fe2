/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/form/mado-field-value.h"
#include "tests/core/form/case-stub.h"

#include <string.h>

typedef struct
{
  const char *field;
  const char *typed;
  const char *canonical; /* NULL: refused */
} Typed;

static const Typed typed[] = {
  { "family_name", " 山田 ", "山田" },
  { "family_name", "𠮷田", "𠮷田" },
  { "family_name", "\uFA11\uFA19", "\uFA11\uFA19" },
  { "family_name", "辻\U000E0100", "辻\U000E0100" },
  { "family_name", "辻\U000E0100辻\U000E0100辻\U000E0100辻\U000E0100辻\U000E0100辻\U000E0100",
    "辻\U000E0100辻\U000E0100辻\U000E0100辻\U000E0100辻\U000E0100辻\U000E0100" },
  { "family_name", "あいうえおかきくけこさ", NULL }, /* 11 letters, at most 10 */
  { "family_name", "山田2", NULL },
  { "family_name", "山田😀", NULL },
  { "family_name", "山\uE000", NULL },
  { "family_name", "山\x07", NULL },
  { "family_name", "", "" },
  { "family_name", "　 ", "" },
  { "family_name_kana", "やまだ", "ヤマダ" },
  { "family_name_kana", "ﾔﾏﾀﾞ", "ヤマダ" },
  { "family_name_kana", "山田", NULL },
  { "head_name", "山田 太郎", "山田　太郎" },
  { "birth_date", "3600401", "1985-04-01" },
  { "birth_date", "S60.00.00", "1985-00-00" },
  { "birth_date", ".", "2026-04-03" },
  { "birth_date", "R8.4.4", NULL },
  { "birth_date", "S64.1.8", NULL },
  { "move_date", "3", "2026-04-03" },
  { "move_date", "R8.4.00", NULL },
  { "stay_until", "R8.4.2", "2026-04-02" },
  { "stay_until", "R8.3.31", NULL },
  { "sex", "1", "male" },
  { "sex", "２", "female" },
  { "sex", "おんな", "female" },
  { "sex", "ｵﾄｺ", "male" },
  { "sex", "男", "male" },
  { "sex", "4", NULL },
  { "sex", "0", NULL },
  { "sex", "お", NULL },
  { "sex", "x", NULL },
  { "relation_to_head", "父", "father" },
  { "relation_to_head", "ちち", "father" },
  { "relation_to_head", "ちちの", "father_father" },
  { "relation_to_head", "7", "father_father" },
  { "kana_confirmed", "1", "yes" },
  { "kana_confirmed", "２", "no" },
  { "kana_confirmed", "はい", "yes" },
  { "kana_confirmed", "Ｎ", "no" },
  { "kana_confirmed", "3", NULL },
  { "things", "3 1", "a,c" },
  { "things", "１、３、１", "a,c" },
  { "things", "はこ", "b" },
  { "things", "1 9", NULL },
  { "copies", "２", "2" },
  { "copies", "50", "50" },
  { "copies", "0", NULL },
  { "copies", "51", NULL },
  { "copies", "-1", NULL },
  { "copies", "1.5", NULL },
  { "copies", "99999999999999999999", NULL },
  { "copies", "二", NULL },
  { "contact_phone", "０９０ー１２３４ー５６７８", "090-1234-5678" },
  { "contact_phone", "090-1234-567", NULL },
  { "mail", "a@example.jp", "a@example.jp" },
  { "mail", "a@example", NULL },
  { "new.postal_code", "985-0001", "9850001" },
  { "new.postal_code", "〒９８５ー０００１", "9850001" },
  { "new.postal_code", "985001", NULL },
  { "new.block", "1-2-3", "１－２－３" },
  { "bank_code", "０１２５", "0125" },
  { "bank_code", "125", NULL },
  { "note", "あいうえお", "あいうえお" },
  { "note", "あいうえおか", NULL },
  { "note", "a\nb", NULL },
  { "note", "\u202Eabc", NULL },
  { "death_at", "R8.4.2 13:05", "2026-04-02T13:05" },
  { "death_at", "2　1305", "2026-04-02T13:05" },
  { "death_at", "2 13時5分", "2026-04-02T13:05" },
  { "death_at", "2", NULL },
  { "death_at", "2 24:00", NULL },
  { "death_at", "2 13:5x", NULL },
  { "death_at", "2 -1:05", NULL },
  { "death_at", "4 10:00", NULL },
};

static const char *
other_cb (const char *field_id,
          gpointer    user_data)
{
  return strcmp (field_id, "move_date") == 0 ? "2026-04-02" : NULL;
}

static MadoFieldContext
new_context (void)
{
  MadoFieldContext context = { { { 2026, 4, 3 }, MADO_ERA_NONE }, other_cb };

  return context;
}

static void
test_typed (void)
{
  g_autoptr (CaseStub) stub = case_stub_new ();

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      const MadoField *field = mado_pack_get_field (stub->pack, typed[i].field);
      MadoFieldContext context = new_context ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GVariant) value = mado_field_parse (field, typed[i].typed, &context, &error);

      g_test_message ("%s: “%s”: %s", typed[i].field, typed[i].typed, error != NULL ? error->message : "taken");
      if (typed[i].canonical == NULL)
        {
          g_assert_null (value);
          g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
          continue;
        }
      g_assert_no_error (error);
      {
        g_autofree char *canonical = mado_field_to_canonical (field, value);
        g_autofree char *edit = mado_field_edit_text (field, value);
        g_autoptr (GVariant) again = mado_field_parse (field, edit, &context, &error);
        g_autoptr (GVariant) from = mado_field_from_canonical (field, canonical);

        g_assert_cmpstr (canonical, ==, typed[i].canonical);
        g_assert_no_error (error);
        g_assert_true (mado_value_equal (again, value));
        g_assert_true (mado_value_equal (from, value));
        g_assert_true (mado_field_check (field, value, &context, &error));
      }
    }
}

/* 12 digits with the check digit of a person's number: never taken silently. */
static void
test_my_number (void)
{
  static const char *const fields[] = { "family_name", "note", "late_reason", "copies", "insured_number", "contact_phone" };
  static const char *const texts[] = { "123456789018", "１２３４　５６７８　９０１８" };
  g_autoptr (CaseStub) stub = case_stub_new ();

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    for (guint k = 0; k < G_N_ELEMENTS (texts); k++)
      {
        MadoFieldContext context = new_context ();
        g_autoptr (GError) error = NULL;

        g_assert_null (mado_field_parse (mado_pack_get_field (stub->pack, fields[i]), texts[k], &context, &error));
        g_assert_error (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON);
        g_assert_null (strstr (error->message, "1234"));
      }
  {
    MadoFieldContext context = new_context ();
    const MadoField *field = mado_pack_get_field (stub->pack, "late_reason");
    g_autoptr (GVariant) value = mado_value_text ("123456789018");
    g_autoptr (GVariant) taken = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_false (mado_field_check (field, value, &context, &error));
    g_assert_error (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON);
    g_clear_error (&error);
    context.number_allowed = TRUE;
    taken = mado_field_parse (field, "123456789018", &context, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (mado_value_get_text (taken), ==, "123456789018");
  }
}

/* Values of a card or slip meet the same rules. */
static void
test_check (void)
{
  g_autoptr (CaseStub) stub = case_stub_new ();
  const struct
  {
    const char *field;
    GVariant   *value;
    gboolean    fine;
  } cases[] = {
    { "sex", mado_value_text ("male"), TRUE },
    { "sex", mado_value_text ("1"), FALSE },
    { "sex", mado_value_int (1), FALSE },
    { "birth_date", mado_value_text ("1985-04-01"), TRUE },
    { "birth_date", mado_value_text ("1985-4-1"), FALSE },
    { "birth_date", mado_value_none (), TRUE },
    { "copies", mado_value_int (51), FALSE },
    { "copies", mado_value_text ("5"), FALSE },
    { "kana_confirmed", mado_value_bool (TRUE), TRUE },
    { "things", mado_value_texts ((const char *const[]) { "a", NULL }), TRUE },
    { "things", mado_value_texts ((const char *const[]) { "z", NULL }), FALSE },
    { "note", mado_value_text ("a\nb"), FALSE },
    { "death_at", mado_value_text ("2026-04-02T25:00"), FALSE },
    { "death_at", mado_value_text ("2026-04-02"), FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GVariant) value = cases[i].value;
      MadoFieldContext context = new_context ();
      g_autoptr (GError) error = NULL;
      gboolean fine = mado_field_check (mado_pack_get_field (stub->pack, cases[i].field), value, &context, &error);

      g_assert_cmpint (fine, ==, cases[i].fine);
      if (!fine)
        g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
    }
}

static void
test_shown (void)
{
  static const struct
  {
    const char *field;
    const char *canonical;
    const char *screen;
    const char *paper;
  } cases[] = {
    { "birth_date", "1985-04-01", "昭和60年4月1日（1985）41歳", "昭和60年4月1日" },
    { "sex", "female", "女", "女" },
    { "sex", "gone", "gone", "gone" },
    { "kana_confirmed", "yes", "Yes", "はい" },
    { "things", "a,c", "本、傘", "本、傘" },
    { "copies", "2", "2", "2" },
    { "new.postal_code", "9850001", "〒985-0001", "〒985-0001" },
    { "contact_phone", "09012345678", "090-1234-5678", "090-1234-5678" },
    { "death_at", "2026-04-02T13:05", "令和8年4月2日 13時05分", "令和8年4月2日 13時05分" },
    { "family_name", "", "", "" },
  };
  static const MadoDate today = { 2026, 4, 3 };
  g_autoptr (CaseStub) stub = case_stub_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const MadoField *field = mado_pack_get_field (stub->pack, cases[i].field);
      g_autoptr (GVariant) value = mado_field_from_canonical (field, cases[i].canonical);
      g_autofree char *screen = mado_field_display (field, value, &today, "ja");
      g_autofree char *paper = mado_field_print (field, value);

      g_assert_cmpstr (screen, ==, cases[i].screen);
      g_assert_cmpstr (paper, ==, cases[i].paper);
    }
}

static void
test_filter (void)
{
  static const struct
  {
    const char *typed;
    guint       n;
  } cases[] = { { "", 7 }, { "2", 1 }, { "９", 0 }, { "ち", 2 }, { "ﾁﾁ", 2 }, { "父", 2 }, { "zz", 0 } };
  g_autoptr (CaseStub) stub = case_stub_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) found =
        mado_field_filter_choices (mado_pack_get_field (stub->pack, "relation_to_head"), cases[i].typed, "ja");

      g_assert_cmpuint (found->len, ==, cases[i].n);
    }
}

/* A refused value leaves the last era alone. */
static void
test_era_after_refusal (void)
{
  g_autoptr (CaseStub) stub = case_stub_new ();
  const MadoField *field = mado_pack_get_field (stub->pack, "birth_date");
  MadoFieldContext context = new_context ();
  g_autoptr (GVariant) value = mado_field_parse (field, "S60.4.1", &context, NULL);

  g_assert_nonnull (value);
  g_assert_null (mado_field_parse (field, "R9.1.1", &context, NULL));
  g_assert_cmpint (context.dates.last_era, ==, MADO_ERA_SHOWA);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/value/typed", test_typed);
  g_test_add_func ("/form/value/my-number", test_my_number);
  g_test_add_func ("/form/value/check", test_check);
  g_test_add_func ("/form/value/shown", test_shown);
  g_test_add_func ("/form/value/filter", test_filter);
  g_test_add_func ("/form/value/era-after-refusal", test_era_after_refusal);
  return g_test_run ();
}
