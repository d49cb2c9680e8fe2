/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/devices/mado-devices-page.h"

#include <glib/gi18n.h>

#include "app/devices/mado-device-row.h"

#define N_DEVICES 6

struct _MadoDevicesPage
{
  GtkWidget      parent_instance;

  GtkWidget     *scroller;
  MadoDeviceRow *rows[N_DEVICES]; /* the scroller's */
  MadoContext   *context;
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoDevicesPage, mado_devices_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

static MadoDeviceCheck *
check_of (MadoDevicesPage *self,
          guint            index)
{
  return mado_device_row_get_check (self->rows[index]);
}

static guint
count_busy (MadoDevicesPage *self)
{
  guint n = 0;

  for (guint i = 0; i < N_DEVICES; i++)
    n += mado_device_check_is_busy (check_of (self, i));
  return n;
}

static void
look_at_all (MadoDevicesPage *self)
{
  for (guint i = 0; i < N_DEVICES; i++)
    mado_device_check_look (check_of (self, i));
}

static void
changed_cb (MadoDevicesPage *self)
{
  guint n = self->scroller != NULL ? count_busy (self) : 0;
  g_autofree char *number = g_strdup_printf ("%u", n), *text = NULL;

  if (self->scroller == NULL)
    return;
  text = n > 0 ? g_strdup_printf (_("%s devices are being tested; Esc stops."), number) : NULL;
  mado_page_busy (MADO_PAGE (self), text);
  mado_page_keys_changed (MADO_PAGE (self));
}

/* For the help desk: nothing of it is personal, nothing of a visitor. */
static void
copy (MadoDevicesPage *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (mado_clock_now_ms (mado_context_get_clock (self->context)) / 1000);
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d %H:%M");
  const char *window = mado_preferences_get (mado_context_get_preferences (self->context), MADO_PREFERENCE_WINDOW);

  g_string_append_printf (text, _("Madoguchi %s, %s, window %s"), MADO_VERSION, when, *window ? window : "―");
  g_string_append_c (text, '\n');
  for (guint i = 0; i < N_DEVICES; i++)
    mado_device_row_describe (self->rows[i], text);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("The results were copied. Paste them into a mail or a chat to the help desk."));
}

/* --- as a page ----------------------------------------------------------------------- */

static const char *
page_get_title (MadoPage *page)
{
  return _("Devices");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  return g_str_equal (command, MADO_COMMAND_CLOSE) || g_str_equal (command, MADO_COMMAND_NEXT_STAGE) ||
         g_str_equal (command, MADO_COMMAND_NEXT_GAP) || g_str_equal (command, MADO_COMMAND_PRINT);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE) || g_str_equal (command, MADO_COMMAND_NEXT_GAP))
    return _("Test all");
  return g_str_equal (command, MADO_COMMAND_PRINT) ? _("Copy the results") : NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoDevicesPage *self = MADO_DEVICES_PAGE (page);

  if (!page_can (page, command))
    return FALSE;
  if (g_str_equal (command, MADO_COMMAND_PRINT))
    copy (self);
  else if (!g_str_equal (command, MADO_COMMAND_CLOSE))
    look_at_all (self);
  else if (count_busy (self) == 0)
    mado_page_close (page);
  else
    for (guint i = 0; i < N_DEVICES; i++)
      mado_device_check_stop (check_of (self, i));
  return TRUE;
}

static gboolean
page_key (MadoPage        *page,
          guint            keyval,
          GdkModifierType  state)
{
  gunichar c = gdk_keyval_to_unicode (keyval);

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK) || c < '1' || c >= '1' + N_DEVICES)
    return FALSE;
  mado_device_check_look (check_of (MADO_DEVICES_PAGE (page), c - '1'));
  return TRUE;
}

static gboolean
page_scanned (MadoPage   *page,
              const char *code)
{
  for (guint i = 0; i < N_DEVICES; i++)
    mado_device_check_scanned (check_of (MADO_DEVICES_PAGE (page), i), code);
  return TRUE;
}

static void
page_focus_first (MadoPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (page));
}

static void
page_iface_init (MadoPageInterface *iface)
{
  iface->get_title = page_get_title;
  iface->can = page_can;
  iface->get_label = page_get_label;
  iface->perform = page_perform;
  iface->key = page_key;
  iface->scanned = page_scanned;
  iface->focus_first = page_focus_first;
}

/* --- the type ------------------------------------------------------------------------------ */

static void
mado_devices_page_dispose (GObject *object)
{
  MadoDevicesPage *self = MADO_DEVICES_PAGE (object);

  if (self->scroller != NULL)
    for (guint i = 0; i < N_DEVICES; i++)
      {
        g_signal_handlers_disconnect_by_data (check_of (self, i), self);
        mado_device_check_stop (check_of (self, i));
      }
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mado_devices_page_parent_class)->dispose (object);
}

static void
mado_devices_page_class_init (MadoDevicesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_devices_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "devicespage");
}

static void
mado_devices_page_init (MadoDevicesPage *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/* Two columns: on the left what reads, on the right what prints and sends. */
static void
add_rows (MadoDevicesPage *self)
{
  static MadoDeviceCheck *(*const makers[N_DEVICES]) (MadoContext *context) = {
    mado_reader_device_new, mado_camera_device_new, mado_scanner_device_new,
    mado_a4_device_new, mado_receipt_device_new, mado_server_device_new,
  };
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 28);

  gtk_box_set_homogeneous (GTK_BOX (columns), TRUE);
  for (guint c = 0; c < 2; c++)
    {
      GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

      for (guint i = c * N_DEVICES / 2; i < (c + 1) * N_DEVICES / 2; i++)
        {
          g_autoptr (MadoDeviceCheck) check = makers[i] (self->context);
          GtkWidget *row = mado_device_row_new (i + 1, check);

          g_signal_connect_swapped (check, "changed", G_CALLBACK (changed_cb), self);
          gtk_box_append (GTK_BOX (column), row);
          self->rows[i] = MADO_DEVICE_ROW (row);
        }
      gtk_box_append (GTK_BOX (columns), column);
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), columns);
}

MadoPage *
mado_devices_page_new (MadoContext *context)
{
  MadoDevicesPage *self = g_object_new (MADO_TYPE_DEVICES_PAGE, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->context = g_object_ref (context);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (scroller, GTK_WIDGET (self));
  self->scroller = scroller;
  add_rows (self);
  look_at_all (self);
  return MADO_PAGE (self);
}
