/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/procedure/mado-pack.h"

G_BEGIN_DECLS

/* (transfer full): the 転出証明書 of a made-up household that moves into the
 * city of @pack, as a camera over the desk sees it: A4 at 200 dots an inch. The
 * first of them has the first made-up card. They left two days
 * before @now_ms. */
cairo_surface_t *mado_training_paper_move_out (MadoPack *pack,
                                               gint64    now_ms);

G_END_DECLS
