/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/counter/mado-counter.h"

G_BEGIN_DECLS

/* One line that asks why something is put aside (保留・対象外・取次); hidden
 * until it is asked, and again when it is closed. */
#define MADO_TYPE_REASON_LINE (mado_reason_line_get_type ())
G_DECLARE_FINAL_TYPE (MadoReasonLine, mado_reason_line, MADO, REASON_LINE, GtkWidget)

GtkWidget     *mado_reason_line_new       (void);
/* Shows it, empty and with the focus. */
void           mado_reason_line_ask       (MadoReasonLine *self,
                                           MadoProcState   wanted);
void           mado_reason_line_close     (MadoReasonLine *self);
gboolean       mado_reason_line_is_open   (MadoReasonLine *self);
MadoProcState  mado_reason_line_get_state (MadoReasonLine *self);
/* Every procedure of this window that is still open takes the step, with the
 * reason that was typed. FALSE: it may not, or there is no reason yet. */
gboolean       mado_reason_line_put_aside (MadoReasonLine *self,
                                           MadoCounter    *counter,
                                           GError        **error);

G_END_DECLS
