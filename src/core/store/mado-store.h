/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-case-row.h"
#include "core/sync/mado-draft.h"
#include "core/sync/mado-edit.h"
#include "core/sync/mado-policy.h"
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

MadoIdentity    *mado_identity_copy    (const MadoIdentity *self);
void             mado_identity_free    (MadoIdentity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoIdentity, mado_identity_free)

/* Another person signs in, or nobody (@staff NULL: sync goes on, reading and
 * writing are DENIED). @scopes NULL: the device's own. Until it is called
 * the identity given at opening counts, as a member of the counter staff. */
void             mado_store_set_person (MadoStore *self, const char *staff, MadoRole role,
                                        const MadoId *ticket, const char *const *scopes);
/* In which role the person writes the open kinds (plans), where it is another
 * than for cases: who has several roles sits in all of them. After
 * mado_store_set_person(), which makes both the same. */
void             mado_store_set_open_role (MadoStore *self, MadoRole role);
/* Waits for all that was asked, closes the file cleanly. Later calls fail. */
void             mado_store_close      (MadoStore *self);

/* How a record becomes a row and search text; given by the layer above so
 * that the store knows nothing of cases. Called on the store's thread. */
typedef MadoCaseRow *(*MadoProjectFunc) (MadoRecord *record, char **search_text /* out, full */, gpointer data);

/* Data keys: id, record, section, 32 bytes. */
typedef struct
{
  MadoId id;
  MadoId record;
  char   section[32];
  guint8 key[MADO_KEY_BYTES];
} MadoDataKey;

/* --- writing ------------------------------------------------------------ */
/* Signs, seals and saves @edit as one commit per section.
 * Returns: the MadoCommit* made, in order. */
void             mado_store_write_async  (MadoStore *self, MadoEdit *edit /* full */, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer data);
GPtrArray       *mado_store_write_finish (MadoStore *self, GAsyncResult *result, GError **error);
GPtrArray       *mado_store_write        (MadoStore *self, MadoEdit *edit /* full */, GError **error);

/* Several edits, of several records, saved together or not at all: an import,
 * a new year. @edits: MadoEdit* (full, with its elements). Blocks. */
gboolean         mado_store_write_all    (MadoStore *self, GPtrArray *edits /* full */, GError **error);

/* One entry of the feed (PROTOCOL.md, Wire 5). Everything is borrowed. */
typedef enum
{
  MADO_INCOMING_COMMIT, /* bytes, seq, received */
  MADO_INCOMING_KEY,    /* key */
  MADO_INCOMING_DEVICE, /* id, device_key, section = its scope */
  MADO_INCOMING_LEFT,   /* id = record, section */
  MADO_INCOMING_PURGE,  /* id = record */
} MadoIncomingType;

typedef struct
{
  GBytes *bytes;     /* a signed commit, verbatim */
  guint64 seq;       /* 0: not from the server's feed (a slip, a test) */
  gint64  received;  /* server's stamp, ms */

  MadoIncomingType   type;
  MadoId             id;
  const char        *section;
  MadoDataKey        key;
  MadoPublicKey      device_key;
} MadoIncoming;

typedef struct
{
  guint stored;
  guint duplicate;
  guint quarantined; /* kept, not folded; reason in the journal */
} MadoIngestResult;

/* Stores a page of the feed and the new cursor in one transaction (@epoch
 * NULL: the cursor stays). Signatures are checked against the device
 * directory, on the caller's thread and beside it; an unknown device's commit
 * is kept and quarantined, and taken in when its device becomes known. The
 * case list follows in the background; a record that is opened is up to date. */
gboolean         mado_store_ingest       (MadoStore *self, GPtrArray *incoming /* MadoIncoming* */,
                                          const char *epoch, guint64 cursor,
                                          MadoIngestResult *result, GError **error);

/* The two halves of it, for a caller that reads and checks a page while the
 * one before is still being stored. The page borrows @incoming. */
typedef struct _MadoStorePage MadoStorePage;

MadoStorePage   *mado_store_read_page    (MadoStore *self, GPtrArray *incoming /* MadoIncoming* */);
gboolean         mado_store_take_page    (MadoStore *self, MadoStorePage *page, const char *epoch, guint64 cursor,
                                          MadoIngestResult *result, GError **error);
void             mado_store_page_free    (MadoStorePage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoStorePage, mado_store_page_free)

/* Projections wait while pages are on their way: catching up comes first. As
 * often FALSE as TRUE; any thread. */
void             mado_store_set_ingesting (MadoStore *self, gboolean begins);

/* --- reading ------------------------------------------------------------ */
void             mado_store_load_async   (MadoStore *self, const MadoId *record, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer data);
MadoRecord      *mado_store_load_finish  (MadoStore *self, GAsyncResult *result, GError **error);
MadoRecord      *mado_store_load         (MadoStore *self, const MadoId *record, GError **error);

/* --- records of an open kind: plans, initiatives, figures … ----------------
 * Everybody reads them, so their reading is not recorded. Another kind is
 * DENIED here: a person opens such records one by one. */
/* Ids of the records of @kind that are here, in the order in which they came
 * (GArray of MadoId, full). */
void             mado_store_list_kind_async  (MadoStore *self, const char *kind, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer data);
GArray          *mado_store_list_kind_finish (MadoStore *self, GAsyncResult *result, GError **error);
GArray          *mado_store_list_kind        (MadoStore *self, const char *kind, GError **error);
/* MadoRecord* (full), in the order asked for; those not here are left out. */
void             mado_store_load_many_async  (MadoStore *self, const MadoId *records, guint n_records,
                                              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray       *mado_store_load_many_finish (MadoStore *self, GAsyncResult *result, GError **error);
GPtrArray       *mado_store_load_many        (MadoStore *self, const MadoId *records, guint n_records, GError **error);
/* Every commit of one record that is here, MadoCommit* in order of arrival:
 * who changed what when. Folding some of them gives an earlier state. */
void             mado_store_history_async    (MadoStore *self, const MadoId *record, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer data);
GPtrArray       *mado_store_history_finish   (MadoStore *self, GAsyncResult *result, GError **error);
GPtrArray       *mado_store_history          (MadoStore *self, const MadoId *record, GError **error);

/* Loading is a recorded read, and DENIED where the person may read no section;
 * sections he may not read are left out. NEEDS_PERSON where others were shut
 * out and he has no part in it: a reason is wanted first. Breaking the glass opens the record
 * for this person until he signs out; @reason is recorded. */
gboolean         mado_store_break_glass  (MadoStore *self, const MadoId *record, const char *reason, GError **error);

typedef struct
{
  guint64 n;       /* of this device, from 1 */
  MadoId  record;
  char   *section; /* "" for the record as a whole */
  char   *staff;
  char   *purpose; /* "open", "glass", "denied" */
  char   *reason;  /* of a broken glass */
  gint64  at;      /* ms */
} MadoRead;

void             mado_read_free          (MadoRead *self);
/* Recorded reads that the server has not taken yet, oldest first (MadoRead*). */
GPtrArray       *mado_store_list_reads   (MadoStore *self, guint limit, GError **error);
gboolean         mado_store_reads_taken  (MadoStore *self, guint64 up_to, GError **error);

/* Keeps what a slip says of a record whose commits are not all here (see
 * mado_record_apply_base): shown, listed and edited until they come. The same
 * base again is no change. @changes: MadoChange*. */
gboolean         mado_store_put_base     (MadoStore *self, const char *kind, const MadoId *record,
                                          const char *section, const MadoId *heads, guint n_heads,
                                          guint64 clock, GPtrArray *changes, GError **error);

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
/* The rows of all cases anew from the journal, in the background beside the
 * old ones; waits until it is done. */
gboolean         mado_store_rebuild      (MadoStore *self, GError **error);
/* Waits until the background has nothing left (tests, closing time). */
gboolean         mado_store_settle_down  (MadoStore *self, GError **error);
/* Builds the in-memory search arena; searches wait for it. Call after first paint. */
void             mado_store_warm          (MadoStore *self);

/* --- drafts: saved per field at once, sealed, local ---------------------- */
/* @base: what was on screen when the edit of @path began (nullable: not known);
 * it is kept with the value, so that a restart does not move the edit on. */
void             mado_store_set_draft    (MadoStore *self, const MadoId *record, const char *path,
                                          GVariant *value /* nullable: forget */, MadoSource source,
                                          MadoEditBase *base);
/* MadoDraft* of a record's drafts; returns at once with an empty array if none. */
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
/* What was kept but not folded: commits of others that cannot be trusted, and
 * own ones that the server did not accept. Shown to a person. */
typedef struct
{
  MadoId    id;       /* null if it could not be read */
  gboolean  own;      /* made here; refused by the server */
  char     *reason;   /* token of PROTOCOL.md, Wire 4 */
  gint64    at;       /* ms */
  GBytes   *bytes;
} MadoQuarantineItem;

void             mado_quarantine_item_free  (MadoQuarantineItem *self);
GPtrArray       *mado_store_list_quarantine (MadoStore *self, GError **error);

/* What the counters of the devices tell. A gap of another device is ordinary
 * (this scope does not see all of its commits); a gap in our own means that
 * commits are still on the server, and a number used twice means a copied disk. */
typedef enum
{
  MADO_COUNTER_GAP,
  MADO_COUNTER_REUSED,
} MadoCounterFault;

typedef struct
{
  MadoCounterFault fault;
  MadoId           device;
  guint64          from; /* first and last number concerned */
  guint64          to;
} MadoCounterNote;

GPtrArray       *mado_store_list_counters   (MadoStore *self, const MadoId *device, GError **error);

/* A scope was left: erase values and index, keep unsent commits. */
gboolean         mado_store_forget       (MadoStore *self, const MadoId *record, const char *section, GError **error);
/* A purge from the server: destroy the data keys, keep the stub. */
gboolean         mado_store_purge        (MadoStore *self, const MadoId *record, GError **error);

gboolean         mado_store_add_keys     (MadoStore *self, const MadoDataKey *keys, guint n_keys, GError **error);
/* Keys made here that the server has not taken yet (MadoDataKey*). */
GPtrArray       *mado_store_unsent_keys  (MadoStore *self, GError **error);
gboolean         mado_store_keys_taken   (MadoStore *self, const MadoId *ids, guint n_ids, GError **error);
/* The device directory: who may sign. */
gboolean         mado_store_add_device   (MadoStore *self, const MadoId *device, const MadoPublicKey *key,
                                          const char *scope, GError **error);
/* Desk or centre where the device stands; "" if the directory does not know it. */
char            *mado_store_get_device_scope (MadoStore *self, const MadoId *device, GError **error);
gboolean         mado_store_get_device   (MadoStore *self, const MadoId *device, MadoPublicKey *key, GError **error);

/* Small sealed settings by name: leased blocks, slip keys, pack version. */
gboolean         mado_store_set_meta     (MadoStore *self, const char *name, GBytes *value, GError **error);
GBytes          *mado_store_get_meta     (MadoStore *self, const char *name, GError **error);

/* Blobs, sealed in pieces with a data key of (record, section). A blob's name
 * is the SHA-256 of its sealed bytes, which are what travels: key id (16),
 * then pieces of 64 KiB of plain bytes, each nonce | ciphertext | tag. */
gboolean         mado_store_put_blob     (MadoStore *self, const MadoId *record, const char *section, GBytes *plain,
                                          guint8 digest[MADO_DIGEST_BYTES], GError **error);
GBytes          *mado_store_get_blob     (MadoStore *self, const MadoId *record, const guint8 digest[MADO_DIGEST_BYTES],
                                          GError **error);
/* The sealed side, for sync. have: bytes that are here; total 0: unknown blob. */
gboolean         mado_store_stat_blob    (MadoStore *self, const guint8 digest[MADO_DIGEST_BYTES],
                                          guint64 *have, guint64 *total, GError **error);
GBytes          *mado_store_read_blob    (MadoStore *self, const guint8 digest[MADO_DIGEST_BYTES],
                                          guint64 offset, gsize length, GError **error);
/* Appends at @offset (CONFLICT unless that is what is here). The last piece
 * is checked against the name; if it does not fit all is dropped: DAMAGED. */
gboolean         mado_store_append_blob  (MadoStore *self, const MadoId *record, const char *section,
                                          const guint8 digest[MADO_DIGEST_BYTES], guint64 total,
                                          guint64 offset, GBytes *piece, GError **error);
/* Whose blob it is; NOT_FOUND if it is not known here. */
gboolean         mado_store_find_blob    (MadoStore *self, const guint8 digest[MADO_DIGEST_BYTES],
                                          MadoId *record, char section[32], GError **error);
/* Complete blobs made here that the server has not taken yet (GBytes* of 32). */
GPtrArray       *mado_store_unsent_blobs (MadoStore *self, GError **error);
gboolean         mado_store_blob_taken   (MadoStore *self, const guint8 digest[MADO_DIGEST_BYTES], GError **error);

/* Signals, on the main context that made the store:
 *   "record-changed" (MadoId *record, gboolean remote)
 *   "outbox-changed" (guint n_unsent)
 *   "damaged"        (const char *message)  the file shows damage; a copy was kept
 *   "draft-failed"   (const char *message)  a draft could not be saved
 */

G_END_DECLS
