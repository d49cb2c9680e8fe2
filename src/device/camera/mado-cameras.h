/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MadoCameras:
 *
 * The cameras of this computer, watched as long as it lives: those of V4L2, or those
 * that the desktop portal shows (PipeWire). Names are unique; of two cameras of one
 * make the second is "NAME (2)".
 *
 * Signals, on the main context of whoever opened it:
 *   "changed" ()   a camera was plugged in or out
 */
#define MADO_TYPE_CAMERAS (mado_cameras_get_type ())
G_DECLARE_FINAL_TYPE (MadoCameras, mado_cameras, MADO, CAMERAS, GObject)

/* A source "portal:NAME" is found by the portal whatever the place. */
#define MADO_CAMERA_PORTAL "portal:"

/* TRUE: the program is shut in (a Flatpak) and reaches cameras by the portal alone. */
gboolean      mado_cameras_is_confined (void);

/* @by_portal: ask the portal, which may ask the person; always so where the program is
 * confined. Else takes up to a second, on a thread.
 * MADO_ERROR_DENIED: the person said no; MADO_ERROR_UNSUPPORTED: no portal, or a part of
 * the program is missing. */
void          mado_cameras_open_async  (gboolean              by_portal,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              data);
MadoCameras  *mado_cameras_open_finish (GAsyncResult         *result,
                                        GError              **error);
/* The same, waiting: for threads and for programs without a screen. */
MadoCameras  *mado_cameras_open        (gboolean              by_portal,
                                        GCancellable         *cancellable,
                                        GError              **error);

/* Full, ends with NULL; empty if there is none. */
char        **mado_cameras_get_names   (MadoCameras          *self);
/* The device file to which a camera's switches belong (full); NULL: none. */
char         *mado_cameras_get_path    (MadoCameras          *self,
                                        const char           *name);

G_END_DECLS
