/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-page.h"
#include "app/mado-preferences.h"
#include "device/camera/mado-cameras.h"

G_BEGIN_DECLS

/**
 * MadoCameraPage:
 *
 * What the camera sees, with codes outlined, and what to do better (farther,
 * nearer, less glare). Digits choose among cameras, M mirrors; light and focus
 * where the camera has them. Which camera and whether mirrored is remembered in
 * the preferences of this counter. A camera that is unplugged is told, and goes
 * on by itself when it comes back. Camera and decoder work on threads of their
 * own and end with the page.
 *
 * Signals:
 *   "code" (char *text)   a code was read; told once for each new text, again when it was away for a while
 *   "file" ()             the person would rather give a picture file (F4)
 */
#define MADO_TYPE_CAMERA_PAGE (mado_camera_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoCameraPage, mado_camera_page, MADO, CAMERA_PAGE, GtkWidget)

/* @cameras: those there are; NULL: none may be used, @reason says why, or @stand_in is
 * there instead ("file:…", for training): the preferences are then not asked for one. */
MadoPage *mado_camera_page_new (MadoPreferences *preferences,
                                MadoCameras     *cameras,
                                const char      *stand_in,
                                const char      *reason);

G_END_DECLS
