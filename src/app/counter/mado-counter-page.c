/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-page.h"

#include <glib/gi18n.h>

#include "app/common/mado-outer-loop.h"
#include "app/counter/mado-procedure-list.h"
#include "app/counter/mado-stage-conflict.h"
#include "app/counter/mado-stage-confirm.h"
#include "app/counter/mado-stage-documents.h"
#include "app/counter/mado-stage-event.h"
#include "app/counter/mado-stage-fields.h"
#include "app/counter/mado-stage-guidance.h"
#include "app/counter/mado-stage-household.h"
#include "app/counter/mado-stage-picks.h"

struct _MadoCounterPage
{
  GtkWidget    parent_instance;

  GtkWidget   *columns;
  GtkListBox  *stages;
  GtkLabel    *facts;
  GtkLabel    *band;
  GtkStack    *stack;
  GtkWidget   *right;
  GtkWidget   *procedures;

  MadoCounter *counter;
  GPtrArray   *all;     /* MadoStage*, in order; the stack owns them */
  MadoStage   *current;
  guint        refresh; /* idle source */
  char        *title;
  gboolean     loaded;
};

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

static void go_to (MadoCounterPage *self, MadoStage *stage);

static void
stage_activated_cb (GtkListBox      *list,
                    GtkListBoxRow   *row,
                    MadoCounterPage *self)
{
  MadoStage *stage = g_object_get_data (G_OBJECT (row), "mado-stage");

  if (stage != self->current && mado_stage_leave (self->current))
    go_to (self, stage);
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

static MadoStage *
neighbour (MadoCounterPage *self,
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

/* --- facts ------------------------------------------------------------------------ */

static char *
first_person_line (MadoCounterPage *self)
{
  const char *const *persons = mado_counter_list_persons (self->counter);
  g_autofree char *name = persons[0] ? mado_counter_person_name (self->counter, persons[0]) : NULL;
  g_autofree char *birth_path = persons[0] ? g_strdup_printf ("person/%s/birth_date", persons[0]) : NULL;
  g_autofree char *birth = birth_path ? mado_counter_display (self->counter, birth_path) : NULL;

  if (name == NULL || *name == 0)
    return NULL;
  return birth && *birth ? g_strdup_printf ("%s　%s", name, birth) : g_strdup (name);
}

static void
show_facts (MadoCounterPage *self)
{
  const MadoEvent *event = mado_counter_get_event (self->counter);
  const char *ticket = mado_counter_get_text (self->counter, "ticket_no");
  const char *code = mado_counter_get_text (self->counter, "case_no");
  const char *parked = mado_counter_get_text (self->counter, "parked");
  g_autofree char *person = first_person_line (self);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, _("Ticket %s"), *ticket ? ticket : "―");
  if (*code)
    g_string_append_printf (text, _("\nCase number %s"), code);
  if (event != NULL)
    g_string_append_printf (text, "\n%s", mado_text_get (event->title, NULL));
  if (person != NULL)
    g_string_append_printf (text, "\n%s", person);
  if (*parked)
    g_string_append_printf (text, _("\nOn hold: %s"), parked);
  if (mado_counter_hides_address (self->counter))
    g_string_append (text, _("\nAddresses are not shown here."));
  gtk_label_set_text (self->facts, text->str);

  g_free (self->title);
  self->title = g_strdup_printf ("%s　%s", *ticket ? ticket : "―",
                                 event ? mado_text_get (event->short_title, NULL) : _("New visit"));
}

/* 番号札・氏名 / what the other windows did / what needs checking. */
static void
show_band (MadoCounterPage *self)
{
  g_autofree char *person = first_person_line (self);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *const *procedures = mado_counter_list_procedures (self->counter);

  if (!mado_counter_is_origin (self->counter))
    {
      if (person != NULL)
        g_string_append (text, person);
      for (guint i = 0; procedures[i] != NULL; i++)
        if (!mado_counter_is_mine (self->counter, procedures[i]))
          {
            const MadoProcedure *procedure = mado_pack_get_procedure (mado_counter_get_pack (self->counter), procedures[i]);

            g_string_append_printf (text, "%s%s %s", i || person ? "　/　" : "",
                                    procedure ? mado_text_get (procedure->title, NULL) : procedures[i],
                                    mado_procedure_state_display (mado_counter_get_state (self->counter, procedures[i])));
          }
    }
  gtk_label_set_text (self->band, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->band), text->len > 0);
}

static void
refresh_now (MadoCounterPage *self)
{
  g_clear_handle_id (&self->refresh, g_source_remove);
  if (!self->loaded)
    return;
  mado_procedure_list_refresh (MADO_PROCEDURE_LIST (self->procedures));
  for (guint i = 0; i < self->all->len; i++)
    mado_stage_refresh (g_ptr_array_index (self->all, i));
  show_stages (self);
  show_facts (self);
  show_band (self);
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
    refresh_now (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (MadoCounter     *counter,
            MadoCounterPage *self)
{
  if (self->refresh == 0)
    self->refresh = g_idle_add_full (G_PRIORITY_DEFAULT, refresh_cb, self, NULL);
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

static void
save (MadoCounterPage *self,
      const char      *purpose)
{
  if (mado_counter_is_dirty (self->counter))
    mado_counter_save_async (self->counter, purpose, saved_cb, g_object_ref (self));
}

static void
go_to (MadoCounterPage *self,
       MadoStage       *stage)
{
  self->current = stage;
  save (self, "fill");
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (stage));
  refresh_now (self);
  mado_stage_focus_first (stage);
  mado_page_keys_changed (MADO_PAGE (self));
}

static gboolean
next_stage (MadoCounterPage *self)
{
  MadoStage *next;

  if (!mado_stage_leave (self->current))
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("Please look at the marked field first."));
      return TRUE;
    }
  refresh_now (self);
  if (mado_stage_perform (self->current, MADO_COMMAND_NEXT_STAGE))
    return TRUE;
  next = neighbour (self, 1);
  if (next != NULL)
    go_to (self, next);
  return TRUE;
}

static gboolean
previous_stage (MadoCounterPage *self)
{
  MadoStage *previous = neighbour (self, -1);

  if (previous == NULL || !mado_stage_leave (self->current))
    return FALSE;
  go_to (self, previous);
  return TRUE;
}

static gboolean
move_focus (MadoCounterPage  *self,
            GtkDirectionType  direction)
{
  GtkWidget *stage = GTK_WIDGET (self->current);

  if (gtk_widget_child_focus (stage, direction))
    return TRUE;
  /* Past the last field Enter goes to what is still empty, then to the next stage. */
  if (direction != GTK_DIR_TAB_FORWARD || !mado_stage_leave (self->current))
    return TRUE;
  refresh_now (self);
  if (mado_stage_can (self->current, MADO_COMMAND_NEXT_GAP))
    return mado_stage_perform (self->current, MADO_COMMAND_NEXT_GAP);
  return next_stage (self);
}

static gboolean
park (MadoCounterPage *self)
{
  gboolean parked = *mado_counter_get_text (self->counter, "parked") != 0;

  mado_stage_leave (self->current);
  mado_counter_set (self->counter, "parked", parked ? NULL : g_variant_new_string (_("Resting")), MADO_SOURCE_PROGRAM);
  save (self, "park");
  if (!parked)
    mado_page_close (MADO_PAGE (self));
  return TRUE;
}

/* 支援措置: once, and nothing says why. */
static gboolean
can_protect (MadoCounterPage *self)
{
  return mado_counter_is_origin (self->counter) && mado_counter_get_event (self->counter) != NULL
         && !mado_case_is_protected (mado_counter_get_case (self->counter));
}

static gboolean
protect (MadoCounterPage *self)
{
  mado_stage_leave (self->current);
  mado_counter_protect (self->counter);
  save (self, "protect");
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("The addresses of this case are shown at no other desk."));
  return TRUE;
}

static gboolean
has_conflicts (MadoCounterPage *self)
{
  MadoRecord *record = mado_counter_get_record (self->counter);
  g_autoptr (GPtrArray) conflicts = record ? mado_record_list_conflicts (record) : NULL;

  return conflicts != NULL && conflicts->len > 0;
}

static MadoStage *
conflict_stage (MadoCounterPage *self)
{
  return g_ptr_array_index (self->all, 0);
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
    return FALSE;
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE) || g_str_equal (command, MADO_COMMAND_PARK)
      || g_str_equal (command, MADO_COMMAND_NEXT_FIELD) || g_str_equal (command, MADO_COMMAND_PREVIOUS_FIELD))
    return TRUE;
  if (g_str_equal (command, MADO_COMMAND_PREVIOUS_STAGE))
    return neighbour (self, -1) != NULL;
  if (g_str_equal (command, MADO_COMMAND_CONFLICT))
    return has_conflicts (self);
  if (g_str_equal (command, MADO_COMMAND_PROTECT))
    return can_protect (self);
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
    return mado_stage_confirm_get_label (MADO_STAGE_CONFIRM (self->current));
  return NULL;
}

static gboolean
mado_counter_page_perform (MadoPage   *page,
                           const char *command)
{
  MadoCounterPage *self = MADO_COUNTER_PAGE (page);

  if (!self->loaded)
    return FALSE;
  if (!g_str_equal (command, MADO_COMMAND_NEXT_STAGE) && mado_stage_can (self->current, command)
      && mado_stage_perform (self->current, command))
    return TRUE;
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return next_stage (self);
  if (g_str_equal (command, MADO_COMMAND_PREVIOUS_STAGE))
    return previous_stage (self);
  if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD))
    return move_focus (self, GTK_DIR_TAB_FORWARD);
  if (g_str_equal (command, MADO_COMMAND_PREVIOUS_FIELD))
    return move_focus (self, GTK_DIR_TAB_BACKWARD);
  if (g_str_equal (command, MADO_COMMAND_PARK))
    return park (self);
  if (g_str_equal (command, MADO_COMMAND_PROTECT))
    return can_protect (self) && protect (self);
  if (g_str_equal (command, MADO_COMMAND_CONFLICT) && has_conflicts (self))
    {
      go_to (self, conflict_stage (self));
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

  return self->loaded && mado_stage_key (self->current, keyval, state);
}

static void
mado_counter_page_focus_first (MadoPage *page)
{
  MadoCounterPage *self = MADO_COUNTER_PAGE (page);

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
  save (self, "fill");
}

static void
page_iface_init (MadoPageInterface *iface)
{
  iface->get_title = mado_counter_page_get_title;
  iface->can = mado_counter_page_can;
  iface->get_label = mado_counter_page_get_label;
  iface->perform = mado_counter_page_perform;
  iface->key = mado_counter_page_key;
  iface->focus_first = mado_counter_page_focus_first;
  iface->keep = mado_counter_page_keep;
}

/* --- from the stages ------------------------------------------------------------------------ */

static void
done_cb (MadoStage       *stage,
         MadoCounterPage *self)
{
  if (MADO_IS_STAGE_CONFIRM (stage))
    mado_page_close (MADO_PAGE (self));
  else
    next_stage (self);
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
underneath_cb (MadoCounter     *counter,
               const char      *path,
               MadoCounterPage *self)
{
  const MadoFormField *item = mado_form_set_find (mado_counter_get_form_set (counter), path);

  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING,
                     _("Another window changed “%s” while it was being edited here."),
                     item ? mado_text_get (item->field->label, NULL) : path);
}

static void
failed_cb (MadoCounter     *counter,
           const char      *text,
           MadoCounterPage *self)
{
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", text);
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
  go_to (self, stage_to_begin (self));
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
  g_signal_connect (counter, "underneath", G_CALLBACK (underneath_cb), self);
  g_signal_connect (counter, "failed", G_CALLBACK (failed_cb), self);
  return MADO_PAGE (self);
}
