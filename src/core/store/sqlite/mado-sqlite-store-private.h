/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-search-arena.h"
#include "core/store/mado-store-private.h"
#include "core/store/sqlite/mado-sqlite-store.h"
#include "core/store/sqlite/mado-sqlite.h"

G_BEGIN_DECLS

#define MADO_TYPE_SQLITE_STORE (mado_sqlite_store_get_type ())
G_DECLARE_FINAL_TYPE (MadoSqliteStore, mado_sqlite_store, MADO, SQLITE_STORE, MadoStore)

/*
 * The pieces of MadoSqliteStore, one file each. Everything here runs on the
 * store's thread. Functions named …_in need an open transaction.
 *
 * What is in memory (counter, caches, arena) follows the file: it is changed
 * only for what is durable, and thrown away when a transaction fails.
 */

/* Local seals: each use has its own key, derived from the master key. */
typedef enum
{
  MADO_LOCAL_ROW,
  MADO_LOCAL_SEARCH,
  MADO_LOCAL_FOLD,
  MADO_LOCAL_DRAFT,
  MADO_LOCAL_BASE,
  MADO_LOCAL_META,
  MADO_LOCAL_KEY,
  MADO_LOCAL_READ,
  MADO_N_LOCALS
} MadoLocal;

/* A record as the journal knows it. */
typedef struct
{
  gint64   no;
  MadoId   id;
  char     kind[32];
  gboolean purged;
} MadoRecordInfo;

typedef struct
{
  char       *staff; /* NULL: nobody */
  MadoRole    role;
  MadoRole    open_role; /* for the open kinds */
  MadoId      ticket;
  char      **scopes;
  GHashTable *broken; /* MadoId of records whose glass this person broke */
} MadoPerson;

struct _MadoSqliteStore
{
  MadoStore        parent_instance;

  /* fixed after construction */
  char            *path;
  char            *vfs;
  guint            project_version;
  gboolean         no_background;
  MadoSecretKey   *device_key;
  MadoIdentity    *identity;
  MadoProjectFunc  project;
  gpointer         project_data;
  MadoClock       *clock;
  MadoRandom      *random;

  /* store's thread only */
  MadoSqlite      *db;
  int              wal_pages; /* since the WAL was last folded back */
  MadoPerson       person;
  guint8           local_keys[MADO_N_LOCALS][MADO_KEY_BYTES];
  guint64          counter;   /* our last commit's n */
  gint64           n_unsent;
  GHashTable      *key_ring;  /* MadoId -> MadoDataKey */
  GHashTable      *records;   /* no -> CachedRecord (fold) */
  GQueue           record_order;
  GPtrArray       *pending_reads; /* MadoRead, not durable yet */

  gint64           gen;         /* rows that are shown */
  gint64           new_gen;     /* rows that are being built; 0: none */
  gint64           rebuilt_to;  /* last record done */
  gboolean         drop_old;    /* rows of other generations wait to go */

  MadoSearchArena *arena;       /* NULL until warm */
  gint64           arena_no;    /* rows up to this are in it */
  gboolean         arena_full;
  GPtrArray       *arena_later; /* changes of the open transaction */

  gboolean         check_wanted; /* the last session ended without closing */
  guint            check_at;
  gboolean         damage_noted;
};

/* --- open, state, damage (mado-sqlite-store.c, -guard.c) ------------------- */
gboolean mado_sqlite_store_get_state    (MadoSqliteStore *self, const char *name, gint64 fallback, gint64 *value, GError **error);
char    *mado_sqlite_store_dup_state    (MadoSqliteStore *self, const char *name, GError **error); /* "" if unset */
gboolean mado_sqlite_store_set_state_in (MadoSqliteStore *self, const char *name, gint64 value, GError **error);
gboolean mado_sqlite_store_set_text_in  (MadoSqliteStore *self, const char *name, const char *text, GError **error);
/* Throws away what memory holds; after a failed transaction. */
void     mado_sqlite_store_forget_caches (MadoSqliteStore *self);
gboolean mado_sqlite_store_read_counter (MadoSqliteStore *self, GError **error);
gboolean mado_sqlite_store_count_unsent (MadoSqliteStore *self, GError **error);
/* Looks at an error of ours: damage is told once and a copy is kept. */
void     mado_sqlite_store_note_error   (MadoSqliteStore *self, const GError *error);
/* Copies a closed journal aside. Returns: the copy's name, or NULL. */
char    *mado_sqlite_store_copy_damaged (const char *path, MadoClock *clock, GError **error);
gboolean mado_sqlite_store_check_length (MadoSqliteStore *self, GError **error);
/* A slice of the check after a crash. TRUE: there is more. */
gboolean mado_sqlite_store_check_slice  (MadoSqliteStore *self);

/* --- seals and keys (-seal.c, -keys.c) -------------------------------------- */
gboolean mado_sqlite_store_open_keys    (MadoSqliteStore *self, GError **error);
GBytes  *mado_sqlite_store_seal         (MadoSqliteStore *self, MadoLocal what, const void *about, gsize about_length,
                                         const void *data, gsize length);
GBytes  *mado_sqlite_store_unseal       (MadoSqliteStore *self, MadoLocal what, const void *about, gsize about_length,
                                         const void *data, gsize length, GError **error);
/* NULL without error: not here. */
const MadoDataKey *
         mado_sqlite_store_find_key     (MadoSqliteStore *self, const MadoId *id, GError **error);
/* The key to write (record, section) with; made if there is none. */
const MadoDataKey *
         mado_sqlite_store_take_key_in  (MadoSqliteStore *self, const MadoRecordInfo *info, const char *section, GError **error);
gboolean mado_sqlite_store_put_key_in   (MadoSqliteStore *self, const MadoDataKey *key, gboolean own, GError **error);
void     mado_sqlite_store_data_key_free (gpointer key);
gboolean mado_sqlite_store_put_device_in (MadoSqliteStore *self, const MadoId *device, const MadoPublicKey *key,
                                         const char *scope, GError **error);

/* --- records and commits (-journal.c) ------------------------------------------ */
/* FALSE with info->no = 0 and no error: unknown. */
gboolean mado_sqlite_store_find_record  (MadoSqliteStore *self, const MadoId *id, MadoRecordInfo *info, GError **error);
gboolean mado_sqlite_store_get_record   (MadoSqliteStore *self, gint64 no, MadoRecordInfo *info, GError **error);
gboolean mado_sqlite_store_need_record_in (MadoSqliteStore *self, const MadoId *id, const char *kind,
                                         MadoRecordInfo *info, GError **error);
typedef enum
{
  MADO_PUT_STORED,
  MADO_PUT_DUPLICATE,
  MADO_PUT_OTHER_BYTES,
} MadoPut;
gboolean mado_sqlite_store_put_commit_in (MadoSqliteStore *self, const MadoRecordInfo *info, MadoCommit *commit,
                                         guint64 seq, gint64 received, MadoPut *put, gint64 *lseq, GError **error);
/* Commits of a record after @after, in order of arrival, sections that were
 * left are skipped, unsealed where the key is here. */
typedef gboolean (*MadoCommitFunc) (MadoCommit *commit, gint64 lseq, gpointer data, GError **error);
gboolean mado_sqlite_store_each_commit  (MadoSqliteStore *self, const MadoRecordInfo *info, gint64 after,
                                         const char *const *sections, MadoCommitFunc func, gpointer data, GError **error);
char   **mado_sqlite_store_dup_routes   (MadoSqliteStore *self, gint64 record, const char *section, GError **error);
gboolean mado_sqlite_store_ask_policy   (MadoSqliteStore *self, MadoVerb verb, const MadoRecordInfo *info,
                                         const char *section, gboolean is_new, const char *const *more_routes,
                                         GError **error);
/* NEEDS_PERSON: a reason has to be given first. */
gboolean mado_sqlite_store_ask_read     (MadoSqliteStore *self, const MadoRecordInfo *info, const char *section,
                                         gboolean is_guarded, GError **error);

/* --- folds and rows (-fold.c, -rows.c) ------------------------------------------ */
/* The record up to date; owned by the cache. @stale: the file's snapshot is older. */
/* A record that is not here yet, or is to be written from its beginning. */
MadoRecord *mado_sqlite_store_fold      (MadoSqliteStore *self, const MadoRecordInfo *info, gboolean refold,
                                         gint64 *lseq, gboolean *stale, GError **error);
MadoRecord *mado_sqlite_store_fold_part (MadoSqliteStore *self, const MadoRecordInfo *info,
                                         const char *const *sections, GError **error);
GHashTable *mado_sqlite_store_new_fold_cache (void);
/* Out of the cache, into the caller's hands (full). */
MadoRecord *mado_sqlite_store_steal_fold (MadoSqliteStore *self, gint64 no);
/* After a commit was applied to the cached fold. */
void     mado_sqlite_store_fold_moved   (MadoSqliteStore *self, gint64 no, gint64 lseq);
void     mado_sqlite_store_drop_fold    (MadoSqliteStore *self, gint64 no);
gboolean mado_sqlite_store_save_fold_in (MadoSqliteStore *self, const MadoRecordInfo *info, MadoRecord *record,
                                         gint64 lseq, GError **error);
gboolean mado_sqlite_store_erase_fold_in (MadoSqliteStore *self, gint64 no, GError **error);
gboolean mado_sqlite_store_save_row_in  (MadoSqliteStore *self, const MadoRecordInfo *info, MadoRecord *record,
                                         gint64 gen, GError **error);
gboolean mado_sqlite_store_put_backlog_in (MadoSqliteStore *self, gint64 no, gboolean refold, GError **error);
/* Projects a record into the file; the same for one record at once. */
gboolean mado_sqlite_store_project_in   (MadoSqliteStore *self, const MadoRecordInfo *info, gboolean refold, GError **error);
gboolean mado_sqlite_store_backlog_slice (MadoSqliteStore *self);
gboolean mado_sqlite_store_rebuild_slice (MadoSqliteStore *self);
gboolean mado_sqlite_store_start_rebuild (MadoSqliteStore *self, GError **error);
gboolean mado_sqlite_store_warm_slice   (MadoSqliteStore *self);
/* The arena takes over, or drops, what the transaction changed. */
void     mado_sqlite_store_arena_commit (MadoSqliteStore *self);
void     mado_sqlite_store_arena_rollback (MadoSqliteStore *self);
guint    mado_sqlite_store_arena_mark   (MadoSqliteStore *self);
void     mado_sqlite_store_arena_back_to (MadoSqliteStore *self, guint mark);
void     mado_sqlite_store_drop_arena   (MadoSqliteStore *self);
gboolean mado_sqlite_store_may_list     (MadoSqliteStore *self, GError **error);
void     mado_sqlite_store_arena_put    (MadoSqliteStore *self, gint64 record, gint64 changed, const char *folded);
/* NULL: no row (purged, left, not of a listed kind). */
MadoCaseRow *mado_sqlite_store_read_row (MadoSqliteStore *self, gint64 record, GError **error);
gboolean mado_sqlite_store_flush_reads  (MadoSqliteStore *self, GError **error);
void     mado_sqlite_store_record_read  (MadoSqliteStore *self, const MadoId *record, const char *purpose, const char *reason);

/* --- transactions -------------------------------------------------------------- */
gboolean mado_sqlite_store_commit       (MadoSqliteStore *self, MadoSqliteTransaction *guard /* full */, GError **error);

/* --- virtual functions, by file --------------------------------------------------- */
void     mado_sqlite_store_init_write   (MadoStoreClass *klass);
void     mado_sqlite_store_init_ingest  (MadoStoreClass *klass);
void     mado_sqlite_store_init_read    (MadoStoreClass *klass);
void     mado_sqlite_store_init_kinds   (MadoStoreClass *klass);
void     mado_sqlite_store_init_search  (MadoStoreClass *klass);
void     mado_sqlite_store_init_rows    (MadoStoreClass *klass);
void     mado_sqlite_store_init_rebuild (MadoStoreClass *klass);
void     mado_sqlite_store_init_sync    (MadoStoreClass *klass);
void     mado_sqlite_store_init_erase   (MadoStoreClass *klass);
void     mado_sqlite_store_init_drafts  (MadoStoreClass *klass);
void     mado_sqlite_store_init_keys    (MadoStoreClass *klass);
void     mado_sqlite_store_init_blobs   (MadoStoreClass *klass);
void     mado_sqlite_store_init_bases   (MadoStoreClass *klass);
/* Drafts are part of a write. */
gboolean mado_sqlite_store_put_draft_in (MadoSqliteStore *self, MadoWrite *write, GError **error);
gboolean mado_sqlite_store_clear_draft_in (MadoSqliteStore *self, const MadoId *record, const char *path, GError **error);
gboolean mado_sqlite_store_clear_drafts_in (MadoSqliteStore *self, const MadoId *record, GError **error);
gboolean mado_sqlite_store_apply_bases  (MadoSqliteStore *self, const MadoRecordInfo *info, MadoRecord *record,
                                         const char *const *sections, GError **error);
gboolean mado_sqlite_store_drop_bases_in (MadoSqliteStore *self, const MadoRecordInfo *info, MadoRecord *record, GError **error);
gboolean mado_sqlite_store_forget_in    (MadoSqliteStore *self, const MadoId *record, const char *section, GError **error);
gboolean mado_sqlite_store_purge_in     (MadoSqliteStore *self, const MadoId *record, GError **error);
/* Old content must not stay in the WAL. */
void     mado_sqlite_store_scrub        (MadoSqliteStore *self);

G_END_DECLS
