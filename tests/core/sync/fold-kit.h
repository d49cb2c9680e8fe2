/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/mado-record.h"

/* Makes commits of one record for the tests of the fold. */
typedef struct
{
  MadoRandom    *random;
  MadoSecretKey *key;
  MadoId         record;
  guint64        n;
} Kit;

void        kit_init     (Kit *self, guint64 seed);
void        kit_clear    (Kit *self);
/* A commit id that sorts by @n. */
MadoId      kit_id       (guint n);
/* @deps may be NULL; @changes as (path, GVariant*) pairs, NULL-ended;
 * the clock is @ms milliseconds. */
MadoCommit *kit_commit   (Kit *self, const MadoId *id, const char *section, gint64 ms,
                          const MadoId *deps, guint n_deps, ...) G_GNUC_NULL_TERMINATED;
MadoCommit *kit_commit_list (Kit *self, const MadoId *id, const char *section, gint64 ms,
                             const MadoId *deps, guint n_deps, GPtrArray *changes);
MadoRecord *kit_record   (Kit *self);
void        kit_apply    (MadoRecord *record, MadoCommit *commit);
/* Every shown value of @path, the shown one first: "b | a"; "" if none. */
char       *kit_show     (MadoRecord *record, const char *path);
void        kit_assert_same (MadoRecord *a, MadoRecord *b);

#define kit_assert_shows(record, path, text)          \
  G_STMT_START {                                      \
    g_autofree char *shows_ = kit_show (record, path); \
    g_assert_cmpstr (shows_, ==, text);               \
  } G_STMT_END

#define T(text) mado_value_text (text)
