/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-plan-view.h"

#include "core/model/mado-value.h"

#include <string.h>

/* KPI and departments from their records. */

static void
take_text (char      **member,
           GVariant   *value)
{
  g_free (*member);
  *member = g_strdup (mado_value_get_text (value));
}

static gboolean
is_yes (GVariant *value)
{
  return g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);
}

/* --- KPI ------------------------------------------------------------------------- */

static void
take_component (MadoKpi    *kpi,
                const char *key,
                GVariant   *value)
{
  g_auto (GStrv) items = mado_value_dup_texts (value);
  MadoKpiComponent *component;

  if (g_strv_length (items) < 3)
    return;
  for (guint i = 0; i < kpi->components->len; i++)
    if (strcmp (((MadoKpiComponent *) kpi->components->pdata[i])->key, items[0]) == 0)
      return;
  component = g_new0 (MadoKpiComponent, 1);
  component->key = g_strdup (items[0]);
  component->label = g_strdup (items[1]);
  component->unit = g_strdup (items[2]);
  g_ptr_array_add (kpi->components, component);
}

static void
take_cell (MadoKpi    *kpi,
           const char *when,
           GVariant   *value)
{
  MadoKpiValue *old = mado_kpi_find_value (kpi, when);

  if (old != NULL)
    g_ptr_array_remove (kpi->values, old);
  if (!mado_value_is_none (value))
    g_ptr_array_add (kpi->values, mado_kpi_value_from_value (when, value));
}

static void
take_fact (MadoKpi    *kpi,
           const char *name,
           GVariant   *value)
{
  if (strcmp (name, "no") == 0)
    kpi->no = mado_value_get_int (value);
  else if (strcmp (name, "order") == 0)
    take_text (&kpi->order, value);
  else if (strcmp (name, "goal") == 0)
    kpi->goal = mado_value_get_int (value);
  else if (strcmp (name, "measure") == 0)
    kpi->measure = mado_value_get_int (value);
  else if (strcmp (name, "name") == 0)
    take_text (&kpi->name, value);
  else if (strcmp (name, "unit") == 0)
    take_text (&kpi->unit, value);
  else if (strcmp (name, "kind") == 0)
    mado_kpi_kind_from_string (mado_value_get_text (value), &kpi->kind);
  else if (strcmp (name, "lower_is_better") == 0)
    kpi->lower_is_better = is_yes (value);
  else if (strcmp (name, "cumulative") == 0)
    kpi->cumulative = is_yes (value);
  else if (strcmp (name, "states") == 0)
    {
      g_strfreev (kpi->states);
      kpi->states = mado_value_dup_texts (value);
    }
  else if (strcmp (name, "judgement") == 0)
    take_text (&kpi->judgement, value);
  else if (strcmp (name, "note") == 0)
    take_text (&kpi->note, value);
  else if (strcmp (name, "explanation") == 0)
    take_text (&kpi->explanation, value);
  else if (strcmp (name, "removed") == 0)
    kpi->removed = is_yes (value);
  else if (strcmp (name, "extra") == 0)
    {
      g_free (kpi->extra);
      kpi->extra = mado_value_is_none (value) ? NULL : g_strdup (mado_value_get_text (value));
    }
}

static void
take_path (MadoKpi    *kpi,
           const char *path,
           GVariant   *value)
{
  if (g_str_has_prefix (path, "value/"))
    take_cell (kpi, path + strlen ("value/"), value);
  else if (g_str_has_prefix (path, "component/"))
    take_component (kpi, path + strlen ("component/"), value);
  else if (strcmp (path, "departments") == 0)
    {
      g_strfreev (kpi->departments);
      kpi->departments = mado_value_dup_texts (value);
    }
  else if (strchr (path, '/') == NULL)
    take_fact (kpi, path, value);
}

static int
compare_cells (gconstpointer a,
               gconstpointer b)
{
  return strcmp ((*(MadoKpiValue *const *) a)->when, (*(MadoKpiValue *const *) b)->when);
}

MadoKpi *
mado_kpi_read (MadoRecord *record,
               GHashTable *pending)
{
  g_autoptr (GPtrArray) all = mado_record_list (record, "");
  MadoKpi *kpi = mado_kpi_new ();
  GHashTableIter iter;
  gpointer path;
  gpointer value;

  kpi->id = *mado_record_get_id (record);
  for (guint i = 0; i < all->len; i++)
    {
      const MadoRegister *reg = all->pdata[i];
      const MadoRegisterValue *shown = reg->values->pdata[0];

      take_path (kpi, reg->path, shown->value);
      if (!g_str_has_prefix (reg->path, "route/") && mado_hlc_ms (shown->clock) > kpi->stamp.at)
        {
          kpi->stamp.at = mado_hlc_ms (shown->clock);
          g_free (kpi->stamp.actor);
          kpi->stamp.actor = g_strdup (shown->actor != NULL ? shown->actor : "");
        }
    }
  if (pending != NULL)
    {
      g_hash_table_iter_init (&iter, pending);
      while (g_hash_table_iter_next (&iter, &path, &value))
        take_path (kpi, path, value);
    }
  g_ptr_array_sort (kpi->values, compare_cells); /* years, then "target" */
  return kpi;
}

/* --- departments --------------------------------------------------------------------- */

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp ((*(MadoDepartmentName *const *) a)->from, (*(MadoDepartmentName *const *) b)->from);
}

static void
add_name (MadoDepartment *department,
          const char     *from,
          GVariant       *value)
{
  MadoDepartmentName *name = g_new0 (MadoDepartmentName, 1);

  name->from = g_strdup (strcmp (from, "start") == 0 ? "" : from);
  name->name = g_strdup (mado_value_get_text (value));
  g_ptr_array_add (department->names, name);
}

MadoDepartment *
mado_department_read (MadoRecord *record)
{
  g_autoptr (GPtrArray) all = mado_record_list (record, "");
  MadoDepartment *department = mado_department_new (mado_record_get_text (record, "id"), NULL);
  g_autoptr (GStrvBuilder) successors = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) officers = g_strv_builder_new ();

  for (guint i = 0; i < all->len; i++)
    {
      const MadoRegister *reg = all->pdata[i];
      GVariant *value = ((MadoRegisterValue *) reg->values->pdata[0])->value;

      if (g_str_has_prefix (reg->path, "name/") && *mado_value_get_text (value) != 0)
        add_name (department, reg->path + strlen ("name/"), value);
      else if (strcmp (reg->path, "until") == 0)
        take_text (&department->until, value);
      else if (g_str_has_prefix (reg->path, "successor/") && is_yes (value))
        g_strv_builder_add (successors, reg->path + strlen ("successor/"));
      else if (g_str_has_prefix (reg->path, "officer/") && is_yes (value))
        g_strv_builder_add (officers, reg->path + strlen ("officer/"));
      else if (g_str_has_prefix (reg->path, "officer-name/") && *mado_value_get_text (value) != 0)
        g_hash_table_insert (department->people, g_strdup (reg->path + strlen ("officer-name/")), g_strdup (mado_value_get_text (value)));
    }
  g_ptr_array_sort (department->names, compare_names);
  g_strfreev (department->successors);
  g_strfreev (department->officers);
  department->successors = g_strv_builder_end (successors);
  department->officers = g_strv_builder_end (officers);
  return department;
}
