/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "city-fixture.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

void
test_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        test_remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

TestCity *
test_city_new (void)
{
  TestCity *city = g_new0 (TestCity, 1);

  mado_crypto_init ();
  city->dir = g_dir_make_tmp ("mado-city-XXXXXX", NULL);
  g_assert_nonnull (city->dir);
  city->clock = mado_clock_new_manual (G_GINT64_CONSTANT (1795000000000));
  city->random = mado_random_new_seeded (7);
  memset (city->master, 0x5a, sizeof city->master);
  test_city_open (city, FALSE);
  return city;
}

void
test_city_open (TestCity *city,
                gboolean  restored)
{
  MadoSqliteCityOptions options = { .data_dir = city->dir, .city = TEST_CITY, .master = city->master, .clock = city->clock,
                                    .random = city->random, .restored = restored };
  g_autoptr (GError) error = NULL;

  city->store = mado_sqlite_city_open (&options, &error);
  g_assert_no_error (error);
}

void
test_city_close (TestCity *city)
{
  g_assert_finalize_object (g_steal_pointer (&city->store));
}

void
test_city_free (TestCity *city)
{
  if (city->store != NULL)
    test_city_close (city);
  test_remove_tree (city->dir);
  g_free (city->dir);
  g_object_unref (city->clock);
  g_object_unref (city->random);
  g_free (city);
}

void
test_city_copy (TestCity   *city,
                const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (city->dir, 0, NULL);
  const char *name;

  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *from = g_build_filename (city->dir, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (g_file_test (from, G_FILE_TEST_IS_REGULAR) && g_file_get_contents (from, &bytes, &length, NULL))
        g_assert_true (g_file_set_contents (target, bytes, (gssize) length, NULL));
    }
}

TestDevice *
test_device_new (TestCity   *city,
                 const char *scope,
                 const char *staff,
                 const char *role)
{
  TestDevice *device = g_new0 (TestDevice, 1);
  MadoCityDevice row = { .enrolled = 1 };
  MadoTicket ticket = { .staff = (char *) staff, .scope = (char *) scope, .desk = (char *) scope,
                        .roles = (char *[]) { (char *) role, NULL } };
  g_autoptr (GError) error = NULL;

  device->key = mado_secret_key_new (city->random);
  device->staff = g_strdup (staff);
  mado_id_generate (&device->id, city->clock, city->random);
  mado_id_generate (&device->ticket, city->clock, city->random);
  row.id = device->id;
  row.key = *mado_secret_key_get_public (device->key);
  g_strlcpy (row.scope, scope, sizeof row.scope);
  g_strlcpy (row.name, "test", sizeof row.name);
  mado_city_store_put_device (city->store, &row, &error);
  g_assert_no_error (error);
  ticket.id = device->ticket;
  ticket.device = device->id;
  ticket.issued = mado_clock_now_ms (city->clock);
  ticket.expires = ticket.issued + 12 * 3600 * 1000;
  ticket.offline_until = ticket.issued + 3 * 24 * 3600 * 1000;
  mado_city_store_put_ticket (city->store, &ticket, NULL, &error);
  g_assert_no_error (error);
  return device;
}

void
test_device_free (TestDevice *device)
{
  mado_secret_key_unref (device->key);
  g_free (device->staff);
  g_free (device);
}

static GVariant *
make_value (const char *text)
{
  if (g_str_equal (text, "yes") || g_str_equal (text, "no"))
    return mado_value_bool (*text == 'y');
  return mado_value_text (text);
}

GBytes *
test_commit (TestCity     *city,
             TestDevice   *device,
             const MadoId *record,
             const char   *section,
             const MadoId *dep,
             ...)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  MadoCommitDraft draft = { .city = TEST_CITY, .device = device->id, .n = ++device->n, .actor = device->staff,
                            .ticket = device->ticket, .kind = "case", .record = *record, .section = section,
                            .deps = dep, .n_deps = dep != NULL, .purpose = "fill", .changes = changes };
  g_autoptr (MadoCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  const char *path;
  va_list args;

  va_start (args, dep);
  while ((path = va_arg (args, const char *)) != NULL)
    {
      g_autoptr (GVariant) value = make_value (va_arg (args, const char *));

      g_ptr_array_add (changes, mado_change_new (path, value, MADO_SOURCE_TYPED, FALSE));
    }
  va_end (args);
  mado_id_generate (&draft.id, city->clock, city->random);
  draft.clock = mado_clock_tick (city->clock);
  draft.wall = mado_clock_wall_ms (city->clock);
  commit = mado_commit_sign (&draft, device->key, city->random, &error);
  g_assert_no_error (error);
  return g_bytes_ref (commit->bytes);
}

MadoId
test_commit_id (GBytes *bytes)
{
  g_autoptr (MadoCommit) commit = mado_commit_parse (bytes, NULL);

  g_assert_nonnull (commit);
  return commit->id;
}

MadoVerdict
test_append (TestCity    *city,
             GBytes      *bytes,
             const char **reason)
{
  g_autoptr (MadoCommit) commit = mado_commit_parse (bytes, NULL);
  MadoCityItem item = { .bytes = bytes, .commit = commit, .fault = commit == NULL ? "damaged" : NULL };
  g_autoptr (GError) error = NULL;

  mado_city_store_append (city->store, &item, 1, &error);
  g_assert_no_error (error);
  if (reason != NULL)
    *reason = item.reason;
  return item.verdict;
}

MadoId
test_city_id (TestCity *city)
{
  MadoId id;

  mado_id_generate (&id, city->clock, city->random);
  return id;
}

MadoCityPage *
test_city_feed (TestCity   *city,
                const char *scope,
                guint64     since)
{
  g_autoptr (GError) error = NULL;
  MadoCityPage *page = mado_city_store_read_feed (city->store, scope, since, 1000, 1 << 20, &error);

  g_assert_no_error (error);
  return page;
}

MadoCityEntry *
test_city_entry (MadoCityPage *page,
                 guint         at)
{
  g_assert_cmpuint (at, <, page->entries->len);
  return &g_array_index (page->entries, MadoCityEntry, at);
}
