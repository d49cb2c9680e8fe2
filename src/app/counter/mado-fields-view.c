/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-fields-view-private.h"

#include "app/counter/mado-counter-row.h"
#include "app/counter/mado-counter-sign.h"

#define COLUMNS 2

G_DEFINE_FINAL_TYPE (MadoFieldsView, mado_fields_view, GTK_TYPE_WIDGET)

/* --- layout -------------------------------------------------------------------- */

static GtkWidget *
heading_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "group-heading");
  return label;
}

static void
clear_box (MadoFieldsView *self)
{
  GtkWidget *child;
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (gtk_widget_get_parent (row) != NULL)
      gtk_grid_remove (GTK_GRID (gtk_widget_get_parent (row)), row);
  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
}

static void
lay_out (MadoFieldsView *self,
         GPtrArray      *items,
         char          **headings)
{
  GtkWidget *grid = NULL;
  const char *last = NULL;
  int n = 0;

  clear_box (self);
  for (guint i = 0; i < items->len; i++)
    {
      MadoFieldRow *row = mado_fields_view_ensure_row (self, g_ptr_array_index (items, i));

      if (g_strcmp0 (headings[i], last) != 0 || grid == NULL)
        {
          if (*headings[i])
            gtk_box_append (GTK_BOX (self->box), heading_new (headings[i]));
          grid = gtk_grid_new ();
          gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
          gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
          gtk_box_append (GTK_BOX (self->box), grid);
          last = headings[i];
          n = 0;
        }
      gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (row), n % COLUMNS, n / COLUMNS, 1, 1);
      n++;
    }
}

/* Written at another window (or read from the slip), not on this computer. */
static gboolean
is_from_elsewhere (MadoFieldsView *self,
                   const char     *path)
{
  MadoRecord *record = mado_counter_get_record (self->counter);
  const MadoRegister *reg = record ? mado_record_lookup (record, path) : NULL;
  const MadoIdentity *identity = mado_context_get_identity (mado_counter_get_context (self->counter));

  return reg != NULL && !mado_case_edit_is_pending (mado_counter_get_edit (self->counter), path)
         && !mado_id_equal (&((const MadoRegisterValue *) g_ptr_array_index (reg->values, 0))->device, &identity->device);
}

/* What another window filled in stays grey until Ctrl+E, and so does what was
 * left empty there and signed like that. */
static gboolean
is_handed_on (MadoFieldsView      *self,
              const MadoFormField *item,
              GHashTable          *declared)
{
  if (mado_counter_is_origin (self->counter) || g_hash_table_contains (self->unlocked, item->path))
    return FALSE;
  return item->filled ? is_from_elsewhere (self, item->path) : g_hash_table_contains (declared, item->path);
}

static void
show_proposal (MadoFieldsView      *self,
               const MadoFormField *item,
               MadoFieldRow        *row)
{
  GVariant *value = item->filled || item->propose == NULL ? NULL : mado_counter_get (self->counter, item->propose);

  if (value != NULL)
    mado_field_row_set_proposal (row, value, MADO_SOURCE_PROGRAM, NULL);
  else if (item->propose != NULL)
    mado_field_row_set_proposal (row, NULL, MADO_SOURCE_PROGRAM, NULL);
}

static void
show_values (MadoFieldsView *self,
             GPtrArray      *items)
{
  g_autoptr (GHashTable) declared = mado_counter_list_declared (self->counter);

  for (guint i = 0; i < items->len; i++)
    {
      const MadoFormField *item = g_ptr_array_index (items, i);
      MadoFieldRow *row = mado_fields_view_ensure_row (self, item);

      mado_counter_row_show (self->counter, row, item->path);
      mado_field_row_set_required (row, item->need == MADO_NEED_NOW || item->need == MADO_NEED_LATER
                                            || mado_counter_wants_of_staff (self->counter, item));
      mado_field_row_set_locked (row, is_handed_on (self, item, declared));
      show_proposal (self, item, row);
      mado_fields_view_link_kana (self, item, row);
    }
}

/* The town's code comes with the town; nobody types it. */
static gboolean
is_internal (const MadoField *field)
{
  return g_str_has_suffix (field->id, ".town_id");
}

/* One thing to show, with the heading it stands under. */
typedef struct
{
  const MadoFormField *item;
  char                *heading;
  guint                group; /* order of the heading's first appearance */
  guint                place;
} Entry;

static void
entry_free (gpointer data)
{
  g_free (((Entry *) data)->heading);
  g_free (data);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *one = *(Entry *const *) a;
  const Entry *two = *(Entry *const *) b;

  if (one->group != two->group)
    return one->group < two->group ? -1 : 1;
  return one->place < two->place ? -1 : one->place > two->place;
}

/* All of one heading together, headings as they first come. */
static GPtrArray *
list_entries (MadoFieldsView *self)
{
  GPtrArray *all = mado_form_set_get_items (mado_counter_get_form_set (self->counter));
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GHashTable) groups = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < all->len; i++)
    {
      const MadoFormField *item = g_ptr_array_index (all, i);
      g_autofree char *heading = self->heading (self->counter, item, self->data);
      Entry *entry;

      if (heading == NULL || is_internal (item->field))
        continue;
      entry = g_new0 (Entry, 1);
      entry->item = item;
      entry->heading = g_steal_pointer (&heading);
      entry->place = i;
      g_ptr_array_add (entries, entry);
      if (!g_hash_table_contains (groups, entry->heading))
        g_hash_table_insert (groups, entry->heading, GUINT_TO_POINTER (g_hash_table_size (groups)));
      entry->group = GPOINTER_TO_UINT (g_hash_table_lookup (groups, entry->heading));
    }
  g_ptr_array_sort (entries, compare_entries);
  return entries;
}

void
mado_fields_view_refresh (MadoFieldsView *self)
{
  g_autoptr (GPtrArray) entries = list_entries (self);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) headings = NULL;
  g_autoptr (GString) shape = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);

      g_ptr_array_add (items, (gpointer) entry->item);
      g_strv_builder_add (builder, entry->heading);
      g_string_append_printf (shape, "%s|%s\n", entry->heading, entry->item->path);
    }
  headings = g_strv_builder_end (builder);
  if (g_strcmp0 (shape->str, self->shape) != 0)
    {
      lay_out (self, items, headings);
      g_free (self->shape);
      self->shape = g_string_free (g_steal_pointer (&shape), FALSE);
    }
  g_ptr_array_set_size (self->order, 0);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (self->order, mado_fields_view_ensure_row (self, g_ptr_array_index (items, i)));
  show_values (self, items);
}

/* --- the type ----------------------------------------------------------------------- */

static void
mado_fields_view_dispose (GObject *object)
{
  MadoFieldsView *self = MADO_FIELDS_VIEW (object);

  if (self->box != NULL)
    clear_box (self);
  self->box = NULL;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_fields_view_parent_class)->dispose (object);
}

static void
mado_fields_view_finalize (GObject *object)
{
  MadoFieldsView *self = MADO_FIELDS_VIEW (object);

  g_ptr_array_unref (self->order);
  g_hash_table_unref (self->unlocked);
  g_free (self->shape);
  G_OBJECT_CLASS (mado_fields_view_parent_class)->finalize (object);
}

static void
mado_fields_view_class_init (MadoFieldsViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_fields_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_fields_view_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "fieldsview");
}

static void
mado_fields_view_init (MadoFieldsView *self)
{
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->order = g_ptr_array_new ();
  self->unlocked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->box);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

MadoFieldsView *
mado_fields_view_new (MadoCounter       *counter,
                      MadoFieldsHeading  heading,
                      gpointer           data)
{
  MadoFieldsView *self = g_object_new (MADO_TYPE_FIELDS_VIEW, NULL);

  self->counter = g_object_ref (counter);
  self->heading = heading;
  self->data = data;
  return self;
}
