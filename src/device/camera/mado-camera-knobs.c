/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/camera/mado-camera-knobs.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <unistd.h>

typedef struct
{
  guint32 id; /* 0: there is none */
  int     least, most, step;
} Control;

struct _MadoCameraKnobs
{
  const MadoCameraBorder *border;
  GMutex                  lock;
  int                     fd;
  Control                 torch, focus_auto, focus_once, focus;
};

/* --- the border ------------------------------------------------------------------------- */

static int
real_open (const char *path)
{
  return open (path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
}

static int
real_ioctl (int            fd,
            unsigned long  request,
            gpointer       argument)
{
  int result;

  do
    result = ioctl (fd, request, argument);
  while (result < 0 && errno == EINTR);
  return result;
}

static const MadoCameraBorder real_border = { real_open, real_ioctl, close };

static gboolean
query (MadoCameraKnobs *self,
       guint32          id,
       Control         *control)
{
  struct v4l2_queryctrl asked = { .id = id };

  if (self->border->ioctl (self->fd, VIDIOC_QUERYCTRL, &asked) < 0 ||
      asked.flags & (V4L2_CTRL_FLAG_DISABLED | V4L2_CTRL_FLAG_READ_ONLY))
    return FALSE;
  *control = (Control) { id, asked.minimum, asked.maximum, MAX (1, asked.step) };
  return TRUE;
}

/* A flash without a lasting light is of no use here. */
static gboolean
has_torch_entry (MadoCameraKnobs *self)
{
  struct v4l2_querymenu entry = { .id = V4L2_CID_FLASH_LED_MODE, .index = V4L2_FLASH_LED_MODE_TORCH };

  return self->torch.most >= V4L2_FLASH_LED_MODE_TORCH && self->border->ioctl (self->fd, VIDIOC_QUERYMENU, &entry) >= 0;
}

static gboolean
put (MadoCameraKnobs *self,
     guint32          id,
     int              value)
{
  struct v4l2_control control = { .id = id, .value = value };

  return self->border->ioctl (self->fd, VIDIOC_S_CTRL, &control) >= 0;
}

static gboolean
take (MadoCameraKnobs *self,
      guint32          id,
      int             *value)
{
  struct v4l2_control control = { .id = id };

  if (self->border->ioctl (self->fd, VIDIOC_G_CTRL, &control) < 0)
    return FALSE;
  *value = control.value;
  return TRUE;
}

/* --- opening ------------------------------------------------------------------------------- */

MadoCameraKnobs *
mado_camera_knobs_open (const char             *path,
                        const MadoCameraBorder *border)
{
  MadoCameraKnobs *self;
  int fd;

  if (border == NULL)
    border = &real_border;
  fd = border->open (path);
  if (fd < 0)
    return NULL;
  self = g_new0 (MadoCameraKnobs, 1);
  g_mutex_init (&self->lock);
  self->border = border;
  self->fd = fd;
  if (!query (self, V4L2_CID_FLASH_LED_MODE, &self->torch) || !has_torch_entry (self))
    {
      self->torch.id = 0;
      query (self, V4L2_CID_ILLUMINATORS_1, &self->torch);
    }
  query (self, V4L2_CID_FOCUS_AUTO, &self->focus_auto);
  query (self, V4L2_CID_AUTO_FOCUS_START, &self->focus_once);
  if (query (self, V4L2_CID_FOCUS_ABSOLUTE, &self->focus) && self->focus.most <= self->focus.least)
    self->focus.id = 0;
  return self;
}

void
mado_camera_knobs_close (MadoCameraKnobs *self)
{
  self->border->close (self->fd);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static const Control *
control_of (MadoCameraKnobs *self,
            MadoCameraKnob   knob)
{
  switch (knob)
    {
    case MADO_CAMERA_KNOB_TORCH:
      return &self->torch;
    case MADO_CAMERA_KNOB_FOCUS_AUTO:
      return &self->focus_auto;
    case MADO_CAMERA_KNOB_FOCUS_ONCE:
      return &self->focus_once;
    case MADO_CAMERA_KNOB_FOCUS:
    case MADO_CAMERA_N_KNOBS:
    default:
      return &self->focus;
    }
}

gboolean
mado_camera_knobs_has (MadoCameraKnobs *self,
                       MadoCameraKnob   knob)
{
  return self != NULL && control_of (self, knob)->id != 0;
}

/* --- using ------------------------------------------------------------------------------------ */

int
mado_camera_knobs_get (MadoCameraKnobs *self,
                       MadoCameraKnob   knob)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const Control *control = control_of (self, knob);
  int value;

  if (control->id == 0 || knob == MADO_CAMERA_KNOB_FOCUS_ONCE || !take (self, control->id, &value))
    return -1;
  if (control->id == V4L2_CID_FLASH_LED_MODE)
    return value == V4L2_FLASH_LED_MODE_TORCH;
  if (knob != MADO_CAMERA_KNOB_FOCUS)
    return value != 0;
  value = CLAMP (value, control->least, control->most);
  return (int) (((gint64) value - control->least) * 100 / ((gint64) control->most - control->least));
}

/* Where the automatic focus is on, a camera takes no focus by hand. */
static gboolean
set_focus (MadoCameraKnobs *self,
           int              percent)
{
  const Control *focus = &self->focus;
  gint64 wanted = (gint64) CLAMP (percent, 0, 100) * ((gint64) focus->most - focus->least) / 100;

  if (self->focus_auto.id != 0)
    put (self, self->focus_auto.id, 0);
  return put (self, focus->id, (int) (focus->least + (wanted + focus->step / 2) / focus->step * focus->step));
}

gboolean
mado_camera_knobs_set (MadoCameraKnobs *self,
                       MadoCameraKnob   knob,
                       int              value)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const Control *control = control_of (self, knob);

  if (control->id == 0)
    return FALSE;
  if (knob == MADO_CAMERA_KNOB_FOCUS)
    return set_focus (self, value);
  if (control->id == V4L2_CID_FLASH_LED_MODE)
    return put (self, control->id, value ? V4L2_FLASH_LED_MODE_TORCH : V4L2_FLASH_LED_MODE_NONE);
  return put (self, control->id, value != 0);
}
