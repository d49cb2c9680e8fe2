/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include "growth-kit.h"

#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COUNTED 0
#else
#define COUNTED 1
#endif

static gint64 small_blocks, small_bytes, large_blocks;

/* --- in front of the C library ---------------------------------------------------------- */

#if COUNTED

extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t n, size_t size);
extern void *__libc_realloc (void *block, size_t size);
extern void *__libc_memalign (size_t alignment, size_t size);
extern void  __libc_free (void *block);

static void
count (void *block,
       int   by)
{
  gint64 size;

  if (block == NULL)
    return;
  size = (gint64) malloc_usable_size (block);
  if (size >= GROWTH_LARGE)
    {
      __atomic_add_fetch (&large_blocks, by, __ATOMIC_RELAXED);
      return;
    }
  __atomic_add_fetch (&small_blocks, by, __ATOMIC_RELAXED);
  __atomic_add_fetch (&small_bytes, by * size, __ATOMIC_RELAXED);
}

void *
malloc (size_t size)
{
  void *block = __libc_malloc (size);

  count (block, 1);
  return block;
}

void *
calloc (size_t n,
        size_t size)
{
  void *block = __libc_calloc (n, size);

  count (block, 1);
  return block;
}

void
free (void *block)
{
  count (block, -1);
  __libc_free (block);
}

void *
realloc (void   *block,
         size_t  size)
{
  void *moved;

  count (block, -1);
  moved = __libc_realloc (block, size);
  count (moved != NULL || size == 0 ? moved : block, 1);
  return moved;
}

void *
memalign (size_t alignment,
          size_t size)
{
  void *block = __libc_memalign (alignment, size);

  count (block, 1);
  return block;
}

void *
aligned_alloc (size_t alignment,
               size_t size)
{
  return memalign (alignment, size);
}

int
posix_memalign (void  **block,
                size_t  alignment,
                size_t  size)
{
  void *made;

  if (alignment % sizeof (void *) || alignment == 0 || alignment & (alignment - 1))
    return EINVAL;
  made = memalign (alignment, size);
  if (made == NULL)
    return ENOMEM;
  *block = made;
  return 0;
}

#endif

gboolean
growth_counts (void)
{
  return COUNTED;
}

void
growth_now (GrowthCount *now)
{
  now->small_blocks = __atomic_load_n (&small_blocks, __ATOMIC_RELAXED);
  now->small_bytes = __atomic_load_n (&small_bytes, __ATOMIC_RELAXED);
  now->large_blocks = __atomic_load_n (&large_blocks, __ATOMIC_RELAXED);
}

/* --- a line through the samples ------------------------------------------------------------ */

typedef struct
{
  double      work;
  GrowthCount count;
} Sample;

struct _Growth
{
  Sample samples[4096]; /* all of it from the beginning: sampling allocates nothing */
  guint  n;
};

Growth *
growth_new (void)
{
  return g_new0 (Growth, 1);
}

void
growth_free (Growth *self)
{
  g_free (self);
}

void
growth_sample (Growth *self,
               double  work)
{
  g_assert_cmpuint (self->n, <, G_N_ELEMENTS (self->samples));
  self->samples[self->n].work = work;
  growth_now (&self->samples[self->n++].count);
}

static double
value_of (const Sample *sample,
          gboolean      bytes)
{
  return (double) (bytes ? sample->count.small_bytes : sample->count.small_blocks);
}

/* Least squares, and the standard error of the slope. */
static double
slope (const Growth *self,
       gboolean      bytes,
       double       *error)
{
  double n = self->n, mean_x = 0, mean_y = 0, xx = 0, xy = 0, rest = 0, rise;

  for (guint i = 0; i < self->n; i++)
    {
      mean_x += self->samples[i].work / n;
      mean_y += value_of (&self->samples[i], bytes) / n;
    }
  for (guint i = 0; i < self->n; i++)
    {
      double dx = self->samples[i].work - mean_x;

      xx += dx * dx;
      xy += dx * (value_of (&self->samples[i], bytes) - mean_y);
    }
  rise = xy / xx;
  for (guint i = 0; i < self->n; i++)
    {
      double off = value_of (&self->samples[i], bytes) - mean_y - rise * (self->samples[i].work - mean_x);

      rest += off * off;
    }
  *error = sqrt (rest / (n - 2) / xx);
  return rise;
}

GrowthLine
growth_fit (Growth *self)
{
  GrowthLine line = { .samples = self->n, .large_before = G_MAXINT, .large_after = G_MAXINT };

  g_assert_cmpuint (self->n, >, 8);
  line.blocks = slope (self, FALSE, &line.blocks_error);
  line.bytes = slope (self, TRUE, &line.bytes_error);
  for (guint i = 0; i < self->n / 3; i++)
    {
      line.large_before = MIN (line.large_before, (int) self->samples[i].count.large_blocks);
      line.large_after = MIN (line.large_after, (int) self->samples[self->n - 1 - i].count.large_blocks);
    }
  return line;
}
