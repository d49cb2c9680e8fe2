/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-answer-list.h"

#include "app/counter/mado-answer-row.h"
#include "app/counter/mado-stage.h"

struct _MadoAnswerList
{
  GtkWidget  parent_instance;

  GtkWidget *scroller;
  GtkWidget *list;
  char      *words[3];
  char      *current; /* id of the line that the digits answer */
  guint      n_lines; /* filled since begin */
};

enum { ANSWERED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoAnswerList, mado_answer_list, GTK_TYPE_WIDGET)

static MadoAnswerRow *
row_at (MadoAnswerList *self,
        guint           index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) index);

  return row ? MADO_ANSWER_ROW (row) : NULL;
}

static MadoAnswerRow *
find_line (MadoAnswerList *self,
           const char     *id)
{
  MadoAnswerRow *row;

  for (guint i = 0; id != NULL && (row = row_at (self, i)) != NULL; i++)
    if (g_str_equal (mado_answer_row_get_id (row), id))
      return row;
  return NULL;
}

static MadoAnswerRow *
find_open (MadoAnswerList *self)
{
  MadoAnswerRow *row;

  for (guint i = 0; (row = row_at (self, i)) != NULL; i++)
    if (mado_answer_row_get_answer (row) == 0)
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
row_answered_cb (MadoAnswerRow  *row,
                 guint           answer,
                 MadoAnswerList *self)
{
  give_answer (self, mado_answer_row_get_id (row), answer);
}

static void
selected_cb (GtkListBox     *list,
             GtkListBoxRow  *row,
             MadoAnswerList *self)
{
  if (row == NULL)
    return;
  g_free (self->current);
  self->current = g_strdup (mado_answer_row_get_id (MADO_ANSWER_ROW (row)));
}

/* Lines that stay are not made anew: a key that comes right after an answer
 * finds the focus where it was. */
void
mado_answer_list_begin (MadoAnswerList *self)
{
  g_signal_handlers_block_by_func (self->list, selected_cb, self);
  self->n_lines = 0;
}

static void
remove_from (MadoAnswerList *self,
             guint           index)
{
  MadoAnswerRow *row;

  while ((row = row_at (self, index)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
}

void
mado_answer_list_add (MadoAnswerList *self,
                      const char     *id,
                      const char     *text,
                      const char     *detail,
                      guint           answer)
{
  MadoAnswerRow *row = row_at (self, self->n_lines);

  if (row == NULL || !mado_answer_row_says (row, id, text, detail))
    {
      remove_from (self, self->n_lines);
      row = MADO_ANSWER_ROW (mado_answer_row_new (id, text, detail, self->words));
      g_signal_connect (row, "answered", G_CALLBACK (row_answered_cb), self);
      gtk_list_box_append (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
    }
  mado_answer_row_set_answer (row, answer);
  self->n_lines++;
}

static void
select_line (MadoAnswerList *self,
             MadoAnswerRow  *row)
{
  g_free (self->current);
  self->current = row ? g_strdup (mado_answer_row_get_id (row)) : NULL;
  if (row == NULL)
    {
      gtk_list_box_unselect_all (GTK_LIST_BOX (self->list));
      return;
    }
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), GTK_LIST_BOX_ROW (row));
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

void
mado_answer_list_end (MadoAnswerList *self)
{
  MadoAnswerRow *row;

  remove_from (self, self->n_lines);
  row = find_line (self, self->current);
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
  MadoAnswerRow *row = find_open (self);

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
