/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* For implementations of MadoStore and for nobody else. */

/* One thing to be made durable. Those that wait together share a
 * transaction; one that fails leaves the others alone. */
typedef enum
{
  MADO_WRITE_EDIT,
  MADO_WRITE_DRAFT,
  MADO_WRITE_CLEAR_DRAFTS,
} MadoWriteType;

typedef struct
{
  MadoWriteType type;
  MadoEdit     *edit;
  MadoId        record;
  char         *path;
  GVariant     *value;  /* NULL forgets the draft */
  MadoSource    source;
  MadoEditBase *base;   /* nullable */

  /* out */
  GPtrArray    *commits;
  GError       *error;
} MadoWrite;

/* An incoming entry, read and checked before it reaches the store's thread. */
typedef struct
{
  const MadoIncoming *in;
  MadoCommit         *commit; /* NULL unless a commit that can be read */
  const char         *fault;  /* static token, or NULL: good */
} MadoIntake;

/* All of these run on the store's thread, one at a time. */
struct _MadoStoreClass
{
  GObjectClass parent_class;

  /* Sets commits or error of each; never fails as a whole. */
  void         (*write_many)      (MadoStore *self, GPtrArray *writes);
  /* All in one transaction, or none and the error. */
  gboolean     (*write_all)       (MadoStore *self, GPtrArray *writes, GError **error);
  /* A slice of background work, a few milliseconds. TRUE: there is more. */
  gboolean     (*background)      (MadoStore *self);
  void         (*close)           (MadoStore *self);
  void         (*set_person)      (MadoStore *self, const char *staff, MadoRole role, const MadoId *ticket,
                                   const char *const *scopes);
  void         (*set_open_role)   (MadoStore *self, MadoRole role);
  gboolean     (*ingest)          (MadoStore *self, MadoIntake *items, guint n_items, const char *epoch,
                                   guint64 cursor, MadoIngestResult *result, GError **error);
  MadoRecord * (*load)            (MadoStore *self, const MadoId *record, GError **error);
  GArray     * (*list_kind)       (MadoStore *self, const char *kind, GError **error);
  GPtrArray  * (*load_many)       (MadoStore *self, const MadoId *records, guint n_records, GError **error);
  GPtrArray  * (*history)         (MadoStore *self, const MadoId *record, GError **error);
  gboolean     (*break_glass)     (MadoStore *self, const MadoId *record, const char *reason, GError **error);
  GPtrArray  * (*list_reads)      (MadoStore *self, guint limit, GError **error);
  gboolean     (*reads_taken)     (MadoStore *self, guint64 up_to, GError **error);
  gboolean     (*put_base)        (MadoStore *self, const char *kind, const MadoId *record, const char *section,
                                   const MadoId *heads, guint n_heads, guint64 clock, GPtrArray *changes,
                                   GError **error);
  GPtrArray  * (*list)            (MadoStore *self, const char *day, guint offset, guint limit, GError **error);
  GPtrArray  * (*search)          (MadoStore *self, const char *query, guint limit, GError **error);
  void         (*warm)            (MadoStore *self);
  /* Starts it; background() does it and ends with mado_store_note_rebuilt(). */
  gboolean     (*rebuild)         (MadoStore *self, GError **error);
  GPtrArray  * (*get_drafts)      (MadoStore *self, const MadoId *record, GError **error);
  GPtrArray  * (*outbox)          (MadoStore *self, guint limit, GError **error);
  gboolean     (*settle)          (MadoStore *self, const MadoId *commit, MadoVerdict verdict, const char *reason,
                                   guint64 seq, GError **error);
  gboolean     (*new_epoch)       (MadoStore *self, const char *epoch, GError **error);
  gboolean     (*get_cursor)      (MadoStore *self, char **epoch, guint64 *cursor, GError **error);
  GPtrArray  * (*list_quarantine) (MadoStore *self, GError **error);
  GPtrArray  * (*list_counters)   (MadoStore *self, const MadoId *device, GError **error);
  gboolean     (*forget)          (MadoStore *self, const MadoId *record, const char *section, GError **error);
  gboolean     (*purge)           (MadoStore *self, const MadoId *record, GError **error);
  gboolean     (*add_keys)        (MadoStore *self, const MadoDataKey *keys, guint n_keys, GError **error);
  GPtrArray  * (*unsent_keys)     (MadoStore *self, GError **error);
  gboolean     (*keys_taken)      (MadoStore *self, const MadoId *ids, guint n_ids, GError **error);
  gboolean     (*add_device)      (MadoStore *self, const MadoId *device, const MadoPublicKey *key,
                                   const char *scope, GError **error);
  gboolean     (*get_device)      (MadoStore *self, const MadoId *device, MadoPublicKey *key, GError **error);
  char       * (*get_device_scope) (MadoStore *self, const MadoId *device, GError **error);
  gboolean     (*set_meta)        (MadoStore *self, const char *name, GBytes *value, GError **error);
  GBytes     * (*get_meta)        (MadoStore *self, const char *name, GError **error);
  gboolean     (*put_blob)        (MadoStore *self, const MadoId *record, const char *section, GBytes *plain,
                                   guint8 *digest, GError **error);
  GBytes     * (*get_blob)        (MadoStore *self, const MadoId *record, const guint8 *digest, GError **error);
  gboolean     (*stat_blob)       (MadoStore *self, const guint8 *digest, guint64 *have, guint64 *total,
                                   GError **error);
  gboolean     (*find_blob)       (MadoStore *self, const guint8 *digest, MadoId *record, char section[32],
                                   GError **error);
  GBytes     * (*read_blob)       (MadoStore *self, const guint8 *digest, guint64 offset, gsize length,
                                   GError **error);
  gboolean     (*append_blob)     (MadoStore *self, const MadoId *record, const char *section, const guint8 *digest,
                                   guint64 total, guint64 offset, GBytes *piece, GError **error);
  GPtrArray  * (*unsent_blobs)    (MadoStore *self, GError **error);
  gboolean     (*blob_taken)      (MadoStore *self, const guint8 *digest, GError **error);
};

/* Runs @func on the store's thread and waits; for an implementation's own
 * constructor. What it returns comes back. */
typedef gpointer (*MadoStoreFunc) (MadoStore *self, gpointer data, GError **error);

gpointer  mado_store_call            (MadoStore *self, MadoStoreFunc func, gpointer data, GError **error);
/* Asserts that the caller is the store's thread. */
void      mado_store_assert_thread   (MadoStore *self);
/* From the store's thread: is somebody waiting? Long background work asks. */
gboolean  mado_store_has_waiting     (MadoStore *self);
/* A page of the feed is being read beside the thread: background work that
 * would compete gives way; it is woken when the page is done. */
gboolean  mado_store_is_ingesting    (MadoStore *self);
/* From the store's thread: background() has something to do again. */
void      mado_store_wake_background (MadoStore *self);

/* From the store's thread: lets go of those who wait for the rebuilding. */
void      mado_store_note_rebuilt    (MadoStore *self, const GError *error);
/* From the store's thread; emitted on the main context. */
void      mado_store_note_changed    (MadoStore *self, const MadoId *record, gboolean remote);
void      mado_store_note_unsent     (MadoStore *self, guint n_unsent);
void      mado_store_note_damaged    (MadoStore *self, const char *message);
void      mado_store_note_draft      (MadoStore *self, const char *message);

G_END_DECLS
