/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoSignaturePad:
 *
 * A box to sign in with pen, finger or mouse. Keeps the strokes, not a picture.
 *
 * Signals:
 *   "changed" ()
 */
#define MADO_TYPE_SIGNATURE_PAD (mado_signature_pad_get_type ())
G_DECLARE_FINAL_TYPE (MadoSignaturePad, mado_signature_pad, MADO, SIGNATURE_PAD, GtkWidget)

GtkWidget *mado_signature_pad_new         (void);
gboolean   mado_signature_pad_is_empty    (MadoSignaturePad *self);
void       mado_signature_pad_clear       (MadoSignaturePad *self);
/* CBOR: a list of strokes, each a flat list of x, y (tenths of a pixel of the
 * pad), ms since the first touch, pressure (0-1000). NULL if empty. */
GBytes    *mado_signature_pad_get_strokes (MadoSignaturePad *self);

G_END_DECLS
