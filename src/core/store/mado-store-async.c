/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-intake.h"
#include "core/store/mado-store-job.h"

#include <string.h>

/*
 * The operations that a screen asks for: writing, reading, searching.
 * The plain form of each blocks; the task owns a copy of its arguments.
 */

#define KLASS(self) MADO_STORE_GET_CLASS (self)

/* --- writing --------------------------------------------------------------------*/

static MadoStoreJob *
edit_job (MadoEdit *edit)
{
  MadoWrite *write = g_new0 (MadoWrite, 1);

  write->type = MADO_WRITE_EDIT;
  write->record = edit->record;
  write->edit = edit;
  return mado_store_job_new_write (write);
}

void
mado_store_write_async (MadoStore           *self,
                        MadoEdit            *edit,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             data)
{
  g_return_if_fail (MADO_IS_STORE (self) && edit != NULL);
  mado_store_push_task (self, edit_job (edit), mado_store_write_async, cancellable, callback, data);
}

GPtrArray *
mado_store_write_finish (MadoStore     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return mado_store_finish_task (self, result, mado_store_write_async, error);
}

GPtrArray *
mado_store_write (MadoStore  *self,
                  MadoEdit   *edit,
                  GError    **error)
{
  g_return_val_if_fail (MADO_IS_STORE (self) && edit != NULL, NULL);
  return mado_store_push_and_wait (self, edit_job (edit), error);
}

/* --- reading --------------------------------------------------------------------*/

static gpointer
do_load (MadoStore  *self,
         gpointer    data,
         GError    **error)
{
  return KLASS (self)->load (self, data, error);
}

void
mado_store_load_async (MadoStore           *self,
                       const MadoId        *record,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             data)
{
  g_return_if_fail (MADO_IS_STORE (self));
  mado_store_push_task (self, mado_store_job_new (do_load, mado_id_copy (record), g_free, g_object_unref),
                        mado_store_load_async, cancellable, callback, data);
}

MadoRecord *
mado_store_load_finish (MadoStore     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return mado_store_finish_task (self, result, mado_store_load_async, error);
}

MadoRecord *
mado_store_load (MadoStore     *self,
                 const MadoId  *record,
                 GError       **error)
{
  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_load, (gpointer) record, error);
}

typedef struct
{
  char *text; /* day or query */
  guint offset;
  guint limit;
} PageArgs;

static PageArgs *
page_args_new (const char *text,
               guint       offset,
               guint       limit)
{
  PageArgs *args = g_new0 (PageArgs, 1);

  args->text = g_strdup (text);
  args->offset = offset;
  args->limit = limit;
  return args;
}

static void
page_args_free (gpointer data)
{
  PageArgs *args = data;

  g_free (args->text);
  g_free (args);
}

static gpointer
do_list (MadoStore  *self,
         gpointer    data,
         GError    **error)
{
  PageArgs *a = data;

  return KLASS (self)->list (self, a->text, a->offset, a->limit, error);
}

void
mado_store_list_async (MadoStore           *self,
                       const char          *day,
                       guint                offset,
                       guint                limit,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             data)
{
  g_return_if_fail (MADO_IS_STORE (self));
  mado_store_push_task (self, mado_store_job_new (do_list, page_args_new (day, offset, limit), page_args_free,
                                                  (GDestroyNotify) g_ptr_array_unref),
                        mado_store_list_async, cancellable, callback, data);
}

GPtrArray *
mado_store_list_finish (MadoStore     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return mado_store_finish_task (self, result, mado_store_list_async, error);
}

GPtrArray *
mado_store_list (MadoStore   *self,
                 const char  *day,
                 guint        offset,
                 guint        limit,
                 GError     **error)
{
  PageArgs a = { (char *) day, offset, limit };

  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_list, &a, error);
}

static gpointer
do_search (MadoStore  *self,
           gpointer    data,
           GError    **error)
{
  PageArgs *a = data;

  return KLASS (self)->search (self, a->text, a->limit, error);
}

void
mado_store_search_async (MadoStore           *self,
                         const char          *query,
                         guint                limit,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             data)
{
  g_return_if_fail (MADO_IS_STORE (self) && query != NULL);
  mado_store_push_task (self, mado_store_job_new (do_search, page_args_new (query, 0, limit), page_args_free,
                                                  (GDestroyNotify) g_ptr_array_unref),
                        mado_store_search_async, cancellable, callback, data);
}

GPtrArray *
mado_store_search_finish (MadoStore     *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return mado_store_finish_task (self, result, mado_store_search_async, error);
}

GPtrArray *
mado_store_search (MadoStore   *self,
                   const char  *query,
                   guint        limit,
                   GError     **error)
{
  PageArgs a = { (char *) query, 0, limit };

  g_return_val_if_fail (MADO_IS_STORE (self) && query != NULL, NULL);
  return mado_store_call (self, do_search, &a, error);
}

/* --- background -----------------------------------------------------------------*/

static gpointer
do_warm (MadoStore  *self,
         gpointer    data,
         GError    **error)
{
  KLASS (self)->warm (self);
  return NULL;
}

void
mado_store_warm (MadoStore *self)
{
  g_return_if_fail (MADO_IS_STORE (self));
  mado_store_push (self, mado_store_job_new (do_warm, NULL, NULL, NULL));
}

static gpointer
do_rebuild (MadoStore  *self,
            gpointer    data,
            GError    **error)
{
  MadoStoreJob *job = *(MadoStoreJob **) data;

  if (!KLASS (self)->rebuild (self, error))
    return NULL;
  mado_store_defer_until_rebuilt (self, job);
  return GINT_TO_POINTER (TRUE);
}

gboolean
mado_store_rebuild (MadoStore  *self,
                    GError    **error)
{
  MadoStoreJob *job;
  GError *fault = NULL;

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  job = mado_store_job_new (do_rebuild, &job, NULL, NULL);
  mado_store_push_and_wait (self, job, &fault);
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, fault);
  return FALSE;
}

static gpointer
do_settle_down (MadoStore  *self,
                gpointer    data,
                GError    **error)
{
  while (KLASS (self)->background (self))
    ;
  return GINT_TO_POINTER (TRUE);
}

gboolean
mado_store_settle_down (MadoStore  *self,
                        GError    **error)
{
  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_settle_down, NULL, error));
}

/* --- person ---------------------------------------------------------------------*/

typedef struct
{
  char    *staff;
  MadoRole role;
  MadoId   ticket;
  char   **scopes;
} PersonArgs;

static void
person_args_free (gpointer data)
{
  PersonArgs *args = data;

  g_free (args->staff);
  g_strfreev (args->scopes);
  g_free (args);
}

static gpointer
do_set_person (MadoStore  *self,
               gpointer    data,
               GError    **error)
{
  PersonArgs *a = data;

  KLASS (self)->set_person (self, a->staff, a->role, &a->ticket, (const char *const *) a->scopes);
  return NULL;
}

void
mado_store_set_person (MadoStore         *self,
                       const char        *staff,
                       MadoRole           role,
                       const MadoId      *ticket,
                       const char *const *scopes)
{
  PersonArgs *args = g_new0 (PersonArgs, 1);

  g_return_if_fail (MADO_IS_STORE (self));
  args->staff = g_strdup (staff);
  args->role = role;
  if (ticket != NULL)
    args->ticket = *ticket;
  args->scopes = g_strdupv ((char **) scopes);
  mado_store_push (self, mado_store_job_new (do_set_person, args, person_args_free, NULL));
}

static gpointer
do_set_open_role (MadoStore  *self,
                  gpointer    data,
                  GError    **error)
{
  KLASS (self)->set_open_role (self, GPOINTER_TO_INT (data));
  return NULL;
}

void
mado_store_set_open_role (MadoStore *self,
                          MadoRole   role)
{
  g_return_if_fail (MADO_IS_STORE (self));
  mado_store_push (self, mado_store_job_new (do_set_open_role, GINT_TO_POINTER (role), NULL, NULL));
}

/* --- ingest ---------------------------------------------------------------------*/

struct _MadoStorePage
{
  MadoIntake *items;
  guint       n_items;
};

typedef struct
{
  MadoStorePage    *page;
  const char       *epoch;
  guint64           cursor;
  MadoIngestResult *result;
} IngestArgs;

MadoStorePage *
mado_store_read_page (MadoStore *self,
                      GPtrArray *incoming)
{
  MadoStorePage *page;

  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  page = g_new (MadoStorePage, 1);
  page->items = mado_intake_read (self, incoming);
  page->n_items = incoming->len;
  return page;
}

void
mado_store_page_free (MadoStorePage *page)
{
  mado_intake_free (page->items, page->n_items);
  g_free (page);
}

static gpointer
do_ingest (MadoStore  *self,
           gpointer    data,
           GError    **error)
{
  IngestArgs *a = data;

  return GINT_TO_POINTER (KLASS (self)->ingest (self, a->page->items, a->page->n_items, a->epoch, a->cursor, a->result,
                                                error));
}

gboolean
mado_store_take_page (MadoStore         *self,
                      MadoStorePage     *page,
                      const char        *epoch,
                      guint64            cursor,
                      MadoIngestResult  *result,
                      GError           **error)
{
  MadoIngestResult ignored;
  IngestArgs a = { page, epoch, cursor, result != NULL ? result : &ignored };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  memset (a.result, 0, sizeof *a.result);
  return GPOINTER_TO_INT (mado_store_call (self, do_ingest, &a, error));
}

gboolean
mado_store_ingest (MadoStore         *self,
                   GPtrArray         *incoming,
                   const char        *epoch,
                   guint64            cursor,
                   MadoIngestResult  *result,
                   GError           **error)
{
  g_autoptr (MadoStorePage) page = NULL;
  gboolean stored;

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  mado_store_set_ingesting (self, TRUE);
  page = mado_store_read_page (self, incoming);
  stored = mado_store_take_page (self, page, epoch, cursor, result, error);
  mado_store_set_ingesting (self, FALSE);
  return stored;
}

/* --- small structs ----------------------------------------------------------------*/

MadoIdentity *
mado_identity_copy (const MadoIdentity *self)
{
  MadoIdentity *copy = g_new (MadoIdentity, 1);

  *copy = *self;
  copy->actor = g_strdup (self->actor);
  copy->scope = g_strdup (self->scope);
  return copy;
}

void
mado_identity_free (MadoIdentity *self)
{
  if (self == NULL)
    return;
  g_free (self->actor);
  g_free (self->scope);
  g_free (self);
}

void
mado_read_free (MadoRead *self)
{
  if (self == NULL)
    return;
  g_free (self->section);
  g_free (self->staff);
  g_free (self->purpose);
  g_free (self->reason);
  g_free (self);
}

void
mado_quarantine_item_free (MadoQuarantineItem *self)
{
  if (self == NULL)
    return;
  g_free (self->reason);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}
