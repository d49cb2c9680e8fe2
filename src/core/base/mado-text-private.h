/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The letter at *@p in its usual width, a half-width voiced mark joined to it;
 * moves *@p on. */
gunichar mado_text_take_width (const char **p);
