/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-number-list.h"

#include "app/counter/mado-stage.h"

struct _MadoNumberList
{
  GtkWidget  parent_instance;

  GtkWidget *list;
};

enum { PICKED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoNumberList, mado_number_list, GTK_TYPE_WIDGET)

#define ROW_ID  "mado-id"
#define ROW_KEY "mado-key"

static void
activated_cb (GtkListBox     *list,
              GtkListBoxRow  *row,
              MadoNumberList *self)
{
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (row), ROW_ID));

  g_signal_emit (self, signals[PICKED], 0, id);
}

void
mado_number_list_clear (MadoNumberList *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
}

static GtkWidget *
label_new (const char *text,
           const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);
  return label;
}

void
mado_number_list_add (MadoNumberList *self,
                      const char     *id,
                      guint           key,
                      const char     *label,
                      const char     *detail)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *number = key ? g_strdup_printf ("%u", key) : g_strdup ("");
  GtkWidget *title = label_new (label, "number-label");

  gtk_box_append (GTK_BOX (box), label_new (number, "number-key"));
  gtk_box_append (GTK_BOX (box), title);
  if (detail != NULL && *detail)
    {
      GtkWidget *more = label_new (detail, "number-detail");

      gtk_widget_set_hexpand (more, TRUE);
      gtk_box_append (GTK_BOX (box), more);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (row), ROW_ID, g_strdup (id), g_free);
  g_object_set_data (G_OBJECT (row), ROW_KEY, GUINT_TO_POINTER (key));
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static GtkListBoxRow *
find_row (MadoNumberList *self,
          const char     *id,
          guint           key)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (id != NULL ? g_strcmp0 (g_object_get_data (G_OBJECT (row), ROW_ID), id) == 0
                   : GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), ROW_KEY)) == key)
      return row;
  return NULL;
}

void
mado_number_list_select (MadoNumberList *self,
                         const char     *id)
{
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), id && *id ? find_row (self, id, 0) : NULL);
}

gboolean
mado_number_list_key (MadoNumberList *self,
                      guint           keyval)
{
  guint digit = mado_stage_digit (keyval);
  GtkListBoxRow *row = digit ? find_row (self, NULL, digit) : NULL;

  if (row == NULL)
    return FALSE;
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
  activated_cb (GTK_LIST_BOX (self->list), row, self);
  return TRUE;
}

void
mado_number_list_activate (MadoNumberList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (row != NULL)
    activated_cb (GTK_LIST_BOX (self->list), row, self);
}

void
mado_number_list_focus (MadoNumberList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (row == NULL)
    row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
mado_number_list_dispose (GObject *object)
{
  MadoNumberList *self = MADO_NUMBER_LIST (object);

  g_clear_pointer (&self->list, gtk_widget_unparent);
  G_OBJECT_CLASS (mado_number_list_parent_class)->dispose (object);
}

static void
mado_number_list_class_init (MadoNumberListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_number_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "numberlist");
  signals[PICKED] = g_signal_new ("picked", MADO_TYPE_NUMBER_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_STRING);
}

static void
mado_number_list_init (MadoNumberList *self)
{
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_list_box_set_activate_on_single_click (GTK_LIST_BOX (self->list), TRUE);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
}

GtkWidget *
mado_number_list_new (const char *accessible_label)
{
  MadoNumberList *self = g_object_new (MADO_TYPE_NUMBER_LIST, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_label, -1);
  return GTK_WIDGET (self);
}
