/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/render/mado-pdf-reader-private.h"

/* Renderers that search beside the one that draws: the work is reading pages,
 * and there are two processors. */
#define SEARCHERS 2

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
