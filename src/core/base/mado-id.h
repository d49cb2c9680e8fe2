/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-clock.h"
#include "core/base/mado-random.h"

G_BEGIN_DECLS

/**
 * MadoId:
 *
 * 16 bytes that name a commit, record, device, key or person line. New ones
 * are UUIDv7 (RFC 9562, 5.7): they sort by time of making. Derived ones are
 * UUIDv8 (RFC 9562, 5.8) from a natural key, so that two desks that add the
 * same thing add one.
 */
typedef struct
{
  guint8 b[16];
} MadoId;

#define MADO_ID_STRING_LENGTH 36

void     mado_id_generate  (MadoId      *id,
                            MadoClock   *clock,
                            MadoRandom  *random);
void     mado_id_derive    (MadoId      *id,
                            const char  *domain,
                            const void  *data,
                            gsize        length);
gboolean mado_id_parse     (const char  *text,
                            MadoId      *id);
char    *mado_id_to_string (const MadoId *id);

guint    mado_id_hash      (gconstpointer id);
gboolean mado_id_equal     (gconstpointer a,
                            gconstpointer b);
int      mado_id_compare   (gconstpointer a,
                            gconstpointer b);
gboolean mado_id_is_null   (const MadoId *id);
MadoId  *mado_id_copy      (const MadoId *id);

G_END_DECLS
