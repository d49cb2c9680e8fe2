/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-guidance-run.h"

struct _MadoProbe
{
  MadoRun run;
};

MadoProbe *
mado_probe_new (MadoPack *pack, const MadoEvent *event, const MadoFacts *facts)
{
  MadoProbe *self = g_new0 (MadoProbe, 1);

  mado_run_init (&self->run, pack, event, facts);
  return self;
}

void
mado_probe_free (MadoProbe *self)
{
  mado_run_clear (&self->run);
  g_free (self);
}

guint
mado_probe_count (MadoProbe *self)
{
  return self->run.flat.questions->len;
}

typedef struct
{
  MadoRun    *run;
  GArray *found;
} RestSearch;

static void
rest_cb (const char *name, gboolean of_person, gpointer user_data)
{
  RestSearch *search = user_data;
  MadoAsked *asked = g_hash_table_lookup (search->run->by_id, name);
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
        value = mado_tri_or (value, mado_run_rule_value (&self->run, flat));
    }
  return value;
}
