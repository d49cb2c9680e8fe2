/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/receipt/mado-receipt.h"

G_BEGIN_DECLS

/* mado-receipt-stream.c: over a connection or device file */
MadoReceipt *mado_receipt_stream_new (const char *host,
                                      guint16     port,
                                      const char *path);
/* mado-receipt-queue.c */
MadoReceipt *mado_receipt_queue_new  (const char *queue);
/* mado-receipt-dummy.c: @state: what it always says */
MadoReceipt *mado_receipt_dummy_new  (guint       state);

G_END_DECLS
