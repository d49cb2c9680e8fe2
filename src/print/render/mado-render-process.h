/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"
#include "print/render/mado-render-protocol.h"
#include "print/render/mado-render-wire.h"

G_BEGIN_DECLS

/**
 * MadoRenderProcess:
 *
 * A running madoguchi-render. One request at a time; every call waits for its
 * answer, so it belongs to a thread that may wait (never the main thread of
 * the desktop). A renderer that dies, is silent for too long or breaks the
 * protocol is put an end to; every later call fails, and the owner starts a
 * new one.
 */
typedef struct _MadoRenderProcess MadoRenderProcess;

/* Starts one; it is confined when this returns. @arena: bytes of shared memory;
 * @signatures: it is to check signatures. UNSUPPORTED: the program cannot be
 * found or started. */
MadoRenderProcess *mado_render_process_new        (gsize               arena,
                                                   gboolean            signatures,
                                                   GError            **error);
void               mado_render_process_free       (MadoRenderProcess  *self);
/* Starts one in reserve, which the next mado_render_process_new() takes; waits
 * as that does. At most one is kept. */
gboolean           mado_render_process_prepare    (gsize               arena,
                                                   GError            **error);
void               mado_render_process_drop_spare (void);

/* MadoRenderGuards. */
guint32            mado_render_process_get_guards (MadoRenderProcess  *self);
gboolean           mado_render_process_is_alive   (MadoRenderProcess  *self);
/* The pixels of the last picture; borrowed. */
const guint8      *mado_render_process_get_arena  (MadoRenderProcess  *self,
                                                   gsize              *size);
/* Gives the arena's memory back; it is all zeros then. */
void               mado_render_process_rest       (MadoRenderProcess  *self);
/* Makes the arena at least @size bytes. */
gboolean           mado_render_process_grow       (MadoRenderProcess  *self,
                                                   gsize               size,
                                                   GError            **error);

/**
 * mado_render_process_call:
 * @kind: MadoRenderKind
 * @request: (nullable): the body
 * @fd: a descriptor to lend it, or -1
 * @reader: set to the body of the answer, which stays until the next call
 *
 * Errors: INVALID (the request makes no sense: no such page, too large),
 * DAMAGED (the document), DENIED (password), UNSUPPORTED (encryption),
 * NO_SPACE (memory), TIMEOUT, INTERNAL. Each message is a whole sentence.
 */
gboolean           mado_render_process_call       (MadoRenderProcess  *self,
                                                   guint32             kind,
                                                   GByteArray         *request,
                                                   int                 fd,
                                                   MadoRenderReader   *reader,
                                                   GError            **error);

/* To check an answer that has been read to its end. */
gboolean           mado_render_process_accept     (MadoRenderProcess  *self,
                                                   MadoRenderReader   *reader,
                                                   GError            **error);

/* For tests of what happens when it dies; -1: it is dead. */
int                mado_render_process_get_pid    (MadoRenderProcess  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoRenderProcess, mado_render_process_free)

G_END_DECLS
