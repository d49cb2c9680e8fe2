/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/mado-window-private.h"
#include "device/scan/mado-serial-scan.h"

/*
 * A scanner on a serial line, if the preferences name one. It types nothing, so
 * no text field ever sees its codes. It is opened once the window has been
 * painted, and again whenever the preference is another.
 */

static void
code_cb (MadoSerialScan *scan,
         const char     *text,
         MadoWindow     *self)
{
  mado_window_touch (self);
  mado_window_open_scanned (self, text);
}

static void
broken_cb (MadoSerialScan *scan,
           int             why,
           MadoWindow     *self)
{
  mado_window_message (self, MADO_MESSAGE_WARNING,
                       _("The scanner's code broke off. Nothing was opened; read the slip once more."));
}

/* Said when it is taken away, and when it cannot be had; not while it is simply not there. */
static void
state_cb (MadoSerialScan *scan,
          MadoWindow     *self)
{
  MadoSerialState state = mado_serial_scan_get_state (scan);
  gboolean was_open = self->serial_open;
  g_autofree char *text = NULL;

  self->serial_open = state == MADO_SERIAL_OPEN;
  if (state == MADO_SERIAL_MISSING && was_open)
    text = g_strdup (_("The serial scanner was unplugged. Plug it in again; it goes on by itself."));
  else if (state == MADO_SERIAL_DENIED || state == MADO_SERIAL_BUSY || state == MADO_SERIAL_NO_LINE || state == MADO_SERIAL_FAILED)
    text = g_strdup_printf (_("The serial scanner %s cannot be used. The page “Devices” (Ctrl+Shift+D) says how to mend it."),
                            mado_serial_scan_get_path (scan));
  if (text)
    mado_window_message (self, MADO_MESSAGE_WARNING, text);
}

void
mado_window_stop_serial (MadoWindow *self)
{
  g_clear_handle_id (&self->serial_id, g_source_remove);
  if (self->serial == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->serial, self);
  mado_serial_scan_stop (self->serial);
  mado_scan_watch_set_serial (mado_context_get_scan_watch (self->context), NULL);
  g_clear_object (&self->serial);
  self->serial_open = FALSE;
}

static void
start_cb (gpointer data)
{
  MadoWindow *self = data;
  g_autoptr (GError) error = NULL;

  self->serial_id = 0;
  mado_window_stop_serial (self);
  if (*self->serial_address == '\0')
    return;
  self->serial = mado_serial_scan_new (self->serial_address, &error);
  if (self->serial == NULL)
    {
      mado_window_message (self, MADO_MESSAGE_WARNING, error->message);
      return;
    }
  g_signal_connect (self->serial, "code", G_CALLBACK (code_cb), self);
  g_signal_connect (self->serial, "broken", G_CALLBACK (broken_cb), self);
  g_signal_connect (self->serial, "state-changed", G_CALLBACK (state_cb), self);
  mado_scan_watch_set_serial (mado_context_get_scan_watch (self->context), self->serial);
  mado_serial_scan_start (self->serial);
}

void
mado_window_set_serial (MadoWindow *self)
{
  const char *address = mado_preferences_get (mado_context_get_preferences (self->context), MADO_PREFERENCE_SERIAL_SCANNER);

  if (g_strcmp0 (address, self->serial_address) == 0)
    return;
  if (self->serial_address == NULL && *address == '\0')
    return;
  g_free (self->serial_address);
  self->serial_address = g_strdup (address);
  if (self->serial_id == 0)
    self->serial_id = g_idle_add_once (start_cb, self);
}
