/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"
#include "print/mado-form-print.h"

G_BEGIN_DECLS

/* A visit's application forms, filled in as they print. */

/* One MadoFormPrint for each layout of the procedure (full); NULL and an error
 * if a layout cannot be read. */
GPtrArray *mado_counter_forms_new   (MadoCounter  *counter,
                                     const char   *procedure,
                                     GError      **error);
/* Record paths that the procedure's form shows, sorted (full). */
char     **mado_counter_forms_paths (MadoCounter  *counter,
                                     const char   *procedure);

G_END_DECLS
