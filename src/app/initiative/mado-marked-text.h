/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/model/mado-plan-book.h"

G_BEGIN_DECLS

/*
 * 見え消し on the screen: what was there and goes is struck through, what is new
 * is underlined; both are told without colour. Lines are matched by their ids,
 * or by their words where a text came without.
 */
void  mado_marked_text_prepare (GtkTextBuffer *buffer);
/* Replaces the text. Returns how many lines differ. */
guint mado_marked_text_show    (GtkTextBuffer *buffer,
                                GPtrArray     *older /* MadoPlanLine*, nullable */,
                                GPtrArray     *newer);
/* Appends lines to what is there (several rows below each other). */
guint mado_marked_text_append  (GtkTextBuffer *buffer,
                                GPtrArray     *older,
                                GPtrArray     *newer);
/* A line of its own, bold. */
void  mado_marked_text_heading (GtkTextBuffer *buffer,
                                const char    *text);

G_END_DECLS
