/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-window-private.h"

/* --- gate and curtain ------------------------------------------------------- */

static gboolean
is_another_person (MadoWindow *self)
{
  const MadoIdentity *identity = mado_context_get_identity (self->context);

  return self->hidden_by && identity && !g_str_equal (identity->actor, self->hidden_by);
}

/* What one person had open is not shown to the next; it was kept when the
 * curtain was drawn. */
static void
let_in_cb (MadoWindow *self)
{
  MadoPage *behind = g_steal_pointer (&self->behind);

  mado_window_touch (self);
  if (!behind || is_another_person (self))
    {
      mado_window_drop_homes (self);
      mado_window_show_list (self);
    }
  else
    mado_window_bring_to_front (self, behind);
  if (behind && behind != self->page && !mado_window_is_home (self, behind))
    mado_window_take_out (self, behind);
  g_clear_pointer (&self->hidden_by, g_free);
}

void
mado_window_add_colleague (MadoWindow *self)
{
  if (!self->gate || self->page == self->gate || !mado_context_get_signed_in (self->context))
    return;

  g_object_set (self->gate, "colleague", TRUE, NULL);
  mado_window_bring_to_front (self, self->gate);
}

void
mado_window_set_gate (MadoWindow *self,
                      MadoPage   *gate)
{
  g_return_if_fail (MADO_IS_WINDOW (self));

  self->gate = gate;
  g_signal_connect_object (gate, "let-in", G_CALLBACK (let_in_cb), self, G_CONNECT_SWAPPED);
  if (!mado_context_get_signed_in (self->context))
    {
      mado_window_show_page (self, gate);
      return;
    }
  mado_window_take_in (self, gate);
  gtk_widget_set_visible (GTK_WIDGET (gate), FALSE);
}

void
mado_window_draw_curtain (MadoWindow *self)
{
  const MadoIdentity *identity;

  g_return_if_fail (MADO_IS_WINDOW (self));

  identity = mado_context_get_identity (self->context);
  if (!self->gate || self->behind || !identity)
    return;

  g_free (self->hidden_by);
  self->hidden_by = g_strdup (identity->actor);
  g_object_set (self->gate, "curtain", TRUE, NULL);
  /* The gate itself is in front where a colleague is being added. */
  self->behind = self->page == self->gate ? self->list : self->page;
  mado_window_bring_to_front (self, self->gate);
}

gboolean
mado_window_has_curtain (MadoWindow *self)
{
  g_return_val_if_fail (MADO_IS_WINDOW (self), FALSE);

  return self->behind != NULL;
}

void
mado_window_touch (MadoWindow *self)
{
  self->last_touch = g_get_monotonic_time ();
}

static gboolean
idle_cb (gpointer data)
{
  MadoWindow *self = data;
  int minutes = mado_preferences_get_int (mado_context_get_preferences (self->context),
                                          MADO_PREFERENCE_LOCK_MINUTES);

  if (minutes > 0 && g_get_monotonic_time () - self->last_touch > minutes * 60 * G_USEC_PER_SEC)
    mado_window_draw_curtain (self);

  return G_SOURCE_CONTINUE;
}

void
mado_window_watch_idleness (MadoWindow *self)
{
  self->idle_id = g_timeout_add_seconds (10, idle_cb, self);
}
