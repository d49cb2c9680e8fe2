/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-transport.h"

#include "client/mado-json.h"

G_DEFINE_INTERFACE (MadoTransport, mado_transport, G_TYPE_OBJECT)

static void
mado_transport_default_init (MadoTransportInterface *iface)
{
}

void
mado_response_clear (MadoResponse *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->epoch, g_free);
  self->status = 0;
}

gboolean
mado_transport_send (MadoTransport     *self,
                     const MadoRequest *request,
                     MadoResponse      *response,
                     GCancellable      *cancellable,
                     GError           **error)
{
  return MADO_TRANSPORT_GET_IFACE (self)->send (self, request, response, cancellable, error);
}

/* A code of a newer server that we do not know counts as its status does. */
static int
code_of (guint       status,
         const char *name)
{
  for (int code = 0; name != NULL && code <= MADO_ERROR_CANCELLED; code++)
    if (g_str_equal (mado_error_name (code), name))
      return code;
  if (status == 401 || status == 403)
    return MADO_ERROR_DENIED;
  if (status == 429 || status == 503)
    return MADO_ERROR_BUSY;
  if (status == 426)
    return MADO_ERROR_UNSUPPORTED;
  return status < 500 ? MADO_ERROR_INVALID : MADO_ERROR_OFFLINE;
}

gboolean
mado_transport_call (MadoTransport     *self,
                     const MadoRequest *request,
                     MadoResponse      *response,
                     GCancellable      *cancellable,
                     GError           **error)
{
  g_autoptr (JsonObject) object = NULL;
  const char *message = NULL;
  const char *name = NULL;

  if (!mado_transport_send (self, request, response, cancellable, error))
    return FALSE;
  if (response->status < 400)
    return TRUE;

  object = mado_json_parse (response->body, NULL);
  if (object != NULL)
    {
      name = mado_json_get_text (object, "code");
      message = mado_json_get_text (object, "message");
    }
  if (message != NULL)
    g_set_error_literal (error, MADO_ERROR, code_of (response->status, name), message);
  else
    g_set_error (error, MADO_ERROR, code_of (response->status, NULL), "The server answered with the number %u.",
                 response->status);
  return FALSE;
}
