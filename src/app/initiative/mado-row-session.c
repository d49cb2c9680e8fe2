/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-row-session.h"

#include <glib/gi18n.h>

#include "core/model/mado-value.h"

struct _MadoRowSession
{
  GObject        parent_instance;

  MadoPlanPlace *place;
  MadoStore     *store;
  MadoId         id;
  MadoPlanEdit  *edit;     /* nullable until loaded */
  GPtrArray     *history;  /* MadoCommit*; nullable until loaded */
  GHashTable    *kept;     /* path → GVariant*: what is in the drafts */
  GHashTable    *written;  /* nullable; path → GVariant* of the save that is on its way */
  char         **was_held; /* nullable; those of them that were held */
  gboolean       landed;   /* that save is in the journal */
  gboolean       reads_own;/* the reading that runs began after that */
  gboolean       reading;
  gboolean       again;    /* changed once more while it was read */
};

enum
{
  LOADED,
  RECORD_CHANGED,
  SAVED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void read_record (MadoRowSession *self);

G_DEFINE_FINAL_TYPE (MadoRowSession, mado_row_session, G_TYPE_OBJECT)

/* --- reading ---------------------------------------------------------------------- */

typedef struct
{
  MadoStore  *store;
  MadoId      id;
  MadoRecord *record;
  GPtrArray  *history;
  GPtrArray  *drafts;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->store);
  g_clear_object (&reading->record);
  g_clear_pointer (&reading->history, g_ptr_array_unref);
  g_clear_pointer (&reading->drafts, g_ptr_array_unref);
  g_free (reading);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Reading *reading = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) found = mado_store_load_many (reading->store, &reading->id, 1, &error);

  if (found && found->len > 0)
    {
      reading->record = g_object_ref (found->pdata[0]);
      reading->history = mado_store_history (reading->store, &reading->id, &error);
    }
  if (reading->history)
    reading->drafts = mado_store_get_drafts (reading->store, &reading->id, &error);
  if (reading->drafts)
    g_task_return_boolean (task, TRUE);
  else if (error)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("This row is not here any more."));
}

static void
remember_drafts (MadoRowSession *self,
                 GPtrArray      *drafts)
{
  for (guint i = 0; i < drafts->len; i++)
    {
      const MadoDraft *draft = drafts->pdata[i];

      g_hash_table_insert (self->kept, g_strdup (draft->path), g_variant_ref (draft->value));
    }
}

static gboolean
take_first (MadoRowSession *self,
            Reading        *reading)
{
  MadoPlanBook *book = mado_plan_place_get_book (self->place);

  self->edit = mado_plan_edit_new (reading->record, book ? book->gather : NULL);
  mado_plan_edit_take_drafts (self->edit, reading->drafts);
  remember_drafts (self, reading->drafts);
  g_signal_emit (self, signals[LOADED], 0);

  return TRUE;
}

static void
forget_written (MadoRowSession *self)
{
  g_clear_pointer (&self->written, g_hash_table_unref);
  g_clear_pointer (&self->was_held, g_strfreev);
  self->landed = self->reads_own = FALSE;
}

/* What was saved is pending no more, also where it now stands beside another's
 * text. What was typed meanwhile stays. */
static void
drop_written (MadoRowSession *self)
{
  GHashTableIter iter;
  gpointer path, value;

  g_hash_table_iter_init (&iter, self->written);
  while (g_hash_table_iter_next (&iter, &path, &value))
    {
      GVariant *now = mado_plan_edit_is_pending (self->edit, path) ? mado_plan_edit_get (self->edit, path) : NULL;

      if (now ? mado_value_equal (now, value) : mado_value_is_none (value))
        mado_plan_edit_unset (self->edit, path);
    }
}

/* One's own save is seen already: a letter typed meanwhile goes on there. */
static void
take_own (MadoRowSession *self)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, self->written);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    if (mado_plan_edit_is_held (self->edit, path) &&
        !g_strv_contains ((const char *const *) self->was_held, path))
      mado_plan_edit_take_over (self->edit, path);
  forget_written (self);
}

static void
take_newer (MadoRowSession *self,
            Reading        *reading)
{
  gboolean own = self->reads_own;

  if (own)
    drop_written (self);
  mado_plan_edit_set_record (self->edit, reading->record);
  if (own)
    take_own (self);
  mado_row_session_keep (self);
  g_signal_emit (self, signals[own ? SAVED : RECORD_CHANGED], 0);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  MadoRowSession *self = MADO_ROW_SESSION (object);
  Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->reading = FALSE;
  if (!self->place)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  g_clear_pointer (&self->history, g_ptr_array_unref);
  self->history = g_steal_pointer (&reading->history);
  if (!self->edit)
    take_first (self, reading);
  else
    take_newer (self, reading);
  if (self->again)
    read_record (self);
}

static void
read_record (MadoRowSession *self)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  self->again = self->reading;
  if (self->reading)
    return;

  reading = g_new0 (Reading, 1);
  reading->store = g_object_ref (self->store);
  reading->id = self->id;
  self->reading = TRUE;
  self->reads_own = self->landed;
  task = g_task_new (self, NULL, read_cb, NULL);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_thread);
}

static void
record_changed_cb (MadoRowSession *self,
                   const MadoId   *record,
                   gboolean        remote)
{
  if (remote && mado_id_equal (record, &self->id))
    read_record (self);
}

/* --- drafts ------------------------------------------------------------------------- */

static void
keep_path (MadoRowSession *self,
           const char     *path)
{
  GVariant *entered = mado_plan_edit_get (self->edit, path);
  g_autoptr (GVariant) value = entered ? g_variant_ref (entered) : mado_value_none ();
  GVariant *known = g_hash_table_lookup (self->kept, path);
  g_autoptr (MadoEditBase) base = NULL;

  if (known && mado_value_equal (known, value))
    return;

  base = mado_plan_edit_dup_base (self->edit, path);
  mado_store_set_draft (self->store, &self->id, path, value, MADO_SOURCE_TYPED, base);
  g_hash_table_insert (self->kept, g_strdup (path), g_steal_pointer (&value));
}

void
mado_row_session_keep (MadoRowSession *self)
{
  g_auto (GStrv) pending = self->edit ? mado_plan_edit_list_pending (self->edit) : NULL;
  GHashTableIter iter;
  gpointer path;

  if (!pending)
    return;
  for (guint i = 0; pending[i]; i++)
    keep_path (self, pending[i]);
  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    {
      if (mado_plan_edit_is_pending (self->edit, path))
        continue;
      mado_store_set_draft (self->store, &self->id, path, NULL, MADO_SOURCE_TYPED, NULL);
      g_hash_table_iter_remove (&iter);
    }
}

/* --- saving -------------------------------------------------------------------------- */

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (MadoRowSession) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = mado_store_write_finish (MADO_STORE (object), result, &error);

  if (!self->place)
    return;
  if (commits)
    {
      self->landed = TRUE;
      read_record (self);
      mado_plan_place_reload (self->place);
      return;
    }
  forget_written (self);
  g_signal_emit (self, signals[FAILED], 0, error->message);
}

/* An answer that is confirmed or accepted is open again once a word changes. */
static void
put_draft_answer (MadoRowSession *self)
{
  const MadoPlanRound *round = mado_plan_place_get_round (self->place);
  const char *scope = mado_plan_place_get_scope (self->place);
  g_autoptr (MadoInitiative) row = NULL;

  if (!round || g_strcmp0 (mado_record_get_kind (mado_plan_edit_get_record (self->edit)), MADO_KIND_INITIATIVE) != 0)
    return;
  row = mado_plan_edit_read_row (self->edit);
  if (mado_initiative_has_department (row, scope) && mado_plan_place_may_write (self->place, row, scope))
    mado_plan_edit_set_answer (self->edit, scope, round->as_of, MADO_ANSWER_DRAFT, FALSE);
}

static GHashTable *
copy_pending (MadoRowSession *self)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  g_auto (GStrv) pending = mado_plan_edit_list_pending (self->edit);

  for (guint i = 0; pending[i]; i++)
    {
      GVariant *value = mado_plan_edit_get (self->edit, pending[i]);

      g_hash_table_insert (values, g_strdup (pending[i]), value ? g_variant_ref (value) : mado_value_none ());
    }

  return values;
}

gboolean
mado_row_session_save (MadoRowSession *self,
                       int             step,
                       const char     *comment)
{
  g_autoptr (GError) error = NULL;
  MadoEdit *edit;

  if (!self->edit || self->written)
    return FALSE;
  if (step < 0 && mado_plan_edit_get_n_pending (self->edit) == 0)
    return FALSE;
  if (step >= 0 && !mado_answer_put (self->place, self->edit, (MadoAnswerStep) step, comment, &error))
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return FALSE;
    }
  if (step < 0)
    put_draft_answer (self);
  mado_row_session_keep (self);
  self->written = copy_pending (self);
  self->was_held = mado_plan_edit_list_held (self->edit);
  edit = mado_plan_edit_make (self->edit, "update");
  mado_store_write_async (self->store, edit, NULL, written_cb, g_object_ref (self));

  return TRUE;
}

void
mado_row_session_choose (MadoRowSession *self,
                         MadoPlanText    where,
                         const char     *lid,
                         const char     *text,
                         const char     *reason)
{
  g_autofree char *path = mado_plan_path_line (where, lid, "text");
  g_autofree char *chosen = g_strconcat ("chosen/", path, NULL);
  const MadoRegister *reg = mado_record_lookup (mado_plan_edit_get_record (self->edit), path);
  g_autoptr (GVariant) stands = mado_value_text (text);
  g_autoptr (GVariant) why = mado_value_text (reason);

  mado_plan_edit_choose (self->edit, path, stands);
  mado_plan_edit_set (self->edit, reg ? reg->section : MADO_PLAN_SECTION_SHARED, chosen, why);
}

/* --- what it was ------------------------------------------------------------------------ */

MadoInitiative *
mado_row_session_read_base (MadoRowSession  *self,
                            char           **label)
{
  GPtrArray *editions = mado_plan_place_get_editions (self->place);
  const MadoPlanEdition *edition = editions && editions->len > 0 ? editions->pdata[editions->len - 1] : NULL;
  GArray *heads = edition ? g_hash_table_lookup (edition->heads, &self->id) : NULL;
  g_autoptr (MadoRecord) then = NULL;
  g_autofree char *as_of = NULL;

  if (!edition)
    {
      *label = g_strdup (_("Saved text"));
      return self->edit ? mado_initiative_read (mado_plan_edit_get_record (self->edit), NULL) : NULL;
    }
  as_of = mado_plan_date_format (edition->as_of);
  *label = g_strdup_printf (_("Edition as of %s"), as_of);
  if (!heads || !self->history)
    return NULL;
  then = mado_record_at_heads (self->history, (const MadoId *) (gpointer) heads->data, heads->len);

  return then ? mado_initiative_read (then, NULL) : NULL;
}

/* --- object ------------------------------------------------------------------------------- */

static void
mado_row_session_dispose (GObject *object)
{
  MadoRowSession *self = MADO_ROW_SESSION (object);

  g_clear_object (&self->edit);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_pointer (&self->kept, g_hash_table_unref);
  g_clear_pointer (&self->written, g_hash_table_unref);
  g_clear_pointer (&self->was_held, g_strfreev);
  g_clear_object (&self->store);
  g_clear_object (&self->place);

  G_OBJECT_CLASS (mado_row_session_parent_class)->dispose (object);
}

static void
mado_row_session_class_init (MadoRowSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_row_session_dispose;

  signals[LOADED] = g_signal_new ("loaded", MADO_TYPE_ROW_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[RECORD_CHANGED] = g_signal_new ("record-changed", MADO_TYPE_ROW_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SAVED] = g_signal_new ("saved", MADO_TYPE_ROW_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", MADO_TYPE_ROW_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mado_row_session_init (MadoRowSession *self)
{
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
}

MadoRowSession *
mado_row_session_new (MadoPlanPlace *place,
                      const MadoId  *record)
{
  MadoRowSession *self = g_object_new (MADO_TYPE_ROW_SESSION, NULL);

  self->place = g_object_ref (place);
  self->store = g_object_ref (mado_context_get_store (mado_plan_place_get_context (place)));
  self->id = *record;
  g_signal_connect_object (self->store, "record-changed", G_CALLBACK (record_changed_cb), self, G_CONNECT_SWAPPED);
  read_record (self);

  return self;
}

MadoPlanPlace *
mado_row_session_get_place (MadoRowSession *self)
{
  return self->place;
}

const MadoId *
mado_row_session_get_id (MadoRowSession *self)
{
  return &self->id;
}

MadoPlanEdit *
mado_row_session_get_edit (MadoRowSession *self)
{
  return self->edit;
}

GPtrArray *
mado_row_session_get_history (MadoRowSession *self)
{
  return self->history;
}

gboolean
mado_row_session_is_dirty (MadoRowSession *self)
{
  return self->edit && mado_plan_edit_get_n_pending (self->edit) > 0;
}

gboolean
mado_row_session_is_saving (MadoRowSession *self)
{
  return self->written != NULL;
}
