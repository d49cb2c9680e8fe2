/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-fault-vfs.h"
#include "store-kit.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What becomes of a journal when the disk, the file or another program does
 * not play along: nothing is deleted, the reason is told, a copy is kept, and
 * what was acknowledged is there. */

typedef struct
{
  Desk *desk;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  mado_fault_vfs_register ();
  mado_fault_vfs_clear ();
  f->desk = kit_desk_new (1, "shimin");
}

static void
set_up_faulty (Fixture       *f,
               gconstpointer  data)
{
  set_up (f, data);
  f->desk->vfs = MADO_FAULT_VFS;
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  mado_fault_vfs_clear ();
  kit_desk_free (f->desk);
}

/* A journal with some cases in it, closed. */
static void
fill (Fixture *f,
      guint    n_cases)
{
  MadoId record;

  kit_open (f->desk);
  for (guint i = 0; i < n_cases; i++)
    kit_write_case (f->desk, i, &record);
  kit_close (f->desk);
}

static char *
read_file (const char *path,
           gsize      *length)
{
  g_autoptr (GError) error = NULL;
  char *data;

  g_file_get_contents (path, &data, length, &error);
  g_assert_no_error (error);
  return data;
}

static void
write_file (const char *path,
            const char *data,
            gsize       length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, (gssize) length, &error);
  g_assert_no_error (error);
}

/* The open was refused for damage: the file is untouched, a copy is beside it. */
static void
assert_kept (Fixture    *f,
             GError     *error,
             const char *data,
             gsize       length)
{
  g_autofree char *copy = kit_find_file (f->desk, ".damaged-");
  g_autofree char *now = NULL;
  g_autofree char *copied = NULL;
  gsize now_length, copied_length;

  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
  g_assert_nonnull (copy);
  g_assert_nonnull (strstr (error->message, copy));
  now = read_file (f->desk->path, &now_length);
  copied = read_file (copy, &copied_length);
  g_assert_cmpmem (now, now_length, data, length);
  g_assert_cmpmem (copied, copied_length, data, length);
}

static guint
count_copies (Fixture *f)
{
  g_autoptr (GPtrArray) files = kit_files (f->desk);
  guint n = 0;

  for (guint i = 0; i < files->len; i++)
    n += strstr (files->pdata[i], ".damaged-") != NULL;
  return n;
}

static void
test_noise (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  char noise[5000];

  mado_random_bytes (f->desk->random, noise, sizeof noise);
  write_file (f->desk->path, noise, sizeof noise);
  g_assert_null (kit_try_open (f->desk, &error));
  assert_kept (f, error, noise, sizeof noise);
  /* Trying again does not fill the disk with copies. */
  g_clear_error (&error);
  mado_clock_advance (f->desk->clock, 5000);
  g_assert_null (kit_try_open (f->desk, &error));
  g_assert_cmpuint (count_copies (f), ==, 1);
}

static void
test_truncated (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *whole = NULL;
  gsize length;

  fill (f, 20);
  whole = read_file (f->desk->path, &length);
  write_file (f->desk->path, whole, 10000);
  g_assert_null (kit_try_open (f->desk, &error));
  assert_kept (f, error, whole, 10000);
}

static void
damaged_cb (MadoStore  *store,
            const char *message,
            char      **told)
{
  g_free (*told);
  *told = g_strdup (message);
}

/* Turns one byte of each page after the first two and reads everything: an
 * error or the right content, never a crash, never something else. */
static void
test_flipped_bits (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *whole = NULL;
  g_autofree char *told = NULL;
  gsize length;
  guint n_told = 0;

  fill (f, 30);
  whole = read_file (f->desk->path, &length);
  for (gsize page = 2; page * 4096 < length; page += 3)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) rows = NULL;
      gsize at = page * 4096 + mado_random_below (f->desk->random, 4096);

      whole[at] ^= 0x20;
      write_file (f->desk->path, whole, length);
      f->desk->store = kit_try_open (f->desk, &error);
      if (f->desk->store != NULL)
        {
          g_signal_connect (f->desk->store, "damaged", G_CALLBACK (damaged_cb), &told);
          rows = mado_store_list (f->desk->store, NULL, 0, 0, &error);
          for (guint i = 0; rows != NULL && i < rows->len; i++)
            {
              g_autoptr (GError) fault = NULL;
              g_autoptr (MadoRecord) record = mado_store_load (f->desk->store, &((MadoCaseRow *) rows->pdata[i])->record, &fault);

              if (record != NULL)
                g_assert_cmpstr (mado_record_get_text (record, "case_no"), ==, ((MadoCaseRow *) rows->pdata[i])->case_no);
              else
                g_assert_cmpint (fault->domain, ==, MADO_ERROR);
            }
          mado_store_settle_down (f->desk->store, NULL);
          while (g_main_context_iteration (NULL, FALSE))
            ;
          kit_close (f->desk);
        }
      n_told += told != NULL || error != NULL;
      g_clear_pointer (&told, g_free);
      whole[at] ^= 0x20;
    }
  g_assert_cmpuint (n_told, >, 0);
  /* With the bits as they were, all is well. */
  write_file (f->desk->path, whole, length);
  {
    g_autofree char *wal = g_strconcat (f->desk->path, "-wal", NULL);
    g_unlink (wal);
  }
  kit_open (f->desk);
  {
    g_autoptr (GPtrArray) rows = mado_store_list (f->desk->store, NULL, 0, 0, NULL);
    g_assert_cmpuint (rows->len, ==, 30);
  }
}

static void
test_other_process (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  pid_t child;
  int status;

  fill (f, 1);
  kit_open (f->desk);
  g_assert_null (kit_try_open (f->desk, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_BUSY);
  kit_close (f->desk);
  g_clear_error (&error);

  /* A real second process, that holds the file until it is told to end. */
  {
    int ready[2], end[2];
    char byte;

    g_assert_cmpint (pipe (ready), ==, 0);
    g_assert_cmpint (pipe (end), ==, 0);
    child = fork ();
    if (child == 0)
      {
        kit_open (f->desk);
        g_assert_cmpint (write (ready[1], "r", 1), ==, 1);
        close (end[1]);
        if (read (end[0], &byte, 1) < 0)
          _exit (2);
        _exit (0);
      }
    g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
    g_assert_null (kit_try_open (f->desk, &error));
    g_assert_error (error, MADO_ERROR, MADO_ERROR_BUSY);
    g_assert_cmpuint (count_copies (f), ==, 0);
    close (end[1]);
    g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    g_assert_cmpint (status, ==, 0);
    close (end[0]);
    close (ready[0]);
    close (ready[1]);
  }
  kit_open (f->desk);
}

static void
test_read_only (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fill (f, 1);
  mado_fault_vfs_plan (MADO_FAULT_ON_OPEN, 1, MADO_FAULT_READ_ONLY, TRUE);
  g_assert_null (kit_try_open (f->desk, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY);
  mado_fault_vfs_clear ();
  kit_open (f->desk);
}

static void
test_full_disk (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (MadoRecord) record = NULL;
  g_autoptr (GVariant) text = mado_value_text ("x");
  MadoId id;
  MadoId other;

  kit_open (f->desk);
  kit_write_case (f->desk, 1, &id);
  mado_store_settle_down (f->desk->store, NULL);
  mado_fault_vfs_plan (MADO_FAULT_ON_WRITE, 1, MADO_FAULT_FULL, TRUE);
  mado_id_generate (&other, f->desk->clock, f->desk->random);
  g_assert_null (mado_store_write (f->desk->store, mado_made_case (f->desk->random, &other, 2, 1, "shimin"), &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NO_SPACE);
  g_clear_error (&error);
  mado_store_set_draft (f->desk->store, &id, "field/a", text, MADO_SOURCE_TYPED, NULL);
  g_assert_false (mado_store_flush (f->desk->store, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NO_SPACE);
  g_clear_error (&error);
  /* Reading goes on, and nothing half-written is seen. */
  rows = mado_store_list (f->desk->store, NULL, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  record = mado_store_load (f->desk->store, &id, &error);
  g_assert_no_error (error);
  /* Room was made. */
  mado_fault_vfs_clear ();
  kit_write_case (f->desk, 2, &other);
  g_assert_true (mado_store_flush (f->desk->store, &error));
  g_assert_cmpuint (mado_store_get_n_unsent (f->desk->store), ==, 4);
}

/* After any fault: what was acknowledged is there, counters are contiguous, and
 * projections are those of a rebuild. */
static void
assert_whole (Desk   *desk,
              GArray *acknowledged)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) outbox = mado_store_outbox (desk->store, 0, &error);
  g_autoptr (GHashTable) ids = g_hash_table_new (mado_id_hash, mado_id_equal);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < outbox->len; i++)
    {
      MadoCommit *commit = outbox->pdata[i];

      g_assert_cmpuint (commit->n, ==, i + 1);
      g_hash_table_add (ids, &commit->id);
    }
  for (guint i = 0; i < acknowledged->len; i++)
    g_assert_true (g_hash_table_contains (ids, &g_array_index (acknowledged, MadoId, i)));
  before = mado_store_list (desk->store, NULL, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_true (mado_store_rebuild (desk->store, &error));
  after = mado_store_list (desk->store, NULL, 0, 0, &error);
  g_assert_cmpuint (before->len, ==, after->len);
  for (guint i = 0; i < before->len; i++)
    {
      MadoCaseRow *x = before->pdata[i];
      MadoCaseRow *y = after->pdata[i];

      g_assert_true (mado_id_equal (&x->record, &y->record));
      g_assert_cmpstr (x->name, ==, y->name);
      g_assert_cmpstr (x->case_no, ==, y->case_no);
    }
}

static gboolean
write_some (Desk   *desk,
            GArray *acknowledged)
{
  gboolean failed = FALSE;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) commits = NULL;
      MadoId record;

      mado_id_generate (&record, desk->clock, desk->random);
      commits = mado_store_write (desk->store, mado_made_case (desk->random, &record, acknowledged->len, 1, "shimin"), &error);
      if (commits == NULL)
        {
          g_assert_cmpint (error->domain, ==, MADO_ERROR);
          g_assert_cmpint (error->code, !=, MADO_ERROR_INTERNAL);
          failed = TRUE;
        }
      for (guint j = 0; commits != NULL && j < commits->len; j++)
        g_array_append_val (acknowledged, ((MadoCommit *) commits->pdata[j])->id);
    }
  return failed;
}

/* The fault comes at each write and each sync of some work in turn. */
static void
test_every_moment (Fixture       *f,
                   gconstpointer  data)
{
  const MadoFault faults[] = { MADO_FAULT_IO, MADO_FAULT_FULL, MADO_FAULT_SHORT, MADO_FAULT_TORN, MADO_FAULT_CRASH };
  const MadoFaultOp ops[] = { MADO_FAULT_ON_WRITE, MADO_FAULT_ON_SYNC };
  g_autoptr (GArray) acknowledged = g_array_new (FALSE, FALSE, sizeof (MadoId));
  guint n_struck = 0;

  for (guint o = 0; o < G_N_ELEMENTS (ops); o++)
    for (guint k = 0; k < G_N_ELEMENTS (faults); k++)
      for (guint nth = 1; nth < (ops[o] == MADO_FAULT_ON_SYNC ? 4 : 60); nth += ops[o] == MADO_FAULT_ON_SYNC ? 1 : 7)
        {
          kit_open (f->desk);
          mado_fault_vfs_plan (ops[o], nth, faults[k], FALSE);
          write_some (f->desk, acknowledged);
          n_struck += mado_fault_vfs_has_struck ();
          /* As if the power had gone: nothing is written on closing. */
          if (faults[k] == MADO_FAULT_TORN || faults[k] == MADO_FAULT_CRASH)
            kit_close (f->desk);
          mado_fault_vfs_clear ();
          kit_close (f->desk);
        }
  g_assert_cmpuint (n_struck, >, 30);
  kit_open (f->desk);
  assert_whole (f->desk, acknowledged);
}

static void
test_failing_open (Fixture       *f,
                   gconstpointer  data)
{
  fill (f, 3);
  for (guint op = 0; op < MADO_N_FAULT_OPS; op++)
    for (guint nth = 1; nth < 12; nth++)
      {
        g_autoptr (GError) error = NULL;

        mado_fault_vfs_plan ((MadoFaultOp) op, nth, MADO_FAULT_IO, FALSE);
        f->desk->store = kit_try_open (f->desk, &error);
        if (f->desk->store == NULL)
          g_assert_cmpint (error->domain, ==, MADO_ERROR);
        mado_fault_vfs_clear ();
        kit_close (f->desk);
      }
  kit_open (f->desk);
  {
    g_autoptr (GPtrArray) rows = mado_store_list (f->desk->store, NULL, 0, 0, NULL);
    g_assert_cmpuint (rows->len, ==, 3);
  }
}

static void
test_other_key (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  guint8 seed[32] = { 99 };

  fill (f, 1);
  mado_secret_key_unref (f->desk->key);
  f->desk->key = mado_secret_key_new_from_seed (seed);
  g_assert_null (kit_try_open (f->desk, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY);
}

static void
test_other_device (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fill (f, 1);
  f->desk->identity.device.b[0] ^= 1;
  g_assert_null (kit_try_open (f->desk, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_FOREIGN);
}

/* No name, kana or phone lies readable in the folder. */
static void
test_nothing_in_the_clear (Fixture       *f,
                           gconstpointer  data)
{
  const char *secrets[] = { "サトウ", "タカハシ", "髙橋", "家族の秘密", "role/head", "0178-", "field/draft_of" };
  g_autoptr (GVariant) text = mado_value_text ("家族の秘密");
  g_autoptr (GPtrArray) files = NULL;
  MadoId record;

  kit_open (f->desk);
  for (guint i = 0; i < 60; i++)
    kit_write_case (f->desk, i, &record);
  mado_store_set_draft (f->desk->store, &record, "field/draft_of", text, MADO_SOURCE_TYPED, NULL);
  g_assert_true (mado_store_flush (f->desk->store, NULL));
  files = kit_files (f->desk);
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *path = g_build_filename (f->desk->dir, files->pdata[i], NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      /* Through a copy: reading the file itself would let go of its lock. */
      g_autofree char *command = g_strdup_printf ("cp '%s' '%s.copy'", path, path);
      g_autofree char *copy = g_strconcat (path, ".copy", NULL);
      g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
      bytes = read_file (copy, &length);
      for (guint j = 0; j < G_N_ELEMENTS (secrets); j++)
        g_assert_null (g_strstr_len (bytes, (gssize) length, secrets[j]));
    }
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    gboolean    faulty;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "noise", FALSE, test_noise }, { "truncated", FALSE, test_truncated }, { "flipped-bits", FALSE, test_flipped_bits },
    { "other-process", FALSE, test_other_process }, { "read-only", TRUE, test_read_only },
    { "full-disk", TRUE, test_full_disk }, { "every-moment", TRUE, test_every_moment },
    { "failing-open", TRUE, test_failing_open }, { "other-key", FALSE, test_other_key },
    { "other-device", FALSE, test_other_device }, { "sealed", FALSE, test_nothing_in_the_clear },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/store/faults/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, tests[i].faulty ? set_up_faulty : set_up, tests[i].func, tear_down);
    }
  return g_test_run ();
}
