/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * One named thread with a queue of jobs. Jobs run in the order in which they
 * were pushed. A run of batch jobs that wait together is handed over as one
 * batch; when nothing waits, background work runs slice by slice.
 *
 * It is built on the system's own mutex, so that race detectors see the
 * hand-over of a job and of its result.
 */
typedef struct _MadoWorker MadoWorker;

/* On the thread; *batch* jobs come many at a time, others alone. */
typedef void     (*MadoWorkerFunc)  (gpointer job, gpointer data);
typedef void     (*MadoWorkerBatch) (GPtrArray *jobs, gpointer data);
typedef gboolean (*MadoWorkerIdle)  (gpointer data); /* TRUE: there is more */

MadoWorker *mado_worker_new         (const char      *name,
                                     MadoWorkerFunc   run,
                                     MadoWorkerBatch  run_batch,
                                     MadoWorkerIdle   idle,
                                     gpointer         data);
/* FALSE: it has been stopped; the job was not taken. */
gboolean    mado_worker_push        (MadoWorker *self,
                                     gpointer    job,
                                     gboolean    batch);
void        mado_worker_wake_idle   (MadoWorker *self);
gboolean    mado_worker_has_waiting (MadoWorker *self);
gboolean    mado_worker_is_current  (MadoWorker *self);
/* Runs what waits, with @last as the very last job, and ends the thread.
 * May be called again. */
void        mado_worker_stop        (MadoWorker *self,
                                     gpointer    last);
void        mado_worker_free        (MadoWorker *self);

/* A flag that one thread waits for and another sets. */
typedef struct _MadoSignal MadoSignal;
MadoSignal *mado_signal_new         (void);
void        mado_signal_set         (MadoSignal *self);
void        mado_signal_wait        (MadoSignal *self);
void        mado_signal_free        (MadoSignal *self);

G_END_DECLS
