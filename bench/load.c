/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Durable commits per second of a running server, beside the floor.
 *
 *   load SERVER FLOOR [SECONDS [CONNECTIONS [ROUNDS]]]
 *
 * SERVER is madoguchi-server, FLOOR the program floor-put; both are started on
 * free ports in a fresh folder. Each connection is a desktop of its own:
 * enrolled, signed in, with commits of about 2 KB signed before the clock
 * starts. The floor gets the same bytes. Rounds alternate; medians and the
 * ratio come last, then how fast one reader gets it all back by the feed.
 * The processor time a commit costs is told too: it holds still when others
 * use the machine.
 */
#define _GNU_SOURCE 1 /* strcasestr */
#include "config.h"

#include "client/mado-session.h"
#include "client/mado-soup-transport.h"
#include "core/sync/mado-commit.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define PER_RECORD   10   /* commits of one case */
#define MAX_RATE     9000 /* commits signed beforehand, a second of running */
#define MAX_ROUNDS   9
#define SEALED_BYTES 1740

typedef struct
{
  MadoEnrolment  enrolment;
  MadoSignIn     sign_in;
  MadoSecretKey *key;
  guint64        n;
} Desktop;

typedef struct
{
  int        fd;
  GPtrArray *requests; /* GBytes, whole requests */
  guint      next;
  gsize      written;
  gint64     started;
  char       in[8192];
  gsize      have;
} Line;

typedef struct
{
  double rate, p50, p99;
  double cost; /* us of processor time a commit, of the server alone */
  guint  errors;
} Result;

static double
seconds_since (gint64 since)
{
  return (double) (g_get_monotonic_time () - since) / G_USEC_PER_SEC;
}

/* --- programs ------------------------------------------------------------------*/

static guint16
wait_for_port (const char *file)
{
  for (guint i = 0; i < 600; i++)
    {
      g_autofree char *text = NULL;

      if (g_file_get_contents (file, &text, NULL, NULL) && *text != '\0')
        return (guint16) g_ascii_strtoull (text, NULL, 10);
      g_usleep (20000);
    }
  g_error ("the program does not start");
}

static GSubprocess *
start (const char *const *argv,
       const char        *port_file,
       guint16           *port)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_assert_no_error (error);
  *port = wait_for_port (port_file);
  return process;
}

static void
stop (GSubprocess *process)
{
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
}

/* Of all its threads, in microseconds; the kernel counts in ticks. */
static double
processor_time (GSubprocess *process)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", g_subprocess_get_identifier (process));
  g_autofree char *text = NULL;
  unsigned long user = 0, system = 0;

  if (g_file_get_contents (path, &text, NULL, NULL) && strrchr (text, ')') != NULL)
    sscanf (strrchr (text, ')') + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
  return (double) (user + system) * G_USEC_PER_SEC / (double) sysconf (_SC_CLK_TCK);
}

/* --- desktops ------------------------------------------------------------------*/

/* "code" or "account\tkacho": the word after it. */
static char *
find_first (const char *lines,
            const char *what)
{
  g_autofree char *prefix = g_strconcat (what, "\t", NULL);
  const char *at = strstr (lines, prefix);

  g_assert_nonnull (at);
  at += strlen (prefix);
  return g_strndup (at, strcspn (at, "\t\n"));
}

static Desktop *
make_desktop (MadoTransport *transport,
              const char    *base,
              const char    *lines,
              MadoRandom    *random)
{
  Desktop *desktop = g_new0 (Desktop, 1);
  g_autofree char *code = find_first (lines, "code");
  g_autofree char *password = find_first (lines, "account\tkacho");
  g_autoptr (GError) error = NULL;

  desktop->key = mado_secret_key_new (random);
  mado_session_enrol (transport, base, code, "bench", "bench", desktop->key, &desktop->enrolment, NULL, &error);
  g_assert_no_error (error);
  mado_session_sign_in (transport, &desktop->enrolment.facts, "kacho", password, desktop->key, &desktop->sign_in, NULL, &error);
  g_assert_no_error (error);
  return desktop;
}

/* --- requests, signed before the clock starts ---------------------------------------*/

static GBytes *
make_commit (Desktop      *desktop,
             MadoClock    *clock,
             MadoRandom   *random,
             const MadoId *record,
             MadoId       *dep,
             gboolean      first)
{
  static guint8 key[MADO_KEY_BYTES] = { 3 };
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  MadoCommitDraft draft = { .city = desktop->enrolment.facts.city, .device = desktop->enrolment.facts.device,
                            .n = ++desktop->n, .actor = desktop->sign_in.staff->id,
                            .ticket = desktop->sign_in.staff->ticket, .kind = "case", .record = *record,
                            .section = "shared", .deps = dep, .n_deps = first ? 0 : 1, .purpose = "fill",
                            .changes = changes, .key = key };
  guint8 noise[SEALED_BYTES];
  g_autoptr (GVariant) value = NULL;
  g_autoptr (MadoCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  mado_random_bytes (random, noise, sizeof noise);
  value = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, noise, sizeof noise, 1));
  g_ptr_array_add (changes, mado_change_new ("field/noise", value, MADO_SOURCE_TYPED, TRUE));
  memset (&draft.key_id, 5, sizeof draft.key_id);
  mado_id_generate (&draft.id, clock, random);
  draft.clock = mado_clock_tick (clock);
  draft.wall = mado_clock_wall_ms (clock);
  commit = mado_commit_sign (&draft, desktop->key, random, &error);
  g_assert_no_error (error);
  *dep = draft.id;
  return g_bytes_ref (commit->bytes);
}

static GBytes *
make_request (const char *path,
              const char *token,
              GBytes     *commit)
{
  g_autoptr (GString) request = g_string_new (NULL);

  g_string_append_printf (request, "PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n", path,
                          g_bytes_get_size (commit));
  if (token != NULL)
    g_string_append_printf (request, "Authorization: Bearer %s\r\n", token);
  g_string_append (request, "\r\n");
  g_string_append_len (request, g_bytes_get_data (commit, NULL), (gssize) g_bytes_get_size (commit));
  return g_string_free_to_bytes (g_steal_pointer (&request));
}

/* The same commits for both: paths and sign-in differ. */
static void
fill (Desktop    *desktop,
      guint       count,
      MadoClock  *clock,
      MadoRandom *random,
      GPtrArray  *ours,
      GPtrArray  *floor)
{
  MadoId record, dep;

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (GBytes) commit = NULL;
      g_autofree char *name = NULL;
      g_autofree char *our_path = NULL;
      g_autofree char *floor_path = NULL;

      if (i % PER_RECORD == 0)
        mado_id_generate (&record, clock, random);
      commit = make_commit (desktop, clock, random, &record, &dep, i % PER_RECORD == 0);
      name = mado_id_to_string (&dep);
      our_path = g_strconcat ("/v1/commits/", name, NULL);
      floor_path = g_strconcat ("/doc/", name, NULL);
      g_ptr_array_add (ours, make_request (our_path, desktop->sign_in.token, commit));
      g_ptr_array_add (floor, make_request (floor_path, NULL, commit));
    }
}

/* --- the load -----------------------------------------------------------------------*/

static void
open_line (Line   *line,
           guint16 port)
{
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons (port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };

  line->fd = socket (AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint (connect (line->fd, (struct sockaddr *) &to, sizeof to), ==, 0);
}

static gboolean
send_next (Line *line)
{
  gsize length;
  const char *data;

  if (line->next == line->requests->len)
    return FALSE;
  data = g_bytes_get_data (line->requests->pdata[line->next], &length);
  line->started = g_get_monotonic_time ();
  line->have = 0;
  for (gsize at = 0; at < length;)
    {
      ssize_t n = write (line->fd, data + at, length - at);

      if (n <= 0)
        g_error ("a connection was closed");
      at += (gsize) n;
    }
  line->next++;
  return TRUE;
}

/* 0 while the answer is not whole, else its status. */
static guint
take_answer (Line *line)
{
  ssize_t n = read (line->fd, line->in + line->have, sizeof line->in - 1 - line->have);
  const char *end, *length;

  if (n <= 0)
    g_error ("a connection was closed");
  line->have += (gsize) n;
  line->in[line->have] = '\0';
  end = strstr (line->in, "\r\n\r\n");
  if (end == NULL)
    return 0;
  length = strcasestr (line->in, "\r\nContent-Length:");
  if (length != NULL && line->have < (gsize) (end + 4 - line->in) + (gsize) atol (length + 17))
    return 0;
  return (guint) atoi (line->in + 9);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double one = *(const double *) a, two = *(const double *) b;

  return one < two ? -1 : one > two;
}

static double
quantile (GArray *values,
          double  at)
{
  return values->len > 0 ? g_array_index (values, double, (guint) ((values->len - 1) * at)) : 0;
}

static Result
run (Line        *lines,
     guint        n,
     guint16      port,
     GSubprocess *process,
     double       seconds)
{
  g_autoptr (GArray) latencies = g_array_new (FALSE, FALSE, sizeof (double));
  int poll = epoll_create1 (0);
  double spent = processor_time (process);
  gint64 begin;
  guint open = n;
  Result result = { 0 };

  for (guint i = 0; i < n; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.u32 = i };

      open_line (&lines[i], port);
      epoll_ctl (poll, EPOLL_CTL_ADD, lines[i].fd, &event);
    }
  begin = g_get_monotonic_time ();
  for (guint i = 0; i < n; i++)
    send_next (&lines[i]);
  while (open > 0)
    {
      struct epoll_event events[64];
      int got = epoll_wait (poll, events, 64, 10000);

      g_assert_cmpint (got, >, 0);
      for (int i = 0; i < got; i++)
        {
          Line *line = &lines[events[i].data.u32];
          guint status = take_answer (line);
          double ms = seconds_since (line->started) * 1000;

          if (status == 0)
            continue;
          result.errors += status != 201;
          g_array_append_val (latencies, ms);
          if (seconds_since (begin) >= seconds || !send_next (line))
            open--;
        }
    }
  result.rate = latencies->len / seconds_since (begin);
  result.cost = (processor_time (process) - spent) / latencies->len;
  g_array_sort (latencies, compare_doubles);
  result.p50 = quantile (latencies, 0.5);
  result.p99 = quantile (latencies, 0.99);
  for (guint i = 0; i < n; i++)
    close (lines[i].fd);
  close (poll);
  return result;
}

static double
median (Result *results,
        guint   n,
        gsize   offset)
{
  double values[MAX_ROUNDS];

  for (guint i = 0; i < n; i++)
    values[i] = *(double *) ((char *) &results[i] + offset);
  qsort (values, n, sizeof *values, compare_doubles);
  return values[n / 2];
}

/* --- the feed back ---------------------------------------------------------------------*/

static gboolean
read_page (GBytes   *page,
           guint    *commits,
           char    **epoch,
           guint64  *next)
{
  MadoCborReader reader;
  gboolean more = FALSE;

  mado_cbor_reader_init (&reader, g_bytes_get_data (page, NULL), g_bytes_get_size (page));
  while (mado_cbor_peek (&reader) == MADO_CBOR_ARRAY)
    {
      guint64 n = mado_cbor_get_array (&reader), type = mado_cbor_get_uint (&reader), i = 1;

      *commits += type == 2;
      if (type == 0)
        {
          g_free (*epoch);
          *epoch = mado_cbor_dup_text (&reader);
          *next = mado_cbor_get_uint (&reader);
          more = mado_cbor_get_bool (&reader);
          i = 4;
        }
      for (; i < n; i++)
        mado_cbor_skip (&reader);
    }
  return more;
}

static void
pull (MadoTransport *transport,
      Desktop       *desktop)
{
  g_autofree char *epoch = g_strdup ("");
  guint64 next = 0;
  guint commits = 0;
  gint64 begin = g_get_monotonic_time ();
  gboolean more = TRUE;

  while (more)
    {
      g_autofree char *path = g_strdup_printf ("/v1/commits?epoch=%s&since=%" G_GUINT64_FORMAT "&limit=2000", epoch, next);
      MadoRequest request = { "GET", path, NULL, desktop->sign_in.token, NULL };
      g_auto (MadoResponse) response = { 0 };
      g_autoptr (GError) error = NULL;

      mado_transport_call (transport, &request, &response, NULL, &error);
      g_assert_no_error (error);
      more = read_page (response.body, &commits, &epoch, &next);
    }
  g_print ("feed: %u commits in %.3f s, %.0f/s\n", commits, seconds_since (begin), commits / seconds_since (begin));
}

/* --- all of it ---------------------------------------------------------------------------*/

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

int
main (int    argc,
      char **argv)
{
  double seconds = argc > 3 ? g_ascii_strtod (argv[3], NULL) : 2;
  guint n = argc > 4 ? (guint) atoi (argv[4]) : 32;
  guint rounds = argc > 5 ? (guint) CLAMP (atoi (argv[5]), 1, MAX_ROUNDS) : 3;
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  g_autofree char *dir = g_dir_make_tmp ("mado-load-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (dir, "data", NULL);
  g_autofree char *port_file = g_build_filename (dir, "port", NULL);
  g_autofree char *first_file = g_build_filename (dir, "first", NULL);
  g_autofree char *floor_port = g_build_filename (dir, "floor-port", NULL);
  g_autofree char *floor_db = g_build_filename (dir, "floor.db", NULL);
  g_autofree char *lines_text = NULL;
  g_autofree char *base = NULL;
  g_autoptr (MadoSoupTransport) transport = NULL;
  g_autofree Line *ours = NULL;
  g_autofree Line *theirs = NULL;
  Result our_results[MAX_ROUNDS], floor_results[MAX_ROUNDS];
  GSubprocess *server, *floor;
  Desktop **desktops;
  guint16 our_port, their_port;

  if (argc < 3)
    {
      g_printerr ("usage: load SERVER FLOOR [SECONDS [CONNECTIONS [ROUNDS]]]\n");
      return 2;
    }
  mado_crypto_init ();
  server = start ((const char *[]) { argv[1], "--data", data, "--city", "042021", "--port", "0", "--port-file", port_file,
                                     "--first-file", first_file, NULL }, port_file, &our_port);
  floor = start ((const char *[]) { argv[2], floor_db, floor_port, NULL }, floor_port, &their_port);
  g_assert_true (g_file_get_contents (first_file, &lines_text, NULL, NULL));
  base = g_strdup_printf ("http://127.0.0.1:%u", our_port);
  transport = mado_soup_transport_new (base, 60);
  ours = g_new0 (Line, n);
  theirs = g_new0 (Line, n);
  desktops = g_new0 (Desktop *, n);
  for (guint i = 0; i < n; i++)
    {
      desktops[i] = make_desktop (MADO_TRANSPORT (transport), base, lines_text, random);
      ours[i].requests = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      theirs[i].requests = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      fill (desktops[i], (guint) (MAX_RATE * seconds * rounds / n), clock, random, ours[i].requests, theirs[i].requests);
    }
  for (guint r = 0; r < rounds; r++)
    {
      floor_results[r] = run (theirs, n, their_port, floor, seconds);
      our_results[r] = run (ours, n, our_port, server, seconds);
      g_print ("round %u: floor %.0f/s p99 %.1f ms, ours %.0f/s p50 %.1f ms p99 %.1f ms, errors %u\n", r + 1,
               floor_results[r].rate, floor_results[r].p99, our_results[r].rate, our_results[r].p50, our_results[r].p99,
               our_results[r].errors + floor_results[r].errors);
    }
  pull (MADO_TRANSPORT (transport), desktops[0]);
  g_print ("processor time a commit: ours %.0f us, floor %.0f us, ratio %.2f\n",
           median (our_results, rounds, G_STRUCT_OFFSET (Result, cost)),
           median (floor_results, rounds, G_STRUCT_OFFSET (Result, cost)),
           median (our_results, rounds, G_STRUCT_OFFSET (Result, cost)) /
           median (floor_results, rounds, G_STRUCT_OFFSET (Result, cost)));
  g_print ("durable commits/s, %u clients: ours %.0f, floor (libsoup + SQLite) %.0f, ratio %.2f; p99 ratio %.2f\n", n,
           median (our_results, rounds, G_STRUCT_OFFSET (Result, rate)),
           median (floor_results, rounds, G_STRUCT_OFFSET (Result, rate)),
           median (our_results, rounds, G_STRUCT_OFFSET (Result, rate)) /
           median (floor_results, rounds, G_STRUCT_OFFSET (Result, rate)),
           median (our_results, rounds, G_STRUCT_OFFSET (Result, p99)) /
           median (floor_results, rounds, G_STRUCT_OFFSET (Result, p99)));
  stop (server);
  stop (floor);
  remove_tree (dir);
  return 0;
}
