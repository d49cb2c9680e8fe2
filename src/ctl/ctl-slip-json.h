/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/slip/mado-slip.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A slip as JSON, for people who look into one and for the published vectors
 * (format: src/core/slip/README.md, "As JSON"). */
JsonNode *ctl_slip_to_json   (MadoSlip   *slip);
MadoSlip *ctl_slip_from_json (JsonObject *object,
                              GError    **error);

/* What a key file says. */
typedef struct
{
  MadoSlipKeyring *keyring;
  MadoSecretKey   *device;  /* nullable: cannot make slips */
  GPtrArray       *issuers; /* who may sign */
  GPtrArray       *names;   /* field dictionary */
  gboolean         has_box; /* may make drafts: */
  guint16          box_number;
  guint8           box_public[32];
  MadoSlipFields   fields;
} CtlSlipKeys;

CtlSlipKeys *ctl_slip_keys_new  (JsonObject   *object,
                                 GError      **error);
void         ctl_slip_keys_free (CtlSlipKeys  *self);
/* A MadoSlipIssuerFunc; data: the keys. */
gboolean     ctl_slip_keys_find (const MadoId *device,
                                 guint8        sign_public[32],
                                 gpointer      data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlSlipKeys, ctl_slip_keys_free)

G_END_DECLS
