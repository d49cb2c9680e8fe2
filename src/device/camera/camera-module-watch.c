/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <poll.h>
#include <unistd.h>

#include "device/camera/camera-module-private.h"

/*
 * Which cameras there are. One provider is asked, not GStreamer's monitor of all: a
 * camera that V4L2 and PipeWire both offer would be there twice.
 */
typedef struct
{
  GstDeviceProvider *provider;
  int                remote; /* -1: none */

  /* under the lock */
  GMutex             lock;
  void             (*changed) (gpointer data); /* NULL: nobody watches */
  gpointer           data;
} Watch;

/* One that shows cameras of PipeWire is never stopped, but kept for the next time:
 * stopping it after one of its cameras was used damages memory in PipeWire 0.3.65 (5 of
 * 14 runs with nothing but the two elements; 0 of 28 without). */
static GMutex kept_lock;
static Watch *kept; /* nullable */

static GstBusSyncReply
bus_cb (GstBus     *bus,
        GstMessage *message,
        gpointer    data)
{
  Watch *self = data;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_DEVICE_ADDED || GST_MESSAGE_TYPE (message) == GST_MESSAGE_DEVICE_REMOVED)
    {
      g_mutex_lock (&self->lock);
      if (self->changed != NULL)
        self->changed (self->data);
      g_mutex_unlock (&self->lock);
    }
  gst_message_unref (message);
  return GST_BUS_DROP;
}

static void
set_watcher (Watch    *self,
             void    (*changed) (gpointer data),
             gpointer  data)
{
  g_mutex_lock (&self->lock);
  self->changed = changed;
  self->data = data;
  g_mutex_unlock (&self->lock);
}

/* The service at the other end may have ended since. */
static gboolean
is_connected (const Watch *self)
{
  struct pollfd state = { self->remote, 0, 0 };

  return poll (&state, 1, 0) >= 0 && (state.revents & (POLLHUP | POLLERR | POLLNVAL)) == 0;
}

static Watch *
take_kept (void)
{
  Watch *self;

  g_mutex_lock (&kept_lock);
  self = g_steal_pointer (&kept);
  g_mutex_unlock (&kept_lock);
  return self != NULL && is_connected (self) ? self : NULL; /* one that is not is left alone for good */
}

/* One of its own: the factory's single one may hold the connection of another watch. */
static GstDeviceProvider *
new_provider (const char *name)
{
  GstDeviceProviderFactory *factory = gst_device_provider_factory_find (name), *loaded;
  GstDeviceProvider *provider;

  if (factory == NULL)
    return NULL;
  loaded = GST_DEVICE_PROVIDER_FACTORY (gst_plugin_feature_load (GST_PLUGIN_FEATURE (factory)));
  gst_object_unref (factory);
  if (loaded == NULL)
    return NULL;
  provider = g_object_new (gst_device_provider_factory_get_device_provider_type (loaded), NULL);
  gst_object_ref_sink (provider);
  gst_object_unref (loaded);
  return provider;
}

static void
end (Watch *self)
{
  GstBus *bus;

  if (self->provider != NULL)
    {
      bus = gst_device_provider_get_bus (self->provider);
      gst_device_provider_stop (self->provider);
      gst_bus_set_sync_handler (bus, NULL, NULL, NULL);
      gst_object_unref (bus);
      gst_object_unref (self->provider);
    }
  if (self->remote >= 0)
    close (self->remote);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
mado_camera_watch_free (gpointer watch)
{
  Watch *self = watch;

  set_watcher (self, NULL, NULL);
  if (self->remote < 0)
    {
      end (self);
      return;
    }
  g_mutex_lock (&kept_lock);
  kept = self; /* one that was there is left alone for good */
  g_mutex_unlock (&kept_lock);
}

gpointer
mado_camera_watch_new (int       remote,
                       void    (*changed) (gpointer data),
                       gpointer  data,
                       char    **reason)
{
  const char *name = remote >= 0 ? "pipewiredeviceprovider" : "v4l2deviceprovider";
  Watch *self = remote >= 0 ? take_kept () : NULL;
  GstBus *bus;

  if (self != NULL)
    {
      close (remote);
      set_watcher (self, changed, data);
      return self;
    }
  gst_init (NULL, NULL);
  self = g_new0 (Watch, 1);
  g_mutex_init (&self->lock);
  self->provider = new_provider (name);
  self->remote = remote;
  if (self->provider == NULL)
    {
      *reason = g_strdup_printf ("GStreamer has no %s", name);
      end (self);
      return NULL;
    }
  if (remote >= 0)
    g_object_set (self->provider, "fd", remote, NULL);
  bus = gst_device_provider_get_bus (self->provider);
  gst_bus_set_sync_handler (bus, bus_cb, self, NULL);
  gst_object_unref (bus);
  if (!gst_device_provider_start (self->provider))
    {
      *reason = g_strdup_printf ("%s does not start", name);
      end (self);
      return NULL;
    }
  set_watcher (self, changed, data);
  return self;
}

/* --- by name ----------------------------------------------------------------------------- */

/* Calls @use with each camera and its name until it answers TRUE. Two of one make get a
 * number each, in the order in which they were plugged in. */
static void
each (Watch     *self,
      gboolean (*use) (GstDevice *device, const char *name, gpointer data),
      gpointer   data)
{
  GList *devices = gst_device_provider_get_devices (self->provider);
  GHashTable *seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean done = FALSE;

  for (GList *l = devices; !done && l != NULL; l = l->next)
    {
      char *name, *title;
      guint n;

      if (!gst_device_has_classes (l->data, "Video/Source"))
        continue;
      name = gst_device_get_display_name (l->data);
      n = GPOINTER_TO_UINT (g_hash_table_lookup (seen, name)) + 1;
      title = n > 1 ? g_strdup_printf ("%s (%u)", name, n) : g_strdup (name);
      g_hash_table_replace (seen, name, GUINT_TO_POINTER (n));
      done = use (l->data, title, data);
      g_free (title);
    }
  g_hash_table_unref (seen);
  g_list_free_full (devices, gst_object_unref);
}

static gboolean
add_name (GstDevice  *device,
          const char *name,
          gpointer    data)
{
  g_strv_builder_add (data, name);
  return FALSE;
}

char **
mado_camera_watch_list (gpointer watch)
{
  GStrvBuilder *names = g_strv_builder_new ();
  char **all;

  each (watch, add_name, names);
  all = g_strv_builder_end (names);
  g_strv_builder_unref (names);
  return all;
}

typedef struct
{
  const char *name;
  GstDevice  *device;
} Wanted;

static gboolean
take_wanted (GstDevice  *device,
             const char *name,
             gpointer    data)
{
  Wanted *wanted = data;

  if (*wanted->name != '\0' && !g_str_equal (wanted->name, name))
    return FALSE;
  wanted->device = gst_object_ref (device);
  return TRUE;
}

static GstDevice *
find (Watch      *self,
      const char *name)
{
  Wanted wanted = { name, NULL };

  each (self, take_wanted, &wanted);
  return wanted.device;
}

char *
mado_camera_watch_path (gpointer    watch,
                        const char *name)
{
  GstDevice *device = find (watch, name);
  GstStructure *properties = device != NULL ? gst_device_get_properties (device) : NULL;
  char *path = properties != NULL && ((Watch *) watch)->remote < 0 ? g_strdup (gst_structure_get_string (properties, "device.path"))
                                                                   : NULL;

  g_clear_pointer (&properties, gst_structure_free);
  g_clear_pointer (&device, gst_object_unref);
  return path;
}

GstElement *
mado_camera_watch_element (gpointer     watch,
                           const char  *name,
                           GstCaps    **offered)
{
  GstDevice *device = find (watch, name);
  GstElement *element = device != NULL ? gst_device_create_element (device, "camera") : NULL;

  *offered = device != NULL ? gst_device_get_caps (device) : NULL;
  if (element != NULL && g_object_class_find_property (G_OBJECT_GET_CLASS (element), "stream-properties") != NULL)
    {
      /* Without these PipeWire's session manager does not connect the two. */
      GstStructure *about = gst_structure_new ("about", "media.type", G_TYPE_STRING, "Video", "media.category", G_TYPE_STRING,
                                               "Capture", "media.role", G_TYPE_STRING, "Camera", NULL);

      /* A frame that is still looked at when the camera goes is a copy, not PipeWire's own memory. */
      g_object_set (element, "stream-properties", about, "always-copy", TRUE, NULL);
      gst_structure_free (about);
    }
  g_clear_pointer (&device, gst_object_unref);
  return element;
}
