/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/**
 * MadoReceipt:
 *
 * A receipt printer that takes ESC/POS. What is printed is made elsewhere (a
 * raster, never the printer's own kanji); here it is brought to the printer,
 * and found out whether it came out. Every call waits, so it belongs on a
 * thread of its own.
 *
 * Addresses: "tcp:HOST" or "tcp:HOST:PORT" (9100), "device:/dev/usb/lp0",
 * "queue:NAME" (a CUPS queue that passes everything on: it tells nothing back),
 * "dummy:" (training: takes everything), "dummy:paper" and so on.
 */
#define MADO_TYPE_RECEIPT (mado_receipt_get_type ())
G_DECLARE_INTERFACE (MadoReceipt, mado_receipt, MADO, RECEIPT, GObject)

/* What a printer says of itself; 0: ready. */
typedef enum
{
  MADO_RECEIPT_READY = 0,
  MADO_RECEIPT_SILENT = 1 << 0,     /* it does not answer; many cannot */
  MADO_RECEIPT_PAPER_OUT = 1 << 1,
  MADO_RECEIPT_COVER_OPEN = 1 << 2,
  MADO_RECEIPT_CUTTER = 1 << 3,     /* the knife is stuck */
  MADO_RECEIPT_FAULT = 1 << 4,      /* off line, or an error that it does not name */
  MADO_RECEIPT_PAPER_LOW = 1 << 5,  /* it prints, but the roll ends soon */
} MadoReceiptState;

struct _MadoReceiptInterface
{
  GTypeInterface parent_iface;

  gboolean (*print)     (MadoReceipt *self, GBytes *job, GCancellable *cancellable, guint *state, GError **error);
  gboolean (*get_state) (MadoReceipt *self, guint *state, GError **error);
};

/* INVALID: no such kind of address. Nothing is opened yet. */
MadoReceipt *mado_receipt_new       (const char    *address,
                                     GError       **error);
gboolean     mado_receipt_is_address (const char   *text);

/**
 * mado_receipt_print:
 * @job: ESC/POS
 * @state: (out): what the printer said last
 *
 * TRUE: all of it was taken, and if the printer answers at all, it is on paper.
 * Errors: OFFLINE (not reached, or the connection broke half-way),
 * NEEDS_PERSON (paper, cover, knife), TIMEOUT (it takes nothing any more),
 * CANCELLED. Then part of it may be on paper: printing again begins anew.
 */
gboolean     mado_receipt_print     (MadoReceipt   *self,
                                     GBytes        *job,
                                     GCancellable  *cancellable,
                                     guint         *state,
                                     GError       **error);
gboolean     mado_receipt_get_state (MadoReceipt   *self,
                                     guint         *state,
                                     GError       **error);

/* The sentence for a state that stops printing; FALSE: none does. */
gboolean     mado_receipt_check_state (guint        state,
                                       GError     **error);

G_END_DECLS
