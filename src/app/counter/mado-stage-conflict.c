/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-stage-conflict.h"

#include <glib/gi18n.h>

#include "app/counter/mado-number-list.h"
#include "app/counter/mado-procedure-list.h"
#include "app/counter/mado-reason-list.h"
#include "app/mado-command.h"
#include "app/mado-page.h"
#include "core/form/mado-field-value.h"
#include "core/model/mado-case-path.h"

struct _MadoStageConflict
{
  GtkWidget    parent_instance;

  GtkWidget   *box;
  GtkWidget   *heading;
  GtkWidget   *values;
  GtkWidget   *reasons;
  MadoCounter *counter;
  char        *path;     /* the conflict that is shown */
  char        *shape;    /* and its values */
  int          picked;   /* the value that was chosen; -1: none yet */
};

static void stage_iface_init (MadoStageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoStageConflict, mado_stage_conflict, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_STAGE, stage_iface_init))

static GPtrArray *
list_conflicts (MadoStageConflict *self)
{
  MadoCase *kase = mado_counter_get_case (self->counter);
  g_autoptr (GPtrArray) all = kase ? mado_case_list_conflicts (kase) : g_ptr_array_new ();
  GPtrArray *open = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    if (!mado_case_edit_is_pending (mado_counter_get_edit (self->counter),
                                    ((const MadoRegister *) g_ptr_array_index (all, i))->path))
      g_ptr_array_add (open, g_ptr_array_index (all, i));
  return open;
}

static const char *
mado_stage_conflict_get_title (MadoStage *stage)
{
  return _("Two values");
}

static gboolean
mado_stage_conflict_applies (MadoStage *stage)
{
  g_autoptr (GPtrArray) conflicts = list_conflicts (MADO_STAGE_CONFLICT (stage));

  return conflicts->len > 0;
}

static gboolean
mado_stage_conflict_is_complete (MadoStage *stage)
{
  return !mado_stage_conflict_applies (stage);
}

/* --- what is shown ------------------------------------------------------------ */

/* What the two values are about; a path is nobody's word. */
static char *
label_of (MadoStageConflict *self,
          const char        *path)
{
  MadoPack *pack = mado_counter_get_pack (self->counter);
  g_auto (MadoCasePath) parts = { MADO_CASE_PATH_OTHER };
  const MadoField *field = NULL;
  g_autofree char *procedure_id = NULL, *eid = NULL, *name = NULL;
  const MadoProcedure *procedure;

  if (mado_form_path_parse (pack, path, &field, &procedure_id, &eid))
    {
      name = eid ? mado_counter_person_name (self->counter, eid) : NULL;
      return name && *name ? g_strdup_printf ("%s %s", name, mado_text_get (field->label, NULL))
                           : g_strdup (mado_text_get (field->label, NULL));
    }
  mado_case_path_parse (path, &parts);
  procedure = parts.proc ? mado_pack_get_procedure (pack, parts.proc) : NULL;
  if (procedure != NULL)
    return g_strdup (mado_text_get (procedure->title, NULL));
  if (parts.kind == MADO_CASE_PATH_PERSON)
    return mado_counter_person_name (self->counter, parts.eid);
  return g_strdup (g_str_equal (path, "ticket_no") ? _("Queue ticket") : _("An entry of this case"));
}

static char *
plain_text (const char *path,
            GVariant   *value)
{
  g_auto (MadoCasePath) parts = { MADO_CASE_PATH_OTHER };
  const char *text = mado_value_get_text (value);

  mado_case_path_parse (path, &parts);
  if (parts.kind == MADO_CASE_PATH_PROC && g_str_equal (parts.name, "state"))
    return g_strdup (mado_procedure_state_display (mado_proc_state_from_string (text)));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_strdup (parts.kind != MADO_CASE_PATH_PERSON ? (g_variant_get_boolean (value) ? _("Yes") : _("No"))
                     : g_variant_get_boolean (value) ? _("The line was taken out") : _("The line stays"));
  return *text ? g_strdup (text) : g_strdup (_("(cannot be shown here)"));
}

static char *
value_text (MadoStageConflict       *self,
            const char              *path,
            const MadoRegisterValue *value)
{
  const MadoField *field = NULL;

  if (mado_value_is_none (value->value))
    return g_strdup (_("(empty)"));
  if (mado_form_path_parse (mado_counter_get_pack (self->counter), path, &field, NULL, NULL))
    return mado_field_display (field, value->value, mado_counter_get_today (self->counter), NULL);
  return plain_text (path, value->value);
}

/* Where, who, when, from what: 国保年金課　kokuho-1　10:42　入力. */
static char *
origin_text (MadoStageConflict       *self,
             const MadoRegisterValue *value)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (value->wall / 1000);
  g_autoptr (GTimeZone) japan = g_time_zone_new_offset (9 * 3600);
  g_autoptr (GDateTime) local = utc ? g_date_time_to_timezone (utc, japan) : NULL;
  g_autofree char *time = local ? g_date_time_format (local, "%H:%M") : g_strdup ("");

  return g_strdup_printf ("%s　%s　%s　%s", mado_counter_get_place (self->counter, &value->device),
                          value->actor ? value->actor : "", time, mado_source_display (value->source));
}

static char *
shape_of (const MadoRegister *reg)
{
  g_autoptr (GString) shape = g_string_new (reg->path);

  for (guint i = 0; i < reg->values->len; i++)
    {
      g_autofree char *commit = mado_id_to_string (&((MadoRegisterValue *) g_ptr_array_index (reg->values, i))->commit);

      g_string_append_printf (shape, " %s", commit);
    }
  return g_string_free (g_steal_pointer (&shape), FALSE);
}

static void
show_reasons (MadoStageConflict *self)
{
  mado_reason_list_step_back (MADO_REASON_LIST (self->reasons));
  gtk_widget_set_visible (self->reasons, self->picked >= 0);
  mado_stage_keys_changed (MADO_STAGE (self));
}

static void
show_values (MadoStageConflict  *self,
             const MadoRegister *reg)
{
  g_autofree char *label = label_of (self, reg->path);
  g_autofree char *heading = NULL;

  heading = g_strdup_printf (_("Two windows wrote “%s” differently, without knowing of each other. Which one is right?"),
                             label);
  gtk_label_set_text (GTK_LABEL (self->heading), heading);
  for (guint i = 0; i < reg->values->len; i++)
    {
      const MadoRegisterValue *value = g_ptr_array_index (reg->values, i);
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autofree char *text = value_text (self, reg->path, value);
      g_autofree char *origin = origin_text (self, value);

      mado_number_list_add (MADO_NUMBER_LIST (self->values), id, i + 1, text, origin);
    }
}

static void
mado_stage_conflict_refresh (MadoStage *stage)
{
  MadoStageConflict *self = MADO_STAGE_CONFLICT (stage);
  g_autoptr (GPtrArray) conflicts = list_conflicts (self);
  const MadoRegister *reg = conflicts->len > 0 ? g_ptr_array_index (conflicts, 0) : NULL;
  g_autofree char *shape = reg ? shape_of (reg) : NULL;

  if (g_strcmp0 (shape, self->shape) == 0)
    return;
  g_free (self->shape);
  self->shape = g_steal_pointer (&shape);
  mado_number_list_clear (MADO_NUMBER_LIST (self->values));
  g_clear_pointer (&self->path, g_free);
  self->picked = -1;
  if (reg != NULL)
    {
      self->path = g_strdup (reg->path);
      show_values (self, reg);
    }
  show_reasons (self);
}

/* --- choosing -------------------------------------------------------------------- */

static void
choose (MadoStageConflict *self,
        const char        *reason)
{
  const MadoRegister *reg = self->path ? mado_record_lookup (mado_counter_get_record (self->counter), self->path) : NULL;
  g_autofree char *path = g_strdup (self->path);
  g_autoptr (GVariant) value = NULL;

  if (reg == NULL || self->picked < 0 || (guint) self->picked >= reg->values->len)
    return;
  value = g_variant_ref (((const MadoRegisterValue *) g_ptr_array_index (reg->values, (guint) self->picked))->value);
  mado_counter_choose (self->counter, path, value, reason);
  mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_INFO,
                      _("The value was chosen, with its reason. The other one stays in the history."));
  mado_stage_done (MADO_STAGE (self));
}

static void
value_picked_cb (MadoNumberList    *list,
                 const char        *id,
                 MadoStageConflict *self)
{
  self->picked = (int) g_ascii_strtoull (id, NULL, 10);
  mado_number_list_select (list, id);
  show_reasons (self);
  mado_reason_list_focus (MADO_REASON_LIST (self->reasons));
}

static void
reason_given_cb (MadoReasonList    *list,
                 const char        *reason,
                 MadoStageConflict *self)
{
  choose (self, reason);
}

static void
reason_asked_cb (MadoReasonList    *list,
                 MadoStageConflict *self)
{
  mado_stage_keys_changed (MADO_STAGE (self));
}

/* --- as a stage ---------------------------------------------------------------------- */

static gboolean
mado_stage_conflict_can (MadoStage  *stage,
                         const char *command)
{
  MadoStageConflict *self = MADO_STAGE_CONFLICT (stage);

  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    return self->picked >= 0;
  return g_str_equal (command, MADO_COMMAND_NEXT_FIELD);
}

/* Esc goes back a step; nothing is lost by it. */
static void
step_back (MadoStageConflict *self)
{
  if (mado_reason_list_step_back (MADO_REASON_LIST (self->reasons)))
    return;
  self->picked = -1;
  show_reasons (self);
  mado_stage_focus_first (MADO_STAGE (self));
}

static void
take_line (MadoStageConflict *self)
{
  if (self->picked < 0)
    mado_number_list_activate (MADO_NUMBER_LIST (self->values));
  else if (!mado_reason_list_activate (MADO_REASON_LIST (self->reasons)))
    mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_WARNING, _("Please write a reason for this step."));
}

static gboolean
mado_stage_conflict_perform (MadoStage  *stage,
                             const char *command)
{
  MadoStageConflict *self = MADO_STAGE_CONFLICT (stage);

  if (g_str_equal (command, MADO_COMMAND_CLOSE) && self->picked >= 0)
    {
      step_back (self);
      return TRUE;
    }
  if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD))
    {
      take_line (self);
      return TRUE;
    }
  return FALSE;
}

static void
mado_stage_conflict_focus_first (MadoStage *stage)
{
  MadoStageConflict *self = MADO_STAGE_CONFLICT (stage);

  if (self->picked >= 0)
    mado_reason_list_focus (MADO_REASON_LIST (self->reasons));
  else
    mado_number_list_focus (MADO_NUMBER_LIST (self->values));
}

static gboolean
mado_stage_conflict_key (MadoStage       *stage,
                         guint            keyval,
                         GdkModifierType  state)
{
  MadoStageConflict *self = MADO_STAGE_CONFLICT (stage);

  return self->picked >= 0 ? mado_reason_list_key (MADO_REASON_LIST (self->reasons), keyval)
                           : mado_number_list_key (MADO_NUMBER_LIST (self->values), keyval);
}

static void
stage_iface_init (MadoStageInterface *iface)
{
  iface->get_title = mado_stage_conflict_get_title;
  iface->applies = mado_stage_conflict_applies;
  iface->is_complete = mado_stage_conflict_is_complete;
  iface->refresh = mado_stage_conflict_refresh;
  iface->focus_first = mado_stage_conflict_focus_first;
  iface->can = mado_stage_conflict_can;
  iface->perform = mado_stage_conflict_perform;
  iface->key = mado_stage_conflict_key;
}

static void
mado_stage_conflict_dispose (GObject *object)
{
  MadoStageConflict *self = MADO_STAGE_CONFLICT (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->counter);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->shape, g_free);
  G_OBJECT_CLASS (mado_stage_conflict_parent_class)->dispose (object);
}

static void
mado_stage_conflict_class_init (MadoStageConflictClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_stage_conflict_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
mado_stage_conflict_init (MadoStageConflict *self)
{
  const char *const usual[] = {
    _("The visitor says so"), _("A document shows it"), _("The other one was a slip of the hand"), NULL,
  };

  self->picked = -1;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->heading = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->heading), 0);
  gtk_label_set_wrap (GTK_LABEL (self->heading), TRUE);
  gtk_widget_add_css_class (self->heading, "group-heading");
  self->values = mado_number_list_new (_("The values"));
  self->reasons = mado_reason_list_new (_("Why?"), usual);
  g_signal_connect (self->values, "picked", G_CALLBACK (value_picked_cb), self);
  g_signal_connect (self->reasons, "given", G_CALLBACK (reason_given_cb), self);
  g_signal_connect (self->reasons, "asked", G_CALLBACK (reason_asked_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->heading);
  gtk_box_append (GTK_BOX (self->box), self->values);
  gtk_box_append (GTK_BOX (self->box), self->reasons);
  show_reasons (self);
}

GtkWidget *
mado_stage_conflict_new (MadoCounter *counter)
{
  MadoStageConflict *self = g_object_new (MADO_TYPE_STAGE_CONFLICT, NULL);

  self->counter = g_object_ref (counter);
  return GTK_WIDGET (self);
}
