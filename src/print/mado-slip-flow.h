/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-slip-sheet.h"
#include "print/mado-text-block.h"

G_BEGIN_DECLS

/*
 * The body of the 手続き一覧, set in rows that flow over pages: for each
 * window a heading and its procedures, then the way back and the referrals.
 * A4 and receipts differ in nothing but these lengths (mm); a receipt is one
 * page without an end.
 */
typedef struct
{
  double   left;
  double   width;
  double   top;         /* of the body on the first page */
  double   next_top;    /* on the others */
  double   bottom;      /* G_MAXDOUBLE: one endless page */
  gboolean framed;      /* number in a column of its own, beside the procedures */
  double   number_width;
  double   number_size;
  double   desk_size;
  double   title_size;
  double   detail_size;
  double   return_size;
  double   tick;        /* side of the tick box */
  gboolean tick_word;   /* 済 beside it */
  double   pad;         /* inside a frame */
  double   gap;         /* between windows */
} MadoSlipMetrics;

typedef struct _MadoSlipFlow MadoSlipFlow;

MadoSlipFlow *mado_slip_flow_new        (cairo_t               *cr,
                                         const MadoSlipSheet   *sheet,
                                         const MadoSlipMetrics *metrics);
void          mado_slip_flow_free       (MadoSlipFlow          *self);
int           mado_slip_flow_get_pages  (const MadoSlipFlow    *self);
/* Foot of the last row on the last page. */
double        mado_slip_flow_get_end    (const MadoSlipFlow    *self);
void          mado_slip_flow_draw_page  (const MadoSlipFlow    *self,
                                         cairo_t               *cr,
                                         int                    page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoSlipFlow, mado_slip_flow_free)

G_END_DECLS
