/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/receipt/mado-receipt.h"

#include <glib/gi18n.h>
#include <string.h>

#include "device/receipt/mado-receipt-private.h"

#define RAW_PORT 9100

G_DEFINE_INTERFACE (MadoReceipt, mado_receipt, G_TYPE_OBJECT)

static void
mado_receipt_default_init (MadoReceiptInterface *iface)
{
}

static MadoReceipt *
new_tcp (const char  *rest,
         GError     **error)
{
  g_autoptr (GSocketConnectable) address = G_SOCKET_CONNECTABLE (g_network_address_parse (rest, RAW_PORT, NULL));

  if (address != NULL && *rest != 0)
    return mado_receipt_stream_new (g_network_address_get_hostname (G_NETWORK_ADDRESS (address)),
                                    g_network_address_get_port (G_NETWORK_ADDRESS (address)), NULL);
  g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("“%s” is no address of a printer in the network."), rest);
  return NULL;
}

static MadoReceipt *
new_dummy (const char *rest)
{
  static const struct { const char *name; guint state; } kinds[] = {
    { "paper", MADO_RECEIPT_PAPER_OUT }, { "cover", MADO_RECEIPT_COVER_OPEN }, { "silent", MADO_RECEIPT_SILENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (rest, kinds[i].name))
      return mado_receipt_dummy_new (kinds[i].state);
  return mado_receipt_dummy_new (MADO_RECEIPT_READY);
}

MadoReceipt *
mado_receipt_new (const char  *address,
                  GError     **error)
{
  if (g_str_has_prefix (address, "tcp:"))
    return new_tcp (address + strlen ("tcp:"), error);
  if (g_str_has_prefix (address, "device:/"))
    return mado_receipt_stream_new (NULL, 0, address + strlen ("device:"));
  if (g_str_has_prefix (address, "queue:") && address[strlen ("queue:")] != 0)
    return mado_receipt_queue_new (address + strlen ("queue:"));
  if (g_str_has_prefix (address, "dummy:"))
    return new_dummy (address + strlen ("dummy:"));
  g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
               _("“%s” is no address of a receipt printer: tcp:, device: or queue: is needed."), address);
  return NULL;
}

gboolean
mado_receipt_is_address (const char *text)
{
  return g_str_has_prefix (text, "tcp:") || g_str_has_prefix (text, "device:") || g_str_has_prefix (text, "queue:") ||
         g_str_has_prefix (text, "dummy:");
}

gboolean
mado_receipt_print (MadoReceipt   *self,
                    GBytes        *job,
                    GCancellable  *cancellable,
                    guint         *state,
                    GError       **error)
{
  *state = MADO_RECEIPT_READY;
  return MADO_RECEIPT_GET_IFACE (self)->print (self, job, cancellable, state, error);
}

gboolean
mado_receipt_get_state (MadoReceipt  *self,
                        guint        *state,
                        GError      **error)
{
  *state = MADO_RECEIPT_READY;
  return MADO_RECEIPT_GET_IFACE (self)->get_state (self, state, error);
}

gboolean
mado_receipt_check_state (guint    state,
                          GError **error)
{
  const char *text = NULL;

  if (state & MADO_RECEIPT_PAPER_OUT)
    text = _("The receipt printer has no paper. Put in a roll, then print again.");
  else if (state & MADO_RECEIPT_COVER_OPEN)
    text = _("The cover of the receipt printer is open. Close it, then print again.");
  else if (state & MADO_RECEIPT_CUTTER)
    text = _("The knife of the receipt printer is stuck. Switch it off and on, then print again.");
  else if (state & MADO_RECEIPT_FAULT)
    text = _("The receipt printer reports a fault. Look at it, then print again.");
  if (text == NULL)
    return TRUE;
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON, text);
  return FALSE;
}
