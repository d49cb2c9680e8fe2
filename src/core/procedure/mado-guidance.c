/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-guidance-run.h"

#include <string.h>

/* From questions and rules (mado-guidance-run.c) to the list that people see:
 * procedures with reasons, dates and documents, referrals, windows. */

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
apply_rule (MadoRun *run, MadoGuidance *self, const MadoRule *rule, MadoGuidanceStatus status)
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
apply_rules (MadoRun *run, MadoGuidance *self)
{
  for (guint i = 0; i < run->flat.rules->len; i++)
    {
      MadoFlatRule *flat = &g_array_index (run->flat.rules, MadoFlatRule, i);
      MadoTri value = mado_run_rule_value (run, flat);

      if (value == MADO_TRI_NO)
        continue;
      if (value == MADO_TRI_UNKNOWN && (mado_run_rests_on_open (run, flat->rule->when) || mado_run_rests_on_open (run, flat->guard)))
        {
          if (flat->rule->procedure != NULL && !g_ptr_array_find (self->pending, flat->rule->procedure, NULL))
            g_ptr_array_add (self->pending, (gpointer) flat->rule->procedure);
          continue;
        }
      apply_rule (run, self, flat->rule, value == MADO_TRI_YES ? MADO_GUIDANCE_CERTAIN : MADO_GUIDANCE_UNSURE);
    }
}

static void
apply_picks (MadoRun *run, MadoGuidance *self)
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
refusal_of (MadoRun *run, const MadoProcedure *procedure)
{
  for (guint i = 0; i < procedure->n_refusals; i++)
    if (mado_expr_eval (procedure->refusals[i].when, &run->scope) == MADO_TRI_YES)
      return &procedure->refusals[i];
  return NULL;
}

static void
apply_refusals (MadoRun *run, MadoGuidance *self)
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
date_of_person (MadoRun *run, const char *field, const MadoExpr *whose)
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
first_date (MadoRun *run, const char *const *fields, const MadoExpr *whose)
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
set_deadline (MadoRun *run, MadoGuidanceItem *item)
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
set_not_before (MadoRun *run, MadoGuidanceItem *item)
{
  const char *date = first_date (run, item->procedure->not_before, NULL);

  if (date != NULL && strcmp (mado_facts_get_today (run->facts), date) < 0)
    item->not_before = g_strndup (date, 10);
}

static void
set_documents (MadoRun *run, MadoGuidanceItem *item)
{
  for (guint i = 0; i < item->procedure->n_documents; i++)
    {
      const MadoProcedureDocument *d = &item->procedure->documents[i];

      if (mado_expr_eval (d->when, &run->scope) != MADO_TRI_NO)
        g_ptr_array_add (item->documents, (gpointer) d->document);
    }
}

static void
finish_items (MadoRun *run, MadoGuidance *self)
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
  MadoRun run;

  self->pack = mado_pack_ref (pack);
  self->event = event;
  self->questions = g_ptr_array_new_with_free_func (g_free);
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->pending = g_ptr_array_new ();
  self->referrals = g_ptr_array_new_with_free_func (g_free);
  self->advice = g_ptr_array_new_with_free_func (g_free);
  self->refusals = g_ptr_array_new_with_free_func (g_free);
  self->walk = g_ptr_array_new_with_free_func (stop_free);

  mado_run_init (&run, pack, event, facts);
  mado_run_list_questions (&run, self);
  apply_rules (&run, self);
  apply_picks (&run, self);
  apply_refusals (&run, self);
  finish_items (&run, self);
  add_walk (self);
  mado_run_clear (&run);
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
