/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

/*
 * The one writer. Jobs that wait together share one transaction: commits of
 * many connections become durable with one fsync. A job that fails on its own
 * account (a code used up, a name already claimed) is taken back to its
 * savepoint and the others go on; a failure of the database fails the group.
 *
 * keys.db has a transaction of its own, committed first: a key without its
 * commits does no harm, and a purge that reached only keys.db is replayed at
 * the next start.
 */
#define GROUP_ITEMS 1000
#define MAX_READERS 8
#define SIDE_EVERY_US (500 * 1000)

struct _CityJob
{
  /* a function … */
  CityFunc      func;
  gpointer      data;
  /* … or commits */
  MadoCityItem *items;
  guint         n_items;
  MadoCityDone  done;
  /* outcome of a function; read after the signal */
  MadoSignal   *finished;
  gboolean      ok;
  GError       *error;
};

/* --- transactions ---------------------------------------------------------------*/

gboolean
city_keys_begin (MadoSqliteCity  *self,
                 GError         **error)
{
  if (!self->keys_open && !mado_sqlite_exec (self->keys, "BEGIN IMMEDIATE", error))
    return FALSE;
  self->keys_open = TRUE;
  return TRUE;
}

static void
rollback (MadoSqliteCity *self)
{
  g_autoptr (GError) error = NULL;

  mado_sqlite_exec (self->db, "ROLLBACK", NULL);
  if (self->keys_open)
    mado_sqlite_exec (self->keys, "ROLLBACK", NULL);
  self->keys_open = FALSE;
  if (!city_reload (self, &error))
    g_warning ("The city's journal could not be read again: %s", error->message);
}

static gboolean
commit (MadoSqliteCity  *self,
        GError         **error)
{
  if (!city_save_counters (self, error) || !city_save_head (self, error))
    return FALSE;
  if (self->keys_open && !mado_sqlite_exec (self->keys, "COMMIT", error))
    return FALSE;
  self->keys_open = FALSE;
  return mado_sqlite_exec (self->db, "COMMIT", error);
}

/* --- side file: tells a journal that was put back from a copy ---------------------*/

void
city_write_side (MadoSqliteCity *self,
                 gboolean        now)
{
  gint64 at = g_get_monotonic_time ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if ((self->side_seq == self->head.seq && g_str_equal (self->side_epoch, self->head.epoch)) || (!now && at - self->side_written < SIDE_EVERY_US))
    return;
  text = g_strdup_printf ("%s %" G_GUINT64_FORMAT "\n", self->head.epoch, self->head.seq);
  if (!g_file_set_contents_full (self->side_path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_info ("%s", error->message);
  self->side_written = at;
  self->side_seq = self->head.seq;
  g_strlcpy (self->side_epoch, self->head.epoch, sizeof self->side_epoch);
}

/* --- after COMMIT ------------------------------------------------------------------*/

static void
add_counts (MadoCityCounts       *sum,
            const MadoCityCounts *more)
{
  sum->batches += 1;
  sum->stored += more->stored;
  sum->duplicate += more->duplicate;
  sum->quarantined += more->quarantined;
  sum->purged += more->purged;
}

static void
announce (MadoSqliteCity *self)
{
  g_autofree gpointer *scopes = NULL;
  MadoCityWatch watch;
  gpointer watch_data;

  pthread_mutex_lock (&self->lock);
  self->durable = self->head;
  add_counts (&self->counts, &self->pending);
  watch = self->watch;
  watch_data = self->watch_data;
  pthread_mutex_unlock (&self->lock);
  memset (&self->pending, 0, sizeof self->pending);
  if (g_hash_table_size (self->touched) == 0)
    return;
  if (watch != NULL)
    {
      scopes = g_hash_table_get_keys_as_array (self->touched, NULL);
      watch (&self->head, (const char *const *) scopes, watch_data);
    }
  g_hash_table_remove_all (self->touched);
}

static void
finish_job (CityJob      *job,
            const GError *error)
{
  if (job->func == NULL)
    {
      job->done (job->items, job->n_items, error, job->data);
      g_free (job);
      return;
    }
  if (error != NULL && job->ok)
    {
      job->ok = FALSE;
      job->error = g_error_copy (error);
    }
  mado_signal_set (job->finished); /* the waiter frees it */
}

/* --- the group ------------------------------------------------------------------------*/

static gboolean
run_func (MadoSqliteCity  *self,
          CityJob         *job,
          GError         **error)
{
  MadoCityHead head = self->head;

  if (!mado_sqlite_exec (self->db, "SAVEPOINT job", error))
    return FALSE;
  job->ok = job->func (self, job->data, &job->error);
  if (job->ok)
    return mado_sqlite_exec (self->db, "RELEASE job", error);
  if (!mado_sqlite_exec (self->db, "ROLLBACK TO job", error) || !mado_sqlite_exec (self->db, "RELEASE job", error))
    return FALSE;
  /* What commits before it in this group were given stays theirs. */
  if (head.seq != self->head.seq || head.position != self->head.position)
    {
      self->head = head;
      g_hash_table_remove_all (self->sections);
    }
  return TRUE;
}

static gboolean
run_items (MadoSqliteCity  *self,
           CityJob         *job,
           GError         **error)
{
  for (guint i = 0; i < job->n_items; i++)
    if (!city_append_item (self, &job->items[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
run_group (MadoSqliteCity  *self,
           GPtrArray       *group,
           GError         **error)
{
  if (!mado_sqlite_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  for (guint i = 0; i < group->len; i++)
    {
      CityJob *job = group->pdata[i];

      if (!(job->func != NULL ? run_func : run_items) (self, job, error))
        return FALSE;
    }
  return commit (self, error);
}

/* TRUNCATE overwrites nothing by itself, but with secure_delete the pages that
 * reach the files hold zeros, and the log is emptied. */
static void
scrub (MadoSqliteCity *self)
{
  mado_sqlite_exec (self->keys, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
  mado_sqlite_exec (self->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
  self->scrub = FALSE;
}

static void
handle_group (MadoSqliteCity *self,
              GPtrArray      *group)
{
  g_autoptr (GError) error = NULL;

  if (!run_group (self, group, &error))
    {
      rollback (self);
      if (error == NULL)
        g_set_error_literal (&error, MADO_ERROR, MADO_ERROR_INTERNAL, "The journal reported a fault.");
    }
  else
    {
      if (self->devices_dirty && !city_reload_devices (self, &error))
        g_clear_error (&error);
      announce (self);
      if (self->scrub)
        scrub (self);
    }
  for (guint i = 0; i < group->len; i++)
    finish_job (group->pdata[i], error);
  g_ptr_array_set_size (group, 0);
  city_write_side (self, FALSE);
}

/* All that waits, in groups that keep the answers prompt. */
static void
run_batch (GPtrArray *jobs,
           gpointer   data)
{
  g_autoptr (GPtrArray) group = g_ptr_array_new ();
  guint n_items = 0;

  for (guint i = 0; i < jobs->len; i++)
    {
      CityJob *job = jobs->pdata[i];

      g_ptr_array_add (group, job);
      n_items += MAX (job->n_items, 1);
      if (n_items < GROUP_ITEMS && i + 1 < jobs->len)
        continue;
      handle_group (data, group);
      n_items = 0;
    }
}

/* --- caches ------------------------------------------------------------------------------*/

gboolean
city_reload_devices (MadoSqliteCity  *self,
                     GError         **error)
{
  g_autoptr (GHashTable) devices = g_hash_table_new_full (mado_id_hash, mado_id_equal, NULL, g_free);
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT id, sign, box, scope, name, enrolled, revoked FROM device"
                                              " WHERE city = ?", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  while (mado_sqlite_step (stmt, &row, error) && row)
    {
      MadoCityDevice *device = g_new0 (MadoCityDevice, 1);
      gsize length;
      const void *data;

      mado_sqlite_get_id (stmt, 0, &device->id);
      data = mado_sqlite_get_blob (stmt, 1, &length);
      memcpy (device->key.sign, data, MIN (length, sizeof device->key.sign));
      data = mado_sqlite_get_blob (stmt, 2, &length);
      memcpy (device->key.box, data, MIN (length, sizeof device->key.box));
      g_strlcpy (device->scope, mado_sqlite_get_text (stmt, 3), sizeof device->scope);
      g_strlcpy (device->name, mado_sqlite_get_text (stmt, 4), sizeof device->name);
      device->enrolled = mado_sqlite_get_int (stmt, 5);
      device->revoked = mado_sqlite_get_int (stmt, 6);
      g_hash_table_insert (devices, &device->id, device);
    }
  mado_sqlite_reset (stmt);
  pthread_mutex_lock (&self->lock);
  g_clear_pointer (&self->devices, g_hash_table_unref);
  self->devices = g_steal_pointer (&devices);
  pthread_mutex_unlock (&self->lock);
  self->devices_dirty = FALSE;
  return TRUE;
}

static gboolean
reload_purged (MadoSqliteCity  *self,
               GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT record FROM purge WHERE city = ?", error);
  gboolean row;

  g_hash_table_remove_all (self->purged);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  for (;;)
    {
      MadoId id;

      if (!mado_sqlite_step (stmt, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      mado_sqlite_get_id (stmt, 0, &id);
      g_hash_table_add (self->purged, mado_id_copy (&id));
    }
}

gboolean
city_reload (MadoSqliteCity  *self,
             GError         **error)
{
  gint64 quarantined;

  g_hash_table_remove_all (self->sections);
  g_hash_table_remove_all (self->counters);
  g_hash_table_remove_all (self->touched);
  memset (&self->pending, 0, sizeof self->pending);
  if (!city_load_head (self, error) || !reload_purged (self, error) || !city_reload_devices (self, error) ||
      !mado_sqlite_query_int (self->db, "SELECT count(*) FROM quarantine", 0, &quarantined, error))
    return FALSE;
  self->n_quarantined = (guint) quarantined;
  return TRUE;
}

void
city_get_durable (MadoSqliteCity *self,
                  MadoCityHead   *head)
{
  pthread_mutex_lock (&self->lock);
  *head = self->durable;
  pthread_mutex_unlock (&self->lock);
}

/* --- readers ------------------------------------------------------------------------------*/

MadoSqlite *
city_reader_take (MadoSqliteCity  *self,
                  GError         **error)
{
  MadoSqlite *reader = NULL;

  pthread_mutex_lock (&self->lock);
  if (self->readers->len > 0)
    reader = g_ptr_array_steal_index_fast (self->readers, self->readers->len - 1);
  pthread_mutex_unlock (&self->lock);
  return reader != NULL ? reader : mado_sqlite_open (self->path, MADO_SQLITE_READ_ONLY, self->vfs, error);
}

void
city_reader_give (MadoSqliteCity *self,
                  MadoSqlite     *reader)
{
  gboolean keep;

  if (reader == NULL)
    return;
  pthread_mutex_lock (&self->lock);
  keep = self->readers->len < MAX_READERS;
  if (keep)
    g_ptr_array_add (self->readers, reader);
  pthread_mutex_unlock (&self->lock);
  if (!keep)
    mado_sqlite_free (reader);
}

/* --- for the other files ---------------------------------------------------------------------*/

gboolean
city_run (MadoSqliteCity  *self,
          CityFunc         func,
          gpointer         data,
          GError         **error)
{
  CityJob job = { .func = func, .data = data };

  job.finished = mado_signal_new ();
  mado_worker_push (self->writer, &job, TRUE);
  mado_signal_wait (job.finished);
  mado_signal_free (job.finished);
  if (job.ok)
    return TRUE;
  g_propagate_error (error, job.error);
  return FALSE;
}

void
city_append_async (MadoCityStore *store,
                   MadoCityItem  *items,
                   guint          n,
                   MadoCityDone   done,
                   gpointer       data)
{
  CityJob *job = g_new0 (CityJob, 1);

  job->items = items;
  job->n_items = n;
  job->done = done;
  job->data = data;
  mado_worker_push (MADO_SQLITE_CITY (store)->writer, job, TRUE);
}

void
city_start (MadoSqliteCity *self)
{
  pthread_mutex_lock (&self->lock);
  self->durable = self->head;
  pthread_mutex_unlock (&self->lock);
  self->writer = mado_worker_new ("city-writer", NULL, run_batch, NULL, self);
}

/* What was queued before is still done. */
void
city_stop (MadoSqliteCity *self)
{
  if (self->writer == NULL)
    return;
  mado_worker_stop (self->writer, NULL);
  city_write_side (self, TRUE);
}
