/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/check/mado-receipt-check.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "device/check/mado-printer-check.h"
#include "device/receipt/mado-receipt.h"

#define CONNECT_SECONDS 5
#define DEFAULT_PORT    9100

GPtrArray *
mado_receipt_check_judge (const char *address,
                          guint       state)
{
  static const struct { guint bit; MadoDeviceLevel level; const char *found, *mend; } states[] = {
    { MADO_RECEIPT_PAPER_OUT, MADO_DEVICE_WRONG, N_("The roll of paper is used up."), N_("Put in a new roll and close the cover.") },
    { MADO_RECEIPT_COVER_OPEN, MADO_DEVICE_WRONG, N_("Its cover is open."), N_("Close all covers until they click.") },
    { MADO_RECEIPT_CUTTER, MADO_DEVICE_WRONG, N_("The knife is stuck."), N_("Switch it off, open the cover, take the paper out, close it, switch it on.") },
    { MADO_RECEIPT_FAULT, MADO_DEVICE_WRONG, N_("It reports a fault."), N_("Switch it off and on again; let it cool down if it is hot.") },
    { MADO_RECEIPT_PAPER_LOW, MADO_DEVICE_NOTE, N_("The roll of paper is nearly at its end."), N_("Have a new roll at hand.") },
    { MADO_RECEIPT_SILENT, MADO_DEVICE_NOTE, N_("It can be reached, but does not answer questions about paper and cover."), N_("Look at it; a test print in the preferences (Ctrl+, then F8) shows whether it works.") },
  };
  GPtrArray *findings = mado_device_findings_new ();
  g_autofree char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (state & states[i].bit)
      mado_device_findings_add (findings, states[i].level, _(states[i].found), _(states[i].mend));
  if (mado_device_findings_worst (findings) == MADO_DEVICE_GOOD)
    {
      found = g_strdup_printf (_("The receipt printer %s is ready."), address);
      mado_device_findings_add (findings, MADO_DEVICE_GOOD, found, NULL);
    }
  return findings;
}

static void
add_unreached (GPtrArray  *findings,
               const char *found,
               const char *mend)
{
  mado_device_findings_add (findings, MADO_DEVICE_WRONG, found, mend);
}

/* Why a printer in the network cannot be reached; FALSE: it can. */
static gboolean
network_fails (GPtrArray  *findings,
               const char *address)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  g_socket_client_set_timeout (client, CONNECT_SECONDS);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, address, DEFAULT_PORT, NULL, &error);
  if (connection != NULL)
    return FALSE;
  if (error->domain == G_RESOLVER_ERROR)
    {
      found = g_strdup_printf (_("The network knows no printer called “%s”."), address);
      add_unreached (findings, found, _("Look at the address in the preferences (Ctrl+, then F8), and at the computer's network cable."));
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    {
      found = g_strdup_printf (_("%s is there, but takes no receipts."), address);
      add_unreached (findings, found, _("Switch the printer off and on again. If it stays so, the address may be another machine's: print the printer's own test page, it has the address."));
    }
  else
    {
      found = g_strdup_printf (_("%s does not answer."), address);
      add_unreached (findings, found, _("Look whether the printer is on, and at its network cable. Its own test page has its address."));
    }
  return TRUE;
}

static gboolean
device_fails (GPtrArray  *findings,
              const char *path)
{
  int fd = open (path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  g_autofree char *found = NULL;

  if (fd >= 0)
    {
      close (fd);
      return FALSE;
    }
  found = g_strdup_printf (_("The receipt printer %s cannot be opened."), path);
  if (errno == EACCES || errno == EPERM)
    add_unreached (findings, found, _("This account may not open it. Please tell your system administrator (group lp); sign in to the computer anew afterwards."));
  else if (errno == EBUSY)
    add_unreached (findings, found, _("Another program has it. Close that one and test again."));
  else
    add_unreached (findings, found, _("Look whether it is on, and at its cable; choose it anew in the preferences (Ctrl+, then F8)."));
  return TRUE;
}

GPtrArray *
mado_receipt_check (const char *address)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoReceipt) printer = NULL;
  g_autoptr (GPtrArray) findings = mado_device_findings_new ();
  guint state = 0;

  if (g_str_has_prefix (address, "queue:"))
    return mado_printer_check (address + strlen ("queue:"), NULL);
  if ((g_str_has_prefix (address, "tcp:") && network_fails (findings, address + strlen ("tcp:"))) ||
      (g_str_has_prefix (address, "device:") && device_fails (findings, address + strlen ("device:"))))
    return g_steal_pointer (&findings);
  printer = mado_receipt_new (address, &error);
  if (printer != NULL && mado_receipt_get_state (printer, &state, &error))
    return mado_receipt_check_judge (address, state);
  add_unreached (findings, error->message, _("Look at the address in the preferences (Ctrl+, then F8), and at the computer's network cable."));
  return g_steal_pointer (&findings);
}
