/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/training/mado-training-desk.h"

#include <glib/gi18n.h>

#include "app/training/mado-training-camera.h"
#include "core/base/mado-training.h"
#include "device/card/mado-card-session.h"
#include "device/card/mado-practice-card.h"

#define WIDTH 760

struct _MadoTrainingDesk
{
  GtkWindow    parent_instance;

  GtkWidget   *box;
  GtkWidget   *fault;
  GtkWidget   *sure;  /* asks once more before all is deleted */
  GtkWidget   *rows[9];
  guint        n_rows;
  MadoContext *context;
};

G_DEFINE_FINAL_TYPE (MadoTrainingDesk, mado_training_desk, GTK_TYPE_WINDOW)

enum { CHANGED, AFRESH, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- words ----------------------------------------------------------------------------- */

static char *
tell_tries (const MadoPracticeCard *card,
            MadoCardSecret          secret)
{
  int left = mado_practice_tries_get (mado_training_get_folder (), card, secret);

  return left == 0 ? g_strdup (_("locked")) : g_strdup_printf (ngettext ("%d try left", "%d tries left", (guint) left), left);
}

/* What only its holder knows; made up, so it can stand here. */
static char *
tell_secrets (const MadoPracticeCard *card)
{
  g_autofree char *tries = card->kind == MADO_CARD_KIND_RESIDENCE ? NULL
                           : tell_tries (card, card->kind == MADO_CARD_KIND_LICENCE ? MADO_CARD_SECRET_LICENCE_1 : MADO_CARD_SECRET_PIN);

  switch (card->kind)
    {
    case MADO_CARD_KIND_MYNUMBER:
      /* Translators: PIN, tries left, matching code B */
      return g_strdup_printf (_("PIN %s (%s), code B %s"), card->pin, tries, card->code_b);
    case MADO_CARD_KIND_LICENCE:
      /* Translators: first PIN, tries left, second PIN */
      return g_strdup_printf (_("PIN 1 %s (%s), PIN 2 %s"), card->pin, tries, card->pin_2);
    case MADO_CARD_KIND_RESIDENCE:
    case MADO_CARD_KIND_UNKNOWN:
    default:
      return g_strdup_printf (_("card number %s"), card->card_number);
    }
}

static char *
tell_card (const MadoPracticeCard *card)
{
  g_autofree char *secrets = tell_secrets (card);

  /* Translators: kind of card, holder, the secrets */
  return g_strdup_printf (_("%s of %s: %s"), mado_card_kind_title (card->kind), card->name, secrets);
}

char *
mado_training_desk_describe (const char *folder)
{
  const MadoPracticeCard *card = mado_practice_reader_look (folder, NULL);
  g_autofree char *lies = card != NULL ? tell_card (card) : g_strdup (_("no card"));

  /* Translators: what lies on the card reader, what is before the camera */
  return g_strdup_printf (_("Reader: %s  Camera: %s"), lies, mado_training_camera_name (mado_training_camera_look (folder)));
}

/* --- laying things down ----------------------------------------------------------------- */

static void
done (MadoTrainingDesk *self,
      GError           *error /* full, nullable */)
{
  if (error == NULL)
    {
      g_signal_emit (self, signals[CHANGED], 0);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_label_set_text (GTK_LABEL (self->fault), error->message);
  gtk_widget_set_visible (self->fault, TRUE);
  g_error_free (error);
}

static void
lay_cb (GtkWidget        *row,
        MadoTrainingDesk *self)
{
  GError *error = NULL;

  mado_practice_reader_lay (mado_training_get_folder (), g_object_get_data (G_OBJECT (row), "card"), &error);
  done (self, error);
}

static void
hold_cb (GtkWidget        *row,
         MadoTrainingDesk *self)
{
  GError *error = NULL;

  mado_training_camera_hold (self->context, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "paper")), &error);
  done (self, error);
}

static GtkWidget *
add_row (MadoTrainingDesk *self,
         const char       *text,
         GCallback         callback)
{
  g_autofree char *numbered = g_strdup_printf ("%u  %s", self->n_rows + 1, text);
  GtkWidget *row = gtk_button_new_with_label (numbered);

  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (row))), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, numbered, -1);
  g_signal_connect (row, "clicked", callback, self);
  gtk_box_append (GTK_BOX (self->box), row);
  self->rows[self->n_rows++] = row;
  return row;
}

static void
add_heading (MadoTrainingDesk *self,
             const char       *text)
{
  GtkWidget *heading = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "group-heading");
  gtk_box_append (GTK_BOX (self->box), heading);
}

static void
add_cards (MadoTrainingDesk *self)
{
  guint n;
  const MadoPracticeCard *cards = mado_practice_card_list (&n);

  add_heading (self, _("Onto the card reader"));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = tell_card (&cards[i]);

      g_object_set_data (G_OBJECT (add_row (self, text, G_CALLBACK (lay_cb))), "card", (gpointer) &cards[i]);
    }
  add_row (self, _("Take the card away"), G_CALLBACK (lay_cb));
}

static void
add_papers (MadoTrainingDesk *self)
{
  add_heading (self, _("Before the camera (then F4)"));
  for (guint paper = MADO_TRAINING_LAST_SLIP; paper < MADO_TRAINING_N_PAPERS; paper++)
    g_object_set_data (G_OBJECT (add_row (self, mado_training_camera_name (paper), G_CALLBACK (hold_cb))), "paper", GUINT_TO_POINTER (paper));
  add_row (self, mado_training_camera_name (MADO_TRAINING_NOTHING), G_CALLBACK (hold_cb));
}

/* --- from the beginning ------------------------------------------------------------------- */

static void
ask_cb (MadoTrainingDesk *self)
{
  gtk_widget_set_visible (self->sure, TRUE);
  gtk_widget_grab_focus (gtk_widget_get_last_child (self->sure));
}

static void
afresh_cb (MadoTrainingDesk *self)
{
  g_signal_emit (self, signals[AFRESH], 0);
}

static void
keep_cb (MadoTrainingDesk *self)
{
  gtk_widget_set_visible (self->sure, FALSE);
  gtk_widget_grab_focus (self->rows[0]);
}

static GtkWidget *
button_new (MadoTrainingDesk *self,
            const char       *text,
            GCallback         callback)
{
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_swapped (button, "clicked", callback, self);
  return button;
}

static void
add_afresh (MadoTrainingDesk *self)
{
  GtkWidget *question = gtk_label_new (_("All cases, slips and tries of this training go. The real work is not touched."));

  self->sure = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  gtk_label_set_wrap (GTK_LABEL (question), TRUE);
  gtk_label_set_xalign (GTK_LABEL (question), 0);
  gtk_widget_set_hexpand (question, TRUE);
  gtk_box_append (GTK_BOX (self->sure), question);
  gtk_box_append (GTK_BOX (self->sure), button_new (self, _("Delete and begin"), G_CALLBACK (afresh_cb)));
  gtk_box_append (GTK_BOX (self->sure), button_new (self, _("Keep it"), G_CALLBACK (keep_cb)));
  gtk_widget_set_visible (self->sure, FALSE);
  gtk_box_append (GTK_BOX (self->box), button_new (self, _("Delete the training and begin afresh…"), G_CALLBACK (ask_cb)));
  gtk_box_append (GTK_BOX (self->box), self->sure);
}

/* --- the window ----------------------------------------------------------------------------- */

static gboolean
key_cb (MadoTrainingDesk *self,
        guint             keyval)
{
  guint number = keyval >= GDK_KEY_KP_1 && keyval <= GDK_KEY_KP_9 ? keyval - GDK_KEY_KP_0 : keyval - GDK_KEY_0;

  if (keyval == GDK_KEY_Escape)
    gtk_window_close (GTK_WINDOW (self));
  else if (number >= 1 && number <= self->n_rows)
    g_signal_emit_by_name (self->rows[number - 1], "clicked");
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
mado_training_desk_dispose (GObject *object)
{
  g_clear_object (&MADO_TRAINING_DESK (object)->context);

  G_OBJECT_CLASS (mado_training_desk_parent_class)->dispose (object);
}

static void
mado_training_desk_class_init (MadoTrainingDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_training_desk_dispose;
  signals[CHANGED] = g_signal_new ("changed", MADO_TYPE_TRAINING_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[AFRESH] = g_signal_new ("afresh", MADO_TYPE_TRAINING_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_training_desk_init (MadoTrainingDesk *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->fault = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->fault), 0);
  gtk_widget_add_css_class (self->fault, "fault");
  gtk_widget_set_visible (self->fault, FALSE);
  gtk_widget_add_css_class (self->box, "training-desk");
  gtk_window_set_title (GTK_WINDOW (self), _("Desk for training"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, -1);
  add_cards (self);
  add_papers (self);
  gtk_box_append (GTK_BOX (self->box), self->fault);
  add_afresh (self);
  gtk_window_set_child (GTK_WINDOW (self), self->box);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWindow *
mado_training_desk_new (GtkWindow   *parent,
                        MadoContext *context)
{
  MadoTrainingDesk *self = g_object_new (MADO_TYPE_TRAINING_DESK, "transient-for", parent, "destroy-with-parent", TRUE, "modal", TRUE, NULL);

  self->context = g_object_ref (context);
  return GTK_WINDOW (self);
}
