/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-value.h"
#include "core/procedure/mado-pack.h"

G_BEGIN_DECLS

/*
 * The identity check (本人確認): one document with a photograph that an
 * authority issued proves who somebody is (1点), two of the others do (2点).
 * What was shown stands in the record as the list of its kinds, from a card
 * that was read or typed; a choice of the pack says what each kind counts
 * ("points": 2 alone, 1 with another). No picture is kept for it.
 */
typedef enum
{
  MADO_PROOF_NONE,    /* nothing was shown */
  MADO_PROOF_HALF,    /* one that does not do alone: another is wanted */
  MADO_PROOF_ONE,     /* proven by one */
  MADO_PROOF_TWO,     /* proven by two of those that do not do alone */
} MadoIdentityProof;

/* @field: the list of documents; @shown: its value, NULL for none. The same
 * document twice is one. */
MadoIdentityProof mado_identity_proof (const MadoField *field,
                                       GVariant        *shown);

G_END_DECLS
