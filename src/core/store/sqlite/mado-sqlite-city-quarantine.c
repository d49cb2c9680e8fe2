/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

#include <glib/gi18n-lib.h>

/*
 * What the rules do not cover is kept, unfolded, until a supervisor decides.
 * Rows are keyed by the digest of the bytes, so the same bytes sent again are
 * the same row.
 */
#define KEEP_BYTES MADO_COMMIT_MAX_BYTES

static const char *const reasons[] = {
  "damaged", "signature", "unknown-device", "revoked-device", "foreign", "no-ticket", "ticket-expired", "actor",
  "denied", "counter-reused", "too-large",
};

static const char *
static_reason (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_str_equal (reasons[i], text))
      return reasons[i];
  return "denied";
}

/* Can a person wave it through? Not if nobody knows who wrote it. */
static gboolean
can_be_accepted (const char *reason)
{
  return g_strv_contains ((const char *const[]) { "revoked-device", "no-ticket", "ticket-expired", "actor", "denied",
                                                  "counter-reused", NULL }, reason);
}

static void
digest_of (GBytes *bytes,
           guint8  digest[MADO_DIGEST_BYTES])
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  mado_digest (data, length, digest);
}

gboolean
city_quarantine (MadoSqliteCity  *self,
                 MadoCityItem    *item,
                 const char      *reason,
                 gint64           received,
                 GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT OR IGNORE INTO quarantine (city, id, digest, reason, received,"
                                              " device, actor, record, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", error);
  static const MadoId none;
  guint8 digest[MADO_DIGEST_BYTES];
  gsize length;
  const void *data = g_bytes_get_data (item->bytes, &length);
  MadoId id;

  if (stmt == NULL)
    return FALSE;
  digest_of (item->bytes, digest);
  if (item->commit != NULL)
    id = item->commit->id;
  else
    mado_id_derive (&id, "quarantine", digest, sizeof digest);
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, &id);
  mado_sqlite_bind_blob (stmt, 3, digest, sizeof digest);
  mado_sqlite_bind_text (stmt, 4, reason);
  mado_sqlite_bind_int (stmt, 5, received);
  mado_sqlite_bind_id (stmt, 6, item->commit != NULL ? &item->commit->device : &item->sender);
  mado_sqlite_bind_text (stmt, 7, item->commit != NULL ? item->commit->actor : "");
  mado_sqlite_bind_id (stmt, 8, item->commit != NULL ? &item->commit->record : &none);
  mado_sqlite_bind_blob (stmt, 9, data, MIN (length, KEEP_BYTES));
  if (!mado_sqlite_run (stmt, error))
    return FALSE;
  self->n_quarantined++;
  return TRUE;
}

gboolean
city_quarantine_find (MadoSqliteCity  *self,
                      MadoCityItem    *item,
                      gboolean        *found,
                      GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT reason FROM quarantine WHERE city = ? AND digest = ?", error);
  guint8 digest[MADO_DIGEST_BYTES];

  if (stmt == NULL)
    return FALSE;
  digest_of (item->bytes, digest);
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_blob (stmt, 2, digest, sizeof digest);
  if (!mado_sqlite_step (stmt, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  item->verdict = MADO_VERDICT_QUARANTINED;
  item->reason = static_reason (mado_sqlite_get_text (stmt, 0));
  mado_sqlite_reset (stmt);
  return TRUE;
}

/* --- listing ----------------------------------------------------------------------*/

static GPtrArray *
query_list (MadoSqliteCity  *self,
            MadoSqlite      *db,
            guint            limit,
            GError         **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_quarantined_free);
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT id, reason, received, device, actor, record FROM quarantine"
                                              " WHERE city = ? AND decided = '' ORDER BY received LIMIT ?", error);

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_int (stmt, 2, limit);
  for (;;)
    {
      MadoQuarantined *item;
      gboolean row;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&list);
      item = g_new0 (MadoQuarantined, 1);
      mado_sqlite_get_id (stmt, 0, &item->id);
      item->reason = g_strdup (mado_sqlite_get_text (stmt, 1));
      item->received = mado_sqlite_get_int (stmt, 2);
      mado_sqlite_get_id (stmt, 3, &item->device);
      item->actor = g_strdup (mado_sqlite_get_text (stmt, 4));
      mado_sqlite_get_id (stmt, 5, &item->record);
      g_ptr_array_add (list, item);
    }
}

GPtrArray *
city_list_quarantine (MadoCityStore  *store,
                      guint           limit,
                      GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  MadoSqlite *reader = city_reader_take (self, error);
  GPtrArray *list = reader != NULL ? query_list (self, reader, limit, error) : NULL;

  city_reader_give (self, reader);
  return list;
}

/* --- deciding ----------------------------------------------------------------------*/

typedef struct
{
  const MadoId *id;
  gboolean      accept;
  const char   *staff;
  const char   *why;
} Decision;

static GBytes *
load_open (MadoSqliteCity  *self,
           const MadoId    *id,
           char           **reason,
           GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT bytes, reason FROM quarantine WHERE city = ? AND id = ?"
                                              " AND decided = ''", error);
  GBytes *bytes;
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, id);
  if (!mado_sqlite_step (stmt, &row, error))
    return NULL;
  if (!row)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no such entry waiting for a decision."));
      return NULL;
    }
  bytes = mado_sqlite_dup_bytes (stmt, 0);
  *reason = g_strdup (mado_sqlite_get_text (stmt, 1));
  mado_sqlite_reset (stmt);
  return bytes;
}

/* The author's scope: that of the device it was made on. */
static void
scope_of (MadoSqliteCity *self,
          const MadoId   *device,
          char            scope[32])
{
  MadoCityDevice found;

  g_strlcpy (scope, city_get_device (MADO_CITY_STORE (self), device, &found) ? found.scope : "", 32);
}

static gboolean
accept_bytes (MadoSqliteCity  *self,
              GBytes          *bytes,
              GError         **error)
{
  g_autoptr (MadoCommit) commit = mado_commit_parse (bytes, error);
  MadoCityItem item = { .bytes = bytes, .commit = commit };
  CityCounter *counter;
  CitySection *section;
  char scope[32];
  gboolean inserted;

  if (commit == NULL)
    return FALSE;
  counter = city_counter (self, &commit->device, error);
  section = counter != NULL ? city_section (self, &commit->record, commit->section, error) : NULL;
  scope_of (self, &commit->device, scope);
  if (section == NULL || !city_insert (self, &item, section, scope, &inserted, error))
    return FALSE;
  if (inserted)
    {
      city_counter_take (counter, commit->n);
      return TRUE;
    }
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_EXISTS, _("Another entry with this id is in the journal already."));
  return FALSE;
}

static gboolean
mark_decided (MadoSqliteCity  *self,
              Decision        *decision,
              GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "UPDATE quarantine SET decided = ? WHERE city = ? AND id = ?"
                                              " AND decided = ''", error);
  MadoAudit note = { .what = decision->accept ? "quarantine-accept" : "quarantine-refuse", .staff = decision->staff,
                     .section = "", .detail = decision->why };

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_text (stmt, 1, decision->accept ? "accept" : "refuse");
  mado_sqlite_bind_int (stmt, 2, self->city_number);
  mado_sqlite_bind_id (stmt, 3, decision->id);
  return mado_sqlite_run (stmt, error) && city_audit_one (self, &note, error);
}

static gboolean
decide_cb (MadoSqliteCity  *self,
           gpointer         data,
           GError         **error)
{
  Decision *decision = data;
  g_autofree char *reason = NULL;
  g_autoptr (GBytes) bytes = load_open (self, decision->id, &reason, error);

  if (bytes == NULL)
    return FALSE;
  if (decision->accept && !can_be_accepted (reason))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("This entry cannot be accepted, because nobody can tell who wrote it."));
      return FALSE;
    }
  return (!decision->accept || accept_bytes (self, bytes, error)) && mark_decided (self, decision, error);
}

gboolean
city_decide (MadoCityStore  *store,
             const MadoId   *id,
             gboolean        accept,
             const char     *staff,
             const char     *why,
             GError        **error)
{
  Decision decision = { id, accept, staff, why };

  return city_run (MADO_SQLITE_CITY (store), decide_cb, &decision, error);
}
