/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

/*
 * What to do about a damaged file: never delete it, tell it once, keep a copy
 * beside it. After a session that ended without closing, the tables are
 * checked one by one while nobody waits.
 */

#define COPY_BLOCK (1024 * 1024)

/* --- copies ----------------------------------------------------------------------*/

static char *
copy_name (const char *path,
           MadoClock  *clock)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (mado_clock_wall_ms (clock) / 1000);
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");

  return g_strdup_printf ("%s.damaged-%s", path, stamp);
}

/* The same damage is not copied at every try: a copy with the same size and
 * the same time of change is the same file. */
static char *
find_same_copy (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (name, ".damaged-", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;
  GStatBuf mine;

  if (dir == NULL || g_stat (path, &mine) != 0)
    return NULL;
  while ((entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *other = g_build_filename (folder, entry, NULL);
      GStatBuf info;

      if (g_str_has_prefix (entry, prefix) && !g_str_has_suffix (entry, "-wal") && g_stat (other, &info) == 0 &&
          info.st_size == mine.st_size && info.st_mtime == mine.st_mtime)
        return g_steal_pointer (&other);
    }
  return NULL;
}

static gboolean
copy_file (const char  *from,
           const char  *to,
           GError     **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);

  if (g_file_copy (source, target, G_FILE_COPY_ALL_METADATA, NULL, NULL, NULL, error))
    return TRUE;
  mado_error_convert (error);
  return FALSE;
}

char *
mado_sqlite_store_copy_damaged (const char  *path,
                                MadoClock   *clock,
                                GError     **error)
{
  g_autofree char *copy = find_same_copy (path);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *wal_copy = NULL;

  if (copy != NULL)
    return g_steal_pointer (&copy);
  copy = copy_name (path, clock);
  wal_copy = g_strconcat (copy, "-wal", NULL);
  if (!copy_file (path, copy, error))
    return NULL;
  if (g_file_test (wal, G_FILE_TEST_EXISTS) && !copy_file (wal, wal_copy, error))
    return NULL;
  return g_steal_pointer (&copy);
}

/* While the file is open it is read through SQLite's own handle: closing
 * another descriptor of it would let go of this process's lock. */
static gboolean
copy_handle (MadoSqliteStore  *self,
             int               which,
             const char       *to,
             GError          **error)
{
  sqlite3_file *file = NULL;
  g_autofree char *block = g_malloc (COPY_BLOCK);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GFileOutputStream) out = NULL;
  sqlite3_int64 size = 0;

  sqlite3_file_control (mado_sqlite_get_handle (self->db), "main", which, &file);
  if (file == NULL || file->pMethods == NULL || file->pMethods->xFileSize (file, &size) != SQLITE_OK)
    return TRUE;
  out = g_file_replace (target, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error);
  for (sqlite3_int64 at = 0; out != NULL && at < size; at += COPY_BLOCK)
    {
      int length = (int) MIN (COPY_BLOCK, size - at);

      /* What cannot be read is left as zeros. */
      memset (block, 0, COPY_BLOCK);
      file->pMethods->xRead (file, block, length, at);
      if (!g_output_stream_write_all (G_OUTPUT_STREAM (out), block, (gsize) length, NULL, NULL, error))
        g_clear_object (&out);
    }
  if (out != NULL && g_output_stream_close (G_OUTPUT_STREAM (out), NULL, error))
    return TRUE;
  mado_error_convert (error);
  return FALSE;
}

static char *
copy_open_file (MadoSqliteStore  *self,
                GError          **error)
{
  g_autofree char *copy = copy_name (self->path, self->clock);
  g_autofree char *wal_copy = g_strconcat (copy, "-wal", NULL);

  if (!copy_handle (self, SQLITE_FCNTL_FILE_POINTER, copy, error) ||
      !copy_handle (self, SQLITE_FCNTL_JOURNAL_POINTER, wal_copy, error))
    return NULL;
  return g_steal_pointer (&copy);
}

void
mado_sqlite_store_note_error (MadoSqliteStore *self,
                              const GError    *fault)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *message = NULL;

  if (self->damage_noted || self->db == NULL || !g_error_matches (fault, MADO_ERROR, MADO_ERROR_DAMAGED))
    return;
  self->damage_noted = TRUE;
  copy = copy_open_file (self, &error);
  if (copy != NULL)
    message = g_strdup_printf (_("The journal shows damage. It goes on as far as it can; a copy was kept as “%s”. (%s)"),
                               copy, fault->message);
  else
    message = g_strdup_printf (_("The journal shows damage, and a copy could not be made: %s (%s)"),
                               error->message, fault->message);
  mado_store_note_damaged (MADO_STORE (self), message);
}

/* A file that lost its end is noticed at once, not when the missing page is
 * first asked for. Only without a WAL: with one the file may rightly be
 * shorter than its head says. */
gboolean
mado_sqlite_store_check_length (MadoSqliteStore  *self,
                                GError          **error)
{
  sqlite3_file *file = NULL;
  sqlite3_int64 size = 0;
  guint8 head[100];
  guint32 pages;
  guint32 page_size;

  sqlite3_file_control (mado_sqlite_get_handle (self->db), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (file == NULL || file->pMethods == NULL || file->pMethods->xFileSize (file, &size) != SQLITE_OK ||
      size < (sqlite3_int64) sizeof head || file->pMethods->xRead (file, head, sizeof head, 0) != SQLITE_OK)
    return TRUE;
  page_size = (guint32) head[16] << 8 | head[17];
  page_size = page_size == 1 ? 65536 : page_size;
  pages = (guint32) head[28] << 24 | (guint32) head[29] << 16 | (guint32) head[30] << 8 | head[31];
  if ((sqlite3_int64) pages * page_size <= size)
    return TRUE;
  g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The journal file is shorter than it should be: its end is missing."));
  return FALSE;
}

/* --- the check after a crash -------------------------------------------------------*/

static const char *const checked_tables[] = {
  "state", "records", "commits", "outbox", "verdicts", "quarantine", "counter_notes", "devices", "keys", "routes",
  "left_sections", "bases", "folds", "rows", "backlog", "drafts", "reads", "meta", "blobs", "blob_pieces",
};

/* Gives way as soon as somebody waits; the table is checked again later. */
static int
give_way_cb (void *data)
{
  return mado_store_has_waiting (data);
}

static gboolean
check_table (MadoSqliteStore  *self,
             const char       *table,
             GError          **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA quick_check('%s')", table);
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, sql, error);
  gboolean row;
  gboolean stepped;

  if (stmt == NULL)
    return FALSE;
  sqlite3_progress_handler (mado_sqlite_get_handle (self->db), 4000, give_way_cb, self);
  stepped = mado_sqlite_step (stmt, &row, error);
  sqlite3_progress_handler (mado_sqlite_get_handle (self->db), 0, NULL, NULL);
  if (!stepped)
    return FALSE;
  if (row && !g_str_equal (mado_sqlite_get_text (stmt, 0), "ok"))
    g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED, "%s: %s", table, mado_sqlite_get_text (stmt, 0));
  mado_sqlite_reset (stmt);
  return error == NULL || *error == NULL;
}

gboolean
mado_sqlite_store_check_slice (MadoSqliteStore *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->check_wanted)
    return FALSE;
  if (!check_table (self, checked_tables[self->check_at], &error))
    {
      if (g_error_matches (error, MADO_ERROR, MADO_ERROR_CANCELLED))
        return TRUE;
      mado_sqlite_store_note_error (self, error);
    }
  self->check_at++;
  self->check_wanted = self->check_at < G_N_ELEMENTS (checked_tables) && !self->damage_noted;
  return self->check_wanted;
}
