/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-composed-scan.h"

#include "device/scan/mado-wedge.h"

/*
 * A person who composes the head of a code by hand is not known; it would only
 * open what the code names. A code that is still composed when the keys stop
 * (a scanner that sends no Enter) is taken from there: the text is made
 * unfocusable to its input method by a reset, and what the method writes at
 * that moment, or a moment later, is thrown away.
 */
#define STALL_MS 400
#define LATE_MS  500

struct _MadoComposedScan
{
  GObject    parent_instance;

  GtkWindow *window;   /* borrowed; weak */
  GtkWidget *text;     /* the focused GtkText; weak */

  char      *prefix;
  char      *composed; /* begins with the prefix; or NULL */
  guint      stall_id;
  char      *stalled;    /* taken without the method's doing; it may still write it */
  gint64     stalled_at; /* monotonic, µs */
};

G_DEFINE_FINAL_TYPE (MadoComposedScan, mado_composed_scan, G_TYPE_OBJECT)

enum
{
  CODE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The head alone decides: what follows may have become kana. */
static gboolean
is_code (MadoComposedScan *self,
         const char       *text)
{
  glong length = g_utf8_strlen (self->prefix, -1);
  g_autofree char *head = NULL;
  g_autofree char *code = NULL;

  if (g_utf8_strlen (text, -1) <= length)
    return FALSE;

  head = g_utf8_substring (text, 0, length);
  code = mado_wedge_read_text (head, self->prefix);

  return code != NULL;
}

static void
take (MadoComposedScan *self,
      const char       *text)
{
  g_autofree char *code = g_strdup (text);

  g_clear_handle_id (&self->stall_id, g_source_remove);
  g_clear_pointer (&self->composed, g_free);
  g_signal_emit (self, signals[CODE], 0, code);
}

static gboolean
was_just_taken (MadoComposedScan *self,
                const char       *text)
{
  return g_strcmp0 (self->stalled, text) == 0 && g_get_monotonic_time () - self->stalled_at < LATE_MS * 1000;
}

static gboolean
stall_cb (gpointer data)
{
  g_autoptr (MadoComposedScan) self = g_object_ref (data);
  g_autofree char *code = g_steal_pointer (&self->composed);
  GtkWidget *entry = self->text ? gtk_widget_get_ancestor (self->text, GTK_TYPE_ENTRY) : NULL;

  self->stall_id = 0;
  g_free (self->stalled);
  self->stalled = g_strdup (code);
  self->stalled_at = g_get_monotonic_time ();
  if (entry)
    gtk_entry_reset_im_context (GTK_ENTRY (entry));
  take (self, code);

  return G_SOURCE_REMOVE;
}

static void
preedit_changed_cb (MadoComposedScan *self,
                    const char       *preedit)
{
  g_clear_handle_id (&self->stall_id, g_source_remove);
  g_clear_pointer (&self->composed, g_free);
  if (!is_code (self, preedit))
    return;

  self->composed = g_strdup (preedit);
  self->stall_id = g_timeout_add (STALL_MS, stall_cb, self);
}

static void
insert_text_cb (MadoComposedScan *self,
                const char       *string,
                int               length,
                gpointer          position,
                GtkEditable      *editable)
{
  g_autofree char *inserted = length < 0 ? g_strdup (string) : g_strndup (string, length);

  if (!is_code (self, inserted))
    return;

  g_signal_stop_emission_by_name (editable, "insert-text");
  if (!was_just_taken (self, inserted))
    take (self, inserted);
}

static void
let_go (MadoComposedScan *self)
{
  g_clear_handle_id (&self->stall_id, g_source_remove);
  g_clear_pointer (&self->composed, g_free);
  if (!self->text)
    return;

  g_signal_handlers_disconnect_by_func (self->text, preedit_changed_cb, self);
  g_signal_handlers_disconnect_by_func (self->text, insert_text_cb, self);
  g_clear_weak_pointer (&self->text);
}

static void
focus_widget_cb (MadoComposedScan *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);

  if (focus == self->text)
    return;

  let_go (self);
  if (!focus || !GTK_IS_TEXT (focus))
    return;

  g_set_weak_pointer (&self->text, focus);
  g_signal_connect_swapped (focus, "preedit-changed", G_CALLBACK (preedit_changed_cb), self);
  g_signal_connect_swapped (focus, "insert-text", G_CALLBACK (insert_text_cb), self);
}

static void
mado_composed_scan_dispose (GObject *object)
{
  MadoComposedScan *self = MADO_COMPOSED_SCAN (object);

  let_go (self);
  if (self->window)
    g_signal_handlers_disconnect_by_func (self->window, focus_widget_cb, self);
  g_clear_weak_pointer (&self->window);

  G_OBJECT_CLASS (mado_composed_scan_parent_class)->dispose (object);
}

static void
mado_composed_scan_finalize (GObject *object)
{
  g_free (MADO_COMPOSED_SCAN (object)->prefix);
  g_free (MADO_COMPOSED_SCAN (object)->stalled);

  G_OBJECT_CLASS (mado_composed_scan_parent_class)->finalize (object);
}

static void
mado_composed_scan_class_init (MadoComposedScanClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mado_composed_scan_dispose;
  object_class->finalize = mado_composed_scan_finalize;

  signals[CODE] = g_signal_new ("code", MADO_TYPE_COMPOSED_SCAN, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mado_composed_scan_init (MadoComposedScan *self)
{
  self->prefix = g_strdup ("MG1:");
}

MadoComposedScan *
mado_composed_scan_new (GtkWindow *window)
{
  MadoComposedScan *self = g_object_new (MADO_TYPE_COMPOSED_SCAN, NULL);

  g_set_weak_pointer (&self->window, window);
  g_signal_connect_swapped (window, "notify::focus-widget", G_CALLBACK (focus_widget_cb), self);
  focus_widget_cb (self);

  return self;
}

void
mado_composed_scan_set_prefix (MadoComposedScan *self,
                               const char       *prefix)
{
  g_return_if_fail (MADO_IS_COMPOSED_SCAN (self));
  g_return_if_fail (prefix && *prefix);

  g_free (self->prefix);
  self->prefix = g_strdup (prefix);
}
