/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"
#include "core/sync/mado-policy.h"

/*
 * Rights as of the ticket. The ticket says who, where and until when; the
 * policy function says what. Commits that were made under a good ticket stay
 * good when the person's rights change later.
 */
#define TOLERANCE_MS MADO_CLOCK_MAX_AHEAD_MS

/* A device whose clock runs ahead must not lose its work: what claims to be
 * later than now is judged as of now. */
static gboolean
is_in_time (MadoTicket *ticket,
            MadoCommit *commit,
            gint64      received)
{
  return MIN (mado_hlc_ms (commit->clock), received) <= ticket->offline_until + TOLERANCE_MS;
}

/* The routes that count for this commit: those of the section, and for a
 * section that is just being made those that it brings, by default its
 * author's own. */
static char **
collect_routes (CitySection *section,
                MadoCommit  *commit,
                MadoTicket  *ticket,
                gboolean     is_new)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean any = FALSE;

  for (guint i = 0; i < section->routes->len; i++)
    {
      CityRoute *route = &g_array_index (section->routes, CityRoute, i);

      if (route->on)
        g_strv_builder_add (builder, route->scope);
    }
  for (guint i = 0; is_new && i < commit->open->len; i++)
    {
      MadoChange *change = commit->open->pdata[i];

      if (!g_str_has_prefix (change->path, "route/"))
        continue;
      any = TRUE;
      if (g_variant_is_of_type (change->value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (change->value))
        g_strv_builder_add (builder, change->path + strlen ("route/"));
    }
  if (is_new && !any)
    g_strv_builder_add (builder, ticket->scope);
  return g_strv_builder_end (builder);
}

static gboolean
may (MadoTicket        *ticket,
     MadoVerb           verb,
     const MadoSubject *subject)
{
  const char *scopes[] = { ticket->scope, ticket->desk, NULL };

  for (guint i = 0; ticket->roles != NULL && ticket->roles[i] != NULL; i++)
    {
      MadoActor actor = { .staff = ticket->staff, .role = mado_role_from_string (ticket->roles[i]), .scopes = scopes };

      if (mado_policy_may (&actor, verb, subject, NULL))
        return TRUE;
    }
  return FALSE;
}

static char *
find_acceptor (MadoSqliteCity  *self,
               const MadoId    *record,
               const char      *path,
               GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT staff FROM accepted WHERE city = ? AND record = ?"
                                              " AND proc = ?", error);
  char *staff = NULL;
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, record);
  mado_sqlite_bind_text (stmt, 3, path);
  if (!mado_sqlite_step (stmt, &row, error))
    return NULL;
  if (row)
    staff = g_strdup (mado_sqlite_get_text (stmt, 0));
  mado_sqlite_reset (stmt);
  return staff;
}

/* A state is more than a value: accepting and checking have their own verbs. */
static gboolean
may_set_state (MadoSqliteCity  *self,
               MadoChange      *change,
               MadoCommit      *commit,
               MadoTicket      *ticket,
               MadoSubject     *subject,
               GError         **error)
{
  const char *state = mado_value_get_text (change->value);
  g_autofree char *acceptor = NULL;

  if (g_str_equal (state, "accepted") || g_str_equal (state, "entered"))
    return may (ticket, MADO_VERB_ACCEPT, subject);
  if (!g_str_equal (state, "checked"))
    return TRUE;
  acceptor = find_acceptor (self, &commit->record, change->path, error);
  subject->last_actor = acceptor;
  if (may (ticket, MADO_VERB_CHECK, subject))
    {
      subject->last_actor = NULL;
      return TRUE;
    }
  subject->last_actor = NULL;
  return FALSE;
}

static gboolean
may_change (MadoSqliteCity  *self,
            MadoCommit      *commit,
            MadoTicket      *ticket,
            MadoSubject     *subject,
            GError         **error)
{
  for (guint i = 0; i < commit->open->len; i++)
    {
      MadoChange *change = commit->open->pdata[i];

      if (g_str_has_prefix (change->path, "route/") && !may (ticket, MADO_VERB_ROUTE, subject))
        return FALSE;
      if (g_str_has_prefix (change->path, "proc/") && g_str_has_suffix (change->path, "/state") &&
          !may_set_state (self, change, commit, ticket, subject, error))
        return FALSE;
    }
  return TRUE;
}

const char *
city_judge (MadoSqliteCity  *self,
            MadoCommit      *commit,
            CitySection     *section,
            gint64           received,
            MadoTicket     **ticket,
            GError         **error)
{
  /* A commit without deps starts a section; it may come after commits that a
   * slip made possible elsewhere, and is not bound by their routes. */
  gboolean is_new = !section->exists || (!section->has_root && commit->n_deps == 0);
  MadoSubject subject = { .kind = section->exists ? section->kind : commit->kind, .section = commit->section, .is_new = is_new };
  g_auto (GStrv) routes = NULL;

  if (mado_id_is_null (&commit->ticket))
    return "no-ticket";
  *ticket = city_get_ticket (MADO_CITY_STORE (self), &commit->ticket, error);
  if (*ticket == NULL || !mado_id_equal (&(*ticket)->device, &commit->device))
    return "no-ticket";
  if (!g_str_equal ((*ticket)->staff, commit->actor))
    return "actor";
  if (!is_in_time (*ticket, commit, received))
    return "ticket-expired";
  if (!g_str_equal (subject.kind, commit->kind))
    return "damaged";
  routes = collect_routes (section, commit, *ticket, is_new);
  subject.routes = (const char *const *) routes;
  if (!may (*ticket, MADO_VERB_WRITE, &subject) || !may_change (self, commit, *ticket, &subject, error))
    return "denied";
  return NULL;
}
