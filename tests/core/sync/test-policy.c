/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-policy.h"

static const char *const shimin[] = { "shimin", NULL };
static const char *const kokuho[] = { "kokuho", NULL };
static const char *const both[] = { "shimin", "kokuho", NULL };
static const char *const nothing[] = { NULL };

typedef struct
{
  MadoRole           role;
  const char *const *scopes;
  MadoVerb           verb;
  const char        *kind;
  const char *const *routes;
  gboolean           is_new;
  gboolean           glass_broken;
  gboolean           is_due;
  const char        *last_actor;
  const char        *why_not; /* NULL: allowed */
} Case;

#define C MADO_ROLE_COUNTER
#define N MADO_ROLE_CENTRE
#define R MADO_ROLE_REVIEWER
#define P MADO_ROLE_PROMOTER
#define S MADO_ROLE_SUPERVISOR
#define A MADO_ROLE_ADMIN

static const Case cases[] = {
  /* A route decides, not the desk's name or the rank. */
  { C, shimin, MADO_VERB_READ, "case", both, 0, 0, 0, NULL, NULL },
  { C, shimin, MADO_VERB_READ, "case", kokuho, 0, 0, 0, NULL, "route" },
  { S, shimin, MADO_VERB_READ, "case", kokuho, 0, 0, 0, NULL, "route" },
  { S, kokuho, MADO_VERB_READ, "case", kokuho, 0, 0, 0, NULL, NULL },
  { C, nothing, MADO_VERB_READ, "case", both, 0, 0, 0, NULL, "route" },
  { C, NULL, MADO_VERB_READ, "case", both, 0, 0, 0, NULL, "route" },
  { C, shimin, MADO_VERB_READ, "case", NULL, 0, 0, 0, NULL, "route" },
  /* Who runs the system and who writes plans see no case. */
  { A, shimin, MADO_VERB_READ, "case", both, 0, 0, 0, NULL, "role" },
  { P, shimin, MADO_VERB_READ, "case", both, 0, 0, 0, NULL, "role" },
  { MADO_ROLE_NONE, shimin, MADO_VERB_READ, "case", both, 0, 0, 0, NULL, "role" },
  /* Writing. */
  { C, shimin, MADO_VERB_WRITE, "case", both, 0, 0, 0, NULL, NULL },
  { N, shimin, MADO_VERB_WRITE, "case", shimin, 0, 0, 0, NULL, NULL },
  { C, shimin, MADO_VERB_WRITE, "case", kokuho, 0, 0, 0, NULL, "route" },
  { C, shimin, MADO_VERB_WRITE, "case", kokuho, 0, 1, 0, NULL, "route" },
  { C, shimin, MADO_VERB_WRITE, "case", both, 1, 0, 0, NULL, NULL },
  { C, shimin, MADO_VERB_WRITE, "case", kokuho, 1, 0, 0, NULL, "own-scope" },
  { A, shimin, MADO_VERB_WRITE, "case", both, 0, 0, 0, NULL, "role" },
  /* Routing. */
  { C, shimin, MADO_VERB_ROUTE, "case", shimin, 0, 0, 0, NULL, NULL },
  { C, shimin, MADO_VERB_ROUTE, "case", kokuho, 0, 0, 0, NULL, "route" },
  /* Accepting and the second person's check. */
  { N, shimin, MADO_VERB_ACCEPT, "case", shimin, 0, 0, 0, NULL, NULL },
  { N, shimin, MADO_VERB_CHECK, "case", shimin, 0, 0, 0, NULL, "role" },
  { R, kokuho, MADO_VERB_CHECK, "case", kokuho, 0, 0, 0, "other", NULL },
  { R, kokuho, MADO_VERB_CHECK, "case", kokuho, 0, 0, 0, "me", "same-person" },
  { R, shimin, MADO_VERB_CHECK, "case", kokuho, 0, 0, 0, "other", "route" },
  /* Breaking the glass opens reading, nothing else. */
  { C, shimin, MADO_VERB_BREAK_GLASS, "case", kokuho, 0, 0, 0, NULL, NULL },
  { C, shimin, MADO_VERB_READ, "case", kokuho, 0, 1, 0, NULL, NULL },
  { C, shimin, MADO_VERB_ACCEPT, "case", kokuho, 0, 1, 0, NULL, "route" },
  { A, shimin, MADO_VERB_BREAK_GLASS, "case", kokuho, 0, 0, 0, NULL, "role" },
  { P, shimin, MADO_VERB_READ, "case", kokuho, 0, 1, 0, NULL, "role" },
  /* Purging: who may, and only what is due. */
  { A, nothing, MADO_VERB_PURGE, "case", kokuho, 0, 0, 1, NULL, NULL },
  { A, nothing, MADO_VERB_PURGE, "case", kokuho, 0, 0, 0, NULL, "not-due" },
  { S, shimin, MADO_VERB_PURGE, "case", kokuho, 0, 0, 1, NULL, NULL },
  { C, shimin, MADO_VERB_PURGE, "case", both, 0, 0, 1, NULL, "role" },
  /* Plans and figures are open to read; a department writes its own. */
  { C, shimin, MADO_VERB_READ, "initiative", kokuho, 0, 0, 0, NULL, NULL },
  { C, shimin, MADO_VERB_WRITE, "initiative", both, 0, 0, 0, NULL, "role" },
  { P, kokuho, MADO_VERB_WRITE, "kpi", kokuho, 0, 0, 0, NULL, NULL },
  { P, shimin, MADO_VERB_WRITE, "kpi", kokuho, 0, 0, 0, NULL, "route" },
  { C, kokuho, MADO_VERB_READ, "plan", shimin, 0, 0, 0, NULL, NULL },
  { P, shimin, MADO_VERB_READ, "edition", kokuho, 0, 0, 0, NULL, NULL },
  { P, kokuho, MADO_VERB_WRITE, "edition", shimin, 0, 0, 0, NULL, "route" },
  { P, shimin, MADO_VERB_READ, "case", shimin, 0, 0, 0, NULL, "role" },
  /* A kind of a newer program counts as personal. */
  { A, shimin, MADO_VERB_READ, "something-new", both, 0, 0, 0, NULL, "role" },
  { C, shimin, MADO_VERB_READ, "something-new", kokuho, 0, 0, 0, NULL, "route" },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      MadoActor actor = { "me", c->role, c->scopes };
      MadoSubject subject = { c->kind, "shared", c->is_new, c->routes, c->last_actor, c->glass_broken, c->is_due, FALSE };
      const char *why_not = "unset";
      gboolean may = mado_policy_may (&actor, c->verb, &subject, &why_not);

      g_test_message ("case %u: %s %s", i, mado_role_to_string (c->role), mado_verb_to_string (c->verb));
      g_assert_cmpint (may, ==, c->why_not == NULL);
      g_assert_cmpstr (why_not, ==, c->why_not);
    }
}

/* What a person shut others out of opens for who wrote in it, and for a reason that is given. */
static void
test_guarded (void)
{
  MadoActor actor = { "me", MADO_ROLE_COUNTER, shimin };
  MadoSubject subject = { "case", "addr", FALSE, shimin, NULL, FALSE, FALSE, TRUE };
  const char *why_not = NULL;

  g_assert_false (mado_policy_may (&actor, MADO_VERB_READ, &subject, &why_not));
  g_assert_cmpstr (why_not, ==, "reason");
  g_assert_true (mado_policy_may (&actor, MADO_VERB_BREAK_GLASS, &subject, NULL));
  subject.glass_broken = TRUE;
  g_assert_true (mado_policy_may (&actor, MADO_VERB_READ, &subject, NULL));
  subject.glass_broken = FALSE;
  subject.is_guarded = FALSE;
  g_assert_true (mado_policy_may (&actor, MADO_VERB_READ, &subject, NULL));
  /* Who may not write an initiative may still read it. */
  subject.kind = "initiative";
  subject.is_guarded = TRUE;
  g_assert_true (mado_policy_may (&actor, MADO_VERB_READ, &subject, NULL));
  subject.kind = "case";
  /* A reason does not stand in for a role. */
  actor.role = MADO_ROLE_ADMIN;
  subject.is_guarded = subject.glass_broken = TRUE;
  g_assert_false (mado_policy_may (&actor, MADO_VERB_READ, &subject, &why_not));
  g_assert_cmpstr (why_not, ==, "role");
}

/* Nobody may do anything, whatever the role and the routes. */
static void
test_nobody (void)
{
  for (guint role = 0; role <= MADO_ROLE_ADMIN + 1; role++)
    for (guint verb = 0; verb <= MADO_VERB_BREAK_GLASS + 1; verb++)
      {
        MadoActor actor = { role % 2 ? "" : NULL, (MadoRole) role, both };
        MadoSubject subject = { "case", "shared", FALSE, both, NULL, TRUE, TRUE, FALSE };

        g_assert_false (mado_policy_may (&actor, (MadoVerb) verb, &subject, NULL));
        actor.staff = "me";
        if (role > MADO_ROLE_ADMIN || verb > MADO_VERB_BREAK_GLASS)
          g_assert_false (mado_policy_may (&actor, (MadoVerb) verb, &subject, NULL));
      }
}

static void
test_names (void)
{
  for (guint role = 0; role <= MADO_ROLE_ADMIN; role++)
    g_assert_cmpint (mado_role_from_string (mado_role_to_string ((MadoRole) role)), ==, role);
  g_assert_cmpint (mado_role_from_string ("king"), ==, MADO_ROLE_NONE);
  g_assert_cmpint (mado_role_from_string (NULL), ==, MADO_ROLE_NONE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/table", test_table);
  g_test_add_func ("/policy/nobody", test_nobody);
  g_test_add_func ("/policy/guarded", test_guarded);
  g_test_add_func ("/policy/names", test_names);
  return g_test_run ();
}
