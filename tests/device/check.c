/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "device/check/mado-camera-check.h"
#include "device/check/mado-printer-check.h"
#include "device/check/mado-reader-check.h"
#include "device/check/mado-receipt-check.h"
#include "device/check/mado-scanner-check.h"
#include "device/check/mado-usb-list.h"
#include "device/receipt/mado-receipt.h"

/* What a look at a device tells, in the source's language: the right thing found, and whenever something is wrong, how to
 * mend it. */

#define GOOD MADO_DEVICE_GOOD
#define NOTE MADO_DEVICE_NOTE
#define WRONG MADO_DEVICE_WRONG

static void
check (GPtrArray       *findings,
       MadoDeviceLevel  worst,
       const char      *found,
       const char      *mend)
{
  g_autoptr (GString) all = g_string_new (NULL), mends = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const MadoDeviceFinding *finding = findings->pdata[i];

      g_assert_true (*finding->found != '\0');
      if (finding->level == MADO_DEVICE_WRONG)
        g_assert_nonnull (finding->mend);
      g_string_append_printf (all, "%s\n", finding->found);
      g_string_append_printf (mends, "%s\n", finding->mend ? finding->mend : "");
    }
  g_test_message ("%s%s", all->str, mends->str);
  g_assert_cmpint (mado_device_findings_worst (findings), ==, worst);
  if (found != NULL)
    g_assert_nonnull (strstr (all->str, found));
  if (mend != NULL)
    g_assert_nonnull (strstr (mends->str, mend));
  g_ptr_array_unref (findings);
}

static void
test_printer (void)
{
  static const struct
  {
    const char      *out, *err;
    MadoDeviceLevel  worst;
    const char      *found, *mend;
  } cases[] = {
    { "scheduler is running\nprinter A4 is idle.  enabled since Sat 28 Nov 2026\n\tDescription: A4\n\tAlerts: none\nA4 accepting requests since Sat\n", "",
      GOOD, "“A4” is ready", NULL },
    { "scheduler is running\nprinter A4 now printing A4-12.  enabled since Sat\n\tAlerts: none\nA4 accepting requests since Sat\n", "", GOOD, "is printing", NULL },
    { "scheduler is running\nprinter A4 is idle.  enabled since Sat\n\tAlerts: media-empty-error\nA4 accepting requests\n", "", WRONG, "no paper", "tray" },
    { "scheduler is running\nprinter A4 is idle.  enabled since Sat\n\tAlerts: media-empty-error media-needed-error cover-open-error door-open-error\n", "",
      WRONG, "cover is open", "Close all covers" },
    { "scheduler is running\nprinter A4 is idle.  enabled since Sat\n\tAlerts: toner-low-report media-low-warning\n", "", NOTE, "nearly used up", "cartridge" },
    { "scheduler is running\nprinter A4 disabled since Sat -\n\tUnable to locate printer\n\tAlerts: offline-report paused\n", "", WRONG, "stopped: Unable to locate", "Switch it on" },
    { "scheduler is running\nprinter A4 disabled since Sat -\n\treason unknown\n\tAlerts: paused\n", "", WRONG, "“A4” is stopped.", "cupsenable" },
    { "scheduler is running\nprinter A4 is idle.  enabled since Sat\n\tAlerts: com.maker.odd-error\n", "", WRONG, "com.maker.odd", "display" },
    { "scheduler is running\nprinter A4 is idle.  enabled since Sat\n\tAlerts: none\nA4 not accepting requests since Sat -\n\tRejecting Jobs\n", "", WRONG, "no new jobs", "cupsaccept" },
    { "scheduler is running\n", "lpstat: Invalid destination name in list \"A4\".\n", WRONG, "no printer called “A4”", "Choose another" },
    { "scheduler is running\nprinter A4-second is idle.  enabled since Sat\n", "", WRONG, "no printer called “A4”", NULL },
    { "scheduler is not running\n", "lpstat: Unable to connect to server\n", WRONG, "print service", "systemctl" },
    { "", "lpstat: Bad file descriptor: could not connect to server\n", WRONG, "print service", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check (mado_printer_check_parse ("A4", cases[i].out, cases[i].err), cases[i].worst, cases[i].found, cases[i].mend);
  /* "media-empty" and "media-needed" are two, a cover by two names is one. */
  {
    g_autoptr (GPtrArray) findings = mado_printer_check_parse ("A4", cases[3].out, "");

    g_assert_cmpuint (findings->len, ==, 4);
    g_assert_null (strstr (((MadoDeviceFinding *) findings->pdata[0])->found, "ready"));
  }
  {
    g_autofree char *name = mado_printer_check_parse_default ("system default destination: Kyocera-3F\n");

    g_assert_cmpstr (name, ==, "Kyocera-3F");
    g_assert_null (mado_printer_check_parse_default ("no system default destination\n"));
  }
}

static void
test_reader (void)
{
  static const char *const none[] = { NULL }, *const one[] = { "SCM SCR3310", NULL }, *const two[] = { "SCM SCR3310", "Sony RC-S380", NULL };
  static const struct
  {
    MadoCardResult     result;
    const char *const *plugged;
    MadoDeviceLevel    worst;
    const char        *found, *mend;
  } cases[] = {
    { MADO_CARD_OK, one, GOOD, "there is a card", NULL },          { MADO_CARD_NO_CARD, one, GOOD, "SCR3310", NULL },
    { MADO_CARD_NO_CARD, two, NOTE, "Several readers", "take one card away" }, { MADO_CARD_WRONG_CARD, one, GOOD, "does not read", NULL },
    { MADO_CARD_NO_SERVICE, one, WRONG, "service", "pcscd" },      { MADO_CARD_READER_ERROR, none, WRONG, "No card reader", "Plug it" },
    { MADO_CARD_READER_ERROR, one, WRONG, "cannot be used", "another program" }, { MADO_CARD_TIMEOUT, one, WRONG, "does not answer", "flat" },
    { MADO_CARD_CARD_ERROR, one, WRONG, "does not answer", "chip up" }, { MADO_CARD_PROTOCOL_ERROR, none, WRONG, "does not answer", NULL },
    { MADO_CARD_BAD_INPUT, none, WRONG, "could not be tested", "once more" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check (mado_reader_check_judge (cases[i].result, MADO_CARD_KIND_LICENCE, cases[i].plugged), cases[i].worst, cases[i].found, cases[i].mend);
}

static void
put (const char *root,
     const char *device,
     const char *name,
     const char *text)
{
  g_autofree char *folder = g_build_filename (root, device, NULL), *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_usb (void)
{
  g_autofree char *root = g_dir_make_tmp ("usb-XXXXXX", NULL), *remove = g_strdup_printf ("rm -r '%s'", root);
  g_auto (GStrv) readers = NULL, cameras = NULL, nothing = NULL;

  put (root, "1-2", "product", "SCR3310\n");
  put (root, "1-2", "manufacturer", "SCM\n");
  put (root, "1-2:1.0", "bInterfaceClass", "0b\n");
  put (root, "1-3", "product", "USB \377 Camera\n"); /* a maker's own letters */
  put (root, "1-3:1.0", "bInterfaceClass", "0e\n");
  put (root, "1-3:1.1", "bInterfaceClass", "0e\n");
  put (root, "1-4:1.0", "bInterfaceClass", "0b\n");
  readers = mado_usb_list (root, MADO_USB_CLASS_SMART_CARD);
  cameras = mado_usb_list (root, MADO_USB_CLASS_VIDEO);
  nothing = mado_usb_list ("/nowhere", MADO_USB_CLASS_VIDEO);
  g_assert_cmpuint (g_strv_length (readers), ==, 2);
  g_assert_cmpstr (readers[0], ==, "1-4");
  g_assert_cmpstr (readers[1], ==, "SCM SCR3310");
  g_assert_cmpuint (g_strv_length (cameras), ==, 1);
  g_assert_true (g_utf8_validate (cameras[0], -1, NULL));
  g_assert_cmpuint (g_strv_length (nothing), ==, 0);
  g_assert_true (g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL));
}

static void
test_camera (void)
{
  static char *none[] = { NULL }, *one[] = { "USB Camera", NULL };
  static const struct
  {
    MadoCameraFacts  facts;
    const char      *preferred;
    MadoDeviceLevel  worst;
    const char      *found, *mend;
  } cases[] = {
    { { one, one, 2, 0 }, "", GOOD, "USB Camera", NULL },     { { one, one, 2, 0 }, "USB Camera", GOOD, "USB Camera", NULL },
    { { none, none, 0, 0 }, "", NOTE, "No camera", "plug" },  { { none, one, 0, 0 }, "", WRONG, "gives no picture", "driver" },
    { { none, one, 2, 2 }, "", WRONG, "may not use", "group video" }, { { one, one, 2, 0 }, "Old one", WRONG, "“Old one”", "Plug it in" },
    { { one, one, 2, 0 }, "none", NOTE, "no camera", "empty" }, { { none, none, 0, 0 }, "file:/x.png", NOTE, "stands in", NULL },
  };
  GPtrArray *findings;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check (mado_camera_check_judge (&cases[i].facts, cases[i].preferred), cases[i].worst, cases[i].found, cases[i].mend);
  mado_camera_check_trial (findings = mado_device_findings_new (), 640, 360, NULL);
  check (findings, GOOD, "640 × 360", NULL);
  mado_camera_check_trial (findings = mado_device_findings_new (), 0, 0, "Device '/dev/video0' is busy");
  check (findings, WRONG, "Another program", "Close");
  mado_camera_check_trial (findings = mado_device_findings_new (), 0, 0, "Could not open: Permission denied");
  check (findings, WRONG, "may not use", "group video");
  mado_camera_check_trial (findings = mado_device_findings_new (), 0, 0, NULL);
  check (findings, WRONG, "gives no picture", "lens");
}

static void
test_scanner (void)
{
  const MadoWedgeFacts good = { .whole = TRUE, .n_keys = 32, .slowest_ms = 4, .ms = 90 };
  MadoWedgeFacts facts = good;
  static const struct { const char *text; const char *found, *mend; } leaks[] = {
    { "MG1:" MADO_SCANNER_TEST_TEXT, "slowly", "pause between letters" },
    { "mg1:test 0123456789 abc $%*+-./:", "slowly", NULL },
    { "]Q1MG1:" MADO_SCANNER_TEST_TEXT, "“]Q1”", "“]Q1MG1:”" },
    { "MG1~TEST 0123456789 ABC $%*+-./:", "“MG1~”", "keyboard of the scanner" },
    { "MG1+TEST 0123456789 ABC $%(~-./+", "came out wrong", "keyboard of the scanner" },
    { "ＭＧ１：ＴＥＳＴ　０１２３４５６７８９　ＡＢＣ　＄％＊＋－．／：", "slowly", NULL },
    { "もg１：てｓｔ　０１２", "kana", "input method off" },
    { "4901234567894", "not the test code", "code of this page" },
  };
  static const char *const none[] = { NULL }, *const one[] = { "/dev/ttyACM0", NULL };

  check (mado_scanner_check_typed (&facts, TRUE), GOOD, "letter by letter", NULL);
  check (mado_scanner_check_typed (&facts, FALSE), WRONG, "not the test code", "test code of this page");
  facts.layout = MADO_WEDGE_LAYOUT_US_ON_JP;
  check (mado_scanner_check_typed (&facts, TRUE), NOTE, "US keyboard", "Japanese keyboard");
  facts = good;
  facts.whole = FALSE;
  check (mado_scanner_check_typed (&facts, FALSE), WRONG, "end did not come", "Enter (CR)");
  facts = good;
  facts.slowest_ms = 40;
  check (mado_scanner_check_typed (&facts, TRUE), NOTE, "slowly", "pause");
  facts = good;
  facts.small = TRUE;
  check (mado_scanner_check_typed (&facts, TRUE), NOTE, "Caps Lock", NULL);
  facts = good;
  facts.wide = TRUE;
  check (mado_scanner_check_typed (&facts, TRUE), NOTE, "full-width", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (leaks); i++)
    check (mado_scanner_check_leaked (leaks[i].text, "MG1:"), WRONG, leaks[i].found, leaks[i].mend);

  check (mado_scanner_check_serial (MADO_SERIAL_STOPPED, NULL, none), GOOD, NULL, NULL);
  check (mado_scanner_check_serial (MADO_SERIAL_STOPPED, NULL, one), NOTE, "ttyACM0", "choose it");
  check (mado_scanner_check_serial (MADO_SERIAL_OPEN, "/dev/ttyACM0", one), GOOD, "is ready", NULL);
  check (mado_scanner_check_serial (MADO_SERIAL_MISSING, "/dev/ttyACM0", none), WRONG, "not ready", "plug it in");
  check (mado_scanner_check_serial (MADO_SERIAL_DENIED, "/dev/ttyACM0", one), WRONG, "not ready", "dialout");
  check (mado_scanner_check_serial (MADO_SERIAL_BUSY, "/dev/ttyACM0", one), WRONG, "not ready", "Another program");
  check (mado_scanner_check_serial (MADO_SERIAL_NO_LINE, "/dev/null", one), WRONG, "not ready", "no serial line");
}

static void
test_receipt (void)
{
  static const struct { guint state; MadoDeviceLevel worst; const char *found; } states[] = {
    { MADO_RECEIPT_READY, GOOD, "is ready" },        { MADO_RECEIPT_SILENT, NOTE, "does not answer questions" },
    { MADO_RECEIPT_PAPER_OUT, WRONG, "used up" },    { MADO_RECEIPT_COVER_OPEN, WRONG, "cover" },
    { MADO_RECEIPT_CUTTER, WRONG, "knife" },         { MADO_RECEIPT_FAULT, WRONG, "fault" },
    { MADO_RECEIPT_PAPER_LOW, NOTE, "nearly" },      { MADO_RECEIPT_PAPER_OUT | MADO_RECEIPT_COVER_OPEN, WRONG, "cover" },
  };
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *closed = g_strdup_printf ("tcp:127.0.0.1:%u", port);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    check (mado_receipt_check_judge ("tcp:printer", states[i].state), states[i].worst, states[i].found, NULL);
  g_socket_listener_close (listener);
  check (mado_receipt_check (closed), WRONG, "takes no receipts", "off and on");
  check (mado_receipt_check ("tcp:no-such-printer.invalid"), WRONG, "knows no printer", "address");
  check (mado_receipt_check ("device:/nowhere/lp0"), WRONG, "cannot be opened", "cable");
  check (mado_receipt_check ("dummy:"), GOOD, "is ready", NULL);
  check (mado_receipt_check ("dummy:paper"), WRONG, "used up", "roll");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/check/printer", test_printer);
  g_test_add_func ("/check/reader", test_reader);
  g_test_add_func ("/check/usb", test_usb);
  g_test_add_func ("/check/camera", test_camera);
  g_test_add_func ("/check/scanner", test_scanner);
  g_test_add_func ("/check/receipt", test_receipt);

  return g_test_run ();
}
