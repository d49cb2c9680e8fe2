/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-answer-row.h"

#define N_ANSWERS 3

struct _MadoAnswerRow
{
  GtkListBoxRow  parent_instance;

  GtkWidget     *buttons[N_ANSWERS];
  char          *id;
  char          *text;
  char          *detail;
  char          *words[N_ANSWERS];
  guint          answer;
};

enum { ANSWERED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoAnswerRow, mado_answer_row, GTK_TYPE_LIST_BOX_ROW)

static void
clicked_cb (MadoAnswerRow *self,
            GtkWidget     *button)
{
  for (guint i = 0; i < N_ANSWERS; i++)
    if (self->buttons[i] == button)
      g_signal_emit (self, signals[ANSWERED], 0, i + 1);
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

static GtkWidget *
button_new (MadoAnswerRow *self,
            guint          answer)
{
  g_autofree char *label = g_strdup_printf ("%u %s", answer, self->words[answer - 1]);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", self->text, self->words[answer - 1]);
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked_cb), self);
  return button;
}

static void
show_answer (MadoAnswerRow *self)
{
  for (guint i = 0; i < N_ANSWERS; i++)
    if (i + 1 == self->answer)
      gtk_widget_add_css_class (self->buttons[i], "suggested-action");
    else
      gtk_widget_remove_css_class (self->buttons[i], "suggested-action");
  if (self->answer == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "open");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "open");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->answer ? self->words[self->answer - 1] : "", -1);
}

static void
mado_answer_row_finalize (GObject *object)
{
  MadoAnswerRow *self = MADO_ANSWER_ROW (object);

  g_free (self->id);
  g_free (self->text);
  g_free (self->detail);
  for (guint i = 0; i < N_ANSWERS; i++)
    g_free (self->words[i]);
  G_OBJECT_CLASS (mado_answer_row_parent_class)->finalize (object);
}

static void
mado_answer_row_class_init (MadoAnswerRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_answer_row_finalize;
  signals[ANSWERED] = g_signal_new ("answered", MADO_TYPE_ANSWER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
mado_answer_row_init (MadoAnswerRow *self)
{
}

GtkWidget *
mado_answer_row_new (const char        *id,
                     const char        *text,
                     const char        *detail,
                     char       *const *words)
{
  MadoAnswerRow *self = g_object_new (MADO_TYPE_ANSWER_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = label_new (text, "question");

  self->id = g_strdup (id);
  self->text = g_strdup (text);
  self->detail = g_strdup (detail ? detail : "");
  for (guint i = 0; i < N_ANSWERS; i++)
    self->words[i] = g_strdup (words[i]);

  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (box), title);
  if (*self->detail)
    gtk_box_append (GTK_BOX (box), label_new (self->detail, "number-detail"));
  for (guint i = 0; i < N_ANSWERS; i++)
    gtk_box_append (GTK_BOX (box), self->buttons[i] = button_new (self, i + 1));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  show_answer (self);
  return GTK_WIDGET (self);
}

const char *
mado_answer_row_get_id (MadoAnswerRow *self)
{
  return self->id;
}

gboolean
mado_answer_row_says (MadoAnswerRow *self,
                      const char    *id,
                      const char    *text,
                      const char    *detail)
{
  return g_str_equal (self->id, id) && g_str_equal (self->text, text) &&
         g_str_equal (self->detail, detail ? detail : "");
}

guint
mado_answer_row_get_answer (MadoAnswerRow *self)
{
  return self->answer;
}

void
mado_answer_row_set_answer (MadoAnswerRow *self,
                            guint          answer)
{
  g_return_if_fail (answer <= N_ANSWERS);

  if (self->answer == answer)
    return;

  self->answer = answer;
  show_answer (self);
}
