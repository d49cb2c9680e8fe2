/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/slip/mado-slip.h"

G_BEGIN_DECLS

/* Shared by the writing and the reading side. Numbers here are part of the
 * format (README.md) and never change their meaning. */

#define MADO_SLIP_DOMAIN       "mado-slip-1"
#define MADO_SLIP_SEAL_DOMAIN  "mado-slip-seal-1"
#define MADO_SLIP_FORMAT       1
#define MADO_SLIP_FORMAT_DRAFT 2
#define MADO_SLIP_DICTIONARY   1

/* format 1 | length 2 | city 3 | key number 2 | nonce 24 | ciphertext | tag 16 | check 2 */
#define MADO_SLIP_HEADER       8
#define MADO_SLIP_CHECK        2
#define MADO_SLIP_OVERHEAD     (MADO_SLIP_HEADER + MADO_SEAL_OVERHEAD + MADO_SLIP_CHECK)
/* format 1 | length 2 | city 3 | box key number 2 | sealed box: key 32, tag 16, ciphertext | check 2 */
#define MADO_SLIP_DRAFT_OVERHEAD (MADO_SLIP_HEADER + MADO_BOX_OVERHEAD + MADO_SLIP_CHECK)
#define MADO_SLIP_MAX_BYTES    753 /* what 1,130 characters of base45 hold */
#define MADO_SLIP_MAX_BODY     16384

typedef enum
{
  MADO_SLIP_KEY_CITY       = 0,
  MADO_SLIP_KEY_SECTIONS   = 1,
  MADO_SLIP_KEY_GENERATION = 2,
  MADO_SLIP_KEY_ISSUED     = 3,
  MADO_SLIP_KEY_LIFETIME   = 4,
  MADO_SLIP_KEY_PACK       = 5,
  MADO_SLIP_KEY_PERSONS    = 6,
  MADO_SLIP_KEY_PROCEDURES = 7,
  MADO_SLIP_KEY_WINDOWS    = 8,
  MADO_SLIP_KEY_SIGNATURES = 9,
  MADO_SLIP_KEY_SHAPE      = 10,
  MADO_SLIP_KEY_TEXT       = 11,
  MADO_SLIP_KEY_KIND       = 12,
  MADO_SLIP_KEY_REFERENCE  = 13,
  MADO_SLIP_KEY_SOURCE     = 14,
} MadoSlipKey;

/* Where a value's path belongs. */
typedef enum
{
  MADO_SLIP_GROUP_FIELD       = 0, /* field/NAME */
  MADO_SLIP_GROUP_PERSON      = 1, /* person/EID/NAME */
  MADO_SLIP_GROUP_VISITOR     = 2, /* visitor/NAME */
  MADO_SLIP_GROUP_PROC        = 3, /* proc/PROC/field/NAME */
  MADO_SLIP_GROUP_PROC_PERSON = 4, /* proc/PROC/person/EID/NAME */
  MADO_SLIP_GROUP_ANSWER      = 5, /* answer/NAME */
  MADO_SLIP_GROUP_DOCUMENT    = 6, /* proc/PROC/document/NAME */
  MADO_SLIP_GROUP_PATH        = 7, /* NAME */
} MadoSlipGroup;

typedef enum
{
  MADO_SLIP_CODE_TEXT   = 0,
  MADO_SLIP_CODE_FALSE  = 1,
  MADO_SLIP_CODE_TRUE   = 2,
  MADO_SLIP_CODE_CHOICE = 3,
  MADO_SLIP_CODE_DATE   = 4,
  MADO_SLIP_CODE_NUMBER = 5,
  MADO_SLIP_CODE_LEFT   = 6,
  MADO_SLIP_CODE_CBOR   = 7,
  MADO_SLIP_CODE_DIGITS = 8,
  MADO_SLIP_CODE_WORD   = 9, /* to 14: the words of mado_slip_words */
  MADO_SLIP_CODE_NEWER  = 15,
} MadoSlipCode;

extern const char *const mado_slip_words[6];

/* Words with a number, from 1; 0 is "" and a word that is not in the table. */
guint       mado_slip_state_to_number  (const char   *state);
const char *mado_slip_state_from_number (guint        number); /* NULL: unknown */
guint       mado_slip_added_to_number  (const char   *added);
const char *mado_slip_added_from_number (guint        number);
guint       mado_slip_method_to_number (const char   *method);
const char *mado_slip_method_from_number (guint       number);

void        mado_slip_append_name      (char       ***list,
                                        const char   *name);
/* Low 16 bits of the CRC-32 of zlib: tells a misread slip from a foreign one
 * before any key is tried. Nobody relies on it for more. */
guint16     mado_slip_check            (const guint8 *data,
                                        gsize         length);
GByteArray *mado_slip_seal_extra       (const guint8  header[MADO_SLIP_HEADER]);
guint16     mado_slip_tail             (const MadoId *id);

/* --- streams -------------------------------------------------------------- */
/* Bits, most significant first. */
typedef struct
{
  GByteArray *bytes;
  guint       used; /* bits of the last byte */
} MadoBitWriter;

void     mado_bits_put        (MadoBitWriter *self, guint64 value, guint bits);
void     mado_bits_put_number (MadoBitWriter *self, guint64 value);

typedef struct
{
  const guint8 *data;
  gsize         length;
  gsize         at; /* in bits */
  gboolean      failed;
} MadoBitReader;

guint64  mado_bits_get        (MadoBitReader *self, guint bits);
guint64  mado_bits_get_number (MadoBitReader *self);

/* 0, −1, 1, −2 … */
static inline guint64
mado_zigzag (gint64 number)
{
  return (guint64) number << 1 ^ (number < 0 ? G_MAXUINT64 : 0);
}

static inline gint64
mado_unzigzag (guint64 raw)
{
  return (gint64) (raw >> 1 ^ (raw & 1 ? G_MAXUINT64 : 0));
}

void     mado_varint_put      (GByteArray *out, guint64 value);
guint64  mado_varint_get      (MadoCborReader *reader); /* fails the reader */

/* --- parts ------------------------------------------------------------------ */
typedef struct
{
  GByteArray   *shape;
  GByteArray   *text;
  MadoBitWriter bits;
} MadoSlipValuesOut;

/* @carried: of the slip's values in the order of choosing, how many are
 * carried; the others are named as left out. */
void     mado_slip_put_values (MadoSlipValuesOut    *out,
                               const MadoSlip       *slip,
                               GPtrArray            *chosen,
                               guint                 carried,
                               const MadoSlipFields *fields);

typedef struct
{
  MadoCborReader shape;
  MadoCborReader text;
  MadoBitReader  bits;
} MadoSlipValuesIn;

gboolean mado_slip_get_values (MadoSlipValuesIn     *in,
                               MadoSlip             *slip,
                               const MadoSlipFields *fields,
                               GError              **error);

/* signature | dictionary | raw length | raw | deflated, without the signature */
GBytes  *mado_slip_write_body (const MadoSlip       *slip,
                               GPtrArray            *chosen,
                               guint                 carried,
                               gboolean              reference,
                               const MadoSlipFields *fields);
MadoSlip *mado_slip_read_body (const guint8         *data,
                               gsize                 length,
                               const MadoSlipFields *fields,
                               GError              **error);

/* The body with as many values as fit; NULL: NO_SPACE. */
GBytes  *mado_slip_choose_body (const MadoSlip       *slip,
                                const MadoSlipFields *fields,
                                MadoSlipFit          *fit,
                                GError              **error);
/* Puts the check behind the container and makes the text of it. */
char    *mado_slip_finish_text (GByteArray           *container,
                                MadoSlipFit          *fit);
/* The rules that hold for every slip that is made. */
gboolean mado_slip_values_are_placed (const MadoSlip *slip,
                                      GError        **error);
/* A container of format 2 whose length, check and city are right. */
MadoSlip *mado_slip_read_draft (const guint8         *data,
                                gsize                 length,
                                const MadoSlipFields *fields,
                                MadoSlipKeyring      *keys,
                                GError              **error);

GBytes  *mado_slip_deflate    (const guint8 *data, gsize length);
GBytes  *mado_slip_inflate    (guint dictionary, const guint8 *data, gsize length, GError **error);
const guint8 *mado_slip_dictionary (guint number, gsize *length); /* NULL: unknown */

G_END_DECLS
