/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/mado-window-private.h"

/*
 * A wedge scanner types where the focus is: in this window, or in any other
 * that stands in front of it, a dialog or the visitor's. All of them look for
 * codes, and this window opens what is read. What is read in a visitor's window
 * is swallowed and told: it must neither end up in what he types nor take the
 * case away from under him.
 */

static const char *
wanted_prefix (MadoWindow *self)
{
  const char *prefix = mado_preferences_get (mado_context_get_preferences (self->context),
                                             MADO_PREFERENCE_SCANNER_PREFIX);

  return *prefix ? prefix : "MG1:";
}

static void
read_cb (MadoScanKeys *keys,
         MadoWindow   *self)
{
  mado_scan_watch_typed (mado_context_get_scan_watch (self->context), mado_scan_keys_get_facts (keys));
}

static void
broken_cb (MadoWindow *self)
{
  mado_window_message (self, MADO_MESSAGE_WARNING,
                       _("The scanner's code broke off. Nothing was opened; read the slip once more."));
}

static void
composed_code_cb (MadoWindow *self,
                  const char *text)
{
  g_autofree char *code = mado_wedge_read_text (text, wanted_prefix (self));

  if (code)
    mado_window_open_code (self, code);
  else
    mado_window_message (self, MADO_MESSAGE_WARNING,
                         _("The input method changed the scanner's code. Nothing was opened; turn it off and read the slip once more."));
}

/* --- other windows ---------------------------------------------------------------- */

/* What the code opens is here, not in the help; a dialog stays in front. */
static void
code_cb (MadoScanKeys *keys,
         const char   *code,
         MadoWindow   *self)
{
  GtkWindow *window = mado_scan_keys_get_window (keys);

  if (window && mado_scan_keys_is_refused_in (window))
    {
      mado_window_message (self, MADO_MESSAGE_WARNING,
                           _("A code was read while the visitor's screen was in front. Nothing was opened; read it once more when the visitor is done."));
      return;
    }
  if (window && window != GTK_WINDOW (self) && !gtk_window_get_modal (window))
    gtk_window_present (GTK_WINDOW (self));
  mado_window_open_code (self, code);
}

static void
listen (MadoWindow   *self,
        MadoScanKeys *keys)
{
  g_signal_connect_object (keys, "read", G_CALLBACK (read_cb), self, 0);
  g_signal_connect_object (keys, "code", G_CALLBACK (code_cb), self, 0);
  g_signal_connect_object (keys, "broken", G_CALLBACK (broken_cb), self, G_CONNECT_SWAPPED);
}

/* One for each window, for as long as it lives. */
static void
windows_cb (GListModel *windows,
            guint       position,
            guint       removed,
            guint       added,
            MadoWindow *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      g_autoptr (MadoScanKeys) keys = NULL;

      if (MADO_IS_WINDOW (window) || g_object_get_data (G_OBJECT (window), "mado-scan-keys"))
        continue;
      keys = mado_scan_keys_new_watching (window);
      mado_scan_keys_set_prefix (keys, wanted_prefix (self));
      listen (self, keys);
      g_object_set_data_full (G_OBJECT (window), "mado-scan-keys", g_steal_pointer (&keys), g_object_unref);
    }
}

/* --- this window ------------------------------------------------------------------- */

void
mado_window_set_scanner_prefix (MadoWindow *self)
{
  mado_scan_keys_set_prefix (self->scan_keys, wanted_prefix (self));
  mado_composed_scan_set_prefix (self->composed_scan, wanted_prefix (self));
}

gboolean
mado_window_offer_to_scanner (MadoWindow      *self,
                              guint            keyval,
                              GdkModifierType  state,
                              GdkEvent        *event)
{
  return mado_scan_keys_offer (self->scan_keys, keyval, state, event);
}

void
mado_window_watch_scanner (MadoWindow *self)
{
  self->scan_keys = mado_scan_keys_new (GTK_WINDOW (self));
  listen (self, self->scan_keys);
  g_signal_connect_object (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (windows_cb), self, 0);
  self->composed_scan = mado_composed_scan_new (GTK_WINDOW (self));
  g_signal_connect_object (self->composed_scan, "code", G_CALLBACK (composed_code_cb), self, G_CONNECT_SWAPPED);
}

void
mado_window_forget_scanner (MadoWindow *self)
{
  g_clear_object (&self->scan_keys);
  g_clear_object (&self->composed_scan);
}
