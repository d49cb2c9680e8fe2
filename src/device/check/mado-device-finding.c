/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/check/mado-device-finding.h"

void
mado_device_finding_free (MadoDeviceFinding *self)
{
  g_free (self->found);
  g_free (self->mend);
  g_free (self);
}

GPtrArray *
mado_device_findings_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mado_device_finding_free);
}

void
mado_device_findings_add (GPtrArray       *self,
                          MadoDeviceLevel  level,
                          const char      *found,
                          const char      *mend)
{
  MadoDeviceFinding *finding = g_new0 (MadoDeviceFinding, 1);

  finding->level = level;
  finding->found = g_strdup (found);
  finding->mend = g_strdup (mend);
  g_ptr_array_add (self, finding);
}

MadoDeviceLevel
mado_device_findings_worst (GPtrArray *self)
{
  MadoDeviceLevel worst = MADO_DEVICE_GOOD;

  for (guint i = 0; i < self->len; i++)
    worst = MAX (worst, ((MadoDeviceFinding *) self->pdata[i])->level);
  return worst;
}
