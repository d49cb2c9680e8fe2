/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MadoIssuedSheet:
 *
 * A document that the city issues itself (受付票, 控え, 通知 …) as it goes to paper: head with
 * number, day, addressee and sender, then headed tables of label and value, and
 * the code by which it can be checked. A4, black on white. What does not fit a
 * line is broken, never cut; what does not fit a page goes on the next.
 */
typedef struct
{
  char *label;
  char *value;
} MadoIssuedRow;

typedef struct
{
  char      *heading; /* "" for none */
  GPtrArray *rows;    /* MadoIssuedRow* */
} MadoIssuedSection;

typedef struct
{
  char      *title;
  char      *number;
  char      *date;     /* 令和8年5月20日 */
  char      *to;       /* with its honorific; "" for nobody */
  char      *city;
  char      *desk;
  char      *contact;  /* telephone; "" */
  char      *case_no;  /* as printed; "" */
  char      *opening;
  char      *note;     /* what the clerk typed; "" */
  char      *closing;
  char      *again;    /* "再発行（R8-12-0001に代わるもの）"; "" */
  int        copies;
  char      *qr_text;  /* the code; NULL: none */
  GPtrArray *sections; /* MadoIssuedSection* */
  gint64     created;  /* ms */
} MadoIssuedSheet;

MadoIssuedSheet   *mado_issued_sheet_new     (void);
void               mado_issued_sheet_free    (MadoIssuedSheet   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoIssuedSheet, mado_issued_sheet_free)

MadoIssuedSection *mado_issued_sheet_add     (MadoIssuedSheet   *self,
                                              const char        *heading);
void               mado_issued_section_add   (MadoIssuedSection *self,
                                              const char        *label,
                                              const char        *value);

/* PDF/A-2b. NO_SPACE: the code is longer than a symbol holds. @unknown (nullable):
 * how many characters no installed font has; they are boxes with their code. */
GBytes            *mado_issued_sheet_to_pdf  (MadoIssuedSheet   *self,
                                              guint             *unknown,
                                              GError           **error);

G_END_DECLS
