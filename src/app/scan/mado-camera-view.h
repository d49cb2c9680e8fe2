/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoCameraView:
 *
 * A picture that changes often, as large as there is room, with codes outlined
 * in it; mirrored on demand, the outlines with it. Nothing is drawn anew unless
 * something changed.
 */
#define MADO_TYPE_CAMERA_VIEW (mado_camera_view_get_type ())
G_DECLARE_FINAL_TYPE (MadoCameraView, mado_camera_view, MADO, CAMERA_VIEW, GtkWidget)

/* @texture: nullable: nothing to see. */
void mado_camera_view_set_texture  (MadoCameraView *self,
                                    GdkTexture     *texture);
/* @corners: @n_codes times x, y of four corners in a frame of @width × @height; shown for
 * a while, then gone unless set again. */
void mado_camera_view_set_outlines (MadoCameraView *self,
                                    const int      *corners,
                                    guint           n_codes,
                                    guint           width,
                                    guint           height);
void mado_camera_view_set_mirror   (MadoCameraView *self,
                                    gboolean        mirror);
/* How many outlines are drawn now. */
guint mado_camera_view_get_outlined (MadoCameraView *self);

G_END_DECLS
