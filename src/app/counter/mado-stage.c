/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-stage.h"

G_DEFINE_INTERFACE (MadoStage, mado_stage, GTK_TYPE_WIDGET)

enum { DONE, KEYS_CHANGED, MESSAGE, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
never (MadoStage  *self,
       const char *command)
{
  return FALSE;
}

static gboolean
no_key (MadoStage       *self,
        guint            keyval,
        GdkModifierType  state)
{
  return FALSE;
}

static gboolean
always (MadoStage *self)
{
  return TRUE;
}

static void
mado_stage_default_init (MadoStageInterface *iface)
{
  iface->applies = always;
  iface->is_complete = always;
  iface->can = never;
  iface->perform = never;
  iface->key = no_key;
  iface->leave = always;
  signals[DONE] = g_signal_new ("done", MADO_TYPE_STAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[KEYS_CHANGED] = g_signal_new ("keys-changed", MADO_TYPE_STAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  signals[MESSAGE] = g_signal_new ("message", MADO_TYPE_STAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_INT, G_TYPE_STRING);
}

const char *
mado_stage_get_title (MadoStage *self)
{
  return MADO_STAGE_GET_IFACE (self)->get_title (self);
}

gboolean
mado_stage_applies (MadoStage *self)
{
  return MADO_STAGE_GET_IFACE (self)->applies (self);
}

gboolean
mado_stage_is_complete (MadoStage *self)
{
  return MADO_STAGE_GET_IFACE (self)->is_complete (self);
}

void
mado_stage_refresh (MadoStage *self)
{
  MADO_STAGE_GET_IFACE (self)->refresh (self);
}

void
mado_stage_focus_first (MadoStage *self)
{
  MADO_STAGE_GET_IFACE (self)->focus_first (self);
}

gboolean
mado_stage_can (MadoStage  *self,
                const char *command)
{
  return MADO_STAGE_GET_IFACE (self)->can (self, command);
}

gboolean
mado_stage_perform (MadoStage  *self,
                    const char *command)
{
  return MADO_STAGE_GET_IFACE (self)->perform (self, command);
}

gboolean
mado_stage_key (MadoStage       *self,
                guint            keyval,
                GdkModifierType  state)
{
  return MADO_STAGE_GET_IFACE (self)->key (self, keyval, state);
}

gboolean
mado_stage_leave (MadoStage *self)
{
  return MADO_STAGE_GET_IFACE (self)->leave (self);
}

void
mado_stage_done (MadoStage *self)
{
  g_signal_emit (self, signals[DONE], 0);
}

void
mado_stage_keys_changed (MadoStage *self)
{
  g_signal_emit (self, signals[KEYS_CHANGED], 0);
}

void
mado_stage_message (MadoStage  *self,
                    int         kind,
                    const char *text)
{
  g_signal_emit (self, signals[MESSAGE], 0, kind, text);
}

guint
mado_stage_digit (guint keyval)
{
  if (keyval >= GDK_KEY_1 && keyval <= GDK_KEY_9)
    return keyval - GDK_KEY_0;
  if (keyval >= GDK_KEY_KP_1 && keyval <= GDK_KEY_KP_9)
    return keyval - GDK_KEY_KP_0;
  return 0;
}
