/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoLayoutPage:
 *
 * The editor of print layouts: list of boxes, the sheet with a made-up person,
 * properties of the chosen box, faults. What is saved is a whole new edition of
 * the city pack, checked; what is not saved yet is kept in the profile.
 */
#define MADO_TYPE_LAYOUT_PAGE (mado_layout_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoLayoutPage, mado_layout_page, MADO, LAYOUT_PAGE, GtkWidget)

MadoLayoutPage *mado_layout_page_new            (MadoContext    *context);
/* Lays the form over @page (from 1; 0: the only one) of a PDF. */
void            mado_layout_page_set_background (MadoLayoutPage *self,
                                                 GFile          *file,
                                                 guint           page);

G_END_DECLS
