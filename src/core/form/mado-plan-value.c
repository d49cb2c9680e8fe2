/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-plan-view.h"

#include "core/model/mado-value.h"

#include <string.h>

/*
 * Composite values of a plan's records: lists of plain values. Items are only
 * ever added at the end; a reader takes missing ones as empty.
 */

/* --- lists --------------------------------------------------------------------- */

typedef struct
{
  GVariantBuilder builder;
} List;

static void
list_begin (List *self)
{
  g_variant_builder_init (&self->builder, G_VARIANT_TYPE ("av"));
}

static void
list_text (List       *self,
           const char *text)
{
  g_variant_builder_add (&self->builder, "v", g_variant_new_string (text != NULL ? text : ""));
}

static void
list_int (List  *self,
          gint64 number)
{
  g_variant_builder_add (&self->builder, "v", g_variant_new_int64 (number));
}

static void
list_value (List     *self,
            GVariant *value)
{
  g_variant_builder_add (&self->builder, "v", value);
}

static GVariant *
list_end (List *self)
{
  return g_variant_ref_sink (g_variant_builder_end (&self->builder));
}

/* Item @i of a list, NULL if there is none (full). */
static GVariant *
item (GVariant *list,
      gsize     i)
{
  g_autoptr (GVariant) boxed = NULL;

  if (list == NULL || !g_variant_is_of_type (list, G_VARIANT_TYPE ("av")) || i >= g_variant_n_children (list))
    return NULL;
  boxed = g_variant_get_child_value (list, i);
  return g_variant_get_variant (boxed);
}

static char *
item_text (GVariant *list,
           gsize     i)
{
  g_autoptr (GVariant) found = item (list, i);

  return g_strdup (found != NULL ? mado_value_get_text (found) : "");
}

static gint64
item_int (GVariant *list,
          gsize     i)
{
  g_autoptr (GVariant) found = item (list, i);

  return found != NULL && g_variant_is_of_type (found, G_VARIANT_TYPE_INT64) ? g_variant_get_int64 (found) : 0;
}

static gsize
list_length (GVariant *list)
{
  return list != NULL && g_variant_is_of_type (list, G_VARIANT_TYPE ("av")) ? g_variant_n_children (list) : 0;
}

static void
take (char **member,
      char  *text)
{
  g_free (*member);
  *member = text;
}

/* "" → NULL */
static char *
or_null (char *text)
{
  if (*text != 0)
    return text;
  g_free (text);
  return NULL;
}

/* --- shape ------------------------------------------------------------------------ */

GVariant *
mado_plan_shape_to_value (const MadoPlanLine *line)
{
  g_autofree char *text = g_strdup_printf ("%u %s%s%s", line->level, mado_plan_line_kind_to_string (line->kind),
                                           line->marker != NULL ? " " : "", line->marker != NULL ? line->marker : "");

  return mado_value_text (text);
}

/* --- figures ----------------------------------------------------------------------- */

#define FIGURE_APPROX   (1 << 0)
#define FIGURE_INFERRED (1 << 1)

GVariant *
mado_plan_figure_to_value (const MadoPlanFigure *figure)
{
  List list;

  list_begin (&list);
  list_int (&list, figure->order);
  list_text (&list, figure->label);
  list_text (&list, figure->value);
  list_text (&list, figure->value_to);
  list_text (&list, figure->unit);
  list_text (&list, figure->as_of);
  list_text (&list, figure->period);
  list_text (&list, mado_figure_kind_to_string (figure->kind));
  list_text (&list, figure->printed);
  list_int (&list, (figure->approx ? FIGURE_APPROX : 0) | (figure->unit_inferred ? FIGURE_INFERRED : 0));
  list_text (&list, figure->extra);
  return list_end (&list);
}

MadoPlanFigure *
mado_plan_figure_from_value (GVariant *value)
{
  MadoPlanFigure *self;
  g_autofree char *kind = NULL;

  if (list_length (value) < 9)
    return NULL;
  self = mado_plan_figure_new ();
  self->order = (guint) item_int (value, 0);
  take (&self->label, item_text (value, 1));
  take (&self->value, item_text (value, 2));
  take (&self->value_to, item_text (value, 3));
  take (&self->unit, item_text (value, 4));
  take (&self->as_of, item_text (value, 5));
  take (&self->period, item_text (value, 6));
  kind = item_text (value, 7);
  mado_figure_kind_from_string (kind, &self->kind);
  take (&self->printed, item_text (value, 8));
  self->approx = (item_int (value, 9) & FIGURE_APPROX) != 0;
  self->unit_inferred = (item_int (value, 9) & FIGURE_INFERRED) != 0;
  self->extra = or_null (item_text (value, 10));
  return self;
}

/* --- cells of a KPI ------------------------------------------------------------------ */

static GVariant *
areas_to_value (GPtrArray *areas)
{
  List list;

  list_begin (&list);
  for (guint i = 0; i < areas->len; i++)
    {
      const MadoKpiArea *area = areas->pdata[i];
      g_autoptr (GVariant) made = NULL;
      List one;

      list_begin (&one);
      list_text (&one, area->building);
      list_text (&one, area->extent);
      for (guint k = 0; k < area->floors->len; k++)
        list_int (&one, g_array_index (area->floors, int, k));
      made = list_end (&one);
      list_value (&list, made);
    }
  return list_end (&list);
}

static GVariant *
texts_to_value (GPtrArray *texts)
{
  List list;

  list_begin (&list);
  for (guint i = 0; i < texts->len; i++)
    list_text (&list, texts->pdata[i]);
  return list_end (&list);
}

GVariant *
mado_kpi_value_to_value (const MadoKpiValue *cell)
{
  static const char *const missing[] = { "", "none", "pending" };
  g_autoptr (GVariant) values = texts_to_value (cell->values);
  g_autoptr (GVariant) areas = areas_to_value (cell->areas);
  List list;

  list_begin (&list);
  list_text (&list, cell->printed);
  list_text (&list, cell->value);
  list_text (&list, missing[cell->missing]);
  list_value (&list, values);
  list_value (&list, areas);
  list_text (&list, cell->state);
  list_text (&list, cell->extra);
  return list_end (&list);
}

static void
take_areas (MadoKpiValue *cell,
            GVariant     *areas)
{
  for (gsize i = 0; i < list_length (areas); i++)
    {
      g_autoptr (GVariant) one = item (areas, i);
      g_autofree char *building = item_text (one, 0);
      g_autofree char *extent = item_text (one, 1);
      MadoKpiArea *area = mado_kpi_area_new (building, extent);

      for (gsize k = 2; k < list_length (one); k++)
        {
          int floor = (int) item_int (one, k);

          g_array_append_val (area->floors, floor);
        }
      g_ptr_array_add (cell->areas, area);
    }
}

MadoKpiValue *
mado_kpi_value_from_value (const char *when,
                           GVariant   *value)
{
  MadoKpiValue *cell = mado_kpi_value_new (when);
  g_autofree char *missing = item_text (value, 2);
  g_autoptr (GVariant) values = item (value, 3);
  g_autoptr (GVariant) areas = item (value, 4);

  take (&cell->printed, item_text (value, 0));
  take (&cell->value, item_text (value, 1));
  if (strcmp (missing, "none") == 0)
    cell->missing = MADO_KPI_NO_RESULT;
  else if (strcmp (missing, "pending") == 0)
    cell->missing = MADO_KPI_PENDING;
  for (gsize i = 0; i < list_length (values); i++)
    g_ptr_array_add (cell->values, item_text (values, i));
  take_areas (cell, areas);
  take (&cell->state, item_text (value, 5));
  cell->extra = or_null (item_text (value, 6));
  return cell;
}

/* --- decisions ------------------------------------------------------------------------ */

GVariant *
mado_plan_decision_to_value (MadoAnswerState  state,
                             const MadoId    *judged,
                             const char      *comment)
{
  g_autofree char *commit = judged != NULL ? mado_id_to_string (judged) : g_strdup ("");
  List list;

  list_begin (&list);
  list_text (&list, mado_answer_state_to_string (state));
  list_text (&list, commit);
  list_text (&list, comment);
  return list_end (&list);
}
