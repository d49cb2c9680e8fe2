/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Reading codes from pictures. The decoders (zxing, zbar) are in the module
 * libmado-scan, loaded at the first picture: linking them would cost every
 * start.
 *
 * The corner marks of a code are looked for first, in pictures half as large and
 * less, which is cheap. Where three stand as they do in a code, or two and a place
 * for a third, its modules are taken out of the picture one by one, along all its
 * alignment marks, and handed to the decoder as a clean code: that reads codes of
 * any size, bent ones, and those with a corner covered. Then marks are looked for at
 * full size, and zxing sees the whole picture. Only where there is reason to
 * believe in a code, zbar and then changed pictures (scale, local threshold,
 * sharper, softer, inverted, turned …) are tried on the part where the marks are,
 * in the order that reads most per millisecond on hard photographs, until the work
 * allowed is used up. Work is counted in pixels, not by the clock: the same picture
 * gives the same answer on a busy machine.
 */

typedef enum
{
  MADO_SCAN_FRAME,  /* one of many: no frame costs more than a few of them may */
  MADO_SCAN_STILL,  /* by itself, but there may be many without a code: those cost no more than a look */
  MADO_SCAN_PATIENT, /* a person has chosen it and waits: everything, where there is but one mark */
} MadoScanEffort;

typedef struct
{
  char *text;       /* UTF-8 */
  int   corners[8]; /* x, y of four corners in the picture */
} MadoScanText;

void       mado_scan_text_free   (MadoScanText         *self);

/* Grey picture, 8 bits a pixel. Never on the main thread: up to a second for a
 * still. Returns #MadoScanText (container, full), empty if none; NULL with an
 * error only if the module is missing. */
GPtrArray *mado_scan_find        (const guint8          *pixels,
                                  guint                  width,
                                  guint                  height,
                                  guint                  stride,
                                  MadoScanEffort         effort,
                                  GError               **error);

/* The same; @spent: the work it took, in pixels that zxing looks at. Whatever the
 * machine, the same for the same picture. */
GPtrArray *mado_scan_find_counting (const guint8    *pixels,
                                    guint            width,
                                    guint            height,
                                    guint            stride,
                                    MadoScanEffort   effort,
                                    gint64          *spent,
                                    GError         **error);

/* The texts alone (char *), with patience. */
GPtrArray *mado_scan_read_grey   (const guint8          *pixels,
                                  guint                  width,
                                  guint                  height,
                                  guint                  stride,
                                  GError               **error);

/* RGB or RGBA, as GdkPixbuf and GdkTexture give it. Transparent is white. */
GPtrArray *mado_scan_read_rgb    (const guint8          *pixels,
                                  guint                  width,
                                  guint                  height,
                                  guint                  stride,
                                  guint                  channels,
                                  GError               **error);
/* The same as grey, one byte a pixel without gaps. */
guint8    *mado_scan_grey_of_rgb (const guint8          *pixels,
                                  guint                  width,
                                  guint                  height,
                                  guint                  stride,
                                  guint                  channels);

/* The bytes of a code as text. A code seldom says its encoding: UTF-8 if it is
 * that, else the Shift-JIS (code page 932) of the standard's Japanese edition
 * where it makes sense, else @guess, else ISO 8859-1. NULL: it holds a NUL. */
char      *mado_scan_text_of     (const guint8          *bytes,
                                  gsize                  length,
                                  const char            *guess);

G_END_DECLS
