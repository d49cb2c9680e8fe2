/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-page.h"

#include "core/base/mado-id.h"

G_DEFINE_INTERFACE (MadoPage, mado_page, GTK_TYPE_WIDGET)

enum
{
  KEYS_CHANGED,
  MESSAGE,
  BUSY,
  CLOSE_PAGE,
  OPEN_RECORD,
  OPEN_PAGE,
  OPEN_CODE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
mado_page_default_init (MadoPageInterface *iface)
{
  signals[KEYS_CHANGED] = g_signal_new ("keys-changed", MADO_TYPE_PAGE, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MESSAGE] = g_signal_new ("message", MADO_TYPE_PAGE, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
  signals[BUSY] = g_signal_new ("busy", MADO_TYPE_PAGE, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CLOSE_PAGE] = g_signal_new ("close-page", MADO_TYPE_PAGE, G_SIGNAL_RUN_LAST,
                                      0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPEN_RECORD] = g_signal_new ("open-record", MADO_TYPE_PAGE, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[OPEN_CODE] = g_signal_new ("open-code", MADO_TYPE_PAGE, G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OPEN_PAGE] = g_signal_new ("open-page", MADO_TYPE_PAGE, G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 1, MADO_TYPE_PAGE);
}

const char *
mado_page_get_title (MadoPage *self)
{
  MadoPageInterface *iface = MADO_PAGE_GET_IFACE (self);

  return iface->get_title ? iface->get_title (self) : "";
}

gboolean
mado_page_can (MadoPage   *self,
               const char *command)
{
  MadoPageInterface *iface = MADO_PAGE_GET_IFACE (self);

  return iface->can && iface->can (self, command);
}

const char *
mado_page_get_label (MadoPage   *self,
                     const char *command)
{
  MadoPageInterface *iface = MADO_PAGE_GET_IFACE (self);

  return iface->get_label ? iface->get_label (self, command) : NULL;
}

gboolean
mado_page_perform (MadoPage   *self,
                   const char *command)
{
  MadoPageInterface *iface = MADO_PAGE_GET_IFACE (self);

  return iface->perform && iface->perform (self, command);
}

gboolean
mado_page_key (MadoPage        *self,
               guint            keyval,
               GdkModifierType  state)
{
  MadoPageInterface *iface = MADO_PAGE_GET_IFACE (self);

  return iface->key && iface->key (self, keyval, state);
}

gboolean
mado_page_scanned (MadoPage   *self,
                   const char *code)
{
  MadoPageInterface *iface = MADO_PAGE_GET_IFACE (self);

  return iface->scanned && iface->scanned (self, code);
}

gboolean
mado_page_picture (MadoPage *self,
                   GBytes   *picture)
{
  MadoPageInterface *iface = MADO_PAGE_GET_IFACE (self);

  return iface->picture && iface->picture (self, picture);
}

void
mado_page_focus_first (MadoPage *self)
{
  MadoPageInterface *iface = MADO_PAGE_GET_IFACE (self);

  if (iface->focus_first)
    iface->focus_first (self);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

void
mado_page_keep (MadoPage *self)
{
  MadoPageInterface *iface = MADO_PAGE_GET_IFACE (self);

  if (iface->keep)
    iface->keep (self);
}

void
mado_page_keys_changed (MadoPage *self)
{
  g_signal_emit (self, signals[KEYS_CHANGED], 0);
}

void
mado_page_message (MadoPage        *self,
                   MadoMessageKind  kind,
                   const char      *format,
                   ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  g_signal_emit (self, signals[MESSAGE], 0, kind, text);
}

void
mado_page_busy (MadoPage   *self,
                const char *text)
{
  g_signal_emit (self, signals[BUSY], 0, text);
}

void
mado_page_close (MadoPage *self)
{
  g_signal_emit (self, signals[CLOSE_PAGE], 0);
}

void
mado_page_open (MadoPage *self,
                MadoPage *page)
{
  g_autoptr (MadoPage) taken = g_object_ref_sink (page);

  g_signal_emit (self, signals[OPEN_PAGE], 0, taken);
}
