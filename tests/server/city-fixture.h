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
MadoId      test_city_id        (TestCity *city);
/* A page of a scope's feed, which must be readable, and an entry that must be there. */
MadoCityPage  *test_city_feed   (TestCity *city, const char *scope, guint64 since);
MadoCityEntry *test_city_entry  (MadoCityPage *page, guint at);
void        test_remove_tree    (const char *path);

#define assert_verdict(city, bytes, expected, expected_reason) \
  G_STMT_START { \
    const char *reason_; \
    g_assert_cmpint (test_append (city, bytes, &reason_), ==, expected); \
    g_assert_cmpstr (reason_, ==, expected_reason); \
  } G_STMT_END
