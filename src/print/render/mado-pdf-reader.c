/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/render/mado-pdf-reader.h"

#include <string.h>

/* Renderers that search beside the one that draws: the work is reading pages,
 * and there are two processors. */
#define SEARCHERS 2

struct _MadoPdfReader
{
  GObject      parent_instance;

  char        *path;
  char        *password;
  guint        n_pages;
  guint32      guards;
  GThread     *thread;
  GAsyncQueue *queue;  /* Job*, sorted */
  guint        serial; /* main thread */

  /* The thread's own. */
  MadoPdfFile *file;
};

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

static gpointer
draw (MadoPdfFile  *file,
      gpointer      data,
      GError      **error)
{
  const Part *part = data;
  MadoPdfPicture picture;
  gsize row = (gsize) part->width * 4;
  guint8 *dots;

  if (!mado_pdf_file_draw (file, part->page, part->scale, part->turns, part->x, part->y, part->width, part->height,
                           &picture, error))
    return NULL;
  dots = g_malloc (row * part->height);
  for (guint y = 0; y < part->height; y++)
    memcpy (dots + y * row, picture.dots + (gsize) y * picture.stride, row);
  return g_bytes_new_take (dots, row * part->height);
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
                             (GDestroyNotify) g_bytes_unref, cancellable, callback, data);
}

GBytes *
mado_pdf_reader_draw_finish (MadoPdfReader  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  return mado_pdf_reader_ask_finish (self, result, error);
}

/* --- searching ----------------------------------------------------------------------- */

/* Pages are given out in runs; each searcher has a renderer of its own. Hits go
 * to the main thread in the order of the pages. */
#define RUN 8

typedef struct
{
  GTask        *task;       /* borrowed */
  char         *path;
  char         *password;
  char         *text;
  guint         n_pages;
  MadoPdfFound  found;
  gpointer      found_data;
  GCancellable *cancellable;

  GMutex        lock;
  guint         next;       /* first page nobody has taken */
  guint         told;       /* runs handed to the main thread */
  GArray      **runs;       /* hits of a run, once it is done */
  GError       *error;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  for (guint i = 0; i <= search->n_pages / RUN; i++)
    g_clear_pointer (&search->runs[i], g_array_unref);
  g_free (search->runs);
  g_free (search->path);
  g_free (search->password);
  g_free (search->text);
  g_clear_error (&search->error);
  g_clear_object (&search->cancellable);
  g_mutex_clear (&search->lock);
  g_free (search);
}

typedef struct
{
  GTask  *task;
  GArray *hits;
  guint   done;
} Report;

static void
report_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->task);
  g_array_unref (report->hits);
  g_free (report);
}

static gboolean
report_cb (gpointer data)
{
  Report *report = data;
  Search *search = g_task_get_task_data (report->task);

  if (!g_cancellable_is_cancelled (search->cancellable) && search->found != NULL)
    search->found (report->hits, report->done, search->found_data);
  return G_SOURCE_REMOVE;
}

/* With the lock: tells what is complete from the front. */
static void
tell (Search *search)
{
  guint n_runs = (search->n_pages + RUN - 1) / RUN;

  while (search->told < n_runs && search->runs[search->told] != NULL)
    {
      Report *report = g_new0 (Report, 1);
      g_autoptr (GSource) source = NULL;

      report->task = g_object_ref (search->task);
      report->hits = g_array_ref (search->runs[search->told]);
      search->told++;
      report->done = MIN (search->n_pages, search->told * RUN);
      source = g_idle_source_new ();
      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, report_cb, report, report_free);
      g_source_attach (source, g_task_get_context (search->task));
    }
}

static void
hit_clear (gpointer data)
{
  g_free (((MadoPdfHit *) data)->line);
}

static GArray *
search_run (Search       *search,
            MadoPdfFile  *file,
            guint         first,
            GError      **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, TRUE, sizeof (MadoPdfHit));
  guint end = MIN (first + RUN, search->n_pages);

  g_array_set_clear_func (all, hit_clear);
  while (first < end)
    {
      g_autoptr (GArray) hits = mado_pdf_file_search (file, search->text, first, end, &first, error);

      if (hits == NULL)
        return NULL;
      for (guint i = 0; i < hits->len; i++)
        {
          MadoPdfHit hit = g_array_index (hits, MadoPdfHit, i);

          hit.line = g_strdup (hit.line);
          g_array_append_val (all, hit);
        }
    }
  return g_steal_pointer (&all);
}

static gpointer
searcher (gpointer data)
{
  Search *search = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPdfFile) file = mado_pdf_file_open (search->path, search->password, &error);

  while (file != NULL && error == NULL && !g_cancellable_is_cancelled (search->cancellable))
    {
      GArray *hits;
      guint first;

      g_mutex_lock (&search->lock);
      first = search->next;
      search->next += RUN;
      g_mutex_unlock (&search->lock);
      if (first >= search->n_pages)
        break;
      hits = search_run (search, file, first, &error);
      g_mutex_lock (&search->lock);
      search->runs[first / RUN] = hits;
      tell (search);
      g_mutex_unlock (&search->lock);
    }
  g_mutex_lock (&search->lock);
  if (error != NULL && search->error == NULL)
    search->error = g_steal_pointer (&error);
  g_mutex_unlock (&search->lock);
  return NULL;
}

static void
search_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Search *search = data;
  GThread *others[SEARCHERS] = { NULL };
  guint n = search->n_pages > 4 * RUN ? SEARCHERS : 1;

  for (guint i = 1; i < n; i++)
    others[i] = g_thread_new ("pdf-search", searcher, search);
  searcher (search);
  for (guint i = 1; i < n; i++)
    g_thread_join (others[i]);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (search->error != NULL)
    g_task_return_error (task, g_steal_pointer (&search->error));
  else
    g_task_return_boolean (task, TRUE);
}

void
mado_pdf_reader_search_async (MadoPdfReader       *self,
                              const char          *text,
                              MadoPdfFound         found,
                              gpointer             found_data,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Search *search = g_new0 (Search, 1);

  search->task = task;
  search->path = g_strdup (self->path);
  search->password = g_strdup (self->password);
  search->text = g_strdup (text);
  search->n_pages = self->n_pages;
  search->found = found;
  search->found_data = found_data;
  search->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  search->runs = g_new0 (GArray *, self->n_pages / RUN + 1);
  g_mutex_init (&search->lock);
  g_task_set_source_tag (task, mado_pdf_reader_search_async);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, search_thread);
}

gboolean
mado_pdf_reader_search_finish (MadoPdfReader  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
