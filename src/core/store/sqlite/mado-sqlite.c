/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sqlite3.h>

#define BUSY_TIMEOUT_MS 5000

struct _MadoSqlite
{
  sqlite3    *handle;
  char       *path;
  GHashTable *statements; /* sql -> MadoSqliteStmt, both owned */
  int         code;       /* of the last failure, for error messages */
};

struct _MadoSqliteStmt
{
  MadoSqlite   *db; /* borrowed; owns us */
  sqlite3_stmt *handle;
  int           bind_fault;
};

struct _MadoSqliteTransaction
{
  MadoSqlite *db; /* borrowed */
};

/* --- errors --------------------------------------------------------------*/

static int
error_from_errno (int system_error,
                  int fallback)
{
  switch (system_error)
    {
    case ENOENT:
    case ENOTDIR:
      return MADO_ERROR_NOT_FOUND;
    case EACCES:
    case EPERM:
      return MADO_ERROR_DENIED;
    case EROFS:
      return MADO_ERROR_READ_ONLY;
    case ENOSPC:
    case EDQUOT:
      return MADO_ERROR_NO_SPACE;
    default:
      return fallback;
    }
}

static int
error_from_io (int code)
{
  switch (code)
    {
    case SQLITE_IOERR_READ:
    case SQLITE_IOERR_SHORT_READ:
    case SQLITE_IOERR_CORRUPTFS:
    case SQLITE_IOERR_DATA:
      return MADO_ERROR_DAMAGED;
    case SQLITE_IOERR_NOMEM:
      return MADO_ERROR_INTERNAL;
    case SQLITE_IOERR_LOCK:
    case SQLITE_IOERR_RDLOCK:
    case SQLITE_IOERR_BLOCKED:
      return MADO_ERROR_BUSY;
    default: /* writing, syncing, truncating */
      return MADO_ERROR_READ_ONLY;
    }
}

static int
error_from_code (int code,
                 int system_error)
{
  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return MADO_ERROR_BUSY;
    case SQLITE_FULL:
      return MADO_ERROR_NO_SPACE;
    case SQLITE_READONLY:
      return MADO_ERROR_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return MADO_ERROR_DAMAGED;
    case SQLITE_IOERR:
      return error_from_io (code);
    case SQLITE_CANTOPEN:
      return error_from_errno (system_error, MADO_ERROR_NOT_FOUND);
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return MADO_ERROR_DENIED;
    case SQLITE_CONSTRAINT:
      return MADO_ERROR_EXISTS;
    case SQLITE_TOOBIG:
      return MADO_ERROR_INVALID;
    case SQLITE_INTERRUPT:
      return MADO_ERROR_CANCELLED;
    default:
      return MADO_ERROR_INTERNAL;
    }
}

static const char *
sentence_for (int error)
{
  switch (error)
    {
    case MADO_ERROR_BUSY:
      return _("The journal is in use by another program. Close the other window and try again.");
    case MADO_ERROR_NO_SPACE:
      return _("The disk is full. Nothing was changed; make room and try again.");
    case MADO_ERROR_READ_ONLY:
      return _("The disk did not take the data. Nothing was changed.");
    case MADO_ERROR_DAMAGED:
      return _("The journal file is damaged.");
    case MADO_ERROR_NOT_FOUND:
      return _("The journal file cannot be found or opened.");
    case MADO_ERROR_DENIED:
      return _("This account may not open the journal file.");
    case MADO_ERROR_EXISTS:
      return _("This is in the journal already.");
    case MADO_ERROR_INVALID:
      return _("The data is too large for the journal.");
    case MADO_ERROR_CANCELLED:
      return _("The work was called off.");
    default:
      return _("The journal reported a fault.");
    }
}

static gboolean
set_error_code (sqlite3  *handle,
                int       code,
                GError  **error)
{
  int system_error = handle != NULL ? sqlite3_system_errno (handle) : 0;
  int ours = error_from_code (code, system_error);

  /* The part in brackets is for the one who looks after the machine. */
  g_set_error (error, MADO_ERROR, ours, "%s [%s, SQLite %d]", sentence_for (ours),
               handle != NULL ? sqlite3_errmsg (handle) : sqlite3_errstr (code), code);
  return FALSE;
}

gboolean
mado_sqlite_set_error (MadoSqlite  *self,
                       GError     **error)
{
  self->code = sqlite3_extended_errcode (self->handle);
  return set_error_code (self->handle, self->code, error);
}

void
mado_sqlite_shrink (MadoSqlite *self)
{
  sqlite3_db_release_memory (self->handle);
}

int
mado_sqlite_get_code (MadoSqlite *self)
{
  return self->code;
}

/* --- statements ----------------------------------------------------------*/

static void
stmt_free (gpointer data)
{
  MadoSqliteStmt *stmt = data;

  sqlite3_finalize (stmt->handle);
  g_free (stmt);
}

MadoSqliteStmt *
mado_sqlite_prepare (MadoSqlite  *self,
                     const char  *sql,
                     GError     **error)
{
  MadoSqliteStmt *stmt = g_hash_table_lookup (self->statements, sql);
  sqlite3_stmt *handle = NULL;

  if (stmt != NULL)
    {
      mado_sqlite_reset (stmt);
      sqlite3_clear_bindings (stmt->handle);
      return stmt;
    }
  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL) != SQLITE_OK)
    {
      mado_sqlite_set_error (self, error);
      return NULL;
    }
  stmt = g_new0 (MadoSqliteStmt, 1);
  stmt->db = self;
  stmt->handle = handle;
  g_hash_table_insert (self->statements, g_strdup (sql), stmt);
  return stmt;
}

static void
note_bind (MadoSqliteStmt *stmt,
           int             code)
{
  if (code != SQLITE_OK && stmt->bind_fault == SQLITE_OK)
    stmt->bind_fault = code;
}

void
mado_sqlite_bind_int (MadoSqliteStmt *stmt,
                      int             at,
                      gint64          value)
{
  note_bind (stmt, sqlite3_bind_int64 (stmt->handle, at, value));
}

void
mado_sqlite_bind_text (MadoSqliteStmt *stmt,
                       int             at,
                       const char     *text)
{
  note_bind (stmt, sqlite3_bind_text (stmt->handle, at, text, -1, SQLITE_STATIC));
}

void
mado_sqlite_bind_blob (MadoSqliteStmt *stmt,
                       int             at,
                       const void     *data,
                       gsize           length)
{
  /* An empty blob is not null. */
  note_bind (stmt, sqlite3_bind_blob64 (stmt->handle, at, data != NULL ? data : "", length, SQLITE_STATIC));
}

void
mado_sqlite_bind_bytes (MadoSqliteStmt *stmt,
                        int             at,
                        GBytes         *bytes)
{
  gsize length = 0;
  const void *data;

  if (bytes == NULL)
    {
      note_bind (stmt, sqlite3_bind_null (stmt->handle, at));
      return;
    }
  data = g_bytes_get_data (bytes, &length);
  mado_sqlite_bind_blob (stmt, at, data, length);
}

void
mado_sqlite_bind_id (MadoSqliteStmt *stmt,
                     int             at,
                     const MadoId   *id)
{
  mado_sqlite_bind_blob (stmt, at, id->b, sizeof id->b);
}

void
mado_sqlite_reset (MadoSqliteStmt *stmt)
{
  if (stmt == NULL)
    return;
  sqlite3_reset (stmt->handle);
  stmt->bind_fault = SQLITE_OK;
}

gboolean
mado_sqlite_step (MadoSqliteStmt  *stmt,
                  gboolean        *row,
                  GError         **error)
{
  int code;

  *row = FALSE;
  if (stmt->bind_fault != SQLITE_OK)
    {
      code = stmt->bind_fault;
      mado_sqlite_reset (stmt);
      stmt->db->code = code;
      return set_error_code (NULL, code, error);
    }
  code = sqlite3_step (stmt->handle);
  if (code == SQLITE_ROW)
    {
      *row = TRUE;
      return TRUE;
    }
  if (code != SQLITE_DONE)
    mado_sqlite_set_error (stmt->db, error);
  mado_sqlite_reset (stmt);
  return code == SQLITE_DONE;
}

gboolean
mado_sqlite_run (MadoSqliteStmt  *stmt,
                 GError         **error)
{
  gboolean row;

  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  mado_sqlite_reset (stmt);
  return TRUE;
}

gboolean
mado_sqlite_is_null (MadoSqliteStmt *stmt,
                     int             column)
{
  return sqlite3_column_type (stmt->handle, column) == SQLITE_NULL;
}

gint64
mado_sqlite_get_int (MadoSqliteStmt *stmt,
                     int             column)
{
  return sqlite3_column_int64 (stmt->handle, column);
}

const char *
mado_sqlite_get_text (MadoSqliteStmt *stmt,
                      int             column)
{
  const char *text = (const char *) sqlite3_column_text (stmt->handle, column);

  return text != NULL ? text : "";
}

const void *
mado_sqlite_get_blob (MadoSqliteStmt *stmt,
                      int             column,
                      gsize          *length)
{
  const void *data = sqlite3_column_blob (stmt->handle, column);

  *length = (gsize) sqlite3_column_bytes (stmt->handle, column);
  return data;
}

GBytes *
mado_sqlite_dup_bytes (MadoSqliteStmt *stmt,
                       int             column)
{
  gsize length;
  const void *data;

  if (mado_sqlite_is_null (stmt, column))
    return NULL;
  data = mado_sqlite_get_blob (stmt, column, &length);
  return g_bytes_new (data, length);
}

gboolean
mado_sqlite_get_id (MadoSqliteStmt *stmt,
                    int             column,
                    MadoId         *id)
{
  gsize length;
  const void *data = mado_sqlite_get_blob (stmt, column, &length);

  memset (id, 0, sizeof *id);
  if (data == NULL || length != sizeof id->b)
    return FALSE;
  memcpy (id->b, data, sizeof id->b);
  return TRUE;
}

/* --- connection ----------------------------------------------------------*/

static gboolean
apply_pragmas (MadoSqlite       *self,
               MadoSqliteFlags   flags,
               GError          **error)
{
  if (!(flags & MADO_SQLITE_EXCLUSIVE))
    sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  /* Exclusive comes before the first read: then WAL keeps its index in our
   * own memory and the lock is held until the file is closed. */
  if ((flags & MADO_SQLITE_EXCLUSIVE) &&
      !mado_sqlite_exec (self, "PRAGMA locking_mode=EXCLUSIVE", error))
    return FALSE;
  if (!mado_sqlite_exec (self,
                         "PRAGMA foreign_keys=ON;"
                         "PRAGMA trusted_schema=OFF;"
                         "PRAGMA temp_store=MEMORY;", error))
    return FALSE;
  if (flags & MADO_SQLITE_READ_ONLY)
    return TRUE;
  /* A page of the feed is more than the cache: spilt, its pages would be
   * written and read again before the one COMMIT that counts. A log that grew
   * while catching up gives its room back. */
  return mado_sqlite_exec (self,
                           "PRAGMA journal_mode=WAL;"
                           "PRAGMA synchronous=FULL;"
                           "PRAGMA secure_delete=ON;"
                           "PRAGMA cache_spill=OFF;"
                           "PRAGMA journal_size_limit=16777216;", error);
}

MadoSqlite *
mado_sqlite_open (const char       *path,
                  MadoSqliteFlags   flags,
                  const char       *vfs,
                  GError          **error)
{
  g_autoptr (MadoSqlite) self = g_new0 (MadoSqlite, 1);
  int how = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW;
  int code;

  if (flags & MADO_SQLITE_READ_ONLY)
    how |= SQLITE_OPEN_READONLY;
  else
    how |= SQLITE_OPEN_READWRITE | ((flags & MADO_SQLITE_EXISTING) ? 0 : SQLITE_OPEN_CREATE);
  self->path = g_strdup (path);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, stmt_free);
  code = sqlite3_open_v2 (path, &self->handle, how, vfs);
  if (code != SQLITE_OK)
    {
      set_error_code (self->handle, code, error);
      return NULL;
    }
  if (!(flags & MADO_SQLITE_READ_ONLY) && sqlite3_db_readonly (self->handle, "main") == 1)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY,
                   _("The journal file “%s” can only be read, not written."), path);
      return NULL;
    }
  if (!apply_pragmas (self, flags, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
mado_sqlite_free (MadoSqlite *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->statements, g_hash_table_unref);
  sqlite3_close (self->handle);
  g_free (self->path);
  g_free (self);
}

gpointer
mado_sqlite_get_handle (MadoSqlite *self)
{
  return self->handle;
}

const char *
mado_sqlite_get_path (MadoSqlite *self)
{
  return self->path;
}

gboolean
mado_sqlite_exec (MadoSqlite  *self,
                  const char  *sql,
                  GError     **error)
{
  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
    return mado_sqlite_set_error (self, error);
  return TRUE;
}

gboolean
mado_sqlite_query_int (MadoSqlite  *self,
                       const char  *sql,
                       gint64       fallback,
                       gint64      *value,
                       GError     **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self, sql, error);
  gboolean row;

  *value = fallback;
  if (stmt == NULL || !mado_sqlite_step (stmt, &row, error))
    return FALSE;
  if (row && !mado_sqlite_is_null (stmt, 0))
    *value = mado_sqlite_get_int (stmt, 0);
  mado_sqlite_reset (stmt);
  return TRUE;
}

gint64
mado_sqlite_last_rowid (MadoSqlite *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

gint64
mado_sqlite_changes (MadoSqlite *self)
{
  return sqlite3_changes64 (self->handle);
}

/* --- transactions --------------------------------------------------------*/

MadoSqliteTransaction *
mado_sqlite_begin (MadoSqlite  *self,
                   GError     **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self, "BEGIN IMMEDIATE", error);
  MadoSqliteTransaction *guard;

  if (stmt == NULL || !mado_sqlite_run (stmt, error))
    return NULL;
  guard = g_new0 (MadoSqliteTransaction, 1);
  guard->db = self;
  return guard;
}

void
mado_sqlite_rollback (MadoSqliteTransaction *guard)
{
  if (guard == NULL)
    return;
  /* After some faults SQLite has rolled back by itself. */
  if (!sqlite3_get_autocommit (guard->db->handle))
    sqlite3_exec (guard->db->handle, "ROLLBACK", NULL, NULL, NULL);
  g_free (guard);
}

gboolean
mado_sqlite_commit (MadoSqliteTransaction  *guard,
                    GError                **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (guard->db, "COMMIT", error);

  if (stmt == NULL || !mado_sqlite_run (stmt, error))
    {
      mado_sqlite_rollback (guard);
      return FALSE;
    }
  g_free (guard);
  return TRUE;
}
