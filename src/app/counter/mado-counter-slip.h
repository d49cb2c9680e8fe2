/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"
#include "core/slip/mado-slip-pack.h"
#include "core/slip/mado-slip.h"
#include "print/mado-slip-sheet.h"

G_BEGIN_DECLS

/* The 手続き一覧 of a visit: what is sealed into its QR, and what people read. */

/* The weekly keys kept in the store (blocks: a worker thread). */
MadoSlipKeyring *mado_counter_slip_keyring (MadoStore    *store,
                                            const char   *city,
                                            GError      **error);
MadoSlip        *mado_counter_slip_new     (MadoCounter  *counter);
/* Without QR; the caller sets qr_text. */
MadoSlipSheet   *mado_counter_sheet_new    (MadoCounter  *counter);
/* Does anything lie outside this window? A visit that one window does all of needs no slip. */
gboolean         mado_counter_needs_slip   (MadoCounter  *counter);
/* 「3番 国保年金課へどうぞ。最後に1番へお戻りください」; NULL if nothing is left. */
char            *mado_counter_spoken_line  (MadoCounter  *counter);

/* Seals, draws and hands the slip to the printer of the preferences, on a
 * worker thread. Finishes with the file written or "" when it went to a printer. */
void             mado_counter_print_slip_async  (MadoCounter         *counter,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             data);
char            *mado_counter_print_slip_finish (MadoCounter         *counter,
                                                 GAsyncResult        *result,
                                                 GError             **error);

G_END_DECLS
