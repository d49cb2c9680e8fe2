/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-upkeep.h"

#include <string.h>

#include "client/mado-session.h"
#include "client/mado-wire.h"
#include "core/store/mado-issue-numbers.h"

#define READS_AT_ONCE  500
/* A busy window opens about a hundred cases a day. */
#define FEW_NUMBERS    50
#define BLOCK_OF       200
#define TWO_WEEKS_MS   (14 * 24 * 3600 * G_GINT64_CONSTANT (1000))

gboolean
mado_upkeep_reads (MadoTransport *transport,
                   const char    *token,
                   MadoStore     *store,
                   GCancellable  *cancellable,
                   GError       **error)
{
  for (;;)
    {
      g_autoptr (GPtrArray) reads = mado_store_list_reads (store, READS_AT_ONCE, error);
      g_autoptr (GBytes) body = NULL;
      g_auto (MadoResponse) response = { 0 };
      MadoRequest request = { .method = "POST", .path = "/v1/reads", .content_type = "application/cbor-seq",
                              .token = token };
      const MadoRead *last;

      if (reads == NULL)
        return FALSE;
      if (reads->len == 0)
        return TRUE;
      body = mado_wire_put_reads (reads);
      request.body = body;
      if (!mado_transport_call (transport, &request, &response, cancellable, error))
        return FALSE;
      last = g_ptr_array_index (reads, reads->len - 1);
      if (!mado_store_reads_taken (store, last->n, error))
        return FALSE;
    }
}

gboolean
mado_upkeep_numbers (MadoTransport *transport,
                     const char    *token,
                     MadoStore     *store,
                     GCancellable  *cancellable,
                     GError       **error)
{
  MadoLease lease;

  if (mado_case_numbers_left (store) >= FEW_NUMBERS)
    return TRUE;
  return mado_session_lease (transport, token, BLOCK_OF, &lease, cancellable, error)
         && mado_session_keep_lease (store, &lease, error);
}

gboolean
mado_upkeep_issuer (MadoTransport *transport,
                    const char    *token,
                    MadoStore     *store,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (GError) fault = NULL;
  guint64 computer = mado_issue_numbers_get_computer (store, &fault);

  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (computer != 0)
    return TRUE;
  return mado_session_lease_issuer (transport, token, &computer, cancellable, error) &&
         mado_issue_numbers_set_computer (store, computer, error);
}

/* Until when the keys here reach; 0 without any. */
static gboolean
reach_of_keys (MadoStore *store,
               gint64    *reach,
               GError   **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GBytes) bytes = mado_store_get_meta (store, "slip-keys", &fault);
  MadoCborReader reader;
  guint64 n;

  *reach = 0;
  if (fault != NULL && !g_error_matches (fault, MADO_ERROR, MADO_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (bytes == NULL)
    return TRUE;
  mado_cbor_reader_init (&reader, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  n = mado_cbor_get_array (&reader);
  for (guint64 i = 0; i < n && !reader.failed; i++)
    {
      guint64 items = mado_cbor_get_array (&reader);
      gint64 to;

      mado_cbor_skip (&reader);
      mado_cbor_skip (&reader);
      to = mado_cbor_get_int (&reader);
      for (guint64 j = 3; j < items && !reader.failed; j++)
        mado_cbor_skip (&reader);
      *reach = MAX (*reach, to);
    }
  if (reader.failed)
    *reach = 0;
  return TRUE;
}

gboolean
mado_upkeep_week_keys (MadoTransport *transport,
                       const char    *token,
                       MadoStore     *store,
                       const guint8   shared[MADO_KEY_BYTES],
                       gint64         now_ms,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr (GArray) keys = NULL;
  gint64 reach = 0;

  if (!reach_of_keys (store, &reach, error))
    return FALSE;
  if (reach > now_ms + TWO_WEEKS_MS)
    return TRUE;
  keys = mado_session_fetch_week_keys (transport, token, shared, cancellable, error);
  if (keys == NULL)
    return FALSE;
  return keys->len == 0 || mado_session_keep_week_keys (store, keys, error);
}

static gboolean
is_known (MadoStore       *store,
          const MadoFrame *frame)
{
  MadoPublicKey key;

  return mado_store_get_device (store, &frame->device, &key, NULL)
         && memcmp (key.sign, frame->device_key.sign, sizeof key.sign) == 0;
}

static gboolean
take_device (MadoStore        *store,
             const MadoFrame  *frame,
             guint            *n_new,
             GError          **error)
{
  if (frame->type != MADO_FRAME_DEVICE || frame->revoked != 0 || is_known (store, frame))
    return TRUE;
  if (!mado_store_add_device (store, &frame->device, &frame->device_key, frame->scope, error))
    return FALSE;
  if (n_new != NULL)
    (*n_new)++;
  return TRUE;
}

gboolean
mado_upkeep_directory (MadoTransport *transport,
                       const char    *token,
                       MadoStore     *store,
                       const guint8   shared[MADO_KEY_BYTES],
                       guint         *n_new,
                       GCancellable  *cancellable,
                       GError       **error)
{
  MadoRequest request = { .method = "GET", .path = "/v1/devices", .token = token };
  g_auto (MadoResponse) response = { 0 };
  g_autoptr (GError) fault = NULL;
  MadoFrames frames;
  MadoFrame frame;

  if (n_new != NULL)
    *n_new = 0;
  if (!mado_transport_call (transport, &request, &response, cancellable, error))
    return FALSE;
  mado_frames_init (&frames, response.body, shared);
  while (mado_frames_next (&frames, &frame, &fault))
    {
      gboolean taken = take_device (store, &frame, n_new, error);

      mado_frame_clear (&frame);
      if (!taken)
        return FALSE;
    }
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}
