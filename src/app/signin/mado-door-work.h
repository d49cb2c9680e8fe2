/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "app/signin/mado-late-projector.h"
#include "core/store/mado-profile.h"

G_BEGIN_DECLS

/* The slow half of signing in: keys, passwords, journal and server, on a thread
 * of its own. For mado-door.c only. */

/* What travels to the worker thread and back. */
typedef struct
{
  MadoContext      *context;
  MadoProfile      *profile;
  MadoLateProjector *projector; /* borrowed from the door */
  char             *server;
  char             *code;
  char             *place;
  char             *scope;
  char             *city;
  char             *staff_id;
  char             *name;
  char             *password;
  MadoSecretKey    *here_key;   /* nullable; of the person who is signed in */
  MadoStore        *here_store; /* nullable; the open journal */

  MadoSecretKey    *device_key;
  MadoProfileStaff *staff;
  MadoStore        *store;
  char             *token;
} MadoDoorWork;

/* @profile is nullable; @projector stays the door's. */
MadoDoorWork *mado_door_work_new           (MadoContext             *context,
                                            MadoProfile             *profile,
                                            MadoLateProjector       *projector,
                                            const char              *staff,
                                            const char              *password);
void          mado_door_work_free          (MadoDoorWork            *work);

/* Of a task whose data is a MadoDoorWork: return TRUE or the error of the door's
 * function of the same name; add_colleague returns the colleague's name. */
void          mado_door_work_unlock        (GTask                   *task,
                                            gpointer                 source,
                                            gpointer                 data,
                                            GCancellable            *cancellable);
void          mado_door_work_add_colleague (GTask                   *task,
                                            gpointer                 source,
                                            gpointer                 data,
                                            GCancellable            *cancellable);
void          mado_door_work_enrol         (GTask                   *task,
                                            gpointer                 source,
                                            gpointer                 data,
                                            GCancellable            *cancellable);
void          mado_door_work_set_up_alone  (GTask                   *task,
                                            gpointer                 source,
                                            gpointer                 data,
                                            GCancellable            *cancellable);
void          mado_door_work_ask_server    (GTask                   *task,
                                            gpointer                 source,
                                            gpointer                 data,
                                            GCancellable            *cancellable);

/* Whether this place has a server. */
gboolean      mado_door_work_asks_server   (MadoDoorWork            *work);
/* Opens the journal with the device key of @work. */
gboolean      mado_door_work_open_journal  (MadoDoorWork            *work,
                                            GError                 **error);
/* Borrows from @facts and @staff. */
void          mado_door_work_fill_identity (MadoIdentity            *identity,
                                            const MadoProfileFacts  *facts,
                                            const MadoProfileStaff  *staff);

G_END_DECLS
