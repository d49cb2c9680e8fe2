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

/* mado-camera-page.c: beginning and ending, off the main thread */
void     mado_camera_page_start           (MadoCameraPage *self);
void     mado_camera_page_stop            (MadoCameraPage *self);
/* The sentence stands in the place of the picture. */
void     mado_camera_page_fault           (MadoCameraPage *self,
                                           const char     *sentence,
                                           gboolean        try_again);
void     mado_camera_page_show_view       (MadoCameraPage *self,
                                           gboolean        visible);
/* A picture or a description of GStreamer's stands in for a camera. */
gboolean mado_camera_page_is_stand_in     (const char     *source);

/* mado-camera-page-which.c: which cameras there are, and how they are shown */
/* The one of the preferences if it is there, else the first. */
void     mado_camera_page_choose_source   (MadoCameraPage *self);
void     mado_camera_page_cameras_changed (MadoCameras    *cameras,
                                           MadoCameraPage *self);
/* "1 USB Camera", one button each, the one at work marked. */
void     mado_camera_page_show_names      (MadoCameraPage *self);
void     mado_camera_page_show_mirror     (MadoCameraPage *self);
/* @number: from 1; there is one. It is remembered for this desk. */
void     mado_camera_page_choose_number   (MadoCameraPage *self,
                                           guint           number);
void     mado_camera_page_turn_mirror     (MadoCameraPage *self);

/* mado-camera-switches.c: light and focus, as far as the camera has them */
void     mado_camera_switches_bind (GtkWidgetClass *widget_class);
/* Looks which there are, on a thread, and shows their buttons. */
void     mado_camera_switches_take (MadoCameraPage *self);
/* The buttons go; the light is put out. */
void     mado_camera_switches_drop (MadoCameraPage *self);
gboolean mado_camera_switches_key  (MadoCameraPage *self,
                                    guint           keyval);

G_END_DECLS
