/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-kpi-item.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/exchange/mado-plan-file.h"
#include "core/form/mado-plan-view.h"

struct _MadoKpiItem
{
  GObject      parent_instance;

  MadoKpiFacts facts;
};

G_DEFINE_FINAL_TYPE (MadoKpiItem, mado_kpi_item, G_TYPE_OBJECT)

static void
mado_kpi_item_finalize (GObject *object)
{
  MadoKpiFacts *facts = &MADO_KPI_ITEM (object)->facts;

  g_free (facts->name);
  g_free (facts->departments);
  g_free (facts->target);
  g_strfreev (facts->cells);
  g_free (facts->rate);
  g_free (facts->judgement);

  G_OBJECT_CLASS (mado_kpi_item_parent_class)->finalize (object);
}

static void
mado_kpi_item_class_init (MadoKpiItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_kpi_item_finalize;
}

static void
mado_kpi_item_init (MadoKpiItem *self)
{
}

const MadoKpiFacts *
mado_kpi_item_get_facts (MadoKpiItem *self)
{
  return &self->facts;
}

const char *
mado_kpi_cell_text (const MadoKpi *kpi,
                    const char    *when)
{
  const MadoKpiValue *cell = mado_kpi_find_value (kpi, when);

  return cell ? cell->printed : "";
}

static char *
print_rate (const MadoKpiRate *rate)
{
  GString *text = g_string_new (NULL);

  if (rate->why != MADO_RATE_WORKED_OUT || rate->rates->len == 0)
    g_string_append (text, mado_kpi_rate_why_print (rate->why));
  for (guint i = 0; rate->why == MADO_RATE_WORKED_OUT && i < rate->rates->len; i++)
    {
      double value = g_array_index (rate->rates, double, i);

      if (i > 0)
        g_string_append (text, " / ");
      if (isnan (value))
        g_string_append (text, "―");
      else
        g_string_append_printf (text, "%.0f %%", value * 100);
    }

  return g_string_free (text, FALSE);
}

static char **
list_cells (const MadoKpi *kpi,
            GArray        *years)
{
  char **cells = g_new0 (char *, years->len + 1);

  for (guint i = 0; i < years->len; i++)
    {
      g_autofree char *when = g_strdup_printf ("%d", g_array_index (years, int, i));

      cells[i] = g_strdup (mado_kpi_cell_text (kpi, when));
      g_strdelimit (cells[i], "\n", ' ');
    }

  return cells;
}

MadoKpiItem *
mado_kpi_item_new (const MadoPlanBook *book,
                   const MadoKpi      *kpi,
                   GArray             *years)
{
  MadoKpiItem *self = g_object_new (MADO_TYPE_KPI_ITEM, NULL);
  MadoKpiFacts *facts = &self->facts;
  g_auto (MadoKpiRate) rate = { 0 };

  mado_kpi_rate_init (&rate, kpi, &book->rule);
  facts->id = kpi->id;
  facts->no = kpi->no;
  facts->name = *kpi->unit ? g_strdup_printf ("%s（%s）", kpi->name, kpi->unit) : g_strdup (kpi->name);
  facts->departments = mado_plan_book_dup_department_names (book, (const char *const *) kpi->departments);
  facts->target = g_strdelimit (g_strdup (mado_kpi_cell_text (kpi, "target")), "\n", ' ');
  facts->cells = list_cells (kpi, years);
  facts->rate = print_rate (&rate);
  facts->rated = rate.why == MADO_RATE_WORKED_OUT;
  facts->judgement = mado_kpi_class_print (rate.kpi_class, &book->rule);
  facts->kpi_class = rate.kpi_class;
  facts->unexplained = rate.kpi_class == MADO_KPI_OTHER && !*kpi->explanation;

  return self;
}

/* --- a cell as a person types it -------------------------------------------------------- */

static MadoKpiValue *
ensure_cell (MadoKpi    *kpi,
             const char *when,
             const char *text)
{
  MadoKpiValue *cell = mado_kpi_value_new (when);
  MadoKpiValue *old = mado_kpi_find_value (kpi, when);

  g_free (cell->printed);
  cell->printed = g_strstrip (g_strdup (text));
  if (old)
    g_ptr_array_remove (kpi->values, old);
  g_ptr_array_add (kpi->values, cell);

  return cell;
}

/* A cell of words, or of several numbers, must fit the others of its KPI. */
static gboolean
reads_by_kind (MadoKpi      *kpi,
               MadoKpiValue *cell)
{
  MadoKpiKind kind = kpi->kind;

  if (kind == MADO_KPI_NUMBER)
    return mado_kpi_cell_parse_number (cell, NULL);

  mado_kpi_infer (kpi);

  return kpi->kind == kind;
}

MadoKpiValue *
mado_kpi_cell_read (MadoKpi     *kpi,
                    const char  *when,
                    const char  *text,
                    GError     **error)
{
  MadoKpiValue *cell = ensure_cell (kpi, when, text);
  g_autoptr (GVariant) value = NULL;

  if (!reads_by_kind (kpi, cell))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   kpi->kind == MADO_KPI_NUMBER ? _("“%s” is not one number. ― stands for no result, 調査中 for one that is being surveyed.")
                                                : _("“%s” does not fit the other years of this KPI."), text);
      return NULL;
    }
  value = mado_kpi_value_to_value (cell);

  return mado_kpi_value_from_value (when, value);
}
