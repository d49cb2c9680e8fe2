/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/scan/mado-camera-page.h"
#include "app/scan/mado-camera-view.h"
#include "device/camera/mado-camera-knobs.h"
#include "device/camera/mado-camera.h"

G_BEGIN_DECLS

struct _MadoCameraPage
{
  GtkWidget        parent_instance;

  /* Template children */
  GtkBox          *box;
  GtkLabel        *advice;
  MadoCameraView  *view;
  GtkBox          *tools;
  GtkBox          *which;         /* cameras by number */
  GtkButton       *mirror_button;
  GtkButton       *torch_button;
  GtkButton       *auto_button;
  GtkButton       *once_button;
  GtkButton       *farther_button;
  GtkButton       *nearer_button;

  /* Owned */
  MadoPreferences *preferences;
  MadoCameras     *cameras;       /* nullable */
  char            *stand_in;      /* nullable */
  char           **names;
  char            *source;        /* a name of them, or what stands in */
  MadoCamera      *camera;        /* nullable */
  struct _MadoCameraSwitches *switches; /* nullable; of @camera */
  char            *last;          /* the text told last; nullable */

  gboolean         mirror;
  gboolean         faulty;        /* the sentence is about what is wrong */
  gint64           seen_us;       /* when a code was seen last */
  guint            again_id;
};

/* mado-camera-switches.c: light and focus, as far as the camera has them */
void     mado_camera_switches_bind (GtkWidgetClass *widget_class);
/* Looks which there are, on a thread, and shows their buttons. */
void     mado_camera_switches_take (MadoCameraPage *self);
/* The buttons go; the light is put out. */
void     mado_camera_switches_drop (MadoCameraPage *self);
gboolean mado_camera_switches_key  (MadoCameraPage *self,
                                    guint           keyval);

G_END_DECLS
