/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/crypto/mado-crypto.h"

G_BEGIN_DECLS

/* The few things a session needs of JSON. Missing or mistyped members give
 * NULL, 0 or FALSE; nothing of a foreign answer is trusted to be there. */
JsonObject *mado_json_parse     (GBytes      *bytes,
                                 GError     **error); /* an object, or DAMAGED */
const char *mado_json_get_text  (JsonObject  *object,
                                 const char  *name);
gint64      mado_json_get_int   (JsonObject  *object,
                                 const char  *name);
JsonObject *mado_json_get_object(JsonObject  *object,
                                 const char  *name); /* borrowed */
JsonArray  *mado_json_get_array (JsonObject  *object,
                                 const char  *name); /* borrowed */
char      **mado_json_get_texts (JsonObject  *object,
                                 const char  *name); /* never NULL */
gboolean    mado_json_get_id    (JsonObject  *object,
                                 const char  *name,
                                 MadoId      *id);
/* base64url without padding, exactly @length bytes. */
gboolean    mado_json_get_bytes (JsonObject  *object,
                                 const char  *name,
                                 void        *out,
                                 gsize        length);
/* base64url without padding, at most @max bytes; NULL if it is not that. */
GBytes     *mado_json_dup_bytes (JsonObject  *object,
                                 const char  *name,
                                 gsize        max);
char       *mado_base64url      (const void  *data,
                                 gsize        length);
GBytes     *mado_json_finish    (JsonBuilder *builder);

G_END_DECLS
