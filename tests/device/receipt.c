/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "decode.h"
#include "device/receipt/mado-receipt-spool.h"
#include "print/mado-escpos.h"
#include "print/mado-receipt-test.h"
#include "sample.h"

/* A receipt on its way to a printer on the network: a sink that answers as one
 * does, or runs out of paper, hangs up half-way, is slow, or says nothing. */

typedef struct
{
  /* How it behaves. */
  gboolean         silent;
  guint            offline;    /* answer to DLE EOT 2, besides the fixed bits */
  guint            paper;      /* to DLE EOT 4 */
  gsize            paper_for;  /* takes so many bytes, then it has no paper; 0: endless */
  gsize            hang_up_at; /* 0: never */
  guint            rest_us;    /* after each 1,024 bytes */

  /* What came. */
  GSocketListener *listener;
  GCancellable    *stop;
  guint16          port;
  GThread         *thread;
  GByteArray      *got;        /* without questions */
  guint            n_visits;
  gsize            n_got;      /* once it has stopped */
} Sink;

typedef struct
{
  GOutputStream *out;
  guint8         question[3];
  gsize          n;
} Talk;

static void
answer (Sink   *sink,
        Talk   *talk,
        guint8  byte)
{
  g_output_stream_write_all (talk->out, &byte, 1, NULL, NULL, NULL);
}

static gboolean
has_paper (Sink *sink)
{
  return (sink->paper_for == 0 || sink->got->len < sink->paper_for) && (sink->paper & 0x60) == 0;
}

/* Questions are taken out of the stream wherever they stand outside of a
 * picture; pictures are walked over by their own length. */
typedef struct
{
  gsize picture_left;
} Walk;

static void
take (Sink   *sink,
      Talk   *talk,
      Walk   *walk,
      guint8  byte)
{
  if (walk->picture_left > 0)
    {
      walk->picture_left--;
      g_byte_array_append (sink->got, &byte, 1);
      return;
    }
  talk->question[talk->n++] = byte;
  if (talk->n < 3 && (talk->question[0] == 0x10 || (talk->question[0] == 0x1d && talk->n < 2) ||
                      (talk->question[0] == 0x1d && talk->question[1] == 'r')))
    return;
  if (talk->n == 3 && talk->question[0] == 0x10 && talk->question[1] == 4 && !sink->silent)
    answer (sink, talk, 0x12 | (talk->question[2] == 2 ? sink->offline | (has_paper (sink) ? 0 : 0x20)
                                : talk->question[2] == 4 ? sink->paper | (has_paper (sink) ? 0 : 0x60) : 0));
  else if (talk->n == 3 && talk->question[0] == 0x1d && talk->question[1] == 'r')
    {
      if (!sink->silent && has_paper (sink)) /* in its turn: without paper it does not come to that */
        answer (sink, talk, 0);
    }
  else
    g_byte_array_append (sink->got, talk->question, talk->n);
  talk->n = 0;
  /* The head of a picture has just gone by: GS v 0 m xL xH yL yH. */
  if (sink->got->len >= 8)
    {
      const guint8 *head = sink->got->data + sink->got->len - 8;

      if (head[0] == 0x1d && head[1] == 'v' && head[2] == '0')
        walk->picture_left = (head[4] + 256 * head[5]) * (gsize) (head[6] + 256 * head[7]);
    }
}

static void
serve (Sink              *sink,
       GSocketConnection *connection)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  Talk talk = { g_io_stream_get_output_stream (G_IO_STREAM (connection)), { 0 }, 0 };
  Walk walk = { 0 };
  guint8 bytes[1024];
  gssize n;

  sink->n_visits++;
  while ((n = g_input_stream_read (in, bytes, sizeof bytes, NULL, NULL)) > 0)
    {
      for (gssize i = 0; i < n; i++)
        take (sink, &talk, &walk, bytes[i]);
      if (sink->hang_up_at > 0 && sink->got->len >= sink->hang_up_at)
        break;
      if (sink->rest_us > 0)
        g_usleep (sink->rest_us);
    }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
}

static gpointer
sink_main (gpointer data)
{
  Sink *sink = data;
  g_autoptr (GSocketConnection) connection = NULL;

  while ((connection = g_socket_listener_accept (sink->listener, NULL, sink->stop, NULL)) != NULL)
    {
      serve (sink, connection);
      g_clear_object (&connection);
    }
  return NULL;
}

static char *
sink_start (Sink *sink)
{
  sink->listener = g_socket_listener_new ();
  sink->stop = g_cancellable_new ();
  sink->got = g_byte_array_new ();
  sink->port = g_socket_listener_add_any_inet_port (sink->listener, NULL, NULL);
  g_assert_cmpuint (sink->port, >, 0);
  sink->thread = g_thread_new ("sink", sink_main, sink);
  return g_strdup_printf ("tcp:127.0.0.1:%u", sink->port);
}

static void
sink_stop (Sink *sink)
{
  g_cancellable_cancel (sink->stop);
  g_thread_join (sink->thread);
  g_object_unref (sink->listener);
  g_object_unref (sink->stop);
  sink->n_got = sink->got->len;
  g_byte_array_unref (sink->got);
}

/* --- what is printed -------------------------------------------------------------------- */

static MadoRaster *
make_raster (MadoSlipSheet **sheet)
{
  g_autoptr (GError) error = NULL;
  MadoRaster *raster;

  *sheet = sample_family ();
  raster = mado_slip_sheet_to_raster (*sheet, MADO_RECEIPT_80MM, &error);
  g_assert_no_error (error);
  return raster;
}

/* The raster that ESC/POS bytes describe. */
static MadoRaster *
read_escpos (const guint8 *bytes,
             gsize         length,
             int           width)
{
  g_autoptr (GByteArray) rows = g_byte_array_new ();
  gsize at = 2; /* ESC @ */
  int stride = (width + 7) / 8;
  MadoRaster *raster;

  g_assert_cmpint (bytes[0], ==, 0x1b);
  while (at + 8 <= length && bytes[at] == 0x1d && bytes[at + 1] == 'v')
    {
      int across = bytes[at + 4] + 256 * bytes[at + 5], down = bytes[at + 6] + 256 * bytes[at + 7];

      g_assert_cmpint (across, ==, stride);
      g_assert_cmpuint (at + 8 + across * down, <=, length);
      g_byte_array_append (rows, bytes + at + 8, across * down);
      at += 8 + across * down;
    }
  g_assert_cmpmem (bytes + at, length - at, ((guint8[]) { 0x1d, 'V', 66, 0 }), 4);
  raster = mado_raster_new (width, rows->len / stride);
  memcpy (raster->rows, rows->data, rows->len);
  return raster;
}

static GBytes *
make_job (void)
{
  MadoSlipSheet *sheet;
  g_autoptr (MadoRaster) raster = make_raster (&sheet);
  GBytes *job = mado_escpos_from_raster (raster, MADO_ESCPOS_RESET | MADO_ESCPOS_CUT);

  mado_slip_sheet_free (sheet);
  return job;
}

static void
test_whole (void)
{
  MadoSlipSheet *sheet;
  g_autoptr (MadoRaster) raster = make_raster (&sheet);
  g_autoptr (GBytes) job = mado_escpos_from_raster (raster, MADO_ESCPOS_RESET | MADO_ESCPOS_CUT);
  Sink sink = { 0 };
  g_autofree char *address = sink_start (&sink);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoReceipt) printer = mado_receipt_new (address, &error);
  g_autoptr (MadoRaster) seen = NULL;
  g_autofree char *code = NULL;
  guint state;

  g_assert_true (mado_receipt_print (printer, job, NULL, &state, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (state, ==, MADO_RECEIPT_READY);
  g_assert_cmpmem (sink.got->data, sink.got->len, g_bytes_get_data (job, NULL), g_bytes_get_size (job));
  seen = read_escpos (sink.got->data, sink.got->len, raster->width);
  g_assert_cmpint (seen->height, ==, raster->height);
  g_assert_cmpmem (seen->rows, seen->height * seen->stride, raster->rows, raster->height * raster->stride);
  code = decode_raster (seen);
  g_assert_cmpstr (code, ==, sheet->qr_text);
  sink_stop (&sink);
  mado_slip_sheet_free (sheet);
}

/* --- what goes wrong ---------------------------------------------------------------------- */

static void
check_error (Sink      *sink,
             MadoError  expected)
{
  g_autoptr (GBytes) job = make_job ();
  g_autofree char *address = sink_start (sink);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoReceipt) printer = mado_receipt_new (address, &error);
  guint state;

  g_assert_false (mado_receipt_print (printer, job, NULL, &state, &error));
  g_assert_error (error, MADO_ERROR, (int) expected);
  g_clear_object (&printer);
  sink_stop (sink);
}

static void
test_paper_out (void)
{
  Sink before = { .paper = 0x60 }, half_way = { .paper_for = 3000 }, cover = { .offline = 0x04 };

  check_error (&before, MADO_ERROR_NEEDS_PERSON);
  g_assert_cmpuint (before.n_got, ==, 0);
  check_error (&cover, MADO_ERROR_NEEDS_PERSON);
  check_error (&half_way, MADO_ERROR_NEEDS_PERSON);
}

/* Also by one that says nothing: half of a receipt is none. */
static void
test_hang_up (void)
{
  Sink sink = { .hang_up_at = 2000 }, silent = { .hang_up_at = 2000, .silent = TRUE, .rest_us = 50000 };

  check_error (&sink, MADO_ERROR_OFFLINE);
  check_error (&silent, MADO_ERROR_OFFLINE);
}

/* The test print fits both papers, edge to edge, and its code is read. */
static void
test_trial (void)
{
  static const MadoReceiptWidth widths[] = { MADO_RECEIPT_80MM, MADO_RECEIPT_58MM };
  static const char * const lines[] = { "令和8年4月1日", "192.168.1.50", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MadoRaster) raster = mado_receipt_test_new (widths[i], lines, &error);
      g_autoptr (GBytes) job = raster != NULL ? mado_escpos_from_raster (raster, MADO_ESCPOS_RESET | MADO_ESCPOS_CUT) : NULL;
      g_autoptr (MadoRaster) seen = NULL;
      g_autofree char *code = NULL;
      gboolean left = FALSE, right = FALSE;
      gsize length;
      const guint8 *bytes;

      g_assert_no_error (error);
      bytes = g_bytes_get_data (job, &length);
      seen = read_escpos (bytes, length, widths[i]);
      g_assert_cmpint (seen->width, ==, (int) widths[i]);
      for (int y = 0; y < seen->height; y++)
        {
          left = left || mado_raster_get (seen, 0, y);
          right = right || mado_raster_get (seen, seen->width - 1, y);
        }
      g_assert_true (left && right);
      code = decode_raster (seen);
      g_assert_nonnull (code);
      g_assert_true (g_str_has_prefix (code, "MADOGUCHI TEST "));
    }
}

static void
test_slow (void)
{
  g_autoptr (GBytes) job = make_job ();
  Sink sink = { .rest_us = 20000 };
  g_autofree char *address = sink_start (&sink);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoReceipt) printer = mado_receipt_new (address, &error);
  guint state;

  g_assert_true (mado_receipt_print (printer, job, NULL, &state, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sink.got->len, ==, g_bytes_get_size (job));
  sink_stop (&sink);
}

static void
test_silent (void)
{
  g_autoptr (GBytes) job = make_job ();
  Sink sink = { .silent = TRUE };
  g_autofree char *address = sink_start (&sink);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoReceipt) printer = mado_receipt_new (address, &error);
  guint state;

  g_assert_true (mado_receipt_print (printer, job, NULL, &state, &error));
  g_assert_cmpuint (state, ==, MADO_RECEIPT_SILENT);
  g_clear_object (&printer);
  sink_stop (&sink);
}

static void
test_nobody (void)
{
  g_autoptr (GBytes) job = make_job ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoReceipt) printer = mado_receipt_new ("tcp:127.0.0.1:1", &error);
  guint state;

  g_assert_false (mado_receipt_print (printer, job, NULL, &state, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_OFFLINE);
}

static void
test_device (void)
{
  g_autoptr (GBytes) job = make_job ();
  g_autofree char *folder = g_dir_make_tmp ("receipt-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "lp0", NULL);
  g_autofree char *address = g_strconcat ("device:", path, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoReceipt) printer = mado_receipt_new (address, &error);
  guint state;

  g_assert_false (mado_receipt_print (printer, job, NULL, &state, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_OFFLINE);
  g_rmdir (folder);
}

static void
test_addresses (void)
{
  static const char * const wrong[] = { "", "tcp:", "usb:1", "device:lp0", "queue:", "tcp:[::1" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (mado_receipt_new (wrong[i], &error));
      g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
    }
}

/* --- the spool ------------------------------------------------------------------------------ */

typedef struct
{
  char             *folder;
  MadoRandom       *random;
  MadoSecretKey    *key;
  MadoReceiptSpool *spool;
} Place;

static void
place_up (Place         *place,
          gconstpointer  data)
{
  g_autofree char *above = g_dir_make_tmp ("spool-XXXXXX", NULL);

  mado_crypto_init ();
  place->folder = g_build_filename (above, "receipts", NULL);
  place->random = mado_random_new_seeded (7);
  place->key = mado_secret_key_new (place->random);
  place->spool = mado_receipt_spool_new (place->folder, place->key, place->random);
}

static void
place_down (Place         *place,
            gconstpointer  data)
{
  g_autofree char *above = g_path_get_dirname (place->folder);

  mado_receipt_spool_free (place->spool);
  mado_secret_key_unref (place->key);
  g_object_unref (place->random);
  g_rmdir (place->folder);
  g_assert_cmpint (g_rmdir (above), ==, 0);
  g_free (place->folder);
}

static guint
count (Place *place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = mado_receipt_spool_list (place->spool, NULL, &error);

  g_assert_no_error (error);
  return jobs->len;
}

/* No paper: kept, also over a new start of the program; a person puts in a roll:
 * printed once, in order, and gone. */
static void
test_spool (Place         *place,
            gconstpointer  data)
{
  g_autoptr (GBytes) first = g_bytes_new_static ("\033@first", 7);
  g_autoptr (GBytes) second = g_bytes_new_static ("\033@second", 8);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoReceipt) empty = mado_receipt_new ("dummy:paper", NULL);
  Sink sink = { 0 };
  g_autofree char *address = sink_start (&sink);
  g_autoptr (MadoReceipt) printer = mado_receipt_new (address, NULL);
  guint state, n_printed;

  g_assert_false (mado_receipt_spool_print (place->spool, empty, 1000, "107 一覧", first, NULL, &state, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON);
  g_clear_error (&error);
  g_assert_false (mado_receipt_spool_print (place->spool, empty, 2000, "108", second, NULL, &state, NULL));
  g_assert_cmpuint (count (place), ==, 2);
  mado_receipt_spool_free (place->spool);
  place->spool = mado_receipt_spool_new (place->folder, place->key, place->random);
  g_assert_cmpuint (count (place), ==, 2);
  g_assert_false (mado_receipt_spool_retry (place->spool, empty, NULL, &n_printed, NULL));
  g_assert_cmpuint (n_printed, ==, 0);
  g_assert_true (mado_receipt_spool_retry (place->spool, printer, NULL, &n_printed, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_printed, ==, 2);
  g_assert_cmpuint (count (place), ==, 0);
  g_assert_cmpmem (sink.got->data, sink.got->len, "\033@first\033@second", 15);
  g_clear_object (&printer);
  sink_stop (&sink);
}

static void
test_spool_sealed (Place         *place,
                   gconstpointer  data)
{
  g_autoptr (GBytes) job = g_bytes_new_static ("PLAINTEXT", 9);
  g_autoptr (MadoSecretKey) other = mado_secret_key_new (place->random);
  g_autoptr (MadoReceiptSpool) stranger = mado_receipt_spool_new (place->folder, other, place->random);
  g_autofree char *id = mado_receipt_spool_keep (place->spool, 5, "PLAINTITLE", job, NULL);
  g_autofree char *name = g_strconcat (id, ".receipt", NULL);
  g_autofree char *path = g_build_filename (place->folder, name, NULL);
  g_autofree char *stored = NULL;
  g_autoptr (GPtrArray) jobs = mado_receipt_spool_list (place->spool, NULL, NULL);
  g_autoptr (GPtrArray) none = NULL;
  gsize length;
  guint unread;

  g_assert_cmpuint (jobs->len, ==, 1);
  g_assert_cmpstr (((MadoReceiptJob *) jobs->pdata[0])->title, ==, "PLAINTITLE");
  g_assert_true (g_file_get_contents (path, &stored, &length, NULL));
  g_assert_null (memmem (stored, length, "PLAIN", 5));
  /* Not for another device; and never thrown away for that. */
  none = mado_receipt_spool_list (stranger, &unread, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (unread, ==, 1);
  g_assert_true (mado_receipt_spool_remove (place->spool, id, NULL));
  g_assert_false (mado_receipt_spool_remove (place->spool, id, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receipt/whole", test_whole);
  g_test_add_func ("/receipt/paper-out", test_paper_out);
  g_test_add_func ("/receipt/hang-up", test_hang_up);
  g_test_add_func ("/receipt/trial", test_trial);
  g_test_add_func ("/receipt/slow", test_slow);
  g_test_add_func ("/receipt/silent", test_silent);
  g_test_add_func ("/receipt/nobody", test_nobody);
  g_test_add_func ("/receipt/device", test_device);
  g_test_add_func ("/receipt/addresses", test_addresses);
  g_test_add ("/receipt/spool", Place, NULL, place_up, test_spool, place_down);
  g_test_add ("/receipt/spool-sealed", Place, NULL, place_up, test_spool_sealed, place_down);
  return g_test_run ();
}
