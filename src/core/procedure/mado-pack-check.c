/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The check: a load that goes on after faults, then what a load does not look
 * at. What is proven about guidance is in mado-pack-check-guidance.c. */

/* --- references ------------------------------------------------------------------ */

static const char *
place_key (const char *kind, const char *id, char buffer[160])
{
  g_snprintf (buffer, 160, "%s:%s", kind, id);
  return buffer;
}

static void
check_field (MadoPack *pack, MadoBuild *build, const MadoField *field)
{
  const char *dates[] = { field->not_before, field->not_after };
  char key[160];

  if (field->kana_of != NULL && mado_pack_get_field (pack, field->kana_of) == NULL)
    mado_build_fault_at (build, place_key ("field", field->id, key), _("The field “%s” is not in fields.json."), field->kana_of);
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autofree char *same = dates[i] != NULL ? mado_date_add_days (dates[i], 0) : NULL;

      if (dates[i] == NULL || g_str_equal (dates[i], "today") || g_str_equal (dates[i], same))
        continue;
      if (mado_pack_get_field (pack, dates[i]) == NULL)
        mado_build_fault_at (build, place_key ("field", field->id, key),
                             _("“%s” is neither a date, \"today\" nor a field."), dates[i]);
    }
}

typedef struct
{
  MadoPack  *pack;
  MadoBuild *build;
  GHashTable *state; /* procedure → 1 on the way, 2 done */
} AfterSearch;

static void
follow_after (AfterSearch *search, const MadoProcedure *p)
{
  char key[160];

  g_hash_table_insert (search->state, (gpointer) p, GINT_TO_POINTER (1));
  for (guint i = 0; p->after[i] != NULL; i++)
    {
      const MadoProcedure *other = mado_pack_get_procedure (search->pack, p->after[i]);
      int state = other != NULL ? GPOINTER_TO_INT (g_hash_table_lookup (search->state, other)) : 0;

      if (other == NULL)
        mado_build_fault_at (search->build, place_key ("after", p->id, key), _("The procedure “%s” does not exist."), p->after[i]);
      else if (state == 1)
        mado_build_fault_at (search->build, place_key ("after", p->id, key),
                             _("“%s” comes after “%s”, which comes after it again: a circle in \"after\"."), p->id, other->id);
      else if (state == 0)
        follow_after (search, other);
    }
  g_hash_table_insert (search->state, (gpointer) p, GINT_TO_POINTER (2));
}

typedef struct
{
  MadoPack     *pack;
  MadoBuild    *build;
  MadoSeenExpr *seen;
} VarCheck;

static void
var_cb (const char *name, gboolean of_person, gpointer user_data)
{
  VarCheck *check = user_data;
  const MadoField *field = mado_pack_get_field (check->pack, name);

  if (field != NULL || mado_facts_is_computed (name, TRUE))
    return;
  if (mado_pack_get_question (check->pack, name) != NULL)
    {
      if (check->seen->context == MADO_EXPR_OF_FORM)
        mado_build_fault_place (check->build, check->seen->place,
                                _("The question “%s” cannot stand in a condition of a form: only fields can."), name);
      return;
    }
  mado_build_fault_place (check->build, check->seen->place,
                          _("“%s” is neither a question, a field nor a computed fact."), name);
}

static void
check_proposals (MadoBuild *build, const MadoProcedure *p, MadoPack *pack)
{
  char key[160];

  for (guint i = 0; i < p->n_fields; i++)
    {
      const MadoProcedureField *f = &p->fields[i];
      const MadoField *from = f->propose != NULL ? mado_pack_get_field (pack, f->propose) : NULL;

      if (from != NULL && from->type != f->field->type)
        mado_build_fault_at (build, place_key ("procedure", p->id, key),
                             _("“%s” cannot be proposed for “%s”: the types differ."), from->id, f->field->id);
    }
}

void
mado_check_references (MadoPack *pack, MadoBuild *build)
{
  g_autoptr(GHashTable) state = g_hash_table_new (NULL, NULL);
  AfterSearch search = { pack, build, state };

  for (guint i = 0; i < pack->fields.list->len; i++)
    check_field (pack, build, g_ptr_array_index (pack->fields.list, i));
  for (guint i = 0; i < pack->procedures.list->len; i++)
    {
      const MadoProcedure *p = g_ptr_array_index (pack->procedures.list, i);

      if (g_hash_table_lookup (state, p) == NULL)
        follow_after (&search, p);
      check_proposals (build, p, pack);
    }
  for (guint i = 0; i < build->exprs->len; i++)
    {
      VarCheck check = { pack, build, g_ptr_array_index (build->exprs, i) };

      mado_expr_foreach_var (check.seen->expr, var_cb, &check);
    }
}

/* --- all ---------------------------------------------------------------------------------- */

static int
compare_faults (gconstpointer a, gconstpointer b)
{
  const MadoPackFault *x = *(const MadoPackFault *const *) a, *y = *(const MadoPackFault *const *) b;
  int order = strcmp (x->file, y->file);

  return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

static void
count_figures (MadoPack *pack, GPtrArray *personas, guint forms, MadoPackFigures *figures)
{
  figures->desks = pack->desks.list->len;
  figures->centres = pack->centres.list->len;
  figures->fields = pack->fields.list->len;
  figures->procedures = pack->procedures.list->len;
  figures->events = pack->events.list->len;
  figures->questions = pack->questions.list->len;
  figures->personas = personas->len;
  figures->forms = forms;
}

GPtrArray *
mado_pack_check (const char *dir, MadoPackFigures *figures)
{
  g_autoptr(MadoBuild) build = mado_build_new (dir, mado_arena_new (), TRUE);
  g_autoptr(MadoPack) pack = mado_pack_build (build);
  g_autoptr(GPtrArray) personas = NULL;
  MadoPackFigures own = { 0 };
  guint forms = 0;

  /* With broken parts what follows would only repeat the same fault. */
  personas = mado_load_personas (pack, build);
  mado_check_forms (pack, build, &forms);
  if (build->faults->len == 0)
    mado_check_references (pack, build);
  if (build->faults->len == 0)
    mado_check_events (pack, build);
  if (build->faults->len == 0)
    mado_check_guidance (pack, build, personas, &own);
  count_figures (pack, personas, forms, &own);
  if (figures != NULL)
    *figures = own;
  g_ptr_array_sort (build->faults, compare_faults);
  return g_ptr_array_ref (build->faults);
}
