/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/preferences/mado-preferences-page.h"

#include <glib/gi18n.h>

#include "app/common/mado-field-row.h"

#define LABEL_WIDTH 200

struct _MadoPreferencesPage
{
  GtkWidget    parent_instance;

  GtkWidget   *box;
  GtkWidget   *first;   /* row; the box owns it */
  MadoContext *context;
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoPreferencesPage, mado_preferences_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

static const struct
{
  const char   *name;
  const char   *label;
  const char   *help;
  MadoFieldType type;
} lines[] = {
  { MADO_PREFERENCE_WINDOW, N_("Window number"), N_("As on the sign above the counter"), MADO_FIELD_TEXT },
  { MADO_PREFERENCE_SCANNER_PREFIX, N_("Scanner: codes begin with"), N_("MG1: unless the scanner puts something in front"), MADO_FIELD_TEXT },
  { MADO_PREFERENCE_A4_PRINTER, N_("Printer for A4"), N_("Name of a printer, or folder:/path for files; empty: the system's"), MADO_FIELD_TEXT },
  { MADO_PREFERENCE_RECEIPT_PRINTER, N_("Printer for receipts"), N_("Name of a printer, or folder:/path for files"), MADO_FIELD_TEXT },
  { MADO_PREFERENCE_SLIP_PAPER, N_("Paper of the procedure slip"), N_("a4 or receipt"), MADO_FIELD_TEXT },
  { MADO_PREFERENCE_VISITOR_SCREEN, N_("Visitor's screen"), N_("Connector of the second monitor, such as HDMI-1; empty: this screen"), MADO_FIELD_TEXT },
  { MADO_PREFERENCE_LOCK_MINUTES, N_("Curtain after minutes"), N_("0: never by itself"), MADO_FIELD_NUMBER },
  { MADO_PREFERENCE_APPEARANCE, N_("Appearance"), N_("system, light or dark"), MADO_FIELD_TEXT },
};

static MadoPreferences *
preferences_of (MadoPreferencesPage *self)
{
  return mado_context_get_preferences (self->context);
}

static gboolean
is_one_of (const char        *text,
           const char *const *words)
{
  return g_strv_contains (words, text);
}

static gboolean
check_cb (MadoFieldRow *row,
          GVariant     *value,
          gpointer      data,
          GError      **error)
{
  static const char *const papers[] = { "a4", "receipt", NULL };
  static const char *const looks[] = { "system", "light", "dark", NULL };
  const char *name = mado_field_row_get_name (row);
  const char *text = g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ? g_variant_get_string (value, NULL) : "";

  if ((g_str_equal (name, MADO_PREFERENCE_SLIP_PAPER) && !is_one_of (text, papers)) ||
      (g_str_equal (name, MADO_PREFERENCE_APPEARANCE) && !is_one_of (text, looks)))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("Type one of the words at the right."));
      return FALSE;
    }

  return TRUE;
}

static void
edited_cb (MadoPreferencesPage *self,
           GVariant            *value,
           MadoFieldRow        *row)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (value && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    text = g_strdup_printf ("%" G_GINT64_FORMAT, g_variant_get_int64 (value));
  else
    text = g_strdup (value ? g_variant_get_string (value, NULL) : "");

  mado_preferences_set (preferences_of (self), mado_field_row_get_name (row), text);
  if (mado_preferences_save (preferences_of (self), &error))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("Kept: %s"), mado_field_row_get_label (row));
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
}

static void
add_line (MadoPreferencesPage *self,
          guint                index)
{
  const MadoFieldInput input = { .type = lines[index].type, .has_min = TRUE, .has_max = TRUE, .max = 600 };
  MadoFieldRow *row = mado_field_row_new (lines[index].name, _(lines[index].label), &input);
  const char *value = mado_preferences_get (preferences_of (self), lines[index].name);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *help = gtk_label_new (_(lines[index].help));

  mado_field_row_set_label_width (row, LABEL_WIDTH);
  mado_field_row_set_check (row, check_cb, self);
  if (input.type == MADO_FIELD_NUMBER)
    mado_field_row_set_value (row, g_variant_new_int64 (mado_preferences_get_int (preferences_of (self), lines[index].name)),
                              MADO_SOURCE_UNKNOWN);
  else if (*value)
    mado_field_row_set_value (row, g_variant_new_string (value), MADO_SOURCE_UNKNOWN);
  g_signal_connect_object (row, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);

  gtk_widget_set_size_request (GTK_WIDGET (row), 520, -1);
  gtk_widget_set_valign (help, GTK_ALIGN_START);
  gtk_widget_add_css_class (help, "dim-label");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (row));
  gtk_box_append (GTK_BOX (line), help);
  gtk_box_append (GTK_BOX (self->box), line);
  if (!self->first)
    self->first = GTK_WIDGET (row);
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
  return g_str_equal (command, MADO_COMMAND_CLOSE) || g_str_equal (command, MADO_COMMAND_BACK);
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  if (!page_can (page, command))
    return FALSE;

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
  iface->perform = page_perform;
  iface->focus_first = page_focus_first;
}

static void
mado_preferences_page_dispose (GObject *object)
{
  MadoPreferencesPage *self = MADO_PREFERENCES_PAGE (object);

  self->first = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (mado_preferences_page_parent_class)->dispose (object);
}

static void
mado_preferences_page_class_init (MadoPreferencesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_preferences_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "preferences");
}

static void
mado_preferences_page_init (MadoPreferencesPage *self)
{
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

  return self;
}
