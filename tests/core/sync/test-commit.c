/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-commit.h"

#include <string.h>

static const guint8 data_key[MADO_KEY_BYTES] = { 9, 8, 7 };

typedef struct
{
  MadoRandom    *random;
  MadoSecretKey *device;
  GPtrArray     *changes;
  MadoId         deps[2];
  MadoCommitDraft draft;
} Fixture;

static void
set_id (MadoId *id,
        guint8  fill)
{
  memset (id->b, fill, sizeof id->b);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  guint8 seed[32] = { 5 };

  self->random = mado_random_new_seeded (42);
  self->device = mado_secret_key_new_from_seed (seed);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  set_id (&self->deps[0], 0x21);
  set_id (&self->deps[1], 0x22);
  self->draft = (MadoCommitDraft) {
    .city = "032026", .n = 1, .actor = "s0001", .clock = (guint64) 1700000000000 << 16, .wall = 1700000000123,
    .kind = "case", .section = "shared", .deps = self->deps, .n_deps = 2, .purpose = "fill",
    .changes = self->changes, .key = data_key,
  };
  set_id (&self->draft.id, 0x11);
  set_id (&self->draft.device, 0x12);
  set_id (&self->draft.ticket, 0x13);
  set_id (&self->draft.record, 0x14);
  set_id (&self->draft.key_id, 0x15);
  g_ptr_array_add (self->changes, mado_change_new ("event", g_variant_new_string ("tennyu"), MADO_SOURCE_TYPED, FALSE));
  g_ptr_array_add (self->changes, mado_change_new ("person/pabc123/family_name", g_variant_new_string ("𠮷﨑"), MADO_SOURCE_CARD, TRUE));
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->random);
  g_clear_pointer (&self->device, mado_secret_key_unref);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
}

static MadoCommit *
sign (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  MadoCommit *commit = mado_commit_sign (&self->draft, self->device, self->random, &error);

  g_assert_no_error (error);
  return commit;
}

static void
test_round_trip (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (MadoCommit) made = sign (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoCommit) read = mado_commit_parse (made->bytes, &error);
  g_autoptr (MadoCommit) opened = NULL;
  const MadoChange *change;
  guint8 other[32] = { 1 };

  g_assert_no_error (error);
  g_assert_true (mado_commit_verify (read, mado_secret_key_get_public (self->device)->sign));
  g_assert_false (mado_commit_verify (read, other));
  g_assert_cmpstr (read->city, ==, "032026");
  g_assert_true (mado_id_equal (&read->id, &self->draft.id));
  g_assert_true (mado_id_equal (&read->ticket, &self->draft.ticket));
  g_assert_cmpuint (read->clock, ==, self->draft.clock);
  g_assert_cmpint (read->wall, ==, self->draft.wall);
  g_assert_cmpstr (read->actor, ==, "s0001");
  g_assert_cmpstr (read->kind, ==, "case");
  g_assert_cmpstr (read->section, ==, "shared");
  g_assert_cmpstr (read->purpose, ==, "fill");
  g_assert_cmpuint (read->n_deps, ==, 2);
  g_assert_true (mado_id_equal (&read->deps[1], &self->deps[1]));
  g_assert_null (read->changes);
  g_assert_cmpuint (read->open->len, ==, 1);

  opened = mado_commit_unseal (read, data_key, &error);
  g_assert_no_error (error);
  g_clear_pointer (&read, mado_commit_unref); /* the opened one keeps what it needs */
  g_assert_cmpuint (opened->changes->len, ==, 2);
  change = opened->changes->pdata[1];
  g_assert_cmpstr (change->path, ==, "person/pabc123/family_name");
  g_assert_cmpstr (mado_value_get_text (change->value), ==, "𠮷﨑");
  g_assert_cmpint (change->source, ==, MADO_SOURCE_CARD);
  g_assert_true (change->sealed);
  g_assert_true (mado_commit_verify (opened, mado_secret_key_get_public (self->device)->sign));
  g_assert_cmpuint (made->changes->len, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/commit/round-trip", Fixture, NULL, set_up, test_round_trip, tear_down);
  return g_test_run ();
}
