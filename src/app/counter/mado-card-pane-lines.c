/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-card-pane-private.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *
proof_of (MadoCardKind kind)
{
  switch (kind)
    {
    case MADO_CARD_KIND_MYNUMBER:
      return "mn_card";
    case MADO_CARD_KIND_LICENCE:
      return "licence";
    case MADO_CARD_KIND_RESIDENCE:
      return "residence_card";
    case MADO_CARD_KIND_UNKNOWN:
    default:
      return NULL;
    }
}

/* --- what was read ------------------------------------------------------------------- */

static void
tell_missing (MadoCardPane       *self,
              const MadoCardData *data)
{
  g_autofree char *number = g_strdup_printf ("%u", data->name_gaiji + data->address_gaiji);
  g_autofree char *text = NULL;

  if (data->name_gaiji + data->address_gaiji == 0)
    {
      gtk_label_set_text (GTK_LABEL (self->state), _("Alt+A takes all of it, Esc nothing."));
      gtk_widget_set_visible (self->state, TRUE);
      return;
    }
  text = g_strdup_printf (_("%s characters cannot be read from the card (〓). Please type that name or address from the card: %s %s"),
                          number, data->name_gaiji ? data->name : "", data->address_gaiji ? data->address : "");
  gtk_label_set_text (GTK_LABEL (self->state), text);
  gtk_widget_set_visible (self->state, TRUE);
}

static void
tell_differences (MadoCardPane         *self,
                  const MadoCardPerson *card)
{
  guint n = mado_card_values_count_differences (self->proposals);
  g_autofree char *number = g_strdup_printf ("%u", n);
  g_autofree char *text = NULL;

  if (!mado_card_values_is_valid (card, mado_counter_get_reader (self->counter)->today))
    mado_card_pane_tell (self, MADO_MESSAGE_WARNING, _("This card is past its date. It does not count as an identity document."));
  if (n == 0)
    return;
  text = g_strdup_printf (_("The card differs from what stands here in %s fields. Please compare them."), number);
  mado_card_pane_tell (self, MADO_MESSAGE_WARNING, text);
}

void
mado_card_pane_propose (MadoCardPane *self)
{
  const MadoCardData *data = mado_card_session_get_data (self->session);
  const MadoFormReader *reader = mado_counter_get_reader (self->counter);
  const MadoEvent *event = mado_counter_get_event (self->counter);
  const MadoCardPerson card = {
    .name = data->name, .address = data->address, .birth = data->birth, .sex = data->sex,
    .expiry = self->expiry && *self->expiry ? self->expiry : data->expiry,
    .proof = proof_of (mado_card_session_get_kind (self->session)),
    .name_missing = data->name_gaiji, .address_missing = data->address_gaiji,
  };
  g_autoptr (MadoFixedProvider) provider = mado_fixed_provider_new ("card", MADO_SOURCE_CARD);
  g_autofree char *eid = g_strdup (mado_card_values_find_person (reader, &card));

  /* A card that brings no name has no line of its own. */
  if (eid == NULL && *data->name != '\0' && !(event && event->mourning))
    {
      eid = g_strdup (mado_counter_add_person (self->counter));
      g_free (self->made);
      self->made = g_strdup (eid);
    }
  mado_card_values_place (mado_counter_get_pack (self->counter), event, reader, &card, eid, provider);
  g_clear_object (&self->proposals);
  self->proposals = mado_proposals_new (mado_counter_get_pack (self->counter));
  mado_proposals_add (self->proposals, MADO_PROVIDER (provider));
  mado_card_pane_refresh (self);
  mado_proposal_list_set (MADO_PROPOSAL_LIST (self->lines), self->proposals);
  tell_missing (self, data);
  tell_differences (self, &card);
  if (mado_proposals_get_list (self->proposals)->len > 0)
    {
      mado_proposal_list_focus (MADO_PROPOSAL_LIST (self->lines));
      return;
    }
  mado_card_pane_tell (self, MADO_MESSAGE_INFO, _("All that the card says stands here already."));
  mado_card_pane_close (self);
}

void
mado_card_pane_take_all (MadoCardPane *self)
{
  mado_proposal_list_take_all (MADO_PROPOSAL_LIST (self->lines));
  mado_card_pane_tell (self, MADO_MESSAGE_INFO, _("What the card says was taken over. It can be changed like anything typed."));
  mado_card_pane_close (self);
}
