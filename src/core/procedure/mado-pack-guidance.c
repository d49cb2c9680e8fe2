/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>

/* questions.json, referrals.json and guidance/ (one file an event) */

static void
load_question (MadoPack *self, MadoNode *node)
{
  MadoQuestion *question = mado_arena_alloc (self->arena, sizeof *question);

  if (!mado_node_is_object (node))
    return;
  question->index = self->questions.list->len;
  question->id = mado_node_id (node, "id");
  question->text = mado_node_text (node, "text", TRUE);
  question->help = mado_node_text (node, "help", FALSE);
  question->derived = mado_node_expr (node, "derived", MADO_EXPR_OF_GUIDANCE);
  question->shown = mado_node_expr (node, "shown", MADO_EXPR_OF_GUIDANCE);
  mado_node_end (node);
  if (mado_pack_get_field (self, question->id) != NULL || mado_facts_is_computed (question->id, FALSE) ||
      mado_facts_is_computed (question->id, TRUE))
    mado_node_fault (node, _("The question “%s” has the name of a field or of a computed fact."), question->id);
  mado_table_add (&self->questions, node, "question", question->id, question);
}

static void
load_referral (MadoPack *self, MadoNode *node)
{
  MadoReferral *referral = mado_arena_alloc (self->arena, sizeof *referral);

  if (!mado_node_is_object (node))
    return;
  referral->index = self->referrals.list->len;
  referral->id = mado_node_id (node, "id");
  referral->title = mado_node_text (node, "title", TRUE);
  referral->where = mado_node_text (node, "where", TRUE);
  referral->why = mado_node_text (node, "why", FALSE);
  referral->phone = mado_node_str (node, "phone", FALSE);
  mado_node_end (node);
  mado_table_add (&self->referrals, node, "referral", referral->id, referral);
}

/* --- events ------------------------------------------------------------------------ */

static const char *
question_id (MadoNode *item)
{
  if (JSON_NODE_HOLDS_VALUE (item->json) && json_node_get_value_type (item->json) == G_TYPE_STRING)
    return json_node_get_string (item->json);
  return mado_node_is_object (item) ? mado_node_str (item, "id", TRUE) : "";
}

static gboolean
load_event_question (MadoPack *self, MadoEventQuestion *q, MadoNode *item)
{
  const char *id = question_id (item);
  const MadoQuestion *question = mado_pack_get_question (self, id);
  MadoNode member;

  if (question == NULL)
    {
      mado_node_fault (item, _("The question “%s” is not in questions.json."), id);
      return FALSE;
    }
  *q = (MadoEventQuestion) { question, question->text, question->derived, question->shown };
  if (!JSON_NODE_HOLDS_OBJECT (item->json))
    return TRUE;
  if (mado_node_member (&member, item, "text"))
    q->text = mado_text_parse (&member);
  if (mado_node_member (&member, item, "derived"))
    q->derived = JSON_NODE_HOLDS_NULL (member.json) ? NULL : mado_node_expr (item, "derived", MADO_EXPR_OF_GUIDANCE);
  if (mado_node_member (&member, item, "shown"))
    q->shown = JSON_NODE_HOLDS_NULL (member.json) ? NULL : mado_node_expr (item, "shown", MADO_EXPR_OF_GUIDANCE);
  mado_node_end (item);
  return TRUE;
}

/* "question:EVENT/3" and "rule:EVENT/3", for the check */
static void
remember_part (MadoNode *item, const MadoEvent *event, const char *kind, guint index)
{
  g_autofree char *id = NULL;

  if (!item->build->checking)
    return;
  id = g_strdup_printf ("%s/%u", event->id, index);
  mado_node_remember (item, kind, id);
}

static void
load_questions (MadoPack *self, MadoEvent *event, MadoNode *node)
{
  MadoEventQuestion *questions;
  MadoNode list;
  guint n;

  mado_node_member (&list, node, "questions");
  n = mado_node_length (&list);
  questions = mado_arena_alloc (self->arena, n * sizeof *questions);
  event->questions = questions;
  for (guint i = 0; i < n; i++)
    {
      MadoNode item;

      mado_node_element (&item, &list, i);
      if (!load_event_question (self, &questions[event->n_questions], &item))
        continue;
      remember_part (&item, event, "question", event->n_questions);
      for (guint j = 0; j < event->n_questions; j++)
        if (questions[j].question == questions[event->n_questions].question)
          mado_node_fault (&item, _("The question “%s” stands here a second time."), questions[j].question->id);
      event->n_questions++;
    }
}

static void
load_rule (MadoPack *self, MadoRule *rule, MadoNode *item)
{
  const char *procedure, *referral;

  if (!mado_node_is_object (item))
    return;
  procedure = mado_node_str (item, "procedure", FALSE);
  referral = mado_node_str (item, "referral", FALSE);
  rule->procedure = mado_pack_get_procedure (self, procedure);
  rule->referral = mado_pack_get_referral (self, referral);
  rule->advice = mado_node_text (item, "advice", FALSE);
  rule->when = mado_node_expr (item, "when", MADO_EXPR_OF_GUIDANCE);
  rule->why = mado_node_text (item, "why", procedure != NULL);
  rule->later = mado_node_expr (item, "later", MADO_EXPR_OF_GUIDANCE);
  mado_node_end (item);
  if ((procedure != NULL) + (referral != NULL) + (rule->advice != NULL) != 1)
    mado_node_fault (item, _("A rule leads to exactly one of \"procedure\", \"referral\" or \"advice\"."));
  if (procedure != NULL && rule->procedure == NULL)
    mado_node_fault (item, _("The procedure “%s” does not exist."), procedure);
  if (referral != NULL && rule->referral == NULL)
    mado_node_fault (item, _("The referral “%s” is not in referrals.json."), referral);
}

static void
load_rules (MadoPack *self, MadoEvent *event, MadoNode *node)
{
  MadoRule *rules;
  MadoNode list;
  guint n;

  mado_node_member (&list, node, "rules");
  n = mado_node_length (&list);
  rules = mado_arena_alloc (self->arena, n * sizeof *rules);
  event->rules = rules;
  for (guint i = 0; i < n; i++)
    {
      MadoNode item;

      mado_node_element (&item, &list, i);
      load_rule (self, &rules[i], &item);
      remember_part (&item, event, "rule", i);
    }
  event->n_rules = n;
}

static void
load_includes (MadoPack *self, MadoEvent *event, MadoNode *node)
{
  MadoInclude *includes;
  MadoNode list;
  guint n;

  mado_node_member (&list, node, "includes");
  n = mado_node_length (&list);
  includes = mado_arena_alloc (self->arena, n * sizeof *includes);
  event->includes = includes;
  for (guint i = 0; i < n; i++)
    {
      const char *id;
      MadoNode item;

      mado_node_element (&item, &list, i);
      if (!mado_node_is_object (&item))
        continue;
      id = mado_node_str (&item, "event", TRUE);
      includes[event->n_includes].event = mado_pack_get_event (self, id);
      includes[event->n_includes].when = mado_node_expr (&item, "when", MADO_EXPR_OF_GUIDANCE);
      mado_node_end (&item);
      if (includes[event->n_includes].event == NULL || includes[event->n_includes].event == event)
        mado_node_fault (&item, _("The event “%s” does not exist or is this one."), id);
      else
        event->n_includes++;
    }
}

static void
load_picks (MadoPack *self, MadoEvent *event, MadoNode *node)
{
  MadoPick *picks;
  MadoNode list;
  guint n;

  mado_node_member (&list, node, "picks");
  n = mado_node_length (&list);
  picks = mado_arena_alloc (self->arena, n * sizeof *picks);
  event->picks = picks;
  for (guint i = 0; i < n; i++)
    {
      const char *id;
      MadoNode item;

      mado_node_element (&item, &list, i);
      if (!mado_node_is_object (&item))
        continue;
      picks[i].key = (guint) mado_node_int (&item, "key", 0);
      picks[i].label = mado_node_text (&item, "label", TRUE);
      id = mado_node_str (&item, "procedure", TRUE);
      picks[i].procedure = mado_pack_get_procedure (self, id);
      mado_node_end (&item);
      if (picks[i].procedure == NULL)
        mado_node_fault (&item, _("The procedure “%s” does not exist."), id);
      for (guint j = 0; j < i; j++)
        if (picks[j].key == picks[i].key)
          mado_node_fault (&item, _("The key %u stands here a second time."), picks[i].key);
      event->n_picks = i + 1;
    }
}

static void
load_purposes (MadoPack *self, MadoEvent *event, MadoNode *node)
{
  MadoPurpose *purposes;
  MadoNode list;
  guint n;

  mado_node_member (&list, node, "purposes");
  n = mado_node_length (&list);
  purposes = mado_arena_alloc (self->arena, n * sizeof *purposes);
  event->purposes = purposes;
  for (guint i = 0; i < n; i++)
    {
      MadoNode item;

      mado_node_element (&item, &list, i);
      if (!mado_node_is_object (&item))
        continue;
      purposes[i].label = mado_node_text (&item, "label", TRUE);
      purposes[i].note = mado_node_text (&item, "note", FALSE);
      purposes[i].procedures = mado_node_strv (&item, "procedures");
      mado_node_end (&item);
      for (guint j = 0; purposes[i].procedures[j] != NULL; j++)
        if (mado_pack_get_procedure (self, purposes[i].procedures[j]) == NULL)
          mado_node_fault (&item, _("The procedure “%s” does not exist."), purposes[i].procedures[j]);
      event->n_purposes = i + 1;
    }
}

static MadoEvent *
start_event (MadoPack *self, MadoNode *node)
{
  MadoEvent *event = mado_arena_alloc (self->arena, sizeof *event);
  MadoNode key;

  if (!mado_node_is_object (node))
    return NULL;
  event->id = mado_node_id (node, "id");
  event->key = (guint) mado_node_int (node, "key", 0);
  mado_node_member (&key, node, "key");
  if (event->key < 1 || event->key > 9)
    mado_node_fault (&key, _("The key of an event must be 1 to 9."));
  else if (mado_pack_get_event_by_key (self, event->key) != NULL)
    mado_node_fault (&key, _("The key %u stands here a second time."), event->key);
  event->title = mado_node_text (node, "title", TRUE);
  event->short_title = mado_node_text (node, "short_title", FALSE);
  if (event->short_title == NULL)
    event->short_title = event->title;
  event->mourning = mado_node_bool (node, "mourning", FALSE);
  event->household = mado_node_bool (node, "household", TRUE);
  event->card_address = mado_node_str (node, "card_address", FALSE);
  mado_table_add (&self->events, node, "event", event->id, event);
  return event;
}

static void
finish_event (MadoPack *self, MadoEvent *event, MadoNode *node)
{
  load_questions (self, event, node);
  load_rules (self, event, node);
  load_includes (self, event, node);
  load_picks (self, event, node);
  load_purposes (self, event, node);
  mado_node_end (node);
}

/* Only what an event is called. */
void
mado_load_event_names (MadoPack *self, MadoBuild *build)
{
  g_autoptr(GPtrArray) files = mado_build_list (build, "guidance");

  for (guint i = 0; i < files->len; i++)
    {
      MadoSource *source = mado_build_read (build, g_ptr_array_index (files, i));
      MadoNode root;

      if (source == NULL)
        continue;
      mado_node_root (&root, build, source);
      start_event (self, &root);
    }
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const MadoEvent *x = *(const MadoEvent *const *) a, *y = *(const MadoEvent *const *) b;

  return (x->key > y->key) - (x->key < y->key);
}

void
mado_load_guidance (MadoPack *self, MadoBuild *build)
{
  g_autoptr(GPtrArray) files = NULL;
  g_autofree MadoNode *roots = NULL;
  g_autofree MadoEvent **events = NULL;

  mado_pack_load_list (self, build, "questions.json", load_question);
  mado_pack_load_list (self, build, "referrals.json", load_referral);
  files = mado_build_list (build, "guidance");
  roots = g_new0 (MadoNode, files->len + 1);
  events = g_new0 (MadoEvent *, files->len + 1);
  /* all events first: one may include another */
  for (guint i = 0; i < files->len; i++)
    {
      MadoSource *source = mado_build_read (build, g_ptr_array_index (files, i));

      if (source == NULL)
        continue;
      mado_node_root (&roots[i], build, source);
      events[i] = start_event (self, &roots[i]);
    }
  for (guint i = 0; i < files->len; i++)
    if (events[i] != NULL)
      finish_event (self, events[i], &roots[i]);
  g_ptr_array_sort (self->events.list, compare_keys);
  for (guint i = 0; i < self->events.list->len; i++)
    ((MadoEvent *) g_ptr_array_index (self->events.list, i))->index = i;
}
