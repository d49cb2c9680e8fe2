/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* CBOR sequences of the protocol, part Wire: pure bytes, no connection. */

/* One answer to a commit or key handed in. */
typedef struct
{
  gboolean    has_id;
  MadoId      id;
  gboolean    known;    /* a verdict this program knows */
  MadoVerdict verdict;
  guint64     seq;
  char       *reason;
  char       *message;
} MadoWireAnswer;

void       mado_wire_answer_free        (MadoWireAnswer *self);

GBytes    *mado_wire_put_commits    (GPtrArray            *commits /* MadoCommit* */,
                                     guint                 first,
                                     guint                 count);
GPtrArray *mado_wire_get_answers    (GBytes               *bytes,
                                     GError              **error); /* MadoWireAnswer* */
GBytes    *mado_wire_put_keys       (GPtrArray            *keys /* MadoDataKey* */,
                                     guint                 first,
                                     guint                 count,
                                     const guint8          shared[MADO_KEY_BYTES],
                                     MadoRandom           *random);
GPtrArray *mado_wire_get_key_answers(GBytes               *bytes,
                                     GError              **error); /* MadoWireAnswer*, no seq or text */

GBytes    *mado_wire_put_reads      (GPtrArray            *reads /* MadoRead* */);

typedef enum
{
  MADO_FRAME_END     = 0,
  MADO_FRAME_KEY     = 1,
  MADO_FRAME_COMMIT  = 2,
  MADO_FRAME_LEFT    = 3,
  MADO_FRAME_PURGE   = 4,
  MADO_FRAME_DEVICE  = 5,
  MADO_FRAME_UNKNOWN = 99, /* of a newer server: skipped */
} MadoFrameType;

typedef struct
{
  MadoFrameType type;
  /* end */
  char          epoch[64];
  guint64       next;
  gboolean      more;
  gint64        time;
  /* key: opened with the shared key */
  MadoDataKey   key;
  /* commit: bytes are a view on the page */
  guint64       seq;
  gint64        received;
  GBytes       *bytes;
  /* left, purge */
  MadoId        record;
  char          section[32];
  /* device */
  MadoId        device;
  MadoPublicKey device_key;
  char          scope[32];
  gint64        revoked;
} MadoFrame;

void       mado_frame_clear         (MadoFrame            *self);

/* Walks a page of the feed; stops with DAMAGED at the first fault. */
typedef struct
{
  GBytes        *page;
  MadoCborReader reader;
  guint8         shared[MADO_KEY_BYTES];
} MadoFrames;

void       mado_frames_init         (MadoFrames           *self,
                                     GBytes               *page,
                                     const guint8          shared[MADO_KEY_BYTES]);
/* FALSE at the end (no error) or at a fault (error). */
gboolean   mado_frames_next         (MadoFrames           *self,
                                     MadoFrame            *frame,
                                     GError              **error);

/* The extra data that a wrapped key is sealed with. */
GBytes    *mado_wire_key_extra      (const MadoId         *key,
                                     const MadoId         *record,
                                     const char           *section);
GBytes    *mado_wire_slip_key_extra (guint16               number,
                                     gboolean              box);

G_END_DECLS
