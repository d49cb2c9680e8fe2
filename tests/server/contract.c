/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every MadoCityStore has to do; run against each implementation. */
#define _GNU_SOURCE 1
#include "config.h"

#include "city-fixture.h"
#include "core/base/mado-case-code.h"

#include <glib/gstdio.h>

static void
test_order (void)
{
  TestCity *city = test_city_new ();
  TestDevice *device = test_device_new (city, "shimin", "tanaka", "counter");
  MadoId record = test_city_id (city);
  g_autoptr (GBytes) first = test_commit (city, device, &record, "shared", NULL, "event", "tennyu", NULL);
  MadoId first_id = test_commit_id (first);
  g_autoptr (GBytes) second = test_commit (city, device, &record, "shared", &first_id, "ticket_no", "12", NULL);
  g_autoptr (MadoCityPage) page = NULL;
  g_autoptr (GError) error = NULL;
  MadoCityHead head;

  assert_verdict (city, first, MADO_VERDICT_STORED, "");
  assert_verdict (city, second, MADO_VERDICT_STORED, "");
  assert_verdict (city, first, MADO_VERDICT_DUPLICATE, "");
  mado_city_store_get_head (city->store, &head);
  g_assert_cmpuint (head.seq, ==, 2);
  page = test_city_feed (city, "shimin", 0);
  g_assert_cmpuint (page->entries->len, ==, 2);
  g_assert_true (g_bytes_equal (test_city_entry (page, 0)->bytes, first));
  g_assert_cmpuint (test_city_entry (page, 1)->seq, ==, 2);
  g_assert_false (page->more);
  g_assert_true (mado_city_store_check_chain (city->store, &error));
  g_assert_no_error (error);
  test_device_free (device);
  test_city_free (city);
}

static void
test_reopen (void)
{
  TestCity *city = test_city_new ();
  TestDevice *device = test_device_new (city, "shimin", "tanaka", "counter");
  MadoId record = test_city_id (city);
  g_autoptr (GBytes) first = test_commit (city, device, &record, "shared", NULL, "event", "tennyu", NULL);
  MadoId dep = test_commit_id (first);
  g_autoptr (GBytes) second = test_commit (city, device, &record, "shared", &dep, "parked", "x", NULL);
  MadoCityHead before, after;

  assert_verdict (city, first, MADO_VERDICT_STORED, "");
  mado_city_store_get_head (city->store, &before);
  test_city_close (city);
  test_city_open (city, FALSE);
  mado_city_store_get_head (city->store, &after);
  g_assert_cmpmem (&before, sizeof before, &after, sizeof after);
  assert_verdict (city, first, MADO_VERDICT_DUPLICATE, "");
  assert_verdict (city, second, MADO_VERDICT_STORED, "");
  g_assert_true (mado_city_store_check_chain (city->store, NULL));
  test_device_free (device);
  test_city_free (city);
}

static void
test_quarantine (void)
{
  TestCity *city = test_city_new ();
  TestDevice *device = test_device_new (city, "shimin", "tanaka", "counter");
  TestDevice *other = test_device_new (city, "zei", "sato", "counter");
  TestDevice *admin = test_device_new (city, "shimin", "kanri", "admin");
  MadoId record = test_city_id (city);
  g_autoptr (GBytes) first = test_commit (city, device, &record, "shared", NULL, "event", "tennyu", NULL);
  MadoId dep = test_commit_id (first);
  g_autoptr (GBytes) stranger = test_commit (city, other, &record, "shared", &dep, "parked", "x", NULL);
  g_autoptr (GBytes) by_admin = test_commit (city, admin, &record, "shared", &dep, "parked", "y", NULL);
  g_autoptr (GBytes) garbage = g_bytes_new_static ("\xa1garbage", 8);
  g_autoptr (GBytes) wrong_actor = NULL;
  g_autoptr (GBytes) no_ticket = NULL;
  g_autoptr (GBytes) late = NULL;
  g_autoptr (GBytes) cloned = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  MadoId id;

  assert_verdict (city, first, MADO_VERDICT_STORED, "");
  assert_verdict (city, stranger, MADO_VERDICT_QUARANTINED, "denied");
  assert_verdict (city, stranger, MADO_VERDICT_QUARANTINED, "denied");
  assert_verdict (city, by_admin, MADO_VERDICT_QUARANTINED, "denied");
  assert_verdict (city, garbage, MADO_VERDICT_QUARANTINED, "damaged");
  g_free (device->staff);
  device->staff = g_strdup ("yamada");
  wrong_actor = test_commit (city, device, &record, "shared", &dep, "parked", "z", NULL);
  assert_verdict (city, wrong_actor, MADO_VERDICT_QUARANTINED, "actor");
  memset (&other->ticket, 9, sizeof other->ticket);
  no_ticket = test_commit (city, other, &record, "shared", &dep, "parked", "z", NULL);
  assert_verdict (city, no_ticket, MADO_VERDICT_QUARANTINED, "no-ticket");
  g_free (device->staff);
  device->staff = g_strdup ("tanaka");
  device->n = 0; /* a disk that was copied starts again */
  cloned = test_commit (city, device, &record, "shared", &dep, "parked", "w", NULL);
  assert_verdict (city, cloned, MADO_VERDICT_QUARANTINED, "counter-reused");
  mado_clock_advance (city->clock, G_GINT64_CONSTANT (4) * 24 * 3600 * 1000);
  device->n = 10;
  late = test_commit (city, device, &record, "shared", &dep, "parked", "v", NULL);
  assert_verdict (city, late, MADO_VERDICT_QUARANTINED, "ticket-expired");

  list = mado_city_store_list_quarantine (city->store, 100, &error);
  g_assert_cmpuint (list->len, ==, 7);
  /* A supervisor lets one in, refuses one; garbage cannot be let in. */
  id = test_commit_id (stranger);
  g_assert_true (mado_city_store_decide (city->store, &id, TRUE, "kacho", "walk-in", &error));
  g_assert_false (mado_city_store_decide (city->store, &id, TRUE, "kacho", "again", &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  assert_verdict (city, stranger, MADO_VERDICT_DUPLICATE, "");
  id = test_commit_id (by_admin);
  g_assert_true (mado_city_store_decide (city->store, &id, FALSE, "kacho", "no", &error));
  assert_verdict (city, by_admin, MADO_VERDICT_QUARANTINED, "denied");
  for (guint i = 0; i < list->len; i++)
    {
      MadoQuarantined *item = list->pdata[i];

      if (g_str_equal (item->reason, "damaged"))
        g_assert_false (mado_city_store_decide (city->store, &item->id, TRUE, "kacho", "", &error));
    }
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
  g_assert_true (mado_city_store_check_chain (city->store, NULL));
  test_device_free (device);
  test_device_free (other);
  test_device_free (admin);
  test_city_free (city);
}

static void
test_same_id (void)
{
  TestCity *city = test_city_new ();
  TestDevice *device = test_device_new (city, "shimin", "tanaka", "counter");
  MadoId record = test_city_id (city);
  g_autoptr (GBytes) first = test_commit (city, device, &record, "shared", NULL, "event", "tennyu", NULL);
  g_autoptr (MadoCommit) commit = mado_commit_parse (first, NULL);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  g_autoptr (GVariant) value = mado_value_text ("tenkyo");
  MadoCommitDraft draft = { .city = TEST_CITY, .id = commit->id, .device = device->id, .n = 1, .actor = "tanaka",
                            .ticket = device->ticket, .clock = commit->clock, .wall = commit->wall, .kind = "case",
                            .record = record, .section = "shared", .purpose = "fill", .changes = changes };
  g_autoptr (MadoCommit) twin = NULL;

  g_ptr_array_add (changes, mado_change_new ("event", value, MADO_SOURCE_TYPED, FALSE));
  twin = mado_commit_sign (&draft, device->key, city->random, NULL);
  assert_verdict (city, first, MADO_VERDICT_STORED, "");
  assert_verdict (city, twin->bytes, MADO_VERDICT_QUARANTINED, "damaged");
  assert_verdict (city, first, MADO_VERDICT_DUPLICATE, "");
  test_device_free (device);
  test_city_free (city);
}

static void
test_one_bad (void)
{
  TestCity *city = test_city_new ();
  TestDevice *device = test_device_new (city, "shimin", "tanaka", "counter");
  MadoId record = test_city_id (city);
  g_autoptr (GBytes) first = test_commit (city, device, &record, "shared", NULL, "event", "tennyu", NULL);
  MadoId dep = test_commit_id (first);
  g_autoptr (GBytes) garbage = g_bytes_new_static ("\x00", 1);
  g_autoptr (GBytes) second = test_commit (city, device, &record, "shared", &dep, "parked", "x", NULL);
  g_autoptr (MadoCommit) one = mado_commit_parse (first, NULL);
  g_autoptr (MadoCommit) two = mado_commit_parse (second, NULL);
  MadoCityItem items[] = { { .bytes = first, .commit = one }, { .bytes = garbage, .fault = "damaged" },
                           { .bytes = second, .commit = two } };

  g_assert_true (mado_city_store_append (city->store, items, 3, NULL));
  g_assert_cmpint (items[0].verdict, ==, MADO_VERDICT_STORED);
  g_assert_cmpint (items[1].verdict, ==, MADO_VERDICT_QUARANTINED);
  g_assert_cmpint (items[2].verdict, ==, MADO_VERDICT_STORED);
  g_assert_cmpuint (items[2].seq, ==, 2);
  test_device_free (device);
  test_city_free (city);
}

static void
test_scopes (void)
{
  TestCity *city = test_city_new ();
  TestDevice *shimin = test_device_new (city, "shimin", "tanaka", "counter");
  TestDevice *kokuho = test_device_new (city, "kokuho", "sato", "counter");
  MadoId record = test_city_id (city);
  g_autoptr (GBytes) a = test_commit (city, shimin, &record, "shared", NULL, "event", "tennyu", "route/shimin", "yes", NULL);
  g_autoptr (GBytes) own = test_commit (city, shimin, &record, "shimin", NULL, "proc/x/state", "guided", NULL);
  MadoId a_id = test_commit_id (a);
  g_autoptr (GBytes) b = test_commit (city, shimin, &record, "shared", &a_id, "ticket_no", "7", NULL);
  MadoId b_id = test_commit_id (b);
  g_autoptr (GBytes) in = test_commit (city, shimin, &record, "shared", &b_id, "route/kokuho", "yes", NULL);
  MadoId in_id = test_commit_id (in);
  g_autoptr (GBytes) reply = test_commit (city, kokuho, &record, "shared", &in_id, "parked", "x", NULL);
  MadoId reply_id = test_commit_id (reply);
  g_autoptr (GBytes) out = test_commit (city, shimin, &record, "shared", &reply_id, "route/kokuho", "no", NULL);
  MadoId out_id = test_commit_id (out);
  g_autoptr (GBytes) after = test_commit (city, shimin, &record, "shared", &out_id, "parked", "", NULL);
  g_autoptr (MadoCityPage) page = NULL;
  g_autoptr (MadoCityPage) rest = NULL;
  guint64 cursor;

  assert_verdict (city, a, MADO_VERDICT_STORED, "");
  assert_verdict (city, own, MADO_VERDICT_STORED, "");
  assert_verdict (city, b, MADO_VERDICT_STORED, "");
  page = test_city_feed (city, "kokuho", 0);
  g_assert_cmpuint (page->entries->len, ==, 0);
  cursor = page->next;
  g_clear_pointer (&page, mado_city_page_free);
  g_assert_false (mado_city_store_scope_reads (city->store, "kokuho", &record, "shared"));

  assert_verdict (city, in, MADO_VERDICT_STORED, "");
  page = test_city_feed (city, "kokuho", cursor);
  g_assert_cmpuint (page->entries->len, ==, 3);
  g_assert_true (g_bytes_equal (test_city_entry (page, 0)->bytes, a));
  g_assert_true (g_bytes_equal (test_city_entry (page, 1)->bytes, b));
  g_assert_true (g_bytes_equal (test_city_entry (page, 2)->bytes, in));
  g_assert_true (mado_city_store_scope_reads (city->store, "kokuho", &record, "shared"));
  g_assert_false (mado_city_store_scope_reads (city->store, "kokuho", &record, "shimin"));

  assert_verdict (city, reply, MADO_VERDICT_STORED, "");
  assert_verdict (city, out, MADO_VERDICT_STORED, "");
  assert_verdict (city, after, MADO_VERDICT_STORED, "");
  rest = test_city_feed (city, "kokuho", page->next);
  g_assert_cmpuint (rest->entries->len, ==, 2);
  g_assert_true (g_bytes_equal (test_city_entry (rest, 0)->bytes, reply));
  g_assert_cmpint (test_city_entry (rest, 1)->type, ==, MADO_CITY_ENTRY_LEFT);
  g_assert_cmpstr (test_city_entry (rest, 1)->section, ==, "shared");
  test_device_free (shimin);
  test_device_free (kokuho);
  test_city_free (city);
}

/* A window that had only the slip hands in first; the desk that opened the
 * case comes later and must not be shut out of its own case. */
static void
test_slip_came_first (void)
{
  TestCity *city = test_city_new ();
  TestDevice *shimin = test_device_new (city, "shimin", "tanaka", "counter");
  TestDevice *kokuho = test_device_new (city, "kokuho", "sato", "counter");
  MadoId record = test_city_id (city);
  g_autoptr (GBytes) root = test_commit (city, shimin, &record, "shared", NULL, "event", "tennyu", "route/shimin", "yes", NULL);
  MadoId root_id = test_commit_id (root);
  g_autoptr (GBytes) more = test_commit (city, shimin, &record, "shared", &root_id, "parked", "", NULL);
  g_autoptr (GBytes) from_slip = test_commit (city, kokuho, &record, "shared", &root_id, "parked", "x", NULL);
  g_autoptr (MadoCityPage) page = NULL;

  assert_verdict (city, from_slip, MADO_VERDICT_STORED, "");
  assert_verdict (city, root, MADO_VERDICT_STORED, "");
  assert_verdict (city, more, MADO_VERDICT_STORED, "");
  page = test_city_feed (city, "shimin", 0);
  g_assert_cmpuint (page->entries->len, ==, 3);
  test_device_free (shimin);
  test_device_free (kokuho);
  test_city_free (city);
}

static void
test_second_root (void)
{
  TestCity *city = test_city_new ();
  TestDevice *shimin = test_device_new (city, "shimin", "tanaka", "counter");
  TestDevice *zei = test_device_new (city, "zei", "ito", "counter");
  MadoId record = test_city_id (city);
  g_autoptr (GBytes) root = test_commit (city, shimin, &record, "shared", NULL, "event", "tennyu", NULL);
  g_autoptr (GBytes) intruder = test_commit (city, zei, &record, "shared", NULL, "route/zei", "yes", NULL);

  assert_verdict (city, root, MADO_VERDICT_STORED, "");
  assert_verdict (city, intruder, MADO_VERDICT_QUARANTINED, "denied");
  test_device_free (shimin);
  test_device_free (zei);
  test_city_free (city);
}

static void
test_four_eyes (void)
{
  TestCity *city = test_city_new ();
  TestDevice *one = test_device_new (city, "kokuho", "sato", "reviewer");
  TestDevice *two = test_device_new (city, "kokuho", "ito", "reviewer");
  MadoId record = test_city_id (city);
  g_autoptr (GBytes) accepted = test_commit (city, one, &record, "shared", NULL, "proc/k/state", "accepted", NULL);
  MadoId dep = test_commit_id (accepted);
  g_autoptr (GBytes) alone = test_commit (city, one, &record, "shared", &dep, "proc/k/state", "checked", NULL);
  g_autoptr (GBytes) together = test_commit (city, two, &record, "shared", &dep, "proc/k/state", "checked", NULL);

  assert_verdict (city, accepted, MADO_VERDICT_STORED, "");
  assert_verdict (city, alone, MADO_VERDICT_QUARANTINED, "denied");
  assert_verdict (city, together, MADO_VERDICT_STORED, "");
  test_device_free (one);
  test_device_free (two);
  test_city_free (city);
}

static void
test_pages (void)
{
  TestCity *city = test_city_new ();
  TestDevice *device = test_device_new (city, "shimin", "tanaka", "counter");
  guint64 since = 0;
  guint seen = 0;
  gboolean more = TRUE;

  for (guint i = 0; i < 25; i++)
    {
      MadoId record = test_city_id (city);
      g_autoptr (GBytes) bytes = test_commit (city, device, &record, "shared", NULL, "event", "tennyu", NULL);

      assert_verdict (city, bytes, MADO_VERDICT_STORED, "");
    }
  while (more)
    {
      g_autoptr (MadoCityPage) page = mado_city_store_read_feed (city->store, "shimin", since, 10, 1 << 20, NULL);

      g_assert_nonnull (page);
      for (guint i = 0; i < page->entries->len; i++)
        g_assert_cmpuint (test_city_entry (page, i)->seq, ==, ++seen);
      since = page->next;
      more = page->more;
    }
  g_assert_cmpuint (seen, ==, 25);
  test_device_free (device);
  test_city_free (city);
}

/* --- people, devices, leases, claims ------------------------------------------------------*/

static void
test_people (void)
{
  TestCity *city = test_city_new ();
  g_autoptr (MadoCityUser) user = mado_city_user_new ("tanaka", "田中", "shimin", (const char *[]) { "counter", "reviewer", NULL },
                                                      "hash");
  g_autoptr (MadoCityUser) found = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (mado_city_store_get_user (city->store, "tanaka", &error));
  g_assert_true (mado_city_store_put_user (city->store, user, &error));
  g_assert_true (mado_city_store_note_sign_in (city->store, "tanaka", 3, 99, &error));
  found = mado_city_store_get_user (city->store, "tanaka", &error);
  g_assert_cmpstr (found->name, ==, "田中");
  g_assert_cmpstr (found->roles[1], ==, "reviewer");
  g_assert_cmpuint (found->failures, ==, 3);
  g_assert_cmpint (found->locked_until, ==, 99);
  all = mado_city_store_list_users (city->store, &error);
  g_assert_cmpuint (all->len, ==, 1);
  test_city_free (city);
}

static void
test_enrol (void)
{
  TestCity *city = test_city_new ();
  MadoCityDevice device = { .name = "窓口1", .scope = "shimin" }, again, third, found;
  guint8 code[MADO_DIGEST_BYTES] = { 1 }, wrong[MADO_DIGEST_BYTES] = { 2 };
  g_autoptr (GError) error = NULL;
  MadoId id;

  device.key.sign[0] = 7;
  again = third = device;
  third.key.sign[0] = 8;
  g_assert_true (mado_city_store_put_code (city->store, code, "kokuho", 1, mado_clock_now_ms (city->clock) + 1000, &error));
  g_assert_false (mado_city_store_enrol (city->store, wrong, &device, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_true (mado_city_store_enrol (city->store, code, &device, &error));
  g_assert_cmpstr (device.scope, ==, "kokuho");
  g_assert_true (mado_city_store_get_device (city->store, &device.id, &found));
  g_assert_cmpstr (found.name, ==, "窓口1");
  g_assert_true (mado_city_store_enrol (city->store, code, &again, &error));
  g_assert_true (mado_id_equal (&again.id, &device.id));
  g_assert_false (mado_city_store_enrol (city->store, code, &third, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DENIED);
  memset (&id, 3, sizeof id);
  g_assert_false (mado_city_store_get_device (city->store, &id, &found));
  test_city_free (city);
}

static void
test_leases (void)
{
  TestCity *city = test_city_new ();
  TestDevice *device = test_device_new (city, "shimin", "tanaka", "counter");
  guint64 a, b, c;

  g_assert_true (mado_city_store_lease (city->store, "case-no", 100, &device->id, &a, NULL));
  g_assert_true (mado_city_store_lease (city->store, "case-no", 10, &device->id, &b, NULL));
  g_assert_true (mado_city_store_lease (city->store, "receipt", 10, &device->id, &c, NULL));
  g_assert_cmpuint (a, ==, 1);
  g_assert_cmpuint (b, ==, 101);
  g_assert_cmpuint (c, ==, 1);
  /* After a restore: well beyond all that a lost history can have given out. */
  g_assert_true (mado_city_store_renew_epoch (city->store, NULL));
  g_assert_true (mado_city_store_lease (city->store, "case-no", 10, &device->id, &a, NULL));
  g_assert_true (mado_city_store_lease (city->store, "receipt", 10, &device->id, &c, NULL));
  g_assert_cmpuint (a, >, 1000000);
  g_assert_cmpuint (c, >, 1000000);
  g_assert_cmpuint (a, <, MADO_CASE_CODE_MAX);
  test_device_free (device);
  test_city_free (city);
}

static void
test_claims (void)
{
  TestCity *city = test_city_new ();
  MadoId one = test_city_id (city), two = test_city_id (city), commit = test_city_id (city), by;
  g_autoptr (GError) error = NULL;
  gboolean taken;

  g_assert_true (mado_city_store_claim (city->store, "slot", "2026-11-24T10:00", &one, "shared", &commit, &taken, &by, &error));
  g_assert_false (taken);
  g_assert_true (mado_city_store_claim (city->store, "slot", "2026-11-24T10:00", &one, "shared", &two, &taken, &by, &error));
  g_assert_true (taken);
  g_assert_true (mado_id_equal (&by, &commit));
  g_assert_false (mado_city_store_claim (city->store, "slot", "2026-11-24T10:00", &two, "shared", &commit, &taken, &by, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_CONFLICT);
  test_city_free (city);
}

static void
test_audit (void)
{
  TestCity *city = test_city_new ();
  MadoAudit items[] = { { .what = "read", .staff = "tanaka", .section = "shared", .detail = "" },
                        { .what = "read", .staff = "sato", .section = "shared", .detail = "reason" } };

  g_assert_true (mado_city_store_audit (city->store, items, 2, NULL));
  g_assert_cmpuint (mado_city_store_count_audit (city->store, "read", NULL), ==, 2);
  test_city_free (city);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/city/order", test_order);
  g_test_add_func ("/city/reopen", test_reopen);
  g_test_add_func ("/city/quarantine", test_quarantine);
  g_test_add_func ("/city/same-id", test_same_id);
  g_test_add_func ("/city/one-bad", test_one_bad);
  g_test_add_func ("/city/scopes", test_scopes);
  g_test_add_func ("/city/slip-came-first", test_slip_came_first);
  g_test_add_func ("/city/second-root", test_second_root);
  g_test_add_func ("/city/four-eyes", test_four_eyes);
  g_test_add_func ("/city/pages", test_pages);
  g_test_add_func ("/city/people", test_people);
  g_test_add_func ("/city/enrol", test_enrol);
  g_test_add_func ("/city/leases", test_leases);
  g_test_add_func ("/city/claims", test_claims);
  g_test_add_func ("/city/audit", test_audit);
  return g_test_run ();
}
