/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-provider.h"

G_BEGIN_DECLS

/* Putting what a card or a paper says into the fields of a pack. What the pack
 * has no field for, and what a field cannot hold, is left out. */
typedef struct
{
  MadoPack          *pack;
  MadoFixedProvider *provider;
} MadoPlace;

/* @procedure and @eid as the field's scope wants them; @canonical may be NULL. */
void mado_place_put         (const MadoPlace *self,
                             const char      *field_id,
                             const char      *procedure,
                             const char      *eid,
                             const char      *canonical);
/* The first space parts the family name from the rest; without one all of it
 * is the family name, and the person says what is what. */
void mado_place_put_name    (const MadoPlace *self,
                             const char      *family_field,
                             const char      *given_field,
                             const char      *eid,
                             const char      *name);
/* Into @prefix.prefecture … @prefix.building, and the postal code that follows. */
void mado_place_put_address (const MadoPlace *self,
                             const char      *prefix,
                             const char      *address);

G_END_DECLS
