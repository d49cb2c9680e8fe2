/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/counter/mado-counter.h"

G_BEGIN_DECLS

/**
 * MadoStage:
 *
 * One step of the visit in the middle of the counter page. It shows what the
 * MadoCounter says ("refresh" after each change) and tells it what was typed.
 *
 * Signals:
 *   "done" ()           go on to the next stage
 *   "keys-changed" ()   can() says something else
 *   "message" (int kind, char *text)
 */
#define MADO_TYPE_STAGE (mado_stage_get_type ())
G_DECLARE_INTERFACE (MadoStage, mado_stage, MADO, STAGE, GtkWidget)

struct _MadoStageInterface
{
  GTypeInterface parent_iface;

  /* Shown in the list of stages: 世帯, 案内 … */
  const char *(*get_title)   (MadoStage *self);
  /* Does this case have the stage at all? */
  gboolean    (*applies)     (MadoStage *self);
  /* Nothing left to do here. */
  gboolean    (*is_complete) (MadoStage *self);
  void        (*refresh)     (MadoStage *self);
  void        (*focus_first) (MadoStage *self);
  gboolean    (*can)         (MadoStage *self, const char *command);
  gboolean    (*perform)     (MadoStage *self, const char *command);
  gboolean    (*key)         (MadoStage *self, guint keyval, GdkModifierType state);
  /* Takes over what stands in the fields; FALSE: something is wrong, it has
   * the focus now. */
  gboolean    (*leave)       (MadoStage *self);
};

const char *mado_stage_get_title   (MadoStage *self);
gboolean    mado_stage_applies     (MadoStage *self);
gboolean    mado_stage_is_complete (MadoStage *self);
void        mado_stage_refresh     (MadoStage *self);
void        mado_stage_focus_first (MadoStage *self);
gboolean    mado_stage_can         (MadoStage *self, const char *command);
gboolean    mado_stage_perform     (MadoStage *self, const char *command);
gboolean    mado_stage_key         (MadoStage *self, guint keyval, GdkModifierType state);
gboolean    mado_stage_leave       (MadoStage *self);

/* For implementations. */
void        mado_stage_done         (MadoStage *self);
void        mado_stage_keys_changed (MadoStage *self);
void        mado_stage_message      (MadoStage *self, int kind, const char *text);
/* 1-9 of the main row or the ten-key, any width; 0 if it is none. */
guint       mado_stage_digit        (guint keyval);

G_END_DECLS
