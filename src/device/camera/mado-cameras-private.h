/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/camera/mado-camera-module.h"
#include "device/camera/mado-cameras.h"

G_BEGIN_DECLS

/* Loaded at the first call; MADO_ERROR_UNSUPPORTED if it cannot be. */
const MadoCameraModule *mado_camera_module_load (GError      **error);

/* What the module's open() wants. */
gpointer                mado_cameras_get_watch  (MadoCameras  *self);

G_END_DECLS
