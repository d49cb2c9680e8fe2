/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <poppler.h>

#include "print/render/mado-render-protocol.h"
#include "print/render/mado-render-wire.h"

G_BEGIN_DECLS

/**
 * Renderer:
 *
 * The inside of madoguchi-render: one document and the answers to requests
 * about it. One thread. Nothing here needs more than the document's
 * descriptor; what keeps it from more is renderer-guard.c.
 */
typedef struct
{
  PopplerDocument *document;    /* owned, nullable */
  int              file;        /* owned descriptor of the document; -1 */
  guint            n_pages;
  guint8          *arena;       /* owned mapping, shared with the program */
  gsize            arena_size;
  guint            n_faults;    /* complaints of poppler about the document */
  gboolean         encrypted;
  guint            n_drawn;
} Renderer;

void     renderer_init   (Renderer *self);
void     renderer_clear  (Renderer *self);

/* Answers one request. @fd: came with it; taken over; -1: none.
 * Returns: 0, or a MadoRenderReason; @out then is of no account. */
guint32  renderer_answer (Renderer         *self,
                          guint32           kind,
                          MadoRenderReader *in,
                          int               fd,
                          GByteArray       *out);

/* One file each. They read all of @in, and answer REASON_PROTOCOL if it was
 * not a whole request. */
guint32  renderer_open    (Renderer *self, MadoRenderReader *in, int fd, GByteArray *out);
guint32  renderer_pages   (Renderer *self, MadoRenderReader *in, GByteArray *out);
guint32  renderer_draw    (Renderer *self, MadoRenderReader *in, GByteArray *out);
guint32  renderer_inspect (Renderer *self, MadoRenderReader *in, GByteArray *out);
guint32  renderer_text    (Renderer *self, MadoRenderReader *in, GByteArray *out);
guint32  renderer_search  (Renderer *self, MadoRenderReader *in, GByteArray *out);
guint32  renderer_outline (Renderer *self, MadoRenderReader *in, GByteArray *out);
guint32  renderer_links   (Renderer *self, MadoRenderReader *in, GByteArray *out);
guint32  renderer_fields  (Renderer *self, MadoRenderReader *in, GByteArray *out);
guint32  renderer_properties  (Renderer *self, MadoRenderReader *in, GByteArray *out);
guint32  renderer_attachments (Renderer *self, MadoRenderReader *in, GByteArray *out);
guint32  renderer_attachment  (Renderer *self, MadoRenderReader *in, GByteArray *out);
guint32  renderer_copy        (Renderer *self, MadoRenderReader *in, GByteArray *out);
guint32  renderer_signatures  (Renderer *self, MadoRenderReader *in, GByteArray *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerPage, g_object_unref)

/* The page, or %NULL and the reason. Transfer full. */
PopplerPage *renderer_get_page (Renderer *self,
                                guint32   page,
                                guint32  *reason);

/* renderer-names.c: what the names in a file say it holds. */
guint32  renderer_notes_of_bytes (const guint8 *data,
                                  gsize         length,
                                  gboolean     *encrypted);

/* renderer-mend.c: a document without its end, made whole; nullable. */
GBytes  *renderer_mend            (int           file);

/* renderer-guard.c: gives up every right that drawing does not need. To check
 * @signatures, code and certificates of the system must be loaded as well.
 * Returns MadoRenderGuards. */
guint32  renderer_guard  (gboolean signatures);

G_END_DECLS
