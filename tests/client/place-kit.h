/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "real-kit.h"
#include "scripted-transport.h"

G_BEGIN_DECLS

/* A seat whose client runs on its own thread, as at a desktop, and waiting for what it does. */
typedef struct
{
  Seat              *seat;
  MadoClient        *client;
  ScriptedTransport *line; /* NULL unless wrapped */
  MadoClientState    wanted;
  MadoId             record;
  guint              n_commits;
} Place;

void     place_start          (Place *self, Seat *seat, gboolean wrapped);
void     place_stop           (Place *self);

/* Runs the main loop; the test fails if it takes far too long. */
void     wait_until           (gboolean (*is_so) (gpointer data), gpointer data);
void     wait_for_state       (Place *self, MadoClientState state);
/* Conditions, of a Place: */
gboolean place_is_all_sent    (gpointer self);
gboolean place_has_record     (gpointer self); /* n_commits of record are here to see */

/* A case of this desk that the second desk of the tests reads too. */
void     new_shared_case      (Seat *seat, guint number, MadoId *record);

G_END_DECLS
