/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-policy.h"

/* What a role may do at all, before routes are looked at. A bit per verb. */
#define BIT(verb) (1u << (verb))
#define READ_WRITE (BIT (MADO_VERB_READ) | BIT (MADO_VERB_WRITE))
#define AT_COUNTER (READ_WRITE | BIT (MADO_VERB_ROUTE) | BIT (MADO_VERB_ACCEPT))

static const struct
{
  const char *name;
  guint       personal; /* cases, bookings, consultations and every kind not known here */
  guint       open;     /* plans, initiatives, figures, departments: nothing about citizens */
} roles[] = {
  [MADO_ROLE_NONE]       = { "none", 0, 0 },
  [MADO_ROLE_COUNTER]    = { "counter", AT_COUNTER | BIT (MADO_VERB_CHECK) | BIT (MADO_VERB_BREAK_GLASS),
                             BIT (MADO_VERB_READ) },
  [MADO_ROLE_CENTRE]     = { "centre", AT_COUNTER | BIT (MADO_VERB_BREAK_GLASS), BIT (MADO_VERB_READ) },
  [MADO_ROLE_REVIEWER]   = { "reviewer", AT_COUNTER | BIT (MADO_VERB_CHECK) | BIT (MADO_VERB_BREAK_GLASS),
                             BIT (MADO_VERB_READ) },
  [MADO_ROLE_PROMOTER]   = { "promoter", 0, READ_WRITE | BIT (MADO_VERB_ROUTE) },
  [MADO_ROLE_SUPERVISOR] = { "supervisor", AT_COUNTER | BIT (MADO_VERB_CHECK) | BIT (MADO_VERB_BREAK_GLASS) | BIT (MADO_VERB_PURGE),
                             READ_WRITE | BIT (MADO_VERB_ROUTE) | BIT (MADO_VERB_CHECK) },
  [MADO_ROLE_ADMIN]      = { "admin", BIT (MADO_VERB_PURGE),
                             READ_WRITE | BIT (MADO_VERB_ROUTE) | BIT (MADO_VERB_PURGE) },
};

static const char *const verbs[] = { "read", "write", "route", "accept", "check", "purge", "break-glass" };

const char *
mado_role_to_string (MadoRole role)
{
  return roles[(guint) role < G_N_ELEMENTS (roles) ? role : MADO_ROLE_NONE].name;
}

MadoRole
mado_role_from_string (const char *text)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (roles); i++)
    if (g_str_equal (roles[i].name, text))
      return (MadoRole) i;
  return MADO_ROLE_NONE;
}

const char *
mado_verb_to_string (MadoVerb verb)
{
  return (guint) verb < G_N_ELEMENTS (verbs) ? verbs[verb] : "unknown";
}

/* A kind that is not known here is treated as personal. */
gboolean
mado_policy_kind_is_open (const char *kind)
{
  static const char *const open_kinds[] = { "plan", "initiative", "kpi", "department", "edition", "measure", NULL };

  return kind != NULL && g_strv_contains (open_kinds, kind);
}

static gboolean
share_a_scope (const char *const *scopes,
               const char *const *routes)
{
  for (guint i = 0; scopes != NULL && routes != NULL && scopes[i] != NULL; i++)
    if (*scopes[i] != '\0' && g_strv_contains (routes, scopes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
role_may (const MadoActor   *actor,
          MadoVerb           verb,
          const MadoSubject *subject)
{
  guint allowed;

  if ((guint) actor->role >= G_N_ELEMENTS (roles) || (guint) verb >= G_N_ELEMENTS (verbs))
    return FALSE;
  allowed = mado_policy_kind_is_open (subject->kind) ? roles[actor->role].open : roles[actor->role].personal;
  return (allowed & BIT (verb)) != 0;
}

/* Nothing here depends on a route: everybody reads the open kinds, a purge
 * needs only to be due, and breaking the glass is for where a route lacks. */
static gboolean
needs_route (MadoVerb           verb,
             const MadoSubject *subject)
{
  switch (verb)
    {
    case MADO_VERB_READ:
      return !mado_policy_kind_is_open (subject->kind) && !subject->glass_broken;
    case MADO_VERB_PURGE:
    case MADO_VERB_BREAK_GLASS:
      return FALSE;
    default:
      return TRUE;
    }
}

static const char *
find_objection (const MadoActor   *actor,
                MadoVerb           verb,
                const MadoSubject *subject)
{
  if (actor->staff == NULL || *actor->staff == '\0')
    return "nobody";
  if (!role_may (actor, verb, subject))
    return "role";
  /* A section that is not there yet has nothing to read; who makes it must
   * stay among those who may read it. */
  if (needs_route (verb, subject) && !share_a_scope (actor->scopes, subject->routes))
    return subject->is_new && verb != MADO_VERB_READ ? "own-scope" : "route";
  /* Closing an initiative to a department says who writes it, not who reads it. */
  if (verb == MADO_VERB_READ && subject->is_guarded && !subject->glass_broken && !mado_policy_kind_is_open (subject->kind))
    return "reason";
  if (verb == MADO_VERB_CHECK && subject->last_actor != NULL && g_str_equal (subject->last_actor, actor->staff))
    return "same-person";
  if (verb == MADO_VERB_PURGE && !subject->is_due)
    return "not-due";
  return NULL;
}

/**
 * mado_policy_may:
 * @actor: who acts
 * @verb: what is to be done
 * @subject: the section it is done to
 * @why_not: (out) (optional) (transfer none): a token if the answer is no
 *
 * Returns: whether @actor may do it
 */
gboolean
mado_policy_may (const MadoActor    *actor,
                 MadoVerb            verb,
                 const MadoSubject  *subject,
                 const char        **why_not)
{
  const char *objection = find_objection (actor, verb, subject);

  if (why_not != NULL)
    *why_not = objection;
  return objection == NULL;
}
