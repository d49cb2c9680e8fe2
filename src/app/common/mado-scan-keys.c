/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-scan-keys.h"

#include "app/common/mado-outer-loop.h"

/*
 * In order is not a matter of course: an input method may run the main loop
 * while it thinks about a key (ibus does), and a key that came in meanwhile
 * would be written before it: "am" for "ma". So keys are given back one by one,
 * each when the one before has been dealt with, and a key that comes in from
 * such an inner loop waits its turn.
 *
 * Nor is it when a key came: a program that was busy for a moment sees keys
 * late and all at once. What counts is when the display saw them, so the times
 * of the events are used, and keys that wait are looked at before a pause is
 * believed.
 */

#define N_KNOWN        16  /* an input method may send the same event round again */
#define LOST_AFTER_US  (200 * 1000)
#define MAX_LAG_MS     5000
#define AFTER_EVENTS   (G_PRIORITY_DEFAULT + 5)
#define REFUSED        "mado-scan-keys-refused"

struct _MadoScanKeys
{
  GObject             parent_instance;

  GtkWindow          *window;     /* borrowed; weak */
  GtkEventController *controller; /* nullable; the window's */

  MadoWedge          *wedge;
  GPtrArray          *held;       /* GdkEvent*: keys that may be the head of a code */
  GPtrArray          *waiting;    /* GdkEvent*: a person's after all, to go on one by one */
  GPtrArray          *given_back; /* GdkEvent*: the last that went on, not looked at twice */
  GdkEvent           *on_its_way; /* the last of given_back, not yet back here; borrowed */
  gint64              sent_at;    /* monotonic, µs */
  guint               next_id;
  guint               tick_id;

  guint32             event_ms;   /* of the last key */
  gint64              lag_ms;     /* how late the last key was seen */
  gint64              offset_ms;  /* monotonic − event time when nothing is late */
};

enum { CODE, BROKEN, READ, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoScanKeys, mado_scan_keys, G_TYPE_OBJECT)

static void watch     (MadoScanKeys *self);
static void give_next (MadoScanKeys *self);

/* --- giving back ------------------------------------------------------------------ */

static gboolean
next_cb (gpointer data)
{
  MadoScanKeys *self = data;

  self->next_id = 0;
  give_next (self);

  return G_SOURCE_REMOVE;
}

static void
give_next_later (MadoScanKeys *self)
{
  if (self->next_id == 0)
    self->next_id = g_timeout_add (1, next_cb, self);
}

static gboolean
is_on_its_way (MadoScanKeys *self)
{
  return self->on_its_way && g_get_monotonic_time () - self->sent_at < LOST_AFTER_US;
}

static void
give_next (MadoScanKeys *self)
{
  GdkEvent *event;

  if (self->waiting->len == 0)
    return;

  if (self->window && !mado_outer_loop_is_inner () && !is_on_its_way (self))
    {
      event = g_ptr_array_steal_index (self->waiting, 0);
      if (self->given_back->len >= N_KNOWN)
        g_ptr_array_remove_index (self->given_back, 0);
      g_ptr_array_add (self->given_back, event);
      self->on_its_way = event;
      self->sent_at = g_get_monotonic_time ();
      gdk_display_put_event (gtk_widget_get_display (GTK_WIDGET (self->window)), event);
    }
  if (self->waiting->len > 0)
    give_next_later (self);
}

static void
give_back (MadoScanKeys *self,
           GdkEvent     *also)
{
  while (self->held->len > 0)
    g_ptr_array_add (self->waiting, g_ptr_array_steal_index (self->held, 0));
  if (also)
    g_ptr_array_add (self->waiting, gdk_event_ref (also));
  give_next (self);
}

/* Known: it has been here before and goes to the texts now. */
static gboolean
is_given_back (MadoScanKeys *self,
               GdkEvent     *event)
{
  if (!g_ptr_array_find (self->given_back, event, NULL))
    return FALSE;

  if (self->on_its_way == event)
    self->on_its_way = NULL;

  return TRUE;
}

/* --- when a key came ---------------------------------------------------------------- */

static gint64
monotonic_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

/* In the time of the main loop, but when the display saw the key. */
static gint64
time_of (MadoScanKeys *self,
         GdkEvent     *event)
{
  guint32 event_ms = gdk_event_get_time (event);
  gint64 now = monotonic_ms (), offset = now - event_ms;

  if (event_ms == GDK_CURRENT_TIME)
    {
      self->lag_ms = 0;
      return now;
    }
  if (self->event_ms == 0 || event_ms < self->event_ms || offset < self->offset_ms || offset - self->offset_ms > MAX_LAG_MS)
    self->offset_ms = offset;
  self->event_ms = event_ms;
  self->lag_ms = offset - self->offset_ms;

  return now - self->lag_ms;
}

/* --- asking the recogniser --------------------------------------------------------------- */

static void
tell_broken (MadoScanKeys *self)
{
  g_ptr_array_set_size (self->held, 0);
  g_signal_emit (self, signals[READ], 0);
  g_signal_emit (self, signals[BROKEN], 0);
}

static gboolean
tick_cb (gpointer data)
{
  MadoScanKeys *self = data;

  self->tick_id = 0;
  switch (mado_wedge_tick (self->wedge, monotonic_ms () - self->lag_ms))
    {
    case MADO_WEDGE_GIVE_BACK:
      give_back (self, NULL);
      break;
    case MADO_WEDGE_BROKEN:
      tell_broken (self);
      break;
    default:
      watch (self);
      break;
    }

  return G_SOURCE_REMOVE;
}

static void
watch (MadoScanKeys *self)
{
  gint64 deadline = mado_wedge_deadline (self->wedge);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (deadline >= 0)
    self->tick_id = g_timeout_add_full (AFTER_EVENTS, MAX (1, deadline - (monotonic_ms () - self->lag_ms)), tick_cb, self, NULL);
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

/* TRUE: the key is the scanner's, or not decided yet. */
static gboolean
ask_wedge (MadoScanKeys    *self,
           guint            keyval,
           GdkModifierType  state,
           GdkEvent        *event)
{
  gunichar c = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK) ? 0 : gdk_keyval_to_unicode (keyval);
  MadoWedgeVerdict verdict = mado_wedge_key (self->wedge, c, ends_code (keyval), time_of (self, event));

  watch (self);
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
      g_signal_emit (self, signals[READ], 0);
      g_signal_emit (self, signals[CODE], 0, mado_wedge_get_code (self->wedge));
      break;
    case MADO_WEDGE_BROKEN:
      tell_broken (self);
      break;
    case MADO_WEDGE_PASS:
    default:
      return FALSE;
    }

  return TRUE;
}

/* Keys that were given back pass; a person's new ones wait behind them. */
gboolean
mado_scan_keys_offer (MadoScanKeys    *self,
                      guint            keyval,
                      GdkModifierType  state,
                      GdkEvent        *event)
{
  g_autoptr (MadoScanKeys) guard = g_object_ref (self); /* what a code opens may end the window */

  if (!event || is_modifier (keyval) || is_given_back (self, event))
    return FALSE;

  if (ask_wedge (self, keyval, state, event))
    return TRUE;

  if (self->waiting->len == 0 && !is_on_its_way (self) && !mado_outer_loop_is_inner ())
    return FALSE;

  give_back (self, event);

  return TRUE;
}

void
mado_scan_keys_set_prefix (MadoScanKeys *self,
                           const char   *prefix)
{
  mado_wedge_set_prefix (self->wedge, prefix);
}

const MadoWedgeFacts *
mado_scan_keys_get_facts (MadoScanKeys *self)
{
  return mado_wedge_get_facts (self->wedge);
}

GtkWindow *
mado_scan_keys_get_window (MadoScanKeys *self)
{
  return self->window;
}

/* --- the visitor's windows ------------------------------------------------------------ */

void
mado_scan_keys_refuse_in (GtkWindow *window)
{
  g_object_set_data (G_OBJECT (window), REFUSED, GINT_TO_POINTER (TRUE));
}

gboolean
mado_scan_keys_is_refused_in (GtkWindow *window)
{
  return g_object_get_data (G_OBJECT (window), REFUSED) != NULL;
}

/* --- the type ----------------------------------------------------------------------------- */

static void
event_free (gpointer event)
{
  gdk_event_unref (event);
}

static void
mado_scan_keys_dispose (GObject *object)
{
  MadoScanKeys *self = MADO_SCAN_KEYS (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->next_id, g_source_remove);
  if (self->window && self->controller)
    gtk_widget_remove_controller (GTK_WIDGET (self->window), self->controller);
  self->controller = NULL;
  g_clear_weak_pointer (&self->window);

  G_OBJECT_CLASS (mado_scan_keys_parent_class)->dispose (object);
}

static void
mado_scan_keys_finalize (GObject *object)
{
  MadoScanKeys *self = MADO_SCAN_KEYS (object);

  mado_wedge_free (self->wedge);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->given_back);

  G_OBJECT_CLASS (mado_scan_keys_parent_class)->finalize (object);
}

static void
mado_scan_keys_class_init (MadoScanKeysClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mado_scan_keys_dispose;
  object_class->finalize = mado_scan_keys_finalize;
  signals[CODE] = g_signal_new ("code", MADO_TYPE_SCAN_KEYS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[BROKEN] = g_signal_new ("broken", MADO_TYPE_SCAN_KEYS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[READ] = g_signal_new ("read", MADO_TYPE_SCAN_KEYS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_scan_keys_init (MadoScanKeys *self)
{
  self->wedge = mado_wedge_new ("MG1:");
  self->held = g_ptr_array_new_with_free_func (event_free);
  self->given_back = g_ptr_array_new_with_free_func (event_free);
  self->waiting = g_ptr_array_new_with_free_func (event_free);
}

MadoScanKeys *
mado_scan_keys_new (GtkWindow *window)
{
  MadoScanKeys *self = g_object_new (MADO_TYPE_SCAN_KEYS, NULL);

  g_set_weak_pointer (&self->window, window);

  return self;
}

static gboolean
key_cb (MadoScanKeys       *self,
        guint               keyval,
        guint               keycode,
        GdkModifierType     state,
        GtkEventController *controller)
{
  return mado_scan_keys_offer (self, keyval, state, gtk_event_controller_get_current_event (controller));
}

MadoScanKeys *
mado_scan_keys_new_watching (GtkWindow *window)
{
  MadoScanKeys *self = mado_scan_keys_new (window);

  self->controller = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (self->controller, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), self->controller);

  return self;
}
