/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a restore must not take away: tickets and enrolments that prove
 * themselves (the bytes, and what is refused), and the keys of slips. */
#include "config.h"

#include "http-fixture.h"

#include "client/mado-json.h"
#include "core/store/mado-device-proof.h"
#include "core/store/mado-ticket-proof.h"

/* tests/vectors/ticket.json */
typedef struct
{
  JsonObject    *object;
  MadoTicket     ticket;
  MadoSecretKey *key;
  const guint8  *sign; /* the key's public half */
} Vector;

static void
vector_clear (Vector *self)
{
  g_strfreev (self->ticket.roles);
  mado_secret_key_unref (self->key);
  json_object_unref (self->object);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Vector, vector_clear)

static void
vector_read (Vector *self)
{
  g_autofree char *path = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "tests", "vectors", "ticket.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  MadoTicket *ticket = &self->ticket;
  guint8 seed[32];

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  bytes = g_bytes_new (text, strlen (text));
  self->object = mado_json_parse (bytes, &error);
  g_assert_no_error (error);
  ticket->staff = (char *) mado_json_get_text (self->object, "staff");
  ticket->scope = (char *) mado_json_get_text (self->object, "scope");
  ticket->desk = (char *) mado_json_get_text (self->object, "desk");
  ticket->roles = mado_json_get_texts (self->object, "roles");
  ticket->issued = mado_json_get_int (self->object, "issued");
  ticket->expires = mado_json_get_int (self->object, "expires");
  ticket->offline_until = mado_json_get_int (self->object, "offline_until");
  g_assert_true (mado_json_get_id (self->object, "id", &ticket->id));
  g_assert_true (mado_json_get_id (self->object, "device", &ticket->device));
  g_assert_true (mado_json_get_bytes (self->object, "seed", seed, sizeof seed));
  self->key = mado_secret_key_new_from_seed (seed);
  self->sign = mado_secret_key_get_public (self->key)->sign;
}

static void
test_bytes (void)
{
  g_auto (Vector) vector = { 0 };
  MadoTicket *ticket = &vector.ticket;
  g_autoptr (MadoSecretKey) other = NULL;
  g_autoptr (GBytes) proof = NULL;
  g_autofree char *text = NULL;
  g_autoptr (MadoTicket) back = NULL;
  g_autoptr (GError) error = NULL;
  guint8 seed[32] = { 9 };

  vector_read (&vector);
  proof = mado_ticket_prove (ticket, TEST_CITY, vector.key);
  text = mado_base64url (g_bytes_get_data (proof, NULL), g_bytes_get_size (proof));
  g_assert_cmpstr (text, ==, mado_json_get_text (vector.object, "proof"));
  back = mado_ticket_check (proof, TEST_CITY, vector.sign, &error);
  g_assert_no_error (error);
  g_assert_true (mado_id_equal (&back->id, &ticket->id));
  g_assert_true (mado_id_equal (&back->device, &ticket->device));
  g_assert_cmpstr (back->staff, ==, "tanaka");
  g_assert_cmpstr (back->roles[1], ==, "reviewer");
  g_assert_cmpint (back->offline_until, ==, ticket->offline_until);

  g_assert_null (mado_ticket_check (proof, "012345", vector.sign, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_FOREIGN);
  g_clear_error (&error);
  other = mado_secret_key_new_from_seed (seed);
  g_assert_null (mado_ticket_check (proof, TEST_CITY, mado_secret_key_get_public (other)->sign, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
  g_clear_error (&error);
}

/* No bit of it can be changed, and no part cut off. */
static void
test_broken (void)
{
  g_auto (Vector) vector = { 0 };
  g_autoptr (GBytes) proof = NULL;
  gsize length;
  const guint8 *data;

  vector_read (&vector);
  proof = mado_ticket_prove (&vector.ticket, TEST_CITY, vector.key);
  data = g_bytes_get_data (proof, &length);
  for (gsize i = 0; i < length * 8; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      g_autoptr (GBytes) broken = NULL;

      copy[i / 8] ^= (guint8) (1 << (i % 8));
      broken = g_bytes_new (copy, length);
      g_assert_null (mado_ticket_check (broken, TEST_CITY, vector.sign, NULL));
    }
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (data, i);

      g_assert_null (mado_ticket_check (cut, TEST_CITY, vector.sign, NULL));
    }
}

static GBytes *
proof_of (TestHttp  *http,
          TestPlace *place)
{
  g_autoptr (TestReply) reply = test_http_call (http, "GET", "/v1/session", place->token, NULL, NULL, NULL);
  g_autoptr (JsonObject) object = test_reply_object (reply);
  GBytes *proof = mado_json_dup_bytes (mado_json_get_object (object, "ticket"), "proof", 4096);

  g_assert_nonnull (proof);
  return proof;
}

/* -1: the whole request was refused. */
static int
show (TestHttp  *http,
      TestPlace *place,
      GBytes    *proof)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TestReply) reply = NULL;
  MadoCborReader reader;

  mado_cbor_put_bytes (out, g_bytes_get_data (proof, NULL), g_bytes_get_size (proof));
  body = g_byte_array_free_to_bytes (out);
  reply = test_http_call (http, "POST", "/v1/tickets", place->token, "application/cbor-seq", body, NULL);
  if (reply->status != 200)
    return -1;
  mado_cbor_reader_init (&reader, g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body));
  g_assert_cmpuint (mado_cbor_get_array (&reader), ==, 2);
  mado_cbor_skip (&reader);
  return (int) mado_cbor_get_uint (&reader);
}

static void
test_back (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  g_autoptr (GBytes) here = proof_of (http, place);
  g_autoptr (MadoTicket) own = mado_city_store_get_ticket (http->store, &place->ticket, NULL);
  g_autoptr (GBytes) forged = NULL;
  g_autoptr (GBytes) noise = g_bytes_new_static ("noise", 5);
  g_autoptr (GBytes) commit = NULL;
  guint verdict;
  MadoId record;

  g_assert_cmpint (show (http, place, here), ==, MADO_VERDICT_DUPLICATE);
  /* One that somebody else signed is of no use, and nothing is taken in by it. */
  mado_id_generate (&own->id, http->clock, http->random);
  forged = mado_ticket_prove (own, TEST_CITY, place->key);
  g_assert_cmpint (show (http, place, forged), ==, MADO_VERDICT_QUARANTINED);
  g_assert_cmpint (show (http, place, noise), ==, MADO_VERDICT_QUARANTINED);
  g_assert_cmpuint (mado_city_store_count_audit (http->store, "ticket-back", NULL), ==, 0);

  /* A ticket of this city that it does not know any more. */
  {
    g_autoptr (GBytes) seed = mado_city_store_get_secret (http->store, "identity", NULL);
    g_autoptr (MadoSecretKey) identity = mado_secret_key_new_from_seed (g_bytes_get_data (seed, NULL));
    g_autoptr (MadoTicket) lost = mado_city_store_get_ticket (http->store, &place->ticket, NULL);
    g_autoptr (GBytes) proof = NULL;

    mado_id_generate (&lost->id, http->clock, http->random);
    proof = mado_ticket_prove (lost, TEST_CITY, identity);
    place->ticket = lost->id;
    mado_id_generate (&record, http->clock, http->random);
    g_assert_cmpint (show (http, place, proof), ==, MADO_VERDICT_STORED);
    g_assert_cmpint (show (http, place, proof), ==, MADO_VERDICT_DUPLICATE);
    g_assert_cmpuint (mado_city_store_count_audit (http->store, "ticket-back", NULL), ==, 1);
    commit = test_place_commit (http, place, &record, "shared", NULL, "event", "tennyu", NULL);
    test_place_post (http, place, &commit, 1, &verdict, NULL);
    g_assert_cmpuint (verdict, ==, MADO_VERDICT_STORED);
  }
  test_place_free (place);
  test_http_free (http);
}

/* Who knows another history is not judged by this one. */
static void
test_other_epoch (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  g_autoptr (GBytes) commit = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *same = NULL;
  GByteArray *out = g_byte_array_new ();
  const char *stale = "Mado-Epoch: 01890a5d-ac96-774b-bcce-b302099a8057";
  MadoCityHead head;
  MadoId record;

  mado_id_generate (&record, http->clock, http->random);
  commit = test_place_commit (http, place, &record, "shared", NULL, "event", "tennyu", NULL);
  mado_cbor_put_bytes (out, g_bytes_get_data (commit, NULL), g_bytes_get_size (commit));
  body = g_byte_array_free_to_bytes (out);
  {
    g_autoptr (TestReply) reply = test_http_call (http, "POST", "/v1/commits", place->token, "application/cbor-seq", body, stale);

    g_assert_cmpuint (reply->status, ==, 409);
    g_assert_cmpstr (reply->code, ==, "conflict");
  }
  g_assert_cmpint (mado_city_store_last_received (http->store, &record), ==, 0);
  mado_city_store_get_head (http->store, &head);
  same = g_strconcat ("Mado-Epoch: ", head.epoch, NULL);
  {
    g_autoptr (TestReply) reply = test_http_call (http, "POST", "/v1/commits", place->token, "application/cbor-seq", body, same);

    g_assert_cmpuint (reply->status, ==, 200);
  }
  g_assert_cmpint (mado_city_store_last_received (http->store, &record), >, 0);
  test_place_free (place);
  test_http_free (http);
}

static void
ask_nonce (TestHttp             *http,
           const MadoCityDevice *device,
           GBytes               *proof)
{
  g_autofree char *id = mado_id_to_string (&device->id);
  g_autofree char *text = mado_base64url (g_bytes_get_data (proof, NULL), g_bytes_get_size (proof));
  g_autofree char *json = g_strdup_printf ("{\"device\":\"%s\",\"proof\":\"%s\"}", id, text);
  g_autoptr (TestReply) reply = test_http_json (http, "/v1/nonce", NULL, json);

  /* Who is enrolled is not told. */
  g_assert_cmpuint (reply->status, ==, 200);
}

static void
test_device_back (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  g_autoptr (GBytes) seed = mado_city_store_get_secret (http->store, "identity", NULL);
  g_autoptr (MadoSecretKey) identity = mado_secret_key_new_from_seed (g_bytes_get_data (seed, NULL));
  MadoCityDevice device, other, found;
  g_autoptr (GBytes) proof = NULL;
  g_autoptr (GBytes) forged = NULL;
  g_autoptr (GBytes) foreign = NULL;

  g_assert_true (mado_city_store_get_device (http->store, &place->id, &device));
  mado_id_generate (&device.id, http->clock, http->random);
  g_strlcpy (device.name, "市民課 3番", sizeof device.name);
  other = device;
  mado_id_generate (&other.id, http->clock, http->random);
  proof = mado_device_prove (&device, TEST_CITY, identity);
  forged = mado_device_prove (&device, TEST_CITY, place->key);
  foreign = mado_device_prove (&device, "012025", identity);

  ask_nonce (http, &device, forged);
  ask_nonce (http, &device, foreign);
  ask_nonce (http, &other, proof);
  g_assert_false (mado_city_store_get_device (http->store, &device.id, &found));
  g_assert_false (mado_city_store_get_device (http->store, &other.id, &found));
  ask_nonce (http, &device, proof);
  g_assert_true (mado_city_store_get_device (http->store, &device.id, &found));
  g_assert_cmpmem (&found.key, sizeof found.key, &device.key, sizeof device.key);
  g_assert_cmpstr (found.scope, ==, "shimin");
  g_assert_cmpstr (found.name, ==, "市民課 3番");

  /* One that was shut out is not let in by it. */
  found.revoked = mado_clock_now_ms (http->clock);
  g_assert_true (mado_city_store_put_device (http->store, &found, NULL));
  ask_nonce (http, &device, proof);
  g_assert_true (mado_city_store_get_device (http->store, &device.id, &found));
  g_assert_cmpint (found.revoked, !=, 0);
  g_assert_cmpuint (mado_city_store_count_audit (http->store, "device-back", NULL), ==, 1);
  test_place_free (place);
  test_http_free (http);
}

/* --- keys of slips ---------------------------------------------------------------*/

/* Everything in the city's folder, or back into it. */
static void
copy_folder (const char *from,
             const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (!g_file_test (source, G_FILE_TEST_IS_REGULAR))
        continue;
      g_assert_true (g_file_get_contents (source, &bytes, &length, NULL));
      g_assert_true (g_file_set_contents (target, bytes, (gssize) length, NULL));
    }
}

/* The opened keys, one after the other. */
static GBytes *
slip_keys_of (TestHttp  *http,
              TestPlace *place)
{
  g_autoptr (TestReply) reply = test_http_call (http, "GET", "/v1/slip-keys", place->token, NULL, NULL, NULL);
  g_autoptr (JsonObject) object = test_reply_object (reply);
  JsonArray *array = mado_json_get_array (object, "slip_keys");
  GByteArray *all = g_byte_array_new ();

  g_assert_cmpuint (json_array_get_length (array), ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      JsonObject *item = json_array_get_object_element (array, i);
      gint64 number = mado_json_get_int (item, "number");
      guint8 extra[6] = { 's', 'l', 'i', 'p', (guint8) (number >> 8), (guint8) number };
      guint8 wrapped[MADO_KEY_BYTES + MADO_SEAL_OVERHEAD];
      g_autoptr (GBytes) key = NULL;

      g_assert_true (mado_json_get_bytes (item, "wrapped", wrapped, sizeof wrapped));
      key = mado_open (place->shared, wrapped, sizeof wrapped, extra, sizeof extra, NULL);
      g_assert_nonnull (key);
      g_byte_array_append (all, extra + 4, 2);
      g_byte_array_append (all, g_bytes_get_data (key, NULL), (guint) g_bytes_get_size (key));
    }
  return g_byte_array_free_to_bytes (all);
}

/* A slip that was printed in a week that the copy has not seen stays readable. */
static void
test_slip_keys (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  g_autofree char *backup = g_build_filename (http->dir, "backup", NULL);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  test_http_stop (http);
  copy_folder (http->dir, backup);
  test_http_start (http);
  mado_clock_advance (http->clock, G_GINT64_CONSTANT (20) * 7 * 24 * 3600 * 1000);
  test_place_sign_in (http, place, "tanaka");
  before = slip_keys_of (http, place);
  test_http_stop (http);
  copy_folder (backup, http->dir);
  http->restored = TRUE;
  test_http_start (http);
  test_place_sign_in (http, place, "tanaka");
  after = slip_keys_of (http, place);
  g_assert_true (g_bytes_equal (before, after));
  test_place_free (place);
  test_http_free (http);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
  g_test_add_func ("/server/tickets/bytes", test_bytes);
  g_test_add_func ("/server/tickets/broken", test_broken);
  g_test_add_func ("/server/tickets/back", test_back);
  g_test_add_func ("/server/tickets/other-epoch", test_other_epoch);
  g_test_add_func ("/server/tickets/device-back", test_device_back);
  g_test_add_func ("/server/tickets/slip-keys", test_slip_keys);
  return g_test_run ();
}
