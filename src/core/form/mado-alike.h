/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-value.h"
#include "core/procedure/mado-pack.h"

G_BEGIN_DECLS

/*
 * Do two texts say the same? A card, a paper, a slip and a clerk write one
 * name and one address in many ways: full or half width, with a space or
 * without, "１丁目２番３号" or "一丁目2-3". What only looks different is not
 * pointed out as a difference. This is for pointing out and for nothing else:
 * no value is ever changed for it.
 */
typedef enum
{
  MADO_ALIKE_SAME,              /* the same once width, spaces, dashes and numerals are aside */
  MADO_ALIKE_WRITTEN_OTHERWISE, /* old and new kanji (髙 高), variants, kana of the other kind */
  MADO_ALIKE_DIFFERENT,
} MadoAlike;

/* Names and other texts: spaces (between family and given name too), width,
 * case and kinds of dash do not count. */
MadoAlike mado_alike_text    (const char      *a,
                              const char      *b);
/* The same, and 丁目, 番地, 番, 号, の between numbers are dashes, and kanji
 * numerals are numbers. "1-23" and "12-3" stay different. */
MadoAlike mado_alike_address (const char      *a,
                              const char      *b);
/* By the type of the field. Values are canonical: a date typed as 昭和60年4月1日
 * and one read as 19850401 are equal already. */
MadoAlike mado_alike_values  (const MadoField *field,
                              GVariant        *a,
                              GVariant        *b);

/* Is @field a part of an address: "old.town"? @prefix (nullable, out, full): "old." */
gboolean  mado_alike_is_address (const MadoField *field,
                                 char           **prefix);

G_END_DECLS
