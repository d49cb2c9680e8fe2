/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scripted-transport.h"

#include <string.h>

#include "core/model/mado-value.h"

struct _ScriptedTransport
{
  GObject        parent_instance;

  MadoTransport *inner;
  MadoRandom    *random;
  ScriptEvent    forced;
  GPtrArray     *late; /* MadoRequest*, all owned */
  gint           counts[SCRIPT_LAST];
};

static void transport_iface_init (MadoTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ScriptedTransport, scripted_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_TRANSPORT, transport_iface_init))

static MadoRequest *
request_copy (const MadoRequest *request)
{
  MadoRequest *copy = g_new0 (MadoRequest, 1);

  copy->method = g_strdup (request->method);
  copy->path = g_strdup (request->path);
  copy->content_type = g_strdup (request->content_type);
  copy->token = g_strdup (request->token);
  copy->epoch = g_strdup (request->epoch);
  copy->body = request->body ? g_bytes_ref (request->body) : NULL;
  return copy;
}

static void
request_free (gpointer data)
{
  MadoRequest *request = data;

  g_free ((char *) request->method);
  g_free ((char *) request->path);
  g_free ((char *) request->content_type);
  g_free ((char *) request->token);
  g_free ((char *) request->epoch);
  g_clear_pointer (&request->body, g_bytes_unref);
  g_free (request);
}

static void
take_body (MadoResponse *response,
           GByteArray   *body)
{
  g_clear_pointer (&response->body, g_bytes_unref);
  response->body = g_byte_array_free_to_bytes (body);
}

static gboolean
invent (MadoResponse *response,
        guint         status,
        const char   *body)
{
  response->status = status;
  response->body = g_bytes_new (body, strlen (body));
  return TRUE;
}

static gboolean
fail (int      code,
      GError **error)
{
  g_set_error (error, MADO_ERROR, code, "The server cannot be reached: scripted.");
  return FALSE;
}

static void
cut (ScriptedTransport *self,
     MadoResponse      *response)
{
  gsize length = g_bytes_get_size (response->body);
  GBytes *part = g_bytes_new_from_bytes (response->body, 0, length ? mado_random_below (self->random, (guint32) length) : 0);

  g_bytes_unref (response->body);
  response->body = part;
}

static void
scramble (ScriptedTransport *self,
          MadoResponse      *response)
{
  GByteArray *noise = g_byte_array_new ();

  g_byte_array_set_size (noise, 1 + mado_random_below (self->random, 3000));
  mado_random_bytes (self->random, noise->data, noise->len);
  take_body (response, noise);
}

static gboolean
is_sequence (const MadoRequest *request)
{
  return g_str_has_prefix (request->path, "/v1/commits") || g_str_equal (request->path, "/v1/keys");
}

/* An item that says it is an array of up to 22 becomes one longer. */
static void
lengthen (MadoResponse *response)
{
  GByteArray *out = g_byte_array_new ();
  MadoCborReader reader;
  gsize length;
  const guint8 *data = g_bytes_get_data (response->body, &length);

  mado_cbor_reader_init (&reader, data, length);
  while (mado_cbor_peek (&reader) == MADO_CBOR_ARRAY)
    {
      gsize from = reader.at;

      mado_cbor_skip (&reader);
      g_byte_array_append (out, data + from, (guint) (reader.at - from));
      out->data[out->len - (reader.at - from)] += 1;
      mado_cbor_put_text (out, "newer");
    }
  take_body (response, out);
}

/* Feed: frames of type 77 between the others. Answers: verdict 9. */
static void
modernise (const MadoRequest *request,
           MadoResponse      *response)
{
  gboolean feed = g_str_equal (request->method, "GET");
  GByteArray *out = g_byte_array_new ();
  MadoCborReader reader;
  gsize length;
  const guint8 *data = g_bytes_get_data (response->body, &length);

  mado_cbor_reader_init (&reader, data, length);
  while (mado_cbor_peek (&reader) == MADO_CBOR_ARRAY)
    {
      gsize from = reader.at;

      mado_cbor_skip (&reader);
      if (feed)
        {
          mado_cbor_put_array (out, 2);
          mado_cbor_put_uint (out, 77);
          mado_cbor_put_text (out, "a frame of a newer server");
        }
      g_byte_array_append (out, data + from, (guint) (reader.at - from));
      /* [id, verdict, …]: array head, 0x50, 16 bytes, verdict */
      if (!feed && out->data[out->len - (reader.at - from) + 1] == 0x50)
        out->data[out->len - (reader.at - from) + 18] = 9;
    }
  take_body (response, out);
}

static void
put_wrong_epoch (MadoResponse *response)
{
  GByteArray *out = g_byte_array_new ();

  mado_cbor_put_array (out, 5);
  mado_cbor_put_uint (out, 0);
  mado_cbor_put_text (out, "another-history");
  mado_cbor_put_uint (out, 0);
  mado_cbor_put_bool (out, TRUE);
  mado_cbor_put_int (out, 0);
  take_body (response, out);
}

static void
change_answer (ScriptedTransport *self,
               const MadoRequest *request,
               MadoResponse      *response,
               ScriptEvent        event)
{
  gboolean good = response->status == 200 && is_sequence (request);

  if (event == SCRIPT_CUT)
    cut (self, response);
  else if (event == SCRIPT_GARBAGE)
    scramble (self, response);
  else if (event == SCRIPT_LONGER_ITEMS && good)
    lengthen (response);
  else if (event == SCRIPT_NEW_FRAMES && good)
    modernise (request, response);
  else if (event == SCRIPT_WRONG_EPOCH && good && g_str_has_prefix (request->path, "/v1/commits?"))
    put_wrong_epoch (response);
}

static ScriptEvent
next_event (ScriptedTransport *self)
{
  if (self->forced != SCRIPT_LAST)
    return self->forced;
  return mado_random_below (self->random, 2) ? SCRIPT_PASS : mado_random_below (self->random, SCRIPT_LAST);
}

static gboolean
really_send (ScriptedTransport  *self,
             const MadoRequest  *request,
             MadoResponse       *response,
             ScriptEvent         event,
             GCancellable       *cancellable,
             GError            **error)
{
  gboolean sent = mado_transport_send (self->inner, request, response, cancellable, error);

  scripted_transport_flush (self);
  if (!sent)
    return FALSE;
  if (event == SCRIPT_TWICE)
    {
      mado_response_clear (response);
      return mado_transport_send (self->inner, request, response, cancellable, error);
    }
  if (event == SCRIPT_LOSE_ANSWER || event == SCRIPT_TIMEOUT)
    {
      mado_response_clear (response);
      return fail (event == SCRIPT_TIMEOUT ? MADO_ERROR_TIMEOUT : MADO_ERROR_OFFLINE, error);
    }
  change_answer (self, request, response, event);
  return TRUE;
}

static gboolean
scripted_transport_send (MadoTransport     *transport,
                         const MadoRequest *request,
                         MadoResponse      *response,
                         GCancellable      *cancellable,
                         GError           **error)
{
  ScriptedTransport *self = SCRIPTED_TRANSPORT (transport);
  ScriptEvent event = next_event (self);

  g_atomic_int_inc (&self->counts[event]);
  switch (event)
    {
    case SCRIPT_DROP:
      return fail (MADO_ERROR_OFFLINE, error);
    case SCRIPT_LATE:
      g_ptr_array_add (self->late, request_copy (request));
      return fail (MADO_ERROR_OFFLINE, error);
    case SCRIPT_PROXY_PAGE:
      return invent (response, 404, "<html>nothing here</html>");
    case SCRIPT_500:
      return invent (response, 500, "{\"code\":\"internal\",\"message\":\"The server has a fault.\"}");
    case SCRIPT_503:
      response->retry_after = 7;
      return invent (response, 503, "{\"code\":\"busy\",\"message\":\"The server is busy.\"}");
    case SCRIPT_426:
      return invent (response, 426, "{\"code\":\"unsupported\",\"message\":\"This program is too old.\"}");
    default:
      return really_send (self, request, response, event, cancellable, error);
    }
}

static void
transport_iface_init (MadoTransportInterface *iface)
{
  iface->send = scripted_transport_send;
}

static void
scripted_transport_finalize (GObject *object)
{
  ScriptedTransport *self = SCRIPTED_TRANSPORT (object);

  g_object_unref (self->inner);
  g_object_unref (self->random);
  g_ptr_array_unref (self->late);
  G_OBJECT_CLASS (scripted_transport_parent_class)->finalize (object);
}

static void
scripted_transport_class_init (ScriptedTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scripted_transport_finalize;
}

static void
scripted_transport_init (ScriptedTransport *self)
{
  self->late = g_ptr_array_new_with_free_func (request_free);
  self->forced = SCRIPT_LAST;
}

ScriptedTransport *
scripted_transport_new (MadoTransport *inner,
                        MadoRandom    *random)
{
  ScriptedTransport *self = g_object_new (TEST_TYPE_SCRIPTED, NULL);

  self->inner = g_object_ref (inner);
  self->random = g_object_ref (random);
  return self;
}

void
scripted_transport_force (ScriptedTransport *self,
                          ScriptEvent        event)
{
  self->forced = event;
}

/* Last in, first out: behind a later request, and in another order. */
void
scripted_transport_flush (ScriptedTransport *self)
{
  while (self->late->len > 0)
    {
      MadoRequest *request = g_ptr_array_steal_index (self->late, self->late->len - 1);
      g_auto (MadoResponse) response = { 0 };

      mado_transport_send (self->inner, request, &response, NULL, NULL);
      request_free (request);
    }
}

guint
scripted_transport_get_count (ScriptedTransport *self,
                              ScriptEvent        event)
{
  return (guint) g_atomic_int_get (&self->counts[event]);
}
