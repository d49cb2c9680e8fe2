/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/check/mado-device-finding.h"

G_BEGIN_DECLS

/* What can be known of cameras before one is switched on. */
typedef struct
{
  char   **usable;    /* names that the camera module knows */
  char   **plugged;   /* names at the USB */
  guint    n_nodes;   /* /dev/video* */
  guint    n_denied;  /* of them, that this account may not open */
} MadoCameraFacts;

/* @dev: "/dev", @usb: "/sys/bus/usb/devices". Takes up to a second: on a thread. */
void       mado_camera_facts_look  (MadoCameraFacts       *facts,
                                    const char            *dev,
                                    const char            *usb);
void       mado_camera_facts_clear (MadoCameraFacts       *facts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoCameraFacts, mado_camera_facts_clear)

/* Which there are. @preferred: of the preferences, "" the first, "none" none.
 * MadoDeviceFinding* (full). */
GPtrArray *mado_camera_check_judge (const MadoCameraFacts *facts,
                                    const char            *preferred);
/* How a trial ended: a picture came (@width, @height), or not: @reason of the
 * module, NULL when nothing at all came. */
void       mado_camera_check_trial (GPtrArray             *findings,
                                    guint                  width,
                                    guint                  height,
                                    const char            *reason);

G_END_DECLS
