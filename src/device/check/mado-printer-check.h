/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/check/mado-device-finding.h"

G_BEGIN_DECLS

/**
 * mado_printer_check:
 * @name: a CUPS queue; "" for the system's own choice
 *
 * Asks the print service (lpstat) how the printer is: whether there is such a
 * queue, whether it takes jobs, and what the printer says of itself
 * (printer-state-reasons of RFC 8011: paper, cover, toner, off line …). Waits;
 * on a thread. Returns MadoDeviceFinding* (full).
 */
GPtrArray *mado_printer_check       (const char   *name,
                                     GCancellable *cancellable);

/* The same from what lpstat said, for tests. @out: of "lpstat -r -l -p NAME -a
 * NAME" in the language C. */
GPtrArray *mado_printer_check_parse (const char   *name,
                                     const char   *out,
                                     const char   *err);
/* Of "lpstat -d" (full); NULL: the system has none. */
char      *mado_printer_check_parse_default (const char *out);

G_END_DECLS
