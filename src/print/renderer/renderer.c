/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/renderer/renderer.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void
drop_arena (Renderer *self)
{
  if (self->arena != NULL)
    munmap (self->arena, self->arena_size);
  self->arena = NULL;
  self->arena_size = 0;
}

void
renderer_init (Renderer *self)
{
  *self = (Renderer) { .file = -1 };
}

void
renderer_clear (Renderer *self)
{
  g_clear_object (&self->document);
  if (self->file >= 0)
    close (self->file);
  self->file = -1;
  drop_arena (self);
}

/* HELLO may be said again: a larger arena takes the place of the former. */
static guint32
hello (Renderer         *self,
       MadoRenderReader *in,
       int               fd,
       GByteArray       *out)
{
  guint32 version = mado_render_get_u32 (in);
  guint32 size = mado_render_get_u32 (in);
  struct stat stat_buf;
  guint8 *arena;

  if (!mado_render_reader_is_whole (in) || version != MADO_RENDER_VERSION ||
      size == 0 || size > MADO_RENDER_MAX_ARENA ||
      fd < 0 || fstat (fd, &stat_buf) != 0 || stat_buf.st_size < (goffset) size)
    return MADO_RENDER_REASON_PROTOCOL;
  arena = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (arena == MAP_FAILED)
    return MADO_RENDER_REASON_MEMORY;
  drop_arena (self);
  self->arena = arena;
  self->arena_size = size;
  mado_render_put_u32 (out, MADO_RENDER_VERSION);
  return 0;
}

PopplerPage *
renderer_get_page (Renderer *self,
                   guint32   page,
                   guint32  *reason)
{
  PopplerPage *found = NULL;

  if (self->document == NULL)
    *reason = MADO_RENDER_REASON_PROTOCOL;
  else if (page >= self->n_pages)
    *reason = MADO_RENDER_REASON_NO_PAGE;
  else if ((found = poppler_document_get_page (self->document, page)) == NULL)
    *reason = MADO_RENDER_REASON_DAMAGED;
  return found;
}

static const struct
{
  guint32   kind;
  guint32 (*answer) (Renderer *self, MadoRenderReader *in, GByteArray *out);
} answers[] = {
  { MADO_RENDER_PAGES, renderer_pages },
  { MADO_RENDER_DRAW, renderer_draw },
  { MADO_RENDER_INSPECT, renderer_inspect },
  { MADO_RENDER_TEXT, renderer_text },
  { MADO_RENDER_SEARCH, renderer_search },
  { MADO_RENDER_OUTLINE, renderer_outline },
  { MADO_RENDER_LINKS, renderer_links },
  { MADO_RENDER_FIELDS, renderer_fields },
  { MADO_RENDER_ATTACHMENTS, renderer_attachments },
  { MADO_RENDER_ATTACHMENT, renderer_attachment },
  { MADO_RENDER_PROPERTIES, renderer_properties },
  { MADO_RENDER_SIGNATURES, renderer_signatures },
  { MADO_RENDER_COPY, renderer_copy },
};

guint32
renderer_answer (Renderer         *self,
                 guint32           kind,
                 MadoRenderReader *in,
                 int               fd,
                 GByteArray       *out)
{
  guint32 reason = MADO_RENDER_REASON_PROTOCOL;

  if (kind == MADO_RENDER_OPEN)
    return renderer_open (self, in, fd, out);
  if (kind == MADO_RENDER_HELLO)
    reason = hello (self, in, fd, out);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (answers[i].kind == kind)
      reason = answers[i].answer (self, in, out);
  if (fd >= 0)
    close (fd);
  return reason;
}
