/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/sqlite/mado-sqlite-city.h"

/* A city in a fresh folder, with devices that can write commits. */
typedef struct
{
  char          *dir;
  MadoClock     *clock;
  MadoRandom    *random;
  guint8         master[MADO_KEY_BYTES];
  MadoCityStore *store;
} TestCity;

typedef struct
{
  MadoId         id;
  MadoSecretKey *key;
  char          *staff;
  MadoId         ticket;
  guint64        n; /* last counter used */
} TestDevice;

#define TEST_CITY "042021"

TestCity   *test_city_new       (void);
void        test_city_open      (TestCity *city, gboolean restored);
void        test_city_close     (TestCity *city);
void        test_city_free      (TestCity *city);
/* Another city's folder, filled with a copy of this one's files. */
void        test_city_copy      (TestCity *city, const char *to);

/* Enrolled, with a ticket for @staff of @role at @scope. */
TestDevice *test_device_new     (TestCity *city, const char *scope, const char *staff, const char *role);
void        test_device_free    (TestDevice *device);

/* A signed commit; @pairs: path, value, …, NULL. "yes"/"no" become booleans. */
GBytes     *test_commit         (TestCity *city, TestDevice *device, const MadoId *record, const char *section,
                                 const MadoId *dep, ...) G_GNUC_NULL_TERMINATED;
MadoId      test_commit_id      (GBytes *bytes);
/* Appends one and returns the verdict. */
MadoVerdict test_append         (TestCity *city, GBytes *bytes, const char **reason);
void        test_remove_tree    (const char *path);
