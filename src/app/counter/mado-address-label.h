/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/procedure/mado-pack.h"

G_BEGIN_DECLS

/**
 * mado_address_label_split:
 * @field: a field of the pack
 * @of: (out) (nullable) (transfer full): whose address, "新しい住所"
 * @part: (out) (nullable) (transfer full): which part of it, "郵便番号"
 *
 * Under the heading 新しい住所 its parts need not say so again. TRUE for a part
 * of an address whose label is made of both; else nothing is set.
 */
gboolean mado_address_label_split (const MadoField  *field,
                                   char            **of,
                                   char            **part);

G_END_DECLS
