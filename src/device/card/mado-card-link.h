/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "device/card/mado-card-types.h"

G_BEGIN_DECLS

#define MADO_TYPE_CARD_LINK (mado_card_link_get_type ())
G_DECLARE_INTERFACE (MadoCardLink, mado_card_link, MADO, CARD_LINK, GObject)

/**
 * MadoCardLink:
 *
 * The way to one card in one reader, open from open() to close(). Blocking;
 * only the card reading process uses it. A card that never answers blocks
 * transmit() for ever, which is why that process can be given up.
 */
struct _MadoCardLinkInterface
{
  GTypeInterface parent;

  /* A command and the answer with its two status bytes. Anything but OK means
   * that the card is lost or a stranger: nothing read so far may be used. */
  MadoCardResult (*transmit) (MadoCardLink *self,
                              const guint8 *command,
                              gsize         n,
                              guint8       *answer,
                              gsize         size,
                              gsize        *length);
  /* Cuts the card's power, so that it forgets what was opened. */
  void           (*close)    (MadoCardLink *self);
};

MadoCardResult mado_card_link_transmit (MadoCardLink *self,
                                        const guint8 *command,
                                        gsize         n,
                                        guint8       *answer,
                                        gsize         size,
                                        gsize        *length);
void           mado_card_link_close    (MadoCardLink *self);

G_END_DECLS
