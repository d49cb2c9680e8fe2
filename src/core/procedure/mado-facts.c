/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-facts.h"
#include "core/procedure/mado-age.h"
#include "core/procedure/mado-pack-private.h"

#include <string.h>

/*
 * Computed facts, beside the fields of the case. They need a few field ids that
 * every pack has (core data parts): birth_date of a person; PREFIX.town_id and
 * PREFIX.municipality of an address.
 *
 *   of a person  age           completed years today
 *                child         until 31 March after 18
 *                school_grade  1-9, 0 outside compulsory school
 *                pupil         goes to school, or will from this spring
 *   of the case  today, household_size
 *                PREFIX.inside       the address lies in this city
 *                PREFIX.elementary   school of the district; PREFIX.junior_high
 */
struct _MadoFacts
{
  char       *today;
  GHashTable *fields;   /* id → text */
  GPtrArray  *persons;  /* GHashTable id → text */
  GHashTable *answers;  /* id → MadoAnswer */
  GPtrArray  *picks;    /* ids */
  char        size[12];
};

static const char *const answer_texts[] = { "", "yes", "no", "unsure" };

MadoFacts *
mado_facts_new (const char *today)
{
  MadoFacts *self = g_new0 (MadoFacts, 1);

  self->today = g_strdup (today);
  self->fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->persons = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->picks = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
mado_facts_free (MadoFacts *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->fields);
  g_hash_table_unref (self->answers);
  g_ptr_array_unref (self->persons);
  g_ptr_array_unref (self->picks);
  g_free (self->today);
  g_free (self);
}

void
mado_facts_set (MadoFacts *self, const char *field, const char *value)
{
  if (value != NULL)
    g_hash_table_replace (self->fields, g_strdup (field), g_strdup (value));
  else
    g_hash_table_remove (self->fields, field);
}

guint
mado_facts_add_person (MadoFacts *self)
{
  g_ptr_array_add (self->persons, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free));
  g_snprintf (self->size, sizeof self->size, "%u", self->persons->len);
  return self->persons->len - 1;
}

/* Ages are computed once, when the birth date is set. */
static void
set_ages (MadoFacts *self, GHashTable *person, const char *birth)
{
  int age = mado_age_on (birth, self->today), grade;
  gboolean pupil;

  if (age < 0)
    {
      for (const char *const *name = (const char *const[]) { "age", "child", "school_grade", "pupil", NULL }; *name; name++)
        g_hash_table_remove (person, *name);
      return;
    }
  grade = mado_age_school_grade (birth, self->today);
  pupil = grade > 0;
  if (!pupil && strlen (self->today) >= 7 && memcmp (self->today + 5, "04", 2) < 0)
    {
      g_autofree char *spring = g_strdup_printf ("%.4s-04-01", self->today);

      pupil = mado_age_school_grade (birth, spring) > 0;
    }
  g_hash_table_replace (person, g_strdup ("age"), g_strdup_printf ("%d", age));
  g_hash_table_replace (person, g_strdup ("child"), g_strdup (mado_age_is_child (birth, self->today) ? "yes" : "no"));
  g_hash_table_replace (person, g_strdup ("school_grade"), g_strdup_printf ("%d", grade));
  g_hash_table_replace (person, g_strdup ("pupil"), g_strdup (pupil ? "yes" : "no"));
}

void
mado_facts_set_person (MadoFacts *self, guint person, const char *field, const char *value)
{
  GHashTable *table;

  g_return_if_fail (person < self->persons->len);
  table = g_ptr_array_index (self->persons, person);
  if (value != NULL)
    g_hash_table_replace (table, g_strdup (field), g_strdup (value));
  else
    g_hash_table_remove (table, field);
  if (g_str_equal (field, "birth_date"))
    set_ages (self, table, value);
}

void
mado_facts_answer (MadoFacts *self, const char *question, MadoAnswer answer)
{
  if (answer != MADO_ANSWER_NONE)
    g_hash_table_replace (self->answers, g_strdup (question), GINT_TO_POINTER (answer));
  else
    g_hash_table_remove (self->answers, question);
}

void
mado_facts_pick (MadoFacts *self, const char *procedure)
{
  g_ptr_array_add (self->picks, g_strdup (procedure));
}

const char *
mado_answer_to_text (MadoAnswer answer)
{
  return answer <= MADO_ANSWER_UNSURE ? answer_texts[answer] : "";
}

MadoAnswer
mado_answer_from_text (const char *text)
{
  for (guint i = 1; text != NULL && i < G_N_ELEMENTS (answer_texts); i++)
    if (g_str_equal (answer_texts[i], text))
      return i;
  return MADO_ANSWER_NONE;
}

/* --- look-ups ------------------------------------------------------------------------ */

const char *mado_facts_get_today (const MadoFacts *self) { return self->today; }
guint mado_facts_get_n_persons (const MadoFacts *self) { return self->persons->len; }
GPtrArray *mado_facts_get_picks (const MadoFacts *self) { return self->picks; }

const char *
mado_facts_get (const MadoFacts *self, const char *field)
{
  return g_hash_table_lookup (self->fields, field);
}

MadoAnswer
mado_facts_get_answer (const MadoFacts *self, const char *question)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->answers, question));
}

static const char *
address_part (const MadoFacts *self, const char *prefix, gsize length, const char *part)
{
  g_autofree char *field = g_strdup_printf ("%.*s%s", (int) length, prefix, part);

  return mado_facts_get (self, field);
}

static const char *
address_fact (const MadoFacts *self, MadoPack *pack, const char *name, const char *what)
{
  gsize length = (gsize) (what - name);
  const MadoTown *town = mado_pack_get_town (pack, address_part (self, name, length, "town_id"));
  const char *city = mado_text_get (mado_pack_get_city_name (pack), NULL);
  const char *municipality;

  if (g_str_equal (what, "inside"))
    {
      municipality = town != NULL ? town->municipality : address_part (self, name, length, "municipality");
      if (municipality == NULL || *municipality == '\0')
        return NULL;
      return g_str_equal (municipality, city) ? "yes" : "no";
    }
  if (town == NULL)
    return NULL;
  return g_str_equal (what, "elementary") ? town->elementary : town->junior_high;
}

static const char *
address_word (const char *name)
{
  const char *dot = strrchr (name, '.');

  if (dot == NULL)
    return NULL;
  dot++;
  return g_str_equal (dot, "inside") || g_str_equal (dot, "elementary") || g_str_equal (dot, "junior_high") ? dot : NULL;
}

gboolean
mado_facts_is_computed (const char *name, gboolean of_person)
{
  static const char *const persons[] = { "age", "child", "school_grade", "pupil", NULL };
  static const char *const cases[] = { "today", "household_size", NULL };

  if (of_person && g_strv_contains (persons, name))
    return TRUE;
  return g_strv_contains (cases, name) || address_word (name) != NULL;
}

const char *
mado_facts_lookup (const MadoFacts *self, MadoPack *pack, const char *name, int person)
{
  const char *value = NULL, *word;

  if (person >= 0 && (guint) person < self->persons->len)
    value = g_hash_table_lookup (g_ptr_array_index (self->persons, (guint) person), name);
  if (value == NULL)
    value = g_hash_table_lookup (self->fields, name);
  if (value != NULL)
    return value;
  if (g_str_equal (name, "today"))
    return self->today;
  if (g_str_equal (name, "household_size"))
    return self->persons->len > 0 ? self->size : NULL;
  word = address_word (name);
  return word != NULL ? address_fact (self, pack, name, word) : NULL;
}
