/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include "client/mado-json.h"

#include <glib/gi18n-lib.h>

#define MAX_WHY 500

/* FALSE after failing the request. */
static gboolean
require_supervisor (MadoCall *call)
{
  if (mado_call_has_role (call, MADO_ROLE_SUPERVISOR))
    return TRUE;
  mado_call_fail (call, 403, MADO_ERROR_DENIED, _("Only a supervisor may do this."));
  return FALSE;
}

/* --- quarantine -----------------------------------------------------------------------*/

void
mado_resource_quarantine (MadoCall *call)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;

  if (!require_supervisor (call))
    return;
  list = mado_city_store_list_quarantine (call->server->store, 500, &error);
  if (list == NULL)
    {
      mado_call_fail_error (call, error);
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "items");
  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++)
    {
      MadoQuarantined *item = list->pdata[i];

      json_builder_begin_object (builder);
      mado_json_id (builder, "id", &item->id);
      mado_json_text (builder, "reason", item->reason);
      mado_json_int (builder, "received", item->received);
      mado_json_id (builder, "device", &item->device);
      mado_json_text (builder, "actor", item->actor);
      mado_json_id (builder, "record", &item->record);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  mado_call_reply_json (call, 200, builder);
}

static gboolean
has_reason (const char *why)
{
  return why != NULL && *why != '\0' && strlen (why) <= MAX_WHY;
}

void
mado_resource_decide (MadoCall *call)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  const char *decision, *why;
  MadoId id;

  if (!require_supervisor (call) || (object = mado_call_json (call)) == NULL)
    return;
  decision = mado_json_get_text (object, "decision");
  why = mado_json_get_text (object, "why");
  if (!mado_id_parse (call->rest, &id) || !has_reason (why) ||
      !(g_strcmp0 (decision, "accept") == 0 || g_strcmp0 (decision, "refuse") == 0))
    {
      mado_call_fail (call, 400, MADO_ERROR_INVALID, _("Say “accept” or “refuse”, and why."));
      return;
    }
  if (mado_city_store_decide (call->server->store, &id, *decision == 'a', call->session->ticket->staff, why, &error))
    mado_call_reply_empty (call, 204);
  else
    mado_call_fail_error (call, error);
}
