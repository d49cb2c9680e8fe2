/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * madoguchi-ocr: reads one picture of a paper from standard input and says what
 * is on it, a line a field. A process of its own, because the reader of letters
 * takes hundreds of megabytes and whole seconds, and because a picture is foreign
 * data. It keeps nothing.
 *
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
#include <sys/resource.h>
#include <unistd.h>

#include "core/base/mado-error.h"
#include "device/ocr/mado-ocr-picture.h"
#include "device/ocr/mado-paper-reader.h"

#define MOST_BYTES (64 * 1024 * 1024)

static void
set_limits (void)
{
  const struct rlimit none = { 0, 0 }, seconds = { 60, 60 }, memory = { 3UL << 30, 3UL << 30 };

  setrlimit (RLIMIT_CORE, &none);
  setrlimit (RLIMIT_FSIZE, &none);
  setrlimit (RLIMIT_CPU, &seconds);
  setrlimit (RLIMIT_AS, &memory);
}

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

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPaper) paper = NULL;

  set_limits ();
  paper = work (&error);
  if (paper)
    say (paper);
  else
    printf ("done\t%d\n", error->code);
  return ferror (stdout) || fflush (stdout) != 0;
}
