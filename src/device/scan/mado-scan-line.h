/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MadoScanLine:
 *
 * Cuts what a serial scanner sends into codes: bytes come in pieces of any
 * size, and codes end with CR, LF, both, a tab, NUL or ETX, whatever the
 * scanner was set to, or with a pause when it was set to nothing. A pure state
 * machine over bytes and their times.
 *
 * A code is text of printable ASCII; with one byte that is none, or with more
 * than MADO_SCAN_LINE_MAX of them, all of it up to its end is dropped and told
 * as broken: half a code is never handed on.
 */
#define MADO_SCAN_LINE_MAX      4096
#define MADO_SCAN_LINE_PAUSE_MS 150 /* a code without an end is over */

typedef enum
{
  MADO_SCAN_LINE_CODE,     /* @text is one whole code */
  MADO_SCAN_LINE_BROKEN,   /* one came that cannot be read: bytes that are no text */
  MADO_SCAN_LINE_TOO_LONG, /* no code of anybody's is that long */
} MadoScanLineNews;

typedef void (*MadoScanLineFunc) (MadoScanLineNews news, const char *text, gpointer data);

typedef struct _MadoScanLine MadoScanLine;

/* @func is called from mado_scan_line_feed(), _tick() and _break_off(). */
MadoScanLine *mado_scan_line_new       (MadoScanLineFunc  func,
                                        gpointer          data);
void          mado_scan_line_free      (MadoScanLine     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoScanLine, mado_scan_line_free)

/* @now_ms: any steady clock. */
void          mado_scan_line_feed      (MadoScanLine     *self,
                                        const guint8     *bytes,
                                        gsize             length,
                                        gint64            now_ms);
/* Time passed without a byte. */
void          mado_scan_line_tick      (MadoScanLine     *self,
                                        gint64            now_ms);
/* When to call mado_scan_line_tick() at the latest; -1: no need. */
gint64        mado_scan_line_deadline  (MadoScanLine     *self);
/* The scanner was unplugged: what is there of a code is broken. */
void          mado_scan_line_break_off (MadoScanLine     *self);

G_END_DECLS
