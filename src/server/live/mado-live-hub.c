/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/live/mado-live-hub.h"

#include "client/mado-json.h"

/*
 * One line per signed-in desktop. A beat each second goes out; a line that
 * says nothing for 45 s is closed. Hints for one main-loop turn are put
 * together, so a burst of commits is one message per line.
 */
#define SILENCE_US     (45 * G_USEC_PER_SEC)
#define MAX_PER_SECOND 50
#define MAX_TEXT       256

typedef struct
{
  MadoHttpSocket *socket;
  MadoTicket     *ticket;
  char           *name;
  gint64          heard;    /* monotonic us */
  gint64          window;   /* monotonic us: start of the second counted */
  guint           n_window;
  /* presence; a null record: none */
  MadoId          record;
  char           *section;
  char           *path;
} Line;

struct _MadoLiveHub
{
  MadoCityStore *store;
  MadoClock     *clock;
  GMainContext  *context;
  GHashTable    *lines;   /* Line */
  GSource       *beat;

  GMutex         lock;
  GHashTable    *scopes;  /* grown feeds not told yet; under lock */
  MadoCityHead   head;    /* under lock */
  GSource       *pending; /* under lock */
};

static void
line_free (gpointer data)
{
  Line *line = data;

  mado_ticket_free (line->ticket);
  g_free (line->name);
  g_free (line->section);
  g_free (line->path);
  g_free (line);
}

/* --- writing ---------------------------------------------------------------------*/

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text != NULL ? text : "");
}

static void
add_int (JsonBuilder *builder,
         const char  *name,
         gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_id (JsonBuilder  *builder,
        const char   *name,
        const MadoId *id)
{
  g_autofree char *text = mado_id_to_string (id);

  add_text (builder, name, text);
}

static JsonBuilder *
begin (const char *type)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, "t", type);
  return builder;
}

/* Takes the builder. */
static char *
finish (JsonBuilder *builder)
{
  g_autoptr (GBytes) bytes = NULL;

  json_builder_end_object (builder);
  bytes = mado_json_finish (builder);
  g_object_unref (builder);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
presence_text (Line *line)
{
  JsonBuilder *builder = begin ("presence");

  add_id (builder, "record", &line->record);
  add_text (builder, "section", line->section);
  add_text (builder, "path", line->path);
  add_id (builder, "device", &line->ticket->device);
  add_text (builder, "desk", line->ticket->desk);
  add_text (builder, "staff", line->ticket->staff);
  add_text (builder, "name", line->name);
  return finish (builder);
}

static char *
gone_text (Line         *line,
           const MadoId *record)
{
  JsonBuilder *builder = begin ("gone");

  add_id (builder, "record", record);
  add_id (builder, "device", &line->ticket->device);
  return finish (builder);
}

/* To every other line whose scope reads the section (any, if NULL). */
static void
send_to_readers (MadoLiveHub  *self,
                 Line         *from,
                 const MadoId *record,
                 const char   *section,
                 const char   *text)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      Line *line = key;

      if (line != from && mado_city_store_scope_reads (self->store, line->ticket->scope, record, section))
        mado_http_socket_send (line->socket, text);
    }
}

static void
leave_record (MadoLiveHub *self,
              Line        *line)
{
  g_autofree char *text = NULL;

  if (mado_id_is_null (&line->record))
    return;
  text = gone_text (line, &line->record);
  send_to_readers (self, line, &line->record, NULL, text);
  memset (&line->record, 0, sizeof line->record);
}

/* --- reading ----------------------------------------------------------------------*/

static void
take_presence (MadoLiveHub *self,
               Line        *line,
               JsonObject  *object)
{
  const char *section = mado_json_get_text (object, "section");
  const char *path = mado_json_get_text (object, "path");
  g_autofree char *text = NULL;
  MadoId record;

  if (!mado_json_get_id (object, "record", &record) || section == NULL || strlen (section) > 31 ||
      (path != NULL && strlen (path) > MAX_TEXT))
    return;
  /* Nobody announces itself on what it may not see. */
  if (!mado_city_store_scope_reads (self->store, line->ticket->scope, &record, section))
    return;
  if (!mado_id_equal (&record, &line->record))
    leave_record (self, line);
  line->record = record;
  g_free (line->section);
  line->section = g_strdup (section);
  g_free (line->path);
  line->path = g_strdup (path != NULL ? path : "");
  text = presence_text (line);
  send_to_readers (self, line, &record, section, text);
}

static void
pass_signal (MadoLiveHub *self,
             Line        *from,
             JsonObject  *object)
{
  const char *data = mado_json_get_text (object, "data");
  JsonBuilder *builder;
  g_autofree char *text = NULL;
  GHashTableIter iter;
  gpointer key;
  MadoId to;

  if (data == NULL || !mado_json_get_id (object, "to", &to))
    return;
  builder = begin ("signal");
  add_id (builder, "from", &from->ticket->device);
  add_text (builder, "data", data);
  text = finish (builder);
  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      Line *line = key;

      if (mado_id_equal (&line->ticket->device, &to))
        mado_http_socket_send (line->socket, text);
    }
}

static gboolean
is_too_much (Line *line)
{
  gint64 now = g_get_monotonic_time ();

  line->heard = now;
  if (now - line->window > G_USEC_PER_SEC)
    {
      line->window = now;
      line->n_window = 0;
    }
  return ++line->n_window > MAX_PER_SECOND;
}

void
mado_live_hub_text (MadoLiveHub    *self,
                    MadoHttpSocket *socket,
                    const char     *text,
                    gsize           length)
{
  Line *line = mado_http_socket_get_data (socket);
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (JsonObject) object = NULL;
  const char *type;

  if (line == NULL)
    return;
  if (is_too_much (line))
    {
      mado_http_socket_close (socket, 1008, "too many messages");
      return;
    }
  object = mado_json_parse (bytes, NULL);
  type = mado_json_get_text (object, "t");
  if (g_strcmp0 (type, "presence") == 0)
    take_presence (self, line, object);
  else if (g_strcmp0 (type, "gone") == 0)
    leave_record (self, line);
  else if (g_strcmp0 (type, "signal") == 0)
    pass_signal (self, line, object);
}

/* --- coming and going ----------------------------------------------------------------*/

static void
send_all_presence (MadoLiveHub *self,
                   Line        *to)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      Line *line = key;
      g_autofree char *text = NULL;

      if (line == to || mado_id_is_null (&line->record) ||
          !mado_city_store_scope_reads (self->store, to->ticket->scope, &line->record, line->section))
        continue;
      text = presence_text (line);
      mado_http_socket_send (to->socket, text);
    }
}

void
mado_live_hub_open (MadoLiveHub      *self,
                    MadoHttpSocket   *socket,
                    const MadoTicket *ticket,
                    const char       *name)
{
  Line *line = g_new0 (Line, 1);

  line->socket = socket;
  line->ticket = mado_ticket_copy (ticket);
  line->name = g_strdup (name);
  line->heard = g_get_monotonic_time ();
  g_hash_table_add (self->lines, line);
  mado_http_socket_set_data (socket, line);
  send_all_presence (self, line);
}

void
mado_live_hub_closed (MadoLiveHub    *self,
                      MadoHttpSocket *socket)
{
  Line *line = mado_http_socket_get_data (socket);

  if (line == NULL)
    return;
  mado_http_socket_set_data (socket, NULL);
  leave_record (self, line);
  g_hash_table_remove (self->lines, line);
}

guint
mado_live_hub_get_n_lines (MadoLiveHub *self)
{
  return g_hash_table_size (self->lines);
}

/* --- beats and hints ---------------------------------------------------------------------*/

static gboolean
beat_cb (gpointer data)
{
  MadoLiveHub *self = data;
  gint64 now = g_get_monotonic_time ();
  JsonBuilder *builder = begin ("beat");
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  add_int (builder, "time", mado_clock_now_ms (self->clock));
  text = finish (builder);
  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (lines, key);
  for (guint i = 0; i < lines->len; i++)
    {
      Line *line = lines->pdata[i];

      if (now - line->heard > SILENCE_US)
        mado_http_socket_close (line->socket, 1001, "silence");
      else
        mado_http_socket_send (line->socket, text);
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
hint_cb (gpointer data)
{
  MadoLiveHub *self = data;
  g_autoptr (GHashTable) scopes = NULL;
  g_autofree char *text = NULL;
  JsonBuilder *builder = begin ("hint");
  GHashTableIter iter;
  gpointer key;
  gboolean all;

  g_mutex_lock (&self->lock);
  scopes = g_steal_pointer (&self->scopes);
  self->scopes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  add_int (builder, "seq", (gint64) self->head.seq);
  add_int (builder, "position", (gint64) self->head.position);
  g_clear_pointer (&self->pending, g_source_unref);
  g_mutex_unlock (&self->lock);
  text = finish (builder);
  all = g_hash_table_contains (scopes, MADO_CITY_SCOPE_ALL);
  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      Line *line = key;

      if (all || g_hash_table_contains (scopes, line->ticket->scope))
        mado_http_socket_send (line->socket, text);
    }
  return G_SOURCE_REMOVE;
}

void
mado_live_hub_announce (MadoLiveHub        *self,
                        const MadoCityHead *head,
                        const char *const  *scopes)
{
  g_mutex_lock (&self->lock);
  self->head = *head;
  for (guint i = 0; scopes[i] != NULL; i++)
    g_hash_table_add (self->scopes, g_strdup (scopes[i]));
  if (self->pending == NULL)
    {
      self->pending = g_idle_source_new ();
      g_source_set_callback (self->pending, hint_cb, self, NULL);
      g_source_attach (self->pending, self->context);
    }
  g_mutex_unlock (&self->lock);
}

/* --- life ------------------------------------------------------------------------------------*/

MadoLiveHub *
mado_live_hub_new (MadoCityStore *store,
                   MadoClock     *clock)
{
  MadoLiveHub *self = g_new0 (MadoLiveHub, 1);

  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->context = g_main_context_ref_thread_default ();
  self->lines = g_hash_table_new_full (NULL, NULL, line_free, NULL);
  self->scopes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->lock);
  self->beat = g_timeout_source_new_seconds (1);
  g_source_set_callback (self->beat, beat_cb, self, NULL);
  g_source_attach (self->beat, self->context);
  return self;
}

void
mado_live_hub_free (MadoLiveHub *self)
{
  g_source_destroy (self->beat);
  g_source_unref (self->beat);
  if (self->pending != NULL)
    {
      g_source_destroy (self->pending);
      g_source_unref (self->pending);
    }
  g_hash_table_unref (self->lines);
  g_hash_table_unref (self->scopes);
  g_main_context_unref (self->context);
  g_object_unref (self->clock);
  g_object_unref (self->store);
  g_mutex_clear (&self->lock);
  g_free (self);
}
