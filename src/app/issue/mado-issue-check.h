/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "core/slip/mado-document-code.h"

G_BEGIN_DECLS

/* What can be said of the code on a document. */
typedef enum
{
  MADO_VERDICT_HOLDS,    /* the server: genuine */
  MADO_VERDICT_SEAL,     /* the seal is good; the server could not be asked */
  MADO_VERDICT_NOT_GOOD, /* replaced, withdrawn, not known, seal wrong */
} MadoDocumentVerdictKind;

typedef struct
{
  MadoDocumentVerdictKind kind;
  MadoDocumentCode        code;
  char                   *title; /* of the pack, for people */
  char                   *text;  /* whole sentences, for the clerk */
} MadoDocumentVerdict;

void                 mado_document_verdict_free (MadoDocumentVerdict *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoDocumentVerdict, mado_document_verdict_free)

/* Checks the seal with the computers that are known here, then asks the server. An
 * error only if the code cannot be read at all, or its seal is wrong: a whole
 * sentence with a way on (codes of mado_document_code_decode()). */
void                 mado_issue_check_async     (MadoContext         *context,
                                                 const char          *code,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             data);
MadoDocumentVerdict *mado_issue_check_finish    (MadoContext         *context,
                                                 GAsyncResult        *result,
                                                 GError             **error);

G_END_DECLS
