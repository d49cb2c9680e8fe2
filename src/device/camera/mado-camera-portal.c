/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/camera/mado-camera-portal.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>

#include "core/base/mado-error.h"

#define PORTAL_NAME  "org.freedesktop.portal.Desktop"
#define PORTAL_PATH  "/org/freedesktop/portal/desktop"
#define CAMERA       "org.freedesktop.portal.Camera"
#define REQUEST      "org.freedesktop.portal.Request"
#define GRANTED      0 /* of Response; 1: the person said no; 2: it ended otherwise */
#define SAID_NO      1

typedef struct
{
  GDBusConnection *bus;
  char            *request; /* path of the question */
  GHashTable      *answers; /* path → answer + 1; of other questions of this program too */
  guint            response_id;
  guint            owner_id;
  GSource         *cancelled;
} Asking;

static void
stop_listening (Asking *self)
{
  if (self->response_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->response_id);
  self->response_id = 0;
  if (self->owner_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->owner_id);
  self->owner_id = 0;
  if (self->cancelled != NULL)
    {
      g_source_destroy (self->cancelled);
      g_clear_pointer (&self->cancelled, g_source_unref);
    }
}

static void
asking_free (gpointer data)
{
  Asking *self = data;

  stop_listening (self);
  g_clear_object (&self->bus);
  g_hash_table_unref (self->answers);
  g_free (self->request);
  g_free (self);
}

static void
give_up (GTask      *task,
         MadoError   code,
         const char *sentence)
{
  stop_listening (g_task_get_task_data (task));
  g_task_return_new_error (task, MADO_ERROR, code, "%s", sentence);
}

static void
no_portal (GTask *task)
{
  give_up (task, MADO_ERROR_UNSUPPORTED,
           _("This computer does not let the program ask for its cameras. Read the code from a file, or tell whoever looks after the computer."));
}

/* --- the connection ------------------------------------------------------------------------ */

static void
remote_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (object), &fds, result, &error);
  int index, fd = -1;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (answer != NULL)
    {
      g_variant_get (answer, "(h)", &index);
      if (fds != NULL && index >= 0 && index < g_unix_fd_list_get_length (fds))
        fd = g_unix_fd_list_get (fds, index, NULL);
    }
  if (fd >= 0)
    g_task_return_int (task, fd);
  else if (g_dbus_error_is_remote_error (error) && g_str_equal (g_dbus_error_get_remote_error (error),
                                                                "org.freedesktop.portal.Error.NotAllowed"))
    give_up (task, MADO_ERROR_DENIED, _("The use of the camera was not allowed. It can be allowed in the settings of this computer."));
  else
    no_portal (task);
}

static void
connect_remote (GTask *task)
{
  Asking *self = g_task_get_task_data (task);
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_dbus_connection_call_with_unix_fd_list (self->bus, PORTAL_NAME, PORTAL_PATH, CAMERA, "OpenPipeWireRemote",
                                            g_variant_new ("(a{sv})", &options), G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NONE, -1,
                                            NULL, g_task_get_cancellable (task), remote_cb, g_object_ref (task));
}

/* --- the question ----------------------------------------------------------------------------- */

static void
settle (GTask *task)
{
  Asking *self = g_task_get_task_data (task);
  guint answer = GPOINTER_TO_UINT (g_hash_table_lookup (self->answers, self->request));

  if (self->response_id == 0 || answer == 0)
    return;
  if (answer - 1 == GRANTED)
    {
      stop_listening (self);
      connect_remote (task);
    }
  else if (answer - 1 == SAID_NO)
    give_up (task, MADO_ERROR_DENIED, _("The use of the camera was not allowed. It can be allowed in the settings of this computer."));
  else
    give_up (task, MADO_ERROR_DENIED, _("The question whether the camera may be used was not answered. Press F4 to be asked again."));
}

static void
response_cb (GDBusConnection *bus,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (data));
  Asking *self = g_task_get_task_data (task);
  guint answer;

  if (self->response_id == 0 || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  g_variant_get_child (parameters, 0, "u", &answer);
  g_hash_table_insert (self->answers, g_strdup (path), GUINT_TO_POINTER (MIN (answer, 2) + 1));
  settle (task);
}

/* The portal went away with the question still open. */
static void
owner_cb (GDBusConnection *bus,
          const char      *sender,
          const char      *path,
          const char      *interface,
          const char      *signal,
          GVariant        *parameters,
          gpointer         data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (data));
  Asking *self = g_task_get_task_data (task);
  const char *owner;

  g_variant_get (parameters, "(&s&s&s)", NULL, NULL, &owner);
  if (self->response_id != 0 && *owner == '\0')
    no_portal (task);
}

/* To all answers: an old portal chooses the question's path itself, and may have answered
 * before it is known here. */
static void
listen (GTask *task)
{
  Asking *self = g_task_get_task_data (task);

  self->response_id = g_dbus_connection_signal_subscribe (self->bus, PORTAL_NAME, REQUEST, "Response", NULL, NULL,
                                                          G_DBUS_SIGNAL_FLAGS_NONE, response_cb, g_object_ref (task), g_object_unref);
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (data));
  Asking *self = g_task_get_task_data (task);

  if (self->response_id == 0)
    return G_SOURCE_REMOVE;
  g_dbus_connection_call (self->bus, PORTAL_NAME, self->request, REQUEST, "Close", NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL,
                          NULL, NULL);
  stop_listening (self);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
asked_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GTask) task = data;
  Asking *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  const char *path;

  if (self->response_id == 0)
    return; /* answered or cancelled meanwhile */
  if (answer == NULL)
    {
      no_portal (task);
      return;
    }
  g_variant_get (answer, "(&o)", &path);
  g_free (self->request);
  self->request = g_strdup (path);
  settle (task);
}

static void
ask (GTask *task)
{
  static int serial;
  Asking *self = g_task_get_task_data (task);
  g_autofree char *sender = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (self->bus) + 1), ".", '_');
  g_autofree char *token = g_strdup_printf ("madoguchi%d", g_atomic_int_add (&serial, 1));
  GVariantBuilder options;

  self->request = g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
  listen (task);
  self->owner_id = g_dbus_connection_signal_subscribe (self->bus, "org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged",
                                                       "/org/freedesktop/DBus", PORTAL_NAME, G_DBUS_SIGNAL_FLAGS_NONE, owner_cb,
                                                       g_object_ref (task), g_object_unref);
  if (g_task_get_cancellable (task) != NULL)
    {
      self->cancelled = g_cancellable_source_new (g_task_get_cancellable (task));
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), g_object_ref (task), g_object_unref);
      g_source_attach (self->cancelled, g_task_get_context (task));
    }
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_dbus_connection_call (self->bus, PORTAL_NAME, PORTAL_PATH, CAMERA, "AccessCamera", g_variant_new ("(a{sv})", &options),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, asked_cb, g_object_ref (task));
}

static void
bus_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (GTask) task = data;
  Asking *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->bus = g_bus_get_finish (result, &error);
  if (self->bus != NULL)
    ask (task);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    no_portal (task);
}

void
mado_camera_portal_open_async (GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Asking *self = g_new0 (Asking, 1);

  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_task_set_check_cancellable (task, FALSE); /* a descriptor that came is not dropped */
  g_task_set_task_data (task, self, asking_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_cb, task);
}

int
mado_camera_portal_open_finish (GAsyncResult  *result,
                                GError       **error)
{
  return (int) g_task_propagate_int (G_TASK (result), error);
}
