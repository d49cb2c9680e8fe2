/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/form/mado-carry-provider.h"
#include "core/form/mado-field-value.h"
#include "core/form/mado-form-rules.h"
#include "tests/core/form/case-stub.h"

#include <string.h>

/* The family of four of the first story, with the pack of the demo city: the
 * husband is the head, the wife comes, children of 9 and 4. */
static CaseStub *
new_story (void)
{
  static const char *const procedures[] = {
    "juki_tennyu", "mncard_keizoku", "gakko_tennyu", "kokuho_shutoku", "jite_nintei", "kodomo_iryo",
  };
  static const char *const values[][2] = {
    { "visitor/visitor_role", "household" },   { "visitor/identity", "mn_card" },
    { "role/visitor", "p2" },                  { "field/tennyu_source", "certificate" },
    { "field/household_kind", "new" },         { "field/move_date", "2026-04-03" },
    { "field/contact_phone", "090-1234-5678" },{ "field/new.prefecture", "青森県" },
    { "field/new.municipality", "汐見市" },    { "field/new.town", "港町" },
    { "field/new.block", "１－２" },           { "field/old.prefecture", "宮城県" },
    { "field/old.municipality", "塩竈市" },    { "field/old.town", "旭町" },
    { "field/old.block", "１－１" },           { "field/registered_head", "𠮷田　太郎" },
    { "role/subject/kokuho_shutoku", "p2" },
  };
  static const char *const persons[][6] = {
    { "p1", "太郎", "タロウ", "1985-04-01", "male", "head" },
    { "p2", "花子", "ハナコ", "1987-05-03", "female", "wife" },
    { "p3", "一郎", "イチロウ", "2016-08-06", "male", "child" },
    { "p4", "桃子", "モモコ", "2021-10-10", "female", "child" },
  };
  static const char *const fields[] = { NULL, "given_name", "given_name_kana", "birth_date", "sex", "relation_to_head" };
  CaseStub *stub = case_stub_new_for ("data/city");

  for (guint i = 0; i < G_N_ELEMENTS (procedures); i++)
    case_stub_procedure (stub, procedures[i]);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    case_stub_set (stub, values[i][0], values[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS (persons); i++)
    {
      const struct { const char *field, *value; } same[] = {
        { "family_name", "𠮷田" }, { "family_name_kana", "ヨシダ" }, { "is_moving", "yes" }, { "kana_confirmed", "yes" },
      };

      case_stub_person (stub, persons[i][0]);
      for (guint k = 1; k < G_N_ELEMENTS (fields); k++)
        {
          g_autofree char *path = g_strdup_printf ("person/%s/%s", persons[i][0], fields[k]);

          case_stub_set (stub, path, persons[i][k]);
        }
      for (guint k = 0; k < G_N_ELEMENTS (same); k++)
        {
          g_autofree char *path = g_strdup_printf ("person/%s/%s", persons[i][0], same[k].field);

          case_stub_set (stub, path, same[k].value);
        }
    }
  return stub;
}

static void
apply (CaseStub  *stub,
       GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const MadoChange *change = g_ptr_array_index (changes, i);

      g_hash_table_insert (stub->values, g_strdup (change->path), g_variant_ref (change->value));
      g_hash_table_insert (stub->sources, g_strdup (change->path), GINT_TO_POINTER (change->source));
    }
}

static void
test_story (void)
{
  g_autoptr (CaseStub) stub = new_story ();
  g_autoptr (MadoFormSet) set = mado_form_set_new (stub->pack);
  g_autoptr (MadoCarryProvider) carry = mado_carry_provider_new (stub->pack, set);
  g_autoptr (GPtrArray) certain = NULL, gaps = NULL, findings = NULL;
  g_autofree char *others = NULL;
  MadoDate today = { 2026, 4, 3 };

  mado_form_set_refresh (set, &stub->reader);
  certain = mado_carry_provider_list_certain (carry, &stub->reader);
  apply (stub, certain);
  mado_form_set_refresh (set, &stub->reader);

  /* All that was typed for the move fills the forms of the other windows too:
   * what is left at 市民課 is its own. */
  gaps = mado_form_set_list_gaps (set, "shimin");
  for (guint i = 0; i < gaps->len; i++)
    {
      const MadoFormField *gap = g_ptr_array_index (gaps, i);

      g_test_message ("shimin: %s", gap->path);
      g_assert_cmpint (gap->stage, ==, MADO_STAGE_PROCEDURE);
    }
  others = mado_form_set_describe_gaps (set, "shimin", "en");
  g_test_message ("others: %s", others);
  gaps = (g_ptr_array_unref (gaps), mado_form_set_list_gaps (set, NULL));
  for (guint i = 0; i < gaps->len; i++)
    {
      const MadoFormField *gap = g_ptr_array_index (gaps, i);

      g_test_message ("gap: %s", gap->path);
      g_assert_false (g_str_has_prefix (gap->path, "field/addr."));
      g_assert_false (g_str_has_prefix (gap->path, "person/"));
      g_assert_cmpstr (gap->path, !=, "field/head_name");
      g_assert_cmpstr (gap->path, !=, "visitor/visitor_name");
    }
  findings = mado_form_rules_check (stub->pack, &stub->reader, &today);
  g_assert_cmpuint (findings->len, ==, 0);
}

/* Every choice of the pack can be typed by its number, is found by its kana,
 * and every field shows and prints an empty value. */
static void
test_all_fields (void)
{
  g_autoptr (CaseStub) stub = case_stub_new_for ("data/city");
  guint n;
  const MadoField *const *fields = mado_pack_list_fields (stub->pack, &n);

  g_assert_cmpuint (n, >, 50);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < fields[i]->n_choices; k++)
      {
        const MadoChoice *choice = &fields[i]->choices[k];
        MadoFieldContext context = { { { 2026, 4, 3 }, MADO_ERA_NONE } };
        g_autofree char *key = g_strdup_printf ("%u", choice->key);
        g_autoptr (GError) error = NULL;
        g_autoptr (GVariant) value = mado_field_parse (fields[i], key, &context, &error);
        g_autoptr (GPtrArray) found = mado_field_filter_choices (fields[i], choice->kana, "ja");
        g_autofree char *canonical = NULL;

        g_assert_no_error (error);
        canonical = mado_field_to_canonical (fields[i], value);
        g_assert_cmpstr (canonical, ==, choice->code);
        g_assert_true (g_ptr_array_find (found, choice, NULL));
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/city/story", test_story);
  g_test_add_func ("/form/city/all-fields", test_all_fields);
  return g_test_run ();
}
