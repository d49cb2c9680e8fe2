/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-plan-change-private.h"

#include "core/model/mado-value.h"

#include <string.h>

void
mado_plan_change_free (MadoPlanChange *self)
{
  g_free (self->name);
  g_free (self->member);
  g_free (self->before);
  g_free (self->after);
  g_free (self);
}

void
mado_plan_update_clear (MadoPlanUpdate *self)
{
  g_clear_pointer (&self->edits, g_ptr_array_unref);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
}

/* --- the writer ---------------------------------------------------------------- */

void
plan_writer_begin (PlanWriter                  *self,
                   MadoPlanUpdate              *update,
                   const MadoPlanUpdateOptions *options,
                   const char                  *gather,
                   const char                  *kind,
                   const MadoId                *id,
                   MadoPlanChangeOf             of,
                   int                          no,
                   const char                  *name)
{
  self->update = update;
  self->options = options;
  self->gather = gather;
  self->record = options->records != NULL ? g_hash_table_lookup (options->records, id) : NULL;
  self->edit = mado_edit_new (kind, id, options->purpose);
  self->of = of;
  self->id = *id;
  self->no = no;
  self->name = name;
}

gboolean
plan_writer_put (PlanWriter *self,
                 const char *section,
                 const char *path,
                 GVariant   *value)
{
  g_autoptr (GVariant) taken = value;
  const MadoRegister *reg = self->record != NULL ? mado_record_lookup (self->record, path) : NULL;
  const MadoId *deps = NULL;
  guint n = 0;

  if (reg == NULL && mado_value_is_none (taken))
    return FALSE;
  /* What says the same as is shown chooses nothing: two texts of a line stay two. */
  if (reg != NULL && reg->values->len > 0 &&
      mado_value_equal (((MadoRegisterValue *) reg->values->pdata[0])->value, taken))
    return FALSE;
  if (reg != NULL)
    section = reg->section;
  if (self->record != NULL)
    deps = mado_record_get_heads (self->record, section, &n);
  mado_edit_add (self->edit, section, deps, n, mado_change_new (path, taken, self->options->source, FALSE));
  return TRUE;
}

gboolean
plan_writer_text (PlanWriter *self,
                  const char *path,
                  const char *text)
{
  return plan_writer_put (self, MADO_PLAN_SECTION_SHARED, path, *text != 0 ? mado_value_text (text) : mado_value_none ());
}

gboolean
plan_writer_int (PlanWriter *self,
                 const char *path,
                 gint64      number)
{
  return plan_writer_put (self, MADO_PLAN_SECTION_SHARED, path, mado_value_int (number));
}

void
plan_writer_note (PlanWriter         *self,
                  MadoPlanChangeType  type,
                  const char         *member,
                  const char         *before,
                  const char         *after)
{
  MadoPlanChange *change = g_new0 (MadoPlanChange, 1);

  change->type = type;
  change->of = self->of;
  change->record = self->id;
  change->no = self->no;
  change->name = g_strdup (self->name);
  change->member = g_strdup (member);
  change->before = g_strdup (before);
  change->after = g_strdup (after);
  g_ptr_array_add (self->update->changes, change);
}

void
plan_writer_open (PlanWriter *self,
                  const char *section,
                  const char *scope)
{
  g_autofree char *path = g_strconcat ("route/", scope, NULL);
  g_autoptr (GPtrArray) found = self->record != NULL ? mado_record_list (self->record, path) : NULL;
  g_autoptr (GVariant) yes = mado_value_bool (TRUE);
  const MadoId *deps = NULL;
  guint n = 0;

  if (*scope == 0)
    return;
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const MadoRegister *reg = found->pdata[i];

      if (strcmp (reg->path, path) == 0 && strcmp (reg->section, section) == 0 &&
          mado_value_equal (((MadoRegisterValue *) reg->values->pdata[0])->value, yes))
        return;
    }
  if (self->record != NULL)
    deps = mado_record_get_heads (self->record, section, &n);
  mado_edit_add (self->edit, section, deps, n, mado_change_new (path, yes, MADO_SOURCE_PROGRAM, FALSE));
}

void
plan_writer_end (PlanWriter *self)
{
  if (mado_edit_is_empty (self->edit))
    mado_edit_free (self->edit);
  else
    g_ptr_array_add (self->update->edits, self->edit);
  self->edit = NULL;
}

/* --- departments ------------------------------------------------------------------ */

/* Who is not named any more is none any more. */
static gboolean
write_officers (PlanWriter           *writer,
                const MadoDepartment *department)
{
  g_autoptr (MadoDepartment) older = writer->record != NULL ? mado_department_read (writer->record) : NULL;
  gboolean changed = FALSE;

  for (guint i = 0; department->officers[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("officer/", department->officers[i], NULL);

      changed |= plan_writer_put (writer, MADO_PLAN_SECTION_SHARED, path, mado_value_bool (TRUE));
    }
  for (guint i = 0; older != NULL && older->officers[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("officer/", older->officers[i], NULL);

      if (!g_strv_contains ((const char *const *) department->officers, older->officers[i]))
        changed |= plan_writer_put (writer, MADO_PLAN_SECTION_SHARED, path, mado_value_bool (FALSE));
    }
  return changed;
}

/* Names stay when somebody else is the officer: the history names them. */
static gboolean
write_people (PlanWriter           *writer,
              const MadoDepartment *department)
{
  g_autoptr (GList) staff = g_list_sort (g_hash_table_get_keys (department->people), (GCompareFunc) strcmp);
  gboolean changed = FALSE;

  for (GList *l = staff; l != NULL; l = l->next)
    {
      g_autofree char *path = g_strconcat ("officer-name/", l->data, NULL);

      changed |= plan_writer_text (writer, path, g_hash_table_lookup (department->people, l->data));
    }
  return changed;
}

static void
write_department (MadoPlanUpdate              *update,
                  const MadoPlanUpdateOptions *options,
                  const MadoPlanBook          *book,
                  const MadoDepartment        *department)
{
  PlanWriter writer;
  MadoId id;
  gboolean changed = FALSE;
  const char *name = mado_department_get_name (department, NULL);

  mado_plan_id_department (&id, options->city, department->id);
  plan_writer_begin (&writer, update, options, book->gather, MADO_KIND_DEPARTMENT, &id, MADO_PLAN_OF_DEPARTMENT, 0, name);
  if (writer.record == NULL)
    plan_writer_text (&writer, "id", department->id);
  for (guint i = 0; i < department->names->len; i++)
    {
      const MadoDepartmentName *called = department->names->pdata[i];
      g_autofree char *path = g_strconcat ("name/", *called->from != 0 ? called->from : "start", NULL);

      changed |= plan_writer_text (&writer, path, called->name);
    }
  changed |= plan_writer_text (&writer, "until", department->until);
  for (guint i = 0; department->successors[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("successor/", department->successors[i], NULL);

      changed |= plan_writer_put (&writer, MADO_PLAN_SECTION_SHARED, path, mado_value_bool (TRUE));
    }
  changed |= write_officers (&writer, department);
  changed |= write_people (&writer, department);
  if (changed)
    {
      plan_writer_note (&writer, writer.record == NULL ? MADO_PLAN_ADDED : MADO_PLAN_CHANGED, "", "", name);
      plan_writer_open (&writer, MADO_PLAN_SECTION_SHARED, book->gather);
    }
  plan_writer_end (&writer);
}

/* --- KPI ---------------------------------------------------------------------------- */

static void
write_text_of (PlanWriter *writer,
               const char *path,
               const char *text)
{
  g_autofree char *before = g_strdup (writer->record != NULL ? mado_record_get_text (writer->record, path) : "");

  if (plan_writer_text (writer, path, text) && writer->record != NULL)
    plan_writer_note (writer, MADO_PLAN_CHANGED, path, before, text);
}

static void
write_cells (PlanWriter    *writer,
             const MadoKpi *kpi)
{
  for (guint i = 0; i < kpi->values->len; i++)
    {
      const MadoKpiValue *cell = kpi->values->pdata[i];
      g_autofree char *path = mado_plan_path_value (cell->when);
      GVariant *shown = writer->record != NULL ? mado_record_get (writer->record, path) : NULL;
      g_autoptr (MadoKpiValue) before = shown != NULL ? mado_kpi_value_from_value (cell->when, shown) : NULL;
      g_autoptr (GVariant) value = mado_kpi_value_to_value (cell);

      if (plan_writer_put (writer, MADO_PLAN_SECTION_SHARED, path, g_steal_pointer (&value)) && writer->record != NULL)
        plan_writer_note (writer, before == NULL ? MADO_PLAN_ADDED : MADO_PLAN_CHANGED, cell->when,
                          before != NULL ? before->printed : "", cell->printed);
    }
}

static void
write_components (PlanWriter    *writer,
                  const MadoKpi *kpi)
{
  for (guint i = 0; i < kpi->components->len; i++)
    {
      const MadoKpiComponent *component = kpi->components->pdata[i];
      const char *items[] = { component->key, component->label, component->unit, NULL };
      g_autofree char *path = g_strdup_printf ("component/%03u", i);

      plan_writer_put (writer, MADO_PLAN_SECTION_SHARED, path, mado_value_texts (items));
    }
}

/* No is what was never said; it is written only where yes stood before. */
static void
write_flag (PlanWriter *writer,
            const char *path,
            gboolean    yes)
{
  if (yes || (writer->record != NULL && mado_record_lookup (writer->record, path) != NULL))
    plan_writer_put (writer, MADO_PLAN_SECTION_SHARED, path, mado_value_bool (yes));
}

static void
write_kpi (MadoPlanUpdate              *update,
           const MadoPlanUpdateOptions *options,
           const MadoPlanBook          *book,
           const MadoKpi               *kpi)
{
  g_autofree char *plan = mado_id_to_string (&book->id);
  PlanWriter writer;

  plan_writer_begin (&writer, update, options, book->gather, MADO_KIND_KPI, &kpi->id, MADO_PLAN_OF_KPI, kpi->no, kpi->name);
  if (writer.record == NULL)
    plan_writer_note (&writer, MADO_PLAN_ADDED, "", "", kpi->name);
  plan_writer_text (&writer, "plan", plan);
  plan_writer_int (&writer, "no", kpi->no);
  plan_writer_int (&writer, "goal", kpi->goal);
  plan_writer_int (&writer, "measure", kpi->measure);
  write_text_of (&writer, "name", kpi->name);
  write_text_of (&writer, "unit", kpi->unit);
  plan_writer_text (&writer, "kind", mado_kpi_kind_to_string (kpi->kind));
  write_flag (&writer, "lower_is_better", kpi->lower_is_better);
  write_flag (&writer, "cumulative", kpi->cumulative);
  if (kpi->states != NULL)
    plan_writer_put (&writer, MADO_PLAN_SECTION_SHARED, "states", mado_value_texts ((const char *const *) kpi->states));
  if (*kpi->departments != NULL)
    plan_writer_put (&writer, MADO_PLAN_SECTION_SHARED, "departments", mado_value_texts ((const char *const *) kpi->departments));
  write_components (&writer, kpi);
  write_cells (&writer, kpi);
  write_text_of (&writer, "judgement", kpi->judgement);
  write_text_of (&writer, "note", kpi->note);
  write_text_of (&writer, "explanation", kpi->explanation);
  plan_writer_text (&writer, "extra", kpi->extra != NULL ? kpi->extra : "");
  if (!mado_edit_is_empty (writer.edit))
    {
      plan_writer_open (&writer, MADO_PLAN_SECTION_SHARED, book->gather);
      for (guint i = 0; kpi->departments[i] != NULL; i++)
        plan_writer_open (&writer, MADO_PLAN_SECTION_SHARED, kpi->departments[i]);
    }
  plan_writer_end (&writer);
}

/* --- the plan ------------------------------------------------------------------------ */

static void
write_document (PlanWriter             *writer,
                const MadoPlanDocument *document,
                const char             *which,
                int                     year)
{
  const struct { const char *leaf; const char *text; } members[] = {
    { "title", document->title }, { "number", document->number }, { "as_of", document->as_of },
    { "as_of_printed", document->as_of_printed }, { "fiscal_year", document->fiscal_year },
    { "period", document->period }, { "extra", document->extra != NULL ? document->extra : "" },
  };

  if (*document->title == 0 && *document->fiscal_year == 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *path = g_strdup_printf ("document/%s/%d/%s", which, year, members[i].leaf);

      plan_writer_text (writer, path, members[i].text);
    }
}

static void
write_goals (PlanWriter         *writer,
             const MadoPlanBook *book)
{
  for (guint i = 0; i < book->goals->len; i++)
    {
      const MadoPlanGoal *goal = book->goals->pdata[i];
      g_autofree char *title = g_strdup_printf ("goal/%d/title", goal->goal);
      g_autofree char *slogan = g_strdup_printf ("goal/%d/slogan", goal->goal);

      write_text_of (writer, title, goal->title);
      if (*goal->slogan != 0)
        write_text_of (writer, slogan, goal->slogan);
    }
  for (guint i = 0; i < book->measures->len; i++)
    {
      const MadoPlanMeasure *measure = book->measures->pdata[i];
      g_autofree char *path = g_strdup_printf ("measure/%d-%d/title", measure->goal, measure->measure);

      write_text_of (writer, path, measure->title);
    }
}

static void
write_setting (PlanWriter *writer,
               const char *name,
               GVariant   *value,
               gboolean    is_default)
{
  g_autofree char *path = mado_plan_path_setting (name);

  if (is_default && (writer->record == NULL || mado_record_lookup (writer->record, path) == NULL))
    g_variant_unref (value);
  else
    plan_writer_put (writer, MADO_PLAN_SECTION_SHARED, path, value);
}

static void
write_rule (PlanWriter        *writer,
            const MadoKpiRule *rule)
{
  static const char *const multi[] = { "lowest", "mean", "highest" };

  write_setting (writer, "baseline_year", mado_value_int (rule->baseline_year), rule->baseline_year == 0);
  write_setting (writer, "kpi_year", mado_value_int (rule->year), rule->year == 0);
  write_setting (writer, "threshold", mado_value_int ((gint64) rule->threshold), rule->threshold == 30);
  write_setting (writer, "missing_baseline", mado_value_text (rule->missing_baseline == MADO_BASELINE_SKIP ? "skip" : "zero"),
                 rule->missing_baseline == MADO_BASELINE_ZERO);
  write_setting (writer, "multi", mado_value_text (multi[rule->multi]), rule->multi == MADO_MULTI_LOWEST);
  write_setting (writer, "coverage_counts", mado_value_bool (rule->coverage_counts), rule->coverage_counts);
  write_setting (writer, "state_counts", mado_value_bool (rule->state_counts), rule->state_counts);
}

/* A book whose places are not settled leaves them as they are. */
static void
write_lists (PlanWriter         *writer,
             const MadoPlanBook *book)
{
  for (guint i = 0; i < book->initiatives->len; i++)
    {
      const MadoInitiative *row = book->initiatives->pdata[i];
      g_autofree char *path = mado_plan_path_row (book->year, &row->id, "order");

      if (*row->order != 0)
        plan_writer_text (writer, path, row->order);
    }
  for (guint i = 0; i < book->kpis->len; i++)
    {
      const MadoKpi *kpi = book->kpis->pdata[i];
      g_autofree char *path = mado_plan_path_kpi (&kpi->id, "order");

      if (*kpi->order != 0)
        plan_writer_text (writer, path, kpi->order);
    }
}

static void
write_plan (MadoPlanUpdate              *update,
            const MadoPlanUpdateOptions *options,
            const MadoPlanBook          *book)
{
  PlanWriter writer;

  plan_writer_begin (&writer, update, options, book->gather, MADO_KIND_PLAN, &book->id, MADO_PLAN_OF_PLAN, 0, book->name);
  if (writer.record == NULL)
    plan_writer_note (&writer, MADO_PLAN_ADDED, "", "", book->name);
  plan_writer_text (&writer, "name", book->name);
  if (*book->period_start != 0)
    plan_writer_text (&writer, "period_start", book->period_start);
  if (*book->period_end != 0)
    plan_writer_text (&writer, "period_end", book->period_end);
  if (*book->gather != 0)
    write_setting (&writer, "gather", mado_value_text (book->gather), FALSE);
  write_rule (&writer, &book->rule);
  write_document (&writer, &book->plan, "plan", book->year);
  write_document (&writer, &book->kpi, "kpi", book->rule.year);
  write_goals (&writer, book);
  write_lists (&writer, book);
  if (!mado_edit_is_empty (writer.edit))
    plan_writer_open (&writer, MADO_PLAN_SECTION_SHARED, book->gather);
  plan_writer_end (&writer);
}

/* --- ids ------------------------------------------------------------------------------- */

static MadoRecord *
find_listed (GHashTable *records,
             const char *kind,
             const char *plan,
             int         year,
             const char *member,
             gint64      number,
             const char *title)
{
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    {
      if (strcmp (mado_record_get_kind (record), kind) != 0 || strcmp (mado_record_get_text (record, "plan"), plan) != 0 ||
          (year > 0 && mado_record_get_int (record, "year") != year) || mado_record_get_bool (record, "removed"))
        continue;
      if (number > 0 ? mado_record_get_int (record, member) == number
                     : mado_record_get_int (record, member) == 0 && strcmp (mado_record_get_text (record, "title"), title) == 0)
        return record;
    }
  return NULL;
}

static void
settle_row (MadoPlanBook                *book,
            MadoInitiative              *row,
            guint                        place,
            const char                  *plan,
            const MadoPlanUpdateOptions *options)
{
  MadoRecord *known = options->records != NULL
    ? find_listed (options->records, MADO_KIND_INITIATIVE, plan, book->year, "no", row->no, row->title) : NULL;
  g_autofree char *key = row->no > 0 ? g_strdup_printf ("%d", row->no)
                                     : g_strdup_printf ("%d-%d %s", row->goal, row->measure, row->title);

  if (mado_id_is_null (&row->id) && known != NULL)
    row->id = *mado_record_get_id (known);
  else if (mado_id_is_null (&row->id))
    mado_plan_id_initiative (&row->id, &book->id, book->year, key);
  row->year = book->year;
  if (*row->order != 0)
    return;
  g_free (row->order);
  row->order = known != NULL ? g_strdup (mado_record_get_text (known, "order")) : mado_plan_order_nth (place);
}

static void
settle_kpi (MadoPlanBook                *book,
            MadoKpi                     *kpi,
            guint                        place,
            const char                  *plan,
            const MadoPlanUpdateOptions *options)
{
  MadoRecord *known = options->records != NULL
    ? find_listed (options->records, MADO_KIND_KPI, plan, 0, "no", kpi->no, "") : NULL;
  g_autofree char *key = g_strdup_printf ("%d", kpi->no);

  if (mado_id_is_null (&kpi->id) && known != NULL)
    kpi->id = *mado_record_get_id (known);
  else if (mado_id_is_null (&kpi->id))
    mado_plan_id_kpi (&kpi->id, &book->id, key);
  if (*kpi->order != 0)
    return;
  g_free (kpi->order);
  kpi->order = mado_plan_order_nth (place);
}

void
mado_plan_book_settle_ids (MadoPlanBook                *wanted,
                           const MadoPlanUpdateOptions *options)
{
  g_autofree char *plan = NULL;

  if (mado_id_is_null (&wanted->id))
    mado_plan_id_plan (&wanted->id, options->city, wanted->name);
  plan = mado_id_to_string (&wanted->id);
  for (guint i = 0; i < wanted->initiatives->len; i++)
    settle_row (wanted, wanted->initiatives->pdata[i], i, plan, options);
  for (guint i = 0; i < wanted->kpis->len; i++)
    settle_kpi (wanted, wanted->kpis->pdata[i], i, plan, options);
}

static void
begin_update (MadoPlanUpdate *update)
{
  update->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_edit_free);
  update->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_plan_change_free);
}

static void
write_rows (MadoPlanUpdate              *update,
            const MadoPlanBook          *wanted,
            const MadoPlanUpdateOptions *options)
{
  for (guint i = 0; i < wanted->initiatives->len; i++)
    {
      const MadoInitiative *row = wanted->initiatives->pdata[i];
      PlanWriter writer;

      plan_writer_begin (&writer, update, options, wanted->gather, MADO_KIND_INITIATIVE, &row->id, MADO_PLAN_OF_INITIATIVE,
                         row->no, row->title);
      mado_plan_write_row (&writer, wanted, row);
      plan_writer_end (&writer);
    }
}

void
mado_plan_update_make_rows (MadoPlanUpdate              *update,
                            const MadoPlanBook          *wanted,
                            const MadoPlanUpdateOptions *options)
{
  begin_update (update);
  write_rows (update, wanted, options);
}

void
mado_plan_update_make (MadoPlanUpdate              *update,
                       const MadoPlanBook          *wanted,
                       const MadoPlanUpdateOptions *options)
{
  begin_update (update);
  write_plan (update, options, wanted);
  for (guint i = 0; i < wanted->departments->len; i++)
    write_department (update, options, wanted, wanted->departments->pdata[i]);
  write_rows (update, wanted, options);
  for (guint i = 0; i < wanted->kpis->len; i++)
    write_kpi (update, options, wanted, wanted->kpis->pdata[i]);
}
