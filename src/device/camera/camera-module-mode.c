/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "device/camera/camera-module-private.h"

/*
 * A camera offers dozens of sizes, each raw or as JPEG, and what is negotiated by
 * itself is the largest: many a camera gives that five times a second. A code wants
 * 1920 × 1080 or the next smaller, 20 times a second at least, raw if that is to be
 * had: a JPEG costs its decoding.
 */
#define FULL_WIDTH  1920
#define FULL_HEIGHT 1080
#define FLUENT      20.0

/* The largest value up to @wish that @value allows, the least above it if there is none. */
static int
nearest (const GValue *value,
         int           wish)
{
  int best = 0;

  if (G_VALUE_HOLDS_INT (value))
    return g_value_get_int (value);
  if (GST_VALUE_HOLDS_INT_RANGE (value))
    return CLAMP (wish, gst_value_get_int_range_min (value), gst_value_get_int_range_max (value));
  for (guint i = 0; GST_VALUE_HOLDS_LIST (value) && i < gst_value_list_get_size (value); i++)
    {
      int at = nearest (gst_value_list_get_value (value, i), wish);

      if (best == 0 || (at <= wish ? best > wish || at > best : best > wish && at < best))
        best = at;
    }
  return best;
}

/* The quickest rate that @value allows. */
static double
quickest (const GValue *value,
          int          *numerator,
          int          *denominator)
{
  double best = 0;

  if (value == NULL)
    return 0;
  if (GST_VALUE_HOLDS_FRACTION_RANGE (value))
    value = gst_value_get_fraction_range_max (value);
  if (GST_VALUE_HOLDS_FRACTION (value))
    {
      *numerator = gst_value_get_fraction_numerator (value);
      *denominator = gst_value_get_fraction_denominator (value);
      return (double) *numerator / MAX (1, *denominator);
    }
  for (guint i = 0; GST_VALUE_HOLDS_LIST (value) && i < gst_value_list_get_size (value); i++)
    {
      int n = 0, d = 1;
      double rate = quickest (gst_value_list_get_value (value, i), &n, &d);

      if (rate > best)
        {
          best = rate;
          *numerator = n;
          *denominator = d;
        }
    }
  return best;
}

static double
worth (int      width,
       int      height,
       double   rate,
       gboolean raw)
{
  double full = FULL_WIDTH * FULL_HEIGHT, pixels = (double) width * height;
  double size = pixels <= full ? pixels / full : full / pixels - 0.1;

  return size + 10 * MIN (1.0, rate > 0 ? rate / FLUENT : 1) + (raw ? 0.05 : 0);
}

GstCaps *
mado_camera_mode_choose (const GstCaps *offered)
{
  GstCaps *best = NULL;
  double best_worth = 0;

  for (guint i = 0; i < gst_caps_get_size (offered); i++)
    {
      const GstStructure *mode = gst_caps_get_structure (offered, i);
      const GValue *widths = gst_structure_get_value (mode, "width"), *heights = gst_structure_get_value (mode, "height");
      gboolean raw = gst_structure_has_name (mode, "video/x-raw");
      int width, height, n = 0, d = 1;
      double rate, value;

      if ((!raw && !gst_structure_has_name (mode, "image/jpeg")) || widths == NULL || heights == NULL ||
          !gst_caps_features_is_equal (gst_caps_get_features (offered, i), GST_CAPS_FEATURES_MEMORY_SYSTEM_MEMORY))
        continue;
      width = nearest (widths, FULL_WIDTH);
      height = nearest (heights, FULL_HEIGHT);
      rate = quickest (gst_structure_get_value (mode, "framerate"), &n, &d);
      value = worth (width, height, rate, raw);
      if (width <= 0 || height <= 0 || value <= best_worth)
        continue;
      best_worth = value;
      gst_clear_caps (&best);
      best = gst_caps_new_simple (raw ? "video/x-raw" : "image/jpeg", "width", G_TYPE_INT, width, "height", G_TYPE_INT, height, NULL);
      if (rate > 0)
        gst_caps_set_simple (best, "framerate", GST_TYPE_FRACTION, n, d, NULL);
    }
  return best;
}
