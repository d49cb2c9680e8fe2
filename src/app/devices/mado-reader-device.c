/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/devices/mado-device-check.h"
#include "device/card/mado-card-session.h"
#include "device/check/mado-reader-check.h"
#include "device/check/mado-usb-list.h"

/* The card reader: a card that lies on it is only asked what it is. */
#define MADO_TYPE_READER_DEVICE (mado_reader_device_get_type ())
G_DECLARE_FINAL_TYPE (MadoReaderDevice, mado_reader_device, MADO, READER_DEVICE, MadoDeviceCheck)

struct _MadoReaderDevice
{
  MadoDeviceCheck  parent_instance;
  MadoCardSession *session; /* nullable */
};

typedef struct
{
  MadoCardResult result;
  MadoCardKind   kind;
} Answer;

G_DEFINE_FINAL_TYPE (MadoReaderDevice, mado_reader_device, MADO_TYPE_DEVICE_CHECK)

static const char *
reader_get_title (MadoDeviceCheck *check)
{
  return _("Card reader");
}

static void
judge_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  const Answer *answer = data;
  g_auto (GStrv) plugged = mado_usb_list ("/sys/bus/usb/devices", MADO_USB_CLASS_SMART_CARD);

  mado_device_check_return (task, mado_reader_check_judge (answer->result, answer->kind, (const char *const *) plugged));
}

static void
drop_session (MadoReaderDevice *self)
{
  if (self->session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->session, self);
  mado_card_session_cancel (self->session);
  g_clear_object (&self->session);
}

static void
ended_cb (MadoCardSession  *session,
          MadoReaderDevice *self)
{
  Answer *answer = g_new (Answer, 1);

  answer->result = mado_card_session_get_result (session);
  answer->kind = mado_card_session_get_kind (session);
  drop_session (self);
  mado_device_check_run (MADO_DEVICE_CHECK (self), judge_thread, answer, g_free);
}

static void
reader_look (MadoDeviceCheck *check)
{
  MadoReaderDevice *self = MADO_READER_DEVICE (check);
  const MadoCardOrder order = { .task = MADO_CARD_TASK_IDENTIFY, .timeout_ms = 5000 };

  self->session = mado_card_process_new (&order);
  g_signal_connect (self->session, "ended", G_CALLBACK (ended_cb), self);
  mado_card_session_start (self->session);
}

static void
reader_stop (MadoDeviceCheck *check)
{
  drop_session (MADO_READER_DEVICE (check));
}

static void
mado_reader_device_class_init (MadoReaderDeviceClass *klass)
{
  MADO_DEVICE_CHECK_CLASS (klass)->get_title = reader_get_title;
  MADO_DEVICE_CHECK_CLASS (klass)->look = reader_look;
  MADO_DEVICE_CHECK_CLASS (klass)->stop = reader_stop;
}

static void
mado_reader_device_init (MadoReaderDevice *self)
{
}

MadoDeviceCheck *
mado_reader_device_new (MadoContext *context)
{
  return mado_device_check_new (MADO_TYPE_READER_DEVICE, context);
}
