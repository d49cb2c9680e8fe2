/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/common/mado-composed-scan.h"
#include "app/common/mado-foot-line.h"
#include "app/common/mado-key-bar.h"
#include "app/common/mado-preedit-guard.h"
#include "app/common/mado-scan-keys.h"
#include "app/mado-command.h"
#include "app/mado-window.h"
#include "device/scan/mado-wedge.h"

G_BEGIN_DECLS

struct _MadoWindow
{
  GtkApplicationWindow  parent_instance;

  /* Template children */
  GtkLabel             *page_title;
  GtkLabel             *place;
  GtkLabel             *link;
  GtkLabel             *staff;
  GtkBox               *places;
  GtkStack             *stack;
  MadoFootLine         *foot_line;
  MadoKeyBar           *key_bar;

  /* Owned */
  MadoContext          *context;
  MadoPreeditGuard     *guard;
  MadoComposedScan     *composed_scan;
  GPtrArray            *workplaces; /* MadoWorkplace* */
  guint                 at;         /* the workplace in front, an index of it */
  MadoPage             *homes[MADO_N_WORKPLACES]; /* nullable; kept; the first is the list */
  MadoPage             *list;       /* nullable; the page of the day, kept */
  MadoPage             *page;       /* nullable; in front */
  MadoPage             *gate;       /* nullable; sign-in and curtain */
  MadoPage             *behind;     /* nullable; what the curtain hides */
  char                 *hidden_by;  /* nullable; staff id of who drew the curtain */
  MadoScanKeys         *scan_keys;
  MadoSerialScan       *serial;     /* nullable; the one of the preferences */
  char                 *serial_address;
  gboolean              serial_open;
  guint                 serial_id;
  char                 *clock_warning;
  guint                 n_refused;  /* as the person was told */
  gint64                last_touch; /* monotonic, µs */
  guint                 idle_id;
  gboolean              asks_camera; /* cameras are being looked for, a person is being asked */
};

/* mado-window-gate.c: a colleague gets a key at this computer */
void     mado_window_add_colleague          (MadoWindow      *self);

/* mado-window-actions.c */
void     mado_window_class_install_commands (GtkWidgetClass  *klass);
gboolean mado_window_can                    (MadoWindow      *self,
                                             const char      *command);
gboolean mado_window_perform                (MadoWindow      *self,
                                             const char      *command);
void     mado_window_update_commands        (MadoWindow      *self);

/* mado-window-places.c: the workplaces and their homes */
gboolean mado_window_is_home                (MadoWindow      *self,
                                             MadoPage        *page);
gboolean mado_window_can_go                 (MadoWindow      *self,
                                             const char      *command);
void     mado_window_go                     (MadoWindow      *self,
                                             const char      *command);
void     mado_window_show_places            (MadoWindow      *self);
/* What one person had open in the workplaces is not the next one's. */
void     mado_window_drop_homes             (MadoWindow      *self);
/* Shows a page of the workplace @at. */
void     mado_window_show_page_of           (MadoWindow      *self,
                                             guint            at,
                                             MadoPage        *page);

/* mado-window-training.c: the bar of a program in training; the way into it */
void     mado_window_show_training          (MadoWindow      *self);
void     mado_window_open_training          (MadoWindow      *self);

/* mado-window-gate.c: sign-in, and the curtain after a while */
void     mado_window_watch_idleness         (MadoWindow      *self);

/* mado-window.c */
void     mado_window_take_in                (MadoWindow      *self,
                                             MadoPage        *page);
void     mado_window_bring_to_front         (MadoWindow      *self,
                                             MadoPage        *page);
void     mado_window_take_out               (MadoWindow      *self,
                                             MadoPage        *page);

/* mado-window-scan.c: a code from a picture file or the clipboard (F4) */
void     mado_window_scan                   (MadoWindow      *self);
/* A picture file, as if the person had chosen it. */
void     mado_window_scan_path              (MadoWindow      *self,
                                             const char      *path);
/* A picture file is asked for. */
void     mado_window_scan_file              (MadoWindow      *self);
/* What was read, ours or not: the person hears what it is. */
void     mado_window_open_scanned           (MadoWindow      *self,
                                             const char      *text);

/* mado-window-camera.c: the camera if there is one, else a file */
void     mado_window_scan_camera            (MadoWindow      *self);

/* mado-window-wedge.c: keyboard-wedge scanners */
void     mado_window_watch_scanner          (MadoWindow      *self);
void     mado_window_forget_scanner         (MadoWindow      *self);
void     mado_window_set_scanner_prefix     (MadoWindow      *self);
gboolean mado_window_offer_to_scanner       (MadoWindow      *self,
                                             guint            keyval,
                                             GdkModifierType  state,
                                             GdkEvent        *event);

/* mado-window-serial.c: a scanner on a serial line, as the preferences have it now */
void     mado_window_set_serial             (MadoWindow      *self);
void     mado_window_stop_serial            (MadoWindow      *self);

/* mado-window-keys.c */
void     mado_window_watch_keys             (MadoWindow      *self);
void     mado_window_touch                  (MadoWindow      *self);

G_END_DECLS
