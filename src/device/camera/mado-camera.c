/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/camera/mado-camera.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>
#include <string.h>

#include "core/base/mado-error.h"
#include "device/camera/mado-camera-module.h"
#include "device/mado-device-place.h"
#include "device/scan/mado-scan-finder.h"

/* A search of every second frame finds a code in a tenth of a second and leaves most of
 * a core alone. */
#define SEARCH_EVERY_US (60 * 1000)
/* The same advice so often before it is given: no flicker. */
#define ADVICE_AFTER    4

struct _MadoCamera
{
  GObject                 parent_instance;

  char                   *source;
  const MadoCameraModule *module;
  gpointer                stream;  /* nullable */
  GMainContext           *context;

  /* stream threads only */
  gint64                  searched_us;
  MadoCameraAdvice        next_advice;
  guint                   advice_times;
  MadoCameraAdvice        advice;

  /* under the lock */
  GMutex                  lock;
  GBytes                 *preview; /* newest; its delivery is on the way if there is one */
  guint                   preview_width;
  guint                   preview_height;
  guint64                 count;
};

enum { PREVIEW, SEEN, ADVICE, FAILED, CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoCamera, mado_camera, G_TYPE_OBJECT)

static const MadoCameraModule *
load_module (GError **error)
{
  static GMutex lock;
  static const MadoCameraModule *module;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autofree char *path = mado_device_place ("libmado-camera." G_MODULE_SUFFIX);
  GModule *loaded;

  if (module != NULL)
    return module;
  loaded = g_module_open (path, G_MODULE_BIND_LOCAL);
  if (loaded == NULL || !g_module_symbol (loaded, MADO_CAMERA_MODULE_SYMBOL, (gpointer *) &module))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                   _("The part of the program that works with cameras cannot be loaded (%s)."), g_module_error ());
      return NULL;
    }
  g_module_make_resident (loaded);
  return module;
}

char **
mado_camera_list (void)
{
  const MadoCameraModule *module = load_module (NULL);

  return module != NULL ? module->list () : g_new0 (char *, 1);
}

/* --- to the main context ------------------------------------------------------------- */

typedef struct
{
  MadoCamera *camera;
  guint       signal;
  GPtrArray  *texts;
  guint       width, height;
  int         advice;
  char       *reason;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_object_unref (news->camera);
  g_clear_pointer (&news->texts, g_ptr_array_unref);
  g_free (news->reason);
  g_free (news);
}

static gboolean
news_cb (gpointer data)
{
  News *news = data;

  if (news->camera->stream == NULL) /* stopped meanwhile */
    return G_SOURCE_REMOVE;
  if (news->signal == SEEN)
    g_signal_emit (news->camera, signals[SEEN], 0, news->texts, news->width, news->height);
  else if (news->signal == ADVICE)
    g_signal_emit (news->camera, signals[ADVICE], 0, news->advice);
  else if (news->signal == FAILED)
    g_signal_emit (news->camera, signals[FAILED], 0, news->reason);
  else
    g_signal_emit (news->camera, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
send (MadoCamera *self,
      News        news)
{
  News *copy = g_new (News, 1);

  *copy = news;
  copy->camera = g_object_ref (self);
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, news_cb, copy, news_free);
}

/* --- advice -------------------------------------------------------------------------------- */

/* How much two neighbours differ at the most, in a part of a picture: in focus
 * the edge of a module is one step. */
static void
measure (const MadoGrey    *picture,
         const MadoFinders *marks,
         int               *edge,
         double            *white)
{
  gsize bright = 0;

  *edge = 0;
  for (guint y = marks->y; y < marks->y + marks->height; y++)
    {
      const guint8 *line = picture->pixels + (gsize) y * picture->width;

      for (guint x = marks->x; x + 1 < marks->x + marks->width; x++)
        {
          *edge = MAX (*edge, ABS (line[x] - line[x + 1]));
          bright += line[x] >= 252;
        }
    }
  *white = (double) bright / MAX (1, (gsize) marks->width * marks->height);
}

static MadoCameraAdvice
judge (const MadoGrey *picture,
       double          by)
{
  MadoFinders marks;
  double white;
  int edge;
  guint64 sum = 0;

  mado_finders_search (picture, &marks);
  if (marks.count == 0)
    {
      for (gsize i = 0; i < (gsize) picture->width * picture->height; i += 16)
        sum += picture->pixels[i];
      return sum / MAX (1, (guint64) picture->width * picture->height / 16) < 24 ? MADO_CAMERA_DARK : MADO_CAMERA_SEARCHING;
    }
  measure (picture, &marks, &edge, &white);
  if (white > 0.5)
    return MADO_CAMERA_GLARE;
  if (marks.module * by < 2.5)
    return MADO_CAMERA_TOO_FAR;
  return edge < 60 ? MADO_CAMERA_TOO_NEAR : MADO_CAMERA_SEARCHING;
}

static void
advise (MadoCamera       *self,
        MadoCameraAdvice  advice)
{
  self->advice_times = advice == self->next_advice ? self->advice_times + 1 : 1;
  self->next_advice = advice;
  if (advice == self->advice || (self->advice_times < ADVICE_AFTER && advice != MADO_CAMERA_SEARCHING))
    return;
  self->advice = advice;
  send (self, (News) { .signal = ADVICE, .advice = advice });
}

/* --- frames (threads of the stream) ---------------------------------------------------------- */

static void
grey_cb (const guint8 *pixels,
         guint         width,
         guint         height,
         guint         stride,
         gpointer      data)
{
  MadoCamera *self = data;
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GPtrArray) texts = NULL;

  if (now - self->searched_us < SEARCH_EVERY_US)
    return;
  self->searched_us = now;
  texts = mado_scan_find (pixels, width, height, stride, MADO_SCAN_FRAME, NULL);
  g_mutex_lock (&self->lock);
  self->count++;
  g_mutex_unlock (&self->lock);
  if (texts != NULL && texts->len > 0)
    send (self, (News) { .signal = SEEN, .texts = g_steal_pointer (&texts), .width = width, .height = height });
}

static gboolean
deliver_cb (gpointer data)
{
  MadoCamera *self = data;
  g_autoptr (GBytes) preview = NULL;
  guint width, height;

  g_mutex_lock (&self->lock);
  preview = g_steal_pointer (&self->preview);
  width = self->preview_width;
  height = self->preview_height;
  g_mutex_unlock (&self->lock);
  if (preview != NULL && self->stream != NULL)
    g_signal_emit (self, signals[PREVIEW], 0, preview, width, height);
  return G_SOURCE_REMOVE;
}

/* The preview is small and comes less often: advice is worked out on it. */
static void
preview_cb (const guint8 *pixels,
            guint         width,
            guint         height,
            guint         stride,
            gpointer      data)
{
  MadoCamera *self = data;
  guint8 *copy = g_malloc ((gsize) width * height * 4);
  g_autofree guint8 *grey = mado_scan_grey_of_rgb (pixels, width, height, stride, 4);
  const MadoGrey picture = { grey, width, height };
  gboolean waiting;

  for (guint y = 0; y < height; y++)
    memcpy (copy + (gsize) y * width * 4, pixels + (gsize) y * stride, (gsize) width * 4);
  g_mutex_lock (&self->lock);
  waiting = self->preview != NULL;
  g_clear_pointer (&self->preview, g_bytes_unref);
  self->preview = g_bytes_new_take (copy, (gsize) width * height * 4);
  self->preview_width = width;
  self->preview_height = height;
  g_mutex_unlock (&self->lock);
  if (!waiting)
    g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT_IDLE, deliver_cb, g_object_ref (self), g_object_unref);
  advise (self, judge (&picture, 3));
}

static void
failed_cb (const char *reason,
           gpointer    data)
{
  send (data, (News) { .signal = FAILED, .reason = g_strdup (reason) });
}

static void
changed_cb (gpointer data)
{
  send (data, (News) { .signal = CHANGED });
}

/* --- the type ----------------------------------------------------------------------------------- */

gboolean
mado_camera_start (MadoCamera  *self,
                   GError     **error)
{
  static const MadoCameraSink sink = { grey_cb, preview_cb, failed_cb, changed_cb };
  g_autofree char *reason = NULL;

  if (self->stream != NULL)
    return TRUE;
  self->module = load_module (error);
  if (self->module == NULL)
    return FALSE;
  self->stream = self->module->open (self->source, &sink, self, &reason);
  if (self->stream != NULL)
    return TRUE;
  g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("The camera cannot be used (%s)."), reason);
  return FALSE;
}

void
mado_camera_stop (MadoCamera *self)
{
  gpointer stream = g_steal_pointer (&self->stream);

  if (stream != NULL)
    self->module->close (stream);
}

guint64
mado_camera_count (MadoCamera *self)
{
  guint64 count;

  g_mutex_lock (&self->lock);
  count = self->count;
  g_mutex_unlock (&self->lock);
  return count;
}

const char *
mado_camera_advise (MadoCameraAdvice advice)
{
  switch (advice)
    {
    case MADO_CAMERA_TOO_NEAR:
      return _("Please hold it a little farther away.");
    case MADO_CAMERA_TOO_FAR:
      return _("Please hold it a little nearer.");
    case MADO_CAMERA_GLARE:
      return _("Light is mirrored in it. Please tilt it a little.");
    case MADO_CAMERA_DARK:
      return _("It is too dark for the camera.");
    case MADO_CAMERA_SEARCHING:
    default:
      return NULL;
    }
}

static void
mado_camera_finalize (GObject *object)
{
  MadoCamera *self = MADO_CAMERA (object);

  mado_camera_stop (self);
  g_clear_pointer (&self->preview, g_bytes_unref);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self->source);
  G_OBJECT_CLASS (mado_camera_parent_class)->finalize (object);
}

static void
mado_camera_class_init (MadoCameraClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_camera_finalize;
  signals[PREVIEW] = g_signal_new ("preview", MADO_TYPE_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                   G_TYPE_BYTES, G_TYPE_UINT, G_TYPE_UINT);
  signals[SEEN] = g_signal_new ("seen", MADO_TYPE_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                G_TYPE_PTR_ARRAY, G_TYPE_UINT, G_TYPE_UINT);
  signals[ADVICE] = g_signal_new ("advice", MADO_TYPE_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_INT);
  signals[FAILED] = g_signal_new ("failed", MADO_TYPE_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
  signals[CHANGED] = g_signal_new ("changed", MADO_TYPE_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_camera_init (MadoCamera *self)
{
  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
}

MadoCamera *
mado_camera_new (const char *source)
{
  MadoCamera *self = g_object_new (MADO_TYPE_CAMERA, NULL);

  self->source = g_strdup (source);
  return self;
}
