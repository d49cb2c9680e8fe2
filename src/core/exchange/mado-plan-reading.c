/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-file.h"

#include "core/base/mado-error.h"
#include "core/model/mado-plan-match.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* Where something stands in the files. */
typedef struct
{
  char    *file;
  guint    row;
  char    *column;   /* "" */
  gboolean in_table;
  guint    count;    /* of a new department: how often its name stands there */
} Place;

#define MAX_FAULTS 200 /* more tell nobody anything */

/* --- faults ---------------------------------------------------------------------- */

void
mado_plan_fault_free (MadoPlanFault *self)
{
  g_free (self->file);
  g_free (self->column);
  g_free (self->text);
  g_free (self);
}

char *
mado_plan_fault_print (const MadoPlanFault *self)
{
  GString *out = g_string_new (self->file);

  if (self->row > 0)
    {
      g_autofree char *row = g_strdup_printf ("%u", self->row);

      if (out->len > 0)
        g_string_append (out, ", ");
      g_string_append_printf (out, _("row %s"), row);
    }
  if (*self->column != 0)
    g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", self->column);
  g_string_append_printf (out, "%s%s", out->len > 0 ? ": " : "", self->text);
  return g_string_free (out, FALSE);
}

static void
place_free (gpointer data)
{
  Place *place = data;

  g_free (place->file);
  g_free (place->column);
  g_free (place);
}

static Place *
place_new (MadoPlanReading *self,
           guint            row,
           const char      *column)
{
  Place *place = g_new0 (Place, 1);

  place->file = g_strdup (self->file);
  place->row = row;
  place->column = g_strdup (column);
  return place;
}

void
mado_plan_reading_place (MadoPlanReading *self,
                         gconstpointer    record,
                         guint            row,
                         gboolean         in_table)
{
  Place *place = place_new (self, row, "");

  place->in_table = in_table;
  g_hash_table_insert (self->places, (gpointer) record, place);
}

static void
add_fault (GPtrArray  *list,
           const char *file,
           guint       row,
           const char *column,
           char       *text /* full */)
{
  MadoPlanFault *fault;

  if (list->len >= MAX_FAULTS)
    {
      g_free (text);
      return;
    }
  fault = g_new0 (MadoPlanFault, 1);
  fault->file = g_strdup (file);
  fault->row = row;
  fault->column = g_strdup (column);
  fault->text = text;
  g_ptr_array_add (list, fault);
}

void
mado_plan_reading_fault (MadoPlanReading *self,
                         guint            row,
                         const char      *column,
                         const char      *format,
                         ...)
{
  va_list args;

  va_start (args, format);
  add_fault (self->faults, self->file, row, column, g_strdup_vprintf (format, args));
  va_end (args);
}

void
mado_plan_reading_note (MadoPlanReading *self,
                        guint            row,
                        const char      *column,
                        const char      *format,
                        ...)
{
  va_list args;

  va_start (args, format);
  add_fault (self->notes, self->file, row, column, g_strdup_vprintf (format, args));
  va_end (args);
}

/* Of a row or KPI that was read: its member in JSON has another name than the
 * column of a table. */
static void G_GNUC_PRINTF (5, 6)
fault_of (MadoPlanReading *self,
          gconstpointer    record,
          const char      *member,
          const char      *heading,
          const char      *format,
          ...)
{
  const Place *place = g_hash_table_lookup (self->places, record);
  va_list args;

  va_start (args, format);
  add_fault (self->faults, place != NULL ? place->file : "", place != NULL ? place->row : 0,
             place != NULL && place->in_table ? heading : member, g_strdup_vprintf (format, args));
  va_end (args);
}

/* Line feeds and tabs aside; what JSON can say with \\u0001, and the halves and
 * private characters (外字) that no other place could show. */
gboolean
mado_plan_reading_check_text (MadoPlanReading *self,
                              guint            row,
                              const char      *column,
                              const char      *text)
{
  for (const char *p = text; *p != 0; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      g_autofree char *code = NULL;

      if (c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0) && !(c >= 0xe000 && c <= 0xf8ff) &&
                                    c != 0xfffe && c != 0xffff))
        continue;
      code = g_strdup_printf ("U+%04X", c);
      mado_plan_reading_fault (self, row, column, _("There is a character here that cannot be shown (%s)."), code);
      return FALSE;
    }
  return TRUE;
}

/* --- life -------------------------------------------------------------------------- */

MadoPlanReading *
mado_plan_reading_new (const MadoPlanBook *known,
                       MadoPlanReadFlags   flags)
{
  MadoPlanReading *self = g_new0 (MadoPlanReading, 1);

  self->book = mado_plan_book_new ();
  self->known = known;
  self->flags = flags;
  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_plan_fault_free);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_plan_fault_free);
  self->file = g_strdup ("");
  self->reposts = g_hash_table_new (NULL, NULL);
  self->new_departments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, place_free);
  self->places = g_hash_table_new_full (NULL, NULL, NULL, place_free);
  for (guint i = 0; known != NULL && i < known->departments->len; i++)
    g_ptr_array_add (self->book->departments, mado_department_copy (known->departments->pdata[i]));
  if (known == NULL)
    return self;
  g_free (self->book->gather);
  self->book->gather = g_strdup (known->gather);
  self->book->rule = known->rule;
  return self;
}

void
mado_plan_reading_free (MadoPlanReading *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->book, mado_plan_book_free);
  g_ptr_array_unref (self->faults);
  g_ptr_array_unref (self->notes);
  g_free (self->file);
  g_hash_table_unref (self->reposts);
  g_hash_table_unref (self->new_departments);
  g_hash_table_unref (self->places);
  g_free (self);
}

/* --- departments ---------------------------------------------------------------------- */

/* The name of a department that is meant, perhaps; NULL: none is near. */
static const char *
find_near (const MadoPlanBook *book,
           const char         *name)
{
  const char *found = NULL;
  guint least = 3;

  for (guint i = 0; i < book->departments->len; i++)
    {
      const char *other = mado_department_get_name (book->departments->pdata[i], NULL);
      guint distance = strcmp (other, name) != 0 ? mado_plan_text_distance (other, name, 2) : least;

      if (distance < least)
        {
          least = distance;
          found = other;
        }
    }
  return found;
}

static void
tell_unknown (MadoPlanReading *self,
              guint            row,
              const char      *column,
              const char      *name)
{
  const char *near = find_near (self->book, name);

  if (near != NULL)
    mado_plan_reading_fault (self, row, column, _("There is no department “%s”. Is “%s” meant?"), name, near);
  else
    mado_plan_reading_fault (self, row, column, _("There is no department “%s”."), name);
}

static gboolean
may_be_new (MadoPlanReading *self)
{
  return !self->has_departments && (self->known == NULL || self->known->departments->len == 0);
}

const char *
mado_plan_reading_department (MadoPlanReading *self,
                              guint            row,
                              const char      *column,
                              const char      *name)
{
  MadoDepartment *found = mado_plan_book_find_department_named (self->book, name);
  g_autofree char *id = NULL;
  Place *place;

  if (*name == 0 || strpbrk (name, "\n\t") != NULL)
    {
      mado_plan_reading_fault (self, row, column, _("The name of a department is empty."));
      return NULL;
    }
  if (found == NULL && !may_be_new (self) && !(self->flags & MADO_PLAN_READ_NEW_DEPARTMENTS))
    {
      tell_unknown (self, row, column, name);
      return NULL;
    }
  if (found == NULL)
    {
      id = mado_plan_department_id (name);
      found = mado_department_new (id, name);
      g_ptr_array_add (self->book->departments, found);
      g_hash_table_insert (self->new_departments, g_strdup (name), place_new (self, row, column));
    }
  place = g_hash_table_lookup (self->new_departments, name);
  if (place != NULL)
    place->count++;
  return found->id;
}

/* --- files ------------------------------------------------------------------------------ */

/* What is wrong with a file is told in the words of what it wants to be. */
static gboolean
is_named_json (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_str_has_suffix (lower, ".json");
}

gboolean
mado_plan_reading_add_bytes (MadoPlanReading *self,
                             const char      *name,
                             GBytes          *bytes)
{
  guint before = self->faults->len;
  gsize length = 0;
  g_autofree char *text = NULL;
  const char *first;

  g_free (self->file);
  self->file = g_strdup (name);
  if (g_bytes_get_size (bytes) > MADO_PLAN_MAX_FILE)
    {
      mado_plan_reading_fault (self, 0, "", _("The file is larger than 32 MB."));
      return FALSE;
    }
  text = mado_plan_decode (bytes, &length);
  if (text == NULL)
    {
      mado_plan_reading_fault (self, 0, "", _("The text of the file is neither UTF-8 nor Shift_JIS (CP932)."));
      return FALSE;
    }
  first = text + strspn (text, " \t\r\n");
  if (*first == '{' || *first == '[' || is_named_json (name))
    mado_plan_json_read (self, text, length);
  else
    mado_plan_csv_read (self, text);
  return self->faults->len == before;
}

gboolean
mado_plan_reading_add_file (MadoPlanReading *self,
                            const char      *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &error))
    {
      g_free (self->file);
      self->file = g_steal_pointer (&name);
      mado_plan_reading_fault (self, 0, "", "%s", error->message);
      return FALSE;
    }
  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  return mado_plan_reading_add_bytes (self, name, bytes);
}

/* --- what only the whole tells --------------------------------------------------------------- */

/* FALSE if a number is not there or there twice: who points to it cannot be told. */
static gboolean
check_numbers (MadoPlanReading *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  gboolean good = TRUE;

  for (guint i = 0; i < self->book->initiatives->len; i++)
    {
      const MadoInitiative *row = self->book->initiatives->pdata[i];

      good &= row->no > 0 || *row->mark != 0;
      if (row->no < 0)
        fault_of (self, row, "no", "No", _("Numbers begin with 1."));
      if (row->no <= 0 || g_hash_table_add (seen, GINT_TO_POINTER (row->no)))
        continue;
      fault_of (self, row, "no", "No", _("The number %d is there twice."), row->no);
      good = FALSE;
    }
  return good;
}

static void
check_rows (MadoPlanReading *self)
{
  MadoPlanBook *book = self->book;
  g_autoptr (GHashTable) orders = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < book->initiatives->len; i++)
    {
      const MadoInitiative *row = book->initiatives->pdata[i];

      if (!g_hash_table_add (orders, row->order))
        fault_of (self, row, "seq", "", _("Two rows stand at the same place."));
      if (book->measures->len > 0 && mado_plan_book_find_measure (book, row->goal, row->measure) == NULL)
        fault_of (self, row, "measure", "施策", _("There is no measure %d-%d."), row->goal, row->measure);
    }
}

static void
check_kpis (MadoPlanReading *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->book->kpis->len; i++)
    {
      const MadoKpi *kpi = self->book->kpis->pdata[i];

      if (kpi->no <= 0)
        fault_of (self, kpi, "no", "番号", _("Numbers begin with 1."));
      else if (!g_hash_table_add (seen, GINT_TO_POINTER (kpi->no)))
        fault_of (self, kpi, "no", "番号", _("The number %d is there twice."), kpi->no);
    }
}

/* A file may hold only some rows; then the others are those that are here. */
static void
link_reposts (MadoPlanReading *self,
              gboolean         numbered)
{
  for (guint i = 0; i < self->book->initiatives->len; i++)
    {
      MadoInitiative *row = self->book->initiatives->pdata[i];
      int no = GPOINTER_TO_INT (g_hash_table_lookup (self->reposts, row));
      MadoInitiative *target = mado_plan_book_find_no (self->book, no);

      if (target == NULL && self->known != NULL && no > 0)
        target = mado_plan_book_find_no (self->known, no);
      if (no == 0)
        continue;
      if (target == NULL && numbered)
        fault_of (self, row, "repost_of", "再掲元No", _("The row points to No %d, which is not there."), no);
      else if (target == row)
        fault_of (self, row, "repost_of", "再掲元No", _("The row points to itself."));
    }
}

static guint
count_of (MadoPlanReading *self,
          const char      *name)
{
  const Place *place = g_hash_table_lookup (self->new_departments, name);

  return place != NULL ? place->count : 0;
}

/* Where the list of departments comes from the rows themselves, a name that
 * stands once and is one letter off another that stands often is a mistake. */
static void
check_new_departments (MadoPlanReading *self)
{
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_iter_init (&iter, self->new_departments);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const Place *place = value;
      const char *near = place->count == 1 ? find_near (self->book, name) : NULL;

      if (near == NULL || mado_plan_text_distance (near, name, 1) > 1 || count_of (self, near) < 3)
        continue;
      if (self->flags & MADO_PLAN_READ_NEW_DEPARTMENTS)
        add_fault (self->notes, place->file, place->row, place->column,
                   g_strdup_printf (_("The new department “%s” is close to “%s”."), (char *) name, near));
      else
        add_fault (self->faults, place->file, place->row, place->column,
                   g_strdup_printf (_("There is no department “%s”. Is “%s” meant?"), (char *) name, near));
    }
}

gboolean
mado_plan_reading_finish (MadoPlanReading *self)
{
  gboolean numbered = check_numbers (self);

  g_free (self->file);
  self->file = g_strdup ("");
  check_rows (self);
  check_kpis (self);
  link_reposts (self, numbered);
  check_new_departments (self);
  if (!self->has_plan && !self->has_kpi && !self->has_departments && self->faults->len == 0)
    mado_plan_reading_fault (self, 0, "", _("There is nothing to read in."));
  return self->faults->len == 0;
}
