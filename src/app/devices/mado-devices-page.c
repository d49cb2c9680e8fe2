/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/devices/mado-devices-page.h"

#include <glib/gi18n.h>

#include "core/base/mado-training.h"
#include "device/camera/mado-camera.h"
#include "device/card/mado-card-session.h"

typedef enum { READER, CAMERA, SCANNER, A4, RECEIPT, SERVER, N_DEVICES } Device;
typedef enum { LOOKING, GOOD, OPEN, WRONG } State;

struct _MadoDevicesPage
{
  GtkWidget        parent_instance;

  GtkWidget       *box;
  GtkWidget       *lines[N_DEVICES];

  /* owned */
  MadoContext     *context;
  MadoCardSession *reader; /* nullable: while it is looked at */
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoDevicesPage, mado_devices_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

static const char *
title_of (Device device)
{
  switch (device)
    {
    case READER:
      return _("Card reader");
    case CAMERA:
      return _("Camera");
    case SCANNER:
      return _("Scanner");
    case A4:
      return _("Printer for A4");
    case RECEIPT:
      return _("Printer for receipts");
    case SERVER:
    case N_DEVICES:
    default:
      return _("Server");
    }
}

static void
tell (MadoDevicesPage *self,
      Device           device,
      State            state,
      const char      *text)
{
  static const char *const marks[] = { "…", "✓", "○", "✗" };
  g_autofree char *line = g_strdup_printf ("%s  %s：%s", marks[state], title_of (device), text);

  gtk_label_set_text (GTK_LABEL (self->lines[device]), line);
  if (state == WRONG)
    gtk_widget_add_css_class (self->lines[device], "fault");
  else
    gtk_widget_remove_css_class (self->lines[device], "fault");
}

/* --- card reader --------------------------------------------------------------------- */

static void
reader_cb (MadoCardSession *session,
           MadoDevicesPage *self)
{
  MadoCardResult result = mado_card_session_get_result (session);
  MadoCardKind kind = mado_card_session_get_kind (session);
  g_autofree char *sentence = mado_card_result_sentence (result, kind, MADO_CARD_SECRET_NONE, -1);

  if (result == MADO_CARD_OK)
    {
      g_autofree char *found = g_strdup_printf (_("works; there is a card: %s"), mado_card_kind_title (kind));

      tell (self, READER, GOOD, found);
    }
  else if (result == MADO_CARD_NO_CARD)
    tell (self, READER, GOOD, _("works; there is no card on it"));
  else if (result == MADO_CARD_WRONG_CARD)
    tell (self, READER, GOOD, _("works; there is a card that this program does not read"));
  else
    tell (self, READER, WRONG, sentence ? sentence : "");
  g_clear_object (&self->reader);
}

static void
look_at_reader (MadoDevicesPage *self)
{
  const MadoCardOrder order = { .task = MADO_CARD_TASK_IDENTIFY, .timeout_ms = 5000 };

  if (self->reader != NULL)
    return;
  tell (self, READER, LOOKING, _("is being looked at"));
  self->reader = mado_card_process_new (&order);
  g_signal_connect (self->reader, "ended", G_CALLBACK (reader_cb), self);
  mado_card_session_start (self->reader);
}

/* --- camera ---------------------------------------------------------------------------- */

static void
cameras_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  g_task_return_pointer (task, mado_camera_list (), (GDestroyNotify) g_strfreev);
}

static void
cameras_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  MadoDevicesPage *self = MADO_DEVICES_PAGE (object);
  g_auto (GStrv) names = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *all = names != NULL ? g_strjoinv ("、", names) : NULL;

  if (self->box == NULL)
    return;
  if (all != NULL && *all != '\0')
    tell (self, CAMERA, GOOD, all);
  else
    tell (self, CAMERA, OPEN, _("none was found. Plug it in again; without one codes are read by the scanner or from files."));
}

static void
look_at_cameras (MadoDevicesPage *self)
{
  g_autoptr (GTask) task = NULL;

  if (mado_training_is_on ())
    {
      tell (self, CAMERA, GOOD, _("the one of training; Ctrl+Shift+T chooses what is before it"));
      return;
    }
  task = g_task_new (self, NULL, cameras_cb, NULL);
  tell (self, CAMERA, LOOKING, _("is being looked at"));
  g_task_run_in_thread (task, cameras_thread);
}

/* --- printers, server --------------------------------------------------------------------- */

static void
look_at_printer (MadoDevicesPage *self,
                 Device           device,
                 const char      *preference)
{
  const char *name = mado_preferences_get (mado_context_get_preferences (self->context), preference);
  const char *folder = g_str_has_prefix (name, "folder:") ? name + strlen ("folder:") : NULL;
  g_autofree char *text = NULL;

  if (folder != NULL && !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      text = g_strdup_printf (_("the folder %s is not there. Choose another in the preferences."), folder);
      tell (self, device, WRONG, text);
      return;
    }
  text = *name == '\0' ? g_strdup (_("the printer of the system")) : g_strdup (folder ? folder : name);
  tell (self, device, OPEN, text);
}

static void
look_at_server (MadoDevicesPage *self)
{
  MadoConnection *connection = mado_context_get_connection (self->context);
  g_autofree char *text = mado_connection_describe (connection);
  g_autofree char *clock = mado_connection_describe_clock (connection);

  if (clock != NULL)
    tell (self, SERVER, WRONG, clock);
  else
    tell (self, SERVER, mado_connection_get_link (connection) == MADO_LINK_ONLINE ? GOOD : OPEN, text);
}

static void
look (MadoDevicesPage *self)
{
  look_at_reader (self);
  look_at_cameras (self);
  tell (self, SCANNER, OPEN, _("let it read any code now; if nothing happens, see its plug and the preferences."));
  look_at_printer (self, A4, MADO_PREFERENCE_A4_PRINTER);
  look_at_printer (self, RECEIPT, MADO_PREFERENCE_RECEIPT_PRINTER);
  look_at_server (self);
}

/* --- as a page ------------------------------------------------------------------------------- */

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
         g_str_equal (command, MADO_COMMAND_NEXT_FIELD);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  return g_str_equal (command, MADO_COMMAND_NEXT_STAGE) ? _("Look again") : NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  if (!page_can (page, command))
    return FALSE;
  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    mado_page_close (page);
  else
    look (MADO_DEVICES_PAGE (page));
  return TRUE;
}

static gboolean
page_scanned (MadoPage   *page,
              const char *code)
{
  tell (MADO_DEVICES_PAGE (page), SCANNER, GOOD, _("works; a code was read"));
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
  iface->scanned = page_scanned;
  iface->focus_first = page_focus_first;
}

/* --- the type ------------------------------------------------------------------------------------ */

static void
mado_devices_page_dispose (GObject *object)
{
  MadoDevicesPage *self = MADO_DEVICES_PAGE (object);

  if (self->reader != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->reader, self);
      mado_card_session_cancel (self->reader);
    }
  g_clear_object (&self->reader);
  g_clear_pointer (&self->box, gtk_widget_unparent);
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
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  for (guint i = 0; i < N_DEVICES; i++)
    {
      self->lines[i] = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (self->lines[i]), 0);
      gtk_label_set_wrap (GTK_LABEL (self->lines[i]), TRUE);
      gtk_box_append (GTK_BOX (self->box), self->lines[i]);
    }
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

MadoPage *
mado_devices_page_new (MadoContext *context)
{
  MadoDevicesPage *self = g_object_new (MADO_TYPE_DEVICES_PAGE, NULL);

  self->context = g_object_ref (context);
  look (self);
  return MADO_PAGE (self);
}
