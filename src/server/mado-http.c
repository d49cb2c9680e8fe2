/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-private.h"

#include <json-glib/json-glib.h>

MadoHttpRequest *
mado_http_request_ref (MadoHttpRequest *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
free_headers (GPtrArray *headers)
{
  for (guint i = 1; i < headers->len; i += 2)
    g_free (headers->pdata[i]);
  g_ptr_array_unref (headers);
}

void
mado_http_request_unref (MadoHttpRequest *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->data_destroy != NULL)
    self->data_destroy (self->data);
  self->destroy (self);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->reply, g_bytes_unref);
  g_clear_pointer (&self->headers, free_headers);
  g_free (self->peer);
  g_free (self);
}

const char *
mado_http_request_get_method (MadoHttpRequest *self)
{
  return self->method;
}

const char *
mado_http_request_get_path (MadoHttpRequest *self)
{
  return self->path;
}

const char *
mado_http_request_get_query (MadoHttpRequest *self,
                             const char      *name)
{
  return self->query != NULL ? g_hash_table_lookup (self->query, name) : NULL;
}

const char *
mado_http_request_get_header (MadoHttpRequest *self,
                              const char      *name)
{
  return self->get_header (self, name);
}

const char *
mado_http_request_get_peer (MadoHttpRequest *self)
{
  if (self->peer == NULL)
    self->peer = self->dup_peer (self);
  return self->peer;
}

GBytes *
mado_http_request_get_body (MadoHttpRequest *self)
{
  return self->body;
}

void
mado_http_request_set_data (MadoHttpRequest *self,
                            gpointer         data,
                            GDestroyNotify   destroy)
{
  self->data = data;
  self->data_destroy = destroy;
}

gpointer
mado_http_request_get_data (MadoHttpRequest *self)
{
  return self->data;
}

/* --- replying ---------------------------------------------------------------------*/

void
mado_http_request_set_header (MadoHttpRequest *self,
                              const char      *name,
                              const char      *value)
{
  if (self->headers == NULL)
    self->headers = g_ptr_array_sized_new (8);
  g_ptr_array_add (self->headers, (char *) name);
  g_ptr_array_add (self->headers, g_strdup (value));
}

void
mado_http_request_reply (MadoHttpRequest *self,
                         guint            status,
                         const char      *type,
                         GBytes          *body)
{
  if (!g_atomic_int_compare_and_exchange (&self->replied, FALSE, TRUE))
    {
      g_critical ("a second reply to %s %s", self->method, self->path);
      return;
    }
  self->status = status;
  self->type = type != NULL ? g_intern_string (type) : NULL;
  self->reply = body != NULL ? g_bytes_ref (body) : NULL;
  self->deliver (self);
}

guint
mado_http_status_of (int code)
{
  switch (code)
    {
    case MADO_ERROR_INVALID:
    case MADO_ERROR_DAMAGED:
      return 400;
    case MADO_ERROR_EXPIRED:
      return 401;
    case MADO_ERROR_DENIED:
    case MADO_ERROR_FOREIGN:
      return 403;
    case MADO_ERROR_NOT_FOUND:
      return 404;
    case MADO_ERROR_CONFLICT:
    case MADO_ERROR_EXISTS:
    case MADO_ERROR_NEEDS_PERSON:
      return 409;
    case MADO_ERROR_PURGED:
      return 410;
    case MADO_ERROR_UNSUPPORTED:
      return 426;
    case MADO_ERROR_BUSY:
    case MADO_ERROR_TIMEOUT:
      return 503;
    case MADO_ERROR_NO_SPACE:
      return 507;
    default:
      return 500;
    }
}

void
mado_http_request_fail_with (MadoHttpRequest *self,
                             guint            status,
                             int              code,
                             const char      *message)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) body = NULL;
  gsize length;
  char *text;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "code");
  json_builder_add_string_value (builder, mado_error_name (code));
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, message);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, &length);
  body = g_bytes_new_take (text, length);
  mado_http_request_reply (self, status, "application/json", body);
}

/* The part in brackets of a store's message is for the log, not for the line. */
static char *
public_message (const GError *error)
{
  const char *bracket = strstr (error->message, " [");

  return bracket != NULL ? g_strndup (error->message, (gsize) (bracket - error->message)) : g_strdup (error->message);
}

void
mado_http_request_fail (MadoHttpRequest *self,
                        const GError    *error)
{
  int code = error->domain == MADO_ERROR ? error->code : MADO_ERROR_INTERNAL;
  guint status = mado_http_status_of (code);
  g_autofree char *message = public_message (error);

  if (status >= 500)
    g_message ("%s %s: %s", self->method, self->path, error->message);
  if (status == 503)
    mado_http_request_set_header (self, "Retry-After", "2");
  mado_http_request_fail_with (self, status, code, message);
}

/* --- lines ---------------------------------------------------------------------------*/

void
mado_http_socket_send (MadoHttpSocket *self,
                       const char     *text)
{
  self->send (self, text);
}

void
mado_http_socket_close (MadoHttpSocket *self,
                        guint16         code,
                        const char     *reason)
{
  self->close (self, code, reason);
}

void
mado_http_socket_set_data (MadoHttpSocket *self,
                           gpointer        data)
{
  self->data = data;
}

gpointer
mado_http_socket_get_data (MadoHttpSocket *self)
{
  return self->data;
}
