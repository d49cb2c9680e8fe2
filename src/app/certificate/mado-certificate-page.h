/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoCertificatePage:
 *
 * The viewer of 証明書: one PDF with its pages, words, links, attachments and
 * signatures. The document is only ever read by the confined renderer.
 */
#define MADO_TYPE_CERTIFICATE_PAGE (mado_certificate_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoCertificatePage, mado_certificate_page, MADO, CERTIFICATE_PAGE, GtkWidget)

MadoCertificatePage *mado_certificate_page_new       (MadoContext         *context);
/* Shows the file, or says in the foot line why it does not. */
void                 mado_certificate_page_open      (MadoCertificatePage *self,
                                                      GFile               *file);
/* Everything in sight is there. For tests and measuring. */
gboolean             mado_certificate_page_is_settled (MadoCertificatePage *self);

G_END_DECLS
