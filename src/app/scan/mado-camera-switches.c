/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/scan/mado-camera-page-private.h"

#define FOCUS_STEP 10 /* percent */

/* Speaking to a camera takes its time: every call is made on a thread, of which this is
 * the shared part. */
typedef struct _MadoCameraSwitches
{
  MadoCameraKnobs *knobs; /* nullable: it has none */
  gboolean         has[MADO_CAMERA_N_KNOBS];
  int              value[MADO_CAMERA_N_KNOBS]; /* main thread: as it is to be */
} MadoCameraSwitches;

static void
clear (gpointer data)
{
  MadoCameraSwitches *self = data;

  g_clear_pointer (&self->knobs, mado_camera_knobs_close);
}

static void
switches_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear);
}

/* --- what it has ------------------------------------------------------------------------- */

static void
show (MadoCameraPage *self)
{
  const MadoCameraSwitches *at = self->switches;
  gboolean automatic = at != NULL && at->has[MADO_CAMERA_KNOB_FOCUS_AUTO];

  gtk_widget_set_visible (GTK_WIDGET (self->torch_button), at != NULL && at->has[MADO_CAMERA_KNOB_TORCH]);
  gtk_widget_set_visible (GTK_WIDGET (self->auto_button), automatic);
  gtk_widget_set_visible (GTK_WIDGET (self->once_button), at != NULL && at->has[MADO_CAMERA_KNOB_FOCUS_ONCE] && !automatic);
  gtk_widget_set_visible (GTK_WIDGET (self->farther_button), at != NULL && at->has[MADO_CAMERA_KNOB_FOCUS]);
  gtk_widget_set_visible (GTK_WIDGET (self->nearer_button), at != NULL && at->has[MADO_CAMERA_KNOB_FOCUS]);
  if (at == NULL)
    return;
  gtk_button_set_label (self->torch_button, at->value[MADO_CAMERA_KNOB_TORCH] > 0 ? _("L: light off") : _("L: light on"));
  gtk_button_set_label (self->auto_button,
                        at->value[MADO_CAMERA_KNOB_FOCUS_AUTO] > 0 ? _("A: keep the focus") : _("A: automatic focus"));
}

typedef struct
{
  MadoCameras *cameras;
  char        *name;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_object_unref (wanted->cameras);
  g_free (wanted->name);
  g_free (wanted);
}

static void
take_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  const Wanted *wanted = data;
  g_autofree char *path = mado_cameras_get_path (wanted->cameras, wanted->name);
  MadoCameraSwitches *self = g_atomic_rc_box_new0 (MadoCameraSwitches);

  if (path != NULL)
    self->knobs = mado_camera_knobs_open (path, NULL);
  for (guint i = 0; self->knobs != NULL && i < MADO_CAMERA_N_KNOBS; i++)
    {
      self->has[i] = mado_camera_knobs_has (self->knobs, (MadoCameraKnob) i);
      self->value[i] = mado_camera_knobs_get (self->knobs, (MadoCameraKnob) i);
    }
  g_task_return_pointer (task, self, switches_unref);
}

static void
taken_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  MadoCameraPage *self = MADO_CAMERA_PAGE (object);
  const Wanted *wanted = g_task_get_task_data (G_TASK (result));
  MadoCameraSwitches *switches = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->box == NULL || self->camera == NULL || self->switches != NULL || !g_str_equal (wanted->name, self->source))
    {
      switches_unref (switches);
      return;
    }
  self->switches = switches;
  show (self);
}

void
mado_camera_switches_take (MadoCameraPage *self)
{
  g_autoptr (GTask) task = NULL;
  Wanted *wanted;

  if (self->cameras == NULL || g_str_has_prefix (self->source, "file:") || g_str_has_prefix (self->source, "gst:"))
    return;
  wanted = g_new (Wanted, 1);
  *wanted = (Wanted) { g_object_ref (self->cameras), g_strdup (self->source) };
  task = g_task_new (self, NULL, taken_cb, NULL);
  g_task_set_task_data (task, wanted, wanted_free);
  g_task_run_in_thread (task, take_thread);
}

/* --- turning one --------------------------------------------------------------------------- */

typedef struct
{
  MadoCameraSwitches *switches;
  MadoCameraKnob      knob;
  int                 value;
} Turn;

static void
turn_free (gpointer data)
{
  Turn *turn = data;

  switches_unref (turn->switches);
  g_free (turn);
}

static void
turn_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  const Turn *turn = data;

  g_task_return_boolean (task, mado_camera_knobs_set (turn->switches->knobs, turn->knob, turn->value));
}

static void
turned_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  MadoCameraPage *self = MADO_CAMERA_PAGE (object);

  if (g_task_propagate_boolean (G_TASK (result), NULL) || self->box == NULL)
    return;
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, _("The camera did not take that. It goes on as before."));
}

static void
turn (MadoCameraPage *self,
      MadoCameraKnob  knob,
      int             value)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, turned_cb, NULL);
  Turn *order = g_new (Turn, 1);

  *order = (Turn) { g_atomic_rc_box_acquire (self->switches), knob, value };
  g_task_set_task_data (task, order, turn_free);
  self->switches->value[knob] = value;
  if (knob == MADO_CAMERA_KNOB_FOCUS)
    self->switches->value[MADO_CAMERA_KNOB_FOCUS_AUTO] = 0;
  show (self);
  g_task_run_in_thread (task, turn_thread);
}

static void
drop_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  const Turn *turn = data;

  if (turn->value > 0)
    mado_camera_knobs_set (turn->switches->knobs, MADO_CAMERA_KNOB_TORCH, 0);
  g_task_return_boolean (task, TRUE);
}

void
mado_camera_switches_drop (MadoCameraPage *self)
{
  g_autoptr (GTask) task = NULL;
  Turn *order;

  if (self->switches == NULL)
    return;
  order = g_new (Turn, 1);
  *order = (Turn) { self->switches, MADO_CAMERA_KNOB_TORCH,
                    self->switches->has[MADO_CAMERA_KNOB_TORCH] && self->switches->value[MADO_CAMERA_KNOB_TORCH] > 0 };
  self->switches = NULL;
  if (self->box != NULL)
    show (self);
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, order, turn_free);
  g_task_run_in_thread (task, drop_thread);
}

static gboolean
flip (MadoCameraPage *self,
      MadoCameraKnob  knob)
{
  if (self->switches == NULL || !self->switches->has[knob])
    return FALSE;
  turn (self, knob, knob == MADO_CAMERA_KNOB_FOCUS_ONCE || self->switches->value[knob] <= 0);
  return TRUE;
}

static gboolean
step_focus (MadoCameraPage *self,
            int             by)
{
  if (self->switches == NULL || !self->switches->has[MADO_CAMERA_KNOB_FOCUS])
    return FALSE;
  turn (self, MADO_CAMERA_KNOB_FOCUS, CLAMP (self->switches->value[MADO_CAMERA_KNOB_FOCUS] + by, 0, 100));
  return TRUE;
}

/* --- keys and buttons ------------------------------------------------------------------------ */

gboolean
mado_camera_switches_key (MadoCameraPage *self,
                          guint           keyval)
{
  switch (keyval)
    {
    case GDK_KEY_l:
      return flip (self, MADO_CAMERA_KNOB_TORCH);
    case GDK_KEY_a:
      return flip (self, MADO_CAMERA_KNOB_FOCUS_AUTO) || flip (self, MADO_CAMERA_KNOB_FOCUS_ONCE);
    case GDK_KEY_f:
      return step_focus (self, -FOCUS_STEP);
    case GDK_KEY_n:
      return step_focus (self, FOCUS_STEP);
    default:
      return FALSE;
    }
}

static void
torch_action (GtkWidget  *widget,
              const char *name,
              GVariant   *target)
{
  mado_camera_switches_key (MADO_CAMERA_PAGE (widget), GDK_KEY_l);
}

static void
focus_action (GtkWidget  *widget,
              const char *name,
              GVariant   *target)
{
  guint key = g_str_equal (name, "camera.focus-farther") ? GDK_KEY_f : g_str_equal (name, "camera.focus-nearer") ? GDK_KEY_n : GDK_KEY_a;

  mado_camera_switches_key (MADO_CAMERA_PAGE (widget), key);
}

void
mado_camera_switches_bind (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MadoCameraPage, torch_button);
  gtk_widget_class_bind_template_child (widget_class, MadoCameraPage, auto_button);
  gtk_widget_class_bind_template_child (widget_class, MadoCameraPage, once_button);
  gtk_widget_class_bind_template_child (widget_class, MadoCameraPage, farther_button);
  gtk_widget_class_bind_template_child (widget_class, MadoCameraPage, nearer_button);
  gtk_widget_class_install_action (widget_class, "camera.torch", NULL, torch_action);
  gtk_widget_class_install_action (widget_class, "camera.focus-auto", NULL, focus_action);
  gtk_widget_class_install_action (widget_class, "camera.focus-once", NULL, focus_action);
  gtk_widget_class_install_action (widget_class, "camera.focus-farther", NULL, focus_action);
  gtk_widget_class_install_action (widget_class, "camera.focus-nearer", NULL, focus_action);
}
