/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

#include "device/camera/mado-camera-module.h"

G_BEGIN_DECLS

gpointer    mado_camera_watch_new     (int          remote,
                                       void       (*changed) (gpointer data),
                                       gpointer     data,
                                       char       **reason);
void        mado_camera_watch_free    (gpointer     watch);
char      **mado_camera_watch_list    (gpointer     watch);
char       *mado_camera_watch_path    (gpointer     watch,
                                       const char  *name);
/* A source element of the camera called @name, of the first one for ""; NULL if there
 * is none. Floating. @offered: what it can give (full, nullable). */
GstElement *mado_camera_watch_element (gpointer     watch,
                                       const char  *name,
                                       GstCaps    **offered);

/* The one of a camera's modes that is best for reading codes (full); NULL: leave it to
 * the camera. */
GstCaps    *mado_camera_mode_choose   (const GstCaps *offered);

G_END_DECLS
