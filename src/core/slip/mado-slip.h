/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-id.h"
#include "core/crypto/mado-crypto.h"
#include "core/model/mado-value.h"
#include "core/slip/mado-slip-fields.h"
#include "core/slip/mado-slip-keyring.h"
#include "core/sync/mado-commit.h"

G_BEGIN_DECLS

/**
 * MadoSlip:
 *
 * What the QR of a 手続き一覧 says: a sealed extract of one record that the
 * visitor carries. The same struct is filled in to make a slip and given back
 * by reading one. Format, limits and test vectors: README.md in this folder.
 *
 * Values are a base at the heads, not edits: reading a slip writes nothing.
 *
 * A *draft* is what a visitor brings from a kiosk, a mail or the web: filled in,
 * signed by nobody, and there is no case yet. It has no heads and no issuer;
 * whoever knows the city's public key can close one.
 */
#define MADO_SLIP_MAX_CHARACTERS 1134 /* version 22-M, alphanumeric */
#define MADO_SLIP_PREFIX         "MG1:"

/* Which values come first when not all fit. */
typedef enum
{
  MADO_SLIP_TIER_IDENTITY, /* who the persons are: without it only a reference fits */
  MADO_SLIP_TIER_WINDOW,   /* a window that is still to be visited needs it */
  MADO_SLIP_TIER_REST,
  MADO_SLIP_TIER_NEVER,    /* sensitive: not carried and not named */
} MadoSlipTier;

typedef struct
{
  char        *path;
  char        *section;
  GVariant    *value;
  MadoSlipTier tier;  /* making only */
  gboolean     known; /* reading: the dictionary has field and choice; if not,
                         the path or value is a plain list's "#12" */
} MadoSlipValue;

/* Heads of one section at printing. @clock: the newest hybrid clock among the
 * commits that they stand for. @seen: the section's other commits that the
 * issuer had; reading gives their tails (see mado_slip_heads_may_have_seen). */
#define MADO_SLIP_MAX_SEEN 24
typedef struct
{
  char    *section;
  guint64  clock;
  MadoId  *heads;    /* sorted */
  guint    n_heads;
  guint16 *seen;     /* tails, sorted */
  guint    n_seen;
} MadoSlipHeads;

typedef struct
{
  char *proc;
  char *state; /* "guided", "signed" … */
  char *added; /* "guided", "picked" …; "" if none */
} MadoSlipProcedure;

/* A signature and the forms (procedure ids) it covers; @digest is over what
 * was printed on all of them, see mado_slip_signature_digest(). */
#define MADO_SLIP_DIGEST_BYTES 16
typedef struct
{
  MadoId id;
  guint8 digest[MADO_SLIP_DIGEST_BYTES];
  char  *method; /* tablet, paper, seal, none */
  gint64 signed_at;
  char **procs;
} MadoSlipSignature;

typedef enum
{
  MADO_SLIP_TRUST_NONE,    /* not checked (a slip being made) */
  MADO_SLIP_TRUST_DEVICE,  /* signed by a device of this city */
  MADO_SLIP_TRUST_CITIZEN, /* a draft, or issuer unknown: treat it as typed by a citizen */
} MadoSlipTrust;

typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  char       city[7];
  char      *kind;         /* "case" */
  MadoId     record;
  guint      generation;   /* for people: which printing this is */
  gint64     issued;       /* ms; kept to the second */
  gint64     expires;      /* ms; kept to the second */
  MadoId     device;       /* the issuer */
  char      *pack_version;
  GPtrArray *heads;        /* MadoSlipHeads* */
  char     **persons;      /* element ids, in order */
  GPtrArray *procedures;   /* MadoSlipProcedure*, none of them sensitive */
  char     **windows;      /* desks where a sensitive procedure waits */
  GPtrArray *signatures;   /* MadoSlipSignature* */
  GPtrArray *values;       /* MadoSlipValue* */
  gboolean   draft;
  MadoId     draft_id;     /* of a draft: its own id, whoever made it chose it */
  MadoSource source;       /* of a draft's values: WEB, KIOSK or SLIP */

  /* --- reading only --- */
  gboolean      reference; /* values did not fit: ask the server by the short code */
  char        **left_out;  /* paths whose values are on paper or server only */
  MadoSlipTrust trust;
  gboolean      expired;   /* more than one calendar day ago: warn, go on */
  guint         key_number;
} MadoSlip;

MadoSlip *mado_slip_new   (const char   *city,
                           const MadoId *record);
/* A draft; reading one gives `record` an id that is derived from all it says,
 * so that it opens one case however often it is scanned. */
MadoSlip *mado_slip_new_draft (const char *city,
                               const MadoId *draft_id,
                               MadoSource    source);
MadoSlip *mado_slip_ref   (MadoSlip     *self);
void      mado_slip_unref (MadoSlip     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoSlip, mado_slip_unref)

/* --- filling in ----------------------------------------------------------- */
void mado_slip_add_heads      (MadoSlip *self, const char *section, guint64 clock, const MadoId *heads, guint n_heads,
                               const MadoId *seen /* nullable */, guint n_seen);
void mado_slip_add_person     (MadoSlip *self, const char *eid);
void mado_slip_add_procedure  (MadoSlip *self, const char *proc, const char *state, const char *added);
void mado_slip_add_window     (MadoSlip *self, const char *desk);
void mado_slip_add_signature  (MadoSlip *self, const MadoId *id, const guint8 digest[MADO_SLIP_DIGEST_BYTES],
                               const char *method, gint64 signed_at, const char *const *procs);
/* A floating @value is taken over. "Nothing" is not added. */
void mado_slip_add_value      (MadoSlip *self, const char *section, const char *path, GVariant *value, MadoSlipTier tier);

/* Digest of one signature over several forms: SHA-256 over the 32-byte digests
 * of the forms (proc/<proc>/signature, key 3) in the order of @procs sorted
 * bytewise, cut to 16 bytes. */
void mado_slip_signature_digest (const char *const *procs, const guint8 *digests /* 32 each */,
                                 guint8 digest[MADO_SLIP_DIGEST_BYTES]);

/* --- reading out ----------------------------------------------------------- */
/* NULL if it is not carried. Borrowed. */
GVariant            *mado_slip_lookup          (MadoSlip *self, const char *path);
const MadoSlipHeads *mado_slip_get_heads       (MadoSlip *self, const char *section);
/* Whether the issuer had this commit of the section: FALSE is certain if the
 * slip names some seen commits, but fewer than MADO_SLIP_MAX_SEEN; TRUE is
 * wrong once in 65,536. */
gboolean             mado_slip_heads_may_have_seen (const MadoSlipHeads *self, const MadoId *commit);

/* --- text of the QR ---------------------------------------------------------- */
/* How it fitted, for the bench and the foot line. */
typedef struct
{
  guint    characters;
  guint    version;    /* of the QR symbol, level M */
  guint    bytes;      /* before base45 */
  guint    n_values;   /* carried */
  guint    n_left_out;
  gboolean reference;
} MadoSlipFit;

/* Quick and without keys: does it look like one of ours, of any format? For
 * a scanner that has to tell a slip from other codes. */
gboolean  mado_slip_is_slip (const char            *text);

/* Signs with @device, seals with the key of the week of slip->issued. Values
 * are chosen by tier, then in the order they were added, until the symbol is
 * full; the rest is named in the slip.
 * UNKNOWN_KEY: no key for that week. INVALID: the slip breaks a rule. */
char     *mado_slip_encode  (const MadoSlip        *slip,
                             const MadoSlipFields  *fields,
                             MadoSlipKeyring       *keys,
                             const MadoSecretKey   *device,
                             MadoRandom            *random,
                             MadoSlipFit           *fit, /* nullable */
                             GError               **error);

/* Closes a draft for the holders of the city's box key @number. INVALID: it
 * breaks a rule. NO_SPACE: too much for one code. */
char     *mado_slip_encode_draft (const MadoSlip       *slip,
                                  const MadoSlipFields *fields,
                                  guint16               number,
                                  const guint8          box_public[32],
                                  MadoRandom           *random,
                                  MadoSlipFit          *fit, /* nullable */
                                  GError              **error);

/* Finds the public signing key of a device of this city. */
typedef gboolean (*MadoSlipIssuerFunc) (const MadoId *device, guint8 sign_public[32], gpointer data);

/* Reads what a scanner gave: any letter case and width, line ends around it.
 * INVALID: not one of ours. DAMAGED: damaged or cut off; the message says
 * which. FOREIGN: another city's. UNSUPPORTED: a newer format or dictionary.
 * UNKNOWN_KEY: sealed with a week's key, or closed for a box key, that is not here.
 * An unknown issuer and an expired slip are no errors: see `trust`, `expired`. */
MadoSlip *mado_slip_decode  (const char            *text,
                             const MadoSlipFields  *fields,
                             MadoSlipKeyring       *keys,
                             MadoSlipIssuerFunc     issuer,
                             gpointer               issuer_data,
                             gint64                 now,
                             GError               **error);

G_END_DECLS
