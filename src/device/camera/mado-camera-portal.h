/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Cameras through the desktop portal (org.freedesktop.portal.Camera, version 1): what a
 * Flatpak may use instead of the device files. The portal asks the person once, or the
 * administrator has answered for them; then it hands out a connection to PipeWire that
 * shows the cameras and nothing else.
 */

/* As long as the person takes to answer; @cancellable takes the question away. */
void mado_camera_portal_open_async  (GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              data);
/* The connection (a descriptor, full); -1 with MADO_ERROR_DENIED (they said no),
 * MADO_ERROR_UNSUPPORTED (there is no such portal), G_IO_ERROR_CANCELLED. */
int  mado_camera_portal_open_finish (GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
