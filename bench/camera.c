/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
/*
 * How long from a code in the stream to its text on the main thread, at 1920 × 1080
 * and 30 frames a second: bench-camera [ROUNDS] [SECONDS] [SEARCHES]. A thread plays the
 * camera: frames go through a pipe, and at a random time there is a code in them. Then
 * SECONDS of frames without one: CPU time of the rest of the program, with what the pipe
 * costs in it (a camera's frames are in memory already). Then SEARCHES as fast as they
 * go, with and without a code: every allocation is counted, and a line is fitted. Run it
 * with G_SLICE=always-malloc.
 */
#include <fcntl.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "device/camera/mado-camera.h"
#include "growth-kit.h"

#define WIDTH  1920
#define HEIGHT 1080
#define BYTES  ((gsize) WIDTH * HEIGHT * 3 / 2) /* I420, as cameras give it */
#define CODE   "MG1:BENCH CAMERA 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789"

static guint8 *blank, *filled;
static int show;          /* atomic: the code is before the camera */
static int stop;          /* atomic */
static int hurry;         /* no waiting between frames, every seventh one with a code */
static gint64 shown_us;   /* of the first frame with it; set before it is written */
static gint64 player_us;  /* CPU time of the player, after its last frame */
static GMainLoop *loop;
static gint64 seen_us;

static void
make_frames (void)
{
  QRcode *code = QRcode_encodeString (CODE, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  guint module = 6, left = 700, top = 300;

  blank = g_malloc (BYTES);
  for (gsize i = 0; i < BYTES; i++)
    blank[i] = i < (gsize) WIDTH * HEIGHT ? (guint8) (150 + (i * 7919 >> 7) % 17 + 30 * ((i / WIDTH / 12 + i % WIDTH / 9) % 3 == 0)) : 128;
  filled = g_memdup2 (blank, BYTES);
  for (guint y = 0; y < (code->width + 8) * module; y++)
    for (guint x = 0; x < (code->width + 8) * module; x++)
      {
        int u = (int) (x / module) - 4, v = (int) (y / module) - 4;
        gboolean dark = u >= 0 && v >= 0 && u < code->width && v < code->width && (code->data[v * code->width + u] & 1);

        filled[(top + y) * WIDTH + left + x] = dark ? 45 : 225;
      }
  QRcode_free (code);
}

static gboolean
put (int           fd,
     const guint8 *frame)
{
  for (gsize done = 0; done < BYTES;)
    {
      gssize n = write (fd, frame + done, BYTES - done);

      if (n <= 0)
        return FALSE;
      done += (gsize) n;
    }
  return TRUE;
}

static gpointer
play (gpointer data)
{
  int fd = GPOINTER_TO_INT (data), before = 0;
  gint64 next = g_get_monotonic_time ();
  struct timespec cpu;

  for (guint i = 0; !g_atomic_int_get (&stop); i++)
    {
      int now = hurry ? i % 7 == 0 : g_atomic_int_get (&show);

      if (now && !before)
        shown_us = g_get_monotonic_time ();
      before = now;
      if (!put (fd, now ? filled : blank))
        break;
      clock_gettime (CLOCK_THREAD_CPUTIME_ID, &cpu);
      __atomic_store_n (&player_us, cpu.tv_sec * G_USEC_PER_SEC + cpu.tv_nsec / 1000, __ATOMIC_SEQ_CST);
      next += G_USEC_PER_SEC / 30;
      if (!hurry && next > g_get_monotonic_time ())
        g_usleep ((gulong) (next - g_get_monotonic_time ()));
    }
  close (fd);
  return NULL;
}

static void
seen_cb (MadoCamera *camera,
         GPtrArray  *texts,
         guint       width,
         guint       height,
         gpointer    data)
{
  if (!g_atomic_int_get (&show) || seen_us || !g_str_equal (((MadoScanText *) texts->pdata[0])->text, CODE))
    return;
  seen_us = g_get_monotonic_time ();
  g_main_loop_quit (loop);
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
wait_ms (guint ms)
{
  g_timeout_add (ms, quit_cb, NULL);
  g_main_loop_run (loop);
}

static int
compare (const void *a,
         const void *b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

/* Of all threads but the player. */
static double
cpu_seconds (void)
{
  struct rusage use;

  getrusage (RUSAGE_SELF, &use);
  return use.ru_utime.tv_sec + use.ru_stime.tv_sec + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6 -
         __atomic_load_n (&player_us, __ATOMIC_SEQ_CST) / 1e6;
}

static MadoCamera *camera;
static GThread *player;
static int ends[2];

static void
begin (gboolean quickly)
{
  g_autofree char *source = NULL;
  g_autoptr (GError) error = NULL;

  if (pipe2 (ends, O_CLOEXEC) != 0)
    g_error ("no pipe");
  source = g_strdup_printf ("gst:fdsrc fd=%d blocksize=65536 ! rawvideoparse format=i420 width=%d height=%d framerate=30/1",
                            ends[0], WIDTH, HEIGHT);
  hurry = quickly;
  g_atomic_int_set (&stop, 0);
  camera = mado_camera_new (source, NULL);
  if (quickly)
    mado_camera_set_interval (camera, 0);
  g_signal_connect (camera, "seen", G_CALLBACK (seen_cb), NULL);
  player = g_thread_new ("player", play, GINT_TO_POINTER (ends[1]));
  if (!mado_camera_start (camera, &error))
    g_error ("%s", error->message);
  wait_ms (1000);
}

static void
finish (void)
{
  g_atomic_int_set (&stop, 1);
  g_thread_join (player);
  mado_camera_stop (camera);
  close (ends[0]);
  g_clear_object (&camera);
}

static void
measure_latency (int rounds)
{
  g_autofree double *ms = g_new0 (double, (gsize) MAX (1, rounds));

  for (int i = 0; i < rounds; i++)
    {
      wait_ms (150 + (guint) (rand () % 200));
      seen_us = 0;
      g_atomic_int_set (&show, 1);
      while (!seen_us)
        g_main_loop_run (loop);
      ms[i] = (seen_us - shown_us) / 1000.0;
      g_atomic_int_set (&show, 0);
    }
  qsort (ms, (gsize) rounds, sizeof *ms, compare);
  printf ("latency p50 %.1f p95 %.1f worst %.1f ms\n", ms[rounds / 2], ms[rounds * 95 / 100], ms[rounds - 1]);
}

static void
measure_cpu (int seconds)
{
  guint64 before = mado_camera_count (camera);
  double cpu = cpu_seconds (), wall;
  gint64 at = g_get_monotonic_time ();

  wait_ms ((guint) seconds * 1000);
  wall = (g_get_monotonic_time () - at) / 1e6;
  cpu = cpu_seconds () - cpu;
  printf ("cpu %.3f of one core, %.1f searches a second\n", cpu / wall, (mado_camera_count (camera) - before) / wall);
}

/* Eight hours are 460,800 searches at sixteen a second. */
static void
measure_growth (guint searches)
{
  const double day = 460800;
  Growth *growth = growth_new ();
  guint64 next = 100, count;
  GrowthLine line;

  while ((count = mado_camera_count (camera)) < 100 + searches)
    {
      wait_ms (5);
      if (count < next)
        continue;
      growth_sample (growth, (double) count);
      next = count + 25;
    }
  line = growth_fit (growth);
  printf ("growth %.2f error %.2f bytes, blocks %.5f error %.5f a search in %u searches\n", line.bytes, line.bytes_error, line.blocks,
          line.blocks_error, searches);
  printf ("day at-most %.0f bytes (twice the error added), frames alive %d then %d more %d\n",
          MAX (0, line.bytes + 2 * line.bytes_error) * day, line.large_before, line.large_after, line.large_after - line.large_before);
  growth_free (growth);
}

int
main (int    argc,
      char **argv)
{
  int rounds = argc > 1 ? atoi (argv[1]) : 20, seconds = argc > 2 ? atoi (argv[2]) : 20, searches = argc > 3 ? atoi (argv[3]) : 0;

  make_frames ();
  loop = g_main_loop_new (NULL, FALSE);
  begin (FALSE);
  measure_latency (rounds);
  measure_cpu (seconds);
  finish ();
  if (searches > 0)
    {
      begin (TRUE);
      measure_growth ((guint) searches);
      finish ();
    }
  return 0;
}
