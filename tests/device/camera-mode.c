/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/camera/camera-module-private.h"

/* What cameras offer, as v4l2src lists it, and what is to be asked of them. */
static const struct
{
  const char *offered;
  const char *chosen; /* NULL: left to the camera */
} cases[] = {
  /* A webcam on USB 2: raw only while small or slow. */
  { "video/x-raw, format=YUY2, width=1920, height=1080, framerate=5/1;"
    "video/x-raw, format=YUY2, width=640, height=480, framerate={(fraction)30/1, (fraction)15/1};"
    "image/jpeg, width=1920, height=1080, framerate={(fraction)30/1, (fraction)24/1};"
    "image/jpeg, width=640, height=480, framerate=30/1",
    "image/jpeg, width=1920, height=1080, framerate=30/1" },
  /* A document camera: larger than needed, slowly. */
  { "image/jpeg, width=4208, height=3120, framerate=10/1; image/jpeg, width=1920, height=1080, framerate=30/1;"
    "image/jpeg, width=1280, height=720, framerate=30/1",
    "image/jpeg, width=1920, height=1080, framerate=30/1" },
  /* Raw where it is as good. */
  { "image/jpeg, width=1280, height=720, framerate=30/1; video/x-raw, format=NV12, width=1280, height=720, framerate=30/1",
    "video/x-raw, width=1280, height=720, framerate=30/1" },
  /* Only slow ones: the quickest. */
  { "video/x-raw, format=YUY2, width=1920, height=1080, framerate=3/1; video/x-raw, format=YUY2, width=1280, height=720, framerate=10/1",
    "video/x-raw, width=1280, height=720, framerate=10/1" },
  /* Ranges, as a virtual camera has them. */
  { "video/x-raw, format=I420, width=[16, 4096], height=[16, 4096], framerate=[0/1, 60/1]",
    "video/x-raw, width=1920, height=1080, framerate=60/1" },
  { "video/x-raw, format=I420, width={640, 1280, 2560}, height={480, 720, 1440}, framerate=30/1",
    "video/x-raw, width=1280, height=720, framerate=30/1" },
  /* Nothing to choose by, or nothing that is known. */
  { "video/x-raw, format=I420", NULL },
  { "video/x-h264, width=1920, height=1080, framerate=30/1", NULL },
  { "video/x-raw(memory:DMABuf), format=NV12, width=1920, height=1080, framerate=30/1", NULL },
  { "ANY", NULL },
  { "EMPTY", NULL },
};

static void
test_choose (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GstCaps *offered = gst_caps_from_string (cases[i].offered), *chosen = mado_camera_mode_choose (offered);
      GstCaps *wanted = cases[i].chosen ? gst_caps_from_string (cases[i].chosen) : NULL;
      g_autofree char *text = chosen ? gst_caps_to_string (chosen) : NULL;

      g_test_message ("%u: %s", i, text ? text : "-");
      g_assert_true ((chosen == NULL) == (wanted == NULL));
      if (chosen != NULL)
        {
          g_assert_true (gst_caps_is_equal (chosen, wanted));
          g_assert_true (gst_caps_can_intersect (chosen, offered));
        }
      gst_clear_caps (&chosen);
      gst_clear_caps (&wanted);
      gst_caps_unref (offered);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_test_add_func ("/camera-mode/choose", test_choose);
  return g_test_run ();
}
