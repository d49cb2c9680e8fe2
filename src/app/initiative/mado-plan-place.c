/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-plan-place.h"

#include "core/base/mado-date.h"

#define REFRESH_MS 250

typedef struct
{
  MadoPlanSet *set;
  GPtrArray   *editions;
} Loaded;

struct _MadoPlanPlace
{
  GObject       parent_instance;

  MadoContext  *context;
  MadoStore    *store;     /* nullable; the one that is listened to */
  MadoPlanSet  *set;       /* nullable */
  GPtrArray    *rounds;    /* MadoPlanRound* */
  GPtrArray    *editions;  /* MadoPlanEdition* */
  GCancellable *loading;   /* nullable */
  int           year;
  guint         refresh_id;
  gboolean      loaded;
};

enum
{
  CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoPlanPlace, mado_plan_place, G_TYPE_OBJECT)

/* --- reading -------------------------------------------------------------------- */

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;

  g_clear_pointer (&loaded->set, mado_plan_set_unref);
  g_clear_pointer (&loaded->editions, g_ptr_array_unref);
  g_free (loaded);
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Loaded *loaded = g_new0 (Loaded, 1);
  GError *error = NULL;

  loaded->set = mado_plan_set_load (data, NULL, MADO_PLAN_PLACE (source)->year, &error);
  if (loaded->set)
    loaded->editions = mado_plan_list_editions (data, loaded->set, &error);
  if (loaded->editions)
    {
      g_task_return_pointer (task, loaded, loaded_free);
      return;
    }
  loaded_free (loaded);
  g_task_return_error (task, error);
}

static void
take (MadoPlanPlace *self,
      Loaded        *loaded /* nullable */)
{
  g_clear_pointer (&self->set, mado_plan_set_unref);
  g_clear_pointer (&self->editions, g_ptr_array_unref);
  g_clear_pointer (&self->rounds, g_ptr_array_unref);
  if (loaded)
    {
      self->set = g_steal_pointer (&loaded->set);
      self->editions = g_steal_pointer (&loaded->editions);
      self->rounds = mado_plan_list_rounds (self->set->plan);
      loaded_free (loaded);
    }
  self->loaded = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  MadoPlanPlace *self = MADO_PLAN_PLACE (object);
  g_autoptr (GError) error = NULL;
  Loaded *loaded = g_task_propagate_pointer (G_TASK (result), &error);

  /* A later reading is on its way. */
  if (g_task_get_cancellable (G_TASK (result)) != self->loading)
    {
      g_clear_pointer (&loaded, loaded_free);
      return;
    }
  g_clear_object (&self->loading);
  if (loaded || g_error_matches (error, MADO_ERROR, MADO_ERROR_NOT_FOUND))
    {
      take (self, loaded);
      return;
    }
  self->loaded = TRUE;
  g_signal_emit (self, signals[FAILED], 0, error->message);
}

void
mado_plan_place_reload (MadoPlanPlace *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (MADO_IS_PLAN_PLACE (self));

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (!self->store)
    return;

  if (self->loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  task = g_task_new (self, self->loading, loaded_cb, NULL);
  g_task_set_task_data (task, g_object_ref (self->store), g_object_unref);
  g_task_run_in_thread (task, load_thread);
}

static gboolean
refresh_cb (gpointer data)
{
  MadoPlanPlace *self = data;

  self->refresh_id = 0;
  mado_plan_place_reload (self);

  return G_SOURCE_REMOVE;
}

/* Sync brings records in bursts: one reading for all of them. */
static void
record_changed_cb (MadoPlanPlace *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static void
store_changed_cb (MadoPlanPlace *self)
{
  MadoStore *store = mado_context_get_store (self->context);

  if (self->store)
    g_signal_handlers_disconnect_by_func (self->store, record_changed_cb, self);
  g_set_object (&self->store, store);
  if (!store)
    return;

  g_signal_connect_object (store, "record-changed", G_CALLBACK (record_changed_cb), self, G_CONNECT_SWAPPED);
  mado_plan_place_reload (self);
}

/* --- object ---------------------------------------------------------------------- */

static void
mado_plan_place_dispose (GObject *object)
{
  MadoPlanPlace *self = MADO_PLAN_PLACE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (self->store)
    g_signal_handlers_disconnect_by_func (self->store, record_changed_cb, self);
  g_clear_object (&self->loading);
  g_clear_object (&self->store);
  g_clear_pointer (&self->set, mado_plan_set_unref);
  g_clear_pointer (&self->editions, g_ptr_array_unref);
  g_clear_pointer (&self->rounds, g_ptr_array_unref);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (mado_plan_place_parent_class)->dispose (object);
}

static void
mado_plan_place_class_init (MadoPlanPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_plan_place_dispose;

  signals[CHANGED] = g_signal_new ("changed", MADO_TYPE_PLAN_PLACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", MADO_TYPE_PLAN_PLACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mado_plan_place_init (MadoPlanPlace *self)
{
}

MadoPlanPlace *
mado_plan_place_new (MadoContext *context)
{
  MadoPlanPlace *self = g_object_new (MADO_TYPE_PLAN_PLACE, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (context, "notify::signed-in", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  store_changed_cb (self);

  return self;
}

MadoContext *
mado_plan_place_get_context (MadoPlanPlace *self)
{
  return self->context;
}

MadoPlanSet *
mado_plan_place_get_set (MadoPlanPlace *self)
{
  return self->set;
}

MadoPlanBook *
mado_plan_place_get_book (MadoPlanPlace *self)
{
  return self->set ? self->set->book : NULL;
}

gboolean
mado_plan_place_is_loaded (MadoPlanPlace *self)
{
  return self->loaded;
}

const MadoPlanRound *
mado_plan_place_get_round (MadoPlanPlace *self)
{
  for (guint i = self->rounds ? self->rounds->len : 0; i > 0; i--)
    if (((MadoPlanRound *) self->rounds->pdata[i - 1])->year == self->set->book->year)
      return self->rounds->pdata[i - 1];

  return NULL;
}

GPtrArray *
mado_plan_place_get_editions (MadoPlanPlace *self)
{
  return self->editions;
}

void
mado_plan_place_set_year (MadoPlanPlace *self,
                          int            year)
{
  if (self->year == year)
    return;

  self->year = year;
  mado_plan_place_reload (self);
}

/* --- who looks at it ----------------------------------------------------------------- */

const char *
mado_plan_place_get_scope (MadoPlanPlace *self)
{
  const MadoIdentity *identity = mado_context_get_identity (self->context);

  return identity && identity->scope ? identity->scope : "";
}

gboolean
mado_plan_place_gathers (MadoPlanPlace *self)
{
  return self->set && *self->set->book->gather && g_str_equal (self->set->book->gather, mado_plan_place_get_scope (self));
}

/* The words of the policy table (core/sync/mado-policy.c): a role that writes
 * the open kinds, and a scope that the section is open to. */
gboolean
mado_plan_place_may_write (MadoPlanPlace        *self,
                           const MadoInitiative *row,
                           const char           *section)
{
  static const MadoRole writers[] = { MADO_ROLE_PROMOTER, MADO_ROLE_SUPERVISOR, MADO_ROLE_ADMIN };
  const char *scope = mado_plan_place_get_scope (self);
  gboolean writes = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    writes |= mado_context_has_role (self->context, writers[i]);
  if (!writes || !*scope)
    return FALSE;
  if (mado_plan_place_gathers (self))
    return TRUE;

  return g_str_equal (section, scope) ||
         (g_str_equal (section, MADO_PLAN_SECTION_SHARED) && mado_initiative_has_department (row, scope));
}

const char *
mado_plan_place_find_department (const char *name,
                                 gpointer    data)
{
  MadoPlanBook *book = mado_plan_place_get_book (data);
  MadoDepartment *found = book ? mado_plan_book_find_department_named (book, name) : NULL;

  return found ? found->id : NULL;
}

const char *
mado_plan_place_get_person (MadoPlanPlace *self,
                            const char    *staff)
{
  const MadoIdentity *identity = mado_context_get_identity (self->context);
  const char *own = mado_context_get_staff_name (self->context);

  if (identity && own && *own && g_strcmp0 (identity->actor, staff) == 0)
    return own;

  return self->set ? mado_plan_book_get_person (self->set->book, staff) : staff;
}

char *
mado_plan_place_format_stamp (MadoPlanPlace       *self,
                              const MadoPlanStamp *stamp)
{
  g_autoptr (GDateTime) time = stamp->at > 0 ? g_date_time_new_from_unix_local (stamp->at / 1000) : NULL;
  g_autofree char *when = time ? g_date_time_format (time, "%m/%d %H:%M") : NULL;

  return when ? g_strconcat (when, " ", mado_plan_place_get_person (self, stamp->actor), NULL) : g_strdup ("");
}

char *
mado_plan_date_format (const char *iso)
{
  MadoDate date;

  return iso && mado_date_parse_iso (iso, &date) ? mado_date_to_wareki (&date) : g_strdup ("");
}
