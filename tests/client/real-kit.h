/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "case-maker.h"
#include "client/mado-client.h"
#include "client/mado-enrol.h"
#include "core/store/mado-city-store.h"
#include "core/store/sqlite/mado-sqlite-store.h"

G_BEGIN_DECLS

/* The built server as a process of its own, with the demo city, in a folder of its own. */
typedef struct
{
  char        *dir;
  GSubprocess *process; /* NULL while it does not run */
  guint16      port;
  char        *url;
  char        *code;
  GHashTable  *passwords; /* staff id → password */
} City;

City      *town_new       (void);
void       town_start     (City *self, gboolean restored);
/* The two halves of starting; between them it may be killed. */
void       town_launch    (City *self, gboolean restored);
void       town_wait      (City *self);
void       town_kill      (City *self); /* SIGKILL */
void       town_stop      (City *self); /* SIGTERM */
void       town_free      (City *self);
/* Puts the data aside, and back. The server must not run. */
void       town_copy      (City *self, const char *name);
void       town_put_back  (City *self, const char *name);

/* The city's journal itself. The server must not run. */
MadoCityStore *town_open  (City *self);
/* What a supervisor decides when a record's time is over. Restarts the server. */
void       town_purge     (City *self, const MadoId *record);

/* A computer at a desk with its journal. */
typedef struct
{
  City             *city;
  char             *dir;
  char             *staff;
  MadoClock        *clock;
  MadoRandom       *random;
  MadoSecretKey    *key;
  MadoProfileFacts  facts;
  guint8            shared[MADO_KEY_BYTES];
  MadoId            ticket;
  GBytes           *proof; /* of the ticket */
  char             *token;
  MadoStore        *store;
  MadoTransport    *transport; /* through the observer */
} Seat;

/* Enrolled and signed in as "<desk>-1". @skew_ms: the computer's clock is off by that much. */
Seat      *seat_new       (City *city, const char *desk, guint64 seed, gint64 skew_ms);
void       seat_open      (Seat *self);
void       seat_close     (Seat *self);
void       seat_sign_in   (Seat *self);
void       seat_free      (Seat *self);
/* Hands in and pulls over @transport (NULL: the plain one). */
gboolean   seat_try_turn  (Seat *self, MadoTransport *transport, guint *n_refused, guint *n_stored, GError **error);
guint      seat_turn      (Seat *self); /* must work; commits that were new */

void       seat_write     (Seat *self, MadoEdit *edit);
/* A case of this desk whose sections shared and addr are read here; returns its id. */
void       seat_new_case  (Seat *self, guint number, MadoId *record);
void       seat_set_text  (Seat *self, const MadoId *record, const char *section, const char *path, const char *text);
void       seat_set_route (Seat *self, const MadoId *record, const char *section, const char *scope, gboolean on);
MadoRecord *seat_load     (Seat *self, const MadoId *record); /* NULL: there is nothing to see */
guint      seat_count     (Seat *self, const MadoId *record); /* commits of it to see */
void       seat_check_equal (Seat *a, Seat *b, const MadoId *record, const char *section);

G_END_DECLS
