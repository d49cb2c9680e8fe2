/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-city-store.h"
#include "core/store/mado-worker.h"

G_DEFINE_ABSTRACT_TYPE (MadoCityStore, mado_city_store, G_TYPE_OBJECT)

#define CLASS(self) MADO_CITY_STORE_GET_CLASS (self)

/* --- plain types ----------------------------------------------------------*/

void
mado_city_item_prepare (MadoCityItem *item,
                        MadoRandom   *random)
{
  gsize length;
  const void *data = g_bytes_get_data (item->bytes, &length);

  mado_random_bytes (random, item->salt, sizeof item->salt);
  mado_digest_keyed (item->salt, sizeof item->salt, data, length, item->digest);
  item->prepared = TRUE;
}

void
mado_city_page_free (MadoCityPage *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->entries->len; i++)
    {
      MadoCityEntry *entry = &g_array_index (self->entries, MadoCityEntry, i);

      g_free (entry->section);
      g_clear_pointer (&entry->bytes, g_bytes_unref);
    }
  g_array_unref (self->entries);
  g_free (self);
}

void
mado_quarantined_free (MadoQuarantined *self)
{
  if (self == NULL)
    return;
  g_free (self->reason);
  g_free (self->actor);
  g_free (self);
}

MadoCityUser *
mado_city_user_new (const char        *id,
                    const char        *name,
                    const char        *desk,
                    const char *const *roles,
                    const char        *hash)
{
  MadoCityUser *self = g_new0 (MadoCityUser, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->desk = g_strdup (desk);
  self->roles = g_strdupv ((char **) roles);
  self->hash = g_strdup (hash);
  return self;
}

void
mado_city_user_free (MadoCityUser *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->desk);
  g_strfreev (self->roles);
  g_free (self->hash);
  g_free (self);
}

MadoTicket *
mado_ticket_copy (const MadoTicket *self)
{
  MadoTicket *copy = g_memdup2 (self, sizeof *self);

  copy->staff = g_strdup (self->staff);
  copy->scope = g_strdup (self->scope);
  copy->desk = g_strdup (self->desk);
  copy->roles = g_strdupv (self->roles);
  return copy;
}

void
mado_ticket_free (MadoTicket *self)
{
  if (self == NULL)
    return;
  g_free (self->staff);
  g_free (self->scope);
  g_free (self->desk);
  g_strfreev (self->roles);
  g_free (self);
}

static void
mado_city_store_class_init (MadoCityStoreClass *klass)
{
}

static void
mado_city_store_init (MadoCityStore *self)
{
}

/* --- commits ----------------------------------------------------------------*/

void
mado_city_store_append_async (MadoCityStore *self,
                              MadoCityItem  *items,
                              guint          n_items,
                              MadoCityDone   done,
                              gpointer       data)
{
  CLASS (self)->append_async (self, items, n_items, done, data);
}

typedef struct
{
  MadoSignal *done;
  GError     *error;
} Waiter;

static void
waiter_cb (MadoCityItem *items,
           guint         n_items,
           const GError *error,
           gpointer      data)
{
  Waiter *waiter = data;

  waiter->error = error != NULL ? g_error_copy (error) : NULL;
  mado_signal_set (waiter->done);
}

gboolean
mado_city_store_append (MadoCityStore  *self,
                        MadoCityItem   *items,
                        guint           n_items,
                        GError        **error)
{
  Waiter waiter = { mado_signal_new (), NULL };

  mado_city_store_append_async (self, items, n_items, waiter_cb, &waiter);
  mado_signal_wait (waiter.done);
  mado_signal_free (waiter.done);
  if (waiter.error == NULL)
    return TRUE;
  g_propagate_error (error, waiter.error);
  return FALSE;
}

/* --- the rest passes through -------------------------------------------------*/

MadoCityPage *
mado_city_store_read_feed (MadoCityStore  *self,
                           const char     *scope,
                           guint64         since,
                           guint           limit,
                           gsize           max_bytes,
                           GError        **error)
{
  return CLASS (self)->read_feed (self, scope, since, limit, max_bytes, error);
}

void
mado_city_store_get_head (MadoCityStore *self,
                          MadoCityHead  *head)
{
  CLASS (self)->get_head (self, head);
}

gboolean
mado_city_store_renew_epoch (MadoCityStore  *self,
                             GError        **error)
{
  return CLASS (self)->renew_epoch (self, error);
}

gboolean
mado_city_store_check_chain (MadoCityStore  *self,
                             GError        **error)
{
  return CLASS (self)->check_chain (self, error);
}

const char   *
mado_city_store_get_city (MadoCityStore *self)
{
  return CLASS (self)->get_city (self);
}

gboolean
mado_city_store_scope_reads (MadoCityStore *self,
                             const char    *scope,
                             const MadoId  *record,
                             const char    *section)
{
  return CLASS (self)->scope_reads (self, scope, record, section);
}

void
mado_city_store_set_watch (MadoCityStore *self,
                           MadoCityWatch  watch,
                           gpointer       data)
{
  CLASS (self)->set_watch (self, watch, data);
}

GPtrArray *
mado_city_store_list_quarantine (MadoCityStore  *self,
                                 guint           limit,
                                 GError        **error)
{
  return CLASS (self)->list_quarantine (self, limit, error);
}

gboolean
mado_city_store_decide (MadoCityStore  *self,
                        const MadoId   *id,
                        gboolean        accept,
                        const char     *staff,
                        const char     *why,
                        GError        **error)
{
  return CLASS (self)->decide (self, id, accept, staff, why, error);
}

gboolean
mado_city_store_purge (MadoCityStore  *self,
                       const MadoId   *record,
                       const char     *staff,
                       const char     *why,
                       GError        **error)
{
  return CLASS (self)->purge (self, record, staff, why, error);
}

gboolean
mado_city_store_put_keys (MadoCityStore      *self,
                          const MadoDataKey  *keys,
                          guint               n,
                          MadoVerdict        *verdicts,
                          GError            **error)
{
  return CLASS (self)->put_keys (self, keys, n, verdicts, error);
}

gboolean
mado_city_store_get_key (MadoCityStore  *self,
                         const MadoId   *id,
                         MadoDataKey    *key,
                         GError        **error)
{
  return CLASS (self)->get_key (self, id, key, error);
}

gboolean
mado_city_store_put_secret (MadoCityStore  *self,
                            const char     *name,
                            const void     *data,
                            gsize           length,
                            GError        **error)
{
  return CLASS (self)->put_secret (self, name, data, length, error);
}

GBytes *
mado_city_store_get_secret (MadoCityStore  *self,
                            const char     *name,
                            GError        **error)
{
  return CLASS (self)->get_secret (self, name, error);
}

gboolean
mado_city_store_put_user (MadoCityStore  *self,
                          MadoCityUser   *user,
                          GError        **error)
{
  return CLASS (self)->put_user (self, user, error);
}

MadoCityUser *
mado_city_store_get_user (MadoCityStore  *self,
                          const char     *id,
                          GError        **error)
{
  return CLASS (self)->get_user (self, id, error);
}

GPtrArray *
mado_city_store_list_users (MadoCityStore  *self,
                            GError        **error)
{
  return CLASS (self)->list_users (self, error);
}

gboolean
mado_city_store_note_sign_in (MadoCityStore  *self,
                              const char     *id,
                              guint           failures,
                              gint64          locked_until,
                              GError        **error)
{
  return CLASS (self)->note_sign_in (self, id, failures, locked_until, error);
}

gboolean
mado_city_store_put_device (MadoCityStore         *self,
                            const MadoCityDevice  *device,
                            GError               **error)
{
  return CLASS (self)->put_device (self, device, error);
}

gboolean
mado_city_store_get_device (MadoCityStore  *self,
                            const MadoId   *id,
                            MadoCityDevice *device)
{
  return CLASS (self)->get_device (self, id, device);
}

GArray *
mado_city_store_list_devices (MadoCityStore *self)
{
  return CLASS (self)->list_devices (self);
}

gboolean
mado_city_store_put_code (MadoCityStore  *self,
                          const guint8 digest[MADO_DIGEST_BYTES],
                          const char     *scope,
                          guint           uses,
                          gint64          expires,
                          GError        **error)
{
  return CLASS (self)->put_code (self, digest, scope, uses, expires, error);
}

gboolean
mado_city_store_enrol (MadoCityStore   *self,
                       const guint8 digest[MADO_DIGEST_BYTES],
                       MadoCityDevice  *device,
                       GError         **error)
{
  return CLASS (self)->enrol (self, digest, device, error);
}

gboolean
mado_city_store_put_ticket (MadoCityStore     *self,
                            const MadoTicket  *ticket,
                            const guint8 token[MADO_DIGEST_BYTES],
                            GError           **error)
{
  return CLASS (self)->put_ticket (self, ticket, token, error);
}

MadoTicket *
mado_city_store_get_ticket (MadoCityStore  *self,
                            const MadoId   *id,
                            GError        **error)
{
  return CLASS (self)->get_ticket (self, id, error);
}

MadoTicket *
mado_city_store_get_session (MadoCityStore  *self,
                             const guint8 token[MADO_DIGEST_BYTES],
                             GError        **error)
{
  return CLASS (self)->get_session (self, token, error);
}

gboolean
mado_city_store_end_session (MadoCityStore  *self,
                             const guint8 token[MADO_DIGEST_BYTES],
                             GError        **error)
{
  return CLASS (self)->end_session (self, token, error);
}

gboolean
mado_city_store_lease (MadoCityStore  *self,
                       const char     *kind,
                       guint           count,
                       const MadoId   *device,
                       guint64        *first,
                       GError        **error)
{
  return CLASS (self)->lease (self, kind, count, device, first, error);
}

gboolean
mado_city_store_claim (MadoCityStore  *self,
                       const char     *kind,
                       const char     *name,
                       const MadoId   *record,
                       const char     *section,
                       const MadoId   *commit,
                       gboolean       *taken,
                       MadoId         *by,
                       GError        **error)
{
  return CLASS (self)->claim (self, kind, name, record, section, commit, taken, by, error);
}

GBytes *
mado_city_store_get_commit (MadoCityStore  *self,
                            const MadoId   *id,
                            guint64        *seq,
                            GError        **error)
{
  return CLASS (self)->get_commit (self, id, seq, error);
}

GPtrArray *
mado_city_store_list_commits (MadoCityStore  *self,
                              const MadoId   *record,
                              GError        **error)
{
  return CLASS (self)->list_commits (self, record, error);
}

gint64
mado_city_store_last_received (MadoCityStore *self,
                               const MadoId  *record)
{
  return CLASS (self)->last_received (self, record);
}

GArray *
mado_city_store_get_progress (MadoCityStore  *self,
                              const MadoId   *record,
                              GError        **error)
{
  return CLASS (self)->get_progress (self, record, error);
}

GArray *
mado_city_store_list_progress (MadoCityStore  *self,
                               const MadoId   *after,
                               guint           limit,
                               GError        **error)
{
  return CLASS (self)->list_progress (self, after, limit, error);
}

gboolean
mado_city_store_add_blob (MadoCityStore  *self,
                          const MadoId   *record,
                          const char     *section,
                          const guint8 digest[MADO_DIGEST_BYTES],
                          guint64         length,
                          GError        **error)
{
  return CLASS (self)->add_blob (self, record, section, digest, length, error);
}

gboolean
mado_city_store_has_blob (MadoCityStore  *self,
                          const MadoId   *record,
                          const char     *section,
                          const guint8 digest[MADO_DIGEST_BYTES],
                          guint64        *length,
                          GError        **error)
{
  return CLASS (self)->has_blob (self, record, section, digest, length, error);
}

gboolean
mado_city_store_audit (MadoCityStore    *self,
                       const MadoAudit  *items,
                       guint             n,
                       GError          **error)
{
  return CLASS (self)->audit (self, items, n, error);
}

guint64
mado_city_store_count_audit (MadoCityStore  *self,
                             const char     *what,
                             GError        **error)
{
  return CLASS (self)->count_audit (self, what, error);
}

void
mado_city_store_get_counts (MadoCityStore  *self,
                            MadoCityCounts *counts)
{
  CLASS (self)->get_counts (self, counts);
}

