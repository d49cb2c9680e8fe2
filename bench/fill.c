/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-profile.h"
#include "core/store/mado-profile.h"

#include <stdlib.h>
#include <string.h>

/*
 * Makes the folder of a desktop with N made-up cases in its journal, for the
 * start-up bench and for looking at a full list:
 *
 *   fill DIR N [STAFF PASSWORD]
 */

#define TWO_YEARS_MS (G_GINT64_CONSTANT (2) * 365 * 24 * 60 * 60 * 1000)

static void
make_profile (Profile    *profile,
              const char *staff_id,
              const char *password)
{
  g_autoptr (GError) error = NULL;
  char *roles[] = { (char *) "counter", NULL };
  MadoProfileFacts facts = { 0 };
  MadoProfileStaff staff = { 0 };
  g_autoptr (MadoProfile) made = NULL;

  facts.city = profile->identity.city;
  facts.scope = profile->identity.scope;
  facts.name = (char *) "市民課 1番";
  facts.server = (char *) "";
  facts.device = profile->identity.device;
  made = mado_profile_create (profile->dir, &facts, &error);
  if (made == NULL)
    g_error ("%s", error->message);
  staff.id = (char *) staff_id;
  staff.name = (char *) "試験 職員";
  staff.roles = roles;
  staff.expires = staff.offline_until = mado_clock_now_ms (profile->clock) + TWO_YEARS_MS;
  if (!mado_profile_put_staff (made, &staff, password, profile->key, FALSE, profile->random, &error))
    g_error ("%s", error->message);
}

int
main (int   argc,
      char *argv[])
{
  Profile *profile;

  if (argc != 3 && argc != 5)
    {
      g_printerr ("usage: %s DIR N [STAFF PASSWORD]\n", argv[0]);
      return 2;
    }
  if (g_mkdir_with_parents (argv[1], 0700) != 0)
    g_error ("%s cannot be made", argv[1]);
  profile = profile_new (argv[1], 1, "shimin");
  g_free (profile->identity.actor);
  profile->identity.actor = g_strdup (argc == 5 ? argv[3] : "bench");
  make_profile (profile, profile->identity.actor, argc == 5 ? argv[4] : "bench");
  profile_open (profile);
  profile_fill (profile, (guint) atoi (argv[2]));
  profile_free (profile);
  return 0;
}
