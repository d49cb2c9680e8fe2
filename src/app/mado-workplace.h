/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoWorkplace:
 *
 * What makes pages for records: the counter is one, reception, kiosk and the
 * others follow. The window knows no page of a workplace by type.
 */
#define MADO_TYPE_WORKPLACE (mado_workplace_get_type ())
G_DECLARE_INTERFACE (MadoWorkplace, mado_workplace, MADO, WORKPLACE, GObject)

struct _MadoWorkplaceInterface
{
  GTypeInterface parent_iface;

  /* What it is called in the strip of workplaces, translated and short. NULL for
   * the counter alone, whose home is the list of the day. */
  const char *(*get_name)  (MadoWorkplace *self);
  /* TRUE if this person works there; asked when somebody has signed in. NULL:
   * everybody does. */
  gboolean    (*is_for)    (MadoWorkplace *self, MadoContext *context);
  /* Its first page, made when it is first asked for and then kept. It shows
   * itself at once and loads by itself. Floating reference. */
  MadoPage   *(*make_home) (MadoWorkplace *self, MadoContext *context);

  /* All that follows may be NULL: nothing of the kind is opened there. */

  /* A page for a case that is here. It shows itself at once and loads the
   * record by itself; failures come as "message". Floating reference. */
  MadoPage *(*open_case) (MadoWorkplace *self, MadoContext *context, const MadoId *record);
  /* A page for a new case: asks for the ticket and the event. */
  MadoPage *(*new_case)  (MadoWorkplace *self, MadoContext *context);
  /* Reads a scanned slip or a short code and makes the page of the case that it
   * names. What is in front stays there until the page is ready, and stays for
   * good if there is none. */
  void      (*open_code_async)  (MadoWorkplace *self, MadoContext *context, const char *code,
                                 GAsyncReadyCallback callback, gpointer data);
  MadoPage *(*open_code_finish) (MadoWorkplace *self, GAsyncResult *result, char **note, GError **error);
};

const char *mado_workplace_get_name (MadoWorkplace *self);
gboolean  mado_workplace_is_for     (MadoWorkplace *self,
                                     MadoContext   *context);
MadoPage *mado_workplace_make_home  (MadoWorkplace *self,
                                     MadoContext   *context);
/* Whether cases are opened and begun here. */
gboolean  mado_workplace_has_cases  (MadoWorkplace *self);
gboolean  mado_workplace_has_codes  (MadoWorkplace *self);
MadoPage *mado_workplace_open_case (MadoWorkplace *self,
                                    MadoContext   *context,
                                    const MadoId  *record);
MadoPage *mado_workplace_new_case  (MadoWorkplace *self,
                                    MadoContext   *context);
void      mado_workplace_open_code_async  (MadoWorkplace        *self,
                                           MadoContext          *context,
                                           const char           *code,
                                           GAsyncReadyCallback   callback,
                                           gpointer              data);
/* Transfer full. @note: what to tell about the code once the page is in front
 * (older, past its date), or NULL. INVALID: the code is not for us, another
 * workplace may know it. The message is a whole sentence with a way on. */
MadoPage *mado_workplace_open_code_finish (MadoWorkplace        *self,
                                           GAsyncResult         *result,
                                           char                **note,
                                           GError              **error);

G_END_DECLS
