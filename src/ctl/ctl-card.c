/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "core/crypto/mado-crypto.h"
#include "ctl/ctl-group.h"
#include "ctl/ctl-options.h"
#include "device/card/mado-card-session.h"

/*
 * madoguchi-ctl card read: one piece of work with a card, for scripts. Secrets
 * come one a line on standard input and never leave locked memory but to the
 * process that talks to the card. What was read is printed only with ok.
 */

#define MAX_SECRETS 2
#define MAX_LINE    1024 /* no secret is that long, and no one types it */
#define LET_GO_MS   800

typedef struct
{
  char     *reader;
  char     *out;
  char     *challenge;
  char     *ca;
  double    timeout;
} Options;

typedef struct
{
  MadoCardTask     task;
  char            *secrets[MAX_SECRETS]; /* locked, MADO_CARD_SECRET_MAX + 2 bytes */
  gboolean         given[MAX_SECRETS];
  guint            answered;
  gboolean         bad_input;            /* a secret was wanted that was not there */
  int              signal;               /* that asked to stop; 0: none */
  MadoCardSession *session;
} Reading;

/* --- output without stdio: no copy is left in its buffers ------------------------------ */

static gboolean
put (const char *text)
{
  for (gsize left = strlen (text); left > 0;)
    {
      gssize n = write (STDOUT_FILENO, text, left);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      text += n;
      left -= n;
    }
  return TRUE;
}

static gboolean
put_value (const char *key,
           const char *value)
{
  return value == NULL || *value == '\0' || (put (key) && put ("=") && put (value) && put ("\n"));
}

static gboolean
put_count (const char *key,
           guint       count)
{
  g_autofree char *number = count > 0 ? g_strdup_printf ("%u", count) : NULL;

  return put_value (key, number);
}

static gboolean
put_data (const MadoCardData *data)
{
  return put_value ("name", data->name) && put_value ("address", data->address) && put_value ("birth", data->birth) &&
         put_value ("sex", data->sex) && put_value ("my_number", data->my_number) && put_value ("expiry", data->expiry) &&
         put_value ("licence_number", data->licence_number) && put_value ("domicile", data->domicile) &&
         put_count ("name.gaiji", data->name_gaiji) && put_count ("address.gaiji", data->address_gaiji) &&
         put_count ("domicile.gaiji", data->domicile_gaiji);
}

/* @told: all that was to be said before could be said. */
static int
finish (MadoCardResult result,
        gboolean       told)
{
  told = put ("result=") && put (mado_card_result_name (result)) && put ("\n") && told;
  return result == MADO_CARD_BAD_INPUT ? 2 : result == MADO_CARD_OK && told ? 0 : 1;
}

/* --- secrets ------------------------------------------------------------------------------ */

/* One line without its end; FALSE: there is none. One that is too long or holds
 * a NUL becomes something no secret is. */
static gboolean
read_secret (char *text)
{
  gsize n = 0;
  gboolean odd = FALSE, any = FALSE;
  char c = 0;

  for (guint length = 0; length < MAX_LINE; length++)
    {
      gssize got = read (STDIN_FILENO, &c, 1);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0 || c == '\n')
        {
          any |= got > 0;
          break;
        }
      any = TRUE;
      odd |= c == '\0' || n > MADO_CARD_SECRET_MAX;
      if (n <= MADO_CARD_SECRET_MAX)
        text[n++] = c;
    }
  c = 0;
  if (n > 0 && text[n - 1] == '\r')
    n--;
  text[n] = '\0';
  if (odd)
    strcpy (text, "?");
  return any;
}

/* What cannot be right costs no card. A licence is asked first whether it has a
 * PIN at all. */
static gboolean
read_secrets (Reading *self)
{
  MadoCardSecret secret = mado_card_task_secret (self->task);
  gboolean two = self->task == MADO_CARD_TASK_LICENCE;

  for (guint i = 0; secret != MADO_CARD_SECRET_NONE && i < (two ? 2 : 1); i++)
    self->given[i] = read_secret (self->secrets[i]) && self->secrets[i][0] != '\0';
  if (secret == MADO_CARD_SECRET_NONE || two || self->task == MADO_CARD_TASK_DL)
    return TRUE;
  return self->given[0] && mado_card_secret_prepare (secret, self->secrets[0]);
}

static void
ask_cb (MadoCardSession *session,
        int              secret,
        int              tries,
        Reading         *self)
{
  guint i = self->answered++;

  if (i < MAX_SECRETS && self->given[i])
    {
      mado_card_session_answer (session, self->secrets[i], FALSE);
      explicit_bzero (self->secrets[i], MADO_CARD_SECRET_MAX + 2);
      return;
    }
  self->bad_input = TRUE;
  mado_card_session_answer (session, "", FALSE);
}

/* --- files ----------------------------------------------------------------------------------- */

static const struct
{
  const char *bytes;
  const char *file;
} files[] = {
  { "certificate", "cert.der" },
  { "signature", "sig.bin" },
  { "front", "front.tif" },
  { "photo", "photo.jp2" },
};

/* All new names first, so that no mixture of two runs is ever left behind. */
static gboolean
write_files (MadoCardSession *session,
             const char      *folder)
{
  gboolean done = TRUE;

  for (guint i = 0; done && i < G_N_ELEMENTS (files); i++)
    {
      GBytes *bytes = mado_card_session_get_bytes (session, files[i].bytes);
      g_autofree char *path = g_strdup_printf ("%s/.%s.new", folder, files[i].file);

      done = bytes == NULL || g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                                        G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                                        0600, NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *from = g_strdup_printf ("%s/.%s.new", folder, files[i].file);
      g_autofree char *to = g_build_filename (folder, files[i].file, NULL);

      if (!done)
        g_unlink (from);
      else if (mado_card_session_get_bytes (session, files[i].bytes) != NULL)
        done = g_rename (from, to) == 0;
    }
  return done;
}

/* What cannot be written is told before the card is asked for anything. */
static gboolean
prepare_folder (const char *folder)
{
  gboolean good = *folder != '\0' && g_mkdir_with_parents (folder, 0700) == 0 && g_access (folder, W_OK | X_OK) == 0 &&
                  g_file_test (folder, G_FILE_TEST_IS_DIR);

  for (guint i = 0; good && i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i].file, NULL);

      good = !g_file_test (path, G_FILE_TEST_IS_DIR);
    }
  return good;
}

/* --- the command --------------------------------------------------------------------------------- */

static gboolean
parse (Options       *options,
       MadoCardTask  *task,
       int            argc,
       char         **argv,
       GError       **error)
{
  /* A name and a text to be signed are their bytes, whatever the locale. */
  const GOptionEntry entries[] = {
    { "reader", 0, 0, G_OPTION_ARG_FILENAME, &options->reader, N_("Name of the reader"), "NAME" },
    { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &options->timeout, N_("Seconds that the card may take"), "S" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out, N_("Folder for what is read as files"), "DIR" },
    { "challenge", 0, 0, G_OPTION_ARG_FILENAME, &options->challenge, N_("Text to be signed"), "TEXT" },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &options->ca, N_("Folder of the certificates that may have issued it"), "DIR" },
    { NULL }
  };
  g_auto (GStrv) rest = NULL;

  if (!ctl_options_parse ("madoguchi-ctl card read", entries, argc, argv, &rest, error))
    return FALSE;
  if (g_strv_length (rest) != 1 || !mado_card_task_read (rest[0], task))
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                         _("Name what is wanted: attrs, attrs-b, number, number-a, licence, dl, residence, sign, sign-cert or identify."));
  else if (!(options->timeout > 0 && options->timeout <= 3600))
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("The time allowed is a number of seconds up to 3600."));
  else if (*task == MADO_CARD_TASK_SIGN && (options->challenge == NULL || options->out == NULL))
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("Needed are --challenge TEXT and --out DIR."));
  else if (options->ca != NULL && !g_file_test (options->ca, G_FILE_TEST_IS_DIR))
    g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("“%s” is not a folder of certificates."), options->ca);
  else if (options->out != NULL && !prepare_folder (options->out))
    g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, _("The folder “%s” cannot be written."), options->out);
  else
    return TRUE;
  return FALSE;
}

/* The keyboard or a program that ends this one: the card loses its power first. */
static gboolean
stop (Reading *self,
      int      number)
{
  self->signal = number;
  mado_card_session_cancel (self->session);
  return G_SOURCE_CONTINUE;
}

static gboolean
interrupt_cb (gpointer data)
{
  return stop (data, SIGINT);
}

static gboolean
terminate_cb (gpointer data)
{
  return stop (data, SIGTERM);
}

static gboolean
hang_up_cb (gpointer data)
{
  return stop (data, SIGHUP);
}

static void
run_session (Reading       *self,
             const Options *options)
{
  g_autoptr (GBytes) challenge = options->challenge != NULL ? g_bytes_new (options->challenge, strlen (options->challenge))
                                                            : NULL;
  const MadoCardOrder order = {
    .task = self->task,
    .reader = options->reader,
    .domicile = self->task == MADO_CARD_TASK_LICENCE && self->given[1],
    .pictures = options->out != NULL,
    .challenge = challenge,
    .ca_folder = options->ca,
    .timeout_ms = MAX (1, options->timeout * 1000),
  };

  self->session = mado_card_process_new (&order);
  g_signal_connect (self->session, "ask", G_CALLBACK (ask_cb), self);
  g_unix_signal_add (SIGINT, interrupt_cb, self);
  g_unix_signal_add (SIGTERM, terminate_cb, self);
  g_unix_signal_add (SIGHUP, hang_up_cb, self);
  mado_card_session_start (self->session);
  while (!mado_card_session_is_ended (self->session))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
wake_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

/* Work that was given up in time ends with the command that was under way; who
 * takes the card next should find it without power. A card that never answers
 * is not waited for. */
static void
let_card_go (MadoCardSession *session)
{
  gboolean late = FALSE;
  guint timer = g_timeout_add (LET_GO_MS, wake_cb, &late);

  while (!late && !mado_card_process_is_gone (session))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
}

static int
report (Reading       *self,
        const Options *options)
{
  MadoCardSession *session = self->session;
  MadoCardResult result = mado_card_session_get_result (session);
  MadoCardSecret secret = mado_card_session_get_secret (session);
  int tries = mado_card_session_get_tries (session);
  g_autofree char *sentence = mado_card_result_sentence (result, mado_card_session_get_kind (session), secret, tries);
  gboolean told = TRUE;

  if (result == MADO_CARD_OK && options->out != NULL && !write_files (session, options->out))
    {
      g_printerr (_("The folder “%s” cannot be written."), options->out);
      g_printerr ("\n");
      return finish (MADO_CARD_BAD_INPUT, TRUE);
    }
  if (result == MADO_CARD_DENIED && mado_card_trust_sentence (mado_card_session_get_trust (session)) != NULL)
    {
      g_free (sentence);
      sentence = g_strdup (mado_card_trust_sentence (mado_card_session_get_trust (session)));
    }
  if (sentence != NULL)
    g_printerr ("%s [%s: %s]\n", sentence, mado_card_kind_title (mado_card_session_get_kind (session)),
                mado_card_session_get_place (session));
  if (result == MADO_CARD_OK && self->task == MADO_CARD_TASK_IDENTIFY)
    told = put_value ("card", mado_card_kind_name (mado_card_session_get_kind (session)));
  if (result == MADO_CARD_OK)
    told = put_data (mado_card_session_get_data (session)) && told;
  told = put_value ("trust", mado_card_session_get_trust (session)) && told;
  if (result == MADO_CARD_WRONG_PIN && tries >= 0)
    {
      g_autofree char *left = g_strdup_printf ("%d", tries);

      put_value ("tries_left", left);
    }
  return finish (result, told);
}

static int
card_read (int argc, char **argv)
{
  const gsize secret_size = MADO_CARD_SECRET_MAX + 2;
  Options options = { .timeout = 30 };
  Reading self = { 0 };
  g_autoptr (GError) error = NULL;
  int status;

  mado_card_forbid_dumps ();
  signal (SIGPIPE, SIG_IGN);
  mado_crypto_init ();
  for (guint i = 0; i < MAX_SECRETS; i++)
    self.secrets[i] = mado_card_locked_new (secret_size);
  if (!parse (&options, &self.task, argc, argv, &error))
    {
      g_printerr ("%s\n", error->message);
      status = finish (MADO_CARD_BAD_INPUT, TRUE);
    }
  else if (!read_secrets (&self))
    {
      g_autofree char *sentence = mado_card_result_sentence (MADO_CARD_BAD_INPUT, MADO_CARD_KIND_UNKNOWN,
                                                             mado_card_task_secret (self.task), -1);

      g_printerr ("%s\n", sentence);
      status = finish (MADO_CARD_BAD_INPUT, TRUE);
    }
  else
    {
      run_session (&self, &options);
      status = report (&self, &options);
      if (mado_card_session_get_result (self.session) == MADO_CARD_TIMEOUT || self.signal != 0)
        let_card_go (self.session);
    }
  g_clear_object (&self.session);
  for (guint i = 0; i < MAX_SECRETS; i++)
    mado_card_locked_free (self.secrets[i], secret_size);
  g_free (options.reader);
  g_free (options.out);
  g_free (options.challenge);
  g_free (options.ca);
  if (self.signal != 0)
    {
      signal (self.signal, SIG_DFL);
      raise (self.signal);
    }
  return status;
}

const CtlCommand ctl_card_commands[] = {
  { "read", "TASK [--reader NAME] [--timeout S] [--out DIR] [--challenge TEXT] [--ca DIR]",
    N_("read a card; secrets one a line on standard input"), card_read },
  { NULL },
};
