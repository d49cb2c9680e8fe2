/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/procedure/mado-pack.h"

G_BEGIN_DECLS

/**
 * MadoAddressParts:
 *
 * An address written in one line, as cards have it, in the parts of a form.
 * A part that is not there, or not told apart with certainty, is "". Joined
 * they give the text again (but for the space before the building).
 */
typedef struct
{
  char *prefecture;   /* 青森県; a licence leaves it out in a designated city */
  char *municipality; /* 汐見市, 東津軽郡平内町, 仙台市青葉区 */
  char *town;         /* up to the first digit */
  char *block;        /* １丁目２番３号, １－２－３ */
  char *building;
} MadoAddressParts;

/* Municipalities that the pack names are known by name; others are told by
 * 市, 区, 町, 村 at their end. */
void mado_address_split       (MadoPack         *pack,
                               const char       *address,
                               MadoAddressParts *parts);
void mado_address_parts_clear (MadoAddressParts *parts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoAddressParts, mado_address_parts_clear)

G_END_DECLS
