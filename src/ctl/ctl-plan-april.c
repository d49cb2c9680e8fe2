/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ctl-plan.h"

#include "core/exchange/mado-plan-officers.h"
#include "core/stats/mado-plan-year.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What comes every April: another organisation (機構改革), other officers. */

/* Reads the plan, lets @change change it, and writes the difference as one. */
typedef gboolean (*Change) (MadoPlanBook *book, gpointer data, GError **error);

static gboolean
change_book (MadoStore   *store,
             const char  *city,
             const char  *purpose,
             Change       change,
             gpointer     data,
             GError     **error)
{
  g_autoptr (MadoPlanSet) set = mado_plan_set_load (store, NULL, 0, error);
  g_auto (MadoPlanUpdate) update = { 0 };

  if (set == NULL || !change (set->book, data, error))
    return FALSE;
  mado_plan_update_make (&update, set->book, &(MadoPlanUpdateOptions) { city, set->records, MADO_SOURCE_PROGRAM, purpose });
  return mado_store_write_all (store, g_steal_pointer (&update.edits), error);
}

static int
run (PlanChoices *choices,
     const char  *purpose,
     Change       change,
     gpointer     data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoStore) store = plan_folder_open (choices, FALSE, &error);
  gboolean done = store != NULL && change_book (store, plan_choices_get_city (choices), purpose, change, data, &error);

  if (store != NULL)
    mado_store_close (store);
  if (!done)
    g_printerr ("%s\n", error->message);
  return done ? 0 : 1;
}

/* --- another organisation --------------------------------------------------------------- */

typedef struct
{
  MadoReorgKind kind;
  const char   *from; /* names */
  const char   *to;
  const char   *date;
} Step;

static gboolean
reorganise (MadoPlanBook *book,
            gpointer      data,
            GError      **error)
{
  const Step *step = data;

  return mado_plan_reorganise_named (book, step->kind, step->from, step->to, step->date, error);
}

static gboolean
read_kind (const char    *text,
           MadoReorgKind *kind)
{
  static const char *const names[] = { "rename", "merge", "split" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (text, names[i]))
      {
        *kind = (MadoReorgKind) i;
        return TRUE;
      }
  return FALSE;
}

int
ctl_plan_reorganise (int argc, char **argv)
{
  g_auto (PlanChoices) choices = { 0 };
  Step step = { 0 };
  MadoDate day;

  if (!plan_choices_parse (&choices, argc, argv, "madoguchi-ctl plan reorganise"))
    return 2;
  if (choices.rest == NULL || g_strv_length (choices.rest) != 3 || !read_kind (choices.rest[0], &step.kind))
    {
      g_printerr (_("Say what happens: rename, merge or split, then the departments of now, then those of then; several parted by “、”.\n"));
      return 2;
    }
  if (choices.as_of == NULL || !mado_date_parse_iso (choices.as_of, &day) || !mado_date_is_complete (&day))
    {
      g_printerr (_("Name the day from which it holds: --as-of YYYY-MM-DD.\n"));
      return 2;
    }
  step.from = choices.rest[1];
  step.to = choices.rest[2];
  step.date = choices.as_of;
  return run (&choices, "organisation", reorganise, &step);
}

/* --- other officers ------------------------------------------------------------------------ */

static gboolean
set_officers (MadoPlanBook *book,
              gpointer      data,
              GError      **error)
{
  g_autoptr (GPtrArray) list = mado_plan_officers_read (book, data, error);

  return list != NULL && mado_plan_set_officers (book, list, error);
}

int
ctl_plan_officers (int argc, char **argv)
{
  g_auto (PlanChoices) choices = { 0 };
  g_autofree char *data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!plan_choices_parse (&choices, argc, argv, "madoguchi-ctl plan officers"))
    return 2;
  if (choices.rest == NULL || g_strv_length (choices.rest) != 1)
    {
      g_printerr (_("Name one file: a table with staff number, name and department in each row.\n"));
      return 2;
    }
  if (!g_file_get_contents (choices.rest[0], &data, &length, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  bytes = g_bytes_new_take (g_steal_pointer (&data), length);
  return run (&choices, "officers", set_officers, bytes);
}
