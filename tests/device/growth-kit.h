/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Does memory grow? Every allocation of the program and its libraries is counted (this
 * file's malloc stands in front of the C library's), so that blocks alive are known
 * exactly at any time. Run with G_SLICE=always-malloc, or GLib keeps blocks of its own.
 *
 * Blocks that hold frames are counted apart: a few of them are always under way, and one
 * more or less at the moment of counting says nothing. Of the small ones a line is
 * fitted: growth per unit of work, and how uncertain that is.
 */
#define GROWTH_LARGE (64 * 1024) /* bytes; frames */

typedef struct
{
  gint64 small_blocks; /* alive */
  gint64 small_bytes;
  gint64 large_blocks;
} GrowthCount;

typedef struct
{
  guint  samples;
  double blocks, blocks_error;  /* small ones, per unit of work; standard error */
  double bytes, bytes_error;
  int    large_before, large_after; /* fewest large ones in the first and the last third */
} GrowthLine;

/* FALSE: something else counts (a sanitizer), there are no figures. */
gboolean   growth_counts (void);
void       growth_now    (GrowthCount *now);

typedef struct _Growth Growth;

Growth    *growth_new    (void);
void       growth_free   (Growth      *self);
/* After @work units. Any thread, one at a time. */
void       growth_sample (Growth      *self,
                          double       work);
GrowthLine growth_fit    (Growth      *self);

G_END_DECLS
