/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-field-value.h"
#include "core/form/mado-form-facts.h"

#include <string.h>

static char *
canonical_at (const MadoFormReader *reader,
              const MadoField      *field,
              const char           *path)
{
  GVariant *value = reader->get (path, reader->user_data);

  return value != NULL ? mado_field_to_canonical (field, value) : NULL;
}

static void
set_person (MadoFacts            *facts,
            MadoPack             *pack,
            const MadoFormReader *reader,
            const char           *eid)
{
  guint n, person = mado_facts_add_person (facts);
  const MadoField *const *fields = mado_pack_list_fields (pack, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = NULL;
      g_autofree char *value = NULL;

      if (fields[i]->scope != MADO_SCOPE_PERSON)
        continue;
      path = mado_form_path (fields[i], NULL, eid);
      value = canonical_at (reader, fields[i], path);
      if (value != NULL)
        mado_facts_set_person (facts, person, fields[i]->id, value);
    }
}

static void
set_case (MadoFacts            *facts,
          MadoPack             *pack,
          const MadoFormReader *reader)
{
  guint n;
  const MadoField *const *fields = mado_pack_list_fields (pack, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = NULL;
      g_autofree char *value = NULL;

      if (fields[i]->scope != MADO_SCOPE_CASE && fields[i]->scope != MADO_SCOPE_VISITOR)
        continue;
      path = mado_form_path (fields[i], NULL, NULL);
      value = canonical_at (reader, fields[i], path);
      if (value != NULL)
        mado_facts_set (facts, fields[i]->id, value);
    }
}

static void
set_answers (MadoFacts            *facts,
             MadoPack             *pack,
             const MadoFormReader *reader)
{
  guint n;
  const MadoQuestion *const *questions = mado_pack_list_questions (pack, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat ("answer/", questions[i]->id, NULL);

      mado_facts_answer (facts, questions[i]->id,
                         mado_answer_from_text (mado_form_reader_text (reader, path)));
    }
}

/* What was written on the form of a certificate that is wanted: a refusal may
 * hang on it. */
static void
set_own_fields (MadoFacts            *facts,
                const MadoFormReader *reader,
                const MadoProcedure  *procedure)
{
  for (guint i = 0; i < procedure->n_fields; i++)
    {
      const MadoField *field = procedure->fields[i].field;
      g_autofree char *path = NULL;
      g_autofree char *value = NULL;

      if (field->scope != MADO_SCOPE_PROCEDURE)
        continue;
      path = mado_form_path (field, procedure->id, NULL);
      value = canonical_at (reader, field, path);
      if (value != NULL)
        mado_facts_set (facts, field->id, value);
    }
}

static void
set_picks (MadoFacts            *facts,
           MadoPack             *pack,
           const MadoFormReader *reader)
{
  guint n;
  const MadoProcedure *const *procedures = mado_pack_list_procedures (pack, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat ("proc/", procedures[i]->id, "/added", NULL);

      if (strcmp (mado_form_reader_text (reader, path), "picked") != 0)
        continue;
      mado_facts_pick (facts, procedures[i]->id);
      set_own_fields (facts, reader, procedures[i]);
    }
}

MadoFacts *
mado_form_facts_new (MadoPack             *pack,
                     const MadoFormReader *reader,
                     const char           *today)
{
  MadoFacts *facts = mado_facts_new (today);
  const char *const *eids = reader->list_persons (reader->user_data);

  set_case (facts, pack, reader);
  for (guint i = 0; eids != NULL && eids[i] != NULL; i++)
    set_person (facts, pack, reader, eids[i]);
  set_answers (facts, pack, reader);
  set_picks (facts, pack, reader);
  return facts;
}
