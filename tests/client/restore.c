/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "place-kit.h"

/* The server was put back from an older copy: nothing is lost, nothing is held up. */

static City *city;

/* A copy from before: own commits are offered again and nobody is without any,
 * and nobody has to decide anything, although the copy does not know a sign-in
 * that is younger than itself. */
static void
test_restored (void)
{
  Seat *a = seat_new (city, "shimin", 31, 0);
  Seat *b = seat_new (city, "kokuho", 32, 0);
  Seat *c = seat_new (city, "kokuho", 33, 0);
  Seat *late;
  MadoId old_a = a->ticket, old_b = b->ticket;
  g_autoptr (GPtrArray) kept = NULL;
  MadoId before, after, younger, unsent, by_late;

  new_shared_case (a, 6, &before);
  seat_turn (a);
  seat_turn (b);
  town_stop (city);
  town_copy (city, "copy");
  town_start (city, FALSE);
  /* From here on everything is younger than the copy, the sign-ins too. */
  seat_sign_in (a);
  seat_sign_in (b);
  new_shared_case (a, 8, &younger);
  seat_turn (a);
  seat_turn (b);
  seat_set_text (b, &younger, "shared", "field/note", "新しい受付で書いた");
  /* Even a computer that was set up since. */
  late = seat_new (city, "shimin", 34, 0);
  new_shared_case (late, 10, &by_late);
  seat_turn (late);
  seat_set_text (late, &by_late, "shared", "field/note", "控えのあとの端末");
  mado_store_set_person (a->store, a->staff, MADO_ROLE_COUNTER, &old_a, NULL);
  mado_store_set_person (b->store, b->staff, MADO_ROLE_COUNTER, &old_b, NULL);
  new_shared_case (a, 7, &after);
  seat_turn (a);
  seat_turn (b);
  seat_set_text (b, &after, "shared", "field/note", "写しのあとに書いた");
  seat_turn (b);
  mado_store_set_person (a->store, a->staff, MADO_ROLE_COUNTER, &a->ticket, NULL);
  new_shared_case (a, 9, &unsent);
  town_kill (city);
  town_put_back (city, "copy");
  town_start (city, TRUE);
  seat_sign_in (a);
  seat_sign_in (b);
  seat_sign_in (c);
  seat_sign_in (late);
  for (guint i = 0; i < 3; i++)
    {
      /* Nothing is refused: the city takes its own sign-ins back by their proofs. */
      seat_turn (late);
      seat_turn (a);
      seat_turn (b);
    }
  seat_turn (c);
  kept = mado_store_list_quarantine (a->store, NULL);
  g_assert_cmpuint (kept->len, ==, 0);
  g_assert_cmpuint (mado_store_get_n_unsent (a->store), ==, 0);
  g_assert_cmpuint (mado_store_get_n_unsent (b->store), ==, 0);
  seat_check_equal (a, b, &before, "shared");
  seat_check_equal (a, b, &after, "shared");
  seat_check_equal (a, c, &before, "shared");
  seat_check_equal (a, c, &after, "shared");
  g_assert_cmpuint (seat_count (c, &after), ==, 3);
  seat_check_equal (a, b, &younger, "shared");
  seat_check_equal (a, c, &younger, "shared");
  g_assert_cmpuint (seat_count (c, &younger), ==, 3);
  seat_check_equal (a, b, &unsent, "shared");
  seat_check_equal (a, c, &unsent, "shared");
  seat_check_equal (late, a, &by_late, "shared");
  seat_check_equal (late, c, &by_late, "shared");
  g_assert_cmpuint (seat_count (c, &by_late), ==, 3);
  g_assert_cmpuint (mado_store_get_n_unsent (late->store), ==, 0);
  seat_free (late);
  seat_free (a);
  seat_free (b);
  seat_free (c);
}

/* The same with clients at work: one still has its sign-in and never hears that
 * anything was amiss, the other has to sign in anew. */
static void
test_at_work (void)
{
  Seat *a = seat_new (city, "shimin", 41, 0);
  Seat *b = seat_new (city, "kokuho", 42, 0);
  g_autoptr (GPtrArray) kept = NULL;
  Place here, there;
  MadoId lost;

  new_shared_case (a, 20, &there.record);
  seat_turn (a);
  town_stop (city);
  town_copy (city, "noon");
  town_start (city, FALSE);
  seat_sign_in (b); /* younger than the copy */
  place_start (&here, a, FALSE);
  place_start (&there, b, FALSE);
  new_shared_case (a, 21, &lost);
  there.record = lost;
  there.n_commits = 2;
  wait_until (place_has_record, &there);
  seat_set_text (b, &lost, "shared", "field/note", "控えのあと");
  wait_until (place_is_all_sent, &there);

  town_kill (city);
  seat_set_text (a, &lost, "shared", "field/other", "つながらないあいだ");
  town_put_back (city, "noon");
  town_start (city, TRUE);
  wait_for_state (&there, MADO_CLIENT_DENIED);
  seat_sign_in (b);
  mado_client_set_token (there.client, b->token);
  there.n_commits = 4;
  wait_until (place_has_record, &there);
  here.record = lost;
  here.n_commits = 5; /* that of section addr too */
  wait_until (place_has_record, &here);
  wait_until (place_is_all_sent, &here);
  wait_until (place_is_all_sent, &there);
  place_stop (&here);
  place_stop (&there);
  seat_check_equal (a, b, &lost, "shared");
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&kept, g_ptr_array_unref);
      kept = mado_store_list_quarantine (i == 0 ? a->store : b->store, NULL);
      g_assert_cmpuint (kept->len, ==, 0);
    }
  /* And the city has it, not only those who wrote it. */
  {
    Seat *c = seat_new (city, "kokuho", 43, 0);

    seat_turn (c);
    seat_check_equal (a, c, &lost, "shared");
    seat_free (c);
  }
  seat_free (a);
  seat_free (b);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  city = town_new ();
  g_test_add_func ("/client/restore/at-work", test_at_work);
  g_test_add_func ("/client/restore/all-younger", test_restored);
  status = g_test_run ();
  town_free (city);
  return status;
}
