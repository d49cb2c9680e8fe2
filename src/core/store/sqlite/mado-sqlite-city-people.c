/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

#define COLUMNS "id, name, desk, roles, hash, disabled, failures, locked_until"

static gboolean
put_user_cb (MadoSqliteCity  *self,
             gpointer         data,
             GError         **error)
{
  MadoCityUser *user = data;
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT OR REPLACE INTO staff (city, " COLUMNS ")"
                                              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", error);
  g_autofree char *roles = g_strjoinv (" ", user->roles);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_text (stmt, 2, user->id);
  mado_sqlite_bind_text (stmt, 3, user->name);
  mado_sqlite_bind_text (stmt, 4, user->desk);
  mado_sqlite_bind_text (stmt, 5, roles);
  mado_sqlite_bind_text (stmt, 6, user->hash);
  mado_sqlite_bind_int (stmt, 7, user->disabled);
  mado_sqlite_bind_int (stmt, 8, user->failures);
  mado_sqlite_bind_int (stmt, 9, user->locked_until);
  return mado_sqlite_run (stmt, error);
}

gboolean
city_put_user (MadoCityStore  *store,
               MadoCityUser   *user,
               GError        **error)
{
  return city_run (MADO_SQLITE_CITY (store), put_user_cb, user, error);
}

static MadoCityUser *
read_user (MadoSqliteStmt *stmt)
{
  g_auto (GStrv) roles = g_strsplit (mado_sqlite_get_text (stmt, 3), " ", -1);
  MadoCityUser *user = mado_city_user_new (mado_sqlite_get_text (stmt, 0), mado_sqlite_get_text (stmt, 1),
                                           mado_sqlite_get_text (stmt, 2), (const char *const *) roles,
                                           mado_sqlite_get_text (stmt, 4));

  user->disabled = mado_sqlite_get_int (stmt, 5) != 0;
  user->failures = (guint) mado_sqlite_get_int (stmt, 6);
  user->locked_until = mado_sqlite_get_int (stmt, 7);
  return user;
}

static GPtrArray *
query_users (MadoSqliteCity  *self,
             MadoSqlite      *db,
             const char      *id,
             GError         **error)
{
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_city_user_free);
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT " COLUMNS " FROM staff WHERE city = ?1 AND (?2 IS NULL OR id = ?2)"
                                              " ORDER BY id", error);

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_text (stmt, 2, id);
  for (;;)
    {
      gboolean row;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&users);
      g_ptr_array_add (users, read_user (stmt));
    }
}

static GPtrArray *
read_users (MadoSqliteCity  *self,
            const char      *id,
            GError         **error)
{
  MadoSqlite *reader = city_reader_take (self, error);
  GPtrArray *users = reader != NULL ? query_users (self, reader, id, error) : NULL;

  city_reader_give (self, reader);
  return users;
}

MadoCityUser *
city_get_user (MadoCityStore  *store,
               const char     *id,
               GError        **error)
{
  g_autoptr (GPtrArray) users = read_users (MADO_SQLITE_CITY (store), id, error);

  return users != NULL && users->len > 0 ? g_ptr_array_steal_index (users, 0) : NULL;
}

GPtrArray *
city_list_users (MadoCityStore  *store,
                 GError        **error)
{
  return read_users (MADO_SQLITE_CITY (store), NULL, error);
}

typedef struct
{
  const char *id;
  guint       failures;
  gint64      locked_until;
} SignIn;

static gboolean
note_sign_in_cb (MadoSqliteCity  *self,
                 gpointer         data,
                 GError         **error)
{
  SignIn *note = data;
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "UPDATE staff SET failures = ?, locked_until = ?"
                                              " WHERE city = ? AND id = ?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, note->failures);
  mado_sqlite_bind_int (stmt, 2, note->locked_until);
  mado_sqlite_bind_int (stmt, 3, self->city_number);
  mado_sqlite_bind_text (stmt, 4, note->id);
  return mado_sqlite_run (stmt, error);
}

gboolean
city_note_sign_in (MadoCityStore  *store,
                   const char     *id,
                   guint           failures,
                   gint64          locked_until,
                   GError        **error)
{
  SignIn note = { id, failures, locked_until };

  return city_run (MADO_SQLITE_CITY (store), note_sign_in_cb, &note, error);
}
