/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-paper-values.h"

#include "core/form/mado-place-private.h"

/* --- persons ----------------------------------------------------------------------- */

const char *
mado_paper_values_relation (const MadoField *field,
                            const char      *relation)
{
  static const char *const children[] = { "長男", "長女", "二男", "二女", "三男", "三女", NULL };
  static const char *const siblings[] = { "兄", "弟", "姉", "妹", NULL };

  if (g_strv_contains (children, relation))
    relation = "子";
  else if (g_strv_contains (siblings, relation))
    relation = "兄弟姉妹";
  for (guint i = 0; i < field->n_choices; i++)
    if (g_str_equal (mado_text_get (field->choices[i].label, "ja"), relation))
      return field->choices[i].code;

  return NULL;
}

void
mado_paper_values_place_person (MadoPack              *pack,
                                const MadoPaperPerson *person,
                                const char            *eid,
                                MadoFixedProvider     *provider)
{
  const MadoPlace self = { pack, provider };
  const MadoField *relation = mado_pack_get_field (pack, "relation_to_head");

  if (person->name)
    mado_place_put_name (&self, "family_name", "given_name", eid, person->name);
  if (person->kana)
    mado_place_put_name (&self, "family_name_kana", "given_name_kana", eid, person->kana);
  mado_place_put (&self, "birth_date", NULL, eid, person->birth);
  mado_place_put (&self, "sex", NULL, eid, person->sex);
  if (relation && person->relation)
    mado_place_put (&self, "relation_to_head", NULL, eid, mado_paper_values_relation (relation, person->relation));
}

/* --- the sheet -------------------------------------------------------------------------- */

static void
put_insurance (const MadoPlace      *self,
               const MadoPaperSheet *sheet,
               const char           *procedure)
{
  const struct
  {
    const char *field, *value;
  } all[] = {
    { "former_insurer", sheet->insurer }, { "insured_symbol", sheet->insurance_symbol },
    { "insured_number", sheet->insurance_number }, { "acquire_date", sheet->lost_date },
  };
  const MadoProcedure *asks = mado_pack_get_procedure (self->pack, procedure);

  for (guint i = 0; asks && i < G_N_ELEMENTS (all); i++)
    {
      const MadoField *field = mado_pack_get_field (self->pack, all[i].field);

      if (field && field->scope == MADO_SCOPE_PROCEDURE && mado_procedure_find_field (asks, all[i].field))
        mado_place_put (self, all[i].field, procedure, NULL, all[i].value);
    }
}

static void
put_move (const MadoPlace      *self,
          const MadoPaperSheet *sheet)
{
  if (sheet->old_address)
    mado_place_put_address (self, "old", sheet->old_address);
  if (sheet->new_address)
    mado_place_put_address (self, "new", sheet->new_address);
  if (sheet->domicile)
    mado_place_put_address (self, "registered", sheet->domicile);
  mado_place_put (self, "registered_head", NULL, NULL, sheet->domicile_head);
  mado_place_put (self, "move_date", NULL, NULL, sheet->planned_date);
  mado_place_put (self, "old_head_name", NULL, NULL, sheet->old_head);
  mado_place_put (self, "new_head_name", NULL, NULL, sheet->new_head);
}

void
mado_paper_values_place_sheet (MadoPack             *pack,
                               const MadoEvent      *event,
                               const MadoFormReader *reader,
                               const MadoPaperSheet *sheet,
                               MadoFixedProvider    *provider)
{
  const MadoPlace self = { pack, provider };
  const char *const *procedures = reader->list_procedures (reader->user_data);

  /* The pack says of which events a person moves: there the card's address is the old one. */
  if (event && g_strcmp0 (event->card_address, "old") == 0)
    put_move (&self, sheet);
  for (guint i = 0; procedures && procedures[i]; i++)
    put_insurance (&self, sheet, procedures[i]);
}

/* --- a residence card -------------------------------------------------------------------- */

static gboolean
is_asked (MadoPack             *pack,
          const MadoFormReader *reader,
          const char           *field)
{
  const char *const *procedures = reader->list_procedures (reader->user_data);

  for (guint i = 0; procedures && procedures[i]; i++)
    {
      const MadoProcedure *asks = mado_pack_get_procedure (pack, procedures[i]);

      if (asks && mado_procedure_find_field (asks, field))
        return TRUE;
    }
  return FALSE;
}

void
mado_paper_values_place_stay (MadoPack             *pack,
                              const MadoFormReader *reader,
                              const MadoPaperStay  *stay,
                              const char           *eid,
                              MadoFixedProvider    *provider)
{
  const MadoPlace self = { pack, provider };
  const struct
  {
    const char *field, *value;
  } all[] = {
    { "nationality", stay->nationality }, { "residence_status", stay->status }, { "residence_until", stay->until },
    { "residence_card_number", stay->card_number },
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (is_asked (pack, reader, all[i].field))
      mado_place_put (&self, all[i].field, NULL, eid, all[i].value);
}
