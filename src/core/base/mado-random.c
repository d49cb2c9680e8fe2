/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

struct _MadoRandom
{
  GObject  parent_instance;

  GMutex   lock;
  gboolean seeded;
  guint64  state; /* under the lock; only when seeded */
};

G_DEFINE_FINAL_TYPE (MadoRandom, mado_random, G_TYPE_OBJECT)

/* SplitMix64 (Steele, Lea, Flood 2014): a full-period generator whose whole
 * state is one word, so a failing test is replayed from its seed alone. */
static guint64
next_word (MadoRandom *self)
{
  guint64 z = (self->state += 0x9e3779b97f4a7c15u);

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static void
fill_from_system (guint8 *out,
                  gsize   length)
{
  while (length > 0)
    {
      gssize got = getrandom (out, MIN (length, 256), 0);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        g_error ("The system gives no random numbers: %s", g_strerror (errno));
      out += got;
      length -= (gsize) got;
    }
}

static void
mado_random_finalize (GObject *object)
{
  MadoRandom *self = MADO_RANDOM (object);

  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (mado_random_parent_class)->finalize (object);
}

static void
mado_random_class_init (MadoRandomClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_random_finalize;
}

static void
mado_random_init (MadoRandom *self)
{
  g_mutex_init (&self->lock);
}

MadoRandom *
mado_random_new_system (void)
{
  return g_object_new (MADO_TYPE_RANDOM, NULL);
}

MadoRandom *
mado_random_new_seeded (guint64 seed)
{
  MadoRandom *self = g_object_new (MADO_TYPE_RANDOM, NULL);

  self->seeded = TRUE;
  self->state = seed;
  return self;
}

void
mado_random_bytes (MadoRandom *self,
                   void       *buffer,
                   gsize       length)
{
  guint8 *out = buffer;

  g_return_if_fail (MADO_IS_RANDOM (self));

  if (!self->seeded)
    {
      fill_from_system (out, length);
      return;
    }

  g_mutex_lock (&self->lock);
  while (length > 0)
    {
      guint64 word = next_word (self);
      gsize take = MIN (length, sizeof word);

      memcpy (out, &word, take);
      out += take;
      length -= take;
    }
  g_mutex_unlock (&self->lock);
}

/**
 * mado_random_below:
 * @self: a random source
 * @limit: one more than the largest result; at least 1
 *
 * Returns: a number from 0 to @limit - 1, each as likely as the other.
 */
guint32
mado_random_below (MadoRandom *self,
                   guint32     limit)
{
  guint32 word;
  guint32 floor;

  g_return_val_if_fail (limit > 0, 0);

  floor = -limit % limit; /* rejects the few words that would favour small results */
  do
    mado_random_bytes (self, &word, sizeof word);
  while (word < floor);
  return word % limit;
}
