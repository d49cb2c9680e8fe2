/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/card/mado-card-link.h"

G_BEGIN_DECLS

#define MADO_TYPE_CARD_PCSC (mado_card_pcsc_get_type ())
G_DECLARE_FINAL_TYPE (MadoCardPcsc, mado_card_pcsc, MADO, CARD_PCSC, GObject)

/* The card service of the system (pcscd). */

/* Names of the readers, never NULL. NO_SERVICE, or READER_ERROR if there is
 * none. */
MadoCardResult mado_card_pcsc_list_readers (GStrv         *readers);
/* Those of @readers that hold a card, in their order; waits up to @wait_ms for
 * one, because the service notices a card late. NO_CARD if none does. */
MadoCardResult mado_card_pcsc_list_cards   (const char *const *readers,
                                            guint              wait_ms,
                                            GStrv             *with_card);
/* Connects alone and for as long as the link is open. A reader that another
 * program holds is tried for up to @wait_ms, then READER_ERROR. */
MadoCardResult mado_card_pcsc_open         (const char     *reader,
                                            guint           wait_ms,
                                            MadoCardPcsc  **link);

G_END_DECLS
