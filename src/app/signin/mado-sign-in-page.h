/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-page.h"
#include "app/signin/mado-door.h"

G_BEGIN_DECLS

/**
 * MadoSignInPage:
 *
 * Staff id and password; on the first run the place is set up with the
 * server's address and a code, or to work alone. It is the curtain too: then
 * it names who works here; his password lifts it, and another person takes the
 * desk over with his own number. And it is where a colleague who never worked
 * at this computer gets his key while somebody is signed in.
 *
 * Properties "curtain" and "colleague" (write-only) say which of these it is.
 *
 * Signals:
 *   "let-in" ()  the context is signed in (or the curtain is lifted)
 */
#define MADO_TYPE_SIGN_IN_PAGE (mado_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoSignInPage, mado_sign_in_page, MADO, SIGN_IN_PAGE, GtkWidget)

MadoSignInPage *mado_sign_in_page_new (MadoContext *context,
                                       MadoDoor    *door);

G_END_DECLS
