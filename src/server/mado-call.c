/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include "client/mado-json.h"

#include <glib/gi18n-lib.h>

MadoCall *
mado_call_new (MadoServer      *server,
               MadoHttpRequest *request,
               const MadoRoute *route,
               const char      *rest)
{
  MadoCall *call = g_new0 (MadoCall, 1);

  call->server = server;
  call->request = request;
  call->route = route;
  call->rest = rest;
  mado_http_request_set_data (request, call, mado_call_free);
  return call;
}

void
mado_call_free (gpointer data)
{
  MadoCall *call = data;

  g_clear_pointer (&call->session, mado_session_unref);
  g_free (call);
}

/* --- reading ---------------------------------------------------------------------*/

/* Nothing but brackets outside of texts counts; the parser does the rest. */
static gboolean
is_too_deep (const char *text,
             gsize       length)
{
  gboolean in_text = FALSE;
  int depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (in_text && text[i] == '\\')
        i++;
      else if (text[i] == '"')
        in_text = !in_text;
      else if (!in_text && (text[i] == '{' || text[i] == '[') && ++depth > MADO_JSON_DEPTH)
        return TRUE;
      else if (!in_text && (text[i] == '}' || text[i] == ']'))
        depth--;
    }
  return FALSE;
}

JsonObject *
mado_call_json (MadoCall *call)
{
  GBytes *body = mado_http_request_get_body (call->request);
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  JsonObject *object = NULL;

  if (length > 0 && !is_too_deep (text, length) && g_utf8_validate_len (text, length, NULL))
    object = mado_json_parse (body, NULL);
  if (object == NULL)
    mado_call_fail (call, 400, MADO_ERROR_DAMAGED, _("The server cannot read this request."));
  return object;
}

/* --- replying ---------------------------------------------------------------------*/

void
mado_call_reply_json (MadoCall    *call,
                      guint        status,
                      JsonBuilder *builder)
{
  g_autoptr (GBytes) body = mado_json_finish (builder);

  mado_http_request_reply (call->request, status, "application/json", body);
}

void
mado_call_reply_cbor (MadoCall   *call,
                      guint       status,
                      const char *type,
                      GByteArray *bytes)
{
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (bytes);

  mado_http_request_reply (call->request, status, type, body);
}

void
mado_call_reply_empty (MadoCall *call,
                       guint     status)
{
  mado_http_request_reply (call->request, status, NULL, NULL);
}

void
mado_call_fail (MadoCall   *call,
                guint       status,
                int         code,
                const char *message)
{
  mado_http_request_fail_with (call->request, status, code, message);
}

void
mado_call_fail_error (MadoCall     *call,
                      const GError *error)
{
  mado_http_request_fail (call->request, error);
}

/* --- rights -------------------------------------------------------------------------*/

gboolean
mado_call_has_role (MadoCall *call,
                    MadoRole  role)
{
  return g_strv_contains ((const char *const *) call->session->ticket->roles, mado_role_to_string (role));
}

gboolean
mado_call_may (MadoCall          *call,
               MadoVerb           verb,
               const MadoSubject *subject)
{
  const MadoTicket *ticket = call->session->ticket;
  const char *scopes[] = { ticket->scope, ticket->desk, NULL };

  for (guint i = 0; ticket->roles[i] != NULL; i++)
    {
      MadoActor actor = { .staff = ticket->staff, .role = mado_role_from_string (ticket->roles[i]), .scopes = scopes };

      if (mado_policy_may (&actor, verb, subject, NULL))
        return TRUE;
    }
  return FALSE;
}

/* --- writing JSON -----------------------------------------------------------------------*/

void
mado_json_text (JsonBuilder *builder,
                const char  *name,
                const char  *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text != NULL ? text : "");
}

void
mado_json_int (JsonBuilder *builder,
               const char  *name,
               gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
mado_json_id (JsonBuilder  *builder,
              const char   *name,
              const MadoId *id)
{
  g_autofree char *text = mado_id_to_string (id);

  mado_json_text (builder, name, text);
}

void
mado_json_bytes (JsonBuilder *builder,
                 const char  *name,
                 const void  *data,
                 gsize        length)
{
  g_autofree char *text = mado_base64url (data, length);

  mado_json_text (builder, name, text);
}
