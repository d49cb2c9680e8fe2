/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fold-kit.h"

#include "core/sync/mado-dag-private.h"
#include "core/sync/mado-edit.h"
#include "core/sync/mado-same-as.h"

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

/* Commits 1 to @n, in this order. */
static void
assert_lists (MadoRecord *record,
              guint       n)
{
  g_autoptr (GArray) here = mado_record_list_commits (record, "shared");
  g_autoptr (GArray) nothing = mado_record_list_commits (record, "nothing");

  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (here->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      MadoId id = kit_id (i + 1);

      g_assert_true (mado_id_equal (&g_array_index (here, MadoId, i), &id));
    }
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
  g_assert_cmpuint (mado_record_get_clock (self->record, "shared"), ==, 30 << 16);
  g_assert_cmpuint (mado_record_get_clock (self->record, "nothing"), ==, 0);
  saved = mado_record_save (self->record);
  restored = mado_record_restore (saved, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mado_record_get_clock (restored, "shared"), ==, 30 << 16);
  kit_assert_same (self->record, restored);
  assert_lists (self->record, 3);
  assert_lists (restored, 3);
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

static MadoCommit *
lock (MadoCommit *commit)
{
  g_autoptr (GError) error = NULL;
  MadoCommit *locked = mado_commit_parse (commit->bytes, &error);

  g_assert_no_error (error);
  return locked;
}

static MadoCommit *
make_sealed (Fixture    *self,
             guint       n,
             const char *path,
             const char *text)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  MadoId id = kit_id (n);

  g_ptr_array_add (changes, mado_change_new (path, g_variant_new_string (text), MADO_SOURCE_TYPED, TRUE));
  return kit_commit_list (&self->kit, &id, "shared", n * 10, NULL, 0, changes);
}

/* The same id with other bytes, in the same or another section. */
static void
test_forged (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (MadoCommit) other = make (self, 1, 10, "a", T ("other"), 0);
  MadoId id = kit_id (1);
  g_autoptr (MadoCommit) elsewhere = kit_commit (&self->kit, &id, "addr", 10, NULL, 0, "a", T ("one"), NULL);
  g_autoptr (GError) error = NULL;

  put (self, 1, 10, "a", T ("one"), 0);
  g_assert_false (mado_record_apply (self->record, other, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_false (mado_record_apply (self->record, elsewhere, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
  kit_assert_shows (self->record, "a", "one");
  g_assert_cmpuint (mado_record_get_n_commits (self->record), ==, 1);
}

static void
test_wrong_record (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (MadoCommit) commit = make (self, 1, 10, "a", T ("one"), 0);
  MadoId id = kit_id (9);
  g_autoptr (MadoRecord) other = mado_record_new ("case", &id);
  g_autoptr (MadoRecord) kind = mado_record_new ("booking", &self->kit.record);
  g_autoptr (GError) error = NULL;

  g_assert_false (mado_record_apply (other, commit, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (mado_record_apply (kind, commit, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
}

/* Forged ids can make a circle: nothing hangs, and order does not matter. */
static void
test_circle (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (MadoCommit) one = make (self, 1, 10, "a", T ("one"), 2, 0);
  g_autoptr (MadoCommit) two = make (self, 2, 20, "a", T ("two"), 1, 0);
  g_autoptr (MadoCommit) self_made = make (self, 3, 30, "b", T ("three"), 3, 0);
  g_autoptr (MadoCommit) four = make (self, 4, 40, "b", T ("four"), 3, 0);
  g_autoptr (MadoRecord) other = kit_record (&self->kit);

  kit_apply (self->record, one);
  kit_assert_shows (self->record, "a", "one");
  kit_apply (self->record, two);
  kit_apply (self->record, self_made);
  kit_assert_shows (self->record, "b", "three");
  kit_apply (self->record, four);
  kit_apply (other, four);
  kit_apply (other, self_made);
  kit_apply (other, two);
  kit_apply (other, one);
  kit_assert_same (self->record, other);
  kit_assert_shows (self->record, "a", "two | one");
  g_assert_cmpuint (mado_record_get_n_incomplete (self->record), ==, 4);
}

static void
test_locked (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (MadoCommit) whole = make_sealed (self, 1, "person/p1/name", "secret");
  g_autoptr (MadoCommit) locked = lock (whole);

  kit_apply (self->record, locked);
  put (self, 2, 20, "a", T ("after"), 1, 0);
  g_assert_cmpuint (mado_record_get_n_locked (self->record), ==, 1);
  g_assert_cmpuint (mado_record_get_n_incomplete (self->record), ==, 0);
  g_assert_null (mado_record_lookup (self->record, "person/p1/name"));
  kit_apply (self->record, whole);
  g_assert_cmpuint (mado_record_get_n_locked (self->record), ==, 0);
  kit_assert_shows (self->record, "person/p1/name", "secret");
  g_assert_true (mado_record_lookup (self->record, "person/p1/name")->sealed);
}

/* --- twins and confirmations ---------------------------------------------------------------- */

static void
test_twin (Fixture       *self,
           gconstpointer  data)
{
  put (self, 1, 10, "a", T ("same"), 0);
  put (self, 2, 20, "a", T ("same"), 0);
  put (self, 3, 15, "a", T ("corrected"), 1, 0);
  kit_assert_shows (self->record, "a", "corrected");
}

/* Chosen anew after having been changed: not a twin any more. */
static void
test_no_twin_of_seen (Fixture       *self,
                      gconstpointer  data)
{
  put (self, 1, 10, "a", T ("same"), 0);
  put (self, 2, 20, "a", T ("other"), 1, 0);
  put (self, 3, 30, "a", T ("same"), 2, 0);
  put (self, 4, 40, "a", T ("corrected"), 1, 0);
  kit_assert_shows (self->record, "a", "corrected | same");
}

/* Each undid what the other wrote: both stay. */
static void
test_twin_round (Fixture       *self,
                 gconstpointer  data)
{
  put (self, 1, 10, "a", T ("x"), 0);
  put (self, 2, 20, "a", T ("y"), 1, 0);
  put (self, 3, 10, "a", T ("y"), 0);
  put (self, 4, 30, "a", T ("x"), 3, 0);
  kit_assert_shows (self->record, "a", "x | y");
}

static GVariant *
confirmation (Fixture    *self,
              const char *path,
              const char *text)
{
  g_autoptr (GVariant) value = mado_value_text (text);
  guint8 digest[MADO_CONFIRM_BYTES];

  mado_record_confirm_digest (&self->kit.record, path, value, digest);
  return g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, digest, sizeof digest, 1));
}

static void
test_confirmed_twin (Fixture       *self,
                     gconstpointer  data)
{
  const MadoRegister *reg;

  put (self, 1, 10, "a", T ("same"), 0);
  put (self, 2, 20, "a", T ("same"), 0);
  put (self, 3, 30, "confirm/a", confirmation (self, "a", "same"), 2, 0);
  put (self, 4, 40, "a", T ("corrected"), 1, 0);
  kit_assert_shows (self->record, "a", "corrected | same");
  reg = mado_record_lookup (self->record, "a");
  g_assert_false (((MadoRegisterValue *) reg->values->pdata[0])->confirmed);
  g_assert_true (((MadoRegisterValue *) reg->values->pdata[1])->confirmed);

  /* Taken back before anybody saw the correction: no protection. */
  put (self, 5, 50, "confirm/a", mado_value_none (), 3, 0);
  kit_assert_shows (self->record, "a", "corrected");
}

static void
test_confirmation_of_other (Fixture       *self,
                            gconstpointer  data)
{
  put (self, 1, 10, "a", T ("same"), 0);
  put (self, 2, 20, "a", T ("same"), 0);
  put (self, 3, 30, "confirm/a", confirmation (self, "a", "something else"), 2, 0);
  put (self, 4, 40, "a", T ("corrected"), 1, 0);
  kit_assert_shows (self->record, "a", "corrected");
}

/* --- elements ---------------------------------------------------------------------------------- */

static void
assert_persons (MadoRecord *record,
                const char *expected)
{
  g_auto (GStrv) eids = mado_record_list_elements (record, "person");
  g_autofree char *joined = g_strjoinv (" ", eids);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_elements (Fixture       *self,
               gconstpointer  data)
{
  put (self, 1, 20, "person/p2/name", T ("two"), 0);
  put (self, 2, 10, "person/p1/name", T ("one"), 0);
  put (self, 3, 30, "person/p3/name", T ("three"), 1, 2, 0);
  assert_persons (self->record, "p1 p2 p3");
  put (self, 4, 40, "person/p2/removed", mado_value_bool (TRUE), 3, 0);
  assert_persons (self->record, "p1 p3");
  g_assert_true (mado_record_element_is_removed (self->record, "person/p2"));
  put (self, 5, 50, "person/p2/removed", mado_value_bool (FALSE), 4, 0);
  assert_persons (self->record, "p1 p2 p3");
}

static void
test_removed_or_edited (Fixture       *self,
                        gconstpointer  data)
{
  put (self, 1, 10, "person/p1/name", T ("one"), 0);
  put (self, 2, 20, "person/p1/removed", mado_value_bool (TRUE), 1, 0);
  put (self, 3, 30, "person/p1/name", T ("edited"), 1, 0);
  assert_persons (self->record, "p1");
  g_assert_cmpuint (count_conflicts (self->record), ==, 1);
  g_assert_true (mado_record_lookup (self->record, "person/p1/removed")->contested);

  /* Correcting the field does not decide whether the line stays. */
  put (self, 4, 40, "person/p1/name", T ("corrected"), 2, 3, 0);
  assert_persons (self->record, "p1");
  g_assert_cmpuint (count_conflicts (self->record), ==, 1);
  put (self, 5, 50, "person/p1/removed", mado_value_bool (TRUE), 4, 0);
  assert_persons (self->record, "");
  g_assert_cmpuint (count_conflicts (self->record), ==, 0);
}

/* --- slip base --------------------------------------------------------------------------------- */

static void
scan (Fixture    *self,
      MadoRecord *record,
      guint       head,
      gint64      ms,
      const char *path,
      const char *text)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  MadoId id = kit_id (head);

  g_ptr_array_add (changes, mado_change_new (path, g_variant_new_string (text), MADO_SOURCE_SLIP, TRUE));
  mado_record_apply_base (record, "shared", &id, 1, (guint64) ms << 16, changes);
}

static void
test_base (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (MadoCommit) one = make (self, 1, 10, "a", T ("old"), 0);
  g_autoptr (MadoCommit) two = make (self, 2, 20, "a", T ("new"), 1, 0);
  g_autoptr (MadoCommit) edit = make (self, 3, 40, "a", T ("edited"), 2, 0);
  MadoId second = kit_id (2);
  guint n;

  kit_apply (self->record, one);
  scan (self, self->record, 2, 25, "a", "new");
  scan (self, self->record, 2, 25, "a", "new");
  kit_assert_shows (self->record, "a", "new");
  g_assert_true (mado_record_has_base (self->record, "shared"));
  g_assert_true (mado_id_equal (mado_record_get_heads (self->record, "shared", &n), &second));
  g_assert_cmpuint (n, ==, 1);

  kit_apply (self->record, edit);
  kit_assert_shows (self->record, "a", "edited");
  kit_apply (self->record, two);
  kit_assert_shows (self->record, "a", "edited");
  g_assert_false (mado_record_has_base (self->record, "shared"));
  g_assert_cmpuint (count_conflicts (self->record), ==, 0);
  g_assert_cmpuint (mado_record_get_n_incomplete (self->record), ==, 0);

  /* All is here: the old slip changes nothing. */
  scan (self, self->record, 2, 25, "a", "new");
  g_assert_false (mado_record_has_base (self->record, "shared"));
}

/* Two windows went on from one slip, one of them changed a value here too. */
static void
test_base_diverged (Fixture       *self,
                    gconstpointer  data)
{
  put (self, 1, 10, "a", T ("old"), 0);
  put (self, 3, 50, "b", T ("here"), 1, 0);
  scan (self, self->record, 2, 25, "b", "slip");
  kit_assert_shows (self->record, "b", "here | slip");
  put (self, 2, 20, "b", T ("slip"), 1, 0);
  kit_assert_shows (self->record, "b", "here | slip");
  g_assert_false (mado_record_has_base (self->record, "shared"));
}

static void
test_base_and_snapshot (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (MadoCommit) one = make (self, 1, 10, "a", T ("old"), 0);
  g_autoptr (MadoCommit) edit = make (self, 3, 40, "b", T ("edited"), 2, 0);
  g_autoptr (MadoRecord) again = kit_record (&self->kit);
  g_autoptr (MadoRecord) restored = NULL;
  g_autoptr (GBytes) saved = NULL;

  kit_apply (self->record, one);
  scan (self, self->record, 2, 25, "a", "new");
  saved = mado_record_save (self->record);
  restored = mado_record_restore (saved, NULL);
  kit_assert_same (self->record, restored);
  kit_apply (restored, edit);
  g_assert_true (mado_record_needs_history (restored));

  kit_apply (again, one);
  mado_record_take_bases (again, restored);
  kit_apply (again, edit);
  kit_apply (self->record, edit);
  kit_assert_same (self->record, again);
  kit_assert_shows (again, "a", "new");
}

static void
test_bad_snapshots (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (GBytes) saved = NULL;
  const guint8 *bytes;
  gsize length;

  put (self, 1, 10, "person/p1/name", T ("one"), 0);
  put (self, 3, 10, "a", T ("three"), 2, 0);
  scan (self, self->record, 7, 25, "a", "new");
  saved = mado_record_save (self->record);
  bytes = g_bytes_get_data (saved, &length);
  for (gsize cut = 0; cut < length; cut++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (saved, 0, cut);
      g_autoptr (GError) error = NULL;

      g_assert_null (mado_record_restore (part, &error));
      g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
    }
  for (gsize bit = 0; bit < length * 8; bit++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, length);
      g_autoptr (GBytes) broken = NULL;
      g_autoptr (MadoRecord) record = NULL;
      g_autoptr (GBytes) again = NULL;

      copy[bit / 8] ^= (guint8) (1 << (bit % 8));
      broken = g_bytes_new (copy, length);
      record = mado_record_restore (broken, NULL);
      if (record != NULL)
        again = mado_record_save (record);
      g_assert_true (again == NULL || !g_bytes_equal (again, saved));
    }
}

/* --- sections, same-as, edits ------------------------------------------------------------------------- */

static void
test_sections (Fixture       *self,
               gconstpointer  data)
{
  MadoId id = kit_id (5);
  g_autoptr (MadoCommit) addr = kit_commit (&self->kit, &id, "addr", 10, NULL, 0, "field/new.town", T ("x"), NULL);
  g_autoptr (MadoCommit) shared = make (self, 1, 10, "a", T ("one"), 0);
  static const char *const only_shared[] = { "shared", NULL };
  g_autoptr (MadoRecord) narrow = kit_record (&self->kit);
  guint8 one[MADO_DIGEST_BYTES];
  guint8 two[MADO_DIGEST_BYTES];

  kit_apply (self->record, addr);
  kit_apply (self->record, shared);
  kit_apply (narrow, shared);
  g_assert_cmpstr (mado_record_get_sections (self->record)[0], ==, "addr");
  g_assert_cmpstr (mado_record_get_sections (self->record)[1], ==, "shared");
  mado_record_digest (self->record, only_shared, one);
  mado_record_digest (narrow, NULL, two);
  g_assert_cmpmem (one, sizeof one, two, sizeof two);
  mado_record_digest (self->record, NULL, one);
  g_assert_true (memcmp (one, two, sizeof one) != 0);
}

static void
test_list_changes (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (MadoRecord) older = NULL;
  g_auto (GStrv) first = NULL;
  g_auto (GStrv) paths = NULL;
  g_autofree char *joined = NULL;

  put (self, 1, 10, "a", T ("one"), 0);
  put (self, 2, 20, "b", T ("two"), 1, 0);
  first = mado_record_list_changes (NULL, self->record);
  g_assert_cmpuint (g_strv_length (first), ==, 2);
  older = mado_record_copy (self->record);
  put (self, 3, 30, "b", T ("three"), 1, 0);
  put (self, 4, 40, "c", T ("four"), 3, 0);
  paths = mado_record_list_changes (older, self->record);
  joined = g_strjoinv (" ", paths);
  g_assert_cmpstr (joined, ==, "b c");
}

static void
test_same_as (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) found = NULL;
  g_autoptr (GArray) alone = NULL;
  /* 1 → 2, 3 → 2, 4 → 5 */
  static const guint joins[][2] = { { 1, 2 }, { 3, 2 }, { 4, 5 } };
  MadoId start = kit_id (3);
  MadoId stranger = kit_id (9);

  for (guint i = 0; i < G_N_ELEMENTS (joins); i++)
    {
      MadoId other = kit_id (joins[i][1]);
      MadoId id = kit_id (100 + i);
      g_autofree char *text = mado_id_to_string (&other);
      g_autoptr (MadoCommit) commit = NULL;

      self->kit.record = kit_id (joins[i][0]);
      commit = kit_commit (&self->kit, &id, "shared", 10, NULL, 0, "same-as", T (text), NULL);
      g_ptr_array_add (records, kit_record (&self->kit));
      kit_apply (records->pdata[i], commit);
    }
  found = mado_same_as_resolve (records, &start);
  g_assert_cmpuint (found->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (g_array_index (found, MadoId, i).b[7], ==, i + 1);
  alone = mado_same_as_resolve (records, &stranger);
  g_assert_cmpuint (alone->len, ==, 1);
}

static void
test_edit (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (MadoEdit) edit = mado_edit_new ("case", &self->kit.record, "fill");
  MadoId one = kit_id (1);
  MadoId two = kit_id (2);
  MadoSectionEdit *first;

  g_assert_true (mado_edit_is_empty (edit));
  mado_edit_add (edit, "shared", &one, 1, mado_change_new ("a", g_variant_new_string ("x"), MADO_SOURCE_TYPED, FALSE));
  mado_edit_add (edit, "shared", &two, 1, mado_change_new ("a", g_variant_new_string ("y"), MADO_SOURCE_TYPED, FALSE));
  first = edit->sections->pdata[0];
  g_assert_cmpuint (first->changes->len, ==, 1);
  g_assert_cmpstr (mado_value_get_text (((MadoChange *) first->changes->pdata[0])->value), ==, "y");
  g_assert_true (mado_id_equal (first->deps, &one));
  mado_edit_add_with_deps (edit, "shared", &two, 1,
                           mado_change_new ("b", g_variant_new_string ("z"), MADO_SOURCE_TYPED, FALSE));
  g_assert_cmpuint (edit->sections->len, ==, 2);
}

/* --- many at once ------------------------------------------------------------------------------------- */

/* Beyond 64 values that nobody saw together the twin rule rests. */
static void
test_many_live (Fixture       *self,
                gconstpointer  data)
{
  const MadoRegister *reg;

  put (self, 1, 1, "a", T ("twin"), 0);
  put (self, 2, 2, "a", T ("twin"), 0);
  put (self, 3, 3, "a", T ("corrected"), 1, 0);
  kit_assert_shows (self->record, "a", "corrected");
  for (guint n = 4; n < 74; n++)
    {
      g_autofree char *text = g_strdup_printf ("%u", n);

      put (self, n, n, "a", T (text), 0);
    }
  reg = mado_record_lookup (self->record, "a");
  g_assert_cmpuint (reg->values->len, ==, 72);
  put (self, 100, 5, "a", T ("settled"), 2, 3, 0);
  g_assert_cmpuint (mado_record_lookup (self->record, "a")->values->len, ==, 71);
}

static void
test_too_many_heads (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (MadoEdit) edit = mado_edit_new ("case", &self->kit.record, "fill");
  g_autofree MadoId *heads = g_new (MadoId, 300);

  for (guint i = 0; i < 300; i++)
    heads[i] = kit_id (i + 1);
  for (guint i = 0; i < 2; i++)
    mado_edit_add_with_deps (edit, "shared", heads, 300,
                             mado_change_new (i == 0 ? "a" : "b", g_variant_new_string ("x"), MADO_SOURCE_TYPED, FALSE));
  g_assert_cmpuint (edit->sections->len, ==, 1);
  g_assert_cmpuint (((MadoSectionEdit *) edit->sections->pdata[0])->n_deps, ==, MADO_COMMIT_MAX_DEPS);
}

/* --- size ------------------------------------------------------------------------------------------------ */

#define MANY 10000

/* A line, two desks side by side, and a fork that joins at every tenth step
 * all keep ancestors in a few spans a run, not in one set a commit. */
static void
test_spans (Fixture       *self,
            gconstpointer  data)
{
  g_autofree MadoId *ids = g_new (MadoId, MANY);
  g_autofree MadoId *deps = g_new0 (MadoId, 2 * MANY);
  g_autoptr (MadoDag) line = mado_dag_new ();
  g_autoptr (MadoDag) pair = mado_dag_new ();
  g_autoptr (MadoDag) forks = mado_dag_new ();

  mado_dag_link (line);
  mado_dag_link (pair);
  mado_dag_link (forks);
  for (guint i = 0; i < MANY; i++)
    {
      ids[i] = kit_id (i + 1);
      mado_dag_add (line, &ids[i], i > 0 ? &ids[i - 1] : NULL, i > 0);
      mado_dag_add (pair, &ids[i], i > 1 ? &ids[i - 2] : NULL, i > 1);
      deps[2 * i] = ids[i > 1 && i % 10 == 0 ? i - 2 : i > 0 ? i - 1 : 0];
      deps[2 * i + 1] = ids[i > 1 ? i - 2 : 0];
      mado_dag_add (forks, &ids[i], &deps[2 * i], i == 0 ? 0 : i % 10 == 1 && i > 1 ? 2 : 1);
    }
  g_assert_cmpuint (mado_dag_count_spans (line), ==, 1);
  g_assert_cmpuint (mado_dag_count_spans (pair), <=, MANY);
  g_assert_cmpuint (mado_dag_count_spans (forks), <=, MANY);
  g_assert_true (mado_dag_has_seen (line, MANY - 1, 0));
  g_assert_true (mado_dag_has_seen (pair, MANY - 1, 1));
  g_assert_false (mado_dag_has_seen (pair, MANY - 1, 0));
  g_assert_true (mado_dag_has_seen (forks, MANY - 1, 0));
}

/* A long record opens without its history as fast as the contract asks; ten
 * times the goal is allowed here, where other programs share the machine. */
static void
test_long_record (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (GBytes) saved = NULL;
  g_autoptr (MadoRecord) restored = NULL;
  gint64 start;

  for (guint n = 1; n <= MANY; n++)
    {
      g_autofree char *path = g_strdup_printf ("person/p%u/name", n % 500);

      put (self, n, n, path, T ("name"), n - 1, 0);
    }
  saved = mado_record_save (self->record);
  start = g_get_monotonic_time ();
  restored = mado_record_restore (saved, NULL);
  g_assert_cmpuint (mado_record_get_n_commits (restored), ==, MANY);
  start = g_get_monotonic_time () - start;
  g_test_message ("a record of %d commits opened in %" G_GINT64_FORMAT " us from %" G_GSIZE_FORMAT " bytes", MANY, start,
                  g_bytes_get_size (saved));
  g_assert_cmpint (start, <, 500000);
  kit_assert_same (self->record, restored);
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
  ADD ("/fold/forged", test_forged);
  ADD ("/fold/wrong-record", test_wrong_record);
  ADD ("/fold/circle", test_circle);
  ADD ("/fold/locked", test_locked);
  ADD ("/fold/twin", test_twin);
  ADD ("/fold/no-twin-of-seen", test_no_twin_of_seen);
  ADD ("/fold/twin-round", test_twin_round);
  ADD ("/fold/confirmed-twin", test_confirmed_twin);
  ADD ("/fold/confirmation-of-other", test_confirmation_of_other);
  ADD ("/fold/elements", test_elements);
  ADD ("/fold/removed-or-edited", test_removed_or_edited);
  ADD ("/fold/base", test_base);
  ADD ("/fold/base-diverged", test_base_diverged);
  ADD ("/fold/base-and-snapshot", test_base_and_snapshot);
  ADD ("/fold/bad-snapshots", test_bad_snapshots);
  ADD ("/fold/sections", test_sections);
  ADD ("/fold/list-changes", test_list_changes);
  ADD ("/fold/same-as", test_same_as);
  ADD ("/fold/edit", test_edit);
  ADD ("/fold/many-live", test_many_live);
  ADD ("/fold/too-many-heads", test_too_many_heads);
  ADD ("/fold/spans", test_spans);
  ADD ("/fold/long-record", test_long_record);
#undef ADD
  return g_test_run ();
}
