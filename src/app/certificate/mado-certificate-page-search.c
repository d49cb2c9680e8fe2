/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/certificate/mado-certificate-page-private.h"

/* More are not listed; a word so common finds nothing. */
#define MOST_HITS 5000

static void
hit_clear (gpointer data)
{
  g_free (((MadoPdfHit *) data)->line);
}

static void
update_count (MadoCertificatePage *self)
{
  g_autofree char *text = NULL;

  if (self->searched == NULL)
    text = g_strdup ("");
  else if (self->hits->len == 0)
    text = g_strdup (self->looked_through == 0 ? "…" : _("None"));
  else
    text = g_strdup_printf ("%d / %u", self->hit + 1, self->hits->len);
  gtk_label_set_text (self->hit_count, text);
  mado_page_keys_changed (MADO_PAGE (self));
}

void
mado_certificate_page_forget_hits (MadoCertificatePage *self)
{
  if (self->search_cancel != NULL)
    g_cancellable_cancel (self->search_cancel);
  g_clear_object (&self->search_cancel);
  g_clear_pointer (&self->searched, g_free);
  g_clear_pointer (&self->hits, g_array_unref);
  self->hit = -1;
  self->looked_through = 0;
  mado_pdf_view_set_hits (self->view, NULL);
  update_count (self);
}

void
mado_certificate_page_go_hit (MadoCertificatePage *self,
                              int                  hit)
{
  if (self->hits == NULL || self->hits->len == 0)
    return;
  /* Round and round. */
  self->hit = (hit % (int) self->hits->len + (int) self->hits->len) % (int) self->hits->len;
  mado_pdf_view_show_hit (self->view, self->hit);
  update_count (self);
}

/* The first hit behind what is in sight is shown as soon as it is there. */
static void
show_first (MadoCertificatePage *self)
{
  guint page = mado_pdf_view_get_page (self->view);

  for (guint i = 0; i < self->hits->len; i++)
    if (g_array_index (self->hits, MadoPdfHit, i).page >= page)
      {
        mado_certificate_page_go_hit (self, i);
        return;
      }
}

static void
found_cb (GArray   *hits,
          guint     done,
          gpointer  data)
{
  MadoCertificatePage *self = data;

  for (guint i = 0; i < hits->len && self->hits->len < MOST_HITS; i++)
    {
      MadoPdfHit hit = g_array_index (hits, MadoPdfHit, i);

      hit.line = g_strdup (hit.line);
      g_array_append_val (self->hits, hit);
    }
  self->looked_through = done;
  if (hits->len > 0)
    mado_pdf_view_set_hits (self->view, self->hits);
  if (self->hit < 0)
    show_first (self);
  else
    mado_pdf_view_show_hit (self->view, self->hit);
  update_count (self);
}

static void
searched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (MadoCertificatePage) self = data;
  g_autoptr (GError) error = NULL;

  mado_pdf_reader_search_finish (MADO_PDF_READER (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->reader != MADO_PDF_READER (source))
    return;
  if (error != NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", error->message);
  else if (self->hits->len == 0)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO,
                       _("“%s” is not in the text of this document. What is only a picture cannot be searched."), self->searched);
  else if (self->hit < 0)
    mado_certificate_page_go_hit (self, 0);
  update_count (self);
  if (mado_certificate_page_get_side (self) == MADO_SIDE_HITS && gtk_widget_get_visible (self->side))
    mado_certificate_page_show_side (self, MADO_SIDE_HITS);
}

void
mado_certificate_page_search (MadoCertificatePage *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));

  if (self->reader == NULL || *text == 0)
    return;
  if (g_strcmp0 (text, self->searched) == 0)
    {
      mado_certificate_page_go_hit (self, self->hit + 1);
      return;
    }
  mado_certificate_page_forget_hits (self);
  self->searched = g_steal_pointer (&text);
  self->hits = g_array_new (FALSE, TRUE, sizeof (MadoPdfHit));
  g_array_set_clear_func (self->hits, hit_clear);
  self->search_cancel = g_cancellable_new ();
  mado_pdf_reader_search_async (self->reader, self->searched, found_cb, self, self->search_cancel, searched_cb, g_object_ref (self));
  update_count (self);
}
