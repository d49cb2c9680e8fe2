/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/mado-transport.h"

G_BEGIN_DECLS

/* What the server says of an issued document (PROTOCOL.md, Wire 4). */
typedef struct
{
  char    *state;  /* "genuine", "replaced", "withdrawn", "unknown", or what a newer server says */
  char    *reason; /* of unknown: "not-here", "purged", "other"; "" */
  char    *kind;
  char    *number;
  char    *issued; /* ISO date */
  char    *by;     /* number of the newest; "" */
  gboolean revoked; /* the computer that issued it has been shut out since */
} MadoDocumentAnswer;

void                mado_document_answer_free (MadoDocumentAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoDocumentAnswer, mado_document_answer_free)

/* Blocks. The server's own refusals (DAMAGED, FOREIGN …) come with its sentence;
 * UNSUPPORTED: a server that is too old to answer. */
MadoDocumentAnswer *mado_document_check       (MadoTransport      *transport,
                                               const char         *token,
                                               const char         *code,
                                               GCancellable       *cancellable,
                                               GError            **error);

G_END_DECLS
