/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-store-private.h"
#include "core/store/mado-store-job.h"
#include "core/store/mado-worker.h"

#include <glib/gi18n-lib.h>
#include <pthread.h>

/*
 * The class: its thread, what runs on it, and the way back to the main
 * context. The operations themselves are in mado-store-calls.c (one function
 * of the public header each) and in the implementations.
 */

typedef enum
{
  NOTE_CHANGED,
  NOTE_UNSENT,
  NOTE_DAMAGED,
  NOTE_DRAFT,
} NoteType;

typedef struct
{
  NoteType type;
  MadoId   record;
  gboolean remote;
  guint    n;
  char    *message;
} Note;

typedef struct
{
  MadoWorker   *worker;
  GMainContext *context; /* of who made the store */
  int           n_unsent;  /* atomic */
  int           ingesting; /* atomic: pages that are being read and checked */

  /* store's thread only */
  GError       *draft_error; /* first since the last flush */
  GPtrArray    *rebuild_waiters; /* MadoStoreJob*, borrowed */

  pthread_mutex_t lock;
  /* under the lock */
  GQueue        notes; /* Note */
  gboolean      emitting;
} MadoStorePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MadoStore, mado_store, G_TYPE_OBJECT)

enum
{
  SIGNAL_RECORD_CHANGED,
  SIGNAL_OUTBOX_CHANGED,
  SIGNAL_DAMAGED,
  SIGNAL_DRAFT_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define PRIV(self) ((MadoStorePrivate *) mado_store_get_instance_private (self))

/* --- notes to the main context ---------------------------------------------*/

static void
note_free (gpointer data)
{
  Note *note = data;

  g_free (note->message);
  g_free (note);
}

static void
emit_note (MadoStore *self,
           Note      *note)
{
  switch (note->type)
    {
    case NOTE_CHANGED:
      g_signal_emit (self, signals[SIGNAL_RECORD_CHANGED], 0, &note->record, note->remote);
      break;
    case NOTE_UNSENT:
      g_signal_emit (self, signals[SIGNAL_OUTBOX_CHANGED], 0, note->n);
      break;
    case NOTE_DAMAGED:
      g_signal_emit (self, signals[SIGNAL_DAMAGED], 0, note->message);
      break;
    case NOTE_DRAFT:
      g_signal_emit (self, signals[SIGNAL_DRAFT_FAILED], 0, note->message);
      break;
    }
}

static gboolean
emit_notes_cb (gpointer data)
{
  g_autoptr (MadoStore) self = g_weak_ref_get (data);
  MadoStorePrivate *priv;
  GQueue notes;

  if (self == NULL)
    return G_SOURCE_REMOVE;
  priv = PRIV (self);
  pthread_mutex_lock (&priv->lock);
  notes = priv->notes;
  g_queue_init (&priv->notes);
  priv->emitting = FALSE;
  pthread_mutex_unlock (&priv->lock);
  for (GList *l = notes.head; l != NULL; l = l->next)
    emit_note (self, l->data);
  g_queue_clear_full (&notes, note_free);
  return G_SOURCE_REMOVE;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
attach_idle (GMainContext   *context,
             int             priority,
             GSourceFunc     func,
             gpointer        data,
             GDestroyNotify  destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, priority);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, context);
}

/* A later number of unsent commits replaces one that still waits. */
static gboolean
merge_note (MadoStorePrivate *priv,
            Note             *note)
{
  Note *last = g_queue_peek_tail (&priv->notes);

  if (last == NULL || last->type != note->type)
    return FALSE;
  if (note->type == NOTE_UNSENT)
    last->n = note->n;
  else if (note->type != NOTE_CHANGED || last->remote != note->remote || !mado_id_equal (&last->record, &note->record))
    return FALSE;
  note_free (note);
  return TRUE;
}

static void
push_note (MadoStore *self,
           Note      *note)
{
  MadoStorePrivate *priv = PRIV (self);
  gboolean attach = FALSE;

  pthread_mutex_lock (&priv->lock);
  if (!merge_note (priv, note))
    g_queue_push_tail (&priv->notes, note);
  attach = !priv->emitting;
  priv->emitting = TRUE;
  pthread_mutex_unlock (&priv->lock);
  if (attach)
    {
      GWeakRef *ref = g_new0 (GWeakRef, 1);

      g_weak_ref_init (ref, self);
      attach_idle (priv->context, G_PRIORITY_DEFAULT, emit_notes_cb, ref, weak_ref_free);
    }
}

void
mado_store_note_changed (MadoStore    *self,
                         const MadoId *record,
                         gboolean      remote)
{
  Note *note = g_new0 (Note, 1);

  note->type = NOTE_CHANGED;
  note->record = *record;
  note->remote = remote;
  push_note (self, note);
}

void
mado_store_note_unsent (MadoStore *self,
                        guint      n_unsent)
{
  MadoStorePrivate *priv = PRIV (self);
  Note *note;

  if ((guint) g_atomic_int_get (&priv->n_unsent) == n_unsent)
    return;
  g_atomic_int_set (&priv->n_unsent, (int) n_unsent);
  note = g_new0 (Note, 1);
  note->type = NOTE_UNSENT;
  note->n = n_unsent;
  push_note (self, note);
}

static void
note_message (MadoStore  *self,
              NoteType    type,
              const char *message)
{
  Note *note = g_new0 (Note, 1);

  note->type = type;
  note->message = g_strdup (message);
  push_note (self, note);
}

void
mado_store_note_damaged (MadoStore  *self,
                         const char *message)
{
  note_message (self, NOTE_DAMAGED, message);
}

void
mado_store_note_draft (MadoStore  *self,
                       const char *message)
{
  note_message (self, NOTE_DRAFT, message);
}

guint
mado_store_get_n_unsent (MadoStore *self)
{
  g_return_val_if_fail (MADO_IS_STORE (self), 0);
  return (guint) g_atomic_int_get (&PRIV (self)->n_unsent);
}

/* --- jobs --------------------------------------------------------------------*/

MadoStoreJob *
mado_store_job_new (MadoStoreFunc  func,
                    gpointer       args,
                    GDestroyNotify free_args,
                    GDestroyNotify free_result)
{
  MadoStoreJob *job = g_new0 (MadoStoreJob, 1);

  job->func = func;
  job->args = args;
  job->free_args = free_args;
  job->free_result = free_result;
  return job;
}

static void
job_free (MadoStoreJob *job)
{
  if (job->free_args != NULL && job->args != NULL)
    job->free_args (job->args);
  if (job->free_result != NULL && job->result != NULL)
    job->free_result (job->result);
  g_clear_error (&job->error);
  mado_signal_free (job->done);
  g_free (job);
}

static void
write_free (gpointer data)
{
  MadoWrite *write = data;

  g_clear_pointer (&write->edit, mado_edit_free);
  g_clear_pointer (&write->value, g_variant_unref);
  g_clear_pointer (&write->base, mado_edit_base_unref);
  g_clear_pointer (&write->commits, g_ptr_array_unref);
  g_clear_error (&write->error);
  g_free (write->path);
  g_free (write);
}

/* A write is not called off by a cancellable: what is saved is saved. */
MadoStoreJob *
mado_store_job_new_write (MadoWrite *write)
{
  MadoStoreJob *job = mado_store_job_new (NULL, write, write_free, (GDestroyNotify) g_ptr_array_unref);

  job->is_write = TRUE;
  return job;
}

/* On the caller's main context: the last reference of the store may go here,
 * and must never go on the store's own thread. */
static gboolean
return_task_cb (gpointer data)
{
  MadoStoreJob *job = data;
  g_autoptr (GTask) task = job->task;

  mado_signal_wait (job->done);
  if (job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&job->result), job->free_result);
  job_free (job);
  return G_SOURCE_REMOVE;
}

static void
finish_job (MadoStoreJob *job)
{
  if (job->task != NULL)
    {
      GMainContext *context = g_main_context_ref (g_task_get_context (job->task));
      int priority = g_task_get_priority (job->task);

      mado_signal_set (job->done);
      attach_idle (context, priority, return_task_cb, job, NULL);
      g_main_context_unref (context);
    }
  else if (job->done != NULL)
    mado_signal_set (job->done);
  else
    job_free (job);
}

static void
run_job (gpointer job_data,
         gpointer data)
{
  MadoStoreJob *job = job_data;
  MadoStore *self = data;

  job->result = job->func (self, job->args, &job->error);
  if (!job->deferred)
    finish_job (job);
}

static void
note_draft_error (MadoStore   *self,
                  const GError *error)
{
  MadoStorePrivate *priv = PRIV (self);

  mado_store_note_draft (self, error->message);
  if (priv->draft_error == NULL)
    priv->draft_error = g_error_copy (error);
}

static void
take_write_result (MadoStore    *self,
                   MadoStoreJob *job)
{
  MadoWrite *write = job->args;

  if (write->error != NULL && write->type != MADO_WRITE_EDIT)
    note_draft_error (self, write->error);
  job->error = g_steal_pointer (&write->error);
  job->result = g_steal_pointer (&write->commits);
  finish_job (job);
}

static void
run_writes (GPtrArray *jobs,
            gpointer   data)
{
  MadoStore *self = data;
  g_autoptr (GPtrArray) writes = g_ptr_array_sized_new (jobs->len);

  for (guint i = 0; i < jobs->len; i++)
    g_ptr_array_add (writes, ((MadoStoreJob *) jobs->pdata[i])->args);
  MADO_STORE_GET_CLASS (self)->write_many (self, writes);
  for (guint i = 0; i < jobs->len; i++)
    take_write_result (self, jobs->pdata[i]);
}

static gboolean
run_background (gpointer data)
{
  MadoStore *self = data;

  return MADO_STORE_GET_CLASS (self)->background (self);
}

static void
refuse_job (MadoStoreJob *job)
{
  g_set_error_literal (&job->error, MADO_ERROR, MADO_ERROR_CANCELLED,
                       _("The journal is closed. Nothing was changed."));
  finish_job (job);
}

void
mado_store_push (MadoStore    *self,
                 MadoStoreJob *job)
{
  if (job->task != NULL && job->done == NULL)
    job->done = mado_signal_new ();
  if (!mado_worker_push (PRIV (self)->worker, job, job->is_write))
    refuse_job (job);
}

gpointer
mado_store_push_and_wait (MadoStore     *self,
                          MadoStoreJob  *job,
                          GError       **error)
{
  gpointer result;

  g_assert (!mado_worker_is_current (PRIV (self)->worker));
  job->done = mado_signal_new ();
  mado_store_push (self, job);
  mado_signal_wait (job->done);
  result = g_steal_pointer (&job->result);
  if (job->error != NULL)
    g_propagate_error (error, g_steal_pointer (&job->error));
  job_free (job);
  return result;
}

gpointer
mado_store_call (MadoStore      *self,
                 MadoStoreFunc   func,
                 gpointer        data,
                 GError        **error)
{
  return mado_store_push_and_wait (self, mado_store_job_new (func, data, NULL, NULL), error);
}

void
mado_store_assert_thread (MadoStore *self)
{
  g_assert (mado_worker_is_current (PRIV (self)->worker));
}

gboolean
mado_store_has_waiting (MadoStore *self)
{
  return mado_store_is_ingesting (self) || mado_worker_has_waiting (PRIV (self)->worker);
}

gboolean
mado_store_is_ingesting (MadoStore *self)
{
  return g_atomic_int_get (&PRIV (self)->ingesting) > 0;
}

void
mado_store_set_ingesting (MadoStore *self,
                          gboolean   begins)
{
  g_atomic_int_add (&PRIV (self)->ingesting, begins ? 1 : -1);
  if (!begins)
    mado_store_wake_background (self);
}

void
mado_store_wake_background (MadoStore *self)
{
  mado_worker_wake_idle (PRIV (self)->worker);
}

GError *
mado_store_steal_draft_error (MadoStore *self)
{
  mado_store_assert_thread (self);
  return g_steal_pointer (&PRIV (self)->draft_error);
}

/* --- rebuilding ----------------------------------------------------------------*/

/* The job that waits is finished by mado_store_note_rebuilt() instead of by
 * its own end, so that the thread goes on serving meanwhile. */
void
mado_store_defer_until_rebuilt (MadoStore    *self,
                                MadoStoreJob *job)
{
  job->deferred = TRUE;
  g_ptr_array_add (PRIV (self)->rebuild_waiters, job);
  mado_store_wake_background (self);
}

void
mado_store_note_rebuilt (MadoStore    *self,
                         const GError *error)
{
  MadoStorePrivate *priv = PRIV (self);

  mado_store_assert_thread (self);
  for (guint i = 0; i < priv->rebuild_waiters->len; i++)
    {
      MadoStoreJob *job = priv->rebuild_waiters->pdata[i];

      if (error != NULL)
        job->error = g_error_copy (error);
      finish_job (job);
    }
  g_ptr_array_set_size (priv->rebuild_waiters, 0);
}

/* --- class ---------------------------------------------------------------------*/

static gpointer
close_on_thread (MadoStore  *self,
                 gpointer    data,
                 GError    **error)
{
  g_autoptr (GError) closed = g_error_new_literal (MADO_ERROR, MADO_ERROR_CANCELLED,
                                                   _("The journal was closed before the work was done."));

  mado_store_note_rebuilt (self, closed);
  MADO_STORE_GET_CLASS (self)->close (self);
  return NULL;
}

void
mado_store_close (MadoStore *self)
{
  MadoStorePrivate *priv = PRIV (self);
  g_autofree MadoStoreJob *last = mado_store_job_new (close_on_thread, NULL, NULL, NULL);

  g_return_if_fail (MADO_IS_STORE (self));
  last->done = mado_signal_new ();
  mado_worker_stop (priv->worker, last);
  mado_signal_free (last->done);
}

static void
mado_store_dispose (GObject *object)
{
  mado_store_close (MADO_STORE (object));
  G_OBJECT_CLASS (mado_store_parent_class)->dispose (object);
}

static void
mado_store_finalize (GObject *object)
{
  MadoStorePrivate *priv = PRIV (MADO_STORE (object));

  mado_worker_free (priv->worker);
  g_queue_clear_full (&priv->notes, note_free);
  g_ptr_array_unref (priv->rebuild_waiters);
  g_clear_error (&priv->draft_error);
  g_main_context_unref (priv->context);
  pthread_mutex_destroy (&priv->lock);
  G_OBJECT_CLASS (mado_store_parent_class)->finalize (object);
}

static void
mado_store_class_init (MadoStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mado_store_dispose;
  object_class->finalize = mado_store_finalize;

  signals[SIGNAL_RECORD_CHANGED] =
    g_signal_new ("record-changed", MADO_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_BOOLEAN);
  signals[SIGNAL_OUTBOX_CHANGED] =
    g_signal_new ("outbox-changed", MADO_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_DAMAGED] =
    g_signal_new ("damaged", MADO_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_DRAFT_FAILED] =
    g_signal_new ("draft-failed", MADO_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mado_store_init (MadoStore *self)
{
  MadoStorePrivate *priv = PRIV (self);

  pthread_mutex_init (&priv->lock, NULL);
  g_queue_init (&priv->notes);
  priv->rebuild_waiters = g_ptr_array_new ();
  priv->context = g_main_context_ref_thread_default ();
  priv->worker = mado_worker_new ("mado-store", run_job, run_writes, run_background, self);
}
