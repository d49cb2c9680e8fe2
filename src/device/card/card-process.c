/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "core/base/mado-clock.h"
#include "device/card/mado-card-jpki.h"
#include "device/card/mado-card-pcsc.h"
#include "device/card/mado-card-practice.h"
#include "device/card/mado-card-work.h"

/*
 * The card reading process: one piece of work with one card, then it ends. A
 * process of its own, because a card that never answers blocks its reader's
 * driver for ever, and because what it holds must not stay in a program that
 * runs all day. See mado-card-session.h for what it says and hears.
 *
 * When nobody listens any more, it stops before its next command, cuts the
 * card's power and ends; blocked in one, it does so when the card is taken away.
 */

#define WAIT_FOR_CARD_MS   1000 /* the service notices a card within 0.4 s */
#define WAIT_FOR_READER_MS 1500 /* another work may just be ending */
#define GIVE_UP_SECONDS    600
#define END_SECONDS        5
#define LINE_MAX_BYTES     20000

typedef struct
{
  char *reader;
  char *digest;
  char *ca;
  gboolean domicile;
  gboolean pictures;
  char *practice; /* a folder of training: its made-up card instead of a reader */
  int limit; /* milliseconds that the caller waits for all of it; 0: not told */
} Options;

static char *line; /* locked; what is being said */
static volatile sig_atomic_t ended; /* by a signal */

/* --- talking ------------------------------------------------------------------------ */

static void
say (const char *text)
{
  for (gsize left = strlen (text); left > 0;)
    {
      gssize n = write (STDOUT_FILENO, text, left);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return;
      text += n;
      left -= n;
    }
}

static void
say_value (const char *key,
           const char *value)
{
  if (*value == '\0')
    return;
  g_snprintf (line, LINE_MAX_BYTES, "value\t%s\t%s\n", key, value);
  say (line);
  explicit_bzero (line, LINE_MAX_BYTES);
}

static void
say_count (const char *key,
           guint       count)
{
  char number[12];

  if (count == 0)
    return;
  g_snprintf (number, sizeof number, "%u", count);
  say_value (key, number);
}

static void
say_bytes (const char   *name,
           const guint8 *bytes,
           gsize         n)
{
  char *at;

  if (n == 0)
    return;
  at = line + g_snprintf (line, LINE_MAX_BYTES, "bytes\t%s\t", name);
  for (gsize i = 0; i < n; i++)
    {
      *at++ = "0123456789abcdef"[bytes[i] >> 4];
      *at++ = "0123456789abcdef"[bytes[i] & 0x0f];
    }
  *at++ = '\n';
  *at = '\0';
  say (line);
  explicit_bzero (line, LINE_MAX_BYTES);
}

static void
say_all (const MadoCardWork *work)
{
  const MadoCardData *data = &work->data;

  say_value ("name", data->name);
  say_value ("address", data->address);
  say_value ("birth", data->birth);
  say_value ("sex", data->sex);
  say_value ("my_number", data->my_number);
  say_value ("expiry", data->expiry);
  say_value ("licence_number", data->licence_number);
  say_value ("domicile", data->domicile);
  say_count ("name.gaiji", data->name_gaiji);
  say_count ("address.gaiji", data->address_gaiji);
  say_count ("domicile.gaiji", data->domicile_gaiji);
  say_bytes ("certificate", work->certificate, work->n_certificate);
  say_bytes ("signature", work->signature, work->n_signature);
  say_bytes ("front", work->front, work->n_front);
  say_bytes ("photo", work->photo, work->n_photo);
}

/* --- listening ------------------------------------------------------------------------ */

/* A signal to all of a group reaches this process as well: the card is let go
 * first. In a command that a silent card never answers there is no such moment. */
static void
end_soon (int number)
{
  ended = 1;
  alarm (END_SECONDS);
}

static gboolean
nobody_listens (gpointer data)
{
  struct pollfd in = { STDIN_FILENO, POLLIN, 0 };

  if (ended)
    return TRUE;
  alarm (GIVE_UP_SECONDS);
  return poll (&in, 1, 0) > 0 && in.revents & (POLLHUP | POLLERR) && !(in.revents & POLLIN);
}

/* "=1234", or "!1234": asked a second time and wanted as the last try too; "-"
 * refuses. No line: whoever asked has gone. */
static gboolean
read_line (char *text,
           gsize size)
{
  gsize n = 0;
  char c;

  for (;;)
    {
      gssize got = read (STDIN_FILENO, &c, 1);

      if (got < 0 && errno == EINTR && !ended)
        continue;
      if (got <= 0)
        return FALSE;
      if (c == '\n')
        break;
      if (n + 1 < size)
        text[n] = c;
      n++;
    }
  c = 0;
  text[MIN (n, size - 1)] = '\0';
  if (n >= size) /* too long to be one of ours: never cut it into one */
    text[0] = '\0';
  return TRUE;
}

static MadoCardResult
judge_answer (MadoCardSecret  secret,
              int             tries,
              const char     *answer,
              char           *text)
{
  if (answer[0] != '=' && answer[0] != '!')
    return answer[0] == '-' ? MADO_CARD_REFUSED : MADO_CARD_BAD_INPUT;
  g_strlcpy (text, answer + 1, MADO_CARD_SECRET_MAX + 1);
  if (strlen (answer + 1) > MADO_CARD_SECRET_MAX || !mado_card_secret_prepare (secret, text))
    return MADO_CARD_BAD_INPUT;
  return tries == 1 && answer[0] != '!' ? MADO_CARD_REFUSED : MADO_CARD_OK;
}

static MadoCardResult
ask (MadoCardSecret  secret,
     int             tries,
     char           *text,
     gpointer        data)
{
  char *answer = data;
  char question[64];
  MadoCardResult result;

  g_snprintf (question, sizeof question, "ask\t%s\t%d\n", mado_card_secret_name (secret), tries);
  say (question);
  alarm (0);
  result = read_line (answer, 64) ? judge_answer (secret, tries, answer, text) : MADO_CARD_CANCELLED;
  explicit_bzero (answer, 64);
  return result;
}

/* --- which reader ----------------------------------------------------------------------- */

/* Who gives little time hears what is wrong within it. */
static guint
patience (const Options *options,
          guint          most)
{
  return options->limit > 0 ? MIN (most, (guint) options->limit / 2) : most;
}

static MadoCardResult
list_readers (const Options *options,
              GStrv         *with_card)
{
  const char *wanted = options->reader;
  g_auto (GStrv) readers = NULL;
  const char *const one[] = { wanted, NULL };
  MadoCardResult result = mado_card_pcsc_list_readers (&readers);

  if (result != MADO_CARD_OK)
    return result;
  if (wanted != NULL && !g_strv_contains ((const char *const *) readers, wanted))
    return MADO_CARD_READER_ERROR;
  return mado_card_pcsc_list_cards (wanted != NULL ? one : (const char *const *) readers,
                                    patience (options, WAIT_FOR_CARD_MS), with_card);
}

/* @result: of opening @link, which is closed and gone unless it is a card of
 * the right kind. */
static MadoCardResult
identify (MadoCardWork   *work,
          MadoCardResult  result,
          MadoCardLink  **link)
{
  MadoCardKind needed = mado_card_task_kind (work->task);

  work->kind = MADO_CARD_KIND_UNKNOWN;
  if (result == MADO_CARD_OK)
    result = mado_card_work_identify (work, *link);
  if (result == MADO_CARD_OK && needed != MADO_CARD_KIND_UNKNOWN && needed != work->kind)
    result = MADO_CARD_WRONG_CARD;
  if (result != MADO_CARD_OK && *link != NULL)
    {
      mado_card_link_close (*link);
      g_clear_object (link);
    }
  return result;
}

static MadoCardResult
open_and_identify (MadoCardWork  *work,
                   const Options *options,
                   const char    *reader,
                   MadoCardLink **link)
{
  MadoCardPcsc *pcsc = NULL;
  MadoCardResult result = mado_card_pcsc_open (reader, patience (options, WAIT_FOR_READER_MS), &pcsc);

  if (pcsc != NULL)
    *link = MADO_CARD_LINK (pcsc);
  return identify (work, result, link);
}

static MadoCardResult
open_practice (MadoCardWork  *work,
               const char    *folder,
               MadoCardLink **link)
{
  MadoCardPractice *card = NULL;
  MadoCardResult result = mado_card_practice_open (folder, work->random, &card);

  if (card != NULL)
    *link = MADO_CARD_LINK (card);
  return identify (work, result, link);
}

/* The first card of the right kind; if there is none, what is wrong with the
 * first one. Cards of another kind were only asked what they are. */
static MadoCardResult
find_card (MadoCardWork  *work,
           const Options *options,
           MadoCardLink **link)
{
  g_auto (GStrv) readers = NULL;
  MadoCardResult first = list_readers (options, &readers);
  MadoCardKind kind = MADO_CARD_KIND_UNKNOWN;

  if (first != MADO_CARD_OK)
    return first;
  for (guint i = 0; readers[i] != NULL; i++)
    {
      MadoCardResult result = open_and_identify (work, options, readers[i], link);

      if (result == MADO_CARD_OK || result == MADO_CARD_CANCELLED)
        return result;
      if (i > 0)
        continue;
      first = result;
      kind = work->kind;
    }
  work->kind = kind;
  return first;
}

/* --- the work ----------------------------------------------------------------------------- */

static MadoCardResult
do_work (MadoCardWork  *work,
         const Options *options)
{
  g_autoptr (MadoCardLink) link = NULL;
  g_autofree char *kind = NULL;
  MadoCardResult result;

  if (options->practice != NULL)
    say ("practice\n");
  result = options->practice != NULL ? open_practice (work, options->practice, &link) : find_card (work, options, &link);
  kind = g_strdup_printf ("card\t%s\n", mado_card_kind_name (work->kind));
  say (kind);
  if (result == MADO_CARD_OK)
    result = mado_card_work_run (work);
  if (link != NULL)
    mado_card_link_close (link);
  return result;
}

static MadoCardResult
check_trust (MadoCardWork  *work,
             const Options *options)
{
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  MadoCardTrust trust;

  if (options->ca == NULL || work->n_certificate == 0)
    return MADO_CARD_OK;
  trust = mado_card_jpki_judge (work->certificate, work->n_certificate, options->ca, mado_clock_wall_ms (clock));
  say_value ("trust", mado_card_trust_name (trust));
  return trust == MADO_CARD_TRUST_GOOD ? MADO_CARD_OK : MADO_CARD_DENIED;
}

static gboolean
read_digest (const char *hex,
             guint8     *digest)
{
  if (hex == NULL || strlen (hex) != 2 * MADO_CARD_DIGEST_BYTES)
    return FALSE;
  for (guint i = 0; i < MADO_CARD_DIGEST_BYTES; i++)
    {
      int high = g_ascii_xdigit_value (hex[2 * i]), low = g_ascii_xdigit_value (hex[2 * i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      digest[i] = high << 4 | low;
    }
  return TRUE;
}

static gboolean
parse (int          *argc,
       char       ***argv,
       Options      *options,
       MadoCardWork *work)
{
  const GOptionEntry entries[] = {
    { "reader", 0, 0, G_OPTION_ARG_FILENAME, &options->reader, NULL, NULL },
    { "digest", 0, 0, G_OPTION_ARG_STRING, &options->digest, NULL, NULL },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &options->ca, NULL, NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT, &options->limit, NULL, NULL },
    { "domicile", 0, 0, G_OPTION_ARG_NONE, &options->domicile, NULL, NULL },
    { "pictures", 0, 0, G_OPTION_ARG_NONE, &options->pictures, NULL, NULL },
    { "practice", 0, 0, G_OPTION_ARG_FILENAME, &options->practice, NULL, NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, NULL) || *argc != 2 || !mado_card_task_read ((*argv)[1], &work->task))
    return FALSE;
  work->domicile = options->domicile;
  work->pictures = options->pictures;
  return work->task != MADO_CARD_TASK_SIGN || read_digest (options->digest, work->digest);
}

static void
say_end (const MadoCardWork *work,
         MadoCardResult      result)
{
  g_autofree char *end = g_strdup_printf ("done\t%s\t%s\t%d\t%s\t%04x\n", mado_card_result_name (result),
                                          mado_card_secret_name (work->secret), work->tries,
                                          work->channel.step ? work->channel.step : "-", work->channel.status);

  say (end);
}

int
main (int argc, char **argv)
{
  Options options = { NULL };
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  MadoCardWork *work;
  MadoCardResult result;
  char *answer;

  mado_card_forbid_dumps ();
  signal (SIGPIPE, SIG_IGN);
  /* A key that ends the caller ends this too, but not before the card has lost
   * its power: the closed input says so. */
  signal (SIGINT, SIG_IGN);
  signal (SIGQUIT, SIG_IGN);
  signal (SIGHUP, SIG_IGN);
  sigaction (SIGTERM, &(const struct sigaction) { .sa_handler = end_soon }, NULL);
  alarm (GIVE_UP_SECONDS);
  line = mado_card_locked_new (LINE_MAX_BYTES);
  answer = mado_card_locked_new (64);
  work = mado_card_work_new ();
  work->ask = ask;
  work->ask_data = answer;
  work->random = random;
  work->channel.stop = nobody_listens;
  result = parse (&argc, &argv, &options, work) ? do_work (work, &options) : MADO_CARD_BAD_INPUT;
  if (result == MADO_CARD_OK)
    result = check_trust (work, &options);
  if (result == MADO_CARD_OK)
    say_all (work);
  say_end (work, result);

  mado_card_work_free (work);
  mado_card_locked_free (answer, 64);
  mado_card_locked_free (line, LINE_MAX_BYTES);
  return 0;
}
