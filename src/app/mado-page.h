/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/mado-command.h"

G_BEGIN_DECLS

/**
 * MadoPage:
 *
 * A screen inside the window. The window asks it what it can do now (key bar,
 * actions), hands it commands, plain keys and scanned codes, and shows what it
 * has to say. Properties go down, signals go up: a page never reaches for its
 * window.
 *
 * Signals:
 *   "keys-changed" ()                              what mado_page_can() or a label says is different now
 *   "message" (MadoMessageKind kind, char *text)   for the foot line; stays until answered
 *   "busy" (char *text or NULL)                    a line about work that is going on
 *   "close-page" ()                                the page is done: back to the list
 *   "open-record" (MadoId *record)                 open another case
 *   "open-code" (char *code)                       a code was found: open what it names
 *   "open-page" (MadoPage *page)                   another page of this workplace takes its place
 */
typedef enum
{
  MADO_MESSAGE_INFO,    /* what happened; the next one takes its place */
  MADO_MESSAGE_WARNING, /* stays until answered */
  MADO_MESSAGE_ERROR,   /* stays until answered */
} MadoMessageKind;

#define MADO_TYPE_PAGE (mado_page_get_type ())
G_DECLARE_INTERFACE (MadoPage, mado_page, MADO, PAGE, GtkWidget)

struct _MadoPageInterface
{
  GTypeInterface parent_iface;

  /* Shown in the title bar: "107 転入 受付". Transfer none. */
  const char *(*get_title)   (MadoPage *self);
  /* May the command be given now? Unknown names: FALSE. */
  gboolean    (*can)         (MadoPage *self, const char *command);
  /* What the key does here, for the key bar; NULL = the table's label. */
  const char *(*get_label)   (MadoPage *self, const char *command);
  /* Does it; FALSE lets the window answer (or nothing happen). */
  gboolean    (*perform)     (MadoPage *self, const char *command);
  /* A key that is no command, while no text field has the focus and no input
   * method composes: the digits of guidance and of choices. */
  gboolean    (*key)         (MadoPage *self, guint keyval, GdkModifierType state);
  /* A code that was read (normalised, "MG1:…" or a short code); FALSE: the
   * window opens the case it names. */
  gboolean    (*scanned)     (MadoPage *self, const char *code);
  /* An encoded picture without a code of ours: that of a paper. FALSE: no paper
   * is read here now. */
  gboolean    (*picture)     (MadoPage *self, GBytes *picture);
  /* Puts the focus where the person goes on. */
  void        (*focus_first) (MadoPage *self);
  /* Saves what is in the fields as drafts; before the page goes out of sight
   * and before the window closes. */
  void        (*keep)        (MadoPage *self);
};

const char *mado_page_get_title    (MadoPage        *self);
gboolean    mado_page_can          (MadoPage        *self,
                                    const char      *command);
const char *mado_page_get_label    (MadoPage        *self,
                                    const char      *command);
gboolean    mado_page_perform      (MadoPage        *self,
                                    const char      *command);
gboolean    mado_page_key          (MadoPage        *self,
                                    guint            keyval,
                                    GdkModifierType  state);
gboolean    mado_page_scanned      (MadoPage        *self,
                                    const char      *code);
gboolean    mado_page_picture      (MadoPage        *self,
                                    GBytes          *picture);
void        mado_page_focus_first  (MadoPage        *self);
void        mado_page_keep         (MadoPage        *self);

/* For implementations. */
void        mado_page_keys_changed (MadoPage        *self);
void        mado_page_message      (MadoPage        *self,
                                    MadoMessageKind  kind,
                                    const char      *format,
                                    ...) G_GNUC_PRINTF (3, 4);
void        mado_page_busy         (MadoPage        *self,
                                    const char      *text);
void        mado_page_close        (MadoPage        *self);
/* Sinks a floating reference. */
void        mado_page_open         (MadoPage        *self,
                                    MadoPage        *page);

G_END_DECLS
