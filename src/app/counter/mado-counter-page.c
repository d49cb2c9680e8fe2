/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-page-private.h"

#include <glib/gi18n.h>

#include "app/common/mado-outer-loop.h"
#include "app/counter/mado-counter-next.h"
#include "app/counter/mado-procedure-list.h"
#include "app/counter/mado-reason-list.h"
#include "app/counter/mado-stage-conflict.h"
#include "app/counter/mado-stage-confirm.h"
#include "app/counter/mado-stage-documents.h"
#include "app/counter/mado-stage-draft.h"
#include "app/counter/mado-stage-event.h"
#include "app/counter/mado-stage-fields.h"
#include "app/counter/mado-stage-guidance.h"
#include "app/counter/mado-stage-household.h"
#include "app/counter/mado-stage-picks.h"
#include "app/issue/mado-handover-page.h"

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoCounterPage, mado_counter_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

/* --- the list of stages -------------------------------------------------------- */

static GtkWidget *
stage_line_new (MadoStage *stage,
                guint      number)
{
  GtkWidget *row = gtk_list_box_row_new ();
  gboolean complete = mado_stage_is_complete (stage);
  g_autofree char *text = g_strdup_printf ("%s %u  %s", complete ? "✓" : "　", number, mado_stage_get_title (stage));
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_widget_add_css_class (row, complete ? "stage-complete" : "stage-open");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, mado_stage_get_title (stage),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, complete ? _("Complete") : _("Not complete"), -1);
  g_object_set_data (G_OBJECT (row), "mado-stage", stage);
  return row;
}

static void
stage_activated_cb (GtkListBox      *list,
                    GtkListBoxRow   *row,
                    MadoCounterPage *self)
{
  MadoStage *stage = g_object_get_data (G_OBJECT (row), "mado-stage");

  if (stage != self->current && mado_stage_leave (self->current))
    mado_counter_page_go_to (self, stage);
}

static void
show_stages (MadoCounterPage *self)
{
  GtkWidget *row;
  guint number = 0;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->stages))) != NULL)
    gtk_list_box_remove (self->stages, row);
  for (guint i = 0; i < self->all->len; i++)
    {
      MadoStage *stage = g_ptr_array_index (self->all, i);

      if (!mado_stage_applies (stage))
        continue;
      row = stage_line_new (stage, ++number);
      gtk_list_box_append (self->stages, row);
      if (stage == self->current)
        gtk_list_box_select_row (self->stages, GTK_LIST_BOX_ROW (row));
    }
}

void
mado_counter_page_refresh_now (MadoCounterPage *self)
{
  g_clear_handle_id (&self->refresh, g_source_remove);
  if (!self->loaded)
    return;
  mado_procedure_list_refresh (MADO_PROCEDURE_LIST (self->procedures));
  for (guint i = 0; i < self->all->len; i++)
    mado_stage_refresh (g_ptr_array_index (self->all, i));
  show_stages (self);
  mado_counter_page_card_refresh (self);
  mado_counter_page_paper_refresh (self);
  mado_counter_page_show_facts (self);
  mado_counter_page_show_band (self);
  mado_counter_page_tell_conflict (self);
  mado_page_keys_changed (MADO_PAGE (self));
}

/* Lines may go in which an input method is still at work. */
static gboolean
refresh_cb (gpointer data)
{
  MadoCounterPage *self = data;

  self->refresh = 0;
  if (mado_outer_loop_is_inner ())
    self->refresh = g_timeout_add (1, refresh_cb, self);
  else
    mado_counter_page_refresh_now (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (MadoCounter     *counter,
            MadoCounterPage *self)
{
  if (self->refresh == 0)
    self->refresh = g_idle_add_full (G_PRIORITY_DEFAULT, refresh_cb, self, NULL);
}

/* --- as a page -------------------------------------------------------------------------- */

static const char *
mado_counter_page_get_title (MadoPage *page)
{
  return MADO_COUNTER_PAGE (page)->title;
}

static gboolean
mado_counter_page_can (MadoPage   *page,
                       const char *command)
{
  MadoCounterPage *self = MADO_COUNTER_PAGE (page);

  if (!self->loaded)
    return mado_counter_page_access_can (self, command);
  if (mado_counter_page_card_can (self, command) || mado_counter_page_paper_can (self, command))
    return TRUE;
  if (g_str_equal (command, MADO_COMMAND_CARD))
    return mado_counter_page_can_read_card (self);
  if (g_str_equal (command, MADO_COMMAND_NUMBER))
    return mado_counter_page_can_read_number (self);
  if (g_str_equal (command, MADO_COMMAND_PARK))
    return mado_counter_get_draft (self->counter) == NULL; /* nothing is there yet that could rest */
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE) || g_str_equal (command, MADO_COMMAND_NEXT_FIELD)
      || g_str_equal (command, MADO_COMMAND_PREVIOUS_FIELD))
    return TRUE;
  if (g_str_equal (command, MADO_COMMAND_PREVIOUS_STAGE))
    return mado_counter_page_neighbour (self, -1) != NULL;
  if (g_str_equal (command, MADO_COMMAND_CONFLICT))
    return mado_counter_page_has_conflicts (self);
  if (g_str_equal (command, MADO_COMMAND_PROTECT))
    return mado_counter_page_can_protect (self);
  if (g_str_equal (command, MADO_COMMAND_SAME_CASE))
    return mado_counter_get_same (self->counter) != NULL;
  if (g_str_equal (command, MADO_COMMAND_ISSUE))
    return mado_counter_page_can_issue (self);
  if (g_str_equal (command, MADO_COMMAND_COMPARE))
    return mado_handover_find_procedure (self->counter) != NULL;
  if (g_str_equal (command, MADO_COMMAND_NEXT_GAP) && mado_counter_page_stage_with_gap (self) != NULL)
    return TRUE;
  return mado_stage_can (self->current, command);
}

static const char *
mado_counter_page_get_label (MadoPage   *page,
                             const char *command)
{
  MadoCounterPage *self = MADO_COUNTER_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_PARK) && *mado_counter_get_text (self->counter, "parked"))
    return _("Resume");
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE) && MADO_IS_STAGE_CONFIRM (self->current))
    return mado_counter_get_next_label (self->counter);
  if (g_str_equal (command, MADO_COMMAND_COMPARE))
    return _("Check before hand-over");
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE) && MADO_IS_STAGE_DRAFT (self->current))
    return _("Person confirmed");
  return NULL;
}

static gboolean
mado_counter_page_perform (MadoPage   *page,
                           const char *command)
{
  MadoCounterPage *self = MADO_COUNTER_PAGE (page);

  if (!self->loaded)
    return mado_counter_page_access_perform (self, command);
  if (mado_counter_page_card_perform (self, command) || mado_counter_page_paper_perform (self, command))
    return TRUE;
  if (g_str_equal (command, MADO_COMMAND_CARD))
    return mado_counter_page_read_card (self);
  if (g_str_equal (command, MADO_COMMAND_NUMBER))
    return mado_counter_page_read_number (self);
  if (!g_str_equal (command, MADO_COMMAND_NEXT_STAGE) && mado_stage_can (self->current, command)
      && mado_stage_perform (self->current, command))
    return TRUE;
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return mado_counter_page_next_stage (self);
  if (g_str_equal (command, MADO_COMMAND_PREVIOUS_STAGE))
    return mado_counter_page_previous_stage (self);
  if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD))
    return mado_counter_page_move_focus (self, GTK_DIR_TAB_FORWARD);
  if (g_str_equal (command, MADO_COMMAND_PREVIOUS_FIELD))
    return mado_counter_page_move_focus (self, GTK_DIR_TAB_BACKWARD);
  if (g_str_equal (command, MADO_COMMAND_PARK))
    return mado_counter_get_draft (self->counter) == NULL && mado_counter_page_park (self);
  if (g_str_equal (command, MADO_COMMAND_NEXT_GAP))
    return mado_counter_page_go_to_gap (self);
  if (g_str_equal (command, MADO_COMMAND_SAME_CASE))
    return mado_counter_page_open_same (self);
  if (g_str_equal (command, MADO_COMMAND_ISSUE))
    return mado_counter_page_can_issue (self) && mado_counter_page_open_issue (self);
  if (g_str_equal (command, MADO_COMMAND_COMPARE))
    return mado_counter_page_open_handover (self);
  if (g_str_equal (command, MADO_COMMAND_PROTECT))
    return mado_counter_page_can_protect (self) && mado_counter_page_protect (self);
  if (g_str_equal (command, MADO_COMMAND_CONFLICT) && mado_counter_page_has_conflicts (self))
    {
      if (!mado_stage_leave (self->current))
        return TRUE;
      if (self->current != mado_counter_page_conflict_stage (self))
        self->before = self->current;
      mado_counter_page_go_to (self, mado_counter_page_conflict_stage (self));
      return TRUE;
    }
  return FALSE;
}

static gboolean
mado_counter_page_key (MadoPage        *page,
                       guint            keyval,
                       GdkModifierType  state)
{
  MadoCounterPage *self = MADO_COUNTER_PAGE (page);

  if (self->access != NULL)
    return mado_reason_list_key (MADO_REASON_LIST (self->access), keyval);
  if (mado_counter_page_card_key (self, keyval))
    return TRUE;
  return self->loaded && mado_stage_key (self->current, keyval, state);
}

static gboolean
mado_counter_page_picture (MadoPage *page,
                           GBytes   *picture)
{
  return mado_counter_page_read_paper (MADO_COUNTER_PAGE (page), picture);
}

static void
mado_counter_page_focus_first (MadoPage *page)
{
  MadoCounterPage *self = MADO_COUNTER_PAGE (page);

  if (self->access != NULL)
    mado_reason_list_focus (MADO_REASON_LIST (self->access));
  if (self->loaded)
    mado_stage_focus_first (self->current);
}

static void
mado_counter_page_keep (MadoPage *page)
{
  MadoCounterPage *self = MADO_COUNTER_PAGE (page);

  if (!self->loaded)
    return;
  mado_stage_leave (self->current);
  mado_counter_page_save (self, "fill");
}

static void
page_iface_init (MadoPageInterface *iface)
{
  iface->get_title = mado_counter_page_get_title;
  iface->can = mado_counter_page_can;
  iface->get_label = mado_counter_page_get_label;
  iface->perform = mado_counter_page_perform;
  iface->key = mado_counter_page_key;
  iface->picture = mado_counter_page_picture;
  iface->focus_first = mado_counter_page_focus_first;
  iface->keep = mado_counter_page_keep;
}

/* --- from the stages ------------------------------------------------------------------------ */

static MadoStage *stage_to_begin (MadoCounterPage *self);

/* The next one that is open, else back to where the clerk was. */
static void
leave_conflict (MadoCounterPage *self)
{
  MadoStage *next = mado_counter_page_has_conflicts (self) ? mado_counter_page_conflict_stage (self) : self->before ? self->before : stage_to_begin (self);

  if (next != mado_counter_page_conflict_stage (self))
    self->before = NULL;
  mado_counter_page_go_to (self, next);
}

static void
done_cb (MadoStage       *stage,
         MadoCounterPage *self)
{
  if (MADO_IS_STAGE_CONFIRM (stage))
    mado_page_close (MADO_PAGE (self));
  else if (stage == mado_counter_page_conflict_stage (self))
    leave_conflict (self);
  else if (MADO_IS_STAGE_DRAFT (stage)) /* all is filled in: straight to the last one */
    {
      mado_counter_page_refresh_now (self);
      mado_counter_page_go_to (self, g_ptr_array_index (self->all, self->all->len - 1));
    }
  else
    mado_counter_page_next_stage (self);
}

static void
stage_keys_cb (MadoStage       *stage,
               MadoCounterPage *self)
{
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
message_cb (MadoStage       *stage,
            int              kind,
            const char      *text,
            MadoCounterPage *self)
{
  mado_page_message (MADO_PAGE (self), (MadoMessageKind) kind, "%s", text);
}

static void
add_stage (MadoCounterPage *self,
           GtkWidget       *stage)
{
  g_ptr_array_add (self->all, stage);
  gtk_stack_add_child (self->stack, stage);
  g_signal_connect (stage, "done", G_CALLBACK (done_cb), self);
  g_signal_connect (stage, "keys-changed", G_CALLBACK (stage_keys_cb), self);
  g_signal_connect (stage, "message", G_CALLBACK (message_cb), self);
}

static void
build_stages (MadoCounterPage *self)
{
  add_stage (self, mado_stage_conflict_new (self->counter));
  add_stage (self, mado_stage_draft_new (self->counter));
  add_stage (self, mado_stage_event_new (self->counter));
  add_stage (self, mado_stage_picks_new (self->counter));
  add_stage (self, mado_stage_fields_new (self->counter, MADO_FIELDS_VISITOR));
  add_stage (self, mado_stage_household_new (self->counter));
  add_stage (self, mado_stage_fields_new (self->counter, MADO_FIELDS_CASE));
  add_stage (self, mado_stage_guidance_new (self->counter));
  add_stage (self, mado_stage_fields_new (self->counter, MADO_FIELDS_OWN));
  add_stage (self, mado_stage_fields_new (self->counter, MADO_FIELDS_DESK));
  add_stage (self, mado_stage_documents_new (self->counter));
  add_stage (self, mado_stage_confirm_new (self->counter));
}

/* The first stage where something is left to do; the last one if all is done. */
static MadoStage *
stage_to_begin (MadoCounterPage *self)
{
  MadoStage *last = g_ptr_array_index (self->all, self->all->len - 1);

  for (guint i = 0; i < self->all->len; i++)
    {
      MadoStage *stage = g_ptr_array_index (self->all, i);

      if (!mado_stage_applies (stage))
        continue;
      last = stage;
      if (!mado_stage_is_complete (stage))
        return stage;
    }
  return last;
}

void
mado_counter_page_loaded (MadoCounterPage *self)
{
  if (self->all->len == 0)
    build_stages (self);
  self->current = g_ptr_array_index (self->all, self->all->len - 1);
  self->loaded = TRUE;
  for (guint i = 0; i < self->all->len; i++)
    mado_stage_refresh (g_ptr_array_index (self->all, i));
  /* Not before: a stage that is refreshed asks for keys, and there is no
   * current one yet. */
  self->loaded = TRUE;
  mado_counter_page_go_to (self, stage_to_begin (self));
}

MadoCounter *
mado_counter_page_get_counter (MadoCounterPage *self)
{
  return self->counter;
}

static void
mado_counter_page_dispose (GObject *object)
{
  MadoCounterPage *self = MADO_COUNTER_PAGE (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_pointer (&self->columns, gtk_widget_unparent);
  if (self->counter != NULL)
    g_signal_handlers_disconnect_by_data (self->counter, self);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_counter_page_parent_class)->dispose (object);
}

static void
mado_counter_page_finalize (GObject *object)
{
  MadoCounterPage *self = MADO_COUNTER_PAGE (object);

  g_ptr_array_unref (self->all);
  g_free (self->title);
  G_OBJECT_CLASS (mado_counter_page_parent_class)->finalize (object);
}

static void
mado_counter_page_class_init (MadoCounterPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_counter_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_counter_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-counter-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoCounterPage, columns);
  gtk_widget_class_bind_template_child (widget_class, MadoCounterPage, stages);
  gtk_widget_class_bind_template_child (widget_class, MadoCounterPage, facts);
  gtk_widget_class_bind_template_child (widget_class, MadoCounterPage, band);
  gtk_widget_class_bind_template_child (widget_class, MadoCounterPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MadoCounterPage, right);
}

static void
mado_counter_page_init (MadoCounterPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->all = g_ptr_array_new ();
  self->title = g_strdup (_("Visit"));
  g_signal_connect (self->stages, "row-activated", G_CALLBACK (stage_activated_cb), self);
}

MadoPage *
mado_counter_page_new (MadoCounter *counter)
{
  MadoCounterPage *self = g_object_new (MADO_TYPE_COUNTER_PAGE, NULL);

  self->counter = g_object_ref (counter);
  self->procedures = mado_procedure_list_new (counter);
  gtk_widget_set_vexpand (self->procedures, TRUE);
  gtk_box_append (GTK_BOX (self->right), self->procedures);
  g_signal_connect (counter, "changed", G_CALLBACK (changed_cb), self);
  mado_counter_page_listen (self);
  return MADO_PAGE (self);
}
