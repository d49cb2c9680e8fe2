/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a look at a device found: a sentence, and if something is wrong, what to
 * do now. Both are for people, translated. Nothing personal is in them. */
typedef enum
{
  MADO_DEVICE_GOOD,
  MADO_DEVICE_NOTE,  /* it works, or is not used here; worth knowing */
  MADO_DEVICE_WRONG,
} MadoDeviceLevel;

typedef struct
{
  MadoDeviceLevel  level;
  char            *found;
  char            *mend; /* nullable */
} MadoDeviceFinding;

void             mado_device_finding_free  (MadoDeviceFinding *self);
/* MadoDeviceFinding*, in the order of telling (full). */
GPtrArray       *mado_device_findings_new  (void);
void             mado_device_findings_add  (GPtrArray         *self,
                                            MadoDeviceLevel    level,
                                            const char        *found,
                                            const char        *mend);
/* The worst of them; GOOD for none. */
MadoDeviceLevel  mado_device_findings_worst (GPtrArray        *self);

G_END_DECLS
