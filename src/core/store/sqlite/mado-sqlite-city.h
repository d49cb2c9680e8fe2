/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-city-store.h"

G_BEGIN_DECLS

#define MADO_TYPE_SQLITE_CITY (mado_sqlite_city_get_type ())
G_DECLARE_FINAL_TYPE (MadoSqliteCity, mado_sqlite_city, MADO, SQLITE_CITY, MadoCityStore)

/* How mado_sqlite_city_open() opens; borrowed for the call. */
typedef struct
{
  const char   *data_dir;  /* holds city.db; made if it is not there */
  const char   *key_dir;   /* holds keys.db; kept and backed up apart; NULL: data_dir */
  const char   *city;      /* 6-digit code; NULL: the one in the file */
  const guint8 *master;    /* 32 bytes; everything in keys.db is sealed with it */
  MadoClock    *clock;
  MadoRandom   *random;
  const char   *vfs;       /* for tests; NULL: the system's */
  gboolean      restored;  /* the files come from a copy: take a new epoch */
} MadoSqliteCityOptions;

/* Opens or makes the city's files. One process at a time: BUSY otherwise.
 * Replays purges that the key database knows and this copy does not; takes a
 * new epoch if the journal is older than its side file says. */
MadoCityStore *mado_sqlite_city_open (const MadoSqliteCityOptions *options, GError **error);

G_END_DECLS
