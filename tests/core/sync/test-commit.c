/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-commit.h"

#include <json-glib/json-glib.h>
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

/* --- limits of the writer -------------------------------------------------- */

static void
expect_invalid (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoCommit) commit = mado_commit_sign (&self->draft, self->device, self->random, &error);

  g_assert_null (commit);
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
}

static void
test_draft_limits (Fixture       *self,
                   gconstpointer  data)
{
  const MadoCommitDraft good = self->draft;
  g_autofree char *long_path = g_strnfill (513, 'a');
  g_autofree char *long_actor = g_strnfill (65, 'a');
  MadoId unsorted[2] = { self->deps[1], self->deps[0] };
  g_autofree MadoId *many = g_new0 (MadoId, MADO_COMMIT_MAX_DEPS + 1);

  self->draft.city = "32026";
  expect_invalid (self);
  self->draft = good;
  self->draft.n = 0;
  expect_invalid (self);
  self->draft = good;
  self->draft.actor = "";
  expect_invalid (self);
  self->draft.actor = long_actor;
  expect_invalid (self);
  self->draft = good;
  self->draft.section = "a section of more than 31 letters";
  expect_invalid (self);
  self->draft = good;
  self->draft.kind = "case/x";
  expect_invalid (self);
  self->draft = good;
  memset (&self->draft.record, 0, sizeof self->draft.record);
  expect_invalid (self);
  self->draft = good;
  self->draft.key = NULL;
  expect_invalid (self);
  self->draft = good;
  self->draft.deps = unsorted;
  expect_invalid (self);
  for (guint i = 0; i <= MADO_COMMIT_MAX_DEPS; i++)
    many[i].b[14] = (guint8) (i >> 8), many[i].b[15] = (guint8) i, many[i].b[0] = 1;
  self->draft.deps = many;
  self->draft.n_deps = MADO_COMMIT_MAX_DEPS + 1;
  expect_invalid (self);
  self->draft = good;

  g_ptr_array_add (self->changes, mado_change_new ("event", g_variant_new_boolean (TRUE), MADO_SOURCE_TYPED, FALSE));
  expect_invalid (self); /* a path twice */
  g_ptr_array_remove_index (self->changes, 2);
  g_ptr_array_add (self->changes, mado_change_new (long_path, g_variant_new_boolean (TRUE), MADO_SOURCE_TYPED, FALSE));
  expect_invalid (self);
  g_ptr_array_remove_index (self->changes, 2);
  g_ptr_array_add (self->changes, mado_change_new ("", g_variant_new_boolean (TRUE), MADO_SOURCE_TYPED, FALSE));
  expect_invalid (self);
}

static void
test_too_large (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *text = g_strnfill (MADO_COMMIT_MAX_BYTES, 'a');

  g_ptr_array_add (self->changes, mado_change_new ("long", g_variant_new_string (text), MADO_SOURCE_TYPED, FALSE));
  expect_invalid (self);
  g_ptr_array_set_size (self->changes, 0);
  for (guint i = 0; i <= MADO_COMMIT_MAX_CHANGES; i++)
    {
      g_autofree char *path = g_strdup_printf ("p/%u", i);

      g_ptr_array_add (self->changes, mado_change_new (path, g_variant_new_boolean (TRUE), MADO_SOURCE_TYPED, FALSE));
    }
  expect_invalid (self);
  g_ptr_array_set_size (self->changes, MADO_COMMIT_MAX_CHANGES);
  mado_commit_unref (sign (self));
}

/* A value nested deeper than any reader goes must not be signed. */
static void
test_too_deep (Fixture       *self,
               gconstpointer  data)
{
  GVariant *value = g_variant_new_int64 (1);

  for (guint i = 0; i < MADO_CBOR_MAX_DEPTH + 1; i++)
    {
      GVariant *items[] = { g_variant_new_variant (value) };

      value = g_variant_new_array (G_VARIANT_TYPE_VARIANT, items, 1);
    }
  g_ptr_array_add (self->changes, mado_change_new ("deep", value, MADO_SOURCE_TYPED, FALSE));
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (MadoCommit) commit = mado_commit_sign (&self->draft, self->device, self->random, &error);

    g_assert_null (commit);
    g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
  }
}

/* --- published vectors ------------------------------------------------------ */

static GBytes *
from_hex (const char *hex)
{
  gsize length = strlen (hex) / 2;
  guint8 *data = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
  return g_bytes_new_take (data, length);
}

static char *
to_hex (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", data[i]);
  return g_string_free (text, FALSE);
}

static void
read_hex (JsonObject *object,
          const char *member,
          void       *out,
          gsize       length)
{
  g_autoptr (GBytes) bytes = from_hex (json_object_get_string_member (object, member));

  g_assert_cmpuint (g_bytes_get_size (bytes), ==, length);
  memcpy (out, g_bytes_get_data (bytes, NULL), length);
}

static JsonObject *
load_vectors (JsonParser *parser)
{
  g_autofree char *path = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "tests", "vectors", "commit.json", NULL);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static const char *
member (JsonObject *object,
        const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : json_node_get_string (node);
}

static void
read_id (JsonObject *object,
         const char *name,
         MadoId     *id)
{
  const char *text = member (object, name);

  memset (id, 0, sizeof *id);
  if (text != NULL)
    g_assert_true (mado_id_parse (text, id));
}

static GPtrArray *
read_changes (JsonArray *array)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      g_autoptr (GBytes) bytes = from_hex (member (object, "value"));
      g_autoptr (GVariant) value = NULL;
      MadoCborReader reader;

      mado_cbor_reader_init (&reader, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      value = mado_cbor_get_value (&reader);
      g_assert_true (mado_cbor_reader_finish (&reader, "The value", NULL));
      g_ptr_array_add (changes, mado_change_new (member (object, "path"), value,
                                                 mado_source_from_string (member (object, "source")),
                                                 json_object_get_boolean_member (object, "sealed")));
    }
  return changes;
}

static guint
read_deps (JsonArray *array,
           MadoId     deps[8])
{
  guint n = json_array_get_length (array);

  g_assert_cmpuint (n, <=, 8);
  for (guint i = 0; i < n; i++)
    g_assert_true (mado_id_parse (json_array_get_string_element (array, i), &deps[i]));
  return n;
}

static MadoCommit *
sign_vector (JsonObject          *object,
             const MadoSecretKey *device,
             const guint8         key[MADO_KEY_BYTES])
{
  g_autoptr (MadoRandom) random = mado_random_new_seeded (7);
  g_autoptr (GPtrArray) changes = read_changes (json_object_get_array_member (object, "changes"));
  MadoId deps[8];
  MadoCommitDraft draft = {
    .city = member (object, "city"), .n = (guint64) json_object_get_int_member (object, "n"),
    .actor = member (object, "actor"), .clock = (guint64) json_object_get_int_member (object, "clock"),
    .wall = json_object_get_int_member (object, "wall"), .kind = member (object, "kind"),
    .section = member (object, "section"), .deps = deps, .purpose = member (object, "purpose"),
    .changes = changes, .key = key,
  };
  g_autoptr (GError) error = NULL;
  MadoCommit *commit;

  draft.n_deps = read_deps (json_object_get_array_member (object, "deps"), deps);
  read_id (object, "id", &draft.id);
  read_id (object, "device", &draft.device);
  read_id (object, "ticket", &draft.ticket);
  read_id (object, "record", &draft.record);
  read_id (object, "key_id", &draft.key_id);
  commit = mado_commit_sign (&draft, device, random, &error);
  g_assert_no_error (error);
  return commit;
}

static void
check_same_changes (GPtrArray *a,
                    GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      const MadoChange *one = a->pdata[i];
      const MadoChange *two = b->pdata[i];

      g_assert_cmpstr (one->path, ==, two->path);
      g_assert_true (mado_value_equal (one->value, two->value));
      g_assert_cmpint (one->source, ==, two->source);
      g_assert_cmpint (one->sealed, ==, two->sealed);
    }
}

/* From the published bytes back to the published input. */
static void
check_reading (JsonObject   *object,
               MadoCommit   *made,
               GBytes       *bytes,
               const guint8  public_key[32],
               const guint8  key[MADO_KEY_BYTES])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoCommit) read = mado_commit_parse (bytes, &error);
  g_autoptr (MadoCommit) opened = NULL;
  g_autoptr (GPtrArray) changes = read_changes (json_object_get_array_member (object, "changes"));
  g_autofree char *id = NULL;

  g_assert_no_error (error);
  g_assert_true (mado_commit_verify (read, public_key));
  opened = mado_commit_unseal (read, key, &error);
  g_assert_no_error (error);
  check_same_changes (opened->changes, changes);
  id = mado_id_to_string (&read->id);
  g_assert_cmpstr (id, ==, member (object, "id"));
  g_assert_cmpstr (read->city, ==, member (object, "city"));
  g_assert_cmpint (read->wall, ==, json_object_get_int_member (object, "wall"));
  g_assert_cmpint ((gint64) read->clock, ==, json_object_get_int_member (object, "clock"));
  g_assert_cmpint ((gint64) read->n, ==, json_object_get_int_member (object, "n"));
  g_assert_cmpuint (read->n_deps, ==, made->n_deps);
}

static void
test_vectors (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = load_vectors (parser);
  JsonArray *commits = json_object_get_array_member (root, "commits");
  guint8 seed[32];
  guint8 public_key[32];
  guint8 key[MADO_KEY_BYTES];
  g_autoptr (MadoSecretKey) device = NULL;

  read_hex (root, "device_seed", seed, sizeof seed);
  read_hex (root, "device_public", public_key, sizeof public_key);
  read_hex (root, "data_key", key, sizeof key);
  device = mado_secret_key_new_from_seed (seed);
  g_assert_cmpmem (mado_secret_key_get_public (device)->sign, 32, public_key, 32);
  g_assert_cmpuint (json_array_get_length (commits), >=, 4);

  for (guint i = 0; i < json_array_get_length (commits); i++)
    {
      JsonObject *object = json_array_get_object_element (commits, i);
      g_autoptr (MadoCommit) made = sign_vector (object, device, key);
      g_autoptr (GBytes) bytes = from_hex (member (object, "bytes"));
      g_autofree char *hex = to_hex (made->bytes);

      g_test_message ("%s", member (object, "name"));
      g_assert_cmpstr (hex, ==, member (object, "bytes"));
      check_reading (object, made, bytes, public_key, key);
    }
}

/* "signature" and "seal" are found after parsing, the rest by it. */
static void
check_broken (JsonObject   *object,
              const guint8  public_key[32],
              const guint8  key[MADO_KEY_BYTES])
{
  const char *expected = member (object, "error");
  g_autoptr (GBytes) bytes = from_hex (member (object, "bytes"));
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoCommit) commit = mado_commit_parse (bytes, &error);
  g_autoptr (MadoCommit) opened = NULL;

  g_test_message ("%s", member (object, "name"));
  if (g_str_equal (expected, "signature"))
    {
      g_assert_no_error (error);
      g_assert_false (mado_commit_verify (commit, public_key));
    }
  else if (g_str_equal (expected, "seal"))
    {
      g_assert_no_error (error);
      opened = mado_commit_unseal (commit, key, &error);
      g_assert_null (opened);
      g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
    }
  else
    {
      g_assert_null (commit);
      g_assert_nonnull (error);
      g_assert_cmpstr (mado_error_name (error->code), ==, expected);
    }
}

static void
test_broken_vectors (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = load_vectors (parser);
  JsonArray *broken = json_object_get_array_member (root, "broken");
  guint8 public_key[32];
  guint8 key[MADO_KEY_BYTES];

  read_hex (root, "device_public", public_key, sizeof public_key);
  read_hex (root, "data_key", key, sizeof key);
  g_assert_cmpuint (json_array_get_length (broken), >=, 20);
  for (guint i = 0; i < json_array_get_length (broken); i++)
    check_broken (json_array_get_object_element (broken, i), public_key, key);
}

/* A key that this program does not know stays in the bytes and hurts nothing. */
static void
test_unknown_key (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = load_vectors (parser);
  JsonObject *object = json_object_get_object_member (root, "unknown_key");
  g_autoptr (GBytes) bytes = from_hex (member (object, "bytes"));
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoCommit) commit = mado_commit_parse (bytes, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (commit->bytes, bytes));
  g_assert_cmpuint (commit->changes->len, ==, 1);
}

static void
test_mutations (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (MadoCommit) good = sign (self);
  const guint8 *public_key = mado_secret_key_get_public (self->device)->sign;

  for (guint i = 0; i < 20000; i++)
    {
      gsize length = g_bytes_get_size (good->bytes);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (good->bytes, NULL), length);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (MadoCommit) commit = NULL;

      for (guint n = 1 + mado_random_below (self->random, 3); n > 0; n--)
        copy[mado_random_below (self->random, (guint32) length)] ^= (guint8) (1 + mado_random_below (self->random, 255));
      if (mado_random_below (self->random, 4) == 0)
        length = mado_random_below (self->random, (guint32) length);
      bytes = g_bytes_new (copy, length);
      commit = mado_commit_parse (bytes, NULL);
      if (commit != NULL && !g_bytes_equal (bytes, good->bytes) && i % 16 == 0)
        g_assert_false (mado_commit_verify (commit, public_key));
    }
}

static void
test_source (void)
{
  for (int source = MADO_SOURCE_UNKNOWN; source <= MADO_SOURCE_PROGRAM; source++)
    g_assert_cmpint (mado_source_from_string (mado_source_to_string ((MadoSource) source)), ==, source);
  g_assert_cmpstr (mado_source_to_string ((MadoSource) 99), ==, "unknown");
  g_assert_cmpint (mado_source_from_string ("fax"), ==, MADO_SOURCE_UNKNOWN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/commit/round-trip", Fixture, NULL, set_up, test_round_trip, tear_down);
  g_test_add ("/commit/draft-limits", Fixture, NULL, set_up, test_draft_limits, tear_down);
  g_test_add ("/commit/too-large", Fixture, NULL, set_up, test_too_large, tear_down);
  g_test_add ("/commit/too-deep", Fixture, NULL, set_up, test_too_deep, tear_down);
  g_test_add_func ("/commit/vectors", test_vectors);
  g_test_add_func ("/commit/broken-vectors", test_broken_vectors);
  g_test_add_func ("/commit/unknown-key", test_unknown_key);
  g_test_add ("/commit/mutations", Fixture, NULL, set_up, test_mutations, tear_down);
  g_test_add_func ("/commit/source", test_source);
  return g_test_run ();
}
