/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-case-edit-private.h"

#include <string.h>

/* What the buffer holds, as screens, forms and rules ask for it. */

/* --- asking ------------------------------------------------------------------------------------ */

GVariant *
mado_case_edit_get (MadoCaseEdit *self,
                    const char   *path)
{
  MadoOpen *open = mado_case_edit_find_open (self, path);

  if (open == NULL || open->value == NULL)
    return mado_record_get (self->record, path);
  return mado_value_is_none (open->value) ? NULL : open->value;
}

const char *
mado_case_edit_get_text (MadoCaseEdit *self,
                         const char   *path)
{
  GVariant *value = mado_case_edit_get (self, path);

  return value != NULL ? mado_value_get_text (value) : "";
}

MadoSource
mado_case_edit_get_source (MadoCaseEdit *self,
                           const char   *path)
{
  MadoOpen *open = mado_case_edit_find_open (self, path);
  const MadoRegister *reg = mado_record_lookup (self->record, path);

  if (open != NULL && open->value != NULL)
    return open->source;
  return reg != NULL ? ((MadoRegisterValue *) reg->values->pdata[0])->source : MADO_SOURCE_UNKNOWN;
}

gboolean
mado_case_edit_is_pending (MadoCaseEdit *self,
                           const char   *path)
{
  MadoOpen *open = mado_case_edit_find_open (self, path);

  return open != NULL && open->value != NULL;
}

gboolean
mado_case_edit_is_held (MadoCaseEdit *self,
                        const char   *path)
{
  MadoOpen *open = mado_case_edit_find_open (self, path);

  return open != NULL && open->held != NULL;
}

static int
compare_opens (gconstpointer a,
               gconstpointer b)
{
  guint one = (*(MadoOpen *const *) a)->serial;
  guint two = (*(MadoOpen *const *) b)->serial;

  return one < two ? -1 : one > two;
}

/* In the order of opening: a commit keeps it, and the household table shows
 * lines in the order they were entered. */
GPtrArray *
mado_case_edit_list_opens (MadoCaseEdit *self)
{
  GPtrArray *out = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer open;

  g_hash_table_iter_init (&iter, self->opens);
  while (g_hash_table_iter_next (&iter, NULL, &open))
    g_ptr_array_add (out, open);
  g_ptr_array_sort (out, compare_opens);
  return out;
}

static int
compare_strings (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char **
list_paths (MadoCaseEdit *self,
            gboolean      pending)
{
  g_autoptr (GPtrArray) opens = mado_case_edit_list_opens (self);
  GPtrArray *out = g_ptr_array_new ();

  for (guint i = 0; i < opens->len; i++)
    {
      const MadoOpen *open = opens->pdata[i];

      if (pending ? open->value != NULL : open->held != NULL)
        g_ptr_array_add (out, mado_open_dup_path (open));
    }
  g_ptr_array_sort (out, compare_strings);
  g_ptr_array_add (out, NULL);
  return (char **) g_ptr_array_free (out, FALSE);
}

char **
mado_case_edit_list_pending (MadoCaseEdit *self)
{
  return list_paths (self, TRUE);
}

char **
mado_case_edit_list_held (MadoCaseEdit *self)
{
  return list_paths (self, FALSE);
}

guint
mado_case_edit_get_n_pending (MadoCaseEdit *self)
{
  g_auto (GStrv) pending = mado_case_edit_list_pending (self);

  return g_strv_length (pending);
}

/* --- reader ---------------------------------------------------------------------------------------- */

static GVariant *
read_value (const char *path,
            gpointer    data)
{
  return mado_case_edit_get (data, path);
}

static MadoSource
read_source (const char *path,
             gpointer    data)
{
  return mado_case_edit_get (data, path) != NULL ? mado_case_edit_get_source (data, path) : MADO_SOURCE_UNKNOWN;
}

static gboolean
read_confirmed (const char *path,
                gpointer    data)
{
  MadoCaseEdit *self = data;
  g_autofree char *confirm = mado_case_path_confirm (path);
  GVariant *value = mado_case_edit_get (self, path);
  GVariant *said = mado_case_edit_get (self, confirm);
  g_autoptr (GVariant) wanted = NULL;
  guint8 digest[MADO_CONFIRM_BYTES];

  if (value == NULL || said == NULL)
    return FALSE;
  mado_record_confirm_digest (mado_record_get_id (self->record), path, value, digest);
  wanted = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, digest, sizeof digest, 1));
  return mado_value_equal (said, wanted);
}

static const char *const *
read_persons (gpointer data)
{
  MadoCaseEdit *self = data;

  if (self->persons == NULL)
    self->persons = mado_case_edit_list_persons (self);
  return (const char *const *) self->persons;
}

static const char *const *
read_procedures (gpointer data)
{
  MadoCaseEdit *self = data;

  if (self->procs == NULL)
    self->procs = mado_case_edit_list_wanted (self);
  return (const char *const *) self->procs;
}

MadoFormReader
mado_case_edit_get_reader (MadoCaseEdit *self)
{
  return (MadoFormReader) {
    .get = read_value, .source = read_source, .confirmed = read_confirmed, .list_persons = read_persons,
    .list_procedures = read_procedures, .user_data = self,
  };
}
