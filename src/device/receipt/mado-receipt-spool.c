/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/receipt/mado-receipt-spool.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define ENDING ".receipt"

/* In the seal: length of the title (4 bytes, little-endian), title, ESC/POS. */

struct _MadoReceiptSpool
{
  char          *folder;
  MadoSecretKey *key;
  MadoRandom    *random;
};

MadoReceiptSpool *
mado_receipt_spool_new (const char    *folder,
                        MadoSecretKey *device_key,
                        MadoRandom    *random)
{
  MadoReceiptSpool *self = g_new0 (MadoReceiptSpool, 1);

  self->folder = g_strdup (folder);
  self->key = mado_secret_key_ref (device_key);
  self->random = g_object_ref (random);
  return self;
}

void
mado_receipt_spool_free (MadoReceiptSpool *self)
{
  g_free (self->folder);
  mado_secret_key_unref (self->key);
  g_object_unref (self->random);
  g_free (self);
}

static char *
path_of (MadoReceiptSpool *self,
         const char       *id)
{
  g_autofree char *name = g_strconcat (id, ENDING, NULL);

  return g_build_filename (self->folder, name, NULL);
}

static void
job_free (gpointer data)
{
  MadoReceiptJob *job = data;

  g_free (job->id);
  g_free (job->title);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job);
}

static GBytes *
seal_job (MadoReceiptSpool *self,
          const char       *title,
          GBytes           *bytes)
{
  g_autoptr (GByteArray) plain = g_byte_array_new ();
  guint32 length = GUINT32_TO_LE ((guint32) strlen (title));

  g_byte_array_append (plain, (const guint8 *) &length, sizeof length);
  g_byte_array_append (plain, (const guint8 *) title, strlen (title));
  g_byte_array_append (plain, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return mado_box_seal_with (self->random, mado_secret_key_get_public (self->key)->box, plain->data, plain->len);
}

char *
mado_receipt_spool_keep (MadoReceiptSpool  *self,
                         gint64             now_ms,
                         const char        *title,
                         GBytes            *bytes,
                         GError           **error)
{
  guint8 chance[6];
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) sealed = seal_job (self, title, bytes);

  mado_random_bytes (self->random, chance, sizeof chance);
  id = g_strdup_printf ("%013" G_GINT64_FORMAT "-%02x%02x%02x%02x%02x%02x", now_ms, chance[0], chance[1], chance[2], chance[3],
                        chance[4], chance[5]);
  path = path_of (self, id);
  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, _("The folder %s cannot be made."), self->folder);
      return NULL;
    }
  if (!g_file_set_contents_full (path, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed),
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error))
    {
      mado_error_convert (error);
      return NULL;
    }
  return g_steal_pointer (&id);
}

/* NULL: not ours, or damaged. */
static MadoReceiptJob *
read_job (MadoReceiptSpool *self,
          const char       *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *data = NULL;
  g_autoptr (GBytes) plain = NULL;
  const guint8 *bytes;
  gsize length, size;
  guint32 title;
  MadoReceiptJob *job;

  if (!g_file_get_contents (path, &data, &length, NULL))
    return NULL;
  plain = mado_box_open (self->key, (const guint8 *) data, length, NULL);
  if (plain == NULL)
    return NULL;
  bytes = g_bytes_get_data (plain, &size);
  if (size < sizeof title)
    return NULL;
  memcpy (&title, bytes, sizeof title);
  title = GUINT32_FROM_LE (title);
  if (title > size - sizeof (guint32) || !g_utf8_validate_len ((const char *) bytes + 4, title, NULL))
    return NULL;
  job = g_new0 (MadoReceiptJob, 1);
  job->id = g_strndup (name, strlen (name) - strlen (ENDING));
  job->title = g_strndup ((const char *) bytes + 4, title);
  job->bytes = g_bytes_new_from_bytes (plain, 4 + title, size - 4 - title);
  return job;
}

static int
compare_jobs (gconstpointer a,
              gconstpointer b)
{
  return strcmp ((*(MadoReceiptJob **) a)->id, (*(MadoReceiptJob **) b)->id);
}

GPtrArray *
mado_receipt_spool_list (MadoReceiptSpool  *self,
                         guint             *unread,
                         GError           **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (job_free);
  g_autoptr (GDir) folder = NULL;
  guint n_unread = 0;
  const char *name;

  if (g_file_test (self->folder, G_FILE_TEST_IS_DIR))
    folder = g_dir_open (self->folder, 0, error);
  if (folder == NULL && g_file_test (self->folder, G_FILE_TEST_IS_DIR))
    {
      mado_error_convert (error);
      return NULL;
    }
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      MadoReceiptJob *job = g_str_has_suffix (name, ENDING) ? read_job (self, name) : NULL;

      if (job != NULL)
        g_ptr_array_add (jobs, job);
      else if (g_str_has_suffix (name, ENDING))
        n_unread++;
    }
  g_ptr_array_sort (jobs, compare_jobs);
  if (unread != NULL)
    *unread = n_unread;
  return g_steal_pointer (&jobs);
}

gboolean
mado_receipt_spool_remove (MadoReceiptSpool  *self,
                           const char        *id,
                           GError           **error)
{
  g_autofree char *path = path_of (self, id);

  if (g_unlink (path) == 0)
    return TRUE;
  g_set_error (error, MADO_ERROR, errno == ENOENT ? MADO_ERROR_NOT_FOUND : MADO_ERROR_READ_ONLY,
               _("The receipt that was kept cannot be removed (%s)."), g_strerror (errno));
  return FALSE;
}

gboolean
mado_receipt_spool_print (MadoReceiptSpool  *self,
                          MadoReceipt       *printer,
                          gint64             now_ms,
                          const char        *title,
                          GBytes            *bytes,
                          GCancellable      *cancellable,
                          guint             *state,
                          GError           **error)
{
  g_autofree char *id = mado_receipt_spool_keep (self, now_ms, title, bytes, error);

  return id != NULL && mado_receipt_print (printer, bytes, cancellable, state, error) && mado_receipt_spool_remove (self, id, error);
}

gboolean
mado_receipt_spool_retry (MadoReceiptSpool  *self,
                          MadoReceipt       *printer,
                          GCancellable      *cancellable,
                          guint             *n_printed,
                          GError           **error)
{
  g_autoptr (GPtrArray) jobs = mado_receipt_spool_list (self, NULL, error);

  *n_printed = 0;
  for (guint i = 0; jobs != NULL && i < jobs->len; i++)
    {
      MadoReceiptJob *job = jobs->pdata[i];
      guint state;

      if (!mado_receipt_print (printer, job->bytes, cancellable, &state, error) ||
          !mado_receipt_spool_remove (self, job->id, error))
        return FALSE;
      (*n_printed)++;
    }
  return jobs != NULL;
}
