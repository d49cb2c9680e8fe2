/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A small sRGB profile (ICC.1:2001-04, version 2.1, display, matrix and curve),
 * made by this program: primaries of IEC 61966-2-1 adapted to D50, gamma 2.2. */
GBytes *mado_icc_srgb (void);

G_END_DECLS
