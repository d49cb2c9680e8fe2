/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-kpi-page-private.h"

#include <glib/gi18n.h>

#include "core/model/mado-value.h"

/* The target and the years of the selected KPI, to be filled in. */

void
mado_kpi_page_make_cells (MadoKpiPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->cells))))
    gtk_grid_remove (self->cells, child);
  g_ptr_array_set_size (self->entries, 0);
  for (guint i = 0; i <= self->years->len; i++)
    {
      g_autofree char *head = i == 0 ? g_strdup (_("Target")) : mado_plan_year_print (g_array_index (self->years, int, i - 1));
      GtkWidget *label = gtk_label_new (head), *entry = gtk_entry_new ();

      gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
      gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 8);
      gtk_widget_set_hexpand (entry, TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, head, -1);
      gtk_grid_attach (self->cells, label, (int) (i % 4), (int) (i / 4) * 2, 1, 1);
      gtk_grid_attach (self->cells, entry, (int) (i % 4), (int) (i / 4) * 2 + 1, 1, 1);
      g_ptr_array_add (self->entries, entry);
    }
}

static char *
when_of (MadoKpiPage *self,
         guint        at)
{
  return at == 0 ? g_strdup ("target") : g_strdup_printf ("%d", g_array_index (self->years, int, at - 1));
}

void
mado_kpi_page_show_cells (MadoKpiPage *self)
{
  g_autoptr (MadoKpi) pending = self->session && mado_row_session_get_edit (self->session)
                                  ? mado_plan_edit_read_kpi (mado_row_session_get_edit (self->session)) : NULL;
  const MadoKpi *kpi = pending ? pending : mado_kpi_page_get_kpi (self);
  const MadoKpiFacts *facts = mado_kpi_page_get_facts (self);
  gboolean editable = mado_kpi_page_may_write (self) && pending;
  g_autofree char *name = NULL;

  self->filling = TRUE;
  /* Why there is no rate needs a line; the table has ― for it. */
  name = facts && !facts->rated ? g_strconcat (facts->name, "\n", facts->rate, NULL) : g_strdup (facts ? facts->name : "");
  gtk_label_set_text (self->name, name);
  for (guint i = 0; i < self->entries->len; i++)
    {
      g_autofree char *when = when_of (self, i);
      g_autofree char *text = g_strdup (kpi ? mado_kpi_cell_text (kpi, when) : "");

      gtk_editable_set_text (self->entries->pdata[i], g_strdelimit (text, "\n", ' '));
      gtk_editable_set_editable (self->entries->pdata[i], editable && (i > 0 || mado_plan_place_gathers (self->place)));
    }
  gtk_editable_set_text (self->explanation, kpi ? kpi->explanation : "");
  gtk_editable_set_text (self->note, kpi ? kpi->note : "");
  gtk_editable_set_editable (self->explanation, editable);
  gtk_editable_set_editable (self->note, editable);
  self->filling = FALSE;
  mado_kpi_page_speak_chart (self);
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
put_text (MadoKpiPage *self,
          const char  *path,
          GtkEditable *from)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (from)));
  g_autoptr (GVariant) value = *text ? mado_value_text (text) : mado_value_none ();

  mado_plan_edit_set (mado_row_session_get_edit (self->session), MADO_PLAN_SECTION_SHARED, path, value);
}

/* FALSE: told why; the cell keeps what was typed, the record what it had. */
static gboolean
put_cell (MadoKpiPage *self,
          guint        at)
{
  MadoPlanEdit *edit = mado_row_session_get_edit (self->session);
  g_autoptr (MadoKpi) kpi = mado_plan_edit_read_kpi (edit);
  g_autofree char *when = when_of (self, at);
  g_autofree char *path = mado_plan_path_value (when);
  g_autofree char *shown = g_strdelimit (g_strdup (mado_kpi_cell_text (kpi, when)), "\n", ' ');
  const char *text = gtk_editable_get_text (self->entries->pdata[at]);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoKpiValue) cell = NULL;
  g_autoptr (GVariant) value = NULL;

  if (g_str_equal (text, shown))
    return TRUE;
  cell = mado_kpi_cell_read (kpi, when, text, &error);
  if (!cell)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", error->message);
      gtk_widget_grab_focus (self->entries->pdata[at]);
      return FALSE;
    }
  value = mado_kpi_value_to_value (cell);
  mado_plan_edit_set (edit, MADO_PLAN_SECTION_SHARED, path, value);

  return TRUE;
}

gboolean
mado_kpi_page_put_cells (MadoKpiPage *self)
{
  if (!self->session || !mado_row_session_get_edit (self->session) || !mado_kpi_page_may_write (self))
    return TRUE;
  for (guint i = 0; i < self->entries->len; i++)
    if (!put_cell (self, i))
      return FALSE;
  put_text (self, "explanation", self->explanation);
  put_text (self, "note", self->note);

  return TRUE;
}
