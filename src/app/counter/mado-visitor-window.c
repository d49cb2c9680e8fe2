/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-visitor-window.h"

#include <glib/gi18n.h>

#include "app/common/mado-scan-keys.h"
#include "app/counter/mado-signature-pad.h"
#include "app/counter/mado-visitor-place.h"

struct _MadoVisitorWindow
{
  GtkWindow  parent_instance;

  GtkWidget *stack;
  GtkWidget *city;
  GtkWidget *heading;
  GtkWidget *explanation;
  GtkWidget *lines;
  GtkWidget *foot;     /* of the signature */
  GtkWidget *pad;
  GtkWidget *sign;
  GtkWidget *confirm;
  gboolean   asking;
  gboolean   own_screen;
};

enum { SIGNED, ACKNOWLEDGED, LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoVisitorWindow, mado_visitor_window, GTK_TYPE_WINDOW)

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
finish (MadoVisitorWindow *self)
{
  self->asking = FALSE;
  mado_signature_pad_clear (MADO_SIGNATURE_PAD (self->pad));
  mado_visitor_window_show_idle (self);
}

static void
sign_cb (GtkWidget         *button,
         MadoVisitorWindow *self)
{
  g_autoptr (GBytes) strokes = mado_signature_pad_get_strokes (MADO_SIGNATURE_PAD (self->pad));

  if (strokes == NULL || !self->asking)
    return;
  finish (self);
  g_signal_emit (self, signals[SIGNED], 0, strokes);
}

static void
confirm_cb (GtkWidget         *button,
            MadoVisitorWindow *self)
{
  if (!self->asking)
    return;
  finish (self);
  g_signal_emit (self, signals[ACKNOWLEDGED], 0);
}

static void
again_cb (GtkWidget         *button,
          MadoVisitorWindow *self)
{
  mado_signature_pad_clear (MADO_SIGNATURE_PAD (self->pad));
}

static void
pad_changed_cb (MadoSignaturePad  *pad,
                MadoVisitorWindow *self)
{
  gtk_widget_set_sensitive (self->sign, !mado_signature_pad_is_empty (pad));
}

/* The clerk's keys; the visitor has the box and the buttons under his finger.
 * Everything else is swallowed: a scanner that goes off now must not press
 * "confirm" with its Enter. */
static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        MadoVisitorWindow     *self)
{
  gboolean control = (state & GDK_CONTROL_MASK) != 0;

  if (control && (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter))
    {
      if (gtk_widget_get_visible (self->confirm))
        confirm_cb (self->confirm, self);
      else
        sign_cb (self->sign, self);
      return GDK_EVENT_STOP;
    }
  if (control && keyval == GDK_KEY_BackSpace)
    {
      finish (self);
      g_signal_emit (self, signals[LEFT], 0);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_STOP;
}

static gboolean
mado_visitor_window_close_request (GtkWindow *window)
{
  return TRUE; /* only the clerk's key takes it away */
}

gboolean
mado_visitor_window_place (MadoVisitorWindow *self,
                           GtkWindow         *clerk,
                           gboolean           second)
{
  self->own_screen = mado_visitor_place (GTK_WINDOW (self), clerk, second);
  return self->own_screen;
}

void
mado_visitor_window_show_idle (MadoVisitorWindow *self)
{
  self->asking = FALSE;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "idle");
  if (!self->own_screen)
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
mado_visitor_window_begin (MadoVisitorWindow *self,
                           const char        *heading,
                           const char        *explanation)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->lines)) != NULL)
    gtk_box_remove (GTK_BOX (self->lines), child);
  gtk_label_set_text (GTK_LABEL (self->heading), heading);
  gtk_label_set_text (GTK_LABEL (self->explanation), explanation);
}

void
mado_visitor_window_add_group (MadoVisitorWindow *self,
                               const char        *title)
{
  gtk_box_append (GTK_BOX (self->lines), label_new (title, "visitor-group"));
}

void
mado_visitor_window_add_line (MadoVisitorWindow *self,
                              const char        *label,
                              const char        *value)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *name = label_new (label, "visitor-label");
  GtkWidget *text = label_new (value, "visitor-value");

  gtk_widget_set_size_request (name, 260, -1);
  gtk_widget_set_valign (name, GTK_ALIGN_START);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), text);
  gtk_box_append (GTK_BOX (self->lines), line);
}

static void
ask (MadoVisitorWindow *self,
     gboolean           signature)
{
  self->asking = TRUE;
  mado_signature_pad_clear (MADO_SIGNATURE_PAD (self->pad));
  gtk_widget_set_visible (self->foot, signature);
  gtk_widget_set_visible (self->confirm, !signature);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "ask");
  gtk_window_present (GTK_WINDOW (self));
}

void
mado_visitor_window_ask_signature (MadoVisitorWindow *self)
{
  ask (self, TRUE);
}

void
mado_visitor_window_ask_confirm (MadoVisitorWindow *self)
{
  ask (self, FALSE);
}

static GtkWidget *
build_signature (MadoVisitorWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *again = gtk_button_new_with_label (_("Start again"));

  self->pad = mado_signature_pad_new ();
  gtk_widget_set_size_request (self->pad, 560, 170);
  gtk_widget_set_hexpand (self->pad, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pad), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Please sign here"), -1);
  g_signal_connect (self->pad, "changed", G_CALLBACK (pad_changed_cb), self);
  self->sign = gtk_button_new_with_label (_("There is no mistake"));
  gtk_widget_add_css_class (self->sign, "suggested-action");
  gtk_widget_set_sensitive (self->sign, FALSE);
  g_signal_connect (self->sign, "clicked", G_CALLBACK (sign_cb), self);
  g_signal_connect (again, "clicked", G_CALLBACK (again_cb), self);
  gtk_box_append (GTK_BOX (buttons), self->sign);
  gtk_box_append (GTK_BOX (buttons), again);
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->pad);
  gtk_box_append (GTK_BOX (box), buttons);
  return box;
}

static GtkWidget *
build_ask (MadoVisitorWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (box, "visitor-page");
  self->heading = label_new ("", "visitor-heading");
  self->explanation = label_new ("", "visitor-explanation");
  self->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->lines);
  gtk_widget_set_vexpand (scroller, TRUE);
  self->foot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->foot), label_new (_("Please sign in the white box."), "visitor-explanation"));
  gtk_box_append (GTK_BOX (self->foot), build_signature (self));
  self->confirm = gtk_button_new_with_label (_("Confirm"));
  gtk_widget_add_css_class (self->confirm, "suggested-action");
  gtk_widget_add_css_class (self->confirm, "visitor-confirm");
  g_signal_connect (self->confirm, "clicked", G_CALLBACK (confirm_cb), self);
  gtk_box_append (GTK_BOX (box), self->heading);
  gtk_box_append (GTK_BOX (box), self->explanation);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), self->foot);
  gtk_box_append (GTK_BOX (box), self->confirm);
  return box;
}

static void
mado_visitor_window_class_init (MadoVisitorWindowClass *klass)
{
  GTK_WINDOW_CLASS (klass)->close_request = mado_visitor_window_close_request;
  signals[SIGNED] = g_signal_new ("signed", MADO_TYPE_VISITOR_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_BYTES);
  signals[ACKNOWLEDGED] = g_signal_new ("acknowledged", MADO_TYPE_VISITOR_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);
  signals[LEFT] = g_signal_new ("left", MADO_TYPE_VISITOR_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                0);
}

static void
mado_visitor_window_init (MadoVisitorWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  mado_scan_keys_refuse_in (GTK_WINDOW (self));
  gtk_window_set_title (GTK_WINDOW (self), _("Visitor's screen"));
  gtk_window_set_deletable (GTK_WINDOW (self), FALSE);
  self->stack = gtk_stack_new ();
  self->city = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->city, "visitor-city");
  gtk_stack_add_named (GTK_STACK (self->stack), self->city, "idle");
  gtk_stack_add_named (GTK_STACK (self->stack), build_ask (self), "ask");
  gtk_window_set_child (GTK_WINDOW (self), self->stack);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

MadoVisitorWindow *
mado_visitor_window_new (const char *city_name)
{
  MadoVisitorWindow *self = g_object_new (MADO_TYPE_VISITOR_WINDOW, NULL);

  gtk_label_set_text (GTK_LABEL (self->city), city_name);
  return self;
}
