/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-print-batch.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define FILE_NAME "print-batch"
#define MOST 1000

/* In the seal: path, NUL, reason ("" none), NUL, again and again. */

struct _MadoPrintBatch
{
  char          *path;
  MadoSecretKey *key; /* nullable */
  MadoRandom    *random;
  GPtrArray     *items; /* MadoPrintItem* */
};

static void
item_free (gpointer data)
{
  MadoPrintItem *item = data;

  g_free (item->path);
  g_free (item->failed);
  g_free (item);
}

static MadoPrintItem *
append (MadoPrintBatch *self,
        const char     *path,
        const char     *failed)
{
  MadoPrintItem *item = g_new0 (MadoPrintItem, 1);

  item->path = g_strdup (path);
  item->failed = failed != NULL && *failed != 0 ? g_strdup (failed) : NULL;
  g_ptr_array_add (self->items, item);
  return item;
}

/* A list that cannot be opened is left where it is until another is kept. */
static void
load (MadoPrintBatch *self)
{
  g_autofree char *data = NULL;
  g_autoptr (GBytes) plain = NULL;
  const char *at, *end;
  gsize length;

  if (self->key == NULL || !g_file_get_contents (self->path, &data, &length, NULL))
    return;
  plain = mado_box_open (self->key, (const guint8 *) data, length, NULL);
  if (plain == NULL)
    return;
  at = g_bytes_get_data (plain, &length);
  end = at + length;
  while (at < end && self->items->len < MOST)
    {
      const char *path = at, *failed = memchr (path, 0, end - path), *next;

      if (failed == NULL || ++failed >= end || (next = memchr (failed, 0, end - failed)) == NULL)
        return;
      if (*path == '/' && g_utf8_validate (failed, -1, NULL))
        append (self, path, failed);
      at = next + 1;
    }
}

static gboolean
save (MadoPrintBatch  *self,
      GError         **error)
{
  g_autoptr (GByteArray) plain = g_byte_array_new ();
  g_autoptr (GBytes) sealed = NULL;
  gboolean kept;

  if (self->key == NULL)
    return TRUE;
  if (self->items->len == 0)
    {
      g_unlink (self->path);
      return TRUE;
    }
  for (guint i = 0; i < self->items->len; i++)
    {
      const MadoPrintItem *item = self->items->pdata[i];
      const char *failed = item->failed != NULL ? item->failed : "";

      g_byte_array_append (plain, (const guint8 *) item->path, strlen (item->path) + 1);
      g_byte_array_append (plain, (const guint8 *) failed, strlen (failed) + 1);
    }
  sealed = mado_box_seal_with (self->random, mado_secret_key_get_public (self->key)->box, plain->data, plain->len);
  kept = g_file_set_contents_full (self->path, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed),
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
  if (!kept)
    mado_error_convert (error);
  return kept;
}

MadoPrintBatch *
mado_print_batch_new (const char    *profile,
                      MadoSecretKey *device_key,
                      MadoRandom    *random)
{
  MadoPrintBatch *self = g_new0 (MadoPrintBatch, 1);

  self->path = g_build_filename (profile, FILE_NAME, NULL);
  self->key = device_key != NULL ? mado_secret_key_ref (device_key) : NULL;
  self->random = g_object_ref (random);
  self->items = g_ptr_array_new_with_free_func (item_free);
  load (self);
  return self;
}

void
mado_print_batch_free (MadoPrintBatch *self)
{
  g_free (self->path);
  g_clear_pointer (&self->key, mado_secret_key_unref);
  g_object_unref (self->random);
  g_ptr_array_unref (self->items);
  g_free (self);
}

guint
mado_print_batch_get_n (MadoPrintBatch *self)
{
  return self->items->len;
}

const MadoPrintItem *
mado_print_batch_get (MadoPrintBatch *self,
                      guint           index)
{
  return index < self->items->len ? self->items->pdata[index] : NULL;
}

static gboolean
find (MadoPrintBatch *self,
      const char     *path,
      guint          *index)
{
  for (guint i = 0; i < self->items->len; i++)
    if (g_str_equal (((MadoPrintItem *) self->items->pdata[i])->path, path))
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
mado_print_batch_add (MadoPrintBatch  *self,
                      const char      *path,
                      GError         **error)
{
  guint index;

  if (find (self, path, &index))
    return TRUE;
  if (self->items->len >= MOST)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NO_SPACE, _("The list of documents to print is full. Print them first."));
      return FALSE;
    }
  append (self, path, NULL);
  return save (self, error);
}

gboolean
mado_print_batch_remove (MadoPrintBatch  *self,
                         guint            index,
                         GError         **error)
{
  if (index >= self->items->len)
    return TRUE;
  g_ptr_array_remove_index (self->items, index);
  return save (self, error);
}

gboolean
mado_print_batch_settle (MadoPrintBatch      *self,
                         const char * const  *paths,
                         char               **failures,
                         GError             **error)
{
  for (guint i = 0; paths[i] != NULL; i++)
    {
      guint index;
      MadoPrintItem *item;

      if (!find (self, paths[i], &index))
        continue;
      item = self->items->pdata[index];
      if (failures[i] == NULL)
        g_ptr_array_remove_index (self->items, index);
      else
        {
          g_free (item->failed);
          item->failed = g_strdup (failures[i]);
        }
    }
  return save (self, error);
}
