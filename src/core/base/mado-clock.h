/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MADO_TYPE_CLOCK (mado_clock_get_type ())
G_DECLARE_FINAL_TYPE (MadoClock, mado_clock, MADO, CLOCK, GObject)

/**
 * MadoClock:
 *
 * The only source of time (a test forbids others). All times are
 * milliseconds since 1970-01-01T00:00:00Z.
 *
 * *wall* is what the machine believes; *now* is wall plus the offset learned
 * from the server, and is what expiry, receipt dates and statistics use. The
 * *hybrid logical clock* (Kulkarni et al. 2014) orders commits: 48 bits of
 * milliseconds, then 16 bits of counter, in one guint64. It never goes back,
 * and a remote clock more than %MADO_CLOCK_MAX_AHEAD_MS ahead never moves it.
 * Safe to use from several threads.
 */
#define MADO_CLOCK_MAX_AHEAD_MS  (10 * 60 * 1000)
#define MADO_CLOCK_WARN_OFFSET_MS (2 * 60 * 1000)

MadoClock *mado_clock_new_system (void);
MadoClock *mado_clock_new_manual (gint64 wall_ms);

gint64     mado_clock_wall_ms    (MadoClock *self);
gint64     mado_clock_now_ms     (MadoClock *self);

gint64     mado_clock_get_offset (MadoClock *self);
void       mado_clock_set_offset (MadoClock *self,
                                  gint64     offset_ms);

void       mado_clock_advance    (MadoClock *self,
                                  gint64     by_ms);

guint64    mado_clock_tick       (MadoClock *self);
gboolean   mado_clock_observe    (MadoClock *self,
                                  guint64    remote);

#define mado_hlc_ms(hlc)      ((gint64) ((hlc) >> 16))
#define mado_hlc_counter(hlc) ((guint16) ((hlc) & 0xffff))

G_END_DECLS
