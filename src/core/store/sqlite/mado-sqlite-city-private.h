/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-worker.h"
#include "core/store/sqlite/mado-sqlite-city.h"
#include "core/store/sqlite/mado-sqlite.h"

#include <pthread.h>

G_BEGIN_DECLS

/* journal.key = city code * 2^43 + seq: the city leads, and rows lie in order. */
#define SEQ_BITS 43

/* One scope's route into a section; the highest (clock, commit) counts. */
typedef struct
{
  char     scope[32];
  gboolean on;
  guint64  clock;
  MadoId   commit;
} CityRoute;

/* What routing and rights need to know of a section. */
typedef struct
{
  MadoId    record;
  char      section[32];
  gboolean  exists;   /* has a row */
  gboolean  fresh;    /* made by the commit in hand */
  gboolean  has_root; /* its first commit (without deps) is here */
  char     *kind;
  GArray   *routes;   /* CityRoute */
} CitySection;

/* The counters a device has used: 1..last without the gaps. */
typedef struct
{
  guint64 last;
  GArray *gaps; /* guint64 pairs, first and last of each gap */
  gboolean dirty;
} CityCounter;

typedef struct _CityJob CityJob;
typedef gboolean (*CityFunc) (MadoSqliteCity *self, gpointer data, GError **error);

struct _MadoSqliteCity
{
  MadoCityStore parent_instance;

  /* fixed after open */
  char        city[7];
  gint64      city_number;
  char       *path;
  char       *keys_path;
  char       *side_path;
  char       *vfs;
  guint8      master[MADO_KEY_BYTES];
  MadoClock  *clock;
  MadoRandom *random;

  /* the queue */
  MadoWorker  *writer; /* of CityJob */

  /* writer only */
  MadoSqlite  *db;
  MadoSqlite  *keys;
  MadoCityHead head;
  guint64      audit_no;
  guint8       audit_link[MADO_DIGEST_BYTES];
  GHashTable  *sections;  /* CitySection, its own key */
  GHashTable  *counters;  /* MadoId -> CityCounter */
  GHashTable  *purged;    /* MadoId set */
  guint        n_quarantined;
  gboolean     keys_open;      /* a transaction is open in keys.db */
  gboolean     devices_dirty;
  gboolean     scrub;          /* empty the write-ahead files after this batch */
  GHashTable  *touched;        /* scopes whose feed grew in this batch */
  MadoCityCounts pending;
  gint64       side_written;   /* monotonic, us */
  guint64      side_seq;
  char         side_epoch[37];

  MadoSqlite  *lock_file; /* held against a second process */

  /* under keys_lock */
  pthread_mutex_t keys_lock;
  MadoSqlite  *keys_reader;

  /* under lock */
  pthread_mutex_t lock; /* the system's own: race detectors see it */
  MadoCityHead   durable;
  MadoCityCounts counts;
  GHashTable    *devices;  /* MadoId -> MadoCityDevice */
  GHashTable    *tickets;  /* MadoId -> MadoTicket */
  GHashTable    *sessions; /* 32 bytes -> MadoTicket */
  GPtrArray     *readers;  /* idle read-only MadoSqlite */
  MadoCityWatch  watch;
  gpointer       watch_data;
};

/* --- mado-sqlite-city-thread.c --- */
void     city_start           (MadoSqliteCity *self);
void     city_stop            (MadoSqliteCity *self);
gboolean city_run             (MadoSqliteCity *self, CityFunc func, gpointer data, GError **error);
void     city_append_async    (MadoCityStore *store, MadoCityItem *items, guint n, MadoCityDone done, gpointer data);
/* Drops every cache that a rolled back transaction may have spoilt. */
gboolean city_reload          (MadoSqliteCity *self, GError **error);
gboolean city_reload_devices  (MadoSqliteCity *self, GError **error);
gboolean city_keys_begin      (MadoSqliteCity *self, GError **error);
void     city_get_durable     (MadoSqliteCity *self, MadoCityHead *head);
void     city_write_side      (MadoSqliteCity *self, gboolean now);
MadoSqlite *city_reader_take  (MadoSqliteCity *self, GError **error);
void     city_reader_give     (MadoSqliteCity *self, MadoSqlite *reader);

/* --- mado-sqlite-city-schema.c --- */
gboolean city_schema_apply    (MadoSqliteCity *self, GError **error);
gboolean city_keys_apply      (MadoSqliteCity *self, GError **error);
gboolean city_load_head       (MadoSqliteCity *self, GError **error);
gboolean city_save_head       (MadoSqliteCity *self, GError **error);
gboolean city_renew_epoch     (MadoCityStore *store, GError **error);
gboolean city_set_epoch       (MadoSqliteCity *self, GError **error);

/* --- mado-sqlite-city-append.c --- */
gboolean city_append_item     (MadoSqliteCity *self, MadoCityItem *item, GError **error);
/* Joins the journal: seq, chain, routes, feeds. @inserted FALSE: the id is there. */
gboolean city_insert          (MadoSqliteCity *self, MadoCityItem *item, CitySection *section, const char *author_scope,
                               gboolean *inserted, GError **error);
gboolean city_save_counters   (MadoSqliteCity *self, GError **error);
CityCounter *city_counter     (MadoSqliteCity *self, const MadoId *device, GError **error);
gboolean city_counter_is_free (CityCounter *counter, guint64 n);
void     city_counter_take    (CityCounter *counter, guint64 n);
void     city_counter_free    (gpointer counter);

/* --- mado-sqlite-city-judge.c --- */
/* The reason for the quarantine, or NULL. @ticket is set when it is known. */
const char *city_judge        (MadoSqliteCity *self, MadoCommit *commit, CitySection *section, gint64 received,
                               MadoTicket **ticket, GError **error);

/* --- mado-sqlite-city-route.c --- */
CitySection *city_section     (MadoSqliteCity *self, const MadoId *record, const char *section, GError **error);
guint    city_section_hash    (gconstpointer section);
gboolean city_section_equal   (gconstpointer a, gconstpointer b);
void     city_section_free    (gpointer section);
gboolean city_route           (MadoSqliteCity *self, CitySection *section, MadoCommit *commit, guint64 seq,
                               const char *author_scope, GError **error);
gboolean city_feed_add        (MadoSqliteCity *self, const char *scope, MadoCityEntryType type, guint64 seq,
                               const MadoId *record, const char *section, GError **error);
gboolean city_kind_is_open    (const char *kind);
gboolean city_scope_reads     (MadoCityStore *store, const char *scope, const MadoId *record, const char *section);

/* --- mado-sqlite-city-feed.c --- */
MadoCityPage *city_read_feed  (MadoCityStore *store, const char *scope, guint64 since, guint limit, gsize max_bytes,
                               GError **error);
GBytes  *city_get_commit      (MadoCityStore *store, const MadoId *id, guint64 *seq, GError **error);
GPtrArray *city_list_commits  (MadoCityStore *store, const MadoId *record, GError **error);
gint64   city_last_received   (MadoCityStore *store, const MadoId *record);
gboolean city_check_chain     (MadoCityStore *store, GError **error);

/* --- mado-sqlite-city-quarantine.c --- */
gboolean city_quarantine      (MadoSqliteCity *self, MadoCityItem *item, const char *reason, gint64 received,
                               GError **error);
/* Sets verdict and reason if these very bytes are in quarantine. */
gboolean city_quarantine_find (MadoSqliteCity *self, MadoCityItem *item, gboolean *found, GError **error);
GPtrArray *city_list_quarantine (MadoCityStore *store, guint limit, GError **error);
gboolean city_decide          (MadoCityStore *store, const MadoId *id, gboolean accept, const char *staff,
                               const char *why, GError **error);

/* --- mado-sqlite-city-progress.c --- */
/* The states of procedures that @commit sets; in the open transaction of @db. */
gboolean city_note_progress   (MadoSqlite *db, gint64 city, const MadoCommit *commit, gint64 received, GError **error);
/* From all of the journal, for a file that had no register yet. */
gboolean city_fill_progress   (MadoSqlite *db, GError **error);
GArray  *city_get_progress    (MadoCityStore *store, const MadoId *record, GError **error);
GArray  *city_list_progress   (MadoCityStore *store, const MadoId *after, guint limit, GError **error);

/* --- mado-sqlite-city-purge.c --- */
gboolean city_purge           (MadoCityStore *store, const MadoId *record, const char *staff, const char *why,
                               GError **error);
gboolean city_replay_purges   (MadoSqliteCity *self, GError **error);

/* --- mado-sqlite-city-keys.c --- */
gboolean city_put_keys        (MadoCityStore *store, const MadoDataKey *keys, guint n, MadoVerdict *verdicts, GError **error);
gboolean city_get_key         (MadoCityStore *store, const MadoId *id, MadoDataKey *key, GError **error);
gboolean city_put_secret      (MadoCityStore *store, const char *name, const void *data, gsize length, GError **error);
GBytes  *city_get_secret      (MadoCityStore *store, const char *name, GError **error);

/* --- mado-sqlite-city-people.c --- */
gboolean city_put_user        (MadoCityStore *store, MadoCityUser *user, GError **error);
MadoCityUser *city_get_user   (MadoCityStore *store, const char *id, GError **error);
GPtrArray *city_list_users    (MadoCityStore *store, GError **error);
gboolean city_note_sign_in    (MadoCityStore *store, const char *id, guint failures, gint64 locked_until, GError **error);

/* --- mado-sqlite-city-devices.c --- */
gboolean city_put_device      (MadoCityStore *store, const MadoCityDevice *device, GError **error);
gboolean city_get_device      (MadoCityStore *store, const MadoId *id, MadoCityDevice *device);
GArray  *city_list_devices    (MadoCityStore *store);
gboolean city_put_code        (MadoCityStore *store, const guint8 *digest, const char *scope, guint uses, gint64 expires,
                               GError **error);
gboolean city_enrol           (MadoCityStore *store, const guint8 *digest, MadoCityDevice *device, GError **error);

/* --- mado-sqlite-city-tickets.c --- */
gboolean city_put_ticket      (MadoCityStore *store, const MadoTicket *ticket, const guint8 *token, GError **error);
MadoTicket *city_get_ticket   (MadoCityStore *store, const MadoId *id, GError **error);
MadoTicket *city_get_session  (MadoCityStore *store, const guint8 *token, GError **error);
gboolean city_end_session     (MadoCityStore *store, const guint8 *token, GError **error);

/* --- mado-sqlite-city-lease.c --- */
/* A new epoch gives out no number a second time. */
gboolean city_skip_leases     (MadoSqliteCity *self, GError **error);
gboolean city_lease           (MadoCityStore *store, const char *kind, guint count, const MadoId *device, guint64 *first,
                               GError **error);
gboolean city_claim           (MadoCityStore *store, const char *kind, const char *name, const MadoId *record,
                               const char *section, const MadoId *commit, gboolean *taken, MadoId *by, GError **error);
gboolean city_add_blob        (MadoCityStore *store, const MadoId *record, const char *section, const guint8 *digest,
                               guint64 length, GError **error);
gboolean city_has_blob        (MadoCityStore *store, const MadoId *record, const char *section, const guint8 *digest,
                               guint64 *length, GError **error);

/* --- mado-sqlite-city-audit.c --- */
/* On the writer, inside a job. */
gboolean city_audit_one       (MadoSqliteCity *self, const MadoAudit *item, GError **error);
gboolean city_audit           (MadoCityStore *store, const MadoAudit *items, guint n, GError **error);
guint64  city_count_audit     (MadoCityStore *store, const char *what, GError **error);

G_END_DECLS
