/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MADO_TYPE_RANDOM (mado_random_get_type ())
G_DECLARE_FINAL_TYPE (MadoRandom, mado_random, MADO, RANDOM, GObject)

/* The only source of randomness (a test forbids others). The seeded kind is
 * reproducible and for tests alone; it must never make a key that protects
 * a person's data. Safe to use from several threads. */
MadoRandom *mado_random_new_system (void);
MadoRandom *mado_random_new_seeded (guint64 seed);

void        mado_random_bytes      (MadoRandom *self,
                                    void       *buffer,
                                    gsize       length);
guint32     mado_random_below      (MadoRandom *self,
                                    guint32     limit);

G_END_DECLS
