/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gmodule.h>
#include <gst/app/gstappsink.h>
#include <gst/video/video.h>
#include <string.h>

#include "device/camera/camera-module-private.h"

#define PREVIEW_WIDTH "960"
/* As often as a person sees a difference; a little less than 1/15 s, since frames
 * come a little early or late. */
#define PREVIEW_US    (60 * 1000)
/* Of JPEG frames no more are decoded than are searched. */
#define JPEG_US       (30 * 1000)

/* Behind every source: one branch in full size for the decoder, one small for people.
 * Each queue holds one frame and drops the older one. Of the formats listed the
 * brightness is read where it lies; only others are converted. */
#define BRANCHES                                                                                                    \
  " ! tee name=t"                                                                                                   \
  " t. ! queue leaky=downstream max-size-buffers=1 max-size-bytes=0 max-size-time=0 ! videoconvert"                  \
  " ! video/x-raw,format={GRAY8,I420,YV12,NV12,NV21,Y42B,Y41B,Y444,NV16,NV61,NV24,YUY2,YVYU,UYVY,VYUY}"               \
  " ! appsink name=grey max-buffers=1 drop=true sync=false"                                                         \
  " t. ! queue name=small leaky=downstream max-size-buffers=1 max-size-bytes=0 max-size-time=0"                      \
  " ! videoscale ! videoconvert"                                                                                    \
  " ! video/x-raw,format=BGRA,width=" PREVIEW_WIDTH ",pixel-aspect-ratio=1/1"                                        \
  " ! appsink name=preview max-buffers=1 drop=true sync=false"

typedef struct
{
  gint64 least_us;
  gint64 last_us;
} Pace;

typedef struct
{
  GstElement           *pipeline;
  const MadoCameraSink *sink;
  gpointer              data;
  Pace                  preview_pace;
  Pace                  jpeg_pace;

  /* under the lock */
  GMutex                lock;
  gboolean              opened; /* what goes wrong before is the answer of open_stream() */
  gboolean              failed;
  MadoCameraFault       fault;
  char                 *reason;
} Stream;

G_MODULE_EXPORT extern const MadoCameraModule mado_camera_module;

/* --- frames ---------------------------------------------------------------------------- */

static GstFlowReturn
grey_cb (GstAppSink *appsink,
         gpointer    data)
{
  Stream *self = data;
  GstSample *sample = gst_app_sink_pull_sample (appsink);
  GstVideoInfo info;
  GstVideoFrame frame;

  if (sample == NULL)
    return GST_FLOW_EOS;
  if (gst_video_info_from_caps (&info, gst_sample_get_caps (sample)) &&
      gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ))
    {
      self->sink->grey (GST_VIDEO_FRAME_COMP_DATA (&frame, 0), GST_VIDEO_FRAME_WIDTH (&frame), GST_VIDEO_FRAME_HEIGHT (&frame),
                        GST_VIDEO_FRAME_COMP_STRIDE (&frame, 0), GST_VIDEO_FRAME_COMP_PSTRIDE (&frame, 0), self->data);
      gst_video_frame_unmap (&frame);
    }
  gst_sample_unref (sample);
  return GST_FLOW_OK;
}

static void
let_go (gpointer data)
{
  GstVideoFrame *frame = data;

  gst_video_frame_unmap (frame);
  g_free (frame);
}

static GstFlowReturn
preview_cb (GstAppSink *appsink,
            gpointer    data)
{
  Stream *self = data;
  GstSample *sample = gst_app_sink_pull_sample (appsink);
  GstVideoFrame *frame = g_new (GstVideoFrame, 1);
  GstVideoInfo info;

  if (sample != NULL && gst_video_info_from_caps (&info, gst_sample_get_caps (sample)) &&
      gst_video_frame_map (frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ)) /* holds the buffer */
    {
      gsize size = (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0) * GST_VIDEO_FRAME_HEIGHT (frame);

      self->sink->preview (g_bytes_new_with_free_func (GST_VIDEO_FRAME_PLANE_DATA (frame, 0), size, let_go, frame),
                           GST_VIDEO_FRAME_WIDTH (frame), GST_VIDEO_FRAME_HEIGHT (frame), GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0),
                           self->data);
    }
  else
    g_free (frame);
  if (sample != NULL)
    gst_sample_unref (sample);
  return GST_FLOW_OK;
}

/* Lets through the newest frame whenever it is time for one; none waits. */
static GstPadProbeReturn
pace_cb (GstPad          *pad,
         GstPadProbeInfo *info,
         gpointer         data)
{
  Pace *pace = data;
  gint64 now = g_get_monotonic_time ();

  if (now - pace->last_us < pace->least_us)
    return GST_PAD_PROBE_DROP;
  pace->last_us = now;
  return GST_PAD_PROBE_OK;
}

static void
set_pace (GstElement *element,
          const char *pad_name,
          Pace       *pace,
          gint64      least_us)
{
  GstPad *pad = gst_element_get_static_pad (element, pad_name);

  *pace = (Pace) { least_us, 0 };
  if (pad == NULL)
    return;
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, pace_cb, pace, NULL);
  gst_object_unref (pad);
}

/* --- what goes wrong ----------------------------------------------------------------------- */

static MadoCameraFault
fault_of (const GError *error)
{
  if (error->domain != GST_RESOURCE_ERROR)
    return MADO_CAMERA_FAULT_BROKEN;
  switch (error->code)
    {
    case GST_RESOURCE_ERROR_NOT_FOUND:
      return MADO_CAMERA_FAULT_GONE;
    case GST_RESOURCE_ERROR_BUSY:
      return MADO_CAMERA_FAULT_BUSY;
    case GST_RESOURCE_ERROR_NOT_AUTHORIZED:
    case GST_RESOURCE_ERROR_OPEN_READ_WRITE: /* v4l2src says no more of a device file that it may not open */
      return MADO_CAMERA_FAULT_DENIED;
    default:
      return MADO_CAMERA_FAULT_BROKEN;
    }
}

/* The first fault counts; those after it come of it. */
static void
fail (Stream          *self,
      MadoCameraFault  fault,
      const char      *reason)
{
  gboolean tell;

  g_mutex_lock (&self->lock);
  tell = self->opened && !self->failed;
  if (!self->failed)
    {
      self->failed = TRUE;
      self->fault = fault;
      self->reason = g_strdup (reason);
    }
  g_mutex_unlock (&self->lock);
  if (tell)
    self->sink->failed (fault, reason, self->data);
}

/* On the thread of whoever posts; nothing stays on the bus. */
static GstBusSyncReply
bus_cb (GstBus     *bus,
        GstMessage *message,
        gpointer    data)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      GError *error = NULL;
      char *more = NULL;
      char *reason;

      gst_message_parse_error (message, &error, &more);
      reason = g_strdup_printf ("%s %s", error->message, more ? more : "");
      fail (data, fault_of (error), reason);
      g_error_free (error);
      g_free (reason);
      g_free (more);
    }
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    fail (data, MADO_CAMERA_FAULT_GONE, "the stream has ended");
  gst_message_unref (message);
  return GST_BUS_DROP;
}

/* --- pipelines ------------------------------------------------------------------------------ */

/* What comes after the camera. Where it is known what it gives nothing is found out: an
 * element that is put in while it runs makes a camera of PipeWire begin anew, and some
 * versions do not come back from that. */
static const char *
opener (const GstCaps *mode)
{
  if (mode == NULL)
    return "capsfilter name=mode ! decodebin" BRANCHES;
  return gst_structure_has_name (gst_caps_get_structure (mode, 0), "image/jpeg") ? "capsfilter name=mode ! jpegdec" BRANCHES
                                                                                  : "capsfilter name=mode" BRANCHES;
}

static GstElement *
camera_pipeline (Stream      *self,
                 gpointer     watch,
                 const char  *name,
                 GError     **error)
{
  GstCaps *offered = NULL, *mode;
  GstElement *camera = watch != NULL ? mado_camera_watch_element (watch, name, &offered) : NULL, *pipeline, *filter;

  if (camera == NULL)
    {
      gst_clear_caps (&offered);
      g_set_error_literal (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND, "no such camera");
      return NULL;
    }
  gst_object_ref_sink (camera);
  mode = offered != NULL ? mado_camera_mode_choose (offered) : NULL;
  pipeline = gst_parse_launch (opener (mode), error);
  if (pipeline != NULL)
    {
      filter = gst_bin_get_by_name (GST_BIN (pipeline), "mode");
      if (mode != NULL)
        g_object_set (filter, "caps", mode, NULL);
      gst_bin_add (GST_BIN (pipeline), camera);
      gst_element_link (camera, filter);
      if (mode != NULL && gst_structure_has_name (gst_caps_get_structure (mode, 0), "image/jpeg"))
        set_pace (filter, "src", &self->jpeg_pace, JPEG_US);
      gst_object_unref (filter);
    }
  gst_object_unref (camera);
  gst_clear_caps (&mode);
  gst_clear_caps (&offered);
  return pipeline;
}

/* "file:" and "gst:" are for training and tests. A picture stands still. */
static GstElement *
make_pipeline (Stream      *self,
               gpointer     watch,
               const char  *source,
               GError     **error)
{
  char *head, *text;
  GstElement *pipeline;

  if (g_str_has_prefix (source, "file:"))
    {
      char *path = g_strescape (source + strlen ("file:"), NULL);

      head = g_strdup_printf ("filesrc location=\"%s\" ! decodebin ! imagefreeze ! video/x-raw,framerate=10/1"
                              " ! identity sync=true", path);
      g_free (path);
    }
  else if (g_str_has_prefix (source, "gst:"))
    head = g_strdup (source + strlen ("gst:"));
  else
    return camera_pipeline (self, watch, source, error);
  text = g_strconcat (head, BRANCHES, NULL);
  pipeline = gst_parse_launch (text, error);
  g_free (text);
  g_free (head);
  return pipeline;
}

/* --- streams --------------------------------------------------------------------------------- */

static void
close_stream (gpointer stream)
{
  Stream *self = stream;

  if (self->pipeline != NULL)
    {
      gst_element_set_state (self->pipeline, GST_STATE_NULL);
      gst_object_unref (self->pipeline);
    }
  g_free (self->reason);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
watch_sink (Stream        *self,
            const char    *name,
            GstFlowReturn (*new_sample) (GstAppSink *, gpointer))
{
  GstElement *sink = gst_bin_get_by_name (GST_BIN (self->pipeline), name);
  GstAppSinkCallbacks callbacks = { .new_sample = new_sample };

  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, self, NULL);
  gst_object_unref (sink);
}

/* TRUE: it runs, and what goes wrong from now on is told to the sink. What went wrong
 * meanwhile on threads of the stream (a short one may have ended) is told at once. */
static gboolean
begin (Stream           *self,
       MadoCameraFault  *fault,
       char            **reason)
{
  GstElement *small = gst_bin_get_by_name (GST_BIN (self->pipeline), "small");
  GstBus *bus = gst_element_get_bus (self->pipeline);
  gboolean runs, failed;

  set_pace (small, "sink", &self->preview_pace, PREVIEW_US);
  gst_object_unref (small);
  watch_sink (self, "grey", grey_cb);
  watch_sink (self, "preview", preview_cb);
  gst_bus_set_sync_handler (bus, bus_cb, self, NULL);
  gst_object_unref (bus);
  runs = gst_element_set_state (self->pipeline, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE;
  if (!runs)
    fail (self, MADO_CAMERA_FAULT_BROKEN, "the stream does not start");
  g_mutex_lock (&self->lock);
  self->opened = TRUE;
  failed = self->failed;
  g_mutex_unlock (&self->lock);
  if (!failed)
    return TRUE;
  if (runs)
    {
      self->sink->failed (self->fault, self->reason, self->data);
      return TRUE;
    }
  *fault = self->fault;
  *reason = g_strdup (self->reason);
  return FALSE;
}

static gpointer
open_stream (gpointer               watch,
             const char            *source,
             const MadoCameraSink  *sink,
             gpointer               data,
             MadoCameraFault       *fault,
             char                 **reason)
{
  Stream *self = g_new0 (Stream, 1);
  GError *error = NULL;

  gst_init (NULL, NULL);
  g_mutex_init (&self->lock);
  self->sink = sink;
  self->data = data;
  self->pipeline = make_pipeline (self, watch, source, &error);
  if (self->pipeline == NULL || error != NULL)
    {
      *fault = error != NULL ? fault_of (error) : MADO_CAMERA_FAULT_BROKEN;
      *reason = g_strdup (error != NULL ? error->message : "unknown");
      g_clear_error (&error);
      close_stream (self);
      return NULL;
    }
  if (begin (self, fault, reason))
    return self;
  close_stream (self);
  return NULL;
}

const MadoCameraModule mado_camera_module = {
  mado_camera_watch_new, mado_camera_watch_free, mado_camera_watch_list, mado_camera_watch_path, open_stream, close_stream,
};
