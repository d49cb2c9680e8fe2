/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Makes of a PDF that cairo wrote one for the archive, PDF/A-2b (ISO 19005-2): XMP
 * metadata, an sRGB output intent, an identifier in the trailer. Fonts are embedded and colours plain already.
 * @pdf is given back as it is if it is not what this knows. Takes over @pdf.
 */
GBytes *mado_pdf_archive (GBytes     *pdf,
                          const char *title,
                          gint64      created_ms);

G_END_DECLS
