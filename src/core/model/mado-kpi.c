/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/mado-plan-book.h"

#include <string.h>

static const char *const kinds[] = { "number", "multi", "coverage", "state" };

const char *
mado_kpi_kind_to_string (MadoKpiKind kind)
{
  return kinds[(guint) kind < G_N_ELEMENTS (kinds) ? kind : MADO_KPI_NUMBER];
}

gboolean
mado_kpi_kind_from_string (const char  *text,
                           MadoKpiKind *kind)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i], text) == 0)
      {
        *kind = (MadoKpiKind) i;
        return TRUE;
      }
  return FALSE;
}

/* --- values -------------------------------------------------------------------- */

MadoKpiArea *
mado_kpi_area_new (const char *building,
                   const char *extent)
{
  MadoKpiArea *self = g_new0 (MadoKpiArea, 1);

  self->building = g_strdup (building);
  self->floors = g_array_new (FALSE, FALSE, sizeof (int));
  self->extent = g_strdup (extent);
  return self;
}

void
mado_kpi_area_free (MadoKpiArea *self)
{
  g_free (self->building);
  g_array_unref (self->floors);
  g_free (self->extent);
  g_free (self);
}

MadoKpiValue *
mado_kpi_value_new (const char *when)
{
  MadoKpiValue *self = g_new0 (MadoKpiValue, 1);

  self->when = g_strdup (when);
  self->printed = g_strdup ("");
  self->value = g_strdup ("");
  self->values = g_ptr_array_new_with_free_func (g_free);
  self->areas = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_kpi_area_free);
  self->state = g_strdup ("");
  return self;
}

void
mado_kpi_value_free (MadoKpiValue *self)
{
  if (self == NULL)
    return;
  g_free (self->when);
  g_free (self->printed);
  g_free (self->value);
  g_ptr_array_unref (self->values);
  g_ptr_array_unref (self->areas);
  g_free (self->state);
  g_free (self->extra);
  g_free (self);
}

static gboolean
areas_equal (GPtrArray *a,
             GPtrArray *b)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    {
      const MadoKpiArea *one = a->pdata[i];
      const MadoKpiArea *two = b->pdata[i];

      if (strcmp (one->building, two->building) != 0 || strcmp (one->extent, two->extent) != 0 ||
          one->floors->len != two->floors->len ||
          (one->floors->len > 0 && memcmp (one->floors->data, two->floors->data, one->floors->len * sizeof (int)) != 0))
        return FALSE;
    }
  return a->len == b->len;
}

gboolean
mado_kpi_value_equal (const MadoKpiValue *a,
                      const MadoKpiValue *b)
{
  for (guint i = 0; a->values->len == b->values->len && i < a->values->len; i++)
    if (strcmp (a->values->pdata[i], b->values->pdata[i]) != 0)
      return FALSE;
  return a->values->len == b->values->len && strcmp (a->printed, b->printed) == 0 && strcmp (a->value, b->value) == 0 &&
         a->missing == b->missing && strcmp (a->state, b->state) == 0 && g_strcmp0 (a->extra, b->extra) == 0 &&
         areas_equal (a->areas, b->areas);
}

/* --- the indicator ---------------------------------------------------------------- */

void
mado_kpi_component_free (MadoKpiComponent *self)
{
  g_free (self->key);
  g_free (self->label);
  g_free (self->unit);
  g_free (self);
}

MadoKpi *
mado_kpi_new (void)
{
  MadoKpi *self = g_new0 (MadoKpi, 1);

  self->order = g_strdup ("");
  self->name = g_strdup ("");
  self->unit = g_strdup ("");
  self->components = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_kpi_component_free);
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_kpi_value_free);
  self->departments = g_new0 (char *, 1);
  self->judgement = g_strdup ("");
  self->note = g_strdup ("");
  self->explanation = g_strdup ("");
  self->stamp.actor = g_strdup ("");
  return self;
}

void
mado_kpi_free (MadoKpi *self)
{
  if (self == NULL)
    return;
  g_free (self->order);
  g_free (self->name);
  g_free (self->unit);
  g_ptr_array_unref (self->components);
  g_strfreev (self->states);
  g_ptr_array_unref (self->values);
  g_strfreev (self->departments);
  g_free (self->judgement);
  g_free (self->note);
  g_free (self->explanation);
  g_free (self->stamp.actor);
  g_free (self->extra);
  g_free (self);
}

MadoKpiValue *
mado_kpi_find_value (const MadoKpi *self,
                     const char    *when)
{
  for (guint i = 0; i < self->values->len; i++)
    if (strcmp (((MadoKpiValue *) self->values->pdata[i])->when, when) == 0)
      return self->values->pdata[i];
  return NULL;
}

MadoKpiValue *
mado_kpi_find_year (const MadoKpi *self,
                    int            year)
{
  char when[16];

  g_snprintf (when, sizeof when, "%d", year);
  return mado_kpi_find_value (self, when);
}
