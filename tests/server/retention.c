/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a record may be destroyed: by the retention of its procedures in the
 * city pack and the server's own time, not a day earlier. */
#include "config.h"

#include "http-fixture.h"

#include "client/mado-json.h"
#include "core/base/mado-date.h"

#define DAY_MS   (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define JAPAN_MS (G_GINT64_CONSTANT (9) * 3600 * 1000)

typedef struct
{
  TestHttp  *http;
  TestPlace *shimin;
  TestPlace *chief;
} Hall;

static void
hall_open (Hall       *self,
           const char *pack)
{
  self->http = test_http_new ();
  test_http_stop (self->http);
  self->http->pack_dir = pack;
  test_http_start (self->http);
  self->shimin = test_place_ready (self->http, "shimin", "tanaka", "counter");
  self->chief = test_place_ready (self->http, "shimin", "kacho", "supervisor");
}

static void
hall_close (Hall *self)
{
  test_place_free (self->shimin);
  test_place_free (self->chief);
  test_http_free (self->http);
}

/* The time may be years on: sessions are over then. */
static void
go_to (Hall  *self,
       gint64 ms)
{
  mado_clock_advance (self->http->clock, ms - mado_clock_now_ms (self->http->clock));
  test_place_sign_in (self->http, self->shimin, "tanaka");
  test_place_sign_in (self->http, self->chief, "kacho");
}

/* One commit more of the record, on top of *dep. */
static void
write_value (Hall         *self,
             const MadoId *record,
             MadoId       *dep,
             const char   *path,
             const char   *value)
{
  g_autoptr (GBytes) bytes = test_place_commit (self->http, self->shimin, record, "shared", mado_id_is_null (dep) ? NULL : dep,
                                                path, value, NULL);
  g_autoptr (MadoCommit) commit = mado_commit_parse (bytes, NULL);
  guint verdict;

  test_place_post (self->http, self->shimin, &bytes, 1, &verdict, NULL);
  g_assert_cmpuint (verdict, ==, MADO_VERDICT_STORED);
  *dep = commit->id;
}

static guint
purge (Hall         *self,
       const MadoId *record)
{
  g_autofree char *id = mado_id_to_string (record);
  g_autofree char *json = g_strdup_printf ("{\"record\":\"%s\",\"why\":\"保存期間が満了した\"}", id);
  g_autoptr (TestReply) reply = test_http_json (self->http, "/v1/purges", self->chief->token, json);

  return reply->status;
}

static gboolean
is_listed (Hall         *self,
           const MadoId *record)
{
  g_autoptr (TestReply) reply = test_http_call (self->http, "GET", "/v1/purges", self->chief->token, NULL, NULL, NULL);
  g_autoptr (JsonObject) object = test_reply_object (reply);
  JsonArray *items = mado_json_get_array (object, "items");

  g_assert_cmpuint (reply->status, ==, 200);
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      MadoId id;

      g_assert_cmpint (mado_json_get_int (item, "due"), <=, mado_clock_now_ms (self->http->clock));
      if (mado_json_get_id (item, "record", &id) && mado_id_equal (&id, record))
        return TRUE;
    }
  return FALSE;
}

/* 1 April after @years whole fiscal years, when the day begins in Japan. */
static gint64
april_after (gint64 at,
             int    years)
{
  MadoDate day = mado_date_from_ms (at);
  MadoDate april = { .year = (day.month >= 4 ? day.year + 1 : day.year) + years, .month = 4, .day = 1 };

  return mado_date_to_days (&april) * DAY_MS - JAPAN_MS;
}

static void
assert_due_at (Hall         *self,
               const MadoId *record,
               gint64        ms)
{
  go_to (self, ms - 1000);
  g_assert_cmpuint (purge (self, record), ==, 403);
  g_assert_false (is_listed (self, record));
  go_to (self, ms + 1000);
  g_assert_true (is_listed (self, record));
  g_assert_cmpuint (purge (self, record), ==, 204);
  g_assert_false (is_listed (self, record));
}

static void
test_procedures (void)
{
  Hall hall;
  g_autofree char *pack = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "data", "city", NULL);
  MadoId one, two, open, registers, unknown, none, dep = { { 0 } };
  gint64 closed, touched;

  hall_open (&hall, pack);
  closed = mado_clock_now_ms (hall.http->clock);
  for (guint i = 0; i < 6; i++)
    mado_id_generate ((MadoId *[]) { &one, &two, &open, &registers, &unknown, &none }[i], hall.http->clock, hall.http->random);

  /* juki_tennyu: one year; kokuho_shutoku: five; koseki_konin: 150. */
  write_value (&hall, &one, &dep, "proc/juki_tennyu/state", "closed");
  dep = (MadoId) { { 0 } };
  write_value (&hall, &two, &dep, "proc/juki_tennyu/state", "closed");
  write_value (&hall, &two, &dep, "proc/kokuho_shutoku/state", "withdrawn");
  dep = (MadoId) { { 0 } };
  write_value (&hall, &registers, &dep, "proc/koseki_konin/state", "closed");
  dep = (MadoId) { { 0 } };
  write_value (&hall, &unknown, &dep, "proc/of_an_older_pack/state", "closed");
  dep = (MadoId) { { 0 } };
  write_value (&hall, &none, &dep, "event", "tennyu");
  dep = (MadoId) { { 0 } };
  write_value (&hall, &open, &dep, "proc/juki_tennyu/state", "guided");

  /* Without procedures: the server's own number of days (30 here). */
  assert_due_at (&hall, &none, closed + 30 * DAY_MS);
  /* One that never ended counts from the last time that anything was written. */
  go_to (&hall, april_after (closed, 0) + 40 * DAY_MS);
  touched = mado_clock_now_ms (hall.http->clock);
  write_value (&hall, &open, &dep, "parked", "x");

  assert_due_at (&hall, &one, april_after (closed, 1));
  g_assert_cmpuint (purge (&hall, &open), ==, 403);
  assert_due_at (&hall, &open, april_after (touched, 1));
  /* The longest of its procedures counts. */
  assert_due_at (&hall, &two, april_after (closed, 5));
  go_to (&hall, april_after (closed, 149));
  g_assert_cmpuint (purge (&hall, &registers), ==, 403);
  go_to (&hall, april_after (closed, 150) + 1000);
  g_assert_cmpuint (purge (&hall, &registers), ==, 204);
  /* Of which nobody knows how long: kept. */
  g_assert_cmpuint (purge (&hall, &unknown), ==, 403);
  hall_close (&hall);
}

static void
test_late (void)
{
  Hall hall;
  g_autofree char *pack = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "data", "city", NULL);
  MadoId record, dep = { { 0 } };
  g_autoptr (GBytes) late = NULL;
  guint verdict;
  gint64 closed;

  hall_open (&hall, pack);
  mado_id_generate (&record, hall.http->clock, hall.http->random);
  closed = mado_clock_now_ms (hall.http->clock);
  write_value (&hall, &record, &dep, "proc/juki_tennyu/state", "closed");
  assert_due_at (&hall, &record, april_after (closed, 1));
  /* Written at a desk that was away all the time: told, not kept. */
  late = test_place_commit (hall.http, hall.shimin, &record, "shared", &dep, "parked", "x", NULL);
  test_place_post (hall.http, hall.shimin, &late, 1, &verdict, NULL);
  g_assert_cmpuint (verdict, ==, MADO_VERDICT_PURGED);
  /* And still so when the server starts anew. */
  test_http_stop (hall.http);
  test_http_start (hall.http);
  test_place_post (hall.http, hall.shimin, &late, 1, &verdict, NULL);
  g_assert_cmpuint (verdict, ==, MADO_VERDICT_PURGED);
  hall_close (&hall);
}

static void
test_rights (void)
{
  Hall hall;
  g_autoptr (TestReply) reply = NULL;

  hall_open (&hall, NULL);
  reply = test_http_call (hall.http, "GET", "/v1/purges", hall.shimin->token, NULL, NULL, NULL);
  g_assert_cmpuint (reply->status, ==, 403);
  hall_close (&hall);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/retention/procedures", test_procedures);
  g_test_add_func ("/server/retention/late", test_late);
  g_test_add_func ("/server/retention/rights", test_rights);
  return g_test_run ();
}
