/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/sqlite/mado-sqlite-store.h"

G_BEGIN_DECLS

/* A device with a journal, for benches. */
typedef struct
{
  char          *dir;
  gboolean       temporary;
  MadoClock     *clock;
  MadoRandom    *random;
  MadoSecretKey *key;
  MadoIdentity   identity;
  MadoStore     *store;
} Profile;

Profile    *profile_new           (const char *dir, guint number, const char *scope);
Profile    *profile_new_temporary (guint number, const char *scope);
void        profile_open          (Profile *self);
void        profile_close         (Profile *self);
void        profile_free          (Profile *self);
void        profile_write_case    (Profile *self, guint number, MadoId *record);
GPtrArray  *profile_write         (Profile *self, MadoEdit *edit);
/* @n cases, many writes waiting at a time. */
void        profile_fill          (Profile *self, guint n);
/* A new record's key, and commits to that record that are not stored here. */
void        profile_make_key      (Profile *self, MadoDataKey *key);
MadoCommit *profile_sign          (Profile *self, guint64 n, const MadoDataKey *key, gsize length);

G_END_DECLS
