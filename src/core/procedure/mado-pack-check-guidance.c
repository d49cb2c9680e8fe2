/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-random.h"
#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>

/*
 * What is proven about guidance
 *
 *  - every persona is led to exactly what is expected, in whatever order the
 *    questions are answered, and over the expected windows;
 *  - わからない: what becomes of a procedure rests on a handful of questions. All
 *    combinations of their answers are gone through, in every household of the
 *    personas and in none; わからない never loses a procedure that はい or いいえ
 *    has, and calls certain only what both have;
 *  - each rule's procedure is listed as certain by some combination;
 *  - every path ends and asks no more than the city allows: walked with random
 *    answers in random order, which must give the list of the fixed order.
 */
#define MAX_RESTS 9     /* 3^9 combinations of one procedure */
#define WALKS     24    /* random truths an event and household */

typedef struct
{
  MadoPack        *pack;
  MadoBuild       *build;
  MadoPackFigures *figures;
  MadoRandom      *random;
  GHashTable      *certain; /* procedures that can be listed for certain */
} Proof;

static void G_GNUC_PRINTF (3, 4)
fault_event (Proof *proof, const MadoEvent *event, const char *format, ...)
{
  g_autofree char *key = g_strconcat ("event:", event->id, NULL);
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  mado_build_fault_at (proof->build, key, "%s", text);
}

/* --- わからない ------------------------------------------------------------------------ */

static guint
power_of_three (guint n)
{
  guint value = 1;

  while (n-- > 0)
    value *= 3;
  return value;
}

/* The value of one combination; digit i of @code is the answer to question i. */
static void
fill_values (MadoProbe *probe, const MadoProcedure *procedure, GArray *rests, guint8 *values, guint n)
{
  for (guint code = 0; code < n; code++)
    {
      for (guint i = 0, rest = code; i < rests->len; i++, rest /= 3)
        mado_probe_answer (probe, g_array_index (rests, guint, i), (MadoTri) (rest % 3));
      values[code] = (guint8) mado_probe_value (probe, procedure);
    }
}

static gboolean
unsure_holds (guint8 no, guint8 unsure, guint8 yes)
{
  if (unsure == MADO_TRI_NO)
    return no == MADO_TRI_NO && yes == MADO_TRI_NO;
  if (unsure == MADO_TRI_YES)
    return no == MADO_TRI_YES && yes == MADO_TRI_YES;
  return TRUE;
}

static void
prove_unsure (Proof *proof, const MadoEvent *event, MadoProbe *probe, const MadoProcedure *procedure)
{
  g_autoptr(GArray) rests = mado_probe_rests_on (probe, procedure);
  guint n = power_of_three (rests->len);
  g_autofree guint8 *values = NULL;

  if (rests->len > MAX_RESTS)
    {
      fault_event (proof, event, _("“%s” rests on too many questions to be proven."), procedure->id);
      return;
    }
  values = g_new0 (guint8, n);
  fill_values (probe, procedure, rests, values, n);
  proof->figures->states += n;
  for (guint code = 0; code < n; code++)
    {
      if (values[code] == MADO_TRI_YES)
        g_hash_table_add (proof->certain, (gpointer) procedure);
      for (guint i = 0, step = 1; i < rests->len; i++, step *= 3)
        if ((code / step) % 3 == MADO_TRI_UNKNOWN && !unsure_holds (values[code - step], values[code], values[code + step]))
          {
            fault_event (proof, event, _("“Not sure” loses or adds “%s” against yes and no."), procedure->id);
            return;
          }
    }
}

static void
prove_event (Proof *proof, const MadoEvent *event, const MadoFacts *facts)
{
  g_autoptr(GHashTable) done = g_hash_table_new (NULL, NULL);
  MadoFlatEvent flat;

  mado_flat_event_init (&flat, event);
  for (guint i = 0; i < flat.rules->len; i++)
    {
      const MadoProcedure *procedure = g_array_index (flat.rules, MadoFlatRule, i).rule->procedure;
      MadoProbe *probe;

      if (procedure == NULL || !g_hash_table_add (done, (gpointer) procedure))
        continue;
      probe = mado_probe_new (proof->pack, event, facts);
      prove_unsure (proof, event, probe, procedure);
      mado_probe_free (probe);
    }
  mado_flat_event_clear (&flat);
}

/* --- walks --------------------------------------------------------------------------------- */

static char *
list_text (const MadoGuidance *guidance)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < guidance->items->len; i++)
    {
      MadoGuidanceItem *item = g_ptr_array_index (guidance->items, i);

      g_string_append_printf (text, "%s%s ", item->procedure->id, item->status == MADO_GUIDANCE_UNSURE ? "?" : "");
    }
  return g_string_free (text, FALSE);
}

static const MadoGuidanceQuestion *
pick_open (Proof *proof, const MadoGuidance *guidance, gboolean at_random)
{
  guint nth = at_random && guidance->n_open > 0 ? mado_random_below (proof->random, guidance->n_open) : 0;

  for (guint i = 0; i < guidance->questions->len; i++)
    {
      const MadoGuidanceQuestion *q = g_ptr_array_index (guidance->questions, i);

      if (q->state == MADO_QUESTION_OPEN && nth-- == 0)
        return q;
    }
  return NULL;
}

static void
clear_answers (MadoPack *pack, MadoFacts *facts)
{
  for (guint i = 0; i < pack->questions.list->len; i++)
    mado_facts_answer (facts, ((MadoQuestion *) g_ptr_array_index (pack->questions.list, i))->id, MADO_ANSWER_NONE);
}

/* Asks until nothing is open; the outcome with the answers in @truth, or NULL if
 * the path does not end or a question has no answer there. */
static MadoGuidance *
walk (Proof *proof, const MadoEvent *event, MadoFacts *facts, GHashTable *truth, gboolean at_random, guint *asked, const char **stuck)
{
  guint limit = proof->pack->questions.list->len;

  clear_answers (proof->pack, facts);
  *stuck = NULL;
  for (*asked = 0; *asked <= limit; (*asked)++)
    {
      MadoGuidance *guidance = mado_guidance_run (proof->pack, event, facts);
      const MadoGuidanceQuestion *q = pick_open (proof, guidance, at_random);
      MadoAnswer answer = q != NULL ? GPOINTER_TO_INT (g_hash_table_lookup (truth, q->question->id)) : MADO_ANSWER_NONE;

      if (q == NULL)
        return guidance;
      *stuck = q->question->id;
      mado_facts_answer (facts, q->question->id, answer);
      mado_guidance_free (guidance);
      if (answer == MADO_ANSWER_NONE)
        return NULL;
    }
  return NULL;
}

static GHashTable *
random_truth (Proof *proof)
{
  GHashTable *truth = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < proof->pack->questions.list->len; i++)
    {
      MadoQuestion *q = g_ptr_array_index (proof->pack->questions.list, i);

      g_hash_table_insert (truth, (char *) q->id, GINT_TO_POINTER (MADO_ANSWER_YES + mado_random_below (proof->random, 3)));
    }
  return truth;
}

static gboolean
walk_once (Proof *proof, const MadoEvent *event, MadoFacts *facts, gboolean household)
{
  g_autoptr(GHashTable) truth = random_truth (proof);
  guint asked, other;
  const char *stuck;
  g_autoptr(MadoGuidance) one = walk (proof, event, facts, truth, FALSE, &asked, &stuck);
  g_autoptr(MadoGuidance) two = walk (proof, event, facts, truth, TRUE, &other, &stuck);
  g_autofree char *first = one != NULL ? list_text (one) : NULL;
  g_autofree char *second = two != NULL ? list_text (two) : NULL;

  if (one == NULL || two == NULL || one->pending->len > 0)
    fault_event (proof, event, _("A path through the questions does not end (last “%s”)."), stuck != NULL ? stuck : "");
  else if (g_strcmp0 (first, second) != 0)
    fault_event (proof, event, _("The list depends on the order of asking: “%s” and “%s”."), first, second);
  else
    {
      if (household)
        proof->figures->max_questions = MAX (proof->figures->max_questions, asked);
      if (!household || asked <= proof->pack->max_questions)
        return TRUE;
      fault_event (proof, event, _("More questions are asked than the city allows: %u."), asked);
    }
  return FALSE;
}

static void
walk_event (Proof *proof, const MadoEvent *event, MadoFacts *facts, gboolean household)
{
  for (guint i = 0; i < WALKS; i++)
    if (!walk_once (proof, event, facts, household))
      return;
}

/* --- personas ---------------------------------------------------------------------------------- */

static void
compare_list (Proof *proof, MadoPersona *persona, MadoGuidance *guidance, const char *key)
{
  for (guint i = 0; i < persona->expected->len; i++)
    {
      MadoExpected *e = &g_array_index (persona->expected, MadoExpected, i);
      const MadoGuidanceItem *item = mado_guidance_find (guidance, e->procedure->id);

      if (item == NULL)
        mado_build_fault_at (proof->build, key, _("The persona “%s” is not led to “%s”."), persona->id, e->procedure->id);
      else if ((item->status == MADO_GUIDANCE_UNSURE) != e->unsure)
        mado_build_fault_at (proof->build, key, _("The persona “%s” gets “%s” with the wrong status (certain or unsure)."), persona->id, e->procedure->id);
      else if (item->later != e->later)
        mado_build_fault_at (proof->build, key, _("The persona “%s” gets “%s” with \"later\" wrong."), persona->id, e->procedure->id);
    }
  for (guint i = 0; i < guidance->items->len; i++)
    {
      MadoGuidanceItem *item = g_ptr_array_index (guidance->items, i);
      gboolean found = FALSE;

      for (guint j = 0; j < persona->expected->len; j++)
        found |= g_array_index (persona->expected, MadoExpected, j).procedure == item->procedure;
      if (!found)
        mado_build_fault_at (proof->build, key, _("The persona “%s” is led to “%s”, which is not expected."), persona->id, item->procedure->id);
    }
}

static void
compare_refused (Proof *proof, MadoPersona *persona, MadoGuidance *guidance, const char *key)
{
  for (guint i = 0; i < guidance->refusals->len; i++)
    {
      MadoGuidanceRefusal *r = g_ptr_array_index (guidance->refusals, i);

      if (!g_strv_contains (persona->refused, r->procedure->id))
        mado_build_fault_at (proof->build, key, _("The persona “%s” is refused “%s”, which is not expected."), persona->id, r->procedure->id);
    }
  if (g_strv_length ((char **) persona->refused) > guidance->refusals->len)
    mado_build_fault_at (proof->build, key, _("The persona “%s” should be refused something and is not."), persona->id);
}

static void
compare_walk (Proof *proof, MadoPersona *persona, MadoGuidance *guidance, const char *key)
{
  guint n = g_strv_length ((char **) persona->walk);
  gboolean same = n == guidance->walk->len;

  for (guint i = 0; n > 0 && same && i < n; i++)
    same = g_str_equal (((MadoGuidanceStop *) g_ptr_array_index (guidance->walk, i))->desk->id, persona->walk[i]);
  if (n > 0 && !same)
    mado_build_fault_at (proof->build, key, _("The persona “%s” is sent over other windows than expected."), persona->id);
}

static void
prove_persona (Proof *proof, MadoPersona *persona)
{
  g_autofree char *key = g_strconcat ("persona:", persona->id, NULL);
  guint asked;
  const char *stuck;

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(MadoGuidance) guidance = walk (proof, persona->event, persona->facts, persona->answers, i > 0, &asked, &stuck);
      guint before = proof->build->faults->len;

      if (guidance == NULL)
        {
          mado_build_fault_at (proof->build, key, _("The persona “%s” is asked “%s” and has no answer."), persona->id, stuck);
          return;
        }
      compare_list (proof, persona, guidance, key);
      compare_refused (proof, persona, guidance, key);
      compare_walk (proof, persona, guidance, key);
      if (proof->build->faults->len > before)
        return;
    }
}

/* --- all ------------------------------------------------------------------------------------------- */

static void
check_certain (Proof *proof)
{
  for (guint i = 0; i < proof->pack->events.list->len; i++)
    {
      const MadoEvent *event = g_ptr_array_index (proof->pack->events.list, i);

      for (guint j = 0; j < event->n_picks; j++)
        g_hash_table_add (proof->certain, (gpointer) event->picks[j].procedure);
    }
  for (guint i = 0; i < proof->pack->procedures.list->len; i++)
    {
      const MadoProcedure *p = g_ptr_array_index (proof->pack->procedures.list, i);
      g_autofree char *key = g_strconcat ("procedure:", p->id, NULL);

      if (!g_hash_table_contains (proof->certain, p))
        mado_build_fault_at (proof->build, key, _("No answers lead to the procedure “%s” for certain."), p->id);
    }
}

void
mado_check_guidance (MadoPack *pack, MadoBuild *build, GPtrArray *personas, MadoPackFigures *figures)
{
  g_autoptr(GHashTable) certain = g_hash_table_new (NULL, NULL);
  g_autoptr(MadoRandom) random = mado_random_new_seeded (20260401);
  Proof proof = { pack, build, figures, random, certain };

  for (guint i = 0; i < pack->events.list->len; i++)
    {
      const MadoEvent *event = g_ptr_array_index (pack->events.list, i);
      g_autoptr(MadoFacts) nothing = mado_facts_new ("2026-04-13");

      prove_event (&proof, event, nothing);
      walk_event (&proof, event, nothing, FALSE);
    }
  for (guint i = 0; i < personas->len; i++)
    {
      MadoPersona *persona = g_ptr_array_index (personas, i);

      prove_persona (&proof, persona);
      clear_answers (pack, persona->facts);
      prove_event (&proof, persona->event, persona->facts);
      walk_event (&proof, persona->event, persona->facts, TRUE);
    }
  check_certain (&proof);
}
