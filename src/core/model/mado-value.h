/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/*
 * A value is an immutable GVariant of one of these types:
 *
 *   s     text (UTF-8, never Unicode-normalised, no NUL)
 *   x     whole number
 *   b     yes / no
 *   ay    bytes
 *   av    list of values
 *   ()    nothing: the person cleared the field
 *   (ay)  something a newer program wrote (its CBOR bytes), kept verbatim
 *
 * Deterministic CBOR (RFC 8949, 4.2.1): shortest heads, definite lengths, map
 * keys in bytewise order. The writer makes only that; the reader refuses the
 * rest with MADO_ERROR_DAMAGED, so equal values have equal bytes.
 */

/* --- writing ------------------------------------------------------------ */
void      mado_cbor_put_uint   (GByteArray *out, guint64 value);
void      mado_cbor_put_int    (GByteArray *out, gint64 value);
void      mado_cbor_put_bytes  (GByteArray *out, const void *data, gsize length);
void      mado_cbor_put_text   (GByteArray *out, const char *text);
void      mado_cbor_put_text_n (GByteArray *out, const char *text, gsize length);
void      mado_cbor_put_array  (GByteArray *out, guint64 items);
void      mado_cbor_put_map    (GByteArray *out, guint64 pairs);
void      mado_cbor_put_bool   (GByteArray *out, gboolean value);
void      mado_cbor_put_null   (GByteArray *out);
void      mado_cbor_put_value  (GByteArray *out, GVariant *value);

#define MADO_CBOR_MAX_DEPTH 16 /* of one value */

/* --- reading ------------------------------------------------------------
 * A pull reader over borrowed bytes. The first fault sticks: later reads
 * return zero values, and mado_cbor_reader_finish() reports it. */
typedef enum
{
  MADO_CBOR_UINT,
  MADO_CBOR_NEGATIVE,
  MADO_CBOR_BYTES,
  MADO_CBOR_TEXT,
  MADO_CBOR_ARRAY,
  MADO_CBOR_MAP,
  MADO_CBOR_TAG,
  MADO_CBOR_SIMPLE, /* false, true, null, floats */
  MADO_CBOR_END,    /* no bytes left, or a fault */
} MadoCborType;

typedef struct
{
  const guint8 *data;
  gsize         length;
  gsize         at;
  guint         depth;
  gboolean      failed;
} MadoCborReader;

void          mado_cbor_reader_init    (MadoCborReader *self, const void *data, gsize length);
MadoCborType  mado_cbor_peek           (MadoCborReader *self);
guint64       mado_cbor_get_uint       (MadoCborReader *self);
gint64        mado_cbor_get_int        (MadoCborReader *self);
gboolean      mado_cbor_get_bool       (MadoCborReader *self);
/* Borrowed from the reader's data. get_bytes_exact fails unless @length. */
const guint8 *mado_cbor_get_bytes      (MadoCborReader *self, gsize *length);
gboolean      mado_cbor_get_bytes_exact(MadoCborReader *self, void *out, gsize length);
const char   *mado_cbor_get_text       (MadoCborReader *self, gsize *length);
char         *mado_cbor_dup_text       (MadoCborReader *self);
guint64       mado_cbor_get_array      (MadoCborReader *self);
guint64       mado_cbor_get_map        (MadoCborReader *self);
GVariant     *mado_cbor_get_value      (MadoCborReader *self); /* full, not floating */
void          mado_cbor_skip           (MadoCborReader *self); /* one whole item */
void          mado_cbor_fail           (MadoCborReader *self);
/* TRUE if nothing failed and all bytes were read. */
gboolean      mado_cbor_reader_finish  (MadoCborReader *self, const char *what, GError **error);

/* --- values ------------------------------------------------------------- */
GVariant *mado_value_text      (const char *text);   /* full, not floating */
GVariant *mado_value_int       (gint64 number);
GVariant *mado_value_bool      (gboolean value);
GVariant *mado_value_none      (void);
GVariant *mado_value_texts     (const char *const *texts); /* av of s */
gboolean  mado_value_is_none   (GVariant *value);
/* Text of each element of an av value, none for anything else. Full. */
char    **mado_value_dup_texts (GVariant *value /* nullable */);
/* Number of an x value, 0 for anything else or outside of an int. */
int       mado_value_get_int   (GVariant *value);
/* Text of an s value, "" for anything else. Borrowed. */
const char *mado_value_get_text(GVariant *value);
gboolean  mado_value_equal     (GVariant *a, GVariant *b);

G_END_DECLS
