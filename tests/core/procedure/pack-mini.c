/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-paths.h"
#include "core/procedure/mado-pack-check.h"

/* A deliberately different village: other desks, events, questions, fields and
 * languages run through the same code. */

static MadoPack *pack;

static void
test_check (void)
{
  g_autofree char *dir = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "tests/pack-mini", NULL);
  g_autoptr(GPtrArray) faults = mado_pack_check (dir, NULL);

  g_assert_cmpuint (faults->len, ==, 0);
}

static void
test_languages (void)
{
  const MadoText *title = mado_pack_get_procedure (pack, "goat")->title;

  g_assert_cmpstr (mado_text_get (title, "en"), ==, "Goat licence");
  g_assert_cmpstr (mado_text_get (title, "zh-Hans"), ==, "山羊");
  g_assert_cmpstr (mado_text_get (title, NULL), ==, "やぎの届");
}

static void
test_guidance (void)
{
  g_autoptr(MadoFacts) facts = mado_facts_new ("2026-08-10");
  g_autoptr(MadoGuidance) g = NULL;
  guint p = mado_facts_add_person (facts);

  mado_facts_set_person (facts, p, "birth_date", "2015-01-01");
  mado_facts_set (facts, "arrival", "2026-08-11");
  mado_facts_answer (facts, "has_boat", MADO_ANSWER_YES);
  mado_facts_answer (facts, "alone", MADO_ANSWER_YES);
  g = mado_guidance_run (pack, mado_pack_get_event (pack, "arrive"), facts);
  g_assert_nonnull (mado_guidance_find (g, "bus_pass"));
  /* three days end on the star festival (Friday), the next open day is Monday */
  g_assert_cmpstr (mado_guidance_find (g, "mooring")->deadline, ==, "2026-08-17");
  /* the first desk is upstairs here */
  g_assert_cmpstr (((MadoGuidanceStop *) g_ptr_array_index (g->walk, 0))->desk->id, ==, "general");
  g_assert_cmpuint (g->n_open, ==, 0);
}

static void
test_form (void)
{
  g_autoptr(GError) error = NULL;
  const MadoFormLayout *form = mado_pack_load_form (pack, "mooring", &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (form->width, ==, 148);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  pack = load_pack ("tests/pack-mini");
  g_test_add_func ("/pack-mini/check", test_check);
  g_test_add_func ("/pack-mini/languages", test_languages);
  g_test_add_func ("/pack-mini/guidance", test_guidance);
  g_test_add_func ("/pack-mini/form", test_form);
  status = g_test_run ();
  mado_pack_unref (pack);
  return status;
}
