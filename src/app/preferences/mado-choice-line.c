/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/preferences/mado-choice-line.h"

/* Ends where the entries of field rows end. */
#define BADGE_WIDTH 40

struct _MadoChoiceLine
{
  GtkBox         parent_instance;

  char          *name;
  GtkLabel      *label;
  GtkDropDown   *list;
  GtkStringList *words;
  GPtrArray     *values; /* char*, one for each of the words */
  gboolean       setting;
};

G_DEFINE_FINAL_TYPE (MadoChoiceLine, mado_choice_line, GTK_TYPE_BOX)

static guint chosen_signal;

static int
find_value (MadoChoiceLine *self,
            const char     *value)
{
  guint index;

  return g_ptr_array_find_with_equal_func (self->values, value, g_str_equal, &index) ? (int) index : -1;
}

static void
selected_cb (MadoChoiceLine *self)
{
  if (!self->setting && mado_choice_line_get_value (self))
    g_signal_emit (self, chosen_signal, 0, mado_choice_line_get_value (self));
}

static void
mado_choice_line_finalize (GObject *object)
{
  MadoChoiceLine *self = MADO_CHOICE_LINE (object);

  g_free (self->name);
  g_object_unref (self->words);
  g_ptr_array_unref (self->values);

  G_OBJECT_CLASS (mado_choice_line_parent_class)->finalize (object);
}

static gboolean
mado_choice_line_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (MADO_CHOICE_LINE (widget)->list), GTK_DIR_TAB_FORWARD);
}

static void
mado_choice_line_class_init (MadoChoiceLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_choice_line_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = mado_choice_line_grab_focus;

  chosen_signal = g_signal_new ("chosen", MADO_TYPE_CHOICE_LINE, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mado_choice_line_init (MadoChoiceLine *self)
{
  self->values = g_ptr_array_new_with_free_func (g_free);
  self->words = gtk_string_list_new (NULL);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 1.0);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "field-label");
  self->list = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_object_ref (self->words)), NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->list), TRUE);
  gtk_widget_set_margin_end (GTK_WIDGET (self->list), BADGE_WIDTH);
  g_signal_connect_object (self->list, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->list));
}

MadoChoiceLine *
mado_choice_line_new (const char *name,
                      const char *label,
                      int         label_width)
{
  MadoChoiceLine *self = g_object_new (MADO_TYPE_CHOICE_LINE, NULL);

  self->name = g_strdup (name);
  gtk_label_set_text (self->label, label);
  gtk_widget_set_size_request (GTK_WIDGET (self->label), label_width, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  return self;
}

const char *
mado_choice_line_get_name (MadoChoiceLine *self)
{
  g_return_val_if_fail (MADO_IS_CHOICE_LINE (self), NULL);

  return self->name;
}

const char *
mado_choice_line_get_label (MadoChoiceLine *self)
{
  g_return_val_if_fail (MADO_IS_CHOICE_LINE (self), NULL);

  return gtk_label_get_text (self->label);
}

void
mado_choice_line_add (MadoChoiceLine *self,
                      const char     *value,
                      const char     *words)
{
  int index;

  g_return_if_fail (MADO_IS_CHOICE_LINE (self));

  self->setting = TRUE;
  index = find_value (self, value);
  if (index < 0)
    {
      g_ptr_array_add (self->values, g_strdup (value));
      gtk_string_list_append (self->words, words);
    }
  else
    {
      guint selected = gtk_drop_down_get_selected (self->list);

      gtk_string_list_splice (self->words, index, 1, (const char *const[]) { words, NULL });
      gtk_drop_down_set_selected (self->list, selected);
    }
  self->setting = FALSE;
}

void
mado_choice_line_set_value (MadoChoiceLine *self,
                            const char     *value)
{
  g_return_if_fail (MADO_IS_CHOICE_LINE (self));

  if (find_value (self, value) < 0)
    mado_choice_line_add (self, value, value);
  self->setting = TRUE;
  gtk_drop_down_set_selected (self->list, find_value (self, value));
  self->setting = FALSE;
}

const char *
mado_choice_line_get_value (MadoChoiceLine *self)
{
  guint selected;

  g_return_val_if_fail (MADO_IS_CHOICE_LINE (self), NULL);

  selected = gtk_drop_down_get_selected (self->list);

  return selected < self->values->len ? self->values->pdata[selected] : NULL;
}
