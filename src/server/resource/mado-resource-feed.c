/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include <glib/gi18n-lib.h>

/* The feed of the device's scope as frames. A page brings every directory
 * entry and data key that its commits name, so it can be read alone. The feed
 * is the device's: who sits there decides, on the desktop, what is opened. */
#define DEFAULT_LIMIT 1000
#define MAX_LIMIT     2000
#define MAX_BYTES     (8 * 1024 * 1024)

enum { FRAME_END, FRAME_KEY, FRAME_COMMIT, FRAME_LEFT, FRAME_PURGE, FRAME_DEVICE };

static void
begin_frame (GByteArray *out,
             guint       items,
             guint       type)
{
  mado_cbor_put_array (out, items);
  mado_cbor_put_uint (out, type);
}

static void
put_id (GByteArray   *out,
        const MadoId *id)
{
  mado_cbor_put_bytes (out, id->b, sizeof id->b);
}

static void
put_end (GByteArray *out,
         MadoServer *self,
         const char *epoch,
         guint64     next,
         gboolean    more)
{
  begin_frame (out, 5, FRAME_END);
  mado_cbor_put_text (out, epoch);
  mado_cbor_put_uint (out, next);
  mado_cbor_put_bool (out, more);
  mado_cbor_put_int (out, mado_clock_now_ms (self->clock));
}

static void
put_device (GByteArray            *out,
            const MadoCityDevice  *device)
{
  begin_frame (out, 7, FRAME_DEVICE);
  put_id (out, &device->id);
  mado_cbor_put_bytes (out, device->key.sign, sizeof device->key.sign);
  mado_cbor_put_bytes (out, device->key.box, sizeof device->key.box);
  mado_cbor_put_text (out, device->scope);
  mado_cbor_put_text (out, device->name);
  mado_cbor_put_int (out, device->revoked);
}

static void
put_devices (GByteArray   *out,
             MadoServer   *self,
             MadoCityPage *page)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (mado_id_hash, mado_id_equal);

  for (guint i = 0; i < page->entries->len; i++)
    {
      MadoCityEntry *entry = &g_array_index (page->entries, MadoCityEntry, i);
      MadoCityDevice device;

      if (entry->type == MADO_CITY_ENTRY_COMMIT && g_hash_table_add (seen, &entry->device) &&
          mado_city_store_get_device (self->store, &entry->device, &device))
        put_device (out, &device);
    }
}

static gboolean
put_key (GByteArray    *out,
         MadoServer    *self,
         const guint8   shared[MADO_KEY_BYTES],
         const MadoId  *id,
         GError       **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) wrapped = NULL;
  MadoDataKey key;

  if (!mado_city_store_get_key (self->store, id, &key, &local))
    {
      if (local == NULL)
        return TRUE; /* not handed in yet; a key entry will follow */
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  wrapped = mado_server_wrap (self, shared, &key);
  mado_wipe (key.key, sizeof key.key);
  begin_frame (out, 5, FRAME_KEY);
  put_id (out, &key.id);
  put_id (out, &key.record);
  mado_cbor_put_text (out, key.section);
  mado_cbor_put_bytes (out, g_bytes_get_data (wrapped, NULL), g_bytes_get_size (wrapped));
  return TRUE;
}

static gboolean
put_keys (GByteArray    *out,
          MadoCall      *call,
          MadoCityPage  *page,
          GError       **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (mado_id_hash, mado_id_equal);
  guint8 shared[MADO_KEY_BYTES];
  gboolean good = TRUE;

  if (!mado_server_shared_key (call->server, &call->device, shared))
    return TRUE;
  for (guint i = 0; good && i < page->entries->len; i++)
    {
      MadoCityEntry *entry = &g_array_index (page->entries, MadoCityEntry, i);

      if (!mado_id_is_null (&entry->key_id) && g_hash_table_add (seen, &entry->key_id))
        good = put_key (out, call->server, shared, &entry->key_id, error);
    }
  mado_wipe (shared, sizeof shared);
  return good;
}

static void
put_entry (GByteArray    *out,
           MadoCityEntry *entry)
{
  switch (entry->type)
    {
    case MADO_CITY_ENTRY_COMMIT:
      begin_frame (out, 4, FRAME_COMMIT);
      mado_cbor_put_uint (out, entry->seq);
      mado_cbor_put_int (out, entry->received);
      mado_cbor_put_bytes (out, g_bytes_get_data (entry->bytes, NULL), g_bytes_get_size (entry->bytes));
      break;
    case MADO_CITY_ENTRY_LEFT:
      begin_frame (out, 3, FRAME_LEFT);
      put_id (out, &entry->record);
      mado_cbor_put_text (out, entry->section);
      break;
    case MADO_CITY_ENTRY_PURGE:
      begin_frame (out, 2, FRAME_PURGE);
      put_id (out, &entry->record);
      break;
    case MADO_CITY_ENTRY_KEY: /* among the keys */
    default:
      break;
    }
}

/* The commits with their frames; devices and keys let it grow once more. */
static guint
estimate (MadoCityPage *page)
{
  gsize bytes = 16384;

  for (guint i = 0; i < page->entries->len; i++)
    {
      MadoCityEntry *entry = &g_array_index (page->entries, MadoCityEntry, i);

      bytes += 256 + (entry->bytes != NULL ? g_bytes_get_size (entry->bytes) : 0);
    }
  return (guint) bytes;
}

static guint64
query_number (MadoCall   *call,
              const char *name,
              guint64     fallback)
{
  const char *text = mado_http_request_get_query (call->request, name);
  guint64 value;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &value, NULL) ? value : fallback;
}

void
mado_resource_feed (MadoCall *call)
{
  MadoServer *self = call->server;
  const char *epoch = mado_http_request_get_query (call->request, "epoch");
  guint64 since = query_number (call, "since", 0);
  guint limit = (guint) CLAMP (query_number (call, "limit", DEFAULT_LIMIT), 1, MAX_LIMIT);
  GByteArray *out;
  g_autoptr (MadoCityPage) page = NULL;
  g_autoptr (GError) error = NULL;
  MadoCityHead head;

  mado_city_store_get_head (self->store, &head);
  if (g_strcmp0 (epoch, head.epoch) != 0)
    {
      out = g_byte_array_new ();
      put_end (out, self, head.epoch, 0, TRUE);
      mado_call_reply_cbor (call, 200, "application/cbor-seq", out);
      return;
    }
  page = mado_city_store_read_feed (self->store, call->device.scope, since, limit, MAX_BYTES, &error);
  out = g_byte_array_sized_new (page != NULL ? estimate (page) : 0);
  if (page != NULL)
    put_devices (out, self, page);
  if (page == NULL || !put_keys (out, call, page, &error))
    {
      g_byte_array_unref (out);
      mado_call_fail_error (call, error);
      return;
    }
  for (guint i = 0; i < page->entries->len; i++)
    put_entry (out, &g_array_index (page->entries, MadoCityEntry, i));
  put_end (out, self, head.epoch, page->next, page->more);
  mado_call_reply_cbor (call, 200, "application/cbor-seq", out);
}

/* --- directory -------------------------------------------------------------------------*/

void
mado_resource_devices (MadoCall *call)
{
  MadoServer *self = call->server;
  g_autoptr (GArray) devices = mado_city_store_list_devices (self->store);
  GByteArray *out = g_byte_array_new ();
  MadoCityHead head;

  mado_city_store_get_head (self->store, &head);
  for (guint i = 0; i < devices->len; i++)
    put_device (out, &g_array_index (devices, MadoCityDevice, i));
  put_end (out, self, head.epoch, head.position, FALSE);
  mado_call_reply_cbor (call, 200, "application/cbor-seq", out);
}

void
mado_resource_revoke (MadoCall *call)
{
  MadoServer *self = call->server;
  MadoAudit note = { .what = "revoke", .staff = call->session->ticket->staff, .section = "", .detail = call->rest };
  MadoCityDevice device;
  g_autoptr (GError) error = NULL;
  MadoId id;

  if (!mado_call_has_role (call, MADO_ROLE_ADMIN))
    {
      mado_call_fail (call, 403, MADO_ERROR_DENIED, _("Only an administrator may do this."));
      return;
    }
  if (!mado_id_parse (call->rest, &id) || !mado_city_store_get_device (self->store, &id, &device))
    {
      mado_call_fail (call, 404, MADO_ERROR_NOT_FOUND, _("There is no such desktop."));
      return;
    }
  device.revoked = mado_clock_now_ms (self->clock);
  note.device = call->device.id;
  if (mado_city_store_put_device (self->store, &device, &error) && mado_city_store_audit (self->store, &note, 1, &error))
    mado_call_reply_empty (call, 204);
  else
    mado_call_fail_error (call, error);
}
