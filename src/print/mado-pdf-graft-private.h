/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-pdf-objects-private.h"

G_BEGIN_DECLS

/* Numbers of the objects of a one-page file, 0 where they go nowhere: the
 * catalogue, the list of pages, the page itself. */
typedef struct
{
  const guint *numbers; /* by old number */
  guint        count;
} MadoPdfNumbers;

/* Appends the object behind "N 0 obj" of @slice to @out with other numbers,
 * "endobj" included. @extra: put into its dictionary; nullable. @length: of
 * the stream, if it has one. FALSE: not the kind of object that cairo writes
 * for a page. */
gboolean mado_pdf_copy_object (MadoPdfSlice          slice,
                               const MadoPdfNumbers *numbers,
                               const char           *extra,
                               gsize                 length,
                               GString              *out);

G_END_DECLS
