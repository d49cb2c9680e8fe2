/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sample.h"

#include "core/slip/mado-slip-record.h"

#include <string.h>

/* A slip against what a desktop has of the case: nothing, less, the same,
 * more, or something that the issuer did not have. */

static const guint8 data_key[MADO_KEY_BYTES] = { 1 };

typedef struct
{
  MadoRandom    *random;
  MadoSecretKey *device;
  MadoSlip      *slip;   /* printed after `second` */
  MadoCommit    *first;
  MadoCommit    *second; /* on first */
  MadoCommit    *later;  /* on second, after printing */
  MadoCommit    *aside;  /* on first, after printing, elsewhere */
} Fixture;

static MadoCommit *
make (Fixture    *self,
      guint8      id,
      MadoCommit *on,
      gint64      at,
      const char *path,
      const char *text)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  g_autoptr (GError) error = NULL;
  MadoCommitDraft draft = {
    .city = SAMPLE_CITY, .n = id, .actor = "s1", .clock = (guint64) at << 16, .wall = at, .kind = "case",
    .section = "shared", .changes = changes, .key = data_key, .record = self->slip->record,
    .device = { { 5 } }, .key_id = { { 6 } }, .id = { { id } },
    .deps = on != NULL ? &on->id : NULL, .n_deps = on != NULL ? 1 : 0,
  };
  MadoCommit *commit;

  draft.id.b[14] = draft.id.b[15] = id;
  g_ptr_array_add (changes, mado_change_new (path, g_variant_new_string (text), MADO_SOURCE_TYPED, TRUE));
  commit = mado_commit_sign (&draft, self->device, self->random, &error);
  g_assert_no_error (error);
  return commit;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  MadoId record = { { 42 } };

  self->random = mado_random_new_seeded (8);
  self->device = sample_device ();
  self->slip = mado_slip_new (SAMPLE_CITY, &record);
  self->slip->issued = SAMPLE_NOW;
  self->first = make (self, 1, NULL, SAMPLE_NOW - 2000, "field/new_school", "甲小学校");
  self->second = make (self, 2, self->first, SAMPLE_NOW - 1000, "field/new_school", "乙小学校");
  self->later = make (self, 3, self->second, SAMPLE_NOW + 1000, "field/reason", "転勤");
  self->aside = make (self, 4, self->first, SAMPLE_NOW - 500, "field/reason", "就職");
  mado_slip_add_heads (self->slip, "shared", self->second->clock, &self->second->id, 1, &self->first->id, 1);
  mado_slip_add_procedure (self->slip, "juki_tennyu", "signed", "guided");
  mado_slip_add_value (self->slip, "shared", "field/new_school", g_variant_new_string ("乙小学校"), MADO_SLIP_TIER_REST);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_object_unref (self->random);
  mado_secret_key_unref (self->device);
  mado_slip_unref (self->slip);
  mado_commit_unref (self->first);
  mado_commit_unref (self->second);
  mado_commit_unref (self->later);
  mado_commit_unref (self->aside);
}

static MadoRecord *
fold (Fixture *self,
      ...)
{
  MadoRecord *record = mado_record_new ("case", &self->slip->record);
  g_autoptr (GError) error = NULL;
  MadoCommit *commit;
  va_list args;

  va_start (args, self);
  while ((commit = va_arg (args, MadoCommit *)) != NULL)
    {
      mado_record_apply (record, commit, &error);
      g_assert_no_error (error);
    }
  va_end (args);
  return record;
}

static void
expect (Fixture          *self,
        MadoRecord       *record,
        MadoSlipRelation  relation)
{
  g_autoptr (MadoRecord) owned = record;

  g_assert_cmpstr (mado_slip_relation_to_string (mado_slip_compare (self->slip, owned)), ==,
                   mado_slip_relation_to_string (relation));
}

static void
test_compare (Fixture       *self,
              gconstpointer  data)
{
  expect (self, fold (self, NULL), MADO_SLIP_NEWER);
  expect (self, fold (self, self->first, NULL), MADO_SLIP_NEWER);
  expect (self, fold (self, self->first, self->second, NULL), MADO_SLIP_SAME);
  expect (self, fold (self, self->first, self->second, self->later, NULL), MADO_SLIP_OLDER);
  expect (self, fold (self, self->first, self->second, self->aside, NULL), MADO_SLIP_OLDER);
  expect (self, fold (self, self->first, self->aside, NULL), MADO_SLIP_DIVERGED);
}

/* Printed by a program that names no seen commits: what is younger than the
 * print has diverged, the rest is taken as seen. */
static void
test_compare_unseen (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (MadoCommit) young = make (self, 9, self->first, SAMPLE_NOW + 5000, "field/reason", "進学");

  g_ptr_array_set_size (self->slip->heads, 0);
  mado_slip_add_heads (self->slip, "shared", self->second->clock, &self->second->id, 1, NULL, 0);
  expect (self, fold (self, self->first, NULL), MADO_SLIP_NEWER);
  expect (self, fold (self, self->first, self->second, NULL), MADO_SLIP_SAME);
  expect (self, fold (self, self->first, young, NULL), MADO_SLIP_DIVERGED);
}

/* A part that this desk may not see tells nothing; a case that is new here is
 * newer whatever the slip's parts are. */
static void
test_compare_hidden (Fixture       *self,
                     gconstpointer  data)
{
  mado_slip_add_heads (self->slip, "shimin", self->aside->clock, &self->aside->id, 1, NULL, 0);
  expect (self, fold (self, self->first, self->second, NULL), MADO_SLIP_SAME);
  expect (self, fold (self, self->first, self->second, self->later, NULL), MADO_SLIP_OLDER);
  expect (self, fold (self, NULL), MADO_SLIP_NEWER);
}

static void
test_base (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (MadoRecord) record = fold (self, self->first, NULL);
  g_autoptr (MadoRecord) plain = fold (self, self->first, self->second, self->later, NULL);
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (GError) error = NULL;
  guint8 one[MADO_DIGEST_BYTES];
  guint8 two[MADO_DIGEST_BYTES];

  g_assert_cmpuint (mado_slip_apply_base (self->slip, record), ==, 1);
  g_assert_cmpstr (mado_record_get_text (record, "field/new_school"), ==, "乙小学校");
  g_assert_cmpstr (mado_record_get_text (record, "proc/juki_tennyu/state"), ==, "signed");
  g_assert_cmpint (mado_slip_compare (self->slip, record), ==, MADO_SLIP_NEWER);
  g_assert_cmpuint (mado_slip_apply_base (self->slip, record), <=, 1); /* scanning twice changes nothing */
  conflicts = mado_record_list_conflicts (record);
  g_assert_cmpuint (conflicts->len, ==, 0);

  mado_record_apply (record, self->second, &error);
  g_assert_no_error (error);
  mado_record_apply (record, self->later, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mado_slip_apply_base (self->slip, record), ==, 0);
  mado_record_digest (record, NULL, one);
  mado_record_digest (plain, NULL, two);
  g_assert_cmpmem (one, sizeof one, two, sizeof two);
  g_assert_cmpint (mado_slip_compare (self->slip, record), ==, MADO_SLIP_OLDER);
}

static void
test_changes (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GPtrArray) changes = mado_slip_list_changes (self->slip, "shared");
  g_autoptr (GPtrArray) none = mado_slip_list_changes (self->slip, "addr");
  const MadoChange *change = changes->pdata[0];

  g_assert_cmpuint (changes->len, ==, 3);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpstr (change->path, ==, "field/new_school");
  g_assert_cmpint (change->source, ==, MADO_SOURCE_SLIP);
  g_assert_true (change->sealed);
  g_assert_false (((MadoChange *) changes->pdata[1])->sealed);
}

static void
test_base_id (Fixture       *self,
              gconstpointer  data)
{
  MadoId one;
  MadoId two;

  mado_slip_base_id (self->slip, "shared", &one);
  mado_slip_base_id (self->slip, "shared", &two);
  g_assert_true (mado_id_equal (&one, &two));
  ((MadoSlipHeads *) self->slip->heads->pdata[0])->heads[0].b[3] ^= 1;
  mado_slip_base_id (self->slip, "shared", &two);
  g_assert_false (mado_id_equal (&one, &two));
  mado_slip_base_id (self->slip, "addr", &two);
  g_assert_false (mado_id_equal (&one, &two));
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/slip-record/compare", test_compare);
  ADD ("/slip-record/compare-unseen", test_compare_unseen);
  ADD ("/slip-record/compare-hidden", test_compare_hidden);
  ADD ("/slip-record/base", test_base);
  ADD ("/slip-record/changes", test_changes);
  ADD ("/slip-record/base-id", test_base_id);
  return g_test_run ();
}
