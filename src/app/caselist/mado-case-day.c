/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/caselist/mado-case-day.h"

#include "app/caselist/mado-case-item.h"
#include "core/base/mado-date.h"

#define FIRST_LINES   20
#define PAGE_LINES    500
#define MOST_LINES    2000 /* of one day; search finds the others */
#define SEARCH_LINES  200
#define REFRESH_MS    200

struct _MadoCaseDay
{
  GObject             parent_instance;

  /* Owned */
  MadoContext        *context;
  GListStore         *day;        /* MadoCaseItem, the cases of the day */
  GListStore         *found;      /* MadoCaseItem, what the search gives */
  GtkFilterListModel *shown;
  GCancellable       *search_cancel;
  GPtrArray          *loading;    /* nullable; MadoCaseItem*, pages read so far */
  char               *today;
  char               *query;      /* "" for none */
  MadoShow            show;
  gboolean            settled;
  gboolean            loaded_all;
  gboolean            ready;
  guint               refresh_id;
};

enum
{
  READY,
  REPLACING,
  REPLACED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void load_page (MadoCaseDay *self);

G_DEFINE_FINAL_TYPE (MadoCaseDay, mado_case_day, G_TYPE_OBJECT)

static char *
find_today (MadoCaseDay *self)
{
  MadoDate today = mado_date_from_ms (mado_clock_now_ms (mado_context_get_clock (self->context)));

  return mado_date_to_iso (&today);
}

static void
fail (MadoCaseDay  *self,
      const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error->message);
}

/* --- what is shown --------------------------------------------------------------- */

static gboolean
is_mine (MadoCaseDay       *self,
         const MadoCaseRow *row)
{
  const MadoIdentity *identity = mado_context_get_identity (self->context);

  return identity && g_strcmp0 (row->desk, identity->scope) == 0;
}

static gboolean
filter_cb (gpointer object,
           gpointer data)
{
  MadoCaseDay *self = data;
  const MadoCaseRow *row = mado_case_item_get_row (object);

  if (mado_case_day_is_searching (self) || self->show == MADO_SHOW_ALL)
    return TRUE;

  return self->show == MADO_SHOW_PARKED ? row->parked : is_mine (self, row);
}

static void
use_model (MadoCaseDay *self,
           GListStore  *model)
{
  gtk_filter_list_model_set_model (self->shown, G_LIST_MODEL (model));
  g_signal_emit (self, signals[REPLACED], 0);
}

static void
replace_items (MadoCaseDay *self,
               GListStore  *store,
               GPtrArray   *items)
{
  g_signal_emit (self, signals[REPLACING], 0);
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), items->pdata, items->len);
  g_signal_emit (self, signals[REPLACED], 0);
}

static GPtrArray *
wrap_rows (GPtrArray *rows)
{
  GPtrArray *items = g_ptr_array_new_full (rows->len, g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (items, mado_case_item_new (g_steal_pointer (&rows->pdata[i])));
  g_ptr_array_set_size (rows, 0);

  return items;
}

static int
compare_pointers (gconstpointer a,
                  gconstpointer b)
{
  return mado_case_item_compare (*(gconstpointer *) a, *(gconstpointer *) b, NULL);
}

/* --- reading the day -------------------------------------------------------------- */

static void
become_ready (MadoCaseDay *self)
{
  if (self->ready)
    return;

  self->ready = TRUE;
  g_signal_emit (self, signals[READY], 0);
}

static void
page_loaded_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (MadoCaseDay) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = mado_store_list_finish (MADO_STORE (object), result, &error);
  g_autoptr (GPtrArray) items = NULL;
  guint asked = self->settled ? PAGE_LINES : FIRST_LINES;

  if (!self->loading)
    return;
  if (!rows)
    {
      /* Whoever has no cases hears nothing of them. */
      if (mado_context_has_cases (self->context))
        fail (self, error);
      g_clear_pointer (&self->loading, g_ptr_array_unref);
      become_ready (self);
      return;
    }

  self->loaded_all = rows->len < asked;
  items = wrap_rows (rows);
  g_ptr_array_extend_and_steal (self->loading, g_steal_pointer (&items));
  if (self->settled && !self->loaded_all && self->loading->len < MOST_LINES)
    {
      load_page (self);
      return;
    }

  g_ptr_array_sort (self->loading, compare_pointers);
  replace_items (self, self->day, self->loading);
  g_clear_pointer (&self->loading, g_ptr_array_unref);
  become_ready (self);
}

static void
load_page (MadoCaseDay *self)
{
  MadoStore *store = mado_context_get_store (self->context);

  mado_store_list_async (store, self->today, self->loading->len,
                         self->settled ? PAGE_LINES : FIRST_LINES, NULL,
                         page_loaded_cb, g_object_ref (self));
}

static void
load_day (MadoCaseDay *self)
{
  if (!mado_context_get_store (self->context) || self->loading)
    return;

  g_free (self->today);
  self->today = find_today (self);
  self->loading = g_ptr_array_new_with_free_func (g_object_unref);
  load_page (self);
}

/* --- search ------------------------------------------------------------------------- */

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (MadoCaseDay) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = mado_store_search_finish (MADO_STORE (object), result, &error);
  g_autoptr (GPtrArray) items = NULL;

  if (g_error_matches (error, MADO_ERROR, MADO_ERROR_CANCELLED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !mado_case_day_is_searching (self))
    return;
  if (!rows)
    {
      fail (self, error);
      return;
    }

  items = wrap_rows (rows);
  replace_items (self, self->found, items);
  use_model (self, self->found);
}

static void
run_search (MadoCaseDay *self)
{
  MadoStore *store = mado_context_get_store (self->context);

  g_cancellable_cancel (self->search_cancel);
  g_clear_object (&self->search_cancel);
  if (!mado_case_day_is_searching (self))
    {
      use_model (self, self->day);
      return;
    }
  if (!store)
    return;

  self->search_cancel = g_cancellable_new ();
  mado_store_search_async (store, self->query, SEARCH_LINES, self->search_cancel, found_cb, g_object_ref (self));
}

/* --- following the store --------------------------------------------------------------- */

static gboolean
refresh_cb (gpointer data)
{
  MadoCaseDay *self = data;

  self->refresh_id = 0;
  load_day (self);
  if (mado_case_day_is_searching (self))
    run_search (self);

  return G_SOURCE_REMOVE;
}

static void
store_changed_cb (MadoCaseDay *self)
{
  MadoStore *store = mado_context_get_store (self->context);

  g_list_store_remove_all (self->day);
  g_list_store_remove_all (self->found);
  g_clear_pointer (&self->loading, g_ptr_array_unref);
  if (!store)
    return;

  /* The next person at the desk has the same store. */
  g_signal_handlers_disconnect_by_func (store, mado_case_day_refresh, self);
  g_signal_connect_object (store, "record-changed", G_CALLBACK (mado_case_day_refresh), self, G_CONNECT_SWAPPED);
  load_day (self);
}

/* --- the type ---------------------------------------------------------------------------- */

static void
mado_case_day_dispose (GObject *object)
{
  MadoCaseDay *self = MADO_CASE_DAY (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_cancellable_cancel (self->search_cancel);
  g_clear_object (&self->search_cancel);
  g_clear_pointer (&self->loading, g_ptr_array_unref);
  if (self->shown)
    gtk_filter_list_model_set_filter (self->shown, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->found);
  g_clear_object (&self->day);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (mado_case_day_parent_class)->dispose (object);
}

static void
mado_case_day_finalize (GObject *object)
{
  MadoCaseDay *self = MADO_CASE_DAY (object);

  g_free (self->today);
  g_free (self->query);

  G_OBJECT_CLASS (mado_case_day_parent_class)->finalize (object);
}

static guint
make_signal (const char *name)
{
  return g_signal_new (name, MADO_TYPE_CASE_DAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_case_day_class_init (MadoCaseDayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_case_day_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_case_day_finalize;

  signals[READY] = make_signal ("ready");
  signals[REPLACING] = make_signal ("replacing");
  signals[REPLACED] = make_signal ("replaced");
  signals[FAILED] = g_signal_new ("failed", MADO_TYPE_CASE_DAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mado_case_day_init (MadoCaseDay *self)
{
  self->query = g_strdup ("");
  self->day = g_list_store_new (MADO_TYPE_CASE_ITEM);
  self->found = g_list_store_new (MADO_TYPE_CASE_ITEM);
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->day)),
                                           GTK_FILTER (gtk_custom_filter_new (filter_cb, self, NULL)));
}

MadoCaseDay *
mado_case_day_new (MadoContext *context)
{
  MadoCaseDay *self = g_object_new (MADO_TYPE_CASE_DAY, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (context, "notify::signed-in", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::pack", G_CALLBACK (mado_case_day_refresh), self, G_CONNECT_SWAPPED);
  store_changed_cb (self);

  return self;
}

GListModel *
mado_case_day_get_shown (MadoCaseDay *self)
{
  return G_LIST_MODEL (self->shown);
}

gboolean
mado_case_day_is_ready (MadoCaseDay *self)
{
  return self->ready;
}

gboolean
mado_case_day_has_more (MadoCaseDay *self)
{
  return !mado_case_day_is_searching (self) && self->settled && !self->loaded_all;
}

MadoShow
mado_case_day_get_show (MadoCaseDay *self)
{
  return self->show;
}

void
mado_case_day_set_show (MadoCaseDay *self,
                        MadoShow     show)
{
  if (self->show == show)
    return;

  self->show = show;
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown), GTK_FILTER_CHANGE_DIFFERENT);
  g_signal_emit (self, signals[REPLACED], 0);
}

void
mado_case_day_search (MadoCaseDay *self,
                      const char  *text)
{
  if (g_str_equal (self->query, text))
    return;

  g_free (self->query);
  self->query = g_strdup (text);
  run_search (self);
}

gboolean
mado_case_day_is_searching (MadoCaseDay *self)
{
  return *self->query != '\0';
}

/* Sync brings records in bursts: one look at the list for all of them. */
void
mado_case_day_refresh (MadoCaseDay *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

gboolean
mado_case_day_is_today (MadoCaseDay *self)
{
  g_autofree char *today = find_today (self);

  return g_strcmp0 (today, self->today) == 0;
}

void
mado_case_day_settle (MadoCaseDay *self)
{
  MadoStore *store = mado_context_get_store (self->context);

  self->settled = TRUE;
  if (!store)
    return;

  mado_case_day_refresh (self);
  mado_store_warm (store);
}
