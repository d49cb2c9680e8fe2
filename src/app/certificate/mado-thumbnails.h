/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "print/render/mado-pdf-reader.h"

G_BEGIN_DECLS

/* A list of the pages as small pictures, drawn when they come into sight.
 * @chosen is called when a person opens one. A floating reference. */
GtkWidget *mado_thumbnails_new  (MadoPdfReader  *reader,
                                 void          (*chosen) (gpointer data, guint page),
                                 gpointer        data);
void       mado_thumbnails_show (GtkWidget      *thumbnails,
                                 guint           page);

G_END_DECLS
