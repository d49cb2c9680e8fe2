/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-store.h"

G_BEGIN_DECLS

/**
 * MadoCityStore:
 *
 * The city's journal on the server: commits in one order, a feed per scope,
 * keys in escrow, people, devices, tickets. Abstract; one implementation per
 * database, all passing tests/server/contract*.c.
 *
 * One writer: everything that changes goes through the store's own thread,
 * where jobs that wait together share one durable transaction. Sequence
 * number, audit-chain link and feed positions are given in that transaction
 * from the city_head row. Reading functions may be called from any thread;
 * writing functions block until their change is durable, except
 * mado_city_store_append_async().
 */
#define MADO_TYPE_CITY_STORE (mado_city_store_get_type ())
G_DECLARE_DERIVABLE_TYPE (MadoCityStore, mado_city_store, MADO, CITY_STORE, GObject)

/* The feed of the kinds that everybody may read; part of every scope's. */
#define MADO_CITY_SCOPE_ALL "*"

/* --- commits ------------------------------------------------------------ */

/* A commit on its way in. The caller owns it until its batch is done. */
typedef struct
{
  /* in */
  GBytes     *bytes;
  MadoCommit *commit; /* nullable: could not be read */
  const char *fault;  /* static reason found before ("signature" …), or NULL */
  MadoId      sender; /* the device that hands it in */
  const char *for_scope; /* made by the server itself for this scope: not judged; else NULL */
  guint8      salt[MADO_SALT_BYTES]; /* for the audit chain; mado_city_item_prepare() */
  guint8      digest[MADO_DIGEST_BYTES];
  gboolean    prepared;
  /* out */
  MadoVerdict verdict;
  guint64     seq;
  const char *reason; /* static, PROTOCOL.md 4; "" unless quarantined */
} MadoCityItem;

/* Salted digest; any thread. Done by append for whatever came without it. */
void     mado_city_item_prepare       (MadoCityItem *item, MadoRandom *random);

/* Called once on the store's thread, after the batch is durable or @error. */
typedef void (*MadoCityDone) (MadoCityItem *items, guint n_items, const GError *error, gpointer data);

void     mado_city_store_append_async (MadoCityStore *self, MadoCityItem *items, guint n_items,
                                       MadoCityDone done, gpointer data);
gboolean mado_city_store_append       (MadoCityStore *self, MadoCityItem *items, guint n_items, GError **error);

typedef enum
{
  MADO_CITY_ENTRY_COMMIT,
  MADO_CITY_ENTRY_LEFT,
  MADO_CITY_ENTRY_PURGE,
  MADO_CITY_ENTRY_KEY, /* a key that came after its commits */
} MadoCityEntryType;

typedef struct
{
  MadoCityEntryType type;
  guint64           position;
  guint64           seq;
  gint64            received;
  MadoId            record;
  char             *section; /* "" for a purge */
  MadoId            device;
  MadoId            key_id;  /* null if the commit has no sealed part */
  GBytes           *bytes;   /* a commit, verbatim */
} MadoCityEntry;

typedef struct
{
  GArray  *entries; /* MadoCityEntry */
  guint64  next;    /* cursor after this page */
  gboolean more;
} MadoCityPage;

MadoCityPage *mado_city_store_read_feed (MadoCityStore *self, const char *scope, guint64 since,
                                         guint limit, gsize max_bytes, GError **error);
void          mado_city_page_free       (MadoCityPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoCityPage, mado_city_page_free)

typedef struct
{
  char    epoch[37];
  guint64 seq;
  guint64 position;
  guint8  link[MADO_DIGEST_BYTES];
} MadoCityHead;

/* The head as of the last durable batch; takes a lock, never the database. */
void        mado_city_store_get_head    (MadoCityStore *self, MadoCityHead *head);
/* After a restore: a new epoch. */
gboolean    mado_city_store_renew_epoch (MadoCityStore *self, GError **error);
/* Walks the whole chain and compares it with the head. */
gboolean    mado_city_store_check_chain (MadoCityStore *self, GError **error);
const char *mado_city_store_get_city    (MadoCityStore *self);
/* May @scope read @section of @record (any section if NULL)? */
gboolean    mado_city_store_scope_reads (MadoCityStore *self, const char *scope, const MadoId *record,
                                         const char *section);

/* Called on the store's thread after each durable batch that touched feeds. */
typedef void (*MadoCityWatch) (const MadoCityHead *head, const char *const *scopes, gpointer data);
void        mado_city_store_set_watch   (MadoCityStore *self, MadoCityWatch watch, gpointer data);

/* --- quarantine, purge --------------------------------------------------- */
typedef struct
{
  MadoId  id;     /* the commit's; derived from its bytes if it could not be read */
  char   *reason;
  gint64  received;
  MadoId  device;
  char   *actor;  /* "" if unknown */
  MadoId  record; /* null if unknown */
} MadoQuarantined;

void       mado_quarantined_free            (MadoQuarantined *self);
GPtrArray *mado_city_store_list_quarantine  (MadoCityStore *self, guint limit, GError **error);
/* Accepting puts it into the journal with a new seq; one that cannot be read
 * or whose signature is wrong is INVALID to accept. */
gboolean   mado_city_store_decide           (MadoCityStore *self, const MadoId *id, gboolean accept,
                                             const char *staff, const char *why, GError **error);
/* Destroys keys and values; ids and deps stay. Repeating it is no error. */
gboolean   mado_city_store_purge            (MadoCityStore *self, const MadoId *record,
                                             const char *staff, const char *why, GError **error);

/* --- keys (in the key database, under the master key) --------------------- */
/* verdicts[i]: STORED, DUPLICATE, PURGED, or QUARANTINED (id taken by another key). */
gboolean   mado_city_store_put_keys         (MadoCityStore *self, const MadoDataKey *keys, guint n_keys,
                                             MadoVerdict *verdicts, GError **error);
/* FALSE without error: not here. */
gboolean   mado_city_store_get_key          (MadoCityStore *self, const MadoId *id, MadoDataKey *key, GError **error);
gboolean   mado_city_store_put_secret       (MadoCityStore *self, const char *name, const void *data, gsize length,
                                             GError **error);
/* NULL without error: not here. */
GBytes    *mado_city_store_get_secret       (MadoCityStore *self, const char *name, GError **error);

/* --- people --------------------------------------------------------------- */
typedef struct
{
  char   *id;
  char   *name;
  char   *desk;         /* desk or centre id */
  char  **roles;
  char   *hash;         /* argon2id verifier */
  gboolean disabled;
  guint   failures;     /* wrong passwords in a row */
  gint64  locked_until; /* ms */
} MadoCityUser;

MadoCityUser *mado_city_user_new            (const char *id, const char *name, const char *desk,
                                             const char *const *roles, const char *hash);
void          mado_city_user_free           (MadoCityUser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoCityUser, mado_city_user_free)
gboolean      mado_city_store_put_user      (MadoCityStore *self, MadoCityUser *user, GError **error);
/* NULL without error: no such person. */
MadoCityUser *mado_city_store_get_user      (MadoCityStore *self, const char *id, GError **error);
GPtrArray    *mado_city_store_list_users    (MadoCityStore *self, GError **error);
/* Sets the row of wrong passwords and the end of the lock-out. */
gboolean      mado_city_store_note_sign_in  (MadoCityStore *self, const char *id, guint failures, gint64 locked_until,
                                             GError **error);

/* --- devices --------------------------------------------------------------- */
typedef struct
{
  MadoId        id;
  MadoPublicKey key;
  char          scope[32];
  char          name[96];
  gint64        enrolled;
  gint64        revoked; /* 0: good */
} MadoCityDevice;

gboolean   mado_city_store_put_device       (MadoCityStore *self, const MadoCityDevice *device, GError **error);
/* From memory. FALSE: unknown. */
gboolean   mado_city_store_get_device       (MadoCityStore *self, const MadoId *id, MadoCityDevice *device);
GArray    *mado_city_store_list_devices     (MadoCityStore *self); /* MadoCityDevice, by id */

/* Enrolment codes are kept as digests. @scope "" lets the device choose. */
gboolean   mado_city_store_put_code         (MadoCityStore *self, const guint8 digest[MADO_DIGEST_BYTES],
                                             const char *scope, guint uses, gint64 expires, GError **error);
/* Uses the code once and enrols @device (its scope is set if the code has
 * one); DENIED if the code is wrong, used up or past. A device with the same
 * keys that came by the same code is given back as it is. */
gboolean   mado_city_store_enrol            (MadoCityStore *self, const guint8 digest[MADO_DIGEST_BYTES],
                                             MadoCityDevice *device, GError **error);

/* --- tickets and sessions --------------------------------------------------- */
typedef struct
{
  MadoId  id;
  char   *staff;
  MadoId  device;
  char   *scope;
  char   *desk;
  char  **roles;
  gint64  issued;
  gint64  expires;
  gint64  offline_until;
} MadoTicket;

MadoTicket *mado_ticket_copy                (const MadoTicket *self);
void        mado_ticket_free                (MadoTicket *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoTicket, mado_ticket_free)
/* A ticket and the session that goes with it (@token: digest of the token;
 * NULL: a ticket that comes back without one). One that is here stays as it is. */
gboolean    mado_city_store_put_ticket      (MadoCityStore *self, const MadoTicket *ticket,
                                             const guint8 token[MADO_DIGEST_BYTES], GError **error);
/* NULL without error: unknown. */
MadoTicket *mado_city_store_get_ticket      (MadoCityStore *self, const MadoId *id, GError **error);
MadoTicket *mado_city_store_get_session     (MadoCityStore *self, const guint8 token[MADO_DIGEST_BYTES], GError **error);
gboolean    mado_city_store_end_session     (MadoCityStore *self, const guint8 token[MADO_DIGEST_BYTES], GError **error);

/* --- leases, claims, blobs, audit -------------------------------------------- */
gboolean    mado_city_store_lease           (MadoCityStore *self, const char *kind, guint count, const MadoId *device,
                                             guint64 *first, GError **error);
/* Takes (kind, name) for @record; CONFLICT if another record has it. @taken:
 * already this record's. */
gboolean    mado_city_store_claim           (MadoCityStore *self, const char *kind, const char *name,
                                             const MadoId *record, const char *section, const MadoId *commit,
                                             gboolean *taken, MadoId *by, GError **error);
/* Bytes of a journal commit by id; NULL without error: not here. */
GBytes     *mado_city_store_get_commit      (MadoCityStore *self, const MadoId *id, guint64 *seq, GError **error);
/* GBytes* of the commits of a record, in order; those of a purged one are gone. */
GPtrArray  *mado_city_store_list_commits    (MadoCityStore *self, const MadoId *record, GError **error);
/* When the record's newest commit came, ms; 0: nothing of it is here. */
gint64      mado_city_store_last_received   (MadoCityStore *self, const MadoId *record);
/* How far a procedure of a record is, read from the open states in its commits. */
typedef struct
{
  MadoId record;
  char   procedure[64];
  char   state[32];
  gint64 at; /* when the state came here, ms by the city's own time */
} MadoCityProgress;

/* MadoCityProgress of one record; empty if it has no procedures. */
GArray     *mado_city_store_get_progress    (MadoCityStore *self, const MadoId *record, GError **error);
/* That of the next @limit records whose id is greater than @after, by record;
 * purged ones are left out, one without procedures has one row without. */
GArray     *mado_city_store_list_progress   (MadoCityStore *self, const MadoId *after, guint limit, GError **error);
gboolean    mado_city_store_add_blob        (MadoCityStore *self, const MadoId *record, const char *section,
                                             const guint8 digest[MADO_DIGEST_BYTES], guint64 length, GError **error);
gboolean    mado_city_store_has_blob        (MadoCityStore *self, const MadoId *record, const char *section,
                                             const guint8 digest[MADO_DIGEST_BYTES], guint64 *length, GError **error);

/* What goes into the audit chain beside commits. Strings may be "". */
typedef struct
{
  const char *what; /* "read", "sign-in", "purge" … */
  const char *staff;
  MadoId      device;
  MadoId      record;
  const char *section;
  const char *detail;
  gint64      at;   /* 0: now */
} MadoAudit;
gboolean    mado_city_store_audit           (MadoCityStore *self, const MadoAudit *items, guint n_items, GError **error);
guint64     mado_city_store_count_audit     (MadoCityStore *self, const char *what, GError **error);

/* For /metrics. */
typedef struct
{
  guint64 batches, stored, duplicate, quarantined, purged;
} MadoCityCounts;
void        mado_city_store_get_counts      (MadoCityStore *self, MadoCityCounts *counts);

struct _MadoCityStoreClass
{
  GObjectClass parent_class;

  void          (*append_async)    (MadoCityStore *self, MadoCityItem *items, guint n, MadoCityDone done, gpointer data);
  MadoCityPage *(*read_feed)       (MadoCityStore *self, const char *scope, guint64 since, guint limit, gsize max_bytes,
                                    GError **error);
  void          (*get_head)        (MadoCityStore *self, MadoCityHead *head);
  gboolean      (*renew_epoch)     (MadoCityStore *self, GError **error);
  gboolean      (*check_chain)     (MadoCityStore *self, GError **error);
  const char   *(*get_city)        (MadoCityStore *self);
  gboolean      (*scope_reads)     (MadoCityStore *self, const char *scope, const MadoId *record, const char *section);
  void          (*set_watch)       (MadoCityStore *self, MadoCityWatch watch, gpointer data);
  GPtrArray    *(*list_quarantine) (MadoCityStore *self, guint limit, GError **error);
  gboolean      (*decide)          (MadoCityStore *self, const MadoId *id, gboolean accept, const char *staff,
                                    const char *why, GError **error);
  gboolean      (*purge)           (MadoCityStore *self, const MadoId *record, const char *staff, const char *why,
                                    GError **error);
  gboolean      (*put_keys)        (MadoCityStore *self, const MadoDataKey *keys, guint n, MadoVerdict *verdicts,
                                    GError **error);
  gboolean      (*get_key)         (MadoCityStore *self, const MadoId *id, MadoDataKey *key, GError **error);
  gboolean      (*put_secret)      (MadoCityStore *self, const char *name, const void *data, gsize length, GError **error);
  GBytes       *(*get_secret)      (MadoCityStore *self, const char *name, GError **error);
  gboolean      (*put_user)        (MadoCityStore *self, MadoCityUser *user, GError **error);
  MadoCityUser *(*get_user)        (MadoCityStore *self, const char *id, GError **error);
  GPtrArray    *(*list_users)      (MadoCityStore *self, GError **error);
  gboolean      (*note_sign_in)    (MadoCityStore *self, const char *id, guint failures, gint64 locked_until,
                                    GError **error);
  gboolean      (*put_device)      (MadoCityStore *self, const MadoCityDevice *device, GError **error);
  gboolean      (*get_device)      (MadoCityStore *self, const MadoId *id, MadoCityDevice *device);
  GArray       *(*list_devices)    (MadoCityStore *self);
  gboolean      (*put_code)        (MadoCityStore *self, const guint8 *digest, const char *scope, guint uses,
                                    gint64 expires, GError **error);
  gboolean      (*enrol)           (MadoCityStore *self, const guint8 *digest, MadoCityDevice *device, GError **error);
  gboolean      (*put_ticket)      (MadoCityStore *self, const MadoTicket *ticket, const guint8 *token, GError **error);
  MadoTicket   *(*get_ticket)      (MadoCityStore *self, const MadoId *id, GError **error);
  MadoTicket   *(*get_session)     (MadoCityStore *self, const guint8 *token, GError **error);
  gboolean      (*end_session)     (MadoCityStore *self, const guint8 *token, GError **error);
  gboolean      (*lease)           (MadoCityStore *self, const char *kind, guint count, const MadoId *device,
                                    guint64 *first, GError **error);
  gboolean      (*claim)           (MadoCityStore *self, const char *kind, const char *name, const MadoId *record,
                                    const char *section, const MadoId *commit, gboolean *taken, MadoId *by, GError **error);
  GBytes       *(*get_commit)      (MadoCityStore *self, const MadoId *id, guint64 *seq, GError **error);
  GPtrArray    *(*list_commits)    (MadoCityStore *self, const MadoId *record, GError **error);
  GArray       *(*get_progress)    (MadoCityStore *self, const MadoId *record, GError **error);
  GArray       *(*list_progress)   (MadoCityStore *self, const MadoId *after, guint limit, GError **error);
  gint64        (*last_received)   (MadoCityStore *self, const MadoId *record);
  gboolean      (*add_blob)        (MadoCityStore *self, const MadoId *record, const char *section, const guint8 *digest,
                                    guint64 length, GError **error);
  gboolean      (*has_blob)        (MadoCityStore *self, const MadoId *record, const char *section, const guint8 *digest,
                                    guint64 *length, GError **error);
  gboolean      (*audit)           (MadoCityStore *self, const MadoAudit *items, guint n, GError **error);
  guint64       (*count_audit)     (MadoCityStore *self, const char *what, GError **error);
  void          (*get_counts)      (MadoCityStore *self, MadoCityCounts *counts);
};

G_END_DECLS
