/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-paper-place.h"

#include "core/form/mado-card-values.h"
#include "core/form/mado-paper-values.h"

static const char *
value_of (MadoPaper  *paper,
          const char *key,
          int         person)
{
  const MadoPaperField *field = mado_paper_find (paper, key, person);

  return field ? field->value : NULL;
}

/* Entries may be NULL: a line of the paper with nobody in it. */
static gboolean
same_text (gconstpointer a,
           gconstpointer b)
{
  return g_strcmp0 (a, b) == 0;
}

static gboolean
is_taken (GPtrArray  *eids,
          const char *eid)
{
  return g_ptr_array_find_with_equal_func (eids, eid, same_text, NULL);
}

/* An empty line of the household is one person's only: nothing is written yet
 * that would tell the others that it is taken. */
static char *
find_line (MadoCounter          *self,
           const MadoCardPerson *who,
           GPtrArray            *eids,
           GPtrArray            *made)
{
  char *eid = g_strdup (mado_card_values_find_person (mado_counter_get_reader (self), who));

  if (eid == NULL || is_taken (eids, eid))
    {
      g_free (eid);
      eid = g_strdup (mado_counter_add_person (self));
      g_ptr_array_add (made, g_strdup (eid));
    }
  return eid;
}

/* A line of the paper without a value has nobody in it. */
static char *
place_person (MadoCounter       *self,
              MadoPaper         *paper,
              int                i,
              GPtrArray         *eids,
              GPtrArray         *made,
              MadoFixedProvider *provider)
{
  const MadoPaperPerson person = {
    .name = value_of (paper, "name", i), .kana = value_of (paper, "kana", i), .birth = value_of (paper, "birth", i),
    .sex = value_of (paper, "sex", i), .relation = value_of (paper, "relation", i),
  };
  const MadoCardPerson who = { .name = person.name, .birth = person.birth };
  char *eid;

  if (!person.name && !person.birth)
    return NULL;
  eid = find_line (self, &who, eids, made);
  mado_paper_values_place_person (mado_counter_get_pack (self), &person, eid, provider);
  return eid;
}

static const char *
of_household (MadoPaper  *paper,
              const char *key)
{
  const char *value = value_of (paper, key, -1);

  return value ? value : value_of (paper, key, 0);
}

static void
place_sheet (MadoCounter       *self,
             MadoPaper         *paper,
             MadoFixedProvider *provider)
{
  const MadoPaperSheet sheet = {
    .planned_date = value_of (paper, "planned_date", -1),
    .old_address = value_of (paper, "old_address", -1),
    .new_address = value_of (paper, "new_address", -1),
    .old_head = value_of (paper, "old_head", -1),
    .new_head = value_of (paper, "new_head", -1),
    .domicile = of_household (paper, "domicile"),
    .domicile_head = of_household (paper, "domicile_head"),
    .insurer = value_of (paper, "insurer", -1),
    .insurance_symbol = value_of (paper, "insurance_symbol", -1),
    .insurance_number = value_of (paper, "insurance_number", -1),
    .lost_date = value_of (paper, "lost_date", -1),
  };

  mado_paper_values_place_sheet (mado_counter_get_pack (self), mado_counter_get_event (self),
                                 mado_counter_get_reader (self), &sheet, provider);
}

/* --- a card ---------------------------------------------------------------------------- */

static gboolean
is_card (const MadoPaper *paper)
{
  return paper->kind == MADO_PAPER_LICENCE || paper->kind == MADO_PAPER_RESIDENCE;
}

/* Without the day on which it ends a card proves nothing. */
static void
read_holder (MadoPaper      *paper,
             MadoCardPerson *holder)
{
  const char *sex = value_of (paper, "sex", 0);

  *holder = (MadoCardPerson) {
    .name = value_of (paper, "name", 0), .birth = value_of (paper, "birth", 0), .address = value_of (paper, "address", -1),
    .expiry = value_of (paper, "expiry", 0),
    .sex = g_strcmp0 (sex, "male") == 0 ? "1" : g_strcmp0 (sex, "female") == 0 ? "2" : NULL,
  };
  if (holder->expiry)
    holder->proof = paper->kind == MADO_PAPER_LICENCE ? "licence" : "residence_card";
}

static void
place_card (MadoCounter       *self,
            MadoPaper         *paper,
            GPtrArray         *eids,
            GPtrArray         *made,
            MadoFixedProvider *provider)
{
  const MadoEvent *event = mado_counter_get_event (self);
  const MadoPaperStay stay = {
    .nationality = value_of (paper, "nationality", 0), .status = value_of (paper, "status", 0),
    .until = value_of (paper, "stay_until", 0), .card_number = value_of (paper, "card_number", 0),
  };
  MadoCardPerson holder;
  char *eid = NULL;

  read_holder (paper, &holder);
  if ((holder.name || holder.birth) && !(event && event->mourning))
    eid = find_line (self, &holder, eids, made);
  g_ptr_array_add (eids, eid);
  mado_card_values_place (mado_counter_get_pack (self), event, mado_counter_get_reader (self), &holder, eid, provider);
  if (eid && paper->kind == MADO_PAPER_RESIDENCE)
    mado_paper_values_place_stay (mado_counter_get_pack (self), mado_counter_get_reader (self), &stay, eid, provider);
}

gboolean
mado_paper_place_is_expired (MadoCounter *self,
                             MadoPaper   *paper)
{
  MadoCardPerson holder;

  if (!is_card (paper))
    return FALSE;
  read_holder (paper, &holder);
  return !mado_card_values_is_valid (&holder, mado_counter_get_reader (self)->today);
}

/* --- all of it ---------------------------------------------------------------------------- */

GPtrArray *
mado_paper_place (MadoCounter       *self,
                  MadoPaper         *paper,
                  GPtrArray         *made,
                  MadoFixedProvider *provider)
{
  GPtrArray *eids = g_ptr_array_new_with_free_func (g_free);

  if (is_card (paper))
    {
      place_card (self, paper, eids, made, provider);
      return eids;
    }
  for (guint i = 0; i < paper->n_persons; i++)
    g_ptr_array_add (eids, place_person (self, paper, (int) i, eids, made, provider));
  place_sheet (self, paper, provider);
  return eids;
}

/* Which field of the paper a field of the case came from. */
static const char *
key_of (const MadoPaper *paper,
        const char      *field)
{
  static const char *const keys[][2] = {
    { "family_name_kana", "kana" }, { "given_name_kana", "kana" }, { "family_name", "name" }, { "given_name", "name" },
    { "birth_date", "birth" }, { "sex", "sex" }, { "relation_to_head", "relation" }, { "move_date", "planned_date" },
    { "old_head_name", "old_head" }, { "new_head_name", "new_head" }, { "registered_head", "domicile_head" },
    { "former_insurer", "insurer" }, { "insured_symbol", "insurance_symbol" }, { "insured_number", "insurance_number" },
    { "acquire_date", "lost_date" }, { "visitor_name", "name" }, { "identity", "expiry" }, { "nationality", "nationality" },
    { "residence_status", "status" }, { "residence_until", "stay_until" }, { "residence_card_number", "card_number" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i][0], field))
      return keys[i][1];
  if (is_card (paper))
    return g_str_has_prefix (field, "old.") || g_str_has_prefix (field, "addr.") ? "address" : NULL;
  if (g_str_has_prefix (field, "old."))
    return "old_address";
  if (g_str_has_prefix (field, "new."))
    return "new_address";
  return g_str_has_prefix (field, "registered.") ? "domicile" : NULL;
}

const MadoPaperField *
mado_paper_place_source (MadoPack   *pack,
                         MadoPaper  *paper,
                         GPtrArray  *eids,
                         const char *path)
{
  const MadoField *field = NULL;
  const MadoPaperField *read;
  g_autofree char *eid = NULL;
  const char *key;
  guint person = 0;

  if (!mado_form_path_parse (pack, path, &field, NULL, &eid))
    return NULL;
  key = key_of (paper, field->id);
  if (!key)
    return NULL;
  if (eid)
    return g_ptr_array_find_with_equal_func (eids, eid, same_text, &person) ? mado_paper_find (paper, key, (int) person) : NULL;
  read = mado_paper_find (paper, key, -1);
  return read ? read : mado_paper_find (paper, key, 0);
}
