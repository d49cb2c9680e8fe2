/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A CSV (or tab-separated) text into rows of cells. */

#define MAX_COLUMNS 200

static gboolean
read_quoted (const char **p,
             GString     *cell)
{
  for ((*p)++; **p != 0; (*p)++)
    if (**p != '"')
      g_string_append_c (cell, **p);
    else if ((*p)[1] == '"')
      g_string_append_c (cell, *++(*p));
    else
      {
        (*p)++;
        return TRUE;
      }
  return FALSE;
}

static void
end_row (GPtrArray     *rows,
         GStrvBuilder **builder)
{
  g_ptr_array_add (rows, g_strv_builder_end (*builder));
  g_strv_builder_unref (*builder);
  *builder = g_strv_builder_new ();
}

static char
guess_separator (const char *text)
{
  gsize line = strcspn (text, "\n");

  return memchr (text, '\t', line) != NULL && memchr (text, ',', line) == NULL ? '\t' : ',';
}

GPtrArray *
mado_plan_csv_split (MadoPlanReading *reading,
                     const char      *text)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  GStrvBuilder *builder = g_strv_builder_new ();
  g_autoptr (GString) cell = g_string_new (NULL);
  char separator = guess_separator (text);
  const char *p = text;
  guint columns = 0;

  while (*p != 0)
    {
      g_string_truncate (cell, 0);
      if (*p == '"' && !read_quoted (&p, cell))
        {
          mado_plan_reading_fault (reading, rows->len + 1, "", _("A quotation mark is not closed."));
          g_strv_builder_unref (builder);
          return NULL;
        }
      for (; *p != 0 && *p != separator && *p != '\n'; p++)
        g_string_append_c (cell, *p);
      if (++columns > MAX_COLUMNS)
        {
          mado_plan_reading_fault (reading, rows->len + 1, "", _("The row has more than %d columns."), MAX_COLUMNS);
          g_strv_builder_unref (builder);
          return NULL;
        }
      g_strv_builder_add (builder, cell->str);
      if (*p == separator)
        {
          p++;
          if (*p != 0 && *p != '\n')
            continue;
          g_strv_builder_add (builder, ""); /* an empty last cell */
          columns++;
        }
      if (*p == '\n')
        p++;
      end_row (rows, &builder);
      columns = 0;
    }
  g_strv_builder_unref (builder);
  return g_steal_pointer (&rows);
}
