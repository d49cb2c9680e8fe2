/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-kit.h"

#include <string.h>

/* What every implementation of MadoStore keeps. */

typedef struct
{
  Desk *a;
  Desk *b;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->a = kit_desk_new (1, "shimin");
  f->b = kit_desk_new (2, "kokuho");
  kit_open (f->a);
  kit_open (f->b);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  kit_desk_free (f->a);
  kit_desk_free (f->b);
}

static void
test_write_and_load (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  g_autofree char *after = NULL;
  MadoId record;

  kit_write_case (f->a, 7, &record);
  kit_write_text (f->a, &record, "field/move_date", "2026-05-18");
  value = kit_read_text (f->a, &record, "field/move_date");
  g_assert_cmpstr (value, ==, "2026-05-18");
  g_assert_cmpuint (mado_store_get_n_unsent (f->a->store), ==, 3);
  kit_close (f->a);
  kit_open (f->a);
  after = kit_read_text (f->a, &record, "field/move_date");
  g_assert_cmpstr (after, ==, "2026-05-18");
  g_assert_cmpuint (mado_store_get_n_unsent (f->a->store), ==, 3);
}

static void
test_counter_goes_on (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  guint64 last_clock = 0;
  MadoId record;

  for (guint i = 0; i < 3; i++)
    {
      kit_write_case (f->a, i, &record);
      kit_close (f->a);
      /* A clock that went back must not make a commit older than its deps. */
      mado_clock_advance (f->a->clock, -60000);
      kit_open (f->a);
    }
  commits = mado_store_outbox (f->a->store, 0, &error);
  g_assert_cmpuint (commits->len, ==, 6);
  for (guint i = 0; i < commits->len; i++)
    {
      MadoCommit *commit = commits->pdata[i];

      g_assert_cmpuint (commit->n, ==, i + 1);
      g_assert_cmpuint (commit->clock, >, last_clock);
      last_clock = commit->clock;
    }
  notes = mado_store_list_counters (f->a->store, &f->a->identity.device, &error);
  g_assert_cmpuint (notes->len, ==, 0);
}

static void
test_first_commit_is_routed (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  MadoId record;
  MadoCommit *commit;

  mado_id_generate (&record, f->a->clock, f->a->random);
  commits = mado_store_write (f->a->store, mado_made_value (NULL, &record, "shared", "event", "tennyu", FALSE), &error);
  g_assert_no_error (error);
  commit = commits->pdata[0];
  g_assert_cmpuint (commit->changes->len, ==, 2);
  g_assert_cmpstr (((MadoChange *) commit->changes->pdata[1])->path, ==, "route/shimin");
}

static void
test_refused_writes (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  MadoId record;

  kit_write_case (f->a, 1, &record);
  g_assert_null (mado_store_write (f->a->store, mado_edit_new ("case", &record, "fill"), &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
  g_clear_error (&error);
  mado_store_set_person (f->a->store, NULL, MADO_ROLE_NONE, NULL, NULL);
  g_assert_null (mado_store_write (f->a->store, mado_made_value (NULL, &record, "shared", "event", "x", FALSE), &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_null (mado_store_load (f->a->store, &record, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_null (mado_store_list (f->a->store, NULL, 0, 10, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DENIED);
  g_clear_error (&error);
  mado_store_set_person (f->a->store, "staff1", MADO_ROLE_COUNTER, NULL, NULL);
  g_assert_cmpuint (mado_store_get_n_unsent (f->a->store), ==, 2);
  mado_id_generate (&record, f->a->clock, f->a->random);
  g_assert_null (mado_store_load (f->a->store, &record, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
}

static void
test_exchange (Fixture       *f,
               gconstpointer  data)
{
  guint8 a[MADO_DIGEST_BYTES];
  guint8 b[MADO_DIGEST_BYTES];
  MadoId records[5];

  kit_introduce (f->a, f->b);
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    kit_write_case (i % 2 ? f->a : f->b, i, &records[i]);
  kit_carry (f->a, f->b);
  kit_carry (f->b, f->a);
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      /* Unseen by each other: both values stay. */
      kit_write_text (f->a, &records[i], "field/move_date", "2026-05-01");
      kit_write_text (f->b, &records[i], "field/move_date", i == 0 ? "2026-05-01" : "2026-05-02");
    }
  kit_carry (f->a, f->b);
  kit_carry (f->b, f->a);
  kit_carry (f->a, f->b);
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MadoRecord) record = mado_store_load (f->a->store, &records[i], &error);
      g_autoptr (GPtrArray) conflicts = mado_record_list_conflicts (record);

      g_assert_cmpuint (conflicts->len, ==, i == 0 ? 0 : 1);
      kit_digest (f->a, &records[i], a);
      kit_digest (f->b, &records[i], b);
      g_assert_cmpmem (a, sizeof a, b, sizeof b);
    }
}

static void
test_list (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (GPtrArray) none = NULL;
  MadoId record;

  for (guint i = 0; i < 30; i++)
    kit_write_case (f->a, i, &record);
  all = mado_store_list (f->a->store, NULL, 0, 0, &error);
  g_assert_cmpuint (all->len, ==, 30);
  page = mado_store_list (f->a->store, NULL, 20, 20, &error);
  g_assert_cmpuint (page->len, ==, 10);
  g_assert_true (mado_id_equal (&((MadoCaseRow *) page->pdata[0])->record, &((MadoCaseRow *) all->pdata[20])->record));
  g_assert_cmpstr (((MadoCaseRow *) all->pdata[0])->case_no, ==, "C0000029");
  none = mado_store_list (f->a->store, "1999-01-01", 0, 20, &error);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_drafts (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) text = mado_value_text ("途中の入力");
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  g_autoptr (GPtrArray) left = NULL;
  MadoEdit *edit;
  MadoId record;

  mado_id_generate (&record, f->a->clock, f->a->random);
  mado_store_set_draft (f->a->store, &record, "field/a", text, MADO_SOURCE_TYPED, NULL);
  mado_store_set_draft (f->a->store, &record, "field/b", text, MADO_SOURCE_CARD, NULL);
  mado_store_set_draft (f->a->store, &record, "field/c", text, MADO_SOURCE_TYPED, NULL);
  mado_store_set_draft (f->a->store, &record, "field/c", NULL, MADO_SOURCE_TYPED, NULL);
  g_assert_true (mado_store_flush (f->a->store, &error));
  kit_close (f->a);
  kit_open (f->a);
  drafts = mado_store_get_drafts (f->a->store, &record, &error);
  g_assert_cmpuint (drafts->len, ==, 2);
  for (guint i = 0; i < drafts->len; i++)
    {
      MadoDraft *draft = drafts->pdata[i];

      g_assert_cmpstr (mado_value_get_text (draft->value), ==, "途中の入力");
      g_assert_cmpint (draft->source, ==, g_str_equal (draft->path, "field/b") ? MADO_SOURCE_CARD : MADO_SOURCE_TYPED);
    }
  edit = mado_made_value (NULL, &record, "shared", "field/a", "途中の入力", TRUE);
  edit->clear_drafts = TRUE;
  commits = mado_store_write (f->a->store, edit, &error);
  g_assert_no_error (error);
  left = mado_store_get_drafts (f->a->store, &record, &error);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpstr (((MadoDraft *) left->pdata[0])->path, ==, "field/b");
  mado_store_clear_drafts (f->a->store, &record);
  g_clear_pointer (&left, g_ptr_array_unref);
  left = mado_store_get_drafts (f->a->store, &record, &error);
  g_assert_cmpuint (left->len, ==, 0);
}

static void
test_settle (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) outbox = NULL;
  g_autoptr (GPtrArray) refused = NULL;
  MadoQuarantineItem *item;
  MadoId record;

  kit_write_case (f->a, 1, &record);
  kit_write_text (f->a, &record, "field/x", "1");
  outbox = mado_store_outbox (f->a->store, 2, &error);
  g_assert_cmpuint (outbox->len, ==, 2);
  g_assert_true (mado_store_settle (f->a->store, &((MadoCommit *) outbox->pdata[0])->id, MADO_VERDICT_STORED, NULL, 11, &error));
  g_assert_true (mado_store_settle (f->a->store, &((MadoCommit *) outbox->pdata[1])->id, MADO_VERDICT_QUARANTINED, "denied", 0, &error));
  g_assert_cmpuint (mado_store_get_n_unsent (f->a->store), ==, 1);
  refused = mado_store_list_quarantine (f->a->store, &error);
  g_assert_cmpuint (refused->len, ==, 1);
  item = refused->pdata[0];
  g_assert_true (item->own);
  g_assert_cmpstr (item->reason, ==, "denied");
  g_assert_true (mado_id_equal (&item->id, &((MadoCommit *) outbox->pdata[1])->id));
  g_assert_false (mado_store_settle (f->a->store, &record, MADO_VERDICT_STORED, NULL, 1, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
}

/* All commits of a desk as pages of a feed, seq from 1. */
static GPtrArray *
feed_of (Desk      *desk,
         GPtrArray *commits)
{
  GPtrArray *incoming = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < commits->len; i++)
    {
      MadoIncoming *in = g_new0 (MadoIncoming, 1);

      in->bytes = ((MadoCommit *) commits->pdata[i])->bytes;
      in->seq = i + 1;
      g_ptr_array_add (incoming, in);
    }
  return incoming;
}

static void
test_epochs (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  g_autoptr (GPtrArray) page = NULL;
  g_autofree char *epoch = NULL;
  MadoIngestResult result;
  guint64 cursor;
  MadoId record;

  g_assert_true (mado_store_new_epoch (f->a->store, "e1", &error));
  kit_write_case (f->a, 1, &record);
  kit_write_text (f->a, &record, "field/x", "1");
  commits = mado_store_outbox (f->a->store, 0, &error);
  page = feed_of (f->a, commits);
  g_assert_true (mado_store_ingest (f->a->store, page, "e1", 3, &result, &error));
  g_assert_cmpuint (result.duplicate, ==, 3);
  g_assert_cmpuint (mado_store_get_n_unsent (f->a->store), ==, 0);
  g_assert_true (mado_store_get_cursor (f->a->store, &epoch, &cursor, &error));
  g_assert_cmpstr (epoch, ==, "e1");
  g_assert_cmpuint (cursor, ==, 3);

  /* The server was put back to a time when it had only the first. */
  g_assert_false (mado_store_ingest (f->a->store, page, "e2", 1, &result, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (mado_store_new_epoch (f->a->store, "e2", &error));
  g_assert_true (mado_store_get_cursor (f->a->store, NULL, &cursor, &error));
  g_assert_cmpuint (cursor, ==, 0);
  g_assert_cmpuint (mado_store_get_n_unsent (f->a->store), ==, 3);
  g_ptr_array_set_size (page, 1);
  g_assert_true (mado_store_ingest (f->a->store, page, "e2", 1, &result, &error));
  g_assert_cmpuint (mado_store_get_n_unsent (f->a->store), ==, 2);
}

static void
test_quarantine (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (GPtrArray) held = NULL;
  g_autoptr (GBytes) noise = g_bytes_new_static ("not a commit", 12);
  g_autoptr (GBytes) forged = NULL;
  g_autofree guint8 *copy = NULL;
  g_autoptr (MadoRecord) record = NULL;
  MadoIngestResult result;
  MadoIncoming bad = { 0 };
  MadoIncoming wrong = { 0 };
  gsize length;
  MadoId id;

  kit_write_case (f->b, 1, &id);
  commits = mado_store_outbox (f->b->store, 0, &error);
  page = feed_of (f->b, commits);
  bad.bytes = noise;
  copy = g_memdup2 (g_bytes_get_data (((MadoCommit *) commits->pdata[0])->bytes, &length), g_bytes_get_size (((MadoCommit *) commits->pdata[0])->bytes));
  length = g_bytes_get_size (((MadoCommit *) commits->pdata[0])->bytes);
  copy[length - 1] ^= 1;
  forged = g_bytes_new (copy, length);
  wrong.bytes = forged;
  g_ptr_array_insert (page, 0, g_memdup2 (&bad, sizeof bad));
  /* Nobody knows this device yet: kept. */
  g_assert_true (mado_store_ingest (f->a->store, page, "e1", 2, &result, &error));
  g_assert_cmpuint (result.quarantined, ==, 3);
  g_assert_cmpuint (result.stored, ==, 0);
  /* Now it is known: taken in. */
  kit_introduce (f->a, f->b);
  kit_carry (f->b, f->a);
  record = mado_store_load (f->a->store, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mado_record_get_n_commits (record), ==, 2);
  /* The same id with other bytes never replaces anything. */
  g_ptr_array_set_size (page, 0);
  g_ptr_array_add (page, g_memdup2 (&wrong, sizeof wrong));
  g_assert_true (mado_store_ingest (f->a->store, page, NULL, 0, &result, &error));
  g_assert_cmpuint (result.quarantined, ==, 1);
  held = mado_store_list_quarantine (f->a->store, &error);
  g_assert_cmpuint (held->len, ==, 2);
  g_assert_cmpstr (((MadoQuarantineItem *) held->pdata[0])->reason, ==, "damaged");
}

static void
test_left_and_back (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (MadoRecord) record = NULL;
  MadoIngestResult result;
  MadoId id;
  guint8 before[MADO_DIGEST_BYTES];
  guint8 after[MADO_DIGEST_BYTES];

  kit_introduce (f->a, f->b);
  kit_write_case (f->b, 1, &id);
  keys = mado_store_unsent_keys (f->b->store, &error);
  commits = mado_store_outbox (f->b->store, 0, &error);
  page = feed_of (f->b, commits);
  kit_carry (f->b, f->a);
  kit_digest (f->a, &id, before);
  kit_write_text (f->a, &id, "field/mine", "unsent");
  g_assert_true (mado_store_forget (f->a->store, &id, "shared", &error));
  record = mado_store_load (f->a->store, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mado_record_get_sections (record)[0], ==, "addr");
  g_assert_null (mado_record_get_sections (record)[1]);
  g_assert_cmpstr (mado_record_get_text (record, "role/head"), ==, "");
  /* What was not sent yet is not lost. */
  g_assert_cmpuint (mado_store_get_n_unsent (f->a->store), ==, 1);
  g_assert_true (mado_store_forget (f->a->store, &id, "addr", &error));
  found = mado_store_search (f->a->store, "C0000001", 0, &error);
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_null (mado_store_load (f->a->store, &id, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* The scope gets it again: keys and all commits come by the feed. */
  for (guint i = 0; i < keys->len; i++)
    g_assert_true (mado_store_add_keys (f->a->store, keys->pdata[i], 1, &error));
  g_assert_true (mado_store_ingest (f->a->store, page, "e1", 9, &result, &error));
  g_assert_cmpuint (result.stored, ==, 2);
  kit_carry (f->a, f->b);
  kit_digest (f->a, &id, after);
  g_assert_cmpint (memcmp (before, after, sizeof after), !=, 0);
  kit_digest (f->b, &id, before);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
}

static void
test_purge (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GVariant) text = mado_value_text ("x");
  MadoId record;

  kit_write_case (f->a, 1, &record);
  mado_store_set_draft (f->a->store, &record, "field/a", text, MADO_SOURCE_TYPED, NULL);
  found = mado_store_search (f->a->store, "C0000001", 0, &error);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_true (mado_store_purge (f->a->store, &record, &error));
  g_assert_true (mado_store_purge (f->a->store, &record, &error));
  g_assert_null (mado_store_load (f->a->store, &record, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_PURGED);
  g_clear_error (&error);
  g_assert_null (mado_store_write (f->a->store, mado_made_value (NULL, &record, "shared", "field/late", "1", TRUE), &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_PURGED);
  g_clear_error (&error);
  g_ptr_array_unref (found);
  found = mado_store_search (f->a->store, "C0000001", 0, &error);
  g_assert_cmpuint (found->len, ==, 0);
  keys = mado_store_unsent_keys (f->a->store, &error);
  g_assert_cmpuint (keys->len, ==, 0);
  drafts = mado_store_get_drafts (f->a->store, &record, &error);
  g_assert_cmpuint (drafts->len, ==, 0);
  g_assert_cmpuint (mado_store_get_n_unsent (f->a->store), ==, 0);
}

static void
test_late_key (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (MadoRecord) locked = NULL;
  g_autoptr (MadoRecord) open = NULL;
  MadoIngestResult result;
  MadoId id;

  kit_introduce (f->a, f->b);
  kit_write_case (f->b, 1, &id);
  keys = mado_store_unsent_keys (f->b->store, &error);
  commits = mado_store_outbox (f->b->store, 0, &error);
  page = feed_of (f->b, commits);
  mado_store_set_person (f->a->store, "staff1", MADO_ROLE_COUNTER, NULL, (const char *const[]) { "kokuho", NULL });
  g_assert_true (mado_store_ingest (f->a->store, page, "e1", 2, &result, &error));
  locked = mado_store_load (f->a->store, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mado_record_get_n_locked (locked), ==, 2);
  for (guint i = 0; i < keys->len; i++)
    g_assert_true (mado_store_add_keys (f->a->store, keys->pdata[i], 1, &error));
  open = mado_store_load (f->a->store, &id, &error);
  g_assert_cmpuint (mado_record_get_n_locked (open), ==, 0);
  g_assert_cmpstr (mado_record_get_text (open, "role/head"), !=, "");
}

/* 支援措置: whoever shut another desk out of a section goes on with it; a colleague of the same desk gives a reason. */
static void
test_guarded (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRecord) own = NULL;
  g_autoptr (MadoRecord) opened = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  g_autoptr (GPtrArray) reads = NULL;
  g_autoptr (GVariant) no = mado_value_bool (FALSE);
  const MadoRead *entry;
  MadoEdit *edit;
  guint n_heads;
  const MadoId *heads;
  MadoId id;

  kit_write_case (f->a, 1, &id);
  own = mado_store_load (f->a->store, &id, &error);
  heads = mado_record_get_heads (own, "addr", &n_heads);
  edit = mado_edit_new ("case", &id, "protect");
  mado_edit_add (edit, "addr", heads, n_heads, mado_change_new ("route/fukushi", no, MADO_SOURCE_TYPED, FALSE));
  commits = mado_store_write (f->a->store, edit, &error);
  g_assert_no_error (error);
  g_clear_object (&own);
  own = mado_store_load (f->a->store, &id, &error);
  g_assert_no_error (error);

  mado_store_set_person (f->a->store, "colleague", MADO_ROLE_COUNTER, NULL, NULL);
  g_assert_null (mado_store_load (f->a->store, &id, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON);
  g_clear_error (&error);
  g_assert_true (mado_store_break_glass (f->a->store, &id, "来庁者がこの窓口に来ている", &error));
  opened = mado_store_load (f->a->store, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mado_record_get_text (opened, "field/new.town"), ==, mado_record_get_text (own, "field/new.town"));

  reads = mado_store_list_reads (f->a->store, 0, &error);
  g_assert_no_error (error);
  entry = reads->pdata[reads->len - 2];
  g_assert_cmpstr (entry->purpose, ==, "glass");
  g_assert_cmpstr (entry->staff, ==, "colleague");
  g_assert_cmpstr (entry->reason, ==, "来庁者がこの窓口に来ている");
}

static void
test_need_to_know (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRecord) part = NULL;
  g_autoptr (MadoRecord) glass = NULL;
  g_autoptr (GPtrArray) reads = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  g_autoptr (GVariant) yes = mado_value_bool (TRUE);
  MadoEdit *edit;
  MadoRead *entry;
  guint n_heads;
  const MadoId *heads;
  MadoId id;

  kit_write_case (f->a, 1, &id);
  /* shared is opened to another desk, addr is not. */
  part = mado_store_load (f->a->store, &id, &error);
  heads = mado_record_get_heads (part, "shared", &n_heads);
  edit = mado_edit_new ("case", &id, "route");
  mado_edit_add (edit, "shared", heads, n_heads, mado_change_new ("route/fukushi", yes, MADO_SOURCE_PROGRAM, FALSE));
  commits = mado_store_write (f->a->store, edit, &error);
  g_assert_no_error (error);
  g_clear_object (&part);

  mado_store_set_person (f->a->store, "other", MADO_ROLE_COUNTER, NULL, (const char *const[]) { "fukushi", NULL });
  part = mado_store_load (f->a->store, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mado_record_get_sections (part)[0], ==, "shared");
  g_assert_null (mado_record_get_sections (part)[1]);
  g_assert_null (mado_store_write (f->a->store, mado_made_value (part, &id, "addr", "field/new.town", "x", TRUE), &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DENIED);
  g_clear_error (&error);

  mado_store_set_person (f->a->store, "third", MADO_ROLE_COUNTER, NULL, (const char *const[]) { "zeimu", NULL });
  g_assert_null (mado_store_load (f->a->store, &id, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_false (mado_store_break_glass (f->a->store, &id, "", &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (mado_store_break_glass (f->a->store, &id, "本人からの電話", &error));
  glass = mado_store_load (f->a->store, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length ((char **) mado_record_get_sections (glass)), ==, 2);

  reads = mado_store_list_reads (f->a->store, 0, &error);
  g_assert_cmpuint (reads->len, ==, 5);
  entry = reads->pdata[2];
  g_assert_cmpstr (entry->purpose, ==, "denied");
  g_assert_cmpstr (entry->staff, ==, "third");
  entry = reads->pdata[3];
  g_assert_cmpstr (entry->purpose, ==, "glass");
  g_assert_cmpstr (entry->reason, ==, "本人からの電話");
  g_assert_true (mado_store_reads_taken (f->a->store, entry->n, &error));
  g_ptr_array_unref (reads);
  reads = mado_store_list_reads (f->a->store, 0, &error);
  g_assert_cmpuint (reads->len, ==, 1);
}

static void
test_meta_and_blobs (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) value = g_bytes_new_static ("\0\1\2", 3);
  g_autoptr (GBytes) meta = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GPtrArray) unsent = NULL;
  g_autofree guint8 *content = g_malloc (200001);
  guint8 digest[MADO_DIGEST_BYTES];
  guint64 have, total;
  MadoId record;

  g_assert_true (mado_store_set_meta (f->a->store, "lease", value, &error));
  meta = mado_store_get_meta (f->a->store, "lease", &error);
  g_assert_true (g_bytes_equal (value, meta));
  g_assert_true (mado_store_set_meta (f->a->store, "lease", NULL, &error));
  g_assert_null (mado_store_get_meta (f->a->store, "lease", &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  kit_introduce (f->a, f->b);
  kit_write_case (f->a, 1, &record);
  mado_random_bytes (f->a->random, content, 200001);
  plain = g_bytes_new (content, 200001);
  g_assert_true (mado_store_put_blob (f->a->store, &record, "shared", plain, digest, &error));
  back = mado_store_get_blob (f->a->store, &record, digest, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (plain, back));
  unsent = mado_store_unsent_blobs (f->a->store, &error);
  g_assert_cmpuint (unsent->len, ==, 1);
  g_assert_true (mado_store_stat_blob (f->a->store, digest, &have, &total, &error));
  g_assert_cmpuint (have, ==, total);

  /* Carried in uneven pieces, with one that does not fit. */
  kit_carry (f->a, f->b);
  for (guint64 at = 0; at < total;)
    {
      g_autoptr (GBytes) piece = mado_store_read_blob (f->a->store, digest, at, 70001, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (piece), ==, MIN (70001, total - at));
      g_assert_false (mado_store_append_blob (f->b->store, &record, "shared", digest, total, at + 1, piece, &error));
      g_assert_error (error, MADO_ERROR, MADO_ERROR_CONFLICT);
      g_clear_error (&error);
      g_assert_true (mado_store_append_blob (f->b->store, &record, "shared", digest, total, at, piece, &error));
      at += g_bytes_get_size (piece);
    }
  g_bytes_unref (back);
  mado_store_set_person (f->b->store, "staff2", MADO_ROLE_COUNTER, NULL, (const char *const[]) { "shimin", NULL });
  back = mado_store_get_blob (f->b->store, &record, digest, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (plain, back));
}

static void
test_reused_counter (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  Desk *clone = kit_desk_new (1, "shimin");
  g_autoptr (GPtrArray) notes = NULL;
  MadoCounterNote *note;
  MadoId record;

  /* The same device key in a second journal, as a copied disk would have it. */
  g_object_unref (clone->random);
  clone->random = mado_random_new_seeded (77);
  kit_open (clone);
  kit_introduce (f->a, f->b);
  kit_write_case (f->a, 1, &record);
  kit_write_case (clone, 2, &record);
  kit_carry (f->a, f->b);
  kit_carry (clone, f->b);
  notes = mado_store_list_counters (f->b->store, &f->a->identity.device, &error);
  g_assert_cmpuint (notes->len, ==, 2);
  note = notes->pdata[0];
  g_assert_cmpint (note->fault, ==, MADO_COUNTER_REUSED);
  g_assert_cmpuint (note->from, ==, 1);
  kit_desk_free (clone);
}

static void
test_base (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRecord) source = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  g_autoptr (GVariant) text = mado_value_text ("2026-05-18");
  g_autofree char *shown = NULL;
  g_autofree char *rebuilt = NULL;
  guint8 a[MADO_DIGEST_BYTES];
  guint8 b[MADO_DIGEST_BYTES];
  const MadoId *heads;
  guint n_heads;
  MadoId id;

  kit_introduce (f->a, f->b);
  kit_write_case (f->a, 1, &id);
  kit_write_text (f->a, &id, "field/move_date", "2026-05-18");
  source = mado_store_load (f->a->store, &id, &error);
  heads = mado_record_get_heads (source, "shared", &n_heads);
  g_ptr_array_add (changes, mado_change_new ("field/move_date", text, MADO_SOURCE_SLIP, TRUE));
  for (guint i = 0; i < 2; i++)
    g_assert_true (mado_store_put_base (f->b->store, "case", &id, "shared", heads, n_heads, mado_clock_tick (f->a->clock), changes, &error));
  shown = kit_read_text (f->b, &id, "field/move_date");
  g_assert_cmpstr (shown, ==, "2026-05-18");
  g_assert_true (mado_store_rebuild (f->b->store, &error));
  rebuilt = kit_read_text (f->b, &id, "field/move_date");
  g_assert_cmpstr (rebuilt, ==, "2026-05-18");
  /* It yields to the real commits: no duplicate, no conflict. */
  kit_carry (f->a, f->b);
  kit_digest (f->a, &id, a);
  kit_digest (f->b, &id, b);
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
}

static void
note_changed_cb (MadoStore *store,
                 MadoId    *record,
                 gboolean   remote,
                 GArray    *seen)
{
  g_array_append_val (seen, *record);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = mado_store_write_finish (MADO_STORE (source), result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (commits->len, ==, 1);
  *(guint *) data += 1;
}

static void
test_async_writes (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (MadoId));
  guint n_done = 0;
  MadoId record;

  g_signal_connect (f->a->store, "record-changed", G_CALLBACK (note_changed_cb), seen);
  for (guint i = 0; i < 100; i++)
    {
      mado_id_generate (&record, f->a->clock, f->a->random);
      mado_store_write_async (f->a->store, mado_made_value (NULL, &record, "shared", "event", "tennyu", FALSE), NULL,
                              written_cb, &n_done);
    }
  while (n_done < 100 || seen->len < 100)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (mado_store_get_n_unsent (f->a->store), ==, 100);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRecord) record = mado_store_load_finish (MADO_STORE (source), result, &error);

  if (record == NULL)
    g_assert_error (error, MADO_ERROR, MADO_ERROR_CANCELLED);
  *(int *) data = record != NULL ? 1 : 2;
}

static void
rows_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = g_async_result_is_tagged (result, mado_store_list_async)
    ? mado_store_list_finish (MADO_STORE (source), result, &error)
    : mado_store_search_finish (MADO_STORE (source), result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  *(int *) data = 1;
}

static void
test_async_reads (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  int done[4] = { 0 };
  MadoId record;

  kit_write_case (f->a, 5, &record);
  g_cancellable_cancel (cancelled);
  mado_store_load_async (f->a->store, &record, NULL, loaded_cb, &done[0]);
  mado_store_load_async (f->a->store, &record, cancelled, loaded_cb, &done[1]);
  mado_store_list_async (f->a->store, NULL, 0, 20, NULL, rows_cb, &done[2]);
  mado_store_search_async (f->a->store, "c0000005", 20, NULL, rows_cb, &done[3]);
  while (!done[0] || !done[1] || !done[2] || !done[3])
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (done[0], ==, 1);
  g_assert_cmpint (done[1], ==, 2);
}

static void
test_closed (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  mado_store_close (f->a->store);
  g_assert_null (mado_store_list (f->a->store, NULL, 0, 0, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "write-and-load", test_write_and_load }, { "counter", test_counter_goes_on },
    { "first-route", test_first_commit_is_routed }, { "refused", test_refused_writes },
    { "exchange", test_exchange }, { "list", test_list }, { "drafts", test_drafts }, { "settle", test_settle },
    { "epochs", test_epochs }, { "quarantine", test_quarantine }, { "left", test_left_and_back },
    { "purge", test_purge }, { "late-key", test_late_key }, { "need-to-know", test_need_to_know },
    { "guarded", test_guarded },
    { "meta-and-blobs", test_meta_and_blobs }, { "reused-counter", test_reused_counter }, { "base", test_base },
    { "async-writes", test_async_writes }, { "async-reads", test_async_reads }, { "closed", test_closed },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/store/contract/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].func, tear_down);
    }
  return g_test_run ();
}
