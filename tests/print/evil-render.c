/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/render/mado-render-link.h"
#include "print/render/mado-render-protocol.h"
#include "print/render/mado-render-wire.h"

#include <string.h>
#include <unistd.h>

/* What a renderer might become that a document has taken over: it answers,
 * but not the truth. Which lie stands in FONTCONFIG_FILE. */

static const char *lie;

static gboolean
is (const char *name)
{
  return strcmp (lie, name) == 0;
}

static void
answer (const MadoRenderFrame *frame,
        GByteArray            *body)
{
  guint32 serial = frame->serial + (is ("serial") ? 1 : 0);
  guint32 kind = is ("kind") ? MADO_RENDER_DRAW : frame->kind;

  if (is ("length"))
    {
      guint32 head[] = { GUINT32_TO_LE (0x7fffffff), GUINT32_TO_LE (kind), GUINT32_TO_LE (serial) };

      if (write (MADO_RENDER_FD, head, sizeof head) != sizeof head)
        _exit (2);
      return;
    }
  mado_render_link_send (MADO_RENDER_FD, kind, serial, body, is ("descriptor") ? 0 : -1, -1);
}

int
main (void)
{
  lie = g_getenv ("FONTCONFIG_FILE");
  for (;;)
    {
      g_auto (MadoRenderFrame) frame = { .fd = -1 };
      g_autoptr (GByteArray) body = g_byte_array_new ();

      if (mado_render_link_take (MADO_RENDER_FD, MADO_RENDER_MAX_REQUEST, -1, &frame) != MADO_RENDER_LINK_DONE)
        return 0;
      if (frame.kind == MADO_RENDER_HELLO)
        {
          mado_render_put_u32 (body, MADO_RENDER_VERSION + (is ("version") ? 1 : 0));
          mado_render_put_u32 (body, MADO_RENDER_GUARD_LIMITS);
        }
      else if (is ("silent-end")) /* the socket is closed, the process lives on */
        {
          close (MADO_RENDER_FD);
          pause ();
        }
      else
        mado_render_put_u32 (body, is ("pages") ? 0 : 2);
      if (is ("trailing"))
        mado_render_put_u32 (body, 0);
      answer (&frame, body);
    }
}
