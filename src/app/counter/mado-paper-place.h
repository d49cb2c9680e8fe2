/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"
#include "core/form/mado-provider.h"
#include "device/ocr/mado-paper.h"

G_BEGIN_DECLS

/* Where what stands on a paper goes in the case at the counter. */

/* Puts the values into @provider. Returns for each person of the paper the line of
 * the household (char*, NULL: nobody); lines that had to be made for it are added
 * to @made. */
GPtrArray            *mado_paper_place            (MadoCounter       *self,
                                                   MadoPaper         *paper,
                                                   GPtrArray         *made,
                                                   MadoFixedProvider *provider);
/* Which field of the paper the value at @path came from; NULL: none that is known.
 * @eids: from mado_paper_place(). */
const MadoPaperField *mado_paper_place_source     (MadoPack          *pack,
                                                   MadoPaper         *paper,
                                                   GPtrArray         *eids,
                                                   const char        *path);
/* A card whose day has passed. */
gboolean              mado_paper_place_is_expired (MadoCounter       *self,
                                                   MadoPaper         *paper);

G_END_DECLS
