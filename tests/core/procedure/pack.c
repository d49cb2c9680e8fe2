/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-paths.h"
#include "core/procedure/mado-pack-check.h"

static MadoPack *pack;

static void
test_shape (void)
{
  guint n;

  mado_pack_list_desks (pack, &n);
  g_assert_cmpuint (n, ==, 9);
  mado_pack_list_centres (pack, &n);
  g_assert_cmpuint (n, ==, 11);
  mado_pack_list_procedures (pack, &n);
  g_assert_cmpuint (n, ==, 30);
  mado_pack_list_events (pack, &n);
  g_assert_cmpuint (n, ==, 8);
  g_assert_cmpstr (mado_pack_get_city (pack), ==, "022993");
  g_assert_cmpstr (mado_text_get (mado_pack_get_city_name (pack), "en_US"), ==, "Shiomi City");
  g_assert_cmpstr (mado_text_get (mado_pack_get_city_name (pack), "fr"), ==, "汐見市");
  g_assert_cmpstr (mado_text_get (NULL, "ja"), ==, "");
  g_assert_cmpstr (mado_pack_get_first_desk (pack)->window, ==, "1");
}

static void
test_lookups (void)
{
  const MadoField *sex = mado_pack_get_field (pack, "sex");
  const MadoProcedure *p = mado_pack_get_procedure (pack, "kokuho_shutoku");
  const MadoProcedureField *date = mado_procedure_find_field (p, "acquire_date");

  g_assert_true (mado_pack_get_field_by_tag (pack, sex->tag) == sex);
  g_assert_cmpstr (mado_field_find_key (sex, 2)->code, ==, "female");
  g_assert_cmpuint (mado_field_find_choice (sex, "male")->key, ==, 1);
  g_assert_null (mado_field_find_choice (sex, "x"));
  g_assert_null (mado_pack_get_field (pack, "x"));
  g_assert_null (mado_pack_get_field (pack, NULL));
  g_assert_cmpint (date->role, ==, MADO_ROLE_LATER);
  g_assert_cmpstr (date->propose, ==, "move_date");
  g_assert_cmpstr (mado_procedure_section (p, date->field), ==, p->desk->id);
  g_assert_cmpstr (mado_procedure_section (p, mado_pack_get_field (pack, "addr.town")), ==, "addr");
  g_assert_cmpstr (mado_pack_get_event_by_key (pack, 8)->id, ==, "shomei");
}

/* What a first screen shows is the same before the whole pack is here. */
static void
test_names (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(MadoPack) names = mado_pack_load_names (mado_pack_get_dir (pack), &error);
  const MadoDesk *const *desks;
  const MadoEvent *const *events;
  guint n;

  g_assert_no_error (error);
  desks = mado_pack_list_desks (pack, &n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (mado_text_get (mado_pack_get_desk (names, desks[i]->id)->name, "ja"), ==,
                     mado_text_get (desks[i]->name, "ja"));
  events = mado_pack_list_events (pack, &n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (mado_text_get (mado_pack_get_event (names, events[i]->id)->short_title, "ja"), ==,
                     mado_text_get (events[i]->short_title, "ja"));
  mado_pack_list_procedures (names, &n);
  g_assert_cmpuint (n, ==, 0);
}

static void
test_closed (void)
{
  g_assert_true (mado_pack_is_closed (pack, "2026-04-12"));  /* Sunday */
  g_assert_true (mado_pack_is_closed (pack, "2026-05-06"));  /* substitute holiday */
  g_assert_false (mado_pack_is_closed (pack, "2026-05-07"));
  g_assert_false (mado_pack_is_closed (pack, "not a date"));
}

static void
test_towns (void)
{
  g_autoptr(GPtrArray) kana = mado_pack_find_towns (pack, "シロガネ");
  g_autoptr(GPtrArray) postal = mado_pack_find_towns (pack, "0000101");
  g_autoptr(GPtrArray) none = mado_pack_find_towns (pack, "");
  g_autoptr(GPtrArray) neighbour = mado_pack_find_municipalities (pack, "モリオカ");

  g_assert_cmpuint (kana->len, ==, 2);
  g_assert_cmpuint (postal->len, ==, 1);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpstr (((MadoTown *) g_ptr_array_index (neighbour, 0))->prefecture, ==, "岩手県");
  g_assert_true (mado_pack_get_town (pack, ((MadoTown *) g_ptr_array_index (postal, 0))->id) == g_ptr_array_index (postal, 0));
}

static const char *
old_copy (const char *name, int person, gpointer user_data)
{
  return g_str_equal (name, "koseki_kind") ? user_data : NULL;
}

static void
test_fees (void)
{
  const MadoProcedure *p = mado_pack_get_procedure (pack, "koseki_shomei");
  MadoExprScope old = { old_copy, NULL, (gpointer) "old" };
  MadoExprScope full = { old_copy, NULL, (gpointer) "full" };

  g_assert_cmpint (mado_procedure_fee (p, "2026-04-13", 2, &old), ==, 1500);
  g_assert_cmpint (mado_procedure_fee (p, "2026-04-13", 2, &full), ==, 900);
  g_assert_cmpint (mado_procedure_fee (mado_pack_get_procedure (pack, "juki_tennyu"), "2026-04-13", 1, NULL), ==, 0);
}

static void
test_forms (void)
{
  g_autoptr(GError) error = NULL;
  guint n;
  const MadoProcedure *const *list = mado_pack_list_procedures (pack, &n);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; list[i]->forms[j] != NULL; j++)
      {
        const MadoFormLayout *form = mado_pack_load_form (pack, list[i]->forms[j], &error);

        g_assert_no_error (error);
        g_assert_cmpuint (form->n_items, >, 10);
        g_assert_cmpfloat (form->width, ==, 210);
      }
  g_assert_true (mado_pack_load_form (pack, "juki_ido", NULL) == mado_pack_load_form (pack, "juki_ido", NULL));
  g_assert_null (mado_pack_load_form (pack, "none", &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (mado_pack_load_form (pack, "../city", &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
}

/* No field may hold the number itself (it is never stored). */
static void
test_no_individual_number (void)
{
  guint n, staff = 0;
  const MadoProcedure *const *list = mado_pack_list_procedures (pack, &n);

  for (guint i = 0; i < n; i++)
    staff += list[i]->individual_number == MADO_NUMBER_STAFF;
  g_assert_cmpuint (staff, ==, 10);
  g_assert_cmpint (mado_pack_get_field (pack, "show_individual_number")->type, ==, MADO_FIELD_YES_NO);
}

/* After an event, nothing asks for a deceased person's card. */
static void
test_mourning (void)
{
  const MadoEvent *event = mado_pack_get_event (pack, "shibo");

  g_assert_true (event->mourning);
  for (guint i = 0; i < event->n_rules; i++)
    g_assert_true (event->rules[i].procedure != mado_pack_get_procedure (pack, "mncard_keizoku"));
}

static gpointer
read_all (gpointer data)
{
  g_autoptr(MadoPack) mine = mado_pack_ref (data);
  guint n;
  const MadoProcedure *const *list = mado_pack_list_procedures (mine, &n);

  for (guint i = 0; i < n; i++)
    mado_pack_load_form (mine, list[i]->forms[0], NULL);
  return g_strdup (mado_pack_get_digest (mine));
}

static void
test_threads (void)
{
  GThread *threads[4];
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("pack", read_all, pack);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autofree char *digest = g_thread_join (threads[i]);

      g_assert_cmpuint (strlen (digest), ==, 64);
      if (first == NULL)
        first = g_steal_pointer (&digest);
      else
        g_assert_cmpstr (digest, ==, first);
    }
}

static void
test_check (void)
{
  g_autofree char *dir = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "data/city", NULL);
  MadoPackFigures figures;
  g_autoptr(GPtrArray) faults = mado_pack_check (dir, &figures);

  for (guint i = 0; i < faults->len; i++)
    {
      MadoPackFault *fault = g_ptr_array_index (faults, i);

      g_test_message ("%s:%u: %s", fault->file, fault->line, fault->text);
    }
  g_assert_cmpuint (faults->len, ==, 0);
  g_assert_cmpuint (figures.personas, ==, 14);
  g_assert_cmpuint (figures.max_questions, <=, 8);
}

static void
test_load_time (void)
{
  double best = 1e9;

  for (guint i = 0; i < 20; i++)
    {
      gint64 start = g_get_monotonic_time ();
      MadoPack *again = load_pack ("data/city");

      best = MIN (best, (double) (g_get_monotonic_time () - start) / 1000);
      mado_pack_unref (again);
    }
  g_test_minimized_result (best, "load of the demo pack: %.2f ms", best);
  g_assert_cmpfloat (best, <, 150); /* a tenfold slip, not a slow machine */
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  pack = load_pack ("data/city");
  g_test_add_func ("/pack/shape", test_shape);
  g_test_add_func ("/pack/lookups", test_lookups);
  g_test_add_func ("/pack/names", test_names);
  g_test_add_func ("/pack/closed", test_closed);
  g_test_add_func ("/pack/towns", test_towns);
  g_test_add_func ("/pack/fees", test_fees);
  g_test_add_func ("/pack/forms", test_forms);
  g_test_add_func ("/pack/no-individual-number", test_no_individual_number);
  g_test_add_func ("/pack/mourning", test_mourning);
  g_test_add_func ("/pack/threads", test_threads);
  g_test_add_func ("/pack/check", test_check);
  g_test_add_func ("/pack/load-time", test_load_time);
  status = g_test_run ();
  mado_pack_unref (pack);
  return status;
}
