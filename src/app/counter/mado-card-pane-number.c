/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-card-pane-private.h"

#include <glib/gi18n.h>

/*
 * The 個人番号: only where a procedure of the case says that staff deal with it,
 * only on the clerk's own key, and only to be copied into the core system now.
 * It goes from the card's session into the locked memory of the view and to no
 * other place: no field, record, draft, slip, print, log or clipboard.
 */

static gboolean
is_over (MadoProcState state)
{
  return state == MADO_STATE_CLOSED || state == MADO_STATE_NOT_APPLICABLE || state == MADO_STATE_WITHDRAWN ||
         state == MADO_STATE_REFUSED;
}

gboolean
mado_card_pane_allows_number (MadoCounter *counter)
{
  const char *const *ids = mado_counter_list_procedures (counter);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      const MadoProcedure *procedure = mado_pack_get_procedure (mado_counter_get_pack (counter), ids[i]);

      if (procedure != NULL && procedure->individual_number == MADO_NUMBER_STAFF &&
          !is_over (mado_counter_get_state (counter, ids[i])))
        return TRUE;
    }
  return FALSE;
}

static void
wiped_cb (MadoNumberView *view,
          MadoCardPane   *self)
{
  gtk_widget_set_visible (self->number, FALSE);
  mado_card_pane_show_state (self, _("The individual number was wiped. Read it again if it is still needed."), FALSE);
}

void
mado_card_pane_show_number (MadoCardPane *self)
{
  if (self->number == NULL)
    {
      self->number = mado_number_view_new ();
      g_signal_connect (self->number, "wiped", G_CALLBACK (wiped_cb), self);
      gtk_box_insert_child_after (GTK_BOX (self->box), self->number, self->ask);
    }
  gtk_widget_set_visible (self->number, TRUE);
  mado_number_view_set (MADO_NUMBER_VIEW (self->number), mado_card_session_get_data (self->session)->my_number);
  mado_card_pane_show_state (self, _("Space shows and hides the number. Copy it into the core system, then press Esc. It is wiped after one minute and kept nowhere."),
                             FALSE);
  gtk_widget_grab_focus (self->number);
}

void
mado_card_pane_forget_number (MadoCardPane *self)
{
  self->for_number = FALSE;
  if (self->number == NULL)
    return;
  mado_number_view_clear (MADO_NUMBER_VIEW (self->number));
  gtk_widget_set_visible (self->number, FALSE);
}

gboolean
mado_card_pane_number_key (MadoCardPane *self,
                           guint         keyval)
{
  if (self->number == NULL || !gtk_widget_has_focus (self->number) || keyval != GDK_KEY_space)
    return FALSE;
  mado_number_view_toggle (MADO_NUMBER_VIEW (self->number));
  return TRUE;
}
