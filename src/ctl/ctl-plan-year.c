/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ctl-plan.h"

#include "core/stats/mado-plan-review.h"
#include "core/stats/mado-plan-year.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Editions, the review before one, and a new year. */

static gboolean
parse_day (const char *text,
           MadoDate   *day)
{
  if (text != NULL && mado_date_parse_iso (text, day) && mado_date_is_complete (day))
    return TRUE;
  g_printerr (_("Name the as-of date: --as-of YYYY-MM-DD.\n"));
  return FALSE;
}

static int
finish (MadoStore *store,
        gboolean   done,
        GError    *error)
{
  if (store != NULL)
    mado_store_close (store);
  g_clear_object (&store);
  if (!done)
    g_printerr ("%s\n", error->message);
  return done ? 0 : 1;
}

/* --- review -------------------------------------------------------------------------- */

int
ctl_plan_review (int argc, char **argv)
{
  g_auto (PlanChoices) choices = { 0 };
  g_autoptr (MadoPlanBook) book = NULL;
  g_autoptr (GPtrArray) found = NULL;
  MadoDate day;

  if (!plan_choices_parse (&choices, argc, argv, "madoguchi-ctl plan review"))
    return 2;
  book = plan_choices_read_book (&choices);
  if (book == NULL)
    return 1;
  if (!parse_day (choices.as_of != NULL ? choices.as_of : book->plan.as_of, &day))
    return 2;
  found = mado_plan_review (book, &day, NULL);
  for (guint i = 0; i < found->len; i++)
    {
      const MadoReview *review = found->pdata[i];

      g_print ("%s%d\t%s\t%s%s%s\n", review->is_kpi ? "KPI " : "No ", review->no, mado_review_kind_print (review->kind),
               review->words, *review->suggestion != 0 ? " → " : "", review->suggestion);
    }
  return 0;
}

/* --- editions ---------------------------------------------------------------------------- */

static gboolean
fix (const PlanChoices *choices,
     MadoStore         *store,
     const char        *as_of,
     GError           **error)
{
  g_autoptr (MadoPlanSet) set = mado_plan_set_load (store, NULL, choices->year != NULL ? mado_plan_year_parse (choices->year) : 0, error);
  g_autoptr (GPtrArray) editions = set != NULL ? mado_plan_list_editions (store, set, error) : NULL;
  g_autoptr (GPtrArray) commits = NULL;

  if (editions == NULL)
    return FALSE;
  for (guint i = 0; i < editions->len; i++)
    if (strcmp (((MadoPlanEdition *) editions->pdata[i])->as_of, as_of) == 0)
      {
        g_set_error (error, MADO_ERROR, MADO_ERROR_EXISTS, _("There is an edition of %s already; it stays as it is."), as_of);
        return FALSE;
      }
  commits = mado_store_write (store, mado_plan_edition_make (set, as_of, choices->name != NULL ? choices->name : as_of), error);
  return commits != NULL;
}

int
ctl_plan_fix (int argc, char **argv)
{
  g_auto (PlanChoices) choices = { 0 };
  GError *error = NULL;
  MadoStore *store;
  MadoDate day;
  gboolean done;

  if (!plan_choices_parse (&choices, argc, argv, "madoguchi-ctl plan fix") || !parse_day (choices.as_of, &day))
    return 2;
  store = plan_folder_open (&choices, FALSE, &error);
  done = store != NULL && fix (&choices, store, choices.as_of, &error);
  return finish (store, done, error);
}

/* --- a new year ----------------------------------------------------------------------------- */

static gboolean
begin_year (MadoStore  *store,
            const char *city,
            GError    **error)
{
  g_autoptr (MadoPlanSet) set = mado_plan_set_load (store, NULL, 0, error);
  g_autoptr (MadoPlanBook) next = set != NULL ? mado_plan_next_year (set->book) : NULL;
  g_auto (MadoPlanUpdate) update = { 0 };
  g_autofree char *year = NULL;

  if (next == NULL)
    return FALSE;
  mado_plan_update_make (&update, next, &(MadoPlanUpdateOptions) { city, set->records, MADO_SOURCE_PROGRAM, "year" });
  if (!mado_store_write_all (store, g_steal_pointer (&update.edits), error))
    return FALSE;
  year = mado_plan_year_print (next->year);
  g_print (_("%s: %u rows carried over.\n"), year, next->initiatives->len);
  return TRUE;
}

int
ctl_plan_next_year (int argc, char **argv)
{
  g_auto (PlanChoices) choices = { 0 };
  GError *error = NULL;
  MadoStore *store;
  gboolean done;

  if (!plan_choices_parse (&choices, argc, argv, "madoguchi-ctl plan next-year"))
    return 2;
  store = plan_folder_open (&choices, FALSE, &error);
  done = store != NULL && begin_year (store, plan_choices_get_city (&choices), &error);
  return finish (store, done, error);
}

/* --- answer forms ------------------------------------------------------------------------------ */

static gboolean
write_forms (const PlanChoices *choices,
             MadoStore         *store,
             GError           **error)
{
  g_autoptr (MadoPlanSet) set = mado_plan_set_load (store, NULL, choices->year != NULL ? mado_plan_year_parse (choices->year) : 0, error);
  int n = set != NULL ? mado_plan_form_write_all (set, choices->as_of, choices->output, error) : -1;

  if (n >= 0)
    g_print (g_dngettext (GETTEXT_PACKAGE, "%d form written.\n", "%d forms written.\n", (gulong) n), n);
  return n >= 0;
}

int
ctl_plan_form (int argc, char **argv)
{
  g_auto (PlanChoices) choices = { 0 };
  GError *error = NULL;
  MadoStore *store;
  MadoDate day;
  gboolean done;

  if (!plan_choices_parse (&choices, argc, argv, "madoguchi-ctl plan form") || !parse_day (choices.as_of, &day))
    return 2;
  if (choices.output == NULL)
    {
      g_printerr (_("Name the folder for the forms: --output DIR.\n"));
      return 2;
    }
  store = plan_folder_open (&choices, FALSE, &error);
  done = store != NULL && write_forms (&choices, store, &error);
  return finish (store, done, error);
}
