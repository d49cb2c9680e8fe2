/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes @pdf as cairo wrote it and gives it back with smaller fonts; @pdf
 * itself if it is not what this knows. Takes over @pdf. */
GBytes *mado_pdf_squeeze (GBytes *pdf);

/* Cairo 1.16 misreads the widths of some glyphs when it takes a CFF font out of
 * another PDF (a width is guessed from the parity of operands, without those
 * that subroutines take): letters would lie on each other. The widths are read
 * anew from the fonts themselves. Takes over @pdf, as above. */
GBytes *mado_pdf_correct_widths (GBytes *pdf);

G_END_DECLS
