/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-page-private.h"

#include "app/counter/mado-paper-pane.h"

/* A paper beside the fields: where a card's pane stands, made at the first paper. */

static void
changed_cb (MadoPaperPane   *pane,
            MadoCounterPage *self)
{
  gboolean open = mado_paper_pane_is_open (pane);

  for (GtkWidget *child = gtk_widget_get_first_child (self->right); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (child != self->paper && child != self->card)
      gtk_widget_set_visible (child, !open);
  if (!open && self->loaded)
    mado_stage_focus_first (self->current);
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
message_cb (MadoPaperPane   *pane,
            int              kind,
            const char      *text,
            MadoCounterPage *self)
{
  mado_page_message (MADO_PAGE (self), (MadoMessageKind) kind, "%s", text);
}

gboolean
mado_counter_page_read_paper (MadoCounterPage *self,
                              GBytes          *picture)
{
  if (!self->loaded || !mado_counter_page_can_read_card (self))
    return FALSE;
  mado_stage_leave (self->current);
  mado_counter_page_card_perform (self, MADO_COMMAND_CLOSE);
  if (self->paper == NULL)
    {
      self->paper = mado_paper_pane_new (self->counter);
      gtk_widget_set_vexpand (self->paper, TRUE);
      gtk_box_prepend (GTK_BOX (self->right), self->paper);
      g_signal_connect (self->paper, "changed", G_CALLBACK (changed_cb), self);
      g_signal_connect (self->paper, "message", G_CALLBACK (message_cb), self);
    }
  mado_paper_pane_read (MADO_PAPER_PANE (self->paper), picture);
  return TRUE;
}

gboolean
mado_counter_page_paper_can (MadoCounterPage *self,
                             const char      *command)
{
  return self->paper != NULL && mado_paper_pane_can (MADO_PAPER_PANE (self->paper), command);
}

gboolean
mado_counter_page_paper_perform (MadoCounterPage *self,
                                 const char      *command)
{
  return self->paper != NULL && mado_paper_pane_perform (MADO_PAPER_PANE (self->paper), command);
}

void
mado_counter_page_paper_refresh (MadoCounterPage *self)
{
  if (self->paper != NULL)
    mado_paper_pane_refresh (MADO_PAPER_PANE (self->paper));
}
