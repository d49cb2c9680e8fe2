/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include <glib/gi18n-lib.h>

void
mado_resource_hello (MadoCall *call)
{
  MadoServer *self = call->server;
  const MadoPublicKey *public = mado_secret_key_get_public (self->identity);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  MadoCityHead head;

  mado_city_store_get_head (self->store, &head);
  json_builder_begin_object (builder);
  mado_json_text (builder, "program", "madoguchi-server " MADO_VERSION);
  mado_json_int (builder, "protocol", MADO_PROTOCOL);
  mado_json_int (builder, "protocol_min", MADO_PROTOCOL_MIN);
  mado_json_text (builder, "city", mado_city_store_get_city (self->store));
  mado_json_text (builder, "epoch", head.epoch);
  mado_json_bytes (builder, "sign", public->sign, sizeof public->sign);
  mado_json_bytes (builder, "box", public->box, sizeof public->box);
  mado_json_int (builder, "time", mado_clock_now_ms (self->clock));
  json_builder_end_object (builder);
  mado_call_reply_json (call, 200, builder);
}

void
mado_resource_health (MadoCall *call)
{
  static const char good[] = "{\"ok\":true}";
  g_autoptr (GBytes) body = g_bytes_new_static (good, sizeof good - 1);

  mado_http_request_reply (call->request, 200, "application/json", body);
}

static gboolean
is_loopback (const char *peer)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (peer);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

void
mado_resource_metrics (MadoCall *call)
{
  MadoServer *self = call->server;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) body = NULL;
  MadoCityCounts counts;
  MadoCityHead head;

  if (!is_loopback (mado_http_request_get_peer (call->request)) ||
      mado_http_request_get_header (call->request, "X-Forwarded-For") != NULL)
    {
      mado_call_fail (call, 403, MADO_ERROR_DENIED, _("This is for the machine's own supervision only."));
      return;
    }
  mado_city_store_get_counts (self->store, &counts);
  mado_city_store_get_head (self->store, &head);
#define LINE(name, value) g_string_append_printf (text, "madoguchi_" name " %" G_GUINT64_FORMAT "\n", (guint64) (value))
  LINE ("seq", head.seq);
  LINE ("position", head.position);
  LINE ("batches_total", counts.batches);
  LINE ("commits_stored_total", counts.stored);
  LINE ("commits_duplicate_total", counts.duplicate);
  LINE ("commits_quarantined_total", counts.quarantined);
  LINE ("commits_purged_total", counts.purged);
  LINE ("requests_total", self->n_requests);
  LINE ("requests_refused_total", self->n_refused);
  LINE ("connections", mado_http_engine_get_n_connections (self->engine));
  LINE ("live_lines", mado_live_hub_get_n_lines (self->hub));
  LINE ("sessions", g_hash_table_size (self->sessions));
#undef LINE
  body = g_string_free_to_bytes (g_steal_pointer (&text));
  mado_http_request_reply (call->request, 200, "text/plain; version=0.0.4", body);
}
