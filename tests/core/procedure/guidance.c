/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-paths.h"

static MadoPack *pack;

/* The family of four of story 1: head 37, spouse 36, children of 9 and 4. */
static MadoFacts *
new_family (void)
{
  static const struct { const char *birth, *relation, *card; } family[] = {
    { "1988-07-12", "head", "brought" }, { "1990-02-03", "wife", "brought" },
    { "2016-09-01", "child", "none" }, { "2021-11-20", "child", "none" },
  };
  MadoFacts *facts = mado_facts_new ("2026-04-13");

  mado_facts_set (facts, "tennyu_source", "certificate");
  mado_facts_set (facts, "move_date", "2026-04-03");
  for (guint i = 0; i < G_N_ELEMENTS (family); i++)
    {
      guint p = mado_facts_add_person (facts);

      mado_facts_set_person (facts, p, "birth_date", family[i].birth);
      mado_facts_set_person (facts, p, "relation_to_head", family[i].relation);
      mado_facts_set_person (facts, p, "mn_card_brought", family[i].card);
      mado_facts_set_person (facts, p, "is_moving", "yes");
    }
  return facts;
}

static MadoGuidance *
run (MadoFacts *facts, const char *event)
{
  return mado_guidance_run (pack, mado_pack_get_event (pack, event), facts);
}

static char *
list (const MadoGuidance *g)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g->items->len; i++)
    {
      MadoGuidanceItem *item = g_ptr_array_index (g->items, i);

      g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", item->procedure->id,
                              item->status == MADO_GUIDANCE_UNSURE ? "?" : "");
    }
  return g_string_free (text, FALSE);
}

static void
assert_list (MadoFacts *facts, const char *event, const char *expected)
{
  g_autoptr(MadoGuidance) g = run (facts, event);
  g_autofree char *text = list (g);

  g_assert_cmpstr (text, ==, expected);
}

static const MadoGuidanceQuestion *
find_question (MadoGuidance *g, const char *id)
{
  for (guint i = 0; i < g->questions->len; i++)
    {
      const MadoGuidanceQuestion *q = g_ptr_array_index (g->questions, i);

      if (g_str_equal (q->question->id, id))
        return q;
    }
  return NULL;
}

static void
test_story (void)
{
  g_autoptr(MadoFacts) facts = new_family ();
  g_autoptr(MadoGuidance) g = run (facts, "tennyu");
  guint derived = 0;

  for (guint i = 0; i < g->questions->len; i++)
    derived += ((MadoGuidanceQuestion *) g_ptr_array_index (g->questions, i))->state == MADO_QUESTION_DERIVED;
  g_assert_cmpuint (derived, ==, 5); /* card, child, pupil, 75, 65 */
  g_assert_cmpuint (g->n_open, <=, 8);
  g_assert_cmpint (find_question (g, "q_pupil")->answer, ==, MADO_ANSWER_YES);
  g_assert_cmpint (find_question (g, "q_75")->answer, ==, MADO_ANSWER_NO);
  g_assert_cmpint (find_question (g, "q_care")->state, ==, MADO_QUESTION_HIDDEN);
  assert_list (facts, "tennyu", "juki_tennyu mncard_keizoku gakko_tennyu kodomo_iryo");
}

/* The list grows with answers, and going back takes away what one had added. */
static void
test_growth_and_back (void)
{
  g_autoptr(MadoFacts) facts = new_family ();

  mado_facts_answer (facts, "q_public", MADO_ANSWER_NO);
  assert_list (facts, "tennyu", "juki_tennyu mncard_keizoku gakko_tennyu jite_nintei kodomo_iryo");
  mado_facts_answer (facts, "q_no_employee_ins", MADO_ANSWER_YES);
  assert_list (facts, "tennyu", "juki_tennyu mncard_keizoku gakko_tennyu kokuho_shutoku jite_nintei kodomo_iryo");
  mado_facts_answer (facts, "q_public", MADO_ANSWER_NONE);
  assert_list (facts, "tennyu", "juki_tennyu mncard_keizoku gakko_tennyu kokuho_shutoku kodomo_iryo");
  mado_facts_answer (facts, "q_public", MADO_ANSWER_UNSURE);
  assert_list (facts, "tennyu", "juki_tennyu mncard_keizoku gakko_tennyu kokuho_shutoku jite_nintei? kodomo_iryo");
}

static void
test_pending (void)
{
  g_autoptr(MadoFacts) facts = new_family ();
  g_autoptr(MadoGuidance) g = run (facts, "tennyu");

  g_assert_true (g_ptr_array_find (g->pending, mado_pack_get_procedure (pack, "jite_nintei"), NULL));
  g_assert_null (mado_guidance_find (g, "jite_nintei"));
}

/* What the data say may be overruled by a person. */
static void
test_overrule (void)
{
  g_autoptr(MadoFacts) facts = new_family ();
  g_autoptr(MadoGuidance) g = NULL;

  mado_facts_answer (facts, "q_card", MADO_ANSWER_NO);
  g = run (facts, "tennyu");
  g_assert_true (find_question (g, "q_card")->overruled);
  g_assert_cmpint (find_question (g, "q_card")->derived, ==, MADO_ANSWER_YES);
  g_assert_null (mado_guidance_find (g, "mncard_keizoku"));
}

static void
test_unknown_birth (void)
{
  g_autoptr(MadoFacts) facts = new_family ();
  g_autoptr(MadoGuidance) g = NULL;

  mado_facts_set_person (facts, 0, "birth_date", "1940-00-00");
  g = run (facts, "tennyu");
  g_assert_cmpint (find_question (g, "q_75")->state, ==, MADO_QUESTION_OPEN);
  g_assert_cmpint (find_question (g, "q_child")->state, ==, MADO_QUESTION_DERIVED);
}

static void
test_waiting (void)
{
  g_autoptr(MadoFacts) facts = mado_facts_new ("2026-04-13");
  g_autoptr(MadoGuidance) g = run (facts, "tennyu");

  /* nobody entered yet: whether there is a child is open, so the next waits */
  g_assert_cmpint (find_question (g, "q_child")->state, ==, MADO_QUESTION_OPEN);
  g_assert_cmpint (find_question (g, "q_public")->state, ==, MADO_QUESTION_WAITING);
  g_assert_cmpstr (mado_guidance_next (g)->question->id, ==, "q_card");
}

static void
test_moot (void)
{
  g_autoptr(MadoFacts) facts = mado_facts_new ("2026-04-13");
  g_autoptr(MadoGuidance) g = NULL;

  mado_facts_answer (facts, "q_addr", MADO_ANSWER_NO);
  mado_facts_answer (facts, "q_name", MADO_ANSWER_NO);
  g = run (facts, "konin");
  g_assert_cmpint (find_question (g, "q_techo")->state, ==, MADO_QUESTION_MOOT);
}

static void
test_deadline (void)
{
  g_autoptr(MadoFacts) facts = new_family ();
  g_autoptr(MadoGuidance) g = run (facts, "tennyu");
  g_autoptr(MadoGuidance) late = NULL;
  g_autoptr(MadoGuidance) early = NULL;
  const MadoGuidanceItem *item = mado_guidance_find (g, "juki_tennyu");

  g_assert_cmpstr (item->deadline, ==, "2026-04-17"); /* the first day does not count */
  g_assert_false (item->past);
  mado_facts_set (facts, "move_date", "2026-03-28"); /* 14 days end on a Saturday */
  late = run (facts, "tennyu");
  item = mado_guidance_find (late, "juki_tennyu");
  g_assert_cmpstr (item->deadline, ==, "2026-04-13");
  g_assert_false (item->past);
  mado_facts_set (facts, "move_date", "2026-04-20");
  early = run (facts, "tennyu");
  item = mado_guidance_find (early, "juki_tennyu");
  g_assert_cmpstr (item->not_before, ==, "2026-04-20");
}

static void
test_deadlines_of_registers (void)
{
  g_autoptr(MadoFacts) facts = mado_facts_new ("2026-04-20");
  g_autoptr(MadoGuidance) g = NULL;
  guint p = mado_facts_add_person (facts);

  mado_facts_set_person (facts, p, "is_deceased", "yes");
  mado_facts_set (facts, "death_date", "2026-04-06");
  mado_facts_answer (facts, "q_shibo_done", MADO_ANSWER_NO);
  g = run (facts, "shibo");
  /* the day itself counts: 6 to 12 April; the 12th is a Sunday */
  g_assert_cmpstr (mado_guidance_find (g, "koseki_shibo")->deadline, ==, "2026-04-13");
  g_assert_true (mado_guidance_find (g, "koseki_shibo")->past);
}

/* Born on the 5th, which counts: 5 to 18 April, a Saturday; the allowance counts
 * from the next day. The parents' birth dates are not taken for it. */
static void
test_deadline_of_newborn (void)
{
  g_autoptr(MadoFacts) facts = mado_facts_new ("2026-04-13");
  g_autoptr(MadoGuidance) g = NULL;
  guint parent = mado_facts_add_person (facts), child = mado_facts_add_person (facts);

  mado_facts_set_person (facts, parent, "birth_date", "1990-01-01");
  mado_facts_set_person (facts, child, "birth_date", "2026-04-05");
  mado_facts_set_person (facts, child, "is_newborn", "yes");
  mado_facts_answer (facts, "q_jite_now", MADO_ANSWER_YES);
  g = run (facts, "shussei");
  g_assert_cmpstr (mado_guidance_find (g, "koseki_shussei")->deadline, ==, "2026-04-20");
  g_assert_cmpstr (mado_guidance_find (g, "jite_henko")->deadline, ==, "2026-04-20");
}

static void
assert_documents (const char *event, MadoFacts *facts, const char *procedure, const char *expected)
{
  g_autoptr(MadoGuidance) g = run (facts, event);
  const MadoGuidanceItem *item = mado_guidance_find (g, procedure);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < item->documents->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", ((MadoDocument *) g_ptr_array_index (item->documents, i))->id);
  g_assert_cmpstr (text->str, ==, expected);
}

/* Nothing is asked for that the story's family does not need. */
static void
test_documents_of_story (void)
{
  g_autoptr(MadoFacts) facts = new_family ();

  mado_facts_set (facts, "visitor_role", "household");
  mado_facts_answer (facts, "q_public", MADO_ANSWER_NO);
  mado_facts_answer (facts, "q_no_employee_ins", MADO_ANSWER_YES);
  assert_documents ("tennyu", facts, "juki_tennyu", "tenshutsu_cert");
  assert_documents ("tennyu", facts, "mncard_keizoku", "mn_cards");
  assert_documents ("tennyu", facts, "gakko_tennyu", "enrol_cert textbook_cert");
  assert_documents ("tennyu", facts, "kokuho_shutoku", "");
  assert_documents ("tennyu", facts, "jite_nintei", "claimant_bankbook");
  assert_documents ("tennyu", facts, "kodomo_iryo", "child_insurance bankbook");
}

static void
test_walk (void)
{
  g_autoptr(MadoFacts) facts = new_family ();
  g_autoptr(MadoGuidance) g = NULL;
  MadoGuidanceStop *stop;

  mado_facts_answer (facts, "q_public", MADO_ANSWER_NO);
  mado_facts_answer (facts, "q_no_employee_ins", MADO_ANSWER_YES);
  mado_facts_answer (facts, "q_hoiku", MADO_ANSWER_YES);
  g = run (facts, "tennyu");
  g_assert_cmpuint (g->walk->len, ==, 5);
  stop = g_ptr_array_index (g->walk, 0);
  g_assert_cmpstr (stop->desk->id, ==, "shimin");
  g_assert_false (stop->back);
  g_assert_cmpuint (stop->items->len, ==, 3);
  stop = g_ptr_array_index (g->walk, 3); /* upstairs after the ground floor */
  g_assert_cmpstr (stop->desk->id, ==, "kodomo");
  stop = g_ptr_array_index (g->walk, 4);
  g_assert_cmpstr (stop->desk->id, ==, "shimin");
  g_assert_true (stop->back);
  g_assert_cmpuint (stop->items->len, ==, 2); /* card and school notice */
}

static void
test_after_and_documents (void)
{
  g_autoptr(MadoFacts) facts = new_family ();
  g_autoptr(MadoGuidance) g = run (facts, "tennyu");
  const MadoGuidanceItem *card = mado_guidance_find (g, "mncard_keizoku");
  const MadoGuidanceItem *move = mado_guidance_find (g, "juki_tennyu");

  g_assert_cmpuint (card->after->len, ==, 1);
  g_assert_true (g_ptr_array_index (card->after, 0) == move->procedure);
  g_assert_true (g_ptr_array_find (move->documents, mado_pack_get_document (pack, "tenshutsu_cert"), NULL));
  g_assert_false (g_ptr_array_find (move->documents, mado_pack_get_document (pack, "passports"), NULL));
  g_assert_cmpuint (card->why->len, ==, 1);
}

static void
test_refusal (void)
{
  g_autoptr(MadoFacts) facts = mado_facts_new ("2026-04-13");
  g_autoptr(MadoGuidance) g = NULL;
  MadoGuidanceRefusal *refusal;

  mado_facts_set (facts, "visitor_role", "agent");
  mado_facts_set (facts, "wide_area", "yes");
  mado_facts_pick (facts, "juki_utsushi");
  mado_facts_pick (facts, "koseki_shomei");
  g = run (facts, "shomei");
  assert_list (facts, "shomei", "juki_utsushi");
  g_assert_cmpuint (g->refusals->len, ==, 1);
  refusal = g_ptr_array_index (g->refusals, 0);
  g_assert_cmpstr (mado_text_get (refusal->refusal->way_on, "ja"), !=, "");
}

static void
test_no_event (void)
{
  g_autoptr(MadoFacts) facts = mado_facts_new ("2026-04-13");
  g_autoptr(MadoGuidance) g = NULL;

  mado_facts_pick (facts, "inkan_shomei");
  mado_facts_pick (facts, "there_is_none");
  g = mado_guidance_run (pack, NULL, facts);
  g_assert_cmpuint (g->items->len, ==, 1);
  g_assert_cmpuint (g->walk->len, ==, 1); /* one window does all: no return */
}

static void
test_referrals_and_advice (void)
{
  g_autoptr(MadoFacts) facts = mado_facts_new ("2026-04-13");
  g_autoptr(MadoGuidance) g = NULL;
  guint p = mado_facts_add_person (facts);

  mado_facts_set_person (facts, p, "birth_date", "1990-01-01");
  mado_facts_set_person (facts, p, "is_moving", "yes");
  mado_facts_set_person (facts, p, "mn_card_brought", "brought");
  g = run (facts, "tenshutsu");
  g_assert_cmpuint (g->referrals->len, ==, 3);
  g_assert_cmpuint (g->advice->len, ==, 2);
  g_assert_null (((MadoGuidanceNote *) g_ptr_array_index (g->advice, 0))->referral);
}

static void
test_speed (void)
{
  g_autoptr(MadoFacts) facts = new_family ();
  gint64 start = g_get_monotonic_time ();
  double each;

  for (guint i = 0; i < 1000; i++)
    mado_guidance_free (run (facts, "tennyu"));
  each = (double) (g_get_monotonic_time () - start) / 1000;
  g_test_minimized_result (each, "guidance of one case: %.1f us", each);
  g_assert_cmpfloat (each, <, 5000);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  pack = load_pack ("data/city");
  g_test_add_func ("/guidance/story", test_story);
  g_test_add_func ("/guidance/growth-and-back", test_growth_and_back);
  g_test_add_func ("/guidance/pending", test_pending);
  g_test_add_func ("/guidance/overrule", test_overrule);
  g_test_add_func ("/guidance/unknown-birth", test_unknown_birth);
  g_test_add_func ("/guidance/waiting", test_waiting);
  g_test_add_func ("/guidance/moot", test_moot);
  g_test_add_func ("/guidance/deadline", test_deadline);
  g_test_add_func ("/guidance/deadlines-of-registers", test_deadlines_of_registers);
  g_test_add_func ("/guidance/deadline-of-newborn", test_deadline_of_newborn);
  g_test_add_func ("/guidance/documents-of-story", test_documents_of_story);
  g_test_add_func ("/guidance/walk", test_walk);
  g_test_add_func ("/guidance/after-and-documents", test_after_and_documents);
  g_test_add_func ("/guidance/refusal", test_refusal);
  g_test_add_func ("/guidance/no-event", test_no_event);
  g_test_add_func ("/guidance/referrals-and-advice", test_referrals_and_advice);
  g_test_add_func ("/guidance/speed", test_speed);
  status = g_test_run ();
  mado_pack_unref (pack);
  return status;
}
