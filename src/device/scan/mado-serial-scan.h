/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "device/scan/mado-scan-line.h"

G_BEGIN_DECLS

/**
 * MadoSerialScan:
 *
 * A scanner on a serial line (USB-CDC or RS-232), read on a thread of its own.
 * It may be plugged in later, out and in again: the line is opened as soon as
 * it is there. What it sent before is not read. All signals come on the main
 * context of whoever started it.
 *
 * Signals:
 *   "code" (char *text)    one whole code, as it was sent
 *   "broken" (int why)     #MadoScanLineNews: one came that cannot be read
 *   "state-changed" ()     mado_serial_scan_get_state() is another
 */
typedef enum
{
  MADO_SERIAL_STOPPED,
  MADO_SERIAL_MISSING,  /* no such device: not plugged in */
  MADO_SERIAL_DENIED,   /* it is there, but this account may not open it */
  MADO_SERIAL_BUSY,     /* another program has it for itself */
  MADO_SERIAL_NO_LINE,  /* it is there, but it is no serial line */
  MADO_SERIAL_FAILED,   /* anything else */
  MADO_SERIAL_OPEN,
} MadoSerialState;

#define MADO_TYPE_SERIAL_SCAN (mado_serial_scan_get_type ())
G_DECLARE_FINAL_TYPE (MadoSerialScan, mado_serial_scan, MADO, SERIAL_SCAN, GObject)

/* @address: a device file, "/dev/serial/by-id/usb-…", "/dev/ttyACM0"; for a
 * real serial port with its speed, "/dev/ttyS0@9600". Without one it is 115200,
 * which USB does not care about. INVALID: no absolute path, no such speed. */
MadoSerialScan  *mado_serial_scan_new       (const char      *address,
                                             GError         **error);
void             mado_serial_scan_start     (MadoSerialScan  *self);
/* No signal comes any more when this returns. */
void             mado_serial_scan_stop      (MadoSerialScan  *self);
MadoSerialState  mado_serial_scan_get_state (MadoSerialScan  *self);
const char      *mado_serial_scan_get_path  (MadoSerialScan  *self);

/* Serial lines that are plugged in (full, ends with NULL): by their lasting
 * names where there are such. @dev: "/dev". Reads folders: not on the main thread. */
char           **mado_serial_scan_list      (const char      *dev);

G_END_DECLS
