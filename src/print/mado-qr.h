/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-raster.h"

G_BEGIN_DECLS

/**
 * MadoQr:
 *
 * A QR symbol (ISO/IEC 18004, error correction level M). Text made of
 * 0-9 A-Z and " $%*+-./:" goes in alphanumeric mode, other ASCII as bytes;
 * anything else is refused, because readers guess encodings wrongly.
 */
typedef struct _MadoQr MadoQr;

/* The largest symbol that a slip carries: 105 modules. */
#define MADO_QR_SLIP_VERSION 22
/* White modules that must surround a symbol. */
#define MADO_QR_QUIET 4

MadoQr     *mado_qr_new         (const char    *text,
                                 int            max_version,
                                 GError       **error);
void        mado_qr_free        (MadoQr        *self);

int         mado_qr_get_version (const MadoQr  *self);
int         mado_qr_get_size    (const MadoQr  *self);
gboolean    mado_qr_get_module  (const MadoQr  *self,
                                 int            x,
                                 int            y);

/* As black squares of the current user space; @size is the side of the
 * symbol with its quiet zone. The current path is lost. */
void        mado_qr_draw        (const MadoQr  *self,
                                 cairo_t       *cr,
                                 double         x,
                                 double         y,
                                 double         size);
/* With the quiet zone, each module @dots dots wide. */
MadoRaster *mado_qr_to_raster   (const MadoQr  *self,
                                 int            dots);
void        mado_qr_paint       (const MadoQr  *self,
                                 MadoRaster    *raster,
                                 int            x,
                                 int            y,
                                 int            dots);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoQr, mado_qr_free)

G_END_DECLS
