/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-clock.h"

G_BEGIN_DECLS

/**
 * MadoConnection:
 *
 * The state of the link as a person sees it: 送信済み, 未送信 n,
 * つながっていません 10:42から. The client's session feeds it; the title bar
 * shows it. It knows nothing of HTTP.
 */
typedef enum
{
  MADO_LINK_NONE,    /* this place works without a server */
  MADO_LINK_OFFLINE, /* cannot be reached since … */
  MADO_LINK_SENDING, /* reached; something is on its way */
  MADO_LINK_ONLINE,  /* reached; all is sent */
  MADO_LINK_SIGN_IN, /* the server wants this person's password first */
} MadoLink;

#define MADO_TYPE_CONNECTION (mado_connection_get_type ())
G_DECLARE_FINAL_TYPE (MadoConnection, mado_connection, MADO, CONNECTION, GObject)

MadoConnection *mado_connection_new               (MadoClock      *clock);

/* "state": notified when any of these is different. */
void            mado_connection_set_link          (MadoConnection *self,
                                                   MadoLink        link);
MadoLink        mado_connection_get_link          (MadoConnection *self);
void            mado_connection_set_n_unsent      (MadoConnection *self,
                                                   guint           n_unsent);
guint           mado_connection_get_n_unsent      (MadoConnection *self);
/* Commits that the server keeps but does not count; a person must look. */
void            mado_connection_set_n_refused     (MadoConnection *self,
                                                   guint           n_refused);
guint           mado_connection_get_n_refused     (MadoConnection *self);

/* "送信済み", "未送信 3", "つながっていません 10:42から（未送信 3）" */
char           *mado_connection_describe          (MadoConnection *self);
/* A sentence when the clock is off by more than two minutes, else NULL. */
char           *mado_connection_describe_clock    (MadoConnection *self);

G_END_DECLS
