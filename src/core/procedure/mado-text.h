/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MadoText:
 *
 * A text for people from the city pack: written there as a string (Japanese)
 * or as an object by language tag. Owned by the pack, never changed.
 */
typedef struct _MadoText MadoText;

/* The text in @language (a tag such as "en" or "zh-Hant"), else in its main
 * language, else in Japanese; NULL asks for Japanese. Never NULL: a missing
 * text is "". */
const char *mado_text_get (const MadoText *self,
                           const char     *language);

/* A text outside any pack, in Japanese only: for layouts made by the program
 * and for tests. Free with g_free(). */
MadoText *mado_text_new (const char *japanese);

G_END_DECLS
