/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes the tables of a CID-keyed CFF font subset easy to compress, in place;
 * TRUE if anything changed. */
gboolean mado_cff_blank_unused_subrs (guint8 *font,
                                      gsize   length);

G_END_DECLS
