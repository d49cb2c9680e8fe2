/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "case-maker.h"
#include "core/store/sqlite/mado-sqlite-store.h"

G_BEGIN_DECLS

/* A device with its journal in a folder of its own. Another implementation of
 * MadoStore runs through the same tests with another kit_open(). */
typedef struct
{
  char          *dir;
  char          *path;
  const char    *vfs;
  guint          project_version;
  MadoClock     *clock;
  MadoRandom    *random;
  MadoSecretKey *key;
  MadoIdentity   identity;
  MadoStore     *store; /* NULL while closed */
} Desk;

#define KIT_DAY_MS G_GINT64_CONSTANT (1779235200000) /* 2026-05-20 00:00 UTC */

Desk      *kit_desk_new      (guint number, const char *scope);
void       kit_desk_free     (Desk *self);
MadoStore *kit_try_open      (Desk *self, GError **error);
void       kit_open          (Desk *self);
void       kit_close         (Desk *self);
/* Each knows the other's signature, and both persons may see both scopes. */
void       kit_introduce     (Desk *a, Desk *b);
/* Hands all commits and keys of @from that wait to @to, as the feed would. */
void       kit_carry         (Desk *from, Desk *to);

/* A new case with one person's name; returns its id. */
void       kit_write_case    (Desk *self, guint number, MadoId *record);
/* Writes one value on the heads of the stored record. */
void       kit_write_text    (Desk *self, const MadoId *record, const char *path, const char *text);
char      *kit_read_text     (Desk *self, const MadoId *record, const char *path);
void       kit_digest        (Desk *self, const MadoId *record, guint8 digest[MADO_DIGEST_BYTES]);
GPtrArray *kit_files         (Desk *self); /* names in the folder */
char      *kit_find_file     (Desk *self, const char *part); /* path, or NULL */

G_END_DECLS
