/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-fields-view-private.h"

#include "app/counter/mado-address-label.h"
#include "app/counter/mado-counter-row.h"
#include "core/base/mado-text.h"
#include "core/form/mado-field-value.h"
#include "core/form/mado-postal.h"

#define LABEL_WIDTH 128

/* One row and its field: what is typed goes to the counter, an address is
 * filled from its postal code, kana follow the name. */

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

/* A screen reader hears whose address it is; eyes see it in the heading. */
static MadoFieldRow *
row_new (const MadoFormField *item)
{
  g_autofree char *part = NULL;
  MadoFieldRow *row;

  if (!mado_address_label_split (item->field, NULL, &part))
    return mado_field_row_new_for_field (item->path, item->field);
  row = mado_field_row_new (item->path, part, item->field);
  mado_field_row_set_spoken (row, mado_text_get (item->field->label, NULL));
  return row;
}

MadoFieldRow *
mado_fields_view_ensure_row (MadoFieldsView      *self,
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
  mado_counter_row_follow (self->counter, row, item->path);
  g_hash_table_insert (self->rows, g_strdup (item->path), g_object_ref_sink (row));
  return row;
}

/* Kana fields take the reading of the name they belong to. */
void
mado_fields_view_link_kana (MadoFieldsView      *self,
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
