/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-profile.h"
#include "case-maker.h"

#include <glib/gstdio.h>
#include <string.h>

#define IN_FLIGHT 64

Profile *
profile_new (const char *dir,
             guint       number,
             const char *scope)
{
  Profile *self = g_new0 (Profile, 1);

  self->dir = g_strdup (dir);
  self->clock = mado_clock_new_system ();
  self->random = mado_random_new_seeded (number);
  self->key = mado_secret_key_new (self->random);
  g_strlcpy (self->identity.city, "022039", sizeof self->identity.city);
  mado_id_derive (&self->identity.device, "bench-device", &number, sizeof number);
  self->identity.actor = g_strdup ("bench");
  self->identity.scope = g_strdup (scope);
  return self;
}

Profile *
profile_new_temporary (guint       number,
                       const char *scope)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("mado-bench-XXXXXX", &error);
  Profile *self;

  if (dir == NULL)
    g_error ("%s", error->message);
  self = profile_new (dir, number, scope);
  self->temporary = TRUE;
  return self;
}

void
profile_open (Profile *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (self->dir, "journal.db", NULL);

  self->store = mado_sqlite_store_open (path, self->key, &self->identity, mado_made_project, NULL,
                                        self->clock, self->random, &error);
  if (self->store == NULL)
    g_error ("%s", error->message);
}

void
profile_close (Profile *self)
{
  if (self->store != NULL)
    mado_store_close (self->store);
  g_clear_object (&self->store);
}

static void
remove_folder (const char *dir)
{
  g_autoptr (GDir) handle = g_dir_open (dir, 0, NULL);
  const char *name;

  while (handle != NULL && (name = g_dir_read_name (handle)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (dir);
}

void
profile_free (Profile *self)
{
  profile_close (self);
  if (self->temporary)
    remove_folder (self->dir);
  mado_secret_key_unref (self->key);
  g_object_unref (self->clock);
  g_object_unref (self->random);
  g_free (self->identity.actor);
  g_free (self->identity.scope);
  g_free (self->dir);
  g_free (self);
}

GPtrArray *
profile_write (Profile  *self,
               MadoEdit *edit)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *commits = mado_store_write (self->store, edit, &error);

  if (commits == NULL)
    g_error ("%s", error->message);
  return commits;
}

void
profile_write_case (Profile *self,
                    guint    number,
                    MadoId  *record)
{
  mado_id_generate (record, self->clock, self->random);
  g_ptr_array_unref (profile_write (self, mado_made_case (self->random, record, number, 3, self->identity.scope)));
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = mado_store_write_finish (MADO_STORE (source), result, &error);

  if (commits == NULL)
    g_error ("%s", error->message);
  *(guint *) data -= 1;
}

void
profile_fill (Profile *self,
              guint    n)
{
  guint waiting = 0;

  for (guint i = 0; i < n; i++)
    {
      MadoId record;

      mado_id_generate (&record, self->clock, self->random);
      mado_store_write_async (self->store, mado_made_case (self->random, &record, i, 1 + i % 4, self->identity.scope),
                              NULL, written_cb, &waiting);
      for (waiting++; waiting >= IN_FLIGHT;)
        g_main_context_iteration (NULL, TRUE);
    }
  while (waiting > 0)
    g_main_context_iteration (NULL, TRUE);
}

void
profile_make_key (Profile     *self,
                  MadoDataKey *key)
{
  mado_id_generate (&key->id, self->clock, self->random);
  mado_id_generate (&key->record, self->clock, self->random);
  g_strlcpy (key->section, "shared", sizeof key->section);
  mado_random_bytes (self->random, key->key, sizeof key->key);
}

MadoCommit *
profile_sign (Profile           *self,
              guint64            n,
              const MadoDataKey *key,
              gsize              length)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  g_autofree char *text = g_strnfill (length, 'x');
  g_autofree char *path = g_strdup_printf ("field/note_%u", (guint) (n % 10));
  g_autoptr (GVariant) value = mado_value_text (text);
  g_autoptr (GError) error = NULL;
  MadoCommitDraft draft = { 0 };
  MadoCommit *commit;

  g_ptr_array_add (changes, mado_change_new (path, value, MADO_SOURCE_TYPED, TRUE));
  draft.city = self->identity.city;
  mado_id_generate (&draft.id, self->clock, self->random);
  draft.device = self->identity.device;
  draft.n = n;
  draft.actor = self->identity.actor;
  draft.clock = mado_clock_tick (self->clock);
  draft.wall = mado_clock_wall_ms (self->clock);
  draft.kind = "case";
  draft.record = key->record;
  draft.section = key->section;
  draft.purpose = "fill";
  draft.changes = changes;
  draft.key_id = key->id;
  draft.key = key->key;
  commit = mado_commit_sign (&draft, self->key, self->random, &error);
  if (commit == NULL)
    g_error ("%s", error->message);
  return commit;
}
