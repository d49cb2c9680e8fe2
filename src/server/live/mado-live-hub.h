/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-city-store.h"
#include "server/mado-http.h"

G_BEGIN_DECLS

/**
 * MadoLiveHub:
 *
 * The open lines of all desktops: hints that a feed grew, who has which
 * record open, consultation signalling. Nothing here is kept; main context
 * only, except mado_live_hub_announce().
 */
typedef struct _MadoLiveHub MadoLiveHub;

MadoLiveHub *mado_live_hub_new      (MadoCityStore *store, MadoClock *clock);
void         mado_live_hub_free     (MadoLiveHub *self);
/* @ticket and @name say who it is; copied. */
void         mado_live_hub_open     (MadoLiveHub *self, MadoHttpSocket *socket, const MadoTicket *ticket, const char *name);
void         mado_live_hub_text     (MadoLiveHub *self, MadoHttpSocket *socket, const char *text, gsize length);
void         mado_live_hub_closed   (MadoLiveHub *self, MadoHttpSocket *socket);
guint        mado_live_hub_get_n_lines (MadoLiveHub *self);
/* Any thread: these feeds grew. */
void         mado_live_hub_announce (MadoLiveHub *self, const MadoCityHead *head, const char *const *scopes);

G_END_DECLS
