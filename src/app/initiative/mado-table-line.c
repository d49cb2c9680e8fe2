/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-table-line.h"

#include "app/initiative/mado-table-item.h"

#define LINE_HEIGHT 28

struct _MadoTableColumns
{
  gatomicrefcount ref_count;
  GArray         *columns; /* MadoLineColumn; their heads are owned */
};

struct _MadoTableLine
{
  MadoDrawnLine     parent_instance;

  MadoTableColumns *columns;
  char            **texts;     /* nullable: the head */
  char             *css_class; /* nullable */
};

G_DEFINE_FINAL_TYPE (MadoTableLine, mado_table_line, MADO_TYPE_DRAWN_LINE)

/* --- columns ---------------------------------------------------------------------- */

static void
column_clear (gpointer data)
{
  g_free ((char *) ((MadoLineColumn *) data)->head);
}

MadoTableColumns *
mado_table_columns_new (void)
{
  MadoTableColumns *self = g_new0 (MadoTableColumns, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->columns = g_array_new (FALSE, FALSE, sizeof (MadoLineColumn));
  g_array_set_clear_func (self->columns, column_clear);

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
  g_array_unref (self->columns);
  g_free (self);
}

void
mado_table_columns_add (MadoTableColumns *self,
                        const char       *head,
                        int               width,
                        int               share,
                        gboolean          right)
{
  MadoLineColumn column = { g_strdup (head), width, share, right };

  g_array_append_val (self->columns, column);
}

/* --- a line ---------------------------------------------------------------------------- */

static const MadoLineColumn *
mado_table_line_get_columns (MadoDrawnLine *line,
                             guint         *n)
{
  MadoTableLine *self = MADO_TABLE_LINE (line);

  *n = self->columns->columns->len;

  return (const MadoLineColumn *) self->columns->columns->data;
}

static char *
mado_table_line_dup_text (MadoDrawnLine *line,
                          guint          column)
{
  MadoTableLine *self = MADO_TABLE_LINE (line);

  if (!self->texts)
    return g_strdup (g_array_index (self->columns->columns, MadoLineColumn, column).head);

  return g_strdup (column < g_strv_length (self->texts) ? self->texts[column] : "");
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
  MadoDrawnLineClass *line_class = MADO_DRAWN_LINE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mado_table_line_finalize;
  line_class->height = LINE_HEIGHT;
  line_class->minimum = 400;
  line_class->natural = 900;
  line_class->get_columns = mado_table_line_get_columns;
  line_class->dup_text = mado_table_line_dup_text;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "initiativeline");
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
  g_strfreev (self->texts);
  self->texts = texts;
  if (self->css_class)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->css_class);
  g_free (self->css_class);
  self->css_class = g_strdup (css_class);
  if (css_class)
    gtk_widget_add_css_class (GTK_WIDGET (self), css_class);
  mado_drawn_line_changed (MADO_DRAWN_LINE (self));
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
