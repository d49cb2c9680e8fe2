/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/certificate/mado-pdf-tiles.h"
#include "app/certificate/mado-pdf-view.h"

G_BEGIN_DECLS

/* What is known of a page besides its looks. */
typedef struct
{
  MadoPdfText *text;   /* nullable */
  GArray      *links;  /* MadoPdfLink; nullable */
  GArray      *fields; /* MadoPdfField; nullable */
} MadoPdfPageInfo;

struct _MadoPdfView
{
  GtkWidget            parent_instance;

  /* Owned */
  MadoPdfReader       *reader;  /* nullable */
  MadoPdfLayout       *layout;  /* nullable */
  MadoPdfTiles        *tiles;   /* nullable */
  GtkAdjustment       *adjustments[GTK_ORIENTATION_VERTICAL + 1];
  GtkScrollablePolicy  policies[GTK_ORIENTATION_VERTICAL + 1];
  GHashTable          *infos;   /* page → MadoPdfPageInfo* (NULL while asked for) */
  GArray              *hits;    /* MadoPdfHit; nullable */
  GCancellable        *cancel;  /* of everything asked about this document */

  int                  current_hit;
  guint                page;
  double               zoom;
  double               pinch_from;
  MadoPdfFit           fit;
  MadoPdfMode          mode;
  guint                turns;
  guint                moved_id;
  guint                arrange_id;

  /* Selection: characters of one page; from == to: none. */
  guint                select_page;
  glong                select_from;
  glong                select_to;
  /* Or a part of select_page as a picture. */
  gboolean             has_area;
  MadoPdfArea          area;
  double               area_x;      /* where the drag began */
  double               area_y;
  gboolean             drags_area;
};

/* mado-pdf-view.c */
void              mado_pdf_view_arrange       (MadoPdfView         *self);
/* Tells listeners, soon. */
void              mado_pdf_view_moved         (MadoPdfView         *self);
/* The page under a point of the widget, and the point in points of the page
 * before it was turned. */
gboolean          mado_pdf_view_find_point    (MadoPdfView         *self,
                                               double               x,
                                               double               y,
                                               guint               *page,
                                               double              *page_x,
                                               double              *page_y);

/* Value of the adjustment; size of the widget; dots a point. */
double            mado_pdf_view_get_value     (MadoPdfView         *self,
                                               GtkOrientation       orientation);
void              mado_pdf_view_set_value     (MadoPdfView         *self,
                                               GtkOrientation       orientation,
                                               double               value);
int               mado_pdf_view_get_extent    (MadoPdfView         *self,
                                               GtkOrientation       orientation);
double            mado_pdf_view_get_scale     (MadoPdfView         *self);
/* The other way round than find_point: a place of the page as dots of its box. */
graphene_rect_t   mado_pdf_view_area_to_box   (MadoPdfView         *self,
                                               const MadoPdfArea   *area,
                                               const MadoPdfBox    *box);
/* Asks for the sizes of pages that are not known yet. */
void              mado_pdf_view_need_sizes    (MadoPdfView         *self,
                                               guint                around);

/* mado-pdf-view-draw.c */
void              mado_pdf_view_snapshot      (GtkWidget           *widget,
                                               GtkSnapshot         *snapshot);

/* mado-pdf-view-pointer.c */
void              mado_pdf_view_watch_pointer (MadoPdfView         *self);
/* Known, or asked for and NULL for now. */
MadoPdfPageInfo  *mado_pdf_view_get_info      (MadoPdfView         *self,
                                               guint                page);
void              mado_pdf_page_info_free     (MadoPdfPageInfo     *info);

G_END_DECLS
