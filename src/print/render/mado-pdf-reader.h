/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "print/render/mado-pdf-contents.h"

G_BEGIN_DECLS

/**
 * MadoPdfReader:
 *
 * A foreign PDF for a program with a main loop: a thread of its own waits for
 * the renderer. What is asked is answered in the order of its priority (lower
 * first), within one priority in the order of asking. What is cancelled before
 * its turn costs nothing. A second thread with a renderer of its own searches,
 * so that pages appear meanwhile.
 */
#define MADO_TYPE_PDF_READER (mado_pdf_reader_get_type ())
G_DECLARE_FINAL_TYPE (MadoPdfReader, mado_pdf_reader, MADO, PDF_READER, GObject)

typedef enum
{
  MADO_PDF_NOW = 0,    /* on the screen */
  MADO_PDF_SOON = 10,  /* about to be */
  MADO_PDF_LATER = 20, /* thumbnails, signatures */
} MadoPdfPriority;

/* On the thread. NULL with an error, or a result. */
typedef gpointer (*MadoPdfQuestion) (MadoPdfFile *file, gpointer data, GError **error);

/* Errors of opening: MadoPdfFile's. DENIED: ask for the password and open
 * again. */
void           mado_pdf_reader_open_async  (const char           *path,
                                            const char           *password,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              data);
MadoPdfReader *mado_pdf_reader_open_finish (GAsyncResult         *result,
                                            GError              **error);

/* Gets ready for the next document, on a thread. */
void           mado_pdf_reader_prepare     (void);

guint          mado_pdf_reader_get_n_pages (MadoPdfReader        *self);
const char    *mado_pdf_reader_get_path    (MadoPdfReader        *self);
guint32        mado_pdf_reader_get_guards  (MadoPdfReader        *self);

/**
 * mado_pdf_reader_ask_async:
 * @question: what to do with the file, on the thread
 * @ask_data: for @question; freed with @ask_free
 * @result_free: frees a result that nobody fetches
 */
void           mado_pdf_reader_ask_async   (MadoPdfReader        *self,
                                            MadoPdfPriority       priority,
                                            MadoPdfQuestion       question,
                                            gpointer              ask_data,
                                            GDestroyNotify        ask_free,
                                            GDestroyNotify        result_free,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              data);
gpointer       mado_pdf_reader_ask_finish  (MadoPdfReader        *self,
                                            GAsyncResult         *result,
                                            GError              **error);

/* A part of a page, as mado_pdf_file_draw(); 4 bytes a dot, rows without
 * gaps. */
void           mado_pdf_reader_draw_async  (MadoPdfReader        *self,
                                            MadoPdfPriority       priority,
                                            guint                 page,
                                            double                scale,
                                            guint                 turns,
                                            int                   x,
                                            int                   y,
                                            guint                 width,
                                            guint                 height,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              data);
/* @took: how long the drawing took, without waiting for its turn, µs */
GBytes        *mado_pdf_reader_draw_finish (MadoPdfReader        *self,
                                            GAsyncResult         *result,
                                            gint64               *took,
                                            GError              **error);

/* Called on the main thread with hits in the order of the pages, as they are
 * found; @hits is borrowed. @done: pages looked through so far. */
typedef void (*MadoPdfFound) (GArray *hits, guint done, gpointer data);

/* Searches the whole document; finish says TRUE when all was looked through. */
void           mado_pdf_reader_search_async  (MadoPdfReader       *self,
                                              const char          *text,
                                              MadoPdfFound         found,
                                              gpointer             found_data,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             data);
gboolean       mado_pdf_reader_search_finish (MadoPdfReader       *self,
                                              GAsyncResult        *result,
                                              GError             **error);

G_END_DECLS
