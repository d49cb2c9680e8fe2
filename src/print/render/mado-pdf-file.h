/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"
#include "print/render/mado-render-protocol.h"

G_BEGIN_DECLS

/**
 * MadoPdfFile:
 *
 * A foreign PDF, opened in a renderer of its own. Every call waits (up to
 * seconds), so it is for threads that may; the desktop uses MadoPdfReader.
 * After a page has broken the renderer, the next call starts another and opens
 * the document anew; the page that did it is refused from then on.
 */
typedef struct _MadoPdfFile MadoPdfFile;

typedef struct
{
  double  width;  /* points; 0: the page cannot be read */
  double  height;
  char   *label;  /* as the document counts, "iv"; "" if it does not */
} MadoPdfPage;

/* A part of a page as dots, rows from the top; 4 bytes a dot, as
 * CAIRO_FORMAT_RGB24 in the machine's own byte order. */
typedef struct
{
  const guint8 *dots;   /* borrowed until the next call */
  guint32       width;
  guint32       height;
  guint32       stride; /* bytes a row */
} MadoPdfPicture;

/* @password: (nullable). DENIED: the document asks for one, or this is not it:
 * the message says which. NOT_FOUND, INVALID (no PDF, empty, a folder …). */
MadoPdfFile *mado_pdf_file_open        (const char      *path,
                                        const char      *password,
                                        GError         **error);
void         mado_pdf_file_close       (MadoPdfFile     *self);
/* Gets ready for the next document: it then opens without a start. Waits. */
void         mado_pdf_file_prepare     (void);

guint        mado_pdf_file_get_n_pages (MadoPdfFile     *self);
/* MadoRenderGuards of its renderer. */
guint32      mado_pdf_file_get_guards  (MadoPdfFile     *self);
int          mado_pdf_file_get_pid     (MadoPdfFile     *self);

/* (array of MadoPdfPage), fewer than @count at the end. */
GArray      *mado_pdf_file_get_pages   (MadoPdfFile     *self,
                                        guint            first,
                                        guint            count,
                                        GError         **error);
/* @scale: dots a point; @turns: quarters, clockwise; @x…@height: the part of
 * the page, in dots of the turned page. */
gboolean     mado_pdf_file_draw        (MadoPdfFile     *self,
                                        guint            page,
                                        double           scale,
                                        guint            turns,
                                        int              x,
                                        int              y,
                                        guint            width,
                                        guint            height,
                                        MadoPdfPicture  *picture,
                                        GError         **error);
/* Gives back the memory of the last picture, whose dots are gone then. The next
 * one makes it anew: for when nothing is waiting. */
void         mado_pdf_file_rest        (MadoPdfFile     *self);
/* The page drawn anew as a PDF of its own (cairo's), points: what is seen of it
 * and nothing else. For backgrounds of forms; at most 6 MiB. */
GBytes      *mado_pdf_file_copy_page   (MadoPdfFile     *self,
                                        guint            page,
                                        double          *width,
                                        double          *height,
                                        GError         **error);
/* MadoPdfNotes; DAMAGED counts what was met so far. */
gboolean     mado_pdf_file_inspect     (MadoPdfFile     *self,
                                        guint32         *notes,
                                        GError         **error);
/* Sentences for people, translated, one for each note. */
GStrv        mado_pdf_notes_to_text    (guint32          notes);
/* The same for what the renderer is not held by; NULL: all is well. */
const char  *mado_render_guards_lacking (guint32         guards);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPdfFile, mado_pdf_file_close)

G_END_DECLS
