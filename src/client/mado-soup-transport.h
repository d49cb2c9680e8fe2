/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "client/mado-transport.h"

G_BEGIN_DECLS

#define MADO_TYPE_SOUP_TRANSPORT (mado_soup_transport_get_type ())
G_DECLARE_FINAL_TYPE (MadoSoupTransport, mado_soup_transport, MADO, SOUP_TRANSPORT, GObject)

/* @base: "http://127.0.0.1:8080" or https. Belongs to the thread (and its
 * default main context) that makes it. */
MadoSoupTransport *mado_soup_transport_new         (const char        *base,
                                                    guint              timeout_seconds);
SoupSession       *mado_soup_transport_get_session (MadoSoupTransport *self);
const char        *mado_soup_transport_get_base    (MadoSoupTransport *self);

G_END_DECLS
