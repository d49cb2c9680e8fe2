/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/common/mado-outer-loop.h"
#include "app/mado-window-private.h"

/*
 * A code is read and judged while the page in front stays as it is: its focus
 * and what is half composed in it too. Only a case that can be opened takes its
 * place, and never from inside a key: an input method may run the main loop
 * while it thinks about one (ibus does), and its text must not go meanwhile.
 */

typedef struct
{
  MadoWindow *window;
  char       *code;
  guint       index; /* of the workplace that reads now */
  MadoPage   *page;  /* what it made */
  char       *note;
} Opening;

static void
opening_free (Opening *self)
{
  g_object_unref (self->window);
  g_clear_object (&self->page);
  g_free (self->code);
  g_free (self->note);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void read_code (Opening *opening);

/* The next workplace that reads codes, from @index on; -1 for none. */
static int
find_reader (MadoWindow *self,
             guint       index)
{
  for (guint i = index; i < self->workplaces->len; i++)
    if (mado_workplace_has_codes (self->workplaces->pdata[i]))
      return (int) i;

  return -1;
}

static gboolean
is_at_work (MadoWindow *self)
{
  return mado_context_get_signed_in (self->context) && !mado_window_has_curtain (self);
}

static void
ask_to_sign_in (MadoWindow *self)
{
  mado_window_message (self, MADO_MESSAGE_WARNING, _("Sign in first, then read the slip once more."));
}

/* The person may have gone, or drawn the curtain, while the code was read. */
static void
show (gpointer data)
{
  Opening *opening = data;
  MadoWindow *self = opening->window;

  if (!self->context)
    return;

  if (!is_at_work (self))
    {
      ask_to_sign_in (self);
      return;
    }
  mado_window_show_page_of (self, opening->index, opening->page);
  if (opening->note)
    mado_page_message (opening->page, MADO_MESSAGE_WARNING, "%s", opening->note);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (Opening) opening = data;
  MadoWindow *self = opening->window;
  g_autoptr (GError) error = NULL;

  opening->page = mado_workplace_open_code_finish (MADO_WORKPLACE (source), result, &opening->note, &error);
  if (!self->context)
    return;

  mado_foot_line_set_busy (self->foot_line, NULL);
  if (opening->page)
    mado_outer_loop_call (show, g_steal_pointer (&opening), (GDestroyNotify) opening_free);
  else if (g_error_matches (error, MADO_ERROR, MADO_ERROR_INVALID) && find_reader (self, opening->index + 1) >= 0)
    {
      opening->index = (guint) find_reader (self, opening->index + 1);
      read_code (g_steal_pointer (&opening));
    }
  else
    mado_window_message (self, MADO_MESSAGE_ERROR, error->message);
}

static void
read_code (Opening *opening)
{
  MadoWindow *self = opening->window;

  mado_foot_line_set_busy (self->foot_line, _("Reading the code…"));
  mado_workplace_open_code_async (self->workplaces->pdata[opening->index], self->context, opening->code, opened_cb, opening);
}

void
mado_window_open_code (MadoWindow *self,
                       const char *code)
{
  Opening *opening;

  g_return_if_fail (MADO_IS_WINDOW (self));

  if (!is_at_work (self))
    {
      ask_to_sign_in (self);
      return;
    }
  if (self->page && mado_page_scanned (self->page, code))
    return;

  if (find_reader (self, 0) < 0)
    {
      mado_window_message (self, MADO_MESSAGE_ERROR, _("This code is not one of ours. Nothing was changed."));
      return;
    }
  opening = g_new0 (Opening, 1);
  opening->window = g_object_ref (self);
  opening->code = g_strdup (code);
  opening->index = (guint) find_reader (self, 0);
  read_code (opening);
}
