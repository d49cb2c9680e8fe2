/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan-editor PROFILE: how long the promotion plan takes to open and how long a
 * letter takes, with the journal of a profile with a session.key (made by
 * tests/app/app-plan-maker PROFILE 10: ten years of 83 rows). Without a
 * display: reading, the list's items, one row's session and text, and 400
 * letters in it with the work that each of them causes. */
#include "config.h"

#include <gtk/gtk.h>
#include <locale.h>
#include <string.h>

#include "app/initiative/mado-initiative-item.h"
#include "app/initiative/mado-lines-buffer.h"
#include "app/initiative/mado-row-session.h"
#include "core/store/mado-profile.h"
#include "core/store/sqlite/mado-sqlite-store.h"

#define LETTERS 400
#define ROUNDS  7

static double
ms_since (gint64 begin)
{
  return (double) (g_get_monotonic_time () - begin) / 1000.0;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static MadoSecretKey *
read_key (const char  *dir,
          char       **staff)
{
  g_autofree char *path = g_build_filename (dir, "session.key", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint8 seed[32];

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", 4);
  for (guint i = 0; i < 32; i++)
    seed[i] = g_ascii_xdigit_value (lines[1][2 * i]) << 4 | g_ascii_xdigit_value (lines[1][2 * i + 1]);
  *staff = g_strdup (lines[0]);

  return mado_secret_key_new_from_seed (seed);
}

static MadoContext *
open_profile (const char *dir)
{
  static const char *const roles[] = { "promoter", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoProfile) profile = mado_profile_open (dir, &error);
  const MadoProfileFacts *facts = mado_profile_get_facts (profile);
  g_autofree char *path = mado_profile_get_journal_path (profile);
  g_autofree char *staff = NULL;
  g_autoptr (MadoSecretKey) key = read_key (dir, &staff);
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  g_autoptr (MadoStore) store = NULL;
  MadoIdentity identity = { .device = facts->device, .actor = staff, .scope = facts->scope };
  MadoContext *context = mado_context_new (clock, random, dir);

  g_strlcpy (identity.city, facts->city, sizeof identity.city);
  store = mado_sqlite_store_open (path, key, &identity, NULL, NULL, clock, random, &error);
  g_assert_no_error (error);
  mado_store_set_person (store, staff, MADO_ROLE_PROMOTER, NULL, NULL);
  mado_context_set_roles (context, roles);
  mado_context_sign_in (context, store, &identity, key, staff);

  return context;
}

static double
open_list (MadoContext    *context,
           MadoPlanPlace **place)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GPtrArray) items = NULL;

  *place = mado_plan_place_new (context);
  while (!mado_plan_place_is_loaded (*place))
    g_main_context_iteration (NULL, TRUE);
  items = mado_initiative_items_make (mado_plan_place_get_book (*place), mado_plan_place_get_scope (*place),
                                      mado_plan_place_get_round (*place)->as_of, NULL);
  g_assert_cmpuint (items->len, >, 83);

  return ms_since (begin);
}

static gboolean
anybody (const char *section,
         gpointer    data)
{
  return TRUE;
}

static double
open_row (MadoPlanPlace    *place,
          MadoRowSession  **session,
          MadoLinesBuffer **lines)
{
  gint64 begin = g_get_monotonic_time ();
  const MadoInitiative *row = mado_plan_place_get_book (place)->initiatives->pdata[8];
  g_autofree char *label = NULL;
  MadoInitiative *base;

  *session = mado_row_session_new (place, &row->id);
  while (!mado_row_session_get_edit (*session))
    g_main_context_iteration (NULL, TRUE);
  *lines = mado_lines_buffer_new (MADO_PLAN_STATUS, mado_context_get_random (mado_plan_place_get_context (place)),
                                  mado_plan_place_find_department, place, anybody, NULL);
  mado_lines_buffer_set_edit (*lines, mado_row_session_get_edit (*session));
  base = mado_row_session_read_base (*session, &label);
  g_clear_pointer (&base, mado_initiative_free);

  return ms_since (begin);
}

static double
type_letters (MadoRowSession  *session,
              MadoLinesBuffer *lines)
{
  double times[LETTERS];

  mado_lines_buffer_place_cursor (lines, 1, G_MAXINT);
  for (guint i = 0; i < LETTERS; i++)
    {
      gint64 begin = g_get_monotonic_time ();

      gtk_text_buffer_insert_interactive_at_cursor (GTK_TEXT_BUFFER (lines), "件", -1, TRUE);
      if (i % 4 == 0)
        mado_row_session_keep (session);
      times[i] = ms_since (begin);
    }
  qsort (times, LETTERS, sizeof *times, compare_doubles);

  return times[LETTERS * 95 / 100];
}

int
main (int    argc,
      char **argv)
{
  double lists[ROUNDS], rows[ROUNDS], letters = 0;

  setlocale (LC_ALL, "");
  if (argc != 2)
    {
      g_printerr ("plan-editor PROFILE\n");
      return 2;
    }
  mado_crypto_init ();
  for (guint i = 0; i < ROUNDS; i++)
    {
      MadoContext *context = open_profile (argv[1]);
      MadoPlanPlace *place;
      MadoRowSession *session;
      MadoLinesBuffer *lines;

      lists[i] = open_list (context, &place);
      rows[i] = open_row (place, &session, &lines);
      if (i + 1 == ROUNDS)
        letters = type_letters (session, lines);
      g_object_unref (lines);
      g_object_unref (session);
      g_object_unref (place);
      mado_store_close (mado_context_get_store (context));
      g_object_unref (context);
    }
  qsort (lists, ROUNDS, sizeof *lists, compare_doubles);
  qsort (rows, ROUNDS, sizeof *rows, compare_doubles);
  g_print ("plan_list_ms %.1f\nplan_row_ms %.1f\nplan_open_ms %.1f\nplan_letter_p95_ms %.2f\n", lists[ROUNDS / 2], rows[ROUNDS / 2],
           lists[ROUNDS / 2] + rows[ROUNDS / 2], letters);

  return 0;
}
