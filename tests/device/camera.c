/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <qrencode.h>
#include <string.h>

#include "core/base/mado-error.h"
#include "device/camera/mado-camera.h"

/* Streams that GStreamer makes instead of a camera. */

#define CODE "MG1:CAMERA TEST 0123456789"

typedef struct
{
  GMainLoop *loop;
  guint      seen, previews;
  char      *text;
  int        corners[8];
  guint      width, height;
  char      *failed;
  int        advice;
} Watch;

static void
seen_cb (MadoCamera *camera,
         GPtrArray  *texts,
         guint       width,
         guint       height,
         Watch      *self)
{
  const MadoScanText *text = texts->pdata[0];

  self->seen++;
  g_free (self->text);
  self->text = g_strdup (text->text);
  memcpy (self->corners, text->corners, sizeof self->corners);
  self->width = width;
  self->height = height;
  if (self->previews > 0)
    g_main_loop_quit (self->loop);
}

static void
preview_cb (MadoCamera *camera,
            GBytes     *pixels,
            guint       width,
            guint       height,
            guint       stride,
            Watch      *self)
{
  g_assert_cmpuint (g_bytes_get_size (pixels), ==, (gsize) stride * height);
  g_assert_cmpuint (stride, >=, width * 4);
  if (++self->previews >= 3)
    g_main_loop_quit (self->loop);
}

static void
failed_cb (MadoCamera *camera,
           int         fault,
           const char *reason,
           Watch      *self)
{
  self->failed = g_strdup (reason);
  g_main_loop_quit (self->loop);
}

static void
advice_cb (MadoCamera *camera,
           int         advice,
           Watch      *self)
{
  self->advice = advice;
  g_main_loop_quit (self->loop);
}

static gboolean
late_cb (gpointer data)
{
  g_error ("nothing came from the stream");
  return G_SOURCE_REMOVE;
}

static MadoCamera *
watch (Watch      *self,
       const char *source)
{
  MadoCamera *camera = mado_camera_new (source, NULL);
  g_autoptr (GError) error = NULL;

  *self = (Watch) { .loop = g_main_loop_new (NULL, FALSE) };
  g_signal_connect (camera, "seen", G_CALLBACK (seen_cb), self);
  g_signal_connect (camera, "preview", G_CALLBACK (preview_cb), self);
  g_signal_connect (camera, "failed", G_CALLBACK (failed_cb), self);
  mado_camera_start (camera, &error);
  g_assert_no_error (error);
  return camera;
}

static void
run (Watch *self)
{
  guint late = g_timeout_add_seconds (60, late_cb, NULL);

  g_main_loop_run (self->loop);
  g_source_remove (late);
}

static void
done (Watch      *self,
      MadoCamera *camera)
{
  mado_camera_stop (camera);
  while (g_main_context_iteration (NULL, FALSE)) /* what was on its way here */
    ;
  g_assert_finalize_object (camera);
  g_main_loop_unref (self->loop);
  g_free (self->text);
  g_free (self->failed);
}

/* A PGM of 1280 × 720 with the code at 500, 200. */
static char *
write_picture (guint module)
{
  QRcode *code = QRcode_encodeString8bit (CODE, 0, QR_ECLEVEL_M);
  GByteArray *out = g_byte_array_new ();
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "mado-camera-XXXXXX", NULL);
  int fd = g_mkstemp (path);

  g_byte_array_append (out, (const guint8 *) "P5\n1280 720\n255\n", 16);
  for (int y = 0; y < 720; y++)
    for (int x = 0; x < 1280; x++)
      {
        int mx = (x - 500) / (int) module, my = (y - 200) / (int) module;
        gboolean inside = x >= 500 && y >= 200 && mx < code->width && my < code->width;
        guint8 grey = inside && code->data[my * code->width + mx] & 1 ? 20 : 220;

        g_byte_array_append (out, &grey, 1);
      }
  QRcode_free (code);
  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, (const char *) out->data, out->len, NULL));
  g_byte_array_unref (out);
  return g_steal_pointer (&path);
}

static void
test_picture (void)
{
  g_autofree char *path = write_picture (6);
  g_autofree char *source = g_strdup_printf ("gst:filesrc location=\"%s\" ! gdkpixbufdec ! imagefreeze ! video/x-raw,framerate=30/1"
                                             " ! identity sync=true", path);
  Watch self;
  MadoCamera *camera = watch (&self, source);

  while (self.seen == 0)
    run (&self);
  g_assert_null (self.failed);
  g_assert_cmpstr (self.text, ==, CODE);
  g_assert_cmpuint (self.width, ==, 1280);
  g_assert_cmpuint (self.height, ==, 720);
  for (guint i = 0; i < 8; i += 2)
    {
      g_assert_cmpint (self.corners[i], >=, 490);
      g_assert_cmpint (self.corners[i + 1], >=, 190);
      g_assert_cmpint (self.corners[i], <=, 690);
      g_assert_cmpint (self.corners[i + 1], <=, 390);
    }
  done (&self, camera);
  g_remove (path);
}

/* What a person would not wait for is dropped: of a stream as fast as it can
 * be, only so many frames are searched. */
static void
test_no_backlog (void)
{
  Watch self;
  MadoCamera *camera = watch (&self, "gst:videotestsrc is-live=true ! video/x-raw,width=1280,height=720,framerate=120/1");
  gint64 begun = g_get_monotonic_time ();
  double seconds;

  for (guint i = 0; i < 10; i++)
    {
      self.previews = 2;
      run (&self);
    }
  seconds = (g_get_monotonic_time () - begun) / 1e6;
  g_assert_cmpuint (self.seen, ==, 0);
  g_assert_cmpuint (mado_camera_count (camera), <=, seconds * 17 + 2);
  done (&self, camera);
}

static void
test_advice (void)
{
  Watch self;
  MadoCamera *camera = watch (&self, "gst:videotestsrc pattern=black is-live=true ! video/x-raw,width=640,height=480,framerate=30/1");

  g_signal_connect (camera, "advice", G_CALLBACK (advice_cb), &self);
  while (self.advice == 0)
    run (&self);
  g_assert_cmpint (self.advice, ==, MADO_CAMERA_DARK);
  g_assert_nonnull (mado_camera_advise (self.advice));
  done (&self, camera);
}

static void
test_broken (void)
{
  g_autoptr (MadoCamera) nonsense = mado_camera_new ("gst:nosuchelement", NULL);
  g_autoptr (MadoCamera) missing = mado_camera_new ("A camera that nobody has", NULL);
  g_autoptr (GError) error = NULL;
  Watch self;
  MadoCamera *camera;

  g_assert_false (mado_camera_start (nonsense, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (mado_camera_start (missing, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);

  camera = watch (&self, "gst:videotestsrc num-buffers=2 ! video/x-raw,width=320,height=240");
  while (self.failed == NULL)
    run (&self);
  done (&self, camera);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/camera/picture", test_picture);
  g_test_add_func ("/camera/no-backlog", test_no_backlog);
  g_test_add_func ("/camera/advice", test_advice);
  g_test_add_func ("/camera/broken", test_broken);

  return g_test_run ();
}
