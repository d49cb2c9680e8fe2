/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-certificate-page-private.h"

/* What is asked about a document once it is open: how it is built, and what a
 * person must know. */

typedef struct
{
  GArray  *outline;
  GArray  *attachments;
  guint32  notes;
} All;

static void
all_free (gpointer data)
{
  All *all = data;

  g_clear_pointer (&all->outline, g_array_unref);
  g_clear_pointer (&all->attachments, g_array_unref);
  g_free (all);
}

static gpointer
ask_all (MadoPdfFile  *file,
         gpointer      data,
         GError      **error)
{
  All *all = g_new0 (All, 1);

  all->outline = mado_pdf_file_get_outline (file, NULL);
  all->attachments = mado_pdf_file_get_attachments (file, NULL);
  if (!mado_pdf_file_inspect (file, &all->notes, NULL))
    all->notes = MADO_PDF_NOTE_UNREAD;
  return all;
}

static gpointer
ask_signatures (MadoPdfFile  *file,
                gpointer      data,
                GError      **error)
{
  return mado_pdf_file_get_signatures (file, error);
}

static void
tell_notes (MadoCertificatePage *self,
            guint32              notes)
{
  g_auto (GStrv) texts = mado_pdf_notes_to_text (notes);
  g_autofree char *all = g_strjoinv (" ", texts);

  if (*all != 0)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", all);
}

static void
refresh_side (MadoCertificatePage *self,
              MadoSide             side)
{
  if (gtk_widget_get_visible (self->side) && mado_certificate_page_get_side (self) == side)
    mado_certificate_page_show_side (self, side);
}

static void
take_signatures (MadoCertificatePage *self,
                 GArray              *signatures)
{
  MadoTrust trust = mado_trust_of_all (signatures);

  self->signatures = signatures;
  if (trust != MADO_TRUST_NONE)
    {
      gtk_button_set_label (self->trust_button, mado_trust_heading (trust));
      gtk_widget_set_visible (GTK_WIDGET (self->trust_button), TRUE);
      (trust == MADO_TRUST_BAD ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (GTK_WIDGET (self->trust_button), "destructive-action");
    }
  refresh_side (self, MADO_SIDE_SIGNATURES);
}

static void
signatures_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (MadoCertificatePage) self = data;
  GArray *signatures = mado_pdf_reader_ask_finish (MADO_PDF_READER (source), result, NULL);

  if (signatures != NULL && self->reader == MADO_PDF_READER (source))
    take_signatures (self, signatures);
  else
    g_clear_pointer (&signatures, g_array_unref);
}

static void
all_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (MadoCertificatePage) self = data;
  All *all = mado_pdf_reader_ask_finish (MADO_PDF_READER (source), result, NULL);

  if (all == NULL)
    return;
  if (self->reader == MADO_PDF_READER (source))
    {
      self->outline = g_steal_pointer (&all->outline);
      self->attachments = g_steal_pointer (&all->attachments);
      tell_notes (self, all->notes);
      if (all->notes & MADO_PDF_NOTE_SIGNED)
        mado_pdf_reader_ask_async (self->reader, MADO_PDF_LATER, ask_signatures, NULL, NULL, (GDestroyNotify) g_array_unref,
                                   self->cancel, signatures_cb, g_object_ref (self));
      else
        take_signatures (self, g_array_new (FALSE, TRUE, sizeof (MadoPdfSignature)));
      refresh_side (self, MADO_SIDE_OUTLINE);
      refresh_side (self, MADO_SIDE_ATTACHMENTS);
    }
  all_free (all);
}

void
mado_certificate_page_ask_all (MadoCertificatePage *self)
{
  mado_pdf_reader_ask_async (self->reader, MADO_PDF_LATER, ask_all, NULL, NULL, all_free, self->cancel, all_cb, g_object_ref (self));
}
