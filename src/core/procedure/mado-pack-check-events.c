/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>

/* Events: what a rule or a question rests on is asked in the same event, no
 * question rests on itself, and every procedure can be reached. */

typedef struct
{
  MadoPack        *pack;
  MadoBuild       *build;
  const MadoEvent *event;
  MadoFlatEvent    flat;
  GArray          *state; /* guint per question: 1 on the way, 2 done */
  const char      *kind;  /* what is looked at: "question" or "rule" … */
  guint            index; /* … and which of this event, for the line */
} EventCheck;

static void G_GNUC_PRINTF (2, 3)
fault (EventCheck *check, const char *format, ...)
{
  g_autofree char *key = g_strdup_printf ("%s:%s/%u", check->kind, check->event->id, check->index);
  g_autofree char *text = NULL;
  va_list args;

  /* questions and rules of an included event have their lines elsewhere */
  if (!g_hash_table_contains (check->build->places, key))
    {
      g_free (key);
      key = g_strconcat ("event:", check->event->id, NULL);
    }
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  mado_build_fault_at (check->build, key, "%s", text);
}

static int
find_question (EventCheck *check, const char *id)
{
  for (guint i = 0; i < check->flat.questions->len; i++)
    if (g_str_equal (g_array_index (check->flat.questions, MadoFlatQuestion, i).question->question->id, id))
      return (int) i;
  return -1;
}

static void
asked_cb (const char *name, gboolean of_person, gpointer user_data)
{
  EventCheck *check = user_data;

  if (mado_pack_get_question (check->pack, name) != NULL && find_question (check, name) < 0)
    fault (check, _("A condition rests on “%s”, which this event does not ask."), name);
}

static void
check_asked (EventCheck *check)
{
  for (guint i = 0; i < check->flat.questions->len; i++)
    {
      MadoFlatQuestion *q = &g_array_index (check->flat.questions, MadoFlatQuestion, i);

      check->kind = "question";
      check->index = i;
      mado_expr_foreach_var (q->question->shown, asked_cb, check);
      mado_expr_foreach_var (q->question->derived, asked_cb, check);
      mado_expr_foreach_var (q->guard, asked_cb, check);
    }
  for (guint i = 0; i < check->flat.rules->len; i++)
    {
      MadoFlatRule *r = &g_array_index (check->flat.rules, MadoFlatRule, i);

      check->kind = "rule";
      check->index = i;
      mado_expr_foreach_var (r->rule->when, asked_cb, check);
      mado_expr_foreach_var (r->rule->later, asked_cb, check);
      mado_expr_foreach_var (r->guard, asked_cb, check);
    }
}

/* --- circles --------------------------------------------------------------------- */

static void follow (EventCheck *check, guint index);

static void
follow_cb (const char *name, gboolean of_person, gpointer user_data)
{
  EventCheck *check = user_data;
  int index = find_question (check, name);

  if (index < 0)
    return;
  if (g_array_index (check->state, guint, index) == 1)
    fault (check, _("The question “%s” rests on itself."), name);
  else if (g_array_index (check->state, guint, index) == 0)
    follow (check, (guint) index);
}

static void
follow (EventCheck *check, guint index)
{
  MadoFlatQuestion *q = &g_array_index (check->flat.questions, MadoFlatQuestion, index);

  g_array_index (check->state, guint, index) = 1;
  check->kind = "question";
  check->index = index;
  mado_expr_foreach_var (q->question->shown, follow_cb, check);
  mado_expr_foreach_var (q->question->derived, follow_cb, check);
  mado_expr_foreach_var (q->guard, follow_cb, check);
  g_array_index (check->state, guint, index) = 2;
}

/* A question whose condition names a later one would be asked out of order. */
static void
earlier_cb (const char *name, gboolean of_person, gpointer user_data)
{
  gpointer *args = user_data;
  EventCheck *check = args[0];

  check->kind = "question";
  check->index = GPOINTER_TO_UINT (args[1]);
  if (find_question (check, name) > GPOINTER_TO_INT (args[1]))
    fault (check, _("A question is shown depending on “%s”, which is asked after it."), name);
}

static void
check_circles (EventCheck *check)
{
  guint n = check->flat.questions->len, before = check->build->faults->len;

  check->state = g_array_sized_new (FALSE, TRUE, sizeof (guint), n);
  g_array_set_size (check->state, n);
  for (guint i = 0; i < n; i++)
    if (g_array_index (check->state, guint, i) == 0)
      follow (check, i);
  for (guint i = 0; i < n && check->build->faults->len == before; i++)
    mado_expr_foreach_var (g_array_index (check->flat.questions, MadoFlatQuestion, i).question->shown,
                           earlier_cb, (gpointer[]) { check, GINT_TO_POINTER (i) });
  g_clear_pointer (&check->state, g_array_unref);
}

/* --- reach ---------------------------------------------------------------------------- */

static void
mark_reached (const MadoEvent *event, GHashTable *reached)
{
  for (guint i = 0; i < event->n_rules; i++)
    g_hash_table_add (reached, (gpointer) event->rules[i].procedure);
  for (guint i = 0; i < event->n_picks; i++)
    g_hash_table_add (reached, (gpointer) event->picks[i].procedure);
}

void
mado_check_events (MadoPack *pack, MadoBuild *build)
{
  g_autoptr(GHashTable) reached = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < pack->events.list->len; i++)
    {
      EventCheck check = { .pack = pack, .build = build, .event = g_ptr_array_index (pack->events.list, i) };

      mado_flat_event_init (&check.flat, check.event);
      check_asked (&check);
      check_circles (&check);
      mado_flat_event_clear (&check.flat);
      mark_reached (check.event, reached);
    }
  for (guint i = 0; i < pack->procedures.list->len; i++)
    {
      const MadoProcedure *p = g_ptr_array_index (pack->procedures.list, i);
      g_autofree char *key = g_strconcat ("procedure:", p->id, NULL);

      if (!g_hash_table_contains (reached, p))
        mado_build_fault_at (build, key, _("No event leads to the procedure “%s”."), p->id);
    }
}
