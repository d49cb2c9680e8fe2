/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include <fcntl.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device/camera/mado-camera.h"
#include "growth-kit.h"

/*
 * A day's frames do not make the program grow: a shortened day, frames as fast as they
 * are searched, now with a code, now without, now with one that cannot be read. Every
 * allocation is counted.
 */
#define WIDTH     640
#define HEIGHT    480
#define BYTES     (WIDTH * HEIGHT)
#define N_FRAMES  3
#define SEARCHES  3000
#define WARM_UP   300 /* pools fill, modules load */
#define EVERY     25  /* searches between two samples */

static guint8 *frames[N_FRAMES];
static int stop; /* atomic */

typedef struct
{
  GMainLoop  *loop;
  MadoCamera *camera;
  Growth     *growth;
  GBytes     *preview;
  guint       searches, seen, n_previews;
  guint64     next;
  guint       leak_every; /* codes; 0: none */
} Run;

static void
make_frames (void)
{
  QRcode *code = QRcode_encodeString ("MG1:GROWTH 0123456789ABCDEF", 0, QR_ECLEVEL_M, QR_MODE_8, 1);

  for (guint f = 0; f < N_FRAMES; f++)
    {
      frames[f] = g_malloc (BYTES);
      for (guint y = 0; y < HEIGHT; y++)
        for (guint x = 0; x < WIDTH; x++)
          {
            int u = ((int) x - 200) / 7, v = ((int) y - 120) / 7;
            gboolean inside = f > 0 && x >= 200 && y >= 120 && u < code->width && v < code->width;

            frames[f][y * WIDTH + x] = inside && code->data[v * code->width + u] & 1 ? 40 : 190 + (x * 7 + y * 13) % 9;
          }
    }
  /* Its middle burnt out: marks, but nothing to read. */
  for (guint y = 150; y < 300; y++)
    memset (frames[2] + y * WIDTH + 230, 235, 120);
  QRcode_free (code);
}

static gpointer
play (gpointer data)
{
  int fd = GPOINTER_TO_INT (data);

  for (guint i = 0; !g_atomic_int_get (&stop); i++)
    for (gsize done = 0; done < BYTES;)
      {
        gssize n = write (fd, frames[i % 40 == 0 ? 2 : i / 7 % 2] + done, BYTES - done);

        if (n <= 0)
          return NULL;
        done += (gsize) n;
      }
  close (fd);
  return NULL;
}

static void
seen_cb (MadoCamera *camera,
         GPtrArray  *texts,
         guint       width,
         guint       height,
         Run        *self)
{
  self->seen++;
  if (self->leak_every > 0 && self->seen % self->leak_every == 0)
    {
      static gpointer lost; /* so that the compiler keeps it */

      lost = malloc (40);
      g_assert_nonnull (lost);
    }
}

/* As a page does: it keeps the newest. */
static void
preview_cb (MadoCamera *camera,
            GBytes     *pixels,
            guint       width,
            guint       height,
            guint       stride,
            Run        *self)
{
  self->n_previews++;
  g_clear_pointer (&self->preview, g_bytes_unref);
  self->preview = g_bytes_ref (pixels);
}

static void
failed_cb (MadoCamera *camera,
           int         fault,
           const char *reason,
           Run        *self)
{
  g_error ("the stream broke off: %s", reason);
}

static gboolean
sample_cb (gpointer data)
{
  Run *self = data;
  guint64 count = mado_camera_count (self->camera);

  if (count < self->next)
    return G_SOURCE_CONTINUE;
  growth_sample (self->growth, (double) count);
  self->next = count + EVERY;
  if (count >= WARM_UP + self->searches)
    g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

static GrowthLine
run (guint searches,
     guint leak_every)
{
  Run self = { g_main_loop_new (NULL, FALSE), NULL, growth_new (), NULL, searches, 0, 0, WARM_UP, leak_every };
  g_autofree char *source = NULL;
  g_autoptr (GError) error = NULL;
  GThread *player;
  GrowthLine line;
  guint timer;
  int ends[2];

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  source = g_strdup_printf ("gst:fdsrc fd=%d blocksize=65536 ! rawvideoparse format=gray8 width=%d height=%d framerate=30/1", ends[0],
                            WIDTH, HEIGHT);
  self.camera = mado_camera_new (source, NULL);
  mado_camera_set_interval (self.camera, 0);
  g_signal_connect (self.camera, "seen", G_CALLBACK (seen_cb), &self);
  g_signal_connect (self.camera, "preview", G_CALLBACK (preview_cb), &self);
  g_signal_connect (self.camera, "failed", G_CALLBACK (failed_cb), &self);
  g_atomic_int_set (&stop, FALSE);
  player = g_thread_new ("player", play, GINT_TO_POINTER (ends[1]));
  mado_camera_start (self.camera, &error);
  g_assert_no_error (error);
  timer = g_timeout_add (5, sample_cb, &self);
  g_main_loop_run (self.loop);
  g_source_remove (timer);
  g_atomic_int_set (&stop, TRUE);
  g_thread_join (player);
  mado_camera_stop (self.camera);
  close (ends[0]);
  g_assert_cmpuint (self.seen, >, searches / 10);
  g_assert_cmpuint (self.n_previews, >, 5);
  line = growth_fit (self.growth);
  g_test_message ("%u samples: %.5f ± %.5f blocks, %.2f ± %.2f bytes a search; frames alive %d, then %d", line.samples, line.blocks,
                  line.blocks_error, line.bytes, line.bytes_error, line.large_before, line.large_after);
  g_clear_pointer (&self.preview, g_bytes_unref);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self.camera);
  growth_free (self.growth);
  g_main_loop_unref (self.loop);
  return line;
}

/* 16 searches a second are 460,800 in eight hours: a hundredth of a block and four bytes
 * for each would be 2 MB then. */
static void
test_none (void)
{
  GrowthLine line;

  if (!growth_counts ())
    {
      g_test_skip ("a sanitizer counts here");
      return;
    }
  line = run (SEARCHES, 0);
  g_assert_cmpfloat (line.blocks - 3 * line.blocks_error, <=, 0.01);
  g_assert_cmpfloat (line.bytes - 3 * line.bytes_error, <=, 4);
  /* The figures are worth something: less than a tenth of a block would be seen. */
  g_assert_cmpfloat (line.blocks_error, <=, 0.03);
  g_assert_cmpint (line.large_after, <=, line.large_before + 2);
}

/* The same with something lost on purpose, one block of 40 bytes for ten codes. */
static void
test_lost (void)
{
  GrowthLine line;

  if (!growth_counts ())
    {
      g_test_skip ("a sanitizer counts here");
      return;
    }
  line = run (SEARCHES / 3, 10);
  g_assert_cmpfloat (line.blocks - 3 * line.blocks_error, >, 0.01);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_frames ();
  g_test_add_func ("/camera-growth/none", test_none);
  g_test_add_func ("/camera-growth/lost", test_lost);
  return g_test_run ();
}
