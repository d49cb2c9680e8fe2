/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-id.h"
#include "core/crypto/mado-crypto.h"
#include "core/model/mado-value.h"

G_BEGIN_DECLS

/**
 * MadoSource: where a value came from. Numbers are part of the format and
 * never reused.
 */
typedef enum
{
  MADO_SOURCE_UNKNOWN = 0,
  MADO_SOURCE_TYPED   = 1,
  MADO_SOURCE_CARD    = 2,
  MADO_SOURCE_OCR     = 3,
  MADO_SOURCE_SLIP    = 4,
  MADO_SOURCE_WEB     = 5,
  MADO_SOURCE_KIOSK   = 6,
  MADO_SOURCE_IMPORT  = 7,
  MADO_SOURCE_PROGRAM = 8, /* set by a step of the program: a state, a mark */
} MadoSource;

const char *mado_source_to_string   (MadoSource  source);
MadoSource  mado_source_from_string (const char *text);

/* One value at one path. @sealed values are personal: they travel sealed with
 * the data key of (record, section). Open ones (states, routes, marks) carry
 * nothing about a person. */
typedef struct
{
  char      *path;
  GVariant  *value;
  MadoSource source;
  gboolean   sealed;
} MadoChange;

MadoChange *mado_change_new  (const char *path, GVariant *value, MadoSource source, gboolean sealed);
MadoChange *mado_change_copy (const MadoChange *self);
void        mado_change_free (MadoChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoChange, mado_change_free)

/**
 * MadoCommit:
 *
 * An atomic list of changes to one section of one record; immutable once it
 * is signed. Layout, domain strings and test vectors: PROTOCOL.md in this
 * folder. Reference counted, safe to share between threads when finished.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public, read-only >*/
  guint      version;   /* 1 */
  MadoId     id;        /* UUIDv7 */
  char       city[7];   /* 6-digit 団体コード */
  MadoId     device;
  guint64    n;         /* the device's contiguous counter, from 1 */
  char      *actor;     /* staff id */
  MadoId     ticket;    /* server-issued, null before the first sign-in */
  guint64    clock;     /* hybrid logical clock */
  gint64     wall;      /* uncorrected milliseconds, for people */
  char      *kind;      /* "case", … */
  MadoId     record;
  char      *section;   /* "shared", "addr", or a desk id */
  MadoId    *deps;      /* sorted, no repeats: heads of this SECTION on screen when the edit began */
  guint      n_deps;
  char      *purpose;   /* why, a short token: "fill", "accept", "choose" … */
  GPtrArray *open;      /* MadoChange*, not sealed */
  MadoId     key_id;    /* data key of the sealed part; null if there is none */
  GBytes    *sealed;    /* nullable: nonce|ciphertext|tag of the CBOR changes */
  GPtrArray *changes;   /* nullable: open changes and, once unsealed, sealed ones */
  GBytes    *bytes;     /* the signed commit, verbatim as stored and sent */
} MadoCommit;

MadoCommit *mado_commit_ref    (MadoCommit *self);
void        mado_commit_unref  (MadoCommit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoCommit, mado_commit_unref)

/* What a writer fills in; strings and arrays are borrowed for the call. */
typedef struct
{
  const char   *city;
  MadoId        id;
  MadoId        device;
  guint64       n;
  const char   *actor;
  MadoId        ticket;
  guint64       clock;
  gint64        wall;
  const char   *kind;
  MadoId        record;
  const char   *section;
  const MadoId *deps;
  guint         n_deps;
  const char   *purpose;
  GPtrArray    *changes;      /* MadoChange*; order is kept */
  MadoId        key_id;       /* needed if any change is sealed */
  const guint8 *key;          /* its 32 bytes */
} MadoCommitDraft;

MadoCommit *mado_commit_sign     (const MadoCommitDraft *draft,
                                  const MadoSecretKey   *device_key,
                                  MadoRandom            *random,
                                  GError               **error);
/* Checks layout and limits, not the signature. */
MadoCommit *mado_commit_parse    (GBytes                *bytes,
                                  GError               **error);
gboolean    mado_commit_verify   (MadoCommit            *self,
                                  const guint8           sign_public[32]);
/* Returns a commit that shares all of @self and has `changes` complete. */
MadoCommit *mado_commit_unseal   (MadoCommit            *self,
                                  const guint8           key[MADO_KEY_BYTES],
                                  GError               **error);

#define MADO_COMMIT_MAX_BYTES   (256 * 1024)
#define MADO_COMMIT_MAX_CHANGES 2000
#define MADO_COMMIT_MAX_DEPS    256

G_END_DECLS
