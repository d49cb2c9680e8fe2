/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-store.h"

#include "core/model/mado-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

MadoPlanSet *
mado_plan_set_ref (MadoPlanSet *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mado_plan_set_unref (MadoPlanSet *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_object (&self->plan);
  g_clear_pointer (&self->initiatives, g_ptr_array_unref);
  g_clear_pointer (&self->kpis, g_ptr_array_unref);
  g_clear_pointer (&self->departments, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_clear_pointer (&self->book, mado_plan_book_free);
  g_free (self);
}

/* --- loading ---------------------------------------------------------------------- */

static GPtrArray *
load_ids (MadoStore  *store,
          GArray     *ids,
          GError    **error)
{
  return mado_store_load_many (store, (const MadoId *) (gpointer) ids->data, ids->len, error);
}

static GPtrArray *
load_kind (MadoStore   *store,
           const char  *kind,
           GError     **error)
{
  g_autoptr (GArray) ids = mado_store_list_kind (store, kind, error);

  return ids != NULL ? load_ids (store, ids, error) : NULL;
}

static MadoRecord *
find_plan (MadoStore   *store,
           const char  *name,
           GError     **error)
{
  g_autoptr (GPtrArray) plans = load_kind (store, MADO_KIND_PLAN, error);
  MadoRecord *found = NULL;
  guint n = 0;

  if (plans == NULL)
    return NULL;
  for (guint i = 0; i < plans->len; i++)
    if (name == NULL || strcmp (mado_record_get_text (plans->pdata[i], "name"), name) == 0)
      {
        found = plans->pdata[i];
        n++;
      }
  if (n == 1)
    return g_object_ref (found);
  if (n == 0 && name != NULL)
    g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no plan “%s” here."), name);
  else if (n == 0)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no plan here yet. Read one in from a file first."));
  else
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON, _("There are several plans here; name the one you mean."));
  return NULL;
}

static int
pick_year (MadoRecord *plan,
           int         year)
{
  g_autoptr (GArray) years = mado_plan_list_years (plan);

  return year > 0 || years->len == 0 ? year : g_array_index (years, int, years->len - 1);
}

static void
index_all (MadoPlanSet *self)
{
  GPtrArray *arrays[] = { self->initiatives, self->kpis, self->departments };

  self->records = g_hash_table_new (mado_id_hash, mado_id_equal);
  g_hash_table_insert (self->records, (gpointer) mado_record_get_id (self->plan), self->plan);
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    for (guint k = 0; k < arrays[i]->len; k++)
      g_hash_table_insert (self->records, (gpointer) mado_record_get_id (arrays[i]->pdata[k]), arrays[i]->pdata[k]);
}

MadoPlanSet *
mado_plan_set_load (MadoStore   *store,
                    const char  *name,
                    int          year,
                    GError     **error)
{
  g_autoptr (MadoPlanSet) self = g_new0 (MadoPlanSet, 1);
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GArray) kpis = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  self->plan = find_plan (store, name, error);
  if (self->plan == NULL)
    return NULL;
  year = pick_year (self->plan, year);
  rows = mado_plan_list_initiatives (self->plan, year);
  kpis = mado_plan_list_kpis (self->plan);
  self->initiatives = load_ids (store, rows, error);
  if (self->initiatives == NULL)
    return NULL;
  self->kpis = load_ids (store, kpis, error);
  if (self->kpis == NULL)
    return NULL;
  self->departments = load_kind (store, MADO_KIND_DEPARTMENT, error);
  if (self->departments == NULL)
    return NULL;
  index_all (self);
  self->book = mado_plan_book_read (self->plan, year, self->initiatives, self->kpis, self->departments);
  return g_steal_pointer (&self);
}

typedef struct
{
  char *name;
  int   year;
} LoadArgs;

static void
load_args_free (gpointer data)
{
  g_free (((LoadArgs *) data)->name);
  g_free (data);
}

static void
load_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  LoadArgs *args = data;
  GError *error = NULL;
  MadoPlanSet *set = mado_plan_set_load (source, args->name, args->year, &error);

  if (set != NULL)
    g_task_return_pointer (task, set, (GDestroyNotify) mado_plan_set_unref);
  else
    g_task_return_error (task, error);
}

void
mado_plan_set_load_async (MadoStore           *store,
                          const char          *name,
                          int                  year,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (store, cancellable, callback, data);
  LoadArgs *args = g_new0 (LoadArgs, 1);

  args->name = g_strdup (name);
  args->year = year;
  g_task_set_source_tag (task, mado_plan_set_load_async);
  g_task_set_task_data (task, args, load_args_free);
  g_task_run_in_thread (task, load_in_thread);
}

MadoPlanSet *
mado_plan_set_load_finish (MadoStore     *store,
                           GAsyncResult  *result,
                           GError       **error)
{
  MadoPlanSet *set;

  g_return_val_if_fail (g_task_is_valid (result, store), NULL);
  set = g_task_propagate_pointer (G_TASK (result), error);
  mado_error_convert (error);
  return set;
}

/* --- earlier states ------------------------------------------------------------------ */

static MadoRecord *
fold_earlier (MadoStore             *store,
              const MadoId          *id,
              gint64                 ms,
              const MadoPlanEdition *edition,
              GError               **error)
{
  GArray *heads = edition != NULL ? g_hash_table_lookup (edition->heads, id) : NULL;
  g_autoptr (GPtrArray) commits = NULL;

  if (edition != NULL && heads == NULL)
    return NULL;
  commits = mado_store_history (store, id, error);
  if (commits == NULL)
    return NULL;
  return edition != NULL ? mado_record_at_heads (commits, (const MadoId *) (gpointer) heads->data, heads->len)
                         : mado_record_at_time (commits, ms);
}

/* Records that were not there yet are left out. NULL with error: a fault. */
static GPtrArray *
fold_all_earlier (MadoStore             *store,
                  GPtrArray             *records,
                  gint64                 ms,
                  const MadoPlanEdition *edition,
                  GError               **error)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < records->len; i++)
    {
      GError *fault = NULL;
      MadoRecord *record = fold_earlier (store, mado_record_get_id (records->pdata[i]), ms, edition, &fault);

      if (fault != NULL)
        {
          g_propagate_error (error, fault);
          return NULL;
        }
      if (record != NULL)
        g_ptr_array_add (out, record);
    }
  return g_steal_pointer (&out);
}

/* Rows that were taken out since are in the earlier list. */
static GPtrArray *
load_rows_of (MadoStore   *store,
              MadoRecord  *plan,
              int          year,
              GError     **error)
{
  g_autoptr (GArray) ids = mado_plan_list_initiatives (plan, year);

  return load_ids (store, ids, error);
}

MadoPlanBook *
mado_plan_book_load_earlier (MadoStore             *store,
                             MadoPlanSet           *set,
                             gint64                 ms,
                             const MadoPlanEdition *edition,
                             GError               **error)
{
  GError *fault = NULL;
  g_autoptr (MadoRecord) plan = fold_earlier (store, mado_record_get_id (set->plan), ms, edition, &fault);
  g_autoptr (GPtrArray) listed = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) kpis = NULL;
  g_autoptr (GPtrArray) departments = NULL;
  int year = edition != NULL ? edition->year : set->book->year;
  MadoPlanBook *book;

  if (plan == NULL && fault == NULL)
    g_set_error_literal (&fault, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There was no plan yet on that day."));
  if (fault == NULL)
    listed = load_rows_of (store, plan, year, &fault);
  if (listed != NULL)
    rows = fold_all_earlier (store, listed, ms, edition, &fault);
  if (rows != NULL)
    kpis = fold_all_earlier (store, set->kpis, ms, edition, &fault);
  if (kpis != NULL)
    departments = fold_all_earlier (store, set->departments, ms, edition, &fault);
  if (departments == NULL)
    {
      g_propagate_error (error, fault);
      return NULL;
    }
  book = mado_plan_book_read (plan, year, rows, kpis, departments);
  if (edition != NULL)
    {
      g_free (book->plan.as_of);
      book->plan.as_of = g_strdup (edition->as_of);
    }
  return book;
}

#define DAY_MS   G_GINT64_CONSTANT (86400000)
#define JAPAN_MS G_GINT64_CONSTANT (32400000)

gint64
mado_plan_end_of_day (const MadoDate *day)
{
  return (mado_date_to_days (day) + 1) * DAY_MS - JAPAN_MS - 1;
}

/* --- editions ------------------------------------------------------------------------- */

static int
compare_editions (gconstpointer a,
                  gconstpointer b)
{
  return strcmp ((*(MadoPlanEdition *const *) a)->as_of, (*(MadoPlanEdition *const *) b)->as_of);
}

GPtrArray *
mado_plan_list_editions (MadoStore    *store,
                         MadoPlanSet  *set,
                         GError      **error)
{
  g_autoptr (GPtrArray) records = load_kind (store, MADO_KIND_EDITION, error);
  GPtrArray *editions;

  if (records == NULL)
    return NULL;
  editions = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_plan_edition_free);
  for (guint i = 0; i < records->len; i++)
    {
      MadoPlanEdition *edition = mado_plan_edition_read (records->pdata[i]);

      if (mado_id_equal (&edition->plan, mado_record_get_id (set->plan)) && edition->year == set->book->year)
        g_ptr_array_add (editions, edition);
      else
        mado_plan_edition_free (edition);
    }
  g_ptr_array_sort (editions, compare_editions);
  return editions;
}

static void
add_value (MadoEdit   *edit,
           const char *path,
           GVariant   *value /* full */)
{
  g_autoptr (GVariant) taken = value;

  mado_edit_add (edit, MADO_PLAN_SECTION_SHARED, NULL, 0, mado_change_new (path, taken, MADO_SOURCE_PROGRAM, FALSE));
}

static void
add_heads (MadoEdit   *edit,
           MadoRecord *record)
{
  const char *const *sections = mado_record_get_sections (record);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *id = mado_id_to_string (mado_record_get_id (record));
  g_autofree char *path = g_strconcat ("heads/", id, NULL);

  for (guint i = 0; sections[i] != NULL; i++)
    {
      guint n;
      const MadoId *heads = mado_record_get_heads (record, sections[i], &n);

      g_byte_array_append (bytes, (const guint8 *) heads, (guint) (n * sizeof *heads));
    }
  add_value (edit, path, g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes->data, bytes->len, 1)));
}

MadoEdit *
mado_plan_edition_make (MadoPlanSet *set,
                        const char  *as_of,
                        const char  *name)
{
  GPtrArray *arrays[] = { set->initiatives, set->kpis, set->departments };
  g_autofree char *plan = mado_id_to_string (mado_record_get_id (set->plan));
  MadoEdit *edit;
  MadoId id;

  mado_plan_id_edition (&id, mado_record_get_id (set->plan), set->book->year, as_of);
  edit = mado_edit_new (MADO_KIND_EDITION, &id, "fix");
  add_value (edit, "plan", mado_value_text (plan));
  add_value (edit, "year", mado_value_int (set->book->year));
  add_value (edit, "as_of", mado_value_text (as_of));
  add_value (edit, "name", mado_value_text (name));
  if (*set->book->gather != 0)
    {
      g_autofree char *route = g_strconcat ("route/", set->book->gather, NULL);

      add_value (edit, route, mado_value_bool (TRUE));
    }
  add_heads (edit, set->plan);
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    for (guint k = 0; k < arrays[i]->len; k++)
      add_heads (edit, arrays[i]->pdata[k]);
  return edit;
}
