/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-stage-conflict.h"

#include <glib/gi18n.h>

#include "app/counter/mado-number-list.h"
#include "app/mado-page.h"
#include "core/form/mado-field-value.h"

struct _MadoStageConflict
{
  GtkWidget    parent_instance;

  GtkWidget   *box;
  GtkWidget   *heading;
  GtkWidget   *values;
  MadoCounter *counter;
  char        *path;   /* the conflict that is shown */
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

static char *
value_text (MadoStageConflict       *self,
            const MadoField         *field,
            const MadoRegisterValue *value)
{
  if (mado_value_is_none (value->value))
    return g_strdup (_("(empty)"));
  if (field != NULL)
    return mado_field_display (field, value->value, mado_counter_get_today (self->counter), NULL);
  return g_variant_is_of_type (value->value, G_VARIANT_TYPE_STRING) ? g_variant_dup_string (value->value, NULL)
                                                                     : g_variant_print (value->value, FALSE);
}

static char *
origin_text (const MadoRegisterValue *value)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (value->wall / 1000);
  g_autoptr (GDateTime) local = utc ? g_date_time_to_local (utc) : NULL;
  g_autofree char *time = local ? g_date_time_format (local, "%H:%M") : g_strdup ("");

  return g_strdup_printf ("%s %s %s", value->actor ? value->actor : "", time, mado_source_display (value->source));
}

static void
mado_stage_conflict_refresh (MadoStage *stage)
{
  MadoStageConflict *self = MADO_STAGE_CONFLICT (stage);
  g_autoptr (GPtrArray) conflicts = list_conflicts (self);
  const MadoField *field = NULL;
  const MadoRegister *reg;
  g_autofree char *heading = NULL;

  mado_number_list_clear (MADO_NUMBER_LIST (self->values));
  g_clear_pointer (&self->path, g_free);
  if (conflicts->len == 0)
    return;
  reg = g_ptr_array_index (conflicts, 0);
  self->path = g_strdup (reg->path);
  if (!mado_form_path_parse (mado_counter_get_pack (self->counter), reg->path, &field, NULL, NULL))
    field = NULL;
  heading = g_strdup_printf (_("Two windows wrote “%s” differently, without knowing of each other. Which one is right?"),
                             field ? mado_text_get (field->label, NULL) : reg->path);
  gtk_label_set_text (GTK_LABEL (self->heading), heading);
  for (guint i = 0; i < reg->values->len; i++)
    {
      const MadoRegisterValue *value = g_ptr_array_index (reg->values, i);
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autofree char *text = value_text (self, field, value);
      g_autofree char *origin = origin_text (value);

      mado_number_list_add (MADO_NUMBER_LIST (self->values), id, i + 1, text, origin);
    }
}

static void
picked_cb (MadoNumberList    *list,
           const char        *id,
           MadoStageConflict *self)
{
  MadoRecord *record = mado_counter_get_record (self->counter);
  const MadoRegister *reg = self->path ? mado_record_lookup (record, self->path) : NULL;
  guint index = (guint) g_ascii_strtoull (id, NULL, 10);
  g_autoptr (GVariant) value = NULL;
  g_autofree char *path = NULL;

  if (reg == NULL || index >= reg->values->len)
    return;
  value = g_variant_ref (((const MadoRegisterValue *) g_ptr_array_index (reg->values, index))->value);
  path = g_strdup (self->path);
  mado_counter_choose (self->counter, path, value);
  mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_INFO, _("The value was chosen. The other one stays in the history."));
  mado_stage_done (MADO_STAGE (self));
}

static void
mado_stage_conflict_focus_first (MadoStage *stage)
{
  mado_number_list_focus (MADO_NUMBER_LIST (MADO_STAGE_CONFLICT (stage)->values));
}

static gboolean
mado_stage_conflict_key (MadoStage       *stage,
                         guint            keyval,
                         GdkModifierType  state)
{
  return mado_number_list_key (MADO_NUMBER_LIST (MADO_STAGE_CONFLICT (stage)->values), keyval);
}

static void
stage_iface_init (MadoStageInterface *iface)
{
  iface->get_title = mado_stage_conflict_get_title;
  iface->applies = mado_stage_conflict_applies;
  iface->is_complete = mado_stage_conflict_is_complete;
  iface->refresh = mado_stage_conflict_refresh;
  iface->focus_first = mado_stage_conflict_focus_first;
  iface->key = mado_stage_conflict_key;
}

static void
mado_stage_conflict_dispose (GObject *object)
{
  MadoStageConflict *self = MADO_STAGE_CONFLICT (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->counter);
  g_clear_pointer (&self->path, g_free);
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
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->heading = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->heading), 0);
  gtk_label_set_wrap (GTK_LABEL (self->heading), TRUE);
  gtk_widget_add_css_class (self->heading, "group-heading");
  self->values = mado_number_list_new (_("The values"));
  g_signal_connect (self->values, "picked", G_CALLBACK (picked_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->heading);
  gtk_box_append (GTK_BOX (self->box), self->values);
}

GtkWidget *
mado_stage_conflict_new (MadoCounter *counter)
{
  MadoStageConflict *self = g_object_new (MADO_TYPE_STAGE_CONFLICT, NULL);

  self->counter = g_object_ref (counter);
  return GTK_WIDGET (self);
}
