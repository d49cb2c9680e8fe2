/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-card-values.h"

#include <string.h>

#include "core/base/mado-text.h"
#include "core/form/mado-address-split.h"
#include "core/form/mado-field-value.h"
#include "core/form/mado-postal.h"
#include "core/model/mado-case-path.h"
#include "core/model/mado-value.h"

static gboolean
has (const char *text)
{
  return text != NULL && *text != '\0';
}

/* --- whose card ------------------------------------------------------------------- */

static char *
name_of (const MadoFormReader *reader,
         const char           *eid)
{
  g_autofree char *family = mado_case_path_person (eid, "family_name");
  g_autofree char *given = mado_case_path_person (eid, "given_name");

  return g_strconcat (mado_form_reader_text (reader, family), mado_form_reader_text (reader, given), NULL);
}

static gboolean
same_name (const char *a,
           const char *b)
{
  g_autofree char *x = mado_text_search_key (a), *y = mado_text_search_key (b);

  return *x != '\0' && g_str_equal (x, y);
}

const char *
mado_card_values_find_person (const MadoFormReader *reader,
                              const MadoCardPerson *card)
{
  const char *const *persons = reader->list_persons (reader->user_data);
  const char *by_birth = NULL, *empty = NULL;

  for (guint i = 0; persons[i] != NULL; i++)
    {
      g_autofree char *born_path = mado_case_path_person (persons[i], "birth_date");
      g_autofree char *name = name_of (reader, persons[i]);
      const char *born = mado_form_reader_text (reader, born_path);

      if (has (card->name) && same_name (name, card->name))
        return persons[i];
      if (*name != '\0')
        continue;
      if (has (card->birth) && g_str_equal (born, card->birth) && by_birth == NULL)
        by_birth = persons[i];
      if (*born == '\0' && empty == NULL)
        empty = persons[i];
    }
  return by_birth != NULL ? by_birth : empty;
}

/* --- putting values ------------------------------------------------------------------ */

typedef struct
{
  MadoPack          *pack;
  MadoFixedProvider *provider;
} Place;

static void
put (const Place *self,
     const char  *field_id,
     const char  *eid,
     const char  *canonical)
{
  const MadoField *field = mado_pack_get_field (self->pack, field_id);
  g_autofree char *path = field != NULL ? mado_form_path (field, NULL, eid) : NULL;
  GVariant *value = path != NULL && has (canonical) ? mado_field_from_canonical (field, canonical) : NULL;

  if (value != NULL)
    mado_fixed_provider_set (self->provider, path, value);
}

/* The first space parts the family name from the rest; without one all of it
 * is the family name, and the person says what is what. */
static void
split_name (const char  *name,
            char       **family,
            char       **given)
{
  const char *p = name;

  while (*p != '\0' && !g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  *family = g_strndup (name, p - name);
  while (*p != '\0' && g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  *given = g_strdup (p);
}

static void
put_person (const Place          *self,
            const MadoCardPerson *card,
            const char           *eid)
{
  put (self, "birth_date", eid, card->birth);
  if (has (card->sex))
    put (self, "sex", eid, g_str_equal (card->sex, "1") ? "male" : g_str_equal (card->sex, "2") ? "female" : NULL);
  if (has (card->name) && card->name_missing == 0)
    {
      g_autofree char *family = NULL, *given = NULL;

      split_name (card->name, &family, &given);
      put (self, "family_name", eid, family);
      put (self, "given_name", eid, given);
    }
}

static void
put_address (const Place *self,
             const char  *prefix,
             const char  *address)
{
  g_auto (MadoAddressParts) parts = { NULL };
  const struct { const char *field, *value; } all[] = {
    { "prefecture", NULL }, { "municipality", NULL }, { "town", NULL }, { "block", NULL }, { "building", NULL },
    { "postal_code", NULL },
  };
  const char *values[G_N_ELEMENTS (all)];

  mado_address_split (self->pack, address, &parts);
  values[0] = parts.prefecture;
  values[1] = parts.municipality;
  values[2] = parts.town;
  values[3] = parts.block;
  values[4] = parts.building;
  values[5] = mado_postal_code_of (self->pack, parts.municipality, parts.town);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *field = g_strconcat (prefix, ".", all[i].field, NULL);

      put (self, field, NULL, values[i]);
    }
}

/* The card joins the documents that were seen before. */
static void
put_proof (const Place          *self,
           const MadoFormReader *reader,
           const char           *proof)
{
  const MadoField *field = mado_pack_get_field (self->pack, "identity");
  g_autofree char *path = field != NULL ? mado_form_path (field, NULL, NULL) : NULL;
  GVariant *before = path != NULL ? reader->get (path, reader->user_data) : NULL;
  g_autofree char *seen = before != NULL ? mado_field_to_canonical (field, before) : NULL;
  g_auto (GStrv) codes = g_strsplit (seen != NULL ? seen : "", ",", -1);
  g_autofree char *all = NULL;

  if (path == NULL || mado_field_find_choice (field, proof) == NULL || g_strv_contains ((const char *const *) codes, proof))
    return;
  all = has (seen) ? g_strconcat (seen, ",", proof, NULL) : g_strdup (proof);
  put (self, "identity", NULL, all);
}

/* --- the whole card --------------------------------------------------------------------- */

gboolean
mado_card_values_is_valid (const MadoCardPerson *card,
                           const char           *today)
{
  return !has (card->expiry) || !has (today) || strcmp (card->expiry, today) >= 0;
}

void
mado_card_values_place (MadoPack             *pack,
                        const MadoEvent      *event,
                        const MadoFormReader *reader,
                        const MadoCardPerson *card,
                        const char           *eid,
                        MadoFixedProvider    *provider)
{
  const Place self = { pack, provider };
  const char *where = event != NULL ? event->card_address : NULL;

  if (has (card->proof) && mado_card_values_is_valid (card, reader->today))
    put_proof (&self, reader, card->proof);
  if (event != NULL && event->mourning)
    {
      if (card->name_missing == 0)
        put (&self, "visitor_name", NULL, card->name);
      return;
    }
  if (eid != NULL)
    put_person (&self, card, eid);
  if (has (card->address) && card->address_missing == 0 && (g_strcmp0 (where, "old") == 0 || g_strcmp0 (where, "addr") == 0))
    put_address (&self, where, card->address);
}

guint
mado_card_values_count_differences (MadoProposals *proposals)
{
  GPtrArray *list = mado_proposals_get_list (proposals);
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    {
      const MadoProposal *proposal = g_ptr_array_index (list, i);

      /* A list that grows (identity documents) contradicts nobody. */
      n += proposal->new_source == MADO_SOURCE_CARD && proposal->old_value != NULL &&
           !g_variant_is_of_type (proposal->old_value, G_VARIANT_TYPE ("av"));
    }
  return n;
}
