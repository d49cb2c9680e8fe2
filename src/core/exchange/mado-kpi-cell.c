/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-file.h"

#include "core/base/mado-text.h"
#include "core/form/mado-plan-text.h"

#include <string.h>

/* What stands in a cell of the KPI table, and of what kind a KPI is if nobody
 * says so: one number, several, places, or a word of a few. */

static const char *
next (const char *p)
{
  return g_utf8_next_char (p);
}

static gboolean
is_digit (gunichar c)
{
  return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

/* ―, -, なし: no result; 調査中, 集計中: not yet. */
static gboolean
take_missing (MadoKpiValue *cell)
{
  static const char *const none[] = { "―", "—", "－", "ー", "-", "‐", "なし", "－－", "--" };
  static const char *const pending[] = { "調査中", "集計中", "確認中" };

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    if (strcmp (cell->printed, none[i]) == 0)
      {
        cell->missing = MADO_KPI_NO_RESULT;
        return TRUE;
      }
  for (guint i = 0; i < G_N_ELEMENTS (pending); i++)
    if (strcmp (cell->printed, pending[i]) == 0)
      {
        cell->missing = MADO_KPI_PENDING;
        return TRUE;
      }
  return *cell->printed == 0;
}

/* --- one number ---------------------------------------------------------------- */

/* Sign, number, unit: nothing else. */
static gboolean
split_number (const char  *text,
              char       **number,
              char       **unit)
{
  const char *p = text;
  const char *end;
  gboolean negative;
  g_autofree char *value = NULL;

  while (*p == ' ' || g_utf8_get_char (p) == 0x3000)
    p = next (p);
  if (g_str_has_prefix (p, "約"))
    p += strlen ("約");
  negative = g_str_has_prefix (p, "-") || g_str_has_prefix (p, "－") || g_str_has_prefix (p, "△") || g_str_has_prefix (p, "▲");
  if (negative)
    p = next (p);
  value = mado_plan_number_parse (p, &end);
  if (value == NULL)
    return FALSE;
  for (p = end; *p != 0; p = next (p))
    if (is_digit (g_utf8_get_char (p)) || *p == '\n')
      return FALSE;
  *number = g_strconcat (negative ? "-" : "", value, NULL);
  *unit = g_strstrip (g_strdup (end));
  return TRUE;
}

/* --- 万, 億: one KPI counts in one unit ------------------------------------------ */

/* Tens that a unit begins with, and the unit without them. */
static int
split_scale (const char  *unit,
             const char **base)
{
  static const struct { const char *word; int tens; } scales[] = {
    { "百万", 6 }, { "千万", 7 }, { "万", 4 }, { "億", 8 }, { "千", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    if (g_str_has_prefix (unit, scales[i].word))
      {
        *base = unit + strlen (scales[i].word);
        return scales[i].tens;
      }
  *base = unit;
  return 0;
}

/* Moves the decimal point @by places to the right (left if negative). */
static char *
shift (const char *value,
       int         by)
{
  gboolean negative = *value == '-';
  const char *digits = value + (negative ? 1 : 0);
  const char *point = strchr (digits, '.');
  g_autoptr (GString) all = g_string_new (NULL);
  int at = (int) (point != NULL ? point - digits : (gssize) strlen (digits)) + by;

  g_string_append_len (all, digits, point != NULL ? point - digits : (gssize) strlen (digits));
  if (point != NULL)
    g_string_append (all, point + 1);
  while (at < 1)
    {
      g_string_prepend_c (all, '0');
      at++;
    }
  while ((int) all->len < at)
    g_string_append_c (all, '0');
  if ((int) all->len > at)
    g_string_insert_c (all, at, '.');
  while (strchr (all->str, '.') != NULL && (all->str[all->len - 1] == '0' || all->str[all->len - 1] == '.'))
    {
      gboolean was_point = all->str[all->len - 1] == '.';

      g_string_truncate (all, all->len - 1);
      if (was_point)
        break;
    }
  while (all->len > 1 && all->str[0] == '0' && all->str[1] != '.')
    g_string_erase (all, 0, 1);
  return g_strconcat (negative ? "-" : "", all->str, NULL);
}

void
mado_kpi_cell_scale (MadoKpiValue *cell,
                     const char   *from,
                     const char   *to)
{
  const char *from_base;
  const char *to_base;
  int by = split_scale (from, &from_base) - split_scale (to, &to_base);
  char *scaled;

  if (by == 0 || *cell->value == 0 || *from == 0 || (*from_base != 0 && strcmp (from_base, to_base) != 0))
    return;
  scaled = shift (cell->value, by);
  g_free (cell->value);
  cell->value = scaled;
}

gboolean
mado_kpi_unit_fits (const char *found,
                    const char *unit)
{
  const char *found_base;
  const char *base;

  if (found == NULL || *found == 0 || *unit == 0)
    return TRUE;
  split_scale (found, &found_base);
  split_scale (unit, &base);
  return *found_base == 0 || strcmp (found_base, base) == 0;
}

gboolean
mado_kpi_cell_parse_number (MadoKpiValue  *cell,
                            char         **unit)
{
  g_autofree char *number = NULL;
  g_autofree char *found = NULL;

  if (unit != NULL)
    *unit = NULL;
  if (take_missing (cell))
    return TRUE;
  if (!split_number (cell->printed, &number, &found))
    return FALSE;
  g_free (cell->value);
  cell->value = g_steal_pointer (&number);
  if (unit != NULL)
    *unit = g_steal_pointer (&found);
  return TRUE;
}

/* --- places ------------------------------------------------------------------------- */

static const char *
read_floor (const char *p,
            int        *floor)
{
  *floor = 0;
  for (; is_digit (g_utf8_get_char (p)) && *floor < 1000; p = next (p))
    *floor = *floor * 10 + g_unichar_digit_value (g_utf8_get_char (p));
  return p;
}

/* 本館１、２、４、５階全域 · 別館１～９階全域 · 本館1階市民ホール */
static MadoKpiArea *
parse_area (const char *line)
{
  const char *p = line;
  const char *end = strstr (line, "階");
  MadoKpiArea *area;
  g_autofree char *building = NULL;
  int last = 0;

  while (*p != 0 && !is_digit (g_utf8_get_char (p)))
    p = next (p);
  if (end == NULL || p >= end || p == line)
    return NULL;
  building = g_strndup (line, (gsize) (p - line));
  area = mado_kpi_area_new (building, end + strlen ("階"));
  while (p < end)
    {
      gunichar c = g_utf8_get_char (p);
      int floor;

      if (is_digit (c))
        {
          p = read_floor (p, &floor);
          g_array_append_val (area->floors, floor);
          last = floor;
          continue;
        }
      p = next (p);
      if ((c == 0xff5e || c == 0x301c || c == '-') && is_digit (g_utf8_get_char (p)))
        {
          p = read_floor (p, &floor);
          for (int i = last + 1; i <= floor && area->floors->len < 200; i++)
            g_array_append_val (area->floors, i);
          last = floor;
        }
      else if (c != 0x3001 && c != 0x30fb && c != ',')
        {
          mado_kpi_area_free (area);
          return NULL;
        }
    }
  return area;
}

gboolean
mado_kpi_cell_parse_areas (MadoKpiValue *cell)
{
  g_auto (GStrv) lines = g_strsplit (cell->printed, "\n", -1);
  g_autoptr (GPtrArray) areas = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_kpi_area_free);

  if (take_missing (cell))
    return TRUE;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      MadoKpiArea *area = parse_area (lines[i]);

      if (area == NULL)
        return FALSE;
      g_ptr_array_add (areas, area);
    }
  g_ptr_array_set_size (cell->areas, 0);
  g_ptr_array_extend_and_steal (cell->areas, g_steal_pointer (&areas));
  return TRUE;
}

/* --- what kind it is ------------------------------------------------------------------- */

static MadoKpiValue *
first_with_words (const MadoKpi *kpi)
{
  MadoKpiValue *target = mado_kpi_find_value (kpi, "target");

  return target != NULL ? target : kpi->values->len > 0 ? kpi->values->pdata[0] : NULL;
}

static gboolean
all_numbers (MadoKpi *kpi)
{
  g_autofree char *unit = NULL;

  for (guint i = 0; i < kpi->values->len; i++)
    {
      g_autofree char *found = NULL;

      if (!mado_kpi_cell_parse_number (kpi->values->pdata[i], &found))
        return FALSE;
      if (found != NULL)
        mado_kpi_cell_scale (kpi->values->pdata[i], found, *kpi->unit != 0 ? kpi->unit : unit != NULL ? unit : found);
      if (unit == NULL)
        unit = g_steal_pointer (&found);
    }
  if (*kpi->unit == 0 && unit != NULL)
    {
      g_free (kpi->unit);
      kpi->unit = g_steal_pointer (&unit);
    }
  return TRUE;
}

static gboolean
all_areas (MadoKpi *kpi)
{
  gboolean any = FALSE;

  for (guint i = 0; i < kpi->values->len; i++)
    {
      MadoKpiValue *cell = kpi->values->pdata[i];

      if (!mado_kpi_cell_parse_areas (cell))
        return FALSE;
      any |= cell->areas->len > 0;
    }
  return any;
}

/* 業務時間 3,000時間短縮 → label, number, unit */
static gboolean
split_component (const char  *line,
                 char       **label,
                 char       **number,
                 char       **unit)
{
  for (const char *p = line; *p != 0; p = next (p))
    {
      g_autofree char *before = NULL;

      if (!is_digit (g_utf8_get_char (p)))
        continue;
      before = g_strndup (line, (gsize) (p - line));
      if (!split_number (p, number, unit))
        return FALSE;
      *label = g_strdup (g_strstrip (before));
      return TRUE;
    }
  return FALSE;
}

static void
add_component (MadoKpi *kpi,
               char    *label,
               char    *unit)
{
  MadoKpiComponent *component = g_new0 (MadoKpiComponent, 1);

  component->key = g_strdup_printf ("c%u", kpi->components->len + 1);
  component->label = label;
  component->unit = unit;
  g_ptr_array_add (kpi->components, component);
}

/* Every cell has the same number of lines, each with one number. */
static gboolean
all_components (MadoKpi *kpi)
{
  guint n = 0;

  for (guint i = 0; i < kpi->values->len; i++)
    {
      MadoKpiValue *cell = kpi->values->pdata[i];
      g_auto (GStrv) lines = g_strsplit (cell->printed, "\n", -1);

      if (take_missing (cell))
        continue;
      n = n > 0 ? n : g_strv_length (lines);
      g_ptr_array_set_size (cell->values, 0);
      if (n < 2 || g_strv_length (lines) != n)
        return FALSE;
      for (guint k = 0; k < n; k++)
        {
          char *label = NULL;
          char *number = NULL;
          char *unit = NULL;

          if (!split_component (lines[k], &label, &number, &unit))
            return FALSE;
          g_ptr_array_add (cell->values, number);
          if (kpi->components->len <= k)
            add_component (kpi, label, unit);
          else
            {
              g_free (label);
              g_free (unit);
            }
        }
    }
  return n > 1;
}

/* Words: in the order in which the years reach them, the target's last. */
static void
take_states (MadoKpi *kpi)
{
  g_autoptr (GPtrArray) states = g_ptr_array_new ();
  const MadoKpiValue *target = mado_kpi_find_value (kpi, "target");

  for (guint i = 0; i < kpi->values->len; i++)
    {
      MadoKpiValue *cell = kpi->values->pdata[i];

      if (take_missing (cell))
        continue;
      g_free (cell->state);
      cell->state = g_strdup (cell->printed);
      if (cell != target && !g_ptr_array_find_with_equal_func (states, cell->state, g_str_equal, NULL) &&
          (target == NULL || strcmp (target->printed, cell->state) != 0))
        g_ptr_array_add (states, cell->state);
    }
  if (target != NULL && *target->printed != 0)
    g_ptr_array_add (states, target->printed);
  g_ptr_array_add (states, NULL);
  g_strfreev (kpi->states);
  kpi->states = g_strdupv ((char **) states->pdata);
}

void
mado_kpi_infer (MadoKpi *kpi)
{
  const MadoKpiValue *first = first_with_words (kpi);

  kpi->kind = MADO_KPI_NUMBER;
  if (first == NULL || all_numbers (kpi))
    return;
  if (all_areas (kpi))
    kpi->kind = MADO_KPI_COVERAGE;
  else if (all_components (kpi))
    kpi->kind = MADO_KPI_MULTI;
  else
    {
      g_ptr_array_set_size (kpi->components, 0);
      kpi->kind = MADO_KPI_STATE;
      take_states (kpi);
    }
}
