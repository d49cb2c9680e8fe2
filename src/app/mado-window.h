/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "app/mado-page.h"
#include "app/mado-workplace.h"

G_BEGIN_DECLS

/**
 * MadoWindow:
 *
 * The one window: title bar with the state of the link, a stack of pages, the
 * foot line and the key bar. It owns the keys: shortcuts, wedge scanner, and
 * the rule that none fires while an input method composes.
 */
#define MADO_TYPE_WINDOW (mado_window_get_type ())
G_DECLARE_FINAL_TYPE (MadoWindow, mado_window, MADO, WINDOW, GtkApplicationWindow)

MadoWindow  *mado_window_new           (GtkApplication  *application,
                                        MadoContext     *context);
MadoContext *mado_window_get_context   (MadoWindow      *self);
/* What makes pages; up to MADO_N_WORKPLACES, in the order of the strip (Alt+1 …),
 * the counter first. The first that knows a code wins. */
void         mado_window_add_workplace (MadoWindow      *self,
                                        MadoWorkplace   *workplace);

/* The page of the day, made once and kept; shown at once. */
void         mado_window_set_list      (MadoWindow      *self,
                                        MadoPage        *list);
/* The page that lifts the curtain; emits "let-in". Also the sign-in page: in
 * front at once while nobody is signed in. */
void         mado_window_set_gate      (MadoWindow      *self,
                                        MadoPage        *gate);
/* Shows @page (sinks a floating reference) above the list. The page in front
 * keeps its drafts and goes away. */
void         mado_window_show_page     (MadoWindow      *self,
                                        MadoPage        *page);
MadoPage    *mado_window_get_page      (MadoWindow      *self);
void         mado_window_show_list     (MadoWindow      *self);
void         mado_window_open_case     (MadoWindow      *self,
                                        const MadoId    *record);
void         mado_window_new_case      (MadoWindow      *self);
/* A code that was read anywhere: the page in front first, then the
 * workplaces. The case that it names takes the place of the page in front when
 * it is ready; if there is none, nothing changes but the foot line, which says
 * in a plain sentence why. Nobody signed in, or behind the curtain: refused. */
void         mado_window_open_code     (MadoWindow      *self,
                                        const char      *code);

void         mado_window_message       (MadoWindow      *self,
                                        MadoMessageKind  kind,
                                        const char      *text);
/* Blank until the person in front signs in again; what was open stays open
 * behind it. */
void         mado_window_draw_curtain  (MadoWindow      *self);
gboolean     mado_window_has_curtain   (MadoWindow      *self);

G_END_DECLS
