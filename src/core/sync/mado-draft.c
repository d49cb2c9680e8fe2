/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-draft.h"

MadoDraft *
mado_draft_new (const char   *path,
                GVariant     *value,
                MadoSource    source,
                MadoEditBase *base)
{
  MadoDraft *self = g_new (MadoDraft, 1);

  self->path = g_strdup (path);
  self->value = g_variant_ref_sink (value);
  self->source = source;
  self->base = base != NULL ? mado_edit_base_ref (base) : NULL;
  return self;
}

void
mado_draft_free (MadoDraft *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_variant_unref (self->value);
  g_clear_pointer (&self->base, mado_edit_base_unref);
  g_free (self);
}
