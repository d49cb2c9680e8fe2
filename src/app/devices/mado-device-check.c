/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/devices/mado-device-check.h"

typedef struct
{
  MadoContext  *context;
  GCancellable *cancellable; /* nullable; of the look that goes on */
  GPtrArray    *findings;
  gboolean      known;
} MadoDeviceCheckPrivate;

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MadoDeviceCheck, mado_device_check, G_TYPE_OBJECT)

static MadoDeviceCheckPrivate *
private (MadoDeviceCheck *self)
{
  return mado_device_check_get_instance_private (self);
}

static void
drop (MadoDeviceCheck *self)
{
  MadoDeviceCheckPrivate *priv = private (self);

  if (priv->cancellable == NULL)
    return;
  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  if (MADO_DEVICE_CHECK_GET_CLASS (self)->stop != NULL)
    MADO_DEVICE_CHECK_GET_CLASS (self)->stop (self);
}

void
mado_device_check_look (MadoDeviceCheck *self)
{
  MadoDeviceCheckPrivate *priv = private (self);

  drop (self);
  priv->cancellable = g_cancellable_new ();
  g_signal_emit (self, signals[CHANGED], 0);
  MADO_DEVICE_CHECK_GET_CLASS (self)->look (self);
}

void
mado_device_check_stop (MadoDeviceCheck *self)
{
  if (!mado_device_check_is_busy (self))
    return;
  drop (self);
  g_ptr_array_set_size (private (self)->findings, 0);
  private (self)->known = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
mado_device_check_is_busy (MadoDeviceCheck *self)
{
  return private (self)->cancellable != NULL;
}

gboolean
mado_device_check_is_known (MadoDeviceCheck *self)
{
  return private (self)->known;
}

const char *
mado_device_check_get_title (MadoDeviceCheck *self)
{
  return MADO_DEVICE_CHECK_GET_CLASS (self)->get_title (self);
}

GPtrArray *
mado_device_check_get_findings (MadoDeviceCheck *self)
{
  return private (self)->findings;
}

GtkWidget *
mado_device_check_make_extra (MadoDeviceCheck *self)
{
  MadoDeviceCheckClass *klass = MADO_DEVICE_CHECK_GET_CLASS (self);

  return klass->make_extra != NULL ? klass->make_extra (self) : NULL;
}

void
mado_device_check_scanned (MadoDeviceCheck *self,
                           const char      *code)
{
  if (MADO_DEVICE_CHECK_GET_CLASS (self)->scanned != NULL)
    MADO_DEVICE_CHECK_GET_CLASS (self)->scanned (self, code);
}

/* --- for the devices ----------------------------------------------------------------- */

MadoContext *
mado_device_check_get_context (MadoDeviceCheck *self)
{
  return private (self)->context;
}

GCancellable *
mado_device_check_get_cancellable (MadoDeviceCheck *self)
{
  return private (self)->cancellable;
}

void
mado_device_check_end (MadoDeviceCheck *self,
                       GPtrArray       *findings)
{
  MadoDeviceCheckPrivate *priv = private (self);

  g_clear_object (&priv->cancellable);
  g_ptr_array_unref (priv->findings);
  priv->findings = findings;
  priv->known = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ran_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      data)
{
  MadoDeviceCheck *self = MADO_DEVICE_CHECK (object);
  GCancellable *mine = g_task_get_cancellable (G_TASK (result));
  GPtrArray *findings = g_task_propagate_pointer (G_TASK (result), NULL);

  if (findings != NULL && private (self)->cancellable == mine)
    mado_device_check_end (self, findings);
  else
    g_clear_pointer (&findings, g_ptr_array_unref);
}

void
mado_device_check_run (MadoDeviceCheck *self,
                       GTaskThreadFunc  work,
                       gpointer         data,
                       GDestroyNotify   destroy)
{
  g_autoptr (GTask) task = g_task_new (self, private (self)->cancellable, ran_cb, NULL);

  g_task_set_task_data (task, data, destroy);
  g_task_run_in_thread (task, work);
}

void
mado_device_check_return (GTask     *task,
                          GPtrArray *findings)
{
  g_task_return_pointer (task, findings, (GDestroyNotify) g_ptr_array_unref);
}

/* --- the type ----------------------------------------------------------------------------- */

static void
mado_device_check_dispose (GObject *object)
{
  MadoDeviceCheck *self = MADO_DEVICE_CHECK (object);

  drop (self);
  g_clear_object (&private (self)->context);
  G_OBJECT_CLASS (mado_device_check_parent_class)->dispose (object);
}

static void
mado_device_check_finalize (GObject *object)
{
  g_ptr_array_unref (private (MADO_DEVICE_CHECK (object))->findings);
  G_OBJECT_CLASS (mado_device_check_parent_class)->finalize (object);
}

static void
mado_device_check_class_init (MadoDeviceCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_device_check_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_device_check_finalize;
  signals[CHANGED] = g_signal_new ("changed", MADO_TYPE_DEVICE_CHECK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_device_check_init (MadoDeviceCheck *self)
{
  private (self)->findings = mado_device_findings_new ();
}

MadoDeviceCheck *
mado_device_check_new (GType        type,
                       MadoContext *context)
{
  MadoDeviceCheck *self = g_object_new (type, NULL);

  private (self)->context = g_object_ref (context);
  return self;
}
