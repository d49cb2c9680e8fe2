/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/camera/mado-cameras.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>
#include <unistd.h>

#include "core/base/mado-error.h"
#include "device/camera/mado-camera-portal.h"
#include "device/camera/mado-cameras-private.h"
#include "device/mado-device-place.h"

struct _MadoCameras
{
  GObject                 parent_instance;

  const MadoCameraModule *module;
  gpointer                watch;
  GMainContext           *context;
};

G_DEFINE_FINAL_TYPE (MadoCameras, mado_cameras, G_TYPE_OBJECT)

static guint changed_signal;

const MadoCameraModule *
mado_camera_module_load (GError **error)
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

gboolean
mado_cameras_is_confined (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

/* --- plugged in or out --------------------------------------------------------------------- */

static gboolean
tell_cb (gpointer data)
{
  MadoCameras *self = g_weak_ref_get (data);

  if (self == NULL)
    return G_SOURCE_REMOVE;
  g_signal_emit (self, changed_signal, 0);
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

static void
weak_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* On a thread of the module's own, which dispose() waits for: no strong reference may
 * come to be here. */
static void
changed_cb (gpointer data)
{
  MadoCameras *self = data;
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, tell_cb, weak, weak_free);
}

/* --- opening ---------------------------------------------------------------------------------- */

/* @remote: taken over. */
static MadoCameras *
open_watch (int            remote,
            GMainContext  *context,
            GError       **error)
{
  g_autoptr (MadoCameras) self = g_object_new (MADO_TYPE_CAMERAS, NULL);
  g_autofree char *reason = NULL;

  self->context = g_main_context_ref (context);
  self->module = mado_camera_module_load (error);
  if (self->module == NULL)
    {
      if (remote >= 0)
        close (remote);
      return NULL;
    }
  self->watch = self->module->watch (remote, changed_cb, self, &reason);
  if (self->watch != NULL)
    return g_steal_pointer (&self);
  g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED, _("The cameras of this computer cannot be looked at (%s)."), reason);
  return NULL;
}

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  MadoCameras *self = open_watch (GPOINTER_TO_INT (data), g_task_get_context (task), &error);

  if (self != NULL)
    g_task_return_pointer (task, self, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
asked_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  int remote = mado_camera_portal_open_finish (result, &error);

  if (remote < 0)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, GINT_TO_POINTER (remote), NULL);
  g_task_run_in_thread (task, open_thread);
}

void
mado_cameras_open_async (gboolean             by_portal,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  if (by_portal || mado_cameras_is_confined ())
    {
      mado_camera_portal_open_async (cancellable, asked_cb, g_steal_pointer (&task));
      return;
    }
  g_task_set_task_data (task, GINT_TO_POINTER (-1), NULL);
  g_task_run_in_thread (task, open_thread);
}

MadoCameras *
mado_cameras_open_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  GMainLoop    *loop;
  GAsyncResult *result;
} Waiting;

static void
waited_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  Waiting *waiting = data;

  waiting->result = g_object_ref (result);
  g_main_loop_quit (waiting->loop);
}

MadoCameras *
mado_cameras_open (gboolean       by_portal,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (GMainContext) context = NULL, outer = g_main_context_ref_thread_default ();
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  Waiting waiting = { 0 };
  int remote;

  if (!by_portal && !mado_cameras_is_confined ())
    return open_watch (-1, outer, error);
  context = g_main_context_new ();
  loop = waiting.loop = g_main_loop_new (context, FALSE);
  g_main_context_push_thread_default (context);
  mado_camera_portal_open_async (cancellable, waited_cb, &waiting);
  g_main_loop_run (loop);
  result = waiting.result;
  remote = mado_camera_portal_open_finish (result, error);
  g_main_context_pop_thread_default (context);
  return remote >= 0 ? open_watch (remote, outer, error) : NULL;
}

/* --- asking ---------------------------------------------------------------------------------------- */

char **
mado_cameras_get_names (MadoCameras *self)
{
  return self->module->list (self->watch);
}

char *
mado_cameras_get_path (MadoCameras *self,
                       const char  *name)
{
  return self->module->path (self->watch, name);
}

gpointer
mado_cameras_get_watch (MadoCameras *self)
{
  return self->watch;
}

/* Not later: what the module still tells meanwhile takes weak references. */
static void
mado_cameras_dispose (GObject *object)
{
  MadoCameras *self = MADO_CAMERAS (object);
  gpointer watch = g_steal_pointer (&self->watch);

  if (watch != NULL)
    self->module->unwatch (watch);
  G_OBJECT_CLASS (mado_cameras_parent_class)->dispose (object);
}

static void
mado_cameras_finalize (GObject *object)
{
  MadoCameras *self = MADO_CAMERAS (object);

  g_clear_pointer (&self->context, g_main_context_unref);
  G_OBJECT_CLASS (mado_cameras_parent_class)->finalize (object);
}

static void
mado_cameras_class_init (MadoCamerasClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_cameras_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_cameras_finalize;
  changed_signal = g_signal_new ("changed", MADO_TYPE_CAMERAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_cameras_init (MadoCameras *self)
{
}
