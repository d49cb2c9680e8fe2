/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/preferences/mado-printers-page.h"

#include <glib/gi18n.h>

#include "app/common/mado-field-row.h"
#include "app/mado-print-setup.h"
#include "app/preferences/mado-choice-line.h"
#include "app/preferences/mado-receipt-trial.h"
#include "device/receipt/mado-receipt.h"

#define LABEL_WIDTH 220
#define LINE_WIDTH  620

typedef enum { SETUP_PRINTER, SETUP_PAPER, SETUP_TRAY, SETUP_SIDES, N_SETUPS } SetupPart;

struct _MadoPrintersPage
{
  GtkWidget       parent_instance;

  GtkWidget      *scroller;
  GtkWidget      *box;
  MadoChoiceLine *way;      /* of the receipt printer */
  MadoFieldRow   *address;
  MadoChoiceLine *kind;
  MadoChoiceLine *parts[N_SETUPS];
  MadoFieldRow   *copies;
  GtkWidget      *state;

  MadoContext    *context;
  GCancellable   *cancel;
  gboolean        trying;
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoPrintersPage, mado_printers_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

static const MadoField text_field = { .id = "address", .type = MADO_FIELD_TEXT };
static const MadoField copies_field = { .id = "copies", .type = MADO_FIELD_NUMBER, .has_min = TRUE, .min = 1, .has_max = TRUE, .max = 99 };

static MadoPreferences *
preferences_of (MadoPrintersPage *self)
{
  return mado_context_get_preferences (self->context);
}

static void
save (MadoPrintersPage *self,
      const char       *label)
{
  g_autoptr (GError) error = NULL;

  if (mado_preferences_save (preferences_of (self), &error))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("Kept: %s"), label);
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
}

/* --- the receipt printer -------------------------------------------------------------- */

/* What the preference begins with; the rest is the address. "" stands for the
 * system's printer and, with an address, for a printer of its by name. */
static const char * const ways[] = { "tcp:", "device:", "queue:", "folder:", "dummy:" };

static const char *
way_of (const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_str_has_prefix (value, ways[i]))
      return ways[i];
  return "";
}

static const char *
help_of (const char *way)
{
  return g_str_equal (way, "tcp:") ? _("Name or number in the network, such as 192.168.1.50; port 9100 unless :PORT follows")
         : g_str_equal (way, "device:") ? _("Path of the device, such as /dev/usb/lp0")
         : g_str_equal (way, "queue:") ? _("Name of the queue that passes bytes on as they are (raw)")
         : g_str_equal (way, "folder:") ? _("Folder that the pictures go to")
         : _("Name of the printer; empty: the system's own");
}

static void
show_address (MadoPrintersPage *self)
{
  const char *value = mado_preferences_get (preferences_of (self), MADO_PREFERENCE_RECEIPT_PRINTER);
  const char *way = way_of (value), *address = value + strlen (way);

  mado_choice_line_set_value (self->way, way);
  mado_field_row_set_value (self->address, *address != 0 ? g_variant_new_string (address) : NULL, MADO_SOURCE_UNKNOWN);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->address), help_of (way));
  gtk_label_set_text (GTK_LABEL (self->state), help_of (way));
}

static void
keep_receipt (MadoPrintersPage *self,
              const char       *way,
              const char       *address,
              const char       *label)
{
  g_autofree char *value = g_strconcat (way, address, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoReceipt) printer = NULL;

  if (mado_receipt_is_address (value))
    printer = mado_receipt_new (value, &error);
  /* An address that is not yet whole is not kept: the one before stays. */
  if (error != NULL)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", error->message);
      gtk_label_set_text (GTK_LABEL (self->state), help_of (way));
      return;
    }
  mado_preferences_set (preferences_of (self), MADO_PREFERENCE_RECEIPT_PRINTER, value);
  save (self, label);
  gtk_label_set_text (GTK_LABEL (self->state), help_of (way));
}

static char *
dup_address (MadoPrintersPage *self)
{
  GVariant *value = mado_field_row_get_value (self->address);

  return g_strdup (value != NULL ? g_variant_get_string (value, NULL) : "");
}

static void
way_cb (MadoPrintersPage *self,
        const char       *value,
        MadoChoiceLine   *line)
{
  g_autofree char *folder = g_build_filename (mado_context_get_profile (self->context), "paper", NULL);
  const char *address = g_str_equal (value, "folder:") ? folder : "";

  /* The address of another way is none of this one. */
  mado_field_row_set_value (self->address, *address != 0 ? g_variant_new_string (address) : NULL, MADO_SOURCE_UNKNOWN);
  keep_receipt (self, value, address, mado_choice_line_get_label (line));
}

static void
address_cb (MadoPrintersPage *self,
            GVariant         *value,
            MadoFieldRow     *row)
{
  keep_receipt (self, mado_choice_line_get_value (self->way), value != NULL ? g_variant_get_string (value, NULL) : "",
                mado_field_row_get_label (row));
}

static void
plain_cb (MadoPrintersPage *self,
          const char       *value,
          MadoChoiceLine   *line)
{
  mado_preferences_set (preferences_of (self), mado_choice_line_get_name (line), value);
  save (self, mado_choice_line_get_label (line));
}

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (MadoPrintersPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *told = mado_receipt_trial_finish (result, &error);

  self->trying = FALSE;
  if (self->scroller == NULL)
    return;
  mado_page_busy (MADO_PAGE (self), NULL);
  gtk_label_set_text (GTK_LABEL (self->state), told != NULL ? told : error->message);
  if (told != NULL)
    gtk_widget_remove_css_class (self->state, "fault");
  else
    gtk_widget_add_css_class (self->state, "fault");
  mado_page_message (MADO_PAGE (self), told != NULL ? MADO_MESSAGE_INFO : MADO_MESSAGE_WARNING, "%s", told != NULL ? told : error->message);
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
try (MadoPrintersPage *self,
     gboolean          print)
{
  self->trying = TRUE;
  mado_page_busy (MADO_PAGE (self), print ? _("The receipt printer prints a test") : _("The receipt printer is asked how it is"));
  mado_receipt_trial_async (self->context, print, self->cancel, tried_cb, g_object_ref (self));
  mado_page_keys_changed (MADO_PAGE (self));
}

/* --- kinds of documents ------------------------------------------------------------------- */

static MadoPrintKind
kind_of (MadoPrintersPage *self)
{
  return g_ascii_strtoull (mado_choice_line_get_value (self->kind), NULL, 10) % MADO_N_PRINTS;
}

static void
show_setup (MadoPrintersPage *self)
{
  g_autoptr (MadoPrintSetup) setup = mado_print_setup_get (preferences_of (self), kind_of (self));
  const char *values[N_SETUPS] = { setup->printer, setup->paper, setup->tray, setup->sides };

  for (guint i = 0; i < N_SETUPS; i++)
    mado_choice_line_set_value (self->parts[i], values[i]);
  mado_field_row_set_value (self->copies, g_variant_new_int64 (setup->copies), MADO_SOURCE_UNKNOWN);
}

static void
setup_cb (MadoPrintersPage *self,
          const char       *value,
          MadoChoiceLine   *line)
{
  g_autoptr (MadoPrintSetup) setup = mado_print_setup_get (preferences_of (self), kind_of (self));
  char **fields[N_SETUPS] = { &setup->printer, &setup->paper, &setup->tray, &setup->sides };

  for (guint i = 0; i < N_SETUPS; i++)
    if (self->parts[i] == line)
      {
        g_free (*fields[i]);
        *fields[i] = g_strdup (value);
      }
  mado_print_setup_set (preferences_of (self), kind_of (self), setup);
  save (self, mado_choice_line_get_label (line));
}

static void
copies_cb (MadoPrintersPage *self,
           GVariant         *value,
           MadoFieldRow     *row)
{
  g_autoptr (MadoPrintSetup) setup = mado_print_setup_get (preferences_of (self), kind_of (self));

  setup->copies = value != NULL ? (int) CLAMP (g_variant_get_int64 (value), 1, 99) : 1;
  mado_print_setup_set (preferences_of (self), kind_of (self), setup);
  save (self, mado_field_row_get_label (row));
}

static void
printers_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (MadoPrintersPage) self = data;
  g_autofree char *out = NULL;
  g_auto (GStrv) names = NULL;

  if (!g_subprocess_communicate_utf8_finish (G_SUBPROCESS (object), result, &out, NULL, NULL) || out == NULL || self->scroller == NULL)
    return;
  names = g_strsplit (out, "\n", -1);
  for (guint i = 0; names[i] != NULL; i++)
    if (*g_strstrip (names[i]) != 0)
      mado_choice_line_add (self->parts[SETUP_PRINTER], names[i], names[i]);
}

static void
ask_for_printers (MadoPrintersPage *self)
{
  g_autoptr (GSubprocess) lpstat = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                                     NULL, "lpstat", "-e", NULL);

  if (lpstat != NULL)
    g_subprocess_communicate_utf8_async (lpstat, NULL, self->cancel, printers_cb, g_object_ref (self));
}

/* --- lines ---------------------------------------------------------------------------------- */

static void
put (MadoPrintersPage *self,
     GtkWidget        *widget)
{
  gtk_widget_set_size_request (widget, LINE_WIDTH, -1);
  gtk_widget_set_halign (widget, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->box), widget);
}

static void
put_heading (MadoPrintersPage *self,
             const char       *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "heading");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_top (label, 8);
  put (self, label);
}

typedef struct
{
  const char *value;
  const char *words;
} Choice;

static MadoChoiceLine *
put_choices (MadoPrintersPage *self,
             const char       *name,
             const char       *label,
             const Choice     *choices,
             guint             n,
             GCallback         chosen)
{
  MadoChoiceLine *line = mado_choice_line_new (name, label, LABEL_WIDTH);

  for (guint i = 0; i < n; i++)
    mado_choice_line_add (line, choices[i].value, _(choices[i].words));
  g_signal_connect_object (line, "chosen", chosen, self, G_CONNECT_SWAPPED);
  put (self, GTK_WIDGET (line));
  return line;
}

static MadoFieldRow *
put_row (MadoPrintersPage *self,
         const char       *name,
         const char       *label,
         const MadoField  *field,
         GCallback         edited)
{
  MadoFieldRow *row = mado_field_row_new (name, label, field);

  mado_field_row_set_label_width (row, LABEL_WIDTH);
  g_signal_connect_object (row, "edited", edited, self, G_CONNECT_SWAPPED);
  put (self, GTK_WIDGET (row));
  return row;
}

static void
put_receipt_lines (MadoPrintersPage *self)
{
  static const Choice connections[] = {
    { "", N_("By the system (CUPS)") }, { "tcp:", N_("In the network") }, { "device:", N_("On this computer (device file)") },
    { "queue:", N_("By a raw queue of the system") }, { "folder:", N_("No printer: files in a folder") },
  };
  static const Choice widths[] = { { "80", N_("Paper of 80 mm") }, { "58", N_("Paper of 58 mm") } };
  static const Choice knives[] = { { "yes", N_("It cuts the receipt off") }, { "no", N_("It has no knife") } };
  MadoPreferences *preferences = preferences_of (self);

  put_heading (self, _("Printer for receipts"));
  self->way = put_choices (self, MADO_PREFERENCE_RECEIPT_PRINTER, _("How it is connected"), connections, G_N_ELEMENTS (connections), G_CALLBACK (way_cb));
  self->address = put_row (self, "address", _("Its address"), &text_field, G_CALLBACK (address_cb));
  mado_choice_line_set_value (put_choices (self, MADO_PREFERENCE_RECEIPT_WIDTH, _("Paper of receipts"), widths, G_N_ELEMENTS (widths), G_CALLBACK (plain_cb)),
                              mado_preferences_get (preferences, MADO_PREFERENCE_RECEIPT_WIDTH));
  mado_choice_line_set_value (put_choices (self, MADO_PREFERENCE_RECEIPT_CUT, _("Knife"), knives, G_N_ELEMENTS (knives), G_CALLBACK (plain_cb)),
                              mado_preferences_get (preferences, MADO_PREFERENCE_RECEIPT_CUT));
  self->state = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->state), 0);
  gtk_label_set_wrap (GTK_LABEL (self->state), TRUE);
  gtk_widget_set_margin_start (self->state, LABEL_WIDTH + 6);
  put (self, self->state);
  show_address (self);
}

static void
put_kind_lines (MadoPrintersPage *self)
{
  static const Choice papers[] = { { "", N_("As the printer is set") }, { "A4", "A4" }, { "A3", "A3" }, { "A5", "A5" }, { "B5", "B5" } };
  static const Choice trays[] = {
    { "", N_("As the printer is set") }, { "Auto", N_("It chooses by the paper") }, { "Tray1", N_("Tray 1") }, { "Tray2", N_("Tray 2") },
    { "Tray3", N_("Tray 3") }, { "Manual", N_("By hand") },
  };
  static const Choice sides[] = {
    { "", N_("As the printer is set") }, { "one-sided", N_("One side") }, { "two-sided-long-edge", N_("Both sides, turned at the long edge") },
    { "two-sided-short-edge", N_("Both sides, turned at the short edge") },
  };
  static const Choice system[] = { { "", N_("The system's printer") } };
  Choice names[MADO_N_PRINTS];
  static const char * const numbers[MADO_N_PRINTS] = { "0", "1", "2" };

  for (guint i = 0; i < MADO_N_PRINTS; i++)
    names[i] = (Choice) { numbers[i], mado_print_kind_name (i) };
  put_heading (self, _("Kinds of documents"));
  self->kind = mado_choice_line_new ("kind", _("Kind of document"), LABEL_WIDTH);
  for (guint i = 0; i < MADO_N_PRINTS; i++)
    mado_choice_line_add (self->kind, names[i].value, names[i].words);
  g_signal_connect_object (self->kind, "chosen", G_CALLBACK (show_setup), self, G_CONNECT_SWAPPED);
  put (self, GTK_WIDGET (self->kind));
  mado_choice_line_set_value (self->kind, "0");
  self->parts[SETUP_PRINTER] = put_choices (self, "printer", _("Printer"), system, 1, G_CALLBACK (setup_cb));
  self->parts[SETUP_PAPER] = put_choices (self, "paper", C_("printer", "Paper"), papers, G_N_ELEMENTS (papers), G_CALLBACK (setup_cb));
  self->parts[SETUP_TRAY] = put_choices (self, "tray", _("Tray"), trays, G_N_ELEMENTS (trays), G_CALLBACK (setup_cb));
  self->parts[SETUP_SIDES] = put_choices (self, "sides", _("Sides"), sides, G_N_ELEMENTS (sides), G_CALLBACK (setup_cb));
  self->copies = put_row (self, "copies", _("Copies"), &copies_field, G_CALLBACK (copies_cb));
  show_setup (self);
}

/* --- as a page -------------------------------------------------------------------------------- */

static const char *
page_get_title (MadoPage *page)
{
  return _("Printers");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_PRINT) || g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return !MADO_PRINTERS_PAGE (page)->trying;
  return g_str_equal (command, MADO_COMMAND_CLOSE) || g_str_equal (command, MADO_COMMAND_BACK);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  return g_str_equal (command, MADO_COMMAND_PRINT) ? _("Test print")
         : g_str_equal (command, MADO_COMMAND_NEXT_STAGE) ? _("How is it?") : NULL;
}

/* What stands in the field of the address counts, also before it is left. */
static void
take_address (MadoPrintersPage *self)
{
  g_autofree char *before = NULL;

  gtk_widget_grab_focus (GTK_WIDGET (self->way));
  before = dup_address (self);
  if (*before != 0)
    keep_receipt (self, mado_choice_line_get_value (self->way), before, _("Its address"));
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoPrintersPage *self = MADO_PRINTERS_PAGE (page);

  if (!page_can (page, command))
    return FALSE;
  if (g_str_equal (command, MADO_COMMAND_PRINT) || g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    {
      take_address (self);
      try (self, g_str_equal (command, MADO_COMMAND_PRINT));
    }
  else
    mado_page_close (page);
  return TRUE;
}

static void
page_focus_first (MadoPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (MADO_PRINTERS_PAGE (page)->way));
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
mado_printers_page_dispose (GObject *object)
{
  MadoPrintersPage *self = MADO_PRINTERS_PAGE (object);

  g_cancellable_cancel (self->cancel);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mado_printers_page_parent_class)->dispose (object);
}

static void
mado_printers_page_finalize (GObject *object)
{
  g_object_unref (MADO_PRINTERS_PAGE (object)->cancel);
  G_OBJECT_CLASS (mado_printers_page_parent_class)->finalize (object);
}

static void
mado_printers_page_class_init (MadoPrintersPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_printers_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_printers_page_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "preferences");
}

static void
mado_printers_page_init (MadoPrintersPage *self)
{
  self->cancel = g_cancellable_new ();
  self->scroller = gtk_scrolled_window_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_margin_top (self->box, 12);
  gtk_widget_set_margin_start (self->box, 24);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->box);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

MadoPage *
mado_printers_page_new (MadoContext *context)
{
  MadoPrintersPage *self = g_object_new (MADO_TYPE_PRINTERS_PAGE, NULL);

  self->context = g_object_ref (context);
  put_receipt_lines (self);
  put_kind_lines (self);
  ask_for_printers (self);
  return MADO_PAGE (self);
}
