/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "device/card/mado-card-data.h"

G_BEGIN_DECLS

/*
 * Contents of card files into MadoCardData: pure functions over bytes. Each
 * takes all fields it names or none: with FALSE nothing of @data has changed.
 * A field twice, a needed one missing or empty, a date that does not exist and
 * text that is no text are all FALSE. Layouts: specifications of the cards as
 * the headings say; what real cards were seen to hold decides between them.
 */

/* Individual Number Card, text application, EF 0002: template FF20 with DF22
 * name, DF23 address, DF24 birth, DF25 sex. The offset table DF21 is not
 * trusted. Bytes behind the template are filler. */
gboolean mado_card_parse_attrs            (const guint8 *bytes,
                                           gsize         n,
                                           MadoCardData *data);
/* EF 0001: FF10, 12 digits with a right check digit. */
gboolean mado_card_parse_number           (const guint8 *bytes,
                                           gsize         n,
                                           MadoCardData *data);
/* Common application, record 1: 01 1C, serial, municipality, expiry. */
gboolean mado_card_parse_common           (const guint8 *bytes,
                                           gsize         n,
                                           MadoCardData *data);

/* Driving licence (運転免許証及び運転免許証作成システム等仕様書).
 * MF/2F01: version of the specification, dates. Fills expiry. */
gboolean mado_card_parse_licence_common   (const guint8 *bytes,
                                           gsize         n,
                                           MadoCardData *data);
/* MF/000A and 001A of the Individual Number Card's licence: one byte under
 * @tag (05 or C1) says whether there is a PIN. */
gboolean mado_card_parse_pin_set          (const guint8 *bytes,
                                           gsize         n,
                                           guint         tag,
                                           gboolean     *set);
/* DF1/0001 and DF1/0004 together: the last change of name and of address
 * replaces what was printed first. Fills name, address, birth, expiry, number. */
gboolean mado_card_parse_licence          (const guint8 *entries,
                                           gsize         n_entries,
                                           const guint8 *changes,
                                           gsize         n_changes,
                                           MadoCardData *data);
/* DF1/0002 and DF1/0006. */
gboolean mado_card_parse_licence_domicile (const guint8 *entries,
                                           gsize         n_entries,
                                           const guint8 *changes,
                                           gsize         n_changes,
                                           MadoCardData *data);
/* 001B of the licence on the Individual Number Card: C2, C3, then C5 expiry.
 * Objects behind are not described publicly and not looked at. */
gboolean mado_card_parse_dl               (const guint8 *bytes,
                                           gsize         n,
                                           MadoCardData *data);

/* Residence card (在留カード等仕様書 1.5), DF2/0001: D2 day of the entry, D3
 * municipality, D4 address. */
gboolean mado_card_parse_residence        (const guint8 *bytes,
                                           gsize         n,
                                           MadoCardData *data);

G_END_DECLS
