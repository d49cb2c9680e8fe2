/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fold-kit.h"

#include <string.h>

/* One test for each rule of PROTOCOL.md, part "Fold". */

typedef struct
{
  Kit        kit;
  MadoRecord *record;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  kit_init (&self->kit, 1);
  self->record = kit_record (&self->kit);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->record);
  kit_clear (&self->kit);
}

/* Commit @n of section "shared" with clock @ms writes @path = @text after @deps
 * (numbers, 0-ended). */
static MadoCommit *
make_v (Fixture    *self,
        guint       n,
        gint64      ms,
        const char *path,
        GVariant   *value,
        va_list     args)
{
  MadoId id = kit_id (n);
  MadoId deps[16];
  guint n_deps = 0;
  guint dep;

  while ((dep = va_arg (args, guint)) != 0)
    deps[n_deps++] = kit_id (dep);
  return kit_commit (&self->kit, &id, "shared", ms, deps, n_deps, path, value, NULL);
}

static MadoCommit *
make (Fixture    *self,
      guint       n,
      gint64      ms,
      const char *path,
      GVariant   *value,
      ...)
{
  MadoCommit *commit;
  va_list args;

  va_start (args, value);
  commit = make_v (self, n, ms, path, value, args);
  va_end (args);
  return commit;
}

static void
put (Fixture    *self,
     guint       n,
     gint64      ms,
     const char *path,
     GVariant   *value,
     ...)
{
  g_autoptr (MadoCommit) commit = NULL;
  va_list args;

  va_start (args, value);
  commit = make_v (self, n, ms, path, value, args);
  va_end (args);
  kit_apply (self->record, commit);
}

static guint
count_conflicts (MadoRecord *record)
{
  g_autoptr (GPtrArray) conflicts = mado_record_list_conflicts (record);

  return conflicts->len;
}

/* --- replacing, keeping both, merging ---------------------------------------------- */

static void
test_replace (Fixture       *self,
              gconstpointer  data)
{
  guint n_heads;

  put (self, 1, 10, "a", T ("one"), 0);
  put (self, 2, 20, "a", T ("two"), 1, 0);
  kit_assert_shows (self->record, "a", "two");
  g_assert_cmpstr (mado_record_get_text (self->record, "a"), ==, "two");
  g_assert_cmpuint (count_conflicts (self->record), ==, 0);
  g_assert_cmpuint (mado_record_get_heads (self->record, "shared", &n_heads)->b[7], ==, 2);
  g_assert_cmpuint (n_heads, ==, 1);
}

/* What is seen decides, not the clock: a desk whose clock is years behind
 * still replaces what it saw. */
static void
test_clock_does_not_replace (Fixture       *self,
                             gconstpointer  data)
{
  put (self, 1, 9000000000, "a", T ("one"), 0);
  put (self, 2, 5, "a", T ("two"), 1, 0);
  kit_assert_shows (self->record, "a", "two");
}

static void
test_keep_both (Fixture       *self,
                gconstpointer  data)
{
  put (self, 1, 10, "a", T ("base"), 0);
  put (self, 2, 20, "a", T ("left"), 1, 0);
  put (self, 3, 30, "a", T ("right"), 1, 0);
  kit_assert_shows (self->record, "a", "right | left");
  g_assert_cmpuint (count_conflicts (self->record), ==, 1);

  put (self, 4, 25, "a", T ("left"), 2, 3, 0);
  kit_assert_shows (self->record, "a", "left");
  g_assert_cmpuint (count_conflicts (self->record), ==, 0);
}

/* Equal clocks: the higher id shows. */
static void
test_tie (Fixture       *self,
          gconstpointer  data)
{
  put (self, 2, 20, "a", T ("two"), 0);
  put (self, 1, 20, "a", T ("one"), 0);
  kit_assert_shows (self->record, "a", "two | one");
}

static void
test_merge_equal (Fixture       *self,
                  gconstpointer  data)
{
  put (self, 1, 10, "a", T ("same"), 0);
  put (self, 2, 20, "a", T ("same"), 0);
  kit_assert_shows (self->record, "a", "same");
  g_assert_cmpuint (count_conflicts (self->record), ==, 0);
}

/* An edit buffer: the device's own newer commit lies beside the edit, not
 * under it. A counter per device would call it seen. */
static void
test_edit_buffer (Fixture       *self,
                  gconstpointer  data)
{
  put (self, 1, 10, "a", T ("base"), 0);
  put (self, 2, 20, "a", T ("newer"), 1, 0);
  put (self, 3, 30, "a", T ("from the buffer"), 1, 0);
  kit_assert_shows (self->record, "a", "from the buffer | newer");
}

static void
test_cleared (Fixture       *self,
              gconstpointer  data)
{
  put (self, 1, 10, "a", T ("one"), 0);
  put (self, 2, 20, "a", mado_value_none (), 1, 0);
  kit_assert_shows (self->record, "a", "()");
  g_assert_null (mado_record_get (self->record, "a"));
  g_assert_cmpstr (mado_record_get_text (self->record, "a"), ==, "");
}

/* --- late, repeated, forged ------------------------------------------------------------ */

static void
test_late_dep (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (MadoCommit) one = make (self, 1, 10, "a", T ("one"), 0);
  g_autoptr (MadoCommit) two = make (self, 2, 20, "a", T ("two"), 1, 0);
  g_autoptr (MadoCommit) three = make (self, 3, 30, "b", T ("three"), 2, 0);
  g_autoptr (MadoRecord) other = kit_record (&self->kit);
  MadoId third = kit_id (3);

  kit_apply (self->record, one);
  kit_apply (self->record, three);
  g_assert_cmpuint (mado_record_get_n_incomplete (self->record), ==, 1);
  g_assert_false (mado_record_knows (self->record, &third, 1));
  kit_assert_shows (self->record, "b", "three");
  kit_apply (self->record, two);
  kit_apply (self->record, two);
  g_assert_cmpuint (mado_record_get_n_incomplete (self->record), ==, 0);
  g_assert_true (mado_record_knows (self->record, &third, 1));
  g_assert_cmpuint (mado_record_get_n_commits (self->record), ==, 3);

  kit_apply (other, one);
  kit_apply (other, two);
  kit_apply (other, three);
  kit_assert_same (self->record, other);
}

static void
test_snapshot (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (MadoCommit) four = make (self, 4, 40, "a", T ("four"), 2, 3, 0);
  g_autoptr (MadoCommit) five = make (self, 5, 50, "a", T ("five"), 2, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRecord) restored = NULL;
  g_autoptr (GBytes) saved = NULL;
  g_autoptr (GBytes) again = NULL;

  put (self, 1, 10, "a", T ("base"), 0);
  put (self, 2, 20, "a", T ("left"), 1, 0);
  put (self, 3, 30, "a", T ("right"), 1, 0);
  saved = mado_record_save (self->record);
  restored = mado_record_restore (saved, &error);
  g_assert_no_error (error);
  kit_assert_same (self->record, restored);
  kit_assert_shows (restored, "a", "right | left");
  again = mado_record_save (restored);
  g_assert_true (g_bytes_equal (saved, again));

  kit_apply (restored, four);
  kit_apply (self->record, four);
  g_assert_false (mado_record_needs_history (restored));
  kit_assert_same (self->record, restored);

  kit_apply (restored, five);
  g_assert_true (mado_record_needs_history (restored));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/fold/replace", test_replace);
  ADD ("/fold/clock-does-not-replace", test_clock_does_not_replace);
  ADD ("/fold/keep-both", test_keep_both);
  ADD ("/fold/tie", test_tie);
  ADD ("/fold/merge-equal", test_merge_equal);
  ADD ("/fold/edit-buffer", test_edit_buffer);
  ADD ("/fold/cleared", test_cleared);
  ADD ("/fold/late-dep", test_late_dep);
  ADD ("/fold/snapshot", test_snapshot);
#undef ADD
  return g_test_run ();
}
