/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoHandoverPage:
 *
 * 交付前確認 against 誤交付: the request at the left, a line each to tick; the
 * certificate's PDF at the right. What differs in its text is pointed out. When
 * all is ticked, the hand-over is written into the case: what, how many, to whom.
 */
#define MADO_TYPE_HANDOVER_PAGE (mado_handover_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoHandoverPage, mado_handover_page, MADO, HANDOVER_PAGE, GtkWidget)

/* The procedure of this case whose certificate can be compared; NULL: none. */
const MadoProcedure *mado_handover_find_procedure (MadoCounter         *counter);
/* Floating. @procedure: of mado_handover_find_procedure(). */
MadoPage            *mado_handover_page_new       (MadoCounter         *counter,
                                                   const MadoProcedure *procedure);
void                 mado_handover_page_open      (MadoHandoverPage    *self,
                                                   GFile               *file);

G_END_DECLS
