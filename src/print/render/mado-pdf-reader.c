/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/render/mado-pdf-reader-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (MadoPdfReader, mado_pdf_reader, G_TYPE_OBJECT)

typedef struct
{
  int              priority;
  guint            serial;
  GTask           *task;     /* owned; NULL: the thread ends */
  MadoPdfQuestion  question;
  gpointer         data;
  GDestroyNotify   data_free;
  GDestroyNotify   result_free;
} Job;

static void
job_free (Job *job)
{
  if (job->data_free != NULL)
    job->data_free (job->data);
  g_clear_object (&job->task);
  g_free (job);
}

static int
compare_jobs (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  const Job *x = a, *y = b;

  if (x->priority != y->priority)
    return x->priority < y->priority ? -1 : 1;
  return x->serial < y->serial ? -1 : x->serial > y->serial;
}

static void
run (MadoPdfFile *file,
     Job         *job)
{
  g_autoptr (GError) error = NULL;
  gpointer result;

  if (g_task_return_error_if_cancelled (job->task))
    return;
  result = job->question (file, job->data, &error);
  if (error == NULL)
    g_task_return_pointer (job->task, result, job->result_free);
  else
    g_task_return_error (job->task, g_steal_pointer (&error));
}

typedef struct
{
  GAsyncQueue *queue;
  MadoPdfFile *file;
} Room;

static gpointer
thread_main (gpointer data)
{
  Room *room = data;
  Job *job;

  while ((job = g_async_queue_pop (room->queue))->task != NULL)
    {
      run (room->file, job);
      job_free (job);
      if (g_async_queue_length (room->queue) <= 0)
        mado_pdf_file_rest (room->file);
    }
  job_free (job);
  mado_pdf_file_close (room->file);
  g_async_queue_unref (room->queue);
  g_free (room);
  return NULL;
}

static void
mado_pdf_reader_dispose (GObject *object)
{
  MadoPdfReader *self = MADO_PDF_READER (object);

  /* The thread ends after what it is doing; nobody waits for it. */
  if (self->thread != NULL)
    {
      Job *last = g_new0 (Job, 1);

      last->priority = G_MININT;
      g_async_queue_push_sorted (self->queue, last, compare_jobs, NULL);
      g_thread_unref (g_steal_pointer (&self->thread));
    }
  G_OBJECT_CLASS (mado_pdf_reader_parent_class)->dispose (object);
}

static void
mado_pdf_reader_finalize (GObject *object)
{
  MadoPdfReader *self = MADO_PDF_READER (object);

  g_clear_pointer (&self->queue, g_async_queue_unref);
  g_free (self->path);
  g_free (self->password);
  G_OBJECT_CLASS (mado_pdf_reader_parent_class)->finalize (object);
}

static void
mado_pdf_reader_class_init (MadoPdfReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_pdf_reader_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_pdf_reader_finalize;
}

static void
mado_pdf_reader_init (MadoPdfReader *self)
{
  self->queue = g_async_queue_new_full ((GDestroyNotify) job_free);
}

/* --- opening ----------------------------------------------------------------------- */

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  char **words = data;
  g_autoptr (GError) error = NULL;
  MadoPdfFile *file = mado_pdf_file_open (words[0], words[1], &error);

  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) mado_pdf_file_close);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
mado_pdf_reader_open_async (const char          *path,
                            const char          *password,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  char **words = g_new0 (char *, 3);

  words[0] = g_strdup (path);
  words[1] = g_strdup (password);
  g_task_set_source_tag (task, mado_pdf_reader_open_async);
  g_task_set_task_data (task, words, (GDestroyNotify) g_strfreev);
  g_task_run_in_thread (task, open_thread);
}

MadoPdfReader *
mado_pdf_reader_open_finish (GAsyncResult  *result,
                             GError       **error)
{
  char **words = g_task_get_task_data (G_TASK (result));
  MadoPdfFile *file = g_task_propagate_pointer (G_TASK (result), error);
  MadoPdfReader *self;
  Room *room;

  if (file == NULL)
    return NULL;
  self = g_object_new (MADO_TYPE_PDF_READER, NULL);
  self->path = g_strdup (words[0]);
  self->password = g_strdup (words[1]);
  self->n_pages = mado_pdf_file_get_n_pages (file);
  self->guards = mado_pdf_file_get_guards (file);
  room = g_new0 (Room, 1);
  room->queue = g_async_queue_ref (self->queue);
  room->file = file;
  self->thread = g_thread_new ("pdf", thread_main, room);
  return self;
}

static void
prepare_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  mado_pdf_file_prepare ();
  g_task_return_boolean (task, TRUE);
}

void
mado_pdf_reader_prepare (void)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_run_in_thread (task, prepare_thread);
}

guint
mado_pdf_reader_get_n_pages (MadoPdfReader *self)
{
  return self->n_pages;
}

const char *
mado_pdf_reader_get_path (MadoPdfReader *self)
{
  return self->path;
}

guint32
mado_pdf_reader_get_guards (MadoPdfReader *self)
{
  return self->guards;
}

/* --- asking ------------------------------------------------------------------------ */

void
mado_pdf_reader_ask_async (MadoPdfReader       *self,
                           MadoPdfPriority      priority,
                           MadoPdfQuestion      question,
                           gpointer             ask_data,
                           GDestroyNotify       ask_free,
                           GDestroyNotify       result_free,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             data)
{
  Job *job = g_new0 (Job, 1);

  job->priority = priority;
  job->serial = self->serial++;
  job->task = g_task_new (self, cancellable, callback, data);
  job->question = question;
  job->data = ask_data;
  job->data_free = ask_free;
  job->result_free = result_free;
  g_task_set_source_tag (job->task, mado_pdf_reader_ask_async);
  g_async_queue_push_sorted (self->queue, job, compare_jobs, NULL);
}

gpointer
mado_pdf_reader_ask_finish (MadoPdfReader  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  guint  page;
  double scale;
  guint  turns;
  int    x;
  int    y;
  guint  width;
  guint  height;
} Part;

typedef struct
{
  GBytes *dots;
  gint64  took; /* µs */
} Drawn;

static void
drawn_free (gpointer data)
{
  g_clear_pointer (&((Drawn *) data)->dots, g_bytes_unref);
  g_free (data);
}

static gpointer
draw (MadoPdfFile  *file,
      gpointer      data,
      GError      **error)
{
  const Part *part = data;
  gint64 began = g_get_monotonic_time ();
  MadoPdfPicture picture;
  Drawn *drawn;
  gsize row = (gsize) part->width * 4;
  guint8 *dots;

  if (!mado_pdf_file_draw (file, part->page, part->scale, part->turns, part->x, part->y, part->width, part->height,
                           &picture, error))
    return NULL;
  dots = g_malloc (row * part->height);
  for (guint y = 0; y < part->height; y++)
    memcpy (dots + y * row, picture.dots + (gsize) y * picture.stride, row);
  drawn = g_new0 (Drawn, 1);
  drawn->dots = g_bytes_new_take (dots, row * part->height);
  drawn->took = g_get_monotonic_time () - began;
  return drawn;
}

void
mado_pdf_reader_draw_async (MadoPdfReader       *self,
                            MadoPdfPriority      priority,
                            guint                page,
                            double               scale,
                            guint                turns,
                            int                  x,
                            int                  y,
                            guint                width,
                            guint                height,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             data)
{
  Part part = { page, scale, turns, x, y, width, height };

  mado_pdf_reader_ask_async (self, priority, draw, g_memdup2 (&part, sizeof part), g_free,
                             drawn_free, cancellable, callback, data);
}

GBytes *
mado_pdf_reader_draw_finish (MadoPdfReader  *self,
                             GAsyncResult   *result,
                             gint64         *took,
                             GError        **error)
{
  Drawn *drawn = mado_pdf_reader_ask_finish (self, result, error);
  GBytes *dots = NULL;

  if (drawn == NULL)
    return NULL;
  dots = g_steal_pointer (&drawn->dots);
  *took = drawn->took;
  drawn_free (drawn);
  return dots;
}
