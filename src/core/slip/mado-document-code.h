/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/slip/mado-slip.h"

G_BEGIN_DECLS

/*
 * The code on an issued document (README.md, "Documents"): which paper it is,
 * signed by the computer that issued it. Anybody of the city can check the seal
 * without the server; whether the paper still holds only the journal knows.
 * It says nothing about a person.
 */
#define MADO_DOCUMENT_CODE_PREFIX "MD1:"
#define MADO_DOCUMENT_NUMBER_MAX  40
#define MADO_DOCUMENT_KIND_MAX    31

typedef struct
{
  char   city[7];
  MadoId device;   /* the issuer */
  MadoId record;   /* the case */
  char   document[10]; /* "d" and 8 characters of base32 */
  int    year, month, day; /* of issue */
  char   kind[MADO_DOCUMENT_KIND_MAX + 1];     /* of the pack's issued.json */
  char   number[MADO_DOCUMENT_NUMBER_MAX + 1]; /* as printed */
} MadoDocumentCode;

/* A new document id. */
char     *mado_document_id_new        (MadoRandom             *random);
gboolean  mado_document_id_is_valid   (const char             *text);

/* Does it look like one, of any format? In any width and case. */
gboolean  mado_document_code_is_one   (const char             *text);
/* Signed with the key of @self->device. INVALID: a part breaks a rule. */
char     *mado_document_code_encode   (const MadoDocumentCode *self,
                                       const MadoSecretKey    *device_key,
                                       GError                **error);
/* INVALID: not such a code. UNSUPPORTED: a newer format. DAMAGED: cut off, misread,
 * or the seal is wrong. FOREIGN: another city's. UNKNOWN_KEY: @issuer does not
 * know the computer; @self is filled in all the same. */
gboolean  mado_document_code_decode   (const char             *text,
                                       const char             *city,
                                       MadoSlipIssuerFunc      issuer,
                                       gpointer                data,
                                       MadoDocumentCode       *self,
                                       GError                **error);

G_END_DECLS
