/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/certificate/mado-certificate-page.h"
#include "app/certificate/mado-pdf-print.h"
#include "app/certificate/mado-pdf-view.h"
#include "app/certificate/mado-present-window.h"
#include "app/certificate/mado-print-batch.h"
#include "app/certificate/mado-trust-words.h"

G_BEGIN_DECLS

typedef enum
{
  MADO_SIDE_PAGES,
  MADO_SIDE_OUTLINE,
  MADO_SIDE_HITS,
  MADO_SIDE_TEXT,
  MADO_SIDE_SIGNATURES,
  MADO_SIDE_ATTACHMENTS,
  MADO_SIDE_PROPERTIES,
  MADO_SIDE_BATCH,    /* not of the document: those to print together */
  MADO_SIDE_RECEIPTS, /* not of the document: those that did not come out */
  MADO_N_SIDES,
} MadoSide;

struct _MadoCertificatePage
{
  GtkWidget          parent_instance;

  /* Template children */
  GtkWidget         *box;
  GtkWidget         *open_button;
  GtkButton         *trust_button;
  GtkLabel          *place;
  GtkEditable       *page_entry;
  GtkLabel          *page_count;
  GtkEditable       *search;
  GtkLabel          *hit_count;
  GtkWidget         *password_bar;
  GtkLabel          *password_text;
  GtkEditable       *password;
  GtkWidget         *side;
  GtkDropDown       *side_choice;
  GtkScrolledWindow *side_scroller;
  GtkStack          *stack;
  GtkScrolledWindow *scroller;
  MadoPdfView       *view;        /* in the scroller */

  /* Owned */
  MadoContext       *context;
  MadoPdfReader     *reader;      /* nullable */
  GFile             *file;        /* nullable; asked for or open */
  char              *title;       /* nullable */
  GCancellable      *cancel;      /* of this document */
  GCancellable      *search_cancel;
  char              *searched;    /* nullable; what the hits are of */
  GArray            *hits;        /* MadoPdfHit */
  GArray            *outline;     /* nullable */
  GArray            *attachments; /* nullable */
  GArray            *signatures;  /* nullable: not checked yet */
  GPtrArray         *receipts;    /* MadoReceiptJob*; nullable */
  MadoPrintBatch    *batch;       /* nullable: not looked at yet */
  GCancellable      *print_cancel; /* nullable */
  char             **batch_paths; /* nullable; of the job that is being printed */
  GtkWindow         *present;     /* nullable; the visitor's screen */
  int                hit;         /* -1 */
  gboolean           printing;
  guint              looked_through;
};

/* mado-certificate-page-side.c */
void     mado_certificate_page_show_side   (MadoCertificatePage *self,
                                            MadoSide             side);
void     mado_certificate_page_update_side (MadoCertificatePage *self);
MadoSide mado_certificate_page_get_side    (MadoCertificatePage *self);
/* After opening: outline, attachments, signatures and notes are asked for. */
void     mado_certificate_page_ask_all     (MadoCertificatePage *self);

void     mado_certificate_page_show_receipts (MadoCertificatePage *self,
                                              GtkStringList       *model);

/* mado-certificate-page-receipts.c */
void     mado_certificate_page_list_receipts (MadoCertificatePage *self);
void     mado_certificate_page_print_receipt (MadoCertificatePage *self,
                                              guint                position,
                                              gboolean             give_up);

/* mado-certificate-page-codes.c */
void     mado_certificate_page_read_codes  (MadoCertificatePage *self);

/* mado-certificate-page-copy.c; FALSE: nothing is selected */
gboolean mado_certificate_page_copy        (MadoCertificatePage *self);

/* mado-certificate-page-search.c */
void     mado_certificate_page_search      (MadoCertificatePage *self);
void     mado_certificate_page_forget_hits (MadoCertificatePage *self);
void     mado_certificate_page_go_hit      (MadoCertificatePage *self,
                                            int                  hit);

/* mado-certificate-page-keys.c */
void     mado_certificate_page_init_page   (MadoPageInterface   *iface);
void     mado_certificate_page_present     (MadoCertificatePage *self);

/* mado-certificate-page-print.c; @export_to: (nullable): a PDF file instead of
 * the dialog */
void     mado_certificate_page_print       (MadoCertificatePage *self,
                                            const char          *export_to);
void     mado_certificate_page_print_batch (MadoCertificatePage *self,
                                            const char          *export_to);
gboolean mado_certificate_page_has_batch   (MadoCertificatePage *self);
/* A line for each document of the list. Transfer full. */
GtkStringList *mado_certificate_page_list_batch (MadoCertificatePage *self);
void     mado_certificate_page_add_to_batch (MadoCertificatePage *self,
                                            GFile               *file);
/* The one that is chosen in the list. */
void     mado_certificate_page_drop_from_batch (MadoCertificatePage *self);
/* (list of GFile) One is opened, several are put on the list. */
void     mado_certificate_page_take_files  (MadoCertificatePage *self,
                                            GSList              *files);

/* mado-certificate-page.c */
void     mado_certificate_page_ask_file    (MadoCertificatePage *self);
void     mado_certificate_page_try_password (MadoCertificatePage *self);
void     mado_certificate_page_update      (MadoCertificatePage *self);

G_END_DECLS
