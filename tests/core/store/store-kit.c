/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-kit.h"

#include <glib/gstdio.h>
#include <string.h>

Desk *
kit_desk_new (guint       number,
              const char *scope)
{
  Desk *self = g_new0 (Desk, 1);
  g_autoptr (GError) error = NULL;
  guint8 seed[32] = { 0 };

  self->dir = g_dir_make_tmp ("mado-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->dir, "journal.db", NULL);
  self->clock = mado_clock_new_manual (KIT_DAY_MS + number);
  self->random = mado_random_new_seeded (1000 + number);
  seed[0] = (guint8) number;
  self->key = mado_secret_key_new_from_seed (seed);
  g_strlcpy (self->identity.city, "022039", sizeof self->identity.city);
  mado_id_derive (&self->identity.device, "test-device", &number, sizeof number);
  self->identity.actor = g_strdup_printf ("staff%u", number);
  self->identity.scope = g_strdup (scope);
  return self;
}

MadoStore *
kit_try_open (Desk    *self,
              GError **error)
{
  MadoSqliteStoreOptions options = { self->vfs, self->project_version, FALSE };

  return mado_sqlite_store_open_full (self->path, self->key, &self->identity, mado_made_project, NULL,
                                      self->clock, self->random, &options, error);
}

void
kit_open (Desk *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (self->store);
  self->store = kit_try_open (self, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->store);
}

void
kit_close (Desk *self)
{
  if (self->store != NULL)
    {
      mado_store_close (self->store);
      g_assert_finalize_object (self->store);
      self->store = NULL;
    }
}

GPtrArray *
kit_files (Desk *self)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (files, g_strdup (name));
  return files;
}

char *
kit_find_file (Desk       *self,
               const char *part)
{
  g_autoptr (GPtrArray) files = kit_files (self);

  for (guint i = 0; i < files->len; i++)
    if (strstr (files->pdata[i], part) != NULL)
      return g_build_filename (self->dir, files->pdata[i], NULL);
  return NULL;
}

void
kit_desk_free (Desk *self)
{
  g_autoptr (GPtrArray) files = NULL;

  kit_close (self);
  files = kit_files (self);
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *path = g_build_filename (self->dir, files->pdata[i], NULL);
      g_unlink (path);
    }
  g_rmdir (self->dir);
  g_object_unref (self->clock);
  g_object_unref (self->random);
  mado_secret_key_unref (self->key);
  g_free (self->identity.actor);
  g_free (self->identity.scope);
  g_free (self->dir);
  g_free (self->path);
  g_free (self);
}

void
kit_introduce (Desk *a,
               Desk *b)
{
  const char *scopes[] = { a->identity.scope, b->identity.scope, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (mado_store_add_device (a->store, &b->identity.device, mado_secret_key_get_public (b->key),
                                        b->identity.scope, &error));
  g_assert_true (mado_store_add_device (b->store, &a->identity.device, mado_secret_key_get_public (a->key),
                                        a->identity.scope, &error));
  mado_store_set_person (a->store, a->identity.actor, MADO_ROLE_COUNTER, NULL, scopes);
  mado_store_set_person (b->store, b->identity.actor, MADO_ROLE_COUNTER, NULL, scopes);
}

void
kit_carry (Desk *from,
           Desk *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) keys = mado_store_unsent_keys (from->store, &error);
  g_autoptr (GPtrArray) commits = mado_store_outbox (from->store, 0, &error);
  g_autoptr (GPtrArray) incoming = g_ptr_array_new_with_free_func (g_free);
  MadoIngestResult result;

  g_assert_no_error (error);
  for (guint i = 0; i < keys->len; i++)
    g_assert_true (mado_store_add_keys (to->store, keys->pdata[i], 1, &error));
  for (guint i = 0; i < commits->len; i++)
    {
      MadoIncoming *in = g_new0 (MadoIncoming, 1);

      in->bytes = ((MadoCommit *) commits->pdata[i])->bytes;
      g_ptr_array_add (incoming, in);
    }
  g_assert_true (mado_store_ingest (to->store, incoming, NULL, 0, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.quarantined, ==, 0);
}

void
kit_write_case (Desk   *self,
                guint   number,
                MadoId *record)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = NULL;

  mado_id_generate (record, self->clock, self->random);
  commits = mado_store_write (self->store, mado_made_case (self->random, record, number, 2, self->identity.scope), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (commits->len, ==, 2);
}

void
kit_write_text (Desk         *self,
                const MadoId *record,
                const char   *path,
                const char   *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRecord) loaded = mado_store_load (self->store, record, &error);
  g_autoptr (GPtrArray) commits = NULL;

  g_assert_no_error (error);
  commits = mado_store_write (self->store, mado_made_value (loaded, record, "shared", path, text, TRUE), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (commits->len, ==, 1);
}

char *
kit_read_text (Desk         *self,
               const MadoId *record,
               const char   *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRecord) loaded = mado_store_load (self->store, record, &error);

  g_assert_no_error (error);
  return g_strdup (mado_record_get_text (loaded, path));
}

void
kit_digest (Desk         *self,
            const MadoId *record,
            guint8        digest[MADO_DIGEST_BYTES])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRecord) loaded = mado_store_load (self->store, record, &error);

  g_assert_no_error (error);
  mado_record_digest (loaded, NULL, digest);
}
