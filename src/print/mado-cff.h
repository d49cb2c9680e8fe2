/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes the tables of a CID-keyed CFF font subset easy to compress, in place;
 * TRUE if anything changed. */
gboolean mado_cff_blank_unused_subrs (guint8 *font,
                                      gsize   length);

/* (element-type int): how far each glyph of a CID-keyed font advances, in its
 * units; %NULL: it cannot be followed. */
GArray  *mado_cff_read_widths        (guint8 *font,
                                      gsize   length);

G_END_DECLS
