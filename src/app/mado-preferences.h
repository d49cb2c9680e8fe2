/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/**
 * MadoPreferences:
 *
 * What belongs to this place at this counter, kept in the key file
 * "preferences.ini" of the profile: desk, window number, scanner, printers,
 * second screen. Nothing personal is in it. A damaged file is set aside and
 * the defaults apply.
 */
#define MADO_TYPE_PREFERENCES (mado_preferences_get_type ())
G_DECLARE_FINAL_TYPE (MadoPreferences, mado_preferences, MADO, PREFERENCES, GObject)

#define MADO_PREFERENCE_DESK            "desk"            /* desk or centre id */
#define MADO_PREFERENCE_WINDOW          "window"          /* window number as on the sign */
#define MADO_PREFERENCE_SCANNER_PREFIX  "scanner-prefix"  /* what a code starts with, default MG1: */
#define MADO_PREFERENCE_SERIAL_SCANNER  "serial-scanner"  /* "" none, or MadoSerialScan's address */
#define MADO_PREFERENCE_A4_PRINTER      "a4-printer"      /* "" system printer, "folder:PATH" files */
#define MADO_PREFERENCE_RECEIPT_PRINTER "receipt-printer" /* the same, or MadoReceipt's address */
#define MADO_PREFERENCE_SLIP_PAPER      "slip-paper"      /* "a4" or "receipt" */
#define MADO_PREFERENCE_RECEIPT_WIDTH   "receipt-width"   /* "80" or "58" mm of paper */
#define MADO_PREFERENCE_RECEIPT_CUT     "receipt-cut"     /* "yes", "no": it has no knife */
#define MADO_PREFERENCE_PRINT_SLIP      "print-slip"      /* these three: MadoPrintSetup */
#define MADO_PREFERENCE_PRINT_ISSUED    "print-issued"
#define MADO_PREFERENCE_PRINT_DOCUMENT  "print-document"
#define MADO_PREFERENCE_VISITOR_SCREEN  "visitor-screen"  /* connector of the second monitor; "" same screen */
#define MADO_PREFERENCE_LOCK_MINUTES    "lock-minutes"    /* curtain after so long without a key */
#define MADO_PREFERENCE_APPEARANCE      "appearance"      /* "system", "light", "dark" */
#define MADO_PREFERENCE_CAMERA          "camera"          /* "" the first, "none", its name, either behind "portal:", "file:PATH", "gst:DESCRIPTION" */
#define MADO_PREFERENCE_CAMERA_MIRROR   "camera-mirror"   /* "yes", "no" */
#define MADO_PREFERENCE_LAST_STAFF      "last-staff"      /* staff id for the sign-in page */

MadoPreferences *mado_preferences_new      (const char      *path);
const char      *mado_preferences_get      (MadoPreferences *self,
                                            const char      *name);
int              mado_preferences_get_int  (MadoPreferences *self,
                                            const char      *name);
/* Emits "changed::<name>". */
void             mado_preferences_set      (MadoPreferences *self,
                                            const char      *name,
                                            const char      *value);
gboolean         mado_preferences_save     (MadoPreferences *self,
                                            GError         **error);

G_END_DECLS
