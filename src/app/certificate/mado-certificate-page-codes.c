/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/certificate/mado-certificate-page-private.h"
#include "core/slip/mado-document-code.h"
#include "device/scan/mado-scan.h"

/* QR codes and bar codes on the page in front, found when a person asks. What
 * one says is only shown and copied; only the city's own codes are opened. */

#define DPI 200.0
#define MOST_DOTS 10000000.0

static gpointer
ask_codes (MadoPdfFile  *file,
           gpointer      data,
           GError      **error)
{
  guint number = GPOINTER_TO_UINT (data);
  g_autoptr (GArray) pages = mado_pdf_file_get_pages (file, number, 1, error);
  MadoPdfPage *page = pages != NULL && pages->len == 1 ? &g_array_index (pages, MadoPdfPage, 0) : NULL;
  g_autofree guint8 *rgb = NULL;
  MadoPdfPicture picture;
  double scale;

  if (page == NULL || page->width <= 0 || page->height <= 0)
    return pages != NULL ? g_ptr_array_new_with_free_func (g_free) : NULL;
  scale = MIN (DPI / 72, sqrt (MOST_DOTS / (page->width * page->height)));
  if (!mado_pdf_file_draw (file, number, scale, 0, 0, 0, MAX (1, (guint) (page->width * scale)),
                           MAX (1, (guint) (page->height * scale)), &picture, error))
    return NULL;
  rgb = g_malloc ((gsize) picture.width * picture.height * 3);
  for (guint y = 0; y < picture.height; y++)
    for (guint x = 0; x < picture.width; x++)
      {
        const guint8 *from = picture.dots + (gsize) y * picture.stride + 4 * x;
        guint32 dot;

        memcpy (&dot, from, 4);
        rgb[3 * ((gsize) y * picture.width + x)] = dot >> 16;
        rgb[3 * ((gsize) y * picture.width + x) + 1] = dot >> 8;
        rgb[3 * ((gsize) y * picture.width + x) + 2] = dot;
      }
  return mado_scan_read_rgb (rgb, picture.width, picture.height, picture.width * 3, 3, error);
}

static void
codes_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (MadoCertificatePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = mado_pdf_reader_ask_finish (MADO_PDF_READER (source), result, &error);
  g_autofree char *all = NULL;

  if (self->box == NULL || self->reader != MADO_PDF_READER (source))
    return;
  mado_page_busy (MADO_PAGE (self), NULL);
  if (texts == NULL)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", error->message);
      return;
    }
  for (guint i = 0; i < texts->len; i++)
    if (mado_slip_is_slip (texts->pdata[i]) || mado_document_code_is_one (texts->pdata[i]))
      {
        g_signal_emit_by_name (self, "open-code", texts->pdata[i]);
        return;
      }
  if (texts->len == 0)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("There is no code on this page that can be read."));
      return;
    }
  g_ptr_array_add (texts, NULL);
  all = g_strjoinv (" / ", (char **) texts->pdata);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), all);
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("The code on this page says: %s. It was copied, and nothing was opened."), all);
}

void
mado_certificate_page_read_codes (MadoCertificatePage *self)
{
  mado_page_busy (MADO_PAGE (self), _("Codes on the page are being looked for"));
  mado_pdf_reader_ask_async (self->reader, MADO_PDF_SOON, ask_codes, GUINT_TO_POINTER (mado_pdf_view_get_page (self->view)), NULL,
                             (GDestroyNotify) g_ptr_array_unref, self->cancel, codes_cb, g_object_ref (self));
}
