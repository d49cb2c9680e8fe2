/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "device/ocr/mado-ocr-cell.h"

G_BEGIN_DECLS

typedef enum
{
  MADO_PAPER_UNKNOWN,
  MADO_PAPER_MOVE_OUT,          /* 転出証明書 (住民基本台帳法施行令 第23条) */
  MADO_PAPER_INSURANCE,         /* 資格確認書 */
  MADO_PAPER_INSURANCE_ENDED,   /* 健康保険資格喪失証明書 */
  MADO_PAPER_LICENCE,           /* 運転免許証, its front */
  MADO_PAPER_RESIDENCE,         /* 在留カード, its front */
} MadoPaperKind;

/*
 * What the fields of a paper are called here. Of a person: name, kana, birth,
 * sex, relation, domicile, domicile_head. Of the sheet (person −1): planned_date,
 * new_address, old_address, address, new_head, old_head, domicile, domicile_head,
 * insurer, insurance_symbol, insurance_number, acquired_date, lost_date.
 * Of a card's holder besides: expiry, nationality, status, stay_until, card_number.
 *
 * 個人番号 and 住民票コード and the number of a licence have no field: their boxes are known only so that
 * nothing of them is kept.
 */
typedef struct
{
  const char *key;        /* interned */
  int         person;     /* 0 …, −1 for the sheet */
  char       *printed;    /* as it stands there */
  char       *value;      /* canonical: ISO date, male | female, text with U+3000 between
                             the parts of a name; NULL when the text is none */
  double      confidence; /* 0 to 1 */
  gboolean    sure;       /* two looks agree, the value is possible, confidence is high */
  MadoOcrBox  box;
  GBytes     *crop;       /* PNG of the box, for the eye beside the field; NULL if none */
} MadoPaperField;

typedef struct
{
  MadoPaperKind  kind;
  GPtrArray     *fields;   /* MadoPaperField*, persons in the order of the paper */
  guint          n_persons;
  guint          n_masked; /* boxes with 個人番号 or 住民票コード, left unread */
} MadoPaper;

MadoPaper            *mado_paper_new        (void);
void                  mado_paper_free       (MadoPaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPaper, mado_paper_free)
MadoPaperField       *mado_paper_field_new  (const char *key,
                                             int         person);
void                  mado_paper_field_free (MadoPaperField *self);
/* NULL if the paper does not have it. */
const MadoPaperField *mado_paper_find       (MadoPaper  *self,
                                             const char *key,
                                             int         person);
const char           *mado_paper_kind_id    (MadoPaperKind kind); /* "move-out" … */
MadoPaperKind         mado_paper_kind_read  (const char *id);

G_END_DECLS
