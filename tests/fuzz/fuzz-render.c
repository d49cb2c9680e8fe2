/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include "print/renderer/renderer.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* libFuzzer: requests as a program gone wrong might send them, to a renderer
 * that has a document; and the parts of the renderer that look at a file
 * themselves. What poppler makes of a broken file is fuzz-render-file's. */

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
const char *__lsan_default_suppressions (void);

/* Fontconfig keeps what it has read until the process ends. */
const char *
__lsan_default_suppressions (void)
{
  return "leak:libfontconfig.so";
}

static const char document[] =
  "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
  "2 0 obj\n<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>\nendobj\n"
  "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 40 30] /Contents 5 0 R /Resources << /Font << /F 6 0 R >> >> >>\nendobj\n"
  "5 0 obj\n<< /Length 39 >>\nstream\nBT /F 9 Tf 2 9 Td (word) Tj ET 0 0 9 9 re\nendstream\nendobj\n"
  "6 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n"
  "trailer\n<< /Root 1 0 R >>\n";

static int
make_file (const void *data,
           gsize       size)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC);

  g_assert (fd >= 0 && write (fd, data, size) == (gssize) size);
  return fd;
}

static void
ask (Renderer     *renderer,
     guint32       kind,
     const guint8 *data,
     gsize         size,
     int           fd)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  MadoRenderReader in;
  guint32 reason;

  mado_render_reader_init (&in, data, size);
  reason = renderer_answer (renderer, kind, &in, fd, out);
  g_assert (reason <= MADO_RENDER_REASON_SECURITY);
}

static GLogWriterOutput
silence (GLogLevelFlags   level,
         const GLogField *fields,
         gsize            n_fields,
         gpointer         data)
{
  return G_LOG_WRITER_HANDLED;
}

static void
prepare (Renderer *renderer)
{
  const guint32 hello[] = { GUINT32_TO_LE (MADO_RENDER_VERSION), GUINT32_TO_LE (65536) };
  const guint32 none = 0;
  int arena = make_file ("", 0);

  renderer_init (renderer);
  g_assert (ftruncate (arena, 65536) == 0);
  ask (renderer, MADO_RENDER_HELLO, (const guint8 *) hello, sizeof hello, arena);
  ask (renderer, MADO_RENDER_OPEN, (const guint8 *) &none, sizeof none, make_file (document, sizeof document - 1));
  g_assert (renderer->document != NULL && renderer->n_pages == 2);
}

/* { kind 1 B, length 1 B, body } again and again. */
static void
ask_all (const guint8 *data,
         gsize         size)
{
  Renderer renderer;

  prepare (&renderer);
  while (size >= 2)
    {
      gsize length = MIN (data[1], size - 2);

      ask (&renderer, data[0] % 16, data + 2, length, data[0] & 0x80 ? make_file (data, size) : -1);
      data += 2 + length;
      size -= 2 + length;
    }
  renderer_clear (&renderer);
}

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_log_set_writer_func (silence, NULL, NULL);
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  gboolean encrypted;
  int file;

  if (size < 1)
    return 0;
  if (data[0] & 1)
    {
      ask_all (data + 1, size - 1);
      return 0;
    }
  g_assert (renderer_notes_of_bytes (data + 1, size - 1, &encrypted) < 2 * MADO_PDF_NOTE_SIGNED);
  file = make_file (data + 1, size - 1);
  g_clear_pointer (&(GBytes *) { renderer_mend (file) }, g_bytes_unref);
  close (file);
  return 0;
}
