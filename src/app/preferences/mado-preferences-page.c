/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/preferences/mado-preferences-page.h"

#include <glib/gi18n.h>

#include "app/common/mado-field-row.h"
#include "app/preferences/mado-choice-line.h"
#include "app/preferences/mado-printers-page.h"
#include "core/base/mado-training.h"
#include "device/scan/mado-serial-scan.h"

#define LABEL_WIDTH 200
#define LINE_WIDTH  520

struct _MadoPreferencesPage
{
  GtkWidget    parent_instance;

  GtkWidget   *box;
  GtkWidget   *first;   /* row; the box owns it */
  MadoContext *context;
  GPtrArray   *printers; /* MadoChoiceLine*, in need of the printers' names */
  GCancellable *cancel;
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoPreferencesPage, mado_preferences_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

typedef enum
{
  KIND_TEXT,
  KIND_MINUTES,
  KIND_PAPER,
  KIND_LOOK,
  KIND_PRINTER,
  KIND_SERIAL,
  KIND_SCREEN,
} Kind;

static const struct
{
  const char *name;
  const char *label;
  const char *help;
  Kind        kind;
} lines[] = {
  { MADO_PREFERENCE_WINDOW, N_("Window number"), N_("As on the sign above the counter"), KIND_TEXT },
  { MADO_PREFERENCE_SCANNER_PREFIX, N_("Scanner: codes begin with"), N_("MG1: unless the scanner puts something in front"), KIND_TEXT },
  { MADO_PREFERENCE_A4_PRINTER, N_("Printer for A4"), N_("For procedure slips and applications"), KIND_PRINTER },
  { MADO_PREFERENCE_RECEIPT_PRINTER, N_("Printer for receipts"), N_("F8: its address, paper and a test print"), KIND_PRINTER },
  { MADO_PREFERENCE_SLIP_PAPER, N_("Paper of the procedure slip"), "", KIND_PAPER },
  { MADO_PREFERENCE_CAMERA, N_("Camera"), N_("empty: the first one; none; or its name"), KIND_TEXT },
  { MADO_PREFERENCE_SERIAL_SCANNER, N_("Scanner on a serial line"), N_("Only for one that does not type like a keyboard"), KIND_SERIAL },
  { MADO_PREFERENCE_VISITOR_SCREEN, N_("Visitor's screen"), N_("Where the visitor reads and signs"), KIND_SCREEN },
  { MADO_PREFERENCE_LOCK_MINUTES, N_("Curtain after minutes"), N_("0: never by itself"), KIND_MINUTES },
  { MADO_PREFERENCE_APPEARANCE, N_("Appearance"), "", KIND_LOOK },
};

static const MadoField text_field = { .id = "preference", .type = MADO_FIELD_TEXT };
static const MadoField minutes_field = { .id = "minutes", .type = MADO_FIELD_NUMBER, .has_min = TRUE, .has_max = TRUE, .max = 600 };

static MadoPreferences *
preferences_of (MadoPreferencesPage *self)
{
  return mado_context_get_preferences (self->context);
}

static void
keep (MadoPreferencesPage *self,
      const char          *name,
      const char          *label,
      const char          *value)
{
  g_autoptr (GError) error = NULL;

  mado_preferences_set (preferences_of (self), name, value);
  if (mado_preferences_save (preferences_of (self), &error))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("Kept: %s"), label);
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
}

static void
edited_cb (MadoPreferencesPage *self,
           GVariant            *value,
           MadoFieldRow        *row)
{
  g_autofree char *text = NULL;

  if (value && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    text = g_strdup_printf ("%" G_GINT64_FORMAT, g_variant_get_int64 (value));
  else
    text = g_strdup (value ? g_variant_get_string (value, NULL) : "");
  keep (self, mado_field_row_get_name (row), mado_field_row_get_label (row), text);
}

static void
chosen_cb (MadoPreferencesPage *self,
           const char          *value,
           MadoChoiceLine      *line)
{
  keep (self, mado_choice_line_get_name (line), mado_choice_line_get_label (line), value);
}

/* --- what can be chosen ----------------------------------------------------------- */

/* lpstat names one printer a line; without it, or without a printer, the
 * choices that are there anyway are enough. */
static void
printers_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (MadoPreferencesPage) self = data;
  g_autofree char *out = NULL;
  g_auto (GStrv) names = NULL;

  if (!g_subprocess_communicate_utf8_finish (G_SUBPROCESS (object), result, &out, NULL, NULL) || !out)
    return;

  names = g_strsplit (out, "\n", -1);
  for (guint p = 0; p < self->printers->len; p++)
    for (guint i = 0; names[i]; i++)
      if (*g_strstrip (names[i]))
        mado_choice_line_add (self->printers->pdata[p], names[i], names[i]);
}

static void
ask_for_printers (MadoPreferencesPage *self)
{
  g_autoptr (GSubprocess) lpstat = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                                     NULL, "lpstat", "-e", NULL);

  if (lpstat)
    g_subprocess_communicate_utf8_async (lpstat, NULL, self->cancel, printers_cb, g_object_ref (self));
}

static void
add_printers (MadoPreferencesPage *self,
              MadoChoiceLine      *line,
              const char          *value)
{
  g_autofree char *folder = g_build_filename (mado_context_get_profile (self->context), "paper", NULL);
  g_autofree char *files = g_strconcat ("folder:", folder, NULL);
  g_autofree char *words = NULL;

  mado_choice_line_add (line, "", _("The system's printer"));
  mado_choice_line_add (line, files, _("No printer: files in the folder of this place"));
  if (g_str_has_prefix (value, "folder:") && !g_str_equal (value, files))
    {
      /* Translators: %s is a folder */
      words = g_strdup_printf (_("No printer: files in %s"), value + strlen ("folder:"));
      mado_choice_line_add (line, value, words);
    }
  g_ptr_array_add (self->printers, line);
}

static void
serial_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  g_task_return_pointer (task, mado_serial_scan_list ("/dev"), (GDestroyNotify) g_strfreev);
}

static void
serial_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_auto (GStrv) paths = g_task_propagate_pointer (G_TASK (result), NULL);

  for (guint i = 0; paths && paths[i]; i++)
    {
      g_autofree char *name = g_path_get_basename (paths[i]);

      mado_choice_line_add (MADO_CHOICE_LINE (object), paths[i], name);
    }
}

/* What is plugged in now; what was chosen stays on the list without it. */
static void
add_serial (MadoPreferencesPage *self,
            MadoChoiceLine      *line)
{
  g_autoptr (GTask) task = g_task_new (line, self->cancel, serial_cb, NULL);

  mado_choice_line_add (line, "", C_("scanner", "None"));
  g_task_run_in_thread (task, serial_thread);
}

static void
add_screens (MadoChoiceLine *line)
{
  GListModel *monitors = gdk_display_get_monitors (gdk_display_get_default ());

  mado_choice_line_add (line, "", _("This screen, turned to the visitor"));
  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      const char *connector = gdk_monitor_get_connector (monitor);
      GdkRectangle place;
      g_autofree char *words = NULL;

      if (!connector)
        continue;
      gdk_monitor_get_geometry (monitor, &place);
      words = g_strdup_printf ("%s (%d × %d)", connector, place.width, place.height);
      mado_choice_line_add (line, connector, words);
    }
}

static GtkWidget *
make_choice (MadoPreferencesPage *self,
             guint                index)
{
  MadoChoiceLine *line = mado_choice_line_new (lines[index].name, _(lines[index].label), LABEL_WIDTH);
  const char *value = mado_preferences_get (preferences_of (self), lines[index].name);

  switch (lines[index].kind)
    {
    case KIND_PAPER:
      mado_choice_line_add (line, "a4", _("A4 sheet"));
      mado_choice_line_add (line, "receipt", _("Receipt paper (80 mm)"));
      break;
    case KIND_LOOK:
      mado_choice_line_add (line, "system", C_("appearance", "As the system"));
      mado_choice_line_add (line, "light", C_("appearance", "Light"));
      mado_choice_line_add (line, "dark", C_("appearance", "Dark"));
      break;
    case KIND_SERIAL:
      add_serial (self, line);
      break;
    case KIND_SCREEN:
      add_screens (line);
      break;
    case KIND_PRINTER:
    default:
      add_printers (self, line, value);
      break;
    }
  mado_choice_line_set_value (line, value);
  g_signal_connect_object (line, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (line);
}

static GtkWidget *
make_row (MadoPreferencesPage *self,
          guint                index)
{
  gboolean minutes = lines[index].kind == KIND_MINUTES;
  MadoFieldRow *row = mado_field_row_new (lines[index].name, _(lines[index].label),
                                          minutes ? &minutes_field : &text_field);
  const char *value = mado_preferences_get (preferences_of (self), lines[index].name);

  mado_field_row_set_label_width (row, LABEL_WIDTH);
  if (minutes)
    mado_field_row_set_value (row, g_variant_new_int64 (mado_preferences_get_int (preferences_of (self), lines[index].name)),
                              MADO_SOURCE_UNKNOWN);
  else if (*value)
    mado_field_row_set_value (row, g_variant_new_string (value), MADO_SOURCE_UNKNOWN);
  g_signal_connect_object (row, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (row);
}

static void
add_line (MadoPreferencesPage *self,
          guint                index)
{
  gboolean typed = lines[index].kind == KIND_TEXT || lines[index].kind == KIND_MINUTES;
  GtkWidget *row = typed ? make_row (self, index) : make_choice (self, index);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *help = gtk_label_new (*lines[index].help ? _(lines[index].help) : NULL);

  gtk_widget_set_size_request (row, LINE_WIDTH, -1);
  gtk_widget_set_hexpand (row, FALSE);
  gtk_widget_set_valign (help, typed ? GTK_ALIGN_START : GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (help, "dim-label");
  gtk_box_append (GTK_BOX (line), row);
  gtk_box_append (GTK_BOX (line), help);
  gtk_box_append (GTK_BOX (self->box), line);
  if (!self->first)
    self->first = row;
}

static void
add_button (MadoPreferencesPage *self,
            const char          *label,
            const char          *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_margin_start (button, LABEL_WIDTH + 6);
  gtk_box_append (GTK_BOX (self->box), button);
}

static const char *
page_get_title (MadoPage *page)
{
  return _("Preferences");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  return g_str_equal (command, MADO_COMMAND_CLOSE) || g_str_equal (command, MADO_COMMAND_BACK) || g_str_equal (command, MADO_COMMAND_PRINT);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  return g_str_equal (command, MADO_COMMAND_PRINT) ? _("Printers") : NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  if (!page_can (page, command))
    return FALSE;

  if (g_str_equal (command, MADO_COMMAND_PRINT))
    mado_page_open (page, mado_printers_page_new (MADO_PREFERENCES_PAGE (page)->context));
  else
    mado_page_close (page);

  return TRUE;
}

static void
page_focus_first (MadoPage *page)
{
  gtk_widget_grab_focus (MADO_PREFERENCES_PAGE (page)->first);
}

static void
page_iface_init (MadoPageInterface *iface)
{
  iface->get_title = page_get_title;
  iface->can = page_can;
  iface->get_label = page_get_label;
  iface->perform = page_perform;
  iface->focus_first = page_focus_first;
}

static void
mado_preferences_page_dispose (GObject *object)
{
  MadoPreferencesPage *self = MADO_PREFERENCES_PAGE (object);

  self->first = NULL;
  g_cancellable_cancel (self->cancel);
  g_ptr_array_set_size (self->printers, 0);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (mado_preferences_page_parent_class)->dispose (object);
}

static void
mado_preferences_page_finalize (GObject *object)
{
  MadoPreferencesPage *self = MADO_PREFERENCES_PAGE (object);

  g_object_unref (self->cancel);
  g_ptr_array_unref (self->printers);

  G_OBJECT_CLASS (mado_preferences_page_parent_class)->finalize (object);
}

static void
mado_preferences_page_class_init (MadoPreferencesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_preferences_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_preferences_page_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "preferences");
}

static void
mado_preferences_page_init (MadoPreferencesPage *self)
{
  self->cancel = g_cancellable_new ();
  self->printers = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_margin_top (self->box, 24);
  gtk_widget_set_margin_start (self->box, 24);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

MadoPreferencesPage *
mado_preferences_page_new (MadoContext *context)
{
  MadoPreferencesPage *self = g_object_new (MADO_TYPE_PREFERENCES_PAGE, NULL);

  self->context = g_object_ref (context);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    add_line (self, i);
  /* People who share this computer, and who learn to work with it. */
  add_button (self, _("Add a colleague…"), "win.add-colleague");
  if (!mado_training_is_on ())
    add_button (self, _("Practise: training mode"), "win.training");
  ask_for_printers (self);

  return self;
}
