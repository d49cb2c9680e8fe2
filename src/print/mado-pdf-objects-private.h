/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Cairo 1.16 writes plain PDF 1.5: numbered objects, the length of each stream in
 * an object of its own, a table of offsets, a trailer. Each object is a slice
 * of the file, from its offset to the next one; a file is written anew with
 * other slices in their places and more behind them, and a new table. Nothing
 * else is read: what another program wrote is a surprise, and left alone.
 */
typedef struct
{
  const char *data;
  gsize       length;
} MadoPdfSlice;

typedef struct
{
  int           number;
  gsize         offset;
  MadoPdfSlice  slice;
  GByteArray   *stream;  /* replaces the slice's stream; or NULL */
  GString      *text;    /* replaces the slice; or NULL */
  gssize        value;   /* replaces the number in it; or -1 */
  gsize         at;      /* new offset */
} MadoPdfObject;

typedef struct
{
  MadoPdfSlice  file;    /* borrowed */
  gsize         trailer;
  GArray       *objects; /* MadoPdfObject, by offset; what is added, behind */
} MadoPdfObjects;

/* FALSE: not as cairo writes it. */
gboolean       mado_pdf_objects_read  (MadoPdfObjects       *self,
                                       GBytes               *pdf);
void           mado_pdf_objects_clear (MadoPdfObjects       *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoPdfObjects, mado_pdf_objects_clear)

MadoPdfObject *mado_pdf_objects_find  (const MadoPdfObjects *self,
                                       guint64               number);
guint          mado_pdf_objects_count (const MadoPdfObjects *self);
/* The next number; takes over @text, the whole object from "N 0 obj" on. */
void           mado_pdf_objects_add   (MadoPdfObjects       *self,
                                       GString              *text);
GBytes        *mado_pdf_objects_write (MadoPdfObjects       *self);

/* From the first @what on; no data if there is none. */
MadoPdfSlice   mado_pdf_slice_find    (MadoPdfSlice          self,
                                       const char           *what);
/* The number behind @key, such as "/Contents "; 0: none. */
guint64        mado_pdf_slice_number  (MadoPdfSlice          self,
                                       const char           *key);

/* mado-pdf-squeeze.c: the CFF font in a stream, inflated; NULL: it is none. */
guint8        *mado_pdf_font_inflate  (MadoPdfObjects       *self,
                                       MadoPdfObject        *object,
                                       gsize                *length);

G_END_DECLS
