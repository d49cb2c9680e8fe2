/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-page-private.h"

#include "app/counter/mado-card-pane.h"
#include "app/counter/mado-stage-confirm.h"

/* A card beside the fields: the pane stands where the list of procedures is,
 * and is made when the first card is read. */

static void
changed_cb (MadoCardPane    *pane,
            MadoCounterPage *self)
{
  gboolean open = mado_card_pane_is_open (pane);

  /* The list of procedures and its heading make room. */
  for (GtkWidget *child = gtk_widget_get_first_child (self->right); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (child != self->card && child != self->paper)
      gtk_widget_set_visible (child, !open);
  if (!open && self->loaded)
    mado_stage_focus_first (self->current);
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
message_cb (MadoCardPane    *pane,
            int              kind,
            const char      *text,
            MadoCounterPage *self)
{
  mado_page_message (MADO_PAGE (self), (MadoMessageKind) kind, "%s", text);
}

/* What is confirmed and signed is read no card into; a prepared visit has its
 * person confirmed first. */
gboolean
mado_counter_page_can_read_card (MadoCounterPage *self)
{
  return mado_counter_get_draft (self->counter) == NULL && !MADO_IS_STAGE_CONFIRM (self->current) &&
         !mado_counter_hides_address (self->counter);
}

/* No number for those whose procedures have no ground to ask for it. */
gboolean
mado_counter_page_can_read_number (MadoCounterPage *self)
{
  return mado_counter_page_can_read_card (self) && mado_card_pane_allows_number (self->counter);
}

static MadoCardPane *
open_pane (MadoCounterPage *self)
{
  mado_stage_leave (self->current);
  mado_counter_page_paper_perform (self, MADO_COMMAND_CLOSE);
  if (self->card == NULL)
    {
      self->card = mado_card_pane_new (self->counter);
      gtk_widget_set_vexpand (self->card, TRUE);
      gtk_box_prepend (GTK_BOX (self->right), self->card);
      g_signal_connect (self->card, "changed", G_CALLBACK (changed_cb), self);
      g_signal_connect (self->card, "message", G_CALLBACK (message_cb), self);
    }
  return MADO_CARD_PANE (self->card);
}

gboolean
mado_counter_page_read_card (MadoCounterPage *self)
{
  if (!mado_counter_page_can_read_card (self))
    return FALSE;
  mado_card_pane_read (open_pane (self));
  return TRUE;
}

gboolean
mado_counter_page_read_number (MadoCounterPage *self)
{
  if (!mado_counter_page_can_read_number (self))
    return FALSE;
  mado_card_pane_read_number (open_pane (self));
  return TRUE;
}

gboolean
mado_counter_page_card_can (MadoCounterPage *self,
                            const char      *command)
{
  return self->card != NULL && mado_card_pane_can (MADO_CARD_PANE (self->card), command);
}

gboolean
mado_counter_page_card_perform (MadoCounterPage *self,
                                const char      *command)
{
  return self->card != NULL && mado_card_pane_perform (MADO_CARD_PANE (self->card), command);
}

gboolean
mado_counter_page_card_key (MadoCounterPage *self,
                            guint            keyval)
{
  return self->card != NULL && mado_card_pane_key (MADO_CARD_PANE (self->card), keyval);
}

void
mado_counter_page_card_refresh (MadoCounterPage *self)
{
  if (self->card != NULL)
    mado_card_pane_refresh (MADO_CARD_PANE (self->card));
}
