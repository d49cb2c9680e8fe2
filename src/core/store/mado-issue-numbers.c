/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-issue-numbers.h"

#include <glib/gi18n-lib.h>

#include "core/base/mado-date.h"
#include "core/model/mado-value.h"

#define SETTING   "issue-numbers"
#define MAX_YEARS 100

typedef struct
{
  gint64  year;
  guint64 next;
} Year;

typedef struct
{
  guint64 computer;
  GArray *years;
} Numbers;

/* Reading and writing back is one step. */
static GMutex numbers_lock;

static void
numbers_clear (Numbers *self)
{
  g_clear_pointer (&self->years, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Numbers, numbers_clear)

static gboolean
read_numbers (MadoStore *store,
              Numbers   *self,
              GError   **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GBytes) bytes = mado_store_get_meta (store, SETTING, &fault);
  MadoCborReader reader;
  guint64 items;

  self->years = g_array_new (FALSE, FALSE, sizeof (Year));
  if (fault != NULL && !g_error_matches (fault, MADO_ERROR, MADO_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (bytes == NULL)
    return TRUE;
  mado_cbor_reader_init (&reader, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  items = mado_cbor_get_array (&reader);
  self->computer = mado_cbor_get_uint (&reader);
  for (guint64 i = 1; i + 1 < items && !reader.failed; i += 2)
    {
      Year year = { 0 };

      year.year = (gint64) mado_cbor_get_uint (&reader);
      year.next = mado_cbor_get_uint (&reader);
      g_array_append_val (self->years, year);
    }
  return mado_cbor_reader_finish (&reader, SETTING, error);
}

static gboolean
write_numbers (MadoStore      *store,
               const Numbers  *self,
               GError        **error)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  mado_cbor_put_array (out, 1 + 2 * self->years->len);
  mado_cbor_put_uint (out, self->computer);
  for (guint i = 0; i < self->years->len; i++)
    {
      const Year *year = &g_array_index (self->years, Year, i);

      mado_cbor_put_uint (out, (guint64) year->year);
      mado_cbor_put_uint (out, year->next);
    }
  bytes = g_byte_array_free_to_bytes (out);
  return mado_store_set_meta (store, SETTING, bytes, error);
}

guint64
mado_issue_numbers_get_computer (MadoStore  *store,
                                 GError    **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&numbers_lock);
  g_auto (Numbers) numbers = { 0 };

  return read_numbers (store, &numbers, error) ? numbers.computer : 0;
}

gboolean
mado_issue_numbers_set_computer (MadoStore  *store,
                                 guint64     computer,
                                 GError    **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&numbers_lock);
  g_auto (Numbers) numbers = { 0 };

  if (computer == 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("This is not a number for a computer."));
      return FALSE;
    }
  if (!read_numbers (store, &numbers, error))
    return FALSE;
  if (numbers.computer != 0)
    return TRUE;
  numbers.computer = computer;
  return write_numbers (store, &numbers, error);
}

/* Years that are past stay: a clock that was put back must not begin one anew. */
static Year *
year_of (Numbers *self,
         int      fiscal)
{
  for (guint i = 0; i < self->years->len; i++)
    if (g_array_index (self->years, Year, i).year == fiscal)
      return &g_array_index (self->years, Year, i);
  g_array_append_val (self->years, ((Year) { fiscal, 1 }));
  return &g_array_index (self->years, Year, self->years->len - 1);
}

static char *
format (int     fiscal,
        guint64 computer,
        guint64 count)
{
  MadoDate last = { fiscal + 1, 3, 31 };
  MadoEra era;
  int year = 0;

  mado_date_get_era (&last, &era, &year);
  return g_strdup_printf ("%s%d-%" G_GUINT64_FORMAT "-%04" G_GUINT64_FORMAT, mado_era_letter (era), year - 1, computer, count);
}

char *
mado_issue_numbers_take (MadoStore  *store,
                         gint64      ms,
                         GError    **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&numbers_lock);
  g_auto (Numbers) numbers = { 0 };
  MadoDate today = mado_date_from_ms (ms);
  int fiscal = mado_date_fiscal_year (&today);
  guint64 count;
  Year *year;

  if (!read_numbers (store, &numbers, error))
    return NULL;
  if (numbers.computer == 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND,
                           _("This computer has no number of its own for documents yet. It comes when the server can be reached."));
      return NULL;
    }
  year = year_of (&numbers, fiscal);
  if (numbers.years->len > MAX_YEARS)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("The clock of this computer cannot be right. Nothing was issued."));
      return NULL;
    }
  count = year->next++;
  return write_numbers (store, &numbers, error) ? format (fiscal, numbers.computer, count) : NULL;
}
