/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/procedure/mado-pack.h"
#include "core/slip/mado-slip.h"
#include "core/store/mado-store.h"

G_BEGIN_DECLS

/**
 * MadoScanned:
 *
 * What a code that was read at this desk says: whose case it is, and what has
 * to be told about it. Judged before anything on the screen changes; the values
 * of a slip that knows more than this computer are laid under the record here.
 */
typedef struct
{
  MadoId record;
  char  *note;     /* nullable: older, diverged, past its date, from a citizen */
  MadoSlip *draft; /* nullable: what a visitor prepared and no window has taken yet */
} MadoScanned;

/* Blocks: a worker thread. @code: a slip's text or a case number, as scanned or
 * typed. @scope: the desk or centre. On error nothing was changed; the message
 * is a whole sentence with a way on. INVALID: it is no code of ours. */
MadoScanned *mado_scanned_read (MadoStore    *store,
                                MadoPack     *pack,
                                MadoClock    *clock,
                                const char   *scope,
                                const char   *code,
                                GError      **error);
void         mado_scanned_free (MadoScanned  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoScanned, mado_scanned_free)

G_END_DECLS
