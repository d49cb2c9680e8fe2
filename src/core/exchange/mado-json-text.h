/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes JSON so that numbers stay the digits they were and one value a line
 * can be read and compared by people. */
void  mado_json_put_text   (GString *out, const char *text);
/* Decimal text as a number; null if it is "". */
void  mado_json_put_number (GString *out, const char *decimal);
void  mado_json_put_int    (GString *out, gint64 number);
/* text, or null if it is "" or NULL */
void  mado_json_put_text_or_null (GString *out, const char *text);
/* Members of @object ("{…}", nullable) behind others: each with @lead before it. */
void  mado_json_put_members (GString *out, const char *object, const char *lead);

G_END_DECLS
