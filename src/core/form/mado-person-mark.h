/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A person, as one search term: a short digest of folded name and birth date,
 * written in private-use characters, which no name holds and nobody types. It
 * stands in the sealed search text of a case beside the names, so that "is
 * this person in another case?" is one search like any other and no birth date
 * can be searched for.
 *
 * Two kinds: "is in this case", and "is in this case with need of care". The
 * second tells neither why, nor anything that the first does not without the
 * person's name and birth date at hand.
 */
typedef enum
{
  MADO_PERSON_MARK_HERE,
  MADO_PERSON_MARK_CARE,
} MadoPersonMarkKind;

/* @name: written or kana, in the case's form; width, kana kind, variant kanji
 * and spaces do not matter. NULL if name or birth date is empty. */
char *mado_person_mark (MadoPersonMarkKind  kind,
                        const char         *name,
                        const char         *birth_date);

G_END_DECLS
