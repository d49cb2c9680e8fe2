/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-commit-private.h"

#include <string.h>

/*
 * Reading side: envelope, limits, verifying, unsealing. The writing side is
 * mado-commit-sign.c. A commit is parsed in one pass, since a desktop that
 * catches up reads ten thousand of them; the signature is checked apart from
 * that, so that the caller can spread it over its cores.
 */

/* A commit that was unsealed borrows everything but `changes` from the one it
 * was made of, and holds that in `parent`. */
typedef struct
{
  MadoCommit  commit;
  MadoCommit *parent;
  gsize       payload_at;
  gsize       payload_length;
  guint8      signature[MADO_SIGNATURE_BYTES];
} Private;

#define PRIVATE(self) ((Private *) (self))

static Private *
private_new (void)
{
  Private *self = g_new0 (Private, 1);

  g_atomic_ref_count_init (&self->commit.ref_count);
  return self;
}

MadoCommit *
mado_commit_ref (MadoCommit *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
free_owned (MadoCommit *self)
{
  g_free (self->actor);
  g_free (self->kind);
  g_free (self->section);
  g_free (self->deps);
  g_free (self->purpose);
  g_clear_pointer (&self->open, g_ptr_array_unref);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

void
mado_commit_unref (MadoCommit *self)
{
  Private *priv = PRIVATE (self);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  if (priv->parent != NULL)
    mado_commit_unref (priv->parent);
  else
    free_owned (self);
  g_free (priv);
}

/* --- rules shared with the writer ---------------------------------------- */

gboolean
mado_commit_token_is_valid (const char *text,
                            gsize       length,
                            gsize       max)
{
  if (length == 0 || length > max)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("_-.@", text[i]) == NULL)
      return FALSE;
  return TRUE;
}

gboolean
mado_commit_city_is_valid (const char *text,
                           gsize       length)
{
  if (length != 6)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

GByteArray *
mado_commit_seal_extra (const MadoId *id,
                        const MadoId *record,
                        const char   *section)
{
  GByteArray *extra = g_byte_array_sized_new (96);

  g_byte_array_append (extra, (const guint8 *) MADO_COMMIT_SEAL_DOMAIN, sizeof MADO_COMMIT_SEAL_DOMAIN);
  g_byte_array_append (extra, id->b, sizeof id->b);
  g_byte_array_append (extra, record->b, sizeof record->b);
  g_byte_array_append (extra, (const guint8 *) section, (guint) strlen (section));
  return extra;
}

static MadoChange *
read_change (MadoCborReader *reader,
             gboolean        sealed)
{
  MadoChange *change = g_new (MadoChange, 1);
  const char *path;
  guint64 source;
  gsize length;

  if (mado_cbor_get_array (reader) != 3)
    mado_cbor_fail (reader);
  path = mado_cbor_get_text (reader, &length);
  if (length == 0 || length > MADO_COMMIT_MAX_PATH)
    mado_cbor_fail (reader);
  change->path = g_strndup (path, length);
  change->value = mado_cbor_get_value (reader);
  source = mado_cbor_get_uint (reader);
  if (source > G_MAXUINT16)
    mado_cbor_fail (reader);
  change->source = (MadoSource) source;
  change->sealed = sealed;
  return change;
}

void
mado_commit_read_changes (MadoCborReader *reader,
                          gboolean        sealed,
                          GPtrArray      *out)
{
  guint64 n = mado_cbor_get_array (reader);

  if (n == 0 || out->len + n > MADO_COMMIT_MAX_CHANGES)
    mado_cbor_fail (reader);
  while (n-- > 0 && !reader->failed)
    g_ptr_array_add (out, read_change (reader, sealed));
}

/* --- parsing -------------------------------------------------------------- */

static void
read_id (MadoCborReader *reader,
         MadoId         *id)
{
  mado_cbor_get_bytes_exact (reader, id->b, sizeof id->b);
  if (mado_id_is_null (id))
    mado_cbor_fail (reader);
}

static char *
read_token (MadoCborReader *reader,
            gsize           max)
{
  gsize length;
  const char *text = mado_cbor_get_text (reader, &length);

  if (!mado_commit_token_is_valid (text, length, max))
    mado_cbor_fail (reader);
  return g_strndup (text, length);
}

static char *
read_actor (MadoCborReader *reader)
{
  gsize length;
  const char *text = mado_cbor_get_text (reader, &length);

  if (length == 0 || length > MADO_COMMIT_MAX_ACTOR)
    mado_cbor_fail (reader);
  return g_strndup (text, length);
}

static void
read_deps (MadoCborReader *reader,
           MadoCommit     *self)
{
  gsize length;
  const guint8 *data = mado_cbor_get_bytes (reader, &length);

  if (length == 0 || length % sizeof (MadoId) != 0 || length / sizeof (MadoId) > MADO_COMMIT_MAX_DEPS)
    {
      mado_cbor_fail (reader);
      return;
    }
  self->deps = g_memdup2 (data, length);
  self->n_deps = (guint) (length / sizeof (MadoId));
  for (guint i = 1; i < self->n_deps; i++)
    if (mado_id_compare (&self->deps[i - 1], &self->deps[i]) >= 0)
      mado_cbor_fail (reader);
}

static void
read_sealed (MadoCborReader *reader,
             MadoCommit     *self)
{
  gsize length;
  const guint8 *data = mado_cbor_get_bytes (reader, &length);

  if (length <= MADO_SEAL_OVERHEAD)
    {
      mado_cbor_fail (reader);
      return;
    }
  self->sealed = g_bytes_new_from_bytes (self->bytes, (gsize) (data - (const guint8 *) g_bytes_get_data (self->bytes, NULL)), length);
}

static void
read_field (MadoCborReader *reader,
            guint64         key,
            MadoCommit     *self)
{
  switch ((MadoCommitKey) key)
    {
    case MADO_COMMIT_KEY_ID:
      read_id (reader, &self->id);
      break;
    case MADO_COMMIT_KEY_DEVICE:
      read_id (reader, &self->device);
      break;
    case MADO_COMMIT_KEY_N:
      self->n = mado_cbor_get_uint (reader);
      break;
    case MADO_COMMIT_KEY_ACTOR:
      self->actor = read_actor (reader);
      break;
    case MADO_COMMIT_KEY_TICKET:
      read_id (reader, &self->ticket);
      break;
    case MADO_COMMIT_KEY_CLOCK:
      self->clock = mado_cbor_get_uint (reader);
      break;
    case MADO_COMMIT_KEY_WALL:
      self->wall = mado_cbor_get_int (reader);
      break;
    case MADO_COMMIT_KEY_KIND:
      self->kind = read_token (reader, MADO_COMMIT_MAX_TOKEN);
      break;
    case MADO_COMMIT_KEY_RECORD:
      read_id (reader, &self->record);
      break;
    case MADO_COMMIT_KEY_SECTION:
      self->section = read_token (reader, MADO_COMMIT_MAX_TOKEN);
      break;
    case MADO_COMMIT_KEY_DEPS:
      read_deps (reader, self);
      break;
    case MADO_COMMIT_KEY_PURPOSE:
      self->purpose = read_token (reader, MADO_COMMIT_MAX_TOKEN);
      break;
    case MADO_COMMIT_KEY_OPEN:
      mado_commit_read_changes (reader, FALSE, self->open);
      break;
    case MADO_COMMIT_KEY_KEY_ID:
      read_id (reader, &self->key_id);
      break;
    case MADO_COMMIT_KEY_SEALED:
      read_sealed (reader, self);
      break;
    case MADO_COMMIT_KEY_CITY:
    case MADO_COMMIT_KEY_VERSION:
    default:
      mado_cbor_skip (reader); /* a newer program's key: stays in the bytes */
    }
}

#define BIT(key) (1u << (key))
#define REQUIRED                                                                        \
  (BIT (MADO_COMMIT_KEY_ID) | BIT (MADO_COMMIT_KEY_DEVICE) | BIT (MADO_COMMIT_KEY_N) | \
   BIT (MADO_COMMIT_KEY_ACTOR) | BIT (MADO_COMMIT_KEY_CLOCK) | BIT (MADO_COMMIT_KEY_WALL) | \
   BIT (MADO_COMMIT_KEY_KIND) | BIT (MADO_COMMIT_KEY_RECORD) | BIT (MADO_COMMIT_KEY_SECTION))
#define SEAL_PAIR (BIT (MADO_COMMIT_KEY_KEY_ID) | BIT (MADO_COMMIT_KEY_SEALED))

/* City and version keep their place in every version to come, so that any
 * program can route a commit it cannot read. Returns the number of pairs left. */
static guint64
read_start (MadoCborReader *reader,
            MadoCommit     *self)
{
  guint64 pairs = mado_cbor_get_map (reader);
  const char *city;
  guint64 version;
  gsize length;

  if (pairs < 2 || mado_cbor_get_uint (reader) != MADO_COMMIT_KEY_CITY)
    mado_cbor_fail (reader);
  city = mado_cbor_get_text (reader, &length);
  if (!mado_commit_city_is_valid (city, length))
    mado_cbor_fail (reader);
  else
    memcpy (self->city, city, length);
  if (mado_cbor_get_uint (reader) != MADO_COMMIT_KEY_VERSION)
    mado_cbor_fail (reader);
  version = mado_cbor_get_uint (reader);
  if (version == 0 || version > G_MAXUINT16)
    mado_cbor_fail (reader);
  self->version = (guint) version;
  return reader->failed ? 0 : pairs - 2;
}

static void
read_rest (MadoCborReader *reader,
           guint64         pairs,
           MadoCommit     *self)
{
  guint64 last = MADO_COMMIT_KEY_VERSION;
  guint seen = 0;

  while (pairs-- > 0 && !reader->failed)
    {
      guint64 key = mado_cbor_get_uint (reader);

      if (key <= last)
        mado_cbor_fail (reader);
      else
        read_field (reader, key, self);
      if (key <= MADO_COMMIT_KEY_SEALED)
        seen |= BIT (key);
      last = key;
    }
  if ((seen & REQUIRED) != REQUIRED || ((seen & SEAL_PAIR) != 0 && (seen & SEAL_PAIR) != SEAL_PAIR) ||
      self->n == 0)
    mado_cbor_fail (reader);
}

static gboolean
parse_payload (Private  *priv,
               GError  **error)
{
  MadoCommit *self = &priv->commit;
  const guint8 *data = g_bytes_get_data (self->bytes, NULL);
  MadoCborReader reader;
  guint64 pairs;

  mado_cbor_reader_init (&reader, data + priv->payload_at, priv->payload_length);
  pairs = read_start (&reader, self);
  if (!reader.failed && self->version > MADO_COMMIT_VERSION)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                   "The record was written by a newer program (format %u).", self->version);
      return FALSE;
    }
  read_rest (&reader, pairs, self);
  return mado_cbor_reader_finish (&reader, "The commit", error);
}

static gboolean
parse_envelope (Private  *priv,
                GError  **error)
{
  MadoCborReader reader;
  const guint8 *payload;
  gsize length;
  const guint8 *data = g_bytes_get_data (priv->commit.bytes, &length);

  if (length > MADO_COMMIT_MAX_BYTES)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   "The commit has %" G_GSIZE_FORMAT " bytes; the limit is %d.", length, MADO_COMMIT_MAX_BYTES);
      return FALSE;
    }
  mado_cbor_reader_init (&reader, data, length);
  if (mado_cbor_get_array (&reader) != 2)
    mado_cbor_fail (&reader);
  payload = mado_cbor_get_bytes (&reader, &priv->payload_length);
  mado_cbor_get_bytes_exact (&reader, priv->signature, sizeof priv->signature);
  if (!mado_cbor_reader_finish (&reader, "The commit", error))
    return FALSE;
  priv->payload_at = (gsize) (payload - data);
  return TRUE;
}

MadoCommit *
mado_commit_parse (GBytes  *bytes,
                   GError **error)
{
  g_autoptr (MadoCommit) self = &private_new ()->commit;

  self->bytes = g_bytes_ref (bytes);
  self->open = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  if (!parse_envelope (PRIVATE (self), error) || !parse_payload (PRIVATE (self), error))
    return NULL;
  if (self->purpose == NULL)
    self->purpose = g_strdup ("");
  if (self->sealed == NULL)
    self->changes = g_ptr_array_ref (self->open);
  return g_steal_pointer (&self);
}

/**
 * mado_commit_verify:
 * @self: a commit
 * @sign_public: the device's public signing key
 *
 * Takes about as long as parsing thirty commits; safe on any thread.
 */
gboolean
mado_commit_verify (MadoCommit   *self,
                    const guint8  sign_public[32])
{
  Private *priv = PRIVATE (self);
  const guint8 *data;

  if (priv->parent != NULL)
    return mado_commit_verify (priv->parent, sign_public);
  data = g_bytes_get_data (self->bytes, NULL);
  return mado_verify (sign_public, MADO_COMMIT_DOMAIN, data + priv->payload_at, priv->payload_length, priv->signature);
}

static GPtrArray *
open_sealed (MadoCommit    *self,
             const guint8   key[MADO_KEY_BYTES],
             GError       **error)
{
  g_autoptr (GByteArray) extra = mado_commit_seal_extra (&self->id, &self->record, self->section);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GBytes) plain = NULL;
  MadoCborReader reader;
  gsize length;
  const guint8 *data = g_bytes_get_data (self->sealed, &length);

  plain = mado_open (key, data, length, extra->data, extra->len, error);
  if (plain == NULL)
    return NULL;

  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  for (guint i = 0; i < self->open->len; i++)
    g_ptr_array_add (changes, mado_change_copy (self->open->pdata[i]));
  data = g_bytes_get_data (plain, &length);
  mado_cbor_reader_init (&reader, data, length);
  mado_commit_read_changes (&reader, TRUE, changes);
  if (!mado_cbor_reader_finish (&reader, "The sealed part of the commit", error))
    return NULL;
  return g_steal_pointer (&changes);
}

MadoCommit *
mado_commit_unseal (MadoCommit    *self,
                    const guint8   key[MADO_KEY_BYTES],
                    GError       **error)
{
  GPtrArray *changes;
  Private *copy;

  if (self->changes != NULL)
    return mado_commit_ref (self);
  changes = open_sealed (self, key, error);
  if (changes == NULL)
    return NULL;

  copy = private_new ();
  copy->commit = *self;
  g_atomic_ref_count_init (&copy->commit.ref_count);
  copy->commit.changes = changes;
  copy->parent = mado_commit_ref (self);
  return &copy->commit;
}
