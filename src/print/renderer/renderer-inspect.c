/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/renderer/renderer.h"

#include <sys/mman.h>
#include <sys/stat.h>

/* Larger files are looked through only so far. */
#define MAX_LOOKED_AT (256 * 1024 * 1024)

/* Pages of an encrypted document whose links are asked one by one. */
#define MAX_PAGES_ASKED 50

static guint32
notes_of_file (Renderer *self)
{
  struct stat stat_buf;
  guint32 notes;
  gsize size;
  void *data;

  if (fstat (self->file, &stat_buf) != 0 || stat_buf.st_size <= 0)
    return MADO_PDF_NOTE_UNREAD;
  size = MIN ((gsize) stat_buf.st_size, MAX_LOOKED_AT);
  data = mmap (NULL, size, PROT_READ, MAP_PRIVATE, self->file, 0);
  if (data == MAP_FAILED)
    return MADO_PDF_NOTE_UNREAD;
  notes = renderer_notes_of_bytes (data, size, &self->encrypted);
  if (size < (gsize) stat_buf.st_size)
    notes |= MADO_PDF_NOTE_UNREAD;
  munmap (data, size);
  return notes;
}

static guint32
notes_of_links (PopplerPage *page)
{
  GList *links = poppler_page_get_link_mapping (page);
  guint32 notes = 0;

  for (GList *l = links; l != NULL; l = l->next)
    {
      PopplerLinkMapping *link = l->data;

      if (link->action != NULL && link->action->type == POPPLER_ACTION_LAUNCH)
        notes |= MADO_PDF_NOTE_LAUNCH;
      if (link->action != NULL && link->action->type == POPPLER_ACTION_JAVASCRIPT)
        notes |= MADO_PDF_NOTE_SCRIPT;
    }
  poppler_page_free_link_mapping (links);
  return notes;
}

/* The names inside of encrypted object streams are hidden from us, not from
 * poppler. */
static guint32
notes_of_document (Renderer *self)
{
  guint32 notes = poppler_document_has_javascript (self->document) ? MADO_PDF_NOTE_SCRIPT : 0;

  for (guint i = 0; i < MIN (self->n_pages, MAX_PAGES_ASKED); i++)
    {
      g_autoptr (PopplerPage) page = poppler_document_get_page (self->document, i);

      if (page != NULL)
        notes |= notes_of_links (page);
    }
  return notes;
}

/* {} → { notes } */
guint32
renderer_inspect (Renderer         *self,
                  MadoRenderReader *in,
                  GByteArray       *out)
{
  guint32 notes;

  if (!mado_render_reader_is_whole (in) || self->document == NULL)
    return MADO_RENDER_REASON_PROTOCOL;
  notes = notes_of_file (self);
  if (self->encrypted)
    notes |= notes_of_document (self);
  if (self->n_faults > 0)
    notes |= MADO_PDF_NOTE_DAMAGED;
  mado_render_put_u32 (out, notes);
  return 0;
}
