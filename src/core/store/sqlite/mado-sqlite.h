/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"
#include "core/base/mado-id.h"

G_BEGIN_DECLS

/*
 * Two thin classes around SQLite, shared by the desktop's journal and the
 * city's: a connection and a kept statement. A connection belongs to one
 * thread at a time; its owner sees to that. Every failure comes out as
 * MADO_ERROR, translated here and nowhere else.
 */
typedef struct _MadoSqlite MadoSqlite;
typedef struct _MadoSqliteStmt MadoSqliteStmt;

typedef enum
{
  MADO_SQLITE_DEFAULT   = 0,
  MADO_SQLITE_EXCLUSIVE = 1 << 0, /* one process, one connection; others get BUSY */
  MADO_SQLITE_EXISTING  = 1 << 1, /* do not make the file */
  MADO_SQLITE_READ_ONLY = 1 << 2, /* a second connection that never writes */
} MadoSqliteFlags;

/* Opens @path with WAL, synchronous=FULL, foreign_keys and secure_delete on.
 * @vfs is for tests; NULL takes the system's. */
MadoSqlite     *mado_sqlite_open          (const char       *path,
                                           MadoSqliteFlags   flags,
                                           const char       *vfs,
                                           GError          **error);
void            mado_sqlite_free          (MadoSqlite       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoSqlite, mado_sqlite_free)

/* The sqlite3* itself, for what is not wrapped (hooks, file controls). */
gpointer        mado_sqlite_get_handle    (MadoSqlite       *self);
const char     *mado_sqlite_get_path      (MadoSqlite       *self);
/* Runs one or more statements without values. Never for anything a person
 * typed: values are bound. */
gboolean        mado_sqlite_exec          (MadoSqlite       *self,
                                           const char       *sql,
                                           GError          **error);
/* First column of the first row, or @fallback when there is no row. */
gboolean        mado_sqlite_query_int     (MadoSqlite       *self,
                                           const char       *sql,
                                           gint64            fallback,
                                           gint64           *value,
                                           GError          **error);
gint64          mado_sqlite_last_rowid    (MadoSqlite       *self);
gint64          mado_sqlite_changes       (MadoSqlite       *self);

/* --- statements ---------------------------------------------------------
 * Kept by the connection (keyed by @sql) and handed out reset and unbound.
 * Use one, finish with it, ask for it again next time: the same @sql must not
 * be in use twice at once. Returns NULL only on error. A fault while binding
 * sticks and comes out of the next step. Columns count from 0, parameters
 * from 1. Bound memory must live until the statement is reset. */
MadoSqliteStmt *mado_sqlite_prepare       (MadoSqlite       *self,
                                           const char       *sql,
                                           GError          **error);
void            mado_sqlite_bind_int      (MadoSqliteStmt   *stmt,
                                           int               at,
                                           gint64            value);
void            mado_sqlite_bind_text     (MadoSqliteStmt   *stmt,
                                           int               at,
                                           const char       *text); /* NULL binds null */
void            mado_sqlite_bind_blob     (MadoSqliteStmt   *stmt,
                                           int               at,
                                           const void       *data,
                                           gsize             length);
void            mado_sqlite_bind_bytes    (MadoSqliteStmt   *stmt,
                                           int               at,
                                           GBytes           *bytes); /* NULL binds null */
void            mado_sqlite_bind_id       (MadoSqliteStmt   *stmt,
                                           int               at,
                                           const MadoId     *id);

/* Steps once. FALSE is an error (and resets); otherwise *row tells whether
 * there is a row. After the last row the statement is reset. */
gboolean        mado_sqlite_step          (MadoSqliteStmt   *stmt,
                                           gboolean         *row,
                                           GError          **error);
/* Steps a statement that gives no rows, and resets it. */
gboolean        mado_sqlite_run           (MadoSqliteStmt   *stmt,
                                           GError          **error);
void            mado_sqlite_reset         (MadoSqliteStmt   *stmt);
/* A guard: g_auto (MadoSqliteStep) resets at the end of the scope. */
typedef MadoSqliteStmt *MadoSqliteStep;
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (MadoSqliteStep, mado_sqlite_reset, NULL)

gboolean        mado_sqlite_is_null       (MadoSqliteStmt   *stmt,
                                           int               column);
gint64          mado_sqlite_get_int       (MadoSqliteStmt   *stmt,
                                           int               column);
/* Borrowed until the next step; text is "" for null. */
const char     *mado_sqlite_get_text      (MadoSqliteStmt   *stmt,
                                           int               column);
const void     *mado_sqlite_get_blob      (MadoSqliteStmt   *stmt,
                                           int               column,
                                           gsize            *length);
GBytes         *mado_sqlite_dup_bytes     (MadoSqliteStmt   *stmt,
                                           int               column); /* nullable, full */
/* FALSE (and a null id) if the column is not 16 bytes. */
gboolean        mado_sqlite_get_id        (MadoSqliteStmt   *stmt,
                                           int               column,
                                           MadoId           *id);

/* --- transactions --------------------------------------------------------
 * A guard: what is not committed when it goes out of scope is rolled back.
 *
 *   g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (db, error);
 *   ...
 *   return mado_sqlite_commit (g_steal_pointer (&guard), error);
 */
typedef struct _MadoSqliteTransaction MadoSqliteTransaction;

MadoSqliteTransaction *
                mado_sqlite_begin         (MadoSqlite             *self,
                                           GError                **error);
gboolean        mado_sqlite_commit        (MadoSqliteTransaction  *guard /* full */,
                                           GError                **error);
void            mado_sqlite_rollback      (MadoSqliteTransaction  *guard /* full */);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoSqliteTransaction, mado_sqlite_rollback)

/* Gives back what the page cache holds, as far as it can be read again. */
void            mado_sqlite_shrink        (MadoSqlite       *self);

/* --- errors --------------------------------------------------------------*/
/* The extended result code of the last failure on this connection. */
int             mado_sqlite_get_code      (MadoSqlite       *self);
/* Sets @error from the connection's last failure; always returns FALSE. */
gboolean        mado_sqlite_set_error     (MadoSqlite       *self,
                                           GError          **error);

G_END_DECLS
