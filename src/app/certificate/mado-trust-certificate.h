/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/render/mado-pdf-contents.h"

G_BEGIN_DECLS

/*
 * What the certificates in a signature say, in words for the counter: holder,
 * issuer, dates, and how they hang together. All of it is what stands in the
 * document; whether the issuer is to be believed is not said here.
 */

/* Sentences about them. @now: seconds. */
void      mado_trust_add_certificates (GStrvBuilder           *builder,
                                       const MadoPdfSignature *signature,
                                       gint64                  now);
/* Could the signer's certificate be read, and was it valid on the day of the
 * signature (as the signer's computer said)? */
gboolean  mado_trust_was_valid        (const MadoPdfSignature *signature);
/* 令和8年4月1日（2026）; "?" for what the calendar does not know. */
char     *mado_trust_day              (gint64                  seconds);

G_END_DECLS
