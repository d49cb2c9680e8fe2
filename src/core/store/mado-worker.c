/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-worker.h"

#include <pthread.h>

/* More would make the first of them wait too long. */
#define MAX_BATCH 64

typedef struct
{
  gpointer job;
  gboolean batch;
} Entry;

struct _MadoWorker
{
  MadoWorkerFunc  run;
  MadoWorkerBatch run_batch;
  MadoWorkerIdle  idle;
  gpointer        data;
  GThread        *thread;

  pthread_mutex_t lock;
  pthread_cond_t  wake;
  /* under the lock */
  GQueue          queue; /* Entry */
  gboolean        idle_wanted;
  gboolean        stopping;
};

static gpointer
pop_job (MadoWorker *self)
{
  Entry *entry = g_queue_pop_head (&self->queue);
  gpointer job = entry->job;

  g_free (entry);
  return job;
}

/* Takes the batch jobs at the head of the queue. */
static GPtrArray *
pop_batch (MadoWorker *self)
{
  GPtrArray *jobs = g_ptr_array_new ();
  Entry *head;

  while (jobs->len < MAX_BATCH && (head = g_queue_peek_head (&self->queue)) != NULL && head->batch)
    g_ptr_array_add (jobs, pop_job (self));
  return jobs;
}

static void
run_head (MadoWorker *self)
{
  Entry *head = g_queue_peek_head (&self->queue);

  if (head->batch)
    {
      g_autoptr (GPtrArray) jobs = pop_batch (self);

      pthread_mutex_unlock (&self->lock);
      self->run_batch (jobs, self->data);
    }
  else
    {
      gpointer job = pop_job (self);

      pthread_mutex_unlock (&self->lock);
      self->run (job, self->data);
    }
  pthread_mutex_lock (&self->lock);
}

static void
run_idle (MadoWorker *self)
{
  gboolean more;

  self->idle_wanted = FALSE;
  pthread_mutex_unlock (&self->lock);
  more = self->idle (self->data);
  pthread_mutex_lock (&self->lock);
  self->idle_wanted = self->idle_wanted || more;
}

static GPrivate current_worker;

static gpointer
worker_thread (gpointer data)
{
  MadoWorker *self = data;

  g_private_set (&current_worker, self);
  pthread_mutex_lock (&self->lock);
  for (;;)
    {
      if (!g_queue_is_empty (&self->queue))
        run_head (self);
      else if (self->stopping)
        break;
      else if (self->idle_wanted)
        run_idle (self);
      else
        pthread_cond_wait (&self->wake, &self->lock);
    }
  pthread_mutex_unlock (&self->lock);
  return NULL;
}

MadoWorker *
mado_worker_new (const char      *name,
                 MadoWorkerFunc   run,
                 MadoWorkerBatch  run_batch,
                 MadoWorkerIdle   idle,
                 gpointer         data)
{
  MadoWorker *self = g_new0 (MadoWorker, 1);

  self->run = run;
  self->run_batch = run_batch;
  self->idle = idle;
  self->data = data;
  g_queue_init (&self->queue);
  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->wake, NULL);
  self->thread = g_thread_new (name, worker_thread, self);
  return self;
}

static void
push_locked (MadoWorker *self,
             gpointer    job,
             gboolean    batch)
{
  Entry *entry = g_new (Entry, 1);

  entry->job = job;
  entry->batch = batch;
  g_queue_push_tail (&self->queue, entry);
}

gboolean
mado_worker_push (MadoWorker *self,
                  gpointer    job,
                  gboolean    batch)
{
  gboolean taken;

  pthread_mutex_lock (&self->lock);
  taken = !self->stopping;
  if (taken)
    push_locked (self, job, batch);
  pthread_cond_signal (&self->wake);
  pthread_mutex_unlock (&self->lock);
  return taken;
}

void
mado_worker_wake_idle (MadoWorker *self)
{
  pthread_mutex_lock (&self->lock);
  self->idle_wanted = TRUE;
  pthread_cond_signal (&self->wake);
  pthread_mutex_unlock (&self->lock);
}

gboolean
mado_worker_has_waiting (MadoWorker *self)
{
  gboolean waiting;

  pthread_mutex_lock (&self->lock);
  waiting = !g_queue_is_empty (&self->queue) || self->stopping;
  pthread_mutex_unlock (&self->lock);
  return waiting;
}

gboolean
mado_worker_is_current (MadoWorker *self)
{
  return g_private_get (&current_worker) == self;
}

void
mado_worker_stop (MadoWorker *self,
                  gpointer    last)
{
  GThread *thread;

  pthread_mutex_lock (&self->lock);
  if (!self->stopping && last != NULL)
    push_locked (self, last, FALSE);
  self->stopping = TRUE;
  thread = g_steal_pointer (&self->thread);
  pthread_cond_signal (&self->wake);
  pthread_mutex_unlock (&self->lock);
  if (thread != NULL)
    g_thread_join (thread);
}

void
mado_worker_free (MadoWorker *self)
{
  if (self == NULL)
    return;
  mado_worker_stop (self, NULL);
  pthread_cond_destroy (&self->wake);
  pthread_mutex_destroy (&self->lock);
  g_free (self);
}

/* --- signal ---------------------------------------------------------------*/

struct _MadoSignal
{
  pthread_mutex_t lock;
  pthread_cond_t  wake;
  gboolean        set;
};

MadoSignal *
mado_signal_new (void)
{
  MadoSignal *self = g_new0 (MadoSignal, 1);

  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->wake, NULL);
  return self;
}

void
mado_signal_set (MadoSignal *self)
{
  pthread_mutex_lock (&self->lock);
  self->set = TRUE;
  pthread_cond_signal (&self->wake);
  pthread_mutex_unlock (&self->lock);
}

void
mado_signal_wait (MadoSignal *self)
{
  pthread_mutex_lock (&self->lock);
  while (!self->set)
    pthread_cond_wait (&self->wake, &self->lock);
  pthread_mutex_unlock (&self->lock);
}

void
mado_signal_free (MadoSignal *self)
{
  if (self == NULL)
    return;
  pthread_cond_destroy (&self->wake);
  pthread_mutex_destroy (&self->lock);
  g_free (self);
}
