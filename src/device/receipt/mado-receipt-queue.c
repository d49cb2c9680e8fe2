/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "device/receipt/mado-receipt-private.h"

/* A CUPS queue that passes bytes on as they are. It takes the job from our
 * standard input, so that no open copy lies on the disk, and answers for the
 * queue alone: what the printer does later is CUPS's to tell. */
#define MADO_TYPE_RECEIPT_QUEUE (mado_receipt_queue_get_type ())
G_DECLARE_FINAL_TYPE (MadoReceiptQueue, mado_receipt_queue, MADO, RECEIPT_QUEUE, GObject)

struct _MadoReceiptQueue
{
  GObject  parent_instance;
  char    *queue;
};

static void iface_init (MadoReceiptInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoReceiptQueue, mado_receipt_queue, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_RECEIPT, iface_init))

static gboolean
queue_get_state (MadoReceipt  *receipt,
                 guint        *state,
                 GError      **error)
{
  *state = MADO_RECEIPT_SILENT;
  return TRUE;
}

static gboolean
queue_print (MadoReceipt   *receipt,
             GBytes        *job,
             GCancellable  *cancellable,
             guint         *state,
             GError       **error)
{
  MadoReceiptQueue *self = MADO_RECEIPT_QUEUE (receipt);
  g_autoptr (GError) fault = NULL;
  g_autoptr (GSubprocess) lp = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                                 &fault, "lp", "-d", self->queue, "-o", "raw", "-", NULL);

  *state = MADO_RECEIPT_SILENT;
  if (lp != NULL && g_subprocess_communicate (lp, job, cancellable, NULL, NULL, &fault) && g_subprocess_wait_check (lp, cancellable, &fault))
    return TRUE;
  if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      mado_error_convert (error);
      return FALSE;
    }
  g_set_error (error, MADO_ERROR, MADO_ERROR_OFFLINE, _("The queue “%s” did not take the receipt (%s)."), self->queue, fault->message);
  return FALSE;
}

static void
iface_init (MadoReceiptInterface *iface)
{
  iface->print = queue_print;
  iface->get_state = queue_get_state;
}

static void
mado_receipt_queue_finalize (GObject *object)
{
  g_free (MADO_RECEIPT_QUEUE (object)->queue);
  G_OBJECT_CLASS (mado_receipt_queue_parent_class)->finalize (object);
}

static void
mado_receipt_queue_class_init (MadoReceiptQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_receipt_queue_finalize;
}

static void
mado_receipt_queue_init (MadoReceiptQueue *self)
{
}

MadoReceipt *
mado_receipt_queue_new (const char *queue)
{
  MadoReceiptQueue *self = g_object_new (MADO_TYPE_RECEIPT_QUEUE, NULL);

  self->queue = g_strdup (queue);
  return MADO_RECEIPT (self);
}
