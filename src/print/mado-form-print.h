/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "core/procedure/mado-pack-types.h"
#include "print/mado-form-background.h"

G_BEGIN_DECLS

/**
 * MadoFormPrint:
 *
 * One application form filled in: a layout of the city pack with the values
 * of one case, fetched once when it is made. The same pages are drawn on the
 * screen for confirmation, into a PDF, and by the printer, so what is signed
 * is what is printed.
 *
 * A value too long for its box is first made smaller, then broken into lines.
 * What still does not fit is never cut off: the box says 別紙 with a number,
 * a sheet with the whole text follows the form, and a warning tells the clerk.
 */
typedef struct _MadoFormPrint MadoFormPrint;

typedef enum
{
  MADO_PRINT_PLAIN = 0,
  MADO_PRINT_HIDDEN = 1 << 0, /* 支援措置: ＊ stands for the value */
  MADO_PRINT_ADDED = 1 << 1,  /* filled in after signing: marked 追記 */
  MADO_PRINT_STAFF = 1 << 2,  /* 職員記入: set apart from what was declared */
} MadoPrintMarks;

/* What stands at one path. All strings are owned; the callback allocates. */
typedef struct
{
  char          *text;     /* as shown to people; dates for WAREKI in ISO form
                            * (unknown parts 00), for DIGITS the characters */
  char         **codes;    /* CHECK and CIRCLE: the chosen codes ("yes"/"no"
                            * for a yes/no field); else NULL: text is compared */
  MadoPrintMarks marks;
  char          *added_on; /* MADO_PRINT_ADDED: the day, as printed */
} MadoPrintValue;

/**
 * MadoPrintValueFunc:
 * @path: path of the layout; rows of a second sheet come as further persons
 *   ("subject[4].birth_date" on sheet 2 of a form with four rows)
 * @value: (out): zeroed; to be filled in
 *
 * Returns: %FALSE if there is no value; the box stays empty
 */
typedef gboolean (*MadoPrintValueFunc) (const char     *path,
                                        MadoPrintValue *value,
                                        gpointer        user_data);

/* What is printed besides the layout, in the margins (7 mm at the head, 10 mm
 * at the foot, which layouts leave free). NULL or 0 leaves a part out. */
typedef struct
{
  guint        persons;      /* lines of the layout's `repeat` role */
  const char  *language;     /* of the labels; NULL: Japanese */
  const char  *case_no;      /* short code */
  const char  *ticket_no;
  gboolean     held;         /* 保留 mark */
  const char  *held_reason;
  gboolean     staff_number; /* 個人番号 is confirmed by staff: box 「職員確認」,
                              * unless the layout has one */
  const guint8 *strokes;     /* CBOR of the signature's strokes */
  gsize        strokes_length;
  const char  *signed_at;    /* 令和8年4月1日 10:42 */
  const char  *signed_how;   /* "paper", "seal", "none"; else on glass */
  const char  *voided;       /* why the signature no longer counts */
} MadoFormPrintInfo;

typedef enum
{
  MADO_PRINT_WARNING_ANNEX,     /* did not fit; printed on a sheet of its own */
  MADO_PRINT_WARNING_SMALL,     /* printed smaller than people like to read */
  MADO_PRINT_WARNING_CHARACTER, /* a character that no font has, or a gaiji */
  MADO_PRINT_WARNING_CELLS,     /* more digits than boxes; printed as text */
  MADO_PRINT_WARNING_DATE,      /* not a date; printed as it is */
  MADO_PRINT_WARNING_STROKES,   /* the signature cannot be read */
} MadoPrintWarningKind;

typedef struct
{
  MadoPrintWarningKind kind;
  guint                page; /* from 0 */
  char                *path;
  char                *text; /* the value */
} MadoPrintWarning;

MadoFormPrint *mado_form_print_new          (const MadoFormLayout    *layout,
                                             const MadoFormPrintInfo *info,
                                             MadoPrintValueFunc       func,
                                             gpointer                 user_data);
/* The city's paper beneath every sheet (not beneath 別紙); %NULL: none. */
void           mado_form_print_set_background (MadoFormPrint       *self,
                                               MadoFormBackground  *background);
void           mado_form_print_free         (MadoFormPrint           *self);

/* Borrowed. */
const MadoFormLayout *mado_form_print_get_layout (const MadoFormPrint  *self);
guint          mado_form_print_get_n_pages  (const MadoFormPrint     *self);
void           mado_form_print_get_size     (const MadoFormPrint     *self,
                                             double                  *width_mm,
                                             double                  *height_mm);
/* (element-type MadoPrintWarning), borrowed, in the order of the pages. */
GPtrArray     *mado_form_print_get_warnings (const MadoFormPrint     *self);
/* (element-type utf8), borrowed, sorted, each once: every path that the pages
 * show, also where it is empty. A signature covers those that are `signed`. */
GPtrArray     *mado_form_print_get_paths    (const MadoFormPrint     *self);

/* User units are millimetres, (0, 0) the corner of the sheet. */
void           mado_form_print_draw_page    (const MadoFormPrint     *self,
                                             cairo_t                 *cr,
                                             guint                    page);

/* All forms of a case in one document, each on a new page. */
gboolean       mado_form_print_to_pdf       (MadoFormPrint    *const *forms,
                                             guint                    n_forms,
                                             const char              *title,
                                             GOutputStream           *stream,
                                             GError                 **error);
gboolean       mado_form_print_to_pdf_file  (MadoFormPrint    *const *forms,
                                             guint                    n_forms,
                                             const char              *title,
                                             const char              *path,
                                             GError                 **error);

/* A sentence for the person who prints. */
char          *mado_print_warning_to_text     (const MadoPrintWarning *warning);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoFormPrint, mado_form_print_free)

G_END_DECLS
