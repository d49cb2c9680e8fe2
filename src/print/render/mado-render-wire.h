/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The values in a frame: little-endian integers, doubles as their 64 bits,
 * texts as 32-bit length and UTF-8. There are no types on the wire: a message
 * is read in the order in which it was written.
 */

/* Writing; the array grows. */
void     mado_render_put_u32    (GByteArray *out,
                                 guint32     value);
void     mado_render_put_i32    (GByteArray *out,
                                 gint32      value);
void     mado_render_put_i64    (GByteArray *out,
                                 gint64      value);
void     mado_render_put_double (GByteArray *out,
                                 double      value);
/* %NULL is written as the empty text. What is no UTF-8 is mended first. */
void     mado_render_put_text   (GByteArray *out,
                                 const char *text);
void     mado_render_put_bytes  (GByteArray *out,
                                 gconstpointer data,
                                 guint32     length);

/**
 * MadoRenderReader:
 *
 * Reads a body and never past its end. After the first fault every value is
 * 0 or "", and mado_render_reader_is_whole() says %FALSE; so a caller reads
 * a whole message and asks once.
 */
typedef struct
{
  const guint8 *at;
  const guint8 *end;
  gboolean      failed;
} MadoRenderReader;

void     mado_render_reader_init     (MadoRenderReader *self,
                                      const guint8     *data,
                                      gsize             length);
guint32  mado_render_get_u32         (MadoRenderReader *self);
gint32   mado_render_get_i32         (MadoRenderReader *self);
gint64   mado_render_get_i64         (MadoRenderReader *self);
/* Always finite; anything else is a fault. */
double   mado_render_get_double      (MadoRenderReader *self);
/* Transfer full, valid UTF-8 without NUL, never %NULL. */
char    *mado_render_get_text        (MadoRenderReader *self);
/* Borrowed, of the body. */
const guint8 *mado_render_get_bytes  (MadoRenderReader *self,
                                      guint32          *length);
/* A number of elements that follow, each at least @size bytes long: a fault
 * if so many cannot be there, so that nobody allocates for them. */
guint32  mado_render_get_count       (MadoRenderReader *self,
                                      gsize             size);
/* Everything was there and nothing is left over. */
gboolean mado_render_reader_is_whole (MadoRenderReader *self);

G_END_DECLS
