/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-paper-process.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/mado-error.h"
#include "device/mado-device-place.h"

#define SECONDS   60
#define MOST_CROP (8 * 1024 * 1024)

typedef struct
{
  GSubprocess  *process;
  GCancellable *ended;   /* by the person or by the clock */
  guint         timeout;
  gulong        handler; /* on the person's cancellable */
  gboolean      late;
} Reading;

static void
reading_free (Reading *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->process);
  g_clear_object (&self->ended);
  g_free (self);
}

/* --- what the process says ------------------------------------------------------------ */

static char *
decode (const char *text)
{
  gsize n;
  g_autofree guchar *bytes = g_str_equal (text, "-") ? NULL : g_base64_decode (text, &n);

  return bytes && g_utf8_validate ((const char *) bytes, (gssize) n, NULL) ? g_strndup ((const char *) bytes, n) : NULL;
}

/* Keys are interned: only those of a form, never what a broken process makes up. */
static gboolean
is_key (const char *text)
{
  return strlen (text) < 24 && strspn (text, "abcdefghijklmnopqrstuvwxyz_") == strlen (text);
}

static void
hear_field (MadoPaper *paper,
            char     **parts)
{
  MadoPaperField *field;

  if (g_strv_length (parts) != 12 || !is_key (parts[1]))
    return;
  field = mado_paper_field_new (parts[1], (int) g_ascii_strtoll (parts[2], NULL, 10));
  field->sure = g_str_equal (parts[3], "1");
  field->confidence = (double) g_ascii_strtoll (parts[4], NULL, 10) / 1000;
  field->box.x = (int) g_ascii_strtoll (parts[5], NULL, 10);
  field->box.y = (int) g_ascii_strtoll (parts[6], NULL, 10);
  field->box.width = (int) g_ascii_strtoll (parts[7], NULL, 10);
  field->box.height = (int) g_ascii_strtoll (parts[8], NULL, 10);
  field->printed = decode (parts[9]);
  field->value = decode (parts[10]);
  field->sure = field->sure && field->value;
  if (!g_str_equal (parts[11], "-") && strlen (parts[11]) < MOST_CROP)
    {
      gsize n;
      guchar *png = g_base64_decode (parts[11], &n);

      field->crop = g_bytes_new_take (png, n);
    }
  paper->n_persons = MAX (paper->n_persons, (guint) (MAX (-1, MIN (field->person, 63)) + 1));
  g_ptr_array_add (paper->fields, field);
}

static const char *
sentence (int code)
{
  switch (code)
    {
    case MADO_ERROR_NOT_FOUND:
      return _("No form that can be read was found in the picture. Lay the paper flat, take all of it, from straight above; or type what it says.");
    case MADO_ERROR_UNSUPPORTED:
      return _("Reading papers is not installed on this computer. Please type what the paper says, and tell the administrator.");
    case MADO_ERROR_DAMAGED:
      return _("The picture is damaged. Please take it once more.");
    case MADO_ERROR_INVALID:
      return _("This is no picture that can be read, or it is too large. Please take another one.");
    default:
      return _("The paper could not be read. Please try once more, or type what it says.");
    }
}

MadoPaper *
mado_paper_hear (const char  *said,
                 GError     **error)
{
  g_autoptr (MadoPaper) paper = mado_paper_new ();
  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);
  int code = MADO_ERROR_INTERNAL;

  for (guint i = 0; lines[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", 13);

      if (!parts[0] || !parts[1])
        continue;
      if (g_str_equal (parts[0], "kind"))
        paper->kind = mado_paper_kind_read (parts[1]);
      else if (g_str_equal (parts[0], "masked"))
        paper->n_masked = (guint) g_ascii_strtoull (parts[1], NULL, 10);
      else if (g_str_equal (parts[0], "field"))
        hear_field (paper, parts);
      else if (g_str_equal (parts[0], "done") && g_str_equal (parts[1], "ok"))
        return g_steal_pointer (&paper);
      else if (g_str_equal (parts[0], "done"))
        code = (int) g_ascii_strtoll (parts[1], NULL, 10);
    }
  g_set_error_literal (error, MADO_ERROR, code, sentence (code));
  return NULL;
}

/* --- running it -------------------------------------------------------------------------- */

static void
told_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GTask) task = data;
  Reading *reading = g_task_get_task_data (task);
  GCancellable *asked = g_task_get_cancellable (task);
  g_autoptr (GBytes) said = NULL;
  g_autofree char *text = NULL;
  GError *error = NULL;
  MadoPaper *paper = NULL;

  if (reading->handler)
    g_signal_handler_disconnect (asked, reading->handler);
  g_clear_handle_id (&reading->timeout, g_source_remove);
  if (g_subprocess_communicate_finish (G_SUBPROCESS (source), result, &said, NULL, NULL))
    text = g_strndup (g_bytes_get_data (said, NULL), g_bytes_get_size (said));
  else
    g_subprocess_force_exit (G_SUBPROCESS (source));

  if (reading->late)
    error = g_error_new_literal (MADO_ERROR, MADO_ERROR_TIMEOUT,
                                 _("Reading the paper took too long and was ended. Please try once more, or type what it says."));
  else if (g_cancellable_is_cancelled (asked))
    error = g_error_new_literal (MADO_ERROR, MADO_ERROR_CANCELLED, _("Reading the paper was ended. Nothing was taken over."));
  else
    paper = mado_paper_hear (text ? text : "", &error);

  if (paper)
    g_task_return_pointer (task, paper, (GDestroyNotify) mado_paper_free);
  else
    g_task_return_error (task, error);
}

static gboolean
late_cb (gpointer data)
{
  Reading *reading = data;

  reading->timeout = 0;
  reading->late = TRUE;
  g_cancellable_cancel (reading->ended);
  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *asked,
              GCancellable *ended)
{
  g_cancellable_cancel (ended);
}

void
mado_paper_read_async (GBytes              *picture,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *program = mado_device_place ("madoguchi-ocr");
  Reading *reading = g_new0 (Reading, 1);

  g_task_set_source_tag (task, mado_paper_read_async);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  g_task_set_check_cancellable (task, FALSE);
  /* Spares the process a second start: see ocr-process.c. */
  g_subprocess_launcher_setenv (launcher, "OMP_THREAD_LIMIT", "1", TRUE);
  reading->process = g_subprocess_launcher_spawn (launcher, NULL, program, NULL);
  if (!reading->process)
    {
      g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_UNSUPPORTED, "%s", sentence (MADO_ERROR_UNSUPPORTED));
      return;
    }
  reading->ended = g_cancellable_new ();
  reading->timeout = g_timeout_add_seconds (SECONDS, late_cb, reading);
  if (cancellable)
    reading->handler = g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), reading->ended, 0);
  g_subprocess_communicate_async (reading->process, picture, reading->ended, told_cb, g_steal_pointer (&task));
}

MadoPaper *
mado_paper_read_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
