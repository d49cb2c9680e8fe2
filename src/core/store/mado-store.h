/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-case-row.h"
#include "core/sync/mado-edit.h"
#include "core/sync/mado-record.h"

G_BEGIN_DECLS

/**
 * MadoStore:
 *
 * One desktop's journal and the projections that screens read. Abstract; the
 * implementation for SQLite is in sqlite/. All work happens on the store's own
 * thread; …_async functions answer on the caller's main context, the plain
 * forms block and are for tests, the command line and the sync pump's thread.
 *
 * A write is one transaction: commit + projection + outbox, durable
 * (synchronous=FULL) before it is called saved. A failed write changes nothing
 * and says why: NO_SPACE, READ_ONLY, BUSY (another process holds the file),
 * DAMAGED (the file is kept and copied, never deleted).
 */
#define MADO_TYPE_STORE (mado_store_get_type ())
G_DECLARE_DERIVABLE_TYPE (MadoStore, mado_store, MADO, STORE, GObject)

/* Who writes: the signed-in person on this device. */
typedef struct
{
  char    city[7];
  MadoId  device;
  char   *actor;  /* staff id */
  MadoId  ticket;
  char   *scope;  /* desk or centre id of this device */
} MadoIdentity;

/* How a record becomes a row and search text; given by the layer above so
 * that the store knows nothing of cases. Called on the store's thread. */
typedef MadoCaseRow *(*MadoProjectFunc) (MadoRecord *record, char **search_text /* out, full */, gpointer data);

/* --- writing ------------------------------------------------------------ */
/* Signs, seals and saves @edit as one commit per section.
 * Returns: the MadoCommit* made, in order. */
void             mado_store_write_async  (MadoStore *self, MadoEdit *edit /* full */, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer data);
GPtrArray       *mado_store_write_finish (MadoStore *self, GAsyncResult *result, GError **error);
GPtrArray       *mado_store_write        (MadoStore *self, MadoEdit *edit /* full */, GError **error);

/* What the server says of each commit it sends. */
typedef struct
{
  GBytes *bytes;     /* a signed commit, verbatim */
  guint64 seq;       /* 0: not from the server's feed (a slip, a test) */
  gint64  received;  /* server's stamp, ms */
} MadoIncoming;

typedef struct
{
  guint stored;
  guint duplicate;
  guint quarantined; /* kept, not folded; reason in the journal */
} MadoIngestResult;

/* Stores a page of the feed and the new cursor in one transaction. Keys come
 * first (see mado_store_add_keys). Signatures are checked against the device
 * directory; an unknown device's commit is kept and quarantined. */
gboolean         mado_store_ingest       (MadoStore *self, GPtrArray *incoming /* MadoIncoming* */,
                                          const char *epoch, guint64 cursor,
                                          MadoIngestResult *result, GError **error);

/* --- reading ------------------------------------------------------------ */
void             mado_store_load_async   (MadoStore *self, const MadoId *record, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer data);
MadoRecord      *mado_store_load_finish  (MadoStore *self, GAsyncResult *result, GError **error);
MadoRecord      *mado_store_load         (MadoStore *self, const MadoId *record, GError **error);

/* The case list of one day (ISO date) or of all days (NULL), newest change
 * first, MadoCaseRow*; @offset and @limit page through it. */
void             mado_store_list_async   (MadoStore *self, const char *day, guint offset, guint limit,
                                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray       *mado_store_list_finish  (MadoStore *self, GAsyncResult *result, GError **error);
GPtrArray       *mado_store_list         (MadoStore *self, const char *day, guint offset, guint limit, GError **error);

/* Every row whose folded search text contains the folded @query (substring,
 * from one character on): exactly the rows of a plain scan. */
void             mado_store_search_async  (MadoStore *self, const char *query, guint limit,
                                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray       *mado_store_search_finish (MadoStore *self, GAsyncResult *result, GError **error);
GPtrArray       *mado_store_search        (MadoStore *self, const char *query, guint limit, GError **error);
/* Builds the in-memory search arena; searches wait for it. Call after first paint. */
void             mado_store_warm          (MadoStore *self);

/* --- drafts: saved per field at once, sealed, local ---------------------- */
void             mado_store_set_draft    (MadoStore *self, const MadoId *record, const char *path,
                                          GVariant *value /* nullable: forget */, MadoSource source);
/* MadoChange* of a record's drafts; returns at once with an empty array if none. */
GPtrArray       *mado_store_get_drafts   (MadoStore *self, const MadoId *record, GError **error);
void             mado_store_clear_drafts (MadoStore *self, const MadoId *record);
/* Waits until every draft set so far is durable. */
gboolean         mado_store_flush        (MadoStore *self, GError **error);

/* --- sync side (client's pump) ------------------------------------------ */
/* Oldest commits the server has not answered for, MadoCommit*, at most @limit. */
GPtrArray       *mado_store_outbox       (MadoStore *self, guint limit, GError **error);
guint            mado_store_get_n_unsent (MadoStore *self);
typedef enum
{
  MADO_VERDICT_STORED,
  MADO_VERDICT_DUPLICATE,
  MADO_VERDICT_QUARANTINED,
  MADO_VERDICT_PURGED,
} MadoVerdict;
gboolean         mado_store_settle       (MadoStore *self, const MadoId *commit, MadoVerdict verdict,
                                          const char *reason, guint64 seq, GError **error);
/* A new server epoch: every own commit that the feed does not bring back is
 * put into the outbox again; the cursor starts at 0. */
gboolean         mado_store_new_epoch    (MadoStore *self, const char *epoch, GError **error);
gboolean         mado_store_get_cursor   (MadoStore *self, char **epoch, guint64 *cursor, GError **error);
/* Commits the server refused to fold; shown to the person. (commit id, reason) */
GPtrArray       *mado_store_list_quarantine (MadoStore *self, GError **error);

/* A scope was left: erase values and index, keep unsent commits. */
gboolean         mado_store_forget       (MadoStore *self, const MadoId *record, const char *section, GError **error);
/* A purge from the server: destroy the data keys, keep the stub. */
gboolean         mado_store_purge        (MadoStore *self, const MadoId *record, GError **error);

/* Data keys: id, record, section, 32 bytes. */
typedef struct
{
  MadoId id;
  MadoId record;
  char   section[32];
  guint8 key[MADO_KEY_BYTES];
} MadoDataKey;
gboolean         mado_store_add_keys     (MadoStore *self, const MadoDataKey *keys, guint n_keys, GError **error);
/* Keys made here that the server has not taken yet (MadoDataKey*). */
GPtrArray       *mado_store_unsent_keys  (MadoStore *self, GError **error);
gboolean         mado_store_keys_taken   (MadoStore *self, const MadoId *ids, guint n_ids, GError **error);
/* The device directory: who may sign. */
gboolean         mado_store_add_device   (MadoStore *self, const MadoId *device, const MadoPublicKey *key,
                                          const char *scope, GError **error);
gboolean         mado_store_get_device   (MadoStore *self, const MadoId *device, MadoPublicKey *key, GError **error);

/* Small sealed settings by name: leased blocks, slip keys, pack version. */
gboolean         mado_store_set_meta     (MadoStore *self, const char *name, GBytes *value, GError **error);
GBytes          *mado_store_get_meta     (MadoStore *self, const char *name, GError **error);

/* Blobs by SHA-256, sealed with the record's key. */
gboolean         mado_store_put_blob     (MadoStore *self, const MadoId *record, const char *section, GBytes *plain,
                                          guint8 digest[MADO_DIGEST_BYTES], GError **error);
GBytes          *mado_store_get_blob     (MadoStore *self, const MadoId *record, const guint8 digest[MADO_DIGEST_BYTES],
                                          GError **error);

/* Signals, on the main context that made the store:
 *   "record-changed" (MadoId *record, gboolean remote)
 *   "outbox-changed" (guint n_unsent)
 */

G_END_DECLS
