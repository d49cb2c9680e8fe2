/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/signin/mado-late-projector.h"

#include "core/form/mado-case-project.h"

struct _MadoLateProjector
{
  GMutex             lock;
  GCond              given_cond;

  /* Under the lock */
  gboolean           given;
  MadoPack          *pack;      /* nullable */
  char              *scope;
  MadoCaseProjector *projector; /* made at the first use */
};

MadoLateProjector *
mado_late_projector_new (void)
{
  MadoLateProjector *self = g_new0 (MadoLateProjector, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->given_cond);

  return self;
}

void
mado_late_projector_free (MadoLateProjector *self)
{
  g_clear_pointer (&self->projector, mado_case_projector_free);
  g_clear_pointer (&self->pack, mado_pack_unref);
  g_free (self->scope);
  g_cond_clear (&self->given_cond);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
mado_late_projector_give (MadoLateProjector *self,
                          MadoPack          *pack)
{
  g_mutex_lock (&self->lock);
  if (!self->given)
    {
      self->given = TRUE;
      self->pack = pack ? mado_pack_ref (pack) : NULL;
      g_cond_broadcast (&self->given_cond);
    }
  g_mutex_unlock (&self->lock);
}

void
mado_late_projector_set_scope (MadoLateProjector *self,
                               const char        *scope)
{
  g_mutex_lock (&self->lock);
  if (g_strcmp0 (self->scope, scope) != 0)
    {
      g_free (self->scope);
      self->scope = g_strdup (scope);
      g_clear_pointer (&self->projector, mado_case_projector_free);
    }
  g_mutex_unlock (&self->lock);
}

MadoCaseRow *
mado_late_project (MadoRecord  *record,
                   char       **search_text,
                   gpointer     data)
{
  MadoLateProjector *self = data;
  MadoCaseRow *row;

  g_mutex_lock (&self->lock);
  while (!self->given)
    g_cond_wait (&self->given_cond, &self->lock);
  if (!self->projector)
    self->projector = mado_case_projector_new (self->pack, self->scope ? self->scope : "");
  row = mado_case_project (record, search_text, self->projector);
  g_mutex_unlock (&self->lock);

  return row;
}
