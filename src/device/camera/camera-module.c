/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gmodule.h>
#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <gst/video/video.h>

#include "device/camera/mado-camera-module.h"

#define PREVIEW_WIDTH "640"

/* Behind every source: one branch in full size for the decoder, one small for
 * people. Each queue holds one frame and drops the older one. */
#define BRANCHES                                                                                                    \
  " ! tee name=t"                                                                                                   \
  " t. ! queue leaky=downstream max-size-buffers=1 max-size-bytes=0 max-size-time=0 ! videoconvert"                  \
  " ! video/x-raw,format=GRAY8 ! appsink name=grey max-buffers=1 drop=true sync=false"                               \
  " t. ! queue leaky=downstream max-size-buffers=1 max-size-bytes=0 max-size-time=0 ! videorate drop-only=true"      \
  " ! video/x-raw,framerate=[0/1,15/1] ! videoscale ! videoconvert"                                                 \
  " ! video/x-raw,format=RGBA,width=" PREVIEW_WIDTH ",pixel-aspect-ratio=1/1"                                        \
  " ! appsink name=preview max-buffers=1 drop=true sync=false"

typedef struct
{
  GstElement           *pipeline;
  GstDeviceMonitor     *monitor; /* nullable */
  const MadoCameraSink *sink;
  gpointer              data;
} Stream;

G_MODULE_EXPORT extern const MadoCameraModule mado_camera_module;

/* --- which cameras there are --------------------------------------------------------- */

static GstDeviceMonitor *
watch_cameras (void)
{
  GstDeviceMonitor *monitor = gst_device_monitor_new ();
  GstCaps *caps = gst_caps_new_empty_simple ("video/x-raw");

  gst_caps_append (caps, gst_caps_new_empty_simple ("image/jpeg"));
  gst_device_monitor_add_filter (monitor, "Video/Source", caps);
  gst_caps_unref (caps);
  gst_device_monitor_start (monitor);
  return monitor;
}

static char **
list (void)
{
  GstDeviceMonitor *monitor;
  GList *devices;
  GStrvBuilder *names = g_strv_builder_new ();
  char **all;

  gst_init (NULL, NULL);
  monitor = watch_cameras ();
  devices = gst_device_monitor_get_devices (monitor);
  for (GList *l = devices; l != NULL; l = l->next)
    {
      char *name = gst_device_get_display_name (l->data);

      g_strv_builder_add (names, name);
      g_free (name);
    }
  g_list_free_full (devices, gst_object_unref);
  gst_device_monitor_stop (monitor);
  gst_object_unref (monitor);
  all = g_strv_builder_end (names);
  g_strv_builder_unref (names);
  return all;
}

/* The source element of the camera called @name; the first one for "". */
static GstElement *
camera_element (const char *name)
{
  GstDeviceMonitor *monitor = watch_cameras ();
  GList *devices = gst_device_monitor_get_devices (monitor);
  GstElement *found = NULL;

  for (GList *l = devices; found == NULL && l != NULL; l = l->next)
    {
      char *display = gst_device_get_display_name (l->data);

      if (*name == '\0' || g_str_equal (display, name))
        found = gst_device_create_element (l->data, "source");
      g_free (display);
    }
  g_list_free_full (devices, gst_object_unref);
  gst_device_monitor_stop (monitor);
  gst_object_unref (monitor);
  return found;
}

/* --- frames ---------------------------------------------------------------------------- */

static GstFlowReturn
hand_on (GstAppSink *appsink,
         void      (*call) (const guint8 *, guint, guint, guint, gpointer),
         gpointer    data)
{
  GstSample *sample = gst_app_sink_pull_sample (appsink);
  GstVideoInfo info;
  GstVideoFrame frame;

  if (sample == NULL)
    return GST_FLOW_EOS;
  if (gst_video_info_from_caps (&info, gst_sample_get_caps (sample)) &&
      gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ))
    {
      call (GST_VIDEO_FRAME_PLANE_DATA (&frame, 0), GST_VIDEO_FRAME_WIDTH (&frame), GST_VIDEO_FRAME_HEIGHT (&frame),
            GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0), data);
      gst_video_frame_unmap (&frame);
    }
  gst_sample_unref (sample);
  return GST_FLOW_OK;
}

static GstFlowReturn
grey_cb (GstAppSink *appsink,
         gpointer    data)
{
  Stream *self = data;

  return hand_on (appsink, self->sink->grey, self->data);
}

static GstFlowReturn
preview_cb (GstAppSink *appsink,
            gpointer    data)
{
  Stream *self = data;

  return hand_on (appsink, self->sink->preview, self->data);
}

/* On the thread of whoever posts; nothing stays on the bus. */
static GstBusSyncReply
bus_cb (GstBus     *bus,
        GstMessage *message,
        gpointer    data)
{
  Stream *self = data;

  switch (GST_MESSAGE_TYPE (message))
    {
    case GST_MESSAGE_ERROR:
      {
        GError *error = NULL;

        gst_message_parse_error (message, &error, NULL);
        self->sink->failed (error->message, self->data);
        g_error_free (error);
        break;
      }
    case GST_MESSAGE_EOS:
      self->sink->failed ("the stream has ended", self->data);
      break;
    case GST_MESSAGE_DEVICE_ADDED:
    case GST_MESSAGE_DEVICE_REMOVED:
      self->sink->changed (self->data);
      break;
    default:
      break;
    }
  gst_message_unref (message);
  return GST_BUS_DROP;
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

/* --- streams ------------------------------------------------------------------------------ */

static void
close_stream (gpointer stream)
{
  Stream *self = stream;

  if (self->monitor != NULL)
    {
      GstBus *bus = gst_device_monitor_get_bus (self->monitor);

      gst_bus_set_sync_handler (bus, NULL, NULL, NULL);
      gst_object_unref (bus);
      gst_device_monitor_stop (self->monitor);
      gst_object_unref (self->monitor);
    }
  if (self->pipeline != NULL)
    {
      gst_element_set_state (self->pipeline, GST_STATE_NULL);
      gst_object_unref (self->pipeline);
    }
  g_free (self);
}

static GstElement *
camera_pipeline (const char  *name,
                 GError     **error)
{
  GstElement *camera = camera_element (name), *pipeline, *open;

  if (camera == NULL)
    {
      g_set_error_literal (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN, "no such camera");
      return NULL;
    }
  pipeline = gst_parse_launch ("decodebin name=open" BRANCHES, error);
  if (pipeline == NULL)
    {
      gst_object_unref (camera);
      return NULL;
    }
  open = gst_bin_get_by_name (GST_BIN (pipeline), "open");
  gst_bin_add (GST_BIN (pipeline), camera);
  gst_element_link (camera, open);
  gst_object_unref (open);
  return pipeline;
}

/* "file:" and "gst:" are for training and tests. A picture stands still. */
static GstElement *
make_pipeline (const char  *source,
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
    return camera_pipeline (source, error);
  text = g_strconcat (head, BRANCHES, NULL);
  pipeline = gst_parse_launch (text, error);
  g_free (text);
  g_free (head);
  return pipeline;
}

static gpointer
open_stream (const char           *source,
             const MadoCameraSink *sink,
             gpointer              data,
             char                **reason)
{
  Stream *self;
  GstBus *bus;
  GError *error = NULL;
  GstElement *pipeline;

  gst_init (NULL, NULL);
  pipeline = make_pipeline (source, &error);
  if (pipeline == NULL || error != NULL)
    {
      *reason = g_strdup (error != NULL ? error->message : "unknown");
      g_clear_error (&error);
      g_clear_pointer (&pipeline, gst_object_unref);
      return NULL;
    }
  self = g_new0 (Stream, 1);
  *self = (Stream) { pipeline, NULL, sink, data };
  watch_sink (self, "grey", grey_cb);
  watch_sink (self, "preview", preview_cb);
  bus = gst_element_get_bus (pipeline);
  gst_bus_set_sync_handler (bus, bus_cb, self, NULL);
  gst_object_unref (bus);
  if (!g_str_has_prefix (source, "file:") && !g_str_has_prefix (source, "gst:"))
    {
      self->monitor = watch_cameras ();
      bus = gst_device_monitor_get_bus (self->monitor);
      gst_bus_set_sync_handler (bus, bus_cb, self, NULL);
      gst_object_unref (bus);
    }
  if (gst_element_set_state (pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
    {
      *reason = g_strdup ("the stream does not start");
      close_stream (self);
      return NULL;
    }
  return self;
}

const MadoCameraModule mado_camera_module = { list, open_stream, close_stream };
