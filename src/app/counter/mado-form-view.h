/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/counter/mado-counter.h"

G_BEGIN_DECLS

/* The application forms of a visit on the screen, exactly as they print. "changed"
 * (): the city's paper beneath a form has come, or cannot. */
#define MADO_TYPE_FORM_VIEW (mado_form_view_get_type ())
G_DECLARE_FINAL_TYPE (MadoFormView, mado_form_view, MADO, FORM_VIEW, GtkWidget)

GtkWidget  *mado_form_view_new      (MadoCounter  *counter);
/* All forms anew; NULL-ended ids. */
void        mado_form_view_set      (MadoFormView *self,
                                     const char *const *procedures);
guint       mado_form_view_get_size (MadoFormView *self);
/* One page on or back; FALSE at the end. */
gboolean    mado_form_view_turn     (MadoFormView *self,
                                     int           pages);
/* "2 / 7  国保 資格取得届", with warnings of the page. */
char       *mado_form_view_describe (MadoFormView *self);

G_END_DECLS
