/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-page-private.h"

#include <glib/gi18n.h>

#include "app/counter/mado-reason-list.h"

/*
 * 閲覧理由: a case that this person has no part in opens for a reason, which is
 * recorded before anything is seen. The page asks for it instead of showing
 * the case; what it says is the same whatever the case is.
 */

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MadoCounterPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean opened = mado_counter_open_for_reason_finish (MADO_COUNTER (source), result, &error);

  /* The person went back to the list meanwhile. */
  if (gtk_widget_get_parent (GTK_WIDGET (self)) == NULL || self->access == NULL)
    return;
  if (!opened)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
      return;
    }
  gtk_stack_remove (self->stack, g_steal_pointer (&self->access));
  mado_counter_page_loaded (self);
}

static void
given_cb (MadoReasonList  *list,
          const char      *reason,
          MadoCounterPage *self)
{
  mado_counter_open_for_reason_async (self->counter, reason, opened_cb, g_object_ref (self));
}

static void
asked_cb (MadoReasonList  *list,
          MadoCounterPage *self)
{
  mado_page_keys_changed (MADO_PAGE (self));
}

void
mado_counter_page_ask_access (MadoCounterPage *self)
{
  const char *const usual[] = {
    _("The visitor is at this window"), _("A telephone call of the person"), _("Checking what was entered"), NULL,
  };

  g_return_if_fail (self->access == NULL && !self->loaded);

  self->access = mado_reason_list_new (_("Reason for access: why is this case opened? "
                                         "The answer is recorded with your name and the time."), usual);
  g_signal_connect (self->access, "given", G_CALLBACK (given_cb), self);
  g_signal_connect (self->access, "asked", G_CALLBACK (asked_cb), self);
  gtk_widget_set_visible (GTK_WIDGET (self->band), FALSE);
  gtk_stack_add_child (self->stack, self->access);
  gtk_stack_set_visible_child (self->stack, self->access);
  mado_reason_list_focus (MADO_REASON_LIST (self->access));
  mado_page_keys_changed (MADO_PAGE (self));
}

gboolean
mado_counter_page_access_can (MadoCounterPage *self,
                              const char      *command)
{
  return self->access != NULL && (g_str_equal (command, MADO_COMMAND_NEXT_FIELD) || g_str_equal (command, MADO_COMMAND_CLOSE));
}

gboolean
mado_counter_page_access_perform (MadoCounterPage *self,
                                  const char      *command)
{
  if (!mado_counter_page_access_can (self, command))
    return FALSE;
  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    return mado_reason_list_step_back (MADO_REASON_LIST (self->access));
  if (!mado_reason_list_activate (MADO_REASON_LIST (self->access)))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, _("Please give a reason for opening this record."));
  return TRUE;
}
