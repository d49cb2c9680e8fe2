/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * An input method may run the main loop while it thinks about a key (ibus
 * does). What is dispatched from there stands inside the key handling of a
 * text: a text that is destroyed then is used again when the loop returns.
 * Whatever takes widgets away waits for the outer loop.
 */

/* Is this code called from a main loop that runs inside another dispatch? */
gboolean mado_outer_loop_is_inner (void);

/**
 * mado_outer_loop_call:
 * @func: (scope async): called once
 * @data: (closure): for @func
 * @destroy: (nullable): frees @data afterwards
 *
 * Calls @func now, if no dispatch stands outside this one, else as soon as
 * that is so. Main thread only.
 */
void     mado_outer_loop_call     (GSourceOnceFunc func,
                                   gpointer        data,
                                   GDestroyNotify  destroy);

G_END_DECLS
