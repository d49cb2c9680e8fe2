/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-commit-private.h"

#include <string.h>

static gboolean
refuse (GError     **error,
        const char  *what)
{
  g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, "The commit cannot be written: %s.", what);
  return FALSE;
}

static gboolean
is_token (const char *text)
{
  return text != NULL && mado_commit_token_is_valid (text, strlen (text), MADO_COMMIT_MAX_TOKEN);
}

static gboolean
deps_are_valid (const MadoId *deps,
                guint         n_deps)
{
  if (n_deps > MADO_COMMIT_MAX_DEPS)
    return FALSE;
  for (guint i = 0; i < n_deps; i++)
    if (mado_id_is_null (&deps[i]) || (i > 0 && mado_id_compare (&deps[i - 1], &deps[i]) >= 0))
      return FALSE;
  return TRUE;
}

static gboolean
changes_are_valid (const MadoCommitDraft *draft,
                   guint                 *n_sealed)
{
  g_autoptr (GHashTable) paths = g_hash_table_new (g_str_hash, g_str_equal);

  *n_sealed = 0;
  for (guint i = 0; i < draft->changes->len; i++)
    {
      const MadoChange *change = draft->changes->pdata[i];
      gsize length = strlen (change->path);

      if (length == 0 || length > MADO_COMMIT_MAX_PATH || !g_utf8_validate (change->path, -1, NULL))
        return FALSE;
      if (!g_hash_table_add (paths, change->path))
        return FALSE;
      *n_sealed += change->sealed ? 1 : 0;
    }
  return draft->changes->len <= MADO_COMMIT_MAX_CHANGES;
}

static gboolean
draft_is_valid (const MadoCommitDraft  *draft,
                guint                  *n_sealed,
                GError                **error)
{
  if (draft->city == NULL || !mado_commit_city_is_valid (draft->city, strlen (draft->city)))
    return refuse (error, "the city code needs six digits");
  if (mado_id_is_null (&draft->id) || mado_id_is_null (&draft->device) || mado_id_is_null (&draft->record))
    return refuse (error, "its id, device or record is missing");
  if (draft->n == 0)
    return refuse (error, "the device's counter starts at 1");
  if (draft->actor == NULL || *draft->actor == 0 || strlen (draft->actor) > MADO_COMMIT_MAX_ACTOR ||
      !g_utf8_validate (draft->actor, -1, NULL))
    return refuse (error, "nobody is named as its author");
  if (!is_token (draft->kind) || !is_token (draft->section))
    return refuse (error, "its kind or section is not a name of 1 to 31 letters");
  if (draft->purpose != NULL && *draft->purpose != 0 && !is_token (draft->purpose))
    return refuse (error, "its purpose is not a name of at most 31 letters");
  if (!deps_are_valid (draft->deps, draft->n_deps))
    return refuse (error, "the heads it builds on are unsorted, repeated or too many");
  if (!changes_are_valid (draft, n_sealed))
    return refuse (error, "a path is empty, too long or named twice, or there are too many changes");
  if (*n_sealed > 0 && (draft->key == NULL || mado_id_is_null (&draft->key_id)))
    return refuse (error, "personal values need a data key");
  return TRUE;
}

/* --- bytes ---------------------------------------------------------------- */

static void
put_id (GByteArray   *out,
        guint         key,
        const MadoId *id)
{
  mado_cbor_put_uint (out, key);
  mado_cbor_put_bytes (out, id->b, sizeof id->b);
}

static void
put_text (GByteArray *out,
          guint       key,
          const char *text)
{
  mado_cbor_put_uint (out, key);
  mado_cbor_put_text (out, text);
}

static void
put_changes (GByteArray *out,
             GPtrArray  *changes,
             gboolean    sealed,
             guint       count)
{
  mado_cbor_put_array (out, count);
  for (guint i = 0; i < changes->len; i++)
    {
      const MadoChange *change = changes->pdata[i];

      if (!change->sealed != !sealed)
        continue;
      mado_cbor_put_array (out, 3);
      mado_cbor_put_text (out, change->path);
      mado_cbor_put_value (out, change->value);
      mado_cbor_put_uint (out, change->source);
    }
}

static GBytes *
seal_changes (const MadoCommitDraft *draft,
              guint                  count,
              MadoRandom            *random)
{
  g_autoptr (GByteArray) extra = mado_commit_seal_extra (&draft->id, &draft->record, draft->section);
  g_autoptr (GByteArray) plain = g_byte_array_sized_new (1024);
  GBytes *sealed;

  put_changes (plain, draft->changes, TRUE, count);
  sealed = mado_seal (random, draft->key, plain->data, plain->len, extra->data, extra->len);
  mado_wipe (plain->data, plain->len);
  return sealed;
}

static void
put_sealed (GByteArray            *out,
            const MadoCommitDraft *draft,
            guint                  count,
            MadoRandom            *random)
{
  g_autoptr (GBytes) sealed = seal_changes (draft, count, random);
  gsize length;
  const guint8 *data = g_bytes_get_data (sealed, &length);

  put_id (out, MADO_COMMIT_KEY_KEY_ID, &draft->key_id);
  mado_cbor_put_uint (out, MADO_COMMIT_KEY_SEALED);
  mado_cbor_put_bytes (out, data, length);
}

static GByteArray *
make_payload (const MadoCommitDraft *draft,
              guint                  n_sealed,
              MadoRandom            *random)
{
  GByteArray *out = g_byte_array_sized_new (2048);
  gboolean has_ticket = !mado_id_is_null (&draft->ticket);
  gboolean has_purpose = draft->purpose != NULL && *draft->purpose != 0;
  guint n_open = draft->changes->len - n_sealed;

  mado_cbor_put_map (out, 11 + has_ticket + has_purpose + (draft->n_deps > 0) + (n_open > 0) + (n_sealed > 0 ? 2 : 0));
  put_text (out, MADO_COMMIT_KEY_CITY, draft->city);
  mado_cbor_put_uint (out, MADO_COMMIT_KEY_VERSION);
  mado_cbor_put_uint (out, MADO_COMMIT_VERSION);
  put_id (out, MADO_COMMIT_KEY_ID, &draft->id);
  put_id (out, MADO_COMMIT_KEY_DEVICE, &draft->device);
  mado_cbor_put_uint (out, MADO_COMMIT_KEY_N);
  mado_cbor_put_uint (out, draft->n);
  put_text (out, MADO_COMMIT_KEY_ACTOR, draft->actor);
  if (has_ticket)
    put_id (out, MADO_COMMIT_KEY_TICKET, &draft->ticket);
  mado_cbor_put_uint (out, MADO_COMMIT_KEY_CLOCK);
  mado_cbor_put_uint (out, draft->clock);
  mado_cbor_put_uint (out, MADO_COMMIT_KEY_WALL);
  mado_cbor_put_int (out, draft->wall);
  put_text (out, MADO_COMMIT_KEY_KIND, draft->kind);
  put_id (out, MADO_COMMIT_KEY_RECORD, &draft->record);
  put_text (out, MADO_COMMIT_KEY_SECTION, draft->section);
  if (draft->n_deps > 0)
    {
      mado_cbor_put_uint (out, MADO_COMMIT_KEY_DEPS);
      mado_cbor_put_bytes (out, draft->deps, draft->n_deps * sizeof (MadoId));
    }
  if (has_purpose)
    put_text (out, MADO_COMMIT_KEY_PURPOSE, draft->purpose);
  if (n_open > 0)
    {
      mado_cbor_put_uint (out, MADO_COMMIT_KEY_OPEN);
      put_changes (out, draft->changes, FALSE, n_open);
    }
  if (n_sealed > 0)
    put_sealed (out, draft, n_sealed, random);
  return out;
}

static GBytes *
sign_payload (const GByteArray    *payload,
              const MadoSecretKey *device_key)
{
  GByteArray *out = g_byte_array_sized_new (payload->len + 80);
  guint8 signature[MADO_SIGNATURE_BYTES];

  mado_sign (device_key, MADO_COMMIT_DOMAIN, payload->data, payload->len, signature);
  mado_cbor_put_array (out, 2);
  mado_cbor_put_bytes (out, payload->data, payload->len);
  mado_cbor_put_bytes (out, signature, sizeof signature);
  return g_byte_array_free_to_bytes (out);
}

/**
 * mado_commit_sign:
 * @draft: what to write; @draft->changes may be empty for a commit that only
 *   joins heads
 * @device_key: the device's key
 * @random: for the nonce
 *
 * The finished bytes go through the same reader as anybody's, so nothing
 * leaves here that another program would refuse.
 *
 * Returns: (transfer full): the commit with its `changes` complete
 */
MadoCommit *
mado_commit_sign (const MadoCommitDraft  *draft,
                  const MadoSecretKey    *device_key,
                  MadoRandom             *random,
                  GError                **error)
{
  g_autoptr (GByteArray) payload = NULL;
  g_autoptr (MadoCommit) commit = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint n_sealed = 0;

  if (!draft_is_valid (draft, &n_sealed, error))
    return NULL;
  payload = make_payload (draft, n_sealed, random);
  bytes = sign_payload (payload, device_key);
  commit = mado_commit_parse (bytes, error);
  if (commit == NULL || n_sealed == 0)
    return g_steal_pointer (&commit);
  return mado_commit_unseal (commit, draft->key, error);
}
