/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/render/mado-pdf-contents.h"

G_BEGIN_DECLS

/*
 * What the signatures of a document are worth, in words for the counter. Only a
 * checked signature says anything: a picture of a seal never does.
 */
typedef enum
{
  MADO_TRUST_NONE,    /* not signed */
  MADO_TRUST_GOOD,    /* valid, the whole document, from somebody known */
  MADO_TRUST_PARTLY,  /* valid, but … : a person must look */
  MADO_TRUST_BAD,     /* changed, or no valid signature at all */
} MadoTrust;

MadoTrust  mado_trust_of_signature (const MadoPdfSignature *signature);
/* The worst of them; NONE for an empty array. */
MadoTrust  mado_trust_of_all       (GArray                 *signatures);
/* Whole sentences, translated; plain text, not markup. @now: seconds. */
GStrv      mado_trust_words        (const MadoPdfSignature *signature,
                                    gint64                  now);
const char *mado_trust_heading     (MadoTrust               trust);

G_END_DECLS
