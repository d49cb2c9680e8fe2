/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-store-job.h"

/* Drafts: asked for without waiting, durable with the next transaction. */

void
mado_store_set_draft (MadoStore    *self,
                      const MadoId *record,
                      const char   *path,
                      GVariant     *value,
                      MadoSource    source,
                      MadoEditBase *base)
{
  MadoWrite *write = g_new0 (MadoWrite, 1);

  g_return_if_fail (MADO_IS_STORE (self));
  write->type = MADO_WRITE_DRAFT;
  write->record = *record;
  write->path = g_strdup (path);
  write->value = value != NULL ? g_variant_ref_sink (value) : NULL;
  write->source = source;
  write->base = base != NULL ? mado_edit_base_ref (base) : NULL;
  mado_store_push (self, mado_store_job_new_write (write));
}

void
mado_store_clear_drafts (MadoStore    *self,
                         const MadoId *record)
{
  MadoWrite *write = g_new0 (MadoWrite, 1);

  g_return_if_fail (MADO_IS_STORE (self));
  write->type = MADO_WRITE_CLEAR_DRAFTS;
  write->record = *record;
  mado_store_push (self, mado_store_job_new_write (write));
}

static gpointer
do_get_drafts (MadoStore  *self,
               gpointer    data,
               GError    **error)
{
  return MADO_STORE_GET_CLASS (self)->get_drafts (self, data, error);
}

GPtrArray *
mado_store_get_drafts (MadoStore     *self,
                       const MadoId  *record,
                       GError       **error)
{
  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_get_drafts, (gpointer) record, error);
}

static gpointer
do_flush (MadoStore  *self,
          gpointer    data,
          GError    **error)
{
  GError *fault = mado_store_steal_draft_error (self);

  if (fault == NULL)
    return GINT_TO_POINTER (TRUE);
  g_propagate_error (error, fault);
  return NULL;
}

gboolean
mado_store_flush (MadoStore  *self,
                  GError    **error)
{
  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_flush, NULL, error));
}
