/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http-fixture.h"

#include "city-fixture.h"
#include "client/mado-json.h"

/* --- the server's thread -------------------------------------------------------------*/

static gpointer
server_thread (gpointer data)
{
  TestHttp *http = data;
  MadoServerOptions options = { .data_dir = http->dir, .city = TEST_CITY, .no_demo = TRUE, .restored = http->restored,
                                .pack_dir = http->pack_dir, .retention_days = 30, .request_seconds = http->request_seconds };
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (http->context);
  http->server = mado_server_new (&options, http->clock, http->random, &error);
  g_assert_no_error (error);
  mado_server_listen (http->server, &error);
  g_assert_no_error (error);
  g_mutex_lock (&http->lock);
  http->store = mado_server_get_store (http->server);
  http->port = mado_server_get_port (http->server);
  g_cond_signal (&http->cond);
  g_mutex_unlock (&http->lock);
  g_main_loop_run (http->loop);
  g_clear_pointer (&http->server, mado_server_free);
  g_main_context_pop_thread_default (http->context);
  return NULL;
}

void
test_http_start (TestHttp *http)
{
  http->port = 0;
  http->context = g_main_context_new ();
  http->loop = g_main_loop_new (http->context, FALSE);
  http->thread = g_thread_new ("server", server_thread, http);
  g_mutex_lock (&http->lock);
  while (http->port == 0)
    g_cond_wait (&http->cond, &http->lock);
  g_mutex_unlock (&http->lock);
  http->session = soup_session_new_with_options ("timeout", 60, "max-conns", 1000, "max-conns-per-host", 1000, NULL);
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
test_http_stop (TestHttp *http)
{
  g_clear_object (&http->session);
  g_main_context_invoke (http->context, quit_cb, http->loop);
  g_thread_join (http->thread);
  g_main_loop_unref (http->loop);
  g_main_context_unref (http->context);
}

TestHttp *
test_http_new (void)
{
  TestHttp *http = g_new0 (TestHttp, 1);

  mado_crypto_init ();
  http->dir = g_dir_make_tmp ("mado-http-XXXXXX", NULL);
  http->clock = mado_clock_new_manual (G_GINT64_CONSTANT (1795000000000));
  http->random = mado_random_new_seeded (11);
  g_mutex_init (&http->lock);
  g_cond_init (&http->cond);
  test_http_start (http);
  return http;
}

void
test_http_free (TestHttp *http)
{
  test_http_stop (http);
  test_remove_tree (http->dir);
  g_free (http->dir);
  g_object_unref (http->clock);
  g_object_unref (http->random);
  g_mutex_clear (&http->lock);
  g_cond_clear (&http->cond);
  g_free (http);
}

/* --- requests --------------------------------------------------------------------------*/

TestReply *
test_http_call (TestHttp   *http,
                const char *method,
                const char *path,
                const char *token,
                const char *type,
                GBytes     *body,
                const char *header)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u%s", http->port, path);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  SoupMessageHeaders *answer = soup_message_get_response_headers (message);
  TestReply *reply = g_new0 (TestReply, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;

  if (token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_append (headers, "Authorization", bearer);
    }
  if (header != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (header, ": ", 2);

      soup_message_headers_append (headers, parts[0], parts[1]);
    }
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, type, body);
  reply->body = soup_session_send_and_read (http->session, message, NULL, &error);
  g_assert_no_error (error);
  reply->status = soup_message_get_status (message);
  reply->have = g_strdup (soup_message_headers_get_one (answer, "Mado-Have"));
  reply->protocol = g_strdup (soup_message_headers_get_one (answer, "Mado-Protocol"));
  if (reply->status >= 400)
    {
      object = mado_json_parse (reply->body, NULL);
      reply->code = g_strdup (mado_json_get_text (object, "code"));
      if (!g_str_equal (method, "HEAD"))
        g_assert_nonnull (mado_json_get_text (object, "message"));
    }
  return reply;
}

TestReply *
test_http_json (TestHttp   *http,
                const char *path,
                const char *token,
                const char *json)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));

  return test_http_call (http, "POST", path, token, "application/json", body, NULL);
}

void
test_reply_free (TestReply *reply)
{
  if (reply == NULL)
    return;
  g_bytes_unref (reply->body);
  g_free (reply->code);
  g_free (reply->have);
  g_free (reply->protocol);
  g_free (reply);
}

JsonObject *
test_reply_object (TestReply *reply)
{
  JsonObject *object = mado_json_parse (reply->body, NULL);

  g_assert_nonnull (object);
  return object;
}

/* --- people and places --------------------------------------------------------------------*/

void
test_http_add_user (TestHttp   *http,
                    const char *id,
                    const char *desk,
                    const char *role)
{
  g_autofree char *hash = mado_password_hash ("correct horse", TRUE);
  const char *roles[] = { role, NULL };
  g_autoptr (MadoCityUser) user = mado_city_user_new (id, id, desk, roles, hash);

  g_assert_true (mado_city_store_put_user (http->store, user, NULL));
}

void
test_http_add_code (TestHttp   *http,
                    const char *code,
                    const char *scope,
                    guint       uses)
{
  guint8 digest[MADO_DIGEST_BYTES];

  mado_digest (code, strlen (code), digest);
  g_assert_true (mado_city_store_put_code (http->store, digest, scope, uses, mado_clock_now_ms (http->clock) + 1000000, NULL));
}

TestPlace *
test_place_new (TestHttp   *http,
                const char *scope)
{
  TestPlace *place = g_new0 (TestPlace, 1);
  const MadoPublicKey *public;
  guint8 proof[MADO_SIGNATURE_BYTES], box[32];
  g_autofree char *sign64 = NULL;
  g_autofree char *box64 = NULL;
  g_autofree char *proof64 = NULL;
  g_autofree char *json = NULL;
  g_autoptr (TestReply) reply = NULL;
  g_autoptr (JsonObject) object = NULL;

  test_http_add_code (http, "enrol-me", "", 1);
  place->key = mado_secret_key_new (http->random);
  public = mado_secret_key_get_public (place->key);
  mado_sign (place->key, "mado-enrol-1", "enrol-me", 8, proof);
  sign64 = mado_base64url (public->sign, 32);
  box64 = mado_base64url (public->box, 32);
  proof64 = mado_base64url (proof, sizeof proof);
  json = g_strdup_printf ("{\"code\":\"enrol-me\",\"name\":\"窓口\",\"scope\":\"%s\",\"sign\":\"%s\",\"box\":\"%s\",\"proof\":\"%s\"}",
                          scope, sign64, box64, proof64);
  reply = test_http_json (http, "/v1/enrol", NULL, json);
  g_assert_cmpuint (reply->status, ==, 201);
  object = test_reply_object (reply);
  g_assert_true (mado_json_get_id (object, "device", &place->id));
  g_assert_cmpstr (mado_json_get_text (object, "city"), ==, TEST_CITY);
  g_assert_true (mado_json_get_bytes (object, "box", box, sizeof box));
  g_assert_cmpuint (json_array_get_length (mado_json_get_array (object, "slip_keys")), ==, 5);
  g_assert_cmpint (mado_json_get_int (mado_json_get_object (object, "lease"), "last"), >, 0);
  g_assert_true (mado_box_shared_key (place->key, box, place->shared));
  return place;
}

TestReply *
test_place_try (TestHttp   *http,
                TestPlace  *place,
                const char *staff,
                const char *password)
{
  g_autofree char *device = mado_id_to_string (&place->id);
  g_autofree char *ask = g_strdup_printf ("{\"device\":\"%s\"}", device);
  g_autoptr (TestReply) asked = test_http_json (http, "/v1/nonce", NULL, ask);
  g_autoptr (JsonObject) object = test_reply_object (asked);
  g_autoptr (GByteArray) proven = g_byte_array_new ();
  guint8 nonce[32], proof[MADO_SIGNATURE_BYTES];
  g_autofree char *proof64 = NULL;
  g_autofree char *json = NULL;

  g_assert_true (mado_json_get_bytes (object, "nonce", nonce, sizeof nonce));
  g_byte_array_append (proven, nonce, sizeof nonce);
  g_byte_array_append (proven, (const guint8 *) staff, (guint) strlen (staff));
  mado_sign (place->key, "mado-session-1", proven->data, proven->len, proof);
  proof64 = mado_base64url (proof, sizeof proof);
  json = g_strdup_printf ("{\"staff\":\"%s\",\"password\":\"%s\",\"device\":\"%s\",\"nonce\":\"%s\",\"proof\":\"%s\"}", staff,
                          password, device, mado_json_get_text (object, "nonce"), proof64);
  return test_http_json (http, "/v1/session", NULL, json);
}

void
test_place_sign_in (TestHttp   *http,
                    TestPlace  *place,
                    const char *staff)
{
  g_autoptr (TestReply) reply = test_place_try (http, place, staff, "correct horse");
  g_autoptr (JsonObject) object = NULL;

  g_assert_cmpuint (reply->status, ==, 200);
  object = test_reply_object (reply);
  g_free (place->token);
  g_free (place->staff);
  place->token = g_strdup (mado_json_get_text (object, "token"));
  place->staff = g_strdup (staff);
  g_assert_true (mado_json_get_id (mado_json_get_object (object, "ticket"), "id", &place->ticket));
}

void
test_place_free (TestPlace *place)
{
  mado_secret_key_unref (place->key);
  g_free (place->staff);
  g_free (place->token);
  g_free (place);
}

TestPlace *
test_place_ready (TestHttp   *http,
                  const char *scope,
                  const char *staff,
                  const char *role)
{
  TestPlace *place;

  test_http_add_user (http, staff, scope, role);
  place = test_place_new (http, scope);
  test_place_sign_in (http, place, staff);
  return place;
}

/* --- commits ---------------------------------------------------------------------------------*/

static GVariant *
make_value (const char *text)
{
  if (g_str_equal (text, "yes") || g_str_equal (text, "no"))
    return mado_value_bool (*text == 'y');
  return mado_value_text (text);
}

GBytes *
test_place_commit (TestHttp          *http,
                   TestPlace         *place,
                   const MadoId      *record,
                   const char        *section,
                   const MadoId      *dep,
                   const char        *path,
                   const char        *value,
                   const MadoDataKey *key)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  MadoCommitDraft draft = { .city = TEST_CITY, .device = place->id, .n = ++place->n, .actor = place->staff,
                            .ticket = place->ticket, .kind = "case", .record = *record, .section = section, .deps = dep,
                            .n_deps = dep != NULL, .purpose = "fill", .changes = changes };
  g_autoptr (GVariant) variant = make_value (value);
  g_autoptr (MadoCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, mado_change_new (path, variant, MADO_SOURCE_TYPED, key != NULL));
  if (key != NULL)
    {
      draft.key_id = key->id;
      draft.key = key->key;
    }
  mado_id_generate (&draft.id, http->clock, http->random);
  draft.clock = mado_clock_tick (http->clock);
  draft.wall = mado_clock_wall_ms (http->clock);
  commit = mado_commit_sign (&draft, place->key, http->random, &error);
  g_assert_no_error (error);
  return g_bytes_ref (commit->bytes);
}

void
test_place_post (TestHttp   *http,
                 TestPlace  *place,
                 GBytes    **commits,
                 guint       n,
                 guint      *verdicts,
                 char      **reasons)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TestReply) reply = NULL;
  MadoCborReader reader;

  for (guint i = 0; i < n; i++)
    mado_cbor_put_bytes (out, g_bytes_get_data (commits[i], NULL), g_bytes_get_size (commits[i]));
  body = g_byte_array_free_to_bytes (out);
  reply = test_http_call (http, "POST", "/v1/commits", place->token, "application/cbor-seq", body, NULL);
  g_assert_cmpuint (reply->status, ==, 200);
  mado_cbor_reader_init (&reader, g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *reason = NULL;

      g_assert_cmpuint (mado_cbor_get_array (&reader), ==, 5);
      mado_cbor_skip (&reader);
      verdicts[i] = (guint) mado_cbor_get_uint (&reader);
      mado_cbor_skip (&reader);
      reason = mado_cbor_dup_text (&reader);
      mado_cbor_skip (&reader);
      if (reasons != NULL)
        reasons[i] = g_steal_pointer (&reason);
    }
  g_assert_true (mado_cbor_reader_finish (&reader, "answers", NULL));
}

/* --- feed -----------------------------------------------------------------------------------*/

static void
read_key_frame (MadoCborReader *reader,
                TestPlace      *place,
                TestFeed       *feed)
{
  MadoDataKey key = { .section = "" };
  guint8 wrapped[MADO_KEY_BYTES + MADO_SEAL_OVERHEAD], extra[64];
  g_autofree char *section = NULL;
  g_autoptr (GBytes) plain = NULL;

  g_assert_true (mado_cbor_get_bytes_exact (reader, key.id.b, 16));
  g_assert_true (mado_cbor_get_bytes_exact (reader, key.record.b, 16));
  section = mado_cbor_dup_text (reader);
  g_assert_true (mado_cbor_get_bytes_exact (reader, wrapped, sizeof wrapped));
  g_strlcpy (key.section, section, sizeof key.section);
  memcpy (extra, key.id.b, 16);
  memcpy (extra + 16, key.record.b, 16);
  memcpy (extra + 32, section, strlen (section));
  plain = mado_open (place->shared, wrapped, sizeof wrapped, extra, 32 + strlen (section), NULL);
  g_assert_nonnull (plain);
  memcpy (key.key, g_bytes_get_data (plain, NULL), 32);
  g_array_append_val (feed->keys, key);
}

static gboolean
read_frame (MadoCborReader *reader,
            TestPlace      *place,
            TestFeed       *feed)
{
  guint64 n = mado_cbor_get_array (reader);
  guint64 type = mado_cbor_get_uint (reader);
  gsize length;
  const guint8 *data;

  switch (type)
    {
    case 0:
      feed->epoch = mado_cbor_dup_text (reader);
      feed->next = mado_cbor_get_uint (reader);
      feed->more = mado_cbor_get_bool (reader);
      mado_cbor_skip (reader);
      return FALSE;
    case 1:
      read_key_frame (reader, place, feed);
      return TRUE;
    case 2:
      mado_cbor_skip (reader);
      mado_cbor_skip (reader);
      data = mado_cbor_get_bytes (reader, &length);
      g_ptr_array_add (feed->commits, g_bytes_new (data, length));
      return TRUE;
    default:
      feed->n_left += type == 3;
      feed->n_purge += type == 4;
      feed->n_device += type == 5;
      for (guint64 i = 1; i < n; i++)
        mado_cbor_skip (reader);
      return TRUE;
    }
}

TestFeed *
test_place_pull (TestHttp   *http,
                 TestPlace  *place,
                 const char *epoch,
                 guint64     since)
{
  g_autofree char *path = g_strdup_printf ("/v1/commits?epoch=%s&since=%" G_GUINT64_FORMAT, epoch != NULL ? epoch : "", since);
  g_autoptr (TestReply) reply = test_http_call (http, "GET", path, place->token, NULL, NULL, NULL);
  TestFeed *feed = g_new0 (TestFeed, 1);
  MadoCborReader reader;

  g_assert_cmpuint (reply->status, ==, 200);
  feed->commits = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  feed->keys = g_array_new (FALSE, FALSE, sizeof (MadoDataKey));
  mado_cbor_reader_init (&reader, g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body));
  while (read_frame (&reader, place, feed))
    g_assert_false (reader.failed);
  g_assert_true (mado_cbor_reader_finish (&reader, "feed", NULL));
  return feed;
}

void
test_feed_free (TestFeed *feed)
{
  if (feed == NULL)
    return;
  g_ptr_array_unref (feed->commits);
  g_array_unref (feed->keys);
  g_free (feed->epoch);
  g_free (feed);
}
