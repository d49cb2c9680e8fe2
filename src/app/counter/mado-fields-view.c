/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-fields-view.h"

#include <glib/gi18n.h>

#include "core/base/mado-text.h"
#include "core/form/mado-field-value.h"
#include "core/form/mado-postal.h"

#define COLUMNS     2
#define LABEL_WIDTH 128

struct _MadoFieldsView
{
  GtkWidget          parent_instance;

  GtkWidget         *scroller;
  GtkWidget         *box;
  MadoCounter       *counter; /* owned */
  MadoFieldsHeading  heading;
  gpointer           data;
  GHashTable        *rows;    /* path → MadoFieldRow*, owned reference */
  GPtrArray         *order;   /* MadoFieldRow* shown now, in the order of entry */
  GHashTable        *unlocked;/* set of paths that a person opened with Ctrl+E */
  char              *shape;   /* what is laid out now */
};

G_DEFINE_FINAL_TYPE (MadoFieldsView, mado_fields_view, GTK_TYPE_WIDGET)

/* --- one row ---------------------------------------------------------------- */

static void fill_from_postal_code (MadoFieldsView *self, MadoFieldRow *row, GVariant *value);

static void
edited_cb (MadoFieldRow   *row,
           GVariant       *value,
           MadoFieldsView *self)
{
  mado_counter_set (self->counter, mado_field_row_get_name (row), value, MADO_SOURCE_TYPED);
  if (value != NULL)
    fill_from_postal_code (self, row, value);
}

/* "new.town" → "new."; NULL for a field that is no part of an address. */
static char *
address_prefix (const MadoField *field)
{
  const char *dot = strrchr (field->id, '.');

  if (dot == NULL || !(g_str_equal (dot, ".postal_code") || g_str_equal (dot, ".town")))
    return NULL;
  return g_strndup (field->id, (gsize) (dot - field->id) + 1);
}

static char *
town_label (const MadoTown *town)
{
  g_autofree char *code = strlen (town->postal_code) == 7
                              ? g_strdup_printf ("〒%.3s-%s ", town->postal_code, town->postal_code + 3)
                              : g_strdup ("");

  return g_strconcat (code, town->municipality, " ", town->town, NULL);
}

/* Kana or code typed into an address: the towns by number below the entry. */
static void
typed_cb (MadoFieldRow   *row,
          MadoFieldsView *self)
{
  const MadoFormField *item = mado_form_set_find (mado_counter_get_form_set (self->counter),
                                                  mado_field_row_get_name (row));
  g_autofree char *prefix = item ? address_prefix (item->field) : NULL;
  g_autoptr (GPtrArray) towns = NULL;
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_auto (GStrv) candidates = NULL;

  if (prefix == NULL)
    return;
  towns = mado_postal_find (mado_counter_get_pack (self->counter), mado_field_row_get_text (row));
  for (guint i = 0; towns != NULL && i < MIN (towns->len, MADO_POSTAL_MAX); i++)
    {
      g_autofree char *label = town_label (g_ptr_array_index (towns, i));

      g_strv_builder_add (labels, label);
    }
  candidates = g_strv_builder_end (labels);
  mado_field_row_set_candidates (row, candidates[0] ? (const char *const *) candidates : NULL);
}

/* Writes the parts of an address below the same prefix as @item. */
static void
fill_address (MadoFieldsView      *self,
              const MadoFormField *item,
              const char          *prefix,
              const MadoTown      *town)
{
  g_autoptr (GPtrArray) changes = mado_postal_fill (mado_counter_get_pack (self->counter), prefix, town, NULL, item->eid);

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      const MadoChange *change = g_ptr_array_index (changes, i);
      MadoFieldRow *other = g_hash_table_lookup (self->rows, change->path);

      GVariant *shown = other != NULL ? mado_field_row_get_value (other) : NULL;

      if (other != NULL && (shown == NULL || !mado_value_equal (shown, change->value)))
        {
          mado_field_row_set_text (other, "");
          mado_field_row_set_value (other, change->value, MADO_SOURCE_TYPED);
        }
      mado_counter_set (self->counter, change->path, change->value, MADO_SOURCE_TYPED);
    }
}

static const MadoFormField *
item_of (MadoFieldsView *self,
         MadoFieldRow   *row)
{
  return mado_form_set_find (mado_counter_get_form_set (self->counter), mado_field_row_get_name (row));
}

static void
picked_cb (MadoFieldRow   *row,
           guint           index,
           MadoFieldsView *self)
{
  const MadoFormField *item = item_of (self, row);
  g_autofree char *prefix = item ? address_prefix (item->field) : NULL;
  g_autoptr (GPtrArray) towns = NULL;

  if (prefix == NULL)
    return;
  towns = mado_postal_find (mado_counter_get_pack (self->counter), mado_field_row_get_text (row));
  if (towns != NULL && index < towns->len)
    fill_address (self, item, prefix, g_ptr_array_index (towns, index));
  mado_field_row_set_candidates (row, NULL);
}

/* A whole postal code that names one town fills the rest of the address. */
static void
fill_from_postal_code (MadoFieldsView *self,
                       MadoFieldRow   *row,
                       GVariant       *value)
{
  const MadoFormField *item = item_of (self, row);
  g_autofree char *prefix = item ? address_prefix (item->field) : NULL;
  g_autoptr (GPtrArray) towns = NULL;

  if (prefix == NULL || item->field->type != MADO_FIELD_POSTAL_CODE)
    return;
  towns = mado_postal_find (mado_counter_get_pack (self->counter), mado_value_get_text (value));
  if (towns != NULL && towns->len == 1)
    fill_address (self, item, prefix, g_ptr_array_index (towns, 0));
}

/* Under the heading 新しい住所 the parts need not say so again:
 * 「新しい住所の郵便番号」 becomes 「郵便番号」. A screen reader hears it all. */
static MadoFieldRow *
row_new (const MadoFormField *item)
{
  const char *label = mado_text_get (item->field->label, NULL);
  const char *of = strchr (item->field->id, '.') ? g_strrstr (label, "の") : NULL;
  MadoFieldRow *row;

  if (of == NULL || of[strlen ("の")] == 0)
    return mado_field_row_new_for_field (item->path, item->field);
  row = mado_field_row_new (item->path, of + strlen ("の"), item->field);
  mado_field_row_set_spoken (row, label);
  return row;
}

static MadoFieldRow *
ensure_row (MadoFieldsView      *self,
            const MadoFormField *item)
{
  MadoFieldRow *row = g_hash_table_lookup (self->rows, item->path);

  if (row != NULL)
    return row;
  row = row_new (item);
  mado_field_row_set_label_width (row, LABEL_WIDTH);
  mado_field_row_set_dates (row, mado_counter_get_dates (self->counter));
  gtk_widget_set_hexpand (GTK_WIDGET (row), TRUE);
  g_signal_connect (row, "edited", G_CALLBACK (edited_cb), self);
  g_signal_connect (row, "typed", G_CALLBACK (typed_cb), self);
  g_signal_connect (row, "picked", G_CALLBACK (picked_cb), self);
  g_hash_table_insert (self->rows, g_strdup (item->path), g_object_ref_sink (row));
  return row;
}

/* Kana fields take the reading of the name they belong to. */
static void
link_kana (MadoFieldsView      *self,
           const MadoFormField *item,
           MadoFieldRow        *row)
{
  g_autofree char *name = NULL;
  MadoFieldRow *from;
  const char *slash;

  if (item->field->kana_of == NULL)
    return;
  slash = strrchr (item->path, '/');
  name = g_strdup_printf ("%.*s/%s", (int) (slash - item->path), item->path, item->field->kana_of);
  from = g_hash_table_lookup (self->rows, name);
  if (from != NULL)
    mado_field_row_feed_kana (from, row);
}

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
      MadoFieldRow *row = ensure_row (self, g_ptr_array_index (items, i));

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

/* Fields of another window that are filled stay grey until Ctrl+E. */
static gboolean
is_handed_on (MadoFieldsView      *self,
              const MadoFormField *item)
{
  return item->filled && !mado_counter_is_origin (self->counter)
         && !g_hash_table_contains (self->unlocked, item->path) && is_from_elsewhere (self, item->path);
}

static void
show_conflict (MadoFieldsView      *self,
               const MadoFormField *item,
               MadoFieldRow        *row)
{
  MadoRecord *record = mado_counter_get_record (self->counter);
  const MadoRegister *reg = record ? mado_record_lookup (record, item->path) : NULL;

  mado_field_row_set_conflict (row, reg != NULL && reg->values->len > 1
                                        ? _("Two windows wrote different values. F7 to choose.") : NULL);
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
  for (guint i = 0; i < items->len; i++)
    {
      const MadoFormField *item = g_ptr_array_index (items, i);
      MadoFieldRow *row = ensure_row (self, item);

      mado_field_row_set_value (row, mado_counter_get (self->counter, item->path),
                                mado_counter_get_source (self->counter, item->path));
      mado_field_row_set_required (row, item->need == MADO_NEED_NOW || item->need == MADO_NEED_LATER);
      mado_field_row_set_locked (row, is_handed_on (self, item));
      show_proposal (self, item, row);
      show_conflict (self, item, row);
      link_kana (self, item, row);
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
    g_ptr_array_add (self->order, ensure_row (self, g_ptr_array_index (items, i)));
  show_values (self, items);
}

/* --- going around ---------------------------------------------------------------- */

guint
mado_fields_view_get_size (MadoFieldsView *self)
{
  return self->order->len;
}

static gboolean
focus_row (MadoFieldRow *row)
{
  return gtk_widget_grab_focus (mado_field_row_get_entry (row));
}

static int
focused_index (MadoFieldsView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < self->order->len; i++)
    if (gtk_widget_is_ancestor (focus, GTK_WIDGET (g_ptr_array_index (self->order, i))))
      return (int) i;
  return -1;
}

/* An empty town is best filled from the postal code before it. */
static MadoFieldRow *
postal_row_of (MadoFieldsView *self,
               MadoFieldRow   *row)
{
  const char *path = mado_field_row_get_name (row);
  g_autofree char *postal = NULL;
  MadoFieldRow *found;

  if (!g_str_has_suffix (path, ".town"))
    return NULL;
  postal = g_strdup_printf ("%.*s.postal_code", (int) (strlen (path) - strlen (".town")), path);
  found = g_hash_table_lookup (self->rows, postal);
  return found != NULL && mado_field_row_get_value (found) == NULL ? found : NULL;
}

static gboolean
focus_gap (MadoFieldsView *self,
           MadoFieldRow   *row,
           int             from)
{
  MadoFieldRow *postal = postal_row_of (self, row);

  if (postal != NULL && (from < 0 || g_ptr_array_index (self->order, (guint) from) != postal))
    return focus_row (postal);
  return focus_row (row);
}

static gboolean
focus_gap_behind (MadoFieldsView *self,
                  int             index)
{
  for (guint k = 1; k <= self->order->len; k++)
    {
      MadoFieldRow *row = g_ptr_array_index (self->order, (guint) (index + (int) k) % self->order->len);

      if (mado_field_row_is_gap (row))
        return focus_gap (self, row, index);
    }
  return FALSE;
}

gboolean
mado_fields_view_next_gap (MadoFieldsView *self)
{
  int index = focused_index (self);

  /* What is typed here may fill the gap behind it: a postal code the town. */
  if (index >= 0 && !mado_field_row_commit (g_ptr_array_index (self->order, (guint) index)))
    return TRUE;
  return focus_gap_behind (self, focused_index (self));
}

gboolean
mado_fields_view_focus_first (MadoFieldsView *self)
{
  if (focus_gap_behind (self, -1))
    return TRUE;
  return self->order->len > 0 && focus_row (g_ptr_array_index (self->order, 0));
}

guint
mado_fields_view_count_gaps (MadoFieldsView *self)
{
  guint gaps = 0;

  for (guint i = 0; i < self->order->len; i++)
    gaps += mado_field_row_is_gap (g_ptr_array_index (self->order, i));
  return gaps;
}

gboolean
mado_fields_view_commit (MadoFieldsView *self)
{
  for (guint i = 0; i < self->order->len; i++)
    {
      MadoFieldRow *row = g_ptr_array_index (self->order, i);

      if (!mado_field_row_commit (row))
        {
          focus_row (row);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
mado_fields_view_unlock (MadoFieldsView *self)
{
  int index = focused_index (self);
  MadoFieldRow *row = index >= 0 ? g_ptr_array_index (self->order, (guint) index) : NULL;

  if (row == NULL || !mado_field_row_get_locked (row))
    return FALSE;
  g_hash_table_add (self->unlocked, g_strdup (mado_field_row_get_name (row)));
  mado_field_row_set_locked (row, FALSE);
  return focus_row (row);
}

guint
mado_fields_view_take_all (MadoFieldsView *self)
{
  guint taken = 0;

  for (guint i = 0; i < self->order->len; i++)
    {
      MadoFieldRow *row = g_ptr_array_index (self->order, i);

      if (mado_field_row_has_proposal (row) && mado_field_row_get_value (row) == NULL)
        taken += mado_field_row_take_proposal (row);
    }
  return taken;
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
