/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-clock.h"

struct _MadoClock
{
  GObject  parent_instance;

  GMutex   lock;
  gboolean manual;
  gint64   wall;   /* under the lock; only when manual */
  gint64   offset; /* under the lock */
  guint64  last;   /* under the lock: the last hybrid time given or taken over */
};

G_DEFINE_FINAL_TYPE (MadoClock, mado_clock, G_TYPE_OBJECT)

static gint64
wall_locked (MadoClock *self)
{
  return self->manual ? self->wall : g_get_real_time () / 1000;
}

static void
mado_clock_finalize (GObject *object)
{
  MadoClock *self = MADO_CLOCK (object);

  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (mado_clock_parent_class)->finalize (object);
}

static void
mado_clock_class_init (MadoClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_clock_finalize;
}

static void
mado_clock_init (MadoClock *self)
{
  g_mutex_init (&self->lock);
}

MadoClock *
mado_clock_new_system (void)
{
  return g_object_new (MADO_TYPE_CLOCK, NULL);
}

/**
 * mado_clock_new_manual:
 * @wall_ms: the time it shows
 *
 * A clock that moves only by mado_clock_advance(); for tests.
 *
 * Returns: (transfer full): a new clock
 */
MadoClock *
mado_clock_new_manual (gint64 wall_ms)
{
  MadoClock *self = g_object_new (MADO_TYPE_CLOCK, NULL);

  self->manual = TRUE;
  self->wall = wall_ms;
  return self;
}

gint64
mado_clock_wall_ms (MadoClock *self)
{
  gint64 wall;

  g_mutex_lock (&self->lock);
  wall = wall_locked (self);
  g_mutex_unlock (&self->lock);
  return wall;
}

gint64
mado_clock_now_ms (MadoClock *self)
{
  gint64 now;

  g_mutex_lock (&self->lock);
  now = wall_locked (self) + self->offset;
  g_mutex_unlock (&self->lock);
  return now;
}

gint64
mado_clock_get_offset (MadoClock *self)
{
  gint64 offset;

  g_mutex_lock (&self->lock);
  offset = self->offset;
  g_mutex_unlock (&self->lock);
  return offset;
}

/**
 * mado_clock_set_offset:
 * @self: a clock
 * @offset_ms: server time minus wall time
 *
 * What the last exchange with the server taught. A person is warned when the
 * size of it passes %MADO_CLOCK_WARN_OFFSET_MS.
 */
void
mado_clock_set_offset (MadoClock *self,
                       gint64     offset_ms)
{
  g_mutex_lock (&self->lock);
  self->offset = offset_ms;
  g_mutex_unlock (&self->lock);
}

/**
 * mado_clock_advance:
 * @self: a manual clock
 * @by_ms: how far, possibly back
 */
void
mado_clock_advance (MadoClock *self,
                    gint64     by_ms)
{
  g_return_if_fail (self->manual);

  g_mutex_lock (&self->lock);
  self->wall += by_ms;
  g_mutex_unlock (&self->lock);
}

/**
 * mado_clock_tick:
 * @self: a clock
 *
 * Returns: a new hybrid time, later than all that were given or taken over.
 */
guint64
mado_clock_tick (MadoClock *self)
{
  guint64 hlc;
  guint64 now;

  g_mutex_lock (&self->lock);
  now = (guint64) MAX (wall_locked (self) + self->offset, 0) << 16;
  hlc = MAX (now, self->last + 1);
  self->last = hlc;
  g_mutex_unlock (&self->lock);
  return hlc;
}

/**
 * mado_clock_observe:
 * @self: a clock
 * @remote: the hybrid time of a commit that came in, or the newest one of
 *   the own journal at start
 *
 * Returns: %TRUE if @remote was taken over or is past; %FALSE if it is more
 *   than ten minutes ahead and was left out of account.
 */
gboolean
mado_clock_observe (MadoClock *self,
                    guint64    remote)
{
  gboolean sane;

  g_mutex_lock (&self->lock);
  sane = mado_hlc_ms (remote) <= wall_locked (self) + self->offset + MADO_CLOCK_MAX_AHEAD_MS;
  if (sane)
    self->last = MAX (self->last, remote);
  g_mutex_unlock (&self->lock);
  return sane;
}
