/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-stage-fields.h"

#include <glib/gi18n.h>

#include "app/counter/mado-address-label.h"
#include "app/counter/mado-fields-view.h"
#include "app/mado-command.h"
#include "app/mado-page.h"

struct _MadoStageFields
{
  GtkWidget       parent_instance;

  GtkWidget      *box;
  GtkWidget      *others; /* gaps of the other windows */
  MadoFieldsView *view;
  MadoCounter    *counter;
  MadoFieldsKind  kind;
};

static void stage_iface_init (MadoStageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoStageFields, mado_stage_fields, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_STAGE, stage_iface_init))

static gboolean
is_asked_by (const MadoFormField *item,
             MadoCounter         *counter)
{
  for (guint i = 0; i < item->procedures->len; i++)
    {
      const MadoProcedure *procedure = g_ptr_array_index (item->procedures, i);

      if (mado_counter_is_mine (counter, procedure->id))
        return TRUE;
    }
  return FALSE;
}

/* 新しい住所 and これまでの住所 stand under a heading each. */
static char *
case_heading (const MadoFormField *item)
{
  char *of = NULL;

  return mado_address_label_split (item->field, &of, NULL) ? of : g_strdup (_("Change of record"));
}

static char *
procedure_heading (MadoCounter         *counter,
                   const MadoFormField *item)
{
  g_autofree char *name = item->eid ? mado_counter_person_name (counter, item->eid) : NULL;
  g_autofree char *of = NULL;
  const MadoProcedure *procedure = item->procedures->len > 0 ? g_ptr_array_index (item->procedures, 0) : NULL;
  GString *text = g_string_new (procedure ? mado_text_get (procedure->title, NULL) : "");

  if (name != NULL && *name)
    g_string_append_printf (text, "　%s", name);
  if (mado_address_label_split (item->field, &of, NULL))
    g_string_append_printf (text, "　%s", of);
  return g_string_free (text, FALSE);
}

/* A visit without a household table asks for the person concerned on the form itself. */
static gboolean
asks_persons_here (MadoCounter *counter)
{
  const MadoEvent *event = mado_counter_get_event (counter);

  return event != NULL && !event->household;
}

/* The address on the other forms is the new one: it is carried over, not asked. */
static gboolean
comes_from_new_address (MadoCounter         *counter,
                        const MadoFormField *item)
{
  return g_str_has_prefix (item->field->id, "addr.")
         && mado_form_set_find (mado_counter_get_form_set (counter), "field/new.town") != NULL;
}

/* Certificates are quick: one page holds the visitor, the person concerned and what is wanted. */
static char *
visitor_heading (MadoStageFields *self)
{
  MadoFieldsKind kind = asks_persons_here (self->counter) ? MADO_FIELDS_OWN : MADO_FIELDS_VISITOR;

  if (self->kind != kind || !mado_counter_is_origin (self->counter))
    return NULL;
  return g_strdup (kind == MADO_FIELDS_OWN ? _("Visitor") : "");
}

static char *
own_heading (MadoCounter         *counter,
             const MadoFormField *item)
{
  if (item->stage == MADO_STAGE_HOUSEHOLD)
    return asks_persons_here (counter) && item->need != MADO_NEED_OPTIONAL ? g_strdup (_("Person concerned")) : NULL;
  if (item->stage == MADO_STAGE_CASE && asks_persons_here (counter))
    return g_str_equal (item->field->id, "contact_phone") ? g_strdup (_("Visitor")) : case_heading (item);
  if (item->stage == MADO_STAGE_CASE)
    return NULL;
  return is_asked_by (item, counter) ? procedure_heading (counter, item) : NULL;
}

static char *
heading_cb (MadoCounter         *counter,
            const MadoFormField *item,
            gpointer             data)
{
  MadoStageFields *self = data;
  gboolean origin = mado_counter_is_origin (counter);

  if (g_str_has_prefix (item->path, "visitor/"))
    return visitor_heading (self);
  switch (self->kind)
    {
    case MADO_FIELDS_CASE:
      if (!origin || item->stage != MADO_STAGE_CASE || asks_persons_here (counter) || !is_asked_by (item, counter)
          || comes_from_new_address (counter, item))
        return NULL;
      return case_heading (item);
    case MADO_FIELDS_OWN:
      return origin ? own_heading (counter, item) : NULL;
    case MADO_FIELDS_DESK:
      if (origin || !is_asked_by (item, counter) || item->stage == MADO_STAGE_HOUSEHOLD)
        return NULL;
      return item->stage == MADO_STAGE_PROCEDURE ? procedure_heading (counter, item) : case_heading (item);
    case MADO_FIELDS_VISITOR:
    default:
      return NULL;
    }
}

static const char *
mado_stage_fields_get_title (MadoStage *stage)
{
  switch (MADO_STAGE_FIELDS (stage)->kind)
    {
    case MADO_FIELDS_VISITOR:
      return _("Visitor");
    case MADO_FIELDS_CASE:
      return _("Change and addresses");
    case MADO_FIELDS_OWN:
      return _("This window's forms");
    case MADO_FIELDS_DESK:
    default:
      return _("What is missing");
    }
}

static gboolean
mado_stage_fields_applies (MadoStage *stage)
{
  return mado_fields_view_get_size (MADO_STAGE_FIELDS (stage)->view) > 0;
}

static gboolean
mado_stage_fields_is_complete (MadoStage *stage)
{
  return mado_fields_view_count_gaps (MADO_STAGE_FIELDS (stage)->view) == 0;
}

static void
show_others (MadoStageFields *self)
{
  g_autofree char *gaps = NULL;
  g_autofree char *text = NULL;

  if (self->kind != MADO_FIELDS_CASE && self->kind != MADO_FIELDS_OWN)
    return;
  gaps = mado_form_set_describe_gaps (mado_counter_get_form_set (self->counter), mado_counter_get_scope (self->counter),
                                      NULL);
  text = gaps && *gaps ? g_strdup_printf (_("Asked at the other windows: %s"), gaps) : g_strdup ("");
  gtk_label_set_text (GTK_LABEL (self->others), text);
}

static void
mado_stage_fields_refresh (MadoStage *stage)
{
  MadoStageFields *self = MADO_STAGE_FIELDS (stage);

  mado_fields_view_refresh (self->view);
  show_others (self);
  mado_stage_keys_changed (stage);
}

static void
mado_stage_fields_focus_first (MadoStage *stage)
{
  mado_fields_view_focus_first (MADO_STAGE_FIELDS (stage)->view);
}

static gboolean
mado_stage_fields_can (MadoStage  *stage,
                       const char *command)
{
  MadoStageFields *self = MADO_STAGE_FIELDS (stage);

  if (g_str_equal (command, MADO_COMMAND_NEXT_GAP))
    return mado_fields_view_count_gaps (self->view) > 0;
  return g_str_equal (command, MADO_COMMAND_TAKE_ALL) || g_str_equal (command, MADO_COMMAND_EDIT_LOCKED);
}

static gboolean
mado_stage_fields_perform (MadoStage  *stage,
                           const char *command)
{
  MadoStageFields *self = MADO_STAGE_FIELDS (stage);

  if (g_str_equal (command, MADO_COMMAND_NEXT_GAP))
    return mado_fields_view_next_gap (self->view);
  if (g_str_equal (command, MADO_COMMAND_TAKE_ALL))
    return mado_fields_view_take_all (self->view) > 0;
  if (g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    {
      if (!mado_fields_view_unlock (self->view))
        return FALSE;
      mado_stage_message (stage, MADO_MESSAGE_WARNING,
                          _("This was filled in at another window. If it was signed, that form must be signed again."));
      return TRUE;
    }
  return FALSE;
}

static gboolean
mado_stage_fields_leave (MadoStage *stage)
{
  return mado_fields_view_commit (MADO_STAGE_FIELDS (stage)->view);
}

static void
stage_iface_init (MadoStageInterface *iface)
{
  iface->get_title = mado_stage_fields_get_title;
  iface->applies = mado_stage_fields_applies;
  iface->is_complete = mado_stage_fields_is_complete;
  iface->refresh = mado_stage_fields_refresh;
  iface->focus_first = mado_stage_fields_focus_first;
  iface->can = mado_stage_fields_can;
  iface->perform = mado_stage_fields_perform;
  iface->leave = mado_stage_fields_leave;
}

static void
mado_stage_fields_dispose (GObject *object)
{
  MadoStageFields *self = MADO_STAGE_FIELDS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_stage_fields_parent_class)->dispose (object);
}

static void
mado_stage_fields_class_init (MadoStageFieldsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_stage_fields_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
mado_stage_fields_init (MadoStageFields *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->others = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->others), 0);
  gtk_widget_add_css_class (self->others, "dim-label");
}

GtkWidget *
mado_stage_fields_new (MadoCounter    *counter,
                       MadoFieldsKind  kind)
{
  MadoStageFields *self = g_object_new (MADO_TYPE_STAGE_FIELDS, NULL);

  self->counter = g_object_ref (counter);
  self->kind = kind;
  self->view = mado_fields_view_new (counter, heading_cb, self);
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->view));
  gtk_box_append (GTK_BOX (self->box), self->others);
  return GTK_WIDGET (self);
}
