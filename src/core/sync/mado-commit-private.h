/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/mado-commit.h"

G_BEGIN_DECLS

/* Names of the layout in PROTOCOL.md, "Commit"; shared by the writing and the
 * reading side only. Key numbers are never reused. */
#define MADO_COMMIT_DOMAIN       "mado-commit-1"
#define MADO_COMMIT_SEAL_DOMAIN  "mado-commit-seal-1"
#define MADO_COMMIT_VERSION      1
#define MADO_COMMIT_MAX_TOKEN    31
#define MADO_COMMIT_MAX_ACTOR    64
#define MADO_COMMIT_MAX_PATH     512

typedef enum
{
  MADO_COMMIT_KEY_CITY    = 0,
  MADO_COMMIT_KEY_VERSION = 1,
  MADO_COMMIT_KEY_ID      = 2,
  MADO_COMMIT_KEY_DEVICE  = 3,
  MADO_COMMIT_KEY_N       = 4,
  MADO_COMMIT_KEY_ACTOR   = 5,
  MADO_COMMIT_KEY_TICKET  = 6,
  MADO_COMMIT_KEY_CLOCK   = 7,
  MADO_COMMIT_KEY_WALL    = 8,
  MADO_COMMIT_KEY_KIND    = 9,
  MADO_COMMIT_KEY_RECORD  = 10,
  MADO_COMMIT_KEY_SECTION = 11,
  MADO_COMMIT_KEY_DEPS    = 12,
  MADO_COMMIT_KEY_PURPOSE = 13,
  MADO_COMMIT_KEY_OPEN    = 14,
  MADO_COMMIT_KEY_KEY_ID  = 15,
  MADO_COMMIT_KEY_SEALED  = 16,
} MadoCommitKey;

gboolean   mado_commit_token_is_valid (const char           *text,
                                       gsize                 length,
                                       gsize                 max);
gboolean   mado_commit_city_is_valid  (const char           *text,
                                       gsize                 length);
/* The extra data of the sealed part. */
GByteArray *mado_commit_seal_extra    (const MadoId         *id,
                                       const MadoId         *record,
                                       const char           *section);
/* Reads [path, value, source]… into @out; @sealed marks them. */
void       mado_commit_read_changes   (MadoCborReader       *reader,
                                       gboolean              sealed,
                                       GPtrArray            *out);

G_END_DECLS
