/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-provider.h"

G_BEGIN_DECLS

/* --- postal code ⇄ town --------------------------------------------------------- */

#define MADO_POSTAL_MAX 9 /* lines that a number key picks */

/* Towns for what is typed: a postal code or its beginning (from 3 digits), or
 * the beginning of the town's kana or name. const MadoTown*, own city first
 * (container). */
GPtrArray      *mado_postal_find  (MadoPack   *pack,
                                   const char *typed);
/* The line with number @key (1-9), or NULL. */
const MadoTown *mado_postal_pick  (GPtrArray  *towns,
                                   guint       key);
/* The postal code of the town written in an address; NULL if none or several. */
const char     *mado_postal_code_of (MadoPack   *pack,
                                     const char *municipality,
                                     const char *town);
/* Changes that write @town below the address @prefix ("new." …): postal_code,
 * prefecture, municipality, town, town_id, as far as the pack has such fields.
 * MadoChange* (full). */
GPtrArray      *mado_postal_fill  (MadoPack       *pack,
                                   const char     *prefix,
                                   const MadoTown *town,
                                   const char     *procedure,
                                   const char     *eid);

/* Proposes the parts of an address from a postal code that names one town, and
 * the postal code from a town. */
#define MADO_TYPE_POSTAL_PROVIDER (mado_postal_provider_get_type ())
G_DECLARE_FINAL_TYPE (MadoPostalProvider, mado_postal_provider, MADO, POSTAL_PROVIDER, GObject)

MadoPostalProvider *mado_postal_provider_new (MadoPack *pack);

G_END_DECLS
