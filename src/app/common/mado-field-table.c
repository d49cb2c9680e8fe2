/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-field-table.h"

#include <glib/gi18n.h>

typedef struct
{
  char            *name;
  char            *label;
  const MadoField *field; /* the pack's */
  int              width;
  int              kana;  /* index of the column that takes the reading; -1 */
} Column;

typedef struct
{
  char       *id;
  GPtrArray  *cells;  /* MadoFieldRow*, the grid owns them */
  GtkWidget  *number;
} Row;

struct _MadoFieldTable
{
  GtkWidget        parent_instance;

  GtkWidget       *grid;
  GPtrArray       *columns; /* Column* */
  GPtrArray       *rows;    /* Row* */
  MadoDateContext *dates;   /* borrowed */
};

G_DEFINE_FINAL_TYPE (MadoFieldTable, mado_field_table, GTK_TYPE_WIDGET)

enum
{
  EDITED,
  ROW_WANTED,
  ROW_REMOVAL_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
column_free (gpointer data)
{
  Column *column = data;

  g_free (column->name);
  g_free (column->label);
  g_free (column);
}

static void
row_free (gpointer data)
{
  Row *row = data;

  g_ptr_array_unref (row->cells);
  g_free (row->id);
  g_free (row);
}

static int
find_column (MadoFieldTable *self,
             const char     *name)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (g_str_equal (((Column *) self->columns->pdata[i])->name, name))
      return i;

  return -1;
}

static int
find_row (MadoFieldTable *self,
          const char     *id)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_str_equal (((Row *) self->rows->pdata[i])->id, id))
      return i;

  return -1;
}

static MadoFieldRow *
cell_at (MadoFieldTable *self,
         guint           row,
         guint           column)
{
  return ((Row *) self->rows->pdata[row])->cells->pdata[column];
}

static gboolean
find_focus (MadoFieldTable *self,
            guint          *row,
            guint          *column)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  for (guint r = 0; focus && r < self->rows->len; r++)
    for (guint c = 0; c < self->columns->len; c++)
      if (gtk_widget_is_ancestor (focus, GTK_WIDGET (cell_at (self, r, c))))
        {
          *row = r;
          *column = c;
          return TRUE;
        }

  return FALSE;
}

static gboolean
is_blank (MadoFieldTable *self,
          guint           row)
{
  for (guint c = 0; c < self->columns->len; c++)
    if (*mado_field_row_get_text (cell_at (self, row, c)))
      return FALSE;

  return TRUE;
}

/* The lines are counted from 1 for people; a screen reader hears
 * "氏 2 行目". */
static void
number_rows (MadoFieldTable *self)
{
  for (guint r = 0; r < self->rows->len; r++)
    {
      Row *row = self->rows->pdata[r];
      g_autofree char *number = g_strdup_printf ("%u", r + 1);

      gtk_label_set_text (GTK_LABEL (row->number), number);
      for (guint c = 0; c < self->columns->len; c++)
        {
          Column *column = self->columns->pdata[c];
          /* Translators: name of a column, number of a line: "氏 2行目" */
          g_autofree char *spoken = g_strdup_printf (_("%s, line %u"), column->label, r + 1);

          mado_field_row_set_spoken (row->cells->pdata[c], spoken);
        }
    }
}

static void
cell_edited_cb (MadoFieldTable *self,
                GVariant       *value,
                MadoFieldRow   *cell)
{
  for (guint r = 0; r < self->rows->len; r++)
    {
      Row *row = self->rows->pdata[r];

      if (g_ptr_array_find (row->cells, cell, NULL))
        {
          g_signal_emit (self, signals[EDITED], 0, row->id, mado_field_row_get_name (cell), value);
          return;
        }
    }
}

/* At the end of the last line Enter asks for one more; an empty last line is
 * the way out. */
static gboolean
mado_field_table_focus (GtkWidget        *widget,
                        GtkDirectionType  direction)
{
  MadoFieldTable *self = MADO_FIELD_TABLE (widget);
  guint row, column;

  if (direction == GTK_DIR_TAB_FORWARD && find_focus (self, &row, &column) &&
      row + 1 == self->rows->len && column + 1 == self->columns->len && !is_blank (self, row))
    {
      g_signal_emit (self, signals[ROW_WANTED], 0);
      if (row + 1 < self->rows->len)
        return gtk_widget_grab_focus (GTK_WIDGET (cell_at (self, row + 1, 0)));
    }

  return GTK_WIDGET_CLASS (mado_field_table_parent_class)->focus (widget, direction);
}

static void
mado_field_table_dispose (GObject *object)
{
  g_clear_pointer (&MADO_FIELD_TABLE (object)->grid, gtk_widget_unparent);

  G_OBJECT_CLASS (mado_field_table_parent_class)->dispose (object);
}

static void
mado_field_table_finalize (GObject *object)
{
  MadoFieldTable *self = MADO_FIELD_TABLE (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->columns);

  G_OBJECT_CLASS (mado_field_table_parent_class)->finalize (object);
}

static void
mado_field_table_class_init (MadoFieldTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mado_field_table_dispose;
  object_class->finalize = mado_field_table_finalize;
  widget_class->focus = mado_field_table_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "fieldtable");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TABLE);

  signals[EDITED] = g_signal_new ("edited", MADO_TYPE_FIELD_TABLE, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                  G_TYPE_STRING, G_TYPE_STRING, G_TYPE_VARIANT);
  signals[ROW_WANTED] = g_signal_new ("row-wanted", MADO_TYPE_FIELD_TABLE, G_SIGNAL_RUN_LAST,
                                      0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ROW_REMOVAL_WANTED] = g_signal_new ("row-removal-wanted", MADO_TYPE_FIELD_TABLE,
                                              G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                              G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mado_field_table_init (MadoFieldTable *self)
{
  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 4);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

MadoFieldTable *
mado_field_table_new (const char *label)
{
  MadoFieldTable *self = g_object_new (MADO_TYPE_FIELD_TABLE, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  return self;
}

void
mado_field_table_add_column (MadoFieldTable       *self,
                             const char           *name,
                             const char           *label,
                             const MadoField      *field,
                             int                   width)
{
  Column *column = g_new0 (Column, 1);
  GtkWidget *head = gtk_label_new (label);

  g_return_if_fail (MADO_IS_FIELD_TABLE (self));
  g_return_if_fail (self->rows->len == 0);

  column->name = g_strdup (name);
  column->label = g_strdup (label);
  column->field = field;
  column->width = width;
  column->kana = -1;
  g_ptr_array_add (self->columns, column);

  gtk_label_set_xalign (GTK_LABEL (head), 0);
  gtk_widget_add_css_class (head, "column-head");
  gtk_grid_attach (GTK_GRID (self->grid), head, self->columns->len, 0, 1, 1);
}

void
mado_field_table_feed_kana (MadoFieldTable *self,
                            const char     *from,
                            const char     *to)
{
  int column = find_column (self, from);

  g_return_if_fail (column >= 0);

  ((Column *) self->columns->pdata[column])->kana = find_column (self, to);
}

void
mado_field_table_set_dates (MadoFieldTable  *self,
                            MadoDateContext *dates)
{
  g_return_if_fail (MADO_IS_FIELD_TABLE (self));

  self->dates = dates;
}

static MadoFieldRow *
make_cell (MadoFieldTable *self,
           guint           index)
{
  Column *column = self->columns->pdata[index];
  MadoFieldRow *cell = mado_field_row_new (column->name, "", column->field);

  mado_field_row_set_dates (cell, self->dates);
  gtk_widget_set_size_request (GTK_WIDGET (cell), column->width, -1);
  gtk_widget_set_hexpand (GTK_WIDGET (cell), index + 1 == self->columns->len);
  g_signal_connect_object (cell, "edited", G_CALLBACK (cell_edited_cb), self, G_CONNECT_SWAPPED);

  return cell;
}

static void
connect_kana (MadoFieldTable *self,
              Row            *row)
{
  for (guint c = 0; c < self->columns->len; c++)
    {
      int kana = ((Column *) self->columns->pdata[c])->kana;

      if (kana >= 0)
        mado_field_row_feed_kana (row->cells->pdata[c], row->cells->pdata[kana]);
    }
}

void
mado_field_table_add_row (MadoFieldTable *self,
                          const char     *id)
{
  Row *row;
  int line;

  g_return_if_fail (MADO_IS_FIELD_TABLE (self));
  g_return_if_fail (find_row (self, id) < 0);

  row = g_new0 (Row, 1);
  row->id = g_strdup (id);
  row->cells = g_ptr_array_new ();
  row->number = gtk_label_new (NULL);
  gtk_widget_add_css_class (row->number, "line-number");
  gtk_widget_set_valign (row->number, GTK_ALIGN_START);
  g_ptr_array_add (self->rows, row);
  line = self->rows->len;

  gtk_grid_attach (GTK_GRID (self->grid), row->number, 0, line, 1, 1);
  for (guint c = 0; c < self->columns->len; c++)
    {
      MadoFieldRow *cell = make_cell (self, c);

      g_ptr_array_add (row->cells, cell);
      gtk_grid_attach (GTK_GRID (self->grid), GTK_WIDGET (cell), c + 1, line, 1, 1);
    }
  connect_kana (self, row);
  number_rows (self);
}

void
mado_field_table_remove_row (MadoFieldTable *self,
                             const char     *id)
{
  int index;

  g_return_if_fail (MADO_IS_FIELD_TABLE (self));

  index = find_row (self, id);
  if (index < 0)
    return;

  g_ptr_array_remove_index (self->rows, index);
  gtk_grid_remove_row (GTK_GRID (self->grid), index + 1);
  number_rows (self);
}

guint
mado_field_table_get_n_rows (MadoFieldTable *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_TABLE (self), 0);

  return self->rows->len;
}

const char *
mado_field_table_get_row_id (MadoFieldTable *self,
                             guint           index)
{
  g_return_val_if_fail (MADO_IS_FIELD_TABLE (self), NULL);
  g_return_val_if_fail (index < self->rows->len, NULL);

  return ((Row *) self->rows->pdata[index])->id;
}

MadoFieldRow *
mado_field_table_get_cell (MadoFieldTable *self,
                           const char     *id,
                           const char     *column)
{
  int row, index;

  g_return_val_if_fail (MADO_IS_FIELD_TABLE (self), NULL);

  row = find_row (self, id);
  index = find_column (self, column);

  return row >= 0 && index >= 0 ? cell_at (self, row, index) : NULL;
}

gboolean
mado_field_table_get_focus_cell (MadoFieldTable  *self,
                                 const char     **id,
                                 const char     **column)
{
  guint row, index;

  g_return_val_if_fail (MADO_IS_FIELD_TABLE (self), FALSE);

  if (!find_focus (self, &row, &index))
    return FALSE;

  *id = ((Row *) self->rows->pdata[row])->id;
  *column = ((Column *) self->columns->pdata[index])->name;

  return TRUE;
}

gboolean
mado_field_table_copy_above (MadoFieldTable *self)
{
  MadoFieldRow *cell, *above;
  g_autofree char *text = NULL;
  Column *head;
  guint row, column;

  g_return_val_if_fail (MADO_IS_FIELD_TABLE (self), FALSE);

  if (!find_focus (self, &row, &column) || row == 0)
    return FALSE;

  cell = cell_at (self, row, column);
  above = cell_at (self, row - 1, column);
  if (mado_field_row_get_locked (cell))
    return FALSE;

  head = self->columns->pdata[column];
  text = mado_field_edit_text (head->field, mado_field_row_get_value (above));
  mado_field_row_set_text (cell, text);

  return mado_field_row_commit (cell);
}

guint
mado_field_table_take_all (MadoFieldTable *self)
{
  guint taken = 0;

  g_return_val_if_fail (MADO_IS_FIELD_TABLE (self), 0);

  for (guint r = 0; r < self->rows->len; r++)
    for (guint c = 0; c < self->columns->len; c++)
      taken += mado_field_row_take_proposal (cell_at (self, r, c)) ? 1 : 0;

  return taken;
}

gboolean
mado_field_table_want_removal (MadoFieldTable *self)
{
  guint row, column;

  g_return_val_if_fail (MADO_IS_FIELD_TABLE (self), FALSE);

  if (!find_focus (self, &row, &column))
    return FALSE;

  g_signal_emit (self, signals[ROW_REMOVAL_WANTED], 0, ((Row *) self->rows->pdata[row])->id);

  return TRUE;
}
