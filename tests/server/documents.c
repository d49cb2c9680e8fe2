/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POST /v1/documents: does an issued document hold? Asked by another desk that does not see the case. */
#include "config.h"

#include "http-fixture.h"

#include "client/mado-json.h"
#include "core/slip/mado-document-code.h"

#include <string.h>

typedef struct
{
  TestHttp  *http;
  TestPlace *shimin;
  TestPlace *kaigo;
  MadoId     record;
  MadoId     dep;
} Hall;

static void
set_up (Hall          *self,
        gconstpointer  data)
{
  self->http = test_http_new ();
  self->shimin = test_place_ready (self->http, "shimin", "tanaka", "counter");
  self->kaigo = test_place_ready (self->http, "kaigo", "sato", "counter");
  mado_id_generate (&self->record, self->http->clock, self->http->random);
  memset (&self->dep, 0, sizeof self->dep);
}

static void
tear_down (Hall          *self,
           gconstpointer  data)
{
  test_place_free (self->shimin);
  test_place_free (self->kaigo);
  test_http_free (self->http);
}

static void
put (Hall       *self,
     TestPlace  *place,
     const char *document,
     const char *leaf,
     const char *value)
{
  g_autofree char *path = g_strdup_printf ("issued/%s/%s", document, leaf);
  g_autoptr (GBytes) bytes = test_place_commit (self->http, place, &self->record, "shared",
                                                mado_id_is_null (&self->dep) ? NULL : &self->dep, path, value, NULL);
  g_autoptr (MadoCommit) commit = mado_commit_parse (bytes, NULL);
  guint verdict;

  test_place_post (self->http, place, &bytes, 1, &verdict, NULL);
  g_assert_cmpuint (verdict, ==, MADO_VERDICT_STORED);
  self->dep = commit->id;
}

static void
issue (Hall       *self,
       const char *document,
       const char *number)
{
  put (self, self->shimin, document, "kind", "receipt");
  put (self, self->shimin, document, "number", number);
}

static char *
code_for (Hall       *self,
          TestPlace  *place,
          const char *document,
          const char *number)
{
  MadoDocumentCode code = { .city = TEST_CITY, .device = place->id, .record = self->record, .year = 2026, .month = 5, .day = 20,
                            .kind = "receipt" };
  g_autoptr (GError) error = NULL;
  char *text;

  g_strlcpy (code.document, document, sizeof code.document);
  g_strlcpy (code.number, number, sizeof code.number);
  text = mado_document_code_encode (&code, place->key, &error);
  g_assert_no_error (error);
  return text;
}

static TestReply *
ask (Hall       *self,
     const char *code)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GBytes) body = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "code");
  json_builder_add_string_value (builder, code);
  json_builder_end_object (builder);
  body = mado_json_finish (builder);
  return test_http_call (self->http, "POST", "/v1/documents", self->kaigo->token, "application/json", body, NULL);
}

static void
assert_answer (Hall       *self,
               const char *code,
               const char *state,
               const char *reason,
               const char *by)
{
  g_autoptr (TestReply) reply = ask (self, code);
  g_autoptr (JsonObject) object = NULL;

  g_assert_cmpuint (reply->status, ==, 200);
  object = test_reply_object (reply);
  g_assert_cmpstr (mado_json_get_text (object, "state"), ==, state);
  g_assert_cmpstr (mado_json_get_text (object, "reason"), ==, reason);
  g_assert_cmpstr (mado_json_get_text (object, "by"), ==, by);
  g_assert_cmpstr (mado_json_get_text (object, "issued"), ==, "2026-05-20");
}

static void
test_states (Hall          *self,
             gconstpointer  data)
{
  g_autofree char *first = code_for (self, self->shimin, "daaaaaaaa", "R8-1-0001");
  g_autofree char *second = code_for (self, self->shimin, "dbbbbbbbb", "R8-1-0002");
  g_autofree char *third = code_for (self, self->shimin, "dcccccccc", "R8-1-0003");

  assert_answer (self, first, "unknown", "not-here", "");
  issue (self, "daaaaaaaa", "R8-1-0001");
  assert_answer (self, first, "genuine", "", "");
  assert_answer (self, second, "unknown", "not-here", "");
  put (self, self->shimin, "dbbbbbbbb", "of", "daaaaaaaa");
  issue (self, "dbbbbbbbb", "R8-1-0002");
  assert_answer (self, first, "replaced", "", "R8-1-0002");
  assert_answer (self, second, "genuine", "", "");
  put (self, self->shimin, "dcccccccc", "of", "dbbbbbbbb");
  issue (self, "dcccccccc", "R8-1-0003");
  assert_answer (self, first, "replaced", "", "R8-1-0003"); /* the newest is named */
  assert_answer (self, third, "genuine", "", "");
}

/* A circle can only be forged; it ends all the same. */
static void
test_circle (Hall          *self,
             gconstpointer  data)
{
  g_autofree char *first = code_for (self, self->shimin, "daaaaaaaa", "R8-1-0001");
  g_autoptr (TestReply) reply = NULL;

  put (self, self->shimin, "daaaaaaaa", "of", "dbbbbbbbb");
  put (self, self->shimin, "dbbbbbbbb", "of", "daaaaaaaa");
  issue (self, "daaaaaaaa", "R8-1-0001");
  issue (self, "dbbbbbbbb", "R8-1-0002");
  reply = ask (self, first);
  g_assert_cmpuint (reply->status, ==, 200);
}

/* Sealed by a computer of ours, but not what it issued. */
static void
test_not_the_same (Hall          *self,
                   gconstpointer  data)
{
  g_autofree char *number = code_for (self, self->shimin, "daaaaaaaa", "R8-1-0099");
  g_autofree char *computer = code_for (self, self->kaigo, "daaaaaaaa", "R8-1-0001");

  issue (self, "daaaaaaaa", "R8-1-0001");
  assert_answer (self, number, "unknown", "other", "");
  assert_answer (self, computer, "unknown", "other", "");
}

static void
test_refused (Hall          *self,
              gconstpointer  data)
{
  static const struct
  {
    const char *body;
    const char *code;
  } rows[] = {
    { "{}", "invalid" }, { "{\"code\":5}", "invalid" }, { "{\"code\":\"\"}", "invalid" }, { "{\"code\":\"MG1:AB\"}", "invalid" },
    { "{\"code\":\"MD1:AB\"}", "damaged" }, { "{\"code\":\"MD9:AB\"}", "unsupported" }, { "[]", "damaged" },
  };
  g_autoptr (MadoSecretKey) stranger = mado_secret_key_new (self->http->random);
  g_autofree char *forged = NULL, *unknown = NULL;
  MadoSecretKey *own = self->shimin->key;
  MadoId id = self->shimin->id;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestReply) reply = test_http_json (self->http, "/v1/documents", self->kaigo->token, rows[i].body);

      g_assert_cmpuint (reply->status, ==, 400);
      g_assert_cmpstr (reply->code, ==, rows[i].code);
    }
  issue (self, "daaaaaaaa", "R8-1-0001");
  self->shimin->key = stranger;
  forged = code_for (self, self->shimin, "daaaaaaaa", "R8-1-0001");
  memset (self->shimin->id.b, 7, 16);
  unknown = code_for (self, self->shimin, "daaaaaaaa", "R8-1-0001");
  self->shimin->key = own;
  self->shimin->id = id;
  {
    g_autoptr (TestReply) one = ask (self, forged);
    g_autoptr (TestReply) two = ask (self, unknown);
    g_autoptr (TestReply) nobody = test_http_json (self->http, "/v1/documents", NULL, "{\"code\":\"MD1:\"}");

    g_assert_cmpstr (one->code, ==, "damaged");
    g_assert_cmpstr (two->code, ==, "unknown-key");
    g_assert_cmpuint (nobody->status, ==, 401);
  }
}

/* The computer's own number: one at a time, each once. */
static void
test_lease (Hall          *self,
            gconstpointer  data)
{
  g_autoptr (TestReply) one = test_http_json (self->http, "/v1/leases", self->shimin->token, "{\"kind\":\"issuer\",\"count\":1}");
  g_autoptr (TestReply) two = test_http_json (self->http, "/v1/leases", self->kaigo->token, "{\"kind\":\"issuer\",\"count\":1}");
  g_autoptr (TestReply) many = test_http_json (self->http, "/v1/leases", self->kaigo->token, "{\"kind\":\"issuer\",\"count\":2}");
  g_autoptr (JsonObject) first = test_reply_object (one), second = test_reply_object (two);

  g_assert_cmpint (mado_json_get_int (first, "first"), ==, 1);
  g_assert_cmpint (mado_json_get_int (second, "first"), ==, 2);
  g_assert_cmpuint (many->status, ==, 400);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
  g_test_add ("/documents/states", Hall, NULL, set_up, test_states, tear_down);
  g_test_add ("/documents/circle", Hall, NULL, set_up, test_circle, tear_down);
  g_test_add ("/documents/not-the-same", Hall, NULL, set_up, test_not_the_same, tear_down);
  g_test_add ("/documents/refused", Hall, NULL, set_up, test_refused, tear_down);
  g_test_add ("/documents/lease", Hall, NULL, set_up, test_lease, tear_down);
  return g_test_run ();
}
