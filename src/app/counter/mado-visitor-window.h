/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoVisitorWindow:
 *
 * The visitor's screen: on a second monitor or pen tablet where there is one,
 * else over the clerk's until the clerk's key takes it away. It shows what is
 * declared in large plain words, and nothing else ever; idle, the city's name.
 *
 * Signals:
 *   "signed" (GBytes *strokes)
 *   "acknowledged" ()            additions were confirmed with one tap
 *   "left" ()                    the clerk took the screen back
 */
#define MADO_TYPE_VISITOR_WINDOW (mado_visitor_window_get_type ())
G_DECLARE_FINAL_TYPE (MadoVisitorWindow, mado_visitor_window, MADO, VISITOR_WINDOW, GtkWindow)

MadoVisitorWindow *mado_visitor_window_new        (const char        *city_name);
/* @second: put it on the second monitor if there is one. Returns whether it
 * has a screen of its own. */
gboolean           mado_visitor_window_place      (MadoVisitorWindow *self,
                                                   GtkWindow         *clerk,
                                                   gboolean           second);
void               mado_visitor_window_show_idle  (MadoVisitorWindow *self);
/* What is declared: begin, add lines, then ask. */
void               mado_visitor_window_begin      (MadoVisitorWindow *self,
                                                   const char        *heading,
                                                   const char        *explanation);
void               mado_visitor_window_add_group  (MadoVisitorWindow *self,
                                                   const char        *title);
void               mado_visitor_window_add_line   (MadoVisitorWindow *self,
                                                   const char        *label,
                                                   const char        *value);
void               mado_visitor_window_ask_signature (MadoVisitorWindow *self);
void               mado_visitor_window_ask_confirm   (MadoVisitorWindow *self);

G_END_DECLS
