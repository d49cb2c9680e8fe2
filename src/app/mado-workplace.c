/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-workplace.h"

G_DEFINE_INTERFACE (MadoWorkplace, mado_workplace, G_TYPE_OBJECT)

static void
mado_workplace_default_init (MadoWorkplaceInterface *iface)
{
}

const char *
mado_workplace_get_name (MadoWorkplace *self)
{
  return MADO_WORKPLACE_GET_IFACE (self)->get_name (self);
}

gboolean
mado_workplace_is_for (MadoWorkplace *self,
                       MadoContext   *context)
{
  MadoWorkplaceInterface *iface = MADO_WORKPLACE_GET_IFACE (self);

  return !iface->is_for || iface->is_for (self, context);
}

MadoPage *
mado_workplace_make_home (MadoWorkplace *self,
                          MadoContext   *context)
{
  MadoWorkplaceInterface *iface = MADO_WORKPLACE_GET_IFACE (self);

  return iface->make_home ? iface->make_home (self, context) : NULL;
}

gboolean
mado_workplace_has_cases (MadoWorkplace *self)
{
  return MADO_WORKPLACE_GET_IFACE (self)->open_case != NULL;
}

gboolean
mado_workplace_has_codes (MadoWorkplace *self)
{
  return MADO_WORKPLACE_GET_IFACE (self)->open_code_async != NULL;
}

MadoPage *
mado_workplace_open_case (MadoWorkplace *self,
                          MadoContext   *context,
                          const MadoId  *record)
{
  return MADO_WORKPLACE_GET_IFACE (self)->open_case (self, context, record);
}

MadoPage *
mado_workplace_new_case (MadoWorkplace *self,
                         MadoContext   *context)
{
  return MADO_WORKPLACE_GET_IFACE (self)->new_case (self, context);
}

void
mado_workplace_open_code_async (MadoWorkplace       *self,
                                MadoContext         *context,
                                const char          *code,
                                GAsyncReadyCallback  callback,
                                gpointer             data)
{
  MADO_WORKPLACE_GET_IFACE (self)->open_code_async (self, context, code, callback, data);
}

MadoPage *
mado_workplace_open_code_finish (MadoWorkplace  *self,
                                 GAsyncResult   *result,
                                 char          **note,
                                 GError        **error)
{
  return MADO_WORKPLACE_GET_IFACE (self)->open_code_finish (self, result, note, error);
}
