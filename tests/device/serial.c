/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <pty.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/mado-error.h"
#include "device/scan/mado-serial-scan.h"

/* A serial scanner, played over a pseudo terminal: what it may send, and what may happen to its plug. */

#define BODY "MG1:6BFOXN*TS0BI$ZD.P0 %+-/:"

/* --- cutting into codes, without a line --------------------------------------------- */

static void
note_cb (MadoScanLineNews  news,
         const char       *text,
         gpointer          data)
{
  static const char *const names[] = { "", "[broken]", "[too long]" };

  g_string_append_printf (data, "%s%s|", names[news], text ? text : "");
}

static void
test_cut (void)
{
  /* what comes, "~": a pause long enough to end a code, "_" splits it into two reads; what is told */
  static const struct { const char *sent, *told; } cases[] = {
    { "AB\r", "AB|" }, { "AB\n", "AB|" }, { "AB\r\n", "AB|" }, { "AB\t", "AB|" }, { "\002AB\003", "AB|" },
    { "A_B_C\r_\n", "ABC|" }, { "AB\rCD\r", "AB|CD|" }, { "AB\r\nCD\r\nE_F\r\n", "AB|CD|EF|" },
    { "AB~", "AB|" }, { "AB~CD~", "AB|CD|" }, { "A_B", "" }, { "\r\n\r\n", "" }, { "~~", "" }, { "AB\r~", "AB|" },
    { "A\377B\rCD\r", "[broken]|CD|" }, { "\033[A\rCD\r", "[broken]|CD|" }, { "\343\201\202\r", "[broken]|" },
    { "A\177~CD\r", "[broken]|CD|" }, { "]Q1MG1:AB\r", "]Q1MG1:AB|" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) told = g_string_new (NULL);
      g_autoptr (MadoScanLine) line = mado_scan_line_new (note_cb, told);
      gint64 now = 5000;

      g_test_message ("case %u", i);
      for (const char *p = cases[i].sent; *p != '\0'; p++)
        if (*p == '~')
          {
            now = MAX (now, mado_scan_line_deadline (line));
            mado_scan_line_tick (line, now);
          }
        else if (*p != '_')
          mado_scan_line_feed (line, (const guint8 *) p, 1, now += 3);
      g_assert_cmpstr (told->str, ==, cases[i].told);
      if (i == 10) /* neither an end nor a pause yet, and then it is unplugged */
        {
          mado_scan_line_break_off (line);
          g_assert_cmpstr (told->str, ==, "[broken]|");
        }
      mado_scan_line_break_off (line);
      g_assert_cmpint (mado_scan_line_deadline (line), ==, -1);
    }
}

static void
test_sizes (void)
{
  g_autoptr (GString) told = g_string_new (NULL), expected = g_string_new (NULL);
  g_autoptr (MadoScanLine) line = mado_scan_line_new (note_cb, told);
  g_autofree char *longest = g_strnfill (MADO_SCAN_LINE_MAX, 'A');
  static const guint8 nul = 0, lf = '\n';

  mado_scan_line_feed (line, (const guint8 *) longest, MADO_SCAN_LINE_MAX, 0);
  mado_scan_line_feed (line, &nul, 1, 1);
  g_string_append_printf (expected, "%s|", longest);
  g_assert_cmpstr (told->str, ==, expected->str);
  g_string_truncate (told, 0);
  for (guint i = 0; i < 100; i++) /* 400 kB without an end: nothing of it is kept */
    mado_scan_line_feed (line, (const guint8 *) longest, MADO_SCAN_LINE_MAX, 2);
  mado_scan_line_feed (line, &lf, 1, 3);
  mado_scan_line_feed (line, (const guint8 *) "AB\r", 3, 4);
  g_assert_cmpstr (told->str, ==, "[too long]|AB|");
}

/* --- on a line ------------------------------------------------------------------------------ */

typedef struct
{
  MadoSerialScan *scan;
  GString        *told;
  GMainLoop      *loop;
  char           *folder;
  char           *path;  /* a link to the line, as udev makes them */
  int             master;
} Fixture;

static void
code_cb (MadoSerialScan *scan,
         const char     *text,
         Fixture        *f)
{
  g_string_append_printf (f->told, "%s|", text);
}

static void
broken_cb (MadoSerialScan *scan,
           int             why,
           Fixture        *f)
{
  note_cb (why, NULL, f->told);
}

static void
plug_in (Fixture *f)
{
  int slave;
  char name[64];

  g_assert_cmpint (openpty (&f->master, &slave, name, NULL, NULL), ==, 0);
  g_assert_cmpint (chmod (name, 0666), ==, 0);
  close (slave);
  g_assert_cmpint (symlink (name, f->path), ==, 0);
}

static void
unplug (Fixture *f)
{
  g_unlink (f->path);
  close (f->master);
  f->master = -1;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = g_dir_make_tmp ("serial-XXXXXX", NULL);
  g_chmod (f->folder, 0755);
  f->path = g_build_filename (f->folder, "usb-Scanner-if00", NULL);
  f->told = g_string_new (NULL);
  f->master = -1;
  f->scan = mado_serial_scan_new (f->path, NULL);
  g_assert_nonnull (f->scan);
  g_signal_connect (f->scan, "code", G_CALLBACK (code_cb), f);
  g_signal_connect (f->scan, "broken", G_CALLBACK (broken_cb), f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  mado_serial_scan_stop (f->scan);
  g_assert_cmpint (mado_serial_scan_get_state (f->scan), ==, MADO_SERIAL_STOPPED);
  while (g_main_context_iteration (NULL, FALSE)) /* what was on its way holds a reference, and says nothing */
    ;
  g_object_add_weak_pointer (G_OBJECT (f->scan), (gpointer *) &f->scan);
  g_object_unref (f->scan);
  g_assert_null (f->scan);
  if (f->master >= 0)
    close (f->master);
  g_unlink (f->path);
  g_rmdir (f->folder);
  g_free (f->path);
  g_free (f->folder);
  g_string_free (f->told, TRUE);
}

static void
wait_state (Fixture         *f,
            MadoSerialState  state)
{
  while (mado_serial_scan_get_state (f->scan) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_told (Fixture    *f,
           const char *told)
{
  while (strlen (f->told->str) < strlen (told))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (f->told->str, ==, told);
  g_string_truncate (f->told, 0);
}

static void
scan (Fixture    *f,
      const char *bytes)
{
  g_assert_cmpint (write (f->master, bytes, strlen (bytes)), ==, strlen (bytes));
}

static void
test_reads (Fixture       *f,
            gconstpointer  data)
{
  char back[16];

  plug_in (f);
  scan (f, "BEFORE\r"); /* nobody was there to see what it was of */
  mado_serial_scan_start (f->scan);
  wait_state (f, MADO_SERIAL_OPEN);
  g_assert_cmpint (fcntl (f->master, F_SETFL, O_NONBLOCK), ==, 0);
  while (read (f->master, back, sizeof back) > 0) /* the line's own echo of before it was opened */
    ;
  scan (f, BODY "\r\n");
  wait_told (f, BODY "|");
  scan (f, "MG1:A\rMG1:B\r");
  wait_told (f, "MG1:A|MG1:B|");
  scan (f, "MG1:NO-END");
  wait_told (f, "MG1:NO-END|");
  scan (f, "MG1:\377\376\r" BODY "\n");
  wait_told (f, "[broken]|" BODY "|");
  /* Nothing is said back to the scanner, no echo either. */
  g_assert_cmpint (read (f->master, back, sizeof back), <, 0);
}

static void
test_plug (Fixture       *f,
           gconstpointer  data)
{
  mado_serial_scan_start (f->scan);
  wait_state (f, MADO_SERIAL_MISSING);
  plug_in (f);
  wait_state (f, MADO_SERIAL_OPEN);
  scan (f, "MG1:A\r");
  wait_told (f, "MG1:A|");
  scan (f, "MG1:X\rMG1:HALF"); /* in one piece: with the first, the half was read as well */
  wait_told (f, "MG1:X|");
  unplug (f);
  wait_state (f, MADO_SERIAL_MISSING);
  wait_told (f, "[broken]|");
  plug_in (f);
  wait_state (f, MADO_SERIAL_OPEN);
  scan (f, "MG1:B\r");
  wait_told (f, "MG1:B|");
  /* Off and on again: what came between is not read. */
  mado_serial_scan_stop (f->scan);
  scan (f, "MG1:C\r");
  mado_serial_scan_start (f->scan);
  wait_state (f, MADO_SERIAL_OPEN);
  scan (f, "MG1:D\r");
  wait_told (f, "MG1:D|");
}

/* As an account without rights, if this one has all. */
static void
test_rights (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *name = NULL;
  g_autoptr (MadoSerialScan) second = NULL;
  uid_t me = geteuid ();

  plug_in (f);
  name = g_file_read_link (f->path, NULL);
  g_assert_cmpint (chmod (name, 0), ==, 0);
  if (me == 0)
    g_assert_cmpint (seteuid (65534), ==, 0);
  mado_serial_scan_start (f->scan);
  wait_state (f, MADO_SERIAL_DENIED);
  g_assert_cmpint (seteuid (me), ==, 0);
  g_assert_cmpint (chmod (name, 0666), ==, 0);
  if (me == 0)
    g_assert_cmpint (seteuid (65534), ==, 0);
  wait_state (f, MADO_SERIAL_OPEN);
  second = mado_serial_scan_new (f->path, NULL);
  mado_serial_scan_start (second);
  while (mado_serial_scan_get_state (second) != MADO_SERIAL_BUSY)
    g_main_context_iteration (NULL, TRUE);
  mado_serial_scan_stop (second);
  g_assert_cmpint (seteuid (me), ==, 0);
}

static void
test_no_line (Fixture       *f,
              gconstpointer  data)
{
  g_assert_true (g_file_set_contents (f->path, "MG1:A\r", -1, NULL));
  mado_serial_scan_start (f->scan);
  wait_state (f, MADO_SERIAL_NO_LINE);
  g_assert_cmpint (g_unlink (f->path), ==, 0);
  wait_state (f, MADO_SERIAL_MISSING);
  g_assert_cmpint (symlink ("/dev/null", f->path), ==, 0);
  wait_state (f, MADO_SERIAL_NO_LINE);
}

static void
test_addresses (void)
{
  static const char *const bad[] = { "", "ttyACM0", "/dev/ttyS0@", "/dev/ttyS0@1200x", "/dev/ttyS0@300" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (mado_serial_scan_new (bad[i], &error));
      g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
    }
  {
    g_autoptr (MadoSerialScan) scanner = mado_serial_scan_new ("/dev/ttyS0@9600", NULL);

    g_assert_cmpstr (mado_serial_scan_get_path (scanner), ==, "/dev/ttyS0");
    g_assert_cmpint (mado_serial_scan_get_state (scanner), ==, MADO_SERIAL_STOPPED);
  }
}

static void
make_file (const char *folder,
           const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

/* One line a scanner, by the name that stays the same when it is plugged in elsewhere. */
static void
test_list (void)
{
  g_autofree char *dev = g_dir_make_tmp ("serial-XXXXXX", NULL), *by_id = g_build_filename (dev, "serial", "by-id", NULL);
  g_autofree char *lasting = g_build_filename (by_id, "usb-Scanner-if00", NULL), *other = g_build_filename (dev, "ttyUSB0", NULL);
  g_autofree char *remove = g_strdup_printf ("rm -r '%s'", dev);
  g_auto (GStrv) none = mado_serial_scan_list (dev), found = NULL;

  g_assert_null (none[0]);
  make_file (dev, "ttyACM0");
  make_file (dev, "ttyUSB0");
  make_file (dev, "tty0");
  g_assert_cmpint (g_mkdir_with_parents (by_id, 0755), ==, 0);
  g_assert_cmpint (symlink ("../../ttyACM0", lasting), ==, 0);
  found = mado_serial_scan_list (dev);
  g_assert_cmpuint (g_strv_length (found), ==, 2);
  g_assert_cmpstr (found[0], ==, lasting);
  g_assert_cmpstr (found[1], ==, other);
  g_assert_true (g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serial/cut", test_cut);
  g_test_add_func ("/serial/sizes", test_sizes);
  g_test_add_func ("/serial/addresses", test_addresses);
  g_test_add_func ("/serial/list", test_list);
  g_test_add ("/serial/reads", Fixture, NULL, set_up, test_reads, tear_down);
  g_test_add ("/serial/plug", Fixture, NULL, set_up, test_plug, tear_down);
  g_test_add ("/serial/rights", Fixture, NULL, set_up, test_rights, tear_down);
  g_test_add ("/serial/no-line", Fixture, NULL, set_up, test_no_line, tear_down);

  return g_test_run ();
}
