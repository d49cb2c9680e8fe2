/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/mado-window-private.h"

/*
 * A wedge scanner comes before all this: its keys are recognised by their
 * speed and the code's prefix, whatever has the focus and whether or not an
 * input method is on. Keys that might be the head of a code are held for at
 * most 45 ms; a person's keys come back as the same events, in order, and are
 * not looked at by the recogniser again.
 */

static void watch_wedge (MadoWindow *self);

static void
give_back (MadoWindow *self,
           GdkEvent   *also)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));

  if (also)
    g_ptr_array_add (self->held, gdk_event_ref (also));
  for (guint i = 0; i < self->held->len; i++)
    {
      g_ptr_array_add (self->given_back, gdk_event_ref (self->held->pdata[i]));
      gdk_display_put_event (display, self->held->pdata[i]);
    }
  g_ptr_array_set_size (self->held, 0);
}

static void
code_broken (MadoWindow *self)
{
  g_ptr_array_set_size (self->held, 0);
  mado_window_message (self, MADO_MESSAGE_WARNING,
                       _("The scanner's code broke off. Nothing was opened; read the slip once more."));
}

static gboolean
wedge_tick_cb (gpointer data)
{
  MadoWindow *self = data;

  self->wedge_id = 0;
  switch (mado_wedge_tick (self->wedge, g_get_monotonic_time () / 1000))
    {
    case MADO_WEDGE_GIVE_BACK:
      give_back (self, NULL);
      break;
    case MADO_WEDGE_BROKEN:
      code_broken (self);
      break;
    default:
      watch_wedge (self);
      break;
    }

  return G_SOURCE_REMOVE;
}

static void
watch_wedge (MadoWindow *self)
{
  gint64 deadline = mado_wedge_deadline (self->wedge);

  g_clear_handle_id (&self->wedge_id, g_source_remove);
  if (deadline >= 0)
    self->wedge_id = g_timeout_add (MAX (1, deadline - g_get_monotonic_time () / 1000), wedge_tick_cb, self);
}

static gboolean
is_modifier (guint keyval)
{
  return (keyval >= GDK_KEY_Shift_L && keyval <= GDK_KEY_Hyper_R) ||
         keyval == GDK_KEY_ISO_Level3_Shift || keyval == GDK_KEY_Num_Lock;
}

static gboolean
ends_code (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter ||
         keyval == GDK_KEY_Linefeed || keyval == GDK_KEY_Tab;
}

static void
take_code (MadoWindow *self)
{
  g_ptr_array_set_size (self->held, 0);
  if (mado_context_get_signed_in (self->context) && !mado_window_has_curtain (self))
    mado_window_open_code (self, mado_wedge_get_code (self->wedge));
  else
    mado_window_message (self, MADO_MESSAGE_WARNING, _("Sign in first, then read the slip once more."));
}

/* TRUE: the key is the scanner's, or not decided yet. */
static gboolean
ask_wedge (MadoWindow      *self,
           guint            keyval,
           GdkModifierType  state,
           GdkEvent        *event)
{
  gunichar c = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK) ? 0 : gdk_keyval_to_unicode (keyval);
  MadoWedgeVerdict verdict = mado_wedge_key (self->wedge, c, ends_code (keyval),
                                             g_get_monotonic_time () / 1000);

  watch_wedge (self);
  switch (verdict)
    {
    case MADO_WEDGE_HOLD:
      g_ptr_array_add (self->held, gdk_event_ref (event));
      break;
    case MADO_WEDGE_GIVE_BACK:
      give_back (self, event);
      break;
    case MADO_WEDGE_SWALLOW:
      g_ptr_array_set_size (self->held, 0);
      break;
    case MADO_WEDGE_CODE:
      take_code (self);
      break;
    case MADO_WEDGE_BROKEN:
      code_broken (self);
      break;
    case MADO_WEDGE_PASS:
    default:
      return FALSE;
    }

  return TRUE;
}

/* Keys that were given back pass; new ones wait behind them. */
gboolean
mado_window_offer_to_scanner (MadoWindow      *self,
                              guint            keyval,
                              GdkModifierType  state,
                              GdkEvent        *event)
{
  if (!event || is_modifier (keyval) || g_ptr_array_remove (self->given_back, event))
    return FALSE;

  if (self->given_back->len > 0)
    {
      give_back (self, event);
      return TRUE;
    }

  return ask_wedge (self, keyval, state, event);
}

static void
event_free (gpointer event)
{
  gdk_event_unref (event);
}

void
mado_window_watch_scanner (MadoWindow *self)
{
  self->wedge = mado_wedge_new ("MG1:");
  self->held = g_ptr_array_new_with_free_func (event_free);
  self->given_back = g_ptr_array_new_with_free_func (event_free);
}

void
mado_window_forget_scanner (MadoWindow *self)
{
  g_clear_handle_id (&self->wedge_id, g_source_remove);
  g_clear_pointer (&self->wedge, mado_wedge_free);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_pointer (&self->given_back, g_ptr_array_unref);
}
