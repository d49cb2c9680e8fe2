/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoFootLine:
 *
 * The line above the key bar. It shows the newest message, for that is what
 * the person's last key did. Warnings and errors stay until they are answered
 * (F9 or the button), each uncovering the one before; information is replaced
 * by the next. Work that is going on is shown at the right.
 */
#define MADO_TYPE_FOOT_LINE (mado_foot_line_get_type ())
G_DECLARE_FINAL_TYPE (MadoFootLine, mado_foot_line, MADO, FOOT_LINE, GtkWidget)

GtkWidget  *mado_foot_line_new       (void);
/* @owner (nullable): the page it is about; compared, never looked into. */
void        mado_foot_line_add       (MadoFootLine    *self,
                                      MadoMessageKind  kind,
                                      const char      *text,
                                      gconstpointer    owner);
/* The page has gone, and with it what it warned of. Errors stay: something was
 * not done, and a person has to know. */
void        mado_foot_line_forget    (MadoFootLine    *self,
                                      gconstpointer    owner);
/* Takes the message that is shown away; FALSE if there was none. */
gboolean    mado_foot_line_answer    (MadoFootLine    *self);
void        mado_foot_line_set_busy  (MadoFootLine    *self,
                                      const char      *text);
/* The text shown now, or NULL. */
const char *mado_foot_line_get_text  (MadoFootLine    *self);

G_END_DECLS
