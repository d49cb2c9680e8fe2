/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-plan-view.h"

#include "core/model/mado-value.h"

#include <string.h>

/* The plan's own record, and the book that all of its records make together. */

/* --- lists ------------------------------------------------------------------- */

typedef struct
{
  char  *order;
  MadoId id;
} Listed;

static void
listed_clear (gpointer data)
{
  g_free (((Listed *) data)->order);
}

static int
compare_listed (gconstpointer a,
                gconstpointer b)
{
  const Listed *one = a;
  const Listed *two = b;
  int order = strcmp (one->order, two->order);

  return order != 0 ? order : mado_id_compare (&one->id, &two->id);
}

/* Ids below @collection that are not taken out, by their order keys. */
static GArray *
list_ids (MadoRecord *record,
          const char *collection)
{
  g_auto (GStrv) elements = mado_record_list_elements (record, collection);
  g_autoptr (GArray) listed = g_array_new (FALSE, FALSE, sizeof (Listed));
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (MadoId));

  g_array_set_clear_func (listed, listed_clear);
  for (guint i = 0; elements[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (collection, "/", elements[i], "/order", NULL);
      Listed one;

      if (!mado_id_parse (elements[i], &one.id))
        continue;
      one.order = g_strdup (mado_record_get_text (record, path));
      g_array_append_val (listed, one);
    }
  g_array_sort (listed, compare_listed);
  for (guint i = 0; i < listed->len; i++)
    g_array_append_val (ids, g_array_index (listed, Listed, i).id);
  return ids;
}

GArray *
mado_plan_list_initiatives (MadoRecord *plan,
                            int         year)
{
  g_autofree char *collection = g_strdup_printf ("year/%d/row", year);

  return list_ids (plan, collection);
}

GArray *
mado_plan_list_kpis (MadoRecord *plan)
{
  return list_ids (plan, "kpi");
}

static int
compare_ints (gconstpointer a,
              gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

GArray *
mado_plan_list_years (MadoRecord *plan)
{
  g_auto (GStrv) elements = mado_record_list_elements (plan, "year");
  GArray *years = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; elements[i] != NULL; i++)
    {
      int year = (int) g_ascii_strtoll (elements[i], NULL, 10);

      if (year > 0)
        g_array_append_val (years, year);
    }
  g_array_sort (years, compare_ints);
  return years;
}

/* --- rounds -------------------------------------------------------------------- */

void
mado_plan_round_free (MadoPlanRound *self)
{
  g_free (self->as_of);
  g_free (self->deadline);
  g_free (self);
}

static int
compare_rounds (gconstpointer a,
                gconstpointer b)
{
  return strcmp ((*(MadoPlanRound *const *) a)->as_of, (*(MadoPlanRound *const *) b)->as_of);
}

GPtrArray *
mado_plan_list_rounds (MadoRecord *plan)
{
  g_auto (GStrv) elements = mado_record_list_elements (plan, "round");
  GPtrArray *rounds = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_plan_round_free);

  for (guint i = 0; elements[i] != NULL; i++)
    {
      g_autofree char *deadline = g_strconcat ("round/", elements[i], "/deadline", NULL);
      g_autofree char *year = g_strconcat ("round/", elements[i], "/year", NULL);
      MadoPlanRound *round = g_new0 (MadoPlanRound, 1);

      round->as_of = g_strdup (elements[i]);
      round->deadline = g_strdup (mado_record_get_text (plan, deadline));
      round->year = (int) mado_record_get_int (plan, year);
      g_ptr_array_add (rounds, round);
    }
  g_ptr_array_sort (rounds, compare_rounds);
  return rounds;
}

/* --- editions ---------------------------------------------------------------------- */

static GArray *
parse_heads (GVariant *value)
{
  gsize length = 0;
  const guint8 *bytes = NULL;
  GArray *heads = g_array_new (FALSE, FALSE, sizeof (MadoId));

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    bytes = g_variant_get_fixed_array (value, &length, 1);
  if (length >= sizeof (MadoId))
    g_array_append_vals (heads, bytes, (guint) (length / sizeof (MadoId)));
  return heads;
}

MadoPlanEdition *
mado_plan_edition_read (MadoRecord *record)
{
  g_autoptr (GPtrArray) heads = mado_record_list (record, "heads/");
  MadoPlanEdition *self = g_new0 (MadoPlanEdition, 1);
  const MadoRegister *as_of = mado_record_lookup (record, "as_of");

  self->id = *mado_record_get_id (record);
  mado_id_parse (mado_record_get_text (record, "plan"), &self->plan);
  self->year = (int) mado_record_get_int (record, "year");
  self->as_of = g_strdup (mado_record_get_text (record, "as_of"));
  self->name = g_strdup (mado_record_get_text (record, "name"));
  self->actor = g_strdup ("");
  if (as_of != NULL)
    {
      const MadoRegisterValue *shown = as_of->values->pdata[0];

      self->at = mado_hlc_ms (shown->clock);
      g_free (self->actor);
      self->actor = g_strdup (shown->actor != NULL ? shown->actor : "");
    }
  self->heads = g_hash_table_new_full (mado_id_hash, mado_id_equal, g_free, (GDestroyNotify) g_array_unref);
  for (guint i = 0; i < heads->len; i++)
    {
      const MadoRegister *reg = heads->pdata[i];
      MadoId id;

      if (mado_id_parse (reg->path + strlen ("heads/"), &id))
        g_hash_table_insert (self->heads, mado_id_copy (&id),
                             parse_heads (((MadoRegisterValue *) reg->values->pdata[0])->value));
    }
  return self;
}

void
mado_plan_edition_free (MadoPlanEdition *self)
{
  if (self == NULL)
    return;
  g_free (self->as_of);
  g_free (self->name);
  g_free (self->actor);
  g_hash_table_unref (self->heads);
  g_free (self);
}

/* --- the plan -------------------------------------------------------------------------- */

static void
take (char      **member,
      MadoRecord *plan,
      const char *path)
{
  g_free (*member);
  *member = g_strdup (mado_record_get_text (plan, path));
}

static void
read_document (MadoPlanDocument *document,
               MadoRecord       *plan,
               const char       *which,
               int               year)
{
  const struct { const char *leaf; char **member; } members[] = {
    { "title", &document->title }, { "number", &document->number }, { "as_of", &document->as_of },
    { "as_of_printed", &document->as_of_printed }, { "fiscal_year", &document->fiscal_year },
    { "period", &document->period }, { "extra", &document->extra },
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *path = g_strdup_printf ("document/%s/%d/%s", which, year, members[i].leaf);

      take (members[i].member, plan, path);
    }
  if (*document->extra == 0)
    g_clear_pointer (&document->extra, g_free);
}

static void
read_goals (MadoPlanBook *book,
            MadoRecord   *plan)
{
  g_auto (GStrv) goals = mado_record_list_elements (plan, "goal");
  g_auto (GStrv) measures = mado_record_list_elements (plan, "measure");

  for (guint i = 0; goals[i] != NULL; i++)
    {
      g_autofree char *title = g_strconcat ("goal/", goals[i], "/title", NULL);
      g_autofree char *slogan = g_strconcat ("goal/", goals[i], "/slogan", NULL);

      mado_plan_book_add_goal (book, (int) g_ascii_strtoll (goals[i], NULL, 10), mado_record_get_text (plan, title),
                               mado_record_get_text (plan, slogan));
    }
  for (guint i = 0; measures[i] != NULL; i++)
    {
      g_autofree char *title = g_strconcat ("measure/", measures[i], "/title", NULL);
      const char *dash = strchr (measures[i], '-');

      if (dash != NULL)
        mado_plan_book_add_measure (book, (int) g_ascii_strtoll (measures[i], NULL, 10),
                                    (int) g_ascii_strtoll (dash + 1, NULL, 10), mado_record_get_text (plan, title));
    }
}

static int
compare_goals (gconstpointer a,
               gconstpointer b)
{
  return (*(MadoPlanGoal *const *) a)->goal - (*(MadoPlanGoal *const *) b)->goal;
}

static int
compare_measures (gconstpointer a,
                  gconstpointer b)
{
  const MadoPlanMeasure *one = *(MadoPlanMeasure *const *) a;
  const MadoPlanMeasure *two = *(MadoPlanMeasure *const *) b;

  return one->goal != two->goal ? one->goal - two->goal : one->measure - two->measure;
}

static const char *
setting (MadoRecord *plan,
         const char *name)
{
  g_autofree char *path = mado_plan_path_setting (name);

  return mado_record_get_text (plan, path);
}

static int
setting_int (MadoRecord *plan,
             const char *name,
             int         otherwise)
{
  g_autofree char *path = mado_plan_path_setting (name);
  GVariant *value = mado_record_get (plan, path);

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64) ? (int) g_variant_get_int64 (value) : otherwise;
}

static gboolean
setting_bool (MadoRecord *plan,
              const char *name,
              gboolean    otherwise)
{
  g_autofree char *path = mado_plan_path_setting (name);

  return mado_record_get (plan, path) != NULL ? mado_record_get_bool (plan, path) : otherwise;
}

static void
read_rule (MadoKpiRule *rule,
           MadoRecord  *plan)
{
  const char *multi = setting (plan, "multi");

  rule->baseline_year = setting_int (plan, "baseline_year", 0);
  rule->year = setting_int (plan, "kpi_year", 0);
  rule->threshold = setting_int (plan, "threshold", 30);
  rule->missing_baseline = strcmp (setting (plan, "missing_baseline"), "skip") == 0 ? MADO_BASELINE_SKIP : MADO_BASELINE_ZERO;
  rule->multi = strcmp (multi, "mean") == 0 ? MADO_MULTI_MEAN
                : strcmp (multi, "highest") == 0 ? MADO_MULTI_HIGHEST : MADO_MULTI_LOWEST;
  rule->coverage_counts = setting_bool (plan, "coverage_counts", TRUE);
  rule->state_counts = setting_bool (plan, "state_counts", TRUE);
}

static void
read_head (MadoPlanBook *book,
           MadoRecord   *plan)
{
  book->id = *mado_record_get_id (plan);
  take (&book->name, plan, "name");
  take (&book->period_start, plan, "period_start");
  take (&book->period_end, plan, "period_end");
  g_free (book->gather);
  book->gather = g_strdup (setting (plan, "gather"));
  read_rule (&book->rule, plan);
  read_document (&book->plan, plan, "plan", book->year);
  read_document (&book->kpi, plan, "kpi", book->rule.year);
  read_goals (book, plan);
  g_ptr_array_sort (book->goals, compare_goals);
  g_ptr_array_sort (book->measures, compare_measures);
}

/* --- the book ----------------------------------------------------------------------------- */

static GHashTable *
index_records (GPtrArray *records)
{
  GHashTable *by_id = g_hash_table_new (mado_id_hash, mado_id_equal);

  for (guint i = 0; records != NULL && i < records->len; i++)
    g_hash_table_insert (by_id, (gpointer) mado_record_get_id (records->pdata[i]), records->pdata[i]);
  return by_id;
}

static int
compare_departments (gconstpointer a,
                     gconstpointer b)
{
  const MadoDepartment *one = *(MadoDepartment *const *) a;
  const MadoDepartment *two = *(MadoDepartment *const *) b;
  int order = strcmp (mado_department_get_name (one, NULL), mado_department_get_name (two, NULL));

  return order != 0 ? order : strcmp (one->id, two->id);
}

static void
read_departments (MadoPlanBook *book,
                  GPtrArray    *records)
{
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      MadoDepartment *department = mado_department_read (records->pdata[i]);

      if (*department->id != 0)
        g_ptr_array_add (book->departments, department);
      else
        mado_department_free (department);
    }
  g_ptr_array_sort (book->departments, compare_departments);
}

static int
newest_year (MadoRecord *plan)
{
  g_autoptr (GArray) years = mado_plan_list_years (plan);

  return years->len > 0 ? g_array_index (years, int, years->len - 1) : 0;
}

MadoPlanBook *
mado_plan_book_read (MadoRecord *plan,
                     int         year,
                     GPtrArray  *initiatives,
                     GPtrArray  *kpis,
                     GPtrArray  *departments)
{
  MadoPlanBook *book = mado_plan_book_new ();
  g_autoptr (GHashTable) rows = index_records (initiatives);
  g_autoptr (GHashTable) indicators = index_records (kpis);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) kpi_ids = mado_plan_list_kpis (plan);

  book->year = year > 0 ? year : newest_year (plan);
  read_head (book, plan);
  read_departments (book, departments);
  ids = mado_plan_list_initiatives (plan, book->year);
  for (guint i = 0; i < ids->len; i++)
    {
      const MadoId *id = &g_array_index (ids, MadoId, i);
      MadoRecord *record = g_hash_table_lookup (rows, id);
      g_autofree char *path = mado_plan_path_row (book->year, id, "order");
      MadoInitiative *row = record != NULL ? mado_initiative_read (record, NULL) : NULL;

      if (row == NULL)
        continue;
      take (&row->order, plan, path);
      g_ptr_array_add (book->initiatives, row);
    }
  for (guint i = 0; i < kpi_ids->len; i++)
    {
      const MadoId *id = &g_array_index (kpi_ids, MadoId, i);
      MadoRecord *record = g_hash_table_lookup (indicators, id);
      g_autofree char *path = mado_plan_path_kpi (id, "order");
      MadoKpi *kpi = record != NULL ? mado_kpi_read (record, NULL) : NULL;

      if (kpi == NULL)
        continue;
      take (&kpi->order, plan, path);
      g_ptr_array_add (book->kpis, kpi);
    }
  return book;
}

/* --- earlier states ------------------------------------------------------------------------- */

static MadoRecord *
fold_some (GPtrArray  *commits,
           GHashTable *wanted)
{
  g_autoptr (MadoRecord) record = NULL;

  for (guint i = 0; i < commits->len; i++)
    {
      MadoCommit *commit = commits->pdata[i];

      if (!g_hash_table_contains (wanted, &commit->id))
        continue;
      if (record == NULL)
        record = mado_record_new (commit->kind, &commit->record);
      if (!mado_record_apply (record, commit, NULL))
        return NULL;
    }
  return g_steal_pointer (&record);
}

MadoRecord *
mado_record_at_time (GPtrArray *commits,
                     gint64     ms)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (mado_id_hash, mado_id_equal);

  for (guint i = 0; i < commits->len; i++)
    {
      MadoCommit *commit = commits->pdata[i];

      if (mado_hlc_ms (commit->clock) <= ms)
        g_hash_table_add (wanted, &commit->id);
    }
  return fold_some (commits, wanted);
}

MadoRecord *
mado_record_at_heads (GPtrArray    *commits,
                      const MadoId *heads,
                      guint         n_heads)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (mado_id_hash, mado_id_equal);
  g_autoptr (GHashTable) wanted = g_hash_table_new (mado_id_hash, mado_id_equal);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();

  for (guint i = 0; i < commits->len; i++)
    g_hash_table_insert (by_id, &((MadoCommit *) commits->pdata[i])->id, commits->pdata[i]);
  for (guint i = 0; i < n_heads; i++)
    g_ptr_array_add (open, (gpointer) &heads[i]);
  while (open->len > 0)
    {
      MadoCommit *commit = g_hash_table_lookup (by_id, g_ptr_array_steal_index_fast (open, open->len - 1));

      if (commit == NULL || !g_hash_table_add (wanted, &commit->id))
        continue;
      for (guint i = 0; i < commit->n_deps; i++)
        g_ptr_array_add (open, &commit->deps[i]);
    }
  return fold_some (commits, wanted);
}
