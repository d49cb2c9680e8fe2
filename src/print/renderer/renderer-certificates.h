/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "print/render/mado-render-protocol.h"

G_BEGIN_DECLS

/**
 * RendererSeal:
 *
 * What lies in the /Contents of a signature: CMS (RFC 5652), and in it the
 * certificates (RFC 5280) that the signing program put there. All names are
 * what the file says; only whether a signature holds is computed. poppler-glib
 * of this version tells of a certificate no more than the signer's name.
 */
typedef struct
{
  MadoPdfSealState  state;
  char             *signer;     /* common name as it is there, uncut; "" */
  gint64            time;       /* signingTime among the signed attributes; 0 */
  GPtrArray        *chain;      /* (element-type X509): the signer's first, each issued by the next */
  MadoPdfChainEnd   end;
} RendererSeal;

void           renderer_seal_free  (RendererSeal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RendererSeal, renderer_seal_free)

/* @hex: between "<" and ">"; filled up with zeros behind the CMS. */
RendererSeal  *renderer_seal_read  (const char   *hex,
                                    gsize         length);
RendererSeal  *renderer_seal_none  (MadoPdfSealState state);
/* Was it made over these two pieces, one after the other, with the key of the
 * first certificate? Asks nothing about who issued it. */
gboolean       renderer_seal_fits  (const char   *hex,
                                    gsize         hex_length,
                                    const char   *first,
                                    gsize         first_length,
                                    const char   *second,
                                    gsize         second_length);
/* A name as it may be shown. */
char          *renderer_seal_tidy  (const char         *text);
/* state, end, list of certificates */
void           renderer_seal_put   (const RendererSeal *self,
                                    GByteArray         *out);

G_END_DECLS
