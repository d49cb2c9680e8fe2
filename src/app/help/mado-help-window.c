/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/help/mado-help-window.h"

#include <glib/gi18n.h>

#include "app/mado-command.h"

#define WIDTH  860
#define HEIGHT 640
#define HALVES 2

struct _MadoHelpWindow
{
  GtkWindow  parent_instance;
};

G_DEFINE_FINAL_TYPE (MadoHelpWindow, mado_help_window, GTK_TYPE_WINDOW)

static const char *const steps[] = {
  N_("F2 receives a visitor. A code that is read, or a name typed into the search, opens what is already there."),
  N_("Enter goes from field to field. F5 goes to the next field that is still empty."),
  N_("Answer the questions with the number keys; the procedures are found by the program."),
  N_("Ctrl+Enter goes to the next stage. At the end the visitor signs once for all applications."),
  N_("F8 prints the procedure slip. The next window reads its code and goes on."),
  N_("F12 hides the screen. Work goes on without the server too; what is not sent yet goes by itself later."),
};

static GtkWidget *
add_label (GtkWidget  *box,
           const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static void
add_steps (GtkWidget *box)
{
  add_label (box, _("First steps"), "heading");
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *text = g_strdup_printf ("%u. %s", i + 1, _(steps[i]));

      add_label (box, text, NULL);
    }
}

/* Two columns of key and meaning, as the table of commands has them. */
static GtkWidget *
make_keys (void)
{
  GtkWidget *grid = gtk_grid_new ();
  guint n;
  const MadoCommand *commands = mado_command_list (&n);
  guint rows = (n + HALVES - 1) / HALVES;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *key = gtk_label_new (_(commands[i].key_text));
      GtkWidget *meaning = gtk_label_new (_(commands[i].label));
      int column = i / rows * 2;

      gtk_label_set_xalign (GTK_LABEL (key), 0);
      gtk_label_set_xalign (GTK_LABEL (meaning), 0);
      gtk_widget_add_css_class (key, "heading");
      gtk_widget_set_hexpand (meaning, TRUE);
      gtk_grid_attach (GTK_GRID (grid), key, column, i % rows, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), meaning, column + 1, i % rows, 1, 1);
    }

  return grid;
}

static gboolean
key_cb (GtkWindow *self,
        guint      keyval)
{
  if (keyval != GDK_KEY_Escape && keyval != GDK_KEY_F1)
    return GDK_EVENT_PROPAGATE;

  gtk_window_close (self);

  return GDK_EVENT_STOP;
}

static void
mado_help_window_class_init (MadoHelpWindowClass *klass)
{
}

static void
mado_help_window_init (MadoHelpWindow *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_window_set_title (GTK_WINDOW (self), _("How to use Madoguchi"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  gtk_widget_set_margin_top (box, 16);
  gtk_widget_set_margin_bottom (box, 16);
  gtk_widget_set_margin_start (box, 20);
  gtk_widget_set_margin_end (box, 20);
  add_steps (box);
  gtk_widget_set_margin_top (add_label (box, _("Keys"), "heading"), 12);
  gtk_box_append (GTK_BOX (box), make_keys ());
  gtk_widget_set_margin_top (add_label (box, _("The whole handbook opens here when a help viewer (yelp) is installed. Esc: back"),
                                        "dim-label"), 12);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_window_set_child (GTK_WINDOW (self), scroller);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

MadoHelpWindow *
mado_help_window_new (GtkWindow *parent)
{
  return g_object_new (MADO_TYPE_HELP_WINDOW,
                       "transient-for", parent,
                       "destroy-with-parent", TRUE,
                       NULL);
}
