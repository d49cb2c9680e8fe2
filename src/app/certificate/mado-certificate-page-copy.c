/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/certificate/mado-certificate-page-private.h"

/* What is selected goes to the clipboard: text as text, a part of a page as a
 * picture, drawn anew and finer than on the screen. */

#define DPI 300.0
#define MOST_DOTS 8000000.0

typedef struct
{
  MadoCertificatePage *page; /* owned */
  guint                width;
  guint                height;
} Copy;

static void
drawn_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Copy *copy = data;
  g_autoptr (MadoCertificatePage) self = copy->page;
  g_autoptr (GError) error = NULL;
  gint64 took;
  g_autoptr (GBytes) bytes = mado_pdf_reader_draw_finish (MADO_PDF_READER (source), result, &took, &error);
  g_autoptr (GdkTexture) texture = NULL;

  if (bytes != NULL && self->box != NULL)
    {
      guint8 *dots = (guint8 *) g_bytes_get_data (bytes, NULL);

      /* The fourth byte of a dot is nothing; all are opaque. */
      for (gsize i = 3; i < g_bytes_get_size (bytes); i += 4)
        dots[i] = 0xff;
      texture = gdk_memory_texture_new (copy->width, copy->height, GDK_MEMORY_DEFAULT, bytes, (gsize) copy->width * 4);
      gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("The selected part was copied as a picture."));
    }
  else if (self->box != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", error->message);
  g_free (copy);
}

/* A part of the page in the dots of the turned one. */
static MadoPdfArea
turn (const MadoPdfArea *area,
      guint              turns,
      double             width,
      double             height)
{
  switch (turns % 4)
    {
    case 1:
      return (MadoPdfArea) { height - area->y2, area->x1, height - area->y1, area->x2 };
    case 2:
      return (MadoPdfArea) { width - area->x2, height - area->y2, width - area->x1, height - area->y1 };
    case 3:
      return (MadoPdfArea) { area->y1, width - area->x2, area->y2, width - area->x1 };
    default:
      return *area;
    }
}

static void
copy_picture (MadoCertificatePage *self,
              guint                page,
              const MadoPdfArea   *area)
{
  guint turns = mado_pdf_view_get_turns (self->view);
  double width, height, scale;
  MadoPdfArea part;
  Copy *copy = g_new0 (Copy, 1);

  mado_pdf_view_get_points (self->view, page, &width, &height);
  part = turn (area, turns, width, height);
  scale = MIN (DPI / 72, sqrt (MOST_DOTS / ((part.x2 - part.x1) * (part.y2 - part.y1))));
  copy->page = g_object_ref (self);
  copy->width = MAX (1, (guint) ((part.x2 - part.x1) * scale));
  copy->height = MAX (1, (guint) ((part.y2 - part.y1) * scale));
  mado_pdf_reader_draw_async (self->reader, MADO_PDF_NOW, page, scale, turns, (int) (part.x1 * scale), (int) (part.y1 * scale),
                              copy->width, copy->height, self->cancel, drawn_cb, copy);
}

gboolean
mado_certificate_page_copy (MadoCertificatePage *self)
{
  g_autofree char *text = mado_pdf_view_get_selection (self->view);
  MadoPdfArea area;
  guint page;

  if (mado_pdf_view_get_area (self->view, &page, &area))
    copy_picture (self, page, &area);
  else if (text != NULL)
    {
      gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("The selected text was copied."));
    }
  else
    return FALSE;
  return TRUE;
}
