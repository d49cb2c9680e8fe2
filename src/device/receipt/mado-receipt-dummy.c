/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/receipt/mado-receipt-private.h"

/* A printer for training and tests: takes everything, or is always in the
 * state it was made with. */
#define MADO_TYPE_RECEIPT_DUMMY (mado_receipt_dummy_get_type ())
G_DECLARE_FINAL_TYPE (MadoReceiptDummy, mado_receipt_dummy, MADO, RECEIPT_DUMMY, GObject)

struct _MadoReceiptDummy
{
  GObject parent_instance;
  guint   state;
};

static void iface_init (MadoReceiptInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoReceiptDummy, mado_receipt_dummy, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_RECEIPT, iface_init))

static gboolean
dummy_get_state (MadoReceipt  *receipt,
                 guint        *state,
                 GError      **error)
{
  *state = MADO_RECEIPT_DUMMY (receipt)->state;
  return TRUE;
}

static gboolean
dummy_print (MadoReceipt   *receipt,
             GBytes        *job,
             GCancellable  *cancellable,
             guint         *state,
             GError       **error)
{
  *state = MADO_RECEIPT_DUMMY (receipt)->state;
  return mado_receipt_check_state (*state, error);
}

static void
iface_init (MadoReceiptInterface *iface)
{
  iface->print = dummy_print;
  iface->get_state = dummy_get_state;
}

static void
mado_receipt_dummy_class_init (MadoReceiptDummyClass *klass)
{
}

static void
mado_receipt_dummy_init (MadoReceiptDummy *self)
{
}

MadoReceipt *
mado_receipt_dummy_new (guint state)
{
  MadoReceiptDummy *self = g_object_new (MADO_TYPE_RECEIPT_DUMMY, NULL);

  self->state = state;
  return MADO_RECEIPT (self);
}
