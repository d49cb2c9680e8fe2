/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib.h>
#include <linux/videodev2.h>

#include "device/camera/mado-camera-knobs.h"

/* A camera in front of which only the three calls of the border stand: it has the
 * controls that a test gives it and answers as V4L2's documentation says drivers do. */
typedef struct
{
  guint32 id;
  int     least, most, step;
  guint32 flags;
  guint32 entries; /* of a menu: bit n for entry n */
  int     value;
} Fake;

static Fake *controls;
static guint n_controls, n_open;
static int refuse_focus_while_auto;

static Fake *
fake_of (guint32 id)
{
  for (guint i = 0; i < n_controls; i++)
    if (controls[i].id == id)
      return &controls[i];
  return NULL;
}

static int
wrong (int number)
{
  errno = number;
  return -1;
}

static int
fake_open (const char *path)
{
  if (!g_str_equal (path, "/dev/video7"))
    return wrong (ENOENT);
  n_open++;
  return 77;
}

static int
fake_close (int fd)
{
  g_assert_cmpint (fd, ==, 77);
  n_open--;
  return 0;
}

static int
fake_set (const struct v4l2_control *control)
{
  Fake *fake = fake_of (control->id), *automatic = fake_of (V4L2_CID_FOCUS_AUTO);

  if (fake == NULL)
    return wrong (EINVAL);
  if (control->id == V4L2_CID_FOCUS_ABSOLUTE && refuse_focus_while_auto && automatic != NULL && automatic->value)
    return wrong (EIO);
  if (control->value < fake->least || control->value > fake->most || (control->value - fake->least) % fake->step)
    return wrong (ERANGE);
  fake->value = control->value;
  return 0;
}

static int
fake_ioctl (int            fd,
            unsigned long  request,
            gpointer       argument)
{
  g_assert_cmpint (fd, ==, 77);
  if (request == VIDIOC_QUERYCTRL)
    {
      struct v4l2_queryctrl *asked = argument;
      const Fake *fake = fake_of (asked->id);

      if (fake == NULL)
        return wrong (EINVAL);
      asked->minimum = fake->least;
      asked->maximum = fake->most;
      asked->step = fake->step;
      asked->flags = fake->flags;
      return 0;
    }
  if (request == VIDIOC_QUERYMENU)
    {
      const struct v4l2_querymenu *asked = argument;
      const Fake *fake = fake_of (asked->id);

      return fake != NULL && asked->index < 32 && fake->entries >> asked->index & 1 ? 0 : wrong (EINVAL);
    }
  if (request == VIDIOC_G_CTRL)
    {
      struct v4l2_control *control = argument;
      const Fake *fake = fake_of (control->id);

      if (fake == NULL)
        return wrong (EINVAL);
      control->value = fake->value;
      return 0;
    }
  g_assert_cmpuint (request, ==, VIDIOC_S_CTRL);
  return fake_set (argument);
}

static const MadoCameraBorder border = { fake_open, fake_ioctl, fake_close };

static MadoCameraKnobs *
open_with (Fake  *with,
           guint  n)
{
  controls = with;
  n_controls = n;
  refuse_focus_while_auto = TRUE;
  return mado_camera_knobs_open ("/dev/video7", &border);
}

static void
test_none (void)
{
  MadoCameraKnobs *self;

  g_assert_null (mado_camera_knobs_open ("/dev/video8", &border));
  g_assert_null (mado_camera_knobs_open ("/nowhere/video0", NULL));
  self = open_with (NULL, 0);
  for (guint i = 0; i < MADO_CAMERA_N_KNOBS; i++)
    {
      g_assert_false (mado_camera_knobs_has (self, i));
      g_assert_cmpint (mado_camera_knobs_get (self, i), ==, -1);
      g_assert_false (mado_camera_knobs_set (self, i, 1));
    }
  g_assert_cmpuint (n_open, ==, 1);
  mado_camera_knobs_close (self);
  g_assert_cmpuint (n_open, ==, 0);
}

static void
test_torch (void)
{
  Fake menu[] = { { V4L2_CID_FLASH_LED_MODE, 0, 2, 1, 0, 0x7, 0 } };
  Fake flash_only[] = { { V4L2_CID_FLASH_LED_MODE, 0, 1, 1, 0, 0x3, 0 }, { V4L2_CID_ILLUMINATORS_1, 0, 1, 1, 0, 0, 0 } };
  Fake hole[] = { { V4L2_CID_FLASH_LED_MODE, 0, 2, 1, 0, 0x3, 0 } };
  Fake dead[] = { { V4L2_CID_ILLUMINATORS_1, 0, 1, 1, V4L2_CTRL_FLAG_DISABLED, 0, 0 } };
  Fake told[] = { { V4L2_CID_ILLUMINATORS_1, 0, 1, 1, V4L2_CTRL_FLAG_READ_ONLY, 0, 1 } };
  MadoCameraKnobs *self = open_with (menu, 1);

  g_assert_true (mado_camera_knobs_has (self, MADO_CAMERA_KNOB_TORCH));
  g_assert_cmpint (mado_camera_knobs_get (self, MADO_CAMERA_KNOB_TORCH), ==, 0);
  g_assert_true (mado_camera_knobs_set (self, MADO_CAMERA_KNOB_TORCH, 1));
  g_assert_cmpint (menu[0].value, ==, V4L2_FLASH_LED_MODE_TORCH);
  g_assert_cmpint (mado_camera_knobs_get (self, MADO_CAMERA_KNOB_TORCH), ==, 1);
  g_assert_true (mado_camera_knobs_set (self, MADO_CAMERA_KNOB_TORCH, 0));
  g_assert_cmpint (menu[0].value, ==, V4L2_FLASH_LED_MODE_NONE);
  mado_camera_knobs_close (self);

  self = open_with (flash_only, 2); /* the lamp of a document camera instead */
  g_assert_true (mado_camera_knobs_set (self, MADO_CAMERA_KNOB_TORCH, 1));
  g_assert_cmpint (flash_only[0].value, ==, 0);
  g_assert_cmpint (flash_only[1].value, ==, 1);
  mado_camera_knobs_close (self);

  self = open_with (hole, 1);
  g_assert_false (mado_camera_knobs_has (self, MADO_CAMERA_KNOB_TORCH));
  mado_camera_knobs_close (self);
  self = open_with (dead, 1);
  g_assert_false (mado_camera_knobs_has (self, MADO_CAMERA_KNOB_TORCH));
  mado_camera_knobs_close (self);
  self = open_with (told, 1);
  g_assert_false (mado_camera_knobs_has (self, MADO_CAMERA_KNOB_TORCH));
  mado_camera_knobs_close (self);
}

static void
test_focus (void)
{
  Fake both[] = { { V4L2_CID_FOCUS_AUTO, 0, 1, 1, 0, 0, 1 }, { V4L2_CID_FOCUS_ABSOLUTE, 0, 255, 17, 0, 0, 51 } };
  Fake wide[] = { { V4L2_CID_FOCUS_ABSOLUTE, G_MININT / 2 - 5, G_MAXINT / 2 + 5, 1, 0, 0, 0 } };
  Fake stuck[] = { { V4L2_CID_FOCUS_ABSOLUTE, 40, 40, 1, 0, 0, 40 } };
  Fake once[] = { { V4L2_CID_AUTO_FOCUS_START, 0, 1, 1, 0, 0, 0 } };
  MadoCameraKnobs *self = open_with (both, 2);

  g_assert_cmpint (mado_camera_knobs_get (self, MADO_CAMERA_KNOB_FOCUS_AUTO), ==, 1);
  g_assert_cmpint (mado_camera_knobs_get (self, MADO_CAMERA_KNOB_FOCUS), ==, 20);
  g_assert_false (mado_camera_knobs_has (self, MADO_CAMERA_KNOB_FOCUS_ONCE));
  /* By hand: the automatic one goes off first, or the camera would refuse. */
  g_assert_true (mado_camera_knobs_set (self, MADO_CAMERA_KNOB_FOCUS, 100));
  g_assert_cmpint (both[0].value, ==, 0);
  g_assert_cmpint (both[1].value, ==, 255);
  g_assert_true (mado_camera_knobs_set (self, MADO_CAMERA_KNOB_FOCUS, 50)); /* on a step of its own */
  g_assert_cmpint (both[1].value % 17, ==, 0);
  g_assert_true (mado_camera_knobs_set (self, MADO_CAMERA_KNOB_FOCUS, -20));
  g_assert_cmpint (both[1].value, ==, 0);
  g_assert_true (mado_camera_knobs_set (self, MADO_CAMERA_KNOB_FOCUS_AUTO, 1));
  g_assert_cmpint (both[0].value, ==, 1);
  mado_camera_knobs_close (self);

  self = open_with (wide, 1);
  g_assert_true (mado_camera_knobs_set (self, MADO_CAMERA_KNOB_FOCUS, 100));
  g_assert_cmpint (wide[0].value, ==, wide[0].most);
  g_assert_cmpint (mado_camera_knobs_get (self, MADO_CAMERA_KNOB_FOCUS), ==, 100);
  mado_camera_knobs_close (self);

  self = open_with (stuck, 1);
  g_assert_false (mado_camera_knobs_has (self, MADO_CAMERA_KNOB_FOCUS));
  mado_camera_knobs_close (self);

  self = open_with (once, 1);
  g_assert_true (mado_camera_knobs_has (self, MADO_CAMERA_KNOB_FOCUS_ONCE));
  g_assert_true (mado_camera_knobs_set (self, MADO_CAMERA_KNOB_FOCUS_ONCE, 1));
  g_assert_cmpint (mado_camera_knobs_get (self, MADO_CAMERA_KNOB_FOCUS_ONCE), ==, -1);
  mado_camera_knobs_close (self);
}

/* A camera that refuses says so; the others go on. */
static void
test_refused (void)
{
  Fake only[] = { { V4L2_CID_FOCUS_ABSOLUTE, 0, 100, 1, 0, 0, 0 } };
  MadoCameraKnobs *self = open_with (only, 1);

  n_controls = 0; /* unplugged */
  g_assert_false (mado_camera_knobs_set (self, MADO_CAMERA_KNOB_FOCUS, 10));
  g_assert_cmpint (mado_camera_knobs_get (self, MADO_CAMERA_KNOB_FOCUS), ==, -1);
  mado_camera_knobs_close (self);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-knobs/none", test_none);
  g_test_add_func ("/camera-knobs/torch", test_torch);
  g_test_add_func ("/camera-knobs/focus", test_focus);
  g_test_add_func ("/camera-knobs/refused", test_refused);
  return g_test_run ();
}
