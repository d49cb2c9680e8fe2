/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-facts.h"
#include "core/procedure/mado-age.h"
#include "core/procedure/mado-pack-private.h"

#include <string.h>

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
typedef struct
{
  MadoFlatQuestion *flat;
  MadoTri           shown;
  MadoTri           value;     /* what the answer or the data say */
  MadoTri           effective; /* shown and value */
  gboolean          said;      /* by a person */
  MadoAnswer        derived;
  gboolean          known;     /* evaluated */
  gboolean          fixed;     /* a probe's answer: value is not looked up */
  gboolean          busy;      /* on the way: a cycle, which the check refuses */
  gboolean          needed;    /* an undecided rule rests on it */
} Asked;

typedef struct
{
  MadoPack        *pack;
  const MadoFacts *facts;
  MadoFlatEvent    flat;
  Asked           *asked;
  GHashTable      *by_id;   /* question id → Asked */
  MadoExprScope    scope;
} Run;

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
evaluate (Run *run, Asked *asked)
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
elsewhere (Run *run, const char *question)
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
  Run *run = user_data;
  Asked *asked = g_hash_table_lookup (run->by_id, name);

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
  return mado_facts_get_n_persons (((Run *) user_data)->facts);
}

static void
run_init (Run *run, MadoPack *pack, const MadoEvent *event, const MadoFacts *facts)
{
  *run = (Run) { .pack = pack, .facts = facts };
  run->scope = (MadoExprScope) { lookup_cb, n_persons_cb, run };
  mado_flat_event_init (&run->flat, event);
  run->asked = g_new0 (Asked, run->flat.questions->len + 1);
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

static void
run_clear (Run *run)
{
  mado_flat_event_clear (&run->flat);
  g_hash_table_unref (run->by_id);
  g_free (run->asked);
}

/* --- which questions are still needed ------------------------------------------------------ */

static void need_expr (Run *run, const MadoExpr *expr);

static gboolean
is_open (const Asked *asked)
{
  return !asked->said && asked->value == MADO_TRI_UNKNOWN && asked->shown != MADO_TRI_NO;
}

static void
need_cb (const char *name, gboolean of_person, gpointer user_data)
{
  Run *run = user_data;
  Asked *asked = g_hash_table_lookup (run->by_id, name);

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
need_expr (Run *run, const MadoExpr *expr)
{
  mado_expr_foreach_var (expr, need_cb, run);
}

static MadoTri
rule_value (Run *run, const MadoFlatRule *flat)
{
  return mado_tri_and (mado_expr_eval (flat->guard, &run->scope),
                       mado_expr_eval (flat->rule->when, &run->scope));
}

static void
find_needed (Run *run)
{
  for (guint i = 0; i < run->flat.rules->len; i++)
    {
      MadoFlatRule *flat = &g_array_index (run->flat.rules, MadoFlatRule, i);

      if (rule_value (run, flat) != MADO_TRI_UNKNOWN)
        continue;
      need_expr (run, flat->guard);
      need_expr (run, flat->rule->when);
    }
}

typedef struct
{
  Run      *run;
  gboolean  open;
  guint     depth;
} OpenSearch;

static void
open_cb (const char *name, gboolean of_person, gpointer user_data)
{
  OpenSearch *search = user_data;
  Asked *asked = g_hash_table_lookup (search->run->by_id, name);

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

/* TRUE if @expr is unknown because of a question that is still to be asked. */
static gboolean
rests_on_open (Run *run, const MadoExpr *expr)
{
  OpenSearch search = { run, FALSE, 0 };

  mado_expr_foreach_var (expr, open_cb, &search);
  return search.open;
}

static MadoQuestionState
state_of (Run *run, const Asked *asked)
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
      (rests_on_open (run, asked->flat->question->shown) || rests_on_open (run, asked->flat->guard)))
    return MADO_QUESTION_WAITING;
  return MADO_QUESTION_OPEN;
}

static MadoAnswer
counting_answer (const Asked *asked, MadoQuestionState state)
{
  switch (state)
    {
    case MADO_QUESTION_HIDDEN:   return MADO_ANSWER_NO;
    case MADO_QUESTION_ANSWERED:
    case MADO_QUESTION_DERIVED:  return answer_of (asked->value);
    default:                     return MADO_ANSWER_NONE;
    }
}

static void
list_questions (Run *run, MadoGuidance *self)
{
  find_needed (run);
  for (guint i = 0; i < run->flat.questions->len; i++)
    {
      Asked *asked = &run->asked[i];
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

/* --- the list ----------------------------------------------------------------------------------- */

static void
item_free (gpointer data)
{
  MadoGuidanceItem *self = data;

  g_ptr_array_unref (self->why);
  g_ptr_array_unref (self->documents);
  g_ptr_array_unref (self->after);
  g_free (self->deadline);
  g_free (self->not_before);
  g_free (self);
}

static void
stop_free (gpointer data)
{
  MadoGuidanceStop *self = data;

  g_ptr_array_unref (self->items);
  g_free (self);
}

static MadoGuidanceItem *
find_item (const MadoGuidance *self, const MadoProcedure *procedure)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      MadoGuidanceItem *item = g_ptr_array_index (self->items, i);

      if (item->procedure == procedure)
        return item;
    }
  return NULL;
}

static MadoGuidanceItem *
take_item (MadoGuidance *self, const MadoProcedure *procedure, MadoGuidanceStatus status)
{
  MadoGuidanceItem *item = find_item (self, procedure);

  if (item == NULL)
    {
      item = g_new0 (MadoGuidanceItem, 1);
      item->procedure = procedure;
      item->status = status;
      item->why = g_ptr_array_new ();
      item->documents = g_ptr_array_new ();
      item->after = g_ptr_array_new ();
      g_ptr_array_add (self->items, item);
    }
  if (status == MADO_GUIDANCE_CERTAIN)
    item->status = status;
  return item;
}

static void
apply_rule (Run *run, MadoGuidance *self, const MadoRule *rule, MadoGuidanceStatus status)
{
  MadoGuidanceItem *item;
  MadoGuidanceNote *note;

  if (rule->procedure != NULL)
    {
      item = take_item (self, rule->procedure, status);
      if (rule->why != NULL)
        g_ptr_array_add (item->why, (gpointer) rule->why);
      if (rule->later != NULL && mado_expr_eval (rule->later, &run->scope) == MADO_TRI_YES)
        item->later = TRUE;
      return;
    }
  note = g_new0 (MadoGuidanceNote, 1);
  note->referral = rule->referral;
  note->text = rule->advice != NULL ? rule->advice : rule->why != NULL || rule->referral == NULL ? rule->why : rule->referral->why;
  note->status = status;
  g_ptr_array_add (rule->referral != NULL ? self->referrals : self->advice, note);
}

static void
apply_rules (Run *run, MadoGuidance *self)
{
  for (guint i = 0; i < run->flat.rules->len; i++)
    {
      MadoFlatRule *flat = &g_array_index (run->flat.rules, MadoFlatRule, i);
      MadoTri value = rule_value (run, flat);

      if (value == MADO_TRI_NO)
        continue;
      if (value == MADO_TRI_UNKNOWN && (rests_on_open (run, flat->rule->when) || rests_on_open (run, flat->guard)))
        {
          if (flat->rule->procedure != NULL && !g_ptr_array_find (self->pending, flat->rule->procedure, NULL))
            g_ptr_array_add (self->pending, (gpointer) flat->rule->procedure);
          continue;
        }
      apply_rule (run, self, flat->rule, value == MADO_TRI_YES ? MADO_GUIDANCE_CERTAIN : MADO_GUIDANCE_UNSURE);
    }
}

static void
apply_picks (Run *run, MadoGuidance *self)
{
  GPtrArray *picks = mado_facts_get_picks (run->facts);

  for (guint i = 0; i < picks->len; i++)
    {
      const MadoProcedure *procedure = mado_pack_get_procedure (run->pack, g_ptr_array_index (picks, i));

      if (procedure != NULL)
        take_item (self, procedure, MADO_GUIDANCE_CERTAIN)->picked = TRUE;
    }
}

static const MadoRefusal *
refusal_of (Run *run, const MadoProcedure *procedure)
{
  for (guint i = 0; i < procedure->n_refusals; i++)
    if (mado_expr_eval (procedure->refusals[i].when, &run->scope) == MADO_TRI_YES)
      return &procedure->refusals[i];
  return NULL;
}

static void
apply_refusals (Run *run, MadoGuidance *self)
{
  for (guint i = 0; i < self->items->len; )
    {
      MadoGuidanceItem *item = g_ptr_array_index (self->items, i);
      const MadoRefusal *refusal = refusal_of (run, item->procedure);
      MadoGuidanceRefusal *entry;

      if (refusal == NULL)
        {
          i++;
          continue;
        }
      entry = g_new0 (MadoGuidanceRefusal, 1);
      entry->procedure = item->procedure;
      entry->refusal = refusal;
      g_ptr_array_add (self->refusals, entry);
      g_ptr_array_remove_index (self->items, i);
    }
  for (guint i = self->pending->len; i > 0; i--)
    if (find_item (self, g_ptr_array_index (self->pending, i - 1)) != NULL)
      g_ptr_array_remove_index (self->pending, i - 1);
}

/* --- dates and documents of an item ------------------------------------------------------------------ */

static const char *
date_of_person (Run *run, const char *field, const MadoExpr *whose)
{
  for (guint p = 0; p < mado_facts_get_n_persons (run->facts); p++)
    {
      const char *value = mado_facts_lookup (run->facts, run->pack, field, (int) p);

      if (value != NULL && *value != '\0' && mado_expr_eval_person (whose, &run->scope, (int) p) == MADO_TRI_YES)
        return value;
    }
  return NULL;
}

static const char *
first_date (Run *run, const char *const *fields, const MadoExpr *whose)
{
  for (guint i = 0; fields != NULL && fields[i] != NULL; i++)
    {
      const char *value = mado_facts_get (run->facts, fields[i]);

      if (value == NULL || *value == '\0')
        value = date_of_person (run, fields[i], whose);
      if (value != NULL)
        return value;
    }
  return NULL;
}

/* The last day of a period; 民法140: the first day does not count unless the law
 * says so (戸籍法43). A last day on which the office is closed moves to the next
 * day that it is open (地方自治法4の2 IV). */
static void
set_deadline (Run *run, MadoGuidanceItem *item)
{
  const MadoProcedure *p = item->procedure;
  const char *from = p->deadline_days > 0 ? first_date (run, p->deadline_from, p->deadline_person) : NULL;

  if (from == NULL)
    return;
  item->deadline = mado_date_add_days (from, (int) p->deadline_days - (p->deadline_counts_first_day ? 1 : 0));
  for (guint i = 0; *item->deadline != '\0' && i < 31 && mado_pack_is_closed (run->pack, item->deadline); i++)
    {
      g_autofree char *date = g_steal_pointer (&item->deadline);

      item->deadline = mado_date_add_days (date, 1);
    }
  if (*item->deadline == '\0')
    g_clear_pointer (&item->deadline, g_free);
  else
    item->past = strcmp (mado_facts_get_today (run->facts), item->deadline) > 0;
}

static void
set_not_before (Run *run, MadoGuidanceItem *item)
{
  const char *date = first_date (run, item->procedure->not_before, NULL);

  if (date != NULL && strcmp (mado_facts_get_today (run->facts), date) < 0)
    item->not_before = g_strndup (date, 10);
}

static void
set_documents (Run *run, MadoGuidanceItem *item)
{
  for (guint i = 0; i < item->procedure->n_documents; i++)
    {
      const MadoProcedureDocument *d = &item->procedure->documents[i];

      if (mado_expr_eval (d->when, &run->scope) != MADO_TRI_NO)
        g_ptr_array_add (item->documents, (gpointer) d->document);
    }
}

static void
finish_items (Run *run, MadoGuidance *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      MadoGuidanceItem *item = g_ptr_array_index (self->items, i);

      set_deadline (run, item);
      set_not_before (run, item);
      set_documents (run, item);
      for (guint j = 0; item->procedure->after[j] != NULL; j++)
        {
          const MadoProcedure *other = mado_pack_get_procedure (run->pack, item->procedure->after[j]);

          if (other != NULL && find_item (self, other) != NULL)
            g_ptr_array_add (item->after, (gpointer) other);
        }
    }
}

/* --- outcome --------------------------------------------------------------------------------------------- */

static void
add_walk (MadoGuidance *self)
{
  g_autofree const MadoProcedure **procedures = g_new0 (const MadoProcedure *, self->items->len + 1);
  g_autoptr(GPtrArray) desks = NULL;

  for (guint i = 0; i < self->items->len; i++)
    procedures[i] = ((MadoGuidanceItem *) g_ptr_array_index (self->items, i))->procedure;
  desks = mado_guidance_walk (self->pack, procedures, self->items->len);
  for (guint i = 0; i < desks->len; i++)
    {
      MadoGuidanceStop *stop = g_new0 (MadoGuidanceStop, 1);

      stop->desk = g_ptr_array_index (desks, i);
      stop->back = i > 0 && stop->desk == g_ptr_array_index (desks, 0);
      stop->items = g_ptr_array_new ();
      for (guint j = 0; j < self->items->len; j++)
        {
          MadoGuidanceItem *item = g_ptr_array_index (self->items, j);

          if (item->procedure->desk == stop->desk && (!stop->back || item->procedure->collect))
            g_ptr_array_add (stop->items, item);
        }
      g_ptr_array_add (self->walk, stop);
    }
}

MadoGuidance *
mado_guidance_run (MadoPack *pack, const MadoEvent *event, const MadoFacts *facts)
{
  MadoGuidance *self = g_new0 (MadoGuidance, 1);
  Run run;

  self->pack = mado_pack_ref (pack);
  self->event = event;
  self->questions = g_ptr_array_new_with_free_func (g_free);
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->pending = g_ptr_array_new ();
  self->referrals = g_ptr_array_new_with_free_func (g_free);
  self->advice = g_ptr_array_new_with_free_func (g_free);
  self->refusals = g_ptr_array_new_with_free_func (g_free);
  self->walk = g_ptr_array_new_with_free_func (stop_free);

  run_init (&run, pack, event, facts);
  list_questions (&run, self);
  apply_rules (&run, self);
  apply_picks (&run, self);
  apply_refusals (&run, self);
  finish_items (&run, self);
  add_walk (self);
  run_clear (&run);
  return self;
}

void
mado_guidance_free (MadoGuidance *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->questions);
  g_ptr_array_unref (self->walk);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->pending);
  g_ptr_array_unref (self->referrals);
  g_ptr_array_unref (self->advice);
  g_ptr_array_unref (self->refusals);
  mado_pack_unref (self->pack);
  g_free (self);
}

const MadoGuidanceQuestion *
mado_guidance_next (const MadoGuidance *self)
{
  for (guint i = 0; i < self->questions->len; i++)
    {
      const MadoGuidanceQuestion *q = g_ptr_array_index (self->questions, i);

      if (q->state == MADO_QUESTION_OPEN)
        return q;
    }
  return NULL;
}

const MadoGuidanceItem *
mado_guidance_find (const MadoGuidance *self, const char *procedure)
{
  return find_item (self, mado_pack_get_procedure (self->pack, procedure));
}

/* --- probes --------------------------------------------------------------------------------------------------- */

struct _MadoProbe
{
  Run run;
};

MadoProbe *
mado_probe_new (MadoPack *pack, const MadoEvent *event, const MadoFacts *facts)
{
  MadoProbe *self = g_new0 (MadoProbe, 1);

  run_init (&self->run, pack, event, facts);
  return self;
}

void
mado_probe_free (MadoProbe *self)
{
  run_clear (&self->run);
  g_free (self);
}

guint
mado_probe_count (MadoProbe *self)
{
  return self->run.flat.questions->len;
}

typedef struct
{
  Run    *run;
  GArray *found;
} RestSearch;

static void
rest_cb (const char *name, gboolean of_person, gpointer user_data)
{
  RestSearch *search = user_data;
  Asked *asked = g_hash_table_lookup (search->run->by_id, name);
  guint index;

  if (asked == NULL)
    return;
  index = (guint) (asked - search->run->asked);
  for (guint i = 0; i < search->found->len; i++)
    if (g_array_index (search->found, guint, i) == index)
      return;
  g_array_append_val (search->found, index);
  mado_expr_foreach_var (asked->flat->question->shown, rest_cb, search);
  mado_expr_foreach_var (asked->flat->guard, rest_cb, search);
}

GArray *
mado_probe_rests_on (MadoProbe *self, const MadoProcedure *procedure)
{
  RestSearch search = { &self->run, g_array_new (FALSE, FALSE, sizeof (guint)) };

  for (guint i = 0; i < self->run.flat.rules->len; i++)
    {
      MadoFlatRule *flat = &g_array_index (self->run.flat.rules, MadoFlatRule, i);

      if (flat->rule->procedure != procedure)
        continue;
      mado_expr_foreach_var (flat->rule->when, rest_cb, &search);
      mado_expr_foreach_var (flat->guard, rest_cb, &search);
    }
  return search.found;
}

void
mado_probe_answer (MadoProbe *self, guint question, MadoTri answer)
{
  self->run.asked[question].fixed = TRUE;
  self->run.asked[question].value = answer;
  for (guint i = 0; i < self->run.flat.questions->len; i++)
    self->run.asked[i].known = FALSE;
}

MadoTri
mado_probe_value (MadoProbe *self, const MadoProcedure *procedure)
{
  MadoTri value = MADO_TRI_NO;

  for (guint i = 0; i < self->run.flat.rules->len; i++)
    {
      MadoFlatRule *flat = &g_array_index (self->run.flat.rules, MadoFlatRule, i);

      if (flat->rule->procedure == procedure)
        value = mado_tri_or (value, rule_value (&self->run, flat));
    }
  return value;
}
