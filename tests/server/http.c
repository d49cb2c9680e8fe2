/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The resources over a real loopback socket. */
#include "config.h"

#include "http-fixture.h"

#include "client/mado-json.h"

static MadoId
new_id (TestHttp *http)
{
  MadoId id;

  mado_id_generate (&id, http->clock, http->random);
  return id;
}

static MadoId
id_of (GBytes *bytes)
{
  g_autoptr (MadoCommit) commit = mado_commit_parse (bytes, NULL);

  g_assert_nonnull (commit);
  return commit->id;
}

static char *
epoch_of (TestHttp *http)
{
  MadoCityHead head;

  mado_city_store_get_head (http->store, &head);
  return g_strdup (head.epoch);
}

#define assert_call(http, method, path, token, expected_status, expected_code) \
  G_STMT_START { \
    g_autoptr (TestReply) reply_ = test_http_call (http, method, path, token, NULL, NULL, NULL); \
    g_assert_cmpuint (reply_->status, ==, expected_status); \
    g_assert_cmpstr (reply_->code, ==, expected_code); \
  } G_STMT_END

static void
test_sign_in (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  g_autoptr (TestReply) wrong = test_place_try (http, place, "tanaka", "wrong");
  g_autoptr (TestReply) nobody = test_place_try (http, place, "nobody", "wrong");

  g_assert_cmpuint (wrong->status, ==, 401);
  g_assert_cmpuint (nobody->status, ==, 401);
  g_assert_true (g_bytes_equal (wrong->body, nobody->body));
  assert_call (http, "GET", "/v1/session", place->token, 200, NULL);
  assert_call (http, "GET", "/v1/session", NULL, 401, "denied");
  assert_call (http, "GET", "/v1/session", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 401, "denied");
  /* Idle for too long; then a session that is signed out. */
  mado_clock_advance (http->clock, 31 * 60 * 1000);
  assert_call (http, "GET", "/v1/session", place->token, 401, "expired");
  test_place_sign_in (http, place, "tanaka");
  assert_call (http, "DELETE", "/v1/session", place->token, 204, NULL);
  assert_call (http, "GET", "/v1/session", place->token, 401, "denied");
  g_assert_cmpuint (mado_city_store_count_audit (http->store, "sign-in", NULL), ==, 2);
  g_assert_cmpuint (mado_city_store_count_audit (http->store, "sign-in-wrong", NULL), ==, 2);
  test_place_free (place);
  test_http_free (http);
}

static void
test_lock_out (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (TestReply) reply = test_place_try (http, place, "tanaka", "wrong");

      g_assert_cmpuint (reply->status, ==, 401);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TestReply) reply = test_place_try (http, place, "tanaka", "correct horse");

      g_assert_cmpuint (reply->status, ==, 429);
      g_assert_cmpstr (reply->code, ==, "busy");
    }
  mado_clock_advance (http->clock, 6 * 60 * 1000);
  test_place_sign_in (http, place, "tanaka");
  test_place_free (place);
  test_http_free (http);
}

static void
test_password (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  g_autoptr (TestReply) shorty = test_http_json (http, "/v1/password", place->token, "{\"old\":\"correct horse\",\"new\":\"short\"}");
  g_autoptr (TestReply) wrong = test_http_json (http, "/v1/password", place->token, "{\"old\":\"x\",\"new\":\"battery staple\"}");
  g_autoptr (TestReply) good = test_http_json (http, "/v1/password", place->token,
                                               "{\"old\":\"correct horse\",\"new\":\"battery staple\"}");
  g_autoptr (TestReply) old = test_place_try (http, place, "tanaka", "correct horse");
  g_autoptr (TestReply) fresh = test_place_try (http, place, "tanaka", "battery staple");

  g_assert_cmpuint (shorty->status, ==, 400);
  g_assert_cmpuint (wrong->status, ==, 401);
  g_assert_cmpuint (good->status, ==, 204);
  g_assert_cmpuint (old->status, ==, 401);
  g_assert_cmpuint (fresh->status, ==, 200);
  test_place_free (place);
  test_http_free (http);
}

static void
test_enrolment (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_new (http, "shimin");
  g_autoptr (TestReply) garbage = test_http_json (http, "/v1/enrol", NULL, "{\"code\":\"enrol-me\"}");
  g_autoptr (TestReply) forged = NULL;
  g_autofree char *sign64 = mado_base64url (mado_secret_key_get_public (place->key)->sign, 32);
  g_autofree char *proof64 = g_strnfill (86, 'A');
  g_autofree char *json = g_strdup_printf ("{\"code\":\"enrol-me\",\"name\":\"x\",\"scope\":\"shimin\",\"sign\":\"%s\",\"box\":\"%s\","
                                           "\"proof\":\"%s\"}", sign64, sign64, proof64);

  forged = test_http_json (http, "/v1/enrol", NULL, json);
  g_assert_cmpuint (garbage->status, ==, 400);
  g_assert_cmpuint (forged->status, ==, 400);
  test_place_free (place);
  test_http_free (http);
}

static void
test_revoked (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *admin = test_place_ready (http, "shimin", "kanri", "admin");
  TestPlace *place = test_place_ready (http, "kokuho", "sato", "counter");
  g_autofree char *id = mado_id_to_string (&place->id);
  g_autofree char *path = g_strconcat ("/v1/devices/", id, NULL);
  g_autoptr (TestReply) again = NULL;

  assert_call (http, "DELETE", path, place->token, 403, "denied");
  assert_call (http, "DELETE", path, admin->token, 204, NULL);
  assert_call (http, "GET", "/v1/session", place->token, 403, "denied");
  again = test_place_try (http, place, "sato", "correct horse");
  g_assert_cmpuint (again->status, ==, 403);
  test_place_free (admin);
  test_place_free (place);
  test_http_free (http);
}

static void
test_commits (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  MadoId record = new_id (http);
  g_autoptr (GBytes) first = test_place_commit (http, place, &record, "shared", NULL, "event", "tennyu", NULL);
  MadoId dep = id_of (first);
  g_autoptr (GBytes) second = test_place_commit (http, place, &record, "shared", &dep, "parked", "x", NULL);
  g_autoptr (GBytes) forged = NULL;
  g_autoptr (GBytes) garbage = g_bytes_new_static ("nonsense", 8);
  g_autofree char *bent = g_memdup2 (g_bytes_get_data (second, NULL), g_bytes_get_size (second));
  GBytes *batch[4];
  guint verdicts[4];
  char *reasons[4];

  bent[g_bytes_get_size (second) - 1] ^= 1; /* in the signature */
  forged = g_bytes_new (bent, g_bytes_get_size (second));
  batch[0] = first, batch[1] = garbage, batch[2] = forged, batch[3] = second;
  test_place_post (http, place, batch, 4, verdicts, reasons);
  g_assert_cmpuint (verdicts[0], ==, MADO_VERDICT_STORED);
  g_assert_cmpuint (verdicts[1], ==, MADO_VERDICT_QUARANTINED);
  g_assert_cmpstr (reasons[1], ==, "damaged");
  g_assert_cmpuint (verdicts[2], ==, MADO_VERDICT_QUARANTINED);
  g_assert_cmpstr (reasons[2], ==, "signature");
  g_assert_cmpuint (verdicts[3], ==, MADO_VERDICT_STORED);
  for (guint i = 0; i < 4; i++)
    g_free (reasons[i]);
  test_place_post (http, place, batch, 1, verdicts, NULL);
  g_assert_cmpuint (verdicts[0], ==, MADO_VERDICT_DUPLICATE);
  test_place_free (place);
  test_http_free (http);
}

static void
test_put (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  MadoId record = new_id (http);
  g_autoptr (GBytes) bytes = test_place_commit (http, place, &record, "shared", NULL, "event", "tennyu", NULL);
  MadoId id = id_of (bytes);
  g_autofree char *name = mado_id_to_string (&id);
  g_autofree char *wrong_name = mado_id_to_string (&record);
  g_autofree char *path = g_strconcat ("/v1/commits/", name, NULL);
  g_autofree char *wrong = g_strconcat ("/v1/commits/", wrong_name, "x", NULL);
  g_autoptr (TestReply) stored = test_http_call (http, "PUT", path, place->token, "application/cbor", bytes, NULL);
  g_autoptr (TestReply) again = test_http_call (http, "PUT", path, place->token, "application/cbor", bytes, NULL);
  g_autoptr (TestReply) misnamed = test_http_call (http, "PUT", wrong, place->token, "application/cbor", bytes, NULL);
  g_autoptr (TestReply) unsigned_in = test_http_call (http, "PUT", path, NULL, "application/cbor", bytes, NULL);

  g_assert_cmpuint (stored->status, ==, 201);
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpuint (misnamed->status, ==, 400);
  g_assert_cmpuint (unsigned_in->status, ==, 401);
  test_place_free (place);
  test_http_free (http);
}

static void
test_feeds (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *shimin = test_place_ready (http, "shimin", "tanaka", "counter");
  TestPlace *kokuho = test_place_ready (http, "kokuho", "sato", "counter");
  MadoId record = new_id (http);
  g_autoptr (GBytes) a = test_place_commit (http, shimin, &record, "shared", NULL, "event", "tennyu", NULL);
  MadoId a_id = id_of (a);
  g_autoptr (GBytes) in = test_place_commit (http, shimin, &record, "shared", &a_id, "route/kokuho", "yes", NULL);
  MadoId in_id = id_of (in);
  g_autoptr (GBytes) out = test_place_commit (http, shimin, &record, "shared", &in_id, "route/kokuho", "no", NULL);
  g_autoptr (GBytes) intruder = NULL;
  g_autofree char *epoch = epoch_of (http);
  g_autoptr (TestFeed) none = NULL;
  g_autoptr (TestFeed) page = NULL;
  g_autoptr (TestFeed) left = NULL;
  g_autoptr (TestFeed) other_epoch = NULL;
  guint verdict;

  test_place_post (http, shimin, &a, 1, &verdict, NULL);
  none = test_place_pull (http, kokuho, epoch, 0);
  g_assert_cmpuint (none->commits->len, ==, 0);
  intruder = test_place_commit (http, kokuho, &record, "shared", &a_id, "parked", "x", NULL);
  test_place_post (http, kokuho, &intruder, 1, &verdict, NULL);
  g_assert_cmpuint (verdict, ==, MADO_VERDICT_QUARANTINED);

  test_place_post (http, shimin, &in, 1, &verdict, NULL);
  page = test_place_pull (http, kokuho, epoch, none->next);
  g_assert_cmpuint (page->commits->len, ==, 2);
  g_assert_true (g_bytes_equal (page->commits->pdata[0], a));
  g_assert_true (g_bytes_equal (page->commits->pdata[1], in));
  g_assert_cmpuint (page->n_device, ==, 1);

  test_place_post (http, shimin, &out, 1, &verdict, NULL);
  left = test_place_pull (http, kokuho, epoch, page->next);
  g_assert_cmpuint (left->commits->len, ==, 0);
  g_assert_cmpuint (left->n_left, ==, 1);

  other_epoch = test_place_pull (http, kokuho, "00000000-0000-7000-8000-000000000000", left->next);
  g_assert_cmpuint (other_epoch->next, ==, 0);
  g_assert_true (other_epoch->more);
  g_assert_cmpstr (other_epoch->epoch, ==, epoch);
  test_place_free (shimin);
  test_place_free (kokuho);
  test_http_free (http);
}

static GBytes *
wrap_key (TestHttp    *http,
          TestPlace   *place,
          MadoDataKey *key)
{
  GByteArray *out = g_byte_array_new ();
  guint8 extra[64];
  g_autoptr (GBytes) wrapped = NULL;

  memcpy (extra, key->id.b, 16);
  memcpy (extra + 16, key->record.b, 16);
  memcpy (extra + 32, key->section, strlen (key->section));
  wrapped = mado_seal (http->random, place->shared, key->key, 32, extra, 32 + strlen (key->section));
  mado_cbor_put_array (out, 4);
  mado_cbor_put_bytes (out, key->id.b, 16);
  mado_cbor_put_bytes (out, key->record.b, 16);
  mado_cbor_put_text (out, key->section);
  mado_cbor_put_bytes (out, g_bytes_get_data (wrapped, NULL), g_bytes_get_size (wrapped));
  return g_byte_array_free_to_bytes (out);
}

static void
test_keys (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *shimin = test_place_ready (http, "shimin", "tanaka", "counter");
  TestPlace *second = test_place_ready (http, "shimin", "sato", "counter");
  MadoDataKey key = { .id = new_id (http), .record = new_id (http), .section = "shared" };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TestReply) taken = NULL;
  g_autoptr (TestReply) stolen = NULL;
  g_autoptr (TestFeed) page = NULL;
  g_autofree char *epoch = epoch_of (http);
  guint verdict;

  mado_random_bytes (http->random, key.key, 32);
  body = wrap_key (http, shimin, &key);
  taken = test_http_call (http, "POST", "/v1/keys", shimin->token, "application/cbor-seq", body, NULL);
  g_assert_cmpuint (taken->status, ==, 200);
  bytes = test_place_commit (http, shimin, &key.record, "shared", NULL, "visitor/visitor_name", "窓口 花子", &key);
  test_place_post (http, shimin, &bytes, 1, &verdict, NULL);
  g_assert_cmpuint (verdict, ==, MADO_VERDICT_STORED);
  /* The second desktop of the desk gets it, wrapped for itself, and reads. */
  page = test_place_pull (http, second, epoch, 0);
  g_assert_cmpuint (page->keys->len, ==, 1);
  g_assert_cmpmem (g_array_index (page->keys, MadoDataKey, 0).key, 32, key.key, 32);
  {
    g_autoptr (MadoCommit) sealed = mado_commit_parse (page->commits->pdata[0], NULL);
    g_autoptr (MadoCommit) opened = mado_commit_unseal (sealed, g_array_index (page->keys, MadoDataKey, 0).key, NULL);

    g_assert_nonnull (opened);
    g_assert_cmpuint (opened->changes->len, ==, 1);
  }
  /* Wrapped for another device: refused, not an error of the batch. */
  stolen = test_http_call (http, "POST", "/v1/keys", second->token, "application/cbor-seq", body, NULL);
  g_assert_cmpuint (stolen->status, ==, 200);
  g_assert_cmpuint (((const guint8 *) g_bytes_get_data (stolen->body, NULL))[g_bytes_get_size (stolen->body) - 1], ==,
                    MADO_VERDICT_QUARANTINED);
  test_place_free (shimin);
  test_place_free (second);
  test_http_free (http);
}

static void
test_purge (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *shimin = test_place_ready (http, "shimin", "tanaka", "counter");
  TestPlace *chief = test_place_ready (http, "shimin", "kacho", "supervisor");
  MadoId record = new_id (http);
  g_autoptr (GBytes) first = test_place_commit (http, shimin, &record, "shared", NULL, "event", "tennyu", NULL);
  MadoId dep = id_of (first);
  g_autoptr (GBytes) late = NULL;
  g_autofree char *id = mado_id_to_string (&record);
  g_autofree char *json = g_strdup_printf ("{\"record\":\"%s\",\"why\":\"期限\"}", id);
  g_autoptr (TestReply) early = NULL;
  g_autoptr (TestReply) not_mine = NULL;
  g_autoptr (TestReply) due = NULL;
  g_autoptr (TestFeed) page = NULL;
  g_autofree char *epoch = epoch_of (http);
  guint verdict;

  test_place_post (http, shimin, &first, 1, &verdict, NULL);
  early = test_http_json (http, "/v1/purges", chief->token, json);
  g_assert_cmpuint (early->status, ==, 403);
  mado_clock_advance (http->clock, G_GINT64_CONSTANT (31) * 24 * 3600 * 1000);
  test_place_sign_in (http, shimin, "tanaka");
  test_place_sign_in (http, chief, "kacho");
  not_mine = test_http_json (http, "/v1/purges", shimin->token, json);
  g_assert_cmpuint (not_mine->status, ==, 403);
  due = test_http_json (http, "/v1/purges", chief->token, json);
  g_assert_cmpuint (due->status, ==, 204);
  late = test_place_commit (http, shimin, &record, "shared", &dep, "parked", "x", NULL);
  test_place_post (http, shimin, &late, 1, &verdict, NULL);
  g_assert_cmpuint (verdict, ==, MADO_VERDICT_PURGED);
  page = test_place_pull (http, shimin, epoch, 0);
  g_assert_cmpuint (page->commits->len, ==, 0);
  g_assert_cmpuint (page->n_purge, ==, 1);
  test_place_free (shimin);
  test_place_free (chief);
  test_http_free (http);
}

static void
test_quarantine (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *shimin = test_place_ready (http, "shimin", "tanaka", "counter");
  TestPlace *zei = test_place_ready (http, "zei", "ito", "counter");
  TestPlace *chief = test_place_ready (http, "shimin", "kacho", "supervisor");
  MadoId record = new_id (http);
  g_autoptr (GBytes) first = test_place_commit (http, shimin, &record, "shared", NULL, "event", "tennyu", NULL);
  MadoId dep = id_of (first);
  g_autoptr (GBytes) denied = test_place_commit (http, zei, &record, "shared", &dep, "parked", "x", NULL);
  MadoId denied_id = id_of (denied);
  g_autofree char *name = mado_id_to_string (&denied_id);
  g_autofree char *path = g_strconcat ("/v1/quarantine/", name, NULL);
  g_autoptr (TestReply) list = NULL;
  g_autoptr (TestReply) silent = NULL;
  g_autoptr (TestReply) accepted = NULL;
  g_autoptr (JsonObject) object = NULL;
  guint verdict;

  test_place_post (http, shimin, &first, 1, &verdict, NULL);
  test_place_post (http, zei, &denied, 1, &verdict, NULL);
  g_assert_cmpuint (verdict, ==, MADO_VERDICT_QUARANTINED);
  assert_call (http, "GET", "/v1/quarantine", shimin->token, 403, "denied");
  list = test_http_call (http, "GET", "/v1/quarantine", chief->token, NULL, NULL, NULL);
  object = test_reply_object (list);
  g_assert_cmpuint (json_array_get_length (mado_json_get_array (object, "items")), ==, 1);
  silent = test_http_json (http, path, chief->token, "{\"decision\":\"accept\",\"why\":\"\"}");
  g_assert_cmpuint (silent->status, ==, 400);
  accepted = test_http_json (http, path, chief->token, "{\"decision\":\"accept\",\"why\":\"来庁\"}");
  g_assert_cmpuint (accepted->status, ==, 204);
  test_place_post (http, zei, &denied, 1, &verdict, NULL);
  g_assert_cmpuint (verdict, ==, MADO_VERDICT_DUPLICATE);
  test_place_free (shimin);
  test_place_free (zei);
  test_place_free (chief);
  test_http_free (http);
}

static void
test_claims (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *shimin = test_place_ready (http, "shimin", "tanaka", "counter");
  MadoId one = new_id (http), two = new_id (http);
  g_autofree char *one_text = mado_id_to_string (&one);
  g_autofree char *two_text = mado_id_to_string (&two);
  g_autofree char *mine = g_strdup_printf ("{\"kind\":\"slot\",\"name\":\"10:00\",\"record\":\"%s\",\"section\":\"shared\"}", one_text);
  g_autofree char *theirs = g_strdup_printf ("{\"kind\":\"slot\",\"name\":\"10:00\",\"record\":\"%s\",\"section\":\"shared\"}", two_text);
  g_autoptr (TestReply) got = test_http_json (http, "/v1/claims", shimin->token, mine);
  g_autoptr (TestReply) again = test_http_json (http, "/v1/claims", shimin->token, mine);
  g_autoptr (TestReply) late = test_http_json (http, "/v1/claims", shimin->token, theirs);
  g_autofree char *epoch = epoch_of (http);
  g_autoptr (TestFeed) page = test_place_pull (http, shimin, epoch, 0);
  g_autoptr (GBytes) root = test_place_commit (http, shimin, &one, "shared", NULL, "event", "tennyu", NULL);
  guint verdict;

  g_assert_cmpuint (got->status, ==, 201);
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpuint (late->status, ==, 409);
  g_assert_cmpstr (late->code, ==, "conflict");
  g_assert_cmpuint (page->commits->len, ==, 1);
  /* The desk that opened the case is not shut out by the server's commit. */
  test_place_post (http, shimin, &root, 1, &verdict, NULL);
  g_assert_cmpuint (verdict, ==, MADO_VERDICT_STORED);
  test_place_free (shimin);
  test_http_free (http);
}

static void
test_blobs (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *shimin = test_place_ready (http, "shimin", "tanaka", "counter");
  TestPlace *zei = test_place_ready (http, "zei", "ito", "counter");
  MadoId record = new_id (http);
  g_autoptr (GBytes) root = test_place_commit (http, shimin, &record, "shared", NULL, "event", "tennyu", NULL);
  g_autofree char *record_text = mado_id_to_string (&record);
  g_autoptr (GBytes) a = g_bytes_new_static ("0123456789", 10);
  g_autoptr (GBytes) b = g_bytes_new_static ("abcdef", 6);
  guint8 digest[32];
  g_autoptr (GString) hex = g_string_new (NULL);
  g_autofree char *path = NULL;
  guint verdict;

  mado_digest ("0123456789abcdef", 16, digest);
  for (guint i = 0; i < 32; i++)
    g_string_append_printf (hex, "%02x", digest[i]);
  path = g_strdup_printf ("/v1/blobs/%s?record=%s&section=shared", hex->str, record_text);
  test_place_post (http, shimin, &root, 1, &verdict, NULL);
  {
    g_autoptr (TestReply) gap = test_http_call (http, "PUT", path, shimin->token, "x/y", b, "Content-Range: bytes 10-15/16");
    g_autoptr (TestReply) first = test_http_call (http, "PUT", path, shimin->token, "x/y", a, "Content-Range: bytes 0-9/16");
    g_autoptr (TestReply) have = test_http_call (http, "HEAD", path, shimin->token, NULL, NULL, NULL);
    g_autoptr (TestReply) last = test_http_call (http, "PUT", path, shimin->token, "x/y", b, "Content-Range: bytes 10-15/16");
    g_autoptr (TestReply) whole = test_http_call (http, "GET", path, shimin->token, NULL, NULL, NULL);
    g_autoptr (TestReply) part = test_http_call (http, "GET", path, shimin->token, NULL, NULL, "Range: bytes=12-");
    g_autoptr (TestReply) beyond = test_http_call (http, "GET", path, shimin->token, NULL, NULL, "Range: bytes=16-");
    g_autoptr (TestReply) stranger = test_http_call (http, "GET", path, zei->token, NULL, NULL, NULL);

    g_assert_cmpuint (gap->status, ==, 409);
    g_assert_cmpuint (first->status, ==, 202);
    g_assert_cmpstr (have->have, ==, "10");
    g_assert_cmpuint (last->status, ==, 201);
    g_assert_cmpmem (g_bytes_get_data (whole->body, NULL), g_bytes_get_size (whole->body), "0123456789abcdef", 16);
    g_assert_cmpuint (part->status, ==, 206);
    g_assert_cmpmem (g_bytes_get_data (part->body, NULL), g_bytes_get_size (part->body), "cdef", 4);
    g_assert_cmpuint (beyond->status, ==, 416);
    g_assert_cmpuint (stranger->status, ==, 404);
  }
  test_place_free (shimin);
  test_place_free (zei);
  test_http_free (http);
}

static void
test_versions (void)
{
  TestHttp *http = test_http_new ();
  g_autoptr (TestReply) newer = test_http_call (http, "GET", "/v1/hello", NULL, NULL, NULL, "Mado-Protocol: 2");
  g_autoptr (TestReply) older = test_http_call (http, "GET", "/v1/hello", NULL, NULL, NULL, "Mado-Protocol: 0");
  g_autoptr (TestReply) same = test_http_call (http, "GET", "/v1/hello", NULL, NULL, NULL, "Mado-Protocol: 1");
  g_autoptr (TestReply) none = test_http_call (http, "GET", "/v1/hello", NULL, NULL, NULL, NULL);
  g_autoptr (TestReply) odd = test_http_call (http, "GET", "/v1/hello", NULL, NULL, NULL, "Mado-Protocol: x");

  g_assert_cmpuint (newer->status, ==, 426);
  g_assert_cmpstr (newer->code, ==, "unsupported");
  g_assert_cmpstr (newer->protocol, ==, "1");
  g_assert_cmpuint (older->status, ==, 426);
  g_assert_false (g_bytes_equal (older->body, newer->body));
  g_assert_cmpuint (same->status, ==, 200);
  g_assert_cmpuint (none->status, ==, 200);
  g_assert_cmpuint (odd->status, ==, 400);
  test_http_free (http);
}

static void
test_restart (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  MadoId record = new_id (http);
  g_autoptr (GBytes) first = test_place_commit (http, place, &record, "shared", NULL, "event", "tennyu", NULL);
  g_autofree char *epoch = epoch_of (http);
  g_autofree char *after = NULL;
  g_autoptr (TestFeed) page = NULL;
  guint verdict;

  test_place_post (http, place, &first, 1, &verdict, NULL);
  test_http_stop (http);
  test_http_start (http);
  /* Signed in as before; the same bytes are a duplicate. */
  test_place_post (http, place, &first, 1, &verdict, NULL);
  g_assert_cmpuint (verdict, ==, MADO_VERDICT_DUPLICATE);
  page = test_place_pull (http, place, epoch, 0);
  g_assert_cmpuint (page->commits->len, ==, 1);
  test_http_stop (http);
  http->restored = TRUE;
  test_http_start (http);
  after = epoch_of (http);
  g_assert_cmpstr (epoch, !=, after);
  g_clear_pointer (&page, test_feed_free);
  page = test_place_pull (http, place, epoch, 1);
  g_assert_cmpstr (page->epoch, ==, after);
  g_assert_cmpuint (page->next, ==, 0);
  test_place_free (place);
  test_http_free (http);
}

/* What visitors close drafts for is told to everybody, in the form of a key file. */
static void
assert_slip_box (TestHttp *http)
{
  g_autoptr (TestReply) reply = test_http_call (http, "GET", "/v1/slip-box", NULL, NULL, NULL, NULL);
  JsonObject *object = test_reply_object (reply);
  JsonObject *box;

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (mado_json_get_text (object, "city"), ==, TEST_CITY);
  box = json_array_get_object_element (mado_json_get_array (object, "boxes"), 0);
  g_assert_cmpuint (strlen (mado_json_get_text (box, "public")), ==, 64);
  g_assert_null (mado_json_get_text (box, "seed"));
}

static void
test_misc (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  g_autoptr (TestReply) lease = test_http_json (http, "/v1/leases", place->token, "{\"kind\":\"receipt\",\"count\":50}");
  g_autoptr (TestReply) greedy = test_http_json (http, "/v1/leases", place->token, "{\"kind\":\"receipt\",\"count\":5000000}");
  g_autoptr (GByteArray) read = g_byte_array_new ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TestReply) reads = NULL;
  MadoId record = new_id (http);

  g_assert_cmpuint (lease->status, ==, 200);
  g_assert_cmpuint (greedy->status, ==, 400);
  mado_cbor_put_array (read, 6);
  mado_cbor_put_bytes (read, record.b, 16);
  mado_cbor_put_text (read, "shared");
  mado_cbor_put_text (read, "tanaka");
  mado_cbor_put_int (read, mado_clock_now_ms (http->clock));
  mado_cbor_put_text (read, "glass");
  mado_cbor_put_text (read, "電話照会");
  body = g_bytes_new (read->data, read->len);
  reads = test_http_call (http, "POST", "/v1/reads", place->token, "application/cbor-seq", body, NULL);
  g_assert_cmpuint (reads->status, ==, 204);
  g_assert_cmpuint (mado_city_store_count_audit (http->store, "read", NULL), ==, 1);
  assert_call (http, "GET", "/healthz", NULL, 200, NULL);
  assert_call (http, "GET", "/metrics", NULL, 200, NULL);
  assert_call (http, "GET", "/v1/devices", place->token, 200, NULL);
  assert_call (http, "GET", "/v1/slip-keys", place->token, 200, NULL);
  assert_slip_box (http);
  assert_call (http, "GET", "/v1/pack", place->token, 404, "not-found");
  assert_call (http, "GET", "/nothing", NULL, 404, "not-found");
  assert_call (http, "GET", "/v1/keys", place->token, 405, "invalid");
  test_place_free (place);
  test_http_free (http);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/sign-in", test_sign_in);
  g_test_add_func ("/http/lock-out", test_lock_out);
  g_test_add_func ("/http/password", test_password);
  g_test_add_func ("/http/enrolment", test_enrolment);
  g_test_add_func ("/http/revoked", test_revoked);
  g_test_add_func ("/http/commits", test_commits);
  g_test_add_func ("/http/put", test_put);
  g_test_add_func ("/http/feeds", test_feeds);
  g_test_add_func ("/http/keys", test_keys);
  g_test_add_func ("/http/purge", test_purge);
  g_test_add_func ("/http/quarantine", test_quarantine);
  g_test_add_func ("/http/claims", test_claims);
  g_test_add_func ("/http/blobs", test_blobs);
  g_test_add_func ("/http/versions", test_versions);
  g_test_add_func ("/http/restart", test_restart);
  g_test_add_func ("/http/misc", test_misc);
  return g_test_run ();
}
