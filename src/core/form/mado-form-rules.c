/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-kana.h"
#include "core/form/mado-form-rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Rules over several fields. They know a few field ids that every pack has
 * (core data parts): birth_date, sex, relation_to_head with the codes head,
 * wife, husband, child, father, mother; kana_confirmed; household_kind;
 * late_reason. A pack without one of them has no such finding.
 */

#define AGE_OF_MARRIAGE 18 /* 民法731条 */

typedef struct
{
  MadoPack             *pack;
  const MadoFormReader *reader;
  const MadoDate       *today;
  GPtrArray            *findings;
} Check;

typedef struct
{
  const char *eid;
  const char *relation;
  const char *sex;
  MadoDate    birth;
  gboolean    has_birth;
  char       *name;
} Person;

void
mado_finding_free (MadoFinding *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->message);
  g_free (self);
}

static void
add (Check               *c,
     MadoFindingLevel     level,
     const char          *rule,
     const char          *path,
     const MadoProcedure *procedure,
     char                *message)
{
  MadoFinding *finding = g_new (MadoFinding, 1);

  finding->level = level;
  finding->rule = rule;
  finding->path = g_strdup (path);
  finding->procedure = procedure;
  finding->message = message;
  g_ptr_array_add (c->findings, finding);
}

/* --- dates of procedures ---------------------------------------------------------- */

/* The first of @fields that holds a whole date in this case. */
static gboolean
first_date (MadoPack             *pack,
            const MadoFormReader *reader,
            const MadoProcedure  *procedure,
            const char *const    *fields,
            MadoDate             *date,
            char                **path)
{
  for (guint i = 0; fields != NULL && fields[i] != NULL; i++)
    {
      const MadoField *field = mado_pack_get_field (pack, fields[i]);
      g_autofree char *at = NULL;
      g_autofree char *day = NULL;

      if (field == NULL || field->scope == MADO_SCOPE_PERSON || field->scope == MADO_SCOPE_PROCEDURE_PERSON)
        continue;
      at = mado_form_path (field, procedure->id, NULL);
      /* A time begins with its day. */
      day = g_strndup (mado_form_reader_text (reader, at), MADO_DATE_ISO_LENGTH);
      if (!mado_date_parse_iso (day, date) || date->day == 0)
        continue;
      if (path != NULL)
        *path = g_steal_pointer (&at);
      return TRUE;
    }
  return FALSE;
}

static gboolean
is_closed (const MadoDate *date,
           gpointer        user_data)
{
  g_autofree char *iso = mado_date_to_iso (date);

  return mado_pack_is_closed (user_data, iso);
}

gboolean
mado_form_rules_deadline (MadoPack             *pack,
                          const MadoProcedure  *procedure,
                          const MadoFormReader *reader,
                          MadoDate             *deadline)
{
  MadoDate start;

  if (procedure->deadline_days == 0 ||
      !first_date (pack, reader, procedure, procedure->deadline_from, &start, NULL))
    return FALSE;
  *deadline = mado_date_deadline (&start, (int) procedure->deadline_days,
                                  procedure->deadline_counts_first_day ? MADO_DEADLINE_COUNT_FIRST_DAY
                                                                       : MADO_DEADLINE_DEFAULT,
                                  is_closed, pack);
  return TRUE;
}

static void
check_not_before (Check               *c,
                  const MadoProcedure *procedure)
{
  g_autofree char *path = NULL;
  g_autofree char *day = NULL;
  MadoDate date;

  if (!first_date (c->pack, c->reader, procedure, procedure->not_before, &date, &path) ||
      mado_date_compare (&date, c->today) <= 0)
    return;
  day = mado_date_to_wareki (&date);
  /* Translators: name of a procedure, a date */
  add (c, MADO_FINDING_STOP, "not-before", path, procedure,
       g_strdup_printf (_("%s cannot be accepted before the day itself, %s."),
                        mado_text_get (procedure->title, NULL), day));
}

static gboolean
has_late_reason (Check               *c,
                 const MadoProcedure *procedure)
{
  const MadoProcedureField *field = mado_procedure_find_field (procedure, "late_reason");
  g_autofree char *path = NULL;

  if (field == NULL || field->person != NULL)
    return FALSE;
  path = mado_form_path (field->field, procedure->id, NULL);
  return c->reader->get (path, c->reader->user_data) != NULL;
}

static void
check_deadline (Check               *c,
                const MadoProcedure *procedure)
{
  const MadoProcedureField *reason = mado_procedure_find_field (procedure, "late_reason");
  g_autofree char *path = NULL;
  g_autofree char *day = NULL;
  MadoDate deadline;

  if (!mado_form_rules_deadline (c->pack, procedure, c->reader, &deadline) ||
      mado_date_compare (c->today, &deadline) <= 0 || has_late_reason (c, procedure))
    return;
  if (reason != NULL && reason->person == NULL)
    path = mado_form_path (reason->field, procedure->id, NULL);
  day = mado_date_to_wareki (&deadline);
  /* Translators: name of a procedure, a date */
  add (c, MADO_FINDING_REASON, "deadline", path, procedure,
       g_strdup_printf (_("The term of %s ended on %s. Ask for the reason and accept it."),
                        mado_text_get (procedure->title, NULL), day));
}

/* --- the household ------------------------------------------------------------------- */

static const char *
person_text (Check      *c,
             const char *eid,
             const char *field)
{
  g_autofree char *path = g_strconcat ("person/", eid, "/", field, NULL);

  return mado_form_reader_text (c->reader, path);
}

static void
person_clear (gpointer data)
{
  g_free (((Person *) data)->name);
}

static GArray *
read_persons (Check *c)
{
  GArray *persons = g_array_new (FALSE, TRUE, sizeof (Person));
  const char *const *eids = c->reader->list_persons (c->reader->user_data);

  g_array_set_clear_func (persons, person_clear);
  for (guint i = 0; eids != NULL && eids[i] != NULL; i++)
    {
      Person p = { eids[i] };

      p.relation = person_text (c, p.eid, "relation_to_head");
      p.sex = person_text (c, p.eid, "sex");
      p.has_birth = mado_date_parse_iso (person_text (c, p.eid, "birth_date"), &p.birth);
      p.name = mado_kana_join_name (person_text (c, p.eid, "family_name"),
                                    person_text (c, p.eid, "given_name"));
      if (*p.name == 0)
        {
          g_free (p.name);
          /* Translators: a line of the household table without a name yet */
          p.name = g_strdup_printf (_("Person %u"), i + 1);
        }
      g_array_append_val (persons, p);
    }
  return persons;
}

static void
add_for_person (Check            *c,
                MadoFindingLevel  level,
                const char       *rule,
                const Person     *person,
                const char       *field,
                char             *message)
{
  g_autofree char *path = g_strconcat ("person/", person->eid, "/", field, NULL);

  add (c, level, rule, path, NULL, message);
}

static void
check_birth (Check        *c,
             const Person *p)
{
  MadoDate first;

  if (!p->has_birth)
    return;
  first = mado_date_earliest (&p->birth);
  if (mado_date_compare (&first, c->today) > 0)
    add_for_person (c, MADO_FINDING_STOP, "birth-future", p, "birth_date",
                    /* Translators: name of a person */
                    g_strdup_printf (_("The birth date of %s lies in the future."), p->name));
}

/* A reading that was guessed must be seen by a person; one that a card or
 * certificate brought, or that the clerk marked, is. */
static void
check_kana (Check        *c,
            const Person *p)
{
  static const char *const fields[] = { "family_name_kana", "given_name_kana" };
  g_autofree char *marked = g_strconcat ("person/", p->eid, "/kana_confirmed", NULL);
  GVariant *mark;

  if (mado_pack_get_field (c->pack, "kana_confirmed") == NULL)
    return;
  mark = c->reader->get (marked, c->reader->user_data);
  if (mark != NULL && g_variant_is_of_type (mark, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (mark))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *path = g_strconcat ("person/", p->eid, "/", fields[i], NULL);

      if (c->reader->get (path, c->reader->user_data) == NULL ||
          (c->reader->confirmed != NULL && c->reader->confirmed (path, c->reader->user_data)))
        continue;
      add (c, MADO_FINDING_WARN, "kana", path, NULL,
           /* Translators: name of a person */
           g_strdup_printf (_("The reading of the name of %s is not confirmed."), p->name));
      return;
    }
}

static const Person *
find_relation (GArray     *persons,
               const char *relation,
               guint      *n)
{
  const Person *found = NULL;

  *n = 0;
  for (guint i = 0; i < persons->len; i++)
    {
      const Person *p = &g_array_index (persons, Person, i);

      if (strcmp (p->relation, relation) != 0)
        continue;
      if ((*n)++ == 0 || *n == 2)
        found = p;
    }
  return found;
}

/* Whoever joins a household that is here already has no head in the table. */
static gboolean
joins_household (Check *c)
{
  const char *kind = mado_form_reader_text (c->reader, "field/household_kind");

  return strcmp (kind, "join") == 0 || strcmp (kind, "partial") == 0;
}

static void
check_head (Check  *c,
            GArray *persons)
{
  guint n, known = 0;
  const Person *second = find_relation (persons, "head", &n);

  for (guint i = 0; i < persons->len; i++)
    known += *g_array_index (persons, Person, i).relation != 0;
  if (n > 1)
    add_for_person (c, MADO_FINDING_STOP, "head-many", second, "relation_to_head",
                    g_strdup_printf (_("A household has one head; here %u persons are marked."), n));
  else if (n == 0 && persons->len > 0 && known == persons->len && !joins_household (c))
    add_for_person (c, MADO_FINDING_WARN, "head-none", &g_array_index (persons, Person, 0),
                    "relation_to_head", g_strdup (_("Nobody in the household is marked as its head.")));
}

/* --- relations --------------------------------------------------------------------------- */

static void
warn_relation (Check        *c,
               const Person *p,
               char         *message)
{
  add_for_person (c, MADO_FINDING_WARN, "relation", p, "relation_to_head", message);
}

static void
check_sex (Check        *c,
           const Person *p)
{
  static const struct
  {
    const char *relation;
    const char *sex;
  } unlikely[] = {
    { "wife", "male" }, { "husband", "female" }, { "father", "female" }, { "mother", "male" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (unlikely); i++)
    if (strcmp (p->relation, unlikely[i].relation) == 0 && strcmp (p->sex, unlikely[i].sex) == 0)
      warn_relation (c, p, g_strdup_printf (_("Relation and sex of %s do not fit together."), p->name));
}

static void
check_generation (Check        *c,
                  const Person *p,
                  const Person *head)
{
  MadoDate a, b;

  if (!p->has_birth || !head->has_birth)
    return;
  if (strcmp (p->relation, "child") == 0)
    {
      a = mado_date_latest (&p->birth);
      b = mado_date_earliest (&head->birth);
      if (mado_date_compare (&a, &b) <= 0)
        warn_relation (c, p, g_strdup_printf (_("%s is marked as a child but is older than the head."), p->name));
    }
  else if (strcmp (p->relation, "father") == 0 || strcmp (p->relation, "mother") == 0)
    {
      a = mado_date_earliest (&p->birth);
      b = mado_date_latest (&head->birth);
      if (mado_date_compare (&a, &b) >= 0)
        warn_relation (c, p, g_strdup_printf (_("%s is marked as a parent but is younger than the head."), p->name));
    }
}

static gboolean
is_spouse (const Person *p)
{
  return strcmp (p->relation, "wife") == 0 || strcmp (p->relation, "husband") == 0;
}

static void
check_spouses (Check  *c,
               GArray *persons)
{
  guint n = 0;

  for (guint i = 0; i < persons->len; i++)
    {
      const Person *p = &g_array_index (persons, Person, i);
      int highest;

      if (!is_spouse (p))
        continue;
      if (++n == 2)
        warn_relation (c, p, g_strdup (_("Two persons are marked as the spouse of the head.")));
      if (p->has_birth && (mado_date_age_range (&p->birth, c->today, NULL, &highest), highest < AGE_OF_MARRIAGE))
        warn_relation (c, p, g_strdup_printf (_("%s is marked as a spouse but is under 18."), p->name));
    }
}

static void
check_household (Check *c)
{
  g_autoptr (GArray) persons = read_persons (c);
  guint n;
  const Person *head = find_relation (persons, "head", &n);

  for (guint i = 0; i < persons->len; i++)
    {
      const Person *p = &g_array_index (persons, Person, i);

      check_birth (c, p);
      check_kana (c, p);
      check_sex (c, p);
      if (n == 1 && p != head)
        check_generation (c, p, head);
    }
  check_head (c, persons);
  check_spouses (c, persons);
}

/* --- all ------------------------------------------------------------------------------------ */

/* Stops first; otherwise in the order in which they were found. */
static GPtrArray *
order_findings (GPtrArray *findings)
{
  GPtrArray *ordered = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_finding_free);

  for (int level = MADO_FINDING_STOP; level <= MADO_FINDING_WARN; level++)
    for (guint i = 0; i < findings->len; i++)
      {
        MadoFinding *finding = g_ptr_array_index (findings, i);

        if ((int) finding->level == level)
          g_ptr_array_add (ordered, finding);
      }
  return ordered;
}

GPtrArray *
mado_form_rules_check (MadoPack             *pack,
                       const MadoFormReader *reader,
                       const MadoDate       *today)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();
  Check c = { pack, reader, today, findings };
  const char *const *ids = reader->list_procedures (reader->user_data);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      const MadoProcedure *procedure = mado_pack_get_procedure (pack, ids[i]);

      if (procedure == NULL)
        continue;
      check_not_before (&c, procedure);
      check_deadline (&c, procedure);
    }
  check_household (&c);
  return order_findings (findings);
}

const MadoFinding *
mado_form_rules_worst (GPtrArray  *findings,
                       const char *procedure)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const MadoFinding *finding = g_ptr_array_index (findings, i);

      if (finding->procedure == NULL || strcmp (finding->procedure->id, procedure) == 0)
        return finding;
    }
  return NULL;
}
