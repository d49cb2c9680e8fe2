/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Records and commits as they are kept: bytes verbatim, each with a check sum
 * so that a flipped bit is noticed before anything is folded from it. */

/* FNV-1a over 64-bit words, then bytes: fast, and enough to notice damage
 * (forgery is the signature's matter). */
static gint64
check_sum (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  guint64 sum = 0xcbf29ce484222325ull;
  gsize i = 0;

  for (; i + 8 <= length; i += 8)
    {
      guint64 word;

      memcpy (&word, data + i, 8);
      sum = (sum ^ GUINT64_FROM_LE (word)) * 0x100000001b3ull;
      sum ^= sum >> 29;
    }
  for (; i < length; i++)
    sum = (sum ^ data[i]) * 0x100000001b3ull;
  return (gint64) sum;
}

/* --- records ---------------------------------------------------------------------*/

static gboolean
step_record (MadoSqliteStmt  *stmt,
             MadoRecordInfo  *info,
             GError         **error)
{
  gboolean row;

  memset (info, 0, sizeof *info);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  if (row)
    {
      info->no = mado_sqlite_get_int (stmt, 0);
      mado_sqlite_get_id (stmt, 1, &info->id);
      g_strlcpy (info->kind, mado_sqlite_get_text (stmt, 2), sizeof info->kind);
      info->purged = mado_sqlite_get_int (stmt, 3) != 0;
    }
  mado_sqlite_reset (stmt);
  return TRUE;
}

gboolean
mado_sqlite_store_find_record (MadoSqliteStore  *self,
                               const MadoId     *id,
                               MadoRecordInfo   *info,
                               GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT no, id, kind, purged FROM records WHERE id=?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, id);
  return step_record (stmt, info, error);
}

gboolean
mado_sqlite_store_get_record (MadoSqliteStore  *self,
                              gint64            no,
                              MadoRecordInfo   *info,
                              GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT no, id, kind, purged FROM records WHERE no=?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, no);
  return step_record (stmt, info, error);
}

/* A key may come before the first commit: then the kind is not known yet. */
static gboolean
set_kind_in (MadoSqliteStore  *self,
             MadoRecordInfo   *info,
             const char       *kind,
             GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "UPDATE records SET kind=? WHERE no=?", error);

  if (stmt == NULL)
    return FALSE;
  g_strlcpy (info->kind, kind, sizeof info->kind);
  mado_sqlite_bind_text (stmt, 1, kind);
  mado_sqlite_bind_int (stmt, 2, info->no);
  return mado_sqlite_run (stmt, error);
}

gboolean
mado_sqlite_store_need_record_in (MadoSqliteStore  *self,
                                  const MadoId     *id,
                                  const char       *kind,
                                  MadoRecordInfo   *info,
                                  GError          **error)
{
  MadoSqliteStmt *stmt;

  if (!mado_sqlite_store_find_record (self, id, info, error))
    return FALSE;
  if (info->no != 0)
    return *info->kind != '\0' || *kind == '\0' || set_kind_in (self, info, kind, error);
  stmt = mado_sqlite_prepare (self->db, "INSERT INTO records (id, kind) VALUES (?, ?)", error);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, id);
  mado_sqlite_bind_text (stmt, 2, kind);
  if (!mado_sqlite_run (stmt, error))
    return FALSE;
  info->no = mado_sqlite_last_rowid (self->db);
  info->id = *id;
  g_strlcpy (info->kind, kind, sizeof info->kind);
  return TRUE;
}

/* --- routes ----------------------------------------------------------------------*/

static gboolean
put_route_in (MadoSqliteStore       *self,
              const MadoRecordInfo  *info,
              MadoCommit            *commit,
              const char            *scope,
              gboolean               open,
              GError               **error)
{
  /* The highest (clock, commit id) counts, in whatever order they come. */
  MadoSqliteStmt *stmt =
    mado_sqlite_prepare (self->db, "INSERT INTO routes (record, section, scope, open, clock, commit_id)"
                         " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (record, section, scope) DO UPDATE SET"
                         " open=excluded.open, clock=excluded.clock, commit_id=excluded.commit_id"
                         " WHERE (excluded.clock, excluded.commit_id) > (clock, commit_id)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, info->no);
  mado_sqlite_bind_text (stmt, 2, commit->section);
  mado_sqlite_bind_text (stmt, 3, scope);
  mado_sqlite_bind_int (stmt, 4, open);
  mado_sqlite_bind_int (stmt, 5, (gint64) commit->clock);
  mado_sqlite_bind_id (stmt, 6, &commit->id);
  return mado_sqlite_run (stmt, error);
}

static gboolean
put_routes_in (MadoSqliteStore       *self,
               const MadoRecordInfo  *info,
               MadoCommit            *commit,
               GError               **error)
{
  for (guint i = 0; commit->open != NULL && i < commit->open->len; i++)
    {
      const MadoChange *change = commit->open->pdata[i];
      gboolean open;

      if (!g_str_has_prefix (change->path, "route/"))
        continue;
      open = g_variant_is_of_type (change->value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (change->value);
      if (!put_route_in (self, info, commit, change->path + strlen ("route/"), open, error))
        return FALSE;
    }
  return TRUE;
}

char **
mado_sqlite_store_dup_routes (MadoSqliteStore  *self,
                              gint64            record,
                              const char       *section,
                              GError          **error)
{
  g_autoptr (GStrvBuilder) routes = g_strv_builder_new ();
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, "SELECT scope FROM routes"
                                                      " WHERE record=? AND section=? AND open", error);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, record);
  mado_sqlite_bind_text (stmt, 2, section);
  for (;;)
    {
      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_strv_builder_end (routes);
      g_strv_builder_add (routes, mado_sqlite_get_text (stmt, 0));
    }
}

/* Asks the one policy function about one section. A section without any route
 * came through our own feed or was begun here: its routes are ours. */
static gboolean
ask_policy (MadoSqliteStore       *self,
            MadoVerb               verb,
            const MadoRecordInfo  *info,
            const char            *section,
            gboolean               is_new,
            const char *const     *more_routes,
            gboolean               is_guarded,
            GError               **error)
{
  g_auto (GStrv) stored = is_new ? g_new0 (char *, 1) : mado_sqlite_store_dup_routes (self, info->no, section, error);
  const char *own[] = { self->identity->scope, NULL };
  MadoRole role = mado_policy_kind_is_open (info->kind) ? self->person.open_role : self->person.role;
  MadoActor actor = { self->person.staff, role, (const char *const *) self->person.scopes };
  MadoSubject subject = { info->kind, section, is_new, NULL, NULL, FALSE, FALSE, is_guarded };
  const char *why_not;

  if (stored == NULL)
    return FALSE;
  subject.routes = more_routes != NULL ? more_routes : *stored != NULL ? (const char *const *) stored : own;
  subject.glass_broken = g_hash_table_contains (self->person.broken, &info->id);
  if (mado_policy_may (&actor, verb, &subject, &why_not))
    return TRUE;
  if (g_str_equal (why_not, "nobody"))
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DENIED, _("Nobody is signed in. Please sign in first."));
  else if (g_str_equal (why_not, "reason"))
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON, _("Please give a reason for opening this record."));
  else
    g_set_error (error, MADO_ERROR, MADO_ERROR_DENIED,
                 _("This part of the record is not for you (%s, %s)."), section, why_not);
  return FALSE;
}

gboolean
mado_sqlite_store_ask_policy (MadoSqliteStore       *self,
                              MadoVerb               verb,
                              const MadoRecordInfo  *info,
                              const char            *section,
                              gboolean               is_new,
                              const char *const     *more_routes,
                              GError               **error)
{
  return ask_policy (self, verb, info, section, is_new, more_routes, FALSE, error);
}

gboolean
mado_sqlite_store_ask_read (MadoSqliteStore       *self,
                            const MadoRecordInfo  *info,
                            const char            *section,
                            gboolean               is_guarded,
                            GError               **error)
{
  return ask_policy (self, MADO_VERB_READ, info, section, FALSE, NULL, is_guarded, error);
}

/* --- commits ---------------------------------------------------------------------*/

static gboolean
compare_stored (MadoSqliteStore  *self,
                MadoCommit       *commit,
                guint64           seq,
                gint64            received,
                MadoPut          *put,
                gint64           *lseq,
                GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT lseq, bytes, seq FROM commits WHERE id=?", error);
  g_autoptr (GBytes) bytes = NULL;
  gboolean row;
  gint64 known_seq;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, &commit->id);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  *lseq = mado_sqlite_get_int (stmt, 0);
  bytes = mado_sqlite_dup_bytes (stmt, 1);
  known_seq = mado_sqlite_get_int (stmt, 2);
  mado_sqlite_reset (stmt);
  *put = bytes != NULL && g_bytes_equal (bytes, commit->bytes) ? MADO_PUT_DUPLICATE : MADO_PUT_OTHER_BYTES;
  if (*put == MADO_PUT_OTHER_BYTES || seq == 0 || known_seq == (gint64) seq)
    return TRUE;
  stmt = mado_sqlite_prepare (self->db, "UPDATE commits SET seq=?, received=? WHERE lseq=?", error);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, (gint64) seq);
  mado_sqlite_bind_int (stmt, 2, received);
  mado_sqlite_bind_int (stmt, 3, *lseq);
  return mado_sqlite_run (stmt, error);
}

/* A number of a device that two commits claim: a copied disk, or a journal
 * that was put back from an older copy. Both are kept; people are told. */
static gboolean
note_reused_in (MadoSqliteStore  *self,
                MadoCommit       *commit,
                GError          **error)
{
  MadoSqliteStmt *stmt =
    mado_sqlite_prepare (self->db, "INSERT OR IGNORE INTO counter_notes (device, n, id, other)"
                         " SELECT device, n, id, ?3 FROM commits WHERE device=?1 AND n=?2 AND id<>?3", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, &commit->device);
  mado_sqlite_bind_int (stmt, 2, (gint64) commit->n);
  mado_sqlite_bind_id (stmt, 3, &commit->id);
  return mado_sqlite_run (stmt, error);
}

gboolean
mado_sqlite_store_put_commit_in (MadoSqliteStore       *self,
                                 const MadoRecordInfo  *info,
                                 MadoCommit            *commit,
                                 guint64                seq,
                                 gint64                 received,
                                 MadoPut               *put,
                                 gint64                *lseq,
                                 GError               **error)
{
  MadoSqliteStmt *stmt =
    mado_sqlite_prepare (self->db, "INSERT INTO commits (id, record, section, device, n, seq, received, check_sum, bytes)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, &commit->id);
  mado_sqlite_bind_int (stmt, 2, info->no);
  mado_sqlite_bind_text (stmt, 3, commit->section);
  mado_sqlite_bind_id (stmt, 4, &commit->device);
  mado_sqlite_bind_int (stmt, 5, (gint64) commit->n);
  mado_sqlite_bind_int (stmt, 6, (gint64) seq);
  mado_sqlite_bind_int (stmt, 7, received);
  mado_sqlite_bind_int (stmt, 8, check_sum (commit->bytes));
  mado_sqlite_bind_bytes (stmt, 9, commit->bytes);
  if (!mado_sqlite_run (stmt, error))
    return FALSE;
  if (mado_sqlite_changes (self->db) == 0)
    return compare_stored (self, commit, seq, received, put, lseq, error);
  *put = MADO_PUT_STORED;
  *lseq = mado_sqlite_last_rowid (self->db);
  return put_routes_in (self, info, commit, error) && note_reused_in (self, commit, error);
}

/* --- reading commits -----------------------------------------------------------------*/

/* A commit whose key is not here is folded locked. */
static MadoCommit *
unseal_commit (MadoSqliteStore  *self,
               MadoCommit       *commit,
               GError          **error)
{
  const MadoDataKey *key;
  MadoCommit *open;
  GError *fault = NULL;

  if (commit->changes != NULL || commit->sealed == NULL)
    return mado_commit_ref (commit);
  key = mado_sqlite_store_find_key (self, &commit->key_id, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, fault);
      return NULL;
    }
  open = key != NULL ? mado_commit_unseal (commit, key->key, NULL) : NULL;
  return open != NULL ? open : mado_commit_ref (commit);
}

static MadoCommit *
read_commit (MadoSqliteStore  *self,
             MadoSqliteStmt   *stmt,
             GError          **error)
{
  g_autoptr (GBytes) bytes = mado_sqlite_dup_bytes (stmt, 1);
  g_autoptr (MadoCommit) commit = NULL;

  if (bytes == NULL || check_sum (bytes) != mado_sqlite_get_int (stmt, 2))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED,
                   _("Commit %d of the journal is damaged on the disk."), (int) mado_sqlite_get_int (stmt, 0));
      return NULL;
    }
  commit = mado_commit_parse (bytes, error);
  return commit != NULL ? unseal_commit (self, commit, error) : NULL;
}

gboolean
mado_sqlite_store_each_commit (MadoSqliteStore       *self,
                               const MadoRecordInfo  *info,
                               gint64                 after,
                               const char *const     *sections,
                               MadoCommitFunc         func,
                               gpointer               data,
                               GError               **error)
{
  g_auto (MadoSqliteStep) stmt =
    mado_sqlite_prepare (self->db, "SELECT lseq, bytes, check_sum FROM commits c WHERE record=?1 AND lseq>?2"
                         " AND NOT EXISTS (SELECT 1 FROM left_sections l WHERE l.record=?1 AND l.section=c.section)"
                         " ORDER BY lseq", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, info->no);
  mado_sqlite_bind_int (stmt, 2, after);
  for (;;)
    {
      g_autoptr (MadoCommit) commit = NULL;

      if (!mado_sqlite_step (stmt, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      commit = read_commit (self, stmt, error);
      if (commit == NULL)
        return FALSE;
      if (sections != NULL && !g_strv_contains (sections, commit->section))
        continue;
      if (!func (commit, mado_sqlite_get_int (stmt, 0), data, error))
        return FALSE;
    }
}
