/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/camera/mado-camera.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/mado-error.h"
#include "device/camera/mado-cameras-private.h"

#define SEARCH_EVERY_US (60 * 1000)
/* What is wrong is worked out so often, and told until nothing was wrong for so many
 * times, or something was read: no flicker. */
#define JUDGE_EVERY_US  (500 * 1000)
#define CALM_AFTER      3
/* A camera that is there but gives nothing for so long is silent. */
#define SILENT_SECONDS  5

struct _MadoCamera
{
  GObject                 parent_instance;

  char                   *source;
  guint                   interval_us;
  MadoCameras            *cameras; /* nullable */
  const MadoCameraModule *module;
  gpointer                stream;  /* nullable */
  GMainContext           *context;
  int                     runs;    /* atomic: what comes is told */
  guint                   frames;  /* atomic; that came, searched or not */

  /* stream threads only */
  gint64                  searched_us;
  gint64                  judged_us;
  GByteArray             *packed;  /* brightness of a frame in which other things lie between */
  guint                   calm_times;
  MadoCameraAdvice        advice;

  /* main context only */
  GSource                *silence;
  guint                   frames_then;
  gboolean                silent;

  /* under the lock */
  GMutex                  lock;
  GBytes                 *preview; /* newest; its delivery is on the way if there is one */
  guint                   preview_width;
  guint                   preview_height;
  guint                   preview_stride;
  guint64                 count;
};

enum { PREVIEW, SEEN, ADVICE, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoCamera, mado_camera, G_TYPE_OBJECT)

char **
mado_camera_list (void)
{
  g_autoptr (MadoCameras) cameras = mado_cameras_open (FALSE, NULL, NULL);

  return cameras != NULL ? mado_cameras_get_names (cameras) : g_new0 (char *, 1);
}

/* --- to the main context ------------------------------------------------------------- */

typedef struct
{
  MadoCamera *camera;
  guint       signal;
  GPtrArray  *texts;
  guint       width, height;
  int         value;
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

  if (!g_atomic_int_get (&news->camera->runs)) /* stopped meanwhile */
    return G_SOURCE_REMOVE;
  if (news->signal == SEEN)
    g_signal_emit (news->camera, signals[SEEN], 0, news->texts, news->width, news->height);
  else if (news->signal == ADVICE)
    g_signal_emit (news->camera, signals[ADVICE], 0, news->value);
  else
    g_signal_emit (news->camera, signals[FAILED], 0, news->value, news->reason);
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

static void
advise (MadoCamera       *self,
        MadoCameraAdvice  advice)
{
  if (advice != MADO_CAMERA_SEARCHING)
    self->calm_times = 0;
  else if (++self->calm_times < CALM_AFTER)
    return;
  if (advice == self->advice)
    return;
  self->advice = advice;
  send (self, (News) { .signal = ADVICE, .value = advice });
}

/* --- frames (threads of the stream) ---------------------------------------------------------- */

static const guint8 *
pack (MadoCamera   *self,
      const guint8 *pixels,
      guint         width,
      guint         height,
      guint         stride,
      guint         step)
{
  g_byte_array_set_size (self->packed, width * height);
  for (guint y = 0; y < height; y++)
    {
      const guint8 *from = pixels + (gsize) y * stride;
      guint8 *to = self->packed->data + (gsize) y * width;

      for (guint x = 0; x < width; x++)
        to[x] = from[x * step];
    }
  return self->packed->data;
}

static void
judge (MadoCamera   *self,
       const guint8 *pixels,
       guint         width,
       guint         height,
       guint         stride,
       gint64        now)
{
  g_autoptr (MadoGrey) frame = NULL;

  if (now - self->judged_us < JUDGE_EVERY_US)
    return;
  self->judged_us = now;
  frame = mado_grey_copy (pixels, width, height, stride);
  advise (self, mado_camera_judge (frame));
}

static void
grey_cb (const guint8 *pixels,
         guint         width,
         guint         height,
         guint         stride,
         guint         step,
         gpointer      data)
{
  MadoCamera *self = data;
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GPtrArray) texts = NULL;

  g_atomic_int_inc (&self->frames);
  if (now - self->searched_us < self->interval_us)
    return;
  self->searched_us = now;
  if (step != 1)
    {
      pixels = pack (self, pixels, width, height, stride, step);
      stride = width;
    }
  texts = mado_scan_find (pixels, width, height, stride, MADO_SCAN_FRAME, NULL);
  g_mutex_lock (&self->lock);
  self->count++;
  g_mutex_unlock (&self->lock);
  if (texts != NULL && texts->len > 0)
    {
      self->calm_times = CALM_AFTER;
      advise (self, MADO_CAMERA_SEARCHING);
      send (self, (News) { .signal = SEEN, .texts = g_steal_pointer (&texts), .width = width, .height = height });
    }
  else
    judge (self, pixels, width, height, stride, now);
}

static gboolean
deliver_cb (gpointer data)
{
  MadoCamera *self = data;
  g_autoptr (GBytes) preview = NULL;
  guint width, height, stride;

  g_mutex_lock (&self->lock);
  preview = g_steal_pointer (&self->preview);
  width = self->preview_width;
  height = self->preview_height;
  stride = self->preview_stride;
  g_mutex_unlock (&self->lock);
  if (preview != NULL && g_atomic_int_get (&self->runs))
    g_signal_emit (self, signals[PREVIEW], 0, preview, width, height, stride);
  return G_SOURCE_REMOVE;
}

static void
preview_cb (GBytes   *pixels,
            guint     width,
            guint     height,
            guint     stride,
            gpointer  data)
{
  MadoCamera *self = data;
  g_autoptr (GBytes) older = NULL;

  g_mutex_lock (&self->lock);
  older = g_steal_pointer (&self->preview);
  self->preview = pixels;
  self->preview_width = width;
  self->preview_height = height;
  self->preview_stride = stride;
  g_mutex_unlock (&self->lock);
  if (older == NULL)
    g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT_IDLE, deliver_cb, g_object_ref (self), g_object_unref);
}

static void
failed_cb (MadoCameraFault  fault,
           const char      *reason,
           gpointer         data)
{
  send (data, (News) { .signal = FAILED, .value = fault, .reason = g_strdup (reason) });
}

/* --- a camera that says nothing ----------------------------------------------------------------- */

static gboolean
silence_cb (gpointer data)
{
  g_autoptr (MadoCamera) self = g_weak_ref_get (data);
  guint frames;
  gboolean silent;

  if (self == NULL || !g_atomic_int_get (&self->runs))
    return G_SOURCE_REMOVE;
  frames = (guint) g_atomic_int_get (&self->frames);
  silent = frames == self->frames_then;
  self->frames_then = frames;
  if (silent && !self->silent)
    g_signal_emit (self, signals[FAILED], 0, MADO_CAMERA_FAULT_SILENT, "no frame has come for a while");
  self->silent = silent;
  return G_SOURCE_CONTINUE;
}

static void
weak_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* It may be stopped, and go, on another thread while this is called. */
static void
listen_for_silence (MadoCamera *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  self->silence = g_timeout_source_new_seconds (SILENT_SECONDS);
  g_source_set_callback (self->silence, silence_cb, weak, weak_free);
  g_source_attach (self->silence, self->context);
}

/* --- the type ----------------------------------------------------------------------------------- */

const char *
mado_camera_fault_sentence (MadoCameraFault fault)
{
  switch (fault)
    {
    case MADO_CAMERA_FAULT_GONE:
      return _("The camera is not there. Plug it in; it goes on by itself.");
    case MADO_CAMERA_FAULT_BUSY:
      return _("Another program uses the camera. Close that program; it goes on by itself.");
    case MADO_CAMERA_FAULT_DENIED:
      return _("This account may not use the camera. Tell whoever looks after the computer.");
    case MADO_CAMERA_FAULT_SILENT:
      return _("The camera is there but gives no picture. See whether it is covered or switched off, or plug it in again.");
    case MADO_CAMERA_FAULT_BROKEN:
    default:
      return _("The camera gives no picture any more. Look at its plug, then press its number.");
    }
}

static MadoError
code_of (MadoCameraFault fault)
{
  switch (fault)
    {
    case MADO_CAMERA_FAULT_BUSY:
      return MADO_ERROR_BUSY;
    case MADO_CAMERA_FAULT_DENIED:
      return MADO_ERROR_DENIED;
    case MADO_CAMERA_FAULT_GONE:
    case MADO_CAMERA_FAULT_SILENT:
    case MADO_CAMERA_FAULT_BROKEN:
    default:
      return MADO_ERROR_NOT_FOUND;
    }
}

static gboolean
open_stream (MadoCamera  *self,
             const char  *source,
             GError     **error)
{
  static const MadoCameraSink sink = { grey_cb, preview_cb, failed_cb };
  g_autofree char *reason = NULL;
  MadoCameraFault fault;

  g_atomic_int_set (&self->runs, TRUE);
  self->stream = self->module->open (self->cameras != NULL ? mado_cameras_get_watch (self->cameras) : NULL, source, &sink, self,
                                     &fault, &reason);
  if (self->stream != NULL)
    return TRUE;
  g_atomic_int_set (&self->runs, FALSE);
  if (fault == MADO_CAMERA_FAULT_BROKEN)
    g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("The camera cannot be used (%s)."), reason);
  else
    g_set_error_literal (error, MADO_ERROR, code_of (fault), mado_camera_fault_sentence (fault));
  return FALSE;
}

gboolean
mado_camera_start (MadoCamera  *self,
                   GError     **error)
{
  gboolean by_portal = g_str_has_prefix (self->source, MADO_CAMERA_PORTAL);
  gboolean is_camera = !g_str_has_prefix (self->source, "file:") && !g_str_has_prefix (self->source, "gst:");

  if (self->stream != NULL)
    return TRUE;
  self->module = mado_camera_module_load (error);
  if (self->module == NULL)
    return FALSE;
  if (is_camera && self->cameras == NULL)
    {
      self->cameras = mado_cameras_open (by_portal, NULL, error);
      if (self->cameras == NULL)
        return FALSE;
    }
  if (!open_stream (self, by_portal ? self->source + strlen (MADO_CAMERA_PORTAL) : self->source, error))
    return FALSE;
  listen_for_silence (self);
  return TRUE;
}

void
mado_camera_stop (MadoCamera *self)
{
  gpointer stream = g_steal_pointer (&self->stream);

  g_atomic_int_set (&self->runs, FALSE);
  if (self->silence != NULL)
    g_source_destroy (self->silence);
  g_clear_pointer (&self->silence, g_source_unref);
  if (stream != NULL)
    self->module->close (stream);
}

void
mado_camera_set_interval (MadoCamera *self,
                          guint       us)
{
  self->interval_us = us;
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

static void
mado_camera_finalize (GObject *object)
{
  MadoCamera *self = MADO_CAMERA (object);

  mado_camera_stop (self);
  g_clear_object (&self->cameras);
  g_clear_pointer (&self->preview, g_bytes_unref);
  g_byte_array_unref (self->packed);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self->source);
  G_OBJECT_CLASS (mado_camera_parent_class)->finalize (object);
}

static void
mado_camera_class_init (MadoCameraClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_camera_finalize;
  signals[PREVIEW] = g_signal_new ("preview", MADO_TYPE_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4,
                                   G_TYPE_BYTES, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_UINT);
  signals[SEEN] = g_signal_new ("seen", MADO_TYPE_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                G_TYPE_PTR_ARRAY, G_TYPE_UINT, G_TYPE_UINT);
  signals[ADVICE] = g_signal_new ("advice", MADO_TYPE_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_INT);
  signals[FAILED] = g_signal_new ("failed", MADO_TYPE_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                  G_TYPE_INT, G_TYPE_STRING);
}

static void
mado_camera_init (MadoCamera *self)
{
  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
  self->packed = g_byte_array_new ();
  self->interval_us = SEARCH_EVERY_US;
}

MadoCamera *
mado_camera_new (const char  *source,
                 MadoCameras *cameras)
{
  MadoCamera *self = g_object_new (MADO_TYPE_CAMERA, NULL);

  self->source = g_strdup (source);
  g_set_object (&self->cameras, cameras);
  return self;
}
