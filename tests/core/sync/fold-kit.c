/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fold-kit.h"

#include <string.h>

void
kit_init (Kit     *self,
          guint64  seed)
{
  guint8 key[32] = { 7 };

  self->random = mado_random_new_seeded (seed);
  self->key = mado_secret_key_new_from_seed (key);
  memset (&self->record, 0x77, sizeof self->record);
  self->n = 0;
}

void
kit_clear (Kit *self)
{
  g_clear_object (&self->random);
  g_clear_pointer (&self->key, mado_secret_key_unref);
}

MadoId
kit_id (guint n)
{
  MadoId id = { { 1 } };

  for (int i = 0; i < 4; i++)
    id.b[4 + i] = id.b[12 + i] = (guint8) (n >> (24 - 8 * i));
  return id;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return mado_id_compare (a, b);
}

MadoCommit *
kit_commit_list (Kit          *self,
                 const MadoId *id,
                 const char   *section,
                 gint64        ms,
                 const MadoId *deps,
                 guint         n_deps,
                 GPtrArray    *changes)
{
  g_autoptr (GError) error = NULL;
  g_autofree MadoId *sorted = n_deps > 0 ? g_memdup2 (deps, n_deps * sizeof *deps) : NULL;
  MadoCommitDraft draft = {
    .city = "032026", .id = *id, .device = { { 2 } }, .n = ++self->n, .actor = "s0001",
    .clock = (guint64) ms << 16, .wall = ms, .kind = "case", .record = self->record, .section = section,
    .deps = sorted, .n_deps = n_deps, .purpose = "fill", .changes = changes,
  };
  static const guint8 data_key[MADO_KEY_BYTES] = { 9 };
  MadoCommit *commit;

  for (guint i = 0; i < changes->len; i++)
    if (((MadoChange *) changes->pdata[i])->sealed)
      {
        draft.key_id.b[0] = 9;
        draft.key = data_key;
      }
  if (n_deps > 1)
    qsort (sorted, n_deps, sizeof (MadoId), compare_ids);
  commit = mado_commit_sign (&draft, self->key, self->random, &error);
  g_assert_no_error (error);
  return commit;
}

MadoCommit *
kit_commit (Kit          *self,
            const MadoId *id,
            const char   *section,
            gint64        ms,
            const MadoId *deps,
            guint         n_deps,
            ...)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  const char *path;
  va_list args;

  va_start (args, n_deps);
  while ((path = va_arg (args, const char *)) != NULL)
    {
      GVariant *value = va_arg (args, GVariant *);

      g_ptr_array_add (changes, mado_change_new (path, value, MADO_SOURCE_TYPED, FALSE));
      g_variant_unref (value);
    }
  va_end (args);
  return kit_commit_list (self, id, section, ms, deps, n_deps, changes);
}

MadoRecord *
kit_record (Kit *self)
{
  return mado_record_new ("case", &self->record);
}

void
kit_apply (MadoRecord *record,
           MadoCommit *commit)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mado_record_apply (record, commit, &error));
  g_assert_no_error (error);
}

char *
kit_show (MadoRecord *record,
          const char *path)
{
  const MadoRegister *reg = mado_record_lookup (record, path);
  GString *out = g_string_new (NULL);

  for (guint i = 0; reg != NULL && i < reg->values->len; i++)
    {
      g_autofree char *text = g_variant_print (((MadoRegisterValue *) reg->values->pdata[i])->value, FALSE);
      gsize length = strlen (text);

      g_string_append (out, i > 0 ? " | " : "");
      if (*text == '\'')
        g_string_append_len (out, text + 1, (gssize) length - 2);
      else
        g_string_append (out, text);
    }
  return g_string_free (out, FALSE);
}

void
kit_assert_same (MadoRecord *a,
                 MadoRecord *b)
{
  guint8 one[MADO_DIGEST_BYTES];
  guint8 two[MADO_DIGEST_BYTES];

  mado_record_digest (a, NULL, one);
  mado_record_digest (b, NULL, two);
  g_assert_cmpmem (one, sizeof one, two, sizeof two);
}
