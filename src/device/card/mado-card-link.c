/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-link.h"

G_DEFINE_INTERFACE (MadoCardLink, mado_card_link, G_TYPE_OBJECT)

static void
mado_card_link_default_init (MadoCardLinkInterface *iface)
{
}

MadoCardResult
mado_card_link_transmit (MadoCardLink *self,
                         const guint8 *command,
                         gsize         n,
                         guint8       *answer,
                         gsize         size,
                         gsize        *length)
{
  return MADO_CARD_LINK_GET_IFACE (self)->transmit (self, command, n, answer, size, length);
}

void
mado_card_link_close (MadoCardLink *self)
{
  MADO_CARD_LINK_GET_IFACE (self)->close (self);
}
