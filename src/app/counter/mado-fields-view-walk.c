/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-fields-view-private.h"

/* Going around: from gap to gap, and what a key does to the field or to all. */

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
