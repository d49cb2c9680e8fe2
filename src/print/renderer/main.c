/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/renderer/renderer.h"

#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "print/render/mado-render-link.h"

/* madoguchi-render: started by the program with a socket at descriptor 3, and
 * by nobody else. It ends when the socket does. */

static GLogWriterOutput
hear (GLogLevelFlags   level,
      const GLogField *fields,
      gsize            n_fields,
      gpointer         data)
{
  Renderer *renderer = data;

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") &&
        (g_str_has_prefix (fields[i].value, "Syntax error") || g_str_has_prefix (fields[i].value, "Internal error")))
      renderer->n_faults++;
  return G_LOG_WRITER_HANDLED;
}

/* The signal SIGPROF at its end is not caught: the program sees it as the cause
 * of death. */
static void
allow_time (gint64 ms)
{
  struct itimerval timer = { .it_value = { ms / 1000, ms % 1000 * 1000 } };

  setitimer (ITIMER_PROF, &timer, NULL);
}

static gboolean
serve_one (Renderer *renderer,
           guint32   guards)
{
  g_auto (MadoRenderFrame) frame = { .fd = -1 };
  g_autoptr (GByteArray) out = g_byte_array_new ();
  MadoRenderReader in;
  guint32 reason;

  if (mado_render_link_take (MADO_RENDER_FD, MADO_RENDER_MAX_REQUEST, -1, &frame) != MADO_RENDER_LINK_DONE)
    return FALSE;
  allow_time (MADO_RENDER_CPU_MS);
  mado_render_reader_init (&in, frame.body->data, frame.body->len);
  reason = renderer_answer (renderer, frame.kind, &in, frame.fd, out);
  frame.fd = -1;
  if (reason == 0 && out->len > MADO_RENDER_MAX_REPLY - 64)
    reason = MADO_RENDER_REASON_TOO_LARGE;
  if (reason != 0)
    {
      g_byte_array_set_size (out, 0);
      mado_render_put_u32 (out, reason);
    }
  else if (frame.kind == MADO_RENDER_HELLO)
    mado_render_put_u32 (out, guards);
  allow_time (0);
  return mado_render_link_send (MADO_RENDER_FD, reason != 0 ? MADO_RENDER_REFUSED : frame.kind, frame.serial,
                                out, -1, -1) == MADO_RENDER_LINK_DONE;
}

int
main (int argc, char **argv)
{
  Renderer renderer;
  guint32 guards;
  /* Passwords, titles and the like are converted by modules of the C library,
   * which cannot be loaded later; they stay as long as these are open. */
  GIConv converters[] = {
    g_iconv_open ("ISO-8859-1", "UTF-8"), g_iconv_open ("UTF-8", "UTF-16BE"), g_iconv_open ("UTF-8", "UTF-16LE"),
  };

  signal (SIGPIPE, SIG_IGN);
  setlocale (LC_CTYPE, "C.UTF-8");
  renderer_init (&renderer);
  g_log_set_writer_func (hear, &renderer, NULL);
  guards = renderer_guard (argc > 1 && g_str_equal (argv[1], MADO_RENDER_FOR_SIGNATURES));
  while (serve_one (&renderer, guards))
    ;
  for (guint i = 0; i < G_N_ELEMENTS (converters); i++)
    if (converters[i] != (GIConv) -1)
      g_iconv_close (converters[i]);
  _exit (0); /* the kernel tidies up faster than poppler */
}
