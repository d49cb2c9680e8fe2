/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MadoPdfLayout:
 *
 * Where the pages of a document lie on an endless sheet, for one zoom: pure
 * numbers, no widget. Units are dots. A page whose size nobody knows yet is
 * taken to be as large as the one before.
 */
typedef struct _MadoPdfLayout MadoPdfLayout;

typedef enum
{
  MADO_PDF_CONTINUOUS,
  MADO_PDF_SINGLE,  /* one page at a time */
  MADO_PDF_TWO_UP,  /* two beside each other, continuous */
} MadoPdfMode;

typedef enum
{
  MADO_PDF_FIT_NONE,
  MADO_PDF_FIT_WIDTH,
  MADO_PDF_FIT_PAGE,
} MadoPdfFit;

#define MADO_PDF_MIN_ZOOM 0.25
#define MADO_PDF_MAX_ZOOM 8.0

typedef struct
{
  int x, y, width, height;
} MadoPdfBox;

MadoPdfLayout *mado_pdf_layout_new          (guint                n_pages);
void           mado_pdf_layout_free         (MadoPdfLayout       *self);
/* Points. 0: the page cannot be read; it gets a place all the same. */
void           mado_pdf_layout_set_size     (MadoPdfLayout       *self,
                                             guint                page,
                                             double               width,
                                             double               height);
gboolean       mado_pdf_layout_knows        (const MadoPdfLayout *self,
                                             guint                page);
void           mado_pdf_layout_get_points   (const MadoPdfLayout *self,
                                             guint                page,
                                             double              *width,
                                             double              *height);

/* Makes all places anew. @dots_a_point at 100 %; @current: what is shown in
 * single mode, and what fitting goes by. Returns the zoom (given, or fitted). */
double         mado_pdf_layout_arrange      (MadoPdfLayout       *self,
                                             MadoPdfMode          mode,
                                             MadoPdfFit           fit,
                                             double               zoom,
                                             guint                turns,
                                             double               dots_a_point,
                                             guint                current,
                                             int                  view_width,
                                             int                  view_height);
void           mado_pdf_layout_get_extent   (const MadoPdfLayout *self,
                                             int                 *width,
                                             int                 *height);
/* FALSE: not on the sheet (another page, in single mode). */
gboolean       mado_pdf_layout_get_box      (const MadoPdfLayout *self,
                                             guint                page,
                                             MadoPdfBox          *box);
/* The first and last page that a strip of the sheet shows; FALSE: none. */
gboolean       mado_pdf_layout_find         (const MadoPdfLayout *self,
                                             int                  top,
                                             int                  bottom,
                                             guint               *first,
                                             guint               *last);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPdfLayout, mado_pdf_layout_free)

G_END_DECLS
