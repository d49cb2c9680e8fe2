/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-guidance-run.h"

/*
 * How an outcome is reached
 *
 * Every question has one of three values: yes, no, unknown. Unknown is both
 * "not asked yet" and わからない. A question that is shown only under a condition
 * counts as (condition and answer), so a hidden one counts as no, and one whose
 * condition is unknown can be at most unknown. Conditions are evaluated in
 * Kleene's logic, which is monotone: knowing more never turns a yes or no
 * around. Two properties follow, and the pack check tries them out:
 *
 *  - The result does not depend on the order of asking. A rule that is decided
 *    stays decided; a question is asked only while an undecided rule rests on it.
 *  - list(わからない) contains list(はい) and list(いいえ). What わからない leaves
 *    undecided is listed as 要確認.
 *
 * A rule that is unknown because of a question still to be asked is pending: it
 * is not listed yet. A rule that is unknown although everything was asked is
 * listed as unsure.
 */

/* --- an event with those it includes ------------------------------------------------ */

static gboolean
has_question (MadoFlatEvent *self, const MadoQuestion *question)
{
  for (guint i = 0; i < self->questions->len; i++)
    if (g_array_index (self->questions, MadoFlatQuestion, i).question->question == question)
      return TRUE;
  return FALSE;
}

static void
add_event (MadoFlatEvent *self, const MadoEvent *event, const MadoExpr *guard)
{
  for (guint i = 0; i < event->n_questions; i++)
    {
      MadoFlatQuestion q = { &event->questions[i], guard };

      if (!has_question (self, q.question->question))
        g_array_append_val (self->questions, q);
    }
  for (guint i = 0; i < event->n_rules; i++)
    {
      MadoFlatRule r = { &event->rules[i], guard };

      g_array_append_val (self->rules, r);
    }
}

/* One level: an included event's own includes do not join. */
void
mado_flat_event_init (MadoFlatEvent *self, const MadoEvent *event)
{
  self->questions = g_array_new (FALSE, FALSE, sizeof (MadoFlatQuestion));
  self->rules = g_array_new (FALSE, FALSE, sizeof (MadoFlatRule));
  if (event == NULL)
    return;
  add_event (self, event, NULL);
  for (guint i = 0; i < event->n_includes; i++)
    add_event (self, event->includes[i].event, event->includes[i].when);
}

void
mado_flat_event_clear (MadoFlatEvent *self)
{
  g_clear_pointer (&self->questions, g_array_unref);
  g_clear_pointer (&self->rules, g_array_unref);
}

/* --- values of questions --------------------------------------------------------------- */

static MadoAnswer
answer_of (MadoTri value)
{
  return value == MADO_TRI_YES ? MADO_ANSWER_YES : value == MADO_TRI_NO ? MADO_ANSWER_NO : MADO_ANSWER_UNSURE;
}

static MadoTri
tri_of (MadoAnswer answer)
{
  return answer == MADO_ANSWER_YES ? MADO_TRI_YES : answer == MADO_ANSWER_NO ? MADO_TRI_NO : MADO_TRI_UNKNOWN;
}

static void
evaluate (MadoRun *run, MadoAsked *asked)
{
  const MadoEventQuestion *q = asked->flat->question;
  MadoAnswer answer = mado_facts_get_answer (run->facts, q->question->id);
  MadoTri derived = MADO_TRI_UNKNOWN;

  asked->busy = TRUE;
  asked->shown = mado_tri_and (mado_expr_eval (q->shown, &run->scope),
                               mado_expr_eval (asked->flat->guard, &run->scope));
  if (q->derived != NULL)
    derived = mado_expr_eval (q->derived, &run->scope);
  asked->derived = derived != MADO_TRI_UNKNOWN ? answer_of (derived) : MADO_ANSWER_NONE;
  asked->said = answer != MADO_ANSWER_NONE;
  if (!asked->fixed)
    asked->value = asked->said ? tri_of (answer) : derived;
  asked->effective = mado_tri_and (asked->shown, asked->value);
  asked->busy = FALSE;
  asked->known = TRUE;
}

/* A question that this event does not ask: what another event of the same case
 * was told, else no. (Documents are shared by events and may name it; rules may
 * not, says the check.) */
static const char *
elsewhere (MadoRun *run, const char *question)
{
  switch (mado_facts_get_answer (run->facts, question))
    {
    case MADO_ANSWER_YES:    return "yes";
    case MADO_ANSWER_UNSURE: return NULL;
    default:                 return "no";
    }
}

static const char *
lookup_cb (const char *name, int person, gpointer user_data)
{
  MadoRun *run = user_data;
  MadoAsked *asked = g_hash_table_lookup (run->by_id, name);

  if (asked == NULL)
    return mado_pack_get_question (run->pack, name) != NULL ? elsewhere (run, name)
                                                            : mado_facts_lookup (run->facts, run->pack, name, person);
  if (asked->busy)
    return NULL;
  if (!asked->known)
    evaluate (run, asked);
  switch (asked->effective)
    {
    case MADO_TRI_YES: return "yes";
    case MADO_TRI_NO:  return "no";
    default:           return NULL;
    }
}

static guint
n_persons_cb (gpointer user_data)
{
  return mado_facts_get_n_persons (((MadoRun *) user_data)->facts);
}

void
mado_run_init (MadoRun *run, MadoPack *pack, const MadoEvent *event, const MadoFacts *facts)
{
  *run = (MadoRun) { .pack = pack, .facts = facts };
  run->scope = (MadoExprScope) { lookup_cb, n_persons_cb, run };
  mado_flat_event_init (&run->flat, event);
  run->asked = g_new0 (MadoAsked, run->flat.questions->len + 1);
  run->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < run->flat.questions->len; i++)
    {
      MadoFlatQuestion *flat = &g_array_index (run->flat.questions, MadoFlatQuestion, i);

      run->asked[i].flat = flat;
      g_hash_table_insert (run->by_id, (char *) flat->question->question->id, &run->asked[i]);
    }
  for (guint i = 0; i < run->flat.questions->len; i++)
    if (!run->asked[i].known)
      evaluate (run, &run->asked[i]);
}

void
mado_run_clear (MadoRun *run)
{
  mado_flat_event_clear (&run->flat);
  g_hash_table_unref (run->by_id);
  g_free (run->asked);
}

/* --- which questions are still needed ------------------------------------------------------ */

static void need_expr (MadoRun *run, const MadoExpr *expr);

static gboolean
is_open (const MadoAsked *asked)
{
  return !asked->said && asked->value == MADO_TRI_UNKNOWN && asked->shown != MADO_TRI_NO;
}

static void
need_cb (const char *name, gboolean of_person, gpointer user_data)
{
  MadoRun *run = user_data;
  MadoAsked *asked = g_hash_table_lookup (run->by_id, name);

  if (asked == NULL || asked->needed || asked->effective != MADO_TRI_UNKNOWN)
    return;
  asked->needed = TRUE;
  if (asked->shown == MADO_TRI_UNKNOWN)
    {
      need_expr (run, asked->flat->question->shown);
      need_expr (run, asked->flat->guard);
    }
}

static void
need_expr (MadoRun *run, const MadoExpr *expr)
{
  mado_expr_foreach_var (expr, need_cb, run);
}

MadoTri
mado_run_rule_value (MadoRun *run, const MadoFlatRule *flat)
{
  return mado_tri_and (mado_expr_eval (flat->guard, &run->scope),
                       mado_expr_eval (flat->rule->when, &run->scope));
}

static void
find_needed (MadoRun *run)
{
  for (guint i = 0; i < run->flat.rules->len; i++)
    {
      MadoFlatRule *flat = &g_array_index (run->flat.rules, MadoFlatRule, i);

      if (mado_run_rule_value (run, flat) != MADO_TRI_UNKNOWN)
        continue;
      need_expr (run, flat->guard);
      need_expr (run, flat->rule->when);
    }
}

typedef struct
{
  MadoRun      *run;
  gboolean  open;
  guint     depth;
} OpenSearch;

static void
open_cb (const char *name, gboolean of_person, gpointer user_data)
{
  OpenSearch *search = user_data;
  MadoAsked *asked = g_hash_table_lookup (search->run->by_id, name);

  if (asked == NULL || search->open || asked->effective != MADO_TRI_UNKNOWN || search->depth > 32)
    return;
  if (is_open (asked))
    {
      search->open = TRUE;
      return;
    }
  search->depth++;
  mado_expr_foreach_var (asked->flat->question->shown, open_cb, search);
  mado_expr_foreach_var (asked->flat->guard, open_cb, search);
  search->depth--;
}

gboolean
mado_run_rests_on_open (MadoRun *run, const MadoExpr *expr)
{
  OpenSearch search = { run, FALSE, 0 };

  mado_expr_foreach_var (expr, open_cb, &search);
  return search.open;
}

static MadoQuestionState
state_of (MadoRun *run, const MadoAsked *asked)
{
  if (asked->said)
    return MADO_QUESTION_ANSWERED;
  if (asked->shown == MADO_TRI_NO)
    return MADO_QUESTION_HIDDEN;
  if (asked->derived != MADO_ANSWER_NONE)
    return MADO_QUESTION_DERIVED;
  if (!asked->needed)
    return MADO_QUESTION_MOOT;
  if (asked->shown == MADO_TRI_UNKNOWN &&
      (mado_run_rests_on_open (run, asked->flat->question->shown) || mado_run_rests_on_open (run, asked->flat->guard)))
    return MADO_QUESTION_WAITING;
  return MADO_QUESTION_OPEN;
}

static MadoAnswer
counting_answer (const MadoAsked *asked, MadoQuestionState state)
{
  switch (state)
    {
    case MADO_QUESTION_HIDDEN:   return MADO_ANSWER_NO;
    case MADO_QUESTION_ANSWERED:
    case MADO_QUESTION_DERIVED:  return answer_of (asked->value);
    default:                     return MADO_ANSWER_NONE;
    }
}

void
mado_run_list_questions (MadoRun *run, MadoGuidance *self)
{
  find_needed (run);
  for (guint i = 0; i < run->flat.questions->len; i++)
    {
      MadoAsked *asked = &run->asked[i];
      MadoGuidanceQuestion *q = g_new0 (MadoGuidanceQuestion, 1);

      q->question = asked->flat->question->question;
      q->text = asked->flat->question->text;
      q->state = state_of (run, asked);
      q->answer = counting_answer (asked, q->state);
      q->derived = asked->derived;
      q->overruled = asked->said && asked->derived != MADO_ANSWER_NONE && asked->derived != q->answer;
      self->n_open += q->state == MADO_QUESTION_OPEN;
      g_ptr_array_add (self->questions, q);
    }
}
