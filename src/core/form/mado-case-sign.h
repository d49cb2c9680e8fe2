/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-case.h"

G_BEGIN_DECLS

/*
 * One signature, honestly: bound to each form by a salted digest of what was
 * printed on it. `signed` fields are covered, empty or not; `later` fields only
 * if they stood there at signing; `staff` fields never.
 *
 * A signature value (proc/<proc>/signature) is CBOR
 *   {1: signature id, 2: salt (16), 3: digest (32), 4: [covered path …],
 *    5: method, 6: signed at (ms), 7: marks}
 * digest = SHA-256 (salt | CBOR [[path, value] …], sorted by path, null for
 * nothing); marks = the first 4 bytes of SHA-256 (salt | CBOR [path, value])
 * for each path, which tell what changed and nothing else.
 *
 * A window that has nothing but the slip does not have the signature itself.
 * For it a *stand-in* is laid below the record, never written: over the values
 * that the slip carries, with the slip's own digest as key 8. It checks like
 * any other, and gives way to the real one.
 */
#define MADO_SIGNATURE_SLIP_BYTES 16
typedef struct
{
  char   *id;
  guint8  salt[MADO_SALT_BYTES];
  guint8  digest[MADO_DIGEST_BYTES];
  char  **paths;      /* sorted */
  char   *method;     /* "tablet", "paper", "seal", "none" */
  gint64  signed_at;  /* ms */
  guint8 *marks;      /* 4 bytes a path; NULL in signatures without them */
  gboolean is_stand_in;
  guint8 slip_digest[MADO_SIGNATURE_SLIP_BYTES]; /* of a stand-in: what the slip says of the real one */
} MadoSignature;

void           mado_signature_free     (MadoSignature *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoSignature, mado_signature_free)

/* How signing reads a case: the shown value of a path, NULL if none; sets
 * @conflict if there are several. */
typedef GVariant *(*MadoSignLookup) (const char *path, gboolean *conflict, gpointer data);

/* Which of the paths @printed on @proc's form the signature covers. (full,
 * sorted) */
char         **mado_case_sign_cover    (MadoPack       *pack,
                                        const char     *proc,
                                        const char *const *printed,
                                        MadoSignLookup  lookup,
                                        gpointer        data);
MadoSignature *mado_signature_new      (const char     *id,
                                        const char     *method,
                                        gint64          signed_at,
                                        const char *const *paths,
                                        MadoRandom     *random,
                                        MadoSignLookup  lookup,
                                        gpointer        data);
/* The same salt for the same slip and form: every window makes the same one. */
MadoSignature *mado_signature_new_stand_in (const char   *id,
                                            const char   *method,
                                            gint64        signed_at,
                                            const char   *proc,
                                            const guint8  slip_digest[MADO_SIGNATURE_SLIP_BYTES],
                                            const char *const *paths,
                                            MadoSignLookup lookup,
                                            gpointer      data);
GVariant      *mado_signature_to_value (MadoSignature  *self);
MadoSignature *mado_signature_from_value (GVariant     *value,
                                          GError      **error);

typedef enum
{
  MADO_SIGNED_NOT,     /* no signature */
  MADO_SIGNED_VALID,
  MADO_SIGNED_VOID,    /* something that was declared is different now */
  MADO_SIGNED_DAMAGED, /* cannot be read: treat as void */
} MadoSigned;

/* @changed (nullable, full): covered paths that differ or are in conflict. */
MadoSigned     mado_signature_check    (MadoSignature  *self,
                                        MadoSignLookup  lookup,
                                        gpointer        data,
                                        char         ***changed);
/* The same for a procedure of a case as it stands. */
MadoSigned     mado_case_check_signature (MadoCase     *kase,
                                          const char   *proc,
                                          char       ***changed);
/* Lookup over a record: @data is the MadoRecord. */
GVariant      *mado_sign_lookup_record (const char     *path,
                                        gboolean       *conflict,
                                        gpointer        data);

/* The visitor's 確認 tap: value for ack/<desk>. */
GVariant      *mado_case_ack_new       (const char *const *paths,
                                        gint64          at,
                                        MadoRandom     *random,
                                        MadoSignLookup  lookup,
                                        gpointer        data);

G_END_DECLS
