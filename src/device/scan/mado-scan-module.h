/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the module libmado-scan exports; see scan-module.cpp. */

typedef enum
{
  MADO_SCAN_ZXING_FAST,   /* zxing, threshold by neighbourhood, every third line */
  MADO_SCAN_ZXING,        /* the same, every line */
  MADO_SCAN_ZXING_GLOBAL, /* zxing, one threshold for all */
  MADO_SCAN_ZBAR,
  MADO_SCAN_MODULES,      /* zxing, one black or white pixel a module */
} MadoScanEngine;

typedef struct
{
  const guint8 *bytes;   /* valid during the call */
  gsize         length;
  gboolean      is_utf8; /* the code itself names its encoding; else bytes as they stand in it */
  const char   *guess;   /* what the decoder takes them for, or NULL */
  int           corners[8]; /* x, y of four corners in the picture given */
} MadoScanCode;

typedef void (*MadoScanFound)  (const MadoScanCode *code,
                                gpointer            data);
/* How many codes were handed to @found. */
typedef int  (*MadoScanDecode) (const guint8   *grey,
                                int             width,
                                int             height,
                                int             stride,
                                MadoScanEngine  engine,
                                MadoScanFound   found,
                                gpointer        data);

#define MADO_SCAN_MODULE_SYMBOL "mado_scan_decode"

G_END_DECLS
