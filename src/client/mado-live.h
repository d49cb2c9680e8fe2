/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/mado-soup-transport.h"
#include "core/base/mado-id.h"

G_BEGIN_DECLS

/**
 * MadoLive:
 *
 * The live line (PROTOCOL.md, Wire 6): hints and presence, nothing that must
 * not be lost. Lives on the thread-default main context that made it. It
 * never reconnects by itself; "closed" tells the owner.
 *
 * Signals:
 *   "hint" ()                 something new in the feed, or a new epoch
 *   "presence" (MadoPresence *presence)
 *   "closed" ()               the line is gone (also after 5 s without a beat)
 */
typedef struct
{
  gboolean    gone;    /* closed the record; only record and device are set */
  MadoId      record;
  MadoId      device;
  char       *section;
  char       *path;    /* field being edited, or "" */
  char       *desk;
  char       *name;    /* of the staff member */
} MadoPresence;

#define MADO_TYPE_PRESENCE (mado_presence_get_type ())
GType         mado_presence_get_type (void);
MadoPresence *mado_presence_copy     (const MadoPresence *self);
void          mado_presence_free     (MadoPresence *self);

#define MADO_TYPE_LIVE (mado_live_get_type ())
G_DECLARE_FINAL_TYPE (MadoLive, mado_live, MADO, LIVE, GObject)

MadoLive *mado_live_new          (void);
void      mado_live_connect      (MadoLive          *self,
                                  MadoSoupTransport *transport,
                                  const char        *token);
gboolean  mado_live_is_connected (MadoLive          *self);
void      mado_live_close        (MadoLive          *self);
/* NULL record: nothing is open any more. */
void      mado_live_tell         (MadoLive          *self,
                                  const MadoId      *record,
                                  const char        *section,
                                  const char        *path);

G_END_DECLS
