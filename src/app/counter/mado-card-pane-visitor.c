/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-card-pane-private.h"

#include <glib/gi18n.h>

#include "app/counter/mado-visitor-place.h"
#include "app/mado-preferences.h"

/*
 * The PIN on the visitor's screen: at once where he has a screen of his own,
 * else when the clerk turns his own round. What stands on a card (照合番号B, the
 * number of a residence card) the clerk types.
 */

static gboolean
wants_own_screen (MadoCardPane *self)
{
  MadoPreferences *preferences = mado_context_get_preferences (mado_counter_get_context (self->counter));
  const char *screen = mado_preferences_get (preferences, MADO_PREFERENCE_VISITOR_SCREEN);

  return screen != NULL && *screen != '\0';
}

static gboolean
is_secret_of_holder (MadoCardSecret secret)
{
  return secret != MADO_CARD_SECRET_CARD_NUMBER && secret != MADO_CARD_SECRET_CODE_A && secret != MADO_CARD_SECRET_CODE_B;
}

/* --- the window ------------------------------------------------------------------- */

void
mado_card_pane_drop_window (MadoCardPane *self)
{
  if (self->window == NULL)
    return;
  mado_pin_entry_clear (mado_pin_window_get_entry (self->window));
  g_signal_handlers_disconnect_by_data (self->window, self);
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&self->window)));
}

static void
entered_cb (MadoPinWindow *window,
            MadoCardPane  *self)
{
  mado_card_pane_send (self, mado_pin_window_get_entry (window));
}

static void
typed_cb (MadoPinWindow *window,
          MadoCardPane  *self)
{
  if (self->warned)
    mado_pin_window_tell (window, _("One more mistake locks the PIN. Please make sure of it first."), TRUE, TRUE);
  self->warned = FALSE;
}

static void
left_cb (MadoPinWindow *window,
         gboolean       visitor,
         MadoCardPane  *self)
{
  mado_card_pane_drop_window (self);
  if (visitor)
    mado_card_pane_stop (self, _("The visitor does not want to enter the PIN. Nothing was sent to the card."));
  else
    mado_card_pane_ask_here (self);
}

static void
open_window (MadoCardPane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->window != NULL)
    return;
  self->window = mado_pin_window_new ();
  g_signal_connect (self->window, "entered", G_CALLBACK (entered_cb), self);
  g_signal_connect (self->window, "typed", G_CALLBACK (typed_cb), self);
  g_signal_connect (self->window, "left", G_CALLBACK (left_cb), self);
  self->own_screen = mado_visitor_place (GTK_WINDOW (self->window), GTK_WINDOW (root), wants_own_screen (self));
}

/* --- for the pane -------------------------------------------------------------------- */

gboolean
mado_card_pane_can_ask_visitor (MadoCardPane *self)
{
  return self->window == NULL && self->session != NULL && gtk_widget_get_visible (self->ask) &&
         is_secret_of_holder (mado_card_session_get_secret (self->session));
}

void
mado_card_pane_ask_visitor (MadoCardPane *self)
{
  MadoCardSecret secret = mado_card_session_get_secret (self->session);

  open_window (self);
  mado_pin_window_ask (self->window, gtk_label_get_text (GTK_LABEL (self->kind)), mado_card_secret_title (secret),
                       mado_card_session_get_tries (self->session), mado_card_secret_length (secret));
  self->warned = FALSE;
  mado_pin_entry_clear (MADO_PIN_ENTRY (self->pin));
  gtk_widget_set_visible (self->pin, FALSE);
  mado_card_pane_show_state (self, _("The visitor enters the PIN on his screen. Esc stops."), FALSE);
}

gboolean
mado_card_pane_asks_visitor_first (MadoCardPane *self)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));

  return is_secret_of_holder (mado_card_session_get_secret (self->session)) && wants_own_screen (self) &&
         g_list_model_get_n_items (gdk_display_get_monitors (display)) > 1;
}
