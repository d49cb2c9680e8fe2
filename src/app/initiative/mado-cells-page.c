/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-cells-page.h"

#include <glib/gi18n.h>

#include "core/exchange/mado-plan-cells.h"
#include "core/form/mado-plan-text.h"

struct _MadoCellsPage
{
  GtkWidget      parent_instance;

  /* Template children */
  GtkWidget     *box;
  GtkLabel      *head;
  GtkEditable   *title;
  GtkEditable   *departments;
  GtkTextView   *summary;

  /* Owned */
  MadoPlanPlace *place;
  MadoPlanSet   *set;  /* as it was when the typing began */
  MadoId         row;
  gboolean       busy;
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoCellsPage, mado_cells_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

static void
show_row (MadoCellsPage *self)
{
  const MadoInitiative *row = mado_plan_book_find_initiative (self->set->book, &self->row);
  g_autofree char *departments = mado_plan_book_dup_department_names (self->set->book, (const char *const *) row->departments);
  g_autofree char *summary = mado_plan_lines_print (row->summary, TRUE);
  g_autofree char *head = row->no > 0 ? g_strdup_printf ("No.%d %s", row->no, row->title) : g_strdup (row->title);

  gtk_label_set_text (self->head, head);
  gtk_editable_set_text (self->title, row->title);
  gtk_editable_set_text (self->departments, departments);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->summary), summary, -1);
}

/* --- saving --------------------------------------------------------------------------- */

static void
write_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  MadoStore *store = g_object_get_data (G_OBJECT (task), "store");
  GError *error = NULL;

  if (mado_store_write_all (store, g_ptr_array_ref (data), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  MadoCellsPage *self = MADO_CELLS_PAGE (object);
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  self->busy = FALSE;
  if (!self->place)
    return;
  mado_page_busy (MADO_PAGE (self), NULL);
  if (!done)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
      return;
    }
  mado_plan_place_reload (self->place);
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", _("Saved."));
  mado_page_close (MADO_PAGE (self));
}

static gboolean
save (MadoCellsPage *self)
{
  MadoContext *context = mado_plan_place_get_context (self->place);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->summary);
  g_auto (MadoPlanUpdate) update = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  g_autofree char *summary = NULL;

  if (self->busy)
    return TRUE;
  g_object_get (buffer, "text", &summary, NULL);
  if (!mado_plan_cells_prepare (self->set, &self->row, gtk_editable_get_text (self->title), gtk_editable_get_text (self->departments),
                                summary, mado_context_get_identity (context)->city, &update, &error))
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", error->message);
      return TRUE;
    }
  if (!update.edits || update.edits->len == 0)
    {
      mado_page_close (MADO_PAGE (self));
      return TRUE;
    }
  self->busy = TRUE;
  mado_page_busy (MADO_PAGE (self), _("Saving …"));
  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_task_data (task, g_steal_pointer (&update.edits), (GDestroyNotify) g_ptr_array_unref);
  g_object_set_data_full (G_OBJECT (task), "store", g_object_ref (mado_context_get_store (context)), g_object_unref);
  g_task_run_in_thread (task, write_thread);

  return TRUE;
}

/* --- page ------------------------------------------------------------------------------ */

static const char *
page_get_title (MadoPage *page)
{
  return _("Fixed cells");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  return g_str_equal (command, MADO_COMMAND_NEXT_STAGE) || g_str_equal (command, MADO_COMMAND_NEXT_FIELD);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  return g_str_equal (command, MADO_COMMAND_NEXT_STAGE) ? C_("key", "Save") : NULL;
}

static gboolean
has_focus (MadoCellsPage *self,
           gpointer       widget)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/* Enter goes on to the next cell; in the summary it breaks the line. */
static gboolean
go_on (MadoCellsPage *self)
{
  if (has_focus (self, self->title))
    return gtk_widget_grab_focus (GTK_WIDGET (self->departments));
  if (has_focus (self, self->departments))
    return gtk_widget_grab_focus (GTK_WIDGET (self->summary));
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (self->summary), "\n", 1);

  return TRUE;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return save (MADO_CELLS_PAGE (page));

  return g_str_equal (command, MADO_COMMAND_NEXT_FIELD) && go_on (MADO_CELLS_PAGE (page));
}

static void
page_focus_first (MadoPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (MADO_CELLS_PAGE (page)->title));
}

static void
page_iface_init (MadoPageInterface *iface)
{
  iface->get_title = page_get_title;
  iface->can = page_can;
  iface->get_label = page_get_label;
  iface->perform = page_perform;
  iface->focus_first = page_focus_first;
}

/* --- object ------------------------------------------------------------------------------ */

static void
mado_cells_page_dispose (GObject *object)
{
  MadoCellsPage *self = MADO_CELLS_PAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->set, mado_plan_set_unref);
  g_clear_object (&self->place);

  G_OBJECT_CLASS (mado_cells_page_parent_class)->dispose (object);
}

static void
mado_cells_page_class_init (MadoCellsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_cells_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planlist");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-cells-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoCellsPage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoCellsPage, head);
  gtk_widget_class_bind_template_child (widget_class, MadoCellsPage, title);
  gtk_widget_class_bind_template_child (widget_class, MadoCellsPage, departments);
  gtk_widget_class_bind_template_child (widget_class, MadoCellsPage, summary);
}

static void
mado_cells_page_init (MadoCellsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->summary), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Summary"), -1);
}

MadoPage *
mado_cells_page_new (MadoPlanPlace *place,
                     const MadoId  *row)
{
  MadoCellsPage *self = g_object_new (MADO_TYPE_CELLS_PAGE, NULL);

  self->place = g_object_ref (place);
  self->set = mado_plan_set_ref (mado_plan_place_get_set (place));
  self->row = *row;
  show_row (self);

  return MADO_PAGE (self);
}
