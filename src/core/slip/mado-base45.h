/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Base45 (RFC 9285): two bytes in three characters of the QR alphanumeric
 * set. Decoding takes canonical text only and gives NULL for anything else. */
void    mado_base45_append (GString      *out,
                            const guint8 *data,
                            gsize         length);
GBytes *mado_base45_decode (const char   *text,
                            gsize         length);

G_END_DECLS
