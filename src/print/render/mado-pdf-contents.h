/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/render/mado-pdf-file.h"

G_BEGIN_DECLS

/*
 * What is in a document besides its looks. As MadoPdfFile's own calls these
 * wait. Places are in points from the upper left corner of the page before it
 * is turned.
 */
typedef struct
{
  double x1, y1, x2, y2;
} MadoPdfArea;

/* The characters of a page in reading order, and where each stands. */
typedef struct
{
  char        *text;
  glong        n_characters;
  MadoPdfArea *areas; /* one a character */
} MadoPdfText;

typedef struct
{
  guint        page;
  MadoPdfArea  area;
  char        *line; /* the line it is in, for a list */
} MadoPdfHit;

typedef struct
{
  MadoPdfAction  kind;
  guint          page;    /* PAGE */
  char          *address; /* ADDRESS */
} MadoPdfTarget;

typedef struct
{
  guint         depth; /* 0: top */
  char         *title;
  MadoPdfTarget target;
} MadoPdfEntry;

typedef struct
{
  MadoPdfArea   area;
  MadoPdfTarget target;
} MadoPdfLink;

typedef enum
{
  MADO_PDF_FIELD_UNKNOWN,
  MADO_PDF_FIELD_BUTTON,
  MADO_PDF_FIELD_TEXT,
  MADO_PDF_FIELD_CHOICE,
  MADO_PDF_FIELD_SIGNATURE,
} MadoPdfFieldKind;

typedef struct
{
  MadoPdfArea      area;
  MadoPdfFieldKind kind;
  char            *name;
  char            *value;
} MadoPdfField;

typedef struct
{
  char   *name;
  char   *description;
  gint64  size;    /* bytes, as the document says */
  gint64  changed; /* seconds since 1970; 0: unknown */
} MadoPdfAttachment;

typedef struct
{
  char     *name;
  gboolean  embedded;
} MadoPdfFont;

typedef struct
{
  char     *title;
  char     *author;
  char     *subject;
  char     *keywords;
  char     *creator;
  char     *producer;
  char     *version;
  char     *kind;      /* "ISO 19005 …" (PDF/A); "" */
  gint64    created;
  gint64    changed;
  gboolean  may_copy;  /* what the author allows */
  gboolean  may_print;
  gboolean  encrypted;
  GArray   *fonts;     /* MadoPdfFont; of the first pages */
} MadoPdfProperties;

/* In the order of poppler. */
typedef enum
{
  MADO_PDF_SIGNATURE_VALID,
  MADO_PDF_SIGNATURE_INVALID,
  MADO_PDF_SIGNATURE_CHANGED,
  MADO_PDF_SIGNATURE_UNREADABLE,
  MADO_PDF_SIGNATURE_FAILED,
  MADO_PDF_SIGNATURE_NONE,
  MADO_PDF_SIGNATURE_UNCHECKED,
} MadoPdfSignatureState;

typedef enum
{
  MADO_PDF_CERTIFICATE_TRUSTED,
  MADO_PDF_CERTIFICATE_DISTRUSTED,
  MADO_PDF_CERTIFICATE_UNKNOWN_ISSUER,
  MADO_PDF_CERTIFICATE_REVOKED,
  MADO_PDF_CERTIFICATE_EXPIRED,
  MADO_PDF_CERTIFICATE_FAILED,
  MADO_PDF_CERTIFICATE_UNCHECKED,
} MadoPdfCertificateState;

/* As it stands in the document: names are claims, cut to 120 characters and
 * without control characters; never markup. */
typedef struct
{
  char     *name;       /* common name of the subject; "" */
  char     *body;       /* its organisation; "" */
  char     *issuer;     /* the same of who issued it */
  char     *issuer_body;
  char     *serial;     /* hexadecimal */
  gint64    not_before; /* seconds; G_MININT64: cannot be read */
  gint64    not_after;
} MadoPdfCertificate;

typedef struct
{
  char                    *signer;
  gint64                   time; /* as the signer's computer said; 0: unknown */
  MadoPdfSignatureState    state;
  MadoPdfCertificateState  certificate;
  MadoPdfReach             reach;
  MadoPdfSealState         seal;
  MadoPdfChainEnd          end;
  GArray                  *chain; /* (element-type MadoPdfCertificate): the signer's first, each issued by the next; SEAL_READ: not empty */
} MadoPdfSignature;

void               mado_pdf_text_free            (MadoPdfText        *self);
void               mado_pdf_properties_free      (MadoPdfProperties  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPdfText, mado_pdf_text_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPdfProperties, mado_pdf_properties_free)

MadoPdfText       *mado_pdf_file_get_text        (MadoPdfFile  *self,
                                                  guint         page,
                                                  GError      **error);
/* (array of MadoPdfHit) of some pages from @first to before @end; @next: where
 * to go on. Takes some 30 ms. */
GArray            *mado_pdf_file_search          (MadoPdfFile  *self,
                                                  const char   *text,
                                                  guint         first,
                                                  guint         end,
                                                  guint        *next,
                                                  GError      **error);
/* (array of MadoPdfEntry) */
GArray            *mado_pdf_file_get_outline     (MadoPdfFile  *self,
                                                  GError      **error);
/* (array of MadoPdfLink) */
GArray            *mado_pdf_file_get_links       (MadoPdfFile  *self,
                                                  guint         page,
                                                  GError      **error);
/* (array of MadoPdfField) */
GArray            *mado_pdf_file_get_fields      (MadoPdfFile  *self,
                                                  guint         page,
                                                  GError      **error);
/* (array of MadoPdfAttachment) */
GArray            *mado_pdf_file_get_attachments (MadoPdfFile  *self,
                                                  GError      **error);
/* The bytes of the attachment at @index of that list. */
GBytes            *mado_pdf_file_get_attachment  (MadoPdfFile  *self,
                                                  guint         index,
                                                  GError      **error);
MadoPdfProperties *mado_pdf_file_get_properties  (MadoPdfFile  *self,
                                                  GError      **error);
/* (array of MadoPdfSignature), oldest first. In a renderer of its own, which
 * may load what checking needs. */
GArray            *mado_pdf_file_get_signatures  (MadoPdfFile  *self,
                                                  GError      **error);

G_END_DECLS
