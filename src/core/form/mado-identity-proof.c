/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-identity-proof.h"

#include "core/form/mado-field-value.h"

MadoIdentityProof
mado_identity_proof (const MadoField *field,
                     GVariant        *shown)
{
  g_autofree char *text = shown != NULL ? mado_field_to_canonical (field, shown) : NULL;
  g_auto (GStrv) codes = g_strsplit (text != NULL ? text : "", ",", -1);
  guint halves = 0;

  for (guint i = 0; codes[i] != NULL; i++)
    {
      const MadoChoice *choice = mado_field_find_choice (field, codes[i]);
      gboolean again = FALSE;

      for (guint k = 0; k < i; k++)
        again |= g_str_equal (codes[k], codes[i]);
      if (choice == NULL || again)
        continue;
      if (choice->points >= 2)
        return MADO_PROOF_ONE;
      halves += choice->points;
    }
  return halves >= 2 ? MADO_PROOF_TWO : halves == 1 ? MADO_PROOF_HALF : MADO_PROOF_NONE;
}
