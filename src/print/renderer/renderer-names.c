/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include "print/renderer/renderer.h"

#include <string.h>
#include <zlib.h>

/*
 * Looks for names such as /Launch in a PDF without interpreting it: a reader
 * that follows the document's own structure finds only what the document wants
 * to be found. Object streams are inflated, other streams passed over, since
 * in compressed bytes any name turns up sooner or later.
 */

/* Of one object stream, and of all: a bomb is left alone. */
#define MAX_INFLATED (4 * 1024 * 1024)
#define MAX_INFLATED_ALL (48 * 1024 * 1024)

typedef struct
{
  guint32  notes;
  gboolean encrypted;
  gboolean objects; /* the dictionary at hand says /ObjStm */
  gboolean deflate; /* and /FlateDecode */
  gsize    budget;
} Walk;

static const struct
{
  const char *name;
  guint32     note;
} telling[] = {
  { "JS", MADO_PDF_NOTE_SCRIPT },
  { "JavaScript", MADO_PDF_NOTE_SCRIPT },
  { "Launch", MADO_PDF_NOTE_LAUNCH },
  { "SubmitForm", MADO_PDF_NOTE_SUBMIT },
  { "ImportData", MADO_PDF_NOTE_SUBMIT },
  { "XFA", MADO_PDF_NOTE_XFA },
  { "RichMedia", MADO_PDF_NOTE_MEDIA },
  { "Movie", MADO_PDF_NOTE_MEDIA },
  { "Rendition", MADO_PDF_NOTE_MEDIA },
  { "ByteRange", MADO_PDF_NOTE_SIGNED }, /* of a signature; always in the open */
};

/* The name behind a slash, with its #xx undone. Returns its length in the
 * file. */
static gsize
read_name (const guint8 *at,
           gsize         left,
           char          name[16])
{
  gsize used = 0, n = 0;

  while (used < left && strchr ("()<>[]{}/% \t\r\n\f", at[used]) == NULL)
    {
      guint8 byte = at[used++];

      if (byte == '#' && left - used >= 2 && g_ascii_isxdigit (at[used]) && g_ascii_isxdigit (at[used + 1]))
        {
          byte = g_ascii_xdigit_value (at[used]) << 4 | g_ascii_xdigit_value (at[used + 1]);
          used += 2;
        }
      if (n < 15)
        name[n++] = byte;
    }
  name[n] = 0;
  return used;
}

static void
note_name (Walk       *walk,
           const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (telling); i++)
    if (strcmp (name, telling[i].name) == 0)
      walk->notes |= telling[i].note;
  if (strcmp (name, "Encrypt") == 0)
    walk->encrypted = TRUE;
  else if (strcmp (name, "ObjStm") == 0)
    walk->objects = TRUE;
  else if (strcmp (name, "FlateDecode") == 0 || strcmp (name, "Fl") == 0)
    walk->deflate = TRUE;
}

static void
note_names (Walk         *walk,
            const guint8 *data,
            gsize         length)
{
  const guint8 *end = data + length;

  for (const guint8 *at = data; (at = memchr (at, '/', end - at)) != NULL; )
    {
      char name[16];

      at++;
      at += read_name (at, end - at, name);
      note_name (walk, name);
    }
}

static void
look_inside (Walk         *walk,
             const guint8 *data,
             gsize         length)
{
  g_autofree guint8 *plain = g_try_malloc (MAX_INFLATED);
  z_stream stream = { .next_in = (Bytef *) data, .avail_in = MIN (length, G_MAXINT32) };

  if (plain == NULL || walk->budget < MAX_INFLATED || inflateInit (&stream) != Z_OK)
    {
      walk->notes |= MADO_PDF_NOTE_UNREAD;
      return;
    }
  stream.next_out = plain;
  stream.avail_out = MAX_INFLATED;
  inflate (&stream, Z_FINISH);
  walk->budget -= stream.total_out;
  if (stream.avail_out == 0 && stream.avail_in > 0)
    walk->notes |= MADO_PDF_NOTE_UNREAD;
  note_names (walk, plain, stream.total_out);
  inflateEnd (&stream);
}

/* The bytes behind "stream", up to "endstream". */
static const guint8 *
pass_stream (Walk         *walk,
             const guint8 *at,
             const guint8 *end)
{
  const guint8 *stop = memmem (at, end - at, "endstream", 9);

  if (stop == NULL)
    stop = end;
  if (walk->objects && !walk->encrypted)
    {
      while (at < stop && (*at == '\r' || *at == '\n' || *at == ' '))
        at++;
      if (walk->deflate)
        look_inside (walk, at, stop - at);
      else
        note_names (walk, at, stop - at);
    }
  return stop == end ? end : stop + 9;
}

guint32
renderer_notes_of_bytes (const guint8 *data,
                         gsize         length,
                         gboolean     *encrypted)
{
  const guint8 *end = data + length;
  Walk walk = { .budget = MAX_INFLATED_ALL };

  for (const guint8 *at = data; at < end; )
    {
      const guint8 *stream = memmem (at, end - at, "stream", 6);

      walk.objects = walk.deflate = FALSE;
      note_names (&walk, at, (stream != NULL ? stream : end) - at);
      if (stream == NULL)
        break;
      at = pass_stream (&walk, stream + 6, end);
    }
  *encrypted = walk.encrypted;
  return walk.notes;
}
