/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes @pdf as cairo wrote it and gives it back with smaller fonts; @pdf
 * itself if it is not what this knows. Takes over @pdf. */
GBytes *mado_pdf_squeeze (GBytes *pdf);

G_END_DECLS
