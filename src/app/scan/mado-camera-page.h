/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoCameraPage:
 *
 * What the camera sees, with codes outlined, and what to do better (farther,
 * nearer, less glare). Digits choose among cameras, M mirrors. Camera and
 * decoder work on threads of their own and end with the page.
 *
 * Signals:
 *   "code" (char *text)   a code was read; told once for each new text
 *   "file" ()             the person would rather give a picture file (F4)
 */
#define MADO_TYPE_CAMERA_PAGE (mado_camera_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoCameraPage, mado_camera_page, MADO, CAMERA_PAGE, GtkWidget)

/* @names: the cameras, taken over; may be empty. @source: what the preference
 * "camera" says, "" for the first of them. */
MadoPage *mado_camera_page_new (char       **names,
                                const char  *source);

G_END_DECLS
