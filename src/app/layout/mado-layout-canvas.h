/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "print/mado-form-print.h"

G_BEGIN_DECLS

/**
 * MadoLayoutCanvas:
 *
 * The sheet with its boxes. A box is chosen by pointer or Tab, moved by
 * dragging or arrows (half a millimetre), made larger by its lower right
 * corner or Shift+arrows. While dragging, edges hold on to those of other
 * boxes; Ctrl lets go.
 *
 * The canvas changes nothing itself:
 *   "chosen" (int item)                                 -1: none
 *   "placed" (int item, double x, y, w, h, char *tag)   as a person wants it; same tag: one movement
 *   "removed" (int item)                                Delete was pressed
 */
#define MADO_TYPE_LAYOUT_CANVAS (mado_layout_canvas_get_type ())
G_DECLARE_FINAL_TYPE (MadoLayoutCanvas, mado_layout_canvas, MADO, LAYOUT_CANVAS, GtkWidget)

MadoLayoutCanvas *mado_layout_canvas_new      (void);
/* @layout and @print borrowed until the next call; both NULL: nothing. */
void              mado_layout_canvas_show     (MadoLayoutCanvas     *self,
                                               const MadoFormLayout *layout,
                                               const MadoFormPrint  *print);
void              mado_layout_canvas_choose   (MadoLayoutCanvas     *self,
                                               int                   item);
int               mado_layout_canvas_get_item (MadoLayoutCanvas     *self);
/* What is said of the chosen box: "3 Text, Name, 20 × 8 mm …". */
void              mado_layout_canvas_describe (MadoLayoutCanvas     *self,
                                               const char           *text);
/* Where a point of the sheet is in the widget. */
void              mado_layout_canvas_to_widget (MadoLayoutCanvas    *self,
                                                double               x_mm,
                                                double               y_mm,
                                                double              *x,
                                                double              *y);

G_END_DECLS
