/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-answer-list.h"

#include "app/counter/mado-stage.h"

struct _MadoAnswerList
{
  GtkWidget  parent_instance;

  GtkWidget *scroller;
  GtkWidget *list;
  char      *words[3];
  char      *current; /* id of the line that the digits answer */
};

enum { ANSWERED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoAnswerList, mado_answer_list, GTK_TYPE_WIDGET)

#define ROW_ID     "mado-id"
#define ROW_ANSWER "mado-answer"

static const char *
row_id (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), ROW_ID);
}

static guint
row_answer (GtkListBoxRow *row)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), ROW_ANSWER));
}

static GtkListBoxRow *
row_at (MadoAnswerList *self,
        int             index)
{
  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), index);
}

static GtkListBoxRow *
find_line (MadoAnswerList *self,
           const char     *id)
{
  GtkListBoxRow *row;

  for (int i = 0; id != NULL && (row = row_at (self, i)) != NULL; i++)
    if (g_str_equal (row_id (row), id))
      return row;
  return NULL;
}

static GtkListBoxRow *
find_open (MadoAnswerList *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = row_at (self, i)) != NULL; i++)
    if (row_answer (row) == 0)
      return row;
  return NULL;
}

static void
give_answer (MadoAnswerList *self,
             const char     *id,
             guint           answer)
{
  g_autofree char *line = g_strdup (id);

  g_clear_pointer (&self->current, g_free);
  g_signal_emit (self, signals[ANSWERED], 0, line, answer);
}

static void
clicked_cb (GtkWidget      *button,
            MadoAnswerList *self)
{
  give_answer (self, g_object_get_data (G_OBJECT (button), ROW_ID),
               GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), ROW_ANSWER)));
}

static GtkWidget *
button_new (MadoAnswerList *self,
            const char     *id,
            const char     *text,
            guint           answer,
            gboolean        chosen)
{
  g_autofree char *label = g_strdup_printf ("%u %s", answer, self->words[answer - 1]);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", text, self->words[answer - 1]);
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (chosen)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (button), ROW_ID, g_strdup (id), g_free);
  g_object_set_data (G_OBJECT (button), ROW_ANSWER, GUINT_TO_POINTER (answer));
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  return button;
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

static void
selected_cb (GtkListBox     *list,
             GtkListBoxRow  *row,
             MadoAnswerList *self)
{
  if (row == NULL)
    return;
  g_free (self->current);
  self->current = g_strdup (row_id (row));
}

void
mado_answer_list_begin (MadoAnswerList *self)
{
  GtkWidget *row;

  g_signal_handlers_block_by_func (self->list, selected_cb, self);
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
}

void
mado_answer_list_add (MadoAnswerList *self,
                      const char     *id,
                      const char     *text,
                      const char     *detail,
                      guint           answer)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = label_new (text, "question");

  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (box), title);
  if (detail != NULL && *detail)
    gtk_box_append (GTK_BOX (box), label_new (detail, "number-detail"));
  for (guint i = 1; i <= 3; i++)
    gtk_box_append (GTK_BOX (box), button_new (self, id, text, i, i == answer));
  if (answer == 0)
    gtk_widget_add_css_class (row, "open");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, answer ? self->words[answer - 1] : "", -1);
  g_object_set_data_full (G_OBJECT (row), ROW_ID, g_strdup (id), g_free);
  g_object_set_data (G_OBJECT (row), ROW_ANSWER, GUINT_TO_POINTER (answer));
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
select_line (MadoAnswerList *self,
             GtkListBoxRow  *row)
{
  g_free (self->current);
  self->current = row ? g_strdup (row_id (row)) : NULL;
  if (row == NULL)
    {
      gtk_list_box_unselect_all (GTK_LIST_BOX (self->list));
      return;
    }
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

void
mado_answer_list_end (MadoAnswerList *self)
{
  GtkListBoxRow *row = find_line (self, self->current);

  g_signal_handlers_unblock_by_func (self->list, selected_cb, self);
  select_line (self, row != NULL ? row : find_open (self));
}

gboolean
mado_answer_list_key (MadoAnswerList *self,
                      guint           keyval)
{
  guint digit = mado_stage_digit (keyval);

  if (digit < 1 || digit > 3 || find_line (self, self->current) == NULL)
    return FALSE;
  give_answer (self, self->current, digit);
  return TRUE;
}

void
mado_answer_list_focus_first (MadoAnswerList *self)
{
  GtkListBoxRow *row = find_open (self);

  select_line (self, row != NULL ? row : row_at (self, 0));
}

static void
mado_answer_list_dispose (GObject *object)
{
  MadoAnswerList *self = MADO_ANSWER_LIST (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (mado_answer_list_parent_class)->dispose (object);
}

static void
mado_answer_list_finalize (GObject *object)
{
  MadoAnswerList *self = MADO_ANSWER_LIST (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->words); i++)
    g_free (self->words[i]);
  g_free (self->current);
  G_OBJECT_CLASS (mado_answer_list_parent_class)->finalize (object);
}

static void
mado_answer_list_class_init (MadoAnswerListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_answer_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_answer_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "answerlist");
  signals[ANSWERED] = g_signal_new ("answered", MADO_TYPE_ANSWER_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
}

static void
mado_answer_list_init (MadoAnswerList *self)
{
  self->list = gtk_list_box_new ();
  g_signal_connect (self->list, "row-selected", G_CALLBACK (selected_cb), self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
mado_answer_list_new (const char *accessible_label,
                      const char *one,
                      const char *two,
                      const char *three)
{
  MadoAnswerList *self = g_object_new (MADO_TYPE_ANSWER_LIST, NULL);

  self->words[0] = g_strdup (one);
  self->words[1] = g_strdup (two);
  self->words[2] = g_strdup (three);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_label, -1);
  return GTK_WIDGET (self);
}
