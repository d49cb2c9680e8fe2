/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-text-block.h"

G_BEGIN_DECLS

/* The sheets 別紙 with the texts that did not fit into their boxes. */
typedef struct _MadoFormAnnex MadoFormAnnex;

MadoFormAnnex *mado_form_annex_new       (cairo_t             *cr,
                                          const char          *title,
                                          double               width,
                                          double               height);
void           mado_form_annex_free      (MadoFormAnnex       *self);
void           mado_form_annex_add       (MadoFormAnnex       *self,
                                          cairo_t             *cr,
                                          guint                number,
                                          const char          *text);
guint          mado_form_annex_get_pages (const MadoFormAnnex *self);
void           mado_form_annex_draw_page (const MadoFormAnnex *self,
                                          cairo_t             *cr,
                                          guint                page);

G_END_DECLS
