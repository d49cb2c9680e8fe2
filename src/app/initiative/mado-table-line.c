/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-table-line.h"

#include "app/initiative/mado-table-item.h"

#define LINE_HEIGHT 28
#define PADDING     8

typedef struct
{
  char    *head;
  int      width;
  int      share;
  gboolean right;
} Column;

struct _MadoTableColumns
{
  gatomicrefcount ref_count;
  GPtrArray      *columns; /* Column* */
};

struct _MadoTableLine
{
  GtkWidget         parent_instance;

  MadoTableColumns *columns;
  char            **texts;     /* nullable: the head */
  char             *css_class; /* nullable */
};

G_DEFINE_FINAL_TYPE (MadoTableLine, mado_table_line, GTK_TYPE_WIDGET)

/* --- columns ---------------------------------------------------------------------- */

static void
column_free (gpointer data)
{
  g_free (((Column *) data)->head);
  g_free (data);
}

MadoTableColumns *
mado_table_columns_new (void)
{
  MadoTableColumns *self = g_new0 (MadoTableColumns, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->columns = g_ptr_array_new_with_free_func (column_free);

  return self;
}

MadoTableColumns *
mado_table_columns_ref (MadoTableColumns *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mado_table_columns_unref (MadoTableColumns *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->columns);
  g_free (self);
}

void
mado_table_columns_add (MadoTableColumns *self,
                        const char       *head,
                        int               width,
                        int               share,
                        gboolean          right)
{
  Column *column = g_new0 (Column, 1);

  *column = (Column) { g_strdup (head), width, share, right };
  g_ptr_array_add (self->columns, column);
}

static int
column_width (MadoTableColumns *self,
              guint             at,
              int               total)
{
  const Column *wanted = self->columns->pdata[at];
  int left = total, shares = 0;

  for (guint i = 0; i < self->columns->len; i++)
    {
      left -= ((Column *) self->columns->pdata[i])->width;
      shares += ((Column *) self->columns->pdata[i])->share;
    }

  return wanted->share ? MAX (60, left * wanted->share / shares) : wanted->width;
}

/* --- a line ---------------------------------------------------------------------------- */

static const char *
text_at (MadoTableLine *self,
         guint          at)
{
  return self->texts ? self->texts[at] : ((Column *) self->columns->columns->pdata[at])->head;
}

static void
mado_table_line_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  MadoTableLine *self = MADO_TABLE_LINE (widget);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), x = 0;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  for (guint i = 0; i < self->columns->columns->len && text_at (self, i); i++)
    {
      const Column *column = self->columns->columns->pdata[i];
      int share = column_width (self->columns, i, width), text_height;

      pango_layout_set_text (layout, text_at (self, i), -1);
      pango_layout_set_width (layout, MAX (0, share - PADDING) * PANGO_SCALE);
      pango_layout_set_alignment (layout, column->right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
      pango_layout_get_pixel_size (layout, NULL, &text_height);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, (height - text_height) / 2));
      gtk_snapshot_append_layout (snapshot, layout, &color);
      gtk_snapshot_restore (snapshot);
      x += share;
    }
}

static void
mado_table_line_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? LINE_HEIGHT : 400;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? LINE_HEIGHT : 900;
  *minimum_baseline = *natural_baseline = -1;
}

static void
mado_table_line_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (mado_table_line_parent_class)->css_changed (widget, change);
  gtk_widget_queue_draw (widget);
}

static void
mado_table_line_finalize (GObject *object)
{
  MadoTableLine *self = MADO_TABLE_LINE (object);

  g_clear_pointer (&self->columns, mado_table_columns_unref);
  g_strfreev (self->texts);
  g_free (self->css_class);

  G_OBJECT_CLASS (mado_table_line_parent_class)->finalize (object);
}

static void
mado_table_line_class_init (MadoTableLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mado_table_line_finalize;
  widget_class->snapshot = mado_table_line_snapshot;
  widget_class->measure = mado_table_line_measure;
  widget_class->css_changed = mado_table_line_css_changed;
  gtk_widget_class_set_css_name (widget_class, "initiativeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
mado_table_line_init (MadoTableLine *self)
{
}

GtkWidget *
mado_table_line_new (MadoTableColumns *columns)
{
  MadoTableLine *self = g_object_new (MADO_TYPE_TABLE_LINE, "hexpand", TRUE, NULL);

  self->columns = mado_table_columns_ref (columns);

  return GTK_WIDGET (self);
}

void
mado_table_line_set_texts (MadoTableLine *self,
                           char         **texts,
                           const char    *css_class)
{
  g_autoptr (GString) sentence = g_string_new (NULL);

  g_strfreev (self->texts);
  self->texts = texts;
  for (guint i = 0; texts[i]; i++)
    if (*texts[i])
      g_string_append_printf (sentence, "%s%s", sentence->len ? " " : "", texts[i]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence->str, -1);
  if (self->css_class)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->css_class);
  g_free (self->css_class);
  self->css_class = g_strdup (css_class);
  if (css_class)
    gtk_widget_add_css_class (GTK_WIDGET (self), css_class);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- a list of them ------------------------------------------------------------------------ */

typedef struct
{
  MadoTableColumns *columns;
  MadoTableTexts    texts;
  MadoTableClass    css_class;
  gpointer          data;
} Setup;

static void
setup_free (gpointer  data,
            GClosure *closure)
{
  mado_table_columns_unref (((Setup *) data)->columns);
  g_free (data);
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *item,
          Setup              *setup)
{
  gtk_list_item_set_child (item, mado_table_line_new (setup->columns));
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item,
         Setup              *setup)
{
  gpointer object = gtk_list_item_get_item (item);

  mado_table_line_set_texts (MADO_TABLE_LINE (gtk_list_item_get_child (item)), setup->texts (object, setup->data),
                             setup->css_class ? setup->css_class (object, setup->data) : NULL);
}

void
mado_table_view_setup (GtkListView       *view,
                       GtkSelectionModel *selection,
                       MadoTableColumns  *columns,
                       MadoTableTexts     texts,
                       MadoTableClass     css_class,
                       gpointer           data)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  Setup *setup = g_new0 (Setup, 1);

  *setup = (Setup) { mado_table_columns_ref (columns), texts, css_class, data };
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), setup);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_cb), setup, setup_free, 0);
  gtk_list_view_set_factory (view, factory);
  gtk_list_view_set_model (view, selection);
}

void
mado_table_view_setup_kinds (GtkListView *view,
                             GListModel  *lines,
                             int          width)
{
  g_autoptr (GtkSingleSelection) selection = gtk_single_selection_new (g_object_ref (lines));
  MadoTableColumns *columns = mado_table_columns_new ();

  mado_table_columns_add (columns, "", width, 0, FALSE);
  mado_table_columns_add (columns, "", 0, 1, FALSE);
  mado_table_view_setup (view, GTK_SELECTION_MODEL (selection), columns, mado_table_item_dup_texts, mado_table_item_get_class, NULL);
  mado_table_columns_unref (columns);
}
