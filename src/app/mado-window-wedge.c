/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/common/mado-outer-loop.h"
#include "app/mado-window-private.h"

/*
 * A wedge scanner comes before all this: its keys are recognised by their
 * speed and the code's prefix, whatever has the focus and whether or not an
 * input method is on. Keys that might be the head of a code are held for at
 * most 45 ms; a person's keys come back as the same events, in order, and are
 * not looked at by the recogniser again.
 *
 * In order is not a matter of course: an input method may run the main loop
 * while it thinks about a key (ibus does), and a key that came in meanwhile
 * would be written before it: "am" for "ma". So keys are given back one by one,
 * each when the one before has been dealt with, and a key that comes in from
 * such an inner loop waits its turn.
 */

#define N_KNOWN        16  /* an input method may send the same event round again */
#define LOST_AFTER_US  (200 * 1000)

static void watch_wedge (MadoWindow *self);
static void give_next   (MadoWindow *self);

static gboolean
next_cb (gpointer data)
{
  MadoWindow *self = data;

  self->next_id = 0;
  give_next (self);

  return G_SOURCE_REMOVE;
}

static void
give_next_later (MadoWindow *self)
{
  if (self->next_id == 0)
    self->next_id = g_timeout_add (1, next_cb, self);
}

static gboolean
is_on_its_way (MadoWindow *self)
{
  return self->on_its_way && g_get_monotonic_time () - self->sent_at < LOST_AFTER_US;
}

static void
give_next (MadoWindow *self)
{
  GdkEvent *event;

  if (self->waiting->len == 0)
    return;

  if (!mado_outer_loop_is_inner () && !is_on_its_way (self))
    {
      event = g_ptr_array_steal_index (self->waiting, 0);
      if (self->given_back->len >= N_KNOWN)
        g_ptr_array_remove_index (self->given_back, 0);
      g_ptr_array_add (self->given_back, event);
      self->on_its_way = event;
      self->sent_at = g_get_monotonic_time ();
      gdk_display_put_event (gtk_widget_get_display (GTK_WIDGET (self)), event);
    }
  if (self->waiting->len > 0)
    give_next_later (self);
}

static void
give_back (MadoWindow *self,
           GdkEvent   *also)
{
  while (self->held->len > 0)
    g_ptr_array_add (self->waiting, g_ptr_array_steal_index (self->held, 0));
  if (also)
    g_ptr_array_add (self->waiting, gdk_event_ref (also));
  give_next (self);
}

/* Known: it has been here before and goes to the texts now. */
static gboolean
is_given_back (MadoWindow *self,
               GdkEvent   *event)
{
  if (!g_ptr_array_find (self->given_back, event, NULL))
    return FALSE;

  if (self->on_its_way == event)
    self->on_its_way = NULL;

  return TRUE;
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

static const char *
wanted_prefix (MadoWindow *self)
{
  const char *prefix = mado_preferences_get (mado_context_get_preferences (self->context),
                                             MADO_PREFERENCE_SCANNER_PREFIX);

  return *prefix ? prefix : "MG1:";
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

void
mado_window_set_scanner_prefix (MadoWindow *self)
{
  mado_wedge_set_prefix (self->wedge, wanted_prefix (self));
  mado_composed_scan_set_prefix (self->composed_scan, wanted_prefix (self));
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
      g_ptr_array_set_size (self->held, 0);
      mado_window_open_code (self, mado_wedge_get_code (self->wedge));
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

/* Keys that were given back pass; a person's new ones wait behind them. */
gboolean
mado_window_offer_to_scanner (MadoWindow      *self,
                              guint            keyval,
                              GdkModifierType  state,
                              GdkEvent        *event)
{
  if (!event || is_modifier (keyval) || is_given_back (self, event))
    return FALSE;

  if (ask_wedge (self, keyval, state, event))
    return TRUE;

  if (self->waiting->len == 0 && !is_on_its_way (self) && !mado_outer_loop_is_inner ())
    return FALSE;

  give_back (self, event);

  return TRUE;
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
  self->waiting = g_ptr_array_new_with_free_func (event_free);
  self->composed_scan = mado_composed_scan_new (GTK_WINDOW (self));
  g_signal_connect_object (self->composed_scan, "code", G_CALLBACK (composed_code_cb), self, G_CONNECT_SWAPPED);
}

void
mado_window_forget_scanner (MadoWindow *self)
{
  g_clear_handle_id (&self->wedge_id, g_source_remove);
  g_clear_pointer (&self->wedge, mado_wedge_free);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_handle_id (&self->next_id, g_source_remove);
  g_clear_object (&self->composed_scan);
  g_clear_pointer (&self->given_back, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
}
