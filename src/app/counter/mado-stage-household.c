/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-stage-household.h"

#include <glib/gi18n.h>

#include "app/common/mado-field-table.h"
#include "app/counter/mado-counter-row.h"
#include "app/mado-command.h"
#include "core/model/mado-case-path.h"

struct _MadoStageHousehold
{
  GtkWidget       parent_instance;

  GtkWidget      *box;
  MadoFieldTable *table;
  MadoCounter    *counter;
  char           *shape; /* the persons shown now */
};

static void stage_iface_init (MadoStageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoStageHousehold, mado_stage_household, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_STAGE, stage_iface_init))

/* The core data parts' names of a person's items; those that the city's pack has are columns. */
static const struct
{
  const char *field;
  int         width;
} COLUMNS[] = {
  { "family_name", 76 },      { "given_name", 76 },       { "family_name_kana", 86 }, { "given_name_kana", 86 },
  { "birth_date", 136 },      { "sex", 48 },              { "relation_to_head", 72 }, { "is_moving", 52 },
  { "mn_card_brought", 64 },
};

static void
add_columns (MadoStageHousehold *self)
{
  MadoPack *pack = mado_counter_get_pack (self->counter);

  for (guint i = 0; i < G_N_ELEMENTS (COLUMNS); i++)
    {
      const MadoField *field = mado_pack_get_field (pack, COLUMNS[i].field);

      if (field == NULL)
        continue;
      mado_field_table_add_column (self->table, field->id, mado_text_get (field->label, NULL), field, COLUMNS[i].width);
    }
  for (guint i = 0; i < G_N_ELEMENTS (COLUMNS); i++)
    {
      const MadoField *field = mado_pack_get_field (pack, COLUMNS[i].field);

      if (field != NULL && field->kana_of != NULL && mado_pack_get_field (pack, field->kana_of) != NULL)
        mado_field_table_feed_kana (self->table, field->kana_of, field->id);
    }
}

static void
edited_cb (MadoFieldTable     *table,
           const char         *row,
           const char         *column,
           GVariant           *value,
           MadoStageHousehold *self)
{
  g_autofree char *path = mado_case_path_person (row, column);

  mado_counter_set (self->counter, path, value, MADO_SOURCE_TYPED);
}

static void
add_row (MadoStageHousehold *self,
         const char         *eid)
{
  mado_field_table_add_row (self->table, eid);
  for (guint i = 0; i < G_N_ELEMENTS (COLUMNS); i++)
    {
      MadoFieldRow *cell = mado_field_table_get_cell (self->table, eid, COLUMNS[i].field);
      g_autofree char *path = mado_case_path_person (eid, COLUMNS[i].field);

      if (cell != NULL)
        mado_counter_row_follow (self->counter, cell, path);
    }
}

static void
match_rows (MadoStageHousehold *self,
            const char *const  *persons)
{
  g_autofree char *shape = g_strjoinv (" ", (char **) persons);

  if (g_strcmp0 (shape, self->shape) == 0)
    return;
  for (guint i = mado_field_table_get_n_rows (self->table); i-- > 0;)
    {
      g_autofree char *id = g_strdup (mado_field_table_get_row_id (self->table, i));

      if (!g_strv_contains (persons, id))
        mado_field_table_remove_row (self->table, id);
    }
  for (guint i = 0; persons[i] != NULL; i++)
    if (i >= mado_field_table_get_n_rows (self->table)
        || !g_str_equal (mado_field_table_get_row_id (self->table, i), persons[i]))
      add_row (self, persons[i]);
  g_free (self->shape);
  self->shape = g_steal_pointer (&shape);
}

/* The line is there at once, so that Enter finds it. */
static void
row_wanted_cb (MadoFieldTable     *table,
               MadoStageHousehold *self)
{
  mado_counter_add_person (self->counter);
  match_rows (self, mado_counter_list_persons (self->counter));
}

static void
removal_cb (MadoFieldTable     *table,
            const char         *row,
            MadoStageHousehold *self)
{
  g_autofree char *eid = g_strdup (row);

  mado_counter_remove_person (self->counter, eid);
}

static void
show_row (MadoStageHousehold *self,
          const char         *eid)
{
  for (guint i = 0; i < G_N_ELEMENTS (COLUMNS); i++)
    {
      MadoFieldRow *cell = mado_field_table_get_cell (self->table, eid, COLUMNS[i].field);
      g_autofree char *path = mado_case_path_person (eid, COLUMNS[i].field);

      if (cell != NULL)
        mado_counter_row_show (self->counter, cell, path);
    }
}

static void
mado_stage_household_refresh (MadoStage *stage)
{
  MadoStageHousehold *self = MADO_HOUSEHOLD_STAGE (stage);
  const char *const *persons = mado_counter_list_persons (self->counter);

  match_rows (self, persons);
  for (guint i = 0; persons[i] != NULL; i++)
    show_row (self, persons[i]);
}

static const char *
mado_stage_household_get_title (MadoStage *stage)
{
  return _("Household");
}

static gboolean
mado_stage_household_applies (MadoStage *stage)
{
  MadoStageHousehold *self = MADO_HOUSEHOLD_STAGE (stage);
  const MadoEvent *event = mado_counter_get_event (self->counter);

  return event != NULL && event->household && mado_counter_is_origin (self->counter);
}

static gboolean
mado_stage_household_is_complete (MadoStage *stage)
{
  MadoStageHousehold *self = MADO_HOUSEHOLD_STAGE (stage);
  const char *const *persons = mado_counter_list_persons (self->counter);

  for (guint i = 0; persons[i] != NULL; i++)
    {
      g_autofree char *path = mado_case_path_person (persons[i], "birth_date");

      if (mado_counter_get (self->counter, path) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
mado_stage_household_focus_first (MadoStage *stage)
{
  MadoStageHousehold *self = MADO_HOUSEHOLD_STAGE (stage);
  MadoFieldRow *cell;

  /* By the persons: the table may still show lines that have gone. */
  if (mado_counter_list_persons (self->counter)[0] == NULL)
    mado_counter_add_person (self->counter);
  mado_stage_household_refresh (stage);
  cell = mado_field_table_get_cell (self->table, mado_field_table_get_row_id (self->table, 0), COLUMNS[0].field);
  if (cell != NULL)
    gtk_widget_grab_focus (mado_field_row_get_entry (cell));
}

static gboolean
mado_stage_household_can (MadoStage  *stage,
                          const char *command)
{
  return g_str_equal (command, MADO_COMMAND_COPY_ABOVE) || g_str_equal (command, MADO_COMMAND_TAKE_ALL)
         || g_str_equal (command, MADO_COMMAND_ADD_LINE) || g_str_equal (command, MADO_COMMAND_REMOVE_LINE);
}

static gboolean
mado_stage_household_perform (MadoStage  *stage,
                              const char *command)
{
  MadoStageHousehold *self = MADO_HOUSEHOLD_STAGE (stage);

  if (g_str_equal (command, MADO_COMMAND_COPY_ABOVE))
    return mado_field_table_copy_above (self->table);
  if (g_str_equal (command, MADO_COMMAND_TAKE_ALL))
    return mado_field_table_take_all (self->table) > 0;
  if (g_str_equal (command, MADO_COMMAND_ADD_LINE))
    return mado_counter_add_person (self->counter) != NULL;
  if (g_str_equal (command, MADO_COMMAND_REMOVE_LINE))
    return mado_field_table_want_removal (self->table);
  return FALSE;
}

static gboolean
commit_row (MadoStageHousehold *self,
            const char         *eid)
{
  for (guint i = 0; i < G_N_ELEMENTS (COLUMNS); i++)
    {
      MadoFieldRow *cell = mado_field_table_get_cell (self->table, eid, COLUMNS[i].field);

      if (cell != NULL && !mado_field_row_commit (cell))
        {
          gtk_widget_grab_focus (mado_field_row_get_entry (cell));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
row_is_empty (MadoStageHousehold *self,
              const char         *eid)
{
  for (guint i = 0; i < G_N_ELEMENTS (COLUMNS); i++)
    {
      g_autofree char *path = mado_case_path_person (eid, COLUMNS[i].field);

      if (mado_counter_get (self->counter, path) != NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
mado_stage_household_leave (MadoStage *stage)
{
  MadoStageHousehold *self = MADO_HOUSEHOLD_STAGE (stage);
  g_auto (GStrv) persons = g_strdupv ((char **) mado_counter_list_persons (self->counter));

  for (guint i = 0; persons[i] != NULL; i++)
    if (!commit_row (self, persons[i]))
      return FALSE;
  /* The line that waited for one more person goes away again. */
  for (guint i = 0; persons[i] != NULL; i++)
    if (row_is_empty (self, persons[i]))
      mado_counter_remove_person (self->counter, persons[i]);
  return TRUE;
}

static void
stage_iface_init (MadoStageInterface *iface)
{
  iface->get_title = mado_stage_household_get_title;
  iface->applies = mado_stage_household_applies;
  iface->is_complete = mado_stage_household_is_complete;
  iface->refresh = mado_stage_household_refresh;
  iface->focus_first = mado_stage_household_focus_first;
  iface->can = mado_stage_household_can;
  iface->perform = mado_stage_household_perform;
  iface->leave = mado_stage_household_leave;
}

static void
mado_stage_household_dispose (GObject *object)
{
  MadoStageHousehold *self = MADO_HOUSEHOLD_STAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->counter);
  g_clear_pointer (&self->shape, g_free);
  G_OBJECT_CLASS (mado_stage_household_parent_class)->dispose (object);
}

static void
mado_stage_household_class_init (MadoStageHouseholdClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_stage_household_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
mado_stage_household_init (MadoStageHousehold *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
mado_stage_household_new (MadoCounter *counter)
{
  MadoStageHousehold *self = g_object_new (MADO_TYPE_HOUSEHOLD_STAGE, NULL);

  self->counter = g_object_ref (counter);
  self->table = mado_field_table_new (_("Household"));
  mado_field_table_set_dates (self->table, mado_counter_get_dates (counter));
  add_columns (self);
  g_signal_connect (self->table, "edited", G_CALLBACK (edited_cb), self);
  g_signal_connect (self->table, "row-wanted", G_CALLBACK (row_wanted_cb), self);
  g_signal_connect (self->table, "row-removal-wanted", G_CALLBACK (removal_cb), self);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->table));
  return GTK_WIDGET (self);
}
