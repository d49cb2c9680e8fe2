/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-json-private.h"

#include "core/form/mado-plan-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* KPI with their values by year, and the rule of their rate (資料1-2). */

/* --- KPI ------------------------------------------------------------------------------------- */

/* One of several numbers; "" where it is missing. */
static char *
read_component (MadoPlanObject         *self,
                const MadoKpiComponent *component,
                JsonNode               *node)
{
  char *decimal = mado_plan_json_decimal (node);
  g_autofree char *unit = NULL;
  g_autoptr (MadoKpiValue) made = NULL;

  if (decimal != NULL || mado_plan_json_is_null (node))
    return decimal != NULL ? decimal : g_strdup ("");
  made = mado_kpi_value_new ("");
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    mado_plan_json_take (&made->printed, g_strdup (json_node_get_string (node)));
  if (!mado_kpi_cell_parse_number (made, &unit) || (*made->value == 0 && made->missing == MADO_KPI_PRESENT))
    mado_plan_reading_fault (self->reading, self->row, component->key, _("“%s” is not a number."), made->printed);
  else if (unit != NULL)
    mado_kpi_cell_scale (made, unit, component->unit);
  return g_strdup (made->value);
}

static void
read_values (MadoPlanObject *self,
             const MadoKpi  *kpi,
             MadoKpiValue   *cell)
{
  JsonObject *values = mado_plan_json_ask_object (self, "values");

  if (values == NULL)
    return;
  for (guint i = 0; i < kpi->components->len; i++)
    {
      const MadoKpiComponent *component = kpi->components->pdata[i];
      JsonNode *node = json_object_has_member (values, component->key) ? json_object_get_member (values, component->key) : NULL;

      g_ptr_array_add (cell->values, read_component (self, component, node));
    }
}

static void
read_areas (MadoPlanObject       *self,
            MadoKpiValue *cell)
{
  JsonArray *areas = mado_plan_json_ask_array (self, "areas");

  for (guint i = 0; i < mado_plan_json_length (areas); i++)
    {
      JsonObject *one = mado_plan_json_element_object (self, areas, i, "areas");
      g_autofree char *building = NULL;
      g_autofree char *extent = NULL;
      JsonArray *floors;
      MadoKpiArea *area;
      MadoPlanObject object;

      if (one == NULL)
        continue;
      object = mado_plan_json_object_open (self->reading, one, self->row);
      building = mado_plan_json_ask_text (&object, "building");
      extent = mado_plan_json_ask_text (&object, "extent");
      floors = mado_plan_json_ask_array (&object, "floors");
      area = mado_kpi_area_new (building, extent);
      for (guint k = 0; k < mado_plan_json_length (floors); k++)
        {
          g_autofree char *decimal = mado_plan_json_decimal (json_array_get_element (floors, k));
          int floor = decimal != NULL ? (int) g_ascii_strtoll (decimal, NULL, 10) : 0;

          g_array_append_val (area->floors, floor);
        }
      g_free (mado_plan_json_object_close (&object));
      g_ptr_array_add (cell->areas, area);
    }
}

/* "8,100,000人" where a bare number should stand is understood. */
static char *
ask_value (MadoPlanObject        *self,
           const MadoKpi *kpi,
           MadoKpiValue  *cell)
{
  JsonNode *node = mado_plan_json_ask (self, "value");
  g_autofree char *text = NULL;
  g_autofree char *unit = NULL;
  g_autoptr (MadoKpiValue) made = NULL;

  if (mado_plan_json_is_null (node) || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return mado_plan_json_ask_decimal (self, "value");
  text = mado_plan_json_ask_text (self, "value");
  made = mado_kpi_value_new (cell->when);
  mado_plan_json_take (&made->printed, g_steal_pointer (&text));
  if (!mado_kpi_cell_parse_number (made, &unit))
    mado_plan_reading_fault (self->reading, self->row, "value", _("“%s” is not a number."), made->printed);
  else if (unit != NULL)
    mado_kpi_cell_scale (made, unit, kpi->unit);
  if (*cell->printed == 0)
    mado_plan_json_take (&cell->printed, g_strdup (made->printed));
  return g_strdup (made->value);
}

/* The number counts; that the printed words say another is told. */
static void
compare_words (MadoPlanObject     *self,
               const char         *name,
               const MadoKpi      *kpi,
               const MadoKpiValue *cell)
{
  g_autofree char *unit = NULL;
  g_autoptr (MadoKpiValue) words = mado_kpi_value_new (cell->when);

  mado_plan_json_take (&words->printed, g_strdup (cell->printed));
  if (!mado_kpi_cell_parse_number (words, &unit) || *words->value == 0)
    return;
  if (unit != NULL)
    mado_kpi_cell_scale (words, unit, kpi->unit);
  if (strcmp (words->value, cell->value) != 0 && g_ascii_strtod (words->value, NULL) != g_ascii_strtod (cell->value, NULL))
    mado_plan_reading_note (self->reading, self->row, name, _("The number %s does not fit the words “%s”."), cell->value,
                            cell->printed);
}

static void
check_cell (MadoPlanObject *self,
            const char     *name,
            const MadoKpi  *kpi,
            MadoKpiValue   *cell)
{
  g_autofree char *unit = NULL;

  if (kpi->kind == MADO_KPI_NUMBER && *cell->value != 0)
    compare_words (self, name, kpi, cell);

  if (kpi->kind == MADO_KPI_NUMBER && *cell->value == 0 && cell->missing == MADO_KPI_PRESENT &&
      !mado_kpi_cell_parse_number (cell, &unit))
    mado_plan_reading_fault (self->reading, self->row, name, _("“%s” is not a number."), cell->printed);
  else if (unit != NULL)
    mado_kpi_cell_scale (cell, unit, kpi->unit);
  if (kpi->kind == MADO_KPI_STATE && *cell->state != 0 && kpi->states != NULL &&
      !g_strv_contains ((const char *const *) kpi->states, cell->state))
    mado_plan_reading_fault (self->reading, self->row, name, _("“%s” is not one of the states."), cell->state);
}

static void
read_cell (MadoPlanObject     *self,
           const char *name,
           const char *when,
           MadoKpi    *kpi)
{
  JsonObject *found = mado_plan_json_ask_object (self, name);
  MadoKpiValue *cell;
  g_autofree char *missing = NULL;
  MadoPlanObject object;

  if (found == NULL)
    return;
  object = mado_plan_json_object_open (self->reading, found, self->row);
  cell = mado_kpi_value_new (when);
  mado_plan_json_take (&cell->printed, mado_plan_json_ask_text (&object, "printed"));
  mado_plan_json_take (&cell->value, ask_value (&object, kpi, cell));
  if (*cell->printed == 0 && *cell->value != 0)
    mado_plan_json_take (&cell->printed, g_strconcat (cell->value, kpi->unit, NULL));
  missing = mado_plan_json_ask_text (&object, "missing");
  if (strcmp (missing, "none") == 0)
    cell->missing = MADO_KPI_NO_RESULT;
  else if (strcmp (missing, "pending") == 0)
    cell->missing = MADO_KPI_PENDING;
  else if (*missing != 0)
    mado_plan_reading_fault (self->reading, self->row, name, _("“%s” does not say why a value is missing."), missing);
  read_values (&object, kpi, cell);
  read_areas (&object, cell);
  mado_plan_json_take (&cell->state, mado_plan_json_ask_text (&object, "state"));
  check_cell (self, name, kpi, cell);
  cell->extra = mado_plan_json_object_close (&object);
  g_ptr_array_add (kpi->values, cell);
}

static void
read_components (MadoPlanObject  *self,
                 MadoKpi *kpi)
{
  JsonArray *components = mado_plan_json_ask_array (self, "components");
  JsonArray *states = mado_plan_json_ask_array (self, "states");

  for (guint i = 0; i < mado_plan_json_length (components); i++)
    {
      JsonObject *one = mado_plan_json_element_object (self, components, i, "components");
      MadoKpiComponent *component;
      MadoPlanObject object;

      if (one == NULL)
        continue;
      object = mado_plan_json_object_open (self->reading, one, self->row);
      component = g_new0 (MadoKpiComponent, 1);
      component->key = mado_plan_json_ask_text (&object, "key");
      component->label = mado_plan_json_ask_text (&object, "label");
      component->unit = mado_plan_json_ask_text (&object, "unit");
      g_free (mado_plan_json_object_close (&object));
      g_ptr_array_add (kpi->components, component);
    }
  if (states == NULL)
    return;
  kpi->states = g_new0 (char *, mado_plan_json_length (states) + 1);
  for (guint i = 0; i < mado_plan_json_length (states); i++)
    kpi->states[i] = g_strdup (mado_plan_json_element_text (self, states, i, "states"));
}

/* r3 → 2021; 0: not a year's member. */
static int
year_of_member (const char *name)
{
  return *name == 'r' && g_ascii_isdigit (name[1]) ? mado_plan_year_parse (name) : 0;
}

static void
read_years (MadoPlanObject  *self,
            MadoKpi *kpi)
{
  g_autoptr (GList) names = json_object_get_members (self->object);

  for (GList *l = names; l != NULL; l = l->next)
    {
      int year = year_of_member (l->data);
      g_autofree char *when = g_strdup_printf ("%d", year);

      if (year > 0)
        read_cell (self, l->data, when, kpi);
    }
}

static void
read_kpi (MadoPlanReading *reading,
          JsonObject      *object,
          guint            place)
{
  MadoPlanObject self = mado_plan_json_object_open (reading, object, place);
  MadoKpi *kpi = mado_kpi_new ();
  g_autofree char *kind = NULL;
  JsonArray *departments;

  kpi->no = mado_plan_json_ask_int (&self, "no", TRUE);
  kpi->goal = mado_plan_json_ask_int (&self, "goal", FALSE);
  kpi->measure = mado_plan_json_ask_int (&self, "measure", FALSE);
  mado_plan_json_take (&kpi->name, mado_plan_json_ask_text (&self, "name"));
  kind = mado_plan_json_ask_text (&self, "kind");
  if (*kind != 0 && !mado_kpi_kind_from_string (kind, &kpi->kind))
    mado_plan_reading_fault (reading, place, "kind", _("“%s” is no kind of KPI."), kind);
  if (*kpi->name == 0)
    mado_plan_reading_note (reading, place, "name", _("The name is missing."));
  mado_plan_json_take (&kpi->unit, mado_plan_json_ask_text (&self, "unit"));
  kpi->lower_is_better = mado_plan_json_ask_bool (&self, "lower_is_better");
  kpi->cumulative = mado_plan_json_ask_bool (&self, "cumulative");
  read_components (&self, kpi);
  read_cell (&self, "target", "target", kpi);
  read_years (&self, kpi);
  if (*kind == 0)
    mado_kpi_infer (kpi);
  mado_plan_json_take (&kpi->judgement, mado_plan_json_ask_text (&self, "judgement"));
  mado_plan_json_ask (&self, "judgement_class"); /* worked out again when it is written */
  mado_plan_json_take (&kpi->note, mado_plan_json_ask_text (&self, "note"));
  mado_plan_json_take (&kpi->explanation, mado_plan_json_ask_text (&self, "explanation"));
  departments = mado_plan_json_ask_array (&self, "departments");
  if (departments != NULL)
    {
      g_strfreev (kpi->departments);
      kpi->departments = g_new0 (char *, mado_plan_json_length (departments) + 1);
      for (guint i = 0, n = 0; i < mado_plan_json_length (departments); i++)
        {
          const char *id = mado_plan_reading_department (reading, place, "departments",
                                                         mado_plan_json_element_text (&self, departments, i, "departments"));

          if (id != NULL)
            kpi->departments[n++] = g_strdup (id);
        }
    }
  kpi->extra = mado_plan_json_object_close (&self);
  g_ptr_array_add (reading->book->kpis, kpi);
  mado_plan_reading_place (reading, kpi, place, FALSE);
}

/* "(r5 - r3) / (target - r3)" names the judged year and the baseline. */
static void
read_rule (MadoPlanObject *self)
{
  MadoKpiRule *rule = &self->reading->book->rule;
  JsonObject *rate = mado_plan_json_ask (self, "rate") != NULL && JSON_NODE_HOLDS_OBJECT (mado_plan_json_ask (self, "rate")) ? mado_plan_json_ask_object (self, "rate") : NULL;
  const char *formula = rate != NULL ? json_object_get_string_member_with_default (rate, "formula", "") : "";
  g_autoptr (GRegex) regex = g_regex_new ("^\\(\\s*r(\\d+)\\s*-\\s*r(\\d+)\\s*\\)\\s*/\\s*\\(\\s*target\\s*-\\s*r\\2\\s*\\)$",
                                          0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *year = NULL;
  g_autofree char *baseline = NULL;

  rule->year = mado_plan_year_parse (self->reading->book->kpi.fiscal_year);
  if (!g_regex_match (regex, formula, 0, &match))
    {
      if (*formula != 0)
        mado_plan_reading_note (self->reading, 0, "rate", _("The formula “%s” is not known; the usual one is taken."), formula);
      return;
    }
  year = g_match_info_fetch (match, 1);
  baseline = g_match_info_fetch (match, 2);
  rule->year = 2018 + (int) g_ascii_strtoll (year, NULL, 10);
  rule->baseline_year = 2018 + (int) g_ascii_strtoll (baseline, NULL, 10);
}

/* The first year of the table is the baseline, the last with a value is judged. */
static void
default_rule (MadoPlanBook *book)
{
  int first = 0;
  int last = 0;

  for (guint i = 0; i < book->kpis->len; i++)
    {
      const MadoKpi *kpi = book->kpis->pdata[i];

      for (guint k = 0; k < kpi->values->len; k++)
        {
          const MadoKpiValue *cell = kpi->values->pdata[k];
          int year = (int) g_ascii_strtoll (cell->when, NULL, 10);

          if (year == 0)
            continue;
          first = first == 0 ? year : MIN (first, year);
          last = MAX (last, *cell->printed != 0 ? year : 0);
        }
    }
  if (book->rule.baseline_year == 0)
    book->rule.baseline_year = first;
  if (book->rule.year == 0)
    book->rule.year = last;
}

void
mado_plan_json_read_kpis (MadoPlanReading *reading,
                          JsonObject      *root)
{
  MadoPlanObject self = mado_plan_json_object_open (reading, root, 0);
  JsonArray *items;

  reading->has_kpi = TRUE;
  mado_plan_json_read_document (&self, &reading->book->kpi);
  read_rule (&self);
  g_hash_table_remove (self.asked, "rate"); /* its words are kept */
  mado_plan_json_ask (&self, "total");
  items = mado_plan_json_ask_array (&self, "items");
  for (guint i = 0; i < mado_plan_json_length (items); i++)
    {
      JsonObject *one = mado_plan_json_element_object (&self, items, i, "items");

      if (one != NULL)
        read_kpi (reading, one, i + 1);
    }
  default_rule (reading->book);
  mado_plan_json_take (&reading->book->kpi.extra, mado_plan_json_object_close (&self));
}
