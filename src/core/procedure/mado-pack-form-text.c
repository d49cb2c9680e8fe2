/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

struct _MadoFormText
{
  MadoArena            *arena;
  GPtrArray            *faults;
  const MadoFormLayout *layout;
};

MadoFormText *
mado_form_text_new (MadoPack *pack, const char *dir, const char *id, const char *text)
{
  MadoFormText *self = g_new0 (MadoFormText, 1);
  g_autoptr(MadoBuild) build = NULL;
  g_autofree char *name = g_strconcat ("forms/", id, ".json", NULL);
  MadoSource *source;

  self->arena = mado_arena_new ();
  build = mado_build_new (dir != NULL ? dir : pack->dir, self->arena, TRUE);
  source = mado_build_read_text (build, name, text);
  if (source != NULL)
    self->layout = mado_load_form_source (build, source, id);
  if (self->layout != NULL)
    mado_check_form (pack, build, self->layout, source);
  self->faults = g_ptr_array_ref (build->faults);
  return self;
}

void
mado_form_text_free (MadoFormText *self)
{
  g_ptr_array_unref (self->faults);
  mado_arena_free (self->arena);
  g_free (self);
}

const MadoFormLayout *
mado_form_text_get_layout (const MadoFormText *self)
{
  return self->layout;
}

GPtrArray *
mado_form_text_get_faults (const MadoFormText *self)
{
  return self->faults;
}
