/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* Numbers of issued documents, "R8-12-0001" (README.md of core/model): fiscal
 * year, the computer's own number in the city, and a count that begins anew
 * each year. Sealed setting "issue-numbers": CBOR [computer, year, next, year,
 * next …]. All block: a worker thread. Safe from several threads. */

/* The computer's own number, 0 if it has none yet. */
guint64  mado_issue_numbers_get_computer (MadoStore   *store,
                                          GError     **error);
/* Once, from the server's lease; a second one changes nothing. */
gboolean mado_issue_numbers_set_computer (MadoStore   *store,
                                          guint64      computer,
                                          GError     **error);
/* The next number of the fiscal year that holds @ms (Japan's time); used up
 * for good before it is given out. NOT_FOUND: the computer has no number yet. */
char    *mado_issue_numbers_take         (MadoStore   *store,
                                          gint64       ms,
                                          GError     **error);

G_END_DECLS
