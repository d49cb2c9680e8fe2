/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/scan/mado-camera-page-private.h"

#include <glib/gi18n.h>

/* --- which cameras there are ---------------------------------------------------------------- */

void
mado_camera_page_show_mirror (MadoCameraPage *self)
{
  mado_camera_view_set_mirror (self->view, self->mirror);
  gtk_button_set_label (self->mirror_button, self->mirror ? _("M: as it is") : _("M: mirror"));
}

/* "1 USB Camera", one button each, the one at work marked. */
void
mado_camera_page_show_names (MadoCameraPage *self)
{
  GtkWidget *old;

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->which))) != NULL)
    gtk_box_remove (self->which, old);
  for (guint i = 0; self->names[i] != NULL && i < 9; i++)
    {
      g_autofree char *label = g_strdup_printf ("%u %s", i + 1, self->names[i]);
      GtkWidget *button = gtk_button_new_with_label (label);

      gtk_widget_set_focus_on_click (button, FALSE);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "camera.choose");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", i + 1);
      if (g_str_equal (self->names[i], self->source))
        gtk_widget_add_css_class (button, "here");
      gtk_box_append (self->which, button);
    }
}

static gboolean
is_there (MadoCameraPage *self,
          const char     *name)
{
  return g_strv_contains ((const char *const *) self->names, name);
}

/* The camera of the preferences, without the way to it. */
static const char *
preferred (MadoCameraPage *self)
{
  const char *source = mado_preferences_get (self->preferences, MADO_PREFERENCE_CAMERA);

  if (self->stand_in != NULL)
    return self->stand_in;
  return g_str_has_prefix (source, MADO_CAMERA_PORTAL) ? source + strlen (MADO_CAMERA_PORTAL) : source;
}

/* The one of the preferences if it is there, else the first. */
void
mado_camera_page_choose_source (MadoCameraPage *self)
{
  const char *name = preferred (self);

  g_free (self->source);
  self->source = g_strdup (mado_camera_page_is_stand_in (name) || is_there (self, name) || *self->names == NULL ? name : self->names[0]);
}

void
mado_camera_page_cameras_changed (MadoCameras    *cameras,
                                  MadoCameraPage *self)
{
  gboolean was_there = is_there (self, self->source);

  g_strfreev (self->names);
  self->names = mado_cameras_get_names (cameras);
  if (mado_camera_page_is_stand_in (self->source))
    {
      mado_camera_page_show_names (self);
      return;
    }
  if (!g_str_equal (self->source, preferred (self)) && is_there (self, preferred (self)))
    {
      mado_camera_page_choose_source (self); /* the one that this counter is used to */
      mado_camera_page_start (self);
    }
  else if (was_there && !is_there (self, self->source))
    {
      mado_camera_page_stop (self);
      mado_camera_page_fault (self, mado_camera_fault_sentence (MADO_CAMERA_FAULT_GONE), FALSE);
    }
  else if (!was_there && (is_there (self, self->source) || *self->source == '\0'))
    {
      if (*self->source == '\0')
        mado_camera_page_choose_source (self);
      mado_camera_page_start (self);
    }
  mado_camera_page_show_names (self);
}

static void
remember (MadoCameraPage *self,
          const char     *name,
          const char     *value)
{
  g_autoptr (GError) error = NULL;

  mado_preferences_set (self->preferences, name, value);
  if (!mado_preferences_save (self->preferences, &error))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", error->message);
}

void
mado_camera_page_choose_number (MadoCameraPage *self,
                                guint           number)
{
  const char *before = mado_preferences_get (self->preferences, MADO_PREFERENCE_CAMERA);
  g_autofree char *value = NULL;

  g_free (self->source);
  self->source = g_strdup (self->names[number - 1]);
  self->faulty = FALSE;
  mado_camera_page_show_view (self, TRUE);
  /* What was put there by hand for training stays. */
  value = g_strconcat (g_str_has_prefix (before, MADO_CAMERA_PORTAL) ? MADO_CAMERA_PORTAL : "", self->source, NULL);
  if (self->stand_in == NULL && !mado_camera_page_is_stand_in (before) && !g_str_equal (before, value))
    remember (self, MADO_PREFERENCE_CAMERA, value);
  mado_camera_page_show_names (self);
  mado_camera_page_start (self);
}

void
mado_camera_page_turn_mirror (MadoCameraPage *self)
{
  self->mirror = !self->mirror;
  mado_camera_page_show_mirror (self);
  remember (self, MADO_PREFERENCE_CAMERA_MIRROR, self->mirror ? "yes" : "no");
}
