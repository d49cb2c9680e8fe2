/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Reading codes from pictures. The decoders (zxing, then zbar) are in the
 * module libmado-scan, loaded at the first picture: linking them would cost
 * every start. zxing is asked first on each try, zbar where it failed; then
 * measured retries: half size, double size, more contrast, inverted.
 */

/* Grey picture, 8 bits a pixel. Never on the main thread: up to a second for
 * a picture without a code. Returns the texts found (container, full), empty if
 * none; NULL with an error only if the module is missing. */
GPtrArray *mado_scan_read_grey   (const guint8         *pixels,
                                  guint                 width,
                                  guint                 height,
                                  guint                 stride,
                                  GError              **error);

/* RGB or RGBA, as GdkPixbuf and GdkTexture give it. Transparent is white. */
GPtrArray *mado_scan_read_rgb    (const guint8         *pixels,
                                  guint                 width,
                                  guint                 height,
                                  guint                 stride,
                                  guint                 channels,
                                  GError              **error);

/* What the module exports; see scan-module.cpp. Returns how many texts were
 * handed to @found. */
#define MADO_SCAN_MODULE_SYMBOL "mado_scan_decode"
typedef void (*MadoScanFound)  (const char *text, gsize length, gpointer data);
typedef int  (*MadoScanDecode) (const guint8 *grey, int width, int height, int stride,
                                gboolean thorough, MadoScanFound found, gpointer data);

G_END_DECLS
