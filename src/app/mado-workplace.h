/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoWorkplace:
 *
 * What makes pages for records: the counter is one, reception, kiosk and the
 * others follow. The window knows no page of a workplace by type.
 */
#define MADO_TYPE_WORKPLACE (mado_workplace_get_type ())
G_DECLARE_INTERFACE (MadoWorkplace, mado_workplace, MADO, WORKPLACE, GObject)

struct _MadoWorkplaceInterface
{
  GTypeInterface parent_iface;

  /* A page for a case that is here. It shows itself at once and loads the
   * record by itself; failures come as "message". Floating reference. */
  MadoPage *(*open_case) (MadoWorkplace *self, MadoContext *context, const MadoId *record);
  /* A page for a new case: asks for the ticket and the event. */
  MadoPage *(*new_case)  (MadoWorkplace *self, MadoContext *context);
  /* A page for a scanned slip or short code; NULL with @error: not for us. */
  MadoPage *(*open_code) (MadoWorkplace *self, MadoContext *context, const char *code, GError **error);
};

MadoPage *mado_workplace_open_case (MadoWorkplace *self,
                                    MadoContext   *context,
                                    const MadoId  *record);
MadoPage *mado_workplace_new_case  (MadoWorkplace *self,
                                    MadoContext   *context);
MadoPage *mado_workplace_open_code (MadoWorkplace *self,
                                    MadoContext   *context,
                                    const char    *code,
                                    GError       **error);

G_END_DECLS
