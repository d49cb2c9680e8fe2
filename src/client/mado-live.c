/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-live.h"

#include "client/mado-json.h"

#define BEAT_SECONDS    10
#define SILENCE_SECONDS 5

struct _MadoLive
{
  GObject                  parent_instance;

  SoupWebsocketConnection *line;        /* nullable */
  GCancellable            *cancellable; /* of the connecting */
  gboolean                 connecting;
  GSource                 *beat;
  GSource                 *silence;
  /* what was told last, told again after a reconnection */
  MadoId                   record;
  char                    *section;
  char                    *path;
};

enum { SIGNAL_HINT, SIGNAL_PRESENCE, SIGNAL_CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoLive, mado_live, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (MadoPresence, mado_presence, mado_presence_copy, mado_presence_free)

MadoPresence *
mado_presence_copy (const MadoPresence *self)
{
  MadoPresence *copy = g_memdup2 (self, sizeof *self);

  copy->section = g_strdup (self->section);
  copy->path = g_strdup (self->path);
  copy->desk = g_strdup (self->desk);
  copy->name = g_strdup (self->name);
  return copy;
}

void
mado_presence_free (MadoPresence *self)
{
  g_free (self->section);
  g_free (self->path);
  g_free (self->desk);
  g_free (self->name);
  g_free (self);
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GSource *
start_timer (MadoLive    *self,
             guint        seconds,
             GSourceFunc  callback)
{
  GSource *source = g_timeout_source_new_seconds (seconds);

  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static void
drop_line (MadoLive *self)
{
  clear_source (&self->beat);
  clear_source (&self->silence);
  if (self->line != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->line, self);
      if (soup_websocket_connection_get_state (self->line) == SOUP_WEBSOCKET_STATE_OPEN)
        soup_websocket_connection_close (self->line, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
      g_clear_object (&self->line);
    }
}

static void
lost (MadoLive *self)
{
  drop_line (self);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static gboolean
silence_cb (gpointer data)
{
  lost (data);
  return G_SOURCE_REMOVE;
}

static void
heard (MadoLive *self)
{
  clear_source (&self->silence);
  self->silence = start_timer (self, SILENCE_SECONDS, silence_cb);
}

static void
send_object (MadoLive    *self,
             JsonBuilder *builder)
{
  g_autoptr (GBytes) bytes = mado_json_finish (builder);
  g_autofree char *text = NULL;

  if (self->line == NULL || soup_websocket_connection_get_state (self->line) != SOUP_WEBSOCKET_STATE_OPEN)
    return;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  soup_websocket_connection_send_text (self->line, text);
}

static gboolean
beat_cb (gpointer data)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "t");
  json_builder_add_string_value (builder, "beat");
  json_builder_end_object (builder);
  send_object (data, builder);
  return G_SOURCE_CONTINUE;
}

static char *
dup_text (JsonObject *object,
          const char *name)
{
  const char *text = mado_json_get_text (object, name);

  return g_strdup (text ? text : "");
}

static void
take_presence (MadoLive   *self,
               JsonObject *object,
               gboolean    gone)
{
  MadoPresence presence = { .gone = gone };

  if (!mado_json_get_id (object, "record", &presence.record) || !mado_json_get_id (object, "device", &presence.device))
    return;
  presence.section = dup_text (object, "section");
  presence.path = dup_text (object, "path");
  presence.desk = dup_text (object, "desk");
  presence.name = dup_text (object, "name");
  g_signal_emit (self, signals[SIGNAL_PRESENCE], 0, &presence);
  g_free (presence.section);
  g_free (presence.path);
  g_free (presence.desk);
  g_free (presence.name);
}

static void
message_cb (SoupWebsocketConnection *line,
            int                      type,
            GBytes                  *bytes,
            MadoLive                *self)
{
  g_autoptr (JsonObject) object = type == SOUP_WEBSOCKET_DATA_TEXT ? mado_json_parse (bytes, NULL) : NULL;
  const char *t = object ? mado_json_get_text (object, "t") : NULL;

  heard (self);
  if (t == NULL)
    return;
  if (g_str_equal (t, "hint") || g_str_equal (t, "epoch"))
    g_signal_emit (self, signals[SIGNAL_HINT], 0);
  else if (g_str_equal (t, "presence") || g_str_equal (t, "gone"))
    take_presence (self, object, g_str_equal (t, "gone"));
}

static void
closed_cb (SoupWebsocketConnection *line,
           MadoLive                *self)
{
  lost (self);
}

static void
send_presence (MadoLive *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *record = mado_id_to_string (&self->record);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "t");
  json_builder_add_string_value (builder, "presence");
  json_builder_set_member_name (builder, "record");
  json_builder_add_string_value (builder, record);
  json_builder_set_member_name (builder, "section");
  json_builder_add_string_value (builder, self->section ? self->section : "");
  json_builder_set_member_name (builder, "path");
  json_builder_add_string_value (builder, self->path ? self->path : "");
  json_builder_end_object (builder);
  send_object (self, builder);
}

static void
send_gone (MadoLive     *self,
           const MadoId *id)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *record = mado_id_to_string (id);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "t");
  json_builder_add_string_value (builder, "gone");
  json_builder_set_member_name (builder, "record");
  json_builder_add_string_value (builder, record);
  json_builder_end_object (builder);
  send_object (self, builder);
}

void
mado_live_tell (MadoLive     *self,
                const MadoId *record,
                const char   *section,
                const char   *path)
{
  MadoId before = self->record;

  if (record != NULL)
    self->record = *record;
  else
    memset (&self->record, 0, sizeof self->record);
  g_free (self->section);
  g_free (self->path);
  self->section = g_strdup (section);
  self->path = g_strdup (path);
  if (!mado_id_is_null (&before) && !mado_id_equal (&before, &self->record))
    send_gone (self, &before);
  if (record != NULL)
    send_presence (self);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (MadoLive) self = data;
  g_autoptr (GError) error = NULL;
  SoupWebsocketConnection *line = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  self->connecting = FALSE;
  if (line == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
      return;
    }
  self->line = line;
  g_signal_connect (line, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (line, "closed", G_CALLBACK (closed_cb), self);
  self->beat = start_timer (self, BEAT_SECONDS, beat_cb);
  heard (self);
  if (!mado_id_is_null (&self->record))
    send_presence (self);
  /* What came between the last pull and now had nobody to tell it to. */
  g_signal_emit (self, signals[SIGNAL_HINT], 0);
}

void
mado_live_connect (MadoLive          *self,
                   MadoSoupTransport *transport,
                   const char        *token)
{
  g_autofree char *url = g_strconcat (mado_soup_transport_get_base (transport), "/v1/live", NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);
  g_autoptr (SoupMessage) message = NULL;
  const char *protocols[] = { "mado-1", NULL };

  if (self->line != NULL || self->connecting)
    return;
  message = soup_message_new ("GET", url);
  if (message == NULL)
    return;
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", bearer);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Mado-Protocol", "1");
  self->connecting = TRUE;
  soup_session_websocket_connect_async (mado_soup_transport_get_session (transport), message, NULL,
                                        (char **) protocols, G_PRIORITY_DEFAULT, self->cancellable, connected_cb,
                                        g_object_ref (self));
}

gboolean
mado_live_is_connected (MadoLive *self)
{
  return self->line != NULL;
}

void
mado_live_close (MadoLive *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  drop_line (self);
}

static void
mado_live_finalize (GObject *object)
{
  MadoLive *self = MADO_LIVE (object);

  drop_line (self);
  g_object_unref (self->cancellable);
  g_free (self->section);
  g_free (self->path);
  G_OBJECT_CLASS (mado_live_parent_class)->finalize (object);
}

static void
mado_live_class_init (MadoLiveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_live_finalize;
  signals[SIGNAL_HINT] = g_signal_new ("hint", MADO_TYPE_LIVE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PRESENCE] = g_signal_new ("presence", MADO_TYPE_LIVE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, MADO_TYPE_PRESENCE);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", MADO_TYPE_LIVE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
mado_live_init (MadoLive *self)
{
  self->cancellable = g_cancellable_new ();
}

MadoLive *
mado_live_new (void)
{
  return g_object_new (MADO_TYPE_LIVE, NULL);
}
