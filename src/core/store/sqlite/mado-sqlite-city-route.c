/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"
#include "core/sync/mado-policy.h"

/*
 * Who reads what. A section's open changes route/<scope> open and close it for
 * a scope; each stored commit goes into the feed of every scope that is open.
 * A scope that is let in gets all earlier commits of the section first; one
 * that is shut out gets a `left` entry instead of the commit.
 */
#define MAX_SECTIONS 100000
#define PREFIX "route/"

guint
city_section_hash (gconstpointer data)
{
  const CitySection *section = data;

  return mado_id_hash (&section->record) ^ g_str_hash (section->section);
}

gboolean
city_section_equal (gconstpointer a,
                    gconstpointer b)
{
  const CitySection *one = a, *two = b;

  return mado_id_equal (&one->record, &two->record) && g_str_equal (one->section, two->section);
}

void
city_section_free (gpointer data)
{
  CitySection *section = data;

  g_free (section->kind);
  g_array_unref (section->routes);
  g_free (section);
}

/* --- loading --------------------------------------------------------------------*/

static gboolean
load_routes (MadoSqlite   *db,
             gint64        city,
             CitySection  *section,
             GError      **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT scope, is_on, clock, id FROM route WHERE city = ? AND record = ?"
                                              " AND section = ?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, city);
  mado_sqlite_bind_id (stmt, 2, &section->record);
  mado_sqlite_bind_text (stmt, 3, section->section);
  for (;;)
    {
      CityRoute route = { .on = FALSE };
      gboolean row;

      if (!mado_sqlite_step (stmt, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      g_strlcpy (route.scope, mado_sqlite_get_text (stmt, 0), sizeof route.scope);
      route.on = mado_sqlite_get_int (stmt, 1) != 0;
      route.clock = (guint64) mado_sqlite_get_int (stmt, 2);
      mado_sqlite_get_id (stmt, 3, &route.commit);
      g_array_append_val (section->routes, route);
    }
}

static gboolean
load_section (MadoSqliteCity  *self,
              CitySection     *section,
              GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT kind, has_root FROM section WHERE city = ? AND record = ?"
                                              " AND section = ?", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, &section->record);
  mado_sqlite_bind_text (stmt, 3, section->section);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  section->exists = TRUE;
  section->kind = g_strdup (mado_sqlite_get_text (stmt, 0));
  section->has_root = mado_sqlite_get_int (stmt, 1) != 0;
  mado_sqlite_reset (stmt);
  return load_routes (self->db, self->city_number, section, error);
}

CitySection *
city_section (MadoSqliteCity  *self,
              const MadoId    *record,
              const char      *name,
              GError         **error)
{
  CitySection wanted = { .record = *record };
  CitySection *section;

  g_strlcpy (wanted.section, name, sizeof wanted.section);
  section = g_hash_table_lookup (self->sections, &wanted);
  if (section != NULL)
    return section;
  if (g_hash_table_size (self->sections) >= MAX_SECTIONS)
    g_hash_table_remove_all (self->sections);
  section = g_memdup2 (&wanted, sizeof wanted);
  section->routes = g_array_new (FALSE, TRUE, sizeof (CityRoute));
  if (!load_section (self, section, error))
    {
      city_section_free (section);
      return NULL;
    }
  g_hash_table_add (self->sections, section);
  return section;
}

/* --- feeds -------------------------------------------------------------------------*/

gboolean
city_feed_add (MadoSqliteCity     *self,
               const char         *scope,
               MadoCityEntryType   type,
               guint64             seq,
               const MadoId       *record,
               const char         *section,
               GError            **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO feed VALUES (?, ?, ?, ?, ?, ?, ?)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_text (stmt, 2, scope);
  mado_sqlite_bind_int (stmt, 3, (gint64) ++self->head.position);
  mado_sqlite_bind_int (stmt, 4, type);
  mado_sqlite_bind_int (stmt, 5, (gint64) seq);
  if (record != NULL)
    mado_sqlite_bind_id (stmt, 6, record);
  mado_sqlite_bind_text (stmt, 7, section);
  if (!mado_sqlite_run (stmt, error))
    return FALSE;
  if (!g_hash_table_contains (self->touched, scope))
    g_hash_table_add (self->touched, g_strdup (scope));
  return TRUE;
}

/* All commits of the section before @seq, in their order, for a scope that
 * comes in. */
static gboolean
bring_in (MadoSqliteCity  *self,
          CitySection     *section,
          const char      *scope,
          guint64          seq,
          GError         **error)
{
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (guint64));
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT key FROM journal WHERE city = ? AND record = ? AND section = ?"
                                              " AND bytes IS NOT NULL ORDER BY key", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  if (section->fresh)
    return TRUE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, &section->record);
  mado_sqlite_bind_text (stmt, 3, section->section);
  do
    {
      guint64 earlier;

      if (!mado_sqlite_step (stmt, &row, error))
        return FALSE;
      earlier = row ? (guint64) mado_sqlite_get_int (stmt, 0) & ((G_GUINT64_CONSTANT (1) << SEQ_BITS) - 1) : seq;
      if (earlier < seq)
        g_array_append_val (seqs, earlier);
    }
  while (row);
  for (guint i = 0; i < seqs->len; i++)
    if (!city_feed_add (self, scope, MADO_CITY_ENTRY_COMMIT, g_array_index (seqs, guint64, i), NULL, NULL, error))
      return FALSE;
  return TRUE;
}

/* --- routes --------------------------------------------------------------------------*/

static gboolean
save_route (MadoSqliteCity  *self,
            CitySection     *section,
            CityRoute       *route,
            GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT OR REPLACE INTO route VALUES (?, ?, ?, ?, ?, ?, ?)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, &section->record);
  mado_sqlite_bind_text (stmt, 3, section->section);
  mado_sqlite_bind_text (stmt, 4, route->scope);
  mado_sqlite_bind_int (stmt, 5, route->on);
  mado_sqlite_bind_int (stmt, 6, (gint64) route->clock);
  mado_sqlite_bind_id (stmt, 7, &route->commit);
  return mado_sqlite_run (stmt, error);
}

static CityRoute *
find_route (CitySection *section,
            const char  *scope)
{
  for (guint i = 0; i < section->routes->len; i++)
    {
      CityRoute *route = &g_array_index (section->routes, CityRoute, i);

      if (g_str_equal (route->scope, scope))
        return route;
    }
  return NULL;
}

static gboolean
is_later (MadoCommit *commit,
          CityRoute  *route)
{
  if (commit->clock != route->clock)
    return commit->clock > route->clock;
  return mado_id_compare (&commit->id, &route->commit) > 0;
}

static gboolean
set_route (MadoSqliteCity  *self,
           CitySection     *section,
           MadoCommit      *commit,
           guint64          seq,
           const char      *scope,
           gboolean         on,
           GError         **error)
{
  CityRoute *route = find_route (section, scope);
  gboolean was_on = route != NULL && route->on;

  if (*scope == '\0' || strlen (scope) >= sizeof route->scope || (route != NULL && !is_later (commit, route)))
    return TRUE;
  if (route == NULL)
    {
      CityRoute fresh = { .on = FALSE };

      g_strlcpy (fresh.scope, scope, sizeof fresh.scope);
      g_array_append_val (section->routes, fresh);
      route = &g_array_index (section->routes, CityRoute, section->routes->len - 1);
    }
  route->on = on;
  route->clock = commit->clock;
  route->commit = commit->id;
  if (!save_route (self, section, route, error))
    return FALSE;
  if (city_kind_is_open (section->kind))
    return TRUE;
  if (on && !was_on)
    return bring_in (self, section, scope, seq, error);
  if (!on && was_on)
    return city_feed_add (self, scope, MADO_CITY_ENTRY_LEFT, 0, &section->record, section->section, error);
  return TRUE;
}

static gboolean
apply_routes (MadoSqliteCity  *self,
              CitySection     *section,
              MadoCommit      *commit,
              guint64          seq,
              const char      *author_scope,
              GError         **error)
{
  gboolean any = section->routes->len > 0;

  for (guint i = 0; i < commit->open->len; i++)
    {
      MadoChange *change = commit->open->pdata[i];

      if (!g_str_has_prefix (change->path, PREFIX) || !g_variant_is_of_type (change->value, G_VARIANT_TYPE_BOOLEAN))
        continue;
      any = TRUE;
      if (!set_route (self, section, commit, seq, change->path + strlen (PREFIX),
                      g_variant_get_boolean (change->value), error))
        return FALSE;
    }
  return any || set_route (self, section, commit, seq, author_scope, TRUE, error);
}

/* Kinds that everybody reads go to one feed for all; their routes only say who
 * writes. */
gboolean
city_kind_is_open (const char *kind)
{
  MadoActor anybody = { .staff = "-", .role = MADO_ROLE_COUNTER };
  MadoSubject subject = { .kind = kind };

  return mado_policy_may (&anybody, MADO_VERB_READ, &subject, NULL);
}

gboolean
city_route (MadoSqliteCity  *self,
            CitySection     *section,
            MadoCommit      *commit,
            guint64          seq,
            const char      *author_scope,
            GError         **error)
{
  if (!apply_routes (self, section, commit, seq, author_scope, error))
    return FALSE;
  if (city_kind_is_open (section->kind))
    return city_feed_add (self, MADO_CITY_SCOPE_ALL, MADO_CITY_ENTRY_COMMIT, seq, NULL, NULL, error);
  for (guint i = 0; i < section->routes->len; i++)
    {
      CityRoute *route = &g_array_index (section->routes, CityRoute, i);

      if (route->on && !city_feed_add (self, route->scope, MADO_CITY_ENTRY_COMMIT, seq, NULL, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* --- asking, from any thread ------------------------------------------------------------*/

static gboolean
query_scope_reads (MadoSqliteCity  *self,
                   MadoSqlite      *db,
                   const char      *scope,
                   const MadoId    *record,
                   const char      *section,
                   GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT s.kind, r.is_on FROM section s LEFT JOIN route r"
                                              " ON r.city = s.city AND r.record = s.record AND r.section = s.section"
                                              " AND r.scope = ?4"
                                              " WHERE s.city = ?1 AND s.record = ?2 AND (?3 IS NULL OR s.section = ?3)", error);
  gboolean reads = FALSE;
  gboolean row = FALSE;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, record);
  mado_sqlite_bind_text (stmt, 3, section);
  mado_sqlite_bind_text (stmt, 4, scope);
  while (!reads && mado_sqlite_step (stmt, &row, error) && row)
    reads = mado_sqlite_get_int (stmt, 1) != 0 || city_kind_is_open (mado_sqlite_get_text (stmt, 0));
  mado_sqlite_reset (stmt);
  return reads;
}

gboolean
city_scope_reads (MadoCityStore *store,
                  const char    *scope,
                  const MadoId  *record,
                  const char    *section)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  g_autoptr (GError) error = NULL;
  MadoSqlite *reader = city_reader_take (self, &error);
  gboolean reads = reader != NULL && query_scope_reads (self, reader, scope, record, section, &error);

  if (error != NULL)
    g_warning ("%s", error->message);
  city_reader_give (self, reader);
  return reads;
}
