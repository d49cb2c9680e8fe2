/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/layout/mado-layout-page-private.h"
#include "core/procedure/mado-pack-check.h"
#include "core/procedure/mado-pack-edition.h"
#include "print/mado-form-check.h"

/* Editions are kept in the profile: folder editions/VERSION, and beside it
 * VERSION.base with the digest of the pack that they began with. What is not
 * saved yet is kept there as well, as draft-FORM.json. */

typedef struct
{
  char      *base;
  char      *id;
  char      *text;
  char      *background;
  char      *background_name;
  char      *folder;
  char      *digest;
  GPtrArray *faults;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->base);
  g_free (job->id);
  g_free (job->text);
  g_free (job->background);
  g_free (job->background_name);
  g_free (job->folder);
  g_free (job->digest);
  g_clear_pointer (&job->faults, g_ptr_array_unref);
  g_free (job);
}

static char *
folder_of (MadoLayoutPage *self)
{
  return g_build_filename (mado_context_get_profile (self->context), "editions", NULL);
}

static char *
kept_path (MadoLayoutPage *self,
           const char     *id)
{
  g_autofree char *name = g_strdup_printf ("draft-%s.json", id);

  return g_build_filename (mado_context_get_profile (self->context), "editions", name, NULL);
}

char *
mado_layout_page_kept (MadoLayoutPage *self,
                       const char     *id)
{
  g_autofree char *path = kept_path (self, id);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? text : NULL;
}

void
mado_layout_page_forget_kept (MadoLayoutPage *self)
{
  g_autofree char *path = self->id != NULL ? kept_path (self, self->id) : NULL;

  if (path != NULL)
    g_remove (path);
}

void
mado_layout_page_keep (MadoLayoutPage *self)
{
  g_autofree char *folder = folder_of (self);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (self->draft == NULL || !self->changed)
    return;
  path = kept_path (self, self->id);
  text = mado_form_draft_to_text (self->draft);
  g_mkdir_with_parents (folder, 0700);
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &error))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, _("The changes could not be kept (%s)."), error->message);
}

/* Of all editions of the pack in use the one that was made last. */
char *
mado_layout_page_find_base (MadoLayoutPage *self)
{
  g_autofree char *folder = folder_of (self);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *best = NULL;
  gint64 newest = -1;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *mark = g_strconcat (path, ".base", NULL);
      g_autofree char *digest = NULL;
      GStatBuf status;

      if (!g_file_get_contents (mark, &digest, NULL, NULL) || !g_str_equal (digest, mado_pack_get_digest (self->pack)) ||
          g_stat (mark, &status) != 0)
        continue;
      if ((gint64) status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec > newest)
        {
          newest = (gint64) status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
          g_free (best);
          best = g_steal_pointer (&path);
        }
    }
  return best != NULL ? g_steal_pointer (&best) : g_strdup (mado_pack_get_dir (self->pack));
}

static void
save_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  char *place = mado_pack_edition_save (job->base, job->id, job->text, job->background, job->background_name, job->folder,
                                        mado_form_check_backgrounds, &job->faults, &error);

  if (place != NULL)
    {
      g_autofree char *mark = g_strconcat (place, ".base", NULL);

      g_file_set_contents (mark, job->digest, -1, NULL);
      g_task_return_pointer (task, place, g_free);
    }
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
tell_refused (MadoLayoutPage *self,
              GPtrArray      *faults)
{
  const MadoPackFault *first = faults != NULL && faults->len > 0 ? g_ptr_array_index (faults, 0) : NULL;
  g_autofree char *where = first != NULL ? g_strdup_printf ("%s:%u: %s", first->file, first->line, first->text) : g_strdup ("");
  g_autofree char *count = g_strdup_printf ("%u", faults != NULL ? faults->len : 0);

  /* TRANSLATORS: the number of faults, then the first of them */
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR,
                     _("Not saved: the city pack would have %s faults. %s Your changes are kept here."), count, where);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  MadoLayoutPage *self = MADO_LAYOUT_PAGE (object);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *place = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *now = NULL;

  self->saving = FALSE;
  if (self->box == NULL)
    return;
  mado_page_busy (MADO_PAGE (self), NULL);
  if (error != NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
  else if (place == NULL)
    tell_refused (self, job->faults);
  else
    {
      g_autofree char *version = g_path_get_basename (place);

      g_free (self->base);
      self->base = g_strdup (place);
      now = self->draft != NULL ? mado_form_draft_to_text (self->draft) : NULL;
      if (g_strcmp0 (self->id, job->id) == 0 && g_strcmp0 (now, job->text) == 0)
        {
          self->changed = FALSE;
          mado_layout_page_forget_kept (self);
        }
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO,
                         _("Saved as edition %s of the city pack, without faults, in %s. The server hands it out once it is started with this folder."),
                         version, place);
    }
  mado_layout_page_refresh (self);
}

void
mado_layout_page_save (MadoLayoutPage *self)
{
  g_autoptr (GTask) task = NULL;
  const MadoFormLayout *layout = self->text != NULL ? mado_form_text_get_layout (self->text) : NULL;
  Job *job;

  if (self->draft == NULL || self->saving)
    return;
  mado_layout_page_keep (self);
  job = g_new0 (Job, 1);
  job->base = g_strdup (self->base);
  job->id = g_strdup (self->id);
  job->text = mado_form_draft_to_text (self->draft);
  job->folder = folder_of (self);
  job->digest = g_strdup (mado_pack_get_digest (self->pack));
  if (self->work != NULL && layout != NULL && layout->background != NULL)
    {
      g_autofree char *path = g_build_filename (self->work, "forms", layout->background, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        {
          job->background = g_steal_pointer (&path);
          job->background_name = g_strdup (layout->background);
        }
    }
  self->saving = TRUE;
  mado_page_busy (MADO_PAGE (self), _("The whole city pack is being checked"));
  task = g_task_new (self, NULL, saved_cb, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, save_thread);
}
