/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-card-values.h"

#include <string.h>

#include "core/base/mado-text.h"
#include "core/form/mado-field-value.h"
#include "core/form/mado-place-private.h"
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

static void
put_person (const MadoPlace      *self,
            const MadoCardPerson *card,
            const char           *eid)
{
  mado_place_put (self, "birth_date", NULL, eid, card->birth);
  if (has (card->sex))
    mado_place_put (self, "sex", NULL, eid,
                    g_str_equal (card->sex, "1") ? "male" : g_str_equal (card->sex, "2") ? "female" : NULL);
  if (has (card->name) && card->name_missing == 0)
    mado_place_put_name (self, "family_name", "given_name", eid, card->name);
}

/* The card joins the documents that were seen before. */
static void
put_proof (const MadoPlace      *self,
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
  mado_place_put (self, "identity", NULL, NULL, all);
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
  const MadoPlace self = { pack, provider };
  const char *where = event != NULL ? event->card_address : NULL;

  if (has (card->proof) && mado_card_values_is_valid (card, reader->today))
    put_proof (&self, reader, card->proof);
  if (event != NULL && event->mourning)
    {
      if (card->name_missing == 0)
        mado_place_put (&self, "visitor_name", NULL, NULL, card->name);
      return;
    }
  if (eid != NULL)
    put_person (&self, card, eid);
  if (has (card->address) && card->address_missing == 0 && (g_strcmp0 (where, "old") == 0 || g_strcmp0 (where, "addr") == 0))
    mado_place_put_address (&self, where, card->address);
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
      n += proposal->new_source == MADO_SOURCE_CARD && proposal->old_value != NULL && proposal->alike == MADO_ALIKE_DIFFERENT &&
           !g_variant_is_of_type (proposal->old_value, G_VARIANT_TYPE ("av"));
    }
  return n;
}
