/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-slip-sheet.h"

G_BEGIN_DECLS

/* The small shapes of the 手続き一覧. Black on white, one light grey: good on
 * a monochrome printer, and on a receipt where grey turns white. */

void   mado_slip_draw_rule         (cairo_t *cr, double x, double y, double width, double line);
void   mado_slip_draw_box          (cairo_t *cr, double x, double y, double width,
                                    double height, double line);
void   mado_slip_draw_window_frame (cairo_t *cr, double x, double y, double width,
                                    double height, double number_width);
void   mado_slip_draw_number       (cairo_t *cr, const char *number, double x, double y,
                                    double width, double size, gboolean word_below);
void   mado_slip_draw_tick_box     (cairo_t *cr, gboolean done, gboolean word, double x, double y,
                                    double side);
void   mado_slip_draw_tick         (cairo_t *cr, double x, double y, double side);
void   mado_slip_draw_bullet       (cairo_t *cr, double x, double y, double radius);
double mado_slip_badge_width       (double size);
/* @y is the middle. */
void   mado_slip_draw_badge        (cairo_t *cr, MadoSlipSheetState state, double x, double y,
                                    double size);

G_END_DECLS
