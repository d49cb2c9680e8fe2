/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/scan/mado-serial-scan.h"
#include "device/scan/mado-wedge.h"

G_BEGIN_DECLS

/**
 * MadoScanWatch:
 *
 * What the scanners of this place did last, for whoever looks after them (the
 * page of the devices). The window that has the scanners tells it. No code is
 * kept here, only how it came.
 *
 * Signals:
 *   "typed" ()           a keyboard-wedge scanner typed a code, or broke off; see get_facts()
 *   "serial-changed" ()  another serial scanner, or its state
 */
#define MADO_TYPE_SCAN_WATCH (mado_scan_watch_get_type ())
G_DECLARE_FINAL_TYPE (MadoScanWatch, mado_scan_watch, MADO, SCAN_WATCH, GObject)

MadoScanWatch        *mado_scan_watch_new        (void);

void                  mado_scan_watch_typed      (MadoScanWatch        *self,
                                                  const MadoWedgeFacts *facts);
const MadoWedgeFacts *mado_scan_watch_get_facts  (MadoScanWatch        *self);

/* The serial scanner that is in use; NULL: none. Borrowed by the callers. */
void                  mado_scan_watch_set_serial (MadoScanWatch        *self,
                                                  MadoSerialScan       *serial);
MadoSerialScan       *mado_scan_watch_get_serial (MadoScanWatch        *self);

G_END_DECLS
