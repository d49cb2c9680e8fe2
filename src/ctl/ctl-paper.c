/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "ctl/ctl-group.h"
#include "device/ocr/mado-paper-process.h"

/* madoguchi-ctl paper read FILE: what a picture of a paper says.
 *
 *   kind=KIND
 *   masked=N
 *   KEY TAB PERSON TAB sure|doubt TAB CONFIDENCE TAB VALUE
 *
 * PERSON is "-" for the sheet; CONFIDENCE per cent; VALUE the canonical text, or as
 * printed where that is none. Status 1 with a sentence on standard error when
 * nothing could be read. */

typedef struct
{
  GMainLoop *loop;
  MadoPaper *paper;
  GError    *error;
} Wait;

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Wait *wait = data;

  wait->paper = mado_paper_read_finish (result, &wait->error);
  g_main_loop_quit (wait->loop);
}

static void
print_field (const MadoPaperField *field)
{
  g_autofree char *person = field->person < 0 ? g_strdup ("-") : g_strdup_printf ("%d", field->person);
  g_autofree char *value = g_strdelimit (g_strdup (field->value ? field->value : field->printed ? field->printed : ""),
                                         "\n\t", ' ');

  g_print ("%s\t%s\t%s\t%d\t%s\n", field->key, person, field->sure ? "sure" : "doubt",
           (int) (field->confidence * 100), value);
}

static int
paper_read (int    argc,
            char **argv)
{
  Wait wait = { 0 };
  g_autofree char *data = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (argc != 1)
    {
      g_printerr ("madoguchi-ctl paper read FILE\n");
      return 2;
    }
  if (!g_file_get_contents (argv[0], &data, &length, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  picture = g_bytes_new_take (g_steal_pointer (&data), length);
  wait.loop = g_main_loop_new (NULL, FALSE);
  mado_paper_read_async (picture, NULL, read_cb, &wait);
  g_main_loop_run (wait.loop);
  g_main_loop_unref (wait.loop);
  if (!wait.paper)
    {
      g_printerr ("%s\n", wait.error->message);
      g_error_free (wait.error);
      return 1;
    }
  g_print ("kind=%s\nmasked=%u\n", mado_paper_kind_id (wait.paper->kind), wait.paper->n_masked);
  for (guint i = 0; i < wait.paper->fields->len; i++)
    print_field (wait.paper->fields->pdata[i]);
  mado_paper_free (wait.paper);
  return 0;
}

const CtlCommand ctl_paper_commands[] = {
  { "read", "FILE", N_("Read the picture of a move-out certificate, an insurer's paper or the front of a card"), paper_read },
  { NULL }
};
