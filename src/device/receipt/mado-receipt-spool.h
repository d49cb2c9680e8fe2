/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/crypto/mado-crypto.h"
#include "device/receipt/mado-receipt.h"

G_BEGIN_DECLS

/**
 * MadoReceiptSpool:
 *
 * The receipts that are not on paper yet, in a folder of the place, each sealed
 * to the device's key. One is there from before it is first sent until it came
 * out or a person gave it up, also when the program or the power ends in
 * between: then it is printed again, whole. Not for two threads at once.
 */
typedef struct _MadoReceiptSpool MadoReceiptSpool;

typedef struct
{
  char   *id;    /* in the order of keeping */
  char   *title; /* for people: "107 手続き一覧" */
  GBytes *bytes; /* ESC/POS */
} MadoReceiptJob;

MadoReceiptSpool *mado_receipt_spool_new    (const char        *folder,
                                             MadoSecretKey     *device_key,
                                             MadoRandom        *random);
void              mado_receipt_spool_free   (MadoReceiptSpool  *self);

/* Durable when this returns. Returns: (transfer full): its id */
char             *mado_receipt_spool_keep   (MadoReceiptSpool  *self,
                                             gint64             now_ms,
                                             const char        *title,
                                             GBytes            *bytes,
                                             GError           **error);
/* (transfer full) (element-type MadoReceiptJob), oldest first. One that cannot
 * be opened is left where it is and counted in @unread (nullable). */
GPtrArray        *mado_receipt_spool_list   (MadoReceiptSpool  *self,
                                             guint             *unread,
                                             GError           **error);
/* It is on paper, or a person gave it up. */
gboolean          mado_receipt_spool_remove (MadoReceiptSpool  *self,
                                             const char        *id,
                                             GError           **error);

/* Keeps, prints, and removes what came out. On an error it stays. */
gboolean          mado_receipt_spool_print  (MadoReceiptSpool  *self,
                                             MadoReceipt       *printer,
                                             gint64             now_ms,
                                             const char        *title,
                                             GBytes            *bytes,
                                             GCancellable      *cancellable,
                                             guint             *state,
                                             GError           **error);
/* Prints what waits, oldest first; stops at the first that does not come out.
 * @n_printed: how many did. */
gboolean          mado_receipt_spool_retry  (MadoReceiptSpool  *self,
                                             MadoReceipt       *printer,
                                             GCancellable      *cancellable,
                                             guint             *n_printed,
                                             GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoReceiptSpool, mado_receipt_spool_free)

G_END_DECLS
