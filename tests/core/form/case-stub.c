/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/form/case-stub.h"

#include "core/form/mado-field-value.h"

static GVariant *
get (const char *path,
     gpointer    user_data)
{
  CaseStub *self = user_data;

  return g_hash_table_lookup (self->values, path);
}

static MadoSource
source (const char *path,
        gpointer    user_data)
{
  CaseStub *self = user_data;

  return GPOINTER_TO_INT (g_hash_table_lookup (self->sources, path));
}

static const char *const *
list_persons (gpointer user_data)
{
  CaseStub *self = user_data;

  return (const char *const *) self->persons->pdata;
}

static const char *const *
list_procedures (gpointer user_data)
{
  CaseStub *self = user_data;

  return (const char *const *) self->procedures->pdata;
}

CaseStub *
case_stub_new (void)
{
  return case_stub_new_for ("tests/core/form/pack");
}

CaseStub *
case_stub_new_for (const char *folder)
{
  CaseStub *self = g_new0 (CaseStub, 1);
  g_autofree char *dir = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), folder, NULL);
  g_autoptr (GError) error = NULL;

  self->pack = mado_pack_load (dir, &error);
  g_assert_no_error (error);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  self->sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->persons = g_ptr_array_new_with_free_func (g_free);
  self->procedures = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->persons, NULL);
  g_ptr_array_add (self->procedures, NULL);
  self->reader.get = get;
  self->reader.source = source;
  self->reader.list_persons = list_persons;
  self->reader.list_procedures = list_procedures;
  self->reader.user_data = self;
  self->reader.today = "2026-04-03";
  return self;
}

void
case_stub_free (CaseStub *self)
{
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->sources);
  g_ptr_array_unref (self->persons);
  g_ptr_array_unref (self->procedures);
  mado_pack_unref (self->pack);
  g_free (self);
}

void
case_stub_person (CaseStub   *self,
                  const char *eid)
{
  g_ptr_array_insert (self->persons, (int) self->persons->len - 1, g_strdup (eid));
}

void
case_stub_procedure (CaseStub   *self,
                     const char *id)
{
  g_ptr_array_insert (self->procedures, (int) self->procedures->len - 1, g_strdup (id));
}

void
case_stub_set_from (CaseStub   *self,
                    const char *path,
                    const char *canonical,
                    MadoSource  from)
{
  const MadoField *field = NULL;
  GVariant *value;

  if (canonical == NULL)
    {
      g_hash_table_remove (self->values, path);
      return;
    }
  if (mado_form_path_parse (self->pack, path, &field, NULL, NULL))
    value = mado_field_from_canonical (field, canonical);
  else
    value = mado_value_text (canonical);
  g_assert_nonnull (value);
  g_hash_table_insert (self->values, g_strdup (path), value);
  g_hash_table_insert (self->sources, g_strdup (path), GINT_TO_POINTER (from));
}

void
case_stub_set (CaseStub   *self,
               const char *path,
               const char *canonical)
{
  case_stub_set_from (self, path, canonical, MADO_SOURCE_TYPED);
}
