/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "app/devices/mado-device-check.h"
#include "device/check/mado-printer-check.h"
#include "device/check/mado-receipt-check.h"
#include "device/receipt/mado-receipt.h"

/* The printer for A4 and the one for receipts, as the preferences name them. */
#define MADO_TYPE_PRINTER_DEVICE (mado_printer_device_get_type ())
G_DECLARE_FINAL_TYPE (MadoPrinterDevice, mado_printer_device, MADO, PRINTER_DEVICE, MadoDeviceCheck)

struct _MadoPrinterDevice
{
  MadoDeviceCheck parent_instance;
  gboolean        receipt;
};

G_DEFINE_FINAL_TYPE (MadoPrinterDevice, mado_printer_device, MADO_TYPE_DEVICE_CHECK)

static const char *
printer_get_title (MadoDeviceCheck *check)
{
  return MADO_PRINTER_DEVICE (check)->receipt ? _("Printer for receipts") : _("Printer for A4");
}

/* The folder below a person's home is shown without the person. */
static char *
without_home (const char *path)
{
  const char *home = g_get_home_dir ();

  return home != NULL && g_str_has_prefix (path, home) && strlen (home) > 1 ? g_strconcat ("~", path + strlen (home), NULL) : g_strdup (path);
}

static GPtrArray *
check_folder (const char *folder)
{
  GPtrArray *findings = mado_device_findings_new ();
  g_autofree char *shown = without_home (folder), *found = NULL;

  if (g_file_test (folder, G_FILE_TEST_IS_DIR) && g_access (folder, W_OK) == 0)
    {
      found = g_strdup_printf (_("There is no printer: what is printed is kept in the folder %s."), shown);
      mado_device_findings_add (findings, MADO_DEVICE_NOTE, found, _("To print on paper, choose a printer in the preferences (Ctrl+,)."));
    }
  else if (g_file_test (folder, G_FILE_TEST_EXISTS))
    {
      found = g_strdup_printf (_("Nothing can be kept in the folder %s."), shown);
      mado_device_findings_add (findings, MADO_DEVICE_WRONG, found, _("Choose another in the preferences (Ctrl+,), or have it set up by your system administrator."));
    }
  else
    {
      found = g_strdup_printf (_("There is no printer: what is printed is kept in the folder %s, which is made with the first sheet."), shown);
      mado_device_findings_add (findings, MADO_DEVICE_NOTE, found, _("To print on paper, choose a printer in the preferences (Ctrl+,)."));
    }
  return findings;
}

static void
check_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  const char *name = data;

  if (g_str_has_prefix (name, "folder:"))
    mado_device_check_return (task, check_folder (name + strlen ("folder:")));
  else if (mado_receipt_is_address (name))
    mado_device_check_return (task, mado_receipt_check (name));
  else
    mado_device_check_return (task, mado_printer_check (name, cancellable));
}

static void
printer_look (MadoDeviceCheck *check)
{
  MadoPreferences *preferences = mado_context_get_preferences (mado_device_check_get_context (check));
  const char *name = mado_preferences_get (preferences, MADO_PRINTER_DEVICE (check)->receipt ? MADO_PREFERENCE_RECEIPT_PRINTER
                                                                                              : MADO_PREFERENCE_A4_PRINTER);

  mado_device_check_run (check, check_thread, g_strdup (name), g_free);
}

static void
mado_printer_device_class_init (MadoPrinterDeviceClass *klass)
{
  MADO_DEVICE_CHECK_CLASS (klass)->get_title = printer_get_title;
  MADO_DEVICE_CHECK_CLASS (klass)->look = printer_look;
}

static void
mado_printer_device_init (MadoPrinterDevice *self)
{
}

MadoDeviceCheck *
mado_a4_device_new (MadoContext *context)
{
  return mado_device_check_new (MADO_TYPE_PRINTER_DEVICE, context);
}

MadoDeviceCheck *
mado_receipt_device_new (MadoContext *context)
{
  MadoDeviceCheck *self = mado_device_check_new (MADO_TYPE_PRINTER_DEVICE, context);

  MADO_PRINTER_DEVICE (self)->receipt = TRUE;
  return self;
}
