/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-page-private.h"

#include <glib/gi18n.h>

#include "app/counter/mado-stage-confirm.h"
#include "app/issue/mado-handover-page.h"
#include "app/issue/mado-issue-page.h"

/* Going through the stages; what is saved on the way; resting, hiding. */

MadoStage *
mado_counter_page_neighbour (MadoCounterPage *self,
                             int              step)
{
  guint index = 0;

  if (!g_ptr_array_find (self->all, self->current, &index))
    return NULL;
  for (int i = (int) index + step; i >= 0 && i < (int) self->all->len; i += step)
    if (mado_stage_applies (g_ptr_array_index (self->all, (guint) i)))
      return g_ptr_array_index (self->all, (guint) i);
  return NULL;
}

MadoStage *
mado_counter_page_conflict_stage (MadoCounterPage *self)
{
  return g_ptr_array_index (self->all, 0);
}

gboolean
mado_counter_page_has_conflicts (MadoCounterPage *self)
{
  return self->all->len > 0 && mado_stage_applies (mado_counter_page_conflict_stage (self));
}

/* --- going on ------------------------------------------------------------------------ */

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (MadoCounterPage) self = data;
  g_autoptr (GError) error = NULL;

  if (!mado_counter_save_finish (MADO_COUNTER (source), result, &error))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR,
                       _("This could not be saved: %s What was typed is kept as a draft."), error->message);
}

void
mado_counter_page_save (MadoCounterPage *self,
                        const char      *purpose)
{
  if (mado_counter_is_dirty (self->counter))
    mado_counter_save_async (self->counter, purpose, saved_cb, g_object_ref (self));
}

void
mado_counter_page_go_to (MadoCounterPage *self,
                         MadoStage       *stage)
{
  self->current = stage;
  if (MADO_IS_STAGE_CONFIRM (stage))
    mado_counter_look_up_persons_again (self->counter);
  mado_counter_page_save (self, "fill");
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (stage));
  mado_counter_page_refresh_now (self);
  /* A page that is not in a window yet gets the focus when it comes to the front. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    mado_stage_focus_first (stage);
  mado_page_keys_changed (MADO_PAGE (self));
}

gboolean
mado_counter_page_next_stage (MadoCounterPage *self)
{
  MadoStage *next;

  if (!mado_stage_leave (self->current))
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("Please look at the marked field first."));
      return TRUE;
    }
  mado_counter_page_refresh_now (self);
  if (MADO_IS_STAGE_CONFIRM (self->current) && mado_counter_page_tell_care (self))
    return TRUE;
  if (mado_stage_perform (self->current, MADO_COMMAND_NEXT_STAGE))
    return TRUE;
  next = mado_counter_page_neighbour (self, 1);
  if (next != NULL)
    mado_counter_page_go_to (self, next);
  return TRUE;
}

gboolean
mado_counter_page_previous_stage (MadoCounterPage *self)
{
  MadoStage *previous = mado_counter_page_neighbour (self, -1);

  if (previous == NULL || !mado_stage_leave (self->current))
    return FALSE;
  mado_counter_page_go_to (self, previous);
  return TRUE;
}

/* F5 at confirmation, where it is told what is missing: to the first field that
 * is still empty. */
MadoStage *
mado_counter_page_stage_with_gap (MadoCounterPage *self)
{
  if (!MADO_IS_STAGE_CONFIRM (self->current))
    return NULL;
  for (guint i = 0; i < self->all->len; i++)
    {
      MadoStage *stage = g_ptr_array_index (self->all, i);

      if (mado_stage_applies (stage) && mado_stage_can (stage, MADO_COMMAND_NEXT_GAP))
        return stage;
    }
  return NULL;
}

gboolean
mado_counter_page_go_to_gap (MadoCounterPage *self)
{
  MadoStage *stage = mado_counter_page_stage_with_gap (self);

  if (stage == NULL || !mado_stage_leave (self->current))
    return FALSE;
  mado_counter_page_go_to (self, stage);
  return TRUE;
}

gboolean
mado_counter_page_move_focus (MadoCounterPage  *self,
                              GtkDirectionType  direction)
{
  GtkWidget *stage = GTK_WIDGET (self->current);

  if (gtk_widget_child_focus (stage, direction))
    return TRUE;
  /* Past the last field Enter goes to what is still empty, then to the next stage. */
  if (direction != GTK_DIR_TAB_FORWARD || !mado_stage_leave (self->current))
    return TRUE;
  mado_counter_page_refresh_now (self);
  if (mado_stage_can (self->current, MADO_COMMAND_NEXT_GAP))
    return mado_stage_perform (self->current, MADO_COMMAND_NEXT_GAP);
  return mado_counter_page_next_stage (self);
}

gboolean
mado_counter_page_park (MadoCounterPage *self)
{
  gboolean parked = *mado_counter_get_text (self->counter, "parked") != 0;

  mado_stage_leave (self->current);
  mado_counter_set (self->counter, "parked", parked ? NULL : g_variant_new_string (_("Resting")), MADO_SOURCE_PROGRAM);
  mado_counter_page_save (self, "park");
  if (!parked)
    mado_page_close (MADO_PAGE (self));
  return TRUE;
}

/* 支援措置: once, and nothing says why. */
gboolean
mado_counter_page_can_protect (MadoCounterPage *self)
{
  return mado_counter_is_origin (self->counter) && mado_counter_get_event (self->counter) != NULL
         && !mado_case_is_protected (mado_counter_get_case (self->counter));
}

gboolean
mado_counter_page_protect (MadoCounterPage *self)
{
  mado_stage_leave (self->current);
  mado_counter_protect (self->counter);
  mado_counter_page_save (self, "protect");
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("The addresses of this case are shown at no other desk."));
  return TRUE;
}

/* --- documents of the city itself ------------------------------------------------------ */

/* A visit has a place for them once its event is written down. */
gboolean
mado_counter_page_can_issue (MadoCounterPage *self)
{
  return mado_counter_get_draft (self->counter) == NULL && mado_counter_get_event (self->counter) != NULL
         && mado_record_get_sections (mado_counter_get_record (self->counter))[0] != NULL;
}

gboolean
mado_counter_page_open_issue (MadoCounterPage *self)
{
  if (mado_stage_leave (self->current))
    mado_page_open (MADO_PAGE (self), mado_issue_page_new (mado_counter_get_context (self->counter), self->counter, NULL));
  return TRUE;
}

gboolean
mado_counter_page_open_handover (MadoCounterPage *self)
{
  const MadoProcedure *procedure = mado_handover_find_procedure (self->counter);

  if (procedure != NULL && mado_stage_leave (self->current))
    mado_page_open (MADO_PAGE (self), mado_handover_page_new (self->counter, procedure));
  return procedure != NULL;
}
