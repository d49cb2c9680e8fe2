/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-kpi-page-private.h"

#include <glib/gi18n.h>

#include "app/common/mado-list-focus.h"
#include "app/initiative/mado-plan-output.h"

/* The chart beside the table, and as a file. */

void
mado_kpi_page_draw (GtkDrawingArea *area,
                    cairo_t        *cr,
                    int             width,
                    int             height,
                    gpointer        data)
{
  MadoKpiPage *self = data;
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  MadoKpi *kpi = mado_kpi_page_get_kpi (self);
  const double dots = 4.0; /* pixels a millimetre */
  MadoChartBox box = { 2, 2, width / dots - 4, height / dots - 4 };

  /* Paper, on the dark screen too: what is shown is what is kept as a file. */
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, dots, dots);
  if (!book)
    return;
  if (self->kind == MADO_CHART_BARS)
    mado_chart_draw_bars (cr, &box, book);
  else if (self->kind == MADO_CHART_CLASSES)
    mado_chart_draw_classes (cr, &box, book);
  else if (kpi)
    mado_chart_draw_years (cr, &box, kpi, &book->rule);
}

void
mado_kpi_page_speak_chart (MadoKpiPage *self)
{
  const MadoKpiFacts *facts = mado_kpi_page_get_facts (self);
  g_autofree char *text = facts ? g_strdup_printf (_("Chart: %s, rate %s, %s"), facts->name, facts->rate, facts->judgement) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_PROPERTY_LABEL, text ? text : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self->chart));
}

/* Charts of all KPI take the whole side: there is no room for 37 names else. */
void
mado_kpi_page_set_kind (MadoKpiPage   *self,
                        MadoChartKind  kind)
{
  GtkWidget *const about_one[] = {
    GTK_WIDGET (self->name), GTK_WIDGET (self->cells), GTK_WIDGET (self->explanation), GTK_WIDGET (self->note)
  };

  self->kind = kind;
  if (kind != MADO_CHART_YEARS && gtk_widget_get_focus_child (self->side))
    mado_list_focus (GTK_WIDGET (self->view));
  for (guint i = 0; i < G_N_ELEMENTS (about_one); i++)
    gtk_widget_set_visible (about_one[i], kind == MADO_CHART_YEARS);
  gtk_widget_queue_draw (GTK_WIDGET (self->chart));
}

static void
kept_cb (MadoPage   *page,
         const char *path)
{
  mado_page_message (page, MADO_MESSAGE_INFO, _("Kept as %s"), path);
}

gboolean
mado_kpi_page_keep_chart (MadoKpiPage *self)
{
  static const char *const names[] = { [MADO_CHART_YEARS] = "kpi", [MADO_CHART_BARS] = "kpi-bars", [MADO_CHART_CLASSES] = "kpi-classes" };
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  const MadoKpi *kpi = mado_kpi_page_get_kpi (self);
  g_autofree char *stem = self->kind == MADO_CHART_YEARS && kpi ? g_strdup_printf ("kpi-%d", kpi->no) : g_strdup (names[self->kind]);

  for (int format = MADO_CHART_SVG; book && format <= MADO_CHART_PNG; format++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = mado_chart_write (self->kind, format, book, kpi, &error);
      g_autofree char *name = g_strconcat (stem, format == MADO_CHART_SVG ? ".svg" : ".png", NULL);
      g_autofree char *path = bytes ? mado_plan_output_write (name, bytes, &error) : NULL;

      if (!path)
        mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
      else
        kept_cb (MADO_PAGE (self), path);
    }

  return TRUE;
}
