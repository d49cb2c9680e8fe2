/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/check/mado-device-finding.h"

G_BEGIN_DECLS

/* How the receipt printer at this address (mado_receipt_new()) is: reached or
 * not and why, and what it answers (DLE EOT). Waits; on a thread.
 * MadoDeviceFinding* (full). */
GPtrArray *mado_receipt_check       (const char   *address);
/* @state: #MadoReceiptState bits. */
GPtrArray *mado_receipt_check_judge (const char   *address,
                                     guint         state);

G_END_DECLS
