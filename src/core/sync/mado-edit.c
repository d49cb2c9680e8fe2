/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-edit.h"

#include <string.h>

static void
section_edit_free (gpointer data)
{
  MadoSectionEdit *self = data;

  g_free (self->section);
  g_free (self->deps);
  g_ptr_array_unref (self->changes);
  g_free (self);
}

MadoEdit *
mado_edit_new (const char   *kind,
               const MadoId *record,
               const char   *purpose)
{
  MadoEdit *self = g_new0 (MadoEdit, 1);

  self->kind = g_strdup (kind);
  self->record = *record;
  self->purpose = g_strdup (purpose);
  self->sections = g_ptr_array_new_with_free_func (section_edit_free);
  return self;
}

static gboolean
has_deps (const MadoSectionEdit *edit,
          const MadoId          *deps,
          guint                  n_deps)
{
  n_deps = MIN (n_deps, MADO_COMMIT_MAX_DEPS);
  return edit->n_deps == n_deps && (n_deps == 0 || memcmp (edit->deps, deps, n_deps * sizeof *deps) == 0);
}

static MadoSectionEdit *
find_section (MadoEdit     *self,
              const char   *section,
              gboolean      any_deps,
              const MadoId *deps,
              guint         n_deps)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      MadoSectionEdit *edit = self->sections->pdata[i];

      if (strcmp (edit->section, section) == 0 && (any_deps || has_deps (edit, deps, n_deps)))
        return edit;
    }
  return NULL;
}

/* A commit names at most MADO_COMMIT_MAX_DEPS heads. Only a broken writer
 * makes more; naming some of them is true, and the next commits name the rest. */
static MadoSectionEdit *
add_section (MadoEdit     *self,
             const char   *section,
             const MadoId *deps,
             guint         n_deps)
{
  MadoSectionEdit *edit = g_new0 (MadoSectionEdit, 1);

  n_deps = MIN (n_deps, MADO_COMMIT_MAX_DEPS);
  edit->section = g_strdup (section);
  edit->deps = g_memdup2 (deps, n_deps * sizeof (MadoId));
  edit->n_deps = n_deps;
  edit->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  g_ptr_array_add (self->sections, edit);
  return edit;
}

/* A path that is set twice in one step keeps the later value: a commit names
 * each path once. */
static void
put_change (MadoSectionEdit *edit,
            MadoChange      *change)
{
  for (guint i = 0; i < edit->changes->len; i++)
    if (strcmp (((MadoChange *) edit->changes->pdata[i])->path, change->path) == 0)
      {
        mado_change_free (edit->changes->pdata[i]);
        edit->changes->pdata[i] = change;
        return;
      }
  g_ptr_array_add (edit->changes, change);
}

void
mado_edit_add (MadoEdit     *self,
               const char   *section,
               const MadoId *deps,
               guint         n_deps,
               MadoChange   *change)
{
  MadoSectionEdit *edit = find_section (self, section, TRUE, NULL, 0);

  put_change (edit != NULL ? edit : add_section (self, section, deps, n_deps), change);
}

void
mado_edit_add_with_deps (MadoEdit     *self,
                         const char   *section,
                         const MadoId *deps,
                         guint         n_deps,
                         MadoChange   *change)
{
  MadoSectionEdit *edit = find_section (self, section, FALSE, deps, n_deps);

  put_change (edit != NULL ? edit : add_section (self, section, deps, n_deps), change);
}

gboolean
mado_edit_is_empty (MadoEdit *self)
{
  return self->sections->len == 0;
}

void
mado_edit_free (MadoEdit *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->purpose);
  g_ptr_array_unref (self->sections);
  g_free (self);
}
