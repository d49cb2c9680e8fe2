/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A grey picture without gaps between its lines, and the ways to change it
 * before a decoder sees it. Every function makes a new picture. */
typedef struct
{
  guint8 *pixels;
  guint   width;
  guint   height;
} MadoGrey;

MadoGrey *mado_grey_new       (guint           width,
                               guint           height);
MadoGrey *mado_grey_copy      (const guint8   *pixels,
                               guint           width,
                               guint           height,
                               guint           stride);
void      mado_grey_free      (MadoGrey       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoGrey, mado_grey_free)

MadoGrey *mado_grey_crop      (const MadoGrey *from,
                               guint           x,
                               guint           y,
                               guint           width,
                               guint           height);
MadoGrey *mado_grey_halve     (const MadoGrey *from);
/* Smaller by averaging areas, larger by interpolation. */
MadoGrey *mado_grey_scale     (const MadoGrey *from,
                               double          factor);
MadoGrey *mado_grey_invert    (const MadoGrey *from);
/* Mean of the (2 @radius + 1)² neighbours. */
MadoGrey *mado_grey_blur      (const MadoGrey *from,
                               guint           radius);
/* Away from the mean of the neighbours. */
MadoGrey *mado_grey_sharpen   (const MadoGrey *from,
                               guint           radius);
/* Black what is darker than the mean of its neighbours by @bias. */
MadoGrey *mado_grey_threshold (const MadoGrey *from,
                               guint           radius,
                               int             bias);
/* Darkest, or lightest, of the nine: closes gaps in dark or light modules. */
MadoGrey *mado_grey_spread    (const MadoGrey *from,
                               gboolean        light);
/* By 45°, the corners white. */
MadoGrey *mado_grey_rotate    (const MadoGrey *from);

G_END_DECLS
