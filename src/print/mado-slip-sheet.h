/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-raster.h"

G_BEGIN_DECLS

/**
 * MadoSlipSheet:
 *
 * What the 手続き一覧 says, ready to be printed: plain texts in the language
 * of the paper, in the order of walking. The caller computes everything
 * (wareki date, order, deadlines) and must put no address and no birth date
 * in: slips get lost. Strings are owned by the struct; NULL or "" leaves the
 * part out. Lists are made by the constructors and never NULL.
 */
typedef enum
{
  MADO_SLIP_SHEET_TODO,     /* still to be done at its window */
  MADO_SLIP_SHEET_ACCEPTED, /* 受付 */
  MADO_SLIP_SHEET_LATER,    /* あとで: something is missing, see the deadline */
  MADO_SLIP_SHEET_CHECK,    /* 要確認: a person must look */
} MadoSlipSheetState;

typedef struct
{
  char              *title;    /* 児童手当 認定請求 */
  MadoSlipSheetState state;
  GPtrArray         *bring;    /* (element-type utf8) what to bring */
  GPtrArray         *missing;  /* (element-type utf8) what is still missing */
  char              *deadline; /* 令和8年5月1日まで */
  char              *note;     /* one more line, e.g. what comes by post */
} MadoSlipSheetProcedure;

typedef struct
{
  char      *number; /* window number as on the sign: 3, A-2 */
  char      *desk;   /* 国保年金課 */
  char      *floor;  /* 1階 */
  gboolean   done;   /* the tick box is printed ticked */
  char      *note;   /* e.g. 番号札をお取りください */
  GPtrArray *procedures; /* (element-type MadoSlipSheetProcedure) */
} MadoSlipSheetStop;

typedef struct
{
  char *title; /* 水道の使用開始 */
  char *where; /* 水道局 お客さまセンター 0120-… */
} MadoSlipSheetReferral;

typedef struct
{
  char      *city;        /* 港市 */
  char      *ticket_no;   /* 番号札 */
  char      *date;        /* 令和8年4月1日 */
  char      *case_no;     /* short code */
  char      *name;        /* 様 is added; only if the city says so */
  int        generation;  /* 何回目; 0: not printed */
  char      *event;       /* 転入 */
  char      *qr_text;     /* NULL: no QR */
  char      *return_to;   /* window number of 「最後に○番へお戻りください」 */
  char      *return_what; /* what is collected there: 住民票の写し・カードのお受け取り */
  char      *contact;     /* where to ask: 港市 市民課 電話 000-000-0000 */
  GPtrArray *stops;       /* (element-type MadoSlipSheetStop) */
  GPtrArray *referrals;   /* (element-type MadoSlipSheetReferral) */
} MadoSlipSheet;

/* Paper widths of receipt printers, in dots at 8 dots a millimetre. */
typedef enum
{
  MADO_RECEIPT_80MM = 576,
  MADO_RECEIPT_58MM = 384,
} MadoReceiptWidth;

MadoSlipSheet          *mado_slip_sheet_new           (void);
void                    mado_slip_sheet_free          (MadoSlipSheet        *self);
/* All borrowed from the sheet; fill in the rest of the fields by hand. */
MadoSlipSheetStop      *mado_slip_sheet_add_stop      (MadoSlipSheet        *self,
                                                       const char           *number,
                                                       const char           *desk,
                                                       const char           *floor);
MadoSlipSheetProcedure *mado_slip_sheet_add_procedure (MadoSlipSheetStop    *stop,
                                                       const char           *title,
                                                       MadoSlipSheetState    state);
void                    mado_slip_sheet_add_bring     (MadoSlipSheetProcedure *procedure,
                                                       const char           *document);
void                    mado_slip_sheet_add_missing   (MadoSlipSheetProcedure *procedure,
                                                       const char           *document);
void                    mado_slip_sheet_add_referral  (MadoSlipSheet        *self,
                                                       const char           *title,
                                                       const char           *where);

/* A4, as many pages as it takes. The stream is written, not closed. */
gboolean                mado_slip_sheet_to_pdf        (const MadoSlipSheet  *self,
                                                       GOutputStream        *stream,
                                                       GError              **error);
gboolean                mado_slip_sheet_to_pdf_file   (const MadoSlipSheet  *self,
                                                       const char           *path,
                                                       GError              **error);
/* One strip as long as it takes. */
MadoRaster             *mado_slip_sheet_to_raster     (const MadoSlipSheet  *self,
                                                       MadoReceiptWidth      width,
                                                       GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoSlipSheet, mado_slip_sheet_free)

G_END_DECLS
