/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fold-kit.h"
#include "fold-reference.h"

#include <string.h>

/*
 * Random histories. Several desks write to one record in several sections;
 * every desk has an edit buffer that is opened at some state and written much
 * later with the heads of that state; commits travel late, twice, in any
 * order, or are lost and sent again; clocks are off by years; records are
 * saved and restored in between; slips are scanned.
 *
 * A failing history prints its seed: MADO_FOLD_SEED=… runs it alone.
 */

#define N_DESKS    4
#define N_STEPS    60
#define N_HISTORIES 2500

static const char *const sections[] = { "shared", "addr" };
static const char *const paths[] = {
  "a", "b", "field/far", "person/p1/name", "person/p2/name", "person/p1/removed", "proc/x/state", "weather/of/2040",
};

typedef struct
{
  guint    section;
  guint    n_deps;
  MadoId   deps[MADO_COMMIT_MAX_DEPS];
} Buffer;

typedef struct
{
  MadoRecord *record;
  GHashTable *here;   /* place in History.commits + 1 */
  gint64      skew;
  gboolean    buffered;
  Buffer      buffer;
} Desk;

typedef struct
{
  guint64    seed;
  gboolean   narrow;  /* few paths, one section: more meets more */
  Kit        kit;
  MadoRandom *random;
  GPtrArray *commits; /* MadoCommit* */
  gint64     now;
  Desk       desks[N_DESKS];
} History;

static guint
below (History *self,
       guint    limit)
{
  return mado_random_below (self->random, limit);
}

/* --- comparing -------------------------------------------------------------------- */

static void
fail (History    *self,
      const char *what,
      const char *ours,
      const char *theirs)
{
  g_test_message ("MADO_FOLD_SEED=%" G_GUINT64_FORMAT " %s\n--- record\n%s--- expected\n%s", self->seed, what, ours,
                  theirs);
  for (guint i = 0; i < self->commits->len; i++)
    {
      MadoCommit *commit = self->commits->pdata[i];
      g_autoptr (GString) line = g_string_new (NULL);

      g_string_append_printf (line, "%s %u clock %" G_GUINT64_FORMAT " deps", commit->section, commit->id.b[7],
                              commit->clock >> 16);
      for (guint d = 0; d < commit->n_deps; d++)
        g_string_append_printf (line, " %u", commit->deps[d].b[7]);
      for (guint c = 0; c < commit->changes->len; c++)
        {
          g_autofree char *text = g_variant_print (((MadoChange *) commit->changes->pdata[c])->value, FALSE);

          g_string_append_printf (line, "; %s=%s", ((MadoChange *) commit->changes->pdata[c])->path, text);
        }
      g_test_message ("%s", line->str);
    }
  g_test_fail ();
}

static gboolean
is_same (MadoRecord *a,
         MadoRecord *b)
{
  guint8 one[MADO_DIGEST_BYTES];
  guint8 two[MADO_DIGEST_BYTES];

  mado_record_digest (a, NULL, one);
  mado_record_digest (b, NULL, two);
  return memcmp (one, two, sizeof one) == 0;
}

static void
check_same (History    *self,
            const char *what,
            MadoRecord *a,
            MadoRecord *b)
{
  if (!is_same (a, b))
    {
      g_autofree char *one = record_describe (a);
      g_autofree char *two = record_describe (b);

      fail (self, what, one, two);
    }
}

static void
check_reference (History    *self,
                 const char *what,
                 MadoRecord *record,
                 GPtrArray  *commits)
{
  g_autofree char *ours = record_describe (record);
  g_autofree char *theirs = reference_describe (commits);

  if (strcmp (ours, theirs) != 0)
    fail (self, what, ours, theirs);
}

/* --- desks -------------------------------------------------------------------------- */

static GPtrArray *
list_here (History *self,
           Desk    *desk)
{
  GPtrArray *out = g_ptr_array_new ();

  for (guint i = 0; i < self->commits->len; i++)
    if (g_hash_table_contains (desk->here, GUINT_TO_POINTER (i + 1)))
      g_ptr_array_add (out, self->commits->pdata[i]);
  return out;
}

static void
shuffle (History   *self,
         GPtrArray *array)
{
  for (guint i = array->len; i > 1; i--)
    {
      guint k = below (self, i);
      gpointer other = array->pdata[k];

      array->pdata[k] = array->pdata[i - 1];
      array->pdata[i - 1] = other;
    }
}

static MadoRecord *
fold_all (History   *self,
          GPtrArray *commits)
{
  MadoRecord *record = kit_record (&self->kit);

  for (guint i = 0; i < commits->len; i++)
    kit_apply (record, commits->pdata[i]);
  return record;
}

/* What a store does when a snapshot cannot take a commit. */
static void
refold (History *self,
        Desk    *desk)
{
  g_autoptr (GPtrArray) here = list_here (self, desk);

  g_object_unref (desk->record);
  desk->record = fold_all (self, here);
}

/* The commit as one sees it who has no key to it. */
static MadoCommit *
lock (MadoCommit *commit)
{
  g_autoptr (GError) error = NULL;
  MadoCommit *locked = mado_commit_parse (commit->bytes, &error);

  g_assert_no_error (error);
  return locked;
}

static void
receive (History *self,
         Desk    *desk,
         guint    place)
{
  MadoCommit *commit = self->commits->pdata[place];

  if (below (self, 8) == 0)
    {
      g_autoptr (MadoCommit) locked = lock (commit);

      kit_apply (desk->record, locked);
    }
  kit_apply (desk->record, commit);
  if (below (self, 6) == 0)
    kit_apply (desk->record, commit);
  g_hash_table_add (desk->here, GUINT_TO_POINTER (place + 1));
  if (mado_record_needs_history (desk->record))
    refold (self, desk);
}

static void
open_buffer (History *self,
             Desk    *desk)
{
  const MadoId *heads;

  desk->buffered = TRUE;
  desk->buffer.section = below (self, self->narrow ? 1 : G_N_ELEMENTS (sections));
  heads = mado_record_get_heads (desk->record, sections[desk->buffer.section], &desk->buffer.n_deps);
  if (desk->buffer.n_deps > 0)
    memcpy (desk->buffer.deps, heads, desk->buffer.n_deps * sizeof (MadoId));
}

static GVariant *
make_value (History    *self,
            const char *path)
{
  static const char *const words[] = { "x", "y", "z" };

  if (g_str_has_suffix (path, "/removed"))
    return mado_value_bool (below (self, 3) > 0);
  if (strcmp (path, "b") == 0 && below (self, 5) == 0)
    return mado_value_none ();
  if (strcmp (path, "weather/of/2040") == 0)
    return g_variant_ref_sink (g_variant_new_tuple (
      (GVariant *[]) { g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "\xd8\x20\x01", 3, 1) }, 1));
  return mado_value_text (words[below (self, G_N_ELEMENTS (words))]);
}

static void
add_change (GPtrArray  *changes,
            const char *path,
            GVariant   *value)
{
  for (guint i = 0; i < changes->len; i++)
    if (strcmp (((MadoChange *) changes->pdata[i])->path, path) == 0)
      return;
  g_ptr_array_add (changes, mado_change_new (path, value, MADO_SOURCE_TYPED, g_str_has_prefix (path, "person/p2")));
}

/* A person looks at a value and confirms it. */
static void
add_confirmation (History    *self,
                  Desk       *desk,
                  GPtrArray  *changes,
                  const char *path)
{
  g_autofree char *confirm = g_strconcat ("confirm/", path, NULL);
  const MadoRegister *reg = mado_record_lookup (desk->record, path);
  g_autoptr (GVariant) value = NULL;
  guint8 digest[MADO_CONFIRM_BYTES];

  if (reg == NULL)
    return;
  mado_record_confirm_digest (&self->kit.record, path,
                              ((MadoRegisterValue *) reg->values->pdata[0])->value, digest);
  value = below (self, 3) == 0 ? mado_value_none ()
                               : g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, digest,
                                                                                sizeof digest, 1));
  add_change (changes, confirm, value);
}

static void
write_buffer (History *self,
              Desk    *desk)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  MadoId id = kit_id (self->commits->len + 1);
  guint n = 1 + below (self, 3);

  for (guint i = 0; i < n; i++)
    {
      const char *path = paths[below (self, self->narrow ? 2 : G_N_ELEMENTS (paths))];
      g_autoptr (GVariant) value = make_value (self, path);

      if (below (self, self->narrow ? 2 : 4) == 0)
        add_confirmation (self, desk, changes, path);
      else
        add_change (changes, path, value);
    }
  desk->buffered = FALSE;
  g_ptr_array_add (self->commits, kit_commit_list (&self->kit, &id, sections[desk->buffer.section],
                                                   self->now + desk->skew, desk->buffer.deps, desk->buffer.n_deps,
                                                   changes));
  receive (self, desk, self->commits->len - 1);
}

static void
save_and_restore (History *self,
                  Desk    *desk)
{
  g_autoptr (GBytes) saved = mado_record_save (desk->record);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;
  MadoRecord *restored = mado_record_restore (saved, &error);

  g_assert_no_error (error);
  check_same (self, "a snapshot changed the state", restored, desk->record);
  again = mado_record_save (restored);
  if (!g_bytes_equal (saved, again))
    fail (self, "a snapshot of a snapshot has other bytes", "", "");
  g_object_unref (desk->record);
  desk->record = restored;
}

/* --- a history ------------------------------------------------------------------------ */

static void
check_desk (History *self,
            Desk    *desk)
{
  g_autoptr (GPtrArray) here = list_here (self, desk);

  if (here->len > 0)
    check_reference (self, "a desk on the way", desk->record, here);
}

static void
step (History *self)
{
  Desk *desk = &self->desks[below (self, N_DESKS)];

  self->now += 1 + below (self, 600000);
  switch (below (self, 10))
    {
    case 0:
    case 1:
    case 2:
      if (!desk->buffered)
        open_buffer (self, desk);
      else
        write_buffer (self, desk);
      break;
    case 3:
      open_buffer (self, desk);
      write_buffer (self, desk);
      break;
    case 4:
      save_and_restore (self, desk);
      break;
    case 5:
      check_desk (self, desk);
      break;
    default:
      for (guint i = below (self, 4); i > 0 && self->commits->len > 0; i--)
        receive (self, desk, below (self, self->commits->len));
    }
}

static void
history_init (History *self,
              guint64  seed)
{
  static const gint64 skews[] = { 0, 0, -400 * G_GINT64_CONSTANT (86400000), 3 * G_GINT64_CONSTANT (86400000),
                                  5 * 365 * G_GINT64_CONSTANT (86400000) };

  *self = (History) { .seed = seed, .narrow = seed % 2 == 0, .now = G_GINT64_CONSTANT (1790000000000) };
  kit_init (&self->kit, seed);
  self->random = mado_random_new_seeded (seed);
  self->commits = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_commit_unref);
  for (guint i = 0; i < N_DESKS; i++)
    {
      self->desks[i].record = kit_record (&self->kit);
      self->desks[i].here = g_hash_table_new (NULL, NULL);
      self->desks[i].skew = skews[below (self, G_N_ELEMENTS (skews))];
    }
}

static void
history_clear (History *self)
{
  for (guint i = 0; i < N_DESKS; i++)
    {
      g_object_unref (self->desks[i].record);
      g_hash_table_unref (self->desks[i].here);
    }
  g_ptr_array_unref (self->commits);
  g_object_unref (self->random);
  kit_clear (&self->kit);
}

static void
deliver_everything (History *self)
{
  for (guint d = 0; d < N_DESKS; d++)
    {
      g_autoptr (GPtrArray) places = g_ptr_array_new ();

      for (guint i = 0; i < self->commits->len; i++)
        g_ptr_array_add (places, GUINT_TO_POINTER (i));
      shuffle (self, places);
      for (guint i = 0; i < places->len; i++)
        receive (self, &self->desks[d], GPOINTER_TO_UINT (places->pdata[i]));
    }
}

static void
check_end (History *self)
{
  g_autoptr (MadoRecord) fresh = fold_all (self, self->commits);
  g_autofree char *lost = NULL;

  check_reference (self, "the end", fresh, self->commits);
  for (guint d = 0; d < N_DESKS; d++)
    check_same (self, "desks differ", self->desks[d].record, fresh);
  lost = reference_find_lost (self->commits, fresh);
  if (lost != NULL)
    fail (self, "a value vanished unseen", lost, "");
}

/* A purge takes the keys away: what stays is the same for everybody. */
static void
check_purge (History *self)
{
  g_autoptr (GPtrArray) locked = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_commit_unref);
  g_autoptr (MadoRecord) one = NULL;
  g_autoptr (MadoRecord) two = NULL;

  for (guint i = 0; i < self->commits->len; i++)
    g_ptr_array_add (locked, lock (self->commits->pdata[i]));
  one = fold_all (self, locked);
  shuffle (self, locked);
  two = fold_all (self, locked);
  check_same (self, "purged records differ", one, two);
  if (mado_record_lookup (one, "person/p2/name") != NULL)
    fail (self, "a purged value is shown", "", "");
}

static void
run_history (guint64 seed)
{
  History history;

  history_init (&history, seed);
  for (guint i = 0; i < N_STEPS; i++)
    step (&history);
  if (history.commits->len > 0)
    {
      deliver_everything (&history);
      check_end (&history);
      check_purge (&history);
    }
  history_clear (&history);
}

/* --- slips ------------------------------------------------------------------------------ */

typedef struct
{
  const char *section;
  GArray     *heads;   /* MadoId */
  guint64     clock;
  GPtrArray  *changes; /* MadoChange* */
} Slip;

static void
slip_clear (Slip *self)
{
  g_array_unref (self->heads);
  g_ptr_array_unref (self->changes);
}

/* What a desk prints: the shown values at its heads; some do not fit. */
static void
print_slip (History *self,
            Desk    *desk,
            Slip    *slip)
{
  g_autoptr (GPtrArray) all = mado_record_list (desk->record, "");
  g_autoptr (GPtrArray) here = list_here (self, desk);
  const MadoId *heads;
  guint n;

  slip->section = sections[below (self, G_N_ELEMENTS (sections))];
  slip->heads = g_array_new (FALSE, FALSE, sizeof (MadoId));
  slip->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  slip->clock = 0;
  heads = mado_record_get_heads (desk->record, slip->section, &n);
  if (n > 0)
    g_array_append_vals (slip->heads, heads, n);
  for (guint i = 0; i < here->len; i++)
    if (strcmp (((MadoCommit *) here->pdata[i])->section, slip->section) == 0)
      slip->clock = MAX (slip->clock, ((MadoCommit *) here->pdata[i])->clock);
  for (guint i = 0; i < all->len; i++)
    {
      const MadoRegister *reg = all->pdata[i];

      if (strcmp (reg->section, slip->section) == 0 && !g_str_has_prefix (reg->path, "confirm/") && below (self, 6) > 0)
        g_ptr_array_add (slip->changes, mado_change_new (reg->path,
                                                         ((MadoRegisterValue *) reg->values->pdata[0])->value,
                                                         MADO_SOURCE_SLIP, reg->sealed));
    }
}

static void
scan (MadoRecord *record,
      Slip       *slip)
{
  mado_record_apply_base (record, slip->section, (const MadoId *) (gpointer) slip->heads->data, slip->heads->len,
                          slip->clock, slip->changes);
}

/* Commits and slips in some order; a slip may be scanned twice. */
static MadoRecord *
fold_with_slips (History   *self,
                 GPtrArray *commits,
                 Slip      *slips,
                 guint      n_slips)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  MadoRecord *record = kit_record (&self->kit);

  for (guint i = 0; i < commits->len; i++)
    g_ptr_array_add (order, commits->pdata[i]);
  for (guint i = 0; i < n_slips * 2; i++)
    g_ptr_array_add (order, GUINT_TO_POINTER (i % n_slips + 1));
  shuffle (self, order);
  for (guint i = 0; i < order->len; i++)
    {
      if (GPOINTER_TO_UINT (order->pdata[i]) <= n_slips)
        scan (record, &slips[GPOINTER_TO_UINT (order->pdata[i]) - 1]);
      else
        kit_apply (record, order->pdata[i]);
    }
  return record;
}

static gboolean
is_in_conflict (MadoRecord         *record,
                const MadoRegister *reg)
{
  g_autoptr (GPtrArray) conflicts = mado_record_list_conflicts (record);

  for (guint i = 0; i < conflicts->len; i++)
    if (strcmp (((MadoRegister *) conflicts->pdata[i])->path, reg->path) == 0 &&
        strcmp (((MadoRegister *) conflicts->pdata[i])->section, reg->section) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
writes_equal (MadoCommit         *commit,
              const MadoRegister *reg,
              GVariant           *value)
{
  for (guint i = 0; i < commit->changes->len && strcmp (commit->section, reg->section) == 0; i++)
    if (strcmp (((MadoChange *) commit->changes->pdata[i])->path, reg->path) == 0 &&
        mado_value_equal (((MadoChange *) commit->changes->pdata[i])->value, value))
      return TRUE;
  return FALSE;
}

/* A value here has a twin among the commits that only the slip's heads stand
 * for. Whether that twin was replaced is not on the slip: until the commits
 * come, a person is asked once too often rather than once too rarely. */
static gboolean
has_unknown_twin (const MadoRegister *reg,
                  GPtrArray          *there)
{
  for (guint v = 0; v < reg->values->len; v++)
    for (guint i = 0; i < there->len; i++)
      if (writes_equal (there->pdata[i], reg, ((MadoRegisterValue *) reg->values->pdata[v])->value) &&
          !mado_id_is_null (&((MadoRegisterValue *) reg->values->pdata[v])->device))
        return TRUE;
  return FALSE;
}

/* A conflict that a slip makes is there too when the real commits are. */
static void
check_no_false_conflict (History    *self,
                         MadoRecord *scanned,
                         GPtrArray  *here,
                         GPtrArray  *there)
{
  g_autoptr (MadoRecord) truth = fold_all (self, here);
  g_autoptr (MadoRecord) alone = fold_all (self, here);
  g_autoptr (GPtrArray) conflicts = mado_record_list_conflicts (scanned);

  for (guint i = 0; i < there->len; i++)
    kit_apply (truth, there->pdata[i]);
  for (guint i = 0; i < conflicts->len; i++)
    if (!is_in_conflict (truth, conflicts->pdata[i]) && !is_in_conflict (alone, conflicts->pdata[i]) &&
        !has_unknown_twin (conflicts->pdata[i], there))
      {
        g_autofree char *one = record_describe (scanned);
        g_autofree char *two = record_describe (truth);

        fail (self, ((MadoRegister *) conflicts->pdata[i])->path, one, two);
      }
}

/* Written at the window that has only the slip. */
static MadoCommit *
edit_on_slip (History    *self,
              MadoRecord *record,
              const char *section)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  g_autoptr (GVariant) value = mado_value_text ("w");
  MadoId id = kit_id (self->commits->len + 1);
  guint n;
  const MadoId *heads = mado_record_get_heads (record, section, &n);

  g_ptr_array_add (changes, mado_change_new ("a", value, MADO_SOURCE_TYPED, FALSE));
  g_ptr_array_add (self->commits, kit_commit_list (&self->kit, &id, section, self->now, heads, n, changes));
  return self->commits->pdata[self->commits->len - 1];
}

/* The edit had seen the base and all that was taken for its past. */
static void
check_shows (History    *self,
             MadoRecord *record,
             const char *section,
             const char *text)
{
  g_autoptr (GPtrArray) found = mado_record_list (record, "a");

  for (guint i = 0; i < found->len; i++)
    {
      const MadoRegister *reg = found->pdata[i];
      g_autofree char *shown = g_variant_print (((MadoRegisterValue *) reg->values->pdata[0])->value, FALSE);

      if (strcmp (reg->path, "a") == 0 && strcmp (reg->section, section) == 0 &&
          (reg->values->len != 1 || strcmp (shown, text) != 0))
        fail (self, "an edit on a slip is not what is shown", shown, text);
    }
}

static void
check_saved (History    *self,
             MadoRecord *record)
{
  g_autoptr (GBytes) saved = mado_record_save (record);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRecord) restored = mado_record_restore (saved, &error);
  g_autoptr (MadoRecord) copy = mado_record_copy (record);
  g_autoptr (GBytes) again = NULL;

  g_assert_no_error (error);
  check_same (self, "a snapshot with a slip's base", record, restored);
  check_same (self, "a copy with a slip's base", record, copy);
  again = mado_record_save (restored);
  if (!g_bytes_equal (saved, again))
    fail (self, "a snapshot of a snapshot with a base has other bytes", "", "");
}

static void
check_slips (History *self,
             Desk    *there,
             Desk    *here)
{
  Slip slips[2];
  g_autoptr (GPtrArray) commits = list_here (self, here);
  g_autoptr (GPtrArray) sources = list_here (self, there);
  g_autoptr (MadoRecord) scanned = NULL;
  g_autoptr (MadoRecord) one = NULL;
  g_autoptr (MadoRecord) two = NULL;
  g_autoptr (MadoRecord) end = NULL;
  g_autoptr (MadoRecord) truth = NULL;
  MadoCommit *edit;

  print_slip (self, there, &slips[0]);
  print_slip (self, &self->desks[below (self, N_DESKS)], &slips[1]);
  scanned = fold_with_slips (self, commits, slips, 1);
  if (mado_record_get_n_incomplete (there->record) == 0 && mado_record_get_n_incomplete (here->record) == 0)
    check_no_false_conflict (self, scanned, commits, sources);

  edit = edit_on_slip (self, scanned, slips[0].section);
  kit_apply (scanned, edit);
  check_shows (self, scanned, slips[0].section, "'w'");
  g_ptr_array_add (commits, edit);
  one = fold_with_slips (self, commits, slips, 2);
  two = fold_with_slips (self, commits, slips, 2);
  check_same (self, "the order of slips and commits matters", one, two);
  check_saved (self, one);

  truth = fold_all (self, self->commits);
  end = fold_with_slips (self, self->commits, slips, 2);
  check_same (self, "a slip left a trace", end, truth);
  for (guint i = 0; i < self->commits->len; i++)
    kit_apply (one, self->commits->pdata[i]);
  check_same (self, "a base did not yield", one, truth);
  slip_clear (&slips[0]);
  slip_clear (&slips[1]);
}

static void
run_slips (guint64 seed)
{
  History history;

  history_init (&history, seed);
  for (guint i = 0; i < N_STEPS / 2; i++)
    step (&history);
  check_slips (&history, &history.desks[0], &history.desks[1]);
  check_slips (&history, &history.desks[2], &history.desks[0]);
  history_clear (&history);
}

static void
for_each_seed (void (*run) (guint64 seed))
{
  const char *only = g_getenv ("MADO_FOLD_SEED");
  const char *count = g_getenv ("MADO_FOLD_COUNT");
  guint64 n = count != NULL ? g_ascii_strtoull (count, NULL, 10) : N_HISTORIES;

  if (only != NULL)
    {
      run (g_ascii_strtoull (only, NULL, 10));
      return;
    }
  for (guint64 seed = 1; seed <= n && !g_test_failed (); seed++)
    run (seed);
}

static void
test_histories (void)
{
  for_each_seed (run_history);
}

static void
test_slips (void)
{
  for_each_seed (run_slips);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
  g_test_add_func ("/fold/property/histories", test_histories);
  g_test_add_func ("/fold/property/slips", test_slips);
  return g_test_run ();
}
