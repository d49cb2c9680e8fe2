/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/mado-document-check.h"
#include "client/mado-live.h"
#include "client/mado-session.h"

G_BEGIN_DECLS

/**
 * MadoClient:
 *
 * Keeps one store in step with the server: hands in what is in the outbox,
 * pulls the feed, listens on the live line, and backs off while the server is
 * away. All of it happens on a thread of its own; signals come on the main
 * context that made the client.
 *
 * Signals:
 *   "state-changed" ()            see mado_client_get_state()
 *   "received" (guint n)          commits that were new here
 *   "refused" (guint n)           commits that the server keeps but does not count
 *   "presence" (MadoPresence *)   who has which record open
 *   "clock-off" (gint64 ms)       the machine's clock is off by more than two
 *                                 minutes: by how much; 0: not any more
 *   "pack-changed" ()             a newer city pack is there for the next start
 */
typedef enum
{
  MADO_CLIENT_OFFLINE, /* the server does not answer; see get_since */
  MADO_CLIENT_BUSY,    /* something is on its way */
  MADO_CLIENT_ONLINE,  /* all is handed in, all is here */
  MADO_CLIENT_DENIED,  /* sign in again: what was written is kept */
  MADO_CLIENT_OUTDATED, /* the server needs a newer program (or is too old for this one) */
} MadoClientState;

#define MADO_TYPE_CLIENT (mado_client_get_type ())
G_DECLARE_FINAL_TYPE (MadoClient, mado_client, MADO, CLIENT, GObject)

/* @token: of mado_session_sign_in(); NULL after a sign-in without the server
 * (the client then waits, DENIED, for mado_client_set_token()). */
MadoClient      *mado_client_new       (MadoStore              *store,
                                        const MadoProfileFacts *facts,
                                        MadoSecretKey          *device_key,
                                        MadoClock              *clock,
                                        MadoRandom             *random,
                                        const char             *token);
/* Before the start. @dir: the profile's folder; the city pack is kept in
 * "pack" below it. Without it no pack is fetched. */
void             mado_client_set_dir   (MadoClient             *self,
                                        const char             *dir);
/* Before the start, for tests: called on the client's thread with the real
 * transport, returns (transfer full) the one to use. */
typedef MadoTransport *(*MadoClientWrap) (MadoTransport *inner, gpointer data);
void             mado_client_set_wrap  (MadoClient             *self,
                                        MadoClientWrap          wrap,
                                        gpointer                data);
void             mado_client_start     (MadoClient             *self);
/* Waits for the thread; what is on its way is cut off and goes again later. */
void             mado_client_stop      (MadoClient             *self);
void             mado_client_set_token (MadoClient             *self,
                                        const char             *token);
/* Does not wait for the next turn. */
void             mado_client_hurry     (MadoClient             *self);
MadoClientState  mado_client_get_state (MadoClient             *self);
/* Since when the server has not answered, ms; 0 while it does. */
gint64           mado_client_get_since (MadoClient             *self);
/* The last reason why not, a sentence; NULL if there is none. */
char            *mado_client_dup_fault (MadoClient             *self);
/* Brings an attachment here if it is not yet (mado_store_get_blob() then has it). */
void             mado_client_fetch_blob_async  (MadoClient           *self,
                                                const MadoId         *record,
                                                const char           *section,
                                                const guint8          digest[MADO_DIGEST_BYTES],
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              data);
gboolean         mado_client_fetch_blob_finish (MadoClient           *self,
                                                GAsyncResult         *result,
                                                GError              **error);
/* Whether an issued document holds; OFFLINE: the server cannot be asked. */
void             mado_client_check_document_async  (MadoClient           *self,
                                                    const char           *code,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              data);
MadoDocumentAnswer *
                 mado_client_check_document_finish (MadoClient           *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
/* Which record and field this desk has open; NULL: none. */
void             mado_client_tell      (MadoClient             *self,
                                        const MadoId           *record,
                                        const char             *section,
                                        const char             *path);

G_END_DECLS
