/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-initiative-page-private.h"

#include <glib/gi18n.h>

#include "app/initiative/mado-initiative-item.h"
#include "app/initiative/mado-marked-text.h"
#include "app/initiative/mado-plan-actions.h"

#define KEEP_MS   120
#define SIDE_MS   250
#define FIGURE_MS 120

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoInitiativePage, mado_initiative_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

MadoInitiative *
mado_initiative_page_read (MadoInitiativePage *self)
{
  MadoPlanEdit *edit = mado_row_session_get_edit (self->session);

  return edit ? mado_plan_edit_read_row (edit) : NULL;
}

/* --- what happens while one types ------------------------------------------------------ */

static gboolean
keep_cb (gpointer data)
{
  MadoInitiativePage *self = data;

  self->keep_id = 0;
  mado_row_session_keep (self->session);

  return G_SOURCE_REMOVE;
}

static gboolean
side_cb (gpointer data)
{
  MadoInitiativePage *self = data;

  self->side_id = 0;
  mado_initiative_page_show_side (self);
  mado_initiative_page_mark_figures (self);

  return G_SOURCE_REMOVE;
}

static gboolean
figure_cb (gpointer data)
{
  MadoInitiativePage *self = data;

  self->figure_id = 0;
  mado_initiative_page_show_figure (self);

  return G_SOURCE_REMOVE;
}

/* A letter costs nothing but itself; the rest follows in the pauses. */
void
mado_initiative_page_edited (MadoInitiativePage *self)
{
  if (self->keep_id == 0)
    self->keep_id = g_timeout_add (KEEP_MS, keep_cb, self);
  g_clear_handle_id (&self->side_id, g_source_remove);
  self->side_id = g_timeout_add_full (G_PRIORITY_LOW, SIDE_MS, side_cb, self, NULL);
}

static void
cursor_moved_cb (MadoInitiativePage *self)
{
  g_clear_handle_id (&self->figure_id, g_source_remove);
  self->figure_id = g_timeout_add_full (G_PRIORITY_LOW, FIGURE_MS, figure_cb, self, NULL);
}

/* --- session ------------------------------------------------------------------------------ */

static void
read_base (MadoInitiativePage *self)
{
  g_clear_pointer (&self->base, mado_initiative_free);
  g_clear_pointer (&self->base_label, g_free);
  self->base = mado_row_session_read_base (self->session, &self->base_label);
}

/* In one's own part, where there is one. */
static void
place_cursor (MadoInitiativePage *self)
{
  g_autoptr (MadoInitiative) row = mado_initiative_page_read (self);

  mado_lines_buffer_place_cursor (self->lines, 0, 0);
  for (guint i = 0; i < row->status->len; i++)
    {
      const MadoPlanLine *line = row->status->pdata[i];

      if (line->level == 0 || mado_lines_buffer_is_locked (self->lines, i))
        continue;
      mado_lines_buffer_place_cursor (self->lines, i, 0);
      return;
    }
}

static void
loaded_cb (MadoInitiativePage *self)
{
  mado_lines_buffer_set_edit (self->lines, mado_row_session_get_edit (self->session));
  place_cursor (self);
  gtk_text_view_set_editable (self->view, TRUE);
  read_base (self);
  mado_initiative_page_show_cells (self);
  mado_initiative_page_show_side (self);
  mado_initiative_page_mark_figures (self);
  mado_initiative_page_show_figure (self);
  if (mado_row_session_is_dirty (self->session))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s",
                       _("What you had entered and not saved is here again."));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
record_changed_cb (MadoInitiativePage *self)
{
  g_auto (GStrv) held = mado_plan_edit_list_held (mado_row_session_get_edit (self->session));

  mado_lines_buffer_refresh (self->lines);
  mado_initiative_page_show_cells (self);
  mado_initiative_page_edited (self);
  if (held && held[0])
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s",
                       _("Somebody else changed a line that you are changing. Both texts are kept; F7 shows them once you have saved."));
}

static MadoInitiative *
find_next (MadoInitiativePage *self)
{
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  const char *scope = mado_plan_place_get_scope (self->place);
  const MadoInitiative *here = book ? mado_plan_book_find_initiative (book, mado_row_session_get_id (self->session)) : NULL;
  gboolean own = here && mado_initiative_has_department (here, scope);
  gboolean past = FALSE;

  for (guint i = 0; here && i < book->initiatives->len; i++)
    {
      MadoInitiative *row = book->initiatives->pdata[i];

      if (row == here)
        past = TRUE;
      else if (past && (!own || mado_initiative_has_department (row, scope)))
        return row;
    }

  return NULL;
}

static void
go_on (MadoInitiativePage *self)
{
  MadoInitiative *next = find_next (self);

  self->goes_on = FALSE;
  if (next)
    mado_page_open (MADO_PAGE (self), mado_initiative_page_new (self->place, &next->id));
  else
    mado_page_close (MADO_PAGE (self));
}

static void
saved_cb (MadoInitiativePage *self)
{
  mado_page_busy (MADO_PAGE (self), NULL);
  if (self->goes_on)
    {
      go_on (self);
      return;
    }
  mado_lines_buffer_refresh (self->lines);
  read_base (self);
  mado_initiative_page_show_cells (self);
  mado_initiative_page_show_side (self);
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", _("Saved."));
}

static void
failed_cb (MadoInitiativePage *self,
           const char         *text)
{
  self->goes_on = FALSE;
  mado_page_busy (MADO_PAGE (self), NULL);
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", text);
}

/* @step -1: only what was entered. */
static gboolean
save (MadoInitiativePage *self,
      int                 step,
      const char         *comment,
      gboolean            goes_on)
{
  if (!mado_row_session_get_edit (self->session) || mado_row_session_is_saving (self->session))
    return TRUE;

  mado_lines_buffer_tidy (self->lines);
  self->goes_on = goes_on;
  if (mado_row_session_save (self->session, step, comment))
    mado_page_busy (MADO_PAGE (self), _("Saving …"));
  else if (step < 0 && goes_on)
    go_on (self);

  return TRUE;
}

void
mado_initiative_page_return_answer (MadoInitiativePage *self,
                                    const char         *comment)
{
  save (self, MADO_STEP_RETURN, comment, TRUE);
}

/* --- page ------------------------------------------------------------------------------------- */

static gboolean
has_focus (MadoInitiativePage *self,
           gpointer            widget)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static const char *
page_get_title (MadoPage *page)
{
  const char *title = MADO_INITIATIVE_PAGE (page)->page_title;

  return title ? title : _("Promotion plan");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  static const char *const always[] = {
    MADO_COMMAND_NEXT_FIELD, MADO_COMMAND_PREVIOUS_FIELD, MADO_COMMAND_NEXT_STAGE, MADO_COMMAND_NEXT_GAP,
    MADO_COMMAND_FILTER, MADO_COMMAND_EDIT_LOCKED, MADO_COMMAND_ADD_LINE, MADO_COMMAND_REMOVE_LINE, NULL
  };
  MadoInitiativePage *self = MADO_INITIATIVE_PAGE (page);
  g_autoptr (MadoInitiative) row = NULL;

  if (!mado_row_session_get_edit (self->session))
    return FALSE;
  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    return self->asks != ASKS_NOTHING;
  if (mado_answer_is_step (command))
    return mado_answer_may (self->place, mado_row_session_get_id (self->session), mado_answer_step (command));
  if (!g_str_equal (command, MADO_COMMAND_CONFLICT))
    return g_strv_contains (always, command);

  row = mado_initiative_page_read (self);

  return mado_initiative_count_conflicts (row) > 0;
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return C_("key", "Save, next row");
  if (g_str_equal (command, MADO_COMMAND_NEXT_GAP))
    return C_("key", "Next figure");
  if (g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    return C_("key", "Correct the figure");
  if (g_str_equal (command, MADO_COMMAND_FILTER))
    return MADO_INITIATIVE_PAGE (page)->shows_history ? C_("key", "Changes") : C_("key", "History");

  return NULL;
}

static gboolean
go_to_next_field (MadoInitiativePage *self)
{
  if (self->asks != ASKS_NOTHING && has_focus (self, self->question))
    return mado_initiative_page_answer (self);
  if (has_focus (self, self->figure))
    return mado_initiative_page_apply_figure (self);
  if (!mado_lines_buffer_break (self->lines))
    gtk_widget_error_bell (GTK_WIDGET (self->view));
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (GTK_TEXT_BUFFER (self->lines)));

  return TRUE;
}

static gboolean
answer_step (MadoInitiativePage *self,
             MadoAnswerStep      step)
{
  if (step != MADO_STEP_RETURN)
    return save (self, step, NULL, TRUE);

  mado_initiative_page_ask_comment (self);

  return TRUE;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoInitiativePage *self = MADO_INITIATIVE_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD) || g_str_equal (command, MADO_COMMAND_PREVIOUS_FIELD))
    return go_to_next_field (self);
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return save (self, -1, NULL, TRUE);
  if (mado_answer_is_step (command))
    return answer_step (self, mado_answer_step (command));
  if (g_str_equal (command, MADO_COMMAND_NEXT_GAP))
    return mado_initiative_page_next_figure (self);
  if (g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    return gtk_widget_grab_focus (GTK_WIDGET (self->figure_value));
  if (g_str_equal (command, MADO_COMMAND_ADD_LINE))
    return mado_initiative_page_add_line (self);
  if (g_str_equal (command, MADO_COMMAND_REMOVE_LINE))
    return mado_lines_buffer_drop_line (self->lines);
  if (g_str_equal (command, MADO_COMMAND_CONFLICT))
    return mado_initiative_page_ask_conflict (self);
  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    {
      mado_initiative_page_stop_asking (self);
      return TRUE;
    }
  if (!g_str_equal (command, MADO_COMMAND_FILTER))
    return FALSE;

  self->shows_history = !self->shows_history;
  mado_initiative_page_show_side (self);

  return TRUE;
}

static gboolean
page_key (MadoPage        *page,
          guint            keyval,
          GdkModifierType  state)
{
  guint digit = gdk_keyval_to_unicode (keyval);

  return digit >= '1' && digit <= '9' && mado_initiative_page_choose_nth (MADO_INITIATIVE_PAGE (page), digit - '1');
}

static void
page_focus_first (MadoPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (MADO_INITIATIVE_PAGE (page)->view));
}

static void
page_keep (MadoPage *page)
{
  MadoInitiativePage *self = MADO_INITIATIVE_PAGE (page);

  if (mado_row_session_get_edit (self->session))
    mado_row_session_keep (self->session);
}

static void
page_iface_init (MadoPageInterface *iface)
{
  iface->get_title = page_get_title;
  iface->can = page_can;
  iface->get_label = page_get_label;
  iface->perform = page_perform;
  iface->key = page_key;
  iface->focus_first = page_focus_first;
  iface->keep = page_keep;
}

/* --- object --------------------------------------------------------------------------------------- */

static void
mado_initiative_page_dispose (GObject *object)
{
  MadoInitiativePage *self = MADO_INITIATIVE_PAGE (object);

  g_clear_handle_id (&self->keep_id, g_source_remove);
  g_clear_handle_id (&self->side_id, g_source_remove);
  g_clear_handle_id (&self->figure_id, g_source_remove);
  if (self->lines)
    g_signal_handlers_disconnect_by_data (self->lines, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->lines);
  g_clear_object (&self->session);
  g_clear_object (&self->place);
  g_clear_pointer (&self->base, mado_initiative_free);
  g_clear_pointer (&self->base_label, g_free);
  g_clear_pointer (&self->page_title, g_free);
  g_clear_pointer (&self->at_cursor, mado_plan_figure_free);
  g_clear_pointer (&self->figure_lid, g_free);
  g_clear_pointer (&self->asked_lid, g_free);
  g_clear_pointer (&self->asked_texts, g_ptr_array_unref);

  G_OBJECT_CLASS (mado_initiative_page_parent_class)->dispose (object);
}

static void
mado_initiative_page_class_init (MadoInitiativePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_initiative_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "initiative");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-initiative-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, title);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, state);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, facts);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, summary);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, status_head);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, hint);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, view);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, figure);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, figure_label);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, figure_value);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, figure_unit);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, figure_as_of);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, side_head);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, side);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, question);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, question_head);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, choices);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, reason);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativePage, actions);
}

static void
mado_initiative_page_init (MadoInitiativePage *self)
{
  static const char *const commands[] = {
    MADO_COMMAND_NO_CHANGE, MADO_COMMAND_CONFIRM_ANSWER, MADO_COMMAND_ACCEPT_ANSWER, MADO_COMMAND_RETURN_ANSWER,
    MADO_COMMAND_ADD_LINE, MADO_COMMAND_REMOVE_LINE, MADO_COMMAND_EDIT_LOCKED, NULL
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  mado_plan_actions_fill (self->actions, MADO_PAGE (self), commands);
  mado_marked_text_prepare (gtk_text_view_get_buffer (self->side));
}

static void
watch_view (MadoInitiativePage *self)
{
  mado_initiative_page_watch_keys (self);
  g_signal_connect_swapped (self->lines, "edited", G_CALLBACK (mado_initiative_page_edited), self);
  g_signal_connect_swapped (self->lines, "notify::cursor-position", G_CALLBACK (cursor_moved_cb), self);
  gtk_text_view_set_editable (self->view, FALSE);
  gtk_text_view_set_buffer (self->view, GTK_TEXT_BUFFER (self->lines));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Status and plans"), -1);
}

MadoPage *
mado_initiative_page_new (MadoPlanPlace *place,
                          const MadoId  *row)
{
  MadoInitiativePage *self = g_object_new (MADO_TYPE_INITIATIVE_PAGE, NULL);
  MadoContext *context = mado_plan_place_get_context (place);

  self->place = g_object_ref (place);
  self->session = mado_row_session_new (place, row);
  self->lines = mado_lines_buffer_new (MADO_PLAN_STATUS, mado_context_get_random (context),
                                       mado_plan_place_find_department, place, mado_initiative_page_may_write, self);
  watch_view (self);
  g_signal_connect_object (self->session, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "record-changed", G_CALLBACK (record_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (place, "changed", G_CALLBACK (mado_initiative_page_show_cells), self, G_CONNECT_SWAPPED);

  return MADO_PAGE (self);
}
