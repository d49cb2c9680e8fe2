/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * madoguchi-ocr: reads one picture of a paper from standard input and says what
 * is on it, a line a field. A process of its own, because the reader of letters
 * takes hundreds of megabytes and whole seconds, and because a picture is foreign
 * data. It keeps nothing, and gives up what it does not need before it sees the
 * picture (mado-ocr-guard.h).
 *
 *   guards  N
 *   kind    KIND
 *   masked  N
 *   field   KEY PERSON SURE CONFIDENCE X Y WIDTH HEIGHT PRINTED VALUE CROP
 *   done    ok | CODE
 *
 * Parts are separated by tabs; PRINTED, VALUE and CROP (a PNG) are base64, VALUE
 * is "-" when the text is none. CODE is the number of a MadoErrorCode.
 */
#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "core/base/mado-error.h"
#include "device/ocr/mado-ocr-guard.h"
#include "device/ocr/mado-ocr-picture.h"
#include "device/ocr/mado-paper-reader.h"

#define MOST_BYTES (64 * 1024 * 1024)

static GByteArray *
read_input (void)
{
  GByteArray *data = g_byte_array_new ();
  guint8 part[65536];
  gssize n;

  while (data->len < MOST_BYTES && (n = read (STDIN_FILENO, part, sizeof part)) > 0)
    g_byte_array_append (data, part, (guint) n);
  return data;
}

static char *
encode (const char *text)
{
  return text ? g_base64_encode ((const guchar *) text, strlen (text)) : g_strdup ("-");
}

static void
say_field (const MadoPaperField *field)
{
  g_autofree char *printed = encode (field->printed), *value = encode (field->value);
  g_autofree char *crop = field->crop ? g_base64_encode (g_bytes_get_data (field->crop, NULL), g_bytes_get_size (field->crop))
                                      : g_strdup ("-");

  printf ("field\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t%s\t%s\n", field->key, field->person, field->sure,
          (int) (field->confidence * 1000), field->box.x, field->box.y, field->box.width, field->box.height,
          printed, value, crop);
}

static void
say (MadoPaper *paper)
{
  printf ("kind\t%s\nmasked\t%u\n", mado_paper_kind_id (paper->kind), paper->n_masked);
  for (guint i = 0; i < paper->fields->len; i++)
    say_field (paper->fields->pdata[i]);
  printf ("done\tok\n");
}

static MadoPaper *
work (GError **error)
{
  g_autoptr (GByteArray) data = read_input ();
  g_autoptr (MadoOcrReader) reader = NULL;
  PIX *grey = mado_ocr_picture_load (data->data, data->len, error);
  MadoPaper *paper = NULL;

  if (grey)
    reader = mado_ocr_reader_new (error);
  if (reader)
    paper = mado_paper_reader_read (reader, grey, error);
  pixDestroy (&grey);
  return paper;
}

/* tesseract's threads wait for each other more than they work, and the guards let
 * none be made. Their library looks at this before main() does. */
static void
have_one_thread (char **argv)
{
  if (g_strcmp0 (g_getenv ("OMP_THREAD_LIMIT"), "1") == 0 || !g_setenv ("OMP_THREAD_LIMIT", "1", TRUE))
    return;
  execv ("/proc/self/exe", argv);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPaper) paper = NULL;

  have_one_thread (argv);
  printf ("guards\t%d\n", mado_ocr_guard ());
  paper = work (&error);
  if (paper)
    say (paper);
  else
    printf ("done\t%d\n", error->code);
  return ferror (stdout) || fflush (stdout) != 0;
}
