/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/check/mado-device-finding.h"
#include "device/scan/mado-serial-scan.h"
#include "device/scan/mado-wedge.h"

G_BEGIN_DECLS

/* What the test code says behind the prefix: every sign that a slip's code can
 * have, so that each one that a wrong keyboard layout swaps is seen. */
#define MADO_SCANNER_TEST_TEXT "TEST 0123456789 ABC $%*+-./:"

/* A code that the keyboard-wedge recogniser took (or that broke off). @matches:
 * it was the test code, letter by letter. */
GPtrArray *mado_scanner_check_typed  (const MadoWedgeFacts *facts,
                                      gboolean              matches);
/* What arrived as plain typing in a text field instead: why it was not known as
 * a scanner's. @prefix: of the preferences ("MG1:"). */
GPtrArray *mado_scanner_check_leaked (const char           *text,
                                      const char           *prefix);
/* The one on a serial line; @serial NULL: none is set up. @lines: that are plugged in. */
GPtrArray *mado_scanner_check_serial (MadoSerialState       state,
                                      const char           *path,
                                      const char *const    *lines);

G_END_DECLS
