/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/slip/mado-slip.h"

G_BEGIN_DECLS

/* A made-up move-in case and a small field dictionary of its own: enough for
 * the tests, the bench and the fuzzer, and proof that the codec needs no pack. */

#define SAMPLE_CITY "022993"
#define SAMPLE_NOW  G_GINT64_CONSTANT (1777600800000) /* 2026-05-01 11:00 in Japan */

/* The newest commit: a minute and a bit before, the third of its millisecond. */
#define SAMPLE_CLOCK ((guint64) (SAMPLE_NOW - 61234) << 16 | 2)

extern const MadoSlipFields sample_fields;

/* @persons in the household, @values a person (10 is identity alone), seven
 * procedures, two sections, one signature over four forms. */
MadoSlip        *sample_slip    (guint persons,
                                 guint values);
MadoSlipKeyring *sample_keyring (void); /* the week of SAMPLE_NOW, one before, one after */
MadoSecretKey   *sample_device  (void);
gboolean         sample_issuer  (const MadoId *device,
                                 guint8        sign_public[32],
                                 gpointer      known); /* (nullable): NULL knows nobody */

G_END_DECLS
