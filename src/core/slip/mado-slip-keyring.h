/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/crypto/mado-crypto.h"

G_BEGIN_DECLS

/**
 * MadoSlipKeyring:
 *
 * The weekly keys of one city that this device holds: the previous two, the
 * current and the next two weeks'; and the box keys, with which it opens what
 * visitors prepared elsewhere. Keys come from the server (or a key file);
 * nothing secret is computed from the clock. Reference counted; keys are
 * wiped when it goes. Filled first, then only read, it may be shared between
 * threads.
 */
typedef struct _MadoSlipKeyring MadoSlipKeyring;

MadoSlipKeyring *mado_slip_keyring_new      (const char            *city);
MadoSlipKeyring *mado_slip_keyring_ref      (MadoSlipKeyring       *self);
void             mado_slip_keyring_unref    (MadoSlipKeyring       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoSlipKeyring, mado_slip_keyring_unref)

const char      *mado_slip_keyring_get_city (MadoSlipKeyring       *self);
/* @number names the key in a slip; it is good for slips issued from @from up
 * to, not including, @to (ms). A number that is there already is replaced. */
void             mado_slip_keyring_add      (MadoSlipKeyring       *self,
                                             guint16                number,
                                             gint64                 from,
                                             gint64                 to,
                                             const guint8           key[MADO_KEY_BYTES]);
guint            mado_slip_keyring_get_size (MadoSlipKeyring       *self);
/* The key for a slip issued at @now, or NULL. Borrowed. */
const guint8    *mado_slip_keyring_pick     (MadoSlipKeyring       *self,
                                             gint64                 now,
                                             guint16               *number);
/* Borrowed, or NULL. */
const guint8    *mado_slip_keyring_lookup   (MadoSlipKeyring       *self,
                                             guint16                number);

/* A box key: drafts that name @number are closed for its public half. A number
 * that is there already is replaced. */
void             mado_slip_keyring_add_box    (MadoSlipKeyring     *self,
                                               guint16              number,
                                               MadoSecretKey       *key);
/* Borrowed, or NULL. */
MadoSecretKey   *mado_slip_keyring_lookup_box (MadoSlipKeyring     *self,
                                               guint16              number);

G_END_DECLS
