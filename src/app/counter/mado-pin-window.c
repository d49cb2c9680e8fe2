/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-pin-window.h"

#include <glib/gi18n.h>

#include "app/common/mado-scan-keys.h"

struct _MadoPinWindow
{
  GtkWindow  parent_instance;

  GtkWidget *card;
  GtkWidget *title;
  GtkWidget *tries;
  GtkWidget *state;
  GtkWidget *ask;   /* dots and keys */
  GtkWidget *entry; /* MadoPinEntry */
  gboolean   asking;
};

enum { ENTERED, TYPED, LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoPinWindow, mado_pin_window, GTK_TYPE_WINDOW)

/* --- keys ---------------------------------------------------------------------- */

static void
type_key (MadoPinWindow *self,
          guint          keyval)
{
  if (self->asking && mado_pin_entry_key (MADO_PIN_ENTRY (self->entry), keyval))
    g_signal_emit (self, signals[TYPED], 0);
}

static void
enter (MadoPinWindow *self)
{
  if (self->asking && *mado_pin_entry_peek (MADO_PIN_ENTRY (self->entry)) != '\0')
    g_signal_emit (self, signals[ENTERED], 0);
}

static void
leave (MadoPinWindow *self,
       gboolean       visitor)
{
  mado_pin_entry_clear (MADO_PIN_ENTRY (self->entry));
  self->asking = FALSE;
  g_signal_emit (self, signals[LEFT], 0, visitor);
}

static void
digit_cb (GtkWidget     *button,
          MadoPinWindow *self)
{
  type_key (self, GDK_KEY_0 + GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "digit")));
}

static void
rub_out_cb (GtkWidget     *button,
            MadoPinWindow *self)
{
  type_key (self, GDK_KEY_BackSpace);
}

static void
enter_cb (GtkWidget     *button,
          MadoPinWindow *self)
{
  enter (self);
}

static void
stop_cb (GtkWidget     *button,
         MadoPinWindow *self)
{
  leave (self, TRUE);
}

/* Nothing gets past: no key here does anything in the clerk's window. */
static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        MadoPinWindow         *self)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    {
      if (state & GDK_CONTROL_MASK && keyval == GDK_KEY_BackSpace)
        leave (self, FALSE);
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    enter (self);
  else if (keyval == GDK_KEY_Escape)
    leave (self, TRUE);
  else
    type_key (self, keyval);
  return GDK_EVENT_STOP;
}

/* --- what it shows ---------------------------------------------------------------- */

void
mado_pin_window_ask (MadoPinWindow *self,
                     const char    *card,
                     const char    *title,
                     int            tries,
                     guint          most)
{
  g_autofree char *number = g_strdup_printf ("%d", tries);
  g_autofree char *left = tries < 0 ? NULL : g_strdup_printf (_("Tries left: %s"), number);

  gtk_label_set_text (GTK_LABEL (self->card), card);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->tries), left ? left : "");
  mado_pin_entry_begin (MADO_PIN_ENTRY (self->entry), title, most, FALSE);
  mado_pin_window_tell (self, tries == 1 ? _("One more mistake locks the PIN. Please make sure of it first.") : "", tries == 1,
                        TRUE);
  gtk_window_present (GTK_WINDOW (self));
}

void
mado_pin_window_tell (MadoPinWindow *self,
                      const char    *text,
                      gboolean       wrong,
                      gboolean       asked)
{
  self->asking = asked;
  gtk_label_set_text (GTK_LABEL (self->state), text);
  if (wrong)
    gtk_widget_add_css_class (self->state, "fault");
  else
    gtk_widget_remove_css_class (self->state, "fault");
  gtk_widget_set_visible (self->ask, asked);
  gtk_widget_set_visible (self->tries, asked);
}

MadoPinEntry *
mado_pin_window_get_entry (MadoPinWindow *self)
{
  return MADO_PIN_ENTRY (self->entry);
}

/* --- the type ------------------------------------------------------------------------ */

static GtkWidget *
label_new (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, style);
  return label;
}

/* No focus on the keys: Enter and Space stay what they are. */
static GtkWidget *
key_new (MadoPinWindow *self,
         const char    *label,
         GCallback      callback)
{
  GtkWidget *key = gtk_button_new_with_label (label);

  gtk_widget_set_focusable (key, FALSE);
  gtk_widget_set_focus_on_click (key, FALSE);
  gtk_widget_add_css_class (key, "pin-key");
  g_signal_connect (key, "clicked", callback, self);
  return key;
}

static GtkWidget *
build_keys (MadoPinWindow *self)
{
  static const char *const names[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *done = key_new (self, _("Enter PIN"), G_CALLBACK (enter_cb));

  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_widget_set_halign (grid, GTK_ALIGN_CENTER);
  for (guint digit = 0; digit <= 9; digit++)
    {
      GtkWidget *key = key_new (self, names[digit], G_CALLBACK (digit_cb));
      guint place = digit == 0 ? 10 : digit - 1;

      g_object_set_data (G_OBJECT (key), "digit", GUINT_TO_POINTER (digit));
      gtk_grid_attach (GTK_GRID (grid), key, place % 3, place / 3, 1, 1);
    }
  gtk_grid_attach (GTK_GRID (grid), key_new (self, _("Rub out"), G_CALLBACK (rub_out_cb)), 0, 3, 1, 1);
  gtk_widget_add_css_class (done, "suggested-action");
  gtk_grid_attach (GTK_GRID (grid), done, 2, 3, 1, 1);
  return grid;
}

static gboolean
mado_pin_window_close_request (GtkWindow *window)
{
  leave (MADO_PIN_WINDOW (window), FALSE);
  return TRUE;
}

static void
mado_pin_window_class_init (MadoPinWindowClass *klass)
{
  GTK_WINDOW_CLASS (klass)->close_request = mado_pin_window_close_request;
  signals[ENTERED] = g_signal_new ("entered", MADO_TYPE_PIN_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TYPED] = g_signal_new ("typed", MADO_TYPE_PIN_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEFT] = g_signal_new ("left", MADO_TYPE_PIN_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_BOOLEAN);
}

static GtkWidget *
build_page (MadoPinWindow *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *heading = label_new ("visitor-heading");
  GtkWidget *stop = key_new (self, _("Stop, do not send"), G_CALLBACK (stop_cb));

  gtk_widget_add_css_class (page, "visitor-page");
  gtk_widget_set_valign (page, GTK_ALIGN_CENTER);
  gtk_label_set_text (GTK_LABEL (heading), _("Please enter your PIN"));
  self->card = label_new ("visitor-explanation");
  self->title = label_new ("visitor-value");
  self->tries = label_new ("visitor-explanation");
  self->state = label_new ("visitor-explanation");
  self->ask = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->entry = mado_pin_entry_new ();
  gtk_widget_add_css_class (self->entry, "pin-large");
  gtk_widget_set_halign (self->entry, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (stop, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->ask), self->entry);
  gtk_box_append (GTK_BOX (self->ask), build_keys (self));
  gtk_box_append (GTK_BOX (self->ask), stop);
  gtk_box_append (GTK_BOX (page), heading);
  gtk_box_append (GTK_BOX (page), self->card);
  gtk_box_append (GTK_BOX (page), self->title);
  gtk_box_append (GTK_BOX (page), self->tries);
  gtk_box_append (GTK_BOX (page), self->state);
  gtk_box_append (GTK_BOX (page), self->ask);
  return page;
}

static void
mado_pin_window_init (MadoPinWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  mado_scan_keys_refuse_in (GTK_WINDOW (self));
  gtk_window_set_title (GTK_WINDOW (self), _("Visitor's screen: PIN"));
  gtk_window_set_deletable (GTK_WINDOW (self), FALSE);
  gtk_window_set_child (GTK_WINDOW (self), build_page (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

MadoPinWindow *
mado_pin_window_new (void)
{
  return g_object_new (MADO_TYPE_PIN_WINDOW, NULL);
}
