/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/devices/mado-device-check.h"
#include "device/check/mado-scanner-check.h"
#include "print/mado-qr.h"

/*
 * Scanners: the page shows a code to be read. What the recogniser takes comes
 * as a code; what it does not take ends up where the focus is, so there is a
 * text field to try it in: from what arrives there one can see why.
 */
#define TEST_CODE "MG1:" MADO_SCANNER_TEST_TEXT
#define SIDE      132 /* of the drawn code */
#define QUIET_MS  700 /* nothing more is typed */

#define MADO_TYPE_SCANNER_DEVICE (mado_scanner_device_get_type ())
G_DECLARE_FINAL_TYPE (MadoScannerDevice, mado_scanner_device, MADO, SCANNER_DEVICE, MadoDeviceCheck)

struct _MadoScannerDevice
{
  MadoDeviceCheck  parent_instance;
  GtkWidget       *entry;  /* weak; nullable */
  char           **lines;  /* serial lines that are plugged in */
  gboolean         typed;  /* the code that comes next was typed */
  guint            quiet_id;
};

G_DEFINE_FINAL_TYPE (MadoScannerDevice, mado_scanner_device, MADO_TYPE_DEVICE_CHECK)

static const char *
scanner_get_title (MadoDeviceCheck *check)
{
  return _("Scanner");
}

static MadoScanWatch *
watch_of (MadoScannerDevice *self)
{
  return mado_context_get_scan_watch (mado_device_check_get_context (MADO_DEVICE_CHECK (self)));
}

/* --- what is known ----------------------------------------------------------------------- */

static void
add_serial (MadoScannerDevice *self,
            GPtrArray         *findings)
{
  static char *none[] = { NULL };
  MadoSerialScan *serial = mado_scan_watch_get_serial (watch_of (self));
  GPtrArray *more = mado_scanner_check_serial (serial != NULL ? mado_serial_scan_get_state (serial) : MADO_SERIAL_STOPPED,
                                               serial != NULL ? mado_serial_scan_get_path (serial) : NULL,
                                               (const char *const *) (self->lines != NULL ? self->lines : none));

  g_ptr_array_extend_and_steal (findings, more);
}

static void
wait_for_code (MadoScannerDevice *self)
{
  GPtrArray *findings = mado_device_findings_new ();

  mado_device_findings_add (findings, MADO_DEVICE_NOTE, _("Read the code below with the scanner."),
                            _("If nothing happens: look at its plug or battery; put the cursor into the field below and read the code once more, then this page says what is wrong."));
  add_serial (self, findings);
  mado_device_check_end (MADO_DEVICE_CHECK (self), findings);
}

static void
end_with (MadoScannerDevice *self,
          GPtrArray         *findings)
{
  add_serial (self, findings);
  mado_device_check_end (MADO_DEVICE_CHECK (self), findings);
}

static void
typed_cb (MadoScannerDevice *self)
{
  const MadoWedgeFacts *facts = mado_scan_watch_get_facts (watch_of (self));

  self->typed = facts->whole;
  if (!facts->whole)
    end_with (self, mado_scanner_check_typed (facts, FALSE));
}

static void
scanner_scanned (MadoDeviceCheck *check,
                 const char      *code)
{
  MadoScannerDevice *self = MADO_SCANNER_DEVICE (check);
  gboolean matches = g_str_has_suffix (code, TEST_CODE);
  GPtrArray *findings;

  if (self->typed)
    {
      self->typed = FALSE;
      end_with (self, mado_scanner_check_typed (mado_scan_watch_get_facts (watch_of (self)), matches));
      return;
    }
  findings = mado_device_findings_new ();
  if (matches)
    mado_device_findings_add (findings, MADO_DEVICE_GOOD, _("The test code was read, letter by letter."), NULL);
  else
    mado_device_findings_add (findings, MADO_DEVICE_WRONG, _("A code was read, but it is not the test code, or some of its letters came out wrong."),
                              _("Read the test code of this page once more."));
  end_with (self, findings);
}

/* --- the looks of it ------------------------------------------------------------------------ */

static gboolean
quiet_cb (gpointer data)
{
  MadoScannerDevice *self = data;
  const char *text = self->entry != NULL ? gtk_editable_get_text (GTK_EDITABLE (self->entry)) : "";
  const char *prefix = mado_preferences_get (mado_context_get_preferences (mado_device_check_get_context (MADO_DEVICE_CHECK (self))),
                                             MADO_PREFERENCE_SCANNER_PREFIX);

  self->quiet_id = 0;
  if (*text == '\0')
    return G_SOURCE_REMOVE;
  end_with (self, mado_scanner_check_leaked (text, *prefix ? prefix : "MG1:"));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1); /* the next one takes its place */
  return G_SOURCE_REMOVE;
}

static void
entry_cb (MadoScannerDevice *self)
{
  g_clear_handle_id (&self->quiet_id, g_source_remove);
  self->quiet_id = g_timeout_add (QUIET_MS, quiet_cb, self);
}

/* Black on white in every theme: a scanner sees no other. */
static void
draw_code (GtkDrawingArea *area,
           cairo_t        *cr,
           int             width,
           int             height,
           gpointer        data)
{
  g_autoptr (MadoQr) code = mado_qr_new (TEST_CODE, MADO_QR_SLIP_VERSION, NULL);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  if (code != NULL)
    mado_qr_draw (code, cr, 0, 0, MIN (width, height));
}

static GtkWidget *
scanner_make_extra (MadoDeviceCheck *check)
{
  MadoScannerDevice *self = MADO_SCANNER_DEVICE (check);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *area = gtk_drawing_area_new ();
  GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *label = gtk_label_new (_("Field for trying the scanner")), *entry = gtk_entry_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), SIDE);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), SIDE);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_code, NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Code for testing the scanner"), -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "device-mend");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Field for trying the scanner"), -1);
  gtk_entry_set_max_length (GTK_ENTRY (entry), 200);
  gtk_widget_set_hexpand (side, TRUE);
  gtk_widget_set_valign (side, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (side), label);
  gtk_box_append (GTK_BOX (side), entry);
  gtk_box_append (GTK_BOX (box), area);
  gtk_box_append (GTK_BOX (box), side);
  g_signal_connect_object (entry, "changed", G_CALLBACK (entry_cb), self, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->entry, entry);
  return box;
}

/* --- looking -------------------------------------------------------------------------------- */

static void
list_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  g_task_return_pointer (task, mado_serial_scan_list ("/dev"), (GDestroyNotify) g_strfreev);
}

static void
list_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  MadoScannerDevice *self = MADO_SCANNER_DEVICE (object);
  char **lines = g_task_propagate_pointer (G_TASK (result), NULL);

  if (lines == NULL)
    return;
  g_strfreev (self->lines);
  self->lines = lines;
  if (g_task_get_cancellable (G_TASK (result)) == mado_device_check_get_cancellable (MADO_DEVICE_CHECK (self)))
    wait_for_code (self);
}

static void
scanner_look (MadoDeviceCheck *check)
{
  g_autoptr (GTask) task = g_task_new (check, mado_device_check_get_cancellable (check), list_cb, NULL);

  MADO_SCANNER_DEVICE (check)->typed = FALSE;
  g_task_run_in_thread (task, list_thread);
}

static void
mado_scanner_device_dispose (GObject *object)
{
  MadoScannerDevice *self = MADO_SCANNER_DEVICE (object);

  g_clear_handle_id (&self->quiet_id, g_source_remove);
  g_clear_weak_pointer (&self->entry);
  G_OBJECT_CLASS (mado_scanner_device_parent_class)->dispose (object);
}

static void
mado_scanner_device_finalize (GObject *object)
{
  g_strfreev (MADO_SCANNER_DEVICE (object)->lines);
  G_OBJECT_CLASS (mado_scanner_device_parent_class)->finalize (object);
}

static void
mado_scanner_device_class_init (MadoScannerDeviceClass *klass)
{
  MadoDeviceCheckClass *check_class = MADO_DEVICE_CHECK_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_scanner_device_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_scanner_device_finalize;
  check_class->get_title = scanner_get_title;
  check_class->look = scanner_look;
  check_class->make_extra = scanner_make_extra;
  check_class->scanned = scanner_scanned;
}

static void
mado_scanner_device_init (MadoScannerDevice *self)
{
}

MadoDeviceCheck *
mado_scanner_device_new (MadoContext *context)
{
  MadoDeviceCheck *self = mado_device_check_new (MADO_TYPE_SCANNER_DEVICE, context);

  g_signal_connect_object (mado_context_get_scan_watch (context), "typed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (mado_context_get_scan_watch (context), "serial-changed", G_CALLBACK (wait_for_code), self, G_CONNECT_SWAPPED);
  return self;
}
