/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Frames over a stream socket, for either end: 12 bytes of head (length of
 * the body, kind, serial number; little-endian 32 bits each), then the body.
 * At most one descriptor goes with a frame.
 */
typedef enum
{
  MADO_RENDER_LINK_DONE,
  MADO_RENDER_LINK_ENDED,   /* the other end is gone */
  MADO_RENDER_LINK_LATE,    /* not in time */
  MADO_RENDER_LINK_BROKEN,  /* a frame that no honest peer sends */
} MadoRenderLinkFate;

typedef struct
{
  guint32     kind;
  guint32     serial;
  GByteArray *body; /* owned */
  int         fd;   /* owned; -1: none */
} MadoRenderFrame;

/* @deadline: monotonic, µs; -1: for ever. @fd stays the caller's; -1: none. */
MadoRenderLinkFate mado_render_link_send  (int              socket,
                                           guint32          kind,
                                           guint32          serial,
                                           GByteArray      *body,
                                           int              fd,
                                           gint64           deadline);
/* @limit: longest body to take. */
MadoRenderLinkFate mado_render_link_take  (int              socket,
                                           gsize            limit,
                                           gint64           deadline,
                                           MadoRenderFrame *frame);
void               mado_render_frame_clear (MadoRenderFrame *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoRenderFrame, mado_render_frame_clear)

G_END_DECLS
