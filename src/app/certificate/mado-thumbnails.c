/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-thumbnails.h"

#include <glib/gi18n.h>
#include <math.h>

#define WIDTH 132
#define HEIGHT 170

typedef struct
{
  MadoPdfReader *reader;
  void         (*chosen) (gpointer data, guint page);
  gpointer       data;
} Thumbnails;

static void
thumbnails_free (gpointer data)
{
  g_object_unref (((Thumbnails *) data)->reader);
  g_free (data);
}

typedef struct
{
  GBytes *dots;
  guint   width;
  guint   height;
} Small;

static void
small_free (gpointer data)
{
  g_bytes_unref (((Small *) data)->dots);
  g_free (data);
}

static gpointer
ask_small (MadoPdfFile  *file,
           gpointer      data,
           GError      **error)
{
  guint number = GPOINTER_TO_UINT (data);
  g_autoptr (GArray) pages = mado_pdf_file_get_pages (file, number, 1, error);
  MadoPdfPage *page = pages != NULL && pages->len == 1 ? &g_array_index (pages, MadoPdfPage, 0) : NULL;
  MadoPdfPicture picture;
  double scale;
  Small *small;
  guint8 *dots;

  if (pages == NULL)
    return NULL;
  scale = page != NULL && page->width > 0 && page->height > 0 ? MIN (WIDTH / page->width, HEIGHT / page->height) : 0.2;
  if (!mado_pdf_file_draw (file, number, scale, 0, 0, 0, MAX (1, (guint) (page->width * scale)),
                           MAX (1, (guint) (page->height * scale)), &picture, error))
    return NULL;
  dots = g_memdup2 (picture.dots, (gsize) picture.stride * picture.height);
  for (gsize i = 3; i < (gsize) picture.stride * picture.height; i += 4)
    dots[i] = 0xff;
  small = g_new0 (Small, 1);
  small->dots = g_bytes_new_take (dots, (gsize) picture.stride * picture.height);
  small->width = picture.width;
  small->height = picture.height;
  return small;
}

static void
small_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GtkListItem) item = data;
  Small *small = mado_pdf_reader_ask_finish (MADO_PDF_READER (source), result, NULL);
  g_autoptr (GdkTexture) texture = NULL;

  if (small == NULL)
    return;
  texture = gdk_memory_texture_new (small->width, small->height, GDK_MEMORY_DEFAULT, small->dots, (gsize) small->width * 4);
  if (gtk_list_item_get_child (item) != NULL)
    gtk_picture_set_paintable (GTK_PICTURE (gtk_widget_get_first_child (gtk_list_item_get_child (item))), GDK_PAINTABLE (texture));
  small_free (small);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *picture = gtk_picture_new ();

  gtk_widget_set_size_request (picture, WIDTH, HEIGHT);
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  data)
{
  Thumbnails *self = data;
  GtkWidget *box = gtk_list_item_get_child (item);
  guint page = gtk_list_item_get_position (item);
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  g_autofree char *name = g_strdup_printf (_("Page %s"), number);
  g_autoptr (GCancellable) cancel = g_cancellable_new ();

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  mado_pdf_reader_ask_async (self->reader, MADO_PDF_LATER, ask_small, GUINT_TO_POINTER (page), NULL, small_free, cancel,
                             small_cb, g_object_ref (item));
  g_object_set_data_full (G_OBJECT (item), "cancel", g_steal_pointer (&cancel), g_object_unref);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           gpointer                  data)
{
  GCancellable *cancel = g_object_get_data (G_OBJECT (item), "cancel");

  if (cancel != NULL)
    g_cancellable_cancel (cancel);
  gtk_picture_set_paintable (GTK_PICTURE (gtk_widget_get_first_child (gtk_list_item_get_child (item))), NULL);
}

static void
activate_cb (GtkListView *view,
             guint        position,
             gpointer     data)
{
  Thumbnails *self = data;

  self->chosen (self->data, position);
}

GtkWidget *
mado_thumbnails_new (MadoPdfReader  *reader,
                     void          (*chosen) (gpointer data, guint page),
                     gpointer        data)
{
  Thumbnails *self = g_new0 (Thumbnails, 1);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  guint n = mado_pdf_reader_get_n_pages (reader);
  GtkStringList *model = gtk_string_list_new (NULL);
  GtkWidget *view;

  self->reader = g_object_ref (reader);
  self->chosen = chosen;
  self->data = data;
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (model, "");
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (model))), factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Pages"), -1);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (view), TRUE);
  g_signal_connect (view, "activate", G_CALLBACK (activate_cb), self);
  g_object_set_data_full (G_OBJECT (view), "thumbnails", self, thumbnails_free);
  return view;
}

void
mado_thumbnails_show (GtkWidget *thumbnails,
                      guint      page)
{
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (thumbnails)));

  if (gtk_single_selection_get_selected (selection) == page)
    return;
  gtk_single_selection_set_selected (selection, page);
  gtk_widget_activate_action (thumbnails, "list.scroll-to-item", "u", page);
}
