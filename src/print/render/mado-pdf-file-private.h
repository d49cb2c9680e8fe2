/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/render/mado-pdf-file.h"
#include "print/render/mado-render-process.h"

G_BEGIN_DECLS

/* A call to a renderer that has the document, started anew if need be. */
gboolean           mado_pdf_file_call   (MadoPdfFile       *self,
                                         guint32            kind,
                                         GByteArray        *request,
                                         MadoRenderReader  *reader,
                                         GError           **error);
gboolean           mado_pdf_file_accept (MadoPdfFile       *self,
                                         MadoRenderReader  *reader,
                                         GError           **error);
/* The same document in another renderer, for signatures. */
MadoRenderProcess *mado_pdf_file_second (MadoPdfFile       *self,
                                         GError           **error);

G_END_DECLS
