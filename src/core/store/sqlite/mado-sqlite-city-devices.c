/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

#include <glib/gi18n-lib.h>

/* --- directory -------------------------------------------------------------------*/

static gboolean
save_device (MadoSqliteCity        *self,
             const MadoCityDevice  *device,
             const guint8          *code,
             GError               **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO device VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                                              " ON CONFLICT DO UPDATE SET sign = ?3, box = ?4, scope = ?5, name = ?6,"
                                              " revoked = ?8", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, &device->id);
  mado_sqlite_bind_blob (stmt, 3, device->key.sign, sizeof device->key.sign);
  mado_sqlite_bind_blob (stmt, 4, device->key.box, sizeof device->key.box);
  mado_sqlite_bind_text (stmt, 5, device->scope);
  mado_sqlite_bind_text (stmt, 6, device->name);
  mado_sqlite_bind_int (stmt, 7, device->enrolled);
  mado_sqlite_bind_int (stmt, 8, device->revoked);
  if (code != NULL)
    mado_sqlite_bind_blob (stmt, 9, code, MADO_DIGEST_BYTES);
  self->devices_dirty = TRUE;
  return mado_sqlite_run (stmt, error);
}

static gboolean
put_device_cb (MadoSqliteCity  *self,
               gpointer         data,
               GError         **error)
{
  return save_device (self, data, NULL, error);
}

gboolean
city_put_device (MadoCityStore         *store,
                 const MadoCityDevice  *device,
                 GError               **error)
{
  return city_run (MADO_SQLITE_CITY (store), put_device_cb, (gpointer) device, error);
}

gboolean
city_get_device (MadoCityStore  *store,
                 const MadoId   *id,
                 MadoCityDevice *device)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  MadoCityDevice *found;

  pthread_mutex_lock (&self->lock);
  found = g_hash_table_lookup (self->devices, id);
  if (found != NULL)
    *device = *found;
  pthread_mutex_unlock (&self->lock);
  return found != NULL;
}

static gint
compare_devices (gconstpointer a,
                 gconstpointer b)
{
  return mado_id_compare (&((const MadoCityDevice *) a)->id, &((const MadoCityDevice *) b)->id);
}

GArray *
city_list_devices (MadoCityStore *store)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (MadoCityDevice));
  GHashTableIter iter;
  gpointer device;

  pthread_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->devices);
  while (g_hash_table_iter_next (&iter, NULL, &device))
    g_array_append_vals (list, device, 1);
  pthread_mutex_unlock (&self->lock);
  g_array_sort (list, compare_devices);
  return list;
}

/* --- enrolment codes -----------------------------------------------------------------*/

typedef struct
{
  const guint8 *digest;
  const char   *scope;
  guint         uses;
  gint64        expires;
} Code;

static gboolean
put_code_cb (MadoSqliteCity  *self,
             gpointer         data,
             GError         **error)
{
  Code *code = data;
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT OR REPLACE INTO code VALUES (?, ?, ?, ?, ?)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_blob (stmt, 2, code->digest, MADO_DIGEST_BYTES);
  mado_sqlite_bind_text (stmt, 3, code->scope);
  mado_sqlite_bind_int (stmt, 4, code->uses);
  mado_sqlite_bind_int (stmt, 5, code->expires);
  return mado_sqlite_run (stmt, error);
}

gboolean
city_put_code (MadoCityStore  *store,
               const guint8   *digest,
               const char     *scope,
               guint           uses,
               gint64          expires,
               GError        **error)
{
  Code code = { digest, scope, uses, expires };

  return city_run (MADO_SQLITE_CITY (store), put_code_cb, &code, error);
}

typedef struct
{
  const guint8   *digest;
  MadoCityDevice *device;
} Enrolment;

/* A lost answer is repeated: same keys, same code, same device. */
static gboolean
find_enrolled (MadoSqliteCity  *self,
               Enrolment       *enrolment,
               gboolean        *found,
               GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT id, scope, name, enrolled FROM device WHERE city = ? AND sign = ?"
                                              " AND box = ? AND code = ? AND revoked = 0", error);
  MadoCityDevice *device = enrolment->device;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_blob (stmt, 2, device->key.sign, sizeof device->key.sign);
  mado_sqlite_bind_blob (stmt, 3, device->key.box, sizeof device->key.box);
  mado_sqlite_bind_blob (stmt, 4, enrolment->digest, MADO_DIGEST_BYTES);
  if (!mado_sqlite_step (stmt, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  mado_sqlite_get_id (stmt, 0, &device->id);
  g_strlcpy (device->scope, mado_sqlite_get_text (stmt, 1), sizeof device->scope);
  g_strlcpy (device->name, mado_sqlite_get_text (stmt, 2), sizeof device->name);
  device->enrolled = mado_sqlite_get_int (stmt, 3);
  mado_sqlite_reset (stmt);
  return TRUE;
}

static gboolean
use_code (MadoSqliteCity  *self,
          Enrolment       *enrolment,
          GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "UPDATE code SET uses = uses - 1 WHERE city = ? AND digest = ?"
                                              " AND uses > 0 AND expires > ? RETURNING scope", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_blob (stmt, 2, enrolment->digest, MADO_DIGEST_BYTES);
  mado_sqlite_bind_int (stmt, 3, mado_clock_now_ms (self->clock));
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  if (!row)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DENIED,
                           _("This enrolment code is wrong, was used, or is too old. Ask for a new one."));
      return FALSE;
    }
  if (*mado_sqlite_get_text (stmt, 0) != '\0')
    g_strlcpy (enrolment->device->scope, mado_sqlite_get_text (stmt, 0), sizeof enrolment->device->scope);
  mado_sqlite_reset (stmt);
  return TRUE;
}

static gboolean
enrol_cb (MadoSqliteCity  *self,
          gpointer         data,
          GError         **error)
{
  Enrolment *enrolment = data;
  MadoCityDevice *device = enrolment->device;
  MadoAudit note = { .what = "enrol", .staff = "", .section = "", .detail = device->name };
  gboolean found;

  if (!find_enrolled (self, enrolment, &found, error))
    return FALSE;
  if (found)
    return TRUE;
  if (!use_code (self, enrolment, error))
    return FALSE;
  mado_id_generate (&device->id, self->clock, self->random);
  device->enrolled = mado_clock_now_ms (self->clock);
  device->revoked = 0;
  note.device = device->id;
  return save_device (self, device, enrolment->digest, error) && city_audit_one (self, &note, error);
}

gboolean
city_enrol (MadoCityStore   *store,
            const guint8    *digest,
            MadoCityDevice  *device,
            GError         **error)
{
  Enrolment enrolment = { digest, device };

  return city_run (MADO_SQLITE_CITY (store), enrol_cb, &enrolment, error);
}
