/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-transport.h"

#include <glib/gi18n-lib.h>

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
  g_clear_pointer (&self->etag, g_free);
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

/* A code of a newer server that we do not know counts as its status does. What
 * did not come from our server at all (the page of a proxy, another program
 * at that address) says nothing about what was sent: as if nobody answered. */
static int
code_of (guint       status,
         const char *name)
{
  for (int code = 0; name != NULL && code <= MADO_ERROR_CANCELLED; code++)
    if (g_str_equal (mado_error_name (code), name))
      return code;
  if (status == 429 || status == 503)
    return MADO_ERROR_BUSY;
  if (status == 426)
    return MADO_ERROR_UNSUPPORTED;
  if (status >= 500 || name == NULL)
    return MADO_ERROR_OFFLINE;
  return status == 401 || status == 403 ? MADO_ERROR_DENIED : MADO_ERROR_INVALID;
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
  if (message != NULL && *message != 0)
    g_set_error_literal (error, MADO_ERROR, code_of (response->status, name), message);
  else
    g_set_error (error, MADO_ERROR, code_of (response->status, name), _("The server answered with the number %u."),
                 response->status);
  return FALSE;
}
