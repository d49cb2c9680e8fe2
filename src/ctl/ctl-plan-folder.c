/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ctl-plan.h"

#include "core/store/mado-profile.h"
#include "core/store/sqlite/mado-sqlite-store.h"
#include "ctl/ctl-options.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define KEY_FILE "device.key"
#define OWN_SCOPE "plan"
#define DEFAULT_CITY "000000"

/* --- options --------------------------------------------------------------------- */

void
plan_choices_clear (PlanChoices *self)
{
  char **texts[] = { &self->folder, &self->staff, &self->password_file, &self->city, &self->name, &self->format,
                     &self->output, &self->year, &self->baseline, &self->threshold, &self->edition, &self->at,
                     &self->since, &self->departments, &self->as_of };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);
  g_clear_pointer (&self->rest, g_strfreev);
}

/* A folder may be named without its option. */
static void
find_folder (PlanChoices *self)
{
  guint n = 0;

  for (guint i = 0; self->rest != NULL && self->rest[i] != NULL; i++)
    if (self->folder == NULL && g_file_test (self->rest[i], G_FILE_TEST_IS_DIR))
      self->folder = self->rest[i];
    else
      self->rest[n++] = self->rest[i];
  if (self->rest != NULL)
    self->rest[n] = NULL;
}

gboolean
plan_choices_parse (PlanChoices *self,
                    int          argc,
                    char       **argv,
                    const char  *command)
{
  const GOptionEntry entries[] = {
    { "folder", 0, 0, G_OPTION_ARG_FILENAME, &self->folder, N_("Folder in which the plan lies"), "DIR" },
    { "into", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &self->folder, NULL, NULL },
    { "from", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &self->folder, NULL, NULL },
    { "store", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &self->folder, NULL, NULL },
    { "journal", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &self->folder, NULL, NULL },
    { "profile", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &self->folder, NULL, NULL },
    { "staff", 0, 0, G_OPTION_ARG_STRING, &self->staff, N_("Staff number"), "ID" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &self->password_file, N_("File with the password in its first line"), "FILE" },
    { "city", 0, 0, G_OPTION_ARG_STRING, &self->city, N_("Code of the city, for a new folder"), "CODE" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &self->name, N_("Name of the plan"), "TEXT" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &self->format, N_("Format of what is written"), "json|csv|xlsx|pdf|svg|png|text" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, N_("File to write"), "FILE" },
    { "year", 0, 0, G_OPTION_ARG_STRING, &self->year, N_("Fiscal year (令和6年度, R6, 2024)"), "YEAR" },
    { "baseline", 0, 0, G_OPTION_ARG_STRING, &self->baseline, N_("Fiscal year of the baseline"), "YEAR" },
    { "threshold", 0, 0, G_OPTION_ARG_STRING, &self->threshold, N_("Per cent of the middle class"), "NUMBER" },
    { "edition", 0, 0, G_OPTION_ARG_STRING, &self->edition, N_("The edition of that as-of date"), "DATE" },
    { "at", 0, 0, G_OPTION_ARG_STRING, &self->at, N_("The state at the end of that day"), "DATE" },
    { "since", 0, 0, G_OPTION_ARG_STRING, &self->since, N_("Changes since the end of that day, or since the edition of that date"), "DATE" },
    { "as-of", 0, 0, G_OPTION_ARG_STRING, &self->as_of, N_("As-of date"), "DATE" },
    { "departments", 0, 0, G_OPTION_ARG_FILENAME, &self->departments, N_("List of departments"), "FILE" },
    { "new-departments", 0, 0, G_OPTION_ARG_NONE, &self->new_departments, N_("Departments that are not known are new ones"), NULL },
    { "preview", 0, 0, G_OPTION_ARG_NONE, &self->preview, N_("Show what would change and write nothing"), NULL },
    { "dry-run", 'n', G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &self->preview, NULL, NULL },
    { "kpi", 0, 0, G_OPTION_ARG_NONE, &self->kpi, N_("The KPI instead of the rows"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->rest, NULL, NULL },
    { NULL }
  };
  g_autoptr (GError) error = NULL;

  if (!ctl_options_parse (command, entries, argc, argv, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }
  find_folder (self);
  return TRUE;
}

const char *
plan_choices_get_city (const PlanChoices *self)
{
  return self->place_city != NULL ? self->place_city : self->city != NULL ? self->city : DEFAULT_CITY;
}

/* --- the folder -------------------------------------------------------------------- */

/* Made once; two who make it at once get one of both. */
static gboolean
make_key (const char  *path,
          MadoRandom  *random,
          GError     **error)
{
  guint8 seed[32];
  int fd;
  gboolean done;

  fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST)
    return TRUE;
  mado_random_bytes (random, seed, sizeof seed);
  done = fd >= 0 && write (fd, seed, sizeof seed) == (gssize) sizeof seed && fsync (fd) == 0;
  if (fd >= 0)
    done = close (fd) == 0 && done;
  mado_wipe (seed, sizeof seed);
  if (!done)
    g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, _("“%s” cannot be written."), path);
  return done;
}

static MadoSecretKey *
read_key (const char  *path,
          GError     **error)
{
  g_autofree char *seed = NULL;
  gsize length;
  MadoSecretKey *key = NULL;

  if (!g_file_get_contents (path, &seed, &length, error))
    return NULL;
  if (length == 32)
    key = mado_secret_key_new_from_seed ((const guint8 *) seed);
  else
    g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("“%s” is not a key."), path);
  mado_wipe (seed, length);
  return key;
}

static MadoStore *
open_store (const char    *dir,
            const char    *journal,
            MadoSecretKey *key,
            MadoIdentity  *identity,
            MadoRole       role,
            GError       **error)
{
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  MadoStore *store = mado_sqlite_store_open (journal, key, identity, NULL, NULL, clock, random, error);

  if (store != NULL)
    mado_store_set_person (store, identity->actor, role, &identity->ticket, NULL);
  return store;
}

static MadoStore *
open_own (const PlanChoices *choices,
          gboolean           make,
          GError           **error)
{
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  g_autofree char *path = g_build_filename (choices->folder, KEY_FILE, NULL);
  g_autofree char *journal = g_build_filename (choices->folder, "journal.db", NULL);
  g_autoptr (MadoSecretKey) key = NULL;
  MadoIdentity identity = { .actor = (char *) "plan", .scope = (char *) OWN_SCOPE };

  if (!make && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no plan in “%s”."), choices->folder);
      return NULL;
    }
  if (make && g_mkdir_with_parents (choices->folder, 0700) != 0)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, _("“%s” cannot be written."), choices->folder);
      return NULL;
    }
  if (make && !make_key (path, random, error))
    return NULL;
  key = read_key (path, error);
  if (key == NULL)
    return NULL;
  g_strlcpy (identity.city, plan_choices_get_city (choices), sizeof identity.city);
  mado_id_derive (&identity.device, "mado-plan-folder", mado_secret_key_get_public (key), sizeof (MadoPublicKey));
  return open_store (choices->folder, journal, key, &identity, MADO_ROLE_SUPERVISOR, error);
}

static MadoStore *
open_place (PlanChoices *choices,
            GError     **error)
{
  g_autoptr (MadoProfile) profile = mado_profile_open (choices->folder, error);
  g_autoptr (MadoProfileStaff) staff = NULL;
  g_autoptr (MadoSecretKey) key = NULL;
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autofree char *password = NULL;
  g_autofree char *journal = NULL;
  MadoIdentity identity = { 0 };
  const MadoProfileFacts *facts;

  if (profile == NULL)
    return NULL;
  if (choices->staff == NULL || choices->password_file == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DENIED,
                           _("This folder belongs to a place: --staff and --password-file are needed."));
      return NULL;
    }
  if (!ctl_options_read_password (choices->password_file, &password, error))
    return NULL;
  staff = mado_profile_unlock (profile, choices->staff, password, mado_clock_now_ms (clock), &key, error);
  mado_wipe (password, strlen (password));
  if (staff == NULL)
    return NULL;
  facts = mado_profile_get_facts (profile);
  journal = mado_profile_get_journal_path (profile);
  identity.device = facts->device;
  identity.actor = staff->id;
  identity.ticket = staff->ticket;
  identity.scope = facts->scope;
  g_strlcpy (identity.city, facts->city, sizeof identity.city);
  choices->place_city = g_intern_string (facts->city); /* the plan is this city's */
  return open_store (choices->folder, journal, key, &identity,
                     staff->roles != NULL && staff->roles[0] != NULL ? mado_role_from_string (staff->roles[0]) : MADO_ROLE_NONE,
                     error);
}

MadoStore *
plan_folder_open (PlanChoices *choices,
                  gboolean     make,
                  GError     **error)
{
  g_autofree char *profile = NULL;

  if (choices->folder == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("Name the folder in which the plan lies: --folder DIR."));
      return NULL;
    }
  mado_crypto_init ();
  profile = g_build_filename (choices->folder, "profile.ini", NULL);
  return g_file_test (profile, G_FILE_TEST_EXISTS) ? open_place (choices, error) : open_own (choices, make, error);
}

/* --- reading ------------------------------------------------------------------------- */

static int
parse_year (const char *text)
{
  return text != NULL ? mado_plan_year_parse (text) : 0;
}

static MadoPlanEdition *
find_edition (MadoStore    *store,
              MadoPlanSet  *set,
              const char   *as_of,
              GError      **error)
{
  g_autoptr (GPtrArray) editions = mado_plan_list_editions (store, set, error);

  if (editions == NULL)
    return NULL;
  for (guint i = 0; i < editions->len; i++)
    if (strcmp (((MadoPlanEdition *) editions->pdata[i])->as_of, as_of) == 0)
      {
        MadoPlanEdition *found = editions->pdata[i];

        g_ptr_array_set_free_func (editions, NULL);
        for (guint k = 0; k < editions->len; k++)
          if (k != i)
            mado_plan_edition_free (editions->pdata[k]);
        return found;
      }
  g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no edition of %s."), as_of);
  return NULL;
}

static MadoPlanBook *
take_book (MadoPlanSet *set)
{
  return g_steal_pointer (&set->book);
}

static MadoPlanBook *
read_from (const PlanChoices *choices,
           MadoStore         *store,
           GError           **error)
{
  g_autoptr (MadoPlanSet) set = mado_plan_set_load (store, choices->name, parse_year (choices->year), error);
  g_autoptr (MadoPlanEdition) edition = NULL;
  MadoDate day;

  if (set == NULL)
    return NULL;
  if (choices->edition != NULL)
    {
      edition = find_edition (store, set, choices->edition, error);
      return edition != NULL ? mado_plan_book_load_earlier (store, set, 0, edition, error) : NULL;
    }
  if (choices->at == NULL)
    return take_book (set);
  if (!mado_date_parse_iso (choices->at, &day))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("“%s” is no date."), choices->at);
      return NULL;
    }
  return mado_plan_book_load_earlier (store, set, mado_plan_end_of_day (&day), NULL, error);
}

MadoPlanBook *
plan_folder_read (PlanChoices *choices,
                  GError     **error)
{
  MadoStore *store = plan_folder_open (choices, FALSE, error);
  MadoPlanBook *book;

  if (store == NULL)
    return NULL;
  book = read_from (choices, store, error);
  mado_store_close (store);
  g_object_unref (store);
  return book;
}

static void
print_faults (GPtrArray  *faults,
              const char *word)
{
  for (guint i = 0; i < faults->len; i++)
    {
      g_autofree char *line = mado_plan_fault_print (faults->pdata[i]);

      g_printerr ("%s%s\n", word, line);
    }
}

void
plan_faults_print (MadoPlanReading *reading)
{
  print_faults (reading->notes, "");
  print_faults (reading->faults, "");
  if (reading->faults->len > 0)
    g_printerr (g_dngettext (GETTEXT_PACKAGE, "%u fault.\n", "%u faults.\n", reading->faults->len), reading->faults->len);
}

static void
add_workbook (MadoPlanReading *reading,
              const char      *name,
              GBytes          *bytes,
              GPtrArray       *forms)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sheets = mado_sheet_read (bytes, &error);
  MadoPlanForm *form;

  if (sheets != NULL && !mado_plan_form_is (sheets))
    {
      mado_plan_sheet_read_tables (reading, name, sheets);
      return;
    }
  form = mado_plan_form_read (reading, name, bytes);
  if (form != NULL && forms != NULL)
    g_ptr_array_add (forms, form);
  else
    mado_plan_form_free (form);
}

static void
add_file (MadoPlanReading *reading,
          const char      *path,
          GPtrArray       *forms)
{
  g_autofree char *contents = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    {
      mado_plan_reading_add_file (reading, path); /* says why */
      return;
    }
  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  if (mado_sheet_is_archive (bytes))
    add_workbook (reading, name, bytes, forms);
  else
    mado_plan_reading_add_bytes (reading, name, bytes);
}

MadoPlanReading *
plan_files_read (char              **files,
                 const MadoPlanBook *known,
                 MadoPlanReadFlags   flags,
                 GPtrArray          *forms)
{
  g_autoptr (MadoPlanReading) reading = mado_plan_reading_new (known, flags);

  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    add_file (reading, files[i], forms);
  if (forms == NULL || forms->len == 0 || reading->has_plan || reading->has_kpi || reading->has_departments)
    mado_plan_reading_finish (reading);
  plan_faults_print (reading);
  return reading->faults->len == 0 ? g_steal_pointer (&reading) : NULL;
}

MadoPlanBook *
plan_choices_read_book (PlanChoices *choices)
{
  g_autoptr (MadoPlanReading) reading = NULL;
  g_autoptr (GError) error = NULL;
  MadoPlanUpdate update = { 0 };
  MadoPlanBook *book;

  if (choices->folder != NULL)
    {
      book = plan_folder_read (choices, &error);
      if (book == NULL)
        g_printerr ("%s\n", error->message);
      return book;
    }
  if (choices->rest == NULL || *choices->rest == NULL)
    {
      g_printerr (_("Name a file or the folder in which the plan lies.\n"));
      return NULL;
    }
  reading = plan_files_read (choices->rest, NULL, MADO_PLAN_READ_DEFAULT, NULL);
  if (reading == NULL)
    return NULL;
  if (!mado_plan_import_prepare (reading, NULL, DEFAULT_CITY, choices->name != NULL ? choices->name : "計画", &update, &error))
    {
      g_printerr ("%s\n", error->message);
      return NULL;
    }
  mado_plan_update_clear (&update);
  return g_steal_pointer (&reading->book);
}

int
plan_put_out (const PlanChoices *choices,
              const void        *data,
              gsize              length)
{
  g_autoptr (GError) error = NULL;

  if (choices->output == NULL)
    return fwrite (data, 1, length, stdout) == length && fflush (stdout) == 0 ? 0 : 1;
  if (g_file_set_contents (choices->output, data, (gssize) length, &error))
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}
