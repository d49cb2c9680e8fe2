/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "core/base/mado-training.h"
#include "core/crypto/mado-crypto.h"
#include "device/card/mado-card-session.h"
#include "device/mado-device-place.h"

/* The session that drives the process madoguchi-card. Its lines carry personal
 * data: they are read into locked memory and wiped, never by a stream. */

#define BUFFER_BYTES (48 * 1024)

#define MADO_TYPE_CARD_PROCESS (mado_card_process_get_type ())
G_DECLARE_FINAL_TYPE (MadoCardProcess, mado_card_process, MADO, CARD_PROCESS, MadoCardSession)

struct _MadoCardProcess
{
  MadoCardSession parent_instance;

  int             to;   /* -1: closed */
  int             from;
  GPid            pid;
  guint           from_source;
  guint           timeout_source;
  char           *buffer; /* locked, BUFFER_BYTES */
  gsize           filled;
  gint64          left_us;    /* of the time allowed */
  gint64          running_us; /* since when it runs; 0: a person is asked */
  gboolean        gone;       /* the process has ended */
  gboolean        practice;   /* it plays a made-up card */
};

G_DEFINE_FINAL_TYPE (MadoCardProcess, mado_card_process, MADO_TYPE_CARD_SESSION)

/* --- letting go ------------------------------------------------------------------ */

/* The process ends by itself when its input closes: at once between two
 * commands, or when a silent card is taken away. GLib collects it. */
static void
let_go (MadoCardProcess *self)
{
  g_clear_handle_id (&self->from_source, g_source_remove);
  g_clear_handle_id (&self->timeout_source, g_source_remove);
  if (self->to >= 0)
    close (self->to);
  if (self->from >= 0)
    close (self->from);
  self->to = self->from = -1;
  if (self->buffer != NULL)
    explicit_bzero (self->buffer, BUFFER_BYTES);
}

static void
end (MadoCardProcess *self,
     MadoCardResult   result,
     MadoCardSecret   secret,
     int              tries)
{
  g_autoptr (MadoCardProcess) keep = g_object_ref (self);

  let_go (self);
  mado_card_session_end (MADO_CARD_SESSION (self), result, secret, tries);
}

/* --- the time allowed ---------------------------------------------------------------- */

static gboolean
timeout_cb (gpointer data)
{
  MadoCardProcess *self = data;

  self->timeout_source = 0;
  end (self, MADO_CARD_TIMEOUT, MADO_CARD_SECRET_NONE, -1);
  return G_SOURCE_REMOVE;
}

static void
run_clock (MadoCardProcess *self)
{
  self->running_us = g_get_monotonic_time ();
  g_clear_handle_id (&self->timeout_source, g_source_remove);
  self->timeout_source = g_timeout_add (MAX (1, self->left_us / 1000), timeout_cb, self);
}

static void
stop_clock (MadoCardProcess *self)
{
  g_clear_handle_id (&self->timeout_source, g_source_remove);
  self->left_us -= g_get_monotonic_time () - self->running_us;
}

/* --- what it says ---------------------------------------------------------------------- */

static const struct
{
  const char *key;
  gsize       offset;
  gsize       size;
} texts[] = {
#define TEXT(name) { #name, G_STRUCT_OFFSET (MadoCardData, name), sizeof ((MadoCardData *) NULL)->name }
  TEXT (name), TEXT (address), TEXT (domicile), TEXT (birth), TEXT (sex), TEXT (expiry), TEXT (licence_number),
  TEXT (my_number),
#undef TEXT
};

static const struct
{
  const char *key;
  gsize       offset;
} counts[] = {
  { "name.gaiji", G_STRUCT_OFFSET (MadoCardData, name_gaiji) },
  { "address.gaiji", G_STRUCT_OFFSET (MadoCardData, address_gaiji) },
  { "domicile.gaiji", G_STRUCT_OFFSET (MadoCardData, domicile_gaiji) },
};

static void
keep_value (MadoCardProcess *self,
            const char      *key,
            const char      *value)
{
  char *data = (char *) mado_card_session_edit_data (MADO_CARD_SESSION (self));

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i].key, key))
      g_strlcpy (data + texts[i].offset, value, texts[i].size);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (g_str_equal (counts[i].key, key))
      G_STRUCT_MEMBER (guint, data, counts[i].offset) = g_ascii_strtoull (value, NULL, 10);
  if (g_str_equal (key, "trust"))
    mado_card_session_keep_trust (MADO_CARD_SESSION (self), value);
}

typedef struct
{
  gpointer memory;
  gsize    size;
} Locked;

static void
free_locked (gpointer data)
{
  Locked *locked = data;

  mado_card_locked_free (locked->memory, locked->size);
  g_free (locked);
}

/* A certificate or a picture tells as much of a person as a name does. */
static void
keep_bytes (MadoCardProcess *self,
            const char      *name,
            const char      *hex)
{
  gsize n = strlen (hex) / 2;
  guint8 *bytes = mado_card_locked_new (n + 1);
  Locked *locked = g_new (Locked, 1);
  g_autoptr (GBytes) kept = NULL;

  for (gsize i = 0; i < n; i++)
    bytes[i] = g_ascii_xdigit_value (hex[2 * i]) << 4 | (g_ascii_xdigit_value (hex[2 * i + 1]) & 0x0f);
  *locked = (Locked) { bytes, n + 1 };
  kept = g_bytes_new_with_free_func (bytes, n, free_locked, locked);
  mado_card_session_keep_bytes (MADO_CARD_SESSION (self), name, kept);
}

static gboolean
hear_ask (MadoCardProcess *self,
          char           **fields)
{
  MadoCardSecret secret;

  if (!mado_card_secret_read (fields[1], &secret) || fields[2] == NULL)
    return FALSE;
  stop_clock (self);
  mado_card_session_say_ask (MADO_CARD_SESSION (self), secret, g_ascii_strtoll (fields[2], NULL, 10));
  return TRUE;
}

static gboolean
hear_done (MadoCardProcess *self,
           char           **fields)
{
  MadoCardResult result;
  MadoCardSecret secret;

  if (!mado_card_result_read (fields[1], &result) || !mado_card_secret_read (fields[2], &secret) || fields[3] == NULL ||
      fields[4] == NULL || fields[5] == NULL)
    return FALSE;
  mado_card_session_keep_place (MADO_CARD_SESSION (self), fields[4], fields[5]);
  end (self, result, secret, g_ascii_strtoll (fields[3], NULL, 10));
  return TRUE;
}

/* Cuts @line at its tabs, in place; FALSE: no line of ours. */
static gboolean
hear_line (MadoCardProcess *self,
           char            *line)
{
  char *fields[7] = { line };
  MadoCardKind kind;

  for (guint i = 1; i < 6 && fields[i - 1] != NULL; i++)
    {
      char *tab = strchr (fields[i - 1], '\t');

      if (tab != NULL)
        *tab = '\0';
      fields[i] = tab != NULL ? tab + 1 : NULL;
    }
  if (g_str_equal (line, "practice"))
    return self->practice = mado_training_is_on ();
  /* Made-up cards are for training, and training has no others. */
  if (self->practice != mado_training_is_on ())
    return FALSE;
  if (g_str_equal (line, "ask"))
    return hear_ask (self, fields);
  if (g_str_equal (line, "done"))
    return hear_done (self, fields);
  if (fields[1] == NULL)
    return FALSE;
  if (g_str_equal (line, "card") && mado_card_kind_read (fields[1], &kind))
    mado_card_session_say_kind (MADO_CARD_SESSION (self), kind);
  else if (g_str_equal (line, "value") && fields[2] != NULL)
    keep_value (self, fields[1], fields[2]);
  else if (g_str_equal (line, "bytes") && fields[2] != NULL)
    keep_bytes (self, fields[1], fields[2]);
  else
    return FALSE;
  return TRUE;
}

static void
hear_lines (MadoCardProcess *self)
{
  char *end_of_line;

  while (self->from >= 0 && (end_of_line = memchr (self->buffer, '\n', self->filled)) != NULL)
    {
      gsize used = end_of_line - self->buffer + 1;

      *end_of_line = '\0';
      if (!hear_line (self, self->buffer))
        {
          end (self, MADO_CARD_READER_ERROR, MADO_CARD_SECRET_NONE, -1);
          return;
        }
      if (self->from < 0)
        return;
      memmove (self->buffer, self->buffer + used, self->filled - used);
      explicit_bzero (self->buffer + self->filled - used, used);
      self->filled -= used;
    }
}

static gboolean
readable_cb (int          fd,
             GIOCondition condition,
             gpointer     data)
{
  g_autoptr (MadoCardProcess) self = g_object_ref (data);
  gssize n = read (fd, self->buffer + self->filled, BUFFER_BYTES - self->filled);

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n <= 0 || self->filled + n == BUFFER_BYTES)
    {
      /* Gone without a word: it crashed or could not be started. */
      self->from_source = 0;
      end (self, MADO_CARD_READER_ERROR, MADO_CARD_SECRET_NONE, -1);
      return G_SOURCE_REMOVE;
    }
  self->filled += n;
  hear_lines (self);
  return self->from_source != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* --- the session ---------------------------------------------------------------------------- */

static char **
arguments (const MadoCardOrder *order)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_autofree char *program = mado_device_place ("madoguchi-card"), *limit = g_strdup_printf ("%u", order->timeout_ms);

  g_strv_builder_add_many (all, program, mado_card_task_name (order->task), "--limit", limit, NULL);
  if (mado_training_is_on ())
    g_strv_builder_add_many (all, "--practice", mado_training_get_folder (), NULL);
  if (order->reader != NULL)
    g_strv_builder_add_many (all, "--reader", order->reader, NULL);
  if (order->domicile)
    g_strv_builder_add (all, "--domicile");
  if (order->pictures)
    g_strv_builder_add (all, "--pictures");
  if (order->ca_folder != NULL)
    g_strv_builder_add_many (all, "--ca", order->ca_folder, NULL);
  if (order->challenge != NULL)
    {
      guint8 digest[MADO_DIGEST_BYTES];
      g_autoptr (GString) hex = g_string_new (NULL);

      mado_digest (g_bytes_get_data (order->challenge, NULL), g_bytes_get_size (order->challenge), digest);
      for (guint i = 0; i < sizeof digest; i++)
        g_string_append_printf (hex, "%02x", digest[i]);
      g_strv_builder_add_many (all, "--digest", hex->str, NULL);
    }
  return g_strv_builder_end (all);
}

static void
collected_cb (GPid     pid,
              int      status,
              gpointer data)
{
  MADO_CARD_PROCESS (data)->gone = TRUE;
  g_spawn_close_pid (pid);
}

static gboolean
fail_cb (gpointer data)
{
  g_autoptr (MadoCardProcess) self = data;

  end (self, MADO_CARD_READER_ERROR, MADO_CARD_SECRET_NONE, -1);
  return G_SOURCE_REMOVE;
}

static void
mado_card_process_start (MadoCardSession *session)
{
  MadoCardProcess *self = MADO_CARD_PROCESS (session);
  const MadoCardOrder *order = mado_card_session_get_order (session);
  g_auto (GStrv) argv = arguments (order);

  /* A process that has ended must not end the program that writes to it. */
  signal (SIGPIPE, SIG_IGN);
  /* Nothing of ours is inherited but the two pipes: a process that waits for a
   * silent card must not keep the caller's output open. */
  if (!g_spawn_async_with_pipes (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                                 &self->pid, &self->to, &self->from, NULL, NULL))
    {
      self->gone = TRUE;
      g_idle_add (fail_cb, g_object_ref (self));
      return;
    }
  g_child_watch_add_full (G_PRIORITY_DEFAULT, self->pid, collected_cb, g_object_ref (self), g_object_unref);
  fcntl (self->to, F_SETFD, FD_CLOEXEC);
  fcntl (self->from, F_SETFD, FD_CLOEXEC);
  g_unix_set_fd_nonblocking (self->from, TRUE, NULL);
  self->from_source = g_unix_fd_add (self->from, G_IO_IN | G_IO_HUP | G_IO_ERR, readable_cb, self);
  self->left_us = (gint64) order->timeout_ms * 1000;
  run_clock (self);
}

static void
mado_card_process_answer (MadoCardSession *session,
                          const char      *secret,
                          gboolean         last_try)
{
  MadoCardProcess *self = MADO_CARD_PROCESS (session);
  char line[MADO_CARD_SECRET_MAX + 16];
  gsize n = secret != NULL ? strlen (secret) : 0;

  if (self->to < 0)
    return;
  /* One letter too many is enough to be refused. */
  n = MIN (n, MADO_CARD_SECRET_MAX + 1);
  line[0] = secret == NULL ? '-' : last_try ? '!' : '=';
  if (n > 0)
    memcpy (line + 1, secret, n);
  line[n + 1] = '\n';
  run_clock (self);
  while (write (self->to, line, n + 2) < 0 && errno == EINTR)
    ;
  explicit_bzero (line, sizeof line);
}

static void
mado_card_process_cancel (MadoCardSession *session)
{
  end (MADO_CARD_PROCESS (session), MADO_CARD_CANCELLED, MADO_CARD_SECRET_NONE, -1);
}

static void
mado_card_process_finalize (GObject *object)
{
  MadoCardProcess *self = MADO_CARD_PROCESS (object);

  let_go (self);
  mado_card_locked_free (self->buffer, BUFFER_BYTES);
  G_OBJECT_CLASS (mado_card_process_parent_class)->finalize (object);
}

static void
mado_card_process_class_init (MadoCardProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_card_process_finalize;
  MADO_CARD_SESSION_CLASS (klass)->start = mado_card_process_start;
  MADO_CARD_SESSION_CLASS (klass)->answer = mado_card_process_answer;
  MADO_CARD_SESSION_CLASS (klass)->cancel = mado_card_process_cancel;
}

static void
mado_card_process_init (MadoCardProcess *self)
{
  self->to = self->from = -1;
  self->buffer = mado_card_locked_new (BUFFER_BYTES);
}

gboolean
mado_card_process_is_gone (MadoCardSession *session)
{
  return MADO_CARD_PROCESS (session)->gone;
}

MadoCardSession *
mado_card_process_new (const MadoCardOrder *order)
{
  MadoCardSession *self = g_object_new (MADO_TYPE_CARD_PROCESS, NULL);

  mado_card_session_set_order (self, order);
  return self;
}
