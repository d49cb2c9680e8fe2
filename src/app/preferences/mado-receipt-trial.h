/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"

G_BEGIN_DECLS

/* A test print on the receipt printer of this place, or (@print FALSE) a
 * question how it is; in a thread. A test print is not kept: what fails is
 * told, and tried again by a person. */
void  mado_receipt_trial_async  (MadoContext          *context,
                                 gboolean              print,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              data);
/* (transfer full): a sentence about what happened; %NULL: it did not. */
char *mado_receipt_trial_finish (GAsyncResult         *result,
                                 GError              **error);

G_END_DECLS
